/* docx.c - a document as DOCX (ECMA-376, transitional): the parts, and the package that holds them.
 *
 * What: smv_write_docx. document.xml comes of docx_body.c and docx_table.c, what hardly depends on the document of
 *       docx_styles.c; here stand page, header, footer, properties, relations, content types.
 * Not:  no layout: Word and its like break lines and pages.
 * Uses: zip.c, png.c, markup.h.    Thread: any.
 * Invariants: equal documents give equal bytes; every part has a content type and every relation its part. */
#include "common/base/heap.h"
#include "common/document/side.h"
#include "common/format/docx_int.h"
#include "common/format/format.h"

/* Word's largest side is 22 inches, so a poster is written as A3, which has A1's proportions and is printed at 200 %. */
static const struct smv_docx_page pages[] = {
    [SMV_PAPER_A4] = {11906, 16838, 1304, 1474, 1361, false},
    [SMV_PAPER_A4_WIDE] = {16838, 11906, 1134, 1304, 1191, true},
    [SMV_PAPER_A1_WIDE] = {23811, 16838, 1021, 1134, 1021, true},
};

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define WORD   "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define RELS                                                                                       \
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"

/* --- document.xml, header, footer --------------------------------------------------------------- */
static void put_attr(struct smv_buf *b, const char *name, uint64_t v)
{
    smv_buf_put_byte(b, ' ');
    smv_buf_put_str(b, name);
    smv_buf_put_str(b, "=\"");
    smv_buf_put_u64(b, v);
    smv_buf_put_byte(b, '"');
}

void smv_docx_section(struct smv_buf *b, const struct smv_docx *x)
{
    const struct smv_docx_page *p = x->page;
    smv_buf_put_str(b, "<w:sectPr>");
    if (x->doc->mark.len > 0) {
        smv_buf_put_str(b, "<w:headerReference w:type=\"default\" r:id=\"rIdHeader\"/>");
    }
    smv_buf_put_str(b, "<w:footerReference w:type=\"default\" r:id=\"rIdFooter");
    smv_buf_put_str(b, p == x->upright ? "\"/><w:pgSz" : "Wide\"/><w:pgSz");
    put_attr(b, "w:w", p->width);
    put_attr(b, "w:h", p->height);
    smv_buf_put_str(b, p->landscape ? " w:orient=\"landscape\"/><w:pgMar" : "/><w:pgMar");
    put_attr(b, "w:top", p->top);
    put_attr(b, "w:right", p->side);
    put_attr(b, "w:bottom", p->bottom);
    put_attr(b, "w:left", p->side);
    put_attr(b, "w:header", 624);
    put_attr(b, "w:footer", 567);
    put_attr(b, "w:gutter", 0);
    smv_buf_put_str(b, "/></w:sectPr>");
}

static void write_document(struct smv_buf *b, const struct smv_docx *x)
{
    smv_buf_put_str(b, SMV_DOCX_XML
                    "<w:document " SMV_DOCX_NS
                    " xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/"
                    "wordprocessingDrawing\" "
                    "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "
                    "xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">"
                    "<w:body>");
    smv_buf_put_span(b, smv_buf_span(&x->body));
    smv_docx_section(b, x);
    smv_buf_put_str(b, "</w:body></w:document>");
}

static void write_header(struct smv_buf *b, const struct smv_docx *x)
{
    smv_buf_put_str(b, SMV_DOCX_XML "<w:hdr " SMV_DOCX_NS
                                    "><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr>");
    smv_docx_runs(b, x->doc->mark, 0, true);
    smv_buf_put_str(b, "</w:p></w:hdr>");
}

static void put_field(struct smv_buf *b, const char *code)
{
    smv_buf_put_str(b, "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText "
                       "xml:space=\"preserve\"> ");
    smv_buf_put_str(b, code);
    smv_buf_put_str(b, " </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"
                       "<w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>");
}

static void put_words(struct smv_buf *b, const char *before, const char *word)
{
    smv_buf_put_str(b, "<w:r>");
    smv_buf_put_str(b, before);
    smv_buf_put_str(b, "<w:t xml:space=\"preserve\">");
    smv_buf_put_str(b, word);
    smv_buf_put_str(b, " </w:t></w:r>");
}

/* The footer's text to the left and the page to the right: the text's column keeps clear of the number's. */
static void put_footer(struct smv_buf *b, const struct smv_docx *x, const struct smv_docx_page *p)
{
    smv_buf_put_str(b, SMV_DOCX_XML "<w:ftr " SMV_DOCX_NS
                                    "><w:p><w:pPr><w:pStyle w:val=\"Footer\"/><w:tabs><w:tab "
                                    "w:val=\"right\"");
    put_attr(b, "w:pos", smv_docx_text_width(p));
    smv_buf_put_str(b, "/></w:tabs></w:pPr>");
    if (x->doc->footer.len > 0 || x->doc->paper != SMV_PAPER_A1_WIDE) { /* not on a wall */
        smv_docx_runs(b, x->doc->footer, 0, true);
        put_words(b, "<w:tab/>", x->words->page);
        put_field(b, "PAGE");
        smv_buf_put_str(b, "<w:r><w:t xml:space=\"preserve\"> </w:t></w:r>");
        put_words(b, "", x->words->of);
        put_field(b, "NUMPAGES");
    }
    smv_buf_put_str(b, "</w:p></w:ftr>");
}

static void write_footer(struct smv_buf *b, const struct smv_docx *x)
{
    put_footer(b, x, x->upright);
}

static void write_footer_wide(struct smv_buf *b, const struct smv_docx *x)
{
    put_footer(b, x, x->on_side);
}

/* --- properties --------------------------------------------------------------------------------- */
static void write_core(struct smv_buf *b, const struct smv_docx *x)
{
    smv_buf_put_str(b, SMV_DOCX_XML
                    "<cp:coreProperties "
                    "xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/"
                    "core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                    "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
                    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>");
    smv_markup_text(b, x->doc->title);
    smv_buf_put_str(b, "</dc:title><dc:creator>samverka</dc:creator><dc:language>");
    smv_buf_put_str(b, x->words->tag);
    smv_buf_put_str(b, "</dc:language><dcterms:created xsi:type=\"dcterms:W3CDTF\">");
    smv_markup_instant(b, x->doc->made_ms);
    smv_buf_put_str(b, "</dcterms:created><dcterms:modified xsi:type=\"dcterms:W3CDTF\">");
    smv_markup_instant(b, x->doc->made_ms);
    smv_buf_put_str(b, "</dcterms:modified></cp:coreProperties>");
}

static void write_app(struct smv_buf *b, const struct smv_docx *x)
{
    (void)x;
    smv_buf_put_str(b, SMV_DOCX_XML
                    "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/"
                    "extended-properties\"><Application>samverka</Application></Properties>");
}

/* --- the package -------------------------------------------------------------------------------- */
static void write_types(struct smv_buf *b, const struct smv_docx *x)
{
    smv_buf_put_str(b, SMV_DOCX_XML
                    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                    "<Default Extension=\"rels\" "
                    "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>");
    if (x->n_media > 0) {
        smv_buf_put_str(b, "<Default Extension=\"png\" ContentType=\"image/png\"/>"
                           "<Default Extension=\"svg\" ContentType=\"image/svg+xml\"/>");
    }
    if (x->doc->mark.len > 0) {
        smv_buf_put_str(b, "<Override PartName=\"/word/header1.xml\" ContentType=\"" WORD
                           "header+xml\"/>");
    }
    smv_buf_put_str(
        b, "<Override PartName=\"/word/footer2.xml\" ContentType=\"" WORD "footer+xml\"/>"
           "<Override PartName=\"/word/document.xml\" ContentType=\"" WORD "document.main+xml\"/>"
           "<Override PartName=\"/word/styles.xml\" ContentType=\"" WORD "styles+xml\"/>"
           "<Override PartName=\"/word/numbering.xml\" ContentType=\"" WORD "numbering+xml\"/>"
           "<Override PartName=\"/word/settings.xml\" ContentType=\"" WORD "settings+xml\"/>"
           "<Override PartName=\"/word/fontTable.xml\" ContentType=\"" WORD "fontTable+xml\"/>"
           "<Override PartName=\"/word/footer1.xml\" ContentType=\"" WORD "footer+xml\"/>"
           "<Override PartName=\"/docProps/core.xml\" "
           "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
           "<Override PartName=\"/docProps/app.xml\" ContentType=\"application/"
           "vnd.openxmlformats-officedocument.extended-properties+xml\"/></Types>");
}

static void write_package_rels(struct smv_buf *b, const struct smv_docx *x)
{
    (void)x;
    smv_buf_put_str(
        b, SMV_DOCX_XML RELS
        "<Relationship Id=\"rId1\" Type=\"" OFFICE "officeDocument\" Target=\"word/document.xml\"/>"
        "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/"
        "relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
        "<Relationship Id=\"rId3\" Type=\"" OFFICE
        "extended-properties\" Target=\"docProps/app.xml\"/></Relationships>");
}

static void put_picture_name(struct smv_buf *b, size_t nth, const char *ending)
{
    smv_buf_put_str(b, "media/picture");
    smv_buf_put_u64(b, nth);
    smv_buf_put_str(b, ending);
}

static void write_document_rels(struct smv_buf *b, const struct smv_docx *x)
{
    smv_buf_put_str(
        b, SMV_DOCX_XML RELS
        "<Relationship Id=\"rIdStyles\" Type=\"" OFFICE "styles\" Target=\"styles.xml\"/>"
        "<Relationship Id=\"rIdNumbering\" Type=\"" OFFICE "numbering\" Target=\"numbering.xml\"/>"
        "<Relationship Id=\"rIdSettings\" Type=\"" OFFICE "settings\" Target=\"settings.xml\"/>"
        "<Relationship Id=\"rIdFonts\" Type=\"" OFFICE "fontTable\" Target=\"fontTable.xml\"/>"
        "<Relationship Id=\"rIdFooter\" Type=\"" OFFICE "footer\" Target=\"footer1.xml\"/>"
        "<Relationship Id=\"rIdFooterWide\" Type=\"" OFFICE "footer\" Target=\"footer2.xml\"/>");
    if (x->doc->mark.len > 0) {
        smv_buf_put_str(b, "<Relationship Id=\"rIdHeader\" Type=\"" OFFICE
                           "header\" Target=\"header1.xml\"/>");
    }
    for (size_t i = 1; i <= x->n_media; i++) {
        for (int svg = 0; svg <= 1; svg++) {
            smv_buf_put_str(b, svg ? "<Relationship Id=\"rIdSvg" : "<Relationship Id=\"rIdPng");
            smv_buf_put_u64(b, i);
            smv_buf_put_str(b, "\" Type=\"" OFFICE "image\" Target=\"");
            put_picture_name(b, i, svg ? ".svg" : ".png");
            smv_buf_put_str(b, "\"/>");
        }
    }
    smv_buf_put_str(b, "</Relationships>");
}

static void write_numbering(struct smv_buf *b, const struct smv_docx *x)
{
    (void)x;
    smv_docx_numbering(b);
}

static void write_fonts(struct smv_buf *b, const struct smv_docx *x)
{
    (void)x;
    smv_docx_fonts(b);
}

static enum smv_err pack(struct smv_buf *b, const struct smv_docx *x)
{
    static const struct {
        const char *path;
        void (*write)(struct smv_buf *, const struct smv_docx *);
    } parts[] = {{"[Content_Types].xml", write_types},
                 {"_rels/.rels", write_package_rels},
                 {"docProps/core.xml", write_core},
                 {"docProps/app.xml", write_app},
                 {"word/_rels/document.xml.rels", write_document_rels},
                 {"word/document.xml", write_document},
                 {"word/styles.xml", smv_docx_styles},
                 {"word/numbering.xml", write_numbering},
                 {"word/settings.xml", smv_docx_settings},
                 {"word/fontTable.xml", write_fonts},
                 {"word/footer1.xml", write_footer},
                 {"word/footer2.xml", write_footer_wide},
                 {"word/header1.xml", write_header}};
    enum { PARTS = sizeof parts / sizeof *parts };
    struct smv_buf bytes[PARTS] = {0}, *names = smv_zalloc(2 * x->n_media * sizeof *names);
    struct smv_zip_file *files = smv_zalloc((PARTS + 2 * x->n_media) * sizeof *files);
    size_t n = x->doc->mark.len > 0 ? PARTS : PARTS - 1;
    for (size_t i = 0; i < n; i++) {
        parts[i].write(&bytes[i], x);
        files[i] = (struct smv_zip_file){.path = parts[i].path, .bytes = smv_buf_span(&bytes[i])};
    }
    for (size_t i = 0; i < 2 * x->n_media; i++) {
        bool svg = i % 2;
        const struct smv_docx_media *m = &x->media[i / 2];
        smv_buf_put_str(&names[i], "word/");
        put_picture_name(&names[i], i / 2 + 1, svg ? ".svg" : ".png");
        files[n++] = (struct smv_zip_file){.path = smv_buf_cstr(&names[i]),
                                           .bytes = svg ? m->svg : smv_buf_span(&m->png),
                                           .stored = !svg};
    }
    enum smv_err err = smv_zip_write(b, files, n, x->doc->made_ms);
    for (size_t i = 0; i < PARTS; i++) {
        smv_buf_finish(&bytes[i]);
    }
    for (size_t i = 0; i < 2 * x->n_media; i++) {
        smv_buf_finish(&names[i]);
    }
    smv_free(names);
    smv_free(files);
    return err;
}

enum smv_err smv_write_docx(struct smv_buf *b, const struct smv_doc *d)
{
    struct smv_docx x = {.doc = d,
                         .words = smv_markup_words(d->lang),
                         .page = &pages[d->paper],
                         .upright = &pages[d->paper],
                         .on_side = &pages[SMV_PAPER_A4_WIDE]};
    bool *side = smv_doc_sides(d);
    x.side = side;
    smv_docx_body(&x);
    enum smv_err err = pack(b, &x);
    for (size_t i = 0; i < x.n_media; i++) {
        smv_buf_finish(&x.media[i].png);
    }
    smv_free(x.media);
    smv_free(side);
    smv_buf_finish(&x.body);
    return err;
}
