/* make_guidance.c - see make_own.h. */
#include <string.h>
#include "common/document/make_own.h"

enum { FULL = 60 }; /* a line that is shorter was ended on purpose */

static bool begins_item(struct smv_span rest)
{
    return rest.len > 1 && (rest.data[0] == '-' || rest.data[0] == '*' || rest.data[0] == 0xE2);
}

void smv_make_guidance(struct smv_making *m, struct smv_span text)
{
    struct smv_buf whole = {0};
    size_t line = 0; /* where the line that is copied began */
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];
        struct smv_span rest = smv_span_from(text, i + 1);
        bool more = c == '\n' && rest.len > 0 && rest.data[0] != '\n' && i > line;
        bool goes_on = more && i - line >= FULL && !begins_item(smv_make_trim(rest));
        smv_buf_put_byte(&whole, goes_on ? ' ' : c);
        line = c == '\n' ? i + 1 : line;
    }
    smv_make_paras(m, smv_buf_span(&whole));
    smv_buf_finish(&whole);
}
