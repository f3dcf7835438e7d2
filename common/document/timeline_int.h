/* timeline_int.h - where everything on a drawn timeline stands; between the timeline_*.c files.
 *
 * What: the plan of one picture: cells, cards, arrows with their tracks. timeline_plan.c reads the sheet and wraps the
 *       texts, timeline_route.c gives heights, tracks and places, timeline_svg.c draws.
 * Not:  for nobody else.
 * Units: the picture's; x to the right, y down. Channel k lies left of column k, the last one right of the last. */
#ifndef SMV_DOCUMENT_TIMELINE_INT_H
#define SMV_DOCUMENT_TIMELINE_INT_H
#include "common/base/buf.h"
#include "common/model/tree.h"

enum {
    TL_MARGIN = 10,
    TL_FONT = 17,
    TL_STEP = 21,
    TL_SMALL = 15,
    TL_SMALL_STEP = 19,
    TL_PAD = 9,    /* inside a card */
    TL_STRIP = 12, /* the card's coloured edge */
    TL_STACK = 10, /* between cards of a cell */
    TL_MARK = 27,  /* room for a letter or a diamond */
    TL_PITCH = 10, /* between tracks */
    TL_HEAD = 19,  /* letters of phases */
    TL_HEAD_STEP = 24,
    TL_CARD_MARKS = 12, /* diamonds that are drawn on a card; the rest is "+n" */
    TL_FLOW_MARKS = 2,
    TL_ARROWS = 400 /* more are told in words: nobody could follow them */
};

struct tl_card {
    const struct smv_node *node;
    size_t col, row;
    struct smv_buf title, sub; /* lines */
    unsigned n_title, n_sub, n_marks, first_mark;
    unsigned n_ports[2]; /* left, right */
    bool star;
    unsigned colour, mark_rows;
    int y, h;
};
/* A piece of an arrow in a channel: vertical ones in channel `in` from y to y, horizontal ones above row `in` from
 * channel to channel. */
struct tl_leg {
    size_t in;
    int from, to;
    unsigned track;
};
struct tl_arrow {
    const struct smv_node *node;
    size_t from, to; /* cards */
    char tag[12];    /* empty: it carries nothing that must be told */
    unsigned n_marks, first_mark;
    int dir_out, dir_in; /* 1: leaves its card to the right; enters going right */
    size_t out, into;    /* channels */
    int y1, y2;
    struct tl_leg v1, h, v2; /* h and v2 only where bent */
    bool bent;
};
struct tl_cell_row {
    const struct smv_node *lane; /* NULL: cards without one */
    struct smv_buf label;        /* lines */
    unsigned n_label, n_tracks;
    int y, h;
};
struct tl_column {
    const struct smv_node *phase; /* NULL: challenges without one */
    struct smv_buf head, about;   /* lines */
    unsigned n_head, n_about;
    int x;
};
struct tl_channel {
    int left, right; /* room for marks at the cards on either side */
    unsigned n_tracks;
    int x, w;
};
struct tl_plan {
    const char *lang;
    bool empty, map, tight; /* tight: fewer lines a card */
    struct tl_column *cols;
    struct tl_cell_row *rows;
    struct tl_channel *channels; /* n_cols + 1 */
    struct tl_card *cards;       /* by column, row and place */
    struct tl_arrow *arrows;
    size_t n_cols, n_rows, n_cards, cap_cards, n_arrows, cap_arrows;
    unsigned n_obstacles;              /* numbered on the whole sheet */
    size_t n_undrawn;                  /* arrows beyond TL_ARROWS */
    int cell_w, head_h, width, height; /* height: of the drawing, without what is told below */
};

void tl_plan_make(struct tl_plan *p, const struct smv_tree *t, const struct smv_node *sheet,
                  const char *lang, bool empty, bool tight);
void tl_plan_finish(struct tl_plan *p);
void tl_route(struct tl_plan *p); /* places all that is planned */

/* The alive children of a kind: NULL begins, NULL ends. */
const struct smv_node *tl_next(const struct smv_node *parent, unsigned kind,
                               const struct smv_node *after);
bool tl_has_text(struct smv_span s);

#endif
