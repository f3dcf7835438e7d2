/* import.c - "import": people from a table (CSV), or a whole seminar from an export.
 *
 * People: the organiser's own link adds organisations and participants; the columns are found by their
 * headings, in Swedish, Norwegian or English. A person with the same address, or of the same name and organisation, is
 * not added again; every row that is left out or changed is told with its line. */
#include <string.h>
#include "client-cli/cmd/node.h"
#include "client-cli/cmd/roster.h"
#include "client-cli/cmd/verbs.h"
#include "client-cli/io/files.h"
#include "common/base/heap.h"

/* An export is packed without its blanks and goes in one line, which the daemon bounds at 64 MiB. */
enum { MAX_TABLE = 16 * 1024 * 1024, MAX_EXPORT = 64 * 1024 * 1024 - 4096 };
struct importing {
    struct smv_ctx *x;
    size_t added, known, organisations;
};

static bool has_text(struct smv_client *c, smv_id id, unsigned field, const char *text)
{
    struct smv_buf b = {0};
    smv_client_text(c, id, field, &b);
    bool same = smv_roster_same(smv_buf_cstr(&b), text);
    smv_buf_finish(&b);
    return same;
}

/* The organisation of this name; 0 none. */
static smv_id find_organisation(struct smv_client *c, const char *name)
{
    size_t n;
    smv_id found = 0, *kids = smv_children(c, SMV_ROOT, false, &n);
    for (size_t i = 0; found == 0 && i < n; i++) {
        if (smv_client_kind(c, kids[i]) == SMV_KIND_ORGANISATION &&
            has_text(c, kids[i], SMV_ORGANISATION_NAME, name)) {
            found = kids[i];
        }
    }
    smv_free(kids);
    return found;
}

/* The person with this address, or of this name and organisation (0: none is said); 0 nobody. */
static smv_id find_person(struct smv_client *c, const struct smv_person *p, smv_id org)
{
    size_t n;
    smv_id found = 0, *kids = smv_children(c, SMV_ROOT, false, &n);
    for (size_t i = 0; found == 0 && i < n; i++) {
        if (smv_client_kind(c, kids[i]) != SMV_KIND_PARTICIPANT) {
            continue;
        }
        const char *mail = p->cells[SMV_COL_EMAIL];
        struct smv_value has;
        smv_client_value(c, kids[i], SMV_PARTICIPANT_EMAIL, &has);
        char *known = smv_span_dup_cstr(has.str);
        if ((*mail != '\0' && smv_roster_same(known, mail)) ||
            ((org == 0 || smv_num(c, kids[i], SMV_PARTICIPANT_ORGANISATION) == org) &&
             has_text(c, kids[i], SMV_PARTICIPANT_NAME, p->cells[SMV_COL_NAME]))) {
            found = kids[i];
        }
        smv_free(known);
    }
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

static smv_id organisation(struct importing *m, const struct smv_person *p)
{
    const char *name = p->cells[SMV_COL_ORG];
    struct smv_field_value f[3];
    size_t n = 0;
    smv_id id = *name != '\0' ? find_organisation(m->x->client, name) : 0;
    if (*name == '\0' || id != 0) {
        return id;
    }
    put(f, &n, SMV_ORGANISATION_NAME, SMV_TYPE_TEXT, name);
    put(f, &n, SMV_ORGANISATION_SECTOR, SMV_TYPE_STR, p->cells[SMV_COL_SECTOR]);
    put(f, &n, SMV_ORGANISATION_AREA, SMV_TYPE_STR, p->cells[SMV_COL_AREA]);
    m->organisations++;
    return add_last(m->x->client, SMV_KIND_ORGANISATION, f, n);
}

static bool add_person(struct importing *m, const struct smv_person *p)
{
    struct smv_field_value f[5];
    size_t n = 0;
    smv_id org = organisation(m, p);
    if (find_person(m->x->client, p, org) != 0) {
        m->known++;
        return true;
    }
    put(f, &n, SMV_PARTICIPANT_NAME, SMV_TYPE_TEXT, p->cells[SMV_COL_NAME]);
    if (org != 0) {
        f[n++] = (struct smv_field_value){SMV_PARTICIPANT_ORGANISATION,
                                          {.type = SMV_TYPE_REF, .num = org}};
    }
    put(f, &n, SMV_PARTICIPANT_SECTOR, SMV_TYPE_STR, p->cells[SMV_COL_SECTOR]);
    put(f, &n, SMV_PARTICIPANT_AREA, SMV_TYPE_STR, p->cells[SMV_COL_AREA]);
    put(f, &n, SMV_PARTICIPANT_EMAIL, SMV_TYPE_STR, p->cells[SMV_COL_EMAIL]);
    m->added++;
    return add_last(m->x->client, SMV_KIND_PARTICIPANT, f, n) != 0;
}

/* Every row that is not in the seminar as it stands in the file. */
static void tell_findings(const char *file, const struct smv_roster *people)
{
    static const char *const sentences[] = {
        [SMV_NO_NAME] = N_("no name; left out"),
        [SMV_BAD_EMAIL] = N_("no e-mail address; not taken in"),
        [SMV_TOO_LONG] = N_("too long; cut"),
        [SMV_TWICE] = N_("stands twice in the file; left out"),
        [SMV_OPEN_QUOTE] = N_("a quote that never ends; read as an ordinary sign")};
    for (size_t i = 0; i < people->n_findings; i++) {
        const struct smv_roster_finding *f = &people->findings[i];
        smv_note("%s:%zu: %s%s%s", file, f->line, _(sentences[f->code]),
                 f->what[0] != '\0' ? ": " : "", f->what);
    }
}

static enum smv_cli_exit import_people(struct smv_ctx *x, struct smv_span text)
{
    struct importing m = {.x = x};
    struct smv_roster people;
    enum smv_cli_exit e = smv_open(x);
    if (e != SMV_CLI_DONE) {
        return e;
    }
    smv_roster_read(&people, text);
    if (people.empty) {
        e = smv_fail(SMV_CLI_USAGE, _("the file is empty"));
    } else if (people.heads != NULL) {
        e = smv_fail(SMV_CLI_USAGE,
                     _("%s: the first line names the columns; one of them is \"name\". Here "
                       "it says: %s"),
                     x->args[0], people.heads);
    }
    for (size_t i = 0; e == SMV_CLI_DONE && i < people.n; i++) {
        if (!add_person(&m, &people.list[i])) {
            e = smv_fail(SMV_CLI_USAGE,
                         _("line %zu does not fit, or this link cannot write people"),
                         people.list[i].line);
        }
    }
    if (e == SMV_CLI_DONE) { /* else nothing has been sent or kept */
        tell_findings(x->args[0], &people);
        e = smv_commit(x);
        smv_out_fact(&x->out, smv_num_cell("added", _("people added"), (int64_t)m.added));
        smv_out_fact(&x->out, smv_num_cell("organisations", _("organisations added"),
                                           (int64_t)m.organisations));
        smv_out_fact(&x->out, smv_num_cell("known", _("there already"), (int64_t)m.known));
        smv_out_fact(&x->out,
                     smv_num_cell("findings", _("rows to look at"), (int64_t)people.n_findings));
        smv_out_fact(&x->out, smv_text_cell("state", NULL, smv_exit_word(e)));
    }
    smv_roster_finish(&people);
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
    .more = N_("The table's first line names its columns: name (or first and last name), "
               "organisation,\n"
               "sector, area, e-mail. Commas, semicolons or tabs between them, as a spreadsheet "
               "saves it.\n"
               "Rows that are left out or changed are told, with their lines."),
    .options = options,
    .min_args = 1,
    .max_args = 1,
    .run = run_import};
