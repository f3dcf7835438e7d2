/* boards.h - the forms of sheets as pages: questions, timeline, table, actions, parking, map, plan.
 *
 * What: one builder per form; each reads the replica and fills a page with spots in the order of reading.
 * Not:  no drawing, no keys, no changes.
 * Uses: page.h, day.h.    Thread: as client.h. */
#ifndef SMV_TUI_BOARDS_H
#define SMV_TUI_BOARDS_H
#include "client-cli/tui/page.h"

/* The sheet as it is to be worked on, or read (may false). The page is overwritten. */
void smv_board_build(struct smv_page *p, struct smv_client *c, smv_id sheet, bool may);
/* A card of a timeline in detail: its fields, obstacles and flows. */
void smv_board_card(struct smv_page *p, struct smv_client *c, smv_id card, bool may);

/* --- by form: board_questions.c, board_timeline.c, board_rows.c, board_plan.c */
void smv_board_questions(struct smv_page *p, struct smv_client *c, smv_id sheet, bool may);
void smv_board_timeline(struct smv_page *p, struct smv_client *c, smv_id sheet, bool may);
void smv_board_table(struct smv_page *p, struct smv_client *c, smv_id sheet, bool may);
void smv_board_actions(struct smv_page *p, struct smv_client *c, smv_id sheet, bool may);
void smv_board_parking(struct smv_page *p, struct smv_client *c, smv_id sheet, bool may);
void smv_board_map(struct smv_page *p, struct smv_client *c, smv_id sheet, bool may);
void smv_board_plan(struct smv_page *p, struct smv_client *c, smv_id sheet, bool may);
/* Clusters and polls: the moderators', to read. */
void smv_board_read(struct smv_page *p, struct smv_client *c, smv_id sheet);

/* --- pieces that they share */
void smv_board_star(struct smv_client *c, struct smv_spot *s,
                    unsigned field); /* a mark when it is set */
/* "From Room 2: ..." below something that was copied or answers something; nothing when it is not. */
void smv_board_origin(struct smv_page *p, struct smv_client *c, smv_id id, smv_id origin,
                      unsigned indent);
smv_id smv_board_last(struct smv_client *c, smv_id parent, unsigned kind); /* 0 none */
/* The field of kind that says "for the plenary"; 0 none. */
unsigned smv_board_star_field(unsigned kind);
unsigned smv_board_origin_field(unsigned kind);

#endif
