/* list.h - lines to choose from: steps, the bin, history, earlier sheets, help.
 *
 * What: lines with an optional second line, one of them chosen; moved by arrows, pages, Home and End.
 * Not:  does nothing with what is chosen.    Uses: grid.h, keys.h.    Thread: pure.
 * Invariant: at is a line that can be chosen, or n when there is none. */
#ifndef SMV_TUI_LIST_H
#define SMV_TUI_LIST_H
#include "client-cli/core/client.h"
#include "client-cli/tui/grid.h"
#include "client-cli/tui/keys.h"

struct smv_list_line {
    struct smv_buf lead; /* in front of the text, which is wrapped behind it; may be empty */
    struct smv_buf text, detail; /* detail: a quiet line below; may be empty */
    int hang;                    /* columns that the lead takes */
    enum smv_style style;
    smv_id id;
    unsigned tag;
    bool stands;  /* can be chosen */
    bool current; /* where one is */
};
struct smv_list {
    struct smv_buf title, hint;
    struct smv_list_line *lines; /* owned */
    size_t n, cap, at;
    int scroll;
};

void smv_list_clear(
    struct smv_list *l); /* keeps at and scroll: a list that is made anew stands where it stood */
void smv_list_finish(struct smv_list *l);
/* Valid until the next one. */
struct smv_list_line *smv_list_put(struct smv_list *l, smv_id id, unsigned tag,
                                   struct smv_span text, bool stands);
void smv_list_settle(struct smv_list *l); /* after filling: at stands */
/* True: the key moved the choice. */
bool smv_list_key(struct smv_list *l, const struct smv_key *key, int page);
/* The chosen line; NULL: none. */
const struct smv_list_line *smv_list_at(const struct smv_list *l);
/* marked: the choice is shown. Scrolls so that it is in sight. */
void smv_list_draw(struct smv_grid *g, struct smv_rect r, struct smv_list *l, bool marked);
/* In a frame with title and hint. */
void smv_list_box(struct smv_grid *g, struct smv_rect r, struct smv_list *l);

#endif
