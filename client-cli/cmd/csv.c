/* csv.c - see csv.h. */
#include "client-cli/cmd/csv.h"
#include <string.h>
#include "common/base/heap.h"
#include "common/base/utf8.h"

static size_t count(struct smv_span line, char what)
{
    size_t n = 0;
    for (size_t i = 0; i < line.len; i++) {
        n += line.data[i] == (uint8_t)what;
    }
    return n;
}

void smv_csv_init(struct smv_csv *c, struct smv_span text)
{
    static const uint8_t mark[3] = {0xef, 0xbb, 0xbf};
    if (text.len >= 3 && memcmp(text.data, mark, 3) == 0) {
        text = smv_span_from(text, 3);
    }
    const uint8_t *end = text.len > 0 ? memchr(text.data, '\n', text.len) : NULL;
    struct smv_span first = smv_span(text.data, end != NULL ? (size_t)(end - text.data) : text.len);
    size_t semicolons = count(first, ';'), commas = count(first, ','), tabs = count(first, '\t');
    *c = (struct smv_csv){.rest = text, .next_line = 1};
    c->between = tabs > semicolons && tabs > commas       ? '\t'
                 : semicolons >= commas && semicolons > 0 ? ';'
                                                          : ',';
}

static void put_cell(struct smv_csv_row *row, const struct smv_buf *raw)
{
    struct smv_span s = smv_buf_span(raw);
    struct smv_buf out = {0};
    while (s.len > 0 && (s.data[0] == ' ' || s.data[0] == '\t')) {
        s = smv_span_from(s, 1);
    }
    while (s.len > 0 && (s.data[s.len - 1] == ' ' || s.data[s.len - 1] == '\r')) {
        s.len--;
    }
    for (size_t i = 0; !smv_utf8_valid(s) && i < s.len; i++) {
        smv_utf8_put(&out, s.data[i]);
    }
    if (out.len == 0) {
        smv_buf_put_span(&out, s);
    }
    row->cells = smv_grow(row->cells, &row->cap, row->n + 1, sizeof *row->cells);
    row->cells[row->n++] = smv_span_dup_cstr(smv_buf_span(&out));
    smv_buf_finish(&out);
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

bool smv_csv_next(struct smv_csv *c, struct smv_csv_row *row)
{
    struct smv_buf cell = {0};
    bool quoted = false, done = false;
    size_t at = 0;
    clear(row);
    if (c->rest.len == 0) {
        return false;
    }
    c->line = c->next_line;
    while (!done && at < c->rest.len) {
        char ch = (char)c->rest.data[at++];
        c->next_line += ch == '\n';
        if (ch == '"' && quoted && at < c->rest.len && c->rest.data[at] == '"') {
            smv_buf_put_byte(&cell, '"');
            at++;
        } else if (ch == '"' && (quoted || cell.len == 0)) {
            quoted = !quoted;
        } else if (!quoted && ch == c->between) {
            put_cell(row, &cell);
            smv_buf_clear(&cell);
        } else if (!quoted && ch == '\n') {
            done = true;
        } else {
            smv_buf_put_byte(&cell, (uint8_t)ch);
        }
    }
    put_cell(row, &cell);
    smv_buf_finish(&cell);
    c->rest = smv_span_from(c->rest, at);
    return true;
}
