/* frames.c - every frame that leaves the daemon, held against the log.
 *
 * What: is it durable (I2), of this history (I8), by whom it says (I1, I3), and this view's to read (I7).
 * Uses: the oracle's verdicts, views and marks. */
#include <inttypes.h>
#include <string.h>
#include "common/base/hash.h"
#include "tests/sim/world.h"

static const struct smv_mem_entry *entry_at(struct sim_world *w, smv_seq seq)
{
    const struct smv_mem_disk *d = &w->disk;
    if (seq <= d->base || seq > d->base + d->n_entries) {
        sim_fail(w, "position %" PRIu64 " is told and is not durable (head %" PRIu64 ")", seq,
                 d->base + d->n_entries);
    }
    return &d->entries[seq - d->base - 1];
}

static void check_hash(struct sim_world *w, const struct sim_conn *c, smv_seq seq,
                       struct smv_span h8)
{
    const uint8_t *chain = seq == w->disk.base ? w->disk.snaps[0].chain : entry_at(w, seq)->chain;
    uint64_t name = 0, hash = 0;
    memcpy(&name, c->epoch, 8);
    memcpy(&hash, h8.data, 8);
    if (memcmp(chain, h8.data, 8) != 0) {
        sim_fail(w, "the hash told for %" PRIu64 " is not the log's", seq);
    }
    uint64_t key = smv_mix64(name + smv_mix64(seq + 1)) | 1;
    uint64_t before =
        (uint64_t)(uintptr_t)smv_map_set(&w->oracle.hashes, key, (void *)(uintptr_t)(hash | 1));
    if (before != 0 && before != (hash | 1)) {
        sim_fail(w, "one epoch and position %" PRIu64 " name two histories", seq);
    }
}

static unsigned verdict_at(struct sim_world *w, smv_seq seq)
{
    return (unsigned)(uintptr_t)smv_map_get(&w->oracle.verdicts, seq) - 1;
}

static void check_ev(struct sim_world *w, const struct sim_conn *c, const struct smv_msg_ev *ev)
{
    struct smv_reader r;
    if (c->epoch[0] == 0 && !c->welcomed) {
        sim_fail(w, "events before WELCOME");
    }
    sim_say(w, "%s < events (%" PRIu64 ", %" PRIu64 "]", c->laptop != NULL ? c->laptop->name : "?",
            ev->seq_from, ev->seq_to);
    check_hash(w, c, ev->seq_to, ev->h8);
    smv_reader_init(&r, ev->items);
    for (uint32_t n = smv_read_array(&r); n > 0; n--) {
        struct smv_item item;
        struct smv_request q;
        if (smv_item_read(&r, &item) != SMV_OK || item.seq <= ev->seq_from ||
            item.seq > ev->seq_to) {
            sim_fail(w, "an item that cannot be, in (%" PRIu64 ", %" PRIu64 "]", ev->seq_from,
                     ev->seq_to);
        }
        const struct smv_mem_entry *e = entry_at(w, item.seq);
        sim_say(w, "    %" PRIu64 ": %s %" PRIu64 " (after %" PRIu64 ", %zu bytes)", item.seq,
                smv_change_name(item.change), item.u.set.id, item.u.move.after,
                item.change == SMV_CHANGE_ENTER ? item.u.come.nodes.len : 0);
        if (smv_request_read_body(smv_buf_span(&e->body), &q) != SMV_OK || q.ord != item.ord ||
            q.n != item.n || verdict_at(w, item.seq) != SMV_CODE_OK || e->ts != item.ts) {
            sim_fail(w, "the item at %" PRIu64 " says what the log does not", item.seq);
        }
    }
}

static void check_res(struct sim_world *w, const struct sim_conn *c, const struct smv_msg_res *res)
{
    struct smv_reader r;
    smv_reader_init(&r, res->results);
    for (uint32_t i = smv_read_array(&r); i > 0; i--) {
        struct smv_request q;
        smv_read_array_of(&r, 3);
        uint64_t n = smv_read_uint(&r);
        unsigned code = (unsigned)smv_read_uint(&r);
        smv_seq seq = smv_read_uint(&r);
        sim_say(w, "%s < verdict on %" PRIu64 ": %s at %" PRIu64,
                c->laptop != NULL ? c->laptop->name : "?", n, smv_code_name((enum smv_code)code),
                seq);
        if (code == SMV_CODE_HASH && c->laptop != NULL && c->laptop->denied_ok) {
            continue; /* a story in which somebody lies */
        }
        if (seq == 0) {
            const struct smv_writer_client *known =
                c->laptop == NULL ? NULL
                                  : smv_state_client_by_cid(&w->oracle.state, c->laptop->cid);
            bool done = smv_code_class((enum smv_code)code) == SMV_CLASS_DONE;
            if (done && (known == NULL || n > known->last_n)) {
                sim_fail(w, "number %" PRIu64 " is called done and is not in the log", n);
            }
            continue;
        }
        const struct smv_mem_entry *e = entry_at(w, seq);
        unsigned real = verdict_at(w, seq);
        if (smv_request_read_body(smv_buf_span(&e->body), &q) != SMV_OK || q.n != n ||
            !(real == code || (code == SMV_CODE_DUP && real == SMV_CODE_OK))) {
            sim_fail(w, "the verdict %u on %" PRIu64 " is not the log's at %" PRIu64 " (%u)", code,
                     n, seq, real);
        }
    }
}

struct leak {
    struct sim_world *w;
    struct sim_conn *c;
    size_t view, before;
};

static void check_glyph(void *arg, uint32_t glyph)
{
    struct leak *k = arg;
    struct sim_world *w = k->w;
    if (glyph >= w->n_glyphs) {
        sim_fail(w, "a mark that nobody has typed");
    }
    const struct sim_glyph *g = &w->glyphs[glyph];
    if (g->node[0] == 0) {
        sim_fail(w, "mark %u is told and was never durable", glyph);
    }
    for (size_t i = 0; i < 8 && g->node[i] != 0; i++) {
        const struct smv_node *n = smv_tree_find(&w->oracle.state.tree, g->node[i]);
        smv_id governor = n == NULL ? 0 : smv_node_governor(n)->id;
        /* a node that is not there is of a history that was lost */
        if (n == NULL || i == 7 || smv_map_get(&w->oracle.ever[k->view], governor) != NULL ||
            smv_map_get(&w->oracle.ever[k->before], governor) != NULL) {
            return;
        }
    }
    const struct smv_node *n = smv_node_governor(smv_tree_find(&w->oracle.state.tree, g->node[0]));
    sim_say(w, "governor %" PRIu64 ", visible now: %d, at %" PRIu64, n->id,
            smv_visible(&w->oracle.state.tree, k->c->view, n), w->oracle.state.seq);
    sim_fail(w, "mark %u, in node %" PRIu64 ", is told to view %u/%" PRIu64 " (%s)", glyph,
             g->node[0], k->c->view.cls, k->c->view.arg,
             k->c->laptop != NULL ? k->c->laptop->name : "?");
}

static void check_leaks(struct sim_world *w, struct sim_conn *c, const struct smv_msg *m)
{
    struct leak k = {w, c, sim_oracle_index(w, c->view), sim_oracle_index(w, c->before)};
    struct smv_span part = smv_span(NULL, 0);
    switch (m->kind) {
    case SMV_MSG_KIND_EV: part = m->u.ev.items; break;
    case SMV_MSG_KIND_SNAP: part = m->u.snap.nodes; break;
    case SMV_MSG_KIND_PAST: part = m->u.past.list; break;
    case SMV_MSG_KIND_PRESENCE: part = m->u.presence.people; break;
    case SMV_MSG_KIND_SUMMARY: part = m->u.summary.rooms; break;
    default: return;
    }
    (void)sim_find_glyphs(part, check_glyph, &k);
}

void sim_check_frame(struct sim_world *w, struct sim_conn *c, struct smv_span bytes)
{
    struct smv_msg m;
    if (smv_msg_read(bytes, 0, &m) != SMV_OK) {
        sim_fail(w, "the daemon sends what cannot be read");
    }
    switch (m.kind) {
    case SMV_MSG_KIND_WELCOME:
        memcpy(c->epoch, m.u.welcome.epoch.data, 16);
        c->welcomed = true;
        sim_say(w, "%s < welcome, mode %" PRIu64 " reason %" PRIu64 ", head %" PRIu64,
                c->laptop != NULL ? c->laptop->name : "?", m.u.welcome.mode, m.u.welcome.reason,
                m.u.welcome.head);
        break;
    case SMV_MSG_KIND_SNAP:
        sim_say(w, "%s < snapshot at %" PRIu64 ", part %" PRIu64,
                c->laptop != NULL ? c->laptop->name : "?", m.u.snap.seq, m.u.snap.part);
        check_hash(w, c, m.u.snap.seq, m.u.snap.h8);
        w->count.fetches += m.u.snap.part == 0;
        break;
    case SMV_MSG_KIND_EV: check_ev(w, c, &m.u.ev); break;
    case SMV_MSG_KIND_RES: check_res(w, c, &m.u.res); break;
    default: break;
    }
    check_leaks(w, c, &m);
}
