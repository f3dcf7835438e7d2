/* resync.c - text fields whose own work does not stand on the replica's text, and the way back.
 *
 * What: when a snapshot jumps over operations, own work stays on the text it was made on; the operations
 *       between are fetched and carried through it one by one. Where they are not to be had (another
 *       history, too old), a three-way merge is sent as fresh work.
 * Uses: internal.h, textfield.c.    Thread: as client.h.
 * Invariants: nothing typed is lost: an entry ends with its chain on the replica's text; an operation in
 *       flight is never merged while its verdict is open, or it could be done twice. */
#include <string.h>
#include "client-cli/core/internal.h"
#include "common/base/check.h"

enum { NEAR = 16 }; /* code points: a difference is not always where the key was hit */

struct smv_cl_apart *smv_cl_apart_find(const struct smv_client *c, smv_id id, unsigned field)
{
    for (size_t i = 0; i < c->n_apart; i++) {
        if (c->apart[i]->id == id && c->apart[i]->field == field) {
            return c->apart[i];
        }
    }
    return NULL;
}

static void clear_told(struct smv_cl_apart *a)
{
    for (size_t i = 0; i < a->n_told; i++) {
        smv_ot_finish(&a->told[i].op);
    }
    a->n_told = 0;
}

void smv_cl_apart_free(struct smv_client *c, struct smv_cl_apart *a)
{
    for (size_t i = 0; i < c->n_apart; i++) {
        if (c->apart[i] == a) {
            c->apart[i] = c->apart[--c->n_apart];
            break;
        }
    }
    clear_told(a);
    smv_ot_finish(&a->sent);
    smv_free(a->told);
    smv_buf_finish(&a->old);
    smv_free(a);
}

struct smv_cl_apart *smv_cl_part(struct smv_client *c, smv_id id, unsigned field,
                                 enum smv_cl_apart_why why, struct smv_span old, smv_seq seq)
{
    struct smv_cl_apart *a = smv_zalloc(sizeof *a);
    a->id = id;
    a->field = field;
    a->why = why;
    a->seq = seq;
    smv_buf_put_span(&a->old, old);
    c->apart = smv_grow(c->apart, &c->cap_apart, c->n_apart + 1, sizeof *c->apart);
    c->apart[c->n_apart++] = a;
    return a;
}

void smv_cl_part_all(struct smv_client *c, enum smv_cl_apart_why why)
{
    for (size_t i = 0; i < c->n_own; i++) {
        const struct smv_cl_own *o = c->own[i];
        if (o->op == SMV_OP_TXT && smv_cl_apart_find(c, o->id, o->field) == NULL) {
            smv_cl_part(c, o->id, o->field, why, smv_cl_ground(c, o->id, o->field), c->applied);
        }
    }
}

/* A new replica: what was told on the old one is in it, or will be told again. */
void smv_cl_after_snapshot(struct smv_client *c)
{
    for (size_t i = 0; i < c->n_apart; i++) {
        clear_told(c->apart[i]);
    }
}

void smv_cl_part_subtree(struct smv_client *c, const struct smv_node *top)
{
    for (size_t i = 0; i < c->n_own; i++) {
        const struct smv_cl_own *o = c->own[i];
        const struct smv_node *node = o->op == SMV_OP_TXT ? smv_tree_find(&c->tree, o->id) : NULL;
        if (node == NULL || !smv_node_under(node, top)) {
            continue;
        }
        struct smv_cl_apart *a = smv_cl_apart_find(c, o->id, o->field);
        if (a == NULL) {
            smv_cl_part(c, o->id, o->field, SMV_CL_GONE, smv_node_str(node, o->field), c->applied);
        } else {
            a->why = SMV_CL_GONE;
            clear_told(a);
        }
    }
}

/* Own work stands on old; what it shall stand on is now. */
static void rejoin(struct smv_client *c, smv_id id, unsigned field, struct smv_span old,
                   struct smv_span now)
{
    struct smv_ot change = {0};
    smv_ot_diff(old, now, &change);
    smv_cl_remote(c, id, field, &change);
    smv_ot_finish(&change);
}

static void rejoin_apart(struct smv_client *c, struct smv_cl_apart *a, struct smv_span now)
{
    rejoin(c, a->id, a->field, smv_buf_span(&a->old), now);
    smv_cl_apart_free(c, a);
}

void smv_cl_rejoin_subtree(struct smv_client *c, const struct smv_node *top)
{
    for (size_t i = 0; i < c->n_own; i++) {
        const struct smv_cl_own *o = c->own[i];
        const struct smv_node *node = o->op == SMV_OP_TXT ? smv_tree_find(&c->tree, o->id) : NULL;
        if (node == NULL || !smv_node_under(node, top)) {
            continue;
        }
        struct smv_cl_apart *a = smv_cl_apart_find(c, o->id, o->field);
        const struct smv_cl_own *birth = smv_cl_birth(c, o->id);
        if (a != NULL && a->why == SMV_CL_GONE && c->state != SMV_CLIENT_SYNC) {
            rejoin_apart(c, a, smv_node_str(node, o->field));
        } else if (a == NULL && birth != NULL && smv_cl_chain(c, o->id, o->field, NULL) == o) {
            rejoin(c, o->id, o->field, smv_cl_born_text(birth, o->field),
                   smv_node_str(node, o->field));
        }
    }
}

/* Nothing was written to the field since own work left it. */
static bool untouched(const struct smv_cl_apart *a, const struct smv_node *node)
{
    const struct smv_slot *slot = smv_node_slot(node, a->field);
    return a->seq != SMV_CL_NO_SEQ && (slot == NULL || slot->seq <= a->seq) &&
           smv_span_eq(smv_node_str(node, a->field), smv_buf_span(&a->old));
}

/* The replica is as new as anything seen before: what can be decided about a, without asking? */
static void look_at(struct smv_client *c, struct smv_cl_apart *a)
{
    const struct smv_node *node = smv_tree_find(&c->tree, a->id);
    const struct smv_cl_own *birth = smv_cl_birth(c, a->id);
    if (node == NULL && birth != NULL) {
        rejoin_apart(c, a, smv_cl_born_text(birth, a->field));
    } else if (node == NULL) {
        a->why = SMV_CL_GONE;
    } else if (a->why == SMV_CL_GONE) {
        rejoin_apart(c, a, smv_node_str(node, a->field));
    } else if (untouched(a, node)) {
        smv_cl_apart_free(c, a);
    } else if (a->seq == SMV_CL_NO_SEQ) {
        a->why = SMV_CL_MERGE;
    }
}

bool smv_cl_asking(const struct smv_client *c)
{
    for (size_t i = 0; i < c->n_apart; i++) {
        if (c->apart[i]->why == SMV_CL_ASK || c->apart[i]->why == SMV_CL_ASKED) {
            return true;
        }
    }
    return false;
}

void smv_cl_ask(struct smv_client *c)
{
    if (c->state != SMV_CLIENT_LIVE && c->state != SMV_CLIENT_SUSPECT) {
        return; /* a snapshot may be older than what own work stands on */
    }
    for (size_t i = c->n_apart; i-- > 0;) {
        if (c->apart[i]->why == SMV_CL_ASK ||
            (c->apart[i]->why == SMV_CL_GONE && smv_tree_find(&c->tree, c->apart[i]->id) != NULL)) {
            look_at(c, c->apart[i]);
        }
    }
    for (size_t i = 0; i < c->n_apart; i++) {
        struct smv_cl_apart *a = c->apart[i];
        if (a->why != SMV_CL_ASK) {
            continue;
        }
        struct smv_msg msg = {.kind = SMV_MSG_KIND_FETCH};
        msg.u.fetch.what = 0;
        msg.u.fetch.node = a->id;
        msg.u.fetch.field = a->field;
        msg.u.fetch.seq = a->seq;
        smv_cl_send(c, &msg);
        a->why = SMV_CL_ASKED;
        a->asked = c->now;
    }
}

/* One fetched or told operation on the text that own work stands on. */
static enum smv_err step_over(struct smv_client *c, struct smv_cl_apart *a,
                              const struct smv_cl_told *told)
{
    struct smv_buf before = {0};
    smv_cl_meet(c, a, told->seq);
    smv_buf_put_span(&before, smv_buf_span(&a->old));
    enum smv_err err = smv_ot_apply(&a->old, &told->op);
    if (err == SMV_OK) {
        smv_cl_tell(c, a->id, a->field, smv_buf_span(&before), told);
    }
    smv_buf_finish(&before);
    return err;
}

static enum smv_err walk_list(struct smv_client *c, struct smv_cl_apart *a,
                              const struct smv_msg_past *past)
{
    struct smv_reader r;
    smv_reader_init(&r, past->list);
    uint32_t n = smv_read_array(&r);
    for (uint32_t i = 0; i < n && r.err == SMV_OK; i++) {
        struct smv_cl_told told = {0};
        smv_read_array_of(&r, 4);
        told.seq = smv_read_uint(&r);
        told.ord = smv_read_uint(&r);
        told.n = smv_read_uint(&r);
        enum smv_err err = r.err != SMV_OK ? r.err : smv_ot_read(&r, SMV_MAX_TEXT_BYTES, &told.op);
        if (err == SMV_OK && told.seq > a->seq) {
            err = step_over(c, a, &told);
        }
        smv_ot_finish(&told.op);
        SMV_TRY(err);
    }
    return smv_reader_done(&r);
}

static void cannot_follow(struct smv_client *c, struct smv_cl_apart *a)
{
    clear_told(a);
    a->why = SMV_CL_VERDICT;
    (void)c; /* merged when the one in flight has its verdict, or at once: smv_cl_merge_due */
}

void smv_cl_past(struct smv_client *c, struct smv_cl_apart *a, const struct smv_msg_past *past)
{
    if (past->code != 0) {
        cannot_follow(c, a);
        return;
    }
    if (walk_list(c, a, past) != SMV_OK) {
        cannot_follow(c, a);
        return;
    }
    for (size_t i = 0; i < a->n_told; i++) {
        if (a->told[i].seq > past->seq && step_over(c, a, &a->told[i]) != SMV_OK) {
            cannot_follow(c, a);
            return;
        }
    }
    smv_cl_meet(c, a, SMV_CL_NO_SEQ);
    /* Whatever the list left out shows as a difference, and is somebody else's. */
    const struct smv_node *node = smv_tree_find(&c->tree, a->id);
    if (node == NULL) {
        a->why = SMV_CL_GONE;
        return;
    }
    struct smv_cl_own *first = smv_cl_chain(c, a->id, a->field, NULL);
    if (first != NULL) {
        first->dirty = first->tail.len == 0 ? true : first->dirty;
    }
    rejoin_apart(c, a, smv_node_str(node, a->field));
}

/* --- merging ------------------------------------------------------------------------------------- */
void smv_cl_merge(struct smv_client *c, struct smv_cl_apart *a, struct smv_span ancestor)
{
    smv_id id = a->id;
    unsigned field = a->field;
    const struct smv_node *node = smv_tree_find(&c->tree, id);
    const struct smv_cl_own *birth = smv_cl_birth(c, id);
    if (node == NULL && birth == NULL) {
        struct smv_cl_own *first = smv_cl_chain(c, id, field, NULL);
        if (first != NULL && first->tail.len > 0) { /* it has its verdict; the rest will get one */
            struct smv_buf with = {0}; /* not into a->old: that is the ground it is read from */
            smv_cl_below(c, smv_cl_chain(c, id, field, first), id, field, &with);
            smv_buf_clear(&a->old);
            smv_buf_put_span(&a->old, smv_buf_span(&with));
            smv_buf_finish(&with);
            smv_cl_own_remove(c, first, true);
        }
        a->why = SMV_CL_GONE;
        return;
    }
    struct smv_buf mine = {0}, merged = {0};
    struct smv_ot op = {0};
    struct smv_span theirs =
        node != NULL ? smv_node_str(node, field) : smv_cl_born_text(birth, field);
    smv_cl_below(c, NULL, id, field, &mine);
    smv_ot_merge3(ancestor, smv_buf_span(&mine), theirs, &merged);
    smv_ot_diff(smv_buf_span(&mine), smv_buf_span(&merged), &op);
    smv_cl_carry_add(c, id, field, &op);
    for (struct smv_cl_own *o; (o = smv_cl_chain(c, id, field, NULL)) != NULL;) {
        if (o->tail.len > 0) {
            smv_cl_own_remove(c, o, true);
        } else {
            smv_cl_own_drop_unsent(c, o);
        }
    }
    smv_ot_diff(theirs, smv_buf_span(&merged), &op);
    smv_cl_apart_free(c, a);
    smv_cl_type_on(c, id, field, &op);
    smv_ot_finish(&op);
    smv_buf_finish(&mine);
    smv_buf_finish(&merged);
}

static bool contains(struct smv_span text, struct smv_span part)
{
    for (size_t i = 0; i + part.len <= text.len; i++) {
        if (memcmp(text.data + i, part.data, part.len) == 0) {
            return true;
        }
    }
    return part.len == 0;
}

/* Is text among what change inserts near position at of the old text? */
static bool inserted_near(const struct smv_ot *change, size_t at, struct smv_span text)
{
    size_t pos = 0;
    for (size_t i = 0; i < change->n_comps; i++) {
        const struct smv_ot_comp *k = &change->comps[i];
        size_t away = pos > at ? pos - at : at - pos;
        if (k->type != SMV_OT_INSERT) {
            pos += k->n;
        } else if (away <= NEAR && contains(smv_span(change->text.data + k->at, k->bytes), text)) {
            return true;
        }
    }
    return false;
}

/* What was in flight when the history ended may have been seen by others, who have brought it back: then it
 * is theirs already, and sending it again would double it. */
static bool came_back(const struct smv_cl_apart *a, struct smv_span theirs)
{
    struct smv_ot change = {0};
    size_t pos = 0, found = 0;
    bool all = true;
    smv_ot_diff(smv_buf_span(&a->old), theirs, &change);
    for (size_t i = 0; i < a->sent.n_comps && all; i++) {
        const struct smv_ot_comp *k = &a->sent.comps[i];
        if (k->type == SMV_OT_INSERT) {
            all = inserted_near(&change, pos, smv_span(a->sent.text.data + k->at, k->bytes));
            found++;
        } else {
            pos += k->n;
        }
    }
    smv_ot_finish(&change);
    return all && found > 0;
}

void smv_cl_merge_due(struct smv_client *c)
{
    if (c->n_apart == 0 || (c->state != SMV_CLIENT_LIVE && c->state != SMV_CLIENT_SUSPECT)) {
        return;
    }
    size_t offers = smv_cl_offers(c);
    for (size_t i = c->n_apart; i-- > 0;) {
        struct smv_cl_apart *a = c->apart[i];
        const struct smv_cl_own *first = smv_cl_chain(c, a->id, a->field, NULL);
        if (first == NULL) {
            const struct smv_node *node = smv_tree_find(&c->tree, a->id);
            rejoin_apart(c, a, node != NULL ? smv_node_str(node, a->field) : (struct smv_span){0});
        } else if (first->tail.len == 0 &&
                   (a->why == SMV_CL_VERDICT || (a->why == SMV_CL_MERGE && offers == 0))) {
            struct smv_buf ancestor = {0};
            smv_buf_put_span(&ancestor, smv_buf_span(&a->old));
            const struct smv_node *node = smv_tree_find(&c->tree, a->id);
            if (node != NULL && came_back(a, smv_node_str(node, a->field)) &&
                smv_ot_apply(&ancestor, &a->sent) != SMV_OK) {
                smv_ot_clear(&a->sent);
            }
            smv_cl_merge(c, a, smv_buf_span(&ancestor));
            smv_buf_finish(&ancestor);
        }
    }
}
