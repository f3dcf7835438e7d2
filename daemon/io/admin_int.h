/* admin_int.h - what the host may ask for, whichever way it is asked: verbs, their answers, what is asked twice.
 *
 * Only for admin*.c, ask.c, rewrite.c, and api*.c, which asks the same over HTTP. */
#ifndef SMV_DAEMON_ADMIN_INT_H
#define SMV_DAEMON_ADMIN_INT_H
#include <jansson.h>
#include "common/template/template.h"
#include "daemon/io/admin.h"

struct smv_admin_conn;

/* What destroys takes two steps: who asked what, and the word that confirms it. */
enum { SMV_CONFIRMS = 32, SMV_WORD_CHARS = 8 };
struct smv_confirm {
    char what[160], word[SMV_WORD_CHARS + 1];
    uint64_t until; /* uv_now; 0 free */
};
struct smv_admin {
    struct smv_house *house;
    const char *base;
    uv_pipe_t pipe;
    char *path;
    unsigned conns, asks;
    bool stopping, closed;
    struct smv_admin_conn *first;
    struct smv_confirm confirms[SMV_CONFIRMS];
};
void smv_admin_free_if_over(struct smv_admin *a);

/* Why not: a word for programs, and the HTTP status that goes with it. */
#define SMV_ASK_MAP(X)                                                                             \
    X(WRONG, "wrong", 400)             /* the request itself */                                    \
    X(MISSING, "missing", 404)         /* no such seminar, link or file */                         \
    X(EXISTS, "exists", 409)           /* the name is taken */                                     \
    X(STATE, "state", 409)             /* not in this state: closed, closing */                    \
    X(BEHIND, "behind", 409)           /* some have work that is not here yet */                   \
    X(MISTAKES, "mistakes", 422)       /* in a template or an export */                            \
    X(UNCONFIRMED, "unconfirmed", 403) /* not the word, or it has run out */                       \
    X(DISK, "disk", 507)               /* full, or not writable */                                 \
    X(FAILED, "failed", 500)
enum smv_ask_why {
#define X(name, word, status) SMV_ASK_##name,
    SMV_ASK_MAP(X)
#undef X
};
const char *smv_ask_word(enum smv_ask_why why);
/* The HTTP status of an answer: 200, or that of its "code". */
unsigned smv_ask_status(const json_t *out);
enum smv_ask_why smv_ask_of(enum smv_err err);

/* One request. A verb answers it once, now or later. */
struct smv_ask {
    struct smv_admin *admin;
    json_t *in;
    char
        who[40]; /* "socket, uid 0", "host", "link 7": whose confirmations, and for the audit log */
    char base[320]; /* how links in the answer begin */
    int file;       /* restore, import: a descriptor instead of "from" or "export"; -1 none */
    void (*answered)(void *user, const json_t *out); /* once */
    void *user;
};
/* Takes in; file's descriptor stays the caller's and is open until the answer. */
struct smv_ask *smv_ask_new(struct smv_admin *a, json_t *in, const char *who,
                            void (*answered)(void *user, const json_t *out), void *user);
void smv_ask_run(struct smv_ask *ask, const char *verb);
void smv_ask_reply(struct smv_ask *ask, json_t *out); /* takes out; adds "ok": true; frees ask */
__attribute__((format(printf, 3, 4))) void smv_ask_fail(struct smv_ask *ask, enum smv_ask_why why,
                                                        const char *format, ...);
/* The same with more to tell: takes more. */
void smv_ask_fail_with(struct smv_ask *ask, enum smv_ask_why why, const char *text, json_t *more);
/* The string in the request; NULL when absent. */
const char *smv_ask_str(const struct smv_ask *ask, const char *key);
/* The "name" of a seminar that is in the house; else the request is failed and NULL. */
struct smv_housed *smv_ask_housed(struct smv_ask *ask);
/* true: "confirm" holds the word that was told to this asker for this verb and name. false: the request has been
 * answered, with the word to say, or because the word was wrong. Takes out_of_reach (told beside the word). */
bool smv_ask_confirmed(struct smv_ask *ask, const char *verb, const char *name,
                       json_t *out_of_reach);
void smv_audit(const struct smv_ask *ask, const char *verb, const char *name, const char *more);
void smv_audit_by(const struct smv_house *house, const char *who, const char *verb,
                  const char *name, const char *more);

/* What "new" and "import" share: a tree becomes a seminar. Borrows everything. */
struct smv_link;
struct smv_state;
struct smv_key;
struct smv_making {
    const char *verb, *name, *code;
    bool with_links, open;
    size_t left_out; /* references that lead out of what was taken in */
    /* What the tree stands in, and its open polls' secrets; NULL: a seminar at its beginning */
    struct smv_state *state;
    const struct smv_key *keys;
    size_t n_keys;
    /* between the two halves */
    enum smv_err err;
    struct smv_errinfo info;
    struct smv_link *links;
    size_t n_links;
};
/* The "name" for a seminar that is not there yet, borrowed from the request; else it is failed and NULL. */
const char *smv_making_name(struct smv_ask *ask);
/* Links and file; may run beside the loop. What came of it is in m. */
void smv_making_store(struct smv_making *m, const struct smv_house *house, struct smv_tree *t);
/* Opens the seminar; answers the request with its links, or with why not (then nothing was made). */
void smv_making_finish(struct smv_ask *ask, struct smv_making *m, const struct smv_tree *t);

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
void smv_verb_host(struct smv_ask *ask);

#define SMV_BEHIND_TEXT                                                                            \
    "some have work that is not here yet, or left without a goodbye; let them connect once more, " \
    "or close with force"
/* admin_files.c and admin_new.c, for whoever shows them */
json_t *smv_housed_json(const struct smv_house *house, const struct smv_housed *r);
json_t *smv_behind_json(const struct smv_seminar *s);
json_t *smv_mistakes_json(const struct smv_template_mistake *mistakes, size_t n);

#endif
