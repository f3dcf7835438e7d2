/* import.c - "import": people from a table (CSV), or a whole seminar from an export.
 *
 * People: the organiser's own link adds organisations and participants; the columns are found by their
 * headings, in Swedish, Norwegian or English. A person of the same name and organisation is not added again. */
#include <string.h>
#include <strings.h>
#include "client-cli/cmd/csv.h"
#include "client-cli/cmd/node.h"
#include "client-cli/cmd/verbs.h"
#include "client-cli/io/files.h"
#include "common/base/heap.h"

/* An export is packed without its blanks and goes in one line, which the daemon bounds at 64 MiB. */
enum { MAX_TABLE = 16 * 1024 * 1024, MAX_EXPORT = 64 * 1024 * 1024 - 4096 };
enum { COL_NAME, COL_ORG, COL_SECTOR, COL_AREA, COL_EMAIL, N_COLS };

static int column_of(const char *head)
{
    static const char *const words[N_COLS][6] = {
        {"name", "namn", "navn", "participant", "deltagare", "deltaker"},
        {"organisation", "organization", "organisasjon", "org", "arbetsplats", "verksamhet"},
        {"sector", "sektor", NULL, NULL, NULL, NULL},
        {"area", "kommun", "kommune", "område", "ort", "sted"},
        {"e-mail", "email", "e-post", "epost", "mail", NULL}};
    for (int c = 0; c < N_COLS; c++) {
        for (int i = 0; i < 6 && words[c][i] != NULL; i++) {
            if (strcasecmp(words[c][i], head) == 0) {
                return c;
            }
        }
    }
    return -1;
}

struct people {
    struct smv_ctx *x;
    int columns[N_COLS]; /* which cell; -1 none */
    size_t added, known, organisations;
};

static const char *cell(const struct people *p, const struct smv_csv_row *row, int column)
{
    int at = p->columns[column];
    return at >= 0 && (size_t)at < row->n ? row->cells[at] : "";
}

/* The child of the root of this kind and title; 0 none. org: its organisation, 0 any */
static smv_id find_child(struct smv_client *c, unsigned kind, const char *title, smv_id org)
{
    size_t n;
    smv_id found = 0;
    struct smv_buf b = {0};
    smv_id *kids = smv_children(c, SMV_ROOT, false, &n);
    for (size_t i = 0; found == 0 && i < n; i++) {
        if (smv_client_kind(c, kids[i]) != kind) {
            continue;
        }
        smv_title(c, kids[i], &b);
        if (smv_span_is(smv_buf_span(&b), title) &&
            (org == 0 || smv_num(c, kids[i], SMV_PARTICIPANT_ORGANISATION) == org)) {
            found = kids[i];
        }
    }
    smv_buf_finish(&b);
    smv_free(kids);
    return found;
}

static smv_id add_last(struct smv_client *c, unsigned kind, const struct smv_field_value *f,
                       size_t n)
{
    const smv_id *ids;
    size_t kids = smv_client_children(c, SMV_ROOT, true, &ids);
    return smv_client_add(c, kind, SMV_ROOT, kids > 0 ? ids[kids - 1] : 0, f, n);
}

static void put(struct smv_field_value *fields, size_t *n, unsigned field, enum smv_type type,
                const char *text)
{
    if (*text != '\0') {
        fields[(*n)++] =
            (struct smv_field_value){(uint8_t)field, {.type = type, .str = smv_span_str(text)}};
    }
}

static smv_id organisation(struct people *p, const struct smv_csv_row *row)
{
    const char *name = cell(p, row, COL_ORG);
    struct smv_field_value f[3];
    size_t n = 0;
    smv_id id = *name != '\0' ? find_child(p->x->client, SMV_KIND_ORGANISATION, name, 0) : 0;
    if (*name == '\0' || id != 0) {
        return id;
    }
    put(f, &n, SMV_ORGANISATION_NAME, SMV_TYPE_TEXT, name);
    put(f, &n, SMV_ORGANISATION_SECTOR, SMV_TYPE_STR, cell(p, row, COL_SECTOR));
    p->organisations++;
    return add_last(p->x->client, SMV_KIND_ORGANISATION, f, n);
}

static bool add_person(struct people *p, const struct smv_csv_row *row)
{
    const char *name = cell(p, row, COL_NAME);
    struct smv_field_value f[5];
    size_t n = 0;
    if (*name == '\0') {
        return true;
    }
    smv_id org = organisation(p, row);
    if (find_child(p->x->client, SMV_KIND_PARTICIPANT, name, org) != 0) {
        p->known++;
        return true;
    }
    put(f, &n, SMV_PARTICIPANT_NAME, SMV_TYPE_TEXT, name);
    if (org != 0) {
        f[n++] = (struct smv_field_value){SMV_PARTICIPANT_ORGANISATION,
                                          {.type = SMV_TYPE_REF, .num = org}};
    }
    put(f, &n, SMV_PARTICIPANT_SECTOR, SMV_TYPE_STR, cell(p, row, COL_SECTOR));
    put(f, &n, SMV_PARTICIPANT_AREA, SMV_TYPE_STR, cell(p, row, COL_AREA));
    put(f, &n, SMV_PARTICIPANT_EMAIL, SMV_TYPE_STR, cell(p, row, COL_EMAIL));
    p->added++;
    return add_last(p->x->client, SMV_KIND_PARTICIPANT, f, n) != 0;
}

static enum smv_cli_exit read_heads(struct people *p, const struct smv_csv_row *heads)
{
    for (int c = 0; c < N_COLS; c++) {
        p->columns[c] = -1;
    }
    for (size_t i = 0; i < heads->n; i++) {
        int c = column_of(heads->cells[i]);
        if (c >= 0 && p->columns[c] < 0) {
            p->columns[c] = (int)i;
        }
    }
    return p->columns[COL_NAME] >= 0
               ? SMV_CLI_DONE
               : smv_fail(SMV_CLI_USAGE,
                          _("the first line names the columns; one of them is \"name\""));
}

static enum smv_cli_exit import_people(struct smv_ctx *x, struct smv_span text)
{
    struct people p = {.x = x};
    struct smv_csv csv;
    struct smv_csv_row row = {0};
    enum smv_cli_exit e = smv_open(x);
    if (e != SMV_CLI_DONE) {
        return e;
    }
    smv_csv_init(&csv, text);
    bool any = smv_csv_next(&csv, &row);
    e = any ? read_heads(&p, &row) : smv_fail(SMV_CLI_USAGE, _("the file is empty"));
    while (e == SMV_CLI_DONE && smv_csv_next(&csv, &row)) {
        if (!add_person(&p, &row)) {
            e = smv_fail(SMV_CLI_USAGE,
                         _("line %zu does not fit, or this link cannot write people"), csv.line);
        }
    }
    smv_csv_row_finish(&row);
    if (e != SMV_CLI_DONE) {
        return e; /* nothing has been sent or kept */
    }
    e = smv_commit(x);
    smv_out_fact(&x->out, smv_num_cell("added", _("people added"), (int64_t)p.added));
    smv_out_fact(&x->out,
                 smv_num_cell("organisations", _("organisations added"), (int64_t)p.organisations));
    smv_out_fact(&x->out, smv_num_cell("known", _("there already"), (int64_t)p.known));
    smv_out_fact(&x->out, smv_text_cell("state", NULL, smv_exit_word(e)));
    return e;
}

/* A whole seminar becomes one of the daemon's: the host asks for it. */
static enum smv_cli_exit import_seminar(struct smv_ctx *x, struct smv_span text)
{
    json_error_t error;
    json_t *answer, *export = json_loadb((const char *)text.data, text.len, 0, &error);
    const char *name = smv_opt(x, "name");
    if (strcmp(smv_json_str(export, "format"), "samverka-export-1") != 0) {
        json_decref(export);
        return smv_fail(SMV_CLI_USAGE, _("%s is no export of samverka"), x->args[0]);
    }
    enum smv_cli_exit e = smv_ask_host(
        x, json_pack("{s:s, s:s, s:o}", "do", "import", "name", name, "export", export), &answer);
    if (e == SMV_CLI_DONE) {
        smv_tell_made(x, answer);
        json_int_t left = json_integer_value(json_object_get(answer, "left_out"));
        smv_out_fact(&x->out, smv_num_cell("left_out", _("references left out"), left));
        json_decref(answer);
    }
    return e;
}

static enum smv_cli_exit run_import(struct smv_ctx *x)
{
    struct smv_buf text = {0};
    enum smv_err err =
        smv_file_read(x->args[0], smv_opt(x, "name") != NULL ? MAX_EXPORT : MAX_TABLE, &text);
    if (err != SMV_OK) {
        return smv_fail(SMV_CLI_NOT_FOUND, _("%s cannot be read: %s"), x->args[0],
                        smv_err_text(err));
    }
    enum smv_cli_exit e = smv_opt(x, "name") != NULL ? import_seminar(x, smv_buf_span(&text))
                                                     : import_people(x, smv_buf_span(&text));
    smv_buf_finish(&text);
    return e;
}

static const struct smv_cmd_option options[] = {
    {"name", N_("NAME"), N_("FILE is an export: make the seminar NAME of it (host)")},
    {NULL, NULL, NULL}};

const struct smv_cmd smv_cmd_import = {
    .name = "import",
    .args = "FILE [--name NAME]",
    .about = N_("Take in people from a table (CSV), or a seminar from an export"),
    .more = N_("The table's first line names its columns: name, organisation, sector, area, "
               "e-mail. Commas,\n"
               "semicolons or tabs between them."),
    .options = options,
    .min_args = 1,
    .max_args = 1,
    .run = run_import};
