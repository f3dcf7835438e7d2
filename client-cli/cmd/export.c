/* export.c - "export": a document of the seminar; "formats": in which formats; "finalise": the next version.
 *
 * What: what this link may read, as it was last confirmed, goes to samverka-document; JSON is written here.
 * Uses: io/document.h.    Thread: one. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "client-cli/cmd/node.h"
#include "client-cli/cmd/verbs.h"
#include "client-cli/io/document.h"
#include "client-cli/io/files.h"
#include "common/base/utf8.h"
#include "common/document/fail.h"

enum { NOTE_CHARS = 2000, WHO_CHARS = 120, LOG_CHARS = 20000, MOST_ARGS = 16 };

/* The program's sentences are English; here they are in the language of the messages. */
static const char *const sentences[] = {
#define X(name, code, text) N_(text),
    SMV_DOCUMENT_FAIL_MAP(X)
#undef X
};

static const char *sentence(const char *text)
{
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        if (strcmp(sentences[i], text) == 0) {
            return _(sentences[i]);
        }
    }
    return text;
}

static enum smv_cli_exit told(const struct smv_document_run *run)
{
    enum smv_cli_exit e = run->code == 64   ? SMV_CLI_USAGE
                          : run->code == 66 ? SMV_CLI_NOT_FOUND
                                            : SMV_CLI_INTERNAL;
    return run->text[0] != '\0'
               ? smv_fail(e, "%s", sentence(run->text))
               : smv_fail(SMV_CLI_INTERNAL,
                          _("the program that makes documents ended before it was done"));
}

static enum smv_cli_exit run_program(const char *const *args, struct smv_span in,
                                     struct smv_document_run *ret)
{
    enum smv_err err = smv_document_run(args, in, ret);
    if (err == SMV_ERR_MISSING) {
        return smv_fail(SMV_CLI_INTERNAL,
                        _("samverka-document is not installed; it belongs beside samverka"));
    }
    if (err != SMV_OK) {
        return smv_fail(SMV_CLI_INTERNAL, _("samverka-document cannot be started"));
    }
    return ret->code == 0 ? SMV_CLI_DONE : told(ret);
}

static void parcel_of(struct smv_ctx *x, struct smv_buf *b)
{
    smv_document_parcel(b, x->client, x->profile.url.seminar, smv_now_ms(x));
}

/* --- export --------------------------------------------------------------------------------------------------- */
static enum smv_cli_exit put_out(struct smv_ctx *x, struct smv_span s)
{
    const char *path = smv_opt(x, "output");
    if (path == NULL) {
        fwrite(s.data, 1, s.len, x->out.file);
        return SMV_CLI_DONE;
    }
    enum smv_err err = smv_file_replace(path, s, /* durable */ true);
    return err == SMV_OK ? SMV_CLI_DONE
                         : smv_fail(SMV_CLI_NOT_FOUND, _("%s cannot be written: %s"), path,
                                    smv_err_text(err));
}

static enum smv_cli_exit export_json(struct smv_ctx *x)
{
    struct smv_buf out = {0};
    enum smv_err err = smv_document_json(&out, x->client, x->profile.url.seminar, smv_now_ms(x),
                                         smv_opt(x, "deleted") != NULL);
    enum smv_cli_exit e =
        err == SMV_OK
            ? put_out(x, smv_buf_span(&out))
            : smv_fail(SMV_CLI_INTERNAL, _("what is kept of the seminar here cannot be read: %s"),
                       smv_err_text(err));
    smv_buf_finish(&out);
    return e;
}

/* A node of the seminar by title or id, as the program wants to hear it. */
static enum smv_cli_exit node_arg(struct smv_ctx *x, const char *option, unsigned kind,
                                  const char **args, size_t *n, char id[SMV_ID_TEXT])
{
    static const char *const names[] = {"--group", "--participant"};
    smv_id found;
    const char *address = smv_opt(x, option);
    if (address == NULL) {
        return SMV_CLI_DONE;
    }
    enum smv_cli_exit e = smv_need_kind(x, address, kind, &found);
    if (e == SMV_CLI_DONE) {
        smv_id_text(id, found);
        args[(*n)++] = names[kind == SMV_KIND_PARTICIPANT];
        args[(*n)++] = id;
    }
    return e;
}

static enum smv_cli_exit export_made(struct smv_ctx *x, const char *format)
{
    const char *args[MOST_ARGS + 1] = {"--format", format}, *of = smv_opt(x, "of");
    size_t n = 2;
    char group[SMV_ID_TEXT], participant[SMV_ID_TEXT];
    struct smv_buf parcel = {0};
    struct smv_document_run run = {0};
    enum smv_cli_exit e = node_arg(x, "group", SMV_KIND_GROUP, args, &n, group);
    if (e == SMV_CLI_DONE) {
        e = node_arg(x, "participant", SMV_KIND_PARTICIPANT, args, &n, participant);
    }
    if (e != SMV_CLI_DONE) {
        return e;
    }
    if (of != NULL) {
        args[n++] = "--of";
        args[n++] = of;
    }
    if (smv_opt(x, "lang") != NULL) {
        args[n++] = "--lang";
        args[n++] = smv_opt(x, "lang");
    }
    if (smv_opt(x, "brief") != NULL) {
        args[n++] = "--brief";
    }
    if (smv_opt(x, "deleted") != NULL) {
        args[n++] = "--deleted";
    }
    parcel_of(x, &parcel);
    e = run_program(args, smv_buf_span(&parcel), &run);
    if (e == SMV_CLI_DONE) {
        e = put_out(x, smv_buf_span(&run.out));
    }
    smv_buf_finish(&parcel);
    smv_buf_finish(&run.out);
    return e;
}

static bool is_for_programs(const char *format)
{
    static const char *const words[] = {"docx", "xlsx", "pdf", "odt", "zip"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i], format) == 0) {
            return true;
        }
    }
    return false;
}

static enum smv_cli_exit run_export(struct smv_ctx *x)
{
    const char *format = x->n_args > 0 ? x->args[0] : "json";
    bool json = strcmp(format, "json") == 0 && smv_opt(x, "of") == NULL;
    if (is_for_programs(format) && smv_opt(x, "output") == NULL && isatty(fileno(x->out.file))) {
        return smv_fail(SMV_CLI_USAGE, _("%s is nothing for a terminal; say --output FILE"),
                        format);
    }
    enum smv_cli_exit e = smv_open(x);
    if (e == SMV_CLI_DONE) {
        e = json ? export_json(x) : export_made(x, format);
    }
    return e == SMV_CLI_DONE && x->offline ? SMV_CLI_OFFLINE : e;
}

/* --- formats ----------------------------------------------------------------------------------------------------- */
static enum smv_cli_exit run_formats(struct smv_ctx *x)
{
    static const char *const args[] = {"--formats", NULL};
    struct smv_document_run run = {0};
    enum smv_cli_exit e = run_program(args, smv_span(NULL, 0), &run);
    x->out.impl->table(&x->out, "formats");
    char *line = e == SMV_CLI_DONE ? strtok((char *)(uintptr_t)smv_buf_cstr(&run.out), "\n") : NULL;
    for (; line != NULL; line = strtok(NULL, "\n")) {
        char none[] = "", *part[4] = {line, none, none, none};
        for (size_t i = 1; i < 4; i++) {
            char *tab = strchr(part[i - 1], '\t');
            if (tab == NULL) {
                break;
            }
            *tab = '\0';
            part[i] = tab + 1;
        }
        bool ok = strcmp(part[1], "yes") == 0;
        struct smv_cell row[] = {smv_text_cell("name", _("FORMAT"), part[0]),
                                 smv_bool_cell("ok", NULL, ok),
                                 smv_text_cell("of", _("DOCUMENTS"), part[2]),
                                 smv_text_cell("why", _("WHY NOT"), ok ? "" : sentence(part[3]))};
        x->out.impl->row(&x->out, row, 4);
    }
    x->out.impl->end(&x->out);
    smv_buf_finish(&run.out);
    return e;
}

/* --- finalise ---------------------------------------------------------------------------------------------------- */
/* At most so many characters of text. */
static struct smv_span cut(struct smv_span text, size_t chars)
{
    size_t n = 0, at = 0;
    while (at < text.len && n < chars) {
        do {
            at++;
        } while (at < text.len && (text.data[at] & 0xc0) == 0x80);
        n++;
    }
    return smv_span(text.data, at);
}

/* The person's name; else the link's label, unless it is the one that a new seminar gives; else nothing: the document
 * says "the organiser" in its own language. */
static void who_of(struct smv_ctx *x, struct smv_buf *ret)
{
    struct smv_client_info info;
    smv_client_info(x->client, &info);
    smv_buf_put_str(ret, x->profile.person);
    if (ret->len == 0 && smv_client_kind(x->client, info.link) == SMV_KIND_LINK) {
        smv_client_text(x->client, info.link, SMV_LINK_LABEL, ret);
    }
    if (smv_span_is(smv_buf_span(ret), "organiser")) {
        smv_buf_clear(ret);
    }
}

static unsigned next_number(const struct smv_tree *t)
{
    uint64_t last = 0;
    for (const struct smv_node *n = t->root->first; n != NULL; n = n->next) {
        if (n->kind == SMV_KIND_VERSION && !n->deleted) {
            uint64_t number = smv_node_num(n, SMV_VERSION_NUMBER);
            last = number > last ? number : last;
        }
    }
    return (unsigned)last + 1;
}

static enum smv_cli_exit add_version(struct smv_ctx *x, const json_t *changes, const char *note)
{
    const struct smv_tree *t = smv_client_confirmed(x->client);
    unsigned number = next_number(t);
    struct smv_buf who = {0};
    who_of(x, &who);
    struct smv_field_value fields[] = {
        {SMV_VERSION_NUMBER, {.type = SMV_TYPE_INT, .num = number}},
        {SMV_VERSION_WHEN, {.type = SMV_TYPE_INT, .num = (uint64_t)smv_now_ms(x)}},
        {SMV_VERSION_WHO, {.type = SMV_TYPE_TEXT, .str = cut(smv_buf_span(&who), WHO_CHARS)}},
        {SMV_VERSION_NOTE, {.type = SMV_TYPE_TEXT, .str = smv_span_str(note)}},
        {SMV_VERSION_LOG,
         {.type = SMV_TYPE_TEXT,
          .str = cut(smv_span_str(smv_json_str(changes, "log")), LOG_CHARS)}}};
    smv_id last = t->root->last != NULL ? t->root->last->id : 0;
    bool added = smv_client_add(x->client, SMV_KIND_VERSION, SMV_ROOT, last, fields, 5) != 0;
    smv_buf_finish(&who);
    if (!added) {
        return smv_fail(SMV_CLI_DENIED, _("only an organiser declares a version finished"));
    }
    enum smv_cli_exit e = smv_commit(x);
    if (e == SMV_CLI_DONE) {
        smv_out_fact(&x->out, smv_num_cell("number", _("version"), number));
    }
    return e;
}

static enum smv_cli_exit run_finalise(struct smv_ctx *x)
{
    static const char *const args[] = {"--of", "changes", "--format", "json", NULL};
    const char *note = smv_opt(x, "note") != NULL ? smv_opt(x, "note") : "";
    struct smv_buf parcel = {0};
    struct smv_document_run run = {0};
    if (!smv_utf8_clean(smv_span_str(note)) || smv_utf8_count(smv_span_str(note)) > NOTE_CHARS) {
        return smv_fail(SMV_CLI_USAGE, _("--note takes a text of at most 2000 characters"));
    }
    enum smv_cli_exit e = smv_open(x);
    if (e == SMV_CLI_DONE && x->offline) {
        return smv_fail(SMV_CLI_OFFLINE,
                        _("a version is declared finished only while connected; nothing was done"));
    }
    if (e != SMV_CLI_DONE) {
        return e;
    }
    parcel_of(x, &parcel);
    e = run_program(args, smv_buf_span(&parcel), &run);
    json_t *changes =
        e == SMV_CLI_DONE ? json_loadb((const char *)run.out.data, run.out.len, 0, NULL) : NULL;
    if (e == SMV_CLI_DONE && !json_is_true(json_object_get(changes, "draft"))) {
        e = smv_fail(SMV_CLI_REFUSED,
                     _("nothing that is printed has changed since version %d; there is no new one"),
                     (int)json_integer_value(json_object_get(changes, "number")));
    } else if (e == SMV_CLI_DONE) {
        e = add_version(x, changes, note);
    }
    json_decref(changes);
    smv_buf_finish(&parcel);
    smv_buf_finish(&run.out);
    return e;
}

static const struct smv_cmd_option export_options[] = {
    {"of", N_("DOCUMENT"),
     N_("documentation, actions, compendium, empty, poster or reminders (default: documentation)")},
    {"brief", NULL, N_("of the documentation: summaries, action plan and what has a star")},
    {"lang", N_("sv|nb|en"), N_("language of the document's own words (default: the seminar's)")},
    {"group", N_("GROUP"), N_("the compendium of this group")},
    {"participant", N_("PERSON"), N_("the compendium of this participant")},
    {"output", N_("FILE"), N_("write there (0600) instead of to standard output")},
    {"deleted", NULL, N_("json, zip: also what is in the bin")},
    {NULL, NULL, NULL}};
static const struct smv_cmd_option finalise_options[] = {
    {"note", N_("TEXT"), N_("what the readers should know of this version")}, {NULL, NULL, NULL}};

const struct smv_cmd smv_cmd_export = {
    .name = "export",
    .args = "[FORMAT] [--of DOCUMENT] [--output FILE] ...",
    .about = N_("Write a document of what this link may read; JSON when no format is named"),
    .more = N_("FORMAT: docx, pdf, html, odt, markdown, text, xlsx, csv, ics, json or zip. Without "
               "a connection it is made of what was last known here."),
    .options = export_options,
    .max_args = 1,
    .run = run_export};
const struct smv_cmd smv_cmd_formats = {
    .name = "formats",
    .args = "",
    .about = N_("Tell which documents this computer makes in which formats, and why not"),
    .run = run_formats};
const struct smv_cmd smv_cmd_finalise = {
    .name = "finalise",
    .args = "[--note TEXT]",
    .about = N_("Declare the documentation finished as its next version (organiser)"),
    .options = finalise_options,
    .run = run_finalise};
