/* ledger.c - see ledger.h. */
#include "client-cli/rehearse/ledger.h"
#include <string.h>
#include "common/base/heap.h"

/* --- latencies --------------------------------------------------------------------------------------- */
static unsigned cell_of(uint64_t us)
{
    unsigned shift = 0;
    while (us >> shift >= 32) {
        shift++;
    }
    return us < 16 ? (unsigned)us : (shift + 1) * 16 + (unsigned)(us >> shift) - 16;
}

static uint64_t cell_value(unsigned cell)
{
    return cell < 16 ? cell : ((uint64_t)(cell % 16) + 16) << (cell / 16 - 1);
}

void smv_hist_add(struct smv_hist *h, uint64_t us)
{
    h->cells[cell_of(us)]++;
    h->n++;
    h->max_us = us > h->max_us ? us : h->max_us;
}

void smv_hist_merge(struct smv_hist *h, const struct smv_hist *other)
{
    for (size_t i = 0; i < SMV_HIST_CELLS; i++) {
        h->cells[i] += other->cells[i];
    }
    h->n += other->n;
    h->max_us = other->max_us > h->max_us ? other->max_us : h->max_us;
}

uint64_t smv_hist_at(const struct smv_hist *h, unsigned per_mille)
{
    uint64_t want = (h->n * per_mille + 999) / 1000, seen = 0;
    for (unsigned i = 0; i < SMV_HIST_CELLS && h->n > 0; i++) {
        seen += h->cells[i];
        if (seen >= want) {
            return cell_value(i);
        }
    }
    return h->max_us;
}

/* --- operations -------------------------------------------------------------------------------------- */
void smv_ledger_finish(struct smv_ledger *l)
{
    smv_free(l->ops);
    smv_free(l->made);
    memset(l, 0, sizeof *l);
}

struct smv_ledger_op *smv_ledger_get(const struct smv_ledger *l, uint64_t n)
{
    return n >= 1 && n <= l->n_ops && l->ops[n - 1].sent ? &l->ops[n - 1] : NULL;
}

uint64_t smv_ledger_open(const struct smv_ledger *l)
{
    uint64_t open = 0;
    for (size_t i = 0; i < l->n_ops; i++) {
        open += l->ops[i].sent && l->ops[i].state == SMV_LEDGER_OPEN;
    }
    return open;
}

void smv_ledger_unsent(struct smv_ledger *l, size_t unsent, uint64_t now_us)
{
    if (l->n_made > unsent) { /* typed and taken back before it was sent */
        memmove(l->made, l->made + (l->n_made - unsent), unsent * sizeof *l->made);
        l->n_made = unsent;
    }
    l->made = smv_grow(l->made, &l->cap_made, unsent + 1, sizeof *l->made);
    while (l->n_made < unsent) {
        l->made[l->n_made++] = now_us;
    }
}

static smv_id node_of(const struct smv_request *q)
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
    case SMV_OP_FOUND: break;
    }
    return 0;
}

static void sent_one(struct smv_ledger *l, const struct smv_request *q, uint64_t now_us)
{
    size_t n = (size_t)q->n;
    if (n > l->n_ops) {
        l->ops = smv_grow(l->ops, &l->cap_ops, n, sizeof *l->ops);
        memset(&l->ops[l->n_ops], 0, (n - l->n_ops) * sizeof *l->ops);
        l->n_ops = n;
    }
    struct smv_ledger_op *o = &l->ops[n - 1];
    if (o->sent) {
        return;
    }
    l->sent++;
    o->sent = true;
    o->sent_on = l->connections;
    o->sent_us = o->made_us = now_us;
    o->op = q->op;
    o->node = node_of(q);
    o->field = q->op == SMV_OP_TXT ? (unsigned)q->u.txt.field : 0;
    if (l->n_made > 0) {
        o->made_us = l->made[0];
        memmove(l->made, l->made + 1, --l->n_made * sizeof *l->made);
    }
}

void smv_ledger_out(struct smv_ledger *l, struct smv_span frame, uint64_t now_us)
{
    struct smv_msg msg;
    struct smv_reader r;
    struct smv_request q;
    if (smv_msg_read(frame, /* up */ 1, &msg) != SMV_OK) {
        return;
    }
    l->ballots += msg.kind == SMV_MSG_KIND_BALLOT;
    if (msg.kind != SMV_MSG_KIND_OPS) {
        return;
    }
    smv_reader_init(&r, msg.u.ops.ops);
    uint32_t n = smv_read_array(&r);
    for (uint32_t i = 0; i < n && smv_request_read(&r, &q) == SMV_OK; i++) {
        sent_one(l, &q, now_us);
    }
}

static void confirm(struct smv_ledger *l, struct smv_ledger_op *o, smv_seq seq, uint64_t now_us)
{
    if (o->state == SMV_LEDGER_REFUSED || o->state == SMV_LEDGER_ANEW ||
        (o->state == SMV_LEDGER_CONFIRMED && o->seq != 0 && seq != 0 && o->seq != seq)) {
        l->doubled++;
        return;
    }
    o->seq = seq != 0 ? seq : o->seq;
    if (o->state == SMV_LEDGER_OPEN) {
        o->state = SMV_LEDGER_CONFIRMED;
        l->confirmed++;
        smv_hist_add(&l->confirm, now_us - o->made_us);
        if (o->sent_on == l->connections) {
            smv_hist_add(&l->straight, now_us - o->sent_us);
        }
    }
}

static void verdict(struct smv_ledger *l, uint64_t n, unsigned code, smv_seq seq, uint64_t now_us)
{
    struct smv_ledger_op *o = smv_ledger_get(l, n);
    enum smv_code_class class = smv_code_class((enum smv_code)code);
    if (o == NULL) {
        return;
    }
    if (class == SMV_CLASS_RETRY) {
        l->retries++;
    } else if (class == SMV_CLASS_DONE) {
        confirm(l, o, seq, now_us);
    } else if (o->state == SMV_LEDGER_CONFIRMED) {
        l->doubled++; /* yes and no */
    } else if (o->state == SMV_LEDGER_OPEN) {
        o->state = class == SMV_CLASS_RESYNC ? SMV_LEDGER_ANEW : SMV_LEDGER_REFUSED;
        o->code = code;
        l->anew += class == SMV_CLASS_RESYNC;
        l->refused[code < 100 ? code : 99] += class != SMV_CLASS_RESYNC;
    }
}

static void read_results(struct smv_ledger *l, struct smv_span raw, uint64_t now_us)
{
    struct smv_reader r;
    smv_reader_init(&r, raw);
    uint32_t count = smv_read_array(&r);
    for (uint32_t i = 0; i < count && r.err == SMV_OK; i++) {
        smv_read_array_of(&r, 3);
        uint64_t n = smv_read_uint(&r);
        uint64_t code = smv_read_uint_max(&r, 99);
        smv_seq seq = smv_read_uint(&r);
        if (r.err == SMV_OK) {
            verdict(l, n, (unsigned)code, seq, now_us);
        }
    }
}

/* What was fetched of a text tells of the one operation that was on its way there, without its n. */
static void read_past(struct smv_ledger *l, const struct smv_msg_past *past, uint64_t now_us)
{
    struct smv_reader r;
    smv_reader_init(&r, past->list);
    uint32_t count = past->what == 0 && past->code == 0 ? smv_read_array(&r) : 0;
    for (uint32_t i = 0; i < count && r.err == SMV_OK; i++) {
        smv_read_array_of(&r, 4);
        smv_seq seq = smv_read_uint(&r);
        uint64_t ord = smv_read_uint(&r);
        (void)smv_read_uint(&r);
        (void)smv_read_skip(&r);
        for (size_t k = l->n_ops; k-- > 0 && r.err == SMV_OK && ord == l->ord;) {
            struct smv_ledger_op *o = &l->ops[k];
            if (o->sent && o->state == SMV_LEDGER_OPEN && o->op == SMV_OP_TXT &&
                o->node == past->node && o->field == past->field) {
                confirm(l, o, seq, now_us);
                break;
            }
        }
    }
}

static void welcome(struct smv_ledger *l, const struct smv_msg_welcome *w)
{
    bool other = l->know_epoch && memcmp(l->epoch, w->epoch.data, sizeof l->epoch) != 0;
    l->connections++;
    if (other) { /* the numbers begin anew; what was confirmed before is not in question here */
        l->n_ops = 0;
    }
    l->histories += other || !l->know_epoch;
    l->know_epoch = true;
    memcpy(l->epoch, w->epoch.data, sizeof l->epoch);
    l->ord = w->ord;
}

void smv_ledger_in(struct smv_ledger *l, struct smv_span frame, uint64_t now_us,
                   void (*heard)(void *arg, const struct smv_item *item), void *arg)
{
    struct smv_msg msg;
    struct smv_reader r;
    struct smv_item item;
    if (smv_msg_read(frame, /* up */ 0, &msg) != SMV_OK) {
        return;
    }
    if (msg.kind == SMV_MSG_KIND_WELCOME) {
        welcome(l, &msg.u.welcome);
    } else if (msg.kind == SMV_MSG_KIND_RES) {
        read_results(l, msg.u.res.results, now_us);
    } else if (msg.kind == SMV_MSG_KIND_PAST) {
        read_past(l, &msg.u.past, now_us);
    } else if (msg.kind == SMV_MSG_KIND_RECEIPT) {
        l->receipts += msg.u.receipt.code == 0;
        l->refused[msg.u.receipt.code < 100 ? msg.u.receipt.code : 99] += msg.u.receipt.code != 0;
    } else if (msg.kind == SMV_MSG_KIND_EV) {
        smv_reader_init(&r, msg.u.ev.items);
        uint32_t n = smv_read_array(&r);
        for (uint32_t i = 0; i < n; i++) {
            if (smv_item_read(&r, &item) != SMV_OK) {
                continue;
            }
            struct smv_ledger_op *o =
                l->ord != 0 && item.ord == l->ord ? smv_ledger_get(l, item.n) : NULL;
            if (o != NULL) {
                confirm(l, o, item.seq, now_us);
            }
            if (heard != NULL) {
                heard(arg, &item);
            }
        }
    }
}
