/* moderator.h - the moderator's view: all rooms in stable places, what needs a person, the clock, the stage, proposals,
 * messages, the day.
 *
 * Uses: rooms.h, lead.h, picture.h, view.h.    Thread: one. */
#ifndef SMV_TUI_MODERATOR_H
#define SMV_TUI_MODERATOR_H
#include "client-cli/tui/view.h"

/* c is borrowed for the view's life. host and link are for the preview of the join page; copied, may be empty. */
struct smv_view *smv_moderator_create(struct smv_client *c, const char *host, const char *link);

#endif
