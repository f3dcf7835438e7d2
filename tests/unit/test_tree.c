/* test_tree.c - order, tombstones, cycles, depth and bounds; random changes against a plain
 * model. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "tests/lib/tree_make.h"

static uint64_t digest(const struct smv_tree *t)
{
    return smv_tree_digest(t->root, NULL, NULL);
}

static void assert_children(const struct make *m, smv_id parent, const smv_id *ids, size_t n)
{
    const struct smv_node *at = smv_tree_find(&m->tree, parent)->first;
    for (size_t i = 0; i < n; i++) {
        assert_non_null(at);
        assert_int_equal(at->id, ids[i]);
        at = at->next;
    }
    assert_null(at);
}

/* The change is refused with this error, and the tree stays as it was. */
static void refused(struct make *m, struct smv_change c, enum smv_err err)
{
    uint64_t before = digest(&m->tree);
    assert_int_equal(make_apply(m, &c), err);
    assert_true(digest(&m->tree) == before);
    check_tree(&m->tree);
}

static smv_id sheet_of(struct make *m)
{
    smv_id session = make_add(m, SMV_KIND_SESSION, SMV_ROOT, 0);
    return make_add(m, SMV_KIND_SHEET, session, 0);
}

/* --- structure ------------------------------------------------------------------------------- */

static void begins_with_a_root(void **state)
{
    (void)state;
    struct make m;
    make_init(&m, 1, true);
    assert_int_equal(smv_tree_count(&m.tree), 1);
    check_tree(&m.tree);
    assert_null(smv_tree_find(&m.tree, 0));
    assert_null(smv_tree_find(&m.tree, 2));
    assert_int_equal(smv_tree_own_id(&m.tree), 2);
    make_finish(&m);
}

/* "After X": right behind X, in front of what was put there earlier. */
static void later_lands_first(void **state)
{
    (void)state;
    struct make m;
    make_init(&m, 1, true);
    smv_id a = make_add(&m, SMV_KIND_ROOM, SMV_ROOT, 0);
    smv_id b = make_add(&m, SMV_KIND_ROOM, SMV_ROOT, a);
    smv_id c = make_add(&m, SMV_KIND_ROOM, SMV_ROOT, a);
    smv_id d = make_add(&m, SMV_KIND_ROOM, SMV_ROOT, 0);
    assert_children(&m, SMV_ROOT, (smv_id[]){d, a, c, b}, 4);
    /* moving follows the same rule, and a move to where it stands changes nothing */
    struct smv_change move = {.kind = SMV_CHANGE_MOVE, .id = d, .parent = SMV_ROOT, .after = a};
    assert_int_equal(make_apply(&m, &move), SMV_OK);
    assert_children(&m, SMV_ROOT, (smv_id[]){a, d, c, b}, 4);
    assert_int_equal(make_apply(&m, &move), SMV_OK);
    assert_children(&m, SMV_ROOT, (smv_id[]){a, d, c, b}, 4);
    move.after = b;
    assert_int_equal(make_apply(&m, &move), SMV_OK);
    assert_children(&m, SMV_ROOT, (smv_id[]){a, c, b, d}, 4);
    assert_int_equal(smv_tree_find(&m.tree, d)->place_seq, m.seq);
    assert_int_equal(smv_tree_find(&m.tree, d)->seq, m.seq - 3);
    assert_int_equal(smv_tree_find(&m.tree, d)->touched, m.seq);
    assert_int_equal(smv_tree_find(&m.tree, c)->place_seq, m.seq - 4);
    check_tree(&m.tree);
    make_finish(&m);
}

/* A deleted node keeps its place, can be named, is written to, and comes back. */
static void tombstones_keep_their_place(void **state)
{
    (void)state;
    struct make m;
    make_init(&m, 1, true);
    smv_id sheet = sheet_of(&m);
    smv_id a = make_add(&m, SMV_KIND_QUESTION, sheet, 0);
    smv_id b = make_add(&m, SMV_KIND_QUESTION, sheet, a);
    smv_id point = make_add(&m, SMV_KIND_POINT, b, 0);
    make_del(&m, b);
    smv_id c = make_add(&m, SMV_KIND_QUESTION, sheet, b);
    assert_children(&m, sheet, (smv_id[]){a, b, c}, 3);
    assert_true(smv_node_gone(smv_tree_find(&m.tree, point)));
    assert_false(smv_tree_find(&m.tree, point)->deleted);
    assert_false(smv_node_gone(smv_tree_find(&m.tree, c)));
    make_text(&m, point, SMV_POINT_TEXT, "typed too late");
    smv_id under = make_add(&m, SMV_KIND_POINT, b, point);
    assert_true(smv_node_gone(smv_tree_find(&m.tree, under)));
    assert_int_equal(make_apply(&m, &(struct smv_change){.kind = SMV_CHANGE_UNDEL, .id = b}),
                     SMV_OK);
    assert_false(smv_node_gone(smv_tree_find(&m.tree, point)));
    assert_int_equal(smv_tree_find(&m.tree, b)->del_seq, m.seq);
    assert_true(
        smv_span_is(smv_node_str(smv_tree_find(&m.tree, point), SMV_POINT_TEXT), "typed too late"));
    make_finish(&m);
}

static void places_that_cannot_be(void **state)
{
    (void)state;
    struct make m;
    make_init(&m, 1, true);
    smv_id sheet = sheet_of(&m);
    smv_id q1 = make_add(&m, SMV_KIND_QUESTION, sheet, 0);
    smv_id q2 = make_add(&m, SMV_KIND_QUESTION, q1, 0);
    smv_id p = make_add(&m, SMV_KIND_POINT, q2, 0);
    smv_id fresh = UINT64_C(2) << SMV_ID_COUNTER_BITS;
    enum { ADD = SMV_CHANGE_ADD, MOVE = SMV_CHANGE_MOVE };
    struct {
        unsigned change;
        smv_id id;
        unsigned kind;
        smv_id parent, after;
        enum smv_err err;
    } cases[] = {
        {ADD, fresh, SMV_KIND_POINT, 77, 0, SMV_ERR_MISSING},
        {ADD, fresh, SMV_KIND_POINT, 0, 0, SMV_ERR_MISSING},
        {ADD, fresh, SMV_KIND_POINT, q1, p, SMV_ERR_MISSING}, /* p stands elsewhere */
        {ADD, fresh, SMV_KIND_POINT, q1, 77, SMV_ERR_MISSING},
        {ADD, p, SMV_KIND_POINT, q1, 0, SMV_ERR_EXISTS},
        {ADD, SMV_ROOT, SMV_KIND_ROOM, SMV_ROOT, 0, SMV_ERR_EXISTS},
        {ADD, fresh, SMV_KIND_POINT, sheet, 0, SMV_ERR_STATE},
        {ADD, fresh, SMV_KIND_SEMINAR, SMV_ROOT, 0, SMV_ERR_STATE},
        {ADD, fresh, 19, SMV_ROOT, 0, SMV_ERR_STATE}, /* no such kind */
        {ADD, fresh, 1000, SMV_ROOT, 0, SMV_ERR_STATE},
        {ADD, fresh, SMV_KIND_NONE, SMV_ROOT, 0, SMV_ERR_MALFORMED},
        {ADD, 0, SMV_KIND_ROOM, SMV_ROOT, 0, SMV_ERR_MALFORMED},
        {ADD, UINT64_C(1) << 53, SMV_KIND_ROOM, SMV_ROOT, 0, SMV_ERR_MALFORMED},
        {MOVE, 77, 0, q1, 0, SMV_ERR_MISSING},
        {MOVE, p, 0, 77, 0, SMV_ERR_MISSING},
        {MOVE, p, 0, q1, p, SMV_ERR_MISSING},
        {MOVE, p, 0, q2, p, SMV_ERR_STATE},  /* behind itself */
        {MOVE, q1, 0, q2, 0, SMV_ERR_STATE}, /* into its own child */
        {MOVE, q1, 0, q1, 0, SMV_ERR_STATE},
        {MOVE, p, 0, sheet, 0, SMV_ERR_STATE},
        {MOVE, SMV_ROOT, 0, sheet, 0, SMV_ERR_STATE},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        refused(&m,
                (struct smv_change){.kind = cases[i].change,
                                    .id = cases[i].id,
                                    .node_kind = cases[i].kind,
                                    .parent = cases[i].parent,
                                    .after = cases[i].after},
                cases[i].err);
    }
    refused(&m, (struct smv_change){.kind = SMV_CHANGE_DEL, .id = SMV_ROOT}, SMV_ERR_STATE);
    refused(&m, (struct smv_change){.kind = SMV_CHANGE_DEL, .id = 77}, SMV_ERR_MISSING);
    refused(&m, (struct smv_change){.kind = SMV_CHANGE_ENTER, .id = p}, SMV_ERR_MALFORMED);
    refused(&m, (struct smv_change){.kind = 0, .id = p}, SMV_ERR_MALFORMED);
    assert_int_equal(smv_tree_can_place(&m.tree, p, SMV_KIND_NONE, q1, 0), SMV_OK);
    assert_int_equal(smv_tree_can_place(&m.tree, 0, SMV_KIND_POINT, q1, q2), SMV_OK);
    make_finish(&m);
}

/* Questions nest down to SMV_MAX_DEPTH, also when a whole branch is moved. */
static void depth_is_bounded(void **state)
{
    (void)state;
    struct make m;
    make_init(&m, 1, true);
    smv_id sheet = sheet_of(&m);
    smv_id q[SMV_MAX_DEPTH + 1] = {[2] = sheet};
    for (unsigned depth = 3; depth <= SMV_MAX_DEPTH; depth++) {
        q[depth] = make_add(&m, SMV_KIND_QUESTION, q[depth - 1], 0);
    }
    refused(&m,
            (struct smv_change){.kind = SMV_CHANGE_ADD,
                                .id = 99,
                                .node_kind = SMV_KIND_QUESTION,
                                .parent = q[SMV_MAX_DEPTH]},
            SMV_ERR_STATE);
    smv_id other = make_add(&m, SMV_KIND_QUESTION, sheet, 0);
    smv_id leaf = make_add(&m, SMV_KIND_QUESTION, other, 0);
    refused(&m, (struct smv_change){.kind = SMV_CHANGE_MOVE, .id = q[3], .parent = other},
            SMV_ERR_STATE);
    refused(
        &m,
        (struct smv_change){.kind = SMV_CHANGE_MOVE, .id = other, .parent = q[SMV_MAX_DEPTH - 1]},
        SMV_ERR_STATE);
    struct smv_change up = {.kind = SMV_CHANGE_MOVE, .id = q[5], .parent = sheet};
    assert_int_equal(make_apply(&m, &up), SMV_OK);
    check_tree(&m.tree);
    struct smv_change down = {.kind = SMV_CHANGE_MOVE, .id = other, .parent = q[SMV_MAX_DEPTH]};
    assert_int_equal(make_apply(&m, &down), SMV_OK);
    check_tree(&m.tree);
    assert_int_equal(smv_tree_find(&m.tree, leaf)->depth, 8);
    make_finish(&m);
}

static void numbers_of_nodes_are_bounded(void **state)
{
    (void)state;
    struct make m;
    make_init(&m, 1, false);
    smv_id session = make_add(&m, SMV_KIND_SESSION, SMV_ROOT, 0);
    smv_id full = make_add(&m, SMV_KIND_SHEET, session, 0);
    smv_id sheet = full;
    for (size_t i = 0; i < SMV_MAX_CHILDREN; i++) {
        make_add(&m, SMV_KIND_ROW, full, 0);
    }
    struct smv_change add = {.kind = SMV_CHANGE_ADD, .id = 99, .node_kind = SMV_KIND_ROW};
    add.parent = full;
    assert_int_equal(make_apply(&m, &add), SMV_ERR_STATE);
    sheet = make_add(&m, SMV_KIND_SHEET, session, 0);
    smv_id row = make_add(&m, SMV_KIND_ROW, sheet, 0);
    struct smv_change move = {.kind = SMV_CHANGE_MOVE, .id = row, .parent = full};
    assert_int_equal(make_apply(&m, &move), SMV_ERR_STATE);
    while (smv_tree_count(&m.tree) < SMV_MAX_NODES) {
        if (smv_tree_find(&m.tree, sheet)->n_children == SMV_MAX_CHILDREN) {
            sheet = make_add(&m, SMV_KIND_SHEET, session, 0);
        } else {
            make_add(&m, SMV_KIND_ROW, sheet, 0);
        }
    }
    add.parent = session;
    add.node_kind = SMV_KIND_SHEET;
    assert_int_equal(make_apply(&m, &add), SMV_ERR_STATE);
    check_tree(&m.tree);
    make_finish(&m);
}

static void forgets_a_subtree(void **state)
{
    (void)state;
    struct make m;
    make_init(&m, 1, true);
    smv_id sheet = sheet_of(&m);
    uint64_t before = digest(&m.tree);
    smv_id q = make_add(&m, SMV_KIND_QUESTION, sheet, 0);
    smv_id p = make_add(&m, SMV_KIND_POINT, q, 0);
    make_text(&m, p, SMV_POINT_TEXT, "a");
    make_add(&m, SMV_KIND_POINT, q, p);
    smv_tree_forget(&m.tree, q);
    assert_null(smv_tree_find(&m.tree, q));
    assert_null(smv_tree_find(&m.tree, p));
    assert_true(digest(&m.tree) == before);
    check_tree(&m.tree);
    smv_tree_forget(&m.tree, q);
    smv_tree_forget(&m.tree, SMV_ROOT);
    assert_true(digest(&m.tree) == before);
    make_finish(&m);
}

static void finds_sheet_and_governor(void **state)
{
    (void)state;
    struct make m;
    make_init(&m, 1, true);
    smv_id sheet = sheet_of(&m);
    smv_id poll = make_add(&m, SMV_KIND_POLL, sheet, 0);
    smv_id answer = make_add(&m, SMV_KIND_ANSWER, poll, 0);
    const struct smv_node *at_sheet = smv_tree_find(&m.tree, sheet);
    const struct smv_node *at_answer = smv_tree_find(&m.tree, answer);
    assert_ptr_equal(smv_node_sheet(at_answer), at_sheet);
    assert_ptr_equal(smv_node_governor(at_answer), at_answer);
    assert_ptr_equal(smv_node_governor(at_answer->parent), at_sheet);
    assert_null(smv_node_sheet(at_sheet->parent));
    assert_true(smv_node_under(at_answer, at_sheet) && smv_node_under(at_sheet, at_sheet));
    assert_false(smv_node_under(at_sheet, at_answer));
    make_finish(&m);
}

/* --- fields ---------------------------------------------------------------------------------- */

static void fields_that_cannot_be(void **state)
{
    (void)state;
    struct make m;
    make_init(&m, 1, true);
    smv_id session = make_add(&m, SMV_KIND_SESSION, SMV_ROOT, 0);
    smv_id stage = make_add(&m, SMV_KIND_STAGE, SMV_ROOT, 0);
    smv_id link = make_add(&m, SMV_KIND_LINK, SMV_ROOT, 0);
    char wide[402];
    memset(wide, 'x', sizeof(wide) - 1);
    wide[401] = '\0';
    struct {
        smv_id id;
        unsigned field;
        struct smv_value value;
        enum smv_err err;
    } cases[] = {
        {session, 63, {SMV_TYPE_INT, .num = 1}, SMV_ERR_MALFORMED},
        {session, SMV_SESSION_FORM, {SMV_TYPE_INT, .num = 5}, SMV_ERR_RANGE},
        {session, SMV_SESSION_FORM, {SMV_TYPE_REF, .num = 1}, SMV_ERR_MALFORMED},
        {session, SMV_SESSION_COMPOSITION, {SMV_TYPE_REF, .num = UINT64_C(1) << 53}, SMV_ERR_RANGE},
        {session,
         SMV_SESSION_TITLE,
         {SMV_TYPE_STR, .str = {(const uint8_t *)"a", 1}},
         SMV_ERR_MALFORMED},
        {session,
         SMV_SESSION_TITLE,
         {SMV_TYPE_TEXT, .str = {(const uint8_t *)wide, 201}},
         SMV_ERR_TOO_BIG},
        {session,
         SMV_SESSION_TITLE,
         {SMV_TYPE_TEXT, .str = {(const uint8_t *)"\x01", 1}},
         SMV_ERR_UTF8},
        {session,
         SMV_SESSION_TITLE,
         {SMV_TYPE_TEXT, .str = {(const uint8_t *)"\xc3", 1}},
         SMV_ERR_UTF8},
        {SMV_ROOT,
         SMV_SEMINAR_LANG,
         {SMV_TYPE_STR, .str = {(const uint8_t *)wide, 9}},
         SMV_ERR_TOO_BIG},
        {SMV_ROOT,
         SMV_SEMINAR_LANG,
         {SMV_TYPE_STR, .str = {(const uint8_t *)"s\nv", 3}},
         SMV_ERR_UTF8},
        {stage, SMV_STAGE_SHOW, {SMV_TYPE_LIST, .n_list = 17}, SMV_ERR_TOO_BIG},
        {stage, SMV_STAGE_NEXT, {SMV_TYPE_LIST, .n_list = 17}, SMV_ERR_TOO_BIG}, /* bound 64 */
        {stage, SMV_STAGE_SHOW, {SMV_TYPE_LIST, .list = {UINT64_MAX}, .n_list = 1}, SMV_ERR_RANGE},
        {link,
         SMV_LINK_HASH,
         {SMV_TYPE_BYTES, .str = {(const uint8_t *)wide, 31}},
         SMV_ERR_MALFORMED},
        {77, 1, {SMV_TYPE_INT, .num = 1}, SMV_ERR_MISSING},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        refused(&m,
                (struct smv_change){.kind = SMV_CHANGE_SET,
                                    .id = cases[i].id,
                                    .field = cases[i].field,
                                    .value = &cases[i].value},
                cases[i].err);
    }
    make_finish(&m);
}

static void an_add_brings_its_fields(void **state)
{
    (void)state;
    struct make m;
    make_init(&m, 1, true);
    struct smv_field_value f[] = {
        {SMV_SESSION_TITLE, {SMV_TYPE_TEXT, .str = smv_span_str("Pass 1 å")}},
        {SMV_SESSION_FORM, {SMV_TYPE_INT, .num = 1}},
    };
    struct smv_change add = {.kind = SMV_CHANGE_ADD,
                             .id = 99,
                             .node_kind = SMV_KIND_SESSION,
                             .parent = SMV_ROOT,
                             .fields = f,
                             .n_fields = 2};
    struct smv_change twice = add;
    struct smv_field_value same[] = {f[1], f[1]};
    twice.fields = same;
    refused(&m, twice, SMV_ERR_MALFORMED);
    twice.fields = (struct smv_field_value[]){f[1], f[0]};
    refused(&m, twice, SMV_ERR_MALFORMED);
    twice.fields = f;
    f[1].value.num = 9;
    refused(&m, twice, SMV_ERR_RANGE);
    f[1].value.num = 2;
    assert_int_equal(make_apply(&m, &add), SMV_OK);
    const struct smv_node *n = smv_tree_find(&m.tree, 99);
    assert_int_equal(n->n_slots, 2);
    assert_int_equal(smv_node_num(n, SMV_SESSION_FORM), 2);
    assert_int_equal(smv_node_text(n, SMV_SESSION_TITLE)->cps, 8);
    assert_int_equal(smv_node_slot(n, SMV_SESSION_FORM)->seq, m.seq);
    assert_int_equal(smv_node_slot(n, SMV_SESSION_FORM)->ord, 1);
    /* never written: empty, and no slot */
    assert_null(smv_node_slot(n, SMV_SESSION_MINUTES));
    assert_int_equal(smv_node_num(n, SMV_SESSION_MINUTES), 0);
    assert_int_equal(smv_node_str(n, SMV_SESSION_ABOUT).len, 0);
    assert_null(smv_node_text(n, SMV_SESSION_ABOUT));
    assert_int_equal(smv_tree_own_id(&m.tree), 100); /* 99 is of ordinal 0 */
    make_finish(&m);
}

/* --- by chance ------------------------------------------------------------------------------- */

/* The order of one parent's children, kept the plainest way. */
struct plain {
    smv_id id, parent;
};

static void plain_put(struct plain *list, size_t *n, struct plain item, smv_id after)
{
    size_t at = 0;
    if (after != 0) {
        while (list[at++].id != after) {
        }
    }
    memmove(&list[at + 1], &list[at], (*n - at) * sizeof(*list));
    list[at] = item;
    (*n)++;
}

static void plain_take(struct plain *list, size_t *n, smv_id id)
{
    size_t at = 0;
    while (list[at].id != id) {
        at++;
    }
    (*n)--;
    memmove(&list[at], &list[at + 1], (*n - at) * sizeof(*list));
}

static void assert_same_order(const struct smv_tree *t, const struct plain *list, size_t n)
{
    for (const struct smv_node *p = t->root; p != NULL; p = smv_tree_walk(t->root, p)) {
        size_t at = 0;
        for (const struct smv_node *c = p->first; c != NULL; c = c->next) {
            while (at < n && list[at].parent != p->id) {
                at++;
            }
            assert_true(at < n);
            assert_int_equal(list[at++].id, c->id);
        }
    }
}

enum { STEPS = 1500 };

/* Same changes, same tree: one remembers its texts' history, the other does not; the order is the
 * model's. */
static void two_trees_converge(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        print_message("seed %llu\n", (unsigned long long)seed);
        struct make m;
        struct smv_tree other;
        struct plain list[STEPS];
        size_t n_list = 0;
        size_t n_refused = 0;
        make_init(&m, seed, true);
        smv_tree_init(&other, false);
        for (size_t i = 0; i < STEPS; i++) {
            struct smv_change c;
            make_random(&m, &c);
            uint64_t before = i % 16 == 0 ? digest(&m.tree) : 0;
            enum smv_err err = make_apply(&m, &c);
            struct smv_stamp stamp = {m.seq, 1700000000000 + m.seq * 7, 1};
            assert_int_equal(smv_tree_apply(&other, &c, &stamp), err);
            if (err != SMV_OK) {
                n_refused++;
                assert_true(i % 16 != 0 || digest(&m.tree) == before);
                continue;
            }
            if (c.kind == SMV_CHANGE_MOVE) {
                plain_take(list, &n_list, c.id);
            }
            if (c.kind == SMV_CHANGE_ADD || c.kind == SMV_CHANGE_MOVE) {
                plain_put(list, &n_list, (struct plain){c.id, c.parent}, c.after);
            }
        }
        if (digest(&m.tree) != digest(&other) || n_refused > STEPS / 3) {
            fail_msg("%zu refused", n_refused);
        }
        assert_same_order(&m.tree, list, n_list);
        check_tree(&m.tree);
        check_tree(&other);
        smv_tree_finish(&other);
        make_finish(&m);
    }
}

static bool not_a_room(const struct smv_node *n, void *arg)
{
    (*(size_t *)arg)++;
    return n->kind != SMV_KIND_ROOM;
}

/* Whatever is state changes the digest; what is left out does not. */
static void the_digest_sees_everything(void **state)
{
    (void)state;
    struct make m;
    make_init(&m, 1, true);
    smv_id session = make_add(&m, SMV_KIND_SESSION, SMV_ROOT, 0);
    smv_id a = make_add(&m, SMV_KIND_SHEET, session, 0);
    smv_id b = make_add(&m, SMV_KIND_SHEET, session, a);
    size_t asked = 0;
    uint64_t without = smv_tree_digest(m.tree.root, not_a_room, &asked);
    assert_int_equal(asked, 4);
    uint64_t before = digest(&m.tree);
    smv_id room = make_add(&m, SMV_KIND_ROOM, SMV_ROOT, session);
    assert_true(digest(&m.tree) != before);
    assert_true(smv_tree_digest(m.tree.root, not_a_room, &asked) == without);
    struct smv_node *at_a = smv_tree_find(&m.tree, a);
    struct smv_node *at_b = smv_tree_find(&m.tree, b);
    uint64_t *fields[] = {&at_a->seq, &at_a->place_seq, &at_a->del_seq, &at_a->touched,
                          &at_a->touched_ms};
    before = digest(&m.tree);
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        (*fields[i])++;
        assert_true(digest(&m.tree) != before);
        (*fields[i])--;
    }
    at_a->ord++;
    assert_true(digest(&m.tree) != before);
    at_a->ord--;
    at_a->mark++; /* the owner's, no state */
    assert_true(digest(&m.tree) == before);
    uint64_t one = smv_tree_digest(at_a, NULL, NULL);
    assert_true(one != smv_tree_digest(at_b, NULL, NULL));
    make_num(&m, b, SMV_SHEET_ROOM, room);
    assert_true(digest(&m.tree) != before);
    assert_true(smv_tree_digest(at_a, NULL, NULL) == one);
    make_finish(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(begins_with_a_root),
        cmocka_unit_test(later_lands_first),
        cmocka_unit_test(tombstones_keep_their_place),
        cmocka_unit_test(places_that_cannot_be),
        cmocka_unit_test(depth_is_bounded),
        cmocka_unit_test(numbers_of_nodes_are_bounded),
        cmocka_unit_test(forgets_a_subtree),
        cmocka_unit_test(finds_sheet_and_governor),
        cmocka_unit_test(fields_that_cannot_be),
        cmocka_unit_test(an_add_brings_its_fields),
        cmocka_unit_test(two_trees_converge),
        cmocka_unit_test(the_digest_sees_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
