/* xlsx.c - a document as a workbook: an overview, a sheet for each table worth one, and the whole text.
 *
 * What: "Overview" (what document, version, draft or not, which sheets), then every table with data, ready to work in:
 *       real dates and numbers, drop-down lists where a column has choices, a filter, a heading that stays and is printed
 *       on each page; last "Text", the document's outline, so that nothing is missing.
 * Not:  no formulas and no links out: what people typed is always a string.
 * Uses: sheet_text.h (what a workbook can hold), libxlsxwriter. The version in Debian 12 writes files only: here into one
 *       that has no name any more when the first byte is written, so that nothing is left whatever happens.
 * Thread: any.
 * Invariants: made_ms is the workbook's date, so equal documents give equal bytes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include "common/base/heap.h"
#include "common/format/format.h"
#include "common/format/plain.h"
#include "common/format/sheet_text.h"

enum {
    WIDEST = 60,
    TEXT_COLUMNS = 6,
    TEXT_WIDTH = 80,
    TEXT_CELL = 24,
    LANDSCAPE = 140, /* characters of normal size on A4 */
    LINE = 15,       /* points; a row has at most 409 */
    ROW_MOST = 409
};

struct book {
    const struct smv_doc *d;
    lxw_workbook *wb;
    lxw_format *head, *title, *label, *text, *bold, *italic, *date, *number, *count, *link;
    struct smv_sheet_names names;
    const char **sheet_of; /* of each block: the sheet that its table has; NULL none */
    lxw_worksheet *lists;  /* hidden: choices that do not fit into a cell's own list */
    const char *lists_name;
    uint16_t n_lists;
    enum smv_err err;
};

static const char *word(const struct book *k, const char *sv, const char *nb, const char *en)
{
    return smv_plain_word(k->d->lang, sv, nb, en);
}

static void check(struct book *k, lxw_error e)
{
    if (e != LXW_NO_ERROR && k->err == SMV_OK) {
        k->err = SMV_ERR_IO;
    }
}

static lxw_format *format(struct book *k, bool bold, bool wrap)
{
    lxw_format *f = workbook_add_format(k->wb);
    format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
    if (bold) {
        format_set_bold(f);
    }
    if (wrap) {
        format_set_text_wrap(f);
    }
    return f;
}

static void make_formats(struct book *k)
{
    k->text = format(k, false, true);
    k->bold = format(k, true, true);
    k->italic = format(k, false, true);
    format_set_italic(k->italic);
    k->label = format(k, true, false);
    k->title = format(k, true, false);
    format_set_font_size(k->title, 16);
    k->head = format(k, true, true);
    format_set_bg_color(k->head, 0xE8EDF2);
    format_set_bottom(k->head, LXW_BORDER_THIN);
    k->date = format(k, false, false);
    format_set_num_format(k->date, word(k, "yyyy-mm-dd", "dd.mm.yyyy", "d mmm yyyy"));
    format_set_align(k->date, LXW_ALIGN_LEFT);
    k->number = format(k, false, false);
    format_set_num_format(k->number, "0");
    format_set_align(k->number, LXW_ALIGN_RIGHT);
    format_set_indent(k->number, 1); /* off the text in the next column */
    k->count = format(k, false, false);
    format_set_align(k->count, LXW_ALIGN_LEFT);
    k->link = format(k, false, false);
    format_set_font_color(k->link, 0x0B5394);
    format_set_underline(k->link, LXW_UNDERLINE_SINGLE);
}

/* --- strings ------------------------------------------------------------------------------------------------- */
/* A string, never a formula, in as many rows below each other as it needs; how many. */
static lxw_row_t put_string(struct book *k, lxw_worksheet *ws, lxw_row_t row, lxw_col_t col,
                            struct smv_span s, lxw_format *f)
{
    struct smv_buf piece = {0};
    lxw_row_t n = 0;
    size_t pos = 0;
    while (smv_sheet_piece(&piece, s, &pos)) {
        check(k, worksheet_write_string(ws, row + n, col, smv_buf_cstr(&piece), f));
        smv_buf_clear(&piece);
        n++;
    }
    smv_buf_finish(&piece);
    return n > 0 ? n : 1;
}

static size_t lines_in(struct smv_span s, double width)
{
    struct smv_span line;
    size_t lines = 0;
    bool more = true;
    while (smv_plain_cut(&s, &more, &line)) {
        lines += 1 + smv_plain_columns(line) / (size_t)width;
    }
    return lines;
}

/* Not every program finds a row's height by itself. One line is left to them, so that the row grows with its text. */
static void fit_rows(struct book *k, lxw_worksheet *ws, lxw_row_t row, lxw_row_t n, size_t lines)
{
    for (lxw_row_t i = 0; i < n && lines > 1; i++) {
        double height = n > 1 || lines * LINE > ROW_MOST ? ROW_MOST : (double)(lines * LINE);
        check(k, worksheet_set_row(ws, row + i, height, NULL));
    }
}

static void put_cstr(struct book *k, lxw_worksheet *ws, lxw_row_t row, lxw_col_t col,
                     const char *text, lxw_format *f)
{
    (void)put_string(k, ws, row, col, smv_span_str(text), f);
}

static lxw_format *style_of(struct book *k, unsigned style)
{
    return style & SMV_RUN_BOLD ? k->bold : style & SMV_RUN_ITALIC ? k->italic : k->text;
}

/* A day of the spreadsheet's calendar, which begins in 1900 with a leap year that was none. */
static bool read_day(uint64_t yyyymmdd, lxw_datetime *ret)
{
    struct smv_buf unused = {0};
    bool is_day = yyyymmdd >= 19010101 && smv_plain_date(&unused, yyyymmdd);
    smv_buf_finish(&unused);
    *ret = (lxw_datetime){.year = (int)(yyyymmdd / 10000),
                          .month = (int)(yyyymmdd / 100 % 100),
                          .day = (int)(yyyymmdd % 100)};
    return is_day;
}

/* How many rows it took. */
static lxw_row_t put_cell(struct book *k, lxw_worksheet *ws, lxw_row_t row, lxw_col_t col,
                          enum smv_cell_type type, const struct smv_doc_cell *cell)
{
    lxw_datetime day;
    bool zero = cell->num == 0 && smv_span_is(cell->text, "0");
    if (type == SMV_CELL_NUMBER && (zero || (cell->num > 0 && cell->num < UINT64_C(1) << 53))) {
        check(k, worksheet_write_number(ws, row, col, (double)cell->num, k->number));
    } else if (type == SMV_CELL_DATE && read_day(cell->num, &day)) {
        check(k, worksheet_write_datetime(ws, row, col, &day, k->date));
    } else {
        return put_string(k, ws, row, col, cell->text, style_of(k, cell->style));
    }
    return 1;
}

/* --- sheets --------------------------------------------------------------------------------------------------- */
static lxw_worksheet *add_sheet(struct book *k, const char *wish, const char **ret_name)
{
    *ret_name = smv_sheet_name(&k->names, smv_span_str(wish), word(k, "Blad", "Ark", "Sheet"));
    lxw_worksheet *ws = workbook_add_worksheet(k->wb, *ret_name);
    if (ws == NULL) {
        k->err = SMV_ERR_IO;
    }
    return ws;
}

/* What stands on each printed page. */
static void set_page(struct book *k, lxw_worksheet *ws, bool landscape)
{
    struct smv_buf text = {0};
    if (landscape) {
        worksheet_set_landscape(ws);
    }
    worksheet_set_paper(ws, 9); /* A4 */
    worksheet_fit_to_pages(ws, 1, 0);
    smv_buf_put_str(&text, "&L");
    smv_sheet_margin(&text, k->d->footer);
    smv_buf_put_str(&text, "&R&P (&N)");
    check(k, worksheet_set_footer(ws, smv_buf_cstr(&text)));
    if (k->d->mark.len > 0) {
        smv_buf_clear(&text);
        smv_buf_put_str(&text, "&R");
        smv_sheet_margin(&text, k->d->mark);
        check(k, worksheet_set_header(ws, smv_buf_cstr(&text)));
    }
    smv_buf_finish(&text);
}

static double column_width(const struct smv_doc_table *t, size_t c)
{
    unsigned whole = 0, own = t->columns[c].weight > 0 ? t->columns[c].weight : 1;
    double least = t->columns[c].type == SMV_CELL_DATE     ? 12
                   : t->columns[c].type == SMV_CELL_NUMBER ? 7
                                                           : 14;
    for (size_t i = 0; i < t->n_columns; i++) {
        whole += t->columns[i].weight > 0 ? t->columns[i].weight : 1;
    }
    double width = (double)LANDSCAPE * own / whole;
    return width < least ? least : width > WIDEST ? WIDEST : width;
}

/* The choices one below the other in a column of the hidden sheet; *ret_range is where. */
static void put_list(struct book *k, const struct smv_sheet_choices *list,
                     struct smv_buf *ret_range)
{
    char last[LXW_MAX_CELL_NAME_LENGTH], first[LXW_MAX_CELL_NAME_LENGTH];
    if (k->lists == NULL) {
        k->lists = add_sheet(k, word(k, "Val", "Valg", "Choices"), &k->lists_name);
        if (k->lists == NULL) {
            return;
        }
        worksheet_hide(k->lists);
    }
    for (size_t i = 0; i < list->n; i++) {
        put_cstr(k, k->lists, (lxw_row_t)i, k->n_lists, list->items[i], k->text);
    }
    lxw_rowcol_to_cell_abs(first, 0, k->n_lists, 1, 1);
    lxw_rowcol_to_cell_abs(last, (lxw_row_t)(list->n - 1), k->n_lists, 1, 1);
    k->n_lists++;
    smv_buf_put_byte(ret_range, '=');
    smv_sheet_quote(ret_range, k->lists_name);
    smv_buf_put_str(ret_range, "!");
    smv_buf_put_str(ret_range, first);
    smv_buf_put_str(ret_range, ":");
    smv_buf_put_str(ret_range, last);
}

/* libxlsxwriter 1.1.4 forgets a copy of a rule that is a reference: some bytes, in a process that ends with its
 * document. The leak checker, where there is one, is asked not to tell it. */
__attribute__((weak)) void __lsan_disable(void);
__attribute__((weak)) void __lsan_enable(void);

static void add_rule(struct book *k, lxw_worksheet *ws, lxw_col_t col, lxw_row_t last,
                     lxw_data_validation *v)
{
    bool forgets =
        v->validate == LXW_VALIDATION_TYPE_LIST_FORMULA && __lsan_disable && __lsan_enable;
    if (forgets) {
        __lsan_disable();
    }
    check(k, worksheet_data_validation_range(ws, 1, col, last, col, v));
    if (forgets) {
        __lsan_enable();
    }
}

static void put_choices(struct book *k, lxw_worksheet *ws, lxw_col_t col, lxw_row_t last,
                        struct smv_span choices)
{
    struct smv_sheet_choices list;
    struct smv_buf range = {0};
    lxw_data_validation v = {.ignore_blank = LXW_VALIDATION_ON,
                             .dropdown = LXW_VALIDATION_ON,
                             .show_input = LXW_VALIDATION_ON,
                             .show_error = LXW_VALIDATION_ON,
                             .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING};
    smv_sheet_choices_init(&list, choices);
    if (list.n > 0) {
        if (list.inline_ok) {
            v.validate = LXW_VALIDATION_TYPE_LIST;
            v.value_list = list.items;
        } else {
            put_list(k, &list, &range);
            v.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
            v.value_formula = range.len > 0 ? (char *)(uintptr_t)smv_buf_cstr(&range) : NULL;
        }
        add_rule(k, ws, col, last, &v);
    }
    smv_sheet_choices_finish(&list);
    smv_buf_finish(&range);
}

/* From column left on, each width wide; 0: as wide as the table's columns are. */
static lxw_row_t put_row(struct book *k, lxw_worksheet *ws, lxw_row_t row, lxw_col_t left,
                         double width, const struct smv_doc_table *t,
                         const struct smv_doc_cell *cells)
{
    lxw_row_t rows = 1;
    size_t lines = 1;
    for (size_t c = 0; c < t->n_columns; c++) {
        lxw_row_t n = put_cell(k, ws, row, left + (lxw_col_t)c, t->columns[c].type, &cells[c]);
        size_t own = lines_in(cells[c].text, width > 0 ? width : column_width(t, c));
        rows = n > rows ? n : rows;
        lines = own > lines ? own : lines;
    }
    fit_rows(k, ws, row, rows, lines);
    return rows;
}

static void put_table_sheet(struct book *k, lxw_worksheet *ws, const struct smv_doc_table *t)
{
    lxw_row_t row = 1;
    for (size_t c = 0; c < t->n_columns; c++) {
        lxw_col_t col = (lxw_col_t)c;
        (void)put_string(k, ws, 0, col, t->columns[c].title, k->head);
        check(k, worksheet_set_column(ws, col, col, column_width(t, c), NULL));
    }
    for (size_t r = 0; r < t->n_rows; r++) {
        row += put_row(k, ws, row, 0, 0, t, &t->cells[r * t->n_columns]);
    }
    lxw_row_t last = row > 1 ? row - 1 : 1;
    lxw_col_t right = (lxw_col_t)(t->n_columns - 1);
    for (size_t c = 0; c < t->n_columns; c++) {
        if (t->columns[c].type == SMV_CELL_CHOICE) {
            put_choices(k, ws, (lxw_col_t)c, last, t->columns[c].choices);
        }
    }
    worksheet_freeze_panes(ws, 1, 0);
    check(k, worksheet_autofilter(ws, 0, 0, last, right));
    check(k, worksheet_repeat_rows(ws, 0, 0));
    check(k, worksheet_print_area(ws, 0, 0, last, right));
    set_page(k, ws, /* landscape */ true);
}

/* --- the whole text --------------------------------------------------------------------------------------------- */
static lxw_row_t put_text_table(struct book *k, lxw_worksheet *ws, lxw_row_t row,
                                const struct smv_doc_table *t)
{
    for (size_t c = 0; c < t->n_columns; c++) {
        (void)put_string(k, ws, row, (lxw_col_t)(c + 1), t->columns[c].title, k->head);
    }
    row++;
    for (size_t r = 0; r < t->n_rows; r++) {
        row += put_row(k, ws, row, 1, TEXT_CELL, t, &t->cells[r * t->n_columns]);
    }
    return row;
}

static void put_link(struct book *k, lxw_worksheet *ws, lxw_row_t row, lxw_col_t col,
                     const char *sheet)
{
    struct smv_buf url = {0};
    smv_buf_put_str(&url, "internal:");
    smv_sheet_quote(&url, sheet);
    smv_buf_put_str(&url, "!A1");
    check(k, worksheet_write_url(ws, row, col, smv_buf_cstr(&url), k->link));
    put_cstr(k, ws, row, col, sheet, k->link);
    smv_buf_finish(&url);
}

static lxw_row_t put_block(struct book *k, lxw_worksheet *ws, lxw_row_t row,
                           const struct smv_block *block)
{
    bool heading = block->kind == SMV_BLOCK_HEADING || block->kind == SMV_BLOCK_TITLE;
    struct smv_buf text = {0};
    const char *sheet = k->sheet_of[block - k->d->blocks];
    if (sheet != NULL) { /* it stands there */
        put_link(k, ws, row, 1, sheet);
        return row + 1;
    }
    if (block->kind == SMV_BLOCK_TABLE) {
        return put_text_table(k, ws, row, block->table);
    }
    if (block->kind == SMV_BLOCK_BULLET) {
        for (unsigned i = 1; i < block->level && i < 3; i++) {
            smv_buf_put_str(&text, "    ");
        }
        smv_buf_put_str(&text, "• ");
    }
    if (block->label.len > 0) {
        smv_buf_put_span(&text, block->label);
        smv_buf_put_str(&text, block->kind == SMV_BLOCK_FACT ? ": " : " ");
    }
    smv_block_text(&text, block);
    if (block->kind == SMV_BLOCK_PICTURE) {
        smv_buf_put_span(&text, block->picture->alt);
    }
    if (text.len > 0) {
        if (block->kind == SMV_BLOCK_HEADING) {
            check(k, worksheet_write_number(ws, row, 0, block->level, k->number));
        }
        lxw_row_t n = put_string(k, ws, row, 1, smv_buf_span(&text),
                                 heading                            ? k->bold
                                 : block->kind == SMV_BLOCK_PICTURE ? k->italic
                                                                    : k->text);
        fit_rows(k, ws, row, n, lines_in(smv_buf_span(&text), TEXT_WIDTH));
        row += n;
    }
    smv_buf_finish(&text);
    return row;
}

static void put_text_sheet(struct book *k, lxw_worksheet *ws)
{
    lxw_row_t row = 1;
    put_cstr(k, ws, 0, 0, word(k, "Nivå", "Nivå", "Level"), k->head);
    put_cstr(k, ws, 0, 1, word(k, "Text", "Tekst", "Text"), k->head);
    check(k, worksheet_set_column(ws, 0, 0, 7, NULL));
    check(k, worksheet_set_column(ws, 1, 1, TEXT_WIDTH, NULL));
    check(k, worksheet_set_column(ws, 2, TEXT_COLUMNS, TEXT_CELL, NULL));
    for (size_t i = 0; i < k->d->n_blocks; i++) {
        row = put_block(k, ws, row, &k->d->blocks[i]);
    }
    worksheet_freeze_panes(ws, 1, 0);
    check(k, worksheet_repeat_rows(ws, 0, 0));
    set_page(k, ws, /* landscape */ true);
}

/* --- the overview -------------------------------------------------------------------------------------------------- */
static lxw_row_t put_pair(struct book *k, lxw_worksheet *ws, lxw_row_t row, struct smv_span label,
                          struct smv_span text)
{
    if (text.len == 0) {
        return row;
    }
    (void)put_string(k, ws, row, 0, label, k->label);
    return row + put_string(k, ws, row, 1, text, k->text);
}

/* The cover's facts: what stands before the first heading. */
static lxw_row_t put_cover(struct book *k, lxw_worksheet *ws, lxw_row_t row)
{
    const struct smv_doc *d = k->d;
    struct smv_buf text = {0};
    struct smv_span document = smv_span_str(word(k, "Dokument", "Dokument", "Document"));
    bool named = false;
    for (size_t i = 0; i < d->n_blocks && d->blocks[i].kind != SMV_BLOCK_HEADING; i++) {
        const struct smv_block *block = &d->blocks[i];
        if (block->kind == SMV_BLOCK_SUBTITLE || block->kind == SMV_BLOCK_FACT) {
            bool fact = block->label.len > 0;
            smv_buf_clear(&text);
            smv_block_text(&text, block);
            row = put_pair(k, ws, row, fact ? block->label : document, smv_buf_span(&text));
            named |= !fact;
        }
    }
    smv_buf_finish(&text);
    row = put_pair(k, ws, row, smv_span_str("Status"), d->mark);
    return named ? row : put_pair(k, ws, row, document, d->footer);
}

static void put_overview_line(struct book *k, lxw_worksheet *ws, lxw_row_t row, const char *name,
                              const struct smv_doc_table *t)
{
    put_link(k, ws, row, 0, name);
    if (t != NULL) {
        check(k, worksheet_write_number(ws, row, 1, (double)t->n_rows, k->count));
    }
}

static void fill_book(struct book *k)
{
    const struct smv_doc *d = k->d;
    const char *name;
    lxw_worksheet *overview = add_sheet(k, word(k, "Översikt", "Oversikt", "Overview"), &name), *ws;
    if (overview == NULL) {
        return;
    }
    check(k, worksheet_set_column(overview, 0, 0, 32, NULL));
    check(k, worksheet_set_column(overview, 1, 1, 60, NULL));
    (void)put_string(k, overview, 0, 0, d->title, k->title);
    check(k, worksheet_set_row(overview, 0, 24, NULL));
    lxw_row_t row = put_cover(k, overview, 1) + 1;
    put_cstr(k, overview, row, 0, word(k, "Blad", "Ark", "Sheet"), k->head);
    put_cstr(k, overview, row, 1, word(k, "Rader", "Rader", "Rows"), k->head);
    row++;
    for (size_t i = 0; i < d->n_blocks && k->err == SMV_OK; i++) {
        const struct smv_doc_table *t = d->blocks[i].table;
        if (t != NULL && t->data && t->n_columns > 0) {
            char *wish = smv_span_dup_cstr(t->name);
            ws = add_sheet(k, wish, &name);
            smv_free(wish);
            if (ws != NULL) {
                put_table_sheet(k, ws, t);
                k->sheet_of[i] = name;
                put_overview_line(k, overview, row++, name, t);
            }
        }
    }
    ws = k->err == SMV_OK ? add_sheet(k, word(k, "Text", "Tekst", "Text"), &name) : NULL;
    if (ws != NULL) {
        put_text_sheet(k, ws);
        put_overview_line(k, overview, row, name, NULL);
    }
    set_page(k, overview, /* landscape */ false);
}

/* --- the file -------------------------------------------------------------------------------------------------------- */
static void set_properties(struct book *k)
{
    struct smv_buf title = {0};
    lxw_doc_properties p = {0};
    smv_plain_line(&title, k->d->title);
    p.title = (char *)(uintptr_t)smv_buf_cstr(&title);
    /* 0 would be the moment of writing */
    p.created = k->d->made_ms >= 1000 ? (time_t)(k->d->made_ms / 1000) : 1;
    check(k, workbook_set_properties(k->wb, &p));
    smv_buf_finish(&title);
}

static enum smv_err read_all(int fd, struct smv_buf *b)
{
    ssize_t n = 1;
    for (off_t at = 0; n > 0; at += n) {
        n = pread(fd, smv_buf_reserve(b, 65536), 65536, at);
        b->len += n > 0 ? (size_t)n : 0;
    }
    return n == 0 ? SMV_OK : SMV_ERR_IO;
}

static enum smv_err write_book(const struct smv_doc *d, const char *path)
{
    struct book k = {.d = d, .wb = workbook_new(path)};
    if (k.wb == NULL) {
        return SMV_ERR_IO;
    }
    k.sheet_of = smv_zalloc((d->n_blocks + 1) * sizeof *k.sheet_of);
    make_formats(&k);
    set_properties(&k);
    fill_book(&k);
    check(&k, workbook_close(k.wb)); /* frees it, also when it fails */
    smv_sheet_names_finish(&k.names);
    smv_free((void *)(uintptr_t)k.sheet_of);
    return k.err;
}

enum smv_err smv_write_xlsx(struct smv_buf *b, const struct smv_doc *d)
{
    char temp[256], path[40];
    const char *folder = getenv("TMPDIR");
    if (snprintf(temp, sizeof temp, "%s/samverka-XXXXXX", folder ? folder : "/tmp") >=
        (int)sizeof temp) {
        return SMV_ERR_IO;
    }
    int fd = mkstemp(temp);
    if (fd < 0) {
        return SMV_ERR_IO;
    }
    (void)unlink(temp);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    enum smv_err err = write_book(d, path);
    if (err == SMV_OK) {
        err = read_all(fd, b);
    }
    close(fd);
    return err;
}
