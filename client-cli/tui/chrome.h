/* chrome.h - what surrounds every view: the strip at the top, the bars below it, the keys at the bottom.
 *
 * What: place, session, countdown, connection in words; warnings and the moderator's notice as bars; as many key hints
 *       as fit; a clear sentence when the terminal is too small.
 * Uses: day.h, grid.h.    Thread: one. */
#ifndef SMV_TUI_CHROME_H
#define SMV_TUI_CHROME_H
#include "client-cli/tui/day.h"

enum { SMV_LEAST_W = 60, SMV_LEAST_H = 16 };

/* True: g is too small for w x h, and says so. */
bool smv_chrome_too_small(struct smv_grid *g, int w, int h);
/* Cuts the strip off r: who or where, the session, its countdown, more (may be empty), the connection. */
void smv_chrome_top(struct smv_grid *g, struct smv_rect *r, const struct smv_scene *s, smv_id place,
                    smv_id session, struct smv_span more);
/* "12:04 left", "paused, 12:04 left", "1:20 over time", "60 min planned", "ended". Appends. True: over time. */
bool smv_chrome_clock(const struct smv_scene *s, smv_id session, struct smv_buf *ret);
/* Cuts one bar of at most two lines off r. */
void smv_chrome_bar(struct smv_grid *g, struct smv_rect *r, struct smv_span text, bool warn);

/* The bar that says why letters look plain, in a terminal without UTF-8. */
void smv_chrome_plain(struct smv_grid *g, struct smv_rect *r);

struct smv_hint {
    const char *key, *word; /* word: untranslated; NULL ends the list */
};
/* Cuts the lowest line off r: as many hints as fit, the last one always. */
void smv_chrome_keys(struct smv_grid *g, struct smv_rect *r, const struct smv_hint *hints);

#endif
