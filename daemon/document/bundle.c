/* bundle.c - see bundle.h. */
#include "daemon/document/bundle.h"
#include <stdio.h>
#include <string.h>
#include "common/base/heap.h"

enum { MOST_FILES = 400, PNG_WIDTH = 2400 };

struct bundle {
    struct smv_buf bytes[MOST_FILES];
    char path[MOST_FILES][100];
    size_t n;
    const char *lang;
    struct smv_buf about; /* the text that tells what each file is */
};

/* In the order sv, nb, en. */
static const char *pick(const struct bundle *b, const char *sv, const char *nb, const char *en)
{
    return strcmp(b->lang, "sv") == 0 ? sv : strcmp(b->lang, "nb") == 0 ? nb : en;
}

static struct smv_buf *add(struct bundle *b, const char *name, const char *ending)
{
    snprintf(b->path[b->n], sizeof b->path[0], "%.80s.%.8s", name, ending);
    return &b->bytes[b->n++];
}

static void tell(struct bundle *b, const char *what)
{
    smv_buf_put_str(&b->about, b->path[b->n - 1]);
    smv_buf_put_str(&b->about, "\n    ");
    smv_buf_put_str(&b->about, what);
    smv_buf_put_str(&b->about, "\n");
}

static enum smv_err documentation(struct bundle *b, const struct smv_doc *d)
{
    const char *name = pick(b, "dokumentation", "dokumentasjon", "documentation");
    SMV_TRY(smv_write_docx(add(b, name, "docx"), d));
    tell(b, pick(b, "Dokumentationen för Word och LibreOffice; går att ändra i.",
                 "Dokumentasjonen for Word og LibreOffice; kan endres.",
                 "The documentation for Word and LibreOffice; it can be edited."));
    SMV_TRY(smv_write_html(add(b, name, "html"), d));
    tell(b, pick(b, "Samma dokumentation för webbläsaren, i en enda fil.",
                 "Den samme dokumentasjonen for nettleseren, i én fil.",
                 "The same documentation for the browser, in a single file."));
    SMV_TRY(smv_write_markdown(add(b, name, "md"), d));
    tell(b, pick(b, "Samma dokumentation som ren text med enkel märkning.",
                 "Den samme dokumentasjonen som ren tekst med enkel merking.",
                 "The same documentation as plain text with simple marks."));
    return SMV_OK;
}

static enum smv_err actions(struct bundle *b, const struct smv_tree *t,
                            const struct smv_doc_facts *facts, const struct smv_doc_wish *wish)
{
    const char *name = pick(b, "atgardsplan", "tiltaksplan", "action-plan");
    struct smv_doc_wish own = *wish;
    struct smv_doc d;
    own.of = SMV_DOC_ACTIONS;
    enum smv_err err = smv_document_make(&d, t, facts, &own);
    if (err == SMV_OK) {
        err = smv_write_xlsx(add(b, name, "xlsx"), &d);
        tell(b, pick(b, "Åtgärdsplanen för Excel, med en rad för varje åtgärd.",
                     "Tiltaksplanen for Excel, med en rad for hvert tiltak.",
                     "The action plan for Excel, a row for each action."));
    }
    if (err == SMV_OK) {
        err = smv_write_csv(add(b, name, "csv"), &d);
        tell(b, pick(b, "Samma rader för andra program.", "De samme radene for andre programmer.",
                     "The same rows for other programs."));
    }
    smv_doc_finish(&d);
    if (err == SMV_OK) {
        smv_write_ics(add(b, name, "ics"), t, facts, b->lang);
        tell(b, pick(b, "Åtgärdernas datum för kalendern.", "Tiltakenes datoer for kalenderen.",
                     "The actions' dates for the calendar."));
    }
    return err;
}

/* Two files a picture; what does not fit is in the documentation all the same. */
static enum smv_err timelines(struct bundle *b, const struct smv_doc *d)
{
    const char *folder = pick(b, "tidslinjer", "tidslinjer", "timelines");
    unsigned number = 0;
    for (size_t i = 0; i < d->n_blocks && b->n + 3 < MOST_FILES; i++) {
        const struct smv_doc_picture *p = d->blocks[i].picture;
        char name[80];
        if (!p) {
            continue;
        }
        snprintf(name, sizeof name, "%s/%02u", folder, ++number);
        smv_buf_put_span(add(b, name, "svg"), p->svg);
        SMV_TRY(smv_svg_to_png(add(b, name, "png"), p->svg, PNG_WIDTH));
    }
    if (number > 0) {
        smv_buf_put_str(&b->about, folder);
        smv_buf_put_str(&b->about, "/\n    ");
        smv_buf_put_str(&b->about,
                        pick(b,
                             "Tidslinjerna i dokumentationens ordning: svg att rita vidare på, "
                             "png att klistra in.",
                             "Tidslinjene i dokumentasjonens rekkefølge: svg til å tegne videre "
                             "på, png til å lime inn.",
                             "The timelines in the documentation's order: svg to draw on, png to "
                             "paste."));
        smv_buf_put_str(&b->about, "\n");
    }
    return SMV_OK;
}

/* Windows' own editor wants to be told that it is UTF-8, and wants its own line ends. */
static void about(struct bundle *b, const struct smv_doc *d)
{
    struct smv_buf *out = add(b, pick(b, "LÄSMIG", "LESMEG", "README"), "txt");
    struct smv_span text;
    struct smv_buf whole = {0};
    smv_buf_put_span(&whole, d->title);
    smv_buf_put_str(&whole, "\n\n");
    text = smv_buf_span(&b->about);
    smv_buf_put_span(&whole, text);
    smv_buf_put_str(&whole, "\n");
    if (d->mark.len > 0) {
        smv_buf_put_span(&whole, d->mark);
        smv_buf_put_str(&whole, "\n");
    }
    smv_buf_put_span(&whole, d->footer);
    smv_buf_put_str(&whole, "\n");
    smv_buf_put_str(out, "\xef\xbb\xbf");
    for (size_t i = 0; i < whole.len; i++) {
        if (whole.data[i] == '\n') {
            smv_buf_put_byte(out, '\r');
        }
        smv_buf_put_byte(out, whole.data[i]);
    }
    smv_buf_finish(&whole);
}

static enum smv_err fill(struct bundle *b, const struct smv_doc *d, const struct smv_tree *t,
                         const struct smv_doc_facts *facts, const struct smv_doc_wish *wish,
                         const struct smv_json_wish *json)
{
    SMV_TRY(documentation(b, d));
    smv_write_json(add(b, pick(b, "seminarium", "seminar", "seminar"), "json"), t, facts, json);
    tell(b, pick(b, "Allt som skrivits, för program; samverka kan läsa in det igen.",
                 "Alt som er skrevet, for programmer; samverka kan lese det inn igjen.",
                 "All that was written, for programs; samverka can read it in again."));
    SMV_TRY(actions(b, t, facts, wish));
    SMV_TRY(timelines(b, d));
    about(b, d);
    return SMV_OK;
}

enum smv_err smv_bundle_write(struct smv_buf *out, const struct smv_tree *t,
                              const struct smv_doc_facts *facts, const struct smv_doc_wish *wish,
                              const struct smv_json_wish *json)
{
    struct bundle *b = smv_zalloc(sizeof *b);
    struct smv_zip_file *files = smv_zalloc(MOST_FILES * sizeof *files);
    struct smv_doc d;
    enum smv_err err = smv_document_make(&d, t, facts, wish);
    b->lang = d.lang;
    if (err == SMV_OK) {
        err = fill(b, &d, t, facts, wish, json);
    }
    for (size_t i = 0; i < b->n; i++) {
        files[i] = (struct smv_zip_file){.path = b->path[i], .bytes = smv_buf_span(&b->bytes[i])};
    }
    if (err == SMV_OK) {
        err = smv_zip_write(out, files, b->n, d.made_ms);
    }
    smv_doc_finish(&d);
    for (size_t i = 0; i < b->n; i++) {
        smv_buf_finish(&b->bytes[i]);
    }
    smv_buf_finish(&b->about);
    smv_free(files);
    smv_free(b);
    return err;
}
