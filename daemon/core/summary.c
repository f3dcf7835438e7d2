/* summary.c - the progress of all rooms, counted from content, for moderators and organisers.
 *
 * A question is empty (0), begun (1), has a summary (2); done (3) and skipped (4) are the group's own word.
 * Told at most every SMV_MAX_SUMMARY_MS and only when something was written. */
#include "common/model/rights.h"
#include "common/pack/writer.h"
#include "daemon/core/core_int.h"

void smv_summary_dirty(struct smv_core *core)
{
    core->summary_dirty = true;
    if (core->summary_at == 0) {
        core->summary_at = core->mono + SMV_MAX_SUMMARY_MS;
    }
}

static unsigned question_state(const struct smv_node *q)
{
    uint64_t word = smv_node_num(q, SMV_QUESTION_WORD);
    if (word != 0) {
        return word == 1 ? 3 : 4;
    }
    bool begun = smv_node_str(q, SMV_QUESTION_DISCUSSION).len > 0;
    for (const struct smv_node *p = q->first; p != NULL; p = p->next) {
        if (p->kind == SMV_KIND_POINT && !p->deleted) {
            if (smv_node_str(p, SMV_POINT_TEXT).len > 0) {
                return 2;
            }
            begun = true;
        }
    }
    return begun ? 1 : 0;
}

struct progress {
    smv_ms last_ms;
    smv_id newest;
    size_t n_questions;
    struct smv_buf questions;
};

static void add_sheet(struct progress *p, const struct smv_node *sheet)
{
    for (const struct smv_node *n = sheet; n != NULL; n = smv_tree_walk(sheet, n)) {
        if (n->ord != 0 && n->touched_ms > p->last_ms) {
            p->last_ms = n->touched_ms;
            p->newest = n->id;
        } else if (n->kind == SMV_KIND_QUESTION && n->touched_ms > p->last_ms &&
                   n->touched > n->seq) {
            p->last_ms = n->touched_ms;
            p->newest = n->id;
        }
        if (n->kind == SMV_KIND_QUESTION && !smv_node_gone(n)) {
            smv_write_array(&p->questions, 2);
            smv_write_uint(&p->questions, n->id);
            smv_write_uint(&p->questions, question_state(n));
            p->n_questions++;
        }
    }
}

static void write_place(struct smv_buf *b, const struct smv_node *session, smv_id place, size_t *n)
{
    struct progress p = {0};
    bool any = false;
    for (const struct smv_node *s = session->first; s != NULL; s = s->next) {
        if (s->kind == SMV_KIND_SHEET && !s->deleted && smv_place_of(s) == place &&
            smv_node_num(s, SMV_SHEET_MODERATED) == 0) {
            add_sheet(&p, s);
            any = true;
        }
    }
    if (any) {
        smv_write_array(b, 5);
        smv_write_uint(b, place);
        smv_write_uint(b, session->id);
        smv_write_uint(b, p.last_ms);
        smv_write_uint(b, p.newest);
        smv_write_array(b, p.n_questions);
        smv_buf_put_span(b, smv_buf_span(&p.questions));
        (*n)++;
    }
    smv_buf_finish(&p.questions);
}

void smv_summary_flush(struct smv_core *core)
{
    struct smv_buf rooms = {0}, raw = {0};
    const struct smv_node *root = core->state.tree.root;
    size_t n = 0;
    core->summary_at = 0;
    core->summary_dirty = false;
    struct smv_view *mod = smv_view_get(core, (struct smv_view_id){SMV_VIEW_MOD, 0});
    struct smv_view *org = smv_view_get(core, (struct smv_view_id){SMV_VIEW_ORG, 0});
    if (mod->n_conns == 0 && org->n_conns == 0) {
        return;
    }
    for (const struct smv_node *s = root->first; s != NULL; s = s->next) {
        if (s->kind != SMV_KIND_SESSION || s->deleted) {
            continue;
        }
        for (const struct smv_node *r = root->first; r != NULL; r = r->next) {
            if (r->kind == SMV_KIND_ROOM && !r->deleted) {
                write_place(&rooms, s, r->id, &n);
            }
            const struct smv_node *g = r->kind == SMV_KIND_COMPOSITION ? r->first : NULL;
            for (; g != NULL; g = g->next) {
                if (g->kind == SMV_KIND_GROUP && !g->deleted) {
                    write_place(&rooms, s, g->id, &n);
                }
            }
        }
    }
    smv_write_array(&raw, n);
    smv_buf_put_span(&raw, smv_buf_span(&rooms));
    struct smv_msg m = {.kind = SMV_MSG_KIND_SUMMARY};
    m.u.summary.rooms = smv_buf_span(&raw);
    smv_buf_clear(&core->scratch);
    smv_msg_write(&core->scratch, &m);
    if (core->scratch.len < SMV_MAX_FRAME_OUT) {
        struct smv_frame *f = smv_frame_make(core->config.prefix, smv_buf_span(&core->scratch));
        struct smv_frame *g = smv_frame_make(core->config.prefix, smv_buf_span(&core->scratch));
        smv_view_push(core, mod, f, mod->ring.last);
        smv_view_push(core, org, g, org->ring.last);
    }
    smv_buf_finish(&rooms);
    smv_buf_finish(&raw);
}
