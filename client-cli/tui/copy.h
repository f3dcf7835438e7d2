/* copy.h - a thing from another sheet, put where it belongs on the own one, with its source.
 *
 * What: for each form what a bullet, card, obstacle, proposal or row becomes there, and where. The browser's rules.
 * Uses: desk.h.    Thread: as client.h.
 * Invariant: the origin is set on everything that is copied; the source is never changed. */
#ifndef SMV_TUI_COPY_H
#define SMV_TUI_COPY_H
#include "client-cli/tui/desk.h"

/* near: where one works on the sheet; 0 nowhere. Returns what was made; 0: this sheet takes no such thing. */
smv_id smv_copy_to(struct smv_desk *d, smv_id sheet, smv_id near, smv_id from);

#endif
