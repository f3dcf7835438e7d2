/* timeline_svg.h - a timeline or a map as a picture: phases across, lanes down, cards, arrows, obstacles.
 *
 * What: one SVG a sheet, and the same in words. Arrows run at right angles in channels between columns and rows, each on
 *       a track of its own, and end in a letter that is told below the drawing; obstacles are numbered diamonds.
 * Not:  no table (make_sheets.c); no fonts inside: letters are text in "Inter, Liberation Sans, sans-serif".
 * Uses: svg_text.h, words.h, common/model.    Thread: pure.
 * Units: as drawn over the width of an A4 page on its side, the smallest letters are about 7 points.
 * Invariants: well-formed XML whatever the sheet holds; equal trees give equal bytes; no text runs out of its card; what
 *       is cut off ends in "…"; each mark is told by shape, never by colour alone. */
#ifndef SMV_DOCUMENT_TIMELINE_SVG_H
#define SMV_DOCUMENT_TIMELINE_SVG_H
#include "common/model/tree.h"

/* Appends to svg and alt. sheet: of any form, with phases or lanes. empty: phases and lanes alone, to write on. */
void smv_timeline_svg(struct smv_buf *svg, struct smv_buf *alt, unsigned *ret_w, unsigned *ret_h,
                      const struct smv_tree *t, const struct smv_node *sheet, const char *lang,
                      bool empty);

/* The number that an obstacle has on its sheet: phase by phase, card by card, then arrows', then loose ones; those
 * without a text are not counted. 0: none. */
unsigned smv_timeline_number(const struct smv_node *sheet, const struct smv_node *obstacle);
/* The letter of an arrow: a, b ... z, a1, b1 ... by its place among the sheet's flows. Writes at most 12 bytes with the
 * NUL. */
void smv_timeline_tag(const struct smv_node *sheet, const struct smv_node *flow, char ret_tag[12]);

/* How many A1 posters a pattern needs so that a note of 76 mm fits in each cell, and the one of them: landscape, in
 * tenths of a millimetre, without margins. n: 0 .. posters - 1. */
unsigned smv_timeline_posters(const struct smv_node *sheet);
void smv_timeline_poster(struct smv_buf *svg, struct smv_buf *alt, unsigned *ret_w, unsigned *ret_h,
                         const struct smv_tree *t, const struct smv_node *sheet, const char *lang,
                         unsigned n);

#endif
