/* import.c - see import.h. A node is written as a stored tree has it and read by the tree's own reader, which checks it. */
#include "daemon/io/import.h"
#include <sodium.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "common/base/utf8.h"
#include "common/pack/writer.h"

enum { LIST_MAX = 16, ROOM_ABOVE = 1 << 20 /* ordinals and counters that must be left */ };
#define POSITION_MAX                                                                               \
    (INT64_C(1) << 52) /* far below what numbers can be: the log goes on from there */

/* at: [seq, author, place, deletion, change, ms] */
enum { AT_SEQ, AT_ORD, AT_PLACE, AT_DEL, AT_TOUCHED, AT_MS, AT_ITEMS };

__attribute__((format(printf, 2, 3))) static bool wrong(struct smv_import *im, const char *format,
                                                        ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(im->why, sizeof im->why, format, args);
    va_end(args);
    return false;
}

/* What an export says, for a sentence: never cut within a character. */
static const char *said(const char *text)
{
    return !text ? "nothing" : strlen(text) > 60 ? "something long" : text;
}

static const char *str(const json_t *node, const char *key)
{
    return json_string_value(json_object_get(node, key));
}

static bool read_number(const json_t *value, uint64_t most, uint64_t *ret)
{
    json_int_t n = json_integer_value(value);
    if (!json_is_integer(value) || n < 0 || (uint64_t)n > most) {
        return false;
    }
    *ret = (uint64_t)n;
    return true;
}

/* "5.12" -> 5 << 30 | 12 */
static bool read_id(const char *text, smv_id *ret_id)
{
    size_t a = text ? strspn(text, "0123456789") : 0;
    size_t b = a > 0 && text[a] == '.' ? strspn(text + a + 1, "0123456789") : 0;
    if (a == 0 || a > 7 || b == 0 || b > 10 || text[a + 1 + b] != '\0') {
        return false;
    }
    uint64_t ord = strtoull(text, NULL, 10), counter = strtoull(text + a + 1, NULL, 10);
    *ret_id = ord << SMV_ID_COUNTER_BITS | counter;
    return ord <= SMV_MAX_CLIENTS && counter > 0 && counter < UINT64_C(1) << SMV_ID_COUNTER_BITS;
}

static unsigned kind_of(const struct smv_import *im, smv_id id)
{
    return (unsigned)(uintptr_t)smv_map_get(&im->kinds, id);
}

static bool is_link(const json_t *node)
{
    const char *kind = str(node, "kind");
    return kind && smv_kind_by_name(kind) == SMV_KIND_LINK;
}

/* New clients get ordinals from above all that wrote here: their ids are never given again. */
static bool note_ord(struct smv_import *im, uint64_t ord)
{
    im->highest_ord = ord > im->highest_ord ? (uint32_t)ord : im->highest_ord;
    return ord <= SMV_MAX_CLIENTS - ROOM_ABOVE;
}

/* --- first pass: who is there ------------------------------------------------------------------------------- */
static bool has_form(struct smv_import *im, const json_t *node, const char *id)
{
    const json_t *fields = json_object_get(node, "fields"), *by = json_object_get(node, "by");
    const json_t *kids = json_object_get(node, "children"), *bin = json_object_get(node, "deleted");
    if ((fields && !json_is_object(fields)) || (by && !json_is_object(by))) {
        return wrong(im, "node %s: \"fields\" and \"by\" are objects", id);
    }
    if (kids && !json_is_array(kids)) {
        return wrong(im, "node %s: \"children\" is a list", id);
    }
    return !bin || json_is_boolean(bin) || wrong(im, "node %s: \"deleted\" is true or false", id);
}

static bool take_id(struct smv_import *im, const json_t *node, unsigned depth)
{
    const char *id = str(node, "id"), *kind = str(node, "kind");
    unsigned number = kind ? smv_kind_by_name(kind) : SMV_KIND_NONE;
    smv_id taken = 0;
    if (!read_id(id, &taken)) {
        return wrong(im, "a node has the id %s; an id is like 5.12", said(id));
    }
    if (number == SMV_KIND_NONE) {
        return wrong(im, "node %s: there is no kind called %s", id, said(kind));
    }
    if ((depth == 0) != (taken == SMV_ROOT) || (depth == 0) != (number == SMV_KIND_SEMINAR)) {
        return wrong(im, "node %s: the seminar is the root and has the id 0.1", id);
    }
    if (kind_of(im, taken) != SMV_KIND_NONE) {
        return wrong(im, "node %s is there twice", id);
    }
    if (depth > SMV_MAX_DEPTH || im->kinds.len >= SMV_MAX_NODES) {
        return wrong(im, "node %s: at most %d levels and %d nodes", id, SMV_MAX_DEPTH,
                     SMV_MAX_NODES);
    }
    bool own = smv_id_ord(taken) == 0;
    if (!note_ord(im, smv_id_ord(taken)) ||
        (own && taken >= (UINT64_C(1) << SMV_ID_COUNTER_BITS) - ROOM_ABOVE)) {
        return wrong(im, "node %s: its id leaves no room for new ones", id);
    }
    (void)smv_map_set(&im->kinds, taken, (void *)(uintptr_t)number);
    return has_form(im, node, id);
}

/* Recursion ends at SMV_MAX_DEPTH. */
static bool take_ids(struct smv_import *im, const json_t *node, unsigned depth)
{
    size_t i;
    json_t *kid;
    if (!take_id(im, node, depth)) {
        return false;
    }
    json_array_foreach(json_object_get(node, "children"), i, kid)
    {
        if (is_link(kid) && json_array_size(json_object_get(kid, "children")) > 0) {
            return wrong(im, "node %s is a link; nothing stands under a link",
                         said(str(kid, "id")));
        }
        if (!is_link(kid) && !take_ids(im, kid, depth + 1)) {
            return false;
        }
    }
    return true;
}

/* --- second pass: what they hold ------------------------------------------------------------------------------ */
/* *ret_id 0: the export does not hold it. False: no id, or a node of another kind. */
static bool read_ref(struct smv_import *im, const json_t *value, unsigned kind, smv_id *ret_id)
{
    smv_id id;
    if (!read_id(json_string_value(value), &id)) {
        return false;
    }
    unsigned there = kind_of(im, id);
    im->left_out += there == SMV_KIND_NONE;
    *ret_id = there == SMV_KIND_NONE ? 0 : id;
    return there == SMV_KIND_NONE || kind == SMV_KIND_NONE || there == kind;
}

static bool read_list(struct smv_import *im, const json_t *value, uint64_t bound,
                      struct smv_value *v)
{
    size_t n = json_array_size(value);
    if (!json_is_array(value) || n > LIST_MAX || n > bound) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (!read_ref(im, json_array_get(value, i), SMV_KIND_NONE, &v->list[v->n_list])) {
            return false;
        }
        v->n_list += v->list[v->n_list] != 0;
    }
    return true;
}

/* Borrows from value. */
static bool read_value(struct smv_import *im, const struct smv_field_info *info,
                       const json_t *value, struct smv_value *v)
{
    switch (v->type) {
    case SMV_TYPE_TEXT:
    case SMV_TYPE_STR:
        v->str = smv_span(json_string_value(value), json_string_length(value));
        if (!json_is_string(value)) {
            return false;
        }
        return v->type == SMV_TYPE_TEXT
                   ? smv_utf8_clean(v->str) && smv_utf8_count(v->str) <= info->bound
                   : smv_utf8_clean_line(v->str) && v->str.len <= info->bound;
    case SMV_TYPE_INT: return read_number(value, info->bound, &v->num);
    case SMV_TYPE_REF: return read_ref(im, value, (unsigned)info->bound, &v->num);
    case SMV_TYPE_LIST: return read_list(im, value, info->bound, v);
    case SMV_TYPE_BYTES: break; /* hashes of secrets are in no export */
    }
    return false;
}

/* What lets people in is made anew. */
static bool stays_behind(const struct smv_field_info *info)
{
    return info->kind == SMV_KIND_SEMINAR &&
           (info->number == SMV_SEMINAR_DOOR || info->number == SMV_SEMINAR_CODE);
}

/* by: the position and author of a field's last change; none: those of the node's making. */
static bool read_by(struct smv_import *im, const json_t *by, const uint64_t *at, uint64_t *ret_seq,
                    uint64_t *ret_ord)
{
    *ret_seq = at[AT_SEQ];
    *ret_ord = at[AT_ORD];
    return !by ||
           (json_array_size(by) == 2 &&
            read_number(json_array_get(by, 0), im->state.seq, ret_seq) &&
            read_number(json_array_get(by, 1), SMV_MAX_CLIENTS, ret_ord) && note_ord(im, *ret_ord));
}

static void put_slot(struct smv_buf *b, const struct smv_field_info *info,
                     const struct smv_value *v, uint64_t seq, uint64_t ord)
{
    smv_write_array(b, 5);
    smv_write_uint(b, info->number);
    smv_value_write(b, v);
    smv_write_uint(b, seq);
    smv_write_uint(b, ord);
    smv_write_uint(b, 0);
}

/* One field of the node, if it has it. */
static bool make_slot(struct smv_import *im, const json_t *node, const struct smv_field_info *info,
                      const uint64_t *at, struct smv_buf *slots, size_t *n)
{
    const json_t *value = json_object_get(json_object_get(node, "fields"), info->name);
    const json_t *by = json_object_get(json_object_get(node, "by"), info->name);
    struct smv_value v = {.type = (enum smv_type)info->type};
    uint64_t seq, ord;
    if ((!value && !by) || stays_behind(info)) {
        return true;
    }
    if (info->type == SMV_TYPE_BYTES || (value && !read_value(im, info, value, &v))) {
        return wrong(im, "node %s: the value of %s is out of bounds, or of another type",
                     str(node, "id"), info->name);
    }
    if (!read_by(im, by, at, &seq, &ord)) {
        return wrong(im, "node %s: \"by\" of %s is not [position, author]", str(node, "id"),
                     info->name);
    }
    if (info->kind == SMV_KIND_SHEET && info->number == SMV_SHEET_LOCK_SEQ) {
        v.num = v.num < im->state.seq ? v.num : im->state.seq;
    }
    put_slot(slots, info, &v, seq, ord);
    (*n)++;
    return true;
}

static bool knows_fields(struct smv_import *im, const json_t *node, const char *of, unsigned kind)
{
    const char *name;
    json_t *value;
    json_object_foreach(json_object_get(node, of), name, value)
    {
        if (!smv_field_by_name(kind, name)) {
            return wrong(im, "node %s: a %s has no field called %s", str(node, "id"),
                         str(node, "kind"), said(name));
        }
    }
    return true;
}

/* The fields by rising number, as a stored node has them. */
static bool make_slots(struct smv_import *im, const json_t *node, unsigned kind, const uint64_t *at,
                       const char *code, struct smv_buf *b)
{
    struct smv_buf slots = {0};
    size_t n = 0;
    bool right = knows_fields(im, node, "fields", kind) && knows_fields(im, node, "by", kind);
    for (unsigned number = 1; number <= SMV_FIELD_MAX && right; number++) {
        const struct smv_field_info *info = smv_field_info(kind, number);
        if (kind == SMV_KIND_SEMINAR && number == SMV_SEMINAR_CODE) {
            struct smv_value v = {.type = SMV_TYPE_STR, .str = smv_span_str(code)};
            put_slot(&slots, info, &v, 0, 0);
            n++;
        } else if (info) {
            right = make_slot(im, node, info, at, &slots, &n);
        }
    }
    smv_write_array(b, n);
    smv_buf_put_span(b, smv_buf_span(&slots));
    smv_buf_finish(&slots);
    return right;
}

static bool read_at(struct smv_import *im, const json_t *node, uint64_t at[AT_ITEMS])
{
    const json_t *list = json_object_get(node, "at");
    memset(at, 0, AT_ITEMS * sizeof *at);
    bool right = !list || json_array_size(list) == AT_ITEMS;
    for (size_t i = 0; list && right && i < AT_ITEMS; i++) {
        uint64_t most = i == AT_ORD  ? (uint64_t)SMV_MAX_CLIENTS
                        : i == AT_MS ? (uint64_t)POSITION_MAX
                                     : im->state.seq;
        right = read_number(json_array_get(list, i), most, &at[i]);
    }
    return (right && note_ord(im, at[AT_ORD])) ||
           wrong(im, "node %s: \"at\" is six numbers, no position above the export's \"seq\"",
                 str(node, "id"));
}

/* Behind its parent's last child. */
static bool make_node(struct smv_import *im, const json_t *node, smv_id id, smv_id parent,
                      const char *code)
{
    unsigned kind = kind_of(im, id);
    uint64_t at[AT_ITEMS];
    struct smv_buf b = {0};
    if (!read_at(im, node, at)) {
        return false;
    }
    const uint64_t head[] = {id,         kind,
                             parent,     at[AT_ORD],
                             at[AT_SEQ], at[AT_PLACE],
                             at[AT_DEL], at[AT_TOUCHED],
                             at[AT_MS],  json_is_true(json_object_get(node, "deleted"))};
    smv_write_array(&b, sizeof head / sizeof *head + 1);
    for (size_t i = 0; i < sizeof head / sizeof *head; i++) {
        smv_write_uint(&b, head[i]);
    }
    bool right = make_slots(im, node, kind, at, code, &b);
    if (right) {
        struct smv_reader r;
        smv_id made;
        smv_reader_init(&r, smv_buf_span(&b));
        enum smv_err err = smv_node_read(&r, &im->state.tree, NULL, &made);
        right =
            err == SMV_OK ||
            (err == SMV_ERR_STATE
                 ? wrong(im, "node %s: a %s cannot stand there", str(node, "id"), str(node, "kind"))
                 : wrong(im, "node %s cannot be made: %s", str(node, "id"), smv_err_text(err)));
    }
    smv_buf_finish(&b);
    return right;
}

/* Recursion ends at SMV_MAX_DEPTH: the first pass has seen to it. */
static bool make_nodes(struct smv_import *im, const json_t *node, smv_id parent, const char *code)
{
    size_t i;
    json_t *kid;
    smv_id id = 0;
    (void)read_id(str(node, "id"), &id); /* the first pass has read it */
    if (!make_node(im, node, id, parent, code)) {
        return false;
    }
    json_array_foreach(json_object_get(node, "children"), i, kid)
    {
        if (!is_link(kid) && !make_nodes(im, kid, id, code)) {
            return false;
        }
    }
    return true;
}

/* --- authors and ballots ---------------------------------------------------------------------------------------- */
/* An author is a client that never comes back: it keeps its ordinal and its name. */
static bool take_author(struct smv_import *im, const json_t *author)
{
    uint64_t ord = 0;
    const json_t *name = json_array_get(author, 1);
    struct smv_span text = smv_span(json_string_value(name), json_string_length(name));
    if (json_array_size(author) != 2 || !json_is_string(name) ||
        !read_number(json_array_get(author, 0), SMV_MAX_CLIENTS, &ord) || ord == 0 ||
        !note_ord(im, ord) || text.len > SMV_MAX_NAME || !smv_utf8_clean_line(text)) {
        return wrong(im, "an author is [ordinal, name], the name in one line of at most %d bytes",
                     SMV_MAX_NAME);
    }
    if (smv_state_client(&im->state, ord)) {
        return wrong(im, "the author %d is there twice", (int)ord);
    }
    uint8_t cid[16];
    randombytes_buf(cid, sizeof cid);
    struct smv_writer_client *c = smv_state_client_new(&im->state, (uint32_t)ord, cid);
    smv_buf_put_span(&c->name, text);
    return true;
}

static bool take_authors(struct smv_import *im, const json_t *authors)
{
    size_t i;
    json_t *author;
    if (authors && !json_is_array(authors)) {
        return wrong(im, "\"authors\" is a list");
    }
    json_array_foreach(authors, i, author)
    {
        if (!take_author(im, author)) {
            return false;
        }
    }
    return true;
}

static bool take_ballots(struct smv_import *im, const json_t *ballots)
{
    const char *hex = json_string_value(ballots);
    size_t len = json_string_length(ballots), n = 0;
    if (!ballots) {
        return true;
    }
    uint8_t *bytes = smv_alloc(len / 2 + 1);
    bool right = hex && sodium_hex2bin(bytes, len / 2 + 1, hex, len, NULL, &n, NULL) == 0 &&
                 2 * n == len &&
                 smv_ballots_read(smv_span(bytes, n), &im->state, &im->keys, &im->n_keys) == SMV_OK;
    sodium_memzero(bytes, len / 2 + 1);
    smv_free(bytes);
    return right || wrong(im, "\"ballots\" is not what an export with ballots holds, or does not "
                              "fit its polls; take it out to import without them");
}

/* --- the whole ----------------------------------------------------------------------------------------------------- */
void smv_import_init(struct smv_import *im)
{
    memset(im, 0, sizeof *im);
    smv_state_init(&im->state);
}

void smv_import_finish(struct smv_import *im)
{
    if (im->keys) {
        sodium_memzero(im->keys, im->n_keys * sizeof *im->keys);
    }
    smv_free(im->keys);
    smv_map_finish(&im->kinds);
    smv_state_finish(&im->state);
}

bool smv_import_is_export(const json_t *whole)
{
    const char *format = str(whole, "format");
    return format && strcmp(format, "samverka-export-1") == 0;
}

bool smv_import_read(struct smv_import *im, const json_t *whole, const char *code)
{
    const json_t *root = json_object_get(whole, "root"), *seq = json_object_get(whole, "seq");
    if (seq && !read_number(seq, POSITION_MAX, &im->state.seq)) {
        return wrong(im, "\"seq\" is the position in the log: a number");
    }
    if (!take_ids(im, root, 0) || !make_nodes(im, root, 0, code) ||
        !take_authors(im, json_object_get(whole, "authors")) ||
        !take_ballots(im, json_object_get(whole, "ballots"))) {
        return false;
    }
    im->state.next_ord = im->highest_ord + 1;
    smv_state_pass_actions(&im->state);
    return true;
}
