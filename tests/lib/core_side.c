/* core_side.c - see core_side.h. */
#include "tests/lib/core_side.h"
#include "common/base/hash.h"
#include "common/base/limits.h"
#include "common/pack/writer.h"

const char *const core_tokens[FOLD_WHO] = {"",
                                           "organiser-secret-1",
                                           "moderator-secret-1",
                                           "scribe-secret-one1",
                                           "scribe-secret-two2",
                                           "secretary-secret-1"};

struct core_side core_side;

void core_step(struct smv_event *e)
{
    e->mono = core_side.mono;
    e->wall = core_side.wall;
    smv_core_step(core_side.core, e, &core_side.u);
    for (size_t i = 0; i < core_side.u.n_appends && core_side.n_bodies < 64; i++) {
        struct smv_buf *b = &core_side.bodies[core_side.n_bodies++];
        smv_buf_clear(b);
        smv_buf_put_span(b, core_side.u.appends[i]);
    }
}

/* The n oldest of what was appended are in the log now. */
void core_commit_first(size_t n)
{
    struct smv_entry entries[64];
    struct smv_buf done[64], none = {0};
    memset(entries, 0, sizeof entries);
    assert_true(n <= core_side.n_bodies);
    for (size_t i = 0; i < n; i++) {
        entries[i] = (struct smv_entry){.seq = ++core_side.seq,
                                        .ts = core_side.wall,
                                        .body = smv_buf_span(&core_side.bodies[i])};
        entries[i].chain[0] = (uint8_t)core_side.seq;
        done[i] = core_side.bodies[i];
    }
    for (size_t i = 0; i < 64; i++) {
        core_side.bodies[i] = i + n < 64 ? core_side.bodies[i + n] : none;
    }
    core_side.n_bodies -= n;
    core_step(&(struct smv_event){.type = SMV_EVENT_ENTRIES, .entries = entries, .n_entries = n});
    for (size_t i = 0; i < n; i++) {
        smv_buf_finish(&done[i]);
    }
}

void core_commit(void)
{
    core_commit_first(core_side.n_bodies);
}

int core_setup(void **state)
{
    static const uint8_t chain[16];
    (void)state;
    struct smv_core_config config = {.name = "dag", .ping_ms = 10000, .ring_frames = 4};
    struct smv_buf bytes = {0};
    memset(&core_side, 0, sizeof core_side);
    fold_init(&core_side.side);
    for (unsigned who = ORG; who < FOLD_WHO; who++) {
        uint8_t hash[32];
        struct smv_buf raw = {0};
        struct smv_span token = smv_span_str(core_tokens[who]);
        smv_hash(hash, sizeof hash, smv_span(NULL, 0), &token, 1);
        smv_write_bin(&raw, smv_span(hash, 32));
        assert_code(fold_set_raw(&core_side.side, ORG, core_side.side.links[who], SMV_LINK_HASH,
                                 smv_buf_span(&raw)),
                    OK);
        smv_buf_finish(&raw);
    }
    struct smv_buf code = {0};
    smv_write_str(&code, smv_span_str("ABCDEF"));
    assert_code(fold_set_raw(&core_side.side, ORG, SMV_ROOT, SMV_SEMINAR_CODE, smv_buf_span(&code)),
                OK);
    smv_buf_finish(&code);
    assert_code(fold_set(&core_side.side, MOD, SMV_ROOT, SMV_SEMINAR_DOOR, 1), OK);
    smv_state_write(&bytes, &core_side.side.s);
    core_side.seq = core_side.side.s.seq;
    core_side.wall = core_side.side.now;
    core_side.mono = 1000;
    assert_int_equal(
        smv_core_create(&config, smv_buf_span(&bytes), core_side.seq, chain, &core_side.core),
        SMV_OK);
    smv_buf_finish(&bytes);
    core_step(&(struct smv_event){.type = SMV_EVENT_LIVE});
    return 0;
}

int core_teardown(void **state)
{
    (void)state;
    smv_core_destroy(core_side.core);
    fold_finish(&core_side.side);
    for (size_t i = 0; i < 64; i++) {
        smv_buf_finish(&core_side.bodies[i]);
    }
    return 0;
}

void core_say(struct smv_conn *conn, const struct smv_msg *m)
{
    struct smv_buf b = {0};
    smv_msg_write(&b, m);
    core_step(
        &(struct smv_event){.type = SMV_EVENT_FRAME, .conn = conn, .bytes = smv_buf_span(&b)});
    smv_buf_finish(&b);
}

struct smv_conn *core_hello_as(const char *token, uint8_t cid0, const char *name)
{
    static const uint8_t nil = 0xc0;
    uint8_t cid[16] = {cid0};
    core_step(&(struct smv_event){.type = SMV_EVENT_OPEN});
    struct smv_conn *conn = core_side.u.opened;
    struct smv_msg m = {.kind = SMV_MSG_KIND_HELLO};
    m.u.hello.vmin = m.u.hello.vmax = 1;
    m.u.hello.token = smv_span_str(token);
    m.u.hello.cid = smv_span(cid, 16);
    m.u.hello.resume = smv_span(&nil, 1);
    m.u.hello.name = smv_span_str(name);
    core_say(conn, &m);
    return conn;
}

struct smv_conn *core_hello(const char *token, uint8_t cid0)
{
    return core_hello_as(token, cid0, "");
}

struct smv_conn *core_enter(enum fold_who who, uint8_t cid0)
{
    struct smv_conn *conn = core_hello(core_tokens[who], cid0);
    core_commit();
    assert_true(smv_conn_live(conn));
    return conn;
}

static void read_res(struct smv_span raw, struct core_got *got)
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

struct core_got core_read(struct smv_conn *conn)
{
    struct core_got got = {0};
    struct smv_frame *f;
    while ((f = smv_core_next(core_side.core, conn)) != NULL) {
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
void core_op(struct smv_conn *conn, uint64_t n, smv_id id, unsigned field, uint64_t value)
{
    struct smv_buf v = {0}, raw = {0}, tail = {0};
    struct smv_request q = {.n = n, .seen = core_side.seq, .op = SMV_OP_SET};
    smv_write_uint(&v, value);
    q.u.set = (struct smv_op_set){id, field, smv_buf_span(&v)};
    smv_request_write_tail(&tail, &q);
    q.tail = smv_buf_span(&tail);
    smv_write_array(&raw, 1);
    smv_request_write(&raw, &q);
    struct smv_msg m = {.kind = SMV_MSG_KIND_OPS};
    m.u.ops.ops = smv_buf_span(&raw);
    core_say(conn, &m);
    smv_buf_finish(&v);
    smv_buf_finish(&raw);
    smv_buf_finish(&tail);
}

/* A node of the connection that came in first; under number n. */
smv_id core_add(struct smv_conn *conn, uint64_t n, unsigned kind, smv_id parent,
                struct smv_span fields)
{
    struct smv_buf tail = {0}, raw = {0};
    struct smv_request q = {.n = n, .seen = core_side.seq, .op = SMV_OP_ADD};
    smv_id id = ((smv_id)FOLD_WHO << SMV_ID_COUNTER_BITS) + n;
    q.u.add = (struct smv_op_add){id, kind, parent, 0, fields};
    smv_request_write_tail(&tail, &q);
    q.tail = smv_buf_span(&tail);
    smv_write_array(&raw, 1);
    smv_request_write(&raw, &q);
    struct smv_msg m = {.kind = SMV_MSG_KIND_OPS};
    m.u.ops.ops = smv_buf_span(&raw);
    core_say(conn, &m);
    core_commit();
    smv_buf_finish(&tail);
    smv_buf_finish(&raw);
    return id;
}
