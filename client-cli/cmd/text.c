/* text.c - "text": one text field, read or written by difference. */
#include <string.h>
#include "client-cli/cmd/fields.h"
#include "client-cli/cmd/verbs.h"

enum { MAX_INPUT = 1024 * 1024 };

static enum smv_cli_exit read_input(const char *given, struct smv_buf *ret)
{
    if (strcmp(given, "-") != 0) {
        smv_buf_put_str(ret, given);
        return SMV_CLI_DONE;
    }
    size_t n;
    do {
        n = fread(smv_buf_reserve(ret, 65536), 1, 65536, stdin);
        ret->len += n;
    } while (n > 0 && ret->len <= MAX_INPUT);
    if (ret->len > 0 && ret->data[ret->len - 1] == '\n') {
        ret->len--; /* the one that an editor or echo puts last */
    }
    return ret->len <= MAX_INPUT ? SMV_CLI_DONE
                                 : smv_fail(SMV_CLI_USAGE, _("that is too much text"));
}

static enum smv_cli_exit print(struct smv_ctx *x, const struct smv_buf *text)
{
    struct smv_span s = smv_buf_span(text);
    smv_out_fact(&x->out,
                 smv_json_cell("text", json_stringn(s.len ? (const char *)s.data : "", s.len)));
    if (!x->json) {
        if (s.len > 0) {
            fwrite(s.data, 1, s.len, x->out.file);
        }
        fputc('\n', x->out.file);
    }
    return x->offline ? SMV_CLI_OFFLINE : SMV_CLI_DONE;
}

static enum smv_cli_exit write_text(struct smv_ctx *x, smv_id id, const struct smv_field_info *info)
{
    const char *append = smv_opt(x, "append"), *replace = smv_opt(x, "replace");
    struct smv_buf text = {0}, input = {0};
    enum smv_cli_exit e = SMV_CLI_DONE;
    smv_client_text(x->client, id, info->number, &text);
    if (append == NULL && replace == NULL) {
        e = print(x, &text);
        smv_buf_finish(&text);
        return e;
    }
    e = read_input(append != NULL ? append : replace, &input);
    if (append == NULL) {
        smv_buf_clear(&text);
    }
    smv_buf_put_span(&text, smv_buf_span(&input));
    if (e == SMV_CLI_DONE && !smv_client_write(x->client, id, info->number, smv_buf_span(&text))) {
        e = smv_fail(SMV_CLI_USAGE, _("that does not fit: %s takes text of at most %u characters"),
                     info->name, (unsigned)info->bound);
    } else if (e == SMV_CLI_DONE) {
        e = smv_commit(x);
        smv_out_fact(&x->out, smv_text_cell("state", NULL, smv_exit_word(e)));
    }
    smv_buf_finish(&text);
    smv_buf_finish(&input);
    return e;
}

static enum smv_cli_exit run_text(struct smv_ctx *x)
{
    smv_id id = 0;
    enum smv_cli_exit e = smv_open(x);
    e = e == SMV_CLI_DONE ? smv_need_node(x, x->args[0], &id) : e;
    if (e != SMV_CLI_DONE) {
        return e;
    }
    struct smv_fields f = {x->client, x->profile.place, 0};
    unsigned kind = smv_client_kind(x->client, id);
    const struct smv_field_info *info =
        x->n_args > 1 ? smv_field_named(&f, kind, 0, x->args[1], strlen(x->args[1]))
                      : smv_main_field(kind);
    if (info == NULL || info->type != SMV_TYPE_TEXT) {
        return smv_fail(SMV_CLI_NOT_FOUND,
                        _("a %s has no text of that name; see: samverka help fields %s"),
                        smv_kind_info(kind)->name, smv_kind_info(kind)->name);
    }
    return write_text(x, id, info);
}

static const struct smv_cmd_option options[] = {
    {"append", N_("TEXT"), N_("put it behind what is there; - reads standard input")},
    {"replace", N_("TEXT"), N_("what it shall read; - reads standard input")},
    {NULL, NULL, NULL}};

const struct smv_cmd smv_cmd_text = {.name = "text",
                                     .args = "NODE [FIELD] [--append TEXT|- | --replace TEXT|-]",
                                     .about = N_("Print a text, or change it where it differs"),
                                     .options = options,
                                     .min_args = 1,
                                     .max_args = 2,
                                     .run = run_text};
