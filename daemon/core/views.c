/* views.c - which changes reach which view, each encoded once.
 *
 * What: a view is everybody with the same right to read. It holds the set of governors (nodes that say who
 *       reads them and what is below) that it contains. A change goes to the views that contain its governor;
 *       a change that moves the border first brings ENTER and LEAVE items.
 * Invariants (I5, I7): what a view has been told, folded, equals the tree cut down to its governors; nothing
 *       outside of them is in its frames. */
#include <string.h>
#include "common/base/check.h"
#include "common/base/heap.h"
#include "common/pack/writer.h"
#include "daemon/core/core_int.h"

enum { EV_MAX = SMV_MAX_FRAME_OUT - 256 }; /* a larger EV is not sent: its view gets a snapshot */

uint64_t smv_core_h8(const struct smv_core *core, smv_seq seq)
{
    return core->chains[seq % SMV_CHAINS];
}

void smv_h8_bytes(uint64_t h8, uint8_t out[8])
{
    memcpy(out, &h8, 8);
}

static void *mark(void)
{
    static const char seen = 1;
    return (void *)(uintptr_t)&seen;
}

static bool contains(const struct smv_view *v, const struct smv_node *governor)
{
    return smv_map_get(&v->seen, governor->id) != NULL;
}

bool smv_view_sees(const struct smv_view *v, const struct smv_node *n)
{
    const struct smv_node *g = smv_node_governor(n);
    return g != NULL && contains(v, g);
}

static bool is_governor(const struct smv_node *n)
{
    return smv_kind_info(n->kind)->scope != SMV_SCOPE_INHERIT;
}

/* --- the set of views ---------------------------------------------------------------------------------- */

static struct smv_view *make_view(struct smv_core *core, struct smv_view_id id)
{
    struct smv_view *v = smv_zalloc(sizeof *v);
    v->id = id;
    smv_ring_init(&v->ring, core->state.seq,
                  core->config.ring_bytes != 0 ? core->config.ring_bytes : SMV_MAX_RING_BYTES,
                  core->config.ring_frames != 0 ? core->config.ring_frames : SMV_MAX_RING_FRAMES);
    const struct smv_node *root = core->state.tree.root;
    for (const struct smv_node *n = root; n != NULL; n = smv_tree_walk(root, n)) {
        if (is_governor(n) && smv_visible(&core->state.tree, id, n)) {
            smv_map_set(&v->seen, n->id, mark());
        }
    }
    v->next = core->views;
    core->views = v;
    return v;
}

struct smv_view *smv_view_get(struct smv_core *core, struct smv_view_id id)
{
    for (struct smv_view *v = core->views; v != NULL; v = v->next) {
        if (v->id.cls == id.cls && v->id.arg == id.arg) {
            return v;
        }
    }
    return make_view(core, id);
}

void smv_views_init(struct smv_core *core)
{
    (void)smv_view_get(core, (struct smv_view_id){SMV_VIEW_ORG, 0});
    (void)smv_view_get(core, (struct smv_view_id){SMV_VIEW_MOD, 0});
    (void)smv_view_get(core, (struct smv_view_id){SMV_VIEW_PHONE, 0});
    for (const struct smv_node *n = core->state.tree.root->first; n != NULL; n = n->next) {
        if (n->kind == SMV_KIND_ROOM) {
            (void)smv_view_get(core, (struct smv_view_id){SMV_VIEW_ROOM, n->id});
        } else if (n->kind == SMV_KIND_STAGE) {
            (void)smv_view_get(core, (struct smv_view_id){SMV_VIEW_SCREEN, n->id});
        }
    }
}

void smv_views_finish(struct smv_core *core)
{
    while (core->views != NULL) {
        struct smv_view *v = core->views;
        core->views = v->next;
        smv_ring_finish(&v->ring);
        smv_shot_unref(v->shot);
        smv_buf_finish(&v->items);
        smv_map_finish(&v->seen);
        smv_free(v);
    }
}

/* --- items ----------------------------------------------------------------------------------------------- */

static void put_item(struct smv_view *v, struct smv_span item)
{
    smv_buf_put_span(&v->items, item);
    v->n_items++;
    v->entry_items++;
}

static void item_head(const struct smv_core *core, const struct smv_stamp *stamp,
                      struct smv_item *item)
{
    item->seq = stamp->seq;
    item->ts = stamp->ts;
    item->ord = stamp->ord;
    item->n = core->entry == NULL ? 0 : core->entry->req.n;
}

/* The nearest sibling before n that this view contains. */
static smv_id sibling_before(const struct smv_view *v, const struct smv_node *n)
{
    for (const struct smv_node *p = n->prev; p != NULL; p = p->prev) {
        if (smv_view_sees(v, p)) {
            return p->id;
        }
    }
    return 0;
}

static void write_fields(struct smv_buf *b, const struct smv_node *n, const struct smv_change *c)
{
    (void)n;
    smv_write_array(b, c->n_fields);
    for (size_t i = 0; i < c->n_fields; i++) {
        smv_write_array(b, 2);
        smv_write_uint(b, c->fields[i].field);
        smv_value_write(b, &c->fields[i].value);
    }
}

/* Encodes the change as an item; raw holds the RAW argument. */
static void write_change(struct smv_core *core, const struct smv_change *c,
                         const struct smv_stamp *stamp, const struct smv_node *n, smv_id after,
                         struct smv_buf *out)
{
    struct smv_item item = {0};
    struct smv_buf *raw = &core->raw;
    smv_buf_clear(raw);
    item_head(core, stamp, &item);
    item.change = (enum smv_change_kind)c->kind;
    switch (c->kind) {
    case SMV_CHANGE_ADD:
        write_fields(raw, n, c);
        item.u.add =
            (struct smv_change_add){c->id, c->node_kind, c->parent, after, smv_buf_span(raw)};
        break;
    case SMV_CHANGE_SET:
        smv_value_write(raw, c->value);
        item.u.set = (struct smv_change_set){c->id, c->field, smv_buf_span(raw), c->flags};
        break;
    case SMV_CHANGE_TXT:
        smv_ot_write(raw, c->op);
        item.u.txt = (struct smv_change_txt){c->id, c->field, smv_buf_span(raw), c->flags};
        break;
    case SMV_CHANGE_MOVE: item.u.move = (struct smv_change_move){c->id, c->parent, after}; break;
    case SMV_CHANGE_DEL: item.u.del.id = c->id; break;
    case SMV_CHANGE_UNDEL: item.u.undel.id = c->id; break;
    default: UNREACHABLE("a change that the fold does not make");
    }
    smv_item_write(out, &item);
}

static void put_enter(struct smv_core *core, struct smv_view *v, const struct smv_node *g,
                      const struct smv_stamp *stamp)
{
    struct smv_buf nodes = {0}, raw = {0};
    size_t count = 0;
    for (const struct smv_node *n = g; n != NULL; n = smv_tree_walk(g, n)) {
        if (smv_node_governor(n) == g) {
            smv_node_write(&nodes, n, /* with_history */ false);
            count++;
        }
    }
    smv_write_array(&raw, count);
    smv_buf_put_span(&raw, smv_buf_span(&nodes));
    struct smv_item item = {.change = SMV_CHANGE_ENTER};
    item_head(core, stamp, &item);
    item.u.come = (struct smv_change_come){sibling_before(v, g), smv_buf_span(&raw)};
    smv_buf_clear(&core->scratch);
    smv_item_write(&core->scratch, &item);
    put_item(v, smv_buf_span(&core->scratch));
    smv_buf_finish(&nodes);
    smv_buf_finish(&raw);
}

static void put_leave(struct smv_core *core, struct smv_view *v, smv_id id,
                      const struct smv_stamp *stamp)
{
    struct smv_item item = {.change = SMV_CHANGE_LEAVE};
    item_head(core, stamp, &item);
    item.u.leave.id = id;
    smv_buf_clear(&core->scratch);
    smv_item_write(&core->scratch, &item);
    put_item(v, smv_buf_span(&core->scratch));
}

/* --- the border -------------------------------------------------------------------------------------------- */

/* Can this change move a view's border, and for whom? NULL: no; else the top of what must be looked at. */
static struct smv_node *border_of(struct smv_core *core, const struct smv_change *c,
                                  struct smv_node *n)
{
    struct smv_node *root = core->state.tree.root;
    if (c->kind == SMV_CHANGE_ADD && n->kind == SMV_KIND_QUESTION &&
        smv_node_num(n, SMV_QUESTION_PATTERN) != 0) {
        return smv_node_sheet(n); /* a screen that shows the question across groups sees it now */
    }
    if (c->kind != SMV_CHANGE_SET) {
        return NULL;
    }
    switch (n->kind) {
    case SMV_KIND_SHEET:
        return c->field == SMV_SHEET_AUDIENCE || c->field == SMV_SHEET_ROOM ||
                       c->field == SMV_SHEET_GROUP || c->field == SMV_SHEET_EACH ||
                       c->field == SMV_SHEET_PATTERN
                   ? n
                   : NULL;
    case SMV_KIND_QUESTION: return c->field == SMV_QUESTION_PATTERN ? smv_node_sheet(n) : NULL;
    case SMV_KIND_POLL: return c->field == SMV_POLL_REVEALED ? n : NULL;
    case SMV_KIND_ANSWER: return c->field == SMV_ANSWER_HELD ? n : NULL;
    case SMV_KIND_NOTICE: return c->field == SMV_NOTICE_PLACE ? n : NULL;
    case SMV_KIND_CALL: return c->field == SMV_CALL_PLACE ? n : NULL;
    case SMV_KIND_STAGE:
        return c->field == SMV_STAGE_SHOW || c->field == SMV_STAGE_MODE ? root : NULL;
    case SMV_KIND_SEMINAR: return c->field == SMV_SEMINAR_READS ? root : NULL;
    case SMV_KIND_SESSION: return c->field == SMV_SESSION_COMPOSITION ? n : NULL;
    case SMV_KIND_GROUP: return c->field == SMV_GROUP_ROOM ? root : NULL;
    default: return NULL;
    }
}

/* Is it this view whose border a change to n can move? Looking costs a walk over the tree for each. */
static bool borders(const struct smv_view *v, const struct smv_node *n)
{
    switch (n->kind) {
    case SMV_KIND_STAGE: return v->id.cls == SMV_VIEW_SCREEN && v->id.arg == n->id;
    case SMV_KIND_QUESTION: return v->id.cls == SMV_VIEW_SCREEN;
    case SMV_KIND_SEMINAR:
    case SMV_KIND_SESSION:
    case SMV_KIND_GROUP: return v->id.cls == SMV_VIEW_PHONE;
    default: return true;
    }
}

static void look_again(struct smv_core *core, struct smv_view *v, const struct smv_node *top,
                       const struct smv_stamp *stamp)
{
    for (const struct smv_node *n = top; n != NULL; n = smv_tree_walk(top, n)) {
        if (!is_governor(n)) {
            continue;
        }
        bool was = contains(v, n), is = smv_visible(&core->state.tree, v->id, n);
        if (was && !is) {
            /* What hangs below goes with it; say only the top. */
            const struct smv_node *up = n->parent == NULL ? NULL : smv_node_governor(n->parent);
            smv_map_del(&v->seen, n->id);
            if (up == NULL || contains(v, up)) {
                put_leave(core, v, n->id, stamp);
            }
        } else if (!was && is) {
            smv_map_set(&v->seen, n->id, mark());
            put_enter(core, v, n, stamp);
        }
    }
}

/* --- told ---------------------------------------------------------------------------------------------------- */

/* Is the sibling before n one that every view with n's governor contains? Then one encoding fits all. */
static bool same_for_all(const struct smv_node *n)
{
    return n->prev == NULL ||
           (!is_governor(n) && smv_node_governor(n->prev) == smv_node_governor(n));
}

static void side_effects(struct smv_core *core, const struct smv_change *c,
                         const struct smv_node *n)
{
    if (n->kind == SMV_KIND_LINK) {
        core->links_changed = true;
        bool renewed = c->kind == SMV_CHANGE_SET && c->field == SMV_LINK_HASH;
        for (struct smv_conn *k = core->conns; renewed && k != NULL; k = k->next) {
            k->renewed |= k->link == n->id && k->phase != SMV_CONN_NEW;
        }
    }
    bool begins = c->kind == SMV_CHANGE_ADD && smv_node_num(n, SMV_POLL_STATE) == 1;
    if (n->kind == SMV_KIND_POLL && core->live &&
        (begins || (c->kind == SMV_CHANGE_SET && c->field == SMV_POLL_STATE))) {
        uint64_t state = smv_node_num(n, SMV_POLL_STATE);
        if (state == 1 || state == 2) {
            smv_polls_order(core, n->id, state == 2, false);
        }
    }
    if (core->live) {
        smv_summary_dirty(core);
    }
}

void smv_views_told(void *arg, const struct smv_change *c, const struct smv_stamp *stamp,
                    struct smv_node *node)
{
    struct smv_core *core = arg;
    struct smv_node *governor = smv_node_governor(node);
    struct smv_node *border = border_of(core, c, node);
    bool placed = c->kind == SMV_CHANGE_ADD || c->kind == SMV_CHANGE_MOVE;
    bool shared = !placed || same_for_all(node);
    struct smv_buf *item = &core->item;
    smv_buf_clear(item);
    side_effects(core, c, node);
    for (struct smv_view *v = core->views; v != NULL; v = v->next) {
        if (c->kind == SMV_CHANGE_ADD && governor == node &&
            smv_visible(&core->state.tree, v->id, node)) {
            smv_map_set(&v->seen, node->id, mark());
        }
        bool was = contains(v, governor);
        if (border != NULL && borders(v, node)) {
            look_again(core, v, border, stamp);
        }
        if (!was || !contains(v, governor)) {
            continue;
        }
        if (item->len == 0 || !shared) {
            smv_id after = placed ? sibling_before(v, node) : 0;
            smv_buf_clear(item);
            write_change(core, c, stamp, node, after, item);
        }
        put_item(v, smv_buf_span(item));
    }
}

void smv_views_entry(struct smv_core *core)
{
    for (struct smv_view *v = core->views; v != NULL; v = v->next) {
        v->entry_items = 0;
    }
}

void smv_view_push(struct smv_core *core, struct smv_view *v, struct smv_frame *f, smv_seq seq_to)
{
    core->stats.bytes_encoded += f->refs == 1 ? f->len : 0; /* else another view's too */
    smv_ring_push(&v->ring, f, seq_to);
    smv_view_ready(core, v);
}

/* The batch as the view's next message. */
static struct smv_frame *make_ev(struct smv_core *core, const struct smv_view *v)
{
    uint8_t h8[8];
    struct smv_msg m = {.kind = SMV_MSG_KIND_EV};
    smv_h8_bytes(smv_core_h8(core, core->state.seq), h8);
    smv_buf_clear(&core->raw);
    smv_write_array(&core->raw, v->n_items);
    smv_buf_put_span(&core->raw, smv_buf_span(&v->items));
    m.u.ev = (struct smv_msg_ev){v->ring.last, core->state.seq, smv_span(h8, 8),
                                 smv_buf_span(&core->raw)};
    smv_buf_clear(&core->scratch);
    smv_msg_write(&core->scratch, &m);
    return smv_frame_make(core->config.prefix, smv_buf_span(&core->scratch));
}

/* Were the last messages of both up to the same place, and are the new ones the same? */
static bool same_ev(const struct smv_view *a, smv_seq a_last, const struct smv_view *b)
{
    return a->n_items == b->n_items && a_last == b->ring.last &&
           smv_span_eq(smv_buf_span(&a->items), smv_buf_span(&b->items));
}

void smv_views_publish(struct smv_core *core)
{
    /* Most of what is written is read alike by a room, the moderators and the phones: one frame for them all. */
    const struct smv_view *made = NULL;
    struct smv_frame *frame = NULL; /* made's, in its ring */
    smv_seq last = 0;               /* where made stood before it */
    for (struct smv_view *v = core->views; v != NULL; v = v->next) {
        if (v->n_items == 0) {
            continue;
        }
        if (v->items.len > EV_MAX) {
            smv_ring_reset(&v->ring, core->state.seq);
            smv_view_ready(core, v);
            continue;
        }
        if (made == NULL || !same_ev(made, last, v)) {
            frame = make_ev(core, v);
            made = v;
            last = v->ring.last;
        } else {
            (void)smv_frame_ref(frame);
        }
        smv_view_push(core, v, frame, core->state.seq);
    }
    for (struct smv_view *v = core->views; v != NULL; v = v->next) {
        smv_buf_clear(&v->items);
        v->n_items = 0;
    }
}
