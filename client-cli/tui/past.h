/* past.h - what has happened to one thing, in readable lines, newest first.
 *
 * What: reads the last PAST; typing by one person that belongs together is one line.
 * Uses: list.h, day.h.    Thread: as client.h. */
#ifndef SMV_TUI_PAST_H
#define SMV_TUI_PAST_H
#include "client-cli/tui/day.h"
#include "client-cli/tui/list.h"

/* Puts lines onto l. False: the last PAST is not about this node (yet). */
bool smv_past_lines(struct smv_list *l, const struct smv_scene *s, smv_id node);
/* "the text", "who": a field in words; translated. */
const char *smv_past_field(unsigned kind, unsigned field);

#endif
