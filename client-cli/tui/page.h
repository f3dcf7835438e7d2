/* page.h - a sheet as a list of spots that one can be in, side by side or below each other.
 *
 * What: a spot is a heading, a note, a text field, a choice, a date or time, or the place where a new thing begins. The forms of
 *       sheets (boards.h) fill a page; layout gives every spot its rectangle; drawing shows the ones in sight.
 *       Spots of one band stand in columns (a timeline's phases, a table's row); all others below each other.
 *       The same page is read aloud line by line by linear.h.
 * Not:  changes nothing: keys are the view's.
 * Uses: day.h, grid.h.    Thread: one.
 * Invariants: the order of the spots is the order of Tab; after layout no two spots of a page overlap; a spot in a
 *       column that is out of sight has no width. */
#ifndef SMV_TUI_PAGE_H
#define SMV_TUI_PAGE_H
#include "client-cli/tui/day.h"

enum smv_spot_type {
    SMV_SPOT_HEAD,
    SMV_SPOT_NOTE,
    SMV_SPOT_TEXT,   /* a typed field */
    SMV_SPOT_CHOICE, /* a chosen one, of a few values */
    SMV_SPOT_DATE,   /* a chosen one, yyyymmdd, typed as a date */
    SMV_SPOT_TIME,   /* a chosen one, hhmm, typed as a time of day; 0 none */
    SMV_SPOT_CELL,   /* a chosen one, STR, typed: numbers and dates of tables */
    SMV_SPOT_ADD
};
enum smv_choices {
    SMV_CHOICES_NONE,
    SMV_CHOICES_WORDS,  /* spot.words, by number */
    SMV_CHOICES_LANES,  /* REF: the sheet's lanes */
    SMV_CHOICES_PHASES, /* REF: the sheet's phases */
    SMV_CHOICES_YES_NO, /* STR: yes, no */
    SMV_CHOICES_COLUMN  /* STR: the choices of the table column in spot.of */
};
struct smv_spot {
    enum smv_spot_type type;
    enum smv_style style;
    enum smv_choices choices;
    smv_id id;   /* the field's node; ADD: the parent; HEAD and NOTE: what they are about, or 0 */
    smv_id item; /* what is moved, removed, starred, parked here; 0 nothing */
    smv_id of;   /* the sheet, or a table's column */
    unsigned field;           /* TEXT, CHOICE, DATE, TIME, CELL */
    const char *const *words; /* untranslated, static; ends with NULL */
    struct smv_buf label;     /* in front of a field; the text of the others */
    struct smv_buf mark;      /* signs behind the text: a star, what is wrong */
    unsigned indent;
    bool above;    /* the label has a line of its own */
    bool one_line; /* no line feeds */
    bool
        list; /* Enter makes the next one, an empty one goes by Backspace, lines that are pasted become several */
    bool may;           /* can be changed */
    const char *bullet; /* UTF-8, one column; NULL none */
    /* ADD: what begins here */
    unsigned add_kind, add_field; /* field: where the typing goes */
    smv_id add_after;
    struct smv_field_value add_with[2];
    size_t n_add_with;
    /* place in columns */
    unsigned band, column, columns; /* columns 0: alone */
    bool folds;       /* the band stands below each other where its columns do not all fit */
    bool when_folded; /* a field's label is only shown then; a heading only otherwise */
    bool rule;        /* a heading with a line to the right edge */
    /* layout */
    struct smv_buf text;  /* what is shown in it */
    struct smv_wrap wrap; /* of text; of label for HEAD, NOTE, ADD */
    bool folded;
    int x, y, w, h, text_x, text_y, in; /* in: the indent that holds here */
    unsigned fit;                       /* columns of the band in sight */
    bool mark_below;
};
struct smv_page {
    struct smv_spot *spots; /* owned */
    size_t n, cap;
    unsigned bands; /* how many have been begun */
    int w, h;
    unsigned first_column; /* in sight, where not all fit */
};

void smv_page_clear(struct smv_page *p);
void smv_page_finish(struct smv_page *p);

/* --- filling: each gives the new spot, valid until the next one ----------------------------------------- */
struct smv_spot *smv_page_head(struct smv_page *p, smv_id about, struct smv_span text);
struct smv_spot *smv_page_note(struct smv_page *p, smv_id about, struct smv_span text);
/* label may be NULL. Reads the field's text or value. */
struct smv_spot *smv_page_text(struct smv_page *p, struct smv_client *c, smv_id id, unsigned field,
                               const char *label);
struct smv_spot *smv_page_choice(struct smv_page *p, struct smv_client *c, smv_id id,
                                 unsigned field, const char *label, const char *const *words);
struct smv_spot *smv_page_date(struct smv_page *p, struct smv_client *c, smv_id id, unsigned field,
                               const char *label);
struct smv_spot *smv_page_time(struct smv_page *p, struct smv_client *c, smv_id id, unsigned field,
                               const char *label);
/* A chosen cell of a table; choices, words and of are set by the caller before smv_page_value. */
struct smv_spot *smv_page_cell(struct smv_page *p, smv_id id, unsigned field, const char *label);
struct smv_spot *smv_page_add(struct smv_page *p, smv_id parent, smv_id after, unsigned kind,
                              unsigned field, const char *label);
/* What is shown in a choice, date, time or cell: again, after choices or of were set. */
void smv_page_value(struct smv_client *c, struct smv_spot *s);
unsigned smv_page_band(struct smv_page *p); /* a new one's number */
/* hhmm of "14:30", "14.30", "1430", "9"; 0 of nothing. false: that is no time. */
bool smv_spot_read_time(struct smv_span text, uint64_t *ret);

/* --- choices ---------------------------------------------------------------------------------------------- */
/* The i-th value that can be chosen, with its word (overwritten); false: there are fewer. str borrows from word. */
bool smv_spot_choice(struct smv_client *c, const struct smv_spot *s, size_t i,
                     struct smv_value *ret_value, struct smv_buf *ret_word);

/* --- layout and drawing ------------------------------------------------------------------------------------ */
bool smv_spot_stands(const struct smv_spot *s); /* one can be in it: not a heading or note */
/* near: the spot that must be in sight, where columns do not all fit; n: none. */
void smv_page_layout(struct smv_page *p, int w, bool ascii, size_t near);
/* The spots of the page from line scroll on. at: the one that one is in (p->n none); its text is drawn by edit if that is
 * not NULL, with caret and selection. */
struct smv_edit;
struct smv_shown {
    const struct smv_scene *scene;
    const struct smv_people *people;
    const struct smv_edit *edit;
    size_t at;
    int scroll;
};
void smv_page_draw(struct smv_grid *g, struct smv_rect r, const struct smv_page *p,
                   const struct smv_shown *how);
/* A scroll from which the spot (and the line of the caret in it) is in sight in h lines; as near to scroll as can be. */
int smv_page_scroll(const struct smv_page *p, size_t at, const struct smv_edit *edit, int h,
                    int scroll);
/* The spot at a place; p->n: none. */
size_t smv_page_hit(const struct smv_page *p, int x, int y);
/* The spot that is up, down, left or right of one (dx, dy of -1, 0, 1); p->n: none. */
size_t smv_page_next(const struct smv_page *p, size_t at, int dx, int dy);

#endif
