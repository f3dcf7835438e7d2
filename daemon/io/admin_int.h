/* admin_int.h - what the verbs of the host's socket share; only for admin*.c and rewrite.c. */
#ifndef SMV_DAEMON_ADMIN_INT_H
#define SMV_DAEMON_ADMIN_INT_H
#include <jansson.h>
#include "daemon/io/admin.h"

struct smv_admin_conn;

struct smv_admin {
    struct smv_house *house;
    const char *base;
    uv_pipe_t pipe;
    char *path;
    unsigned conns;
    bool stopping, closed;
    struct smv_admin_conn *first;
    /* what destroys takes two steps: what was asked, and the word that confirms it */
    char pending[80], word[16];
    uint64_t pending_until; /* uv_now */
};

/* One request. A verb answers it once, now or later. */
struct smv_ask {
    struct smv_admin *admin;
    struct smv_admin_conn *conn;
    json_t *in;
};
void smv_ask_reply(struct smv_ask *ask, json_t *out); /* takes out; adds "ok": true; frees ask */
__attribute__((format(printf, 2, 3))) void smv_ask_fail(struct smv_ask *ask, const char *format,
                                                        ...);
/* The string in the request; NULL when absent. */
const char *smv_ask_str(const struct smv_ask *ask, const char *key);
/* The "name" of a seminar that is in the house; else the request is failed and NULL. */
struct smv_housed *smv_ask_housed(struct smv_ask *ask);
/* true: "confirm" holds the word that was told for this verb and name. false: the request has been answered, with
 * the word to say, or because the word was wrong. Takes out_of_reach (told beside the word). */
bool smv_ask_confirmed(struct smv_ask *ask, const char *verb, const char *name,
                       json_t *out_of_reach);
void smv_audit(const struct smv_admin *a, const char *verb, const char *name, const char *more);

/* What "new" and "import" share: a tree becomes a seminar. Borrows everything. */
struct smv_making {
    const char *verb, *name, *code;
    bool with_links, open;
    size_t left_out; /* references that lead out of what was taken in */
};
/* The "name" for a seminar that is not there yet, borrowed from the request; else it is failed and NULL. */
const char *smv_making_name(struct smv_ask *ask);
/* Links, file, open seminar; answers the request with them, or with why not (then nothing was made). */
void smv_making_finish(struct smv_ask *ask, const struct smv_making *m, struct smv_tree *t);

void smv_verb_new(struct smv_ask *ask);
void smv_verb_import(struct smv_ask *ask);
void smv_verb_links(struct smv_ask *ask);
void smv_verb_list(struct smv_ask *ask);
void smv_verb_status(struct smv_ask *ask);
void smv_verb_backup(struct smv_ask *ask);
void smv_verb_restore(struct smv_ask *ask);
void smv_verb_close(struct smv_ask *ask);
void smv_verb_open(struct smv_ask *ask);
void smv_verb_erase(struct smv_ask *ask);
void smv_verb_rewrite(struct smv_ask *ask);

#endif
