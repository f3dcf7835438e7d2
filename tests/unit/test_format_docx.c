/* test_format_docx.c - documents as DOCX: what each block becomes, numbers, hostile texts, the package; PNG and ZIP. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zip.h>
#include <cmocka.h>
#include "common/format/format.h"
#include "tests/lib/format_side.h"

static const char *list_path;

/* A file of an archive, as a C string in b; NULL: not there. */
static const char *unpacked(struct smv_buf *b, const struct smv_buf *archive, const char *path)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *s = zip_source_buffer_create(archive->data, archive->len, 0, &error);
    zip_t *z = zip_open_from_source(s, ZIP_RDONLY | ZIP_CHECKCONS, &error);
    assert_non_null(z);
    zip_stat_t stat;
    smv_buf_clear(b);
    bool there = zip_stat(z, path, 0, &stat) == 0;
    if (there) {
        zip_file_t *f = zip_fopen(z, path, 0);
        assert_int_equal(zip_fread(f, smv_buf_reserve(b, stat.size), stat.size), stat.size);
        b->len = stat.size;
        zip_fclose(f);
    }
    zip_discard(z);
    return there ? smv_buf_cstr(b) : NULL;
}

static const char *part(struct smv_buf *b, const struct smv_doc *d, const char *path)
{
    struct smv_buf docx = {0};
    assert_int_equal(smv_write_docx(&docx, d), SMV_OK);
    const char *text = unpacked(b, &docx, path);
    smv_buf_finish(&docx);
    return text;
}

static const char *document(struct smv_buf *b, const struct smv_doc *d)
{
    return part(b, d, "word/document.xml");
}

static void has(const char *xml, const char *piece)
{
    if (strstr(xml, piece) == NULL) {
        fail_msg("not in the part: %s", piece);
    }
}

static void lacks(const char *xml, const char *piece)
{
    if (strstr(xml, piece) != NULL) {
        fail_msg("in the part: %s", piece);
    }
}

static size_t count(const char *xml, const char *piece)
{
    size_t n = 0;
    for (const char *at = xml; (at = strstr(at, piece)) != NULL; at++) {
        n++;
    }
    return n;
}

#define P(style) "<w:p><w:pPr><w:pStyle w:val=\"" style "\"/></w:pPr>"
#define K(style) "<w:p><w:pPr><w:pStyle w:val=\"" style "\"/><w:keepNext/></w:pPr>"
#define T(text)  "<w:r><w:t xml:space=\"preserve\">" text "</w:t></w:r>"

static void every_block_has_its_style(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        P("Title") T("Samverkan mot återfall"),
        P("Subtitle") T("Dokumentation från seminariet"),
        "<w:rPr><w:b/><w:bCs/></w:rPr><w:t xml:space=\"preserve\">Plats</w:t></w:r>"
        "<w:r><w:tab/></w:r>" T("Folkets hus, Malmö"),
        P("TOCHeading") T("Innehåll"),
        "<w:instrText xml:space=\"preserve\"> TOC \\o \"1-3\" \\h \\z \\u </w:instrText>",
        "<w:hyperlink w:anchor=\"_Toc100000002\" w:history=\"1\">" T("1.1") "<w:r><w:tab/></w:r>" T(
            "Vad fungerar redan?") "</w:hyperlink>",
        "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/><w:pageBreakBefore/></w:pPr><w:bookmarkStart "
        "w:id=\"1\" w:name=\"_Toc100000001\"/>" T("Samverkan från första dagen"),
        P("Heading2") "<w:bookmarkStart w:id=\"2\" w:name=\"_Toc100000002\"/>",
        "<w:rPr><w:b/><w:bCs/></w:rPr><w:t xml:space=\"preserve\">får en kontaktperson</w:t>",
        "<w:rPr><w:i/><w:iCs/></w:rPr><w:t xml:space=\"preserve\">samma person</w:t>",
        "<w:rPr><w:color w:val=\"5A6872\"/></w:rPr><w:t xml:space=\"preserve\"> (två "
        "grupper)</w:t>",
        P("ListBullet") T("Täta möten mellan kommun och region"),
        P("ListBullet2") T("varje vecka det första halvåret"),
        P("ListBullet3") T("digitalt när vägen är lång"),
        "Diskussionen rörde först tiden.</w:t><w:br/><w:t xml:space=\"preserve\">Sedan",
        K("Notice") T("Gruppen hann inte med frågan; svaret är från passet före."),
        K("Note") T("Punkterna kommer från grupp 1 och 3."),
        "<w:tblCaption w:val=\"Handlingsplan\"/>",
        "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>",
        "<w:pStyle w:val=\"TableText\"/><w:jc w:val=\"right\"/></w:pPr>" T("12"),
        "<w:trHeight w:val=\"680\" w:hRule=\"atLeast\"/>",
        "<wp:docPr id=\"1\" name=\"Picture 1\" descr=\"Tidslinje för grupp 2: två kort och en "
        "pil\"/>",
        "<a:blip r:embed=\"rIdPng2\"><a:extLst>",
        "r:embed=\"rIdSvg2\"/>",
        P("Caption") T("Tidslinje för grupp 2: två kort och en pil"),
        "<w:r><w:rPr><w:rtl/></w:rPr><w:t xml:space=\"preserve\">الجمعية السورية (</w:t></w:r>" T(
            "Malmö)"),
        "👩‍👩‍👧‍👦 och 𝒜",
        "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>",
    };
    struct smv_doc d;
    struct smv_buf b = {0};
    format_side_full(&d, "sv");
    const char *xml = document(&b, &d);
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        has(xml, pieces[i]);
    }
    assert_int_equal(count(xml, "<w:pStyle w:val=\"RuledLine\"/>"), 5);
    assert_int_equal(count(xml, "<w:tblHeader/>"), 2);
    assert_int_equal(count(xml, "<w:pageBreakBefore/>"), 1); /* none for the break at the end */
    xml = part(&b, &d, "word/header1.xml");
    has(xml, "Utkast 22 november 2026 10:42");
    xml = part(&b, &d, "word/footer1.xml");
    has(xml, "<w:t xml:space=\"preserve\">Sida </w:t>");
    has(xml, " NUMPAGES ");
    has(part(&b, &d, "word/styles.xml"), "<w:lang w:val=\"sv-SE\"");
    has(part(&b, &d, "word/settings.xml"), "<w:themeFontLang w:val=\"sv-SE\"/>");
    has(part(&b, &d, "docProps/core.xml"), "2026-11-22T09:42:00Z</dcterms:created>");
    smv_buf_finish(&b);
    smv_doc_finish(&d);
}

/* Word counts where its counting gives the label; any other label is text, and a heading without one has no number. */
static void numbers_are_what_the_labels_say(void **state)
{
    (void)state;
    static const struct {
        unsigned level;
        const char *label;
        bool counted;
    } cases[] = {{1, "1", true},  {2, "1.1", true}, {2, "", false},   {2, "1.2", true},
                 {3, "7", false}, {1, "", false},   {1, "2", true},   {2, "2.1", true},
                 {1, "4", false}, {1, "3", true},   {3, "3.1", false}};
    struct smv_doc d;
    struct smv_buf b = {0};
    smv_doc_init(&d, "sv");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char name[] = {(char)('a' + i), '!', 0};
        smv_doc_str(&d, SMV_BLOCK_HEADING, cases[i].level, name)->label =
            smv_span_str(cases[i].label);
    }
    const char *xml = document(&b, &d);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char name[] = {(char)('a' + i), '!', 0};
        const char *end = strstr(xml, name), *begin = end;
        assert_non_null(end);
        while (strncmp(begin, "<w:p>", 5) != 0) {
            begin--;
        }
        struct smv_buf p = {0};
        smv_buf_put(&p, begin, (size_t)(end - begin));
        const char *text = smv_buf_cstr(&p);
        bool off = strstr(text, "<w:numId w:val=\"0\"/>") != NULL;
        bool written = strstr(text, "<w:tab/>") != NULL;
        assert_int_equal(off, !cases[i].counted);
        assert_int_equal(written, !cases[i].counted && cases[i].label[0]);
        smv_buf_finish(&p);
    }
    has(part(&b, &d, "word/styles.xml"), "<w:numId w:val=\"1\"/>");
    smv_doc_finish(&d);

    smv_doc_init(&d,
                 "sv"); /* no numbers: the styles have none for the next heading somebody writes */
    smv_doc_str(&d, SMV_BLOCK_HEADING, 1, "a!");
    lacks(part(&b, &d, "word/styles.xml"), "<w:numId w:val=\"1\"/>");
    smv_buf_finish(&b);
    smv_doc_finish(&d);
}

static void columns_have_their_weights(void **state)
{
    (void)state;
    const struct smv_doc_column columns[] = {{.weight = 3}, {.weight = 0}, {.weight = 2}};
    struct smv_doc d;
    struct smv_buf b = {0};
    smv_doc_init(&d, "sv");
    struct smv_doc_table *t = smv_doc_table(&d, "x", columns, 3);
    for (int i = 0; i < 2; i++) {
        smv_doc_row(t)->text = smv_doc_keep(&d, smv_span_str("kort"));
    }
    struct smv_buf lines = {0};
    for (int i = 0; i < 2000; i++) {
        smv_buf_put_str(&lines, "ord ");
    }
    t->cells[3].text = smv_doc_keep(&d, smv_buf_span(&lines));
    const char *xml = document(&b, &d);
    has(xml,
        "<w:tblGrid><w:gridCol w:w=\"4649\"/><w:gridCol w:w=\"1549\"/><w:gridCol w:w=\"3100\"/>"
        "</w:tblGrid>");
    lacks(xml, "<w:tblHeader/>");                      /* no titles, no head */
    assert_int_equal(count(xml, "<w:cantSplit/>"), 1); /* the long row may break */
    smv_buf_finish(&lines);
    smv_buf_finish(&b);
    smv_doc_finish(&d);
}

/* Tags of the part in order, all closed: what an XML parser would insist on, without one. */
static void is_well_formed(const char *xml)
{
    const char *open[64];
    size_t depth = 0;
    for (const char *at = strchr(xml + 2, '<'); at; at = strchr(at + 1, '<')) {
        const char *name = at + 1 + (at[1] == '/'), *end = strchr(at, '>');
        size_t len = strcspn(name, " />");
        assert_non_null(end);
        if (at[1] == '/') {
            assert_true(depth > 0);
            depth--;
            assert_true(strncmp(open[depth], name, len) == 0);
        } else if (end[-1] != '/') {
            assert_true(depth < 64);
            open[depth++] = name;
        }
        at = end;
    }
    assert_int_equal(depth, 0);
    for (const char *at = xml; *at; at++) {
        if (((unsigned char)*at < ' ' && *at != '\n') || *at == 0x7f) {
            fail_msg("a control character before: %.20s", at + 1);
        }
    }
    for (const char *at = xml; (at = strchr(at, '&')) != NULL; at++) {
        assert_true(strncmp(at, "&amp;", 5) == 0 || strncmp(at, "&lt;", 4) == 0 ||
                    strncmp(at, "&gt;", 4) == 0 || strncmp(at, "&quot;", 6) == 0);
    }
    lacks(xml, "]]>");
}

static void hostile_texts_are_texts(void **state)
{
    (void)state;
    static const char *const paths[] = {"word/document.xml", "word/header1.xml", "word/footer1.xml",
                                        "docProps/core.xml"};
    struct smv_doc d;
    struct smv_buf b = {0};
    assert_true(format_side_hostile(&d, list_path));
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        is_well_formed(part(&b, &d, paths[i]));
    }
    const char *xml = document(&b, &d);
    has(xml, P("BodyText") T("&lt;/w:t&gt;&lt;/w:r&gt;&lt;/w:p&gt;"));
    has(xml, P("BodyText") T("]]&gt;"));
    has(xml, P("BodyText") "<w:r><w:t xml:space=\"preserve\">a</w:t><w:tab/>");
    has(xml, P("BodyText") T("  två  mellanslag  "));
    has(xml, "<w:pStyle w:val=\"BodyText\"/><w:bidi/></w:pPr><w:r><w:rPr><w:rtl/></w:rPr>");
    lacks(xml, "\xef\xbf\xbf");
    /* the broken picture is said in words, the others are there */
    has(xml, P("Caption") T("trasig \"bild\" &lt;/w:p&gt;"));
    assert_int_equal(count(xml, "<w:drawing>"), 2);
    smv_buf_finish(&b);
    smv_doc_finish(&d);
}

static void nothing_is_a_document(void **state)
{
    (void)state;
    struct smv_doc d;
    struct smv_buf b = {0};
    smv_doc_init(&d, "en");
    (void)smv_doc_add(&d, SMV_BLOCK_CONTENTS, 0, smv_span_str(""));
    (void)smv_doc_add(&d, SMV_BLOCK_HEADING, 1, smv_span_str(""));
    (void)smv_doc_add(&d, SMV_BLOCK_BREAK, 0, smv_span_str(""));
    const struct smv_doc_column none = {.weight = 1};
    (void)smv_doc_table(&d, "x", &none, 0);
    (void)smv_doc_table(&d, "x", &none, 1);
    has(document(&b, &d), "<w:body>" P("BodyText") "</w:p><w:sectPr><w:footerReference");
    assert_null(part(&b, &d, "word/header1.xml"));
    lacks(part(&b, &d, "[Content_Types].xml"), "header1");
    smv_buf_finish(&b);
    smv_doc_finish(&d);
}

static void papers_are_papers(void **state)
{
    (void)state;
    struct smv_doc d;
    struct smv_buf b = {0};
    smv_doc_init(&d, "nb");
    d.paper = SMV_PAPER_A4_WIDE;
    has(document(&b, &d), "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>");
    d.paper = SMV_PAPER_A1_WIDE; /* A3: Word has no larger page than 22 inches */
    has(document(&b, &d), "<w:pgSz w:w=\"23811\" w:h=\"16838\" w:orient=\"landscape\"/>");
    lacks(part(&b, &d, "word/footer1.xml"), "NUMPAGES"); /* a wall has no pages */
    smv_buf_finish(&b);
    smv_doc_finish(&d);
}

#define LIES "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>"

/* What is wide lies down with what leads to it; u, w, t, digits (headings) and so on: what stands in the document. */
static void sections_of(struct smv_buf *b, const char *blocks)
{
    struct smv_doc d;
    smv_doc_init(&d, "sv");
    for (const char *at = blocks; *at; at++) {
        if (*at == 'w' || *at == 'u') {
            smv_doc_picture(
                &d, smv_span_str("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 1\"/>"),
                smv_span_str(""), *at == 'w' ? 1200 : 1199, 300);
            continue;
        }
        if (*at == 't' || *at == 's') {
            const struct smv_doc_column columns[7] = {{.title = smv_span_str("x")}};
            (void)smv_doc_table(&d, "x", columns, *at == 't' ? 7 : 6);
            continue;
        }
        if (*at >= '1' && *at <= '4') {
            smv_doc_str(&d, SMV_BLOCK_HEADING, (unsigned)(*at - '0'), "x");
            continue;
        }
        smv_doc_str(&d,
                    *at == 'h'   ? SMV_BLOCK_HEADING
                    : *at == 'n' ? SMV_BLOCK_NOTICE
                    : *at == 'o' ? SMV_BLOCK_NOTE
                    : *at == 'b' ? SMV_BLOCK_BREAK
                    : *at == 'c' ? SMV_BLOCK_CONTENTS /* says nothing without headings */
                                 : SMV_BLOCK_PARA,
                    1, *at == '-' || *at == 'b' ? "" : "x");
    }
    (void)document(b, &d);
    smv_doc_finish(&d);
}

static void wide_pictures_lie_on_their_side(void **state)
{
    (void)state;
    static const struct {
        const char *blocks, *sections; /* per section: up or lying, and its paragraphs */
    } cases[] = {
        {"pup", "U3"},
        {"pwp", "U1 L1 U1"},
        {"phnwp", "U1 L3 U1"},
        {"phhwp", "U2 L2 U1"},
        {"pbhwbp", "U1 L2 U1"},
        {"wp", "L1 U1"},
        {"pw", "U1 L1"},
        {"pwb", "U1 L1"},
        {"pwhwp", "U1 L3 U1"},
        {"pw-wp", "U1 L2 U1"},
        {"pwcwp", "U1 L1 U1 L1 U1"},
        {"phnp", "U4"},
        /* the headings above it, not those beside it */
        {"p1o2n3wp", "U1 L6 U1"},
        {"p21wp", "U2 L2 U1"},
        {"powp", "U2 L1 U1"},
        /* a table of seven columns (each a paragraph, and one after it) */
        {"ptp", "U1 L8 U1"},
        {"psp", "U9"},
        {"pwsop", "U1 L9 U1"},
        /* a short part below it, not one beside it */
        {"p1w2spp", "U1 L12"},
        {"p1w1spp", "U1 L2 U10"},
        /* no turning for a little in between, but where a page begins */
        {"pwppwp", "U1 L4 U1"},
        {"pwpbpwp", "U1 L1 U2 L1 U1"},
        {"hnh", "U3"},
    };
    struct smv_buf b = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct smv_buf found = {0};
        sections_of(&b, cases[i].blocks);
        const char *from = smv_buf_cstr(&b), *at;
        for (; (at = strstr(from, "<w:pgSz ")) != NULL; from = strstr(at, "</w:sectPr>")) {
            size_t paragraphs = 0;
            for (const char *p = from; (p = strstr(p, "<w:p>")) != NULL && p < at; p++) {
                paragraphs++;
            }
            smv_buf_put_str(&found, found.len ? " " : "");
            smv_buf_put_str(&found, strncmp(at, LIES, sizeof LIES - 1) == 0 ? "L" : "U");
            smv_buf_put_u64(&found, paragraphs);
        }
        if (strcmp(smv_buf_cstr(&found), cases[i].sections) != 0) {
            fail_msg("%s: %s", cases[i].blocks, smv_buf_cstr(&found));
        }
        is_well_formed(smv_buf_cstr(&b));
        smv_buf_finish(&found);
    }
    smv_buf_finish(&b);
}

/* Also where the machine's clock is set to another zone. */
static void equal_documents_give_equal_bytes(void **state)
{
    (void)state;
    static const char *const zones[] = {"UTC", "Asia/Kathmandu", "America/St_Johns"};
    struct smv_buf first = {0}, again = {0};
    for (size_t i = 0; i < 3; i++) {
        struct smv_doc d;
        format_side_full(&d, "sv");
        setenv("TZ", zones[i], 1);
        tzset();
        assert_int_equal(smv_write_docx(i ? &again : &first, &d), SMV_OK);
        smv_doc_finish(&d);
        assert_true(i == 0 || smv_span_eq(smv_buf_span(&first), smv_buf_span(&again)));
        smv_buf_clear(&again);
    }
    smv_buf_finish(&first);
    smv_buf_finish(&again);
}

/* --- ZIP ---------------------------------------------------------------------------------------- */
static void files_come_back(void **state)
{
    (void)state;
    struct smv_buf b = {0}, back = {0};
    const struct smv_zip_file files[] = {{"möte/a.txt", smv_span_str("hej"), false},
                                         {"b", {NULL, 0}, false},
                                         {"c.png", smv_span_str("hej hej hej hej hej"), true}};
    smv_buf_put_str(&b, "x"); /* appended */
    assert_int_equal(smv_zip_write(&b, files, 3, 1795340521999), SMV_OK);
    assert_int_equal(b.data[0], 'x');
    smv_buf_splice(&b, 0, 1, NULL, 0);
    assert_string_equal(unpacked(&back, &b, "möte/a.txt"), "hej");
    assert_string_equal(unpacked(&back, &b, "b"), "");
    assert_string_equal(unpacked(&back, &b, "c.png"), "hej hej hej hej hej");
    /* 2026-11-22 09:42:00 in the first file's head */
    assert_int_equal(b.data[10] | b.data[11] << 8, 9 << 11 | 42 << 5);
    assert_int_equal(b.data[12] | b.data[13] << 8, 46 << 9 | 11 << 5 | 22);
    smv_buf_clear(&b);
    assert_int_equal(smv_zip_write(&b, files, 1, 0), SMV_OK); /* before what a ZIP knows */
    assert_int_equal(b.data[12] | b.data[13] << 8, 1 << 5 | 1);
    smv_buf_clear(&b);
    assert_int_equal(smv_zip_write(&b, files, 0, 0), SMV_OK);
    assert_null(unpacked(&back, &b, "b"));
    const struct smv_zip_file twice[] = {{"a", smv_span_str("1"), false},
                                         {"a", smv_span_str("2"), false}};
    assert_int_equal(smv_zip_write(&b, twice, 2, 0), SMV_ERR_IO);
    smv_buf_finish(&b);
    smv_buf_finish(&back);
}

/* --- PNG ---------------------------------------------------------------------------------------- */
#define SVG(inside)                                                                                \
    "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xi=\"http://www.w3.org/2001/XInclude\" "      \
    "viewBox=\"0 0 40 20\">" inside "</svg>"

static struct smv_span drawn(struct smv_buf *b, const char *svg, unsigned width)
{
    smv_buf_clear(b);
    assert_int_equal(smv_svg_to_png(b, smv_span_str(svg), width), SMV_OK);
    assert_true(b->len > 24 && memcmp(b->data, "\x89PNG\r\n\x1a\n", 8) == 0);
    return smv_buf_span(b);
}

static unsigned side(const struct smv_buf *png, size_t at)
{
    return (unsigned)png->data[at + 2] << 8 | png->data[at + 3];
}

static void pictures_are_drawn(void **state)
{
    (void)state;
    struct smv_buf a = {0}, b = {0};
    (void)drawn(&a, SVG("<rect width=\"20\" height=\"20\"/>"), 200);
    assert_int_equal(side(&a, 16), 200);
    assert_int_equal(side(&a, 20), 100);
    assert_false(smv_span_eq(smv_buf_span(&a), drawn(&b, SVG(""), 200)));
    (void)drawn(&a, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"400\"/>",
                4000);
    assert_int_equal(side(&a, 20), 8000); /* as wide as the height allows */
    assert_int_equal(side(&a, 16), 200);
    static const char *const bad[] = {
        "", "x", "<svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 0 0\"/>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1000000\"/>"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        smv_buf_clear(&a);
        assert_int_equal(smv_svg_to_png(&a, smv_span_str(bad[i]), 100), SMV_ERR_MALFORMED);
        assert_int_equal(a.len, 0);
    }
    smv_buf_finish(&a);
    smv_buf_finish(&b);
}

/* A picture that asks for a file or an address is drawn as if it did not. */
static void pictures_load_nothing(void **state)
{
    (void)state;
    static const char *const asks[] = {
        SVG("<image width=\"40\" height=\"20\" "
            "href=\"file:///usr/share/pixmaps/debian-logo.png\"/>"),
        SVG("<image width=\"40\" height=\"20\" href=\"http://127.0.0.1:9/x.png\"/>"),
        SVG("<text y=\"15\"><xi:include href=\"/etc/hostname\" parse=\"text\"/></text>"),
        SVG("<use href=\"file:///etc/hostname#x\"/>"),
        "<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>" SVG(
            "<text y=\"15\">&x;</text>"),
    };
    struct smv_buf plain = {0}, b = {0};
    (void)drawn(&plain, SVG(""), 400);
    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
        smv_buf_clear(&b);
        enum smv_err err = smv_svg_to_png(&b, smv_span_str(asks[i]), 400);
        if (err == SMV_OK ? !smv_span_eq(smv_buf_span(&b), smv_buf_span(&plain))
                          : err != SMV_ERR_MALFORMED) {
            fail_msg("something was drawn: %s", asks[i]);
        }
    }
    smv_buf_finish(&plain);
    smv_buf_finish(&b);
}

int main(int argc, char **argv)
{
    list_path = argc > 1 ? argv[1] : "";
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_block_has_its_style),
        cmocka_unit_test(numbers_are_what_the_labels_say),
        cmocka_unit_test(columns_have_their_weights),
        cmocka_unit_test(hostile_texts_are_texts),
        cmocka_unit_test(nothing_is_a_document),
        cmocka_unit_test(papers_are_papers),
        cmocka_unit_test(wide_pictures_lie_on_their_side),
        cmocka_unit_test(equal_documents_give_equal_bytes),
        cmocka_unit_test(files_come_back),
        cmocka_unit_test(pictures_are_drawn),
        cmocka_unit_test(pictures_load_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
