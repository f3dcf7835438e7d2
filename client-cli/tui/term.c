/* term.c - see term.h. The one file with ncurses in it. */
#define _XOPEN_SOURCE_EXTENDED 1
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>
#include "client-cli/tui/term.h"
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "common/base/utf8.h"

enum { ESCAPE_MS = 25, PASTE_MAX = 1024 * 1024, PAIRS = 16, WHITE = 231 };
enum { CODE_PASTE = KEY_MAX + 1, CODE_PASTE_END, CODE_MODIFIED }; /* MODIFIED + 8 * key + mods */

struct smv_term {
    bool ascii, colours, rich, left;
    struct smv_buf text;  /* of the last key */
    struct smv_grid last; /* what is on the screen; cells NULL: unknown */
    SCREEN *screen;
};
static struct smv_term *only; /* for atexit: a terminal is given back in any case */

/* --- styles ------------------------------------------------------------------------------------------------ */
struct look {
    attr_t plain; /* without colours */
    short colour; /* of 16, on the terminal's own background; -1 its own letters */
    short rich;   /* of 256: dark enough for light and light enough for dark backgrounds */
    attr_t with;  /* attributes beside the colour */
};
static const struct look looks[SMV_STYLE_END] = {
    [SMV_STYLE_TEXT] = {A_NORMAL, -1, -1, A_NORMAL},
    [SMV_STYLE_QUIET] = {A_DIM, -1, 243, A_NORMAL},
    [SMV_STYLE_STRONG] = {A_BOLD, -1, -1, A_BOLD},
    [SMV_STYLE_BAR] = {A_REVERSE, -1, -1, A_REVERSE},
    [SMV_STYLE_BAR_WARN] = {A_REVERSE | A_BOLD, COLOR_YELLOW, 130, A_REVERSE | A_BOLD},
    [SMV_STYLE_HERE] = {A_BOLD, COLOR_CYAN, 30, A_BOLD},
    [SMV_STYLE_MARKED] = {A_REVERSE, COLOR_CYAN, 30, A_REVERSE},
    [SMV_STYLE_GOOD] = {A_NORMAL, COLOR_GREEN, 28, A_NORMAL},
    [SMV_STYLE_WARN] = {A_BOLD, COLOR_YELLOW, 130, A_BOLD},
    [SMV_STYLE_BAD] = {A_BOLD, COLOR_RED, 131, A_BOLD},
    [SMV_STYLE_LINE] = {A_DIM, -1, 243, A_NORMAL},
    [SMV_STYLE_OTHER] = {A_UNDERLINE, COLOR_MAGENTA, 133, A_UNDERLINE},
    [SMV_STYLE_GROUP] = {A_BOLD, COLOR_CYAN, 30, A_BOLD},
    [SMV_STYLE_GROUP + 1] = {A_BOLD, COLOR_YELLOW, 130, A_BOLD},
    [SMV_STYLE_GROUP + 2] = {A_BOLD, COLOR_BLUE, 63, A_BOLD},
    [SMV_STYLE_GROUP + 3] = {A_BOLD, COLOR_GREEN, 28, A_BOLD},
    [SMV_STYLE_GROUP + 4] = {A_BOLD, COLOR_MAGENTA, 133, A_BOLD},
    [SMV_STYLE_GROUP + 5] = {A_BOLD, COLOR_RED, 131, A_BOLD},
    [SMV_STYLE_GROUP + 6] = {A_BOLD, COLOR_MAGENTA, 97, A_BOLD},
    [SMV_STYLE_GROUP + 7] = {A_BOLD, COLOR_GREEN, 64, A_BOLD},
    [SMV_STYLE_PAPER] = {A_REVERSE, COLOR_BLACK, 16, A_NORMAL},
};

/* One of the 256 colours for a terminal that is told red, green and blue instead of a number. */
static int mixed(int colour)
{
    static const int steps[] = {0, 95, 135, 175, 215, 255};
    if (colour < 16) {
        return colour;
    }
    if (colour > WHITE) {
        int grey = 8 + 10 * (colour - WHITE - 1);
        return grey << 16 | grey << 8 | grey;
    }
    colour -= 16;
    return steps[colour / 36] << 16 | steps[colour / 6 % 6] << 8 | steps[colour % 6];
}

static void set_up_colours(struct smv_term *t, const struct smv_term_wish *wish)
{
    const char *no = getenv("NO_COLOR");
    t->colours = !wish->no_colour && (no == NULL || *no == '\0') && has_colors() &&
                 start_color() == OK && use_default_colors() == OK;
    t->rich = t->colours && COLORS >= 256;
    for (short i = 0; t->colours && i < SMV_STYLE_END; i++) {
        short colour = t->rich ? looks[i].rich : looks[i].colour;
        short under = i != SMV_STYLE_PAPER ? -1 : t->rich ? WHITE : COLOR_WHITE;
        bool direct = COLORS > 256;
        init_extended_pair(i + 1, direct ? mixed(colour) : colour, direct ? mixed(under) : under);
    }
}

static attr_t attributes(const struct smv_term *t, uint8_t style, short *ret_pair)
{
    const struct look *l = &looks[style < SMV_STYLE_END ? style : SMV_STYLE_TEXT];
    short colour = t->rich ? l->rich : l->colour;
    *ret_pair = t->colours && colour >= 0 ? (short)(style + 1) : 0;
    return t->colours ? l->with : l->plain;
}

/* --- keys that have no name in terminfo ------------------------------------------------------------------- */
static const struct {
    const char *bytes;
    enum smv_key_code code;
} finals[] = {{"A", SMV_KEY_UP},   {"B", SMV_KEY_DOWN}, {"C", SMV_KEY_RIGHT},
              {"D", SMV_KEY_LEFT}, {"H", SMV_KEY_HOME}, {"F", SMV_KEY_END}};
static const struct {
    const char *number;
    enum smv_key_code code;
} tildes[] = {{"3", SMV_KEY_DELETE},
              {"5", SMV_KEY_PAGE_UP},
              {"6", SMV_KEY_PAGE_DOWN},
              {"1", SMV_KEY_HOME},
              {"4", SMV_KEY_END}};

/* xterm's way, which nearly all speak: ESC [ 1 ; (1 + shift + 2 alt + 4 ctrl) letter */
static void define_modified(void)
{
    char bytes[16];
    for (int mods = 1; mods < 8; mods++) {
        for (size_t i = 0; i < sizeof finals / sizeof *finals; i++) {
            snprintf(bytes, sizeof bytes, "\033[1;%d%s", mods + 1, finals[i].bytes);
            define_key(bytes, CODE_MODIFIED + 8 * (int)finals[i].code + mods);
        }
        for (size_t i = 0; i < sizeof tildes / sizeof *tildes; i++) {
            snprintf(bytes, sizeof bytes, "\033[%s;%d~", tildes[i].number, mods + 1);
            define_key(bytes, CODE_MODIFIED + 8 * (int)tildes[i].code + mods);
        }
    }
    /* plain, both ways: some terminals speak the other one than their kind says */
    for (size_t i = 0; i < sizeof finals / sizeof *finals; i++) {
        snprintf(bytes, sizeof bytes, "\033[%s", finals[i].bytes);
        define_key(bytes, CODE_MODIFIED + 8 * (int)finals[i].code);
        snprintf(bytes, sizeof bytes, "\033O%s", finals[i].bytes);
        define_key(bytes, CODE_MODIFIED + 8 * (int)finals[i].code);
    }
    define_key("\033[200~", CODE_PASTE);
    define_key("\033[201~", CODE_PASTE_END);
}

/* --- life ------------------------------------------------------------------------------------------------------ */
static void write_out(const char *bytes)
{
    size_t at = 0, n = strlen(bytes);
    while (at < n) {
        ssize_t wrote = write(STDOUT_FILENO, bytes + at, n - at);
        if (wrote <= 0) {
            return;
        }
        at += (size_t)wrote;
    }
}

static void give_back(void)
{
    if (only != NULL && !only->left) {
        write_out("\033[?2004l");
        endwin();
        only->left = true;
    }
}

enum smv_err smv_term_open(const struct smv_term_wish *wish, struct smv_term **ret)
{
    static bool registered;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        return SMV_ERR_STATE;
    }
    const char *kind = getenv("TERM");
    if (kind == NULL || *kind == '\0' || strcmp(kind, "dumb") == 0) {
        return SMV_ERR_IO; /* the cursor cannot be moved */
    }
    bool ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
    if (strncmp(nl_langinfo(CODESET), "ANSI_X3", 7) == 0) {
        /* no locale is set at all: what is typed is most likely UTF-8, and must not be lost */
        (void)setlocale(LC_CTYPE, "C.UTF-8");
    }
    set_escdelay(ESCAPE_MS);
    SCREEN *screen = newterm(NULL, stdout, stdin);
    if (screen == NULL) {
        return SMV_ERR_IO;
    }
    struct smv_term *t = smv_zalloc(sizeof *t);
    t->screen = screen;
    t->ascii = ascii;
    raw();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    intrflush(stdscr, FALSE);
    meta(stdscr, TRUE);
    set_up_colours(t, wish);
    define_modified();
    if (wish->mouse) {
        mousemask(BUTTON1_CLICKED | BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
        mouseinterval(0);
    }
    write_out("\033[?2004h");
    only = t;
    if (!registered) {
        registered = atexit(give_back) == 0;
    }
    *ret = t;
    return SMV_OK;
}

void smv_term_close(struct smv_term *t)
{
    if (t == NULL) {
        return;
    }
    give_back();
    only = NULL;
    delscreen(t->screen);
    smv_grid_finish(&t->last);
    smv_buf_finish(&t->text);
    smv_free(t);
}

void smv_term_leave(struct smv_term *t)
{
    (void)t;
    give_back();
}

void smv_term_back(struct smv_term *t)
{
    t->left = false;
    smv_term_resized(t);
    write_out("\033[?2004h");
    clearok(curscr, TRUE);
    refresh();
}

bool smv_term_ascii(const struct smv_term *t)
{
    return t->ascii;
}

void smv_term_size(const struct smv_term *t, int *ret_w, int *ret_h)
{
    (void)t;
    getmaxyx(stdscr, *ret_h, *ret_w);
}

void smv_term_resized(struct smv_term *t)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0) {
        resizeterm(size.ws_row, size.ws_col);
    }
    smv_grid_finish(&t->last);
    clear();
}

/* --- showing ------------------------------------------------------------------------------------------------------ */
static bool same(const struct smv_tcell *a, const struct smv_tcell *b)
{
    return a->style == b->style && a->glyph.len == b->glyph.len &&
           memcmp(a->glyph.bytes, b->glyph.bytes, a->glyph.len) == 0;
}

static void show_cell(struct smv_term *t, int x, int y, const struct smv_tcell *c)
{
    short pair;
    attr_t attrs = attributes(t, c->style, &pair);
    wchar_t wide[CCHARW_MAX + 1];
    size_t n = 0;
    struct smv_span bytes = smv_span(c->glyph.bytes, c->glyph.len);
    for (size_t at = 0; at < bytes.len && n < CCHARW_MAX;) {
        uint32_t cp = smv_utf8_next(bytes, &at);
        /* curses takes one character and its signs; what a joiner glues on is shown as the first of it */
        if (n > 0 && wcwidth((wchar_t)cp) != 0) {
            break;
        }
        wide[n++] = (wchar_t)cp;
    }
    wide[n] = L'\0';
    cchar_t cell;
    if (setcchar(&cell, wide, attrs, pair, NULL) == OK) {
        mvadd_wch(y, x, &cell);
    }
}

void smv_term_show(struct smv_term *t, const struct smv_grid *g)
{
    int w, h;
    smv_term_size(t, &w, &h);
    bool whole = t->last.cells == NULL || t->last.w != g->w || t->last.h != g->h;
    if (whole) {
        smv_grid_finish(&t->last);
        smv_grid_init(&t->last, g->w, g->h, g->ascii);
        erase();
    }
    for (int y = 0; y < g->h && y < h; y++) {
        for (int x = 0; x < g->w && x < w; x++) {
            const struct smv_tcell *c = &g->cells[y * g->w + x];
            struct smv_tcell *was = &t->last.cells[y * g->w + x];
            if ((whole || !same(c, was)) && c->glyph.len > 0) {
                show_cell(t, x, y, c);
            }
            *was = *c;
        }
    }
    if (g->caret_x >= 0 && g->caret_y >= 0) {
        curs_set(1);
        move(g->caret_y < h ? g->caret_y : h - 1, g->caret_x < w ? g->caret_x : w - 1);
    } else {
        curs_set(0);
    }
    refresh();
}

/* --- keys ---------------------------------------------------------------------------------------------------------- */
static void put_wide(struct smv_buf *b, wint_t c)
{
    uint32_t cp = (uint32_t)c;
    if (cp < 0x110000 && (cp < 0xd800 || cp > 0xdfff)) {
        smv_utf8_put(b, cp);
    }
}

static void text_key(struct smv_term *t, wint_t c, unsigned mods, struct smv_key *k)
{
    smv_buf_clear(&t->text);
    put_wide(&t->text, c);
    *k = (struct smv_key){.code = SMV_KEY_TEXT, .mods = mods, .text = smv_buf_span(&t->text)};
}

/* Everything up to the closing mark; a terminal that never sends it ends the paste with its silence. */
static void read_paste(struct smv_term *t, struct smv_key *k)
{
    wint_t c;
    smv_buf_clear(&t->text);
    timeout(1000);
    for (int type; (type = get_wch(&c)) != ERR && !(type == KEY_CODE_YES && c == CODE_PASTE_END);) {
        if (t->text.len < PASTE_MAX && type != KEY_CODE_YES) {
            put_wide(&t->text, c == '\r' ? '\n' : c);
        } else if (type == KEY_CODE_YES && c == KEY_ENTER) {
            put_wide(&t->text, '\n');
        }
    }
    nodelay(stdscr, TRUE);
    *k = (struct smv_key){.code = SMV_KEY_PASTE, .text = smv_buf_span(&t->text)};
}

static bool code_key(struct smv_term *t, wint_t c, struct smv_key *k)
{
    static const struct {
        int curses;
        enum smv_key_code code;
        unsigned mods;
    } known[] = {
        {KEY_LEFT, SMV_KEY_LEFT, 0},
        {KEY_RIGHT, SMV_KEY_RIGHT, 0},
        {KEY_UP, SMV_KEY_UP, 0},
        {KEY_DOWN, SMV_KEY_DOWN, 0},
        {KEY_HOME, SMV_KEY_HOME, 0},
        {KEY_END, SMV_KEY_END, 0},
        {KEY_PPAGE, SMV_KEY_PAGE_UP, 0},
        {KEY_NPAGE, SMV_KEY_PAGE_DOWN, 0},
        {KEY_BACKSPACE, SMV_KEY_BACKSPACE, 0},
        {KEY_DC, SMV_KEY_DELETE, 0},
        {KEY_ENTER, SMV_KEY_ENTER, 0},
        {KEY_BTAB, SMV_KEY_TAB, SMV_MOD_SHIFT},
        {KEY_SLEFT, SMV_KEY_LEFT, SMV_MOD_SHIFT},
        {KEY_SRIGHT, SMV_KEY_RIGHT, SMV_MOD_SHIFT},
        {KEY_SR, SMV_KEY_UP, SMV_MOD_SHIFT},
        {KEY_SF, SMV_KEY_DOWN, SMV_MOD_SHIFT},
        {KEY_SHOME, SMV_KEY_HOME, SMV_MOD_SHIFT},
        {KEY_SEND, SMV_KEY_END, SMV_MOD_SHIFT},
        {KEY_RESIZE, SMV_KEY_RESIZE, 0},
    };
    if (c == CODE_PASTE) {
        read_paste(t, k);
        return true;
    }
    if ((int)c >= CODE_MODIFIED) {
        int packed = (int)c - CODE_MODIFIED;
        *k = (struct smv_key){.code = (enum smv_key_code)(packed / 8),
                              .mods = (unsigned)(packed % 8)};
        return true;
    }
    if (c >= KEY_F(1) && c <= KEY_F(12)) {
        *k = (struct smv_key){.code = SMV_KEY_F, .number = c - KEY_F(0)};
        return true;
    }
    if (c == KEY_MOUSE) {
        MEVENT m;
        if (getmouse(&m) != OK) {
            return false;
        }
        unsigned button = (m.bstate & BUTTON4_PRESSED)   ? 4U
                          : (m.bstate & BUTTON5_PRESSED) ? 5U
                                                         : 1U;
        *k = (struct smv_key){.code = SMV_KEY_MOUSE, .x = m.x, .y = m.y, .number = button};
        return true;
    }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if ((int)c == known[i].curses) {
            *k = (struct smv_key){.code = known[i].code, .mods = known[i].mods};
            return true;
        }
    }
    return false; /* a key that means nothing here */
}

static bool plain_key(struct smv_term *t, wint_t c, unsigned mods, struct smv_key *k)
{
    switch (c) {
    case '\r':
    case '\n': *k = (struct smv_key){.code = SMV_KEY_ENTER, .mods = mods}; return true;
    case '\t': *k = (struct smv_key){.code = SMV_KEY_TAB, .mods = mods}; return true;
    case 0x7f:
    case 0x08: *k = (struct smv_key){.code = SMV_KEY_BACKSPACE, .mods = mods}; return true;
    case 0: text_key(t, ' ', mods | SMV_MOD_CTRL, k); return true;
    default: break;
    }
    if (c < 0x1b) {
        text_key(t, c + 'a' - 1, mods | SMV_MOD_CTRL, k);
        return true;
    }
    if (c < 0x20) {
        return false;
    }
    text_key(t, c, mods, k);
    return true;
}

/* Behind ESC [: the rest of a sequence that nobody knows here is no text. False: it was Alt and the key [. */
static bool skip_sequence(void)
{
    wint_t c;
    int n = 0;
    timeout(ESCAPE_MS);
    for (int type; n < 32 && (type = get_wch(&c)) == OK; n++) {
        if (c >= 0x40 && c <= 0x7e) {
            n++;
            break;
        }
    }
    nodelay(stdscr, TRUE);
    return n > 0;
}

bool smv_term_key(struct smv_term *t, struct smv_key *ret_key)
{
    wint_t c;
    for (int type; (type = get_wch(&c)) != ERR;) {
        if (type == KEY_CODE_YES) {
            if (code_key(t, c, ret_key)) {
                return true;
            }
            continue;
        }
        if (c != 0x1b) {
            if (plain_key(t, c, 0, ret_key)) {
                return true;
            }
            continue;
        }
        /* Escape: alone, or Alt with the key that follows at once */
        timeout(ESCAPE_MS);
        type = get_wch(&c);
        nodelay(stdscr, TRUE);
        if (type == ERR) {
            *ret_key = (struct smv_key){.code = SMV_KEY_ESCAPE};
            return true;
        }
        if (type != KEY_CODE_YES && c == '[' && skip_sequence()) {
            continue;
        }
        if (type == KEY_CODE_YES ? code_key(t, c, ret_key)
                                 : plain_key(t, c, SMV_MOD_ALT, ret_key)) {
            if (type == KEY_CODE_YES) {
                ret_key->mods |= SMV_MOD_ALT;
            }
            return true;
        }
    }
    return false;
}
