/* timeline_key.h - what stands below a drawn timeline: the words of the arrows and of the obstacles.
 *
 * What: the list in columns, and the marks that the list and the drawing share.
 * Not:  for the timeline_*.c files only.
 * Uses: timeline_int.h, svg_text.h.    Thread: pure. */
#ifndef SMV_DOCUMENT_TIMELINE_KEY_H
#define SMV_DOCUMENT_TIMELINE_KEY_H
#include "common/document/timeline_int.h"

/* Appends the list, which begins at p->height; returns where it ends. */
int tl_key_put(struct smv_buf *svg, const struct tl_plan *p, const struct smv_node *sheet);

/* timeline_svg.c: around the point. */
void smv_svg_diamond(struct smv_buf *svg, int x, int y, unsigned number);
void smv_svg_letter(struct smv_buf *svg, int x, int y, const char *tag);
void smv_svg_begin(struct smv_buf *svg, int width, int height, struct smv_span told);

#endif
