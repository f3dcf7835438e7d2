/* links.c - "links": ways in, made, renewed and drawn as QR; "revoke": and ended.
 *
 * The organiser's own program makes the secret; the seminar gets its hash. The host can do the same on the
 * host's socket. A secret is printed once, by whoever made it. */
#include <string.h>
#include <sys/random.h>
#include "client-cli/cmd/fields.h"
#include "client-cli/cmd/verbs.h"
#include "client-cli/out/qr.h"
#include "common/base/hash.h"
#include "common/base/heap.h"

enum { SECRET_BYTES = 20, SECRET_CHARS = 32 };

/* --- secrets ------------------------------------------------------------------------------------------ */
static bool make_secret(char out[SECRET_CHARS + 1])
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
    uint8_t raw[SECRET_BYTES];
    if (getrandom(raw, sizeof raw, 0) != (ssize_t)sizeof raw) {
        return false;
    }
    unsigned bits = 0, have = 0;
    size_t n = 0;
    for (size_t i = 0; i < sizeof raw; i++) {
        bits = bits << 8 | raw[i];
        have += 8;
        while (have >= 5) {
            have -= 5;
            out[n++] = letters[bits >> have & 31];
        }
    }
    out[n] = '\0';
    explicit_bzero(raw, sizeof raw);
    return true;
}

static void tell_link(struct smv_ctx *x, const char *role, const char *place, const char *url)
{
    smv_out_fact(&x->out, smv_text_cell("role", _("role"), role));
    smv_out_fact(&x->out, smv_text_cell("place", place != NULL ? _("place") : NULL, place));
    smv_out_fact(&x->out, smv_text_cell("url", "", url));
    if (smv_opt(x, "qr") != NULL) {
        smv_out_qr(&x->out, url);
    }
    smv_out_sayf(&x->out, "%s", _("The link is not shown again; whoever has it is in."));
}

static void own_url(struct smv_ctx *x, const char *secret, char *out, size_t size)
{
    char base[300];
    smv_url_base(&x->profile.url, base, sizeof base);
    snprintf(out, size, "%s/%s/#%s", base, x->profile.url.seminar, secret);
}

static void hash_secret(const char *secret, uint8_t hash[SMV_HASH_TOKEN])
{
    struct smv_span part = smv_span_str(secret);
    smv_hash(hash, SMV_HASH_TOKEN, smv_span(NULL, 0), &part, 1);
}

/* --- as an organiser ------------------------------------------------------------------------------------- */
/* Making and renewing is the organiser's; moderators see who is in, and can end what was founded. */
static enum smv_cli_exit need_role(struct smv_ctx *x, unsigned most)
{
    struct smv_client_info info;
    smv_client_info(x->client, &info);
    return x->offline || info.role <= most
               ? SMV_CLI_DONE
               : smv_fail(SMV_CLI_DENIED,
                          _("links are the organiser's; the host has them with --host NAME"));
}

static enum smv_cli_exit list_own(struct smv_ctx *x)
{
    size_t n;
    struct smv_buf label = {0}, place = {0}, until = {0};
    struct smv_fields f = {x->client, 0, 0};
    smv_id *kids = smv_children(x->client, SMV_ROOT, false, &n);
    x->out.impl->table(&x->out, "links");
    for (size_t i = 0; i < n; i++) {
        char id[SMV_ID_TEXT];
        if (smv_client_kind(x->client, kids[i]) != SMV_KIND_LINK) {
            continue;
        }
        const struct smv_role_info *role =
            smv_role_info((unsigned)smv_num(x->client, kids[i], SMV_LINK_ROLE));
        smv_id at = smv_num(x->client, kids[i], SMV_LINK_PLACE);
        smv_field_text(&f, kids[i], smv_field_info(SMV_KIND_LINK, SMV_LINK_EXPIRES), &until);
        smv_client_text(x->client, kids[i], SMV_LINK_LABEL, &label);
        smv_id_text(id, kids[i]);
        struct smv_cell row[] = {
            smv_text_cell("id", "ID", id),
            smv_text_cell("role", _("ROLE"), role != NULL ? role->name : "?"),
            smv_text_cell("place", _("PLACE"),
                          at != 0 ? smv_title_str(x->client, at, 40, &place) : ""),
            smv_bool_cell("revoked", _("REVOKED"),
                          smv_num(x->client, kids[i], SMV_LINK_REVOKED) != 0),
            smv_text_cell("expires", _("UNTIL"), smv_buf_cstr(&until)),
            smv_text_cell("label", _("LABEL"), smv_buf_cstr(&label))};
        x->out.impl->row(&x->out, row, 6);
    }
    x->out.impl->end(&x->out);
    smv_buf_finish(&label);
    smv_buf_finish(&place);
    smv_buf_finish(&until);
    smv_free(kids);
    return x->offline ? SMV_CLI_OFFLINE : SMV_CLI_DONE;
}

static enum smv_cli_exit link_place(struct smv_ctx *x, int role, const char *place, smv_id *ret)
{
    unsigned kind = role == SMV_ROLE_SCREEN      ? SMV_KIND_STAGE
                    : role == SMV_ROLE_SECRETARY ? SMV_KIND_GROUP
                                                 : SMV_KIND_ROOM;
    *ret = 0;
    if (role < SMV_ROLE_FACILITATOR) {
        return SMV_CLI_DONE;
    }
    return place == NULL ? smv_fail(SMV_CLI_USAGE, _("say for which %s: --place NAME"),
                                    smv_kind_info(kind)->name)
                         : smv_need_kind(x, place, kind, ret);
}

static enum smv_cli_exit mint_own(struct smv_ctx *x, int role)
{
    char secret[SECRET_CHARS + 1], url[700], id_text[SMV_ID_TEXT], why[200];
    uint8_t hash[SMV_HASH_TOKEN];
    smv_id place;
    struct smv_buf name = {0};
    const char *label = smv_opt(x, "label"), *until = smv_opt(x, "until");
    struct smv_value expires = {.num = 0};
    struct smv_fields f = {x->client, 0, smv_now_ms(x)};
    enum smv_cli_exit e = link_place(x, role, smv_opt(x, "place"), &place);
    if (e == SMV_CLI_DONE && until != NULL &&
        !smv_field_read(&f, smv_field_info(SMV_KIND_LINK, SMV_LINK_EXPIRES), until, &expires,
                        why)) {
        e = smv_fail(SMV_CLI_USAGE, "--until: %s", why);
    }
    if (e != SMV_CLI_DONE) {
        return e;
    }
    if (!make_secret(secret)) {
        return smv_fail(SMV_CLI_INTERNAL, _("this computer gives no random numbers"));
    }
    hash_secret(secret, hash);
    struct smv_field_value fields[] = {
        {SMV_LINK_ROLE, {.type = SMV_TYPE_INT, .num = (uint64_t)role}},
        {SMV_LINK_PLACE, {.type = SMV_TYPE_REF, .num = place}},
        {SMV_LINK_HASH, {.type = SMV_TYPE_BYTES, .str = smv_span(hash, sizeof hash)}},
        {SMV_LINK_EXPIRES, {.type = SMV_TYPE_INT, .num = expires.num}},
        {SMV_LINK_LABEL,
         {.type = SMV_TYPE_TEXT,
          .str = smv_span_str(label != NULL ? label : smv_role_info((unsigned)role)->name)}}};
    const smv_id *ids;
    size_t n = smv_client_children(x->client, SMV_ROOT, true, &ids);
    smv_id id =
        smv_client_add(x->client, SMV_KIND_LINK, SMV_ROOT, n > 0 ? ids[n - 1] : 0, fields, 5);
    e = id == 0 ? smv_fail(SMV_CLI_DENIED, _("this link cannot write that")) : smv_commit(x);
    if (e == SMV_CLI_DONE || e == SMV_CLI_OFFLINE) {
        own_url(x, secret, url, sizeof url);
        smv_id_text(id_text, id);
        smv_out_fact(&x->out, smv_text_cell("id", "ID", id_text));
        tell_link(x, smv_role_info((unsigned)role)->name,
                  place != 0 ? smv_title_str(x->client, place, 60, &name) : NULL, url);
    }
    explicit_bzero(secret, sizeof secret);
    explicit_bzero(url, sizeof url);
    smv_buf_finish(&name);
    return e;
}

static enum smv_cli_exit renew_own(struct smv_ctx *x, const char *address)
{
    char secret[SECRET_CHARS + 1], url[700];
    uint8_t hash[SMV_HASH_TOKEN];
    smv_id id = 0;
    struct smv_buf name = {0};
    enum smv_cli_exit e = smv_need_kind(x, address, SMV_KIND_LINK, &id);
    if (e != SMV_CLI_DONE || !make_secret(secret)) {
        return e;
    }
    hash_secret(secret, hash);
    struct smv_value v = {.type = SMV_TYPE_BYTES, .str = smv_span(hash, sizeof hash)};
    e = smv_client_set(x->client, id, SMV_LINK_HASH, &v)
            ? smv_commit(x)
            : smv_fail(SMV_CLI_DENIED, _("this link cannot write that"));
    if (e == SMV_CLI_DONE || e == SMV_CLI_OFFLINE) {
        const struct smv_role_info *role =
            smv_role_info((unsigned)smv_num(x->client, id, SMV_LINK_ROLE));
        smv_id place = smv_num(x->client, id, SMV_LINK_PLACE);
        own_url(x, secret, url, sizeof url);
        tell_link(x, role != NULL ? role->name : "?",
                  place != 0 ? smv_title_str(x->client, place, 60, &name) : NULL, url);
    }
    explicit_bzero(secret, sizeof secret);
    smv_buf_finish(&name);
    return e;
}

/* --- as the host --------------------------------------------------------------------------------------------- */
static void host_rows(struct smv_ctx *x, const json_t *links)
{
    size_t i;
    json_t *link;
    x->out.impl->table(&x->out, "links");
    json_array_foreach(links, i, link)
    {
        char id[SMV_ID_TEXT];
        smv_id_text(id, (smv_id)json_integer_value(json_object_get(link, "id")));
        struct smv_cell row[] = {
            smv_text_cell("id", "ID", id),
            smv_text_cell("role", _("ROLE"), smv_json_str(link, "role")),
            smv_text_cell("place", _("PLACE"), smv_json_str(link, "place")),
            smv_bool_cell("revoked", _("REVOKED"), json_is_true(json_object_get(link, "revoked"))),
            smv_text_cell("label", _("LABEL"), smv_json_str(link, "label"))};
        x->out.impl->row(&x->out, row, 5);
    }
    x->out.impl->end(&x->out);
}

static enum smv_cli_exit by_host(struct smv_ctx *x, const char *name, json_t *what)
{
    json_t *answer, *request = json_pack("{s:s, s:s}", "do", "links", "name", name);
    if (what != NULL) {
        json_object_update(request, what);
        json_decref(what);
    }
    enum smv_cli_exit e = smv_ask_host(x, request, &answer);
    if (e != SMV_CLI_DONE) {
        return e;
    }
    const json_t *link = json_object_get(answer, "link"), *links = json_object_get(answer, "links");
    if (link != NULL) {
        const char *place = json_string_value(json_object_get(link, "place"));
        tell_link(x, smv_json_str(link, "role"), place, smv_json_str(link, "url"));
    } else if (links != NULL) {
        host_rows(x, links);
    }
    json_decref(answer);
    return SMV_CLI_DONE;
}

static json_t *host_mint(struct smv_ctx *x, const char *role)
{
    json_t *mint = json_pack("{s:s}", "role", role);
    if (smv_opt(x, "place") != NULL) {
        json_object_set_new(mint, "place", json_string(smv_opt(x, "place")));
    }
    if (smv_opt(x, "label") != NULL) {
        json_object_set_new(mint, "label", json_string(smv_opt(x, "label")));
    }
    return json_pack("{s:o}", "mint", mint);
}

/* --- verbs ----------------------------------------------------------------------------------------------------- */
static enum smv_cli_exit run_links(struct smv_ctx *x)
{
    const char *what = x->n_args > 0 ? x->args[0] : "list", *host = smv_opt(x, "host");
    const char *role_name = smv_opt(x, "role");
    int role = role_name != NULL ? smv_role_by_name(role_name) : -1;
    bool mint = strcmp(what, "mint") == 0, renew = strcmp(what, "renew") == 0;
    smv_id id = 0;
    if ((!mint && !renew && strcmp(what, "list") != 0) || (renew && x->n_args != 2)) {
        return smv_fail(SMV_CLI_USAGE, _("links takes list, mint --role ROLE, or renew ID"));
    }
    if (mint && (role < SMV_ROLE_ORGANISER || role > SMV_ROLE_SCREEN)) {
        return smv_fail(
            SMV_CLI_USAGE,
            _("--role is organiser, moderator, facilitator, scribe, secretary or screen"));
    }
    if (host != NULL) {
        if (renew && !smv_id_read(x->args[1], &id)) {
            return smv_fail(SMV_CLI_USAGE, _("an id is like 5.12; links list shows them"));
        }
        return by_host(x, host,
                       mint    ? host_mint(x, role_name)
                       : renew ? json_pack("{s:I}", "renew", (json_int_t)id)
                               : NULL);
    }
    enum smv_cli_exit e = smv_open(x);
    e = e == SMV_CLI_DONE ? need_role(x, mint || renew ? SMV_ROLE_ORGANISER : SMV_ROLE_MODERATOR)
                          : e;
    return e != SMV_CLI_DONE ? e
           : mint            ? mint_own(x, role)
           : renew           ? renew_own(x, x->args[1])
                             : list_own(x);
}

static enum smv_cli_exit run_revoke(struct smv_ctx *x)
{
    const char *host = smv_opt(x, "host");
    smv_id id = 0;
    if (host != NULL) {
        return smv_id_read(x->args[0], &id)
                   ? by_host(x, host, json_pack("{s:I}", "revoke", (json_int_t)id))
                   : smv_fail(SMV_CLI_USAGE, _("an id is like 5.12; links list shows them"));
    }
    enum smv_cli_exit e = smv_open(x);
    e = e == SMV_CLI_DONE ? smv_need_kind(x, x->args[0], SMV_KIND_LINK, &id) : e;
    e = e == SMV_CLI_DONE ? smv_set_num(x, id, SMV_LINK_REVOKED, 1) : e;
    if (e == SMV_CLI_DONE) {
        e = smv_commit(x);
        smv_out_fact(&x->out, smv_text_cell("state", NULL, smv_exit_word(e)));
    }
    return e;
}

static const struct smv_cmd_option links_options[] = {
    {"role", N_("ROLE"), N_("organiser, moderator, facilitator, scribe, secretary or screen")},
    {"place", N_("NAME"), N_("the room, group or screen it is for")},
    {"label", N_("TEXT"), N_("for the list")},
    {"until", N_("TIME"), N_("when it runs out: +8h, +3d or \"2026-11-21 18:00\"")},
    {"qr", NULL, N_("draw it as a QR code")},
    {"host", N_("NAME"), N_("as the host of this machine, for the seminar NAME")},
    {NULL, NULL, NULL}};
static const struct smv_cmd_option revoke_options[] = {
    {"host", N_("NAME"), N_("as the host of this machine, for the seminar NAME")},
    {NULL, NULL, NULL}};

const struct smv_cmd smv_cmd_links = {
    .name = "links",
    .args = "[list | mint --role ROLE [--place NAME] [--qr] | renew ID]",
    .about = N_("List, make and renew ways in (organisers)"),
    .options = links_options,
    .max_args = 2,
    .run = run_links};
const struct smv_cmd smv_cmd_revoke = {.name = "revoke",
                                       .args = "LINK",
                                       .about = N_("End a way in; who came by it is thrown out"),
                                       .options = revoke_options,
                                       .min_args = 1,
                                       .max_args = 1,
                                       .run = run_revoke};
