/* view.h - a full-screen view: what it is told, what it draws, what its keys do.
 *
 * What: a view draws itself into a grid from the client's replica and its own few variables (where one is, what is
 *       unfolded), and turns keys into own work through client.h. run.h brings it to a terminal; a test calls it alone.
 * Not:  no clock, socket, file or terminal in a view: the scene says what time it is.
 * Uses: client.h, grid.h, keys.h.    Thread: one.
 * Invariants: draw changes nothing that is saved and sends nothing; the same scene and view draw the same grid. */
#ifndef SMV_TUI_VIEW_H
#define SMV_TUI_VIEW_H
#include <libintl.h>
#include "client-cli/core/client.h"
#include "client-cli/tui/grid.h"
#include "client-cli/tui/keys.h"

/* as out.h has them */
#define _(text)  gettext(text)
#define N_(text) (text)

/* What is so just now. Borrowed during a call. */
struct smv_scene {
    struct smv_client *client;
    smv_ms mono;        /* the clock of the client's events */
    int64_t log_ms;     /* the log's clock, ms since 1970 */
    long utc_offset_s;  /* local time is log_ms and this */
    bool ascii;         /* a terminal without UTF-8 */
    bool frozen;        /* own work cannot be kept any more: add and change nothing */
    const char *over;   /* frozen or denied: why, in a sentence; else NULL */
    const char *person; /* own display name; may be empty */
};

/* What a key or news led to; a mask. */
enum smv_did {
    SMV_DID_NOTHING = 0,
    SMV_DID_WORK = 1,    /* own work was made, or presence said: it is to be sent */
    SMV_DID_DRAW = 2,    /* looks different now */
    SMV_DID_QUIT = 4,    /* the person leaves */
    SMV_DID_RETRY = 8,   /* connect now, not when it is time */
    SMV_DID_REPAINT = 16 /* something else has written on the terminal: paint all of it */
};

struct smv_view;
struct smv_view_impl {
    void (*destroy)(struct smv_view *v);
    /* news: mask of enum smv_news; 0: the time that wake named has come. Returns a mask of smv_did. */
    unsigned (*news)(struct smv_view *v, const struct smv_scene *s, unsigned news);
    unsigned (*key)(struct smv_view *v, const struct smv_scene *s, const struct smv_key *key);
    /* g is blank and as large as the terminal, however small that is. */
    void (*draw)(struct smv_view *v, const struct smv_scene *s, struct smv_grid *g);
    /* In how many ms it looks different by itself, or wants news 0; 0: never. */
    smv_ms (*wake)(struct smv_view *v, const struct smv_scene *s);
};
/* The first member of every view. */
struct smv_view {
    const struct smv_view_impl *impl;
};

#endif
