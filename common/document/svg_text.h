/* svg_text.h - letters in a picture: how wide they are, where lines break, how they are written in XML.
 *
 * What: an estimate of text widths that is never too small for Inter or Liberation Sans; wrapping with long compounds
 *       broken as Swedish and Norwegian break them; what does not fit ends in "…"; writing of texts and numbers.
 * Not:  no shaping, no font file: a renderer without these fonts draws a little narrower or wider.
 * Uses: base.    Thread: pure.
 * Invariants: whatever the text holds, what is written is well-formed XML. */
#ifndef SMV_DOCUMENT_SVG_TEXT_H
#define SMV_DOCUMENT_SVG_TEXT_H
#include "common/base/buf.h"

/* Width of text at a size, in the picture's units, rounded up. */
unsigned smv_svg_width(struct smv_span text, unsigned size);
/* Appends at most `most` lines, each ended by \n, that are no wider than width (but for a single letter that is);
 * returns how many. White space of any kind is one space. Cost: O(what is shown). */
unsigned smv_svg_wrap(struct smv_buf *lines, struct smv_span text, unsigned width, unsigned size,
                      unsigned most);
/* Text as an XML text or attribute: escaped, without what XML forbids and without marks that turn the direction. */
void smv_svg_escape(struct smv_buf *svg, struct smv_span text);

/* printf without stdio: %s a C string (not escaped), %d an int, %u an unsigned; nothing else. */
__attribute__((format(printf, 2, 3))) void smv_svg_put(struct smv_buf *svg, const char *format,
                                                       ...);
/* Lines as smv_svg_wrap made them, the first on the baseline y, each `step` below the one before; attributes are put
 * into each <text>. */
void smv_svg_lines(struct smv_buf *svg, struct smv_span lines, int x, int y, unsigned step,
                   const char *attributes);

#endif
