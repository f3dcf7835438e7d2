/* test_core_guard.c - connections that flood, do not read, or come by a link that changes under them.
 *
 * A core on fold_side's seminar; what it appends is committed at once, frames are read by hand. */
#include "tests/lib/fold_side.h"
#include "common/base/hash.h"
#include "common/base/limits.h"
#include "common/pack/writer.h"
#include "daemon/core/core.h"

static const char *const tokens[FOLD_WHO] = {"",
                                             "organiser-secret-1",
                                             "moderator-secret-1",
                                             "scribe-secret-one1",
                                             "scribe-secret-two2",
                                             "secretary-secret-1"};

static struct guard {
    struct fold_side side; /* only to make the state */
    struct smv_core *core;
    smv_seq seq;
    smv_ms mono, wall;
    struct smv_update u;
    struct smv_buf bodies[64];
    size_t n_bodies;
} g;

/* What a connection was sent. */
struct got {
    size_t n[64]; /* by kind */
    size_t res[64], res_n[64], n_res;
    unsigned last_receipt;
    smv_id place;          /* of WELCOME */
    struct smv_buf people; /* of the last PRESENCE; the reader finishes it */
};

static void step(struct smv_event *e)
{
    e->mono = g.mono;
    e->wall = g.wall;
    smv_core_step(g.core, e, &g.u);
    for (size_t i = 0; i < g.u.n_appends && g.n_bodies < 64; i++) {
        struct smv_buf *b = &g.bodies[g.n_bodies++];
        smv_buf_clear(b);
        smv_buf_put_span(b, g.u.appends[i]);
    }
}

/* The n oldest of what was appended are in the log now. */
static void commit_first(size_t n)
{
    struct smv_entry entries[64];
    struct smv_buf done[64], none = {0};
    memset(entries, 0, sizeof entries);
    assert_true(n <= g.n_bodies);
    for (size_t i = 0; i < n; i++) {
        entries[i] =
            (struct smv_entry){.seq = ++g.seq, .ts = g.wall, .body = smv_buf_span(&g.bodies[i])};
        entries[i].chain[0] = (uint8_t)g.seq;
        done[i] = g.bodies[i];
    }
    for (size_t i = 0; i < 64; i++) {
        g.bodies[i] = i + n < 64 ? g.bodies[i + n] : none;
    }
    g.n_bodies -= n;
    step(&(struct smv_event){.type = SMV_EVENT_ENTRIES, .entries = entries, .n_entries = n});
    for (size_t i = 0; i < n; i++) {
        smv_buf_finish(&done[i]);
    }
}

static void commit(void)
{
    commit_first(g.n_bodies);
}

static int setup(void **state)
{
    static const uint8_t chain[16];
    (void)state;
    struct smv_core_config config = {.name = "dag", .ping_ms = 10000, .ring_frames = 4};
    struct smv_buf bytes = {0};
    memset(&g, 0, sizeof g);
    fold_init(&g.side);
    for (unsigned who = ORG; who < FOLD_WHO; who++) {
        uint8_t hash[32];
        struct smv_buf raw = {0};
        struct smv_span token = smv_span_str(tokens[who]);
        smv_hash(hash, sizeof hash, smv_span(NULL, 0), &token, 1);
        smv_write_bin(&raw, smv_span(hash, 32));
        assert_code(
            fold_set_raw(&g.side, ORG, g.side.links[who], SMV_LINK_HASH, smv_buf_span(&raw)), OK);
        smv_buf_finish(&raw);
    }
    struct smv_buf code = {0};
    smv_write_str(&code, smv_span_str("ABCDEF"));
    assert_code(fold_set_raw(&g.side, ORG, SMV_ROOT, SMV_SEMINAR_CODE, smv_buf_span(&code)), OK);
    smv_buf_finish(&code);
    assert_code(fold_set(&g.side, MOD, SMV_ROOT, SMV_SEMINAR_DOOR, 1), OK);
    smv_state_write(&bytes, &g.side.s);
    g.seq = g.side.s.seq;
    g.wall = g.side.now;
    g.mono = 1000;
    assert_int_equal(smv_core_create(&config, smv_buf_span(&bytes), g.seq, chain, &g.core), SMV_OK);
    smv_buf_finish(&bytes);
    step(&(struct smv_event){.type = SMV_EVENT_LIVE});
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    smv_core_destroy(g.core);
    fold_finish(&g.side);
    for (size_t i = 0; i < 64; i++) {
        smv_buf_finish(&g.bodies[i]);
    }
    return 0;
}

static void say(struct smv_conn *conn, const struct smv_msg *m)
{
    struct smv_buf b = {0};
    smv_msg_write(&b, m);
    step(&(struct smv_event){.type = SMV_EVENT_FRAME, .conn = conn, .bytes = smv_buf_span(&b)});
    smv_buf_finish(&b);
}

static struct smv_conn *hello_as(const char *token, uint8_t cid0, const char *name)
{
    static const uint8_t nil = 0xc0;
    uint8_t cid[16] = {cid0};
    step(&(struct smv_event){.type = SMV_EVENT_OPEN});
    struct smv_conn *conn = g.u.opened;
    struct smv_msg m = {.kind = SMV_MSG_KIND_HELLO};
    m.u.hello.vmin = m.u.hello.vmax = 1;
    m.u.hello.token = smv_span_str(token);
    m.u.hello.cid = smv_span(cid, 16);
    m.u.hello.resume = smv_span(&nil, 1);
    m.u.hello.name = smv_span_str(name);
    say(conn, &m);
    return conn;
}

static struct smv_conn *hello(const char *token, uint8_t cid0)
{
    return hello_as(token, cid0, "");
}

static struct smv_conn *enter(enum fold_who who, uint8_t cid0)
{
    struct smv_conn *conn = hello(tokens[who], cid0);
    commit();
    assert_true(smv_conn_live(conn));
    return conn;
}

static void read_res(struct smv_span raw, struct got *got)
{
    struct smv_reader r;
    smv_reader_init(&r, raw);
    for (uint32_t n = smv_read_array(&r); n > 0; n--) {
        smv_read_array_of(&r, 3);
        got->res_n[got->n_res] = smv_read_uint(&r);
        got->res[got->n_res++] = smv_read_uint(&r);
        (void)smv_read_uint(&r);
        assert_true(r.err == SMV_OK && got->n_res < 64);
    }
}

static struct got read_all(struct smv_conn *conn)
{
    struct got got = {0};
    struct smv_frame *f;
    while ((f = smv_core_next(g.core, conn)) != NULL) {
        struct smv_msg m;
        assert_int_equal(smv_msg_read(smv_span(f->payload, f->len), 0, &m), SMV_OK);
        got.n[m.kind]++;
        if (m.kind == SMV_MSG_KIND_RES) {
            read_res(m.u.res.results, &got);
        } else if (m.kind == SMV_MSG_KIND_RECEIPT) {
            got.last_receipt = (unsigned)m.u.receipt.code;
        } else if (m.kind == SMV_MSG_KIND_WELCOME) {
            got.place = m.u.welcome.place;
        } else if (m.kind == SMV_MSG_KIND_PRESENCE) {
            smv_buf_clear(&got.people);
            smv_buf_put_span(&got.people, m.u.presence.people);
        }
        smv_frame_unref(f);
    }
    return got;
}

/* A choice under number n. */
static void op(struct smv_conn *conn, uint64_t n, smv_id id, unsigned field, uint64_t value)
{
    struct smv_buf v = {0}, raw = {0}, tail = {0};
    struct smv_request q = {.n = n, .seen = g.seq, .op = SMV_OP_SET};
    smv_write_uint(&v, value);
    q.u.set = (struct smv_op_set){id, field, smv_buf_span(&v)};
    smv_request_write_tail(&tail, &q);
    q.tail = smv_buf_span(&tail);
    smv_write_array(&raw, 1);
    smv_request_write(&raw, &q);
    struct smv_msg m = {.kind = SMV_MSG_KIND_OPS};
    m.u.ops.ops = smv_buf_span(&raw);
    say(conn, &m);
    smv_buf_finish(&v);
    smv_buf_finish(&raw);
    smv_buf_finish(&tail);
}

/* A node of the connection that came in first; under number n. */
static smv_id add_first(struct smv_conn *conn, uint64_t n, unsigned kind, smv_id parent,
                        struct smv_span fields)
{
    struct smv_buf tail = {0}, raw = {0};
    struct smv_request q = {.n = n, .seen = g.seq, .op = SMV_OP_ADD};
    smv_id id = ((smv_id)FOLD_WHO << SMV_ID_COUNTER_BITS) + n;
    q.u.add = (struct smv_op_add){id, kind, parent, 0, fields};
    smv_request_write_tail(&tail, &q);
    q.tail = smv_buf_span(&tail);
    smv_write_array(&raw, 1);
    smv_request_write(&raw, &q);
    struct smv_msg m = {.kind = SMV_MSG_KIND_OPS};
    m.u.ops.ops = smv_buf_span(&raw);
    say(conn, &m);
    commit();
    smv_buf_finish(&tail);
    smv_buf_finish(&raw);
    return id;
}

static void ping(struct smv_conn *conn)
{
    struct smv_msg m = {.kind = SMV_MSG_KIND_PING};
    say(conn, &m);
}

/* --- floods ------------------------------------------------------------------------------------------------ */

static void other_messages_give_no_leave_to_write(void **state)
{
    (void)state;
    struct smv_conn *conn = enter(SCRIBE, 100);
    size_t refused = 0;
    uint64_t n = 1;
    (void)read_all(conn);
    for (unsigned i = 0; i < 1000; i++) { /* 10 s, 100 a second */
        g.mono += 10;
        ping(conn);
        op(conn, n, g.side.boards[0], SMV_SHEET_DONE, i & 1);
        commit();
        struct got got = read_all(conn);
        bool no = got.n_res > 0 && got.res[0] == SMV_CODE_RATE;
        refused += no;
        n += !no;
    }
    assert_in_range(1000 - refused, SMV_MAX_RATE_BURST, SMV_MAX_RATE_BURST + 10 * SMV_MAX_RATE_OPS);
}

static void a_phone_is_slowed(void **state)
{
    (void)state;
    struct smv_conn *conn = hello("ABCDEF", 101);
    struct smv_msg m = {.kind = SMV_MSG_KIND_JOIN};
    uint8_t hash[32] = {1};
    size_t taken = 0;
    m.u.join = (struct smv_msg_join){smv_span_str("3b"), smv_span(NULL, 0), smv_span(hash, 32)};
    assert_true(smv_conn_live(conn));
    (void)read_all(conn);
    for (unsigned i = 0; i < 100; i++) { /* 10 s */
        g.mono += 100;
        say(conn, &m);
        commit();
        taken += read_all(conn).last_receipt != SMV_CODE_RATE;
    }
    assert_in_range(taken, SMV_MAX_RATE_PHONE_BURST,
                    SMV_MAX_RATE_PHONE_BURST + 10 * SMV_MAX_RATE_PHONE);
}

static void one_asker_leaves_room(void **state)
{
    (void)state;
    struct smv_conn *conn = enter(SCRIBE, 102), *other = enter(OTHER, 103);
    struct smv_msg m = {.kind = SMV_MSG_KIND_FETCH};
    size_t reads = 0;
    m.u.fetch = (struct smv_msg_fetch){1, SMV_ROOT, 0, 0};
    for (unsigned i = 0; i < 100; i++) {
        say(conn, &m);
        reads += g.u.n_reads;
    }
    assert_in_range(reads, 1, 16);
    say(other, &m);
    assert_int_equal(g.u.n_reads, 1);
}

static void a_log_that_lags_takes_no_new_writers(void **state)
{
    (void)state;
    struct smv_core_stats stats;
    for (unsigned i = 0; i < SMV_MAX_BACKLOG_OPS + 100; i++) {
        uint8_t first = (uint8_t)i;
        struct smv_conn *c = hello(tokens[SCRIBE], first); /* each ends the one before */
        (void)c;
    }
    smv_core_stats(g.core, &stats);
    assert_true(stats.waiting <= SMV_MAX_BACKLOG_OPS);
}

/* --- verdicts ------------------------------------------------------------------------------------------------ */

static void a_snapshot_in_between_hides_no_verdict(void **state)
{
    (void)state;
    struct smv_conn *conn = enter(SCRIBE, 104);
    (void)read_all(conn);
    for (uint64_t n = 1; n <= 10; n++) { /* the ring holds four */
        op(conn, n, g.side.boards[0], SMV_SHEET_DONE, n & 1);
        commit();
    }
    struct got got = read_all(conn);
    assert_true(got.n[SMV_MSG_KIND_SNAP] > 0);
    assert_int_equal(got.n_res, 10);
    for (size_t i = 0; i < 10; i++) {
        assert_true(got.res_n[i] == i + 1 && got.res[i] == SMV_CODE_DUP);
    }
    op(conn, 11, g.side.boards[0], SMV_SHEET_DONE, 1);
    commit();
    got = read_all(conn);
    assert_true(got.n[SMV_MSG_KIND_EV] == 1 && got.n_res == 0);
}

/* --- links --------------------------------------------------------------------------------------------------------- */

static bool closed_with(const struct smv_conn *conn, unsigned code)
{
    for (size_t i = 0; i < g.u.n_closes; i++) {
        if (g.u.closes[i].conn == conn) {
            return g.u.closes[i].code == code;
        }
    }
    return false;
}

static void a_link_with_another_role_lets_in_anew(void **state)
{
    (void)state;
    struct smv_conn *org = enter(ORG, 105), *mod = enter(MOD, 106), *scribe = enter(SCRIBE, 107);
    op(org, 1, g.side.links[MOD], SMV_LINK_ROLE, SMV_ROLE_SCREEN);
    commit();
    assert_true(closed_with(mod, SMV_CLOSE_GOING));
    op(org, 2, g.side.links[SCRIBE], SMV_LINK_PLACE, g.side.rooms[1]);
    commit();
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
    smv_id id = add_first(org, n, SMV_KIND_LINK, SMV_ROOT, smv_buf_span(&fields));
    smv_buf_finish(&fields);
    return id;
}

/* The place of a link decides what is read: a moderator's change takes hold at once, by coming in anew. */
static void a_screen_is_redirected(void **state)
{
    (void)state;
    static const uint8_t no_fields = 0x90;
    struct smv_conn *org = enter(ORG, 120), *mod = enter(MOD, 121);
    smv_id link = make_screen_link(org, 1, g.side.stage);
    smv_id other = add_first(org, 2, SMV_KIND_STAGE, SMV_ROOT, smv_span(&no_fields, 1));
    struct smv_conn *screen = hello(screen_token, 122);
    assert_true(smv_conn_live(screen));
    assert_int_equal(read_all(screen).place, g.side.stage);
    op(mod, 1, link, SMV_LINK_PLACE, other);
    commit();
    assert_true(closed_with(screen, SMV_CLOSE_GOING)); /* "come again", not "go away" */
    assert_true(smv_conn_live(mod) && smv_conn_live(org));
    screen = hello(screen_token, 122);
    struct got got = read_all(screen);
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

static struct got presence(struct smv_conn *conn)
{
    g.mono += SMV_MAX_PRESENCE_MS;
    step(&(struct smv_event){.type = SMV_EVENT_TICK});
    return read_all(conn);
}

/* Two screens of one stage: which is which, and "2 of 3", for the moderator and for nobody else. */
static void screens_say_what_they_show(void **state)
{
    (void)state;
    struct person s[4];
    struct smv_conn *org = enter(ORG, 120), *mod = enter(MOD, 121), *scribe = enter(SCRIBE, 123);
    (void)make_screen_link(org, 1, g.side.stage);
    struct smv_conn *left = hello_as(screen_token, 122, "V\303\244nster");
    struct smv_conn *right = hello_as(screen_token, 124, "Right\n"); /* not one line: no name */
    struct smv_msg m = {.kind = SMV_MSG_KIND_PRES};
    m.u.pres = (struct smv_msg_pres){.node = g.side.stage, .anchor = 1, .head = 3};
    say(left, &m);
    struct got got = presence(mod);
    assert_int_equal(read_screens(&got.people, s), 2);
    bool first = s[0].name.len > 0;
    const struct person *l = &s[first ? 0 : 1], *r = &s[first ? 1 : 0];
    assert_true(smv_span_is(l->name, "V\303\244nster") && r->name.len == 0);
    assert_true(l->node == g.side.stage && l->anchor == 1 && l->head == 3 && l->pending == 0);
    assert_true(l->place == g.side.stage && r->place == g.side.stage && r->node == 0);
    assert_true(l->ord == 0 && r->ord == 0);
    smv_buf_finish(&got.people);
    got = presence(scribe);
    assert_int_equal(read_screens(&got.people, s), 0);
    smv_buf_finish(&got.people);
    got = read_all(left);
    assert_int_equal(got.n[SMV_MSG_KIND_PRESENCE], 0);
    step(&(struct smv_event){.type = SMV_EVENT_CLOSED, .conn = right});
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
    struct smv_conn *org = enter(ORG, 120), *mod = enter(MOD, 121);
    (void)make_screen_link(org, 1, g.side.stage);
    struct smv_conn *one = hello_as(screen_token, 122, "A"),
                    *two = hello_as(screen_token, 124, "B");
    struct smv_conn *again = hello_as(screen_token, 122, "A");
    assert_true(closed_with(one, SMV_CLOSE_TAKEN));
    assert_true(smv_conn_live(again) && smv_conn_live(two));
    struct got got = presence(mod);
    assert_int_equal(read_screens(&got.people, s), 2);
    smv_buf_finish(&got.people);
    struct smv_conn *writer = enter(SCRIBE, 122); /* another link's cid is somebody else's */
    assert_true(smv_conn_live(again) && smv_conn_live(writer));
    struct smv_conn *tab = hello("ABCDEF", 126), *other_tab = hello("ABCDEF", 126);
    assert_true(smv_conn_live(tab) && smv_conn_live(other_tab));
}

/* A phone that says where it is tells nobody. */
static void a_phone_has_no_presence(void **state)
{
    (void)state;
    struct person s[4];
    struct smv_conn *mod = enter(MOD, 121), *phone = hello("ABCDEF", 125);
    struct smv_msg m = {.kind = SMV_MSG_KIND_PRES};
    m.u.pres = (struct smv_msg_pres){.node = SMV_ROOT};
    say(phone, &m);
    assert_true(smv_conn_live(phone));
    struct got got = presence(mod);
    assert_int_equal(read_screens(&got.people, s), 0);
    smv_buf_finish(&got.people);
}

static void a_renewed_secret_ends_the_old_one(void **state)
{
    (void)state;
    struct smv_conn *org = enter(ORG, 108), *scribe = enter(SCRIBE, 109);
    uint8_t hash[32] = {5};
    struct smv_buf v = {0}, tail = {0}, raw = {0};
    smv_write_bin(&v, smv_span(hash, 32));
    struct smv_request q = {.n = 1, .seen = g.seq, .op = SMV_OP_SET};
    q.u.set = (struct smv_op_set){g.side.links[SCRIBE], SMV_LINK_HASH, smv_buf_span(&v)};
    smv_request_write_tail(&tail, &q);
    q.tail = smv_buf_span(&tail);
    smv_write_array(&raw, 1);
    smv_request_write(&raw, &q);
    struct smv_msg m = {.kind = SMV_MSG_KIND_OPS};
    m.u.ops.ops = smv_buf_span(&raw);
    say(org, &m);
    commit();
    assert_true(closed_with(scribe, SMV_CLOSE_REVOKED));
    smv_buf_finish(&v);
    smv_buf_finish(&tail);
    smv_buf_finish(&raw);
}

static void a_link_that_runs_out_reads_no_more(void **state)
{
    (void)state;
    struct smv_conn *org = enter(ORG, 110), *scribe = enter(SCRIBE, 111);
    op(org, 1, g.side.links[SCRIBE], SMV_LINK_EXPIRES, g.wall + 5000);
    commit();
    assert_true(smv_conn_live(scribe));
    assert_in_range(g.u.wake, 1, g.mono + 5000);
    g.mono += 5000;
    g.wall += 5000;
    step(&(struct smv_event){.type = SMV_EVENT_TICK});
    assert_true(closed_with(scribe, SMV_CLOSE_REVOKED));
    assert_true(smv_conn_live(org));
}

static void who_is_refused_in_the_log_is_told(void **state)
{
    (void)state;
    struct smv_conn *org = enter(ORG, 112);
    op(org, 1, g.side.links[SCRIBE], SMV_LINK_REVOKED, 1);
    struct smv_conn *late = hello(tokens[SCRIBE], 113); /* before that is in the log */
    commit();
    assert_true(closed_with(late, SMV_CLOSE_REVOKED));
}

static void two_links_for_one_client_leave_nobody_waiting(void **state)
{
    (void)state;
    struct smv_conn *a = hello(tokens[SCRIBE], 114), *b = hello(tokens[OTHER], 114);
    commit();
    (void)a;
    assert_true(closed_with(b, SMV_CLOSE_WHO));
}

/* --- polls --------------------------------------------------------------------------------------------------------- */

static void a_poll_that_is_open_from_the_start_has_its_key(void **state)
{
    (void)state;
    struct smv_conn *mod = enter(MOD, 115);
    struct smv_buf fields = {0};
    smv_write_array(&fields, 1);
    smv_write_array(&fields, 2);
    smv_write_uint(&fields, SMV_POLL_STATE);
    smv_write_uint(&fields, 1);
    smv_id id = add_first(mod, 1, SMV_KIND_POLL, g.side.poll_sheet, smv_buf_span(&fields));
    assert_int_equal(g.u.n_keys, 1);
    assert_true(g.u.keys[0].poll == id && !g.u.keys[0].destroy && !g.u.keys[0].load);
    smv_buf_finish(&fields);
}

/* The poll takes texts from now on. */
static void open_poll(void)
{
    static const uint8_t key[32] = {7};
    op(enter(MOD, 130), 1, g.side.poll, SMV_POLL_STATE, 1);
    commit();
    assert_true(g.u.n_keys == 1 && g.u.keys[0].poll == g.side.poll);
    step(&(struct smv_event){
        .type = SMV_EVENT_KEY, .poll = g.side.poll, .bytes = smv_span(key, sizeof key)});
}

/* NULL: a choice where a text is asked for, which is refused when its turn in the log comes. */
static void cast(struct smv_conn *conn, const char *text)
{
    struct smv_buf raw = {0};
    if (text != NULL) {
        smv_write_cstr(&raw, text);
    } else {
        smv_write_array(&raw, 1);
        smv_write_uint(&raw, g.side.choices[0]);
    }
    struct smv_msg m = {.kind = SMV_MSG_KIND_BALLOT};
    m.u.ballot = (struct smv_msg_ballot){g.side.poll, smv_buf_span(&raw)};
    say(conn, &m);
    smv_buf_finish(&raw);
}

static void assert_receipt(struct smv_conn *conn, unsigned code)
{
    struct got got = read_all(conn);
    assert_int_equal(got.n[SMV_MSG_KIND_RECEIPT], 1);
    assert_int_equal(got.last_receipt, code);
}

/* A phone's connection breaks with a ballot on its way, and comes back: the one of the broken connection answers
 * nobody, so each receipt is of the ballot that was sent here, and a refusal is not lost. */
static void a_receipt_is_of_its_own_ballot(void **state)
{
    (void)state;
    open_poll();
    struct smv_conn *first = hello("ABCDEF", 131);
    cast(first, "one");
    step(&(struct smv_event){.type = SMV_EVENT_CLOSED, .conn = first});
    struct smv_conn *again = hello("ABCDEF", 131);
    cast(again, "one");
    (void)read_all(again);
    commit_first(1); /* the broken connection's */
    assert_int_equal(read_all(again).n[SMV_MSG_KIND_RECEIPT], 0);
    cast(again, NULL); /* takes the place of the one on its way */
    commit_first(1);
    assert_int_equal(read_all(again).n[SMV_MSG_KIND_RECEIPT], 0);
    struct smv_msg join = {.kind = SMV_MSG_KIND_JOIN};
    uint8_t hash[32] = {1};
    join.u.join = (struct smv_msg_join){smv_span_str("3b"), smv_span(NULL, 0), smv_span(hash, 32)};
    say(again, &join); /* but another matter waits */
    assert_receipt(again, SMV_CODE_BUSY);
    commit();
    assert_receipt(again, SMV_CODE_BAD_VALUE);
}

/* The same device twice (two tabs), each with a ballot on its way. */
static void two_of_one_device_have_a_receipt_each(void **state)
{
    (void)state;
    open_poll();
    struct smv_conn *a = hello("ABCDEF", 132), *b = hello("ABCDEF", 132);
    (void)read_all(a);
    (void)read_all(b);
    cast(b, "b");
    cast(a, NULL);
    commit_first(1);
    assert_int_equal(read_all(a).n[SMV_MSG_KIND_RECEIPT], 0);
    assert_receipt(b, SMV_CODE_OK);
    commit();
    assert_receipt(a, SMV_CODE_BAD_VALUE);
}

/* What the disk had no room for is asked again. */
static void a_full_disk_asks_for_the_ballot_again(void **state)
{
    (void)state;
    open_poll();
    struct smv_conn *phone = hello("ABCDEF", 133), *gone = hello("ABCDEF", 133);
    (void)read_all(phone);
    cast(gone, "one");
    cast(phone, "two");
    step(&(struct smv_event){.type = SMV_EVENT_CLOSED, .conn = gone});
    g.n_bodies = 0;
    step(&(struct smv_event){.type = SMV_EVENT_REFUSED});
    assert_receipt(phone, SMV_CODE_BUSY);
    cast(phone, NULL);
    commit();
    assert_receipt(phone, SMV_CODE_BAD_VALUE);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
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
        T(a_receipt_is_of_its_own_ballot),
        T(two_of_one_device_have_a_receipt_each),
        T(a_full_disk_asks_for_the_ballot_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
