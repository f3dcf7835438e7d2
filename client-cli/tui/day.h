/* day.h - a seminar in the words of the day: sessions, sheets, questions, rooms, people, time left.
 *
 * What: questions to the replica that several views ask, over what client.h *shows* (own work included). The same
 *       rules as the browser's state/model.ts.
 * Not:  writes nothing, keeps nothing, draws nothing.
 * Uses: client.h.    Thread: as client.h.
 * Memory: lists and bufs are the caller's: a zeroed struct to begin with, finished at the end; calls overwrite them. */
#ifndef SMV_TUI_DAY_H
#define SMV_TUI_DAY_H
#include "client-cli/tui/view.h"

struct smv_ids {
    smv_id *ids; /* owned */
    size_t n, cap;
};
void smv_ids_put(struct smv_ids *l, smv_id id);
size_t smv_ids_find(const struct smv_ids *l, smv_id id); /* n: not there */
void smv_ids_finish(struct smv_ids *l);

/* --- nodes ------------------------------------------------------------------------------------------- */
/* Shown children; kind 0: all. */
void smv_day_children(struct smv_client *c, smv_id parent, unsigned kind, struct smv_ids *ret);
size_t smv_day_count(struct smv_client *c, smv_id parent, unsigned kind);
uint64_t smv_day_num(struct smv_client *c, smv_id id, unsigned field);  /* INT, REF */
bool smv_day_has_text(struct smv_client *c, smv_id id, unsigned field); /* something but spaces */
smv_id smv_day_above(struct smv_client *c, smv_id id, unsigned kind); /* id itself counts; 0 none */
/* What somebody typed in it, its main text first; empty when there is nothing. */
void smv_day_title(struct smv_client *c, smv_id id, struct smv_buf *ret);
/* The same in one line of at most max columns, and never empty: its kind's word instead. */
const char *smv_day_short(struct smv_client *c, smv_id id, size_t max, struct smv_buf *ret);
const char *smv_day_kind_word(
    unsigned kind); /* "Bullet", translated; "" for what people do not write */
/* Nothing typed in it and nothing hanging on it. */
bool smv_day_blank(struct smv_client *c, smv_id id);
/* Field numbers of its typed texts, in order; returns how many. */
size_t smv_day_texts(unsigned kind, unsigned ret_fields[SMV_FIELD_MAX]);

/* --- sessions ------------------------------------------------------------------------------------------ */
enum smv_session_state { SMV_PLANNED, SMV_RUNNING, SMV_PAUSED, SMV_ENDED };
/* The one that runs or is paused; else the last that ended; else the first; 0 none. */
smv_id smv_day_session(struct smv_client *c);
/* What a place works on now: the current one, or the last before it that has sheets for the place; else the first
 * that has; 0 none. */
smv_id smv_day_working(struct smv_client *c, smv_id place);
/* ms left at log_ms; negative is overtime. False: its clock shows nothing (ended). */
bool smv_day_left(struct smv_client *c, smv_id session, int64_t log_ms, int64_t *ret_ms);
/* "12:04", "-1:20", "1:02:30"; a paused one is said in words by the caller. */
void smv_day_countdown(int64_t ms, struct smv_buf *ret);
/* ms until the countdown's next whole second; 0: it does not run. */
smv_ms smv_day_next_second(struct smv_client *c, smv_id session, int64_t log_ms);
/* Minutes after the plan (negative: before); false: nothing runs or nothing was planned. */
bool smv_day_behind(const struct smv_scene *s, int *ret_minutes);

/* --- places -------------------------------------------------------------------------------------------- */
void smv_day_place_name(struct smv_client *c, smv_id place, struct smv_buf *ret);
unsigned smv_day_place_index(struct smv_client *c, smv_id place); /* 0-based; for SMV_STYLE_GROUP */
smv_id smv_day_group(struct smv_client *c, smv_id session,
                     smv_id room); /* who sits there; 0 none */

/* --- sheets -------------------------------------------------------------------------------------------- */
enum smv_form {
    SMV_FORM_QUESTIONS,
    SMV_FORM_TIMELINE,
    SMV_FORM_TABLE,
    SMV_FORM_ACTIONS,
    SMV_FORM_PARKING,
    SMV_FORM_SYNTHESIS,
    SMV_FORM_MAP,
    SMV_FORM_PLAN,
    SMV_FORM_POLL,
    SMV_FORM_FREE
};
enum smv_form smv_day_form(struct smv_client *c, smv_id sheet);
enum smv_whose { SMV_WHOSE_PLACE, SMV_WHOSE_COMMON, SMV_WHOSE_MODERATORS };
/* Sheets of a session (0: of the whole day) in order, patterns left out. place counts for SMV_WHOSE_PLACE only. */
void smv_day_sheets(struct smv_client *c, smv_id session, smv_id place, enum smv_whose whose,
                    struct smv_ids *ret);
smv_id smv_day_owner(struct smv_client *c, smv_id sheet); /* room or group; 0 none */
/* One may write on it, it is not locked, and the seminar is not closed. */
bool smv_day_may(struct smv_client *c, smv_id sheet);
bool smv_day_closed(struct smv_client *c); /* the day is over and its seminar closed */
/* In a closed seminar: is this field of a proposal still one's own to follow up? */
bool smv_day_follows_up(struct smv_client *c, smv_id id, unsigned field);
/* The same pattern's sheets in all places, in order. */
void smv_day_across(struct smv_client *c, smv_id sheet, struct smv_ids *ret);
/* Sheets of earlier sessions that one may read: of the place's own first, newest session first. */
void smv_day_earlier(struct smv_client *c, smv_id sheet, struct smv_ids *ret);

/* --- questions and progress ------------------------------------------------------------------------------ */
enum smv_state_of { SMV_Q_EMPTY, SMV_Q_BEGUN, SMV_Q_SUMMARY, SMV_Q_DONE, SMV_Q_SKIPPED };
enum smv_state_of smv_day_question(struct smv_client *c, smv_id question);
const char *smv_day_state_word(enum smv_state_of state);             /* translated */
const char *smv_day_state_sign(enum smv_state_of state, bool ascii); /* one column */
enum smv_style smv_day_state_style(enum smv_state_of state);
/* Questions of a sheet with their sub-points, in reading order. */
void smv_day_questions(struct smv_client *c, smv_id sheet, struct smv_ids *ret);
/* State of a whole sheet, whatever its form, and a few words: "2 of 4 questions", "12 cards, 3 flows". */
enum smv_state_of smv_day_progress(struct smv_client *c, smv_id sheet, struct smv_buf *ret_words);

/* --- leading -------------------------------------------------------------------------------------------- */
/* Notices that stand for a place (0: those for all), newest first. */
void smv_day_notices(struct smv_client *c, smv_id place, struct smv_ids *ret);
bool smv_day_seen(struct smv_client *c, smv_id notice, smv_id place); /* a receipt is there */
smv_id smv_day_call(struct smv_client *c,
                    smv_id place); /* the place's open call for help; 0 none */
/* Open calls of all places, oldest first. */
void smv_day_calls(struct smv_client *c, struct smv_ids *ret);

/* --- people --------------------------------------------------------------------------------------------- */
struct smv_person {
    uint64_t ord, role, pending, age_ms, anchor, head;
    smv_id place, node;
    unsigned field;
    struct smv_span name; /* borrowed from the last PRESENCE */
};
struct smv_people {
    struct smv_person *list; /* owned */
    size_t n, cap;
};
void smv_people_read(struct smv_client *c, struct smv_people *ret); /* all but oneself */
void smv_people_finish(struct smv_people *p);
/* The n-th person who is in that field (field 0: anywhere in the node); NULL: no more. */
const struct smv_person *smv_people_at(const struct smv_people *p, smv_id node, unsigned field,
                                       size_t n);

/* --- time and connection in words ------------------------------------------------------------------------- */
/* Appends at most some 600 bytes. */
void smv_put_words(struct smv_buf *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void smv_day_time(const struct smv_scene *s, int64_t ms, struct smv_buf *ret); /* "10:42" */
/* "Saved 10:42", "Saving...", "Offline - 7 changes kept on this computer"; BAR or BAR_WARN. */
enum smv_style smv_day_connection(const struct smv_scene *s, struct smv_buf *ret);

#endif
