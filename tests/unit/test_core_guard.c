/* test_core_guard.c - connections that flood, do not read, come by a link that changes under them, or twice. */
#include "tests/lib/core_side.h"
#include "common/base/hash.h"
#include "common/base/limits.h"
#include "common/pack/writer.h"

static void ping(struct smv_conn *conn)
{
    struct smv_msg m = {.kind = SMV_MSG_KIND_PING};
    core_say(conn, &m);
}

/* --- floods ------------------------------------------------------------------------------------------------ */

static void other_messages_give_no_leave_to_write(void **state)
{
    (void)state;
    struct smv_conn *conn = core_enter(SCRIBE, 100);
    size_t refused = 0;
    uint64_t n = 1;
    (void)core_read(conn);
    for (unsigned i = 0; i < 1000; i++) { /* 10 s, 100 a second */
        core_side.mono += 10;
        ping(conn);
        core_op(conn, n, core_side.side.boards[0], SMV_SHEET_DONE, i & 1);
        core_commit();
        struct core_got got = core_read(conn);
        bool no = got.n_res > 0 && got.res[0] == SMV_CODE_RATE;
        refused += no;
        n += !no;
    }
    assert_in_range(1000 - refused, SMV_MAX_RATE_BURST, SMV_MAX_RATE_BURST + 10 * SMV_MAX_RATE_OPS);
}

static void a_phone_is_slowed(void **state)
{
    (void)state;
    struct smv_conn *conn = core_hello("ABCDEF", 101);
    struct smv_msg m = {.kind = SMV_MSG_KIND_JOIN};
    uint8_t hash[32] = {1};
    size_t taken = 0;
    m.u.join = (struct smv_msg_join){smv_span_str("3b"), smv_span(NULL, 0), smv_span(hash, 32)};
    assert_true(smv_conn_live(conn));
    (void)core_read(conn);
    for (unsigned i = 0; i < 100; i++) { /* 10 s */
        core_side.mono += 100;
        core_say(conn, &m);
        core_commit();
        taken += core_read(conn).last_receipt != SMV_CODE_RATE;
    }
    assert_in_range(taken, SMV_MAX_RATE_PHONE_BURST,
                    SMV_MAX_RATE_PHONE_BURST + 10 * SMV_MAX_RATE_PHONE);
}

static void one_asker_leaves_room(void **state)
{
    (void)state;
    struct smv_conn *conn = core_enter(SCRIBE, 102), *other = core_enter(OTHER, 103);
    struct smv_msg m = {.kind = SMV_MSG_KIND_FETCH};
    size_t reads = 0;
    m.u.fetch = (struct smv_msg_fetch){1, SMV_ROOT, 0, 0};
    for (unsigned i = 0; i < 100; i++) {
        core_say(conn, &m);
        reads += core_side.u.n_reads;
    }
    assert_in_range(reads, 1, 16);
    core_say(other, &m);
    assert_int_equal(core_side.u.n_reads, 1);
}

static void a_log_that_lags_takes_no_new_writers(void **state)
{
    (void)state;
    struct smv_core_stats stats;
    for (unsigned i = 0; i < SMV_MAX_BACKLOG_OPS + 100; i++) {
        uint8_t first = (uint8_t)i;
        struct smv_conn *c = core_hello(core_tokens[SCRIBE], first); /* each ends the one before */
        (void)c;
    }
    smv_core_stats(core_side.core, &stats);
    assert_true(stats.waiting <= SMV_MAX_BACKLOG_OPS);
}

/* --- verdicts ------------------------------------------------------------------------------------------------ */

static void a_snapshot_in_between_hides_no_verdict(void **state)
{
    (void)state;
    struct smv_conn *conn = core_enter(SCRIBE, 104);
    (void)core_read(conn);
    for (uint64_t n = 1; n <= 10; n++) { /* the ring holds four */
        core_op(conn, n, core_side.side.boards[0], SMV_SHEET_DONE, n & 1);
        core_commit();
    }
    struct core_got got = core_read(conn);
    assert_true(got.n[SMV_MSG_KIND_SNAP] > 0);
    assert_int_equal(got.n_res, 10);
    for (size_t i = 0; i < 10; i++) {
        assert_true(got.res_n[i] == i + 1 && got.res[i] == SMV_CODE_DUP);
    }
    core_op(conn, 11, core_side.side.boards[0], SMV_SHEET_DONE, 1);
    core_commit();
    got = core_read(conn);
    assert_true(got.n[SMV_MSG_KIND_EV] == 1 && got.n_res == 0);
}

/* --- links --------------------------------------------------------------------------------------------------------- */

static bool closed_with(const struct smv_conn *conn, unsigned code)
{
    for (size_t i = 0; i < core_side.u.n_closes; i++) {
        if (core_side.u.closes[i].conn == conn) {
            return core_side.u.closes[i].code == code;
        }
    }
    return false;
}

static void a_link_with_another_role_lets_in_anew(void **state)
{
    (void)state;
    struct smv_conn *org = core_enter(ORG, 105), *mod = core_enter(MOD, 106),
                    *scribe = core_enter(SCRIBE, 107);
    core_op(org, 1, core_side.side.links[MOD], SMV_LINK_ROLE, SMV_ROLE_SCREEN);
    core_commit();
    assert_true(closed_with(mod, SMV_CLOSE_GOING));
    core_op(org, 2, core_side.side.links[SCRIBE], SMV_LINK_PLACE, core_side.side.rooms[1]);
    core_commit();
    assert_true(closed_with(scribe, SMV_CLOSE_GOING));
    assert_true(smv_conn_live(org));
}

/* --- screens --------------------------------------------------------------------------------------------------- */
static const char screen_token[] = "screen-secret-one1";

/* The organiser makes a link for a stage, as the first who came in; under number n. */
static smv_id make_screen_link(struct smv_conn *org, uint64_t n, smv_id stage)
{
    struct smv_buf fields = {0};
    uint8_t hash[32];
    struct smv_span token = smv_span_str(screen_token);
    smv_hash(hash, sizeof hash, smv_span(NULL, 0), &token, 1);
    smv_write_array(&fields, 3);
    smv_write_array(&fields, 2);
    smv_write_uint(&fields, SMV_LINK_ROLE);
    smv_write_uint(&fields, SMV_ROLE_SCREEN);
    smv_write_array(&fields, 2);
    smv_write_uint(&fields, SMV_LINK_PLACE);
    smv_write_uint(&fields, stage);
    smv_write_array(&fields, 2);
    smv_write_uint(&fields, SMV_LINK_HASH);
    smv_write_bin(&fields, smv_span(hash, 32));
    smv_id id = core_add(org, n, SMV_KIND_LINK, SMV_ROOT, smv_buf_span(&fields));
    smv_buf_finish(&fields);
    return id;
}

/* The place of a link decides what is read: a moderator's change takes hold at once, by coming in anew. */
static void a_screen_is_redirected(void **state)
{
    (void)state;
    static const uint8_t no_fields = 0x90;
    struct smv_conn *org = core_enter(ORG, 120), *mod = core_enter(MOD, 121);
    smv_id link = make_screen_link(org, 1, core_side.side.stage);
    smv_id other = core_add(org, 2, SMV_KIND_STAGE, SMV_ROOT, smv_span(&no_fields, 1));
    struct smv_conn *screen = core_hello(screen_token, 122);
    assert_true(smv_conn_live(screen));
    assert_int_equal(core_read(screen).place, core_side.side.stage);
    core_op(mod, 1, link, SMV_LINK_PLACE, other);
    core_commit();
    assert_true(closed_with(screen, SMV_CLOSE_GOING)); /* "come again", not "go away" */
    assert_true(smv_conn_live(mod) && smv_conn_live(org));
    screen = core_hello(screen_token, 122);
    struct core_got got = core_read(screen);
    assert_int_equal(got.place, other);
    assert_true(got.n[SMV_MSG_KIND_SNAP] > 0);
}

struct person {
    uint64_t ord, role, place, node, anchor, head, pending;
    struct smv_span name;
};

/* The screens of a PRESENCE, in its order. */
static size_t read_screens(const struct smv_buf *people, struct person screens[4])
{
    struct smv_reader r;
    size_t found = 0;
    smv_reader_init(&r, smv_buf_span(people));
    for (uint32_t n = smv_read_array(&r); n > 0; n--) {
        struct person p;
        smv_read_array_of(&r, 11);
        p.ord = smv_read_uint(&r);
        p.role = smv_read_uint(&r);
        p.place = smv_read_uint(&r);
        p.name = smv_read_str(&r, SMV_MAX_NAME);
        p.node = smv_read_uint(&r);
        (void)smv_read_uint(&r);
        (void)smv_read_uint(&r);
        p.anchor = smv_read_uint(&r);
        p.head = smv_read_uint(&r);
        p.pending = smv_read_uint(&r);
        (void)smv_read_uint(&r);
        if (p.role == SMV_ROLE_SCREEN && found < 4) {
            screens[found++] = p;
        }
    }
    assert_int_equal(smv_reader_done(&r), SMV_OK);
    return found;
}

static struct core_got presence(struct smv_conn *conn)
{
    core_side.mono += SMV_MAX_PRESENCE_MS;
    core_step(&(struct smv_event){.type = SMV_EVENT_TICK});
    return core_read(conn);
}

/* Two screens of one stage: which is which, and "2 of 3", for the moderator and for nobody else. */
static void screens_say_what_they_show(void **state)
{
    (void)state;
    struct person s[4];
    struct smv_conn *org = core_enter(ORG, 120), *mod = core_enter(MOD, 121),
                    *scribe = core_enter(SCRIBE, 123);
    (void)make_screen_link(org, 1, core_side.side.stage);
    struct smv_conn *left = core_hello_as(screen_token, 122, "V\303\244nster");
    struct smv_conn *right =
        core_hello_as(screen_token, 124, "Right\n"); /* not one line: no name */
    struct smv_msg m = {.kind = SMV_MSG_KIND_PRES};
    m.u.pres = (struct smv_msg_pres){.node = core_side.side.stage, .anchor = 1, .head = 3};
    core_say(left, &m);
    struct core_got got = presence(mod);
    assert_int_equal(read_screens(&got.people, s), 2);
    bool first = s[0].name.len > 0;
    const struct person *l = &s[first ? 0 : 1], *r = &s[first ? 1 : 0];
    assert_true(smv_span_is(l->name, "V\303\244nster") && r->name.len == 0);
    assert_true(l->node == core_side.side.stage && l->anchor == 1 && l->head == 3 &&
                l->pending == 0);
    assert_true(l->place == core_side.side.stage && r->place == core_side.side.stage &&
                r->node == 0);
    assert_true(l->ord == 0 && r->ord == 0);
    smv_buf_finish(&got.people);
    got = presence(scribe);
    assert_int_equal(read_screens(&got.people, s), 0);
    smv_buf_finish(&got.people);
    got = core_read(left);
    assert_int_equal(got.n[SMV_MSG_KIND_PRESENCE], 0);
    core_step(&(struct smv_event){.type = SMV_EVENT_CLOSED, .conn = right});
    got = presence(mod);
    assert_int_equal(read_screens(&got.people, s), 1);
    smv_buf_finish(&got.people);
}

/* A screen that comes back before its broken connection was noticed is one screen; the same page open twice has
 * a cid each and is two. */
static void a_screen_that_comes_back_is_one(void **state)
{
    (void)state;
    struct person s[4];
    struct smv_conn *org = core_enter(ORG, 120), *mod = core_enter(MOD, 121);
    (void)make_screen_link(org, 1, core_side.side.stage);
    struct smv_conn *one = core_hello_as(screen_token, 122, "A"),
                    *two = core_hello_as(screen_token, 124, "B");
    struct smv_conn *again = core_hello_as(screen_token, 122, "A");
    assert_true(closed_with(one, SMV_CLOSE_TAKEN));
    assert_true(smv_conn_live(again) && smv_conn_live(two));
    struct core_got got = presence(mod);
    assert_int_equal(read_screens(&got.people, s), 2);
    smv_buf_finish(&got.people);
    struct smv_conn *writer = core_enter(SCRIBE, 122); /* another link's cid is somebody else's */
    assert_true(smv_conn_live(again) && smv_conn_live(writer));
    struct smv_conn *tab = core_hello("ABCDEF", 126), *other_tab = core_hello("ABCDEF", 126);
    assert_true(smv_conn_live(tab) && smv_conn_live(other_tab));
}

/* A phone that says where it is tells nobody. */
static void a_phone_has_no_presence(void **state)
{
    (void)state;
    struct person s[4];
    struct smv_conn *mod = core_enter(MOD, 121), *phone = core_hello("ABCDEF", 125);
    struct smv_msg m = {.kind = SMV_MSG_KIND_PRES};
    m.u.pres = (struct smv_msg_pres){.node = SMV_ROOT};
    core_say(phone, &m);
    assert_true(smv_conn_live(phone));
    struct core_got got = presence(mod);
    assert_int_equal(read_screens(&got.people, s), 0);
    smv_buf_finish(&got.people);
}

static void a_renewed_secret_ends_the_old_one(void **state)
{
    (void)state;
    struct smv_conn *org = core_enter(ORG, 108), *scribe = core_enter(SCRIBE, 109);
    uint8_t hash[32] = {5};
    struct smv_buf v = {0}, tail = {0}, raw = {0};
    smv_write_bin(&v, smv_span(hash, 32));
    struct smv_request q = {.n = 1, .seen = core_side.seq, .op = SMV_OP_SET};
    q.u.set = (struct smv_op_set){core_side.side.links[SCRIBE], SMV_LINK_HASH, smv_buf_span(&v)};
    smv_request_write_tail(&tail, &q);
    q.tail = smv_buf_span(&tail);
    smv_write_array(&raw, 1);
    smv_request_write(&raw, &q);
    struct smv_msg m = {.kind = SMV_MSG_KIND_OPS};
    m.u.ops.ops = smv_buf_span(&raw);
    core_say(org, &m);
    core_commit();
    assert_true(closed_with(scribe, SMV_CLOSE_REVOKED));
    smv_buf_finish(&v);
    smv_buf_finish(&tail);
    smv_buf_finish(&raw);
}

static void a_link_that_runs_out_reads_no_more(void **state)
{
    (void)state;
    struct smv_conn *org = core_enter(ORG, 110), *scribe = core_enter(SCRIBE, 111);
    core_op(org, 1, core_side.side.links[SCRIBE], SMV_LINK_EXPIRES, core_side.wall + 5000);
    core_commit();
    assert_true(smv_conn_live(scribe));
    assert_in_range(core_side.u.wake, 1, core_side.mono + 5000);
    core_side.mono += 5000;
    core_side.wall += 5000;
    core_step(&(struct smv_event){.type = SMV_EVENT_TICK});
    assert_true(closed_with(scribe, SMV_CLOSE_REVOKED));
    assert_true(smv_conn_live(org));
}

static void who_is_refused_in_the_log_is_told(void **state)
{
    (void)state;
    struct smv_conn *org = core_enter(ORG, 112);
    core_op(org, 1, core_side.side.links[SCRIBE], SMV_LINK_REVOKED, 1);
    struct smv_conn *late = core_hello(core_tokens[SCRIBE], 113); /* before that is in the log */
    core_commit();
    assert_true(closed_with(late, SMV_CLOSE_REVOKED));
}

static void two_links_for_one_client_leave_nobody_waiting(void **state)
{
    (void)state;
    struct smv_conn *a = core_hello(core_tokens[SCRIBE], 114),
                    *b = core_hello(core_tokens[OTHER], 114);
    core_commit();
    (void)a;
    assert_true(closed_with(b, SMV_CLOSE_WHO));
}

/* --- polls --------------------------------------------------------------------------------------------------------- */

static void a_poll_that_is_open_from_the_start_has_its_key(void **state)
{
    (void)state;
    struct smv_conn *mod = core_enter(MOD, 115);
    struct smv_buf fields = {0};
    smv_write_array(&fields, 1);
    smv_write_array(&fields, 2);
    smv_write_uint(&fields, SMV_POLL_STATE);
    smv_write_uint(&fields, 1);
    smv_id id = core_add(mod, 1, SMV_KIND_POLL, core_side.side.poll_sheet, smv_buf_span(&fields));
    assert_int_equal(core_side.u.n_keys, 1);
    assert_true(core_side.u.keys[0].poll == id && !core_side.u.keys[0].destroy &&
                !core_side.u.keys[0].load);
    smv_buf_finish(&fields);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, core_setup, core_teardown)
    const struct CMUnitTest tests[] = {
        T(other_messages_give_no_leave_to_write),
        T(a_phone_is_slowed),
        T(one_asker_leaves_room),
        T(a_log_that_lags_takes_no_new_writers),
        T(a_snapshot_in_between_hides_no_verdict),
        T(a_link_with_another_role_lets_in_anew),
        T(a_screen_is_redirected),
        T(screens_say_what_they_show),
        T(a_screen_that_comes_back_is_one),
        T(a_phone_has_no_presence),
        T(a_renewed_secret_ends_the_old_one),
        T(a_link_that_runs_out_reads_no_more),
        T(who_is_refused_in_the_log_is_told),
        T(two_links_for_one_client_leave_nobody_waiting),
        T(a_poll_that_is_open_from_the_start_has_its_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
