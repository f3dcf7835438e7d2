/* side.h - which blocks of a document on upright A4 stand on pages on their side.
 *
 * What: a picture or a table that is too wide for an upright page, with the headings that lead to it, what belongs to it,
 *       and what is too little to turn the page for.
 * Not:  no widths of columns (make_fit.c), no pages: a program that lays out has those.
 * Uses: doc.h.    Thread: pure. */
#ifndef SMV_DOCUMENT_SIDE_H
#define SMV_DOCUMENT_SIDE_H
#include "common/document/doc.h"

/* One answer a block; false everywhere on other paper. The caller frees it with smv_free; NULL: no blocks. */
bool *smv_doc_sides(const struct smv_doc *d);
/* How many headings, notes and notices stand right before block i on the same side; side NULL: on any. */
size_t smv_doc_leads(const struct smv_doc *d, const bool *side, size_t i);

#endif
