/* csv.c - one table as semicolon-separated values, the way a spreadsheet of this part of the world opens them.
 *
 * What: the first table with data (the action plan) with its headings; a document without one gives its outline, a line
 *       a block: level;text. UTF-8 with BOM (Excel reads Latin-1 without it), semicolons (the decimal sign is a comma
 *       here), CRLF, quotes where they are needed. Dates are yyyy-mm-dd, numbers are digits.
 * Not:  one cell never becomes two, and no cell is run: a spreadsheet takes a cell that begins with = + - @ (or their
 *       full-width forms), a TAB or a line break for a formula, and a formula can start programs or send the sheet away.
 *       What people typed is never one, so such a cell begins with an apostrophe, which spreadsheets take for "this is
 *       text". A minus in front of nothing but digits is a number and stays.
 * Uses: plain.h.    Thread: any. */
#include "common/base/utf8.h"
#include "common/format/format.h"
#include "common/format/plain.h"

/* "-12,5": a minus and digits with at most one decimal sign. */
static bool is_number(struct smv_span s)
{
    size_t digits = 0, signs = 0;
    for (size_t i = 1; i < s.len; i++) {
        bool digit = s.data[i] >= '0' && s.data[i] <= '9';
        digits += digit;
        signs += !digit;
        if (!digit && ((s.data[i] != '.' && s.data[i] != ',') || i == s.len - 1 || i == 1)) {
            return false;
        }
    }
    return s.len > 0 && s.data[0] == '-' && digits > 0 && signs <= 1;
}

static bool looks_like_formula(struct smv_span s)
{
    size_t i = 0;
    uint32_t cp = s.len > 0 ? smv_utf8_next(s, &i) : 'a';
    switch (cp) {
    case '=':
    case '+':
    case '@':
    case '\t':
    case '\r':
    case '\n':
    case 0xff1d:
    case 0xff0b:
    case 0xff0d:
    case 0xff20: return true;
    case '-': return !is_number(s);
    default: return false;
    }
}

static void put_text(struct smv_buf *b, struct smv_span s)
{
    struct smv_buf clean = {0};
    if (looks_like_formula(s)) {
        smv_buf_put_byte(&clean, '\'');
    }
    smv_plain_put(&clean, s);
    bool quoted = clean.len > 0 && (clean.data[0] == ' ' || clean.data[clean.len - 1] == ' ');
    for (size_t i = 0; i < clean.len && !quoted; i++) {
        quoted = clean.data[i] == ';' || clean.data[i] == '"' || clean.data[i] == '\n';
    }
    if (quoted) {
        smv_buf_put_byte(b, '"');
    }
    for (size_t i = 0; i < clean.len; i++) {
        if (clean.data[i] == '"') {
            smv_buf_put_byte(b, '"');
        }
        smv_buf_put_byte(b, clean.data[i]);
    }
    if (quoted) {
        smv_buf_put_byte(b, '"');
    }
    smv_buf_finish(&clean);
}

static void put_cell(struct smv_buf *b, enum smv_cell_type type, const struct smv_doc_cell *cell)
{
    if (type == SMV_CELL_NUMBER && cell->num != 0) {
        smv_buf_put_u64(b, cell->num);
    } else if (type != SMV_CELL_DATE || cell->num == 0 || !smv_plain_date(b, cell->num)) {
        put_text(b, cell->text);
    }
}

static void put_table(struct smv_buf *b, const struct smv_doc_table *t)
{
    for (size_t c = 0; c < t->n_columns; c++) {
        smv_buf_put_str(b, c > 0 ? ";" : "");
        put_text(b, t->columns[c].title);
    }
    smv_buf_put_str(b, "\r\n");
    for (size_t i = 0; i < t->n_rows * t->n_columns; i++) {
        size_t c = i % t->n_columns;
        smv_buf_put_str(b, c > 0 ? ";" : "");
        put_cell(b, t->columns[c].type, &t->cells[i]);
        smv_buf_put_str(b, c == t->n_columns - 1 ? "\r\n" : "");
    }
}

static void put_line(struct smv_buf *b, unsigned level, struct smv_span text)
{
    smv_buf_put_u64(b, level);
    smv_buf_put_byte(b, ';');
    put_text(b, text);
    smv_buf_put_str(b, "\r\n");
}

static void table_lines(struct smv_buf *b, const struct smv_doc_table *t)
{
    struct smv_buf line = {0};
    for (size_t i = 0; i < t->n_rows * t->n_columns; i++) {
        size_t c = i % t->n_columns;
        smv_buf_put_str(&line, c > 0 ? " | " : "");
        smv_buf_put_span(&line, t->cells[i].text);
        if (c == t->n_columns - 1) {
            put_line(b, 0, smv_buf_span(&line));
            smv_buf_clear(&line);
        }
    }
    smv_buf_finish(&line);
}

/* Headings have their level, everything below them 0. */
static void put_outline(struct smv_buf *b, const struct smv_doc *d)
{
    struct smv_buf text = {0};
    smv_buf_put_str(b,
                    smv_plain_word(d->lang, "nivå;text\r\n", "nivå;tekst\r\n", "level;text\r\n"));
    for (size_t i = 0; i < d->n_blocks; i++) {
        const struct smv_block *block = &d->blocks[i];
        smv_buf_clear(&text);
        if (block->label.len > 0) {
            smv_buf_put_span(&text, block->label);
            smv_buf_put_str(&text, block->kind == SMV_BLOCK_FACT ? ": " : " ");
        }
        smv_block_text(&text, block);
        if (block->kind == SMV_BLOCK_PICTURE) {
            smv_buf_put_span(&text, block->picture->alt);
        }
        if (block->kind == SMV_BLOCK_TABLE) {
            table_lines(b, block->table);
        } else if (text.len > 0) {
            put_line(b, block->kind == SMV_BLOCK_HEADING ? block->level : 0, smv_buf_span(&text));
        }
    }
    smv_buf_finish(&text);
}

enum smv_err smv_write_csv(struct smv_buf *b, const struct smv_doc *d)
{
    const struct smv_doc_table *table = NULL;
    for (size_t i = 0; i < d->n_blocks && table == NULL; i++) {
        if (d->blocks[i].kind == SMV_BLOCK_TABLE && d->blocks[i].table->data) {
            table = d->blocks[i].table;
        }
    }
    smv_buf_put_str(b, "\xef\xbb\xbf");
    if (table != NULL) {
        put_table(b, table);
    } else {
        put_outline(b, d);
    }
    return SMV_OK;
}
