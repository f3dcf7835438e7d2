/* main.c - samverka-document: a seminar on standard input, a document on standard output.
 *
 * What: options, limits, one document, one sentence when there is none; see docs/decisions/0010.
 * Not:  no network, no seminar of its own, no files but a converter's temporary folder.
 * Uses: common/document, common/format, convert.h.
 * Ends with: 0, or the code of fail.h. Standard output is written only when the whole document is there. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include "common/base/hash.h"
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "common/document/parcel.h"
#include "common/format/format.h"
#include "daemon/document/bundle.h"
#include "daemon/document/convert.h"
#include "daemon/document/wanted.h"

enum { CPU_SECONDS = 300, PART = 262144 };
#define MEMORY ((rlim_t)2 << 30)

static int tell(enum smv_document_fail fail)
{
    if (fail != SMV_DOCUMENT_MADE) {
        fprintf(stderr, "samverka-document: %s\n", smv_document_fail_text(fail));
    }
    return smv_document_fail_code(fail);
}

static _Noreturn void on_exhausted(void)
{
    static const char text[] =
        "samverka-document: there was not enough memory to make the document\n";
    (void)!write(STDERR_FILENO, text, sizeof text - 1);
    _exit(smv_document_fail_code(SMV_DOCUMENT_FAIL_MEMORY));
}

/* What came from a library's mistake stays small: no core with people's words in it, no machine that swaps. The soft
 * limit of addresses alone: a converter gets the hard one back. */
static void limit(void)
{
    struct rlimit none = {0, 0}, cpu = {CPU_SECONDS, CPU_SECONDS + 5}, room;
    (void)!setrlimit(RLIMIT_CORE, &none);
    (void)!setrlimit(RLIMIT_CPU, &cpu);
    if (getrlimit(RLIMIT_AS, &room) == 0 && room.rlim_max > MEMORY) {
        room.rlim_cur = MEMORY;
#ifndef __SANITIZE_ADDRESS__
        (void)!setrlimit(RLIMIT_AS, &room);
#endif
    }
    errno = 0;
    (void)!setpriority(PRIO_PROCESS, 0, 10); /* people type on the same machine */
}

/* --- in and out ------------------------------------------------------------------------------------- */

static enum smv_document_fail read_input(struct smv_buf *b)
{
    for (;;) {
        ssize_t n = read(STDIN_FILENO, smv_buf_reserve(b, PART), PART);
        if (n == 0) {
            return SMV_DOCUMENT_MADE;
        }
        if (n < 0 && errno != EINTR) {
            return SMV_DOCUMENT_FAIL_PARCEL;
        }
        b->len += n > 0 ? (size_t)n : 0;
        if (b->len > SMV_MAX_PARCEL) {
            return SMV_DOCUMENT_FAIL_LARGE_PARCEL;
        }
    }
}

static enum smv_document_fail write_output(struct smv_span s)
{
    if (s.len > SMV_MAX_DOCUMENT) {
        return SMV_DOCUMENT_FAIL_LARGE;
    }
    while (s.len > 0) {
        ssize_t n = write(STDOUT_FILENO, s.data, s.len);
        if (n < 0 && errno != EINTR) {
            return SMV_DOCUMENT_FAIL_OUTPUT;
        }
        s = smv_span_from(s, n > 0 ? (size_t)n : 0);
    }
    return SMV_DOCUMENT_MADE;
}

/* --- making ------------------------------------------------------------------------------------------ */

struct making {
    const struct smv_wanted *wanted;
    const struct smv_tree *tree;
    const struct smv_doc_facts *facts;
    struct smv_buf *out;
};

static enum smv_document_fail fail_of(enum smv_err err, const struct making *m)
{
    bool poster = m->wanted->wish.of == SMV_DOC_POSTER;
    return err == SMV_OK            ? SMV_DOCUMENT_MADE
           : err == SMV_ERR_MISSING ? poster ? SMV_DOCUMENT_FAIL_TIMELINE : SMV_DOCUMENT_FAIL_NOBODY
           : err == SMV_ERR_TOO_BIG ? SMV_DOCUMENT_FAIL_LARGE
                                    : SMV_DOCUMENT_FAIL_WRITER;
}

static smv_format_fn writer_of(enum smv_wanted_format format)
{
    switch (format) {
    case SMV_WANTED_docx: return smv_write_docx;
    case SMV_WANTED_html: return smv_write_html;
    case SMV_WANTED_markdown: return smv_write_markdown;
    case SMV_WANTED_text: return smv_write_text;
    case SMV_WANTED_xlsx: return smv_write_xlsx;
    case SMV_WANTED_csv: return smv_write_csv;
    case SMV_WANTED_json:
    case SMV_WANTED_ics:
    case SMV_WANTED_pdf:
    case SMV_WANTED_odt:
    case SMV_WANTED_zip:
    case SMV_WANTED_FORMATS: break;
    }
    return NULL;
}

static enum smv_document_fail convert(const struct making *m, const struct smv_doc *d,
                                      enum smv_conversion how, const struct smv_converters *found)
{
    struct smv_buf from = {0};
    enum smv_err err =
        how == SMV_CONVERT_CHROMIUM_PDF ? smv_write_html(&from, d) : smv_write_docx(&from, d);
    enum smv_document_fail fail = fail_of(err, m);
    if (fail == SMV_DOCUMENT_MADE) {
        fail = smv_convert(m->out, found, how, smv_buf_span(&from), m->wanted->seconds);
    }
    smv_buf_finish(&from);
    return fail;
}

/* A browser that cannot start here (a sandbox in a sandbox) leaves the work to the other one. */
static enum smv_document_fail make_pdf(const struct making *m, const struct smv_doc *d)
{
    struct smv_converters found;
    enum smv_document_fail fail = SMV_DOCUMENT_FAIL_PDF;
    smv_converters_find(&found);
    if (found.chromium[0]) {
        fail = convert(m, d, SMV_CONVERT_CHROMIUM_PDF, &found);
    }
    if (found.office[0] && (fail == SMV_DOCUMENT_FAIL_PDF || fail == SMV_DOCUMENT_FAIL_CONVERTER)) {
        smv_buf_clear(m->out);
        fail = convert(m, d, SMV_CONVERT_OFFICE_PDF, &found);
    }
    return fail;
}

static enum smv_document_fail make_odt(const struct making *m, const struct smv_doc *d)
{
    struct smv_converters found;
    enum smv_document_fail fail = SMV_DOCUMENT_FAIL_ODT;
    smv_converters_find(&found);
    if (found.office[0]) {
        fail = convert(m, d, SMV_CONVERT_OFFICE_ODT, &found);
    }
    if (found.pandoc[0] && (fail == SMV_DOCUMENT_FAIL_ODT || fail == SMV_DOCUMENT_FAIL_CONVERTER)) {
        smv_buf_clear(m->out);
        fail = convert(m, d, SMV_CONVERT_PANDOC_ODT, &found);
    }
    return fail;
}

static enum smv_document_fail make_pages(const struct making *m)
{
    struct smv_doc d;
    enum smv_document_fail fail =
        fail_of(smv_document_make(&d, m->tree, m->facts, &m->wanted->wish), m);
    if (fail == SMV_DOCUMENT_MADE) {
        smv_format_fn write_it = writer_of(m->wanted->format);
        fail = write_it                              ? fail_of(write_it(m->out, &d), m)
               : m->wanted->format == SMV_WANTED_pdf ? make_pdf(m, &d)
                                                     : make_odt(m, &d);
    }
    smv_doc_finish(&d);
    return fail;
}

/* Whose language: as wished, else the seminar's. */
static const char *lang_of(const struct making *m)
{
    struct smv_span own = smv_node_str(m->tree->root, SMV_SEMINAR_LANG);
    return m->wanted->wish.lang[0]  ? m->wanted->wish.lang
           : smv_span_is(own, "sv") ? "sv"
           : smv_span_is(own, "nb") ? "nb"
                                    : "en";
}

/* What a new version would say has changed. As JSON with what is known of the versions: {"number", "draft", "log"}. */
static void make_changes(const struct making *m)
{
    struct smv_doc_version v;
    struct smv_buf log = {0};
    smv_document_version(m->tree, &v);
    smv_document_changes(&log, m->tree, m->facts, lang_of(m));
    if (m->wanted->format == SMV_WANTED_text) {
        smv_buf_put_span(m->out, smv_buf_span(&log));
    } else {
        smv_buf_put_str(m->out, "{\"number\":");
        smv_buf_put_u64(m->out, v.number);
        smv_buf_put_str(m->out,
                        v.draft ? ",\"draft\":true,\"log\":\"" : ",\"draft\":false,\"log\":\"");
        for (size_t i = 0; i < log.len; i++) {
            uint8_t c = log.data[i];
            if (c == '"' || c == '\\') {
                smv_buf_put_byte(m->out, '\\');
            }
            if (c == '\n') {
                smv_buf_put_str(m->out, "\\n");
            } else {
                smv_buf_put_byte(m->out, c < 0x20 ? ' ' : c);
            }
        }
        smv_buf_put_str(m->out, "\"}\n");
    }
    smv_buf_finish(&log);
}

static enum smv_document_fail make(const struct making *m)
{
    const struct smv_wanted *w = m->wanted;
    struct smv_json_wish json = {.deleted = w->deleted, .ballots = w->ballots};
    if (w->of == SMV_WANTED_CHANGES) {
        make_changes(m);
    } else if (w->format == SMV_WANTED_json) {
        smv_write_json(m->out, m->tree, m->facts, &json);
    } else if (w->format == SMV_WANTED_ics) {
        smv_write_ics(m->out, m->tree, m->facts, lang_of(m));
    } else if (w->format == SMV_WANTED_zip) {
        return fail_of(smv_bundle_write(m->out, m->tree, m->facts, &w->wish, &json), m);
    } else {
        return make_pages(m);
    }
    return SMV_DOCUMENT_MADE;
}

static enum smv_document_fail make_from_input(const struct smv_wanted *w)
{
    struct smv_buf in = {0}, out = {0};
    struct smv_tree tree;
    struct smv_doc_facts facts = {0};
    enum smv_document_fail fail = read_input(&in);
    smv_tree_init(&tree, /* history */ false);
    if (fail == SMV_DOCUMENT_MADE) {
        enum smv_err err = smv_parcel_read(smv_buf_span(&in), &tree, &facts);
        fail = err == SMV_OK            ? SMV_DOCUMENT_MADE
               : err == SMV_ERR_VERSION ? SMV_DOCUMENT_FAIL_VERSION
                                        : SMV_DOCUMENT_FAIL_PARCEL;
    }
    if (fail == SMV_DOCUMENT_MADE) {
        fail = make(&(struct making){w, &tree, &facts, &out});
        fail = fail == SMV_DOCUMENT_MADE ? write_output(smv_buf_span(&out)) : fail;
        smv_parcel_finish(&facts);
    }
    smv_tree_finish(&tree);
    smv_buf_finish(&out);
    smv_buf_finish(&in);
    return fail;
}

/* --- what it tells ------------------------------------------------------------------------------------- */

/* A line a format: name, yes or no, the documents that are made in it, and who makes it or why it cannot be; tabs
 * between. */
static void tell_formats(void)
{
    struct smv_converters found;
    smv_converters_find(&found);
    for (unsigned f = 0; f < SMV_WANTED_FORMATS; f++) {
        bool pdf = f == SMV_WANTED_pdf, odt = f == SMV_WANTED_odt;
        const char *by = pdf   ? found.chromium[0] ? found.chromium : found.office
                         : odt ? found.office[0] ? found.office : found.pandoc
                               : "samverka";
        const char *gap = "";
        printf("%s\t%s\t", smv_wanted_formats[f], by[0] ? "yes" : "no");
        for (unsigned of = 0; of < SMV_WANTED_CHANGES; of++) {
            if (smv_wanted_pair(of, (enum smv_wanted_format)f)) {
                printf("%s%s", gap, smv_wanted_of[of]);
                gap = " ";
            }
        }
        printf("\t%s\n", by[0] ? by
                         : pdf ? smv_document_fail_text(SMV_DOCUMENT_FAIL_PDF)
                               : smv_document_fail_text(SMV_DOCUMENT_FAIL_ODT));
    }
}

static void tell_help(void)
{
    puts(
        "samverka-document - makes a document of a seminar that samverkad or samverka hands "
        "over\n\n"
        "usage: samverka-document --format FORMAT [--of DOCUMENT] ... <parcel >document\n\n"
        "  --of DOCUMENT     documentation (the usual one), actions, compendium, empty, poster,\n"
        "                    reminders; changes for the log since the last version\n"
        "  --format FORMAT   docx, html, markdown, text, xlsx, csv, json, ics, pdf, odt, zip\n"
        "  --brief           the documentation's summaries, action plan and starred things only\n"
        "  --lang sv|nb|en   of the document's own words; else the seminar's\n"
        "  --group ID        the compendium of this group\n"
        "  --participant ID  the compendium of this participant\n"
        "  --deleted         json, zip: with what is in the bin\n"
        "  --ballots         json, zip: with the devices' ballots\n"
        "  --seconds N       how long a converter may take (60)\n"
        "  --formats         tell which formats can be made here, and why not\n\n"
        "Ends with 64 a wrong option, 65 a wrong parcel, 66 nothing to make it of, 69 a program "
        "that\n"
        "is missing, 70 a program that failed, 71 no memory, 73 no folder, 74 no output, 75 time.");
}

int main(int argc, char **argv)
{
    struct smv_wanted wanted;
    signal(SIGPIPE, SIG_IGN);
    limit();
    smv_heap_set_exhausted(on_exhausted);
    smv_hash_init();
    enum smv_document_fail fail = smv_wanted_read(argc, argv, &wanted);
    if (fail != SMV_DOCUMENT_MADE) {
        return tell(fail);
    }
    if (wanted.help) {
        tell_help();
    } else if (wanted.version) {
        puts("samverka-document " SMV_VERSION);
    } else if (wanted.formats) {
        tell_formats();
    } else {
        return tell(make_from_input(&wanted));
    }
    return fflush(stdout) == 0 ? 0 : tell(SMV_DOCUMENT_FAIL_OUTPUT);
}
