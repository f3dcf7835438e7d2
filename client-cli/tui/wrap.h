/* wrap.h - a text as lines of at most so many columns, and where a position of the text stands in them.
 *
 * What: breaks at spaces and after hyphens, inside a word only when it is longer than a line. Every code point stands
 *       somewhere: a caret can be at each of them.
 * Not:  no drawing.    Uses: glyph.h.    Thread: one.
 * Invariants: lines follow each other without gaps: line i ends (its line feed or the space it broke at included)
 *       where line i + 1 starts; an empty text has one empty line. */
#ifndef SMV_TUI_WRAP_H
#define SMV_TUI_WRAP_H
#include "client-cli/tui/glyph.h"

struct smv_line {
    size_t byte, cp;         /* where it starts */
    size_t end_byte, end_cp; /* behind what is shown of it */
    size_t columns;
    bool hard; /* ended by a line feed */
};
struct smv_wrap {
    struct smv_line *lines; /* owned */
    size_t n, cap;
    size_t columns; /* what it was made for */
    size_t length;  /* code points in all */
    bool ascii;
};

/* Overwrites w, which must be zeroed or used before. columns >= 2. */
void smv_wrap_make(struct smv_wrap *w, struct smv_span text, size_t columns, bool ascii);
void smv_wrap_finish(struct smv_wrap *w);
/* Where the caret at code point cp stands. Behind a soft break it is on the next line. */
void smv_wrap_place(const struct smv_wrap *w, struct smv_span text, size_t cp, size_t *ret_line,
                    size_t *ret_column);
/* The code point whose place is nearest to a column of a line (cp of a cluster's start). */
size_t smv_wrap_at(const struct smv_wrap *w, struct smv_span text, size_t line, size_t column);

#endif
