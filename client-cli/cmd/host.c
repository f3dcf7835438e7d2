/* host.c - asking the daemon on the host's socket; see cmd.h. */
#include <string.h>
#include "client-cli/cmd/cmd.h"
#include "client-cli/io/admin.h"
#include "common/base/heap.h"

enum { LEAST_WAIT_MS = 60000 }; /* a backup or an erasure takes its time */

const char *smv_json_str(const json_t *object, const char *key)
{
    const char *s = json_string_value(json_object_get(object, key));
    return s != NULL ? s : "";
}

bool smv_has_host(struct smv_ctx *x)
{
    char *path = smv_admin_find(x->admin);
    bool there = path != NULL;
    smv_free(path);
    return there;
}

static enum smv_cli_exit said_no(const json_t *answer)
{
    size_t i;
    json_t *mistake;
    smv_note("%s", smv_json_str(answer, "error"));
    json_array_foreach(json_object_get(answer, "mistakes"), i, mistake)
    {
        fprintf(stderr, "  %d:%d: %s\n", (int)json_integer_value(json_object_get(mistake, "line")),
                (int)json_integer_value(json_object_get(mistake, "column")),
                smv_json_str(mistake, "text"));
    }
    json_array_foreach(json_object_get(answer, "behind"), i, mistake)
    {
        fprintf(stderr, _("  %s, %s %s: %d changes on their way%s\n"),
                smv_json_str(mistake, "name"), smv_json_str(mistake, "role"),
                smv_json_str(mistake, "place"),
                (int)json_integer_value(json_object_get(mistake, "pending")),
                json_is_true(json_object_get(mistake, "away")) ? _(", not connected now") : "");
    }
    return SMV_CLI_HOST;
}

enum smv_cli_exit smv_ask_host(struct smv_ctx *x, json_t *request, json_t **ret_answer)
{
    json_t *answer;
    char *path = smv_admin_find(x->admin);
    if (path == NULL || request == NULL) {
        json_decref(request);
        smv_free(path);
        return smv_fail(SMV_CLI_HOST,
                        _("the daemon's host socket was not found; name it with --admin PATH"));
    }
    enum smv_err err = smv_admin_ask(
        path, request, x->wait_ms > LEAST_WAIT_MS ? x->wait_ms : LEAST_WAIT_MS, &answer);
    json_decref(request);
    enum smv_cli_exit e = SMV_CLI_DONE;
    if (err == SMV_ERR_DENIED) {
        e = smv_fail(SMV_CLI_HOST, _("%s is only for the user that the daemon runs as, and root"),
                     path);
    } else if (err != SMV_OK) {
        e = smv_fail(SMV_CLI_HOST, _("no answer on the host's socket %s: %s"), path,
                     smv_err_text(err));
    }
    smv_free(path);
    if (e != SMV_CLI_DONE) {
        return e;
    }
    if (!json_is_true(json_object_get(answer, "ok")) ||
        json_object_get(answer, "mistakes") != NULL) {
        e = said_no(answer);
        json_decref(answer);
        return e;
    }
    *ret_answer = answer;
    return SMV_CLI_DONE;
}
