/* plenary.h - a plenary screen in a terminal: the picture that the moderator chose, as large as the cells allow.
 *
 * What: shows its stage, turns pages with the stage and with own keys, says by presence which page it shows; its name
 *       while it is identified. Keeps the last picture when the connection is gone, with a small mark in a corner.
 * Not:  no cursor, no error boxes, writes nothing.
 * Uses: picture.h, view.h.    Thread: one. */
#ifndef SMV_TUI_PLENARY_H
#define SMV_TUI_PLENARY_H
#include "client-cli/tui/picture.h"
#include "client-cli/tui/view.h"

/* stage 0: the link's own, or the first there is. host and base (scheme, host, port and the seminar's path, ending with
 * "/#", before the code) are copied; both may be empty. */
struct smv_view *smv_plenary_create(smv_id stage, const char *host, const char *base);

#endif
