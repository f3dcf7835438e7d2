/* scribe_int.h - what the files of the scribe's view share.
 *
 * What: its variables; scribe.c (life, pages), scribe_draw.c (the screen), scribe_keys.c (keys in the sheet; items, chosen:
 *       what they do there), scribe_deeds.c (what the function keys do), scribe_lists.c and scribe_pick.c (what lies over
 *       the sheet).
 * Invariants: the shown session and sheet change by the person's own act only; at names a spot of the pages by what it
 *       is, so that it stays the same whatever others add above it. */
#ifndef SMV_TUI_SCRIBE_INT_H
#define SMV_TUI_SCRIBE_INT_H
#include "client-cli/tui/boards.h"
#include "client-cli/tui/chrome.h"
#include "client-cli/tui/desk.h"
#include "client-cli/tui/list.h"
#include "client-cli/tui/scribe.h"

enum smv_scribe_mode {
    SMV_SCRIBE_PAGE,
    SMV_SCRIBE_STEPS,
    SMV_SCRIBE_HELP,
    SMV_SCRIBE_BIN,
    SMV_SCRIBE_PAST,
    SMV_SCRIBE_EARLIER,
    SMV_SCRIBE_REFUSED,
    SMV_SCRIBE_CALL,
    SMV_SCRIBE_FLOW,
    SMV_SCRIBE_PROMPT /* one field in a strip at the bottom: parked, called */
};
enum {
    SMV_SCRIBE_SAID_MS = 6000,
    SMV_SCRIBE_PRESENCE_MS = 500,
    SMV_SCRIBE_WIDE = 112 /* columns for the sheet from which another one stands beside it */
};

struct smv_where {
    smv_id id;
    unsigned field; /* 0: the place where a thing of add_kind begins */
    unsigned add_kind;
    smv_id of;
    bool panel;
    size_t index; /* where it stood last: when it is gone, its neighbour is meant */
};
/* A date, time or number that is typed: kept here until it is one. */
struct smv_draft {
    smv_id id;
    unsigned field;
    bool there, time;
    struct smv_buf text;
    struct smv_edit edit;
};

struct smv_scribe {
    struct smv_view view;
    struct smv_client *c;
    smv_id place;
    unsigned role;
    smv_id session, told, sheet; /* told: the last session that was offered or shown */
    smv_id card;                 /* of a timeline: the one shown in detail */
    struct smv_desk desk;
    struct smv_page page, panel;
    struct smv_where at;
    struct smv_draft draft;
    int scroll, panel_scroll, w, h; /* of the sheet's rectangle, as drawn last */
    struct smv_rect sheet_box, panel_box, steps_box;
    size_t caret_before; /* the key that is looked at */
    bool plain_seen;     /* that letters look plain here was read */
    bool touched;        /* a key was pressed: from then on one stands where one stands */
    bool stale;          /* the pages are to be filled again */
    struct smv_people people;
    enum smv_scribe_mode mode;
    struct smv_list list, steps;
    struct smv_ids earlier; /* what can be copied from: sheets; for who compiles, the groups' */
    size_t earlier_at;
    struct smv_page old; /* the one of them that is shown */
    struct smv_buf old_title;
    struct smv_where old_spot;
    int old_scroll, old_w;
    bool beside, wide; /* it is to stand beside the sheet; there is room for that, as drawn last */
    bool compiles;     /* the sheet is one of the moderators', over all groups */
    bool compiler;     /* that is all that this view is for */
    smv_id prompt_id, past_of;
    unsigned prompt_field;
    const char *prompt_title;
    struct smv_wrap prompt_wrap;
    struct smv_ids hidden; /* notices that were put aside here */
    struct smv_buf said;
    bool said_warn;
    smv_ms said_until;
    smv_ms pres_at; /* when presence was said */
    smv_id pres_id;
    unsigned pres_field;
    uint32_t pres_caret;
    bool pres_due;
};

/* --- scribe.c */
void smv_scribe_fill(struct smv_scribe *v,
                     const struct smv_scene *s);        /* pages and steps, when stale */
struct smv_page *smv_scribe_page(struct smv_scribe *v); /* the one that one is in */
struct smv_spot *smv_scribe_spot(struct smv_scribe *v); /* NULL: none */
void smv_scribe_go(struct smv_scribe *v, bool panel, size_t index);
/* To a field of a node, or (field 0) to the first spot of it, wherever it is; false: it is not on the pages. */
bool smv_scribe_go_to(struct smv_scribe *v, smv_id id, unsigned field);
void smv_scribe_open(struct smv_scribe *v, smv_id sheet);
void smv_scribe_open_session(struct smv_scribe *v, smv_id session);
void smv_scribe_say(struct smv_scribe *v, const struct smv_scene *s, bool warn, const char *format,
                    ...) __attribute__((format(printf, 4, 5)));
bool smv_scribe_may(struct smv_scribe *v, const struct smv_scene *s);
smv_id smv_scribe_offered(struct smv_scribe *v); /* a session that has begun meanwhile; 0 none */
smv_id smv_scribe_notice(struct smv_scribe *v);  /* the newest one not put aside; 0 none */
void smv_scribe_compiled(struct smv_client *c, struct smv_ids *ret);

/* --- scribe_draw.c */
void smv_scribe_draw(struct smv_view *view, const struct smv_scene *s, struct smv_grid *g);

/* --- scribe_beside.c */
/* What can be copied from, and its page. */
void smv_scribe_fill_beside(struct smv_scribe *v, const struct smv_scene *s);
void smv_scribe_list_beside(struct smv_scribe *v); /* the same as a list, where it is narrow */
bool smv_scribe_is_beside(const struct smv_scribe *v);
void smv_scribe_draw_beside(struct smv_scribe *v, const struct smv_scene *s, struct smv_grid *g,
                            struct smv_rect r);
void smv_scribe_to_beside(struct smv_scribe *v, const struct smv_scene *s); /* and back */
/* True: the key was one for what stands beside. */
bool smv_scribe_beside_key(struct smv_scribe *v, const struct smv_scene *s,
                           const struct smv_key *k);

/* --- scribe_items.c */
smv_id smv_scribe_add_here(struct smv_scribe *v, const struct smv_spot *add);
/* After something was made or moved: to that field, on pages that are filled anew. */
bool smv_scribe_land(struct smv_scribe *v, const struct smv_scene *s, smv_id id, unsigned field);
void smv_scribe_next_item(struct smv_scribe *v, const struct smv_scene *s,
                          const struct smv_spot *spot);
bool smv_scribe_has_lines(struct smv_span t);
void smv_scribe_paste_lines(struct smv_scribe *v, const struct smv_scene *s, smv_id id,
                            unsigned field, bool one_line, struct smv_span text);
void smv_scribe_move_item(struct smv_scribe *v, const struct smv_scene *s,
                          const struct smv_spot *spot, int dx, int dy);

/* --- scribe_chosen.c: true: the key was theirs */
bool smv_scribe_draft_key(struct smv_scribe *v, const struct smv_spot *spot,
                          const struct smv_key *k);
bool smv_scribe_choice_key(struct smv_scribe *v, const struct smv_scene *s,
                           const struct smv_spot *spot, const struct smv_key *k);
void smv_scribe_drop_draft(struct smv_scribe *v);
/* What was typed becomes the value; false: it is none, and one stays there. */
bool smv_scribe_leave_draft(struct smv_scribe *v, const struct smv_scene *s);

/* --- scribe_keys.c: masks of smv_did */
void smv_scribe_tab(struct smv_scribe *v, int by);
unsigned smv_scribe_page_key(struct smv_scribe *v, const struct smv_scene *s,
                             const struct smv_key *key);

/* --- scribe_deeds.c */
/* True: the key was one of those that work everywhere; *ret_mask is what it did. */
bool smv_scribe_command(struct smv_scribe *v, const struct smv_scene *s, const struct smv_key *key,
                        unsigned *ret_mask);
void smv_scribe_seen(struct smv_scribe *v); /* the notice was read */
bool smv_scribe_remove(struct smv_scribe *v, const struct smv_scene *s, smv_id item);

/* --- scribe_lists.c, scribe_pick.c */
enum smv_scribe_call { /* tags of the lines of CALL */
                       SMV_SCRIBE_CALL_HELP,
                       SMV_SCRIBE_CALL_TECHNICAL,
                       SMV_SCRIBE_CALL_CONTENT,
                       SMV_SCRIBE_CALL_WRITE,
                       SMV_SCRIBE_CALL_BACK
};
void smv_scribe_list(struct smv_scribe *v, const struct smv_scene *s, enum smv_scribe_mode mode);
void smv_scribe_fill_list(struct smv_scribe *v, const struct smv_scene *s);
unsigned smv_scribe_list_key(struct smv_scribe *v, const struct smv_scene *s,
                             const struct smv_key *key);
void smv_scribe_fill_steps(struct smv_scribe *v);
void smv_scribe_prompt(struct smv_scribe *v, smv_id id, unsigned field, const char *title);

#endif
