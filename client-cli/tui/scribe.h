/* scribe.h - the scribe's view (and the facilitator's): steps, the sheet, everything by the keyboard.
 *
 * Uses: view.h.    Thread: one. */
#ifndef SMV_TUI_SCRIBE_H
#define SMV_TUI_SCRIBE_H
#include "client-cli/tui/view.h"

/* c is borrowed for the view's life. place, role: as they were told last time, until they are told again; 0, -1 never.
 * Ends with v->impl->destroy. */
struct smv_view *smv_scribe_create(struct smv_client *c, smv_id place, int role);

/* The same for moderators: the compiled sheets, beside them what all groups wrote. */
struct smv_view *smv_compiler_create(struct smv_client *c);
/* Nothing is open over the sheet: Escape means to leave it. */
bool smv_scribe_rests(const struct smv_view *v);

#endif
