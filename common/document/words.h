/* words.h - every word that a document says of its own, in the three languages.
 *
 * What: one table (words.def), a look-up, and filling a sentence with a number and names.
 * Not:  what people wrote is in whatever language they wrote it in.
 * Uses: words.def, buf.h.    Thread: pure. */
#ifndef SMV_DOCUMENT_WORDS_H
#define SMV_DOCUMENT_WORDS_H
#include "common/base/buf.h"

enum smv_word_id {
#define SMV_WORD(name, sv, nb, en) SMV_WORD_##name,
#include "common/document/words.def"
#undef SMV_WORD
    SMV_WORD_COUNT
};

/* The three languages; NULL: none of them. The string that comes is static. */
const char *smv_word_lang(struct smv_span lang);
/* As it stands in the table, "|" and braces included. lang: one of the three. */
const char *smv_word(const char *lang, enum smv_word_id word);
/* Appends the sentence: {n} is the number, {a} and {b} the texts. A sentence with "|" in it has a half for one and a
 * half for every other number. Texts are put as they are, braces and all. */
void smv_word_put(struct smv_buf *b, const char *lang, enum smv_word_id word, uint64_t n,
                  struct smv_span text_a, struct smv_span text_b);

#endif
