/* csv.c - see csv.h. */
#include "client-cli/cmd/csv.h"
#include <string.h>
#include <strings.h>
#include "common/base/heap.h"
#include "common/base/utf8.h"

/* --- bytes to text ----------------------------------------------------------------------------------------------- */

static void put_utf16(struct smv_buf *b, struct smv_span s, bool big)
{
    for (size_t i = 0; i + 1 < s.len; i += 2) {
        uint32_t c =
            (uint32_t)(big ? s.data[i] << 8 | s.data[i + 1] : s.data[i + 1] << 8 | s.data[i]);
        if (c >= 0xd800 && c < 0xdc00 && i + 3 < s.len) {
            uint32_t low = (uint32_t)(big ? s.data[i + 2] << 8 | s.data[i + 3]
                                          : s.data[i + 3] << 8 | s.data[i + 2]);
            if (low >= 0xdc00 && low < 0xe000) {
                c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
                i += 2;
            }
        }
        smv_utf8_put(b, c >= 0xd800 && c < 0xe000 ? 0xfffd : c);
    }
}

static void put_windows(struct smv_buf *b, struct smv_span s)
{
    static const uint16_t high[32] = {
        0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
        0x2039, 0x152,  0x8d,   0x17d,  0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178};
    for (size_t i = 0; i < s.len; i++) {
        uint8_t c = s.data[i];
        smv_utf8_put(b, c >= 0x80 && c < 0xa0 ? high[c - 0x80] : c);
    }
}

static void decode(struct smv_buf *b, struct smv_span s)
{
    if (s.len >= 2 &&
        ((s.data[0] == 0xff && s.data[1] == 0xfe) || (s.data[0] == 0xfe && s.data[1] == 0xff))) {
        put_utf16(b, smv_span_from(s, 2), s.data[0] == 0xfe);
    } else if (s.len >= 3 && memcmp(s.data, "\xef\xbb\xbf", 3) == 0) {
        decode(b, smv_span_from(s, 3));
    } else if (smv_utf8_valid(s)) {
        smv_buf_put_span(b, s);
    } else {
        put_windows(b, s);
    }
}

/* --- text to rows ------------------------------------------------------------------------------------------------ */

/* Behind the line that begins at c->at. */
static size_t line_end(const struct smv_csv *c)
{
    size_t at = c->at;
    while (at < c->text.len && c->text.data[at] != '\n' && c->text.data[at] != '\r') {
        at++;
    }
    return at;
}

/* Past a line's end; carriage return and line feed are one. */
static size_t past_end(const struct smv_csv *c, size_t at)
{
    bool two = at + 1 < c->text.len && c->text.data[at] == '\r' && c->text.data[at + 1] == '\n';
    return at < c->text.len ? at + (two ? 2 : 1) : at;
}

static char separator(const struct smv_csv *c)
{
    size_t semicolons = 0, commas = 0, tabs = 0;
    bool quoted = false;
    for (size_t i = c->at, end = line_end(c); i < end; i++) {
        uint8_t ch = c->text.data[i];
        quoted = quoted != (ch == '"');
        semicolons += ch == ';' && !quoted;
        commas += ch == ',' && !quoted;
        tabs += ch == '\t' && !quoted;
    }
    return tabs > semicolons && tabs > commas       ? '\t'
           : semicolons >= commas && semicolons > 0 ? ';'
                                                    : ',';
}

/* Excel's own line on what is between the cells. */
static void read_sep(struct smv_csv *c)
{
    size_t end = line_end(c), at = c->at;
    at += at < end && c->text.data[at] == '"';
    c->between = separator(c);
    if (end < at + 5 || end > at + 6 ||
        strncasecmp((const char *)c->text.data + at, "sep=", 4) != 0) {
        return;
    }
    char said = (char)c->text.data[at + 4];
    c->at = past_end(c, end);
    c->next_line++;
    bool known = said == ';' || said == ',' || said == '\t';
    c->between = known ? said : separator(c);
}

void smv_csv_init(struct smv_csv *c, struct smv_span bytes)
{
    struct smv_csv_row row = {0};
    *c = (struct smv_csv){.next_line = 1};
    decode(&c->text, bytes);
    read_sep(c);
    size_t at = c->at, line = c->next_line;
    while (smv_csv_next(c, &row)) { /* once through, to know whether every quote ends */
    }
    c->no_quotes = c->broken != 0;
    c->at = at;
    c->next_line = line;
    smv_csv_row_finish(&row);
}

void smv_csv_finish(struct smv_csv *c)
{
    smv_buf_finish(&c->text);
    memset(c, 0, sizeof *c);
}

static bool put_cell(struct smv_csv_row *row, const struct smv_buf *raw)
{
    struct smv_span s = smv_buf_span(raw);
    struct smv_buf out = {0};
    bool blank = false;
    for (size_t at = 0; at < s.len;) {
        uint32_t c = smv_utf8_next(s, &at);
        if (c <= 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0xfeff) {
            blank = out.len > 0;
            continue;
        }
        if (blank) {
            smv_buf_put_byte(&out, ' ');
            blank = false;
        }
        smv_utf8_put(&out, c);
    }
    /* what we write ourselves so that it is no formula */
    bool guarded = out.len > 1 && out.data[0] == '\'' && strchr("=+-@", out.data[1]) != NULL;
    row->cells = smv_grow(row->cells, &row->cap, row->n + 1, sizeof *row->cells);
    row->cells[row->n++] = smv_span_dup_cstr(smv_span_from(smv_buf_span(&out), guarded ? 1 : 0));
    bool any = out.len > 0;
    smv_buf_finish(&out);
    return any;
}

static void clear(struct smv_csv_row *row)
{
    for (size_t i = 0; i < row->n; i++) {
        smv_free(row->cells[i]);
    }
    row->n = 0;
}

void smv_csv_row_finish(struct smv_csv_row *row)
{
    clear(row);
    smv_free(row->cells);
    memset(row, 0, sizeof *row);
}

/* Whether the row has anything in it. */
static bool read_row(struct smv_csv *c, struct smv_csv_row *row)
{
    struct smv_buf cell = {0};
    const uint8_t *text = c->text.data;
    size_t opened = 0;
    bool quoted = false, done = false, any = false;
    c->line = c->next_line;
    while (!done && c->at < c->text.len) {
        char ch = (char)text[c->at];
        bool end = ch == '\n' || ch == '\r';
        size_t next = end ? past_end(c, c->at) : c->at + 1;
        c->next_line += end;
        if (ch == '"' && quoted && next < c->text.len && text[next] == '"') {
            smv_buf_put_byte(&cell, '"');
            next++;
        } else if (ch == '"' && !c->no_quotes && (quoted || cell.len == 0)) {
            quoted = !quoted;
            opened = c->next_line;
        } else if (!quoted && ch == c->between) {
            any |= put_cell(row, &cell);
            smv_buf_clear(&cell);
        } else if (!quoted && end) {
            done = true;
        } else if (cell.len > 0 || ch != ' ') { /* a blank before a quote is none */
            smv_buf_put_byte(&cell, end ? ' ' : (uint8_t)ch);
        }
        c->at = next;
    }
    c->broken = quoted ? opened : c->broken;
    any |= put_cell(row, &cell);
    smv_buf_finish(&cell);
    return any;
}

bool smv_csv_next(struct smv_csv *c, struct smv_csv_row *row)
{
    bool any = false;
    while (!any && c->at < c->text.len) {
        clear(row);
        any = read_row(c, row);
    }
    return any;
}
