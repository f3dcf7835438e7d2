/* make_own.h - what the compendium, written and empty, share.
 *
 * What: the template's own long texts.
 * Not:  for the make_*.c files only.
 * Uses: make_int.h.    Thread: one owner. */
#ifndef SMV_DOCUMENT_MAKE_OWN_H
#define SMV_DOCUMENT_MAKE_OWN_H
#include "common/document/make_int.h"

/* Guidance as paragraphs and bullets. Templates break their lines by hand: a line that goes on in the next one is one
 * with it. */
void smv_make_guidance(struct smv_making *m, struct smv_span text);

#endif
