/* run.h - a view on a real terminal, fed by a session: the loop.
 *
 * What: opens the terminal, gives the view news, keys and time, draws at most once per turn of the loop and only when
 *       something changed: news, a key, another size, or the time that the view named. Own work goes into the outbox
 *       before the turn ends. Suspends and comes back (SIGTSTP), follows the size (SIGWINCH), gives the terminal back
 *       in any case.
 * Not:  knows nothing of what is shown.
 * Uses: session.h (whose loop it joins), term.h, view.h.    Thread: one.
 * When the link is refused or the outbox cannot be written, the view stays on the screen, frozen, with the reason,
 * until the person leaves: what one has typed can still be read and copied. */
#ifndef SMV_TUI_RUN_H
#define SMV_TUI_RUN_H
#include "client-cli/io/session.h"
#include "client-cli/tui/term.h"
#include "client-cli/tui/view.h"

struct smv_run_wish {
    struct smv_term_wish term;
    const char *person; /* display name; borrowed */
    const char *host;   /* for sentences; borrowed */
};

/* Runs until the person leaves or the process is told to end; v stays the caller's. The session must be started.
 * *ret_end: TRUE, INTERRUPT, DENIED or BROKEN. Errors: those of smv_term_open. */
SMV_CHECKED enum smv_err smv_run(struct smv_session *session, struct smv_view *v,
                                 const struct smv_run_wish *wish, enum smv_session_end *ret_end);

/* The scene of a session just now; over and frozen are left alone. For those without a terminal (linear.h). */
void smv_scene_now(struct smv_session *session, struct smv_scene *s);

#endif
