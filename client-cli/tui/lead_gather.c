/* lead_gather.c - proposals of all places, clusters, stars, priorities; see lead.h.
 *
 * Invariant: laying a proposal into a cluster takes every other reference to it away. */
#include "client-cli/tui/lead_int.h"

void smv_lead_syntheses(struct smv_client *c, struct smv_ids *ret)
{
    struct smv_ids sessions = {0}, sheets = {0};
    ret->n = 0;
    smv_day_children(c, SMV_ROOT, SMV_KIND_SESSION, &sessions);
    smv_ids_put(&sessions, 0);
    for (size_t i = 0; i < sessions.n; i++) {
        smv_day_sheets(c, sessions.ids[i], 0, SMV_WHOSE_MODERATORS, &sheets);
        for (size_t k = 0; k < sheets.n; k++) {
            if (smv_day_form(c, sheets.ids[k]) == SMV_FORM_SYNTHESIS) {
                smv_ids_put(ret, sheets.ids[k]);
            }
        }
    }
    smv_ids_finish(&sessions);
    smv_ids_finish(&sheets);
}

unsigned smv_lead__star_field(unsigned kind)
{
    switch (kind) {
    case SMV_KIND_POINT: return SMV_POINT_STAR;
    case SMV_KIND_CARD: return SMV_CARD_STAR;
    case SMV_KIND_OBSTACLE: return SMV_OBSTACLE_STAR;
    case SMV_KIND_ROW: return SMV_ROW_STAR;
    case SMV_KIND_ACTION: return SMV_ACTION_STAR;
    case SMV_KIND_CLUSTER: return SMV_CLUSTER_STAR;
    default: return 0;
    }
}

smv_id smv_lead_synthesis(struct smv_client *c)
{
    struct smv_ids all = {0};
    smv_lead_syntheses(c, &all);
    smv_id found = all.n > 0 ? all.ids[all.n - 1] : 0;
    for (size_t i = 0; i < all.n; i++) { /* with clusters */
        found = smv_day_count(c, all.ids[i], SMV_KIND_CLUSTER) > 0 ? all.ids[i] : found;
    }
    smv_ids_finish(&all);
    return found;
}

static void collect(struct smv_client *c, smv_id parent, int depth, struct smv_ids *ret)
{
    struct smv_ids all = {0};
    smv_day_children(c, parent, 0, &all);
    for (size_t i = 0; i < all.n && depth < 8; i++) {
        unsigned kind = smv_client_kind(c, all.ids[i]), star = smv_lead__star_field(kind);
        bool proposal = kind == SMV_KIND_ACTION ? smv_day_has_text(c, all.ids[i], SMV_ACTION_WHAT)
                                                : star != 0 && kind != SMV_KIND_CLUSTER &&
                                                      smv_day_num(c, all.ids[i], star) != 0;
        if (proposal) {
            smv_ids_put(ret, all.ids[i]);
        }
        collect(c, all.ids[i], depth + 1, ret);
    }
    smv_ids_finish(&all);
}

void smv_lead_proposals(struct smv_client *c, struct smv_ids *ret)
{
    struct smv_ids places = {0}, sessions = {0}, sheets = {0};
    ret->n = 0;
    smv_rooms_places(c, &places);
    smv_day_children(c, SMV_ROOT, SMV_KIND_SESSION, &sessions);
    smv_ids_put(&sessions, 0);
    for (size_t i = 0; i < places.n; i++) {
        for (size_t k = 0; k < sessions.n; k++) {
            smv_day_sheets(c, sessions.ids[k], places.ids[i], SMV_WHOSE_PLACE, &sheets);
            for (size_t n = 0; n < sheets.n; n++) {
                collect(c, sheets.ids[n], 0, ret);
            }
        }
    }
    smv_ids_finish(&places);
    smv_ids_finish(&sessions);
    smv_ids_finish(&sheets);
}

/* The references to a proposal on a sheet of clusters. */
static void references(struct smv_client *c, smv_id sheet, smv_id what, struct smv_ids *ret)
{
    struct smv_ids clusters = {0}, in = {0};
    ret->n = 0;
    smv_day_children(c, sheet, SMV_KIND_CLUSTER, &clusters);
    for (size_t i = 0; i < clusters.n; i++) {
        smv_day_children(c, clusters.ids[i], SMV_KIND_GATHERED, &in);
        for (size_t k = 0; k < in.n; k++) {
            if (smv_day_num(c, in.ids[k], SMV_GATHERED_WHAT) == what) {
                smv_ids_put(ret, in.ids[k]);
            }
        }
    }
    smv_ids_finish(&clusters);
    smv_ids_finish(&in);
}

smv_id smv_lead_cluster_of(struct smv_client *c, smv_id sheet, smv_id what)
{
    struct smv_ids refs = {0};
    references(c, sheet, what, &refs);
    smv_id found = refs.n > 0 ? smv_client_parent(c, refs.ids[0]) : 0;
    smv_ids_finish(&refs);
    return found;
}

static bool gather(struct smv_lead *l, smv_id sheet, smv_id what, smv_id cluster)
{
    struct smv_ids refs = {0};
    bool ok = true;
    references(l->c, sheet, what, &refs);
    for (size_t i = 0; i < refs.n; i++) {
        if (smv_client_del(l->c, refs.ids[i])) {
            smv_lead__remember(l,
                               (struct smv_lead_step){.type = SMV_STEP_UNDEL, .id = refs.ids[i]});
        }
    }
    smv_ids_finish(&refs);
    if (cluster != 0) {
        struct smv_field_value field = {SMV_GATHERED_WHAT, {.type = SMV_TYPE_REF, .num = what}};
        smv_id id = smv_client_add(l->c, SMV_KIND_GATHERED, cluster,
                                   smv_lead__last(l->c, cluster, SMV_KIND_GATHERED), &field, 1);
        ok = id != 0;
        if (ok) {
            smv_lead__remember(l, (struct smv_lead_step){.type = SMV_STEP_DEL, .id = id});
        }
    }
    return ok;
}

bool smv_lead_gather(struct smv_lead *l, smv_id sheet, smv_id what, smv_id cluster)
{
    struct smv_buf b = {0};
    smv_lead__begin(l);
    if (smv_lead_cluster_of(l->c, sheet, what) == cluster || !gather(l, sheet, what, cluster)) {
        return false;
    }
    if (cluster != 0) {
        smv_put_words(&l->said, _("Laid into %s"), smv_day_short(l->c, cluster, 60, &b));
    } else {
        smv_buf_put_str(&l->said, _("Taken out of its cluster"));
    }
    smv_buf_finish(&b);
    return true;
}

smv_id smv_lead_cluster(struct smv_lead *l, smv_id sheet, struct smv_span title)
{
    struct smv_field_value field = {SMV_CLUSTER_TITLE, {.type = SMV_TYPE_TEXT, .str = title}};
    smv_lead__begin(l);
    smv_id id = smv_client_add(l->c, SMV_KIND_CLUSTER, sheet,
                               smv_lead__last(l->c, sheet, SMV_KIND_CLUSTER), &field, 1);
    if (id != 0) {
        smv_lead__remember(l, (struct smv_lead_step){.type = SMV_STEP_DEL, .id = id});
        smv_buf_put_str(&l->said, _("New cluster"));
    }
    return id;
}

bool smv_lead_remove(struct smv_lead *l, smv_id id)
{
    smv_lead__begin(l);
    if (!smv_client_del(l->c, id)) {
        return false;
    }
    smv_lead__remember(l, (struct smv_lead_step){.type = SMV_STEP_UNDEL, .id = id});
    smv_buf_put_str(&l->said, _("Removed"));
    return true;
}

bool smv_lead_star(struct smv_lead *l, smv_id id)
{
    unsigned field = smv_lead__star_field(smv_client_kind(l->c, id));
    smv_lead__begin(l);
    if (field == 0) {
        return false;
    }
    bool on = smv_day_num(l->c, id, field) == 0;
    smv_buf_put_str(&l->said, on ? _("Starred") : _("The star is gone"));
    return smv_lead__set_num(l, id, field, on);
}

bool smv_lead_priority(struct smv_lead *l, smv_id id, unsigned priority)
{
    unsigned kind = smv_client_kind(l->c, id);
    unsigned field = kind == SMV_KIND_ACTION    ? SMV_ACTION_PRIORITY
                     : kind == SMV_KIND_CLUSTER ? SMV_CLUSTER_PRIORITY
                                                : 0;
    smv_lead__begin(l);
    if (field == 0 || !smv_lead__set_num(l, id, field, priority)) {
        return false;
    }
    smv_put_words(&l->said, _("Priority %u"), priority);
    return true;
}
