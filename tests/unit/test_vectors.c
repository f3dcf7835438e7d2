/* test_vectors.c - the committed vectors against the codec: meaning, bytes, refusals.
 *
 * What: every good vector is read, says what its JSON says, and is written back byte for byte; cut short
 *       at every byte it is refused; every bad vector is refused with the error that it names. The
 *       operations inside OPS, the changes inside EV and text ops are read and written one level deeper.
 * Uses: jansson for the files; argv[1] is the folder tests/vectors.
 * Not:  makes no vectors; tests/vectors/make.mjs does, with a msgpack that is not ours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <jansson.h>
#include "common/base/hash.h"
#include "common/text/ot.h"
#include "proto/msg.h"

static const char *folder;

enum form { MESSAGE, OP, CHANGE };
static const char *const form_names[] = {"message", "op", "change"};

/* What is being looked at, for the report of a failure. */
static char where[400];

#define CHECK(cond)                                                                                \
    do {                                                                                           \
        if (!(cond)) {                                                                             \
            fail_msg("%s: %s", where, #cond);                                                      \
        }                                                                                          \
    } while (0)

static unsigned nibble(char c)
{
    const char *const digits = "0123456789abcdef";
    const char *at = strchr(digits, c);
    CHECK(c != '\0' && at != NULL);
    return (unsigned)(at - digits);
}

static void put_hex(struct smv_buf *b, const char *hex)
{
    for (; hex[0] != '\0'; hex += 2) {
        smv_buf_put_byte(b, (uint8_t)(nibble(hex[0]) << 4 | nibble(hex[1])));
    }
}

/* "hex", or [[hex, times]...] */
static void put_runs(struct smv_buf *b, const json_t *hex)
{
    size_t i = 0;
    json_t *run = NULL;
    if (json_is_string(hex)) {
        put_hex(b, json_string_value(hex));
        return;
    }
    json_array_foreach(hex, i, run)
    {
        json_int_t times = json_integer_value(json_array_get(run, 1));
        for (json_int_t j = 0; j < times; j++) {
            put_hex(b, json_string_value(json_array_get(run, 0)));
        }
    }
}

static json_t *load(const char *path)
{
    json_error_t error;
    json_t *list = json_load_file(path, 0, &error);
    if (list == NULL) {
        fail_msg("%s: %s", path, error.text);
    }
    return list;
}

/* --- meaning: a msgpack value against its JSON ------------------------------------------------------ */
static void same(struct smv_reader *r, const json_t *json)
{
    size_t i = 0;
    const char *key = NULL;
    json_t *child = NULL;
    const json_t *hex = json_object_get(json, "bin");
    if (json_is_null(json)) {
        CHECK(smv_read_nil(r));
    } else if (json_is_boolean(json)) {
        CHECK(smv_reader_peek(r) == SMV_PACK_BOOL);
        CHECK(smv_read_bool(r) == json_is_true(json));
    } else if (json_is_integer(json)) {
        CHECK(smv_reader_peek(r) == SMV_PACK_INT);
        CHECK(smv_read_int(r) == json_integer_value(json));
    } else if (json_is_string(json)) {
        struct smv_span s = smv_read_str(r, SIZE_MAX);
        CHECK(s.len == json_string_length(json));
        CHECK(s.len == 0 || memcmp(s.data, json_string_value(json), s.len) == 0);
    } else if (json_is_array(json)) {
        CHECK(smv_reader_peek(r) == SMV_PACK_ARRAY);
        CHECK(smv_read_array(r) == json_array_size(json));
        json_array_foreach(json, i, child)
        {
            same(r, child);
        }
    } else if (hex != NULL && json_object_size(json) == 1) {
        struct smv_buf b = {0};
        put_runs(&b, hex);
        CHECK(smv_span_eq(smv_read_bin(r, SIZE_MAX), smv_buf_span(&b)));
        smv_buf_finish(&b);
    } else {
        CHECK(smv_read_map(r) == json_object_size(json));
        json_object_foreach((json_t *)(uintptr_t)json, key, child)
        {
            CHECK(smv_span_is(smv_read_str(r, SIZE_MAX), key));
            same(r, child);
        }
    }
    CHECK(r->err == SMV_OK);
}

/* --- reading and writing one vector -------------------------------------------------------------------- */
static void text_op(struct smv_span raw)
{
    struct smv_reader r;
    struct smv_ot op = {0};
    struct smv_buf b = {0};
    smv_reader_init(&r, raw);
    CHECK(smv_ot_read(&r, 80000, &op) == SMV_OK);
    CHECK(smv_reader_done(&r) == SMV_OK);
    smv_ot_write(&b, &op);
    CHECK(smv_span_eq(smv_buf_span(&b), raw));
    smv_ot_finish(&op);
    smv_buf_finish(&b);
}

/* One element of OPS. Returns the reader's verdict; on success out has the bytes written back. */
static enum smv_err element(struct smv_reader *r, struct smv_buf *out)
{
    struct smv_request req;
    struct smv_buf tail = {0};
    enum smv_err err = smv_request_read(r, &req);
    if (err != SMV_OK) {
        return err;
    }
    if (req.op == SMV_OP_TXT) {
        text_op(req.u.txt.op);
    }
    smv_request_write_tail(&tail, &req);
    CHECK(smv_span_eq(smv_buf_span(&tail), req.tail));
    req.tail = smv_buf_span(&tail);
    smv_request_write(out, &req);
    smv_buf_finish(&tail);
    return SMV_OK;
}

static enum smv_err body(struct smv_span bytes, struct smv_buf *out)
{
    struct smv_request req;
    enum smv_err err = smv_request_read_body(bytes, &req);
    if (err != SMV_OK) {
        return err;
    }
    req.tail = smv_span(NULL, 0); /* from the fields, not by copying */
    smv_request_write_body(out, &req);
    return SMV_OK;
}

static enum smv_err change(struct smv_reader *r, struct smv_buf *out)
{
    struct smv_item item;
    enum smv_err err = smv_item_read(r, &item);
    if (err != SMV_OK) {
        return err;
    }
    if (item.change == SMV_CHANGE_TXT) {
        text_op(item.u.txt.op);
    }
    smv_item_write(out, &item);
    return SMV_OK;
}

/* What is inside OPS and EV, written back from its own structs. */
static void inside(const struct smv_msg *msg)
{
    struct smv_reader r;
    struct smv_span raw = msg->kind == SMV_MSG_KIND_OPS ? msg->u.ops.ops : msg->u.ev.items;
    struct smv_buf head = {0};
    if (msg->kind != SMV_MSG_KIND_OPS && msg->kind != SMV_MSG_KIND_EV) {
        return;
    }
    smv_reader_init(&r, raw);
    uint32_t n = smv_read_array(&r);
    for (uint32_t i = 0; i < n; i++) {
        const uint8_t *start = r.p;
        smv_buf_clear(&head);
        CHECK((msg->kind == SMV_MSG_KIND_OPS ? element(&r, &head) : change(&r, &head)) == SMV_OK);
        CHECK(smv_span_eq(smv_buf_span(&head), smv_span(start, (size_t)(r.p - start))));
    }
    CHECK(smv_reader_done(&r) == SMV_OK);
    smv_buf_finish(&head);
}

static enum smv_err message(struct smv_span bytes, int up, struct smv_buf *out)
{
    struct smv_msg msg;
    enum smv_err err = smv_msg_read(bytes, up, &msg);
    if (err != SMV_OK) {
        return err;
    }
    inside(&msg);
    smv_msg_write(out, &msg);
    return SMV_OK;
}

/* Read bytes as what they are a vector of; out gets them written back. */
static enum smv_err read_any(enum form form, const char *name, int flip, struct smv_span bytes,
                             struct smv_buf *out)
{
    struct smv_reader r;
    smv_reader_init(&r, bytes);
    if (form == MESSAGE) {
        int up = 0;
#define DIRECTION_UP   1
#define DIRECTION_DOWN 0
#define M(NAME, name_, number, direction, doc)                                                     \
    if (strcmp(name, #name_) == 0) {                                                               \
        up = DIRECTION_##direction;                                                                \
    }
        SMV_MESSAGE_MAP(M)
#undef M
        return message(bytes, flip ? !up : up, out);
    }
    if (form == CHANGE) {
        return change(&r, out);
    }
#define FROM_CLIENT 1
#define FROM_DAEMON 0
#define O(NAME, name_, number, who, doc)                                                           \
    if (strcmp(name, #name_) == 0) {                                                               \
        return FROM_##who || flip ? element(&r, out) : body(bytes, out);                           \
    }
    SMV_OP_MAP(O)
#undef O
    fail_msg("%s: no such operation", name);
    return SMV_ERR_MISSING;
}

static void good(enum form form, const char *name, const json_t *v)
{
    struct smv_buf bytes = {0}, out = {0};
    struct smv_reader r;
    put_runs(&bytes, json_object_get(v, "hex"));
    smv_reader_init(&r, smv_buf_span(&bytes));
    same(&r, json_object_get(v, "value"));
    CHECK(smv_reader_done(&r) == SMV_OK);
    enum smv_err err = read_any(form, name, 0, smv_buf_span(&bytes), &out);
    if (err != SMV_OK) {
        fail_msg("%s: %s", where, smv_err_name(err));
    }
    CHECK(smv_span_eq(smv_buf_span(&out), smv_buf_span(&bytes)));
    for (size_t len = 0; len < bytes.len; len++) {
        /* An exact copy, so that the sanitizer sees one byte too many. */
        uint8_t *cut = malloc(len == 0 ? 1 : len);
        CHECK(cut != NULL);
        memcpy(cut, bytes.data, len);
        CHECK(read_any(form, name, 0, smv_span(cut, len), &out) != SMV_OK);
        free(cut);
    }
    smv_buf_finish(&bytes);
    smv_buf_finish(&out);
}

static void bad(enum form form, const char *name, const json_t *v)
{
    struct smv_buf bytes = {0}, out = {0};
    const char *error = json_string_value(json_object_get(v, "error"));
    int flip = json_object_get(v, "direction") != NULL || json_object_get(v, "as") != NULL;
    CHECK(error != NULL);
    put_runs(&bytes, json_object_get(v, "hex"));
    enum smv_err err = read_any(form, name, flip, smv_buf_span(&bytes), &out);
    if (strcmp(smv_err_name(err), error) != 0) {
        fail_msg("%s: gives %s, not %s", where, smv_err_name(err), error);
    }
    smv_buf_finish(&bytes);
    smv_buf_finish(&out);
}

static size_t each(enum form form, const char *name, const char *file,
                   void (*look)(enum form, const char *, const json_t *))
{
    char path[600];
    size_t i = 0;
    json_t *v = NULL;
    snprintf(path, sizeof path, "%s/%s/%s/%s", folder, form_names[form], name, file);
    json_t *list = load(path);
    json_array_foreach(list, i, v)
    {
        snprintf(where, sizeof where, "%s/%s: %s", form_names[form], name,
                 json_string_value(json_object_get(v, "what")));
        look(form, name, v);
    }
    json_decref(list);
    assert_true(i > 0);
    return i;
}

/* Every form of one kind; the number of vectors. */
static size_t each_form(enum form form, const char *file,
                        void (*look)(enum form, const char *, const json_t *))
{
    size_t n = 0;
    if (form == MESSAGE) {
#define M(NAME, name, number, direction, doc) n += each(form, #name, file, look);
        SMV_MESSAGE_MAP(M)
#undef M
    } else if (form == OP) {
#define O(NAME, name, number, who, doc) n += each(form, #name, file, look);
        SMV_OP_MAP(O)
#undef O
    } else {
#define C(NAME, name, number, doc) n += each(form, #name, file, look);
        SMV_CHANGE_MAP(C)
#undef C
    }
    return n;
}

static void test_good(void **state)
{
    (void)state;
    for (enum form form = MESSAGE; form <= CHANGE; form++) {
        print_message("%s: %zu good vectors\n", form_names[form],
                      each_form(form, "good.json", good));
    }
}

static void test_bad(void **state)
{
    (void)state;
    for (enum form form = MESSAGE; form <= CHANGE; form++) {
        print_message("%s: %zu bad vectors\n", form_names[form], each_form(form, "bad.json", bad));
    }
}

/* The example in PROTOCOL.md: whoever sends it, the other side reads it. */
static void test_session(void **state)
{
    (void)state;
    char path[600];
    size_t i = 0;
    json_t *v = NULL;
    snprintf(path, sizeof path, "%s/session.json", folder);
    json_t *list = load(path);
    json_array_foreach(list, i, v)
    {
        snprintf(where, sizeof where, "session: %zu", i);
        good(MESSAGE, json_string_value(json_object_get(v, "name")), v);
    }
    json_decref(list);
    assert_true(i > 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),
        cmocka_unit_test(test_bad),
        cmocka_unit_test(test_session),
    };
    if (argc != 2) {
        fprintf(stderr, "usage: test_vectors FOLDER\n");
        return 2;
    }
    folder = argv[1];
    smv_hash_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
