/* format_side.c - see format_side.h. */
#include "tests/lib/format_side.h"
#include <jansson.h>
#include <string.h>

#define SVG                                                                                        \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                                 \
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 800 300\" font-family=\"Inter, "      \
    "Liberation Sans, sans-serif\"><defs><marker id=\"tip\" markerWidth=\"8\" markerHeight=\"8\" " \
    "refX=\"7\" refY=\"4\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"#0b5a6b\"/></marker>"  \
    "</defs><rect width=\"800\" height=\"300\" fill=\"#f1efe9\"/><rect x=\"40\" y=\"60\" "         \
    "width=\"220\" height=\"80\" rx=\"6\" fill=\"#fff\" stroke=\"#7b8790\"/><text x=\"60\" "       \
    "y=\"108\" font-size=\"22\" fill=\"#14212b\">Första mötet &amp; plan</text><path "           \
    "d=\"M260 100H520\" stroke=\"#0b5a6b\" stroke-width=\"3\" marker-end=\"url(#tip)\"/><rect "    \
    "x=\"530\" y=\"60\" width=\"230\" height=\"80\" rx=\"6\" fill=\"#e3f0f2\"/><text x=\"550\" "   \
    "y=\"108\" font-size=\"22\" fill=\"#14212b\">Uppföljning</text></svg>"

static struct smv_span str(const char *text)
{
    return smv_span_str(text);
}

static void heading(struct smv_doc *d, unsigned level, const char *label, const char *text)
{
    struct smv_block *b = smv_doc_str(d, SMV_BLOCK_HEADING, level, text);
    b->label = smv_doc_keep(d, str(label));
}

static void table(struct smv_doc *d, const char *name)
{
    const struct smv_doc_column columns[] = {
        {.title = str("Åtgärd"), .weight = 4},
        {.title = str("Ansvarig"), .weight = 3},
        {.title = str("Senast"), .type = SMV_CELL_DATE, .weight = 2},
        {.title = str("Röster"), .type = SMV_CELL_NUMBER, .weight = 1},
        {.title = str("Läge"),
         .type = SMV_CELL_CHOICE,
         .weight = 2,
         .choices = str("öppen\npågår\nklar")},
    };
    struct smv_doc_table *t = smv_doc_table(d, name, columns, 5);
    t->data = true;
    for (unsigned i = 0; i < 30; i++) {
        struct smv_doc_cell *c = smv_doc_row(t);
        c[0].text = str(i % 3 == 0 ? "Kontaktperson före utskrivning, hos kommunen och hos oss,\n"
                                     "med ett namn som den enskilde får skriftligt"
                                   : "Gemensam mall för samtycke");
        c[0].style = i == 0 ? SMV_RUN_BOLD : 0;
        c[1].text = str("Åsa Öberg, Länsstyrelsen");
        c[2].text = str("15 januari 2027");
        c[2].num = 20270115;
        c[3].text = str("12");
        c[3].num = 12;
        c[4].text = str(i % 2 ? "pågår" : "öppen");
    }
    (void)smv_doc_row(t);
}

static void chapter(struct smv_doc *d)
{
    heading(d, 1, "1", "Samverkan från första dagen");
    smv_doc_str(d, SMV_BLOCK_NOTE, 0, "Grupp 1–4, eftermiddagen. Referent: Siv Ek.");
    struct smv_block *b = smv_doc_str(d, SMV_BLOCK_PARA, 0, "Vi vill att alla som behöver stöd ");
    smv_doc_run(d, b, SMV_RUN_BOLD, str("får en kontaktperson"));
    smv_doc_run(d, b, 0, str(" innan de lämnar oss, och att "));
    smv_doc_run(d, b, SMV_RUN_ITALIC, str("samma person"));
    smv_doc_run(d, b, 0, str(" finns kvar hela vägen."));
    smv_doc_run(d, b, SMV_RUN_QUIET, str(" (två grupper)"));
    heading(d, 2, "1.1", "Vad fungerar redan?");
    smv_doc_str(d, SMV_BLOCK_BULLET, 1, "Täta möten mellan kommun och region");
    smv_doc_str(d, SMV_BLOCK_BULLET, 2, "varje vecka det första halvåret");
    smv_doc_str(d, SMV_BLOCK_BULLET, 3, "digitalt när vägen är lång");
    smv_doc_str(d, SMV_BLOCK_BULLET, 2, "därefter en gång i månaden");
    smv_doc_str(d, SMV_BLOCK_BULLET, 1, "En väg in: ett telefonnummer, en brevlåda");
    smv_doc_str(d, SMV_BLOCK_PARA, 0, "Diskussionen rörde först tiden.\nSedan talade vi om plats.");
    heading(d, 3, "", "Grupp 2");
    smv_doc_str(d, SMV_BLOCK_NOTICE, 0,
                "Gruppen hann inte med frågan; svaret är från passet före.");
    heading(d, 4, "", "Källor");
    smv_doc_str(d, SMV_BLOCK_NOTE, 0, "Punkterna kommer från grupp 1 och 3.");
    heading(d, 2, "1.2", "Vad hindrar?");
    smv_doc_str(d, SMV_BLOCK_RULED, 5, "");
}

void format_side_full(struct smv_doc *d, const char *lang)
{
    smv_doc_init(d, lang);
    d->title = str("Samverkan mot återfall: dokumentation");
    d->mark = str("Utkast 22 november 2026 10:42");
    d->footer = str("Samverkan mot återfall · dokumentation · utkast till version 2");
    d->made_ms = 1795340520000;
    smv_doc_str(d, SMV_BLOCK_TITLE, 0, "Samverkan mot återfall");
    smv_doc_str(d, SMV_BLOCK_SUBTITLE, 0, "Dokumentation från seminariet");
    (void)smv_doc_fact(d, "Dag", str("22 november 2026"));
    (void)smv_doc_fact(d, "Plats", str("Folkets hus, Malmö"));
    (void)smv_doc_fact(d, "Version",
                       str("utkast till version 2, med alla ändringar som gjorts "
                           "efter att version 1 sändes ut till deltagarna"));
    smv_doc_str(d, SMV_BLOCK_NOTICE, 0, "Detta är ett utkast. Läs det, och säg till om något.");
    (void)smv_doc_add(d, SMV_BLOCK_CONTENTS, 0, str(""));
    (void)smv_doc_add(d, SMV_BLOCK_BREAK, 0, str(""));
    chapter(d);
    heading(d, 1, "2", "Tidslinjen");
    smv_doc_picture(d, str(SVG), str("Tidslinje för grupp 2: två kort och en pil"), 800, 300);
    smv_doc_picture(d, str(SVG),
                    str("Samma tidslinje en gång till.\nFörst ett kort om det första mötet, "
                        "sedan ett om uppföljningen."),
                    800, 300);
    heading(d, 2, "2.1", "Hela vägen");
    smv_doc_picture(d, str(SVG), str("Samma tidslinje på en bredare sida"), 1600, 600);
    smv_doc_str(d, SMV_BLOCK_PARA, 0, "Här står sidan upp igen.");
    heading(d, 1, "", "Handlingsplan");
    table(d, "Handlingsplan");
    table(d, "Avslutat");
    heading(d, 1, "B", "Deltagande organisationer");
    smv_doc_str(d, SMV_BLOCK_PARA, 0, "Malmö stad\nRegion Skåne\nالجمعية السورية (Malmö)");
    smv_doc_str(d, SMV_BLOCK_PARA, 0, "👩‍👩‍👧‍👦 och 𝒜 hör också till.");
    (void)smv_doc_add(d, SMV_BLOCK_BREAK, 0, str(""));
}

/* The text as every kind of block can hold it. */
static void everywhere(struct smv_doc *d, struct smv_span text, size_t nth)
{
    smv_doc_add(d, SMV_BLOCK_HEADING, (unsigned)(nth % 6), text)->label =
        nth % 4 == 0 ? smv_doc_keep(d, text) : smv_span(NULL, 0);
    smv_doc_add(d, SMV_BLOCK_PARA, 0, text);
    smv_doc_add(d, SMV_BLOCK_BULLET, (unsigned)(nth * 7 % 5), text);
    smv_doc_add(d, SMV_BLOCK_NOTE, 0, text);
    smv_doc_add(d, SMV_BLOCK_NOTICE, 0, text);
    (void)smv_doc_fact(d, "", text);
}

bool format_side_hostile(struct smv_doc *d, const char *path)
{
    json_t *all = json_load_file(path, 0, NULL);
    if (!json_is_array(all)) {
        json_decref(all);
        return false;
    }
    smv_doc_init(d, "nb");
    struct smv_doc_column columns[2] = {{.weight = 1}, {.weight = 0, .type = SMV_CELL_NUMBER}};
    columns[0].title = columns[1].title = str("</th>");
    size_t i;
    json_t *one;
    smv_doc_str(d, SMV_BLOCK_TITLE, 0, "</title><script>alert(1)</script>");
    (void)smv_doc_add(d, SMV_BLOCK_CONTENTS, 0, str(""));
    json_array_foreach(all, i, one)
    {
        everywhere(d, smv_span(json_string_value(one), json_string_length(one)), i);
    }
    struct smv_doc_table *t = smv_doc_table(d, "\"><script>", columns, 2);
    json_array_foreach(all, i, one)
    {
        struct smv_doc_cell *c = smv_doc_row(t);
        c[0].text = smv_doc_keep(d, smv_span(json_string_value(one), json_string_length(one)));
        c[1].text = c[0].text;
        c[1].style = 7;
    }
    struct smv_buf b = {0};
    for (size_t k = 0; k < FORMAT_SIDE_LONG; k++) {
        smv_buf_put_str(&b, k % 9 == 8 ? " " : "å");
    }
    smv_doc_add(d, SMV_BLOCK_PARA, 0, smv_buf_span(&b));
    smv_buf_finish(&b);
    smv_doc_picture(d, str("<svg><not closed"), str("trasig \"bild\" </w:p>"), 0, 0);
    smv_doc_picture(d,
                    str("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">"
                        "<script>alert(1)</script><rect width=\"9\" height=\"9\"/></svg>"),
                    str("\" onload=\"alert(1)"), 9, 9);
    smv_doc_picture(d,
                    str("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\" "
                        "role=\"x\" onload=\"alert(1)\"><rect width=\"9\" height=\"9\"/></svg>"),
                    str("handler"), 9, 9);
    d->title = d->mark = d->footer = smv_doc_keep(d, str("\"}</style><script>alert(1)</script>"));
    json_decref(all);
    return true;
}
