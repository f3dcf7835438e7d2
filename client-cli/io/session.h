/* session.h - a profile brought to life: its outbox, its replica, its connection, until a wish is true.
 *
 * What: gives client-cli/core its events and performs its updates in the documented order: records to the
 *       outbox (fsynced), then frames, then the link, then news, then the timer.
 * Not:  no verb, no output.
 * Uses: profile.h, outbox.h, ws.h, client.h.    Thread: one; owns its libuv loop.
 * Other outboxes of the profile whose processes are gone are delivered first, one after another. */
#ifndef SMV_CLIENT_SESSION_H
#define SMV_CLIENT_SESSION_H
#include "client-cli/core/client.h"
#include "client-cli/io/profile.h"

struct smv_session;

enum smv_session_end {
    SMV_SESSION_TRUE,      /* what was waited for is so */
    SMV_SESSION_TIME,      /* not within the time */
    SMV_SESSION_OFFLINE,   /* nobody answers there (only when asked not to be patient) */
    SMV_SESSION_DENIED,    /* told to stay away: smv_client_why */
    SMV_SESSION_INTERRUPT, /* SIGINT or SIGTERM */
    SMV_SESSION_BROKEN     /* the outbox cannot be written: nothing more was sent */
};

struct smv_session_hooks {
    void *user;
    /* A message, before (1) and after (0) it has changed what is known. */
    void (*on_frame)(void *user, struct smv_span message, bool before);
    void (*on_news)(void *user, unsigned news);
};

/* profile is borrowed and must outlive it. ca: overrides the profile's; may be NULL. Errors: those of the
 * files; CORRUPT (an outbox that cannot be read), IO (libwebsockets does not start). */
SMV_CHECKED enum smv_err smv_session_open(const struct smv_profile *profile, const char *ca,
                                          const char *build, struct smv_session **ret_session);
struct smv_client *smv_session_client(struct smv_session *s);
unsigned smv_session_outbox(const struct smv_session *s); /* its number */
bool smv_session_known(
    const struct smv_session *s); /* there is something to show, connected or not */
void smv_session_set_hooks(struct smv_session *s, const struct smv_session_hooks *hooks);
void smv_session_start(struct smv_session *s);
/* After own work was made through the client's calls: into the outbox, and out if connected. */
void smv_session_local(struct smv_session *s);
/* Run until wish(user) or something else of smv_session_end. timeout_ms 0: no limit. patient: a daemon that
 * does not answer is waited for until the time is up. */
enum smv_session_end smv_session_run(struct smv_session *s, bool (*wish)(void *user), void *user,
                                     unsigned timeout_ms, bool patient);
/* Its libuv loop, for those who also wait for keys; they close their handles before the session. */
struct uv_loop_s *smv_session_loop(struct smv_session *s);
uint64_t smv_session_mono(const struct smv_session *s);       /* ms, as the core's events */
const char *smv_session_trouble(const struct smv_session *s); /* why the last connection failed */
enum smv_err smv_session_broken(const struct smv_session *s);
/* BYE, close, keep the replica, let the outbox go. NULL is fine. */
void smv_session_close(struct smv_session *s);

/* Undelivered changes in outboxes of this profile that no process has; for doctor and list. ret_busy: some
 * process works with the profile just now; may be NULL. */
size_t smv_session_undelivered(const struct smv_profile *profile, bool *ret_busy);

#endif
