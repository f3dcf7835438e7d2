/* moderator_int.h - what moderator*.c share: which tab and room one is in, the lists, what is being asked.
 *
 * Invariants: nothing of the seminar is kept here but who was seen writing (rooms.h): the replica has it. Lists are made
 *       anew before every key and every drawing, and stand where they stood. */
#ifndef SMV_TUI_MODERATOR_INT_H
#define SMV_TUI_MODERATOR_INT_H
#include "client-cli/tui/edit.h"
#include "client-cli/tui/lead.h"
#include "client-cli/tui/list.h"
#include "client-cli/tui/page.h"
#include "client-cli/tui/rooms.h"

enum smv_mod_tab {
    SMV_MOD_ROOMS,
    SMV_MOD_STAGE,
    SMV_MOD_PROPOSALS,
    SMV_MOD_MESSAGES,
    SMV_MOD_DAY,
    SMV_MOD_COMPILE, /* a view of its own: scribe.h */
    SMV_MOD_TABS
};
enum smv_mod_ask {
    SMV_ASK_NOTHING,
    SMV_ASK_NOTICE,  /* typed: a message to ask_about (0: all) */
    SMV_ASK_CLUSTER, /* typed: a new cluster's name; ask_about goes into it */
    SMV_ASK_TITLE,   /* typed: cluster ask_about's name */
    SMV_ASK_INTO,    /* chosen: into which cluster ask_about goes */
    SMV_ASK_SHEET,   /* chosen: which of a room's sheets is shown in the hall */
    SMV_ASK_START,   /* again: start session ask_about */
    SMV_ASK_END,     /* again: end it */
    SMV_ASK_REMOVE,  /* again: remove cluster ask_about */
    SMV_ASK_HELP     /* any key closes */
};
enum smv_mod_tag {
    SMV_TAG_LOOSE = 1,
    SMV_TAG_CLUSTER,
    SMV_TAG_GATHERED,
    SMV_TAG_NEW,
    SMV_TAG_MODE /* + mode */
};

struct smv_moderator {
    struct smv_view view;
    struct smv_client *c;
    struct smv_lead lead;
    struct smv_rooms rooms;
    enum smv_mod_tab tab;
    struct smv_list lists[SMV_MOD_TABS], pick;
    size_t at;             /* the chosen place */
    int across;            /* columns of the grid as drawn last */
    int scroll;            /* rows of the grid above the screen */
    smv_id reading, sheet; /* the place whose sheet is read; 0 none */
    struct smv_page page;
    int page_scroll, page_h;
    smv_id session;      /* whose sheets the stage's list shows; 0: the one that runs */
    smv_id stage;        /* the screen that is steered; 0: the first */
    struct smv_ids side; /* marked for side by side */
    struct smv_picture picture;
    int shown_pages;
    enum smv_mod_ask ask;
    smv_id ask_about;
    struct smv_edit edit;
    char host[300], link[440];
    struct smv_view *compiler; /* the compiled sheets */
    bool plain_seen;           /* that letters look plain here was read */
    unsigned missed;           /* news that it has not been told yet */
};

/* --- moderator.c */
smv_id smv_mod_stage(const struct smv_moderator *m);
int smv_mod_pages(
    struct smv_moderator *m); /* as its screens say, else as the preview counts; 0 not known */
size_t smv_mod_screens(struct smv_moderator *m, int *ret_page, int *ret_pages); /* connected ones */
void smv_mod_ask(struct smv_moderator *m, enum smv_mod_ask ask, smv_id about);

/* --- moderator_lists.c */
void smv_mod_fill(struct smv_moderator *m, const struct smv_scene *s); /* the tab's list */
void smv_mod_fill_pick(struct smv_moderator *m);
unsigned smv_mod_list_key(struct smv_moderator *m, const struct smv_scene *s,
                          const struct smv_key *k);
smv_id smv_mod_synthesis(struct smv_moderator *m); /* the sheet; 0 there is none */

struct smv_list_line *smv_mod_head(struct smv_list *l,
                                   const char *text); /* a line that is not chosen */

/* --- moderator_stage.c */
smv_id smv_mod_list_session(struct smv_moderator *m); /* whose sheets the list shows */
void smv_mod_fill_stage(struct smv_moderator *m, struct smv_list *l);
/* True: the key was the stage's; *ret_did: it made own work. */
bool smv_mod_stage_key(struct smv_moderator *m, const struct smv_scene *s, const struct smv_key *k,
                       const struct smv_list_line *line, bool *ret_did);
bool smv_mod_show_sheet(struct smv_moderator *m, smv_id sheet);

/* --- moderator_rooms.c */
void smv_mod_draw_rooms(struct smv_grid *g, struct smv_rect r, const struct smv_scene *s,
                        struct smv_moderator *m);

/* --- moderator_draw.c */
void smv_mod_draw(struct smv_view *v, const struct smv_scene *s, struct smv_grid *g);
void smv_mod_read_sheet(struct smv_moderator *m, smv_id place,
                        int by); /* by: to the next or previous one */

#endif
