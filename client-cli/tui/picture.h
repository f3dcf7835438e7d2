/* picture.h - what a plenary screen is told to show, as headings and items in columns, and its drawing.
 *
 * What: a picture is read from a STAGE node and what it names; columns of items (one per group), broken into pages that
 *       fit, headings said again where they go on. The same picture is drawn on the hall's screen and, small, for the
 *       moderator.
 * Not:  no keys, no connection.
 * Uses: day.h, big.h.    Thread: one.
 * Invariants: everything stands on exactly one page, in order; a page is never cut without the next one. The page that
 *       is shown is one that exists, whatever was asked for. */
#ifndef SMV_TUI_PICTURE_H
#define SMV_TUI_PICTURE_H
#include "client-cli/tui/day.h"

enum smv_pic_mode {
    SMV_PIC_TITLE,
    SMV_PIC_SHEETS,
    SMV_PIC_QUESTION,
    SMV_PIC_POLL,
    SMV_PIC_COUNTDOWN,
    SMV_PIC_JOIN,
    SMV_PIC_BLANK,
    SMV_PIC_AGENDA,
    SMV_PIC_MODES
};
enum smv_pic_type { SMV_PIC_HEAD, SMV_PIC_BULLET, SMV_PIC_QUOTE, SMV_PIC_BAR, SMV_PIC_UNIT };

struct smv_pic_item {
    enum smv_pic_type type;
    smv_id id;
    struct smv_buf text,
        meta; /* meta: a quiet line below; of a bar and a unit: what stands beside */
    struct smv_wrap wrap, meta_wrap;
    const char *sign; /* of a bullet; UTF-8 */
    char sign_ascii;
    enum smv_style style;
    int indent;
    uint64_t part, whole; /* a bar */
    bool break_before;
};
struct smv_pic_column {
    struct smv_buf head, sub;
    smv_id place;
    struct smv_pic_item *items; /* owned */
    size_t n, cap;
};
struct smv_picture {
    enum smv_pic_mode mode;
    struct smv_buf kicker, title;
    smv_id place, about;            /* about: the poll or session it is about; 0 none */
    struct smv_pic_column *columns; /* owned */
    size_t n, cap;
};
/* Where phones go; borrowed. Empty: it is not known. */
struct smv_pic_where {
    const char *host, *link;
};

smv_id smv_stage_first(struct smv_client *c);          /* 0: there is no screen */
const char *smv_pic_mode_word(enum smv_pic_mode mode); /* translated */
/* Overwrites p, which must be zeroed or used before. */
void smv_picture_read(struct smv_picture *p, struct smv_client *c, smv_id stage);
void smv_picture_finish(struct smv_picture *p);

/* Draws into r; asked: the page that is wanted. large: letters out of cells where there is room.
 * *ret_page and *ret_pages: what is shown, and of how many. */
void smv_picture_draw(struct smv_grid *g, struct smv_rect r, const struct smv_scene *s,
                      struct smv_picture *p, const struct smv_pic_where *where, int asked,
                      bool large, int *ret_page, int *ret_pages);

/* --- for picture*.c ----------------------------------------------------------------------------------------- */
/* Pictures that fill the screen by themselves. True: it was one. */
bool smv_picture_whole(struct smv_grid *g, struct smv_rect r, const struct smv_scene *s,
                       struct smv_picture *p, const struct smv_pic_where *where, bool large);
/* "12:04", "+1:20"; ret is overwritten. False: it does not run. */
bool smv_picture_clock(const struct smv_scene *s, smv_id session, struct smv_buf *ret);
smv_id smv_picture_running(struct smv_client *c); /* the session that runs or is paused; 0 none */
/* A choice or scale that is revealed and that fewer have answered than are shown broken down: in a hall of four one
 * knows who the one is. The same rule as on the web's screens and phones. */
enum { SMV_PIC_FEWEST_ANSWERS = 5 };
bool smv_picture_too_few(struct smv_client *c, smv_id poll);
void smv_picture_sheet(struct smv_pic_column *col, struct smv_client *c, smv_id sheet);
struct smv_pic_column *smv_picture_column(struct smv_picture *p);
/* text is read from the node's field; NULL: it is empty there, nothing was added. */
struct smv_pic_item *smv_picture_item(struct smv_pic_column *col, enum smv_pic_type type,
                                      smv_id id);

#endif
