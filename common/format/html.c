/* html.c - a document as one HTML file that holds all it needs.
 *
 * What: smv_write_html: header, contents, main with sections by the headings' levels. For a screen of any size, and for
 *       paper; printed by Chromium it is a tagged PDF.
 * Not:  no script, no form, nothing from elsewhere, and the policy in its head says so to the browser.
 * Uses: markup.h, html_int.h.    Thread: any.
 * Invariants: every text is escaped; every element is closed; h1 is the title alone, so headings begin at h2. */
#include "common/base/heap.h"
#include "common/document/side.h"
#include "common/format/format.h"
#include "common/format/html_int.h"

enum place { IN_HEADER, AFTER_HEADER, IN_MAIN };
struct page {
    struct smv_buf *b;
    const struct smv_doc *doc;
    const struct smv_markup_words *words;
    enum place place;
    bool facts;          /* a list of facts is open */
    unsigned list;       /* open lists of bullets */
    unsigned section[4]; /* levels of the open sections, outermost first */
    unsigned n_sections;
    size_t headings, tables, pictures;
    bool titled;      /* the h1 is written */
    bool page_break;  /* before the next block */
    const bool *side; /* of each block: on a page on its side */
    size_t room;      /* letters of a word in the table at hand */
};

/* --- texts ------------------------------------------------------------------------------------ */
static void put(struct page *p, const char *html)
{
    smv_buf_put_str(p->b, html);
}

static void put_lines(struct page *p, struct smv_span text, bool one_line)
{
    size_t from = 0;
    uint32_t cp;
    for (size_t pos = 0, at; at = pos, smv_markup_next(text, &pos, &cp);) {
        if (cp == '\n') {
            smv_markup_text(p->b, smv_span(text.data + from, at - from));
            put(p, one_line ? " " : "<br>");
            from = pos;
        }
    }
    smv_markup_text(p->b, smv_span_from(text, from));
}

static void put_run(struct page *p, struct smv_span text, unsigned style, bool one_line)
{
    put(p, style & SMV_RUN_QUIET ? "<span class=\"quiet\">" : "");
    put(p, style & SMV_RUN_BOLD ? "<strong>" : "");
    put(p, style & SMV_RUN_ITALIC ? "<em>" : "");
    put_lines(p, text, one_line);
    put(p, style & SMV_RUN_ITALIC ? "</em>" : "");
    put(p, style & SMV_RUN_BOLD ? "</strong>" : "");
    put(p, style & SMV_RUN_QUIET ? "</span>" : "");
}

static void put_runs(struct page *p, const struct smv_block *block, bool one_line)
{
    for (size_t i = 0; i < block->n_runs; i++) {
        put_run(p, block->runs[i].text, block->runs[i].style, one_line);
    }
}

/* Only where it matters: the browser then finds the direction by the first letter. */
static const char *direction(const struct smv_block *block)
{
    for (size_t i = 0; i < block->n_runs; i++) {
        if (smv_markup_any_rtl(block->runs[i].text)) {
            return " dir=\"auto\"";
        }
    }
    return "";
}

static bool on_side(const struct page *p, const struct smv_block *block)
{
    return p->side[block - p->doc->blocks];
}

/* A block's own class, if any, and those that say where on paper it stands. */
static void put_class(struct page *p, const struct smv_block *block, const char *own)
{
    bool side = on_side(p, block);
    bool keep = smv_markup_keeps_next(p->doc, (size_t)(block - p->doc->blocks));
    if (own[0] == '\0' && !side && !keep) {
        return;
    }
    put(p, " class=\"");
    put(p, own);
    put(p, !side ? "" : own[0] ? " side" : "side");
    put(p, !keep ? "" : own[0] || side ? " lead" : "lead");
    put(p, "\"");
}

static void put_element(struct page *p, const struct smv_block *block, const char *tag,
                        const char *own, bool one_line)
{
    put(p, "<");
    put(p, tag);
    put_class(p, block, own);
    put(p, direction(block));
    put(p, ">");
    put_runs(p, block, one_line);
    put(p, "</");
    put(p, tag);
    put(p, ">\n");
}

/* --- lists ------------------------------------------------------------------------------------ */
static void close_list(struct page *p)
{
    for (; p->list > 0; p->list--) {
        put(p, "</li></ul>");
        put(p, p->list == 1 ? "\n" : "");
    }
}

/* Up to the next item's text; a level that nothing leads to is the deepest one that something does. */
static void open_item(struct page *p, unsigned level, bool side)
{
    unsigned want = level < 1 ? 1 : level > p->list + 1 ? p->list + 1 : level;
    for (; p->list > want; p->list--) {
        put(p, "</li></ul>");
    }
    put(p, p->list == want        ? "</li>\n<li"
           : p->list == 0 && side ? "\n<ul class=\"side\">\n<li"
                                  : "\n<ul>\n<li");
    p->list = want;
}

static void put_bullet(struct page *p, const struct smv_block *block)
{
    open_item(p, block->level > 3 ? 3 : block->level, on_side(p, block));
    put(p, direction(block));
    put(p, ">");
    put_runs(p, block, true);
}

static void put_fact(struct page *p, const struct smv_block *block)
{
    put(p, p->facts ? "<div><dt>" : "<dl>\n<div><dt>");
    p->facts = true;
    put_lines(p, block->label, true);
    put(p, "</dt><dd");
    put(p, direction(block));
    put(p, ">");
    put_runs(p, block, false);
    put(p, "</dd></div>\n");
}

/* --- contents and sections -------------------------------------------------------------------- */
static void put_id(struct page *p, const char *before, size_t nth)
{
    put(p, before);
    smv_buf_put_u64(p->b, nth);
    put(p, "\"");
}

static void put_contents(struct page *p, const struct smv_block *block)
{
    unsigned depth = smv_markup_contents_depth(p->doc);
    size_t nth = 0, written = 0;
    for (size_t i = 0; i < p->doc->n_blocks; i++) {
        const struct smv_block *h = &p->doc->blocks[i];
        nth += smv_markup_heading(h);
        if (!smv_markup_heading(h) || smv_markup_level(h) > depth) {
            continue;
        }
        if (written++ == 0) {
            put(p, "<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">");
            if (block->n_runs) {
                put_runs(p, block, true);
            } else {
                put(p, p->words->contents);
            }
            put(p, "</h2>");
        }
        open_item(p, smv_markup_level(h), false);
        put_id(p, "><a href=\"#h", nth);
        put(p, direction(h));
        put(p, ">");
        if (h->label.len > 0) {
            put(p, "<span class=\"number\">");
            put_lines(p, h->label, true);
            put(p, "</span>");
        }
        put_runs(p, h, true);
        put(p, "</a>");
    }
    if (written > 0) {
        close_list(p);
        put(p, "</nav>\n");
    }
}

static void close_sections(struct page *p, unsigned level)
{
    while (p->n_sections > 0 && p->section[p->n_sections - 1] >= level) {
        put(p, "</section>\n");
        p->n_sections--;
    }
}

static void put_heading(struct page *p, const struct smv_block *block)
{
    static const char *const tags[] = {"h2", "h3", "h4", "h5"};
    unsigned level = smv_markup_level(block);
    size_t nth = ++p->headings;
    p->section[p->n_sections++] = level;
    put(p, "<section>\n<");
    put(p, tags[level - 1]);
    put_class(p, block, "");
    put_id(p, " id=\"h", nth);
    put(p, direction(block));
    put(p, ">");
    if (block->label.len > 0) {
        put(p, "<span class=\"number\">");
        put_lines(p, block->label, true);
        put(p, "</span>");
    }
    put_runs(p, block, true);
    put(p, "</");
    put(p, tags[level - 1]);
    put(p, ">\n");
}

/* --- tables, pictures, lines ------------------------------------------------------------------ */
/* Letters of a word that a column is made wide enough for, on a line of a table, and at a cell's sides. A table that is
 * wider than its page would make Chromium print the whole document smaller. */
enum { WORD = 28, LINE_HIGH = 90, LINE_WIDE = 138, SIDES = 2 };

static size_t longest_word(struct smv_span text)
{
    size_t most = 0, now = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool breaks = text.data[i] == ' ' || text.data[i] == '\n' || text.data[i] == '-';
        now = breaks ? 0 : now + ((text.data[i] & 0xc0) != 0x80);
        most = now > most ? now : most;
    }
    return most;
}

static bool dated(const struct smv_doc_column *column, struct smv_span text)
{
    enum { DATE = 24 }; /* bytes of a date that stays on its line */
    return column->type == SMV_CELL_DATE && text.len <= DATE;
}

/* How long a word may be and stay whole, so that all columns find room beside each other. */
static size_t room_of(const struct page *p, const struct smv_block *block)
{
    const struct smv_doc_table *t = block->table;
    bool high = p->doc->paper == SMV_PAPER_A4 && !on_side(p, block);
    size_t *most = smv_zalloc(t->n_columns * sizeof *most), room = WORD + 1, sum;
    for (size_t c = 0; c < t->n_columns; c++) {
        most[c] = longest_word(t->columns[c].title);
        for (size_t r = 0; r < t->n_rows; r++) {
            struct smv_span text = t->cells[r * t->n_columns + c].text;
            size_t n = dated(&t->columns[c], text) ? text.len : longest_word(text);
            most[c] = n > most[c] ? n : most[c];
        }
    }
    do {
        room--;
        sum = 0;
        for (size_t c = 0; c < t->n_columns; c++) {
            sum += (most[c] < room ? most[c] : room) + SIDES;
        }
    } while (room > 1 && sum > (high ? LINE_HIGH : LINE_WIDE));
    smv_free(most);
    return room;
}

static void put_cell(struct page *p, const struct smv_doc_column *column, const char *tag,
                     struct smv_span text, unsigned style)
{
    bool date = dated(column, text) && text.len <= p->room;
    put(p, tag);
    put(p, longest_word(text) > p->room      ? " class=\"anywhere\""
           : column->type == SMV_CELL_NUMBER ? " class=\"count\""
           : date                            ? " class=\"date\""
                                             : "");
    put(p, smv_markup_any_rtl(text) ? " dir=\"auto\">" : ">");
    put_run(p, text, style, false);
    put(p, tag[1] == 't' && tag[2] == 'h' ? "</th>" : "</td>");
}

static void put_row(struct page *p, const struct smv_doc_table *t, size_t row)
{
    enum { LONG = 1200 }; /* bytes in a cell; such a row may break over pages */
    const struct smv_doc_cell *cells = &t->cells[row * t->n_columns];
    size_t most = 0;
    for (size_t i = 0; i < t->n_columns; i++) {
        most = cells[i].text.len > most ? cells[i].text.len : most;
    }
    put(p, most == 0 ? "<tr class=\"write\">" : most > LONG ? "<tr class=\"long\">" : "<tr>");
    for (size_t i = 0; i < t->n_columns; i++) {
        put_cell(p, &t->columns[i], "<td", cells[i].text, cells[i].style);
    }
    put(p, "</tr>\n");
}

static void put_table(struct page *p, const struct smv_block *block)
{
    const struct smv_doc_table *t = block->table;
    bool head = false;
    if (t->n_columns == 0) {
        return;
    }
    p->room = room_of(p, block);
    put(p, "<div");
    put_class(p, block, smv_markup_small(t) ? "table small" : "table");
    put_id(p, " role=\"group\" tabindex=\"0\" aria-labelledby=\"n", ++p->tables);
    put_id(p, ">\n<table id=\"t", p->tables);
    put_id(p, ">\n<caption class=\"unseen\" id=\"n", p->tables);
    put(p, ">");
    put_lines(p, t->name, true);
    put(p, "</caption>\n<colgroup>");
    for (size_t i = 0; i < t->n_columns; i++) {
        put(p, "<col>");
        head = head || t->columns[i].title.len > 0;
    }
    put(p, "</colgroup>\n");
    if (head) {
        put(p, "<thead><tr>");
        for (size_t i = 0; i < t->n_columns; i++) {
            put_cell(p, &t->columns[i], "<th scope=\"col\"", t->columns[i].title, 0);
        }
        put(p, "</tr></thead>\n");
    }
    put(p, "<tbody>\n");
    for (size_t row = 0; row < t->n_rows; row++) {
        put_row(p, t, row);
    }
    put(p, "</tbody>\n</table>\n</div>\n");
}

static void put_picture(struct page *p, const struct smv_block *block)
{
    const struct smv_doc_picture *picture = block->picture;
    size_t leads = smv_doc_leads(p->doc, p->side, (size_t)(block - p->doc->blocks));
    put(p, "<figure");
    put_class(p, block, leads > 3 ? "lowest" : leads > 2 ? "low" : "");
    put(p, ">\n");
    smv_html_picture(p->b, picture, ++p->pictures);
    if (smv_markup_captioned(picture)) {
        put(p, "\n<figcaption>");
        smv_markup_text(p->b, picture->alt);
        put(p, "</figcaption>");
    }
    put(p, "\n</figure>\n");
}

static void put_ruled(struct page *p, const struct smv_block *block)
{
    enum { MOST = 200 };
    if (block->n_runs) {
        put_element(p, block, "p", "note", false);
    }
    put(p, "<div class=\"ruled\" aria-hidden=\"true\">");
    for (unsigned i = 0; i < block->level && i < MOST; i++) {
        put(p, "<div></div>");
    }
    put(p, "</div>\n");
}

static void put_notice(struct page *p, const struct smv_block *block)
{
    put(p, "<div");
    put_class(p, block, "notice");
    put(p, " role=\"note\"><p");
    put(p, direction(block));
    put(p, ">");
    put_runs(p, block, false);
    put(p, "</p>\n</div>\n");
}

/* --- the page --------------------------------------------------------------------------------- */
/* Every page has its h1, if only for those who do not see it. */
static void put_own_title(struct page *p)
{
    if (!p->titled) {
        p->titled = true;
        put(p, "<h1>");
        if (p->doc->title.len > 0) {
            put_lines(p, p->doc->title, true);
        } else {
            put(p, "samverka");
        }
        put(p, "</h1>\n");
    }
}

/* Ends what the next block does not belong to, and begins what it does. */
static void move_on(struct page *p, const struct smv_block *next)
{
    bool cover = next->kind == SMV_BLOCK_TITLE || next->kind == SMV_BLOCK_SUBTITLE ||
                 next->kind == SMV_BLOCK_FACT;
    if (p->facts && (next->kind != SMV_BLOCK_FACT || p->page_break)) {
        put(p, "</dl>\n");
        p->facts = false;
    }
    if (next->kind != SMV_BLOCK_BULLET || p->page_break) {
        close_list(p);
    }
    if (next->kind == SMV_BLOCK_HEADING) {
        close_sections(p, smv_markup_level(next));
    }
    if (p->place == IN_HEADER && !cover) {
        put_own_title(p);
        put(p, "</header>\n");
        p->place = AFTER_HEADER;
    }
    if (p->place == AFTER_HEADER && next->kind != SMV_BLOCK_CONTENTS) {
        put(p, "<main>\n");
        p->place = IN_MAIN;
    }
    if (p->page_break) {
        put(p, "<div class=\"break\"></div>\n");
        p->page_break = false;
    }
}

static void put_block(struct page *p, const struct smv_block *block)
{
    switch (block->kind) {
    case SMV_BLOCK_TITLE:
        put_element(p, block, p->titled ? "p" : "h1", p->titled ? "title" : "", true);
        p->titled = true;
        break;
    case SMV_BLOCK_SUBTITLE: put_element(p, block, "p", "subtitle", true); break;
    case SMV_BLOCK_FACT: put_fact(p, block); break;
    case SMV_BLOCK_CONTENTS: put_contents(p, block); break;
    case SMV_BLOCK_HEADING: put_heading(p, block); break;
    case SMV_BLOCK_PARA: put_element(p, block, "p", "", false); break;
    case SMV_BLOCK_BULLET: put_bullet(p, block); break;
    case SMV_BLOCK_NOTE: put_element(p, block, "p", "note", false); break;
    case SMV_BLOCK_NOTICE: put_notice(p, block); break;
    case SMV_BLOCK_TABLE: put_table(p, block); break;
    case SMV_BLOCK_PICTURE: put_picture(p, block); break;
    case SMV_BLOCK_RULED: put_ruled(p, block); break;
    case SMV_BLOCK_BREAK: break;
    }
}

static bool says_nothing(const struct smv_block *block)
{
    switch (block->kind) {
    case SMV_BLOCK_HEADING: return !smv_markup_heading(block);
    case SMV_BLOCK_TITLE:
    case SMV_BLOCK_SUBTITLE:
    case SMV_BLOCK_PARA:
    case SMV_BLOCK_NOTE:
    case SMV_BLOCK_NOTICE: return block->n_runs == 0;
    case SMV_BLOCK_FACT:
    case SMV_BLOCK_CONTENTS:
    case SMV_BLOCK_BULLET:
    case SMV_BLOCK_TABLE:
    case SMV_BLOCK_PICTURE:
    case SMV_BLOCK_RULED:
    case SMV_BLOCK_BREAK: break;
    }
    return false;
}

static void put_head(struct page *p)
{
    put(p, "<!DOCTYPE html>\n<html lang=\"");
    put(p, p->words->tag);
    put(p, p->doc->paper == SMV_PAPER_A1_WIDE ? "\" class=\"poster\">\n" : "\">\n");
    put(p, "<head>\n<meta charset=\"UTF-8\">\n"
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
           "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
           "<meta name=\"generator\" content=\"samverka\">\n"
           "<meta name=\"dcterms.created\" content=\"");
    smv_markup_instant(p->b, p->doc->made_ms);
    put(p, "\">\n<title>");
    if (p->doc->title.len > 0) {
        put_lines(p, p->doc->title, true);
    } else {
        put(p, "samverka");
    }
    put(p, "</title>\n<style>\n");
    smv_html_style(p->b, p->doc);
    put(p, p->doc->paper == SMV_PAPER_A4 ? "</style>\n</head>\n<body>\n<header>\n"
                                         : "</style>\n</head>\n<body class=\"wide\">\n<header>\n");
    if (p->doc->mark.len > 0) {
        put(p, smv_markup_any_rtl(p->doc->mark) ? "<p class=\"mark\" dir=\"auto\">"
                                                : "<p class=\"mark\">");
        put_lines(p, p->doc->mark, true);
        put(p, "</p>\n");
    }
}

enum smv_err smv_write_html(struct smv_buf *b, const struct smv_doc *d)
{
    const struct smv_block end = {.kind = SMV_BLOCK_PARA};
    bool *side = smv_doc_sides(d);
    struct page p = {.b = b, .doc = d, .words = smv_markup_words(d->lang), .side = side};
    bool any = false;
    put_head(&p);
    for (size_t i = 0; i < d->n_blocks; i++) {
        const struct smv_block *block = &d->blocks[i];
        if (block->kind == SMV_BLOCK_BREAK) {
            p.page_break = any;
        } else if (!says_nothing(block)) {
            move_on(&p, block);
            put_block(&p, block);
            any = true;
        }
    }
    p.page_break = false; /* nothing follows */
    move_on(&p, &end);
    close_sections(&p, 0);
    put(&p, "</main>\n");
    if (d->footer.len > 0) {
        put(&p, "<footer><p>");
        put_lines(&p, d->footer, true);
        put(&p, "</p></footer>\n");
    }
    put(&p, "</body>\n</html>\n");
    smv_free(side);
    return SMV_OK;
}
