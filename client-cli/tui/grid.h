/* grid.h - a screen of cells in memory, drawn by pure functions and compared as text in tests.
 *
 * What: cells of a glyph and a style; drawing is clipped to a rectangle; nothing outside is ever touched. term.h shows
 *       a grid by its difference to the last one.
 * Not:  no terminal, no colour numbers: styles say what something means.
 * Uses: glyph.h, wrap.h.    Thread: one.
 * Invariants: a wide glyph is followed by a cell with len 0 and columns 0; one that does not fit becomes a space. */
#ifndef SMV_TUI_GRID_H
#define SMV_TUI_GRID_H
#include "client-cli/tui/wrap.h"

/* What a cell means; term.c has the colours for 256, 16 and no colours, on light and dark. A style that carries meaning
 * is never colour alone: the views put a word or a sign beside it. */
enum smv_style {
    SMV_STYLE_TEXT,
    SMV_STYLE_QUIET,    /* secondary */
    SMV_STYLE_STRONG,   /* headings, what is looked for first */
    SMV_STYLE_BAR,      /* the strips at top and bottom */
    SMV_STYLE_BAR_WARN, /* the same while something needs attention */
    SMV_STYLE_HERE,     /* the line or field where one is */
    SMV_STYLE_MARKED,   /* selected text */
    SMV_STYLE_GOOD,
    SMV_STYLE_WARN,
    SMV_STYLE_BAD,
    SMV_STYLE_LINE,                        /* rules and boxes */
    SMV_STYLE_OTHER,                       /* where somebody else writes */
    SMV_STYLE_GROUP,                       /* + 0..7: rooms and groups, beside their letter */
    SMV_STYLE_PAPER = SMV_STYLE_GROUP + 8, /* black on white on any terminal: what a camera reads */
    SMV_STYLE_END
};

struct smv_tcell {
    struct smv_glyph glyph;
    uint8_t style;
};
struct smv_rect {
    int x, y, w, h;
};
struct smv_grid {
    int w, h;
    struct smv_tcell *cells; /* owned; row after row */
    int caret_x, caret_y;    /* -1: no caret is shown */
    bool ascii;              /* no UTF-8: frames of + - |, and ? for what cannot be shown */
};

void smv_grid_init(struct smv_grid *g, int w, int h, bool ascii); /* blank */
void smv_grid_finish(struct smv_grid *g);
void smv_grid_clear(struct smv_grid *g);
struct smv_rect smv_grid_all(const struct smv_grid *g);

/* All of these draw only inside r (which is cut to the grid) and are given positions relative to it. */
void smv_grid_fill(struct smv_grid *g, struct smv_rect r, enum smv_style style);
/* One line of text at (x, y), cut with an ellipsis at the right edge. Returns the column behind it. */
int smv_grid_text(struct smv_grid *g, struct smv_rect r, int x, int y, struct smv_span text,
                  enum smv_style style);
int smv_grid_str(struct smv_grid *g, struct smv_rect r, int x, int y, const char *text,
                 enum smv_style style);
/* Flush right on line y. */
void smv_grid_right(struct smv_grid *g, struct smv_rect r, int y, struct smv_span text,
                    enum smv_style style);
/* Wrapped text from line y on, without its first skip lines; returns how many lines it took (all of them, also those
 * that did not fit). mark_from..mark_to (code points) are drawn MARKED. */
int smv_grid_wrapped(struct smv_grid *g, struct smv_rect r, int y, struct smv_span text,
                     const struct smv_wrap *wrap, enum smv_style style, int skip, size_t mark_from,
                     size_t mark_to);
/* A rule across r at line y; a frame around r; a column of lines. */
void smv_grid_rule(struct smv_grid *g, struct smv_rect r, int y, enum smv_style style);
void smv_grid_column(struct smv_grid *g, struct smv_rect r, int x, enum smv_style style);
void smv_grid_frame(struct smv_grid *g, struct smv_rect r, enum smv_style style);
/* part of whole as a bar of w cells, with blocks or #. */
void smv_grid_meter(struct smv_grid *g, struct smv_rect r, int x, int y, int w, int part, int whole,
                    enum smv_style style);

/* The grid as text: one line per row, right blanks cut; with styles, a second line of letters under each row that has
 * other styles than TEXT. For golden screens. */
void smv_grid_print(const struct smv_grid *g, bool styles, struct smv_buf *ret);

/* r without its first or last n rows or columns; never negative. */
struct smv_rect smv_rect_top(struct smv_rect *r, int n); /* cuts n rows off, and gives them */
struct smv_rect smv_rect_bottom(struct smv_rect *r, int n);
struct smv_rect smv_rect_left(struct smv_rect *r, int n);
struct smv_rect smv_rect_right(struct smv_rect *r, int n);

#endif
