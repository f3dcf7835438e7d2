/* utf8.h - the text that may enter: valid UTF-8, counted in code points.
 *
 * What: strict decoding (no overlong forms, no surrogates, at most U+10FFFF), counting, positions.
 *       "Clean" text has no C0 control except \n and \t, no DEL, no U+FEFF.
 * Not:  no grapheme clusters, no display width (those are ICU's, at the edge).    Thread: pure. */
#ifndef SMV_BASE_UTF8_H
#define SMV_BASE_UTF8_H
#include "common/base/buf.h"

bool smv_utf8_valid(struct smv_span s);
bool smv_utf8_clean(struct smv_span s);      /* valid, and only characters that may be stored */
bool smv_utf8_clean_line(struct smv_span s); /* clean, and no \n or \t */
size_t smv_utf8_count(struct smv_span s);    /* code points; s must be valid */
size_t smv_utf8_offset(struct smv_span s,
                       size_t cp); /* byte offset of code point cp; len if past the end */
/* Next code point at *pos (byte offset < len), advancing it; s must be valid. */
uint32_t smv_utf8_next(struct smv_span s, size_t *pos);
void smv_utf8_put(struct smv_buf *b, uint32_t cp);

#endif
