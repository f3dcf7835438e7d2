/* words.c - see words.h. */
#include "common/document/words.h"
#include <string.h>
#include "common/base/check.h"

enum { SV, NB, EN, LANGS };
static const char *const langs[LANGS] = {"sv", "nb", "en"};
static const char *const words[SMV_WORD_COUNT][LANGS] = {
#define SMV_WORD(name, sv, nb, en) [SMV_WORD_##name] = {sv, nb, en},
#include "common/document/words.def"
#undef SMV_WORD
};

const char *smv_word_lang(struct smv_span lang)
{
    for (size_t i = 0; i < LANGS; i++) {
        if (smv_span_is(lang, langs[i])) {
            return langs[i];
        }
    }
    return NULL;
}

const char *smv_word(const char *lang, enum smv_word_id word)
{
    for (size_t i = 0; i < LANGS; i++) {
        if (strcmp(lang, langs[i]) == 0) {
            return words[word][i];
        }
    }
    UNREACHABLE("a language that no document is in");
}

void smv_word_put(struct smv_buf *b, const char *lang, enum smv_word_id word, uint64_t n,
                  struct smv_span text_a, struct smv_span text_b)
{
    const char *at = smv_word(lang, word);
    const char *end = at + strlen(at);
    const char *bar = strchr(at, '|');
    if (bar != NULL && n == 1) {
        end = bar;
    } else if (bar != NULL) {
        at = bar + 1;
    }
    while (at < end) {
        if (end - at >= 3 && at[0] == '{' && at[2] == '}') {
            if (at[1] == 'n') {
                smv_buf_put_u64(b, n);
            } else {
                smv_buf_put_span(b, at[1] == 'a' ? text_a : text_b);
            }
            at += 3;
        } else {
            smv_buf_put_byte(b, (uint8_t)*at++);
        }
    }
}
