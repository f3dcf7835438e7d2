/* op_enter.c - a writing client gets its ordinal or a new name; a new epoch begins. */
#include <string.h>
#include "common/base/check.h"
#include "daemon/core/fold.h"

/* Half of the fold's own ids are skipped at most: restores without end leave the rules theirs. */
enum { OWN_SKIP = 1 << 20, OWN_SKIP_BELOW = 1 << (SMV_ID_COUNTER_BITS - 1) };

unsigned smv_op_enter(struct smv_fold *f, uint32_t *ret_ord)
{
    const struct smv_op_enter *a = &f->req->u.enter;
    struct smv_state *s = f->state;
    struct smv_writer_client *c = smv_state_client_by_cid(s, a->cid.data);
    if (c == NULL) {
        if (s->next_ord >= SMV_MAX_CLIENTS) {
            return SMV_CODE_FULL;
        }
        c = smv_state_client_new(s, s->next_ord++, a->cid.data);
        c->link = f->req->link;
    } else if (c->link != f->req->link) {
        return SMV_CODE_FORBIDDEN;
    }
    smv_buf_clear(&c->name);
    smv_buf_put_span(&c->name, a->name);
    *ret_ord = c->ord;
    return SMV_CODE_OK;
}

unsigned smv_op_epoch(struct smv_fold *f)
{
    const struct smv_op_epoch *a = &f->req->u.epoch;
    struct smv_state *s = f->state;
    if (f->req->link != 0) {
        return SMV_CODE_FORBIDDEN;
    }
    struct smv_ended ended = {.seq = f->stamp.seq - 1, .reason = (uint32_t)a->reason};
    memcpy(ended.epoch, s->epoch, sizeof s->epoch);
    smv_state_end_epoch(s, &ended);
    memcpy(s->lost_epoch, s->epoch, sizeof s->epoch);
    memcpy(s->epoch, a->epoch.data, sizeof s->epoch);
    s->lost_seq = f->stamp.seq - 1;
    s->epoch_reason = (uint32_t)a->reason;
    /* Ids made after this position in the history that was lost must not be made again. */
    s->next_ord = s->next_ord + 65536 < SMV_MAX_CLIENTS ? s->next_ord + 65536 : s->next_ord;
    s->tree.own += s->tree.own < OWN_SKIP_BELOW ? OWN_SKIP : 0;
    smv_state_offered_clear(s);
    return SMV_CODE_OK;
}
