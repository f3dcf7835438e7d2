/* test_format_html.c - documents as HTML: what each block becomes, what a hostile text cannot become, pictures, contents. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "common/format/format.h"
#include "tests/lib/format_side.h"

static const char *list_path;

static const char *written(struct smv_buf *b, const struct smv_doc *d)
{
    smv_buf_clear(b);
    assert_int_equal(smv_write_html(b, d), SMV_OK);
    return smv_buf_cstr(b);
}

static void has(const char *html, const char *part)
{
    if (strstr(html, part) == NULL) {
        fail_msg("not in the page: %s", part);
    }
}

static void lacks(const char *html, const char *part)
{
    if (strstr(html, part) != NULL) {
        fail_msg("in the page: %s", part);
    }
}

static size_t count(const char *html, const char *part)
{
    size_t n = 0;
    for (const char *at = html; (at = strstr(at, part)) != NULL; at++) {
        n++;
    }
    return n;
}

static void every_block_has_its_element(void **state)
{
    (void)state;
    struct smv_doc d;
    struct smv_buf b = {0};
    format_side_full(&d, "sv");
    const char *html = written(&b, &d);
    static const char *const parts[] = {
        "<html lang=\"sv-SE\">",
        "<title>Samverkan mot återfall: dokumentation</title>",
        "default-src 'none'",
        "<h1>Samverkan mot återfall</h1>",
        "<p class=\"subtitle\">Dokumentation från seminariet</p>",
        "<div><dt>Plats</dt><dd>Folkets hus, Malmö</dd></div>",
        "<nav aria-labelledby=\"contents\">",
        "<h2 id=\"contents\">Innehåll</h2>",
        "<a href=\"#h2\"><span class=\"number\">1.1</span>Vad fungerar redan?</a>",
        "<h3 id=\"h2\"><span class=\"number\">1.1</span>Vad fungerar redan?</h3>",
        "<h4 id=\"h3\">Grupp 2</h4>",
        "<h5 id=\"h4\">Källor</h5>",
        "<strong>får en kontaktperson</strong>",
        "<em>samma person</em>",
        "<span class=\"quiet\"> (två grupper)</span>",
        "Diskussionen rörde först tiden.<br>Sedan talade vi om plats.",
        "<p class=\"note lead\">Punkterna kommer från grupp 1 och 3.</p>",
        "<div class=\"notice lead\" role=\"note\"><p>Gruppen hann inte",
        "<caption class=\"unseen\" id=\"n1\">Handlingsplan</caption>",
        "<th scope=\"col\">Åtgärd</th>",
        "<th scope=\"col\" class=\"count\">Röster</th>",
        "<td class=\"count\">12</td>",
        "<td><strong>Kontaktperson före",
        "<tr class=\"write\">",
        "<figcaption>Tidslinje för grupp 2: två kort och en pil</figcaption>",
        "<div class=\"ruled\" aria-hidden=\"true\"><div></div><div></div><div></div><div></div>"
        "<div></div></div>",
        "<p dir=\"auto\">Malmö stad<br>",
        "👩‍👩‍👧‍👦 och 𝒜",
        "content:\"Utkast 22 november 2026 10\\3a 42\"",
        "content:\"Sida \" counter(page) \" av \" counter(pages)",
        "<footer><p>Samverkan mot återfall · dokumentation · utkast till version 2</p></footer>",
        "#t1 col:nth-child(1){width:33.3%}",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        has(html, parts[i]);
    }
    assert_int_equal(count(html, "<h1"), 1);
    assert_int_equal(count(html, "<main>"), 1);
    assert_int_equal(count(html, "<figure class=\"side\">"), 1);
    /* a break at the end of the document begins no page, the one before the first chapter does */
    assert_int_equal(count(html, "<div class=\"break\">"), 1);
    smv_buf_finish(&b);
    smv_doc_finish(&d);
}

static void bullets_nest_and_close(void **state)
{
    (void)state;
    struct smv_doc d;
    struct smv_buf b = {0};
    smv_doc_init(&d, "en");
    static const unsigned levels[] = {3, 1, 2, 2, 3, 1};
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        smv_doc_str(&d, SMV_BLOCK_BULLET, levels[i], "x");
    }
    smv_doc_str(&d, SMV_BLOCK_PARA, 0, "after");
    has(written(&b, &d), "\n<ul>\n<li>x</li>\n<li>x\n<ul>\n<li>x</li>\n<li>x\n<ul>\n<li>x</li></ul>"
                         "</li></ul></li>\n<li>x</li></ul>\n<p>after</p>");
    smv_buf_finish(&b);
    smv_doc_finish(&d);
}

/* What is nothing without the next block keeps it on its page; what is wide lies down; small tables stay whole. */
static void pages_break_elsewhere(void **state)
{
    (void)state;
    struct smv_doc d;
    struct smv_buf b = {0};
    const struct smv_doc_column columns[7] = {{.title = smv_span_str("x")}};
    const struct smv_span name = smv_span_str("Grupp 2");
    smv_doc_init(&d, "sv");
    smv_doc_str(&d, SMV_BLOCK_HEADING, 1, "Ett");
    smv_doc_str(&d, SMV_BLOCK_NOTE, 0, "mellan två");
    smv_doc_str(&d, SMV_BLOCK_HEADING, 2, "Två");
    smv_doc_str(&d, SMV_BLOCK_NOTE, 0, "före en text");
    smv_doc_run(&d, smv_doc_str(&d, SMV_BLOCK_PARA, 0, ""), SMV_RUN_BOLD, name);
    smv_doc_str(&d, SMV_BLOCK_PARA, 0, "text");
    smv_doc_str(&d, SMV_BLOCK_HEADING, 1, "Tre");
    (void)smv_doc_row(smv_doc_table(&d, "bred", columns, 7));
    smv_doc_run(&d, smv_doc_str(&d, SMV_BLOCK_PARA, 0, ""), SMV_RUN_BOLD, name);
    const char *html = written(&b, &d);
    has(html, "<p class=\"note lead\">mellan två</p>");
    has(html, "<p class=\"note\">före en text</p>");
    has(html, "<p class=\"lead\"><strong>Grupp 2</strong></p>");
    has(html, "<h2 class=\"side\" id=\"h3\">Tre</h2>");
    has(html, "<div class=\"table small side\" role=");
    has(html, "<p><strong>Grupp 2</strong></p>"); /* at the very end */
    smv_buf_finish(&b);
    smv_doc_finish(&d);
}

/* Long words break only where the columns would not find room beside each other. */
static void tables_fit_their_page(void **state)
{
    (void)state;
    static const char word[] = "Kronofogdemyndigheten";
    for (size_t n = 2; n <= 6; n += 4) {
        struct smv_doc d;
        struct smv_buf b = {0};
        const struct smv_doc_column columns[6] = {{.title = smv_span_str("x")}};
        smv_doc_init(&d, "sv");
        struct smv_doc_table *t = smv_doc_table(&d, "x", columns, n);
        struct smv_doc_cell *c = smv_doc_row(t);
        for (size_t i = 0; i < n; i++) {
            c[i].text = smv_span_str(word);
        }
        assert_int_equal(count(written(&b, &d), "<td class=\"anywhere\">"), n == 2 ? 0 : n);
        smv_buf_finish(&b);
        smv_doc_finish(&d);
    }
}

/* Sections follow the headings' levels, also where a level is left out. */
static void sections_follow_the_levels(void **state)
{
    (void)state;
    struct smv_doc d;
    struct smv_buf b = {0};
    smv_doc_init(&d, "en");
    static const unsigned levels[] = {2, 4, 1, 3, 3};
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        smv_doc_str(&d, SMV_BLOCK_HEADING, levels[i], "x");
    }
    has(written(&b, &d),
        "<main>\n<section>\n<h3 id=\"h1\">x</h3>\n<section>\n<h5 id=\"h2\">x</h5>\n</section>\n"
        "</section>\n<section>\n<h2 id=\"h3\">x</h2>\n<section>\n<h4 id=\"h4\">x</h4>\n</section>\n"
        "<section>\n<h4 id=\"h5\">x</h4>\n</section>\n</section>\n</main>");
    smv_buf_finish(&b);
    smv_doc_finish(&d);
}

/* --- hostile texts ---------------------------------------------------------------------------- */
static bool known(const char *name, size_t len)
{
    static const char all[] =
        " html head meta title style body header nav main section footer h1 h2 h3 h4 h5 p div dl "
        "dt "
        "dd ul li a span strong em br table caption colgroup col thead tbody tr th td figure "
        "figcaption img svg rect ";
    char word[20] = " ";
    if (len + 3 > sizeof word) {
        return false;
    }
    memcpy(word + 1, name, len);
    memcpy(word + 1 + len, " ", 2);
    return strstr(all, word) != NULL;
}

static bool empty_element(const char *name)
{
    return strncmp(name, "meta ", 5) == 0 || strncmp(name, "br>", 3) == 0 ||
           strncmp(name, "col>", 4) == 0 || strncmp(name, "img ", 4) == 0;
}

/* Reads the tags as a parser would: all known, all closed in order, each with the attributes that we write. */
static void every_tag_is_ours_and_closed(void **state)
{
    (void)state;
    struct smv_doc d;
    struct smv_buf b = {0};
    assert_true(format_side_hostile(&d, list_path));
    const char *html = written(&b, &d), *open[64];
    size_t depth = 0;
    for (const char *at = strchr(html + 1, '<'); at; at = strchr(at + 1, '<')) {
        const char *name = at + 1 + (at[1] == '/'), *end = strchr(at, '>');
        size_t len = strcspn(name, " />");
        if (end == NULL || !known(name, len)) {
            fail_msg("a tag that is not ours: %.40s", at);
        }
        bool value = false;
        for (const char *a = at; a < end; a++) { /* no handler among the attributes */
            value ^= *a == '"';
            assert_false(!value && *a == ' ' && strncmp(a + 1, "on", 2) == 0);
        }
        if (at[1] == '/') {
            if (depth == 0 || strncmp(open[depth - 1], name, len) != 0) {
                fail_msg("closed without being open: %.40s", at);
            }
            depth--;
        } else if (!empty_element(name) && end[-1] != '/') {
            assert_true(depth < 64);
            open[depth++] = name;
        }
        at = end;
    }
    assert_int_equal(depth, 0);
    lacks(html, "<script");
    has(html, "<td class=\"anywhere\">xxxxxxxx"); /* what has no space may break, words may not */
    has(html, "<td>NaN</td>");
    assert_int_equal(count(html, "</style"), 1);
    smv_buf_finish(&b);
    smv_doc_finish(&d);
}

/* What a browser calls an error in text is not in the page, whatever was typed. */
static void no_control_gets_through(void **state)
{
    (void)state;
    struct smv_doc d;
    struct smv_buf b = {0};
    assert_true(format_side_hostile(&d, list_path));
    const char *html = written(&b, &d);
    for (const char *at = html; *at; at++) {
        if (((unsigned char)*at < ' ' && *at != '\n' && *at != '\t') || *at == 0x7f) {
            fail_msg("a control character before: %.20s", at + 1);
        }
    }
    for (unsigned cp = 0x80; cp < 0xa0; cp++) {
        const char text[] = {(char)0xc2, (char)cp, 0};
        lacks(html, text);
    }
    lacks(html, "\xef\xbf\xbe");
    lacks(html, "\xef\xbf\xbf");
    lacks(html, "\xef\xb7\x90");
    has(html, "<p>a<br>b</p>"); /* U+2028 */
    smv_buf_finish(&b);
    smv_doc_finish(&d);
}

/* --- pictures --------------------------------------------------------------------------------- */
static const char *picture(struct smv_buf *b, const char *svg, const char *alt)
{
    struct smv_doc d;
    smv_doc_init(&d, "sv");
    smv_doc_picture(&d, smv_span_str(svg), smv_span_str(alt), 40, 20);
    const char *html = written(b, &d);
    smv_doc_finish(&d);
    return html;
}
#define OPEN "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\""

static void drawings_go_in_with_our_words(void **state)
{
    (void)state;
    struct smv_buf b = {0};
    has(picture(&b, "<?xml version=\"1.0\"?>\n" OPEN " role=\"none\" aria-label='x'><g/></svg>",
                "a \"b\" <c>"),
        "<figure>\n<svg role=\"img\" aria-label=\"a &quot;b&quot; &lt;c&gt;\" "
        "xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\" viewBox=\"0 0 40 20\">"
        "<g/></svg>\n<figcaption>a \"b\" &lt;c&gt;</figcaption>");
    has(picture(&b, OPEN "/>", ""), "viewBox=\"0 0 40 20\"></svg>");
    smv_buf_finish(&b);
}

/* Two pictures may use the same identifiers; on one page they are kept apart, and text that looks like one is left. */
static void identifiers_are_the_pictures_own(void **state)
{
    (void)state;
    struct smv_buf b = {0};
    const char *html = picture(&b,
                               OPEN "><defs><g id=\"a\"/></defs><use href=\"#a\"/><rect "
                                    "fill=\"url(#a)\"/><text>url(#a)</text></svg>",
                               "x");
    has(html, "<g id=\"p1-a\"/>");
    has(html, "<use href=\"#p1-a\"/>");
    has(html, "fill=\"url(#p1-a)\"");
    has(html, "<text>url(#a)</text>");
    smv_buf_finish(&b);
}

/* What is not only a drawing is shown as an image file; what is no picture is said in words. */
static void other_pictures_stay_outside(void **state)
{
    (void)state;
    static const char *const outside[] = {
        OPEN "><script>alert(1)</script></svg>",
        OPEN " onload=\"alert(1)\"><g/></svg>",
        OPEN "><g\nONCLICK='x'/></svg>",
        OPEN
        "><foreignObject><p xmlns=\"http://www.w3.org/1999/xhtml\">x</p></foreignObject></svg>",
        OPEN "><style>*{display:none}</style></svg>",
        OPEN "><!-- x --><g/></svg>",
        "<!DOCTYPE svg>" OPEN "><g/></svg>",
    };
    struct smv_buf b = {0};
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        const char *html = picture(&b, outside[i], "words");
        has(html, "<img alt=\"words\" src=\"data:image/svg+xml;base64,");
        lacks(html, "<svg");
    }
    static const char *const broken[] = {
        "", "x", "<svg", OPEN "><g></svg>", OPEN "><p></svg>", "<html/>"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        has(picture(&b, broken[i], "words"), "<figure>\n<p>words</p>");
    }
    smv_buf_finish(&b);
}

/* --- the whole --------------------------------------------------------------------------------- */
static void nothing_is_a_whole_page(void **state)
{
    (void)state;
    struct smv_doc d;
    struct smv_buf b = {0};
    smv_doc_init(&d, "xx");
    (void)smv_doc_add(&d, SMV_BLOCK_CONTENTS, 0, smv_span_str(""));
    (void)smv_doc_add(&d, SMV_BLOCK_HEADING, 1, smv_span_str(""));
    (void)smv_doc_add(&d, SMV_BLOCK_BREAK, 0, smv_span_str(""));
    const char *html = written(&b, &d);
    has(html, "<html lang=\"en-GB\">");
    has(html, "<h1>samverka</h1>\n</header>\n<main>\n</main>\n</body>\n</html>\n");
    lacks(html, "<nav");
    smv_buf_finish(&b);
    smv_doc_finish(&d);
}

static void contents_are_about_a_page(void **state)
{
    (void)state;
    static const struct {
        size_t one, two, three, listed;
    } cases[] = {{3, 10, 20, 33}, {3, 10, 60, 13}, {3, 60, 60, 3}, {1, 60, 0, 61}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct smv_doc d;
        struct smv_buf b = {0};
        smv_doc_init(&d, "sv");
        (void)smv_doc_add(&d, SMV_BLOCK_CONTENTS, 0, smv_span_str(""));
        const size_t n[] = {cases[i].one, cases[i].two, cases[i].three};
        for (unsigned level = 1; level <= 3; level++) {
            for (size_t k = 0; k < n[level - 1]; k++) {
                smv_doc_str(&d, SMV_BLOCK_HEADING, level, "x");
            }
        }
        assert_int_equal(count(written(&b, &d), "<a href=\"#h"), cases[i].listed);
        smv_buf_finish(&b);
        smv_doc_finish(&d);
    }
}

static void equal_documents_give_equal_bytes(void **state)
{
    (void)state;
    struct smv_buf a = {0}, b = {0};
    for (int i = 0; i < 2; i++) {
        struct smv_doc d;
        format_side_full(&d, "nb");
        (void)written(i ? &b : &a, &d);
        smv_doc_finish(&d);
    }
    assert_true(smv_span_eq(smv_buf_span(&a), smv_buf_span(&b)));
    smv_buf_finish(&a);
    smv_buf_finish(&b);
}

int main(int argc, char **argv)
{
    list_path = argc > 1 ? argv[1] : "";
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_block_has_its_element),
        cmocka_unit_test(bullets_nest_and_close),
        cmocka_unit_test(pages_break_elsewhere),
        cmocka_unit_test(tables_fit_their_page),
        cmocka_unit_test(sections_follow_the_levels),
        cmocka_unit_test(every_tag_is_ours_and_closed),
        cmocka_unit_test(no_control_gets_through),
        cmocka_unit_test(drawings_go_in_with_our_words),
        cmocka_unit_test(identifiers_are_the_pictures_own),
        cmocka_unit_test(other_pictures_stay_outside),
        cmocka_unit_test(nothing_is_a_whole_page),
        cmocka_unit_test(contents_are_about_a_page),
        cmocka_unit_test(equal_documents_give_equal_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
