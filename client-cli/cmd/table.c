/* table.c - every verb, by name; and what somebody meant who typed something else. */
#include <string.h>
#include "client-cli/cmd/verbs.h"

const struct smv_cmd *const smv_cmds[] = {
    &smv_cmd_add,      &smv_cmd_backup,     &smv_cmd_call,      &smv_cmd_clock,
    &smv_cmd_close,    &smv_cmd_completion, &smv_cmd_del,       &smv_cmd_doctor,
    &smv_cmd_erase,    &smv_cmd_export,     &smv_cmd_finalise,  &smv_cmd_formats,
    &smv_cmd_help,     &smv_cmd_history,    &smv_cmd_host_link, &smv_cmd_import,
    &smv_cmd_join,     &smv_cmd_leave,      &smv_cmd_links,     &smv_cmd_list,
    &smv_cmd_lock,     &smv_cmd_moderator,  &smv_cmd_move,      &smv_cmd_new,
    &smv_cmd_notice,   &smv_cmd_open,       &smv_cmd_plenary,   &smv_cmd_poll,
    &smv_cmd_rehearse, &smv_cmd_restore,    &smv_cmd_revoke,    &smv_cmd_rewrite,
    &smv_cmd_scribe,   &smv_cmd_set,        &smv_cmd_show,      &smv_cmd_stage,
    &smv_cmd_summary,  &smv_cmd_template,   &smv_cmd_text,      &smv_cmd_undelete,
    &smv_cmd_unlock,   &smv_cmd_version,    &smv_cmd_watch,     NULL};

const struct smv_cmd *smv_cmd_find(const char *name)
{
    for (size_t i = 0; smv_cmds[i] != NULL; i++) {
        if (strcmp(smv_cmds[i]->name, name) == 0) {
            return smv_cmds[i];
        }
    }
    return NULL;
}

enum { LONGEST = 24 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* How many letters must be put in, taken out or changed; two neighbours that changed places count once. */
static size_t distance(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b), d[LONGEST + 1][LONGEST + 1];
    if (n > LONGEST || m > LONGEST) {
        return SIZE_MAX;
    }
    for (size_t i = 0; i <= n; i++) {
        for (size_t k = 0; k <= m; k++) {
            if (i == 0 || k == 0) {
                d[i][k] = i + k;
                continue;
            }
            size_t change = d[i - 1][k - 1] + (a[i - 1] != b[k - 1]);
            d[i][k] = least(change, least(d[i - 1][k], d[i][k - 1]) + 1);
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1]) {
                d[i][k] = least(d[i][k], d[i - 2][k - 2] + 1);
            }
        }
    }
    return d[n][m];
}

const struct smv_cmd *smv_cmd_nearest(const char *name)
{
    const struct smv_cmd *best = NULL;
    size_t at = strlen(name) < 4 ? 2 : 3; /* further away is another word */
    for (size_t i = 0; smv_cmds[i] != NULL; i++) {
        size_t d = smv_cmds[i]->hidden ? SIZE_MAX : distance(name, smv_cmds[i]->name);
        if (d < at) {
            at = d;
            best = smv_cmds[i];
        }
    }
    return best;
}
