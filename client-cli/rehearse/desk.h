/* desk.h - the people at a table: what a scribe, a facilitator and a group's secretary share.
 *
 * Uses: player.h.    Thread: pure. */
#ifndef SMV_REHEARSE_DESK_H
#define SMV_REHEARSE_DESK_H
#include "client-cli/rehearse/player.h"

/* One thing on one sheet, by its form. False: nothing could be done there. */
bool smv_desk_work(struct smv_player *a, smv_id sheet, unsigned form);
bool smv_desk_board(struct smv_player *a, smv_id sheet); /* timeline */
bool smv_desk_table(struct smv_player *a, smv_id sheet);
bool smv_desk_actions(struct smv_player *a, smv_id sheet);
bool smv_desk_parking(struct smv_player *a, smv_id sheet);
bool smv_desk_map(struct smv_player *a, smv_id sheet);
bool smv_desk_plan(struct smv_player *a, smv_id sheet); /* all but its questions */
/* A card of an earlier board that this room may read comes over. */
bool smv_desk_copy(struct smv_player *a, smv_id sheet);
/* Into or out of the bin, another place: a child of that kind under parent. */
bool smv_desk_tidy(struct smv_player *a, smv_id parent, unsigned kind);
smv_id smv_desk_make(struct smv_player *a, unsigned kind, smv_id parent,
                     const struct smv_field_value *fields, size_t n);

#endif
