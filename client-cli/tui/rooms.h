/* rooms.h - what a moderator needs to know of every room and self-formed group, and what of it needs a person.
 *
 * What: one state per place from the replica, the daemon's SUMMARY and PRESENCE; needs in order of weight. The same
 *       rules as the browser's roles/moderator/places.ts.
 * Not:  draws nothing, writes nothing.
 * Uses: day.h.    Thread: one.
 * Invariants: places keep their order, whatever they need. Progress is counted from content, nothing is inferred from
 *       presence but presence; while the own connection is away nobody is said to have left. */
#ifndef SMV_TUI_ROOMS_H
#define SMV_TUI_ROOMS_H
#include "client-cli/tui/day.h"

enum { SMV_AMBER_MS = 15000, SMV_RED_MS = 60000, SMV_QUIET_MIN = 6, SMV_PLACE_QUESTIONS = 32 };

struct smv_place_state {
    smv_id place, session, group;
    int64_t last_ms; /* log's clock; 0 nothing yet */
    smv_id newest;
    struct {
        smv_id id;
        enum smv_state_of state;
    } questions[SMV_PLACE_QUESTIONS];
    size_t n_questions, n_sheets, n_done, n_locked;
    size_t writers, leads, phones, unsent;
    struct smv_buf people; /* names, with the part they have */
    int quiet;             /* whole minutes without a word while the clock runs */
    smv_id stuck, call;    /* 0 none; call: the oldest open one */
};
enum smv_need_type {
    SMV_NEED_CALL,
    SMV_NEED_GONE,
    SMV_NEED_UNSENT,
    SMV_NEED_NOBODY,
    SMV_NEED_STUCK,
    SMV_NEED_COMING, /* a call that somebody is on the way to */
    SMV_NEED_QUIET
};
struct smv_need {
    enum smv_need_type type;
    smv_id place, about; /* about: the call or question */
    int minutes;         /* waited, or quiet */
    int64_t since;
    bool red;
    size_t n; /* unsent changes */
};
/* Who was seen writing, and when they were gone; kept by the view between news. */
struct smv_gone {
    smv_id place;
    int64_t since; /* 0: is here */
};
struct smv_rooms {
    struct smv_place_state *list; /* owned, in the order of places */
    size_t n, cap;
    struct smv_need *needs; /* owned, heaviest first */
    size_t n_needs, cap_needs;
    struct smv_gone *gone; /* owned */
    size_t n_gone, cap_gone;
};

/* Rooms in their order, then self-formed groups. */
void smv_rooms_places(struct smv_client *c, struct smv_ids *ret);
/* Overwrites list and needs. */
void smv_rooms_read(struct smv_rooms *r, const struct smv_scene *s);
/* After news: who is here now. */
void smv_rooms_watch(struct smv_rooms *r, const struct smv_scene *s);
void smv_rooms_finish(struct smv_rooms *r);
/* Appends the need in words, without the place: "calls for help: ...", "quiet 6 min". */
void smv_need_words(const struct smv_scene *s, const struct smv_need *n, struct smv_buf *ret);
enum smv_style smv_need_style(const struct smv_need *n);
/* What was written last, in one line; ret is overwritten. */
void smv_newest_words(struct smv_client *c, smv_id newest, size_t max, struct smv_buf *ret);

#endif
