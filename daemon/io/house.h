/* house.h - the data folder and every seminar in it.
 *
 * What: one daemon at a time (flock on DATA/lock); opens every .samverka file in DATA at start; finds a seminar by
 *       name or by its short code; opens and closes single ones.
 * Files of a seminar NAME: NAME.samverka (the log), NAME.samverka-wal while open, NAME.samverka.mark (how
 *       far things were confirmed), NAME.keys/ (secrets of polls); NAME.closed: not to be opened at start;
 *       NAME.restored: put back by the host, a new epoch is due and not yet in the log; NAME.rewritten:
 *       left of a rewrite that was cut off, destroyed at start; NAME.backup: empty, as old as the last backup.
 *       host.key: the secret of the host's page (host_key.h). erased: see erased.h.
 * Not:  no connections (ws_lws.h), no verbs (admin.h).    Thread: the loop's. */
#ifndef SMV_DAEMON_HOUSE_H
#define SMV_DAEMON_HOUSE_H
#include "daemon/io/config.h"
#include "daemon/io/erased.h"
#include "daemon/io/host_key.h"
#include "daemon/io/seminar.h"

enum smv_room_state {
    SMV_HOUSE_OPEN,
    SMV_HOUSE_CLOSING, /* draining */
    SMV_HOUSE_CLOSED,  /* a plain file */
    SMV_HOUSE_BROKEN   /* could not be opened: see trouble */
};
struct smv_housed {
    char name[64];
    enum smv_room_state state;
    struct smv_seminar *seminar; /* OPEN, CLOSING */
    char trouble[256];
    struct smv_housed *next; /* by name */
};
struct smv_house {
    struct smv_seminar_env env;
    char *data;
    int lock_fd;
    char host_key[SMV_HOST_KEY_CHARS + 1];
    struct smv_housed *first;
    struct smv_erased erased;
    bool stopping; /* nothing is opened any more */
    /* the transport's: all connections of a seminar end with this code */
    void (*close_peers)(void *user, struct smv_seminar *s, unsigned code, const char *text);
    void *user;
};

/* The folder (made if missing, 0700), the lock, the seminars. On failure a sentence in ret_info and what to
 * exit with in *ret_exit. A seminar that cannot be opened does not stop the others. */
SMV_CHECKED enum smv_err smv_house_start(struct smv_house *h, enum smv_exit *ret_exit,
                                         struct smv_errinfo *ret_info);
/* Close all; done once, when no log is open any more; peers have been closed with 1001. */
void smv_house_stop(struct smv_house *h, void (*done)(void *user), void *user);
void smv_house_finish(struct smv_house *h);

bool smv_house_name_ok(const char *name); /* a-z 0-9 and -, 1..48, not one of our paths */
struct smv_housed *smv_house_find(const struct smv_house *h, struct smv_span name); /* any state */
struct smv_seminar *smv_house_serving(const struct smv_house *h, struct smv_span name);
/* Whose door is open for this short code; NULL none. Takes as long whether or not it is found. */
struct smv_seminar *smv_house_by_code(const struct smv_house *h, struct smv_span code);
void smv_house_path(const struct smv_house *h, char path[1200], const char *name,
                    const char *suffix);
bool smv_house_has(const struct smv_house *h, const char *name, const char *suffix);

/* A file that is there but not open yet: new, put back or closed before. */
SMV_CHECKED enum smv_err smv_house_open(struct smv_house *h, const char *name,
                                        struct smv_errinfo *ret_info);
/* Drain, close the log, end the peers with code (GONE: told so; another: they come back by themselves). seal: checkpoint into one plain file and remember that it
 * is closed. done: once, later; the entry is then CLOSED (or gone from the list, when forget). */
struct smv_house_closing {
    bool seal, forget;
    unsigned code;
    const char *text; /* static */
    void (*last)(void *user,
                 const struct smv_core *core); /* the state it ends with; NULL: no interest */
    void (*done)(void *user, enum smv_err err, const char *trouble);
    void *user;
};
SMV_CHECKED enum smv_err smv_house_close(struct smv_house *h, const char *name,
                                         const struct smv_house_closing *how);
void smv_house_forget(struct smv_house *h, const char *name); /* one that is not open */
/* Empty marker file NAME suffix, made durable or removed. */
SMV_CHECKED enum smv_err smv_house_mark(const struct smv_house *h, const char *name,
                                        const char *suffix, bool there);
/* The same, for its time: it says when something was done last. Not made durable. */
void smv_house_touch(const struct smv_house *h, const char *name, const char *suffix);

#endif
