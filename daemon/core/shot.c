/* shot.c - the snapshot of a view: made once, shared, kept while the ring reaches back to it. */
#include <string.h>
#include "common/base/check.h"
#include "common/base/heap.h"
#include "common/pack/writer.h"
#include "daemon/core/core_int.h"

enum { PART_BYTES = 131072, SLACK = 32768 };

void smv_shot_unref(struct smv_shot *s)
{
    if (s == NULL || --s->refs > 0) {
        return;
    }
    for (uint32_t i = 0; i < s->n_parts; i++) {
        smv_frame_unref(s->parts[i]);
    }
    smv_free(s->parts);
    smv_free(s);
}

struct part {
    struct smv_buf nodes;
    size_t n;
};

/* The view's nodes, depth first, cut into parts. */
static struct part *cut(const struct smv_core *core, const struct smv_view *v, uint32_t *ret_n)
{
    struct part *parts = smv_zalloc(sizeof *parts);
    size_t cap = 1;
    uint32_t n_parts = 1;
    const struct smv_node *root = core->state.tree.root;
    for (const struct smv_node *n = root; n != NULL; n = smv_tree_walk(root, n)) {
        if (!smv_view_sees(v, n)) {
            continue;
        }
        if (parts[n_parts - 1].nodes.len >= PART_BYTES) {
            parts = smv_grow(parts, &cap, n_parts + 1, sizeof *parts);
            memset(&parts[n_parts++], 0, sizeof *parts);
        }
        smv_node_write(&parts[n_parts - 1].nodes, n, /* with_history */ false);
        parts[n_parts - 1].n++;
    }
    *ret_n = n_parts;
    return parts;
}

static struct smv_shot *build(struct smv_core *core, struct smv_view *v)
{
    struct smv_shot *s = smv_zalloc(sizeof *s);
    uint8_t h8[8];
    struct part *parts = cut(core, v, &s->n_parts);
    s->refs = 1;
    s->seq = core->state.seq;
    s->pos = v->ring.end;
    s->total = v->ring.total;
    s->parts = smv_alloc(s->n_parts * sizeof(struct smv_frame *));
    smv_h8_bytes(smv_core_h8(core, s->seq), h8);
    for (uint32_t i = 0; i < s->n_parts; i++) {
        struct smv_buf raw = {0};
        struct smv_msg m = {.kind = SMV_MSG_KIND_SNAP};
        smv_write_array(&raw, parts[i].n);
        smv_buf_put_span(&raw, smv_buf_span(&parts[i].nodes));
        m.u.snap =
            (struct smv_msg_snap){s->seq, smv_span(h8, 8), i, s->n_parts, smv_buf_span(&raw)};
        smv_buf_clear(&core->scratch);
        smv_msg_write(&core->scratch, &m);
        s->parts[i] = smv_frame_make(core->config.prefix, smv_buf_span(&core->scratch));
        s->bytes += s->parts[i]->len;
        smv_buf_finish(&raw);
        smv_buf_finish(&parts[i].nodes);
    }
    smv_free(parts);
    core->stats.snapshots_built++;
    return s;
}

struct smv_shot *smv_view_shot(struct smv_core *core, struct smv_view *v)
{
    struct smv_shot *s = v->shot;
    bool good =
        s != NULL && s->pos >= v->ring.first && v->ring.total - s->total <= s->bytes + SLACK;
    PRE(v->n_items ==
        0); /* never in the middle of a batch: the ring would repeat what the state has */
    if (!good) {
        smv_shot_unref(s);
        s = v->shot = build(core, v);
    }
    s->refs++;
    return s;
}
