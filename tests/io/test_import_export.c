/* test_import_export.c - a seminar as JSON and back: the same bytes, the same counts; and exports that are not.
 *
 * Trees by chance, with everything that a change can be; a small day with ballots; hand-made mistakes. */
#include "tests/lib/fold_side.h"
#include "tests/lib/tree_make.h"
#include "common/base/hash.h"
#include "common/base/heap.h"
#include "common/format/format.h"
#include "daemon/io/import.h"

static const char code[] = "4k7M-2p";

static void write_state(struct smv_buf *b, const struct smv_state *s, struct smv_span ballots,
                        bool deleted)
{
    struct smv_doc_author authors[FOLD_WHO + 4];
    struct smv_doc_facts facts = {.name = smv_span_str("dag"),
                                  .seq = s->seq,
                                  .role = SMV_ROLE_ORGANISER,
                                  .authors = authors,
                                  .ballots = ballots};
    for (uint32_t ord = 1; ord < FOLD_WHO + 4; ord++) {
        const struct smv_writer_client *c = smv_state_client(s, ord);
        if (c != NULL) {
            authors[facts.n_authors++] = (struct smv_doc_author){ord, smv_buf_span(&c->name)};
        }
    }
    struct smv_json_wish wish = {.deleted = deleted, .ballots = ballots.len > 0};
    smv_write_json(b, &s->tree, &facts, &wish);
}

static bool take(struct smv_import *im, struct smv_span text)
{
    json_error_t error;
    json_t *whole = json_loadb((const char *)text.data, text.len, JSON_REJECT_DUPLICATES, &error);
    if (whole == NULL) {
        fail_msg("%s at %d", error.text, error.position);
    }
    smv_import_init(im);
    bool right = smv_import_is_export(whole) && smv_import_read(im, whole, code);
    json_decref(whole);
    return right;
}

static void assert_same(struct smv_span a, struct smv_span b)
{
    for (size_t i = 0; i < a.len && i < b.len; i++) {
        if (a.data[i] != b.data[i]) {
            size_t from = i > 120 ? i - 120 : 0;
            fail_msg("byte %zu:\n%.240s\n--- is now\n%.240s", i, (const char *)a.data + from,
                     (const char *)b.data + from);
        }
    }
    assert_int_equal(a.len, b.len);
}

/* Taken in and written again; im is the caller's to finish. */
static void there_and_back(struct smv_import *im, const struct smv_state *s,
                           struct smv_span ballots, bool deleted)
{
    struct smv_buf first = {0}, second = {0}, again = {0};
    write_state(&first, s, ballots, deleted);
    if (!take(im, smv_buf_span(&first))) {
        fail_msg("%s", im->why);
    }
    smv_ballots_write(&again, &im->state, im->keys, im->n_keys);
    write_state(&second, &im->state, smv_buf_span(&again), deleted);
    assert_same(smv_buf_span(&first), smv_buf_span(&second));
    assert_true(smv_span_eq(ballots, smv_buf_span(&again)));
    smv_buf_finish(&first);
    smv_buf_finish(&second);
    smv_buf_finish(&again);
}

/* Whatever changes made it: the bytes come back, with the bin and without. */
static void trees_by_chance_come_back(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        print_message("seed %llu\n", (unsigned long long)seed);
        struct make m;
        struct smv_change c;
        make_init(&m, seed, true);
        for (size_t i = 0; i < 900; i++) {
            make_random(&m, &c);
            (void)make_apply(&m, &c);
        }
        struct smv_state s;
        smv_state_init(&s);
        smv_tree_finish(&s.tree);
        s.tree = m.tree;
        s.seq = m.seq;
        for (struct smv_node *n = m.tree.root; n != NULL; n = smv_tree_walk(m.tree.root, n)) {
            for (uint16_t i = 0; n->kind == SMV_KIND_SHEET && i < n->n_slots; i++) {
                if (n->slots[i].field == SMV_SHEET_LOCK_SEQ) {
                    n->slots[i].u.num %= m.seq; /* chance knows no log */
                }
            }
        }
        for (unsigned deleted = 0; deleted < 2; deleted++) {
            struct smv_import im;
            there_and_back(&im, &s, smv_span(NULL, 0), deleted != 0);
            check_tree(&im.state.tree);
            assert_int_equal(im.left_out, 0); /* what leads out was left out by the writer */
            assert_true(im.state.next_ord > 1);
            smv_import_finish(&im);
        }
        smv_tree_init(&s.tree, false);
        smv_state_finish(&s);
        make_finish(&m);
    }
}

static void play(struct fold_side *f)
{
    smv_id point = fold_made(f, SCRIBE, SMV_KIND_POINT, f->question[0]);
    assert_code(fold_type(f, SCRIBE, point, SMV_POINT_TEXT, 0, "Bostad först \"idag\"\n\\"), OK);
    smv_id card = fold_made(f, SCRIBE, SMV_KIND_CARD, f->phase[0]);
    assert_code(fold_type(f, SCRIBE, card, SMV_CARD_TITLE, 0, "Möte"), OK);
    smv_id obstacle = fold_made(f, SCRIBE, SMV_KIND_OBSTACLE, card); /* starts a row */
    assert_code(fold_type(f, OTHER, fold_made(f, OTHER, SMV_KIND_POINT, f->question[1]),
                          SMV_POINT_TEXT, 0, "Jobb"),
                OK);
    assert_code(fold_set(f, MOD, point, SMV_POINT_STAR, 1), OK);
    assert_code(fold_set(f, MOD, point, SMV_POINT_STAR, 0), OK); /* emptied: a position stays */
    smv_id gone = fold_made(f, SCRIBE, SMV_KIND_POINT, f->question[0]);
    assert_code(fold_del(f, SCRIBE, gone), OK);
    assert_code(fold_move(f, SCRIBE, point, f->question[0], gone), OK);
    assert_code(fold_set(f, ORG, SMV_ROOT, SMV_SEMINAR_FOUND, 1), OK);
    assert_code(fold_set(f, MOD, SMV_ROOT, SMV_SEMINAR_DOOR, 1), OK);
    assert_code(fold_found(f, "3", "Bordet"), OK);
    assert_code(fold_lock(f, MOD, f->boards[1], 1), OK);
    smv_id version = fold_made(f, ORG, SMV_KIND_VERSION, SMV_ROOT);
    assert_code(fold_set(f, ORG, version, SMV_VERSION_NUMBER, 1), OK);
    assert_code(fold_type(f, SCRIBE, obstacle, SMV_OBSTACLE_TEXT, 0, "Ny efter versionen"), OK);
}

static void open_poll(struct fold_side *f)
{
    assert_code(fold_set(f, MOD, f->poll, SMV_POLL_FORM, 1), OK);
    assert_code(fold_set(f, MOD, f->poll, SMV_POLL_MOST, 2), OK);
    assert_code(fold_set(f, MOD, f->poll, SMV_POLL_STATE, 1), OK);
}

static uint64_t count_of(const struct fold_side *f, smv_id choice)
{
    const struct smv_node *n = fold_node(f, f->poll)->first;
    while (n != NULL &&
           (n->kind != SMV_KIND_ANSWER || smv_node_num(n, SMV_ANSWER_CHOICE) != choice)) {
        n = n->next;
    }
    return n == NULL ? 0 : smv_node_num(n, SMV_ANSWER_COUNT);
}

/* After the move a device changes its mind and is counted once; a new one counts; who was locked out still is. */
static void a_day_goes_on_elsewhere(void **state)
{
    (void)state;
    struct fold_side *f = smv_zalloc(sizeof *f);
    struct smv_buf ballots = {0};
    struct smv_import im;
    struct smv_key keys[2] = {{.poll = 3, .key = {9}}, {.key = {1, 2, 3}}};
    fold_init(f);
    play(f);
    open_poll(f);
    for (uint8_t device = 1; device <= 5; device++) {
        assert_code(fold_ballot(f, device, NULL, f->choices, 2), OK);
    }
    assert_code(fold_ballot(f, 5, NULL, f->choices, 0), OK); /* taken back */
    keys[1].poll = f->poll;
    smv_ballots_write(&ballots, &f->s, keys, 2);
    there_and_back(&im, &f->s, smv_buf_span(&ballots), true);
    assert_int_equal(im.n_keys, 1);
    assert_memory_equal(im.keys[0].key, keys[1].key, 32);
    assert_int_equal(im.state.n_ballots, 5);

    /* positions and authors: version 1, and a draft since */
    smv_id version = fold_last(f, SMV_ROOT);
    const struct smv_node *old = fold_node(f, version),
                          *now = smv_tree_find(&im.state.tree, version);
    assert_non_null(now);
    assert_int_equal(now->seq, old->seq);
    assert_int_equal(im.state.seq, f->s.seq);
    assert_true(im.state.next_ord >= f->s.next_ord - 1 && im.state.next_ord > SCRIBE);
    assert_true(smv_span_is(smv_buf_span(&smv_state_client(&im.state, SCRIBE)->name), "Siri"));
    assert_null(smv_state_client(&im.state, SECRETARY)); /* wrote nothing */

    smv_state_finish(&f->s);
    f->s = im.state;
    smv_state_init(&im.state);
    assert_code(fold_ballot(f, 2, NULL, f->choices + 2, 1), OK); /* another mind */
    assert_int_equal(fold_num(f, f->poll, SMV_POLL_COUNT), 4);
    assert_int_equal(count_of(f, f->choices[0]), 3);
    assert_int_equal(count_of(f, f->choices[2]), 1);
    assert_code(fold_ballot(f, 5, NULL, f->choices, 1), OK);
    assert_code(fold_ballot(f, 77, NULL, f->choices, 1), OK);
    assert_int_equal(fold_num(f, f->poll, SMV_POLL_COUNT), 6);
    assert_int_equal(count_of(f, f->choices[0]), 5);
    assert_int_equal(fold_num(f, f->boards[1], SMV_SHEET_LOCKED), 1);
    assert_true(fold_num(f, f->boards[1], SMV_SHEET_LOCK_SEQ) > 0);
    smv_import_finish(&im);
    smv_buf_finish(&ballots);
    fold_finish(f);
    smv_free(f);
}

/* Ballots in another order are the same bytes; a closed poll's are not there at all. */
static void ballots_tell_no_order(void **state)
{
    (void)state;
    struct smv_buf bytes[2] = {{0}, {0}};
    struct fold_side *f = smv_zalloc(sizeof *f);
    for (unsigned round = 0; round < 2; round++) {
        fold_init(f);
        open_poll(f);
        for (uint8_t i = 0; i < 9; i++) {
            uint8_t device = (uint8_t)(1 + (round == 0 ? i : 8 - i));
            assert_code(fold_ballot(f, device, NULL, f->choices, device % 3), OK);
        }
        struct smv_key key = {.poll = f->poll};
        /* the answers that count are made in the order of the first votes: let it be the same */
        smv_ballots_write(&bytes[round], &f->s, &key, 1);
        assert_code(fold_set(f, MOD, f->poll, SMV_POLL_STATE, 2), OK);
        size_t len = bytes[round].len;
        smv_ballots_write(&bytes[round], &f->s, &key, 1);
        assert_int_equal(bytes[round].len, len);
        fold_finish(f);
    }
    assert_true(smv_span_eq(smv_buf_span(&bytes[0]), smv_buf_span(&bytes[1])));
    smv_buf_finish(&bytes[0]);
    smv_buf_finish(&bytes[1]);
    smv_free(f);
}

/* A ballot speaks of its own poll's answers and choices, or nothing is taken in. */
static void ballots_of_another_poll_are_refused(void **state)
{
    (void)state;
    for (unsigned wrong = 0; wrong < 3; wrong++) {
        struct fold_side *f = smv_zalloc(sizeof *f);
        struct smv_buf text = {0}, ballots = {0};
        struct smv_import im;
        fold_init(f);
        open_poll(f);
        assert_code(fold_ballot(f, 1, NULL, f->choices, 2), OK);
        if (wrong == 1) {
            f->s.ballots[0].choices[1] = f->rooms[0];
        } else if (wrong == 2) {
            f->s.ballots[0].answer = f->choices[0];
        }
        struct smv_key key = {.poll = f->poll};
        smv_ballots_write(&ballots, &f->s, &key, 1);
        write_state(&text, &f->s, smv_buf_span(&ballots), true);
        assert_int_equal(take(&im, smv_buf_span(&text)), wrong == 0);
        assert_true(wrong == 0 || strstr(im.why, "does not fit its polls") != NULL);
        smv_import_finish(&im);
        smv_buf_finish(&text);
        smv_buf_finish(&ballots);
        fold_finish(f);
        smv_free(f);
    }
}

/* No link, code, door, or time of an answer. */
static void what_stays_out(void **state)
{
    (void)state;
    struct fold_side *f = smv_zalloc(sizeof *f);
    struct smv_buf b = {0};
    fold_init(f);
    assert_code(fold_set(f, MOD, SMV_ROOT, SMV_SEMINAR_DOOR, 1), OK);
    open_poll(f);
    assert_code(fold_ballot(f, 1, NULL, f->choices, 1), OK);
    write_state(&b, &f->s, smv_span(NULL, 0), true);
    const char *text = smv_buf_cstr(&b);
    assert_null(strstr(text, "\"link\""));
    assert_null(strstr(text, "\"door\""));
    assert_null(strstr(text, "\"code\""));
    assert_null(strstr(text, "\"ballots\""));
    const char *answer = strstr(text, "\"kind\":\"answer\"");
    assert_non_null(answer);
    assert_memory_equal(answer, "\"kind\":\"answer\",\"fields\"", 24);
    smv_buf_finish(&b);
    fold_finish(f);
    smv_free(f);
}

/* Of the time before positions: all are 0, and what was locked is locked from the beginning. */
static void an_old_export_is_read(void **state)
{
    (void)state;
    struct smv_import im;
    static const char text[] =
        "{\"format\":\"samverka-export-1\",\"seminar\":\"x\",\"root\":{\"id\":\"0.1\",\"kind\":"
        "\"seminar\",\"fields\":{\"title\":\"T\",\"door\":1,\"code\":\"AAAA\"},\"children\":[{"
        "\"id\":\"7.3\",\"kind\":\"sheet\",\"fields\":{\"locked\":1,\"lock_seq\":900,\"room\":\"9."
        "9\"}"
        "},{\"id\":\"0.4\",\"kind\":\"link\",\"fields\":{}}]}}";
    assert_true(take(&im, smv_span_str(text)));
    const struct smv_node *sheet = smv_tree_find(&im.state.tree, (UINT64_C(7) << 30) + 3);
    assert_non_null(sheet);
    assert_int_equal(smv_node_num(sheet, SMV_SHEET_LOCKED), 1);
    assert_int_equal(smv_node_num(sheet, SMV_SHEET_LOCK_SEQ), 0);
    assert_int_equal(smv_node_num(sheet, SMV_SHEET_ROOM), 0);
    assert_int_equal(im.left_out, 1);
    assert_int_equal(im.state.next_ord, 8);
    assert_int_equal(smv_node_num(im.state.tree.root, SMV_SEMINAR_DOOR), 0);
    assert_true(smv_span_is(smv_node_str(im.state.tree.root, SMV_SEMINAR_CODE), code));
    assert_int_equal(smv_tree_count(&im.state.tree), 2);
    smv_import_finish(&im);
}

/* Each mistake is told in words, and by its node. */
static void mistakes_are_told(void **state)
{
    (void)state;
    static const char *const bad[][2] = {
        {"\"seq\":-1,\"root\":{}", "\"seq\" is"},
        {"\"seq\":9007199254740993,\"root\":{}", "\"seq\" is"},
        {"\"root\":{\"id\":\"0.1\",\"kind\":\"seminar\",\"at\":[1,0,0,0,0,0]}",
         "no position above"},
        {"\"seq\":5,\"root\":{\"id\":\"0.1\",\"kind\":\"seminar\",\"at\":[1,0,0,0,0]}",
         "six numbers"},
        {"\"seq\":5,\"root\":{\"id\":\"0.1\",\"kind\":\"seminar\",\"at\":[1,-1,0,0,0,0]}",
         "six numbers"},
        {"\"seq\":5,\"root\":{\"id\":\"0.1\",\"kind\":\"seminar\",\"by\":{\"title\":[6,1]}}",
         "\"by\" of title"},
        {"\"seq\":5,\"root\":{\"id\":\"0.1\",\"kind\":\"seminar\",\"by\":{\"titel\":[1,1]}}",
         "no field called titel"},
        {"\"root\":{\"id\":\"0.1\",\"kind\":\"seminar\",\"by\":[]}", "are objects"},
        {"\"root\":{\"id\":\"0.1\",\"kind\":\"seminar\",\"children\":[{\"id\":\"0.1073741823\","
         "\"kind\":\"room\"}]}",
         "no room"},
        {"\"root\":{\"id\":\"0.1\",\"kind\":\"seminar\",\"children\":[{\"id\":\"8000000.1\","
         "\"kind\":"
         "\"room\"}]}",
         "no room"},
        {"\"root\":{\"id\":\"0.1\",\"kind\":\"seminar\",\"children\":[{\"id\":\"2.1\",\"kind\":"
         "\"point\"}]}",
         "cannot stand there"},
        {"\"root\":{\"id\":\"0.1\",\"kind\":\"seminar\",\"fields\":{\"date\":999999999}}",
         "the value of date"},
        {"\"authors\":{},\"root\":{\"id\":\"0.1\",\"kind\":\"seminar\"}", "\"authors\" is a list"},
        {"\"authors\":[[1,\"A\"],[1,\"B\"]],\"root\":{\"id\":\"0.1\",\"kind\":\"seminar\"}",
         "twice"},
        {"\"authors\":[[0,\"A\"]],\"root\":{\"id\":\"0.1\",\"kind\":\"seminar\"}", "an author is"},
        {"\"authors\":[[1,\"A\\nB\"]],\"root\":{\"id\":\"0.1\",\"kind\":\"seminar\"}",
         "an author is"},
        {"\"ballots\":\"zz\",\"root\":{\"id\":\"0.1\",\"kind\":\"seminar\"}", "\"ballots\" is not"},
        {"\"ballots\":\"9201\",\"root\":{\"id\":\"0.1\",\"kind\":\"seminar\"}",
         "\"ballots\" is not"},
        {"\"ballots\":\"92029\",\"root\":{\"id\":\"0.1\",\"kind\":\"seminar\"}",
         "\"ballots\" is not"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct smv_import im;
        struct smv_buf b = {0};
        smv_buf_put_str(&b, "{\"format\":\"samverka-export-1\",");
        smv_buf_put_str(&b, bad[i][0]);
        smv_buf_put_str(&b, "}");
        if (take(&im, smv_buf_span(&b)) || strstr(im.why, bad[i][1]) == NULL) {
            fail_msg("%s: %s", bad[i][0], im.why);
        }
        smv_import_finish(&im);
        smv_buf_finish(&b);
    }
}

/* Any byte of an export may be another: no crash, and what is taken in is a tree. */
static void damaged_exports_harm_nobody(void **state)
{
    (void)state;
    struct fold_side *f = smv_zalloc(sizeof *f);
    struct smv_buf text = {0}, ballots = {0};
    struct smv_rng rng;
    size_t taken = 0;
    fold_init(f);
    play(f);
    open_poll(f);
    assert_code(fold_ballot(f, 1, NULL, f->choices, 2), OK);
    struct smv_key key = {.poll = f->poll};
    smv_ballots_write(&ballots, &f->s, &key, 1);
    write_state(&text, &f->s, smv_buf_span(&ballots), true);
    smv_rng_seed(&rng, 7);
    for (size_t i = 0; i < 3000; i++) {
        static const char digits[] = "0123456789abcdef\",:[]{}-";
        size_t at = smv_rng_below(&rng, text.len);
        uint8_t was = text.data[at];
        text.data[at] = (uint8_t)digits[smv_rng_below(&rng, sizeof digits - 1)];
        json_t *whole = json_loadb((const char *)text.data, text.len, 0, NULL);
        struct smv_import im;
        smv_import_init(&im);
        if (whole != NULL && smv_import_is_export(whole) && smv_import_read(&im, whole, code)) {
            check_tree(&im.state.tree);
            taken++;
        }
        smv_import_finish(&im);
        json_decref(whole);
        text.data[at] = was;
    }
    assert_true(taken > 20);
    smv_buf_finish(&text);
    smv_buf_finish(&ballots);
    fold_finish(f);
    smv_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trees_by_chance_come_back),
        cmocka_unit_test(a_day_goes_on_elsewhere),
        cmocka_unit_test(ballots_tell_no_order),
        cmocka_unit_test(what_stays_out),
        cmocka_unit_test(ballots_of_another_poll_are_refused),
        cmocka_unit_test(an_old_export_is_read),
        cmocka_unit_test(mistakes_are_told),
        cmocka_unit_test(damaged_exports_harm_nobody),
    };
    smv_hash_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
