/* rights.h - who may write and who may read, from the tree and the schema alone.
 *
 * What: the place that a node belongs to; may this actor change this node or field; does this view
 *       contain this node.
 * Not:  no locks, no state of the seminar, no links (revoked, run out): those are the daemon's
 *       verdict. Whether a change is possible at all is tree.h's.
 * Uses: tree.h, schema.h.    Thread: pure.
 * Rule: somebody may write what the writers column names, if the hand is theirs *here*:
 *       MOD and ORG are a role's everywhere; OWN counts on the sheets (and calls, receipts) of the
 *       actor's own place; on a moderated sheet it is the moderators' and no room's. The host has
 *       every hand everywhere. On a pattern and its content only organisers write. What only the
 *       fold writes, nobody does. */
#ifndef SMV_MODEL_RIGHTS_H
#define SMV_MODEL_RIGHTS_H
#include "common/model/tree.h"

/* The room or group that n belongs to: its nearest sheet's, the one that a notice, call or receipt
 * names, or itself; 0 none. */
smv_id smv_place_of(const struct smv_node *n);

/* --- writing --------------------------------------------------------------------------------- */
struct smv_actor {
    unsigned role; /* enum smv_role */
    smv_id place;  /* its room or group; 0 none */
};
/* Move, delete, undelete: n is the node, kind its own. Add: n is the parent, kind the new node's;
 * the fields that it comes with are asked about by smv_may_add. */
bool smv_may_node(const struct smv_actor *actor, const struct smv_tree *t, const struct smv_node *n,
                  unsigned kind);
/* Add with these fields: each must be the actor's to write, and the place that a call or a receipt
 * names must be its own. */
bool smv_may_add(const struct smv_actor *actor, const struct smv_tree *t,
                 const struct smv_node *parent, unsigned kind, const struct smv_field_value *fields,
                 size_t n_fields);
/* Set or type. A call's or receipt's place is said once, in the add. */
bool smv_may_field(const struct smv_actor *actor, const struct smv_node *n, unsigned field);

/* Is n a question that one group is asked, or in one? Only such polls are the own people's of the
 * sheet they stand on; all others are the moderators', wherever they stand. */
bool smv_is_round(const struct smv_node *n);

/* --- after the day ----------------------------------------------------------------------------- */
/* Is this what is still written in a closed seminar: an action's status, deadline and note, by
 * whoever may write them, on locked sheets too? */
bool smv_is_followed_up(const struct smv_node *n, unsigned field);
/* Does the poll take answers: it is open, and the seminar is not closed, or it stands in a session
 * of form survey? */
bool smv_takes_answers(const struct smv_tree *t, const struct smv_node *poll);

/* --- reading --------------------------------------------------------------------------------- */
/* Is the sheet this group's: its own, or of the room where the group sits in the session's
 * composition? */
bool smv_is_groups_sheet(const struct smv_tree *t, const struct smv_node *sheet, smv_id group);

enum smv_view_class {
    SMV_VIEW_ORG,    /* organisers and the host */
    SMV_VIEW_MOD,    /* moderators */
    SMV_VIEW_ROOM,   /* arg: the room */
    SMV_VIEW_GROUP,  /* arg: the self-formed group, for its secretary */
    SMV_VIEW_SCREEN, /* arg: the stage */
    SMV_VIEW_PHONE   /* arg: the group that the participant follows, 0 none */
};
/* All connections with the same view see the same. */
struct smv_view_id {
    uint8_t cls;
    smv_id arg;
};
/* Does the view contain the governor (smv_node_governor of what is asked about)? Only when it also
 * contains every governor above it. Deleted nodes are seen as deleted by the same rules.
 * Cost: O(depth); for a screen that shows a question across groups, O(nodes of the sheet). */
bool smv_visible(const struct smv_tree *t, struct smv_view_id view,
                 const struct smv_node *governor);

#endif
