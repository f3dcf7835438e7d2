/* template_int.h - what the files that read a template share.
 *
 * What: the plan being read (tree, mistakes, local keys, references that wait), and the words that say
 *       how the value behind a key becomes a field.
 * Not:  for anyone outside common/template.
 * Uses: yaml_tree.h, tree.h.    Thread: any; no state. */
#ifndef SMV_TEMPLATE_INT_H
#define SMV_TEMPLATE_INT_H
#include "common/base/limits.h"
#include "common/model/tree.h"
#include "common/template/yaml_tree.h"

enum { SMV_PLAN_MAX_ROOMS = 100, SMV_PLAN_LOCAL_MAX = 64 };
enum { SMV_EACH_NONE = 0, SMV_EACH_ROOM = 1, SMV_EACH_GROUP = 2 };
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

/* --- how values are read ---------------------------------------------------------------------- */
enum smv_how {
    SMV_HOW_LINE,   /* typed text or chosen string, one line */
    SMV_HOW_TEXT,   /* typed text, may have several lines */
    SMV_HOW_NUMBER, /* 0..the field's bound */
    SMV_HOW_CLOCK,  /* 9:00 or 09:00 */
    SMV_HOW_YESNO,
    SMV_HOW_WORD,  /* one of words */
    SMV_HOW_WORDS, /* a list of words, a mask */
    SMV_HOW_LOCAL, /* this node's own local key; field is not used */
    SMV_HOW_REF,   /* another node's local key; field must be a REF */
    SMV_HOW_OTHER  /* allowed; read by whoever asked for the mapping */
};
struct smv_word {
    const char *word; /* NULL ends the list */
    uint64_t value;
};
struct smv_key {
    const char *name; /* NULL ends the list */
    enum smv_how how;
    unsigned field;
    const struct smv_word *words;
    bool required;
};
/* What a mapping describes. */
struct smv_spec {
    const char *what; /* "a session" */
    unsigned kind;
    const char *brief; /* a text instead of the mapping stands for this key; NULL: not possible */
    const struct smv_key *keys;
};

/* --- the plan --------------------------------------------------------------------------------- */
struct smv_local { /* a local key */
    const struct smv_yaml *said;
    unsigned kind;
    smv_id id;
};
struct smv_wait { /* a reference to a local key */
    const struct smv_yaml *said;
    smv_id id;
    unsigned field;
};
struct smv_plan {
    struct smv_tree *tree;
    struct smv_mistakes mistakes;
    struct smv_local *locals;
    size_t n_locals, cap_locals;
    struct smv_wait *waits;
    size_t n_waits, cap_waits;
    const struct smv_template_params *params; /* never NULL */
    struct smv_span guide[3];                 /* the day's, for lead, scribe, all; empty: none */
    struct smv_span about;                    /* one line about the template */
};

/* plan.c: the mechanics, which know no format */

/* A node below parent, behind its last child, with the fields that said gives according to spec; values
 * that are wrong are told and left out. said may be the brief text. Extra fields are put first.
 * 0: nothing was added (it is no mapping; the tree is full). */
smv_id smv_plan_add(struct smv_plan *p, const struct smv_spec *spec, const struct smv_yaml *said,
                    smv_id parent, const struct smv_field_value *extra, size_t n_extra);
/* Fields for a node that is there already (the root). */
void smv_plan_fill(struct smv_plan *p, const struct smv_spec *spec, const struct smv_yaml *said,
                   smv_id id);
void smv_plan_set(struct smv_plan *p, smv_id id, unsigned field, const struct smv_value *value);
void smv_plan_set_number(struct smv_plan *p, smv_id id, unsigned field, uint64_t number);
/* Only the check of keys. False: no mapping (told). */
bool smv_plan_check_keys(struct smv_plan *p, const struct smv_spec *spec,
                         const struct smv_yaml *said);
/* The items of a list; NULL when it is missing (not told) or no list (told). */
const struct smv_yaml *smv_plan_list(struct smv_plan *p, const struct smv_yaml *said,
                                     const char *key);
bool smv_plan_word(struct smv_plan *p, const struct smv_yaml *said, const struct smv_word *words,
                   uint64_t *ret_value);
bool smv_plan_number(struct smv_plan *p, const struct smv_yaml *said, uint64_t most,
                     uint64_t *ret_value);
/* The text as it will be stored (outer white space gone, unless it stands in quotes). False: told. */
bool smv_plan_text(struct smv_plan *p, const struct smv_yaml *said,
                   const struct smv_field_info *field, bool one_line, struct smv_span *ret_text);
void smv_plan_wrong(struct smv_plan *p, const struct smv_yaml *said, const char *why);
/* emit for spread.h; arg is the plan. */
enum smv_err smv_plan_emit(void *arg, const struct smv_change *change);

/* refs.c: local keys */
void smv_plan_local(struct smv_plan *p, const struct smv_yaml *said, unsigned kind, smv_id id);
void smv_plan_wait(struct smv_plan *p, const struct smv_yaml *said, smv_id id, unsigned field);
void smv_plan_resolve(struct smv_plan *p); /* after everything is read */
/* Of what somebody wrote and the words that are possible: the nearest one, NULL if none is near. */
const char *smv_plan_nearest(const char *said, const char *const *words, size_t n);

/* sheet.c: sheets and what they hold */
void smv_plan_sheets(struct smv_plan *p, const struct smv_yaml *said, smv_id parent);

/* day.c: everything above the sheets */
void smv_plan_day(struct smv_plan *p, const struct smv_yaml *top);

/* --- the tables, which reading and writing share ------------------------------------------------- */
enum { SMV_SESSION_IS_BREAK = 2, SMV_READS_DEFAULT = 1 | 2 | 4, SMV_COLUMN_IS_CHOICE = 3 };
enum { SMV_ASK_TEXT, SMV_ASK_CHOICE, SMV_ASK_SCALE, SMV_ASK_RANKING, SMV_ASK_DOTS };
struct smv_sheet_part { /* a list that can stand on a sheet */
    const char *key;    /* NULL ends them */
    const struct smv_spec *spec;
    unsigned fits;  /* forms that may have it, a bit each */
    unsigned needs; /* forms that must */
};
extern const struct smv_sheet_part smv_sheet_parts[];
extern const struct smv_spec smv_spec_sheet, smv_spec_sheet_guidance, smv_spec_carries,
    smv_spec_question, smv_spec_sub, smv_spec_column, smv_spec_poll, smv_spec_choice;
extern const struct smv_spec smv_spec_day, smv_spec_participants, smv_spec_organisation,
    smv_spec_composition, smv_spec_room, smv_spec_screen, smv_spec_session,
    smv_spec_session_guidance;
/* What holds when the file is silent. */
uint64_t smv_default_audience(bool each, uint64_t form);
uint64_t smv_default_most(uint64_t poll_form);
/* "Rum", "Storbild" in the language that this code stands for; Swedish when there is no such. */
const char *smv_default_room(struct smv_span lang);
const char *smv_default_screen(struct smv_span lang);

#endif
