/* mistakes.c - the list of what is wrong with a file, in the file's order.
 *
 * What: sentences put together from parts, and their places.
 * Not:  decides nothing about what is wrong.
 * Uses: yaml_tree.h, utf8.h.    Thread: pure.
 * Invariant: a text is valid UTF-8, one line, NUL-terminated. */
#include <stdarg.h>
#include <string.h>
#include "common/base/heap.h"
#include "common/base/utf8.h"
#include "common/template/yaml_tree.h"

/* At most size - 1 bytes, not ending inside a character. */
static void copy_short(char *to, size_t size, struct smv_span from)
{
    size_t len = from.len < size ? from.len : size - 1;
    while (len < from.len && len > 0 && (from.data[len] & 0xC0) == 0x80) {
        len--;
    }
    if (len > 0) {
        memcpy(to, from.data, len);
    }
    to[len] = '\0';
}

struct smv_quote smv_mistake_quote(const char *text, size_t len)
{
    enum { SHOWN = 48 };
    struct smv_quote quote;
    char shown[SHOWN];
    struct smv_span span = smv_span(text, len);
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\n') {
            span.len = i;
            break;
        }
    }
    if (!smv_utf8_clean_line(span)) {
        span = smv_span_str("?");
    }
    copy_short(shown, sizeof(shown), span);
    bool whole = strlen(shown) == len;
    struct smv_buf b = {0};
    smv_buf_put_str(&b, "'");
    smv_buf_put_str(&b, shown);
    smv_buf_put_str(&b, whole ? "'" : "...'");
    copy_short(quote.text, sizeof(quote.text), smv_buf_span(&b));
    smv_buf_finish(&b);
    return quote;
}

struct smv_quote smv_mistake_number(uint64_t number)
{
    struct smv_quote quote;
    struct smv_buf b = {0};
    smv_buf_put_u64(&b, number);
    copy_short(quote.text, sizeof(quote.text), smv_buf_span(&b));
    smv_buf_finish(&b);
    return quote;
}

void smv_mistake(struct smv_mistakes *m, unsigned line, unsigned column, ...)
{
    if (m->n == SMV_YAML_MAX_MISTAKES) {
        return;
    }
    struct smv_buf text = {0};
    va_list parts;
    va_start(parts, column);
    for (const char *part; (part = va_arg(parts, const char *)) != NULL;) {
        smv_buf_put_str(&text, part);
    }
    va_end(parts);

    m->list = smv_grow(m->list, &m->cap, m->n + 1, sizeof(*m->list));
    size_t at = m->n;
    while (at > 0 && (m->list[at - 1].line > line ||
                      (m->list[at - 1].line == line && m->list[at - 1].column > column))) {
        at--;
    }
    memmove(&m->list[at + 1], &m->list[at], (m->n - at) * sizeof(*m->list));
    m->list[at].line = line;
    m->list[at].column = column;
    copy_short(m->list[at].text, sizeof(m->list[at].text), smv_buf_span(&text));
    smv_buf_finish(&text);
    m->n++;
}

void smv_mistakes_finish(struct smv_mistakes *m)
{
    smv_free(m->list);
    *m = (struct smv_mistakes){0};
}
