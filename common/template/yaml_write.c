/* yaml_write.c - see yaml_write.h.
 *
 * Invariant: what is written without quotes is made of characters that mean nothing in YAML where they stand. */
#include "common/template/yaml_write.h"
#include <string.h>
#include "common/base/utf8.h"

enum { STEP = 2, WIDTH = 100 };

/* --- lines -------------------------------------------------------------------------------------- */

static void begin(struct smv_yaml_lines *y, unsigned indent)
{
    if (y->dashed) {
        y->dashed = false;
        smv_buf_put_byte(y->b, ' ');
        return;
    }
    for (unsigned i = 0; i < indent; i++) {
        smv_buf_put_byte(y->b, ' ');
    }
}

void smv_yaml_key(struct smv_yaml_lines *y, const char *key)
{
    begin(y, y->indent);
    smv_buf_put_str(y->b, key);
    smv_buf_put_byte(y->b, ':');
}

void smv_yaml_open(struct smv_yaml_lines *y, const char *key)
{
    smv_yaml_key(y, key);
    smv_buf_put_byte(y->b, '\n');
    y->indent += STEP;
}

void smv_yaml_close(struct smv_yaml_lines *y)
{
    y->indent -= STEP;
}

void smv_yaml_item(struct smv_yaml_lines *y)
{
    begin(y, y->indent);
    smv_buf_put_byte(y->b, '-');
    y->indent += STEP;
    y->dashed = true;
}

void smv_yaml_blank(struct smv_yaml_lines *y)
{
    smv_buf_put_byte(y->b, '\n');
}

void smv_yaml_word(struct smv_yaml_lines *y, const char *word)
{
    smv_buf_put_byte(y->b, ' ');
    smv_buf_put_str(y->b, word);
    smv_buf_put_byte(y->b, '\n');
    y->dashed = false;
}

void smv_yaml_number(struct smv_yaml_lines *y, uint64_t number)
{
    smv_buf_put_byte(y->b, ' ');
    smv_buf_put_u64(y->b, number);
    smv_buf_put_byte(y->b, '\n');
    y->dashed = false;
}

/* --- which style -------------------------------------------------------------------------------- */

/* What YAML takes for a line's end, does not take at all, or what would turn a line around on the screen. */
static bool must_escape(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0x2028 || cp == 0x2029 ||
           (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069) || cp == 0xFEFF ||
           (cp & 0xFFFE) == 0xFFFE;
}

struct look {
    bool escapes; /* something must be escaped (line feeds aside) */
    bool lines;   /* it has line feeds */
    bool edges;   /* white space at the beginning or the end, or a line of nothing but blanks */
    size_t cps;
};

static struct look look_at(struct smv_span text)
{
    struct look l = {.escapes = false};
    uint32_t last = '\n';
    bool blank = true;
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = smv_utf8_next(text, &at);
        l.escapes = l.escapes || (cp != '\n' && must_escape(cp));
        l.lines = l.lines || cp == '\n';
        l.edges = l.edges || (l.cps == 0 && (cp == ' ' || cp == '\n')) ||
                  (cp == '\n' && blank && last == ' ');
        blank = cp == '\n' || (blank && cp == ' ');
        last = cp;
        l.cps++;
    }
    l.edges = l.edges || last == ' ' || last == '\n';
    return l;
}

/* A word that other readers take for something else than a text. */
static bool means_something(struct smv_span text)
{
    static const char *const words[] = {"y",  "n",   "yes",  "no",  "true", "false",
                                        "on", "off", "null", "nan", "inf"};
    char lower[8];
    if (text.len >= sizeof(lower)) {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];
        lower[i] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    lower[text.len] = '\0';
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcmp(lower, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Numbers, dates and times: digits, and nothing that is not found in such. */
static bool counts(struct smv_span text)
{
    static const char others[] = "abcdefABCDEFxXoOTZ+-._:, ";
    for (size_t i = 0; i < text.len; i++) {
        if (!is_digit(text.data[i]) && memchr(others, text.data[i], sizeof(others) - 1) == NULL) {
            return false;
        }
    }
    return is_digit(text.data[0]);
}

static bool plain(struct smv_span text)
{
    uint8_t first = text.len > 0 ? text.data[0] : 0;
    if (!is_letter(first) && !is_digit(first) && first < 0x80 && first != '(' && first != '/') {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        bool last = i + 1 == text.len;
        if (text.data[i] == ':' && (last || text.data[i + 1] == ' ')) {
            return false;
        }
        if (text.data[i] == '#' && text.data[i - 1] == ' ') {
            return false;
        }
    }
    return !means_something(text) && !counts(text);
}

/* --- texts -------------------------------------------------------------------------------------- */

static void put_hex(struct smv_buf *b, uint32_t cp, unsigned digits)
{
    while (digits-- > 0) {
        smv_buf_put_byte(b, (uint8_t) "0123456789ABCDEF"[cp >> digits * 4 & 15]);
    }
}

static void put_quoted(struct smv_buf *b, struct smv_span text)
{
    smv_buf_put_byte(b, '"');
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = smv_utf8_next(text, &at);
        if (cp == '"' || cp == '\\') {
            smv_buf_put_byte(b, '\\');
            smv_buf_put_byte(b, (uint8_t)cp);
        } else if (cp == '\n' || cp == '\t') {
            smv_buf_put_str(b, cp == '\n' ? "\\n" : "\\t");
        } else if (must_escape(cp)) {
            unsigned digits = cp < 0x100 ? 2 : cp < 0x10000 ? 4 : 8;
            smv_buf_put_str(b, digits == 2 ? "\\x" : digits == 4 ? "\\u" : "\\U");
            put_hex(b, cp, digits);
        } else {
            smv_utf8_put(b, cp);
        }
    }
    smv_buf_put_str(b, "\"\n");
}

static void put_line(const struct smv_yaml_lines *y, struct smv_span line)
{
    for (unsigned i = 0; line.len > 0 && i < y->indent; i++) {
        smv_buf_put_byte(y->b, ' ');
    }
    smv_buf_put_span(y->b, line);
    smv_buf_put_byte(y->b, '\n');
}

/* Line feeds as they are. */
static void put_block(const struct smv_yaml_lines *y, struct smv_span text)
{
    smv_buf_put_str(y->b, "|\n");
    for (size_t from = 0; from <= text.len;) {
        size_t to = from;
        while (to < text.len && text.data[to] != '\n') {
            to++;
        }
        put_line(y, smv_span(text.data + from, to - from));
        from = to + 1;
    }
}

/* Where a line may end: at a single blank between two words. */
static bool may_break(struct smv_span text, size_t at)
{
    return text.data[at] == ' ' && text.data[at - 1] != ' ' && text.data[at + 1] != ' ';
}

/* One line in the tree, several in the file. */
static void put_folded(const struct smv_yaml_lines *y, struct smv_span text)
{
    smv_buf_put_str(y->b, ">-\n");
    while (text.len > 0) {
        size_t cps = 0, end = text.len;
        for (size_t i = 1; i + 1 < text.len; i++) {
            cps += (text.data[i] & 0xC0) != 0x80;
            if (may_break(text, i) && (end == text.len || cps + y->indent <= WIDTH)) {
                end = i;
            }
            if (cps + y->indent > WIDTH && end < text.len) {
                break;
            }
        }
        if (smv_utf8_count(text) + y->indent <= WIDTH) {
            end = text.len;
        }
        put_line(y, smv_span(text.data, end));
        text = smv_span_from(text, end < text.len ? end + 1 : end);
    }
}

void smv_yaml_text(struct smv_yaml_lines *y, struct smv_span text)
{
    struct smv_yaml_lines in = *y;
    struct look l = look_at(text);
    in.indent += y->dashed ? 0 : STEP; /* an item is one level in already */
    smv_buf_put_byte(y->b, ' ');
    y->dashed = false;
    if (text.len == 0 || l.escapes || l.edges) {
        put_quoted(y->b, text);
    } else if (l.lines) {
        put_block(&in, text);
    } else if (l.cps + y->indent > WIDTH) {
        put_folded(&in, text);
    } else if (plain(text)) {
        smv_buf_put_span(y->b, text);
        smv_buf_put_byte(y->b, '\n');
    } else {
        put_quoted(y->b, text);
    }
}
