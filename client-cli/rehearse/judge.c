/* judge.c - see judge.h. */
#include "client-cli/rehearse/judge.h"

/* Is this the unit itself or governed by it? Other units are asked about on their own. */
static bool of_unit(const struct smv_node *n, void *arg)
{
    const struct smv_node *top = arg;
    return n == top || smv_node_governor(n)->id == top->id;
}

static uint64_t digest(const struct smv_node *unit)
{
    struct {
        const struct smv_node *n;
    } borrowed = {unit};
    return smv_tree_digest(unit, of_unit, (void *)(uintptr_t)borrowed.n);
}

static bool is_unit(const struct smv_node *n)
{
    return smv_node_governor(n) == n;
}

struct smv_view_id smv_judge_view(unsigned role, smv_id place, smv_id group)
{
    switch (role) {
    case SMV_ROLE_HOST:
    case SMV_ROLE_ORGANISER: return (struct smv_view_id){SMV_VIEW_ORG, 0};
    case SMV_ROLE_MODERATOR: return (struct smv_view_id){SMV_VIEW_MOD, 0};
    case SMV_ROLE_SECRETARY: return (struct smv_view_id){SMV_VIEW_GROUP, place};
    case SMV_ROLE_SCREEN: return (struct smv_view_id){SMV_VIEW_SCREEN, place};
    case SMV_ROLE_PARTICIPANT: return (struct smv_view_id){SMV_VIEW_PHONE, group};
    default: return (struct smv_view_id){SMV_VIEW_ROOM, place};
    }
}

void smv_judge(const struct smv_tree *whole, bool whole_org, const struct smv_tree *other,
               struct smv_view_id view, smv_judge_say *say, void *arg, uint64_t *compared,
               uint64_t *ret_diverged)
{
    for (const struct smv_node *n = whole->root; n != NULL; n = smv_tree_walk(whole->root, n)) {
        if (!is_unit(n)) {
            continue;
        }
        const struct smv_node *same = smv_tree_find(other, n->id);
        bool may = smv_visible(whole, view, n);
        (*compared)++;
        if (may && same == NULL) {
            (*ret_diverged)++;
            say(arg, n, "is missing");
        } else if (!may && same != NULL) {
            (*ret_diverged)++;
            say(arg, n, "is there and should not be");
        } else if (may && digest(n) != digest(same)) {
            (*ret_diverged)++;
            say(arg, n, "is different");
        }
    }
    for (const struct smv_node *n = other->root; n != NULL; n = smv_tree_walk(other->root, n)) {
        bool org_only = smv_kind_info(n->kind) != NULL &&
                        smv_kind_info(smv_node_governor(n)->kind)->scope == SMV_SCOPE_ORG;
        if (smv_tree_find(whole, n->id) == NULL && (whole_org || !org_only)) {
            (*ret_diverged)++;
            say(arg, n, "is known to nobody else");
        }
    }
}
