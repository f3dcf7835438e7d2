/* docx_body.c - blocks as paragraphs of a DOCX; see docx_int.h. */
#include <string.h>
#include "common/base/utf8.h"
#include "common/format/docx_int.h"

/* --- paragraphs and runs ---------------------------------------------------------------------- */
void smv_docx_para(struct smv_docx *x, const struct smv_docx_para *p)
{
    struct smv_buf *b = &x->body;
    smv_buf_put_str(b, "<w:p><w:pPr><w:pStyle w:val=\"");
    smv_buf_put_str(b, p->style);
    smv_buf_put_str(b, p->keep_next ? "\"/><w:keepNext/>" : "\"/>");
    smv_buf_put_str(b, x->page_break ? "<w:pageBreakBefore/>" : "");
    smv_buf_put_str(b, p->numbering ? p->numbering : "");
    smv_buf_put_str(b, p->rtl ? "<w:bidi/>" : "");
    smv_buf_put_str(b, p->tail ? p->tail : "");
    smv_buf_put_str(b, "</w:pPr>");
    x->page_break = false;
}

void smv_docx_para_end(struct smv_docx *x)
{
    smv_buf_put_str(&x->body, "</w:p>");
}

static void open_run(struct smv_buf *b, unsigned style, bool rtl)
{
    smv_buf_put_str(b, "<w:r>");
    if (style || rtl) {
        smv_buf_put_str(b, "<w:rPr>");
        smv_buf_put_str(b, style & SMV_RUN_BOLD ? "<w:b/><w:bCs/>" : "");
        smv_buf_put_str(b, style & SMV_RUN_ITALIC ? "<w:i/><w:iCs/>" : "");
        smv_buf_put_str(b, style & SMV_RUN_QUIET ? "<w:color w:val=\"5A6872\"/>" : "");
        smv_buf_put_str(b, rtl ? "<w:rtl/>" : "");
        smv_buf_put_str(b, "</w:rPr>");
    }
}

/* One direction's text; the span begins and ends between characters. */
static void put_text(struct smv_buf *b, struct smv_span text, bool one_line)
{
    uint32_t cp;
    size_t from = 0;
    for (size_t pos = 0, at; at = pos, smv_markup_next(text, &pos, &cp);) {
        if (cp != '\n' && cp != '\t') {
            continue;
        }
        /* at may stand before left-out characters; they are left out again below */
        if (at > from) {
            smv_buf_put_str(b, "<w:t xml:space=\"preserve\">");
            smv_markup_text(b, smv_span(text.data + from, at - from));
            smv_buf_put_str(b, "</w:t>");
        }
        smv_buf_put_str(b, cp == '\t' ? "<w:tab/>"
                           : one_line ? "<w:t xml:space=\"preserve\"> </w:t>"
                                      : "<w:br/>");
        from = pos;
    }
    if (text.len > from) {
        smv_buf_put_str(b, "<w:t xml:space=\"preserve\">");
        smv_markup_text(b, smv_span_from(text, from));
        smv_buf_put_str(b, "</w:t>");
    }
}

void smv_docx_runs(struct smv_buf *b, struct smv_span text, unsigned style, bool one_line)
{
    enum smv_direction now = SMV_DIR_NONE;
    size_t from = 0;
    uint32_t cp;
    for (size_t pos = 0, at; at = pos, smv_markup_next(text, &pos, &cp);) {
        enum smv_direction dir = smv_markup_direction(cp);
        if (dir == SMV_DIR_NONE || dir == now) {
            continue;
        }
        if (now != SMV_DIR_NONE && at > from) {
            open_run(b, style, now == SMV_DIR_RTL);
            put_text(b, smv_span(text.data + from, at - from), one_line);
            smv_buf_put_str(b, "</w:r>");
            from = at;
        }
        now = dir;
    }
    if (text.len > from) {
        open_run(b, style, now == SMV_DIR_RTL);
        put_text(b, smv_span_from(text, from), one_line);
        smv_buf_put_str(b, "</w:r>");
    }
}

static bool begins_rtl(const struct smv_block *block)
{
    enum smv_direction dir = SMV_DIR_NONE;
    for (size_t i = 0; i < block->n_runs && dir == SMV_DIR_NONE; i++) {
        dir = smv_markup_base(block->runs[i].text);
    }
    return dir == SMV_DIR_RTL;
}

static void put_runs(struct smv_docx *x, const struct smv_block *block, bool one_line)
{
    for (size_t i = 0; i < block->n_runs; i++) {
        smv_docx_runs(&x->body, block->runs[i].text, block->runs[i].style, one_line);
    }
}

static void put_block(struct smv_docx *x, const struct smv_block *block, const char *style,
                      bool one_line)
{
    bool keep = smv_markup_keeps_next(x->doc, (size_t)(block - x->doc->blocks));
    smv_docx_para(
        x, &(struct smv_docx_para){.style = style, .keep_next = keep, .rtl = begins_rtl(block)});
    put_runs(x, block, one_line);
    smv_docx_para_end(x);
}

/* --- headings --------------------------------------------------------------------------------- */
/* Whether Word's own counting gives this heading the number that its label says; then it counts on. Otherwise the label
 * is written as it is. */
static bool counts(unsigned number[5], const struct smv_block *block)
{
    unsigned level = smv_markup_level(block), next[5] = {0};
    struct smv_buf shown = {0};
    memcpy(next, number, level * sizeof *next);
    next[level] = number[level] + 1;
    for (unsigned i = 1; i <= level; i++) {
        smv_buf_put_str(&shown, i > 1 ? "." : "");
        smv_buf_put_u64(&shown, next[i]);
    }
    bool same = block->label.len > 0 && smv_span_eq(smv_buf_span(&shown), block->label);
    if (same) {
        memcpy(number, next, sizeof next);
    }
    smv_buf_finish(&shown);
    return same;
}

static bool any_counts(const struct smv_doc *d)
{
    unsigned number[5] = {0};
    bool any = false;
    for (size_t i = 0; i < d->n_blocks; i++) {
        any |= smv_markup_heading(&d->blocks[i]) && counts(number, &d->blocks[i]);
    }
    return any;
}

static void put_bookmark(struct smv_buf *b, size_t heading)
{
    smv_buf_put_str(b, "_Toc");
    smv_buf_put_u64(b, 100000000 + heading);
}

static void put_heading(struct smv_docx *x, const struct smv_block *block, size_t nth)
{
    static const char *const styles[4] = {"Heading1", "Heading2", "Heading3", "Heading4"};
    struct smv_buf *b = &x->body;
    bool counted = counts(x->number, block), named = !counted && block->label.len > 0;
    bool off = x->numbered && !counted;
    smv_docx_para(
        x, &(struct smv_docx_para){
               .style = styles[smv_markup_level(block) - 1],
               .numbering =
                   off ? "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"0\"/></w:numPr>" : NULL,
               .tail = named ? "<w:ind w:left=\"680\" w:hanging=\"680\"/>"
                       : off ? "<w:ind w:left=\"0\" w:firstLine=\"0\"/>"
                             : NULL,
               .rtl = begins_rtl(block)});
    smv_buf_put_str(b, "<w:bookmarkStart w:id=\"");
    smv_buf_put_u64(b, nth);
    smv_buf_put_str(b, "\" w:name=\"");
    put_bookmark(b, nth);
    smv_buf_put_str(b, "\"/>");
    if (named) {
        smv_docx_runs(b, block->label, 0, true);
        smv_buf_put_str(b, "<w:r><w:tab/></w:r>");
    }
    put_runs(x, block, true);
    smv_buf_put_str(b, "<w:bookmarkEnd w:id=\"");
    smv_buf_put_u64(b, nth);
    smv_buf_put_str(b, "\"/>");
    smv_docx_para_end(x);
}

/* --- contents --------------------------------------------------------------------------------- */
static void put_entry(struct smv_docx *x, const struct smv_block *heading, size_t nth, bool first,
                      bool last)
{
    static const char *const styles[3] = {"TOC1", "TOC2", "TOC3"};
    struct smv_buf *b = &x->body;
    smv_docx_para(x, &(struct smv_docx_para){.style = styles[smv_markup_level(heading) - 1],
                                             .rtl = begins_rtl(heading)});
    if (first) {
        smv_buf_put_str(b, "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r>"
                           "<w:instrText xml:space=\"preserve\"> TOC \\o \"1-");
        smv_buf_put_u64(b, smv_markup_contents_depth(x->doc));
        smv_buf_put_str(b, "\" \\h \\z \\u </w:instrText></w:r>"
                           "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>");
    }
    smv_buf_put_str(b, "<w:hyperlink w:anchor=\"");
    put_bookmark(b, nth);
    smv_buf_put_str(b, "\" w:history=\"1\">");
    if (heading->label.len > 0) {
        smv_docx_runs(b, heading->label, 0, true);
        smv_buf_put_str(b, "<w:r><w:tab/></w:r>");
    }
    for (size_t i = 0; i < heading->n_runs; i++) {
        smv_docx_runs(b, heading->runs[i].text, 0, true);
    }
    smv_buf_put_str(b, "</w:hyperlink>");
    smv_buf_put_str(b, last ? "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>" : "");
    smv_docx_para_end(x);
}

static bool listed(const struct smv_block *block, unsigned depth)
{
    return smv_markup_heading(block) && smv_markup_level(block) <= depth;
}

/* A field with its entries in it, in the frame that gives Word its button for updating. No page numbers: only a program
 * that lays out pages knows them, and a wrong one is worse than none; the entries are links meanwhile. */
static void put_contents(struct smv_docx *x, const struct smv_block *block)
{
    unsigned depth = smv_markup_contents_depth(x->doc);
    size_t n = 0, done = 0, nth = 0;
    for (size_t i = 0; i < x->doc->n_blocks; i++) {
        n += listed(&x->doc->blocks[i], depth);
    }
    if (n == 0) {
        return;
    }
    smv_buf_put_str(&x->body, "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery "
                              "w:val=\"Table of Contents\"/><w:docPartUnique/></w:docPartObj>"
                              "</w:sdtPr><w:sdtContent>");
    smv_docx_para(x, &(struct smv_docx_para){.style = "TOCHeading"});
    if (block->n_runs) {
        put_runs(x, block, true);
    } else {
        smv_docx_runs(&x->body, smv_span_str(x->words->contents), 0, true);
    }
    smv_docx_para_end(x);
    for (size_t i = 0; i < x->doc->n_blocks; i++) {
        const struct smv_block *h = &x->doc->blocks[i];
        nth += smv_markup_heading(h);
        if (listed(h, depth)) {
            done++;
            put_entry(x, h, nth, done == 1, done == n);
        }
    }
    smv_buf_put_str(&x->body, "</w:sdtContent></w:sdt>");
}

/* --- the rest --------------------------------------------------------------------------------- */
static void put_fact(struct smv_docx *x, const struct smv_block *block, bool last)
{
    smv_docx_para(x, &(struct smv_docx_para){.style = "Fact",
                                             .tail = last ? "<w:spacing w:after=\"240\"/>" : NULL});
    smv_docx_runs(&x->body, block->label, SMV_RUN_BOLD, true);
    smv_buf_put_str(&x->body, "<w:r><w:tab/></w:r>");
    put_runs(x, block, false);
    smv_docx_para_end(x);
}

static void put_ruled(struct smv_docx *x, const struct smv_block *block)
{
    enum { MOST = 200 };
    if (block->n_runs) {
        put_block(x, block, "Note", false);
    }
    for (unsigned i = 0; i < block->level && i < MOST; i++) {
        smv_docx_para(x, &(struct smv_docx_para){.style = "RuledLine"});
        smv_docx_para_end(x);
    }
    smv_docx_para(x, &(struct smv_docx_para){.style = "TableGap"});
    smv_docx_para_end(x);
}

static void put_bullet(struct smv_docx *x, const struct smv_block *block, bool last)
{
    static const char *const styles[3] = {"ListBullet", "ListBullet2", "ListBullet3"};
    unsigned level = block->level < 1 ? 1 : block->level > 3 ? 3 : block->level;
    smv_docx_para(x, &(struct smv_docx_para){.style = styles[level - 1],
                                             .tail = last ? "<w:spacing w:after=\"180\"/>" : NULL,
                                             .rtl = begins_rtl(block)});
    put_runs(x, block, true);
    smv_docx_para_end(x);
}

/* --- pages on their side ---------------------------------------------------------------------- */
/* The section so far ends, and the next one is on that page: Word keeps a section in its last paragraph's properties. */
static void turn(struct smv_docx *x, const struct smv_docx_page *page)
{
    static const char last[] = "</w:p>", properties[] = "</w:pPr>";
    const size_t n_last = sizeof last - 1, n_properties = sizeof properties - 1;
    struct smv_buf *b = &x->body, section = {0};
    if (b->len > 0) { /* a document may begin on its side */
        x->page_break = false;
        if (b->len == x->sections_end || memcmp(b->data + b->len - n_last, last, n_last) != 0) {
            smv_docx_para(x, &(struct smv_docx_para){.style = "TableGap"});
            smv_docx_para_end(x);
        }
        size_t at = b->len - n_properties;
        while (memcmp(b->data + at, properties, n_properties) != 0) {
            at--;
        }
        smv_docx_section(&section, x);
        smv_buf_splice(b, at, 0, section.data, section.len);
        smv_buf_finish(&section);
        x->sections_end = b->len;
    }
    x->page = page;
}

static bool says_nothing(const struct smv_block *block)
{
    bool text = block->kind == SMV_BLOCK_PARA || block->kind == SMV_BLOCK_NOTE ||
                block->kind == SMV_BLOCK_NOTICE;
    return block->kind == SMV_BLOCK_BREAK || (text && block->n_runs == 0) ||
           (block->kind == SMV_BLOCK_HEADING && !smv_markup_heading(block));
}

void smv_docx_body(struct smv_docx *x)
{
    size_t headings = 0;
    x->numbered = any_counts(x->doc);
    for (size_t i = 0; i < x->doc->n_blocks; i++) {
        const struct smv_block *block = &x->doc->blocks[i];
        const struct smv_docx_page *page = x->side[i] ? x->on_side : x->upright;
        if (says_nothing(block)) {
            x->page_break |= block->kind == SMV_BLOCK_BREAK && x->body.len > 0;
            continue;
        }
        if (page != x->page) {
            turn(x, page);
        }
        switch (block->kind) {
        case SMV_BLOCK_TITLE: put_block(x, block, "Title", true); break;
        case SMV_BLOCK_SUBTITLE: put_block(x, block, "Subtitle", true); break;
        case SMV_BLOCK_FACT:
            put_fact(x, block, i + 1 == x->doc->n_blocks || block[1].kind != SMV_BLOCK_FACT);
            break;
        case SMV_BLOCK_CONTENTS: put_contents(x, block); break;
        case SMV_BLOCK_HEADING: put_heading(x, block, ++headings); break;
        case SMV_BLOCK_PARA: put_block(x, block, "BodyText", false); break;
        case SMV_BLOCK_BULLET:
            put_bullet(x, block, i + 1 == x->doc->n_blocks || block[1].kind != SMV_BLOCK_BULLET);
            break;
        case SMV_BLOCK_NOTE: put_block(x, block, "Note", false); break;
        case SMV_BLOCK_NOTICE: put_block(x, block, "Notice", false); break;
        case SMV_BLOCK_TABLE: smv_docx_table(x, block->table); break;
        case SMV_BLOCK_PICTURE: smv_docx_picture(x, i); break;
        case SMV_BLOCK_RULED: put_ruled(x, block); break;
        case SMV_BLOCK_BREAK: break;
        }
    }
    if (x->body.len == 0) { /* a body without a paragraph is none to Word */
        smv_docx_para(x, &(struct smv_docx_para){.style = "BodyText"});
        smv_docx_para_end(x);
    }
}
