/* markup.h - what DOCX and HTML have in common: characters, directions, the few words of their own, the contents' depth.
 *
 * What: text as XML and HTML may hold it. A character that XML 1.0 forbids, or that a browser calls an error (C0 and C1
 *       controls, noncharacters), has no shape on paper and is left out; the line and paragraph separators are line breaks.
 * Not:  no elements; each writer has its own.
 * Uses: doc.h, base/utf8.h.    Thread: pure. */
#ifndef SMV_FORMAT_MARKUP_H
#define SMV_FORMAT_MARKUP_H
#include "common/document/doc.h"

/* The next character that markup may hold; false at the end. *pos moves on. */
bool smv_markup_next(struct smv_span s, size_t *pos, uint32_t *ret_cp);
/* Escaped and appended. Element text keeps \n and \t; an attribute is one line in double quotes. */
void smv_markup_text(struct smv_buf *b, struct smv_span s);
void smv_markup_attr(struct smv_buf *b, struct smv_span s);
/* An instant as 2026-11-22T09:42:00Z. */
void smv_markup_instant(struct smv_buf *b, uint64_t ms);

enum smv_direction { SMV_DIR_NONE, SMV_DIR_LTR, SMV_DIR_RTL };
enum smv_direction smv_markup_direction(uint32_t cp); /* of a letter; NONE: takes its neighbours' */
/* The direction that the first letter decides; NONE: no letters. */
enum smv_direction smv_markup_base(struct smv_span s);
bool smv_markup_any_rtl(struct smv_span s);

struct smv_markup_words {
    const char *lang; /* sv */
    const char *tag;  /* sv-SE */
    const char *contents, *page, *of;
};
const struct smv_markup_words *smv_markup_words(const char *lang); /* an unknown one: en */

bool smv_markup_heading(const struct smv_block *block);     /* a heading that says something */
unsigned smv_markup_level(const struct smv_block *heading); /* 1..4 whatever it says */
/* The deepest level of headings that the contents list: all, unless that would fill more than about a page. */
unsigned smv_markup_contents_depth(const struct smv_doc *d);
/* Whether block i is nothing without the next one, and must not end a page: a line of bold or italic letters alone, or a
 * word between a heading and what it is the heading of. (A heading is always so.) */
bool smv_markup_keeps_next(const struct smv_doc *d, size_t i);
/* Whether a table is so small that it stays on one page. */
bool smv_markup_small(const struct smv_doc_table *t);
/* A picture's words, when they are short enough to stand under it as well. */
bool smv_markup_captioned(const struct smv_doc_picture *p);

#endif
