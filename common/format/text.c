/* text.c - a document as plain text in lines of at most 78 columns, to be read in a mail or a terminal.
 *
 * What: headings with a line under them, bullets with a dash, what hangs indented; a table that fits in the width stands in
 *       columns, a wider one is told row by row, a line a cell.
 * Not:  a word that is wider than a line (an address) is never broken: it would lead nowhere.
 * Uses: plain.h.    Thread: any. */
#include "common/base/heap.h"
#include "common/base/utf8.h"
#include "common/format/format.h"
#include "common/format/plain.h"

enum { COLUMNS = 78 };

/* --- wrapping -------------------------------------------------------------------------------------------------- */
/* first: before the first line; hang: spaces before every other. */
static void put_wrapped_line(struct smv_buf *b, struct smv_span s, const char *first, size_t hang)
{
    size_t column = smv_plain_columns(smv_span_str(first)), start = column, i = 0;
    struct smv_buf word = {0};
    smv_buf_put_str(b, first);
    while (i < s.len) {
        smv_buf_clear(&word);
        while (i < s.len && s.data[i] == ' ') {
            i++;
        }
        while (i < s.len && s.data[i] != ' ') {
            smv_utf8_put(&word, smv_plain_next(s, &i));
        }
        size_t width = smv_plain_columns(smv_buf_span(&word));
        bool fresh = column == start;
        if (!fresh && column + 1 + width > COLUMNS) {
            smv_buf_put_byte(b, '\n');
            for (column = 0; column < hang; column++) {
                smv_buf_put_byte(b, ' ');
            }
            start = hang;
        } else if (!fresh && width > 0) {
            smv_buf_put_byte(b, ' ');
            column++;
        }
        smv_buf_put_span(b, smv_buf_span(&word));
        column += width;
    }
    smv_buf_put_byte(b, '\n');
    smv_buf_finish(&word);
}

/* Appends text, whose own line breaks hold, and ends the line. */
static void put_wrapped(struct smv_buf *b, struct smv_span text, const char *first, size_t hang)
{
    struct smv_buf clean = {0}, spaces = {0};
    struct smv_span line;
    bool more = true;
    smv_plain_put(&clean, text);
    for (size_t i = 0; i < hang; i++) {
        smv_buf_put_byte(&spaces, ' ');
    }
    struct smv_span rest = smv_buf_span(&clean);
    while (smv_plain_cut(&rest, &more, &line)) {
        if (line.len == 0) {
            smv_buf_put_byte(b, '\n');
        } else {
            put_wrapped_line(b, line, first, hang);
        }
        first = smv_buf_cstr(&spaces);
    }
    smv_buf_finish(&clean);
    smv_buf_finish(&spaces);
}

/* --- tables ------------------------------------------------------------------------------------------------------ */
static size_t cell_width(struct smv_span s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.data[i] == '\n') {
            return COLUMNS; /* several lines: never in columns */
        }
    }
    return smv_plain_columns(s);
}

/* The columns' widths; false: the table does not fit. */
static bool measure(const struct smv_doc_table *t, size_t *widths)
{
    size_t whole = 0;
    for (size_t c = 0; c < t->n_columns; c++) {
        widths[c] = cell_width(t->columns[c].title);
        for (size_t r = 0; r < t->n_rows; r++) {
            size_t width = cell_width(t->cells[r * t->n_columns + c].text);
            widths[c] = width > widths[c] ? width : widths[c];
        }
        whole += widths[c] + (c > 0 ? 2 : 0);
    }
    return whole <= COLUMNS;
}

static void put_columns(struct smv_buf *b, const struct smv_doc_table *t, const size_t *widths,
                        const struct smv_doc_cell *row)
{
    for (size_t c = 0; c < t->n_columns; c++) {
        struct smv_span s = row != NULL ? row[c].text : t->columns[c].title;
        bool right = t->columns[c].type == SMV_CELL_NUMBER, last = c == t->n_columns - 1;
        size_t pad = widths[c] - smv_plain_columns(s);
        smv_buf_put_str(b, c > 0 ? "  " : "");
        for (size_t i = 0; right && i < pad; i++) {
            smv_buf_put_byte(b, ' ');
        }
        smv_plain_line(b, s);
        for (size_t i = 0; !right && !last && i < pad; i++) {
            smv_buf_put_byte(b, ' ');
        }
    }
    smv_buf_put_byte(b, '\n');
}

static void put_rule(struct smv_buf *b, const char *sign, size_t columns)
{
    for (size_t i = 0; i < columns; i++) {
        smv_buf_put_str(b, sign);
    }
    smv_buf_put_byte(b, '\n');
}

/* Row by row: the first cell of words leads, the others follow with their headings. */
static void put_records(struct smv_buf *b, const struct smv_doc_table *t)
{
    struct smv_buf line = {0};
    for (size_t r = 0; r < t->n_rows; r++) {
        bool first = true;
        for (size_t c = 0; c < t->n_columns; c++) {
            const struct smv_doc_cell *cell = &t->cells[r * t->n_columns + c];
            if (cell->text.len == 0) {
                continue;
            }
            smv_buf_clear(&line);
            if (t->columns[c].title.len > 0) {
                smv_buf_put_span(&line, t->columns[c].title);
                smv_buf_put_str(&line, ": ");
            }
            smv_buf_put_span(&line, cell->text);
            put_wrapped(b, smv_buf_span(&line), first ? "- " : "  ", first ? 2 : 4);
            first = false;
        }
        smv_buf_put_str(b, first ? "" : "\n");
    }
    smv_buf_finish(&line);
}

static void put_table(struct smv_buf *b, const struct smv_doc_table *t)
{
    size_t *widths = smv_zalloc((t->n_columns + 1) * sizeof *widths), whole = 0;
    if (measure(t, widths)) {
        put_columns(b, t, widths, NULL);
        for (size_t c = 0; c < t->n_columns; c++) {
            whole += widths[c] + (c > 0 ? 2 : 0);
        }
        put_rule(b, "-", whole);
        for (size_t r = 0; r < t->n_rows; r++) {
            put_columns(b, t, widths, &t->cells[r * t->n_columns]);
        }
        smv_buf_put_byte(b, '\n');
    } else {
        put_records(b, t);
    }
    smv_free(widths);
}

/* --- blocks -------------------------------------------------------------------------------------------------------- */
static void put_heading(struct smv_buf *b, const struct smv_block *block, const char *under)
{
    struct smv_buf text = {0};
    if (block->label.len > 0) {
        smv_buf_put_span(&text, block->label);
        smv_buf_put_byte(&text, ' ');
    }
    smv_block_text(&text, block);
    size_t columns = smv_plain_columns(smv_buf_span(&text));
    smv_buf_put_str(b, b->len > 0 ? "\n" : "");
    put_wrapped(b, smv_buf_span(&text), "", 0);
    if (under != NULL) {
        put_rule(b, under, columns < COLUMNS ? columns : COLUMNS);
    }
    smv_buf_put_byte(b, '\n');
    smv_buf_finish(&text);
}

static void put_text(struct smv_buf *b, const struct smv_block *block, const char *first,
                     size_t hang, const char *after)
{
    struct smv_buf text = {0};
    if (block->label.len > 0) {
        smv_buf_put_span(&text, block->label);
        smv_buf_put_str(&text, ": ");
    }
    smv_block_text(&text, block);
    put_wrapped(b, smv_buf_span(&text), first, hang);
    smv_buf_put_str(b, after);
    smv_buf_finish(&text);
}

static void put_picture(struct smv_buf *b, const struct smv_doc *d, struct smv_span alt)
{
    struct smv_buf text = {0};
    smv_buf_put_str(&text, smv_plain_word(d->lang, "[Bild: ", "[Bilde: ", "[Picture: "));
    smv_buf_put_span(&text, alt);
    smv_buf_put_byte(&text, ']');
    put_wrapped(b, smv_buf_span(&text), "", 1);
    smv_buf_put_byte(b, '\n');
    smv_buf_finish(&text);
}

static void put_block(struct smv_buf *b, const struct smv_doc *d, const struct smv_block *block,
                      enum smv_block_kind next)
{
    static const char *const dashes[] = {"- ", "- ", "  - ", "    - "};
    unsigned level = block->level < 3 ? block->level : 3;
    switch (block->kind) {
    case SMV_BLOCK_TITLE: put_heading(b, block, "="); break;
    case SMV_BLOCK_HEADING:
        put_heading(b, block, level == 1 ? "=" : level == 2 ? "-" : NULL);
        break;
    case SMV_BLOCK_FACT: put_text(b, block, "", 4, next == SMV_BLOCK_FACT ? "" : "\n"); break;
    case SMV_BLOCK_SUBTITLE:
    case SMV_BLOCK_PARA: put_text(b, block, "", 0, "\n"); break;
    case SMV_BLOCK_NOTE: put_text(b, block, "  ", 2, "\n"); break;
    case SMV_BLOCK_NOTICE: put_text(b, block, "! ", 2, "\n"); break;
    case SMV_BLOCK_BULLET:
        put_text(b, block, dashes[level], 2 * (level > 0 ? level : 1),
                 next == SMV_BLOCK_BULLET ? "" : "\n");
        break;
    case SMV_BLOCK_TABLE: put_table(b, block->table); break;
    case SMV_BLOCK_PICTURE: put_picture(b, d, block->picture->alt); break;
    case SMV_BLOCK_RULED:
        for (unsigned i = 0; i < block->level; i++) {
            put_rule(b, "_", COLUMNS);
        }
        smv_buf_put_byte(b, '\n');
        break;
    case SMV_BLOCK_BREAK:
    case SMV_BLOCK_CONTENTS: break;
    }
}

enum smv_err smv_write_text(struct smv_buf *b, const struct smv_doc *d)
{
    struct smv_buf own = {0};
    if (d->mark.len > 0) {
        put_wrapped(&own, d->mark, "", 0);
    }
    for (size_t i = 0; i < d->n_blocks; i++) {
        put_block(&own, d, &d->blocks[i],
                  i + 1 < d->n_blocks ? d->blocks[i + 1].kind : SMV_BLOCK_BREAK);
    }
    if (d->footer.len > 0) {
        smv_buf_put_str(&own, "\n-- \n"); /* mail programs know a signature by it */
        put_wrapped(&own, d->footer, "", 0);
    }
    smv_buf_put_span(b, smv_buf_span(&own));
    smv_buf_finish(&own);
    return SMV_OK;
}
