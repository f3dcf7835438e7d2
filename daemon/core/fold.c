/* fold.c - see fold.h: who may, in what order, and which operation's file decides. */
#include "daemon/core/fold.h"
#include <string.h>
#include "common/base/check.h"
#include "common/base/limits.h"

/* --- emitting -------------------------------------------------------------------------------------- */

enum { ACTION_NUMBER_MAX = 999999 };

/* A proposal's number in the action plan: given once, never reused. */
static void number_action(struct smv_fold *f, const struct smv_node *n)
{
    uint64_t given = smv_node_num(n, SMV_ACTION_NUMBER);
    if (given == 0 && f->state->next_action > ACTION_NUMBER_MAX) {
        return; /* all are used up: it goes without */
    }
    if (given == 0) {
        smv_fold_set_num(f, n->id, SMV_ACTION_NUMBER, f->state->next_action++);
    } else if (given >= f->state->next_action && given <= ACTION_NUMBER_MAX) {
        f->state->next_action = (uint32_t)given + 1;
    }
}

enum smv_err smv_fold_emit_rule(void *fold, const struct smv_change *c)
{
    struct smv_fold *f = fold;
    struct smv_change change = *c;
    change.flags |= f->flags;
    SMV_TRY(smv_tree_apply(&f->state->tree, &change, &f->stamp));
    struct smv_node *node = smv_tree_find(&f->state->tree, change.id);
    f->changes++;
    if (f->req->op != SMV_OP_BALLOT) { /* what ballots touched, and when, is kept for nobody */
        smv_state_trail_add(f->state, change.id, f->stamp.seq);
    }
    if (f->told != NULL) {
        f->told(f->arg, &change, &f->stamp, node);
    }
    if (change.kind == SMV_CHANGE_ADD && node->kind == SMV_KIND_ACTION) {
        number_action(f, node); /* wherever it comes from: typed, carried over, offered */
    }
    return SMV_OK;
}

void smv_fold_emit(struct smv_fold *f, const struct smv_change *c)
{
    enum smv_err err = smv_fold_emit_rule(f, c);
    INVARIANT(err == SMV_OK);
}

void smv_fold_set_num(struct smv_fold *f, smv_id id, unsigned field, uint64_t num)
{
    const struct smv_node *n = smv_tree_find(&f->state->tree, id);
    const struct smv_field_info *info = smv_field_info(n->kind, field);
    if (smv_node_num(n, field) == num) {
        return;
    }
    struct smv_value v = {.type = info->type, .num = num};
    smv_fold_emit(
        f, &(struct smv_change){.kind = SMV_CHANGE_SET, .id = id, .field = field, .value = &v});
}

/* --- shared checks --------------------------------------------------------------------------------- */

unsigned smv_fold_code(enum smv_err err)
{
    switch (err) {
    case SMV_OK: return SMV_CODE_OK;
    case SMV_ERR_MISSING: return SMV_CODE_NOT_FOUND;
    case SMV_ERR_EXISTS: return SMV_CODE_BAD_ID;
    case SMV_ERR_STATE: return SMV_CODE_BAD_PLACE;
    case SMV_ERR_TOO_BIG: return SMV_CODE_TEXT_FULL;
    case SMV_ERR_FULL: return SMV_CODE_FULL;
    case SMV_ERR_MALFORMED:
    case SMV_ERR_RANGE:
    case SMV_ERR_UTF8:
    case SMV_ERR_BUSY:
    case SMV_ERR_IO:
    case SMV_ERR_UNKNOWN:
    case SMV_ERR_CORRUPT:
    case SMV_ERR_DENIED:
    case SMV_ERR_VERSION: return SMV_CODE_BAD_VALUE;
    }
    return SMV_CODE_BAD_VALUE;
}

unsigned smv_fold_gate(struct smv_fold *f, const struct smv_node *n)
{
    const struct smv_role_info *role = smv_role_info(f->actor.role);
    bool org = role != NULL && (role->rights & W_ORG) != 0;
    bool mod = role != NULL && (role->rights & W_MOD) != 0;
    if (smv_node_num(f->state->tree.root, SMV_SEMINAR_STATE) == 2 && !org) {
        return SMV_CODE_CLOSED;
    }
    const struct smv_node *sheet = smv_node_sheet(n);
    if (sheet == NULL || mod || smv_node_num(sheet, SMV_SHEET_LOCKED) == 0) {
        return SMV_CODE_OK;
    }
    if (f->req->seen >= smv_node_num(sheet, SMV_SHEET_LOCK_SEQ)) {
        return SMV_CODE_LOCKED;
    }
    f->flags |= SMV_FLAG_LATE; /* written before its author could know of the lock */
    return SMV_CODE_OK;
}

unsigned smv_fold_gate_field(struct smv_fold *f, const struct smv_node *n, unsigned field)
{
    bool over = smv_node_num(f->state->tree.root, SMV_SEMINAR_STATE) == 2;
    /* A deleted action is followed up by nobody: its room may not take it back out of the bin. */
    if (over && smv_is_followed_up(n, field) && !smv_node_gone(n)) {
        return SMV_CODE_OK;
    }
    return smv_fold_gate(f, n);
}

unsigned smv_fold_ref(const struct smv_tree *t, const struct smv_field_info *info,
                      const struct smv_value *v)
{
    if (info->type == SMV_TYPE_REF && v->num != 0) {
        const struct smv_node *to = smv_tree_find(t, v->num);
        if (to == NULL || (info->bound != 0 && to->kind != info->bound)) {
            return SMV_CODE_BAD_VALUE;
        }
    }
    return SMV_CODE_OK;
}

unsigned smv_fold_fields(const struct smv_tree *t, unsigned kind, struct smv_span raw,
                         struct smv_field_value *fields, smv_seq *old, size_t *ret_n)
{
    struct smv_reader r;
    smv_reader_init(&r, raw);
    uint32_t n = smv_read_array(&r);
    unsigned before = 0;
    if (r.err != SMV_OK || n > SMV_MAX_FIELDS) {
        return r.err != SMV_OK ? SMV_CODE_MALFORMED : SMV_CODE_TOO_BIG;
    }
    for (uint32_t i = 0; i < n; i++) {
        smv_read_array_of(&r, old != NULL ? 3 : 2);
        unsigned number = (unsigned)smv_read_uint_max(&r, SMV_FIELD_MAX);
        if (r.err != SMV_OK || number <= before) {
            return SMV_CODE_MALFORMED;
        }
        const struct smv_field_info *info = smv_field_info(kind, number);
        if (info == NULL) {
            return SMV_CODE_UNKNOWN_KIND;
        }
        fields[i].field = (uint8_t)number;
        enum smv_err err = smv_value_read(&r, info, &fields[i].value);
        if (err != SMV_OK) {
            return err == SMV_ERR_TOO_BIG ? SMV_CODE_TEXT_FULL : SMV_CODE_BAD_VALUE;
        }
        if (old != NULL) {
            old[i] = smv_read_uint(&r);
        }
        /* An offer may refer to what is offered after it: a founded group's sheet stands before the group. */
        bool later = old != NULL && smv_tree_find(t, fields[i].value.num) == NULL;
        if (!later && smv_fold_ref(t, info, &fields[i].value) != SMV_CODE_OK) {
            return SMV_CODE_BAD_VALUE;
        }
        before = number;
    }
    *ret_n = n;
    return smv_reader_done(&r) == SMV_OK ? SMV_CODE_OK : SMV_CODE_MALFORMED;
}

/* --- one entry --------------------------------------------------------------------------------------- */

/* Who acts: the link as it is at this place in the log. */
static unsigned find_actor(struct smv_fold *f)
{
    if (f->req->link == 0) {
        f->actor = (struct smv_actor){.role = SMV_ROLE_HOST};
        return SMV_CODE_OK;
    }
    const struct smv_node *link = smv_tree_find(&f->state->tree, f->req->link);
    if (link == NULL || link->kind != SMV_KIND_LINK) {
        return SMV_CODE_FORBIDDEN;
    }
    f->actor.role = (unsigned)smv_node_num(link, SMV_LINK_ROLE);
    f->actor.place = smv_node_num(link, SMV_LINK_PLACE);
    uint64_t expires = smv_node_num(link, SMV_LINK_EXPIRES);
    if (f->actor.role == SMV_ROLE_HOST) {
        return SMV_CODE_FORBIDDEN; /* the machine's owner comes by no link */
    }
    if (smv_node_gone(link) || smv_node_num(link, SMV_LINK_REVOKED) != 0 ||
        (expires != 0 && f->stamp.ts >= expires)) {
        return SMV_CODE_FORBIDDEN;
    }
    return SMV_CODE_OK;
}

static unsigned dispatch(struct smv_fold *f, struct smv_folded *ret)
{
    switch (f->req->op) {
    case SMV_OP_ADD: return smv_op_add(f);
    case SMV_OP_SET: return smv_op_set(f);
    case SMV_OP_TXT: return smv_op_txt(f);
    case SMV_OP_MOVE: return smv_op_move(f);
    case SMV_OP_DEL: return smv_op_del(f);
    case SMV_OP_UNDEL: return smv_op_undel(f);
    case SMV_OP_CLOCK: return smv_op_clock(f);
    case SMV_OP_LOCK: return smv_op_lock(f);
    case SMV_OP_OFFER: return smv_op_offer(f);
    case SMV_OP_ENTER: return smv_op_enter(f, &ret->ord);
    case SMV_OP_EPOCH: return smv_op_epoch(f);
    case SMV_OP_BALLOT: return smv_op_ballot(f);
    case SMV_OP_FOUND: return smv_op_found(f, &ret->made);
    }
    return SMV_CODE_UNKNOWN_KIND;
}

/* A numbered operation: next in line, seen possible, allowed at all; then its own file. */
static unsigned judge_numbered(struct smv_fold *f, struct smv_folded *ret)
{
    struct smv_writer_client *c = f->client;
    const struct smv_request *q = f->req;
    if (q->n <= c->last_n) {
        return SMV_CODE_DUP; /* both copies were on their way to the disk */
    }
    if (q->n != c->last_n + 1) {
        return SMV_CODE_ORDER;
    }
    unsigned code = find_actor(f);
    if (code == SMV_CODE_OK && q->seen > f->state->seq) {
        code = SMV_CODE_BAD_SEEN;
    }
    if (code == SMV_CODE_OK) {
        code = dispatch(f, ret);
    }
    smv_client_remember(
        c, &(struct smv_done){
               .n = q->n, .hash = smv_request_hash(q->tail), .seq = f->stamp.seq, .code = code});
    return code;
}

enum smv_err smv_fold(struct smv_state *s, const struct smv_entry *e, smv_told *told, void *arg,
                      struct smv_folded *ret)
{
    memset(ret, 0, sizeof *ret);
    if (e->seq != s->seq + 1 || e->ts < s->ts) {
        return SMV_ERR_CORRUPT;
    }
    if (smv_request_read_body(e->body, &ret->req) != SMV_OK) {
        return SMV_ERR_CORRUPT;
    }
    struct smv_fold f = {.state = s, .req = &ret->req, .told = told, .arg = arg};
    f.stamp = (struct smv_stamp){.seq = e->seq, .ts = e->ts, .ord = (uint32_t)ret->req.ord};
    if (ret->req.n != 0) {
        f.client = smv_state_client(s, ret->req.ord);
        ret->code = f.client == NULL || f.client->link != ret->req.link ? SMV_CODE_FORBIDDEN
                                                                        : judge_numbered(&f, ret);
    } else {
        ret->code = find_actor(&f);
        if (ret->code == SMV_CODE_OK) {
            ret->code = dispatch(&f, ret);
        }
    }
    s->seq = e->seq;
    s->ts = e->ts;
    memcpy(s->chain, e->chain, sizeof s->chain);
    POST(ret->code == SMV_CODE_OK || f.changes == 0);
    return SMV_OK;
}
