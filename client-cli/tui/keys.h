/* keys.h - what somebody pressed, whatever the terminal calls it.
 *
 * What: a key with modifiers, a typed cluster, a pasted text, a mouse press, a new size.
 * Not:  no ncurses (term.c makes these).    Thread: constant. */
#ifndef SMV_TUI_KEYS_H
#define SMV_TUI_KEYS_H
#include "common/base/buf.h"

enum smv_key_code {
    SMV_KEY_NONE,
    SMV_KEY_TEXT,  /* text: one or more characters */
    SMV_KEY_PASTE, /* text: all of it */
    SMV_KEY_ENTER,
    SMV_KEY_TAB,
    SMV_KEY_ESCAPE,
    SMV_KEY_BACKSPACE,
    SMV_KEY_DELETE,
    SMV_KEY_LEFT,
    SMV_KEY_RIGHT,
    SMV_KEY_UP,
    SMV_KEY_DOWN,
    SMV_KEY_HOME,
    SMV_KEY_END,
    SMV_KEY_PAGE_UP,
    SMV_KEY_PAGE_DOWN,
    SMV_KEY_F,     /* F1..F12: number */
    SMV_KEY_MOUSE, /* x, y; number: button 1..3, 4 wheel up, 5 wheel down */
    SMV_KEY_RESIZE
};
enum { SMV_MOD_SHIFT = 1, SMV_MOD_ALT = 2, SMV_MOD_CTRL = 4 };

struct smv_key {
    enum smv_key_code code;
    unsigned mods;
    unsigned number;
    int x, y;
    struct smv_span
        text; /* borrowed until the next key; valid UTF-8. CTRL + TEXT: the letter, lower case */
};

/* Is it that letter with that modifier (0: none)? */
static inline bool smv_key_is(const struct smv_key *k, unsigned mods, const char *text)
{
    return k->code == SMV_KEY_TEXT && (k->mods & ~(unsigned)SMV_MOD_SHIFT) == mods &&
           smv_span_is(k->text, text);
}

#endif
