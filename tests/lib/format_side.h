/* format_side.h - documents that the writers of common/format are tried with.
 *
 * What: one document with every kind of block, and one in which every text is hostile.
 * Not:  nothing of a seminar; those are in the tests of common/document.
 * Uses: doc.h; jansson, for the list of hostile texts. */
#ifndef SMV_TEST_FORMAT_SIDE_H
#define SMV_TEST_FORMAT_SIDE_H
#include "common/document/doc.h"

enum { FORMAT_SIDE_LONG = 20000 }; /* code points of the longest text */
/* Both initialise d, which the caller finishes. */
void format_side_full(struct smv_doc *d, const char *lang);
/* Each text of the JSON array in path in every kind of block; false: no such file. */
bool format_side_hostile(struct smv_doc *d, const char *path);

#endif
