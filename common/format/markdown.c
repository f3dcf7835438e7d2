/* markdown.c - a document as CommonMark with pipe tables.
 *
 * What: headings, nested bullets, block quotes for notices, tables as GitHub and pandoc read them, and what a person typed
 *       escaped, so that a reader of Markdown shows the very text: no typed star makes a list, no typed < an element.
 * Not:  pictures: they are a note with their text; beside the file, as SVG, they are in the ZIP. Notes and quiet runs have
 *       no form of their own.
 * Rules: a line is escaped knowing whether it begins a paragraph (there -, +, #, 1. and the like mean something). Bold and
 *       italic are written where CommonMark is sure to see them, between white space: else the text stays plain.
 *       Quotes, "--" and "..." are escaped too, because readers with "smart" punctuation would change them.
 * Uses: plain.h, ICU (white space).    Thread: any. */
#include <string.h>
#include <unicode/uchar.h>
#include "common/base/utf8.h"
#include "common/format/format.h"
#include "common/format/plain.h"

/* --- one line of runs -------------------------------------------------------------------------------------- */
/* A line is gathered as characters with styles, then written. */
struct line {
    struct smv_buf text;   /* clean, without \n */
    struct smv_buf styles; /* one byte for each byte of text: SMV_RUN_BOLD | SMV_RUN_ITALIC */
};

static void line_clear(struct line *l)
{
    smv_buf_clear(&l->text);
    smv_buf_clear(&l->styles);
}

static void line_finish(struct line *l)
{
    smv_buf_finish(&l->text);
    smv_buf_finish(&l->styles);
}

static void line_put(struct line *l, uint32_t cp, unsigned style)
{
    size_t from = l->text.len;
    smv_utf8_put(&l->text, cp);
    for (; from < l->text.len; from++) {
        smv_buf_put_byte(&l->styles, (uint8_t)(style & (SMV_RUN_BOLD | SMV_RUN_ITALIC)));
    }
}

static bool is_space(uint8_t c)
{
    return c == ' ';
}

static void line_trim(struct line *l)
{
    while (l->text.len > 0 && is_space(l->text.data[l->text.len - 1])) {
        l->text.len--;
        l->styles.len--;
    }
    size_t n = 0;
    while (n < l->text.len && is_space(l->text.data[n])) {
        n++;
    }
    if (n > 0) {
        smv_buf_splice(&l->text, 0, n, NULL, 0);
        smv_buf_splice(&l->styles, 0, n, NULL, 0);
    }
}

static bool is_alnum(uint8_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "12." "a)" "iv." and "(" at the start of a paragraph begin a list somewhere: how many bytes stand before the sign
 * that is to be escaped; SIZE_MAX: none. */
static size_t list_sign(struct smv_span s)
{
    size_t i = 0;
    while (i < s.len && i < 10 && is_alnum(s.data[i])) {
        i++;
    }
    bool sign = i < s.len && (s.data[i] == '.' || s.data[i] == ')');
    bool alone = i + 1 >= s.len || s.data[i + 1] == ' ';
    return i > 0 && sign && alone ? i : SIZE_MAX;
}

/* ":smile:" at i */
static bool is_emoji(struct smv_span s, size_t i)
{
    size_t from = i + 1;
    do {
        i++;
    } while (i < s.len && (is_alnum(s.data[i]) || strchr("_+-", s.data[i]) != NULL));
    return i > from && i < s.len && s.data[i] == ':';
}

static bool is_special(struct smv_span s, size_t i, bool starts)
{
    uint8_t c = s.data[i], next = i + 1 < s.len ? s.data[i + 1] : ' ';
    uint8_t before = i > 0 ? s.data[i - 1] : ' ';
    if (strchr("\\`*_[]<>|~^${}'\"", c) != NULL) {
        return true;
    }
    switch (c) {
    case '&': return is_alnum(next) || next == '#';
    case '#': return i == 0 || before == ' ' || before == '#';
    case '-': return (i == 0 && starts) || next == '-' || before == '-';
    case '+':
    case '=':
    case '%':
    case '(': return i == 0 && starts;
    case '.': return next == '.' || before == '.';
    case ':': return (i == 0 && starts) || next == ':' || before == ':' || is_emoji(s, i);
    case '!': return next == '[';
    default: return false;
    }
}

static void put_escaped(struct smv_buf *b, struct smv_span s, size_t from, size_t to, bool starts)
{
    size_t sign = starts ? list_sign(s) : SIZE_MAX;
    for (size_t i = from; i < to; i++) {
        if (i == sign || (s.data[i] < 0x80 && is_special(s, i, starts))) {
            smv_buf_put_byte(b, '\\');
        }
        smv_buf_put_byte(b, s.data[i]);
    }
}

/* May a styled stretch begin and end here? White space, or nothing, outside; something visible inside. */
static bool is_edged(struct smv_span s, size_t from, size_t to)
{
    size_t last = to, at = from;
    bool outside =
        (from == 0 || is_space(s.data[from - 1])) && (to == s.len || is_space(s.data[to]));
    if (!outside || from == to) {
        return false;
    }
    do {
        last--;
    } while (last > from && (s.data[last] & 0xc0) == 0x80);
    return !u_isUWhiteSpace((UChar32)smv_utf8_next(s, &at)) &&
           !u_isUWhiteSpace((UChar32)smv_utf8_next(s, &last));
}

static const char *style_sign(unsigned style)
{
    static const char *const signs[] = {"", "**", "*", "***"};
    return signs[style & 3];
}

/* starts: it is the first of its paragraph, or could be taken for one (each line of a paragraph can). */
static void put_line(struct smv_buf *b, const struct line *l, bool starts)
{
    struct smv_span s = smv_buf_span(&l->text);
    for (size_t from = 0, to; from < s.len; from = to) {
        unsigned style = l->styles.data[from];
        for (to = from + 1; to < s.len && l->styles.data[to] == style;) {
            to++;
        }
        size_t a = from, z = to; /* the stretch without the blanks at its ends */
        while (style != 0 && a < z && is_space(s.data[a])) {
            a++;
        }
        while (style != 0 && z > a && is_space(s.data[z - 1])) {
            z--;
        }
        const char *sign = style != 0 && is_edged(s, a, z) ? style_sign(style) : "";
        put_escaped(b, s, from, a, starts);
        smv_buf_put_str(b, sign);
        put_escaped(b, s, a, z, starts);
        smv_buf_put_str(b, sign);
        put_escaped(b, s, z, to, starts);
    }
}

/* --- texts of several lines ------------------------------------------------------------------------------------ */
/* Runs as paragraphs: a line break is a hard one, an empty line parts paragraphs. Each line begins with prefix. */
struct writing {
    struct smv_buf *b;
    const char *prefix;
    struct line line;
    bool open, any; /* a paragraph's line stands there without its end; something stands there */
};

static void end_line(struct writing *w)
{
    line_trim(&w->line);
    if (w->line.text.len == 0) {
        if (w->open) {
            smv_buf_put_str(w->b, "\n");
        }
        w->open = false;
    } else {
        if (w->open) {
            smv_buf_put_str(w->b, "\\\n");
        } else if (w->any) {
            smv_buf_put_str(w->b, w->prefix[0] == '>' ? ">\n" : "\n");
        }
        smv_buf_put_str(w->b, w->prefix);
        put_line(w->b, &w->line, /* starts */ true);
        w->open = w->any = true;
    }
    line_clear(&w->line);
}

static void put_span(struct writing *w, struct smv_span s, unsigned style)
{
    for (size_t i = 0; i < s.len;) {
        uint32_t cp = smv_plain_next(s, &i);
        if (cp == '\n') {
            end_line(w);
        } else {
            line_put(&w->line, cp, style);
        }
    }
}

static void end_paragraph(struct writing *w)
{
    end_line(w);
    smv_buf_put_str(w->b, w->open ? "\n\n" : w->any ? "\n" : "");
    w->open = false;
    line_finish(&w->line);
}

static void put_paragraph(struct smv_buf *b, const struct smv_block *block, const char *prefix)
{
    struct writing w = {.b = b, .prefix = prefix};
    if (block->label.len > 0) {
        put_span(&w, block->label, SMV_RUN_BOLD);
        put_span(&w, smv_span_str(":"), SMV_RUN_BOLD);
        put_span(&w, smv_span_str(" "), 0);
    }
    for (size_t i = 0; i < block->n_runs; i++) {
        put_span(&w, block->runs[i].text, block->runs[i].style);
    }
    end_paragraph(&w);
}

static void put_note(struct smv_buf *b, const char *prefix, struct smv_span text)
{
    struct writing w = {.b = b, .prefix = prefix};
    put_span(&w, text, 0);
    end_paragraph(&w);
}

/* One line whatever stands in it. */
static void put_one_line(struct smv_buf *b, const struct smv_block *block, const char *lead,
                         bool starts)
{
    struct line l = {0};
    for (size_t i = 0; i < block->label.len;) {
        line_put(&l, smv_plain_next(block->label, &i), 0);
    }
    if (block->label.len > 0) {
        line_put(&l, ' ', 0);
    }
    for (size_t r = 0; r < block->n_runs; r++) {
        struct smv_span s = block->runs[r].text;
        for (size_t i = 0; i < s.len;) {
            uint32_t cp = smv_plain_next(s, &i);
            line_put(&l, cp == '\n' ? ' ' : cp, block->runs[r].style);
        }
    }
    line_trim(&l);
    smv_buf_put_str(b, lead);
    put_line(b, &l, starts);
    smv_buf_put_str(b, "\n");
    line_finish(&l);
}

/* --- blocks ------------------------------------------------------------------------------------------------------- */
static void put_heading(struct smv_buf *b, const struct smv_block *block, unsigned level)
{
    struct smv_buf lead = {0};
    for (unsigned i = 0; i < level && i < 6; i++) {
        smv_buf_put_byte(&lead, '#');
    }
    smv_buf_put_byte(&lead, ' ');
    put_one_line(b, block, smv_buf_cstr(&lead), /* starts */ false);
    smv_buf_put_byte(b, '\n');
    smv_buf_finish(&lead);
}

static void put_bullet(struct smv_buf *b, const struct smv_block *block, unsigned depth)
{
    struct smv_buf lead = {0};
    for (unsigned i = 1; i < depth; i++) {
        smv_buf_put_str(&lead, "  ");
    }
    smv_buf_put_str(&lead, "- ");
    put_one_line(b, block, smv_buf_cstr(&lead), /* starts */ true);
    smv_buf_finish(&lead);
}

/* A cell is one line of the file: its own lines are parted by <br>. */
static void put_cell(struct smv_buf *b, struct smv_span text, unsigned style)
{
    struct line l = {0};
    bool any = false;
    for (size_t i = 0; i <= text.len;) {
        uint32_t cp = '\n';
        if (i < text.len) {
            cp = smv_plain_next(text, &i);
        } else {
            i++;
        }
        if (cp != '\n') {
            line_put(&l, cp, style);
            continue;
        }
        line_trim(&l);
        if (l.text.len > 0) {
            smv_buf_put_str(b, any ? " <br> " : " ");
            put_line(b, &l, /* starts */ false);
            any = true;
        }
        line_clear(&l);
    }
    smv_buf_put_str(b, any ? " |" : "  |");
    line_finish(&l);
}

static void put_table(struct smv_buf *b, const struct smv_doc_table *t)
{
    if (t->n_columns == 0) {
        return;
    }
    smv_buf_put_str(b, "|");
    for (size_t c = 0; c < t->n_columns; c++) {
        put_cell(b, t->columns[c].title, 0);
    }
    smv_buf_put_str(b, "\n|");
    for (size_t c = 0; c < t->n_columns; c++) {
        smv_buf_put_str(b, t->columns[c].type == SMV_CELL_NUMBER ? " ---: |" : " --- |");
    }
    smv_buf_put_str(b, "\n");
    for (size_t i = 0; i < t->n_rows * t->n_columns; i++) {
        smv_buf_put_str(b, i % t->n_columns == 0 ? "|" : "");
        put_cell(b, t->cells[i].text, t->cells[i].style);
        smv_buf_put_str(b, i % t->n_columns == t->n_columns - 1 ? "\n" : "");
    }
    smv_buf_put_str(b, "\n");
}

static void put_picture(struct smv_buf *b, const struct smv_doc *d, struct smv_span alt)
{
    struct smv_buf text = {0};
    smv_buf_put_str(&text, smv_plain_word(d->lang, "Bild: ", "Bilde: ", "Picture: "));
    smv_buf_put_span(&text, alt);
    put_note(b, "> ", smv_buf_span(&text));
    smv_buf_finish(&text);
}

/* Never two below each other. */
static void put_rule(struct smv_buf *b)
{
    static const char rule[] = "***\n\n";
    size_t n = sizeof rule - 1;
    if (b->len < n || memcmp(b->data + b->len - n, rule, n) != 0) {
        smv_buf_put_str(b, rule);
    }
}

static void put_block(struct smv_buf *b, const struct smv_doc *d, const struct smv_block *block,
                      unsigned *depth)
{
    bool bullet = block->kind == SMV_BLOCK_BULLET;
    if (!bullet && *depth > 0) {
        smv_buf_put_str(b, "\n");
    }
    unsigned level = block->level < *depth + 1 ? block->level : *depth + 1;
    *depth = bullet ? (level > 0 ? level : 1) : 0;
    switch (block->kind) {
    case SMV_BLOCK_TITLE: put_heading(b, block, 1); break;
    case SMV_BLOCK_HEADING: put_heading(b, block, block->level + 1); break;
    case SMV_BLOCK_BULLET: put_bullet(b, block, *depth); break;
    case SMV_BLOCK_SUBTITLE:
    case SMV_BLOCK_FACT:
    case SMV_BLOCK_PARA:
    case SMV_BLOCK_NOTE: put_paragraph(b, block, ""); break;
    case SMV_BLOCK_NOTICE: put_paragraph(b, block, "> "); break;
    case SMV_BLOCK_TABLE: put_table(b, block->table); break;
    case SMV_BLOCK_PICTURE: put_picture(b, d, block->picture->alt); break;
    case SMV_BLOCK_RULED:
        for (unsigned i = 0; i < block->level; i++) { /* dots: underscores would be a rule */
            smv_buf_put_str(b, "…………………………………………………………………………\n\n");
        }
        break;
    case SMV_BLOCK_BREAK: put_rule(b); break;
    case SMV_BLOCK_CONTENTS: break; /* readers make their own from the headings */
    }
}

enum smv_err smv_write_markdown(struct smv_buf *b, const struct smv_doc *d)
{
    unsigned depth = 0;
    if (d->mark.len > 0) {
        put_note(b, "> ", d->mark);
    }
    for (size_t i = 0; i < d->n_blocks; i++) {
        put_block(b, d, &d->blocks[i], &depth);
    }
    if (d->footer.len > 0) {
        smv_buf_put_str(b, depth > 0 ? "\n" : "");
        put_rule(b);
        put_note(b, "", d->footer);
    }
    return SMV_OK;
}
