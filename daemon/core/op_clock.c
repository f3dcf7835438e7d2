/* op_clock.c - the clock of a session: times are the log's, so that every screen counts the same.
 *
 * Running: ENDS is an absolute time; paused: LEFT is what remains, plus LEFT_ZERO so that overtime can be
 * paused too. Nothing closes by itself when the time is up. Starting a session makes the sheets that are
 * missing and lets all rooms read what earlier sessions wrote. */
#include "common/base/check.h"
#include "common/model/spread.h"
#include "daemon/core/fold.h"

enum { PLANNED, RUNNING, PAUSED, ENDED };
enum { START, PAUSE, RESUME, EXTEND, END };
static const uint64_t LEFT_ZERO = 1000000000000, MOST = 9007199254740991;

/* The log's clock may leap (a machine that starts in 1970): a sum never leaves what a field can hold. */
static uint64_t in_bounds(int64_t ms)
{
    return ms < 0 ? 0 : (uint64_t)ms < MOST ? (uint64_t)ms : MOST;
}

static smv_ms planned_ms(const struct smv_node *session)
{
    return smv_node_num(session, SMV_SESSION_MINUTES) * 60000;
}

/* Patterns of this session that lack a room's copy: a room or a pattern was added during the day. */
static void spread_missing(struct smv_fold *f, struct smv_node *session)
{
    struct smv_tree *t = &f->state->tree;
    for (struct smv_node *sheet = session->first; sheet != NULL; sheet = sheet->next) {
        if (sheet->kind != SMV_KIND_SHEET || sheet->deleted ||
            smv_node_num(sheet, SMV_SHEET_EACH) != 1) {
            continue;
        }
        for (struct smv_node *room = t->root->first; room != NULL; room = room->next) {
            smv_id made;
            if (room->kind == SMV_KIND_ROOM && !room->deleted) {
                enum smv_err err =
                    smv_spread_sheet(t, sheet->id, room->id, smv_fold_emit_rule, f, &made);
                INVARIANT(err == SMV_OK || err == SMV_ERR_STATE || err == SMV_ERR_FULL);
            }
        }
    }
}

/* All rooms may read the room sheets of the sessions before this one. */
static void open_earlier(struct smv_fold *f, struct smv_node *session)
{
    for (struct smv_node *s = session->prev; s != NULL; s = s->prev) {
        for (struct smv_node *sheet = s->kind == SMV_KIND_SESSION ? s->first : NULL; sheet != NULL;
             sheet = sheet->next) {
            if (sheet->kind == SMV_KIND_SHEET && smv_node_num(sheet, SMV_SHEET_ROOM) != 0) {
                uint64_t audience = smv_node_num(sheet, SMV_SHEET_AUDIENCE);
                smv_fold_set_num(f, sheet->id, SMV_SHEET_AUDIENCE, audience | SMV_AUDIENCE_PLACES);
            }
        }
    }
}

static unsigned start(struct smv_fold *f, struct smv_node *s, int64_t ms)
{
    smv_ms length = ms > 0 ? (smv_ms)ms : planned_ms(s);
    smv_fold_set_num(f, s->id, SMV_SESSION_STARTED, f->stamp.ts);
    smv_fold_set_num(f, s->id, SMV_SESSION_ENDS, in_bounds((int64_t)(f->stamp.ts + length)));
    smv_fold_set_num(f, s->id, SMV_SESSION_ENDED, 0);
    smv_fold_set_num(f, s->id, SMV_SESSION_STATE, RUNNING);
    spread_missing(f, s);
    open_earlier(f, s);
    return SMV_CODE_OK;
}

static unsigned extend(struct smv_fold *f, struct smv_node *s, uint64_t state, int64_t ms)
{
    unsigned field = SMV_SESSION_MINUTES;
    int64_t now = (int64_t)smv_node_num(s, SMV_SESSION_MINUTES), next = now + ms / 60000,
            most = 1440;
    if (state == RUNNING || state == PAUSED) {
        field = state == RUNNING ? SMV_SESSION_ENDS : SMV_SESSION_LEFT;
        now = (int64_t)smv_node_num(s, field);
        next = now + ms;
        most = (int64_t)MOST;
    }
    if (next < 0 || next > most) {
        return SMV_CODE_BAD_VALUE;
    }
    if (next == now) {
        return SMV_CODE_NOOP;
    }
    smv_fold_set_num(f, s->id, field, (uint64_t)next);
    return SMV_CODE_OK;
}

unsigned smv_op_clock(struct smv_fold *f)
{
    const struct smv_op_clock *a = &f->req->u.clock;
    struct smv_node *s = smv_tree_find(&f->state->tree, a->id);
    const struct smv_role_info *role = smv_role_info(f->actor.role);
    if (s == NULL || s->kind != SMV_KIND_SESSION) {
        return SMV_CODE_NOT_FOUND;
    }
    if (role == NULL || (role->rights & W_MOD) == 0) {
        return SMV_CODE_FORBIDDEN;
    }
    unsigned code = smv_fold_gate(f, s);
    if (code != SMV_CODE_OK) {
        return code;
    }
    uint64_t state = smv_node_num(s, SMV_SESSION_STATE), ends = smv_node_num(s, SMV_SESSION_ENDS);
    switch (a->action) {
    case START: return state == RUNNING || state == PAUSED ? SMV_CODE_NOOP : start(f, s, a->ms);
    case PAUSE:
        if (state != RUNNING) {
            return SMV_CODE_NOOP;
        }
        smv_fold_set_num(f, s->id, SMV_SESSION_LEFT,
                         in_bounds((int64_t)(LEFT_ZERO + ends) - (int64_t)f->stamp.ts));
        smv_fold_set_num(f, s->id, SMV_SESSION_STATE, PAUSED);
        return SMV_CODE_OK;
    case RESUME:
        if (state != PAUSED) {
            return SMV_CODE_NOOP;
        }
        smv_fold_set_num(f, s->id, SMV_SESSION_ENDS,
                         in_bounds((int64_t)(f->stamp.ts + smv_node_num(s, SMV_SESSION_LEFT)) -
                                   (int64_t)LEFT_ZERO));
        smv_fold_set_num(f, s->id, SMV_SESSION_STATE, RUNNING);
        return SMV_CODE_OK;
    case EXTEND: return extend(f, s, state, a->ms);
    case END:
        if (state != RUNNING && state != PAUSED) {
            return SMV_CODE_NOOP;
        }
        smv_fold_set_num(f, s->id, SMV_SESSION_ENDED, f->stamp.ts);
        smv_fold_set_num(f, s->id, SMV_SESSION_STATE, ENDED);
        return SMV_CODE_OK;
    }
    return SMV_CODE_BAD_VALUE;
}
