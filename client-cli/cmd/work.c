/* work.c - the steps that most verbs take; see cmd.h. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "client-cli/cmd/cmd.h"
#include "client-cli/cmd/node.h"
#include "common/base/heap.h"

enum { MAX_CANDIDATES = 20, PROBES_ENOUGH_MS = 50 };

void smv_note(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fflush(stdout);
    fputs("samverka: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
}

enum smv_cli_exit smv_fail(enum smv_cli_exit code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fflush(stdout);
    fputs("samverka: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    return code;
}

const char *smv_exit_word(enum smv_cli_exit code)
{
    return code == SMV_CLI_DONE                                ? "confirmed"
           : code == SMV_CLI_REFUSED || code == SMV_CLI_DENIED ? "refused"
           : code == SMV_CLI_OFFLINE                           ? "kept"
                                                               : "failed";
}

/* --- which seminar -------------------------------------------------------------------------------------- */
enum smv_cli_exit smv_need_home(struct smv_ctx *x)
{
    if (x->home == NULL) {
        x->home = smv_profile_home(x->home_option);
    }
    return x->home != NULL
               ? SMV_CLI_DONE
               : smv_fail(SMV_CLI_USAGE,
                          _("there is no place to keep anything: set HOME or use --home"));
}

/* A profile by its own name, or the only one of a seminar of that name. */
static bool choose_profile(struct smv_ctx *x, const char *wanted, char name[80])
{
    char **names;
    size_t n, found = 0;
    if (smv_profile_list(x->home, &names, &n) != SMV_OK) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (strcmp(names[i], wanted) == 0) {
            snprintf(name, 80, "%s", wanted);
            smv_profile_list_free(names, n);
            return true;
        }
    }
    for (size_t i = 0; i < n; i++) {
        struct smv_profile p;
        if (smv_profile_load(x->home, names[i], &p) == SMV_OK) {
            if (strcmp(p.url.seminar, wanted) == 0) {
                snprintf(name, 80, "%s", names[i]);
                found++;
            }
            smv_profile_finish(&p);
        }
    }
    smv_profile_list_free(names, n);
    return found == 1;
}

enum smv_cli_exit smv_need_profile(struct smv_ctx *x)
{
    char name[80];
    const char *wanted = x->seminar != NULL ? x->seminar : getenv("SAMVERKA_SEMINAR");
    enum smv_cli_exit e = smv_need_home(x);
    if (e != SMV_CLI_DONE || x->profile.folder != NULL) {
        return e;
    }
    if (wanted == NULL || *wanted == '\0') {
        smv_profile_current(x->home, name, sizeof name);
        if (name[0] == '\0') {
            return smv_fail(SMV_CLI_NOT_FOUND,
                            _("no seminar has been joined here; begin with: samverka join LINK"));
        }
    } else if (!choose_profile(x, wanted, name)) {
        return smv_fail(
            SMV_CLI_NOT_FOUND,
            _("no joined seminar, or more than one, is called \"%s\"; see: samverka list"), wanted);
    }
    enum smv_err err = smv_profile_load(x->home, name, &x->profile);
    return err == SMV_OK
               ? SMV_CLI_DONE
               : smv_fail(SMV_CLI_NOT_FOUND, _("the joined seminar %s cannot be read: %s"), name,
                          smv_err_text(err));
}

/* --- in -------------------------------------------------------------------------------------------------- */
enum smv_cli_exit smv_open_session(struct smv_ctx *x)
{
    enum smv_cli_exit e = smv_need_profile(x);
    if (e != SMV_CLI_DONE) {
        return e;
    }
    enum smv_err err = smv_session_open(&x->profile, x->ca, SMV_BUILD, &x->session);
    if (err != SMV_OK) {
        return smv_fail(SMV_CLI_INTERNAL, _("what was kept in %s cannot be opened: %s"),
                        x->profile.folder, smv_err_text(err));
    }
    x->client = smv_session_client(x->session);
    smv_session_start(x->session);
    return SMV_CLI_DONE;
}

static bool is_live(void *user)
{
    struct smv_ctx *x = user;
    return smv_client_state(x->client) == SMV_CLIENT_LIVE;
}

/* What the list shows of this seminar next time, also offline. So many columns fit for certain, whatever the
 * characters are. */
static void remember(struct smv_ctx *x)
{
    struct smv_client_info info;
    struct smv_buf b = {0};
    struct smv_profile *p = &x->profile;
    struct smv_profile before = *p;
    smv_client_info(x->client, &info);
    p->role = (int)info.role;
    p->place = info.place;
    snprintf(p->place_name, sizeof p->place_name, "%s",
             info.place != 0 ? smv_title_str(x->client, info.place, 28, &b) : "");
    snprintf(p->title, sizeof p->title, "%s", smv_title_str(x->client, SMV_ROOT, 48, &b));
    if (memcmp(&before, p, sizeof before) != 0 && smv_profile_save(p) != SMV_OK) {
        smv_note(_("%s cannot be written"), p->folder);
    }
    smv_buf_finish(&b);
}

enum smv_cli_exit smv_denied(struct smv_ctx *x)
{
    unsigned why = smv_client_why(x->client);
    if (why == SMV_CLOSE_GONE) {
        return smv_fail(SMV_CLI_NOT_FOUND, _("no such seminar is open at %s"), x->profile.url.host);
    }
    return smv_fail(SMV_CLI_DENIED, _("%s does not let this link in: %s (%u)"), x->profile.url.host,
                    smv_close_text((enum smv_close)why), why);
}

static enum smv_cli_exit no_disk(struct smv_ctx *x)
{
    return smv_fail(SMV_CLI_INTERNAL, _("%s cannot be written (%s); nothing more was sent"),
                    x->profile.folder, smv_err_text(smv_session_broken(x->session)));
}

int64_t smv_now_ms(const struct smv_ctx *x)
{
    struct smv_client_info info;
    smv_client_info(x->client, &info);
    if (info.clock_offset_ms != 0) {
        return (int64_t)smv_session_mono(x->session) + info.clock_offset_ms;
    }
    struct timespec now;
    timespec_get(&now, TIME_UTC);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* --- out --------------------------------------------------------------------------------------------------- */
static bool all_confirmed(void *user)
{
    struct smv_ctx *x = user;
    struct smv_client_info info;
    smv_client_info(x->client, &info);
    return info.unconfirmed == 0;
}

/* DONE when there is none; DENIED when it was all for want of a right. */
static enum smv_cli_exit tell_refused(struct smv_ctx *x)
{
    const struct smv_refused *list;
    enum smv_cli_exit e = SMV_CLI_DONE;
    size_t n = smv_client_refused(x->client, &list);
    for (size_t i = 0; i < n; i++) {
        char id[SMV_ID_TEXT];
        smv_id_text(id, list[i].node);
        smv_note(_("refused: %s %s: %s"), smv_op_name((enum smv_op_kind)list[i].op), id,
                 smv_code_text((enum smv_code)list[i].code));
        if (list[i].text.len > 0) {
            fprintf(stderr, "%.*s\n", (int)list[i].text.len, (const char *)list[i].text.data);
        }
        bool right = list[i].code == SMV_CODE_FORBIDDEN && e != SMV_CLI_REFUSED;
        e = right ? SMV_CLI_DENIED : SMV_CLI_REFUSED;
    }
    while (smv_client_refused(x->client, &list) > 0) {
        smv_client_refused_seen(x->client, list[0].n);
    }
    if (n > 0) {
        smv_session_local(x->session);
    }
    return e;
}

/* What was kept from before goes first, whatever the verb is. A refusal is told and does not stop the verb. */
static enum smv_cli_exit deliver(struct smv_ctx *x)
{
    struct smv_client_info info;
    smv_client_info(x->client, &info);
    if (info.unconfirmed + info.refused == 0) {
        return SMV_CLI_DONE;
    }
    enum smv_session_end end =
        smv_session_run(x->session, all_confirmed, x, x->wait_ms, x->patient);
    (void)tell_refused(x);
    return end == SMV_SESSION_DENIED   ? smv_denied(x)
           : end == SMV_SESSION_BROKEN ? no_disk(x)
                                       : SMV_CLI_DONE;
}

enum smv_cli_exit smv_open(struct smv_ctx *x)
{
    enum smv_cli_exit e = smv_open_session(x);
    if (e != SMV_CLI_DONE) {
        return e;
    }
    switch (smv_session_run(x->session, is_live, x, x->wait_ms, x->patient)) {
    case SMV_SESSION_TRUE: remember(x); return deliver(x);
    case SMV_SESSION_DENIED: /* of an erased seminar: once, for copying */
        (void)tell_refused(x);
        return smv_denied(x);
    case SMV_SESSION_BROKEN: return no_disk(x);
    case SMV_SESSION_INTERRUPT: return smv_fail(SMV_CLI_OFFLINE, _("interrupted"));
    case SMV_SESSION_TIME:
    case SMV_SESSION_OFFLINE: break;
    }
    const char *trouble = smv_session_trouble(x->session);
    if (!smv_session_known(x->session)) {
        return smv_fail(SMV_CLI_OFFLINE,
                        _("not connected to %s%s%s, and nothing is known here yet"),
                        x->profile.url.host, *trouble != '\0' ? ": " : "", trouble);
    }
    x->offline = true;
    smv_note(_("not connected to %s%s%s; working with what was last known"), x->profile.url.host,
             *trouble != '\0' ? ": " : "", trouble);
    return SMV_CLI_DONE;
}

static enum smv_cli_exit kept(struct smv_ctx *x)
{
    struct smv_client_info info;
    smv_client_info(x->client, &info);
    if (smv_session_broken(x->session) != SMV_OK) {
        return no_disk(x);
    }
    return smv_fail(SMV_CLI_OFFLINE,
                    ngettext("kept in the outbox, %zu change; will be sent next time",
                             "kept in the outbox, %zu changes; will be sent next time",
                             info.unconfirmed),
                    info.unconfirmed);
}

/* As long as it goes on, it is waited for; unless a time was named. */
static enum smv_session_end wait_confirmed(struct smv_ctx *x)
{
    struct smv_client_info before, after;
    enum smv_session_end end;
    do {
        smv_client_info(x->client, &before);
        end = smv_session_run(x->session, all_confirmed, x, x->wait_ms, x->patient);
        smv_client_info(x->client, &after);
    } while (end == SMV_SESSION_TIME && !x->patient && after.unconfirmed < before.unconfirmed);
    return end;
}

enum smv_cli_exit smv_commit(struct smv_ctx *x)
{
    smv_session_local(x->session);
    if (x->offline) {
        return kept(x);
    }
    enum smv_session_end end = wait_confirmed(x);
    enum smv_cli_exit refused = tell_refused(x);
    switch (end) {
    case SMV_SESSION_TRUE: return refused;
    case SMV_SESSION_DENIED: (void)kept(x); return smv_denied(x);
    case SMV_SESSION_BROKEN:
    case SMV_SESSION_INTERRUPT:
    case SMV_SESSION_TIME:
    case SMV_SESSION_OFFLINE: break;
    }
    return kept(x);
}

void smv_close(struct smv_ctx *x)
{
    smv_session_close(x->session);
    x->session = NULL;
    x->client = NULL;
    if (x->profile.folder != NULL) {
        smv_profile_finish(&x->profile);
    }
    smv_free(x->home);
    x->home = NULL;
}

/* --- nodes --------------------------------------------------------------------------------------------------- */
static void tell_many(struct smv_ctx *x, const struct smv_finding *found)
{
    struct smv_buf trail = {0};
    for (size_t i = 0; i < found->n_many && i < MAX_CANDIDATES; i++) {
        char id[SMV_ID_TEXT];
        smv_id_text(id, found->many[i]);
        smv_trail(x->client, found->many[i], &trail);
        fprintf(stderr, "  %-10s  %s\n", id, smv_buf_cstr(&trail));
    }
    if (found->n_many > MAX_CANDIDATES) {
        fputs("  ...\n", stderr);
    }
    smv_buf_finish(&trail);
}

enum smv_cli_exit smv_need_node(struct smv_ctx *x, const char *address, smv_id *ret)
{
    struct smv_finding found;
    switch (smv_find(x->client, x->profile.place, address, &found)) {
    case SMV_FOUND: *ret = found.id; return SMV_CLI_DONE;
    case SMV_FOUND_NONE: break;
    case SMV_FOUND_MANY:
        smv_note(_("\"%s\" could be one of these:"), address);
        tell_many(x, &found);
        smv_finding_finish(&found);
        return SMV_CLI_NOT_FOUND;
    }
    return smv_fail(SMV_CLI_NOT_FOUND, _("there is nothing here called \"%s\""), address);
}

enum smv_cli_exit smv_need_kind(struct smv_ctx *x, const char *address, unsigned kind, smv_id *ret)
{
    struct smv_finding found;
    enum smv_found how = smv_find(x->client, x->profile.place, address, &found);
    if (how == SMV_FOUND_MANY) { /* only one of them may be of the kind that is wanted */
        size_t n = 0;
        for (size_t i = 0; i < found.n_many; i++) {
            if (smv_client_kind(x->client, found.many[i]) == kind) {
                found.id = found.many[i];
                n++;
            }
        }
        how = n == 1 ? SMV_FOUND : SMV_FOUND_MANY;
        smv_finding_finish(&found);
    }
    enum smv_cli_exit e = SMV_CLI_DONE;
    if (how != SMV_FOUND) {
        e = smv_need_node(x, address, &found.id);
    }
    if (e == SMV_CLI_DONE && smv_client_kind(x->client, found.id) != kind) {
        e = smv_fail(SMV_CLI_NOT_FOUND, _("\"%s\" is no %s"), address, smv_kind_info(kind)->name);
    }
    *ret = found.id;
    return e;
}

enum smv_cli_exit smv_set_num(struct smv_ctx *x, smv_id id, unsigned field, uint64_t num)
{
    const struct smv_field_info *info = smv_field_info(smv_client_kind(x->client, id), field);
    struct smv_value v = {.type = info != NULL ? (enum smv_type)info->type : SMV_TYPE_INT,
                          .num = num};
    return smv_client_set(x->client, id, field, &v)
               ? SMV_CLI_DONE
               : smv_fail(SMV_CLI_DENIED, _("this link cannot write that"));
}
