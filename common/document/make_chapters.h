/* make_chapters.h - the chapters of the documentation that stand around the topics.
 *
 * What: organisations, how the day was run, changes; each puts its own heading.
 * Uses: make_int.h.    Thread: one owner. */
#ifndef SMV_DOCUMENT_MAKE_CHAPTERS_H
#define SMV_DOCUMENT_MAKE_CHAPTERS_H
#include "common/document/make_int.h"

void smv_make_organisations(struct smv_making *m, unsigned level); /* none: nothing is put */
void smv_make_method(struct smv_making *m, unsigned level);
void smv_make_changes(struct smv_making *m, unsigned level);

#endif
