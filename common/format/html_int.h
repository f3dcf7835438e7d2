/* html_int.h - one HTML file under way.
 *
 * What: what html.c (blocks), html_style.c (the style sheet) and html_picture.c (SVG inside HTML) share.
 * Not:  nothing for others; format.h is the way in.
 * Uses: doc.h, markup.h.    Thread: one owner. */
#ifndef SMV_FORMAT_HTML_INT_H
#define SMV_FORMAT_HTML_INT_H
#include "common/format/markup.h"

/* The content of <style>: screen, print, the document's own column widths (#t1, #t2: its tables in order). */
void smv_html_style(struct smv_buf *b, const struct smv_doc *d);
/* The picture as an element; nth: unique, keeps the identifiers of several pictures apart. */
void smv_html_picture(struct smv_buf *b, const struct smv_doc_picture *p, size_t nth);

#endif
