/* big.h - large letters out of cells, for a hall: headings, clocks, codes; and QR codes.
 *
 * What: a small font (Latin letters with the Nordic ones, digits, signs) drawn in half blocks, in any whole scale;
 *       without UTF-8 in full cells of #. A QR code, two modules above each other in one cell.
 * Not:  no fallback: a text with a letter that the font does not have cannot be drawn; the caller writes it plainly.
 * Uses: grid.h, libqrencode.    Thread: pure. */
#ifndef SMV_TUI_BIG_H
#define SMV_TUI_BIG_H
#include "client-cli/tui/grid.h"

/* Columns of one line at that scale (1..); -1: it has a letter that the font does not have. */
int smv_big_columns(struct smv_span text, int scale, bool ascii);
/* Rows of one line: less when no letter has a sign above or a tail below. */
int smv_big_rows(struct smv_span text, int scale, bool ascii);
/* Draws one line at (x, y) of r, clipped. */
void smv_big_draw(struct smv_grid *g, struct smv_rect r, int x, int y, struct smv_span text,
                  int scale, enum smv_style style);
/* The largest scale up to most at which one line fits in w columns and h rows; 0: none. */
int smv_big_fit(struct smv_span text, int w, int h, int most, bool ascii);

/* Columns of the code with its margin (rows are half as many, rounded up); 0: it cannot be made. */
int smv_big_qr_size(const char *text);
/* Draws the code in the upper left corner of r; false: it does not fit, or the grid is ascii. */
bool smv_big_qr(struct smv_grid *g, struct smv_rect r, const char *text);

#endif
