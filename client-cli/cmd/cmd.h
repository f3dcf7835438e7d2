/* cmd.h - one verb, and what all verbs share.
 *
 * What: the entry that each cmd/<verb>.c exports (usage, help and completion are made from it), the run's
 *       context, and the steps that most verbs take: open the seminar, find nodes, wait for verdicts.
 * Not:  no terminal screens (tui/), no sockets (io/).
 * Uses: io/session.h, out/out.h, exit.h.    Thread: one.
 * Adding a verb: a file with a const entry, a line in table.c, a line in CMakeLists.txt. */
#ifndef SMV_CLIENT_CMD_H
#define SMV_CLIENT_CMD_H
#include "client-cli/cmd/exit.h"
#include "client-cli/io/session.h"
#include "client-cli/out/out.h"

#define SMV_BUILD "samverka " SMV_VERSION

struct smv_ctx;
struct smv_cmd_option {
    const char *name;
    const char *arg; /* NULL: a flag */
    const char *about;
};
enum { SMV_CMD_OPTIONS = 12 };
struct smv_cmd {
    const char *name;
    const char *args;                     /* as in usage */
    const char *about;                    /* one line, no full stop */
    const char *more;                     /* further lines of help; may be NULL */
    const struct smv_cmd_option *options; /* ends with an empty one; may be NULL */
    unsigned min_args, max_args;
    bool hidden;
    enum smv_cli_exit (*run)(struct smv_ctx *x);
};
#define SMV_MANY 100000U

extern const struct smv_cmd *const smv_cmds[];           /* by name; ends with NULL */
const struct smv_cmd *smv_cmd_find(const char *name);    /* NULL: there is none */
const struct smv_cmd *smv_cmd_nearest(const char *name); /* what was probably meant; NULL */
extern const struct smv_cmd_option smv_global_options[];

struct smv_ctx {
    const struct smv_cmd *cmd;
    /* global options */
    const char *home_option, *seminar, *admin, *ca, *lang;
    bool json, patient; /* patient: --wait was given */
    unsigned wait_ms;
    char *home; /* owned; NULL: not looked for yet */
    /* the verb's */
    char **args;
    size_t n_args;
    const char *values[SMV_CMD_OPTIONS]; /* by option; NULL not given, "" a flag */
    struct smv_out out;
    /* the open seminar */
    struct smv_profile profile;
    struct smv_session *session;
    struct smv_client *client;
    bool offline;
};

/* --- args.c: the command line. False: a sentence has been written, exit USAGE. --------------------- */
bool smv_args_global(struct smv_ctx *x, int argc, char **argv, int *ret_at); /* up to the verb */
bool smv_args_verb(struct smv_ctx *x, int argc, char **argv);                /* behind it */
const char *smv_opt(const struct smv_ctx *x, const char *name);
bool smv_opt_number(struct smv_ctx *x, const char *name, uint64_t max,
                    uint64_t *ret); /* absent: untouched */

/* --- help.c ------------------------------------------------------------------------------------------ */
void smv_help_all(struct smv_out *o);
void smv_help_verb(struct smv_out *o, const struct smv_cmd *cmd);

/* --- work.c: sentences on standard error, and the way to the seminar --------------------------------- */
enum smv_cli_exit smv_fail(enum smv_cli_exit code, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void smv_note(const char *format, ...) __attribute__((format(printf, 1, 2)));
enum smv_cli_exit smv_need_home(struct smv_ctx *x);
enum smv_cli_exit smv_need_profile(struct smv_ctx *x); /* x->profile */
/* Profile, session, and connected and caught up; or offline with what was last known (x->offline). */
enum smv_cli_exit smv_open(struct smv_ctx *x);
/* The same without waiting: watch. */
enum smv_cli_exit smv_open_session(struct smv_ctx *x);
/* Own work into the outbox and to the daemon; waits for the verdicts and tells refusals. */
enum smv_cli_exit smv_commit(struct smv_ctx *x);
void smv_close(struct smv_ctx *x);
/* The node that an address means, or a sentence and NOT_FOUND. */
enum smv_cli_exit smv_need_node(struct smv_ctx *x, const char *address, smv_id *ret);
enum smv_cli_exit smv_need_kind(struct smv_ctx *x, const char *address, unsigned kind, smv_id *ret);
enum smv_cli_exit smv_denied(struct smv_ctx *x);   /* told to stay away: says why */
int64_t smv_now_ms(const struct smv_ctx *x);       /* the log's clock, as well as it is known */
const char *smv_exit_word(enum smv_cli_exit code); /* for JSON: confirmed, refused, kept ... */
enum smv_cli_exit smv_set_num(struct smv_ctx *x, smv_id id, unsigned field, uint64_t num);

/* --- host.c: the host's socket ------------------------------------------------------------------------- */
/* request is given away. OK: *ret_answer is the caller's; else a sentence has been written. */
enum smv_cli_exit smv_ask_host(struct smv_ctx *x, json_t *request, json_t **ret_answer);
bool smv_has_host(struct smv_ctx *x);
void smv_tell_made(struct smv_ctx *x, const json_t *answer); /* seminar.c: a new seminar's links */
const char *smv_json_str(const json_t *object, const char *key); /* "" when absent */

#endif
