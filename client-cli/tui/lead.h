/* lead.h - what a moderator does to the day: clock, locks, notices, calls, the stage, clusters; and how it is taken back.
 *
 * What: every act makes own work through client.h and remembers its inverse; the last act can be taken back.
 * Not:  draws nothing, asks nothing: who starts or ends a session has been asked before.
 * Uses: client.h, day.h, picture.h.    Thread: as client.h.
 * Invariants: a picture of the stage is MODE, SHOW and PAGE together. The queue (STAGE.NEXT) holds node ids, and what
 *       each means follows from its kind; pages without a node are numbers above every id, as the browser has them.
 *       A proposal is in one cluster at most. */
#ifndef SMV_TUI_LEAD_H
#define SMV_TUI_LEAD_H
#include "client-cli/tui/picture.h"

enum { SMV_LEAD_STEPS = 24, SMV_LEAD_SIDE = 4, SMV_LEAD_QUEUE = 16 };
enum smv_lead_clock {
    SMV_CLOCK_START,
    SMV_CLOCK_PAUSE,
    SMV_CLOCK_RESUME,
    SMV_CLOCK_ADD,
    SMV_CLOCK_END
};

struct smv_lead_step {
    enum { SMV_STEP_SET, SMV_STEP_CLOCK, SMV_STEP_LOCK, SMV_STEP_DEL, SMV_STEP_UNDEL } type;
    smv_id id;
    unsigned field, action;
    int64_t ms;
    struct smv_value value;
    bool on;
};
struct smv_lead {
    struct smv_client *c;
    struct smv_lead_step steps[SMV_LEAD_STEPS]; /* of the last act, to be done last one first */
    size_t n;
    struct smv_buf said;   /* what the last act was; empty: none */
    uint64_t before_blank; /* mode; SMV_PIC_MODES: not known */
};

void smv_lead_init(struct smv_lead *l, struct smv_client *c);
void smv_lead_finish(struct smv_lead *l);
bool smv_lead_undo(struct smv_lead *l); /* false: there is nothing to take back */

/* --- the clock, rooms: true when it was done */
bool smv_lead_start(struct smv_lead *l, smv_id session); /* what else runs is ended */
bool smv_lead_pause(struct smv_lead *l, smv_id session); /* or goes on, when it is paused */
bool smv_lead_add(struct smv_lead *l, smv_id session, int minutes);
bool smv_lead_end(struct smv_lead *l, const struct smv_scene *s, smv_id session);
smv_id smv_lead_next(struct smv_client *c); /* the planned session that comes next; 0 none */
bool smv_lead_notify(struct smv_lead *l, struct smv_span text, smv_id place); /* place 0: all */
bool smv_lead_withdraw(struct smv_lead *l, smv_id notice);
bool smv_lead_answer(struct smv_lead *l, smv_id call); /* coming; said again: over */
/* Lets participants in by the code, or no more of them; who is in stays in. */
bool smv_lead_door(struct smv_lead *l, bool open);
bool smv_lead_lock(struct smv_lead *l, smv_id session, smv_id place, bool on);

/* --- the stage */
bool smv_lead_show(struct smv_lead *l, smv_id stage, enum smv_pic_mode mode, const smv_id *show,
                   size_t n);
bool smv_lead_blank(struct smv_lead *l, smv_id stage);                   /* and back */
bool smv_lead_turn(struct smv_lead *l, smv_id stage, int by, int pages); /* pages 0: not known */
/* What an entry of the queue stands for; false: nothing that is there any more. */
bool smv_lead_entry(struct smv_client *c, smv_id entry, enum smv_pic_mode *ret_mode,
                    smv_id *ret_show);
smv_id smv_lead_entry_of(enum smv_pic_mode mode, const smv_id *show,
                         size_t n); /* 0: cannot be queued */
bool smv_lead_enqueue(struct smv_lead *l, smv_id stage, smv_id entry);
bool smv_lead_unqueue(struct smv_lead *l, smv_id stage); /* the last one */
bool smv_lead_show_next(struct smv_lead *l, smv_id stage);
bool smv_lead_identify(struct smv_lead *l, const struct smv_scene *s, smv_id stage);
/* "Room 2: Timeline", "Question across groups: ..."; appended. */
void smv_lead_picture_words(struct smv_client *c, enum smv_pic_mode mode, const smv_id *show,
                            size_t n, struct smv_buf *ret);
bool smv_lead_poll(struct smv_lead *l, smv_id poll,
                   bool reveal); /* opens, closes; or shows the answers */

/* --- synthesis */
void smv_lead_syntheses(struct smv_client *c, struct smv_ids *ret);
/* The one that is worked on; 0: there is none. */
smv_id smv_lead_synthesis(struct smv_client *c);
/* Proposals, and other lines with a star, of all places in their order. */
void smv_lead_proposals(struct smv_client *c, struct smv_ids *ret);
smv_id smv_lead_cluster_of(struct smv_client *c, smv_id sheet, smv_id what); /* 0: not gathered */
bool smv_lead_gather(struct smv_lead *l, smv_id sheet, smv_id what,
                     smv_id cluster); /* 0: out of it */
smv_id smv_lead_cluster(struct smv_lead *l, smv_id sheet, struct smv_span title);
bool smv_lead_remove(struct smv_lead *l, smv_id id);
bool smv_lead_star(struct smv_lead *l, smv_id id);
bool smv_lead_priority(struct smv_lead *l, smv_id id, unsigned priority);

#endif
