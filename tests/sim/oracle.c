/* oracle.c - the log folded a second time, beside the daemon.
 *
 * What: a state of its own that takes each entry as soon as it is on the disk; what each view could ever read;
 *       which marks are in the log.
 * Not:  the trees of clients: check.c; what is sent: frames.c. */
#include <inttypes.h>
#include <string.h>
#include "common/base/hash.h"
#include "common/base/utf8.h"
#include "daemon/io/log_chain.h"
#include "tests/sim/world.h"

/* --- marks ------------------------------------------------------------------------------------------------ */

size_t sim_find_glyphs(struct smv_span s, void (*found)(void *arg, uint32_t glyph), void *arg)
{
    size_t n = 0;
    for (size_t i = 0; i + 3 < s.len; i++) {
        const uint8_t *b = s.data + i;
        if (b[0] != 0xF3 || (b[1] & 0xF0) != 0xB0 || (b[2] & 0xC0) != 0x80 ||
            (b[3] & 0xC0) != 0x80) {
            continue;
        }
        uint32_t cp = (uint32_t)(b[0] & 7U) << 18 | (uint32_t)(b[1] & 63U) << 12 |
                      (uint32_t)(b[2] & 63U) << 6 | (b[3] & 63U);
        n++;
        found(arg, cp - SIM_GLYPH0);
        i += 3;
    }
    return n;
}

struct noting {
    struct sim_world *w;
    smv_id node;
};

static void note_glyph(void *arg, uint32_t glyph)
{
    struct noting *n = arg;
    for (size_t i = 0; glyph < n->w->n_glyphs && i < 8; i++) {
        smv_id *at = &n->w->glyphs[glyph].node[i];
        if (*at == 0 || *at == n->node) {
            *at = n->node;
            return;
        }
    }
}

/* --- views -------------------------------------------------------------------------------------------------- */

static bool is_governor(const struct smv_node *n)
{
    return smv_kind_info(n->kind)->scope != SMV_SCOPE_INHERIT;
}

static void look(struct sim_world *w, size_t view, const struct smv_node *n)
{
    struct sim_oracle *o = &w->oracle;
    if (smv_map_get(&o->ever[view], n->id) == NULL &&
        smv_visible(&o->state.tree, o->views[view], n)) {
        smv_map_set(&o->ever[view], n->id, o);
    }
}

static void look_all(struct sim_world *w, size_t view)
{
    const struct smv_node *root = w->oracle.state.tree.root;
    for (const struct smv_node *n = root; n != NULL; n = smv_tree_walk(root, n)) {
        if (is_governor(n)) {
            look(w, view, n);
        }
    }
}

size_t sim_oracle_index(struct sim_world *w, struct smv_view_id v)
{
    struct sim_oracle *o = &w->oracle;
    for (size_t i = 0; i < o->n_views; i++) {
        if (o->views[i].cls == v.cls && o->views[i].arg == v.arg) {
            return i;
        }
    }
    if (o->n_views == SIM_VIEWS) {
        sim_fail(w, "too many views for the oracle");
    }
    o->views[o->n_views++] = v;
    look_all(w, o->n_views - 1);
    return o->n_views - 1;
}

void sim_oracle_view(struct sim_world *w, struct smv_view_id v)
{
    (void)sim_oracle_index(w, v);
}

bool sim_node_in_view(const struct smv_node *n, void *arg)
{
    const struct sim_sight *s = arg;
    return !is_governor(n) || smv_visible(s->tree, s->view, n);
}

uint64_t sim_oracle_digest(struct sim_world *w, struct smv_view_id v)
{
    struct sim_oracle *o = &w->oracle;
    size_t i = sim_oracle_index(w, v);
    if (o->digest_seq[i] != o->state.seq + 1) {
        struct sim_sight sight = {&o->state.tree, v};
        o->digest[i] = smv_tree_digest(o->state.tree.root, sim_node_in_view, &sight);
        o->digest_seq[i] = o->state.seq + 1;
    }
    return o->digest[i];
}

/* --- the fold --------------------------------------------------------------------------------------------------- */

/* Each number has an effect at most once, and in order (I3, I4), counted here and not by the daemon's own book. */
static void note_effect(struct sim_world *w, uint64_t ord, uint64_t n)
{
    uint64_t last = (uint64_t)(uintptr_t)smv_map_get(&w->oracle.effective, ord);
    if (n <= last) {
        sim_fail(w, "number %" PRIu64 " of client %" PRIu64 " has an effect after %" PRIu64, n, ord,
                 last);
    }
    smv_map_set(&w->oracle.effective, ord, (void *)(uintptr_t)n);
}

static void note_refused(void *arg, uint32_t glyph)
{
    struct sim_world *w = arg;
    if (glyph < w->n_glyphs) {
        w->glyphs[glyph].refused = true;
    }
}

static void list_mark(void *list, uint32_t glyph)
{
    smv_buf_put_byte(list, ' ');
    smv_buf_put_u64(list, glyph);
}

static void tell_marks(struct sim_world *w, struct smv_span text, const char *what)
{
    struct smv_buf list = {0};
    if (w->trace && sim_find_glyphs(text, list_mark, &list) > 0) {
        sim_say(w, "%s:%s", what, smv_buf_cstr(&list));
    }
    smv_buf_finish(&list);
}

struct folding {
    struct sim_world *w;
    smv_seq seq; /* of the entry, once it has had an effect */
};

static void told(void *arg, const struct smv_change *c, const struct smv_stamp *stamp,
                 struct smv_node *node)
{
    struct folding *f = arg;
    struct sim_world *w = f->w;
    struct noting note = {w, node->id};
    f->seq = stamp->seq;
    sim_say(w, "    %s %" PRIu64 " of kind %u, field %u",
            smv_change_name((enum smv_change_kind)c->kind), c->id, node->kind, c->field);
    if (c->kind == SMV_CHANGE_TXT) {
        tell_marks(w, smv_node_str(node, c->field), "         now");
        (void)sim_find_glyphs(smv_buf_span(&c->op->text), note_glyph, &note);
    } else if (c->kind == SMV_CHANGE_SET && c->value->type == SMV_TYPE_TEXT) {
        (void)sim_find_glyphs(c->value->str, note_glyph, &note);
    }
    for (size_t i = 0; c->kind == SMV_CHANGE_ADD && i < c->n_fields; i++) {
        if (c->fields[i].value.type == SMV_TYPE_TEXT) {
            (void)sim_find_glyphs(c->fields[i].value.str, note_glyph, &note);
        }
    }
    bool content = node->kind >= SMV_KIND_PHASE && node->kind <= SMV_KIND_REVISION;
    for (size_t i = 0; i < w->oracle.n_views; i++) {
        if (c->kind == SMV_CHANGE_ADD) {
            look(w, i, smv_node_governor(node)); /* a question may bring its sheet on a screen */
        } else if (c->kind == SMV_CHANGE_SET && !content) {
            look_all(w, i);
        }
    }
}

static void fold_one(struct sim_world *w, const struct smv_mem_entry *e)
{
    struct sim_oracle *o = &w->oracle;
    struct folding f = {.w = w};
    struct smv_folded done;
    struct smv_entry entry = {.seq = e->seq, .ts = e->ts, .body = smv_buf_span(&e->body)};
    uint8_t chain[16];
    smv_log_chain_next(o->state.chain, e->seq, e->ts, entry.body, chain);
    if (memcmp(chain, e->chain, 16) != 0) {
        sim_fail(w, "the hash at %" PRIu64 " does not continue the one before", e->seq);
    }
    memcpy(entry.chain, e->chain, 16);
    enum smv_err err = smv_fold(&o->state, &entry, told, &f, &done);
    if (err != SMV_OK) {
        sim_fail(w, "the entry at %" PRIu64 " cannot be folded: %s", e->seq, smv_err_text(err));
    }
    if (done.req.n != 0 && done.code != SMV_CODE_DUP && done.code != SMV_CODE_ORDER) {
        /* verdicts go up by one, whatever they are (I4) */
        uint64_t last = (uint64_t)(uintptr_t)smv_map_set(&o->judged, done.req.ord,
                                                         (void *)(uintptr_t)done.req.n);
        if (done.req.n != last + 1) {
            sim_fail(w, "client %" PRIu64 " has a verdict on %" PRIu64 " after %" PRIu64,
                     done.req.ord, done.req.n, last);
        }
    }
    if (f.seq != 0 && done.req.n != 0) {
        note_effect(w, done.req.ord, done.req.n);
    }
    if (smv_code_class((enum smv_code)done.code) != SMV_CLASS_DONE) {
        (void)sim_find_glyphs(entry.body, note_refused, w);
    }
    smv_map_set(&o->verdicts, e->seq, (void *)(uintptr_t)(done.code + 1));
    if (w->trace) {
        const struct smv_request *q = &done.req; /* the first argument of most is a node's id */
        bool set = q->op == SMV_OP_SET;
        sim_say(w,
                "log %" PRIu64 ": %s %" PRIu64 " %" PRIu64 " by %" PRIu64 ".%" PRIu64
                " seen %" PRIu64 " -> %s",
                e->seq, smv_op_name(q->op), q->op <= SMV_OP_OFFER ? q->u.set.id : 0,
                set || q->op == SMV_OP_TXT ? q->u.set.field : 0, q->ord, q->n, q->seen,
                smv_code_name((enum smv_code)done.code));
    }
}

void sim_oracle_advance(struct sim_world *w)
{
    const struct smv_mem_disk *d = &w->disk;
    while (w->oracle.state.seq < d->base + d->n_entries) {
        fold_one(w, &d->entries[w->oracle.state.seq - d->base]);
    }
}

static void forget(struct sim_oracle *o)
{
    if (o->there) {
        smv_state_finish(&o->state);
    }
    for (size_t i = 0; i < SIM_VIEWS; i++) {
        smv_map_finish(&o->ever[i]);
        o->digest_seq[i] = 0;
    }
    smv_map_finish(&o->effective);
    smv_map_finish(&o->judged);
    smv_map_finish(&o->verdicts);
    o->there = false;
}

void sim_oracle_reset(struct sim_world *w)
{
    struct sim_oracle *o = &w->oracle;
    forget(o);
    smv_state_init(&o->state);
    o->there = true;
    enum smv_err err = smv_state_read(smv_buf_span(&w->disk.snaps[0].state), &o->state);
    if (err != SMV_OK) {
        sim_fail(w, "genesis cannot be read: %s", smv_err_text(err));
    }
    memcpy(o->state.chain, w->disk.snaps[0].chain, 16);
    for (size_t i = 0; i < o->n_views; i++) {
        look_all(w, i);
    }
    for (unsigned i = 0; i < w->n_laptops; i++) {
        sim_oracle_view(w, sim_view_of(w->laptops[i].role, w->laptops[i].place));
    }
    sim_oracle_advance(w);
}

void sim_oracle_finish(struct sim_world *w)
{
    forget(&w->oracle);
    smv_map_finish(&w->oracle.hashes);
}
