/* pending.c - own operations from the moment they are made until the daemon's verdict.
 *
 * What: the list by n, freezing, sending in order within the bounds, verdicts.
 * Not:  what a text operation becomes when its verdict is there: textfield.c.
 * Uses: internal.h.    Thread: as client.h.
 * Invariants: sent bytes never change; what is sent is a prefix of the list; after a RETRY everything from
 *       that n on is sent again in order. */
#include <string.h>
#include "client-cli/core/internal.h"
#include "common/base/check.h"
#include "common/base/utf8.h"
#include "common/pack/writer.h"

enum { ORDER_TRIES = 4 };

struct smv_cl_own *smv_cl_own_new(struct smv_client *c, enum smv_op_kind op)
{
    struct smv_cl_own *o = smv_zalloc(sizeof *o);
    o->n = ++c->last_n;
    o->op = op;
    o->dirty = true;
    c->own = smv_grow(c->own, &c->cap_own, c->n_own + 1, sizeof *c->own);
    c->own[c->n_own++] = o;
    c->news |= SMV_NEWS_SAVED;
    return o;
}

static size_t index_of(const struct smv_client *c, uint64_t n)
{
    size_t lo = 0, hi = c->n_own;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (c->own[mid]->n < n) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo;
}

struct smv_cl_own *smv_cl_own_find(const struct smv_client *c, uint64_t n)
{
    size_t at = index_of(c, n);
    return at < c->n_own && c->own[at]->n == n ? c->own[at] : NULL;
}

void smv_cl_own_free(struct smv_cl_own *o)
{
    smv_buf_finish(&o->value);
    smv_buf_finish(&o->tail);
    smv_buf_finish(&o->base);
    smv_buf_finish(&o->text);
    smv_ot_finish(&o->ot);
    smv_ot_finish(&o->raw);
    smv_free(o);
}

static void take_out(struct smv_client *c, const struct smv_cl_own *o)
{
    size_t at = index_of(c, o->n);
    INVARIANT(at < c->n_own && c->own[at] == o);
    memmove(&c->own[at], &c->own[at + 1], (c->n_own - at - 1) * sizeof c->own[0]);
    c->n_own--;
    c->news |= SMV_NEWS_SAVED | SMV_NEWS_TREE;
}

void smv_cl_own_remove(struct smv_client *c, struct smv_cl_own *o, bool confirmed)
{
    take_out(c, o);
    smv_cl_put_done(c, o->n);
    if (confirmed) {
        c->confirmed_total++;
        c->last_confirm = c->now;
        c->retries = 0;
    }
    smv_cl_own_free(o);
}

void smv_cl_own_drop_unsent(struct smv_client *c, struct smv_cl_own *o)
{
    PRE(o->tail.len == 0);
    size_t at = index_of(c, o->n);
    uint64_t n = o->n;
    smv_cl_own_remove(c, o, false);
    /* No gap in n: the daemon would wait for the missing one. */
    smv_cl_renumber(c, at, n);
    c->last_n--;
    c->meta_dirty = true;
}

void smv_cl_renumber(struct smv_client *c, size_t from, uint64_t first_n)
{
    for (size_t i = from; i < c->n_own; i++) {
        smv_cl_put_done(c, c->own[i]->n);
    }
    for (size_t i = from; i < c->n_own; i++) {
        c->own[i]->n = first_n + (i - from);
        c->own[i]->dirty = true;
        c->last_n = c->own[i]->n > c->last_n ? c->own[i]->n : c->last_n;
    }
}

/* What a person typed into a refused operation, to be copied from there. */
static void typed_text(const struct smv_cl_own *o, struct smv_buf *ret)
{
    smv_buf_clear(ret);
    struct smv_reader r;
    smv_reader_init(&r, smv_buf_span(&o->value));
    if (o->op == SMV_OP_TXT) {
        smv_buf_put_span(ret, smv_buf_span(&o->ot.text));
    } else if (o->op == SMV_OP_SET && smv_reader_peek(&r) == SMV_PACK_STR) {
        smv_buf_put_span(ret, smv_read_str(&r, SMV_MAX_TEXT_BYTES));
    } else if (o->op == SMV_OP_ADD) {
        uint32_t n = smv_read_array(&r);
        for (uint32_t i = 0; i < n && r.err == SMV_OK; i++) {
            smv_read_array_of(&r, 2);
            (void)smv_read_uint(&r);
            if (smv_reader_peek(&r) != SMV_PACK_STR) {
                (void)smv_read_skip(&r);
                continue;
            }
            struct smv_span s = smv_read_str(&r, SMV_MAX_TEXT_BYTES);
            if (s.len > 0 && ret->len > 0) {
                smv_buf_put_byte(ret, '\n');
            }
            smv_buf_put_span(ret, s);
        }
    }
}

void smv_cl_own_refuse(struct smv_client *c, struct smv_cl_own *o, unsigned code)
{
    take_out(c, o);
    c->retries = 0;
    bool noop = o->op == SMV_OP_TXT && smv_ot_is_noop(&o->ot);
    if (o->op == SMV_OP_OFFER || noop) {
        /* nobody typed an offer: that it was not wanted is no news to a person */
        smv_cl_put_done(c, o->n);
        smv_cl_own_free(o);
        return;
    }
    o->code = code;
    typed_text(o, &o->text);
    smv_cl_put_refused(c, o->n, o);
    c->refused = smv_grow(c->refused, &c->cap_refused, c->n_refused + 1, sizeof *c->refused);
    c->refused[c->n_refused++] = o;
    c->news |= SMV_NEWS_REFUSED;
}

size_t smv_cl_offers(const struct smv_client *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->n_own; i++) {
        n += c->own[i]->op == SMV_OP_OFFER;
    }
    return n;
}

/* --- sending -------------------------------------------------------------------------------------- */
void smv_cl_request(const struct smv_cl_own *o, struct smv_buf *scratch,
                    struct smv_request *ret_req)
{
    struct smv_request q = {.n = o->n, .seen = o->seen, .op = o->op};
    struct smv_span value = smv_buf_span(&o->value);
    switch (o->op) {
    case SMV_OP_ADD:
        q.u.add = (struct smv_op_add){o->id, o->kind, o->parent, o->after, value};
        break;
    case SMV_OP_SET: q.u.set = (struct smv_op_set){o->id, o->field, value}; break;
    case SMV_OP_TXT:
        smv_buf_clear(scratch);
        smv_ot_write(scratch, &o->ot);
        q.u.txt = (struct smv_op_txt){o->id, o->field, smv_buf_span(scratch)};
        break;
    case SMV_OP_MOVE: q.u.move = (struct smv_op_move){o->id, o->parent, o->after}; break;
    case SMV_OP_DEL: q.u.del.id = o->id; break;
    case SMV_OP_UNDEL: q.u.undel.id = o->id; break;
    case SMV_OP_CLOCK: q.u.clock = (struct smv_op_clock){o->id, o->action, o->ms}; break;
    case SMV_OP_LOCK: q.u.lock = (struct smv_op_lock){o->id, o->action}; break;
    case SMV_OP_OFFER:
        q.u.offer = (struct smv_op_offer){.id = o->id,
                                          .kind = o->kind,
                                          .parent = o->parent,
                                          .after = o->after,
                                          .place_seq = o->place_seq,
                                          .deleted = o->action,
                                          .del_seq = o->del_seq,
                                          .fields = value};
        break;
    case SMV_OP_ENTER:
    case SMV_OP_EPOCH:
    case SMV_OP_BALLOT:
    case SMV_OP_FOUND: UNREACHABLE("not a client's operation");
    }
    *ret_req = q;
}

void smv_cl_freeze(struct smv_client *c, struct smv_cl_own *o)
{
    struct smv_buf scratch = {0};
    struct smv_request q;
    o->seen = c->applied;
    if (o->op == SMV_OP_TXT) {
        smv_buf_clear(&o->base);
        smv_cl_below(c, o, o->id, o->field, &o->base);
        o->base_seq = c->applied;
    }
    smv_cl_request(o, &scratch, &q);
    smv_request_write_tail(&o->tail, &q);
    smv_buf_finish(&scratch);
    o->dirty = true;
}

/* May o go out now, given everything before it? */
static bool may_go(const struct smv_client *c, const struct smv_cl_own *o)
{
    if (o->op != SMV_OP_TXT) {
        return true;
    }
    if (smv_cl_chain(c, o->id, o->field, NULL) != o) {
        return false; /* one is in flight on this field */
    }
    const struct smv_cl_apart *a = smv_cl_apart_find(c, o->id, o->field);
    return a == NULL || a->why == SMV_CL_GONE || (a->why == SMV_CL_VERDICT && o->tail.len > 0);
}

static void flush_ops(struct smv_client *c, struct smv_buf *ops, size_t n)
{
    if (n == 0) {
        return;
    }
    struct smv_buf list = {0};
    smv_write_array(&list, n);
    smv_buf_put_span(&list, smv_buf_span(ops));
    struct smv_msg msg = {.kind = SMV_MSG_KIND_OPS};
    msg.u.ops.ops = smv_buf_span(&list);
    smv_cl_send(c, &msg);
    smv_buf_finish(&list);
    smv_buf_clear(ops);
}

/* Larger than any message may be: it can never be sent. */
static bool too_large(const struct smv_client *c, const struct smv_buf *one)
{
    size_t most = c->frame_max < SMV_MAX_FRAME_IN ? c->frame_max : SMV_MAX_FRAME_IN;
    return one->len + 16 > most;
}

void smv_cl_freeze_made(struct smv_client *c)
{
    struct smv_buf one = {0};
    for (size_t i = 0; i < c->n_own && i < c->unconfirmed_max && may_go(c, c->own[i]); i++) {
        struct smv_cl_own *o = c->own[i];
        if (o->tail.len > 0) {
            continue;
        }
        smv_cl_freeze(c, o);
        struct smv_request q = {.n = o->n, .op = o->op, .tail = smv_buf_span(&o->tail)};
        smv_buf_clear(&one);
        smv_request_write(&one, &q);
        if (too_large(c, &one)) { /* refused when its turn to be sent comes */
            smv_buf_clear(&o->tail);
            smv_buf_clear(&o->base);
            break;
        }
    }
    smv_buf_finish(&one);
}

static void send_ops(struct smv_client *c)
{
    struct smv_buf ops = {0}, one = {0};
    size_t in_frame = 0, flying = 0;
    uint64_t last = 0;
    for (size_t i = 0; i < c->n_own; i++) {
        struct smv_cl_own *o = c->own[i];
        flying++;
        if (o->sent) {
            continue;
        }
        if (flying > c->unconfirmed_max || !may_go(c, o)) {
            break;
        }
        bool fresh = o->tail.len == 0;
        if (fresh) {
            smv_cl_freeze(c, o);
        }
        struct smv_request q = {.n = o->n, .op = o->op, .tail = smv_buf_span(&o->tail)};
        smv_buf_clear(&one);
        smv_request_write(&one, &q);
        if (fresh && too_large(c, &one)) {
            smv_buf_clear(&o->tail);
            uint64_t n = o->n;
            struct smv_cl_own *gone = o;
            smv_cl_own_refuse(c, gone, SMV_CODE_TOO_BIG);
            smv_cl_renumber(c, i, n);
            c->last_n--;
            i--;
            flying--;
            continue;
        }
        if (in_frame == SMV_MAX_OPS_PER_FRAME || ops.len + one.len + 16 > c->frame_max ||
            ops.len + one.len + 16 > SMV_MAX_FRAME_IN || (in_frame > 0 && o->n != last + 1)) {
            flush_ops(c, &ops, in_frame);
            in_frame = 0;
        }
        smv_buf_put_span(&ops, smv_buf_span(&one));
        in_frame++;
        last = o->n;
        o->sent = true;
    }
    flush_ops(c, &ops, in_frame);
    smv_buf_finish(&ops);
    smv_buf_finish(&one);
}

static void send_ballots(struct smv_client *c)
{
    for (size_t i = 0; i < c->n_ballots; i++) {
        struct smv_cl_ballot *b = &c->ballots[i];
        if (!b->sent) {
            struct smv_msg msg = {.kind = SMV_MSG_KIND_BALLOT};
            msg.u.ballot.poll = b->poll;
            msg.u.ballot.answer = smv_buf_span(&b->answer);
            smv_cl_send(c, &msg);
            b->sent = true;
        }
    }
}

void smv_cl_pump(struct smv_client *c)
{
    if (c->state != SMV_CLIENT_LIVE && c->state != SMV_CLIENT_SUSPECT) {
        return;
    }
    if (c->now >= c->retry_at) {
        send_ballots(c);
    }
    if (c->ord != 0 && c->now >= c->retry_at && !smv_cl_asking(c)) {
        send_ops(c);
    }
    if (c->pres_due && c->state == SMV_CLIENT_LIVE) {
        struct smv_msg msg = {.kind = SMV_MSG_KIND_PRES};
        msg.u.pres = c->pres;
        msg.u.pres.seq = c->applied;
        msg.u.pres.pending = c->n_own < 65535 ? c->n_own : 65535;
        smv_cl_send(c, &msg);
    }
    c->pres_due = false;
}

/* --- verdicts ------------------------------------------------------------------------------------ */
void smv_cl_unsend(struct smv_client *c)
{
    for (size_t i = 0; i < c->n_own; i++) {
        c->own[i]->sent = false;
    }
    for (size_t i = 0; i < c->n_apart; i++) { /* and asked again */
        if (c->apart[i]->why == SMV_CL_ASKED) {
            c->apart[i]->why = SMV_CL_ASK;
        }
    }
}

void smv_cl_confirm(struct smv_client *c, uint64_t n)
{
    struct smv_cl_own *o = smv_cl_own_find(c, n);
    if (o == NULL) {
        return;
    }
    if (o->op != SMV_OP_TXT) {
        smv_cl_own_remove(c, o, true);
    } else if (smv_cl_apart_find(c, o->id, o->field) == NULL) {
        smv_cl_text_out(c, o, SMV_CODE_OK);
    }
}

/* Made on a position that the daemon has no use for: the same wish under a new n. */
static void make_anew(struct smv_client *c, struct smv_cl_own *o)
{
    if (o->bounces >= SMV_CL_BOUNCES) {
        smv_cl_own_refuse(c, o, SMV_CODE_BAD_SEEN);
        return;
    }
    take_out(c, o);
    smv_cl_put_done(c, o->n);
    o->n = ++c->last_n;
    o->bounces++;
    o->sent = false;
    o->dirty = true;
    smv_buf_clear(&o->tail);
    c->own = smv_grow(c->own, &c->cap_own, c->n_own + 1, sizeof *c->own);
    c->own[c->n_own++] = o;
}

static void retry_from(struct smv_client *c, uint64_t n)
{
    for (size_t i = index_of(c, n); i < c->n_own; i++) {
        c->own[i]->sent = false;
    }
    if (c->now < c->retry_at) {
        return; /* one of the same burst */
    }
    uint64_t span = (uint64_t)SMV_CL_RETRY_MS << (c->retries < 5 ? c->retries : 5);
    span = span < SMV_CL_RETRY_MAX_MS ? span : SMV_CL_RETRY_MAX_MS;
    c->retries++;
    c->retry_at = c->now + span / 2 + smv_rng_below(&c->rng, span / 2 + 1);
}

static void verdict(struct smv_client *c, uint64_t n, unsigned code)
{
    struct smv_cl_own *o = smv_cl_own_find(c, n);
    if (o == NULL || o->tail.len == 0) {
        return; /* had its verdict before, or was never asked */
    }
    enum smv_code_class class = smv_code_class((enum smv_code)code);
    if (code == SMV_CODE_BAD_ID && o->op == SMV_OP_ADD && smv_id_ord(o->id) == c->ord &&
        smv_tree_find(&c->tree, o->id) != NULL) {
        class = SMV_CLASS_DONE; /* mine, and there: somebody who had seen it brought it back */
    }
    if (code == SMV_CODE_ORDER && o == c->own[0] && c->retries >= ORDER_TRIES) {
        c->retries = 0;
        smv_cl_again(c); /* WELCOME says where its numbers are */
    } else if (class == SMV_CLASS_RETRY) {
        retry_from(c, n);
    } else if (o->op == SMV_OP_TXT) {
        smv_cl_text_out(c, o, code);
    } else if (class == SMV_CLASS_DONE) {
        smv_cl_own_remove(c, o, true);
    } else if (class == SMV_CLASS_RESYNC) {
        make_anew(c, o);
    } else {
        smv_cl_own_refuse(c, o, code);
    }
}

enum smv_err smv_cl_res(struct smv_client *c, const struct smv_msg_res *res)
{
    struct smv_reader r;
    smv_reader_init(&r, res->results);
    uint32_t n = smv_read_array(&r);
    for (uint32_t i = 0; i < n; i++) {
        smv_read_array_of(&r, 3);
        uint64_t of = smv_read_uint(&r);
        uint64_t code = smv_read_uint_max(&r, 99);
        (void)smv_read_uint(&r);
        if (r.err != SMV_OK) {
            return r.err;
        }
        verdict(c, of, (unsigned)code);
    }
    return smv_reader_done(&r);
}

/* --- the refused --------------------------------------------------------------------------------- */
size_t smv_client_refused(struct smv_client *c, const struct smv_refused **ret_list)
{
    c->refused_view = smv_realloc(c->refused_view, (c->n_refused + 1) * sizeof *c->refused_view);
    for (size_t i = 0; i < c->n_refused; i++) {
        const struct smv_cl_own *o = c->refused[i];
        c->refused_view[i] = (struct smv_refused){.n = o->n,
                                                  .op = o->op,
                                                  .code = o->code,
                                                  .node = o->id,
                                                  .field = o->field,
                                                  .text = smv_buf_span(&o->text)};
    }
    *ret_list = c->refused_view;
    return c->n_refused;
}

void smv_client_refused_seen(struct smv_client *c, uint64_t n)
{
    for (size_t i = 0; i < c->n_refused; i++) {
        if (c->refused[i]->n == n) {
            smv_cl_own_free(c->refused[i]);
            memmove(&c->refused[i], &c->refused[i + 1],
                    (c->n_refused - i - 1) * sizeof c->refused[0]);
            c->n_refused--;
            smv_cl_put_seen(c, n);
            c->news |= SMV_NEWS_REFUSED;
            return;
        }
    }
}
