/* admit.c - from OPS to the log: resends are answered, new work is appended in order, floods wait.
 *
 * What is appended gets its verdict when it comes back durable; here only numbers, rates and room on the disk
 * are looked at. A number is admitted once; a resend of something that is on its way is silently the same. */
#include <string.h>
#include "common/base/check.h"
#include "common/base/heap.h"
#include "daemon/core/core_int.h"

void smv_append_body(struct smv_core *core, const struct smv_request *req)
{
    core->appended =
        smv_grow(core->appended, &core->cap_appended, core->n_appended + 1, sizeof *core->appended);
    struct smv_append *a = &core->appended[core->n_appended++];
    struct smv_request q = *req;
    struct smv_buf tail = {0};
    if (q.tail.len == 0) {
        smv_request_write_tail(&tail, req);
        q.tail = smv_buf_span(&tail);
    }
    a->at = core->bodies.len;
    smv_request_write_body(&core->bodies, &q);
    a->len = core->bodies.len - a->at;
    core->waiting++;
    smv_buf_finish(&tail);
}

void smv_admit_own(struct smv_core *core, const struct smv_request *req)
{
    struct smv_request q = *req;
    q.link = 0;
    q.ord = 0;
    q.n = 0;
    q.seen = core->state.seq;
    smv_append_body(core, &q);
}

void smv_admit_epoch(struct smv_core *core)
{
    if (!core->epoch.due || core->epoch.sent) {
        return;
    }
    struct smv_request q = {.op = SMV_OP_EPOCH};
    q.u.epoch = (struct smv_op_epoch){smv_span(core->epoch.fresh, sizeof core->epoch.fresh),
                                      core->epoch.reason};
    core->epoch.sent = true;
    smv_admit_own(core, &q);
}

static void answer_known(struct smv_core *core, struct smv_conn *conn, const struct smv_request *q,
                         uint64_t hash)
{
    const struct smv_done *d = smv_client_done(conn->client, q->n);
    if (d != NULL && d->hash != hash) {
        smv_conn_res(core, conn, q->n, SMV_CODE_HASH, d->seq, 0);
        smv_conn_close(core, conn, SMV_CLOSE_PROTOCOL, "one number was used for two operations");
        return;
    }
    unsigned code = d == NULL || d->code == SMV_CODE_OK ? SMV_CODE_DUP : d->code;
    smv_conn_res(core, conn, q->n, code, d == NULL ? 0 : d->seq, conn->view->ring.end);
}

static void admit_new(struct smv_core *core, struct smv_conn *conn, struct smv_request *q,
                      uint64_t hash)
{
    struct smv_writer_client *c = conn->client;
    unsigned code = SMV_CODE_OK;
    if (q->n != c->admitted_n + 1) {
        code = SMV_CODE_ORDER;
    } else if (core->waiting >= SMV_MAX_BACKLOG_OPS || q->n - c->last_n > SMV_MAX_UNCONFIRMED) {
        code = SMV_CODE_BUSY;
    } else if (!smv_conn_rate(core, &conn->work, SMV_MAX_RATE_OPS, SMV_MAX_RATE_BURST)) {
        code = SMV_CODE_RATE;
    }
    if (code != SMV_CODE_OK) {
        smv_conn_res(core, conn, q->n, code, 0, 0);
        return;
    }
    if (c->admitted == NULL) {
        c->admitted = smv_zalloc(SMV_MAX_DEDUPE * sizeof *c->admitted);
    }
    c->admitted[q->n % SMV_MAX_DEDUPE] = hash;
    c->admitted_n = q->n;
    q->link = conn->link;
    q->ord = c->ord;
    smv_append_body(core, q);
    core->stats.ops_in++;
}

void smv_admit_ops(struct smv_core *core, struct smv_conn *conn, struct smv_span ops)
{
    struct smv_reader r;
    smv_reader_init(&r, ops);
    uint32_t n = smv_read_array(&r);
    if (r.err != SMV_OK || n == 0 || n > SMV_MAX_OPS_PER_FRAME) {
        smv_conn_close(core, conn, SMV_CLOSE_PROTOCOL, "OPS holds 1 to 64 operations");
        return;
    }
    for (uint32_t i = 0; i < n && conn->phase == SMV_CONN_LIVE; i++) {
        struct smv_request q;
        if (smv_request_read(&r, &q) != SMV_OK) {
            smv_conn_close(core, conn, SMV_CLOSE_PROTOCOL, "an operation that cannot be read");
            return;
        }
        uint64_t hash = smv_request_hash(q.tail);
        if (q.n <= conn->client->last_n) {
            answer_known(core, conn, &q, hash);
        } else if (q.n <= conn->client->admitted_n) {
            if (conn->client->admitted[q.n % SMV_MAX_DEDUPE] != hash) {
                smv_conn_res(core, conn, q.n, SMV_CODE_HASH, 0, 0);
                smv_conn_close(core, conn, SMV_CLOSE_PROTOCOL,
                               "one number was used for two operations");
            }
        } else {
            admit_new(core, conn, &q, hash);
        }
    }
}

void smv_admit_refused(struct smv_core *core)
{
    uint64_t key;
    void *value;
    for (size_t i = 0; smv_map_next(&core->state.clients, &i, &key, &value);) {
        struct smv_writer_client *c = value;
        struct smv_conn *conn = smv_map_get(&core->by_ord, c->ord);
        for (uint64_t n = c->last_n + 1; conn != NULL && n <= c->admitted_n; n++) {
            smv_conn_res(core, conn, n, SMV_CODE_BUSY, 0, 0);
        }
        c->admitted_n = c->last_n;
    }
    for (struct smv_conn *c = core->conns, *next; c != NULL; c = next) {
        next = c->next;
        if (c->phase == SMV_CONN_ENTERING) {
            core->stats.ops_refused++;
            smv_conn_close(core, c, SMV_CLOSE_FULL, "the disk is full");
        }
    }
    smv_ask_refused(core);
    core->waiting = 0;
    core->epoch.sent = false; /* asked again by whoever comes next */
}
