/* check.c - what must be true of clients: now and then while it runs, of everything when all is at rest. */
#include <inttypes.h>
#include <string.h>
#include "common/base/utf8.h"
#include "daemon/core/core_int.h"
#include "tests/sim/world.h"

/* --- node by node ----------------------------------------------------------------------------------------------- */

static void compare_slots(struct sim_laptop *l, const struct smv_node *a, const struct smv_node *b)
{
    if (a->n_slots != b->n_slots) {
        sim_fail(l->w, "%s, node %" PRIu64 ": %u fields, the log has %u", l->name, a->id,
                 b->n_slots, a->n_slots);
    }
    for (unsigned i = 0; i < a->n_slots; i++) {
        const struct smv_slot *x = &a->slots[i], *y = &b->slots[i];
        struct smv_value v, u;
        smv_node_value(a, x->field, &v);
        smv_node_value(b, y->field, &u);
        if (x->field != y->field || !smv_value_equal(&v, &u)) {
            sim_fail(l->w,
                     "%s, node %" PRIu64 " field %u differs: \"%.*s\" (%" PRIu64
                     "), the log has \"%.*s\" (%" PRIu64 ")",
                     l->name, a->id, x->field, (int)u.str.len, (const char *)u.str.data, u.num,
                     (int)v.str.len, (const char *)v.str.data, v.num);
        }
        if (x->seq != y->seq || x->ord != y->ord) {
            sim_fail(l->w,
                     "%s, node %" PRIu64 " field %u: by %u at %" PRIu64
                     ", the log has %u at %" PRIu64,
                     l->name, a->id, x->field, y->ord, y->seq, x->ord, x->seq);
        }
    }
}

static void tell_children(struct sim_world *w, struct sim_sight *sight, const struct smv_node *n,
                          const char *who)
{
    struct smv_buf list = {0};
    for (const struct smv_node *k = n->first; k != NULL; k = k->next) {
        if (sight == NULL || sim_node_in_view(k, sight)) {
            smv_buf_put_byte(&list, ' ');
            smv_buf_put_u64(&list, k->id);
        }
    }
    w->trace = true;
    sim_say(w, "children of %" PRIu64 ", %s:%s", n->id, who, smv_buf_cstr(&list));
    smv_buf_finish(&list);
}

static void compare(struct sim_laptop *l, struct sim_sight *sight, const struct smv_node *a,
                    const struct smv_node *b)
{
    if (a->id != b->id || a->kind != b->kind || a->deleted != b->deleted || a->ord != b->ord ||
        a->seq != b->seq || a->place_seq != b->place_seq || a->del_seq != b->del_seq) {
        sim_fail(l->w,
                 "%s holds node %" PRIu64 " where the log has %" PRIu64
                 ", or its stamps differ (added %" PRIu64 "/%" PRIu64 ", placed %" PRIu64
                 "/%" PRIu64 ", marked %" PRIu64 "/%" PRIu64 ")",
                 l->name, b->id, a->id, b->seq, a->seq, b->place_seq, a->place_seq, b->del_seq,
                 a->del_seq);
    }
    compare_slots(l, a, b);
    const struct smv_node *y = b->first;
    for (const struct smv_node *x = a->first; x != NULL; x = x->next) {
        if (!sim_node_in_view(x, sight)) {
            continue;
        }
        if (y == NULL || y->id != x->id) {
            tell_children(l->w, sight, a, "the log has");
            tell_children(l->w, NULL, b, l->name);
        }
        if (y == NULL) {
            sim_fail(l->w, "%s lacks node %" PRIu64 " under %" PRIu64, l->name, x->id, a->id);
        }
        compare(l, sight, x, y);
        y = y->next;
    }
    if (y != NULL) {
        sim_fail(l->w, "%s holds node %" PRIu64 " under %" PRIu64 ", which its view has not",
                 l->name, y->id, a->id);
    }
}

/* --- while it runs ------------------------------------------------------------------------------------------ */

/* A client at the log's head holds exactly its view of it (I5). */
void sim_check_step(struct sim_world *w, struct sim_laptop *l)
{
    if (w->step_no % 4 != 0 || l->conn == NULL || l->conn->view.cls == SMV_VIEW_PHONE ||
        smv_client_state(l->c) != SMV_CLIENT_LIVE) {
        return;
    }
    struct smv_client_info info;
    smv_client_info(l->c, &info);
    if (info.seq != w->oracle.state.seq || memcmp(info.epoch, w->oracle.state.epoch, 16) != 0) {
        return;
    }
    uint64_t mine = smv_tree_digest(smv_client_confirmed(l->c)->root, NULL, NULL);
    if (mine != sim_oracle_digest(w, l->conn->view)) {
        struct sim_sight sight = {&w->oracle.state.tree, l->conn->view};
        compare(l, &sight, w->oracle.state.tree.root, smv_client_confirmed(l->c)->root);
        sim_fail(w, "%s at %" PRIu64 " holds another tree than its view has", l->name, info.seq);
    }
    w->count.confirms++;
}

void sim_check_bounds(struct sim_world *w)
{
    enum { PRIVATE = 512 };
    size_t most = w->p.ring_bytes != 0 ? w->p.ring_bytes : SMV_MAX_RING_BYTES;
    uint64_t frames = w->p.ring_frames != 0 ? w->p.ring_frames : SMV_MAX_RING_FRAMES;
    for (const struct smv_view *v = w->core->views; v != NULL; v = v->next) {
        uint64_t n = v->ring.end - v->ring.first;
        if (n > frames || (n > 1 && v->ring.bytes > most)) {
            sim_fail(w, "a view's ring holds %" PRIu64 " frames, %zu bytes", n, v->ring.bytes);
        }
    }
    for (const struct smv_conn *c = w->core->conns; c != NULL; c = c->next) {
        if (c->n_private > PRIVATE) {
            sim_fail(w, "a connection has %u messages waiting", c->n_private);
        }
    }
}

/* --- at rest ---------------------------------------------------------------------------------------------------- */

/* Nothing is on its way: what is shown is what is confirmed. */
static void compare_shown(struct sim_laptop *l)
{
    const struct smv_tree *t = smv_client_confirmed(l->c);
    struct smv_buf text = {0};
    for (const struct smv_node *n = t->root; n != NULL; n = smv_tree_walk(t->root, n)) {
        const smv_id *ids;
        size_t count = smv_client_children(l->c, n->id, true, &ids), i = 0;
        const struct smv_node *k = n->first;
        for (; k != NULL && i < count && ids[i] == k->id; k = k->next) {
            i++;
        }
        if (k != NULL || i != count || smv_client_deleted(l->c, n->id) != n->deleted) {
            sim_fail(l->w, "%s shows other children of %" PRIu64 " than are confirmed", l->name,
                     n->id);
        }
        for (unsigned s = 0; s < n->n_slots; s++) {
            if (n->slots[s].type == SMV_TYPE_TEXT) {
                smv_client_text(l->c, n->id, n->slots[s].field, &text);
                if (!smv_span_eq(smv_buf_span(&text), smv_node_str(n, n->slots[s].field))) {
                    sim_fail(l->w, "%s shows \"%.*s\" in %" PRIu64 ", confirmed is \"%.*s\"",
                             l->name, (int)text.len, (const char *)text.data, n->id,
                             (int)smv_node_str(n, n->slots[s].field).len,
                             (const char *)smv_node_str(n, n->slots[s].field).data);
                }
            }
        }
    }
    smv_buf_finish(&text);
}

static void check_laptop(struct sim_laptop *l)
{
    struct sim_world *w = l->w;
    if (l->retired || smv_client_state(l->c) == SMV_CLIENT_DENIED) {
        return;
    }
    struct smv_client_info info;
    smv_client_info(l->c, &info);
    if (memcmp(info.epoch, w->oracle.state.epoch, 16) != 0) {
        sim_fail(w, "%s is in another epoch", l->name);
    }
    struct sim_sight sight = {&w->oracle.state.tree, l->conn->view};
    compare(l, &sight, w->oracle.state.tree.root, smv_client_confirmed(l->c)->root);
    if (smv_tree_digest(smv_client_confirmed(l->c)->root, NULL, NULL) !=
        sim_oracle_digest(w, l->conn->view)) {
        sim_fail(w, "%s: trees are equal and digests are not", l->name);
    }
    compare_shown(l);
}

/* --- the log folded again ------------------------------------------------------------------------------------------ */

static void same_bytes(struct sim_world *w, const struct smv_buf *a, const struct smv_buf *b,
                       const char *what, smv_seq from)
{
    if (!smv_span_eq(smv_buf_span(a), smv_buf_span(b))) {
        sim_fail(w, "%s (from %" PRIu64 ") gives another state than the daemon's", what, from);
    }
}

static void fold_tail(struct sim_world *w, const struct smv_mem_snap *snap, struct smv_buf *bytes)
{
    struct smv_state s;
    smv_state_init(&s);
    if (smv_state_read(smv_buf_span(&snap->state), &s) != SMV_OK) {
        sim_fail(w, "the snapshot at %" PRIu64 " cannot be read", snap->seq);
    }
    memcpy(s.chain, snap->chain, 16);
    for (size_t i = snap->seq - w->disk.base; i < w->disk.n_entries; i++) {
        const struct smv_mem_entry *e = &w->disk.entries[i];
        struct smv_entry entry = {.seq = e->seq, .ts = e->ts, .body = smv_buf_span(&e->body)};
        struct smv_folded done;
        memcpy(entry.chain, e->chain, 16);
        if (smv_fold(&s, &entry, NULL, NULL, &done) != SMV_OK) {
            sim_fail(w, "the entry at %" PRIu64 " cannot be folded again", e->seq);
        }
    }
    smv_state_write(bytes, &s);
    smv_state_finish(&s);
}

static void check_refold(struct sim_world *w)
{
    struct smv_buf live = {0}, again = {0};
    smv_core_save(w->core, &live);
    smv_state_write(&again, &w->oracle.state);
    same_bytes(w, &live, &again, "folding the log beside the daemon", 0);
    for (size_t i = 0; i < w->disk.n_snaps; i++) {
        smv_buf_clear(&again);
        fold_tail(w, &w->disk.snaps[i], &again);
        same_bytes(w, &live, &again, "a snapshot and its tail", w->disk.snaps[i].seq);
    }
    smv_buf_finish(&live);
    smv_buf_finish(&again);
}

/* --- every mark once ---------------------------------------------------------------------------------------------------- */

struct counting {
    struct sim_world *w;
    uint8_t *n; /* in how many texts; saturating */
    smv_id
        *node; /* in which text last: a pattern's words are copied, but each text has a mark once */
    unsigned *field;
    smv_id at;
    unsigned at_field;
};

static void count_glyph(void *arg, uint32_t glyph)
{
    struct counting *c = arg;
    if (glyph >= c->w->n_glyphs) {
        return;
    }
    if (c->at != 0 && c->node[glyph] == c->at && c->field[glyph] == c->at_field) {
        if (c->w->restores > 0) {
            c->w->count.doubled++; /* see README: in flight when the file was lost */
            return;
        }
        sim_fail(c->w, "mark %u of %s stands twice in field %u of node %" PRIu64, glyph,
                 c->w->laptops[c->w->glyphs[glyph].author].name, c->at_field, c->at);
    }
    c->node[glyph] = c->at;
    c->field[glyph] = c->at_field;
    c->n[glyph] = 1;
}

static void count_tree(struct counting *c, const struct smv_tree *t)
{
    for (const struct smv_node *n = t->root; n != NULL; n = smv_tree_walk(t->root, n)) {
        for (unsigned s = 0; s < n->n_slots; s++) {
            c->at = n->id;
            c->at_field = n->slots[s].field;
            if (n->slots[s].type == SMV_TYPE_TEXT) {
                (void)sim_find_glyphs(smv_node_str(n, n->slots[s].field), count_glyph, c);
            }
        }
    }
    c->at = 0;
}

/* Typed and kept: in a text once, or with its author as refused or not saved (I10); never twice in one text (I3). */
static void check_glyphs(struct sim_world *w)
{
    struct counting c = {.w = w,
                         .n = smv_zalloc(w->n_glyphs + 1),
                         .node = smv_zalloc((w->n_glyphs + 1) * sizeof *c.node),
                         .field = smv_zalloc((w->n_glyphs + 1) * sizeof *c.field)};
    count_tree(&c, &w->oracle.state.tree);
    for (unsigned i = 0; i < w->n_laptops; i++) {
        const struct smv_refused *list;
        size_t n = w->laptops[i].c == NULL ? 0 : smv_client_refused(w->laptops[i].c, &list);
        for (size_t k = 0; k < n; k++) {
            (void)sim_find_glyphs(list[k].text, count_glyph, &c);
        }
    }
    /* A lost tail comes back from laptops that have not lost theirs, and never out of reach of its author. */
    bool refilled =
        w->restores == 0 || (w->restores == 1 && w->p.client_crash == 0 && !w->p.borders);
    bool whole = !w->p.deletes && !w->p.links && refilled;
    for (uint32_t g = 0; whole && g < w->n_glyphs; g++) {
        const struct sim_laptop *l = &w->laptops[w->glyphs[g].author];
        /* who was told not to come back keeps it, and says so */
        bool away = l->c == NULL || smv_client_state(l->c) == SMV_CLIENT_DENIED;
        /* a refusal that was not told before the file was lost is not told any more: a known gap */
        bool untold = w->restores > 0 && w->glyphs[g].refused;
        if (w->glyphs[g].kept && c.n[g] == 0 && !away && !untold) {
            sim_fail(w, "mark %u of %s, which its outbox had, is nowhere", g,
                     w->laptops[w->glyphs[g].author].name);
        }
    }
    smv_free(c.n);
    smv_free(c.node);
    smv_free(c.field);
}

/* No entry and no stored state knows a participant's device. */
static void check_devices(struct sim_world *w)
{
    for (unsigned i = 0; i < w->n_laptops; i++) {
        const struct sim_laptop *l = &w->laptops[i];
        for (size_t k = 0; l->role == SMV_ROLE_PARTICIPANT && k < w->disk.n_entries; k++) {
            const struct smv_buf *b = &w->disk.entries[k].body;
            for (size_t at = 0; at + 16 <= b->len; at++) {
                if (b->data[at] == l->cid[0] && memcmp(b->data + at, l->cid, 16) == 0) {
                    sim_fail(w, "the log knows the device of %s", l->name);
                }
            }
        }
    }
}

void sim_check_end(struct sim_world *w)
{
    for (unsigned i = 0; i < w->n_laptops; i++) {
        check_laptop(&w->laptops[i]);
    }
    check_refold(w);
    check_glyphs(w);
    check_devices(w);
}
