/* term.h - a real terminal: shows a grid, gives keys. The only part that knows ncurses (term.c).
 *
 * What: full-screen mode and back (also after SIGTSTP and at exit); shows a grid, writing only what differs; turns bytes into
 *       keys: arrows with modifiers, Alt + key, bracketed paste, mouse if wished; 256, 16 or no colours; light and dark.
 * Not:  waits for nothing: the caller polls standard input (fd 0) and then asks for keys until there are none.
 * Uses: ncursesw.    Thread: one; one terminal per process.
 * Errors of open: STATE (standard input or output is no terminal), IO (terminal kind unknown). */
#ifndef SMV_TUI_TERM_H
#define SMV_TUI_TERM_H
#include "client-cli/tui/grid.h"
#include "client-cli/tui/keys.h"
#include "common/base/err.h"

struct smv_term;
struct smv_term_wish {
    bool mouse;
    bool no_colour; /* also when NO_COLOR is set */
};

SMV_CHECKED enum smv_err smv_term_open(const struct smv_term_wish *wish, struct smv_term **ret);
void smv_term_close(struct smv_term *t); /* NULL is fine */
/* The locale's characters are not UTF-8: grids are to be drawn with ascii. */
bool smv_term_ascii(const struct smv_term *t);
void smv_term_size(const struct smv_term *t, int *ret_w, int *ret_h);
void smv_term_show(struct smv_term *t, const struct smv_grid *g);
/* The next key that is there; false: none now. A lone Escape is told after 25 ms. key->text is good until the next call. */
bool smv_term_key(struct smv_term *t, struct smv_key *ret_key);
/* Another size (SIGWINCH was seen by the caller): the next show draws everything. */
void smv_term_resized(struct smv_term *t);
/* To the shell and back around run (Ctrl-Z); the caller raises SIGSTOP in between. */
void smv_term_leave(struct smv_term *t);
void smv_term_back(struct smv_term *t);

#endif
