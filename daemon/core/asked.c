/* asked.c - what is asked outside of OPS: ballots, self-formed groups, the past.
 *
 * A ballot's author is replaced here, before the log: b = BLAKE2b-128(key of the poll, device | poll). The
 * keys live in memory and in a file of the shell's; they end with the poll. */
#include <string.h>
#include "common/base/check.h"
#include "common/base/hash.h"
#include "common/base/heap.h"
#include "common/base/utf8.h"
#include "common/pack/writer.h"
#include "daemon/core/core_int.h"

enum { MAX_READINGS = 8, MAX_PAST_BYTES = SMV_MAX_FRAME_OUT - 16384 };

static void receipt(struct smv_core *core, struct smv_conn *conn, uint64_t what, unsigned code,
                    uint64_t after)
{
    struct smv_msg m = {.kind = SMV_MSG_KIND_RECEIPT};
    m.u.receipt = (struct smv_msg_receipt){what, code};
    smv_conn_send(core, conn, &m, after);
}

/* What is asked comes back from the log in the order in which it went there: the queue knows whose it was, and a
 * receipt goes to nobody but the connection that is waiting for this very one. Never written down. */
static void ask(struct smv_core *core, struct smv_conn *conn, smv_id poll, const uint8_t *b,
                size_t len)
{
    struct smv_asked *a = smv_zalloc(sizeof *a);
    if (conn->asked != NULL) {
        conn->asked->conn = NULL; /* the newer ballot takes its place */
    }
    a->conn = conn;
    a->poll = poll;
    memcpy(a->b, b, len);
    *(core->last_asked != NULL ? &core->last_asked->next : &core->asked) = a;
    core->last_asked = a;
    conn->asked = a;
}

/* Takes the oldest off the queue; the connection that waits for it, or NULL. */
static struct smv_conn *answered(struct smv_core *core)
{
    struct smv_asked *a = core->asked;
    struct smv_conn *conn = a->conn;
    core->asked = a->next;
    if (core->asked == NULL) {
        core->last_asked = NULL;
    }
    if (conn != NULL) {
        conn->asked = NULL;
    }
    smv_free(a);
    return conn;
}

void smv_ask_finish(struct smv_core *core)
{
    while (core->asked != NULL) {
        (void)answered(core);
    }
}

void smv_ask_refused(struct smv_core *core)
{
    while (core->asked != NULL) {
        smv_id poll = core->asked->poll;
        struct smv_conn *conn = answered(core);
        if (conn != NULL) {
            receipt(core, conn, poll, SMV_CODE_BUSY, 0);
        }
    }
}

void smv_ask_forget(struct smv_core *core, struct smv_conn *conn)
{
    if (conn->asked != NULL) {
        conn->asked->conn = NULL;
        conn->asked = NULL;
    }
    for (size_t i = 0; i < sizeof core->readings / sizeof core->readings[0]; i++) {
        if (core->readings[i] != NULL && core->readings[i]->conn == conn) {
            core->readings[i]->conn = NULL; /* the answer will find nobody */
        }
    }
}

/* --- polls' keys --------------------------------------------------------------------------------------- */

static struct smv_key *find_key(struct smv_core *core, smv_id poll)
{
    for (size_t i = 0; i < core->n_keys; i++) {
        if (core->keys[i].poll == poll) {
            return &core->keys[i];
        }
    }
    return NULL;
}

void smv_polls_order(struct smv_core *core, smv_id poll, bool destroy, bool load)
{
    struct smv_key *k = find_key(core, poll);
    if (destroy && k != NULL) {
        memset(k, 0, sizeof *k);
        *k = core->keys[--core->n_keys];
    }
    core->key_orders = smv_grow(core->key_orders, &core->cap_key_orders, core->n_key_orders + 1,
                                sizeof *core->key_orders);
    core->key_orders[core->n_key_orders++] =
        (struct smv_key_order){.poll = poll, .destroy = destroy, .load = load};
}

void smv_polls_key(struct smv_core *core, smv_id poll, struct smv_span key)
{
    if (key.len != sizeof core->keys->key) {
        /* Open without its key: who has answered cannot be told any more, so it ends here. */
        static const uint8_t closed[] = {2};
        struct smv_request q = {.op = SMV_OP_SET};
        q.u.set = (struct smv_op_set){poll, SMV_POLL_STATE, smv_span(closed, 1)};
        smv_admit_own(core, &q);
        return;
    }
    struct smv_key *k = find_key(core, poll);
    if (k == NULL) {
        core->keys = smv_grow(core->keys, &core->cap_keys, core->n_keys + 1, sizeof *core->keys);
        k = &core->keys[core->n_keys++];
    }
    k->poll = poll;
    memcpy(k->key, key.data, sizeof k->key);
}

void smv_polls_live(struct smv_core *core)
{
    const struct smv_node *root = core->state.tree.root;
    for (const struct smv_node *n = root; n != NULL; n = smv_tree_walk(root, n)) {
        if (n->kind == SMV_KIND_POLL && smv_node_num(n, SMV_POLL_STATE) == 1) {
            smv_polls_order(core, n->id, false, true);
        }
    }
}

void smv_core_ballots(const struct smv_core *core, struct smv_buf *b)
{
    smv_ballots_write(b, &core->state, core->keys, core->n_keys);
}

/* --- ballots and joins ------------------------------------------------------------------------------------- */

static bool phone(const struct smv_conn *conn)
{
    return conn->role == SMV_ROLE_PARTICIPANT || conn->role == SMV_ROLE_SECRETARY;
}

static unsigned may_vote(struct smv_core *core, struct smv_conn *conn, smv_id poll)
{
    const struct smv_node *n = smv_tree_find(&core->state.tree, poll);
    if (n == NULL || n->kind != SMV_KIND_POLL || !smv_view_sees(conn->view, n)) {
        return SMV_CODE_NOT_FOUND;
    }
    uint64_t group = smv_node_num(n, SMV_POLL_GROUP);
    if (!phone(conn) || (group != 0 && group != conn->place)) {
        return SMV_CODE_FORBIDDEN;
    }
    if (smv_node_num(n, SMV_POLL_STATE) != 1 || find_key(core, poll) == NULL) {
        return SMV_CODE_NOT_OPEN;
    }
    if (!smv_takes_answers(&core->state.tree, n)) {
        return SMV_CODE_CLOSED;
    }
    bool other = conn->asked != NULL && conn->asked->poll != poll;
    if (core->waiting >= SMV_MAX_BACKLOG_OPS || other || core->draining) {
        return SMV_CODE_BUSY;
    }
    return smv_conn_rate(core, &conn->work, SMV_MAX_RATE_PHONE, SMV_MAX_RATE_PHONE_BURST)
               ? SMV_CODE_OK
               : SMV_CODE_RATE;
}

void smv_ask_ballot(struct smv_core *core, struct smv_conn *conn, const struct smv_msg_ballot *m)
{
    unsigned code = may_vote(core, conn, m->poll);
    if (code != SMV_CODE_OK) {
        receipt(core, conn, m->poll, code, 0);
        return;
    }
    uint8_t poll[8];
    for (unsigned i = 0; i < 8; i++) {
        poll[i] = (uint8_t)(m->poll >> (8 * i));
    }
    struct smv_span parts[] = {smv_span(conn->cid, sizeof conn->cid), smv_span(poll, 8)};
    uint8_t b[16];
    smv_hash(b, sizeof b, smv_span(find_key(core, m->poll)->key, 32), parts, 2);
    ask(core, conn, m->poll, b, sizeof b);
    struct smv_request q = {.op = SMV_OP_BALLOT};
    q.u.vote = (struct smv_op_vote){m->poll, smv_span(b, 16), m->answer};
    smv_admit_own(core, &q);
}

void smv_ask_join(struct smv_core *core, struct smv_conn *conn, const struct smv_msg_join *m)
{
    unsigned code = SMV_CODE_OK;
    if (conn->role != SMV_ROLE_PARTICIPANT) {
        code = SMV_CODE_FORBIDDEN;
    } else if (m->table.len == 0 || !smv_utf8_clean_line(m->table) ||
               !smv_utf8_clean_line(m->name)) {
        code = SMV_CODE_BAD_VALUE;
    } else if (core->waiting >= SMV_MAX_BACKLOG_OPS || conn->asked != NULL || core->draining) {
        code = SMV_CODE_BUSY;
    } else if (!smv_conn_rate(core, &conn->work, SMV_MAX_RATE_PHONE, SMV_MAX_RATE_PHONE_BURST)) {
        code = SMV_CODE_RATE;
    }
    if (code != SMV_CODE_OK) {
        receipt(core, conn, 0, code, 0);
        return;
    }
    ask(core, conn, 0, m->hash.data, 32);
    struct smv_request q = {.op = SMV_OP_FOUND};
    q.u.found = (struct smv_op_found){m->table, m->name, m->hash};
    smv_admit_own(core, &q);
}

void smv_ask_done(struct smv_core *core, const struct smv_folded *done)
{
    bool ballot = done->req.op == SMV_OP_BALLOT;
    const uint8_t *b = ballot ? done->req.u.vote.b.data : done->req.u.found.hash.data;
    smv_id poll = ballot ? done->req.u.vote.poll : 0;
    const struct smv_asked *a = core->asked;
    if (a == NULL) {
        return; /* replayed: of the time before this core */
    }
    INVARIANT(a->poll == poll && memcmp(a->b, b, ballot ? 16 : 32) == 0);
    struct smv_conn *conn = answered(core);
    if (conn != NULL) {
        receipt(core, conn, ballot ? poll : done->made, done->code, 0);
    }
}

/* --- the past ---------------------------------------------------------------------------------------------- */

static void past(struct smv_core *core, struct smv_conn *conn, const struct smv_msg_fetch *m,
                 unsigned code, struct smv_span list)
{
    static const uint8_t none[1] = {0x90};
    struct smv_msg out = {.kind = SMV_MSG_KIND_PAST};
    out.u.past = (struct smv_msg_past){
        m->what, m->node, m->field, code, core->state.seq, list.len > 0 ? list : smv_span(none, 1)};
    smv_conn_send(core, conn, &out, conn->view->ring.end);
}

/* The number under which the asking client sent a past operation; 0: another's, or one whose verdict is too old
 * to be remembered, which cannot be in flight. An offer of its own made changes under the offer's number. */
static uint64_t n_of(const struct smv_writer_client *c, const struct smv_past *p)
{
    for (size_t i = 0; p->ord == c->ord && c->done != NULL && i < SMV_MAX_DEDUPE; i++) {
        if (c->done[i].n != 0 && c->done[i].seq == p->seq) {
            return c->done[i].n;
        }
    }
    return 0;
}

/* Text operations of a field after seq. The answer is placed behind what the ring holds now, so that it and
 * the EVs do not overlap in doubt: it reaches to PAST.seq. */
static void fetch_ops(struct smv_core *core, struct smv_conn *conn, const struct smv_msg_fetch *m,
                      const struct smv_node *n)
{
    const struct smv_text *t = smv_node_text(n, (unsigned)m->field);
    struct smv_buf list = {0}, ops = {0};
    size_t count = 0;
    if (t != NULL && m->seq < t->floor) {
        past(core, conn, m, SMV_CODE_BAD_SEEN, smv_span(NULL, 0));
        return;
    }
    for (size_t i = 0; t != NULL && i < t->n_past; i++) {
        if (t->past[i].seq > m->seq) {
            smv_write_array(&ops, 4);
            smv_write_uint(&ops, t->past[i].seq);
            smv_write_uint(&ops, t->past[i].ord);
            smv_write_uint(&ops, n_of(conn->client, &t->past[i]));
            smv_ot_write(&ops, &t->past[i].op);
            count++;
        }
    }
    smv_write_array(&list, count);
    smv_buf_put_span(&list, smv_buf_span(&ops));
    past(core, conn, m, SMV_CODE_OK, smv_buf_span(&list));
    smv_buf_finish(&list);
    smv_buf_finish(&ops);
}

static void fetch_history(struct smv_core *core, struct smv_conn *conn,
                          const struct smv_msg_fetch *m)
{
    const struct smv_trail *t = smv_state_trail(&core->state, m->node);
    size_t slot = 64, mine = 0;
    for (size_t i = 0; i < 64; i++) {
        if (core->readings[i] == NULL) {
            slot = i;
        } else {
            mine += core->readings[i]->conn == conn;
        }
    }
    if (slot == 64 || mine >= MAX_READINGS) { /* one who asks much leaves room for others */
        past(core, conn, m, SMV_CODE_BUSY, smv_span(NULL, 0));
        return;
    }
    struct smv_reading *r = smv_zalloc(sizeof *r);
    uint32_t end = t == NULL ? 0 : t->n;
    while (end > 0 && m->seq != 0 && t->seqs[end - 1] >= m->seq) {
        end--;
    }
    for (uint32_t i = end > 64 ? end - 64 : 0; i < end; i++) {
        r->seqs[r->n++] = t->seqs[i];
    }
    r->token = ++core->next_token;
    r->conn = conn;
    r->node = m->node;
    core->readings[slot] = r;
    core->read_orders = smv_grow(core->read_orders, &core->cap_read_orders, core->n_read_orders + 1,
                                 sizeof *core->read_orders);
    core->read_orders[core->n_read_orders++] = (struct smv_read){r->token, r->seqs, r->n};
}

void smv_ask_fetch(struct smv_core *core, struct smv_conn *conn, const struct smv_msg_fetch *m)
{
    const struct smv_node *n = smv_tree_find(&core->state.tree, m->node);
    bool writer = conn->client != NULL;
    if (n == NULL || !smv_view_sees(conn->view, n) || !writer) {
        past(core, conn, m, n == NULL || writer ? SMV_CODE_NOT_FOUND : SMV_CODE_FORBIDDEN,
             smv_span(NULL, 0));
    } else if (!smv_conn_rate(core, &conn->work, SMV_MAX_RATE_OPS, SMV_MAX_RATE_BURST)) {
        past(core, conn, m, SMV_CODE_RATE, smv_span(NULL, 0));
    } else if (m->what == 0) {
        fetch_ops(core, conn, m, n);
    } else {
        fetch_history(core, conn, m);
    }
}

/* The node that a client's operation was asked for on; 0: not a client's operation. */
static smv_id asked_on(const struct smv_request *q)
{
    switch (q->op) {
    case SMV_OP_ADD: return q->u.add.id;
    case SMV_OP_SET: return q->u.set.id;
    case SMV_OP_TXT: return q->u.txt.id;
    case SMV_OP_MOVE: return q->u.move.id;
    case SMV_OP_DEL: return q->u.del.id;
    case SMV_OP_UNDEL: return q->u.undel.id;
    case SMV_OP_CLOCK: return q->u.clock.id;
    case SMV_OP_LOCK: return q->u.lock.id;
    case SMV_OP_OFFER: return q->u.offer.id;
    case SMV_OP_ENTER:
    case SMV_OP_EPOCH:
    case SMV_OP_BALLOT:
    case SMV_OP_FOUND: return 0;
    }
    return 0;
}

/* Ballots have no author and no time for anybody; that they touched a node is not told. Nor is what somebody
 * asked for on a node that this view does not read, although a rule made something of it here: a row that was
 * carried over from another room's obstacle. */
static bool write_history(struct smv_core *core, const struct smv_view *v, struct smv_buf *out,
                          const struct smv_entry *e)
{
    struct smv_request q;
    if (smv_request_read_body(e->body, &q) != SMV_OK) {
        return false;
    }
    const struct smv_node *n = smv_tree_find(&core->state.tree, asked_on(&q));
    if (n == NULL || !smv_view_sees(v, n)) {
        return false;
    }
    const struct smv_writer_client *c = smv_state_client(&core->state, q.ord);
    struct smv_reader r;
    smv_reader_init(&r, q.tail);
    (void)smv_read_uint(&r); /* seen */
    smv_write_array(out, 4 + smv_request_tail_count(q.op) - 1);
    smv_write_uint(out, e->seq);
    smv_write_uint(out, e->ts);
    smv_write_uint(out, q.ord);
    smv_write_str(out, c == NULL ? smv_span(NULL, 0) : smv_buf_span(&c->name));
    smv_buf_put(out, r.p, smv_reader_left(&r));
    return true;
}

void smv_ask_past(struct smv_core *core, const struct smv_event *e)
{
    for (size_t i = 0; i < 64; i++) {
        struct smv_reading *r = core->readings[i];
        if (r == NULL || r->token != e->token) {
            continue;
        }
        struct smv_msg_fetch m = {.what = 1, .node = r->node};
        struct smv_buf list = {0}, items = {0};
        size_t count = 0;
        bool there = r->conn != NULL && r->conn->phase == SMV_CONN_LIVE;
        /* As many of the newest as one message holds; the older ones are asked for from there. */
        size_t from = e->n_entries, bytes = 0;
        while (from > 0 && bytes + e->entries[from - 1].body.len < MAX_PAST_BYTES) {
            bytes += e->entries[--from].body.len;
        }
        for (size_t k = from; there && k < e->n_entries; k++) {
            count += write_history(core, r->conn->view, &items, &e->entries[k]);
        }
        smv_write_array(&list, count);
        smv_buf_put_span(&list, smv_buf_span(&items));
        smv_buf_finish(&items);
        if (there) {
            past(core, r->conn, &m, SMV_CODE_OK, smv_buf_span(&list));
        }
        smv_buf_finish(&list);
        smv_free(r);
        core->readings[i] = NULL;
        return;
    }
}
