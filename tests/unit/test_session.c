/* test_session.c - PROTOCOL.md's examples, followed by the model: the session and the table of transforms.
 *
 * What: a replica that takes the example's SNAP and EV frames ends where the page says; the op that the
 *       example's daemon sends is what carrying the client's op over the earlier one gives; every row of
 *       the table of text operations holds.
 * Uses: jansson for the files; argv[1] is the folder tests/vectors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include <jansson.h>
#include "common/model/tree.h"
#include "proto/msg.h"

static const char *folder;

static json_t *load(const char *file)
{
    char path[600];
    json_error_t error;
    snprintf(path, sizeof path, "%s/%s", folder, file);
    json_t *list = json_load_file(path, 0, &error);
    if (list == NULL) {
        fail_msg("%s: %s", path, error.text);
    }
    return list;
}

/* --- transforms -------------------------------------------------------------------------------------- */
static void op_of(const json_t *json, struct smv_ot *op)
{
    size_t i = 0;
    json_t *comp = NULL;
    smv_ot_clear(op);
    json_array_foreach(json, i, comp)
    {
        if (json_is_integer(comp)) {
            smv_ot_skip(op, (uint32_t)json_integer_value(comp));
        } else if (json_is_string(comp)) {
            smv_ot_insert(op, smv_span(json_string_value(comp), json_string_length(comp)));
        } else {
            smv_ot_delete(op, (uint32_t)json_integer_value(json_object_get(comp, "d")));
        }
    }
}

/* text, then first, then second, is both */
static void leads_to(const json_t *row, const struct smv_ot *first, const struct smv_ot *second)
{
    struct smv_buf doc = {0};
    smv_buf_put_str(&doc, json_string_value(json_object_get(row, "text")));
    assert_int_equal(smv_ot_apply(&doc, first), SMV_OK);
    assert_int_equal(smv_ot_apply(&doc, second), SMV_OK);
    assert_string_equal(smv_buf_cstr(&doc), json_string_value(json_object_get(row, "both")));
    smv_buf_finish(&doc);
}

static void test_transforms(void **state)
{
    (void)state;
    size_t i = 0;
    json_t *row = NULL;
    json_t *list = load("text.json");
    struct smv_ot left = {0}, right = {0}, want = {0}, left_then = {0}, right_then = {0};
    json_array_foreach(list, i, row)
    {
        op_of(json_object_get(row, "left"), &left);
        op_of(json_object_get(row, "right"), &right);
        smv_ot_transform(&left, &right, SMV_OT_LEFT, &left_then);
        smv_ot_transform(&right, &left, SMV_OT_RIGHT, &right_then);
        op_of(json_object_get(row, "leftThen"), &want);
        assert_true(smv_ot_equal(&left_then, &want));
        op_of(json_object_get(row, "rightThen"), &want);
        assert_true(smv_ot_equal(&right_then, &want));
        leads_to(row, &right, &left_then);
        leads_to(row, &left, &right_then);
    }
    assert_true(i > 0);
    smv_ot_finish(&left);
    smv_ot_finish(&right);
    smv_ot_finish(&want);
    smv_ot_finish(&left_then);
    smv_ot_finish(&right_then);
    json_decref(list);
}

/* --- the session ---------------------------------------------------------------------------------------- */
struct replica {
    struct smv_tree tree;
    smv_seq seq;
    struct smv_request sent; /* the last one of ours */
    struct smv_ot op;        /* and its text op */
};

static void take_snap(struct replica *rep, const struct smv_msg_snap *snap)
{
    struct smv_reader r;
    smv_id id = 0;
    smv_reader_init(&r, snap->nodes);
    uint32_t n = smv_read_array(&r);
    for (uint32_t i = 0; i < n; i++) {
        assert_int_equal(smv_node_read(&r, &rep->tree, NULL, &id), SMV_OK);
    }
    assert_int_equal(smv_reader_done(&r), SMV_OK);
    rep->seq = snap->seq;
}

static void apply(struct replica *rep, const struct smv_change *change, const struct smv_item *item)
{
    const struct smv_stamp stamp = {item->seq, item->ts, (uint32_t)item->ord};
    assert_int_equal(smv_tree_apply(&rep->tree, change, &stamp), SMV_OK);
}

static void take_add(struct replica *rep, const struct smv_item *item)
{
    struct smv_reader r;
    struct smv_field_value fields[4];
    const unsigned kind = (unsigned)item->u.add.kind;
    smv_reader_init(&r, item->u.add.fields);
    uint32_t n = smv_read_array(&r);
    assert_true(n <= 4);
    for (uint32_t i = 0; i < n; i++) {
        smv_read_array_of(&r, 2);
        fields[i].field = (uint8_t)smv_read_uint_max(&r, SMV_FIELD_MAX);
        const struct smv_field_info *info = smv_field_info(kind, fields[i].field);
        assert_non_null(info);
        assert_int_equal(smv_value_read(&r, info, &fields[i].value), SMV_OK);
    }
    assert_int_equal(smv_reader_done(&r), SMV_OK);
    apply(rep,
          &(struct smv_change){.kind = SMV_CHANGE_ADD,
                               .id = item->u.add.id,
                               .node_kind = kind,
                               .parent = item->u.add.parent,
                               .after = item->u.add.after,
                               .fields = fields,
                               .n_fields = n},
          item);
}

static void take_txt(struct replica *rep, const struct smv_item *item)
{
    struct smv_reader r;
    struct smv_ot op = {0}, carried = {0};
    smv_reader_init(&r, item->u.txt.op);
    assert_int_equal(smv_ot_read(&r, 1000, &op), SMV_OK);
    if (item->ord != 5) {
        /* Somebody else's, ordered before ours: ours stays the later one. */
        smv_ot_transform(&rep->op, &op, SMV_OT_LEFT, &carried);
        smv_ot_copy(&rep->op, &carried);
    } else {
        assert_int_equal(item->n, rep->sent.n);
        assert_true(smv_ot_equal(&op, &rep->op));
    }
    apply(rep,
          &(struct smv_change){.kind = SMV_CHANGE_TXT,
                               .id = item->u.txt.id,
                               .field = (unsigned)item->u.txt.field,
                               .op = &op,
                               .flags = (unsigned)item->u.txt.flags},
          item);
    smv_ot_finish(&op);
    smv_ot_finish(&carried);
}

static void take_ev(struct replica *rep, const struct smv_msg_ev *ev)
{
    struct smv_reader r;
    struct smv_item item;
    assert_int_equal(ev->seq_from, rep->seq);
    smv_reader_init(&r, ev->items);
    uint32_t n = smv_read_array(&r);
    for (uint32_t i = 0; i < n; i++) {
        assert_int_equal(smv_item_read(&r, &item), SMV_OK);
        assert_true(item.change == SMV_CHANGE_ADD || item.change == SMV_CHANGE_TXT);
        if (item.change == SMV_CHANGE_ADD) {
            take_add(rep, &item);
        } else {
            take_txt(rep, &item);
        }
    }
    assert_int_equal(smv_reader_done(&r), SMV_OK);
    rep->seq = ev->seq_to;
}

static void send_ops(struct replica *rep, const struct smv_msg_ops *ops)
{
    struct smv_reader r;
    struct smv_value value;
    smv_reader_init(&r, ops->ops);
    assert_int_equal(smv_read_array(&r), 1);
    assert_int_equal(smv_request_read(&r, &rep->sent), SMV_OK);
    assert_int_equal(rep->sent.seen, rep->seq);
    if (rep->sent.op == SMV_OP_TXT) {
        smv_reader_init(&r, rep->sent.u.txt.op);
        assert_int_equal(smv_ot_read(&r, 1000, &rep->op), SMV_OK);
    } else if (rep->sent.op == SMV_OP_SET) {
        /* The one that the example's daemon refuses. */
        const struct smv_field_info *info =
            smv_field_info(SMV_KIND_CARD, (unsigned)rep->sent.u.set.field);
        smv_reader_init(&r, rep->sent.u.set.value);
        assert_int_equal(smv_value_read(&r, info, &value), SMV_ERR_RANGE);
    }
}

static void test_session(void **state)
{
    (void)state;
    size_t i = 0;
    json_t *row = NULL;
    struct replica rep = {0};
    uint8_t bytes[1024];
    struct smv_msg msg;
    json_t *list = load("session.json");
    smv_tree_init(&rep.tree, false);
    json_array_foreach(list, i, row)
    {
        const char *hex = json_string_value(json_object_get(row, "hex"));
        int up = strcmp(json_string_value(json_object_get(row, "from")), "C") == 0;
        size_t len = strlen(hex) / 2;
        assert_true(len <= sizeof bytes);
        for (size_t j = 0; j < len; j++) {
            unsigned byte = 0;
            assert_int_equal(sscanf(hex + 2 * j, "%2x", &byte), 1);
            bytes[j] = (uint8_t)byte;
        }
        assert_int_equal(smv_msg_read(smv_span(bytes, len), up, &msg), SMV_OK);
        if (msg.kind == SMV_MSG_KIND_SNAP) {
            take_snap(&rep, &msg.u.snap);
        } else if (msg.kind == SMV_MSG_KIND_EV) {
            take_ev(&rep, &msg.u.ev);
        } else if (msg.kind == SMV_MSG_KIND_OPS) {
            send_ops(&rep, &msg.u.ops);
        }
    }
    const struct smv_node *card = smv_tree_find(&rep.tree, ((smv_id)5 << 30) + 1);
    assert_non_null(card);
    assert_int_equal(card->ord, 5);
    assert_true(smv_span_is(smv_node_str(card, SMV_CARD_TITLE), "! Ring mig"));
    assert_int_equal(rep.seq, 43);
    smv_ot_finish(&rep.op);
    smv_tree_finish(&rep.tree);
    json_decref(list);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_transforms),
        cmocka_unit_test(test_session),
    };
    if (argc != 2) {
        fprintf(stderr, "usage: test_session FOLDER\n");
        return 2;
    }
    folder = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
