/* glyph.h - what people typed, cut into what a terminal shows: one cluster of characters, one or two columns.
 *
 * What: grapheme clusters and their columns; what could drive or disturb a terminal is made harmless on the way:
 *       controls become a visible mark, signs that turn the direction of writing are dropped, heaps of combining
 *       signs are cut after the first few. Line feed and tab are the caller's matter: they come as they are.
 * Not:  no wrapping (wrap.h), no screen.
 * Uses: ICU (clusters, widths).    Thread: one.
 * Invariants: a glyph's bytes are valid UTF-8 without control characters; len <= SMV_GLYPH_BYTES; columns is 1 or 2. */
#ifndef SMV_TUI_GLYPH_H
#define SMV_TUI_GLYPH_H
#include "common/base/buf.h"

enum { SMV_GLYPH_BYTES = 24, SMV_GLYPH_SIGNS = 4 /* combining signs that are kept */ };

struct smv_glyph {
    char bytes[SMV_GLYPH_BYTES];
    uint8_t len; /* 0: nothing to draw (a sign that was dropped, or the right half of a wide one) */
    uint8_t columns; /* 0 with len 0 */
};

enum smv_glyph_break { SMV_GLYPH_TEXT, SMV_GLYPH_SPACE, SMV_GLYPH_LINE, SMV_GLYPH_TAB };

/* Walks over text that is valid UTF-8. Borrows it. */
struct smv_glyphs {
    struct smv_span text;
    size_t byte; /* where the next cluster starts */
    size_t cp;   /* the same in code points */
    bool ascii;  /* draw nothing else: a terminal without UTF-8 */
};
void smv_glyphs_init(struct smv_glyphs *g, struct smv_span text, bool ascii);
/* The next cluster; false at the end. g->byte and g->cp are behind it then. */
bool smv_glyphs_next(struct smv_glyphs *g, struct smv_glyph *ret, enum smv_glyph_break *ret_kind);

size_t smv_glyphs_columns(struct smv_span text); /* of one line */

#endif
