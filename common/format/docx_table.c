/* docx_table.c - tables and pictures of a DOCX; see docx_int.h. */
#include <string.h>
#include "common/base/heap.h"
#include "common/base/utf8.h"
#include "common/document/side.h"
#include "common/format/docx_int.h"
#include "common/format/format.h"

/* --- tables ----------------------------------------------------------------------------------- */
static bool titled(const struct smv_doc_table *t)
{
    for (size_t i = 0; i < t->n_columns; i++) {
        if (t->columns[i].title.len > 0) {
            return true;
        }
    }
    return false;
}

static unsigned weight(const struct smv_doc_column *c)
{
    enum { MOST = 1000 };
    return c->weight == 0 ? 1 : c->weight > MOST ? MOST : c->weight;
}

/* Where column i begins, so that the last one ends exactly at the text's edge. */
static unsigned begins(const struct smv_docx *x, const struct smv_doc_table *t, size_t i)
{
    uint64_t before = 0, all = 0;
    for (size_t k = 0; k < t->n_columns; k++) {
        before += k < i ? weight(&t->columns[k]) : 0;
        all += weight(&t->columns[k]);
    }
    return (unsigned)(smv_docx_text_width(x->page) * before / all);
}

static void put_cell(struct smv_docx *x, const struct smv_doc_table *t, size_t column,
                     const char *style, struct smv_span text, unsigned run, bool keep_next)
{
    struct smv_buf *b = &x->body;
    smv_buf_put_str(b, "<w:tc><w:tcPr><w:tcW w:w=\"");
    smv_buf_put_u64(b, begins(x, t, column + 1) - begins(x, t, column));
    smv_buf_put_str(b, "\" w:type=\"dxa\"/></w:tcPr>");
    bool number = t->columns[column].type == SMV_CELL_NUMBER;
    smv_docx_para(x, &(struct smv_docx_para){.style = style,
                                             .keep_next = keep_next,
                                             .tail = number ? "<w:jc w:val=\"right\"/>" : NULL,
                                             .rtl = smv_markup_base(text) == SMV_DIR_RTL});
    smv_docx_runs(b, text, run, false);
    smv_docx_para_end(x);
    smv_buf_put_str(b, "</w:tc>");
}

static void put_head(struct smv_docx *x, const struct smv_doc_table *t)
{
    smv_buf_put_str(&x->body, "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (size_t i = 0; i < t->n_columns; i++) {
        put_cell(x, t, i, "TableHead", t->columns[i].title, 0, false); /* its style keeps it */
    }
    smv_buf_put_str(&x->body, "</w:tr>");
}

static void put_row(struct smv_docx *x, const struct smv_doc_table *t,
                    const struct smv_doc_cell *cells, bool keep_next)
{
    /* A row that fills much of a page may break; a letter is about 100 wide and a line 260 high here. */
    enum { LETTER = 100, MOST_LINES = 18 };
    size_t lines = 0;
    bool empty = true;
    for (size_t i = 0; i < t->n_columns; i++) {
        unsigned width = begins(x, t, i + 1) - begins(x, t, i);
        size_t in_line = width > 3 * LETTER ? width / LETTER : 3;
        size_t n = smv_utf8_count(cells[i].text) / in_line;
        for (size_t k = 0; k < cells[i].text.len; k++) {
            n += cells[i].text.data[k] == '\n';
        }
        lines = n > lines ? n : lines;
        empty = empty && cells[i].text.len == 0;
    }
    smv_buf_put_str(&x->body,
                    lines < MOST_LINES ? "<w:tr><w:trPr><w:cantSplit/>" : "<w:tr><w:trPr>");
    /* nothing in it: to be written in by hand */
    smv_buf_put_str(&x->body, empty ? "<w:trHeight w:val=\"680\" w:hRule=\"atLeast\"/>" : "");
    smv_buf_put_str(&x->body, "</w:trPr>");
    for (size_t i = 0; i < t->n_columns; i++) {
        put_cell(x, t, i, "TableText", cells[i].text, cells[i].style, keep_next);
    }
    smv_buf_put_str(&x->body, "</w:tr>");
}

void smv_docx_table(struct smv_docx *x, const struct smv_doc_table *t)
{
    enum { MOST = 63 }; /* columns in Word */
    struct smv_buf *b = &x->body;
    bool head = titled(t);
    if (t->n_columns == 0 || t->n_columns > MOST || (!head && t->n_rows == 0)) {
        return;
    }
    if (x->page_break) { /* a table cannot begin a page by itself, a paragraph can */
        smv_docx_para(x, &(struct smv_docx_para){.style = "TableGap"});
        smv_docx_para_end(x);
    }
    smv_buf_put_str(b, "<w:tbl><w:tblPr><w:tblStyle w:val=\"SamverkaTable\"/><w:tblW w:w=\"");
    smv_buf_put_u64(b, smv_docx_text_width(x->page));
    smv_buf_put_str(b, "\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"");
    smv_buf_put_str(b, head ? "0020" : "0000");
    smv_buf_put_str(b, "\" w:firstRow=\"");
    smv_buf_put_str(b, head ? "1" : "0");
    smv_buf_put_str(b, "\" w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" "
                       "w:noVBand=\"1\"/>");
    if (t->name.len > 0) {
        smv_buf_put_str(b, "<w:tblCaption w:val=\"");
        smv_markup_attr(b, t->name);
        smv_buf_put_str(b, "\"/>");
    }
    smv_buf_put_str(b, "</w:tblPr><w:tblGrid>");
    for (size_t i = 0; i < t->n_columns; i++) {
        smv_buf_put_str(b, "<w:gridCol w:w=\"");
        smv_buf_put_u64(b, begins(x, t, i + 1) - begins(x, t, i));
        smv_buf_put_str(b, "\"/>");
    }
    smv_buf_put_str(b, "</w:tblGrid>");
    if (head) {
        put_head(x, t);
    }
    for (size_t row = 0; row < t->n_rows; row++) {
        put_row(x, t, &t->cells[row * t->n_columns], smv_markup_small(t) && row + 1 < t->n_rows);
    }
    smv_buf_put_str(b, "</w:tbl>");
    /* Two tables in a row would grow together. */
    smv_docx_para(x, &(struct smv_docx_para){.style = "TableGap"});
    smv_docx_para_end(x);
}

/* --- pictures --------------------------------------------------------------------------------- */
enum { EMU_PER_TWIP = 635, PNG_WIDTH = 2400 };

/* As wide as the text, unless it would then be higher than most of a page. */
static void measure(const struct smv_docx *x, size_t i, uint64_t *ret_w, uint64_t *ret_h)
{
    const struct smv_doc_picture *p = x->doc->blocks[i].picture;
    uint64_t w = smv_docx_text_width(x->page);
    /* beside what leads to it and the words below; on a wall nothing */
    size_t leads = smv_doc_leads(x->doc, x->side, i);
    unsigned low = leads > 3 ? 11 : leads > 2 ? 13 : 15;
    unsigned part = x->doc->paper == SMV_PAPER_A1_WIDE ? 19 : x->page == x->upright ? 17 : low;
    uint64_t room = (uint64_t)(x->page->height - x->page->top - x->page->bottom) * part / 20;
    uint64_t h = p->width && p->height ? w * p->height / p->width : w / 2;
    if (h > room) {
        w = w * room / h;
        h = room;
    }
    *ret_w = (w ? w : 1) * EMU_PER_TWIP;
    *ret_h = (h ? h : 1) * EMU_PER_TWIP;
}

static void put_extent(struct smv_buf *b, const char *element, uint64_t w, uint64_t h)
{
    smv_buf_put_str(b, element);
    smv_buf_put_str(b, " cx=\"");
    smv_buf_put_u64(b, w);
    smv_buf_put_str(b, "\" cy=\"");
    smv_buf_put_u64(b, h);
    smv_buf_put_str(b, "\"/>");
}

static void put_named(struct smv_buf *b, const char *element, size_t nth, struct smv_span alt)
{
    smv_buf_put_str(b, element);
    smv_buf_put_str(b, " id=\"");
    smv_buf_put_u64(b, nth);
    smv_buf_put_str(b, "\" name=\"Picture ");
    smv_buf_put_u64(b, nth);
    smv_buf_put_str(b, "\" descr=\"");
    smv_markup_attr(b, alt);
    smv_buf_put_str(b, "\"");
}

static void put_drawing(struct smv_docx *x, size_t i)
{
    const struct smv_doc_picture *p = x->doc->blocks[i].picture;
    struct smv_buf *b = &x->body;
    uint64_t w, h;
    measure(x, i, &w, &h);
    smv_buf_put_str(b,
                    "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">");
    put_extent(b, "<wp:extent", w, h);
    smv_buf_put_str(b, "<wp:effectExtent l=\"0\" t=\"0\" r=\"0\" b=\"0\"/>");
    put_named(b, "<wp:docPr", x->n_media, p->alt);
    smv_buf_put_str(b, "/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/>"
                       "</wp:cNvGraphicFramePr><a:graphic><a:graphicData "
                       "uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">"
                       "<pic:pic><pic:nvPicPr>");
    put_named(b, "<pic:cNvPr", x->n_media, p->alt);
    smv_buf_put_str(b, "/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"rIdPng");
    smv_buf_put_u64(b, x->n_media);
    smv_buf_put_str(b, "\"><a:extLst><a:ext uri=\"{96DAC541-7B7A-43D3-8B79-37D633B846F1}\">"
                       "<asvg:svgBlip xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/"
                       "2016/SVG/main\" r:embed=\"rIdSvg");
    smv_buf_put_u64(b, x->n_media);
    smv_buf_put_str(b, "\"/></a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch>"
                       "</pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/>");
    put_extent(b, "<a:ext", w, h);
    smv_buf_put_str(b, "</a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr>"
                       "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>");
}

void smv_docx_picture(struct smv_docx *x, size_t i)
{
    const struct smv_doc_picture *p = x->doc->blocks[i].picture;
    struct smv_buf png = {0};
    bool drawn = smv_svg_to_png(&png, p->svg, PNG_WIDTH) == SMV_OK;
    if (drawn) {
        x->media = smv_grow(x->media, &x->cap_media, x->n_media + 1, sizeof *x->media);
        x->media[x->n_media++] = (struct smv_docx_media){.png = png, .svg = p->svg};
        smv_docx_para(
            x, &(struct smv_docx_para){.style = "Picture", .keep_next = smv_markup_captioned(p)});
        put_drawing(x, i);
        smv_docx_para_end(x);
    } else {
        smv_buf_finish(&png);
    }
    /* A picture that cannot be drawn is no reason to be without the document: its words stand in for it. */
    if (smv_markup_captioned(p) || (!drawn && p->alt.len > 0)) {
        smv_docx_para(x, &(struct smv_docx_para){.style = "Caption",
                                                 .rtl = smv_markup_base(p->alt) == SMV_DIR_RTL});
        smv_docx_runs(&x->body, p->alt, 0, false);
        smv_docx_para_end(x);
    }
}
