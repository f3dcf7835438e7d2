/* make_gather.c - proposals gathered in clusters, and what was parked.
 *
 * What: clusters by priority, then starred ones, each with what it holds; after them the proposals that are in none;
 *       parked questions.
 * Not:  gathers nothing itself.
 * Uses: make_int.h.    Thread: one owner.
 * Invariants: a reference to something deleted is not told; a proposal that is gathered is not told again below. */
#include "common/base/heap.h"
#include "common/document/make_int.h"

static const struct smv_span none = {NULL, 0};

static int by_weight(const struct smv_node *a, const struct smv_node *b, void *arg)
{
    (void)arg;
    /* 1 is first; none is last. */
    uint64_t left = smv_node_num(a, SMV_CLUSTER_PRIORITY) - 1;
    uint64_t right = smv_node_num(b, SMV_CLUSTER_PRIORITY) - 1;
    if (left != right) {
        return left < right ? -1 : 1;
    }
    bool star_a = smv_node_num(a, SMV_CLUSTER_STAR) != 0;
    bool star_b = smv_node_num(b, SMV_CLUSTER_STAR) != 0;
    return (int)star_b - (int)star_a;
}

/* What stands behind a proposal: whose it is, and its number in the plan. */
static struct smv_span from_whom(struct smv_making *m, const struct smv_node *what)
{
    const struct smv_node *sheet = smv_node_sheet(what);
    struct smv_span number = none;
    uint64_t n = what->kind == SMV_KIND_ACTION ? smv_node_num(what, SMV_ACTION_NUMBER) : 0;
    if (n != 0) {
        number = smv_make_say(m, SMV_WORD_NUMBER_N, n, none, none);
    }
    struct smv_span parts[] = {sheet == NULL ? none : smv_make_who(m, sheet, false), number};
    return smv_make_join(m, parts, 2, ", ");
}

/* Whether all groups' proposals can be read here: in one group's compendium a cluster may hold those of others. */
static bool all_groups(const struct smv_making *m)
{
    return m->wish->of == SMV_DOC_DOCUMENTATION;
}

/* Worth a heading: it holds something, or was starred or given a priority before it did. */
static bool worth(struct smv_making *m, const struct smv_node *c)
{
    bool any = all_groups(m) && (smv_node_num(c, SMV_CLUSTER_STAR) != 0 ||
                                 smv_node_num(c, SMV_CLUSTER_PRIORITY) != 0);
    for (const struct smv_node *g = NULL;
         !any && (g = smv_make_next(c, g, SMV_KIND_GATHERED)) != NULL;) {
        const struct smv_node *what = smv_make_quoted(m, g, SMV_GATHERED_WHAT);
        any = what != NULL && smv_make_said(m, what).len > 0;
    }
    return any;
}

static void put_cluster(struct smv_making *m, const struct smv_node *c, unsigned level,
                        struct smv_map *told)
{
    struct smv_span title = smv_make_said(m, c);
    title = title.len > 0 ? title : smv_make_word(m, SMV_WORD_CLUSTER_UNNAMED);
    uint64_t priority = smv_node_num(c, SMV_CLUSTER_PRIORITY);
    if (smv_node_num(c, SMV_CLUSTER_STAR) != 0) {
        struct smv_span starred[] = {smv_span_str("★"), title};
        title = smv_make_join(m, starred, 2, " ");
    }
    smv_make_heading(m, level, title);
    if (priority != 0) {
        smv_make_note(m, smv_make_say(m, SMV_WORD_PRIORITY, priority, none, none));
    }
    bool any = false;
    for (const struct smv_node *g = NULL; (g = smv_make_next(c, g, SMV_KIND_GATHERED)) != NULL;) {
        const struct smv_node *what = smv_make_quoted(m, g, SMV_GATHERED_WHAT);
        struct smv_span text = what == NULL ? none : smv_make_said(m, what);
        if (text.len > 0) {
            smv_make_bullet(m, 1, text, from_whom(m, what), false);
            (void)smv_map_set(told, what->id, m);
            any = true;
        }
    }
    if (!any) {
        smv_make_note_word(m, SMV_WORD_CLUSTER_EMPTY);
    }
}

/* --- what is in no cluster ------------------------------------------------------------------------- */

/* What the moderators are offered to gather: the groups' proposals, and their starred lines. */
static bool proposed(const struct smv_node *n)
{
    switch (n->kind) {
    case SMV_KIND_ACTION: return true;
    case SMV_KIND_POINT: return smv_node_num(n, SMV_POINT_STAR) != 0;
    case SMV_KIND_CARD: return smv_node_num(n, SMV_CARD_STAR) != 0;
    case SMV_KIND_OBSTACLE: return smv_node_num(n, SMV_OBSTACLE_STAR) != 0;
    case SMV_KIND_ROW: return smv_node_num(n, SMV_ROW_STAR) != 0;
    default: return false;
    }
}

static void put_loose(struct smv_making *m, unsigned level, const struct smv_map *told)
{
    bool first = true;
    for (const struct smv_node *s = NULL; (s = smv_make_next_sheet(m, s)) != NULL;) {
        if (smv_make_place(m, s) == NULL || smv_make_print(m, s) >= SMV_PRINT_COMPENDIUM ||
            smv_node_num(s, SMV_SHEET_FORM) == SMV_FORM_PLAN) {
            continue;
        }
        for (const struct smv_node *n = NULL; (n = smv_tree_walk(s, n)) != NULL;) {
            struct smv_span text = none;
            if (proposed(n) && smv_map_get(told, n->id) == NULL && !smv_node_gone(n)) {
                text = smv_make_said(m, n);
            }
            if (text.len == 0) {
                continue;
            }
            if (first) {
                smv_make_heading(m, level, smv_make_word(m, SMV_WORD_NOT_GATHERED));
            }
            smv_make_bullet(m, 1, text, from_whom(m, n), false);
            first = false;
        }
    }
}

void smv_make_clusters(struct smv_making *m, const struct smv_node *sheet, unsigned level)
{
    struct smv_making_list clusters = {0};
    struct smv_map told = {0};
    for (const struct smv_node *c = NULL;
         (c = smv_make_next(sheet, c, SMV_KIND_CLUSTER)) != NULL;) {
        if (!smv_make_blank(smv_node_str(c, SMV_CLUSTER_TITLE)) ||
            smv_make_count(c, SMV_KIND_GATHERED) > 0) {
            smv_make_list_add(&clusters, c);
        }
    }
    smv_make_list_sort(&clusters, by_weight, NULL);
    struct smv_span *empty = smv_zalloc((clusters.n + 1) * sizeof *empty);
    size_t n = 0;
    for (size_t i = 0; i < clusters.n; i++) {
        if (worth(m, clusters.of[i])) {
            put_cluster(m, clusters.of[i], level, &told);
        } else if (smv_make_said(m, clusters.of[i]).len > 0) {
            empty[n++] = smv_make_said(m, clusters.of[i]);
        }
    }
    if (clusters.n > 0 && !m->wish->brief) {
        put_loose(m, level, &told);
    }
    if (n > 0 && all_groups(m) && !m->wish->brief) {
        struct smv_span names = smv_make_names(m, empty, n);
        smv_make_note(m, smv_make_say(m, SMV_WORD_CLUSTERS_EMPTY, 0, names, none));
    }
    smv_free(empty);
    smv_map_finish(&told);
    smv_make_list_finish(&clusters);
}

/* --- parked ------------------------------------------------------------------------------------- */

void smv_make_parked(struct smv_making *m, const struct smv_node *sheet, unsigned level)
{
    (void)level;
    for (const struct smv_node *p = NULL; (p = smv_make_next(sheet, p, SMV_KIND_PARKED)) != NULL;) {
        struct smv_span text = smv_make_said(m, p), about = none, taken = none;
        if (text.len == 0) {
            continue;
        }
        const struct smv_node *of = smv_make_quoted(m, p, SMV_PARKED_ABOUT);
        if (of != NULL && smv_make_said(m, of).len > 0) {
            about = smv_make_say(m, SMV_WORD_PARKED_ABOUT, 0, smv_make_said(m, of), none);
        }
        if (smv_node_num(p, SMV_PARKED_TAKEN) != 0) {
            taken = smv_make_word(m, SMV_WORD_PARKED_TAKEN);
        }
        struct smv_span parts[] = {about, taken};
        smv_make_bullet(m, 1, text, smv_make_join(m, parts, 2, "; "), false);
    }
}
