/* plain.h - what every writer must do to a text before it is anybody's format: no characters that a file may not hold.
 *
 * What: a text's characters, controls replaced; display width; cutting into lines; a document's first words.
 * Not:  escapes nothing: that is each format's own.
 * Uses: doc.h, ICU (properties of characters).    Thread: any.
 * Invariants: what comes out is valid UTF-8 without controls other than \n, without U+2028 and U+2029 (they are \n),
 *       without characters that XML forbids. A tree holds none of these; a document may be made by other code. */
#ifndef SMV_FORMAT_PLAIN_H
#define SMV_FORMAT_PLAIN_H
#include "common/document/doc.h"

/* The next character at *pos (< s.len), advancing it: TAB is a space, U+FFFD stands for what may not be there. */
uint32_t smv_plain_next(struct smv_span s, size_t *pos);
void smv_plain_put(struct smv_buf *b, struct smv_span s); /* appends s so */
/* The same in one line: \n is a space. */
void smv_plain_line(struct smv_buf *b, struct smv_span s);
unsigned smv_plain_width(uint32_t cp); /* columns of a terminal: 0, 1 or 2 */
size_t smv_plain_columns(struct smv_span s);

/* The text up to the next \n; *rest is what follows. False: nothing left. "a\n" has two lines. */
bool smv_plain_cut(struct smv_span *rest, bool *more, struct smv_span *ret_line);

/* "2026-11-22"; false, and nothing written, when yyyymmdd is no day. */
bool smv_plain_date(struct smv_buf *b, uint64_t yyyymmdd);
/* The word of the document's language: sv, nb, else en. */
const char *smv_plain_word(const char *lang, const char *sv, const char *nb, const char *en);

#endif
