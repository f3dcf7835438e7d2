/* fold_side.h - a seminar on which tests fold entries one by one and look at verdict, tree and changes.
 *
 * What: an organiser, a moderator, two rooms' scribes and a secretary, each with a client that has entered;
 *       two sessions; a board and a sheet of proposals for every room, where an obstacle starts a row; a
 *       group's sheet, a moderated sheet, a sheet with a poll. Each fold_* call is one entry of the log, by
 *       whoever acts, and returns the verdict.
 * Uses: daemon/core/fold.h, cmocka.    Thread: pure, state is the caller's. */
#ifndef SMV_TESTS_FOLD_SIDE_H
#define SMV_TESTS_FOLD_SIDE_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "daemon/core/fold.h"

enum fold_who { HOST, ORG, MOD, SCRIBE, OTHER, SECRETARY, FOLD_WHO };
enum { FOLD_TOLD = 512 };

struct fold_told { /* what the listener was told, without what it borrows */
    unsigned kind, node_kind, field, flags;
    smv_id id, parent, after;
    uint64_t num;
};
struct fold_side {
    struct smv_state s;
    smv_ms now;   /* the next entry's time */
    smv_seq seen; /* of the next entry; 0: the head. One use */
    uint64_t n;   /* of the next entry; 0: the next in line. One use */
    uint32_t counter[FOLD_WHO];
    struct fold_told told[FOLD_TOLD];
    size_t n_told; /* by the last entry */
    struct smv_folded done;
    struct smv_buf body;
    smv_id links[FOLD_WHO], rooms[2], group, sessions[2], stage, composition;
    smv_id board, boards[2], proposals, table[2]; /* patterns, and the rooms' copies */
    smv_id group_pattern, group_sheet, moderated, poll_sheet, poll, choices[3];
    smv_id phase[2], lane[2], question[2]; /* on the rooms' boards */
};

void fold_init(struct fold_side *f);
void fold_finish(struct fold_side *f);
const struct smv_node *fold_node(const struct fold_side *f, smv_id id); /* must be there */
uint64_t fold_num(const struct fold_side *f, smv_id id, unsigned field);
void fold_assert_text(const struct fold_side *f, smv_id id, unsigned field, const char *text);
smv_id fold_last(const struct fold_side *f, smv_id parent);    /* the last child's id */
size_t fold_changes(const struct fold_side *f, unsigned kind); /* of this kind, by the last entry */
const struct fold_told *fold_change(const struct fold_side *f,
                                    unsigned kind); /* the first of them */

/* --- entries: each gives its verdict -------------------------------------------------------------- */
unsigned fold_request(struct fold_side *f, enum fold_who who, struct smv_request *q);
smv_id fold_id(struct fold_side *f, enum fold_who who); /* fresh */
/* The id of the node in *ret_id, when not NULL; *ret_id 0 on the way in: a fresh one. */
unsigned fold_add(struct fold_side *f, enum fold_who who, unsigned kind, smv_id parent,
                  smv_id after, const struct smv_field_value *fields, size_t n, smv_id *ret_id);
unsigned fold_add_raw(struct fold_side *f, enum fold_who who, unsigned kind, smv_id parent,
                      struct smv_span fields);
smv_id fold_made(struct fold_side *f, enum fold_who who, unsigned kind,
                 smv_id parent); /* last, must work */
unsigned fold_set(struct fold_side *f, enum fold_who who, smv_id id, unsigned field, uint64_t num);
unsigned fold_set_raw(struct fold_side *f, enum fold_who who, smv_id id, unsigned field,
                      struct smv_span value);
unsigned fold_type(struct fold_side *f, enum fold_who who, smv_id id, unsigned field, uint32_t at,
                   const char *text);
unsigned fold_txt(struct fold_side *f, enum fold_who who, smv_id id, unsigned field,
                  const struct smv_ot *op);
unsigned fold_move(struct fold_side *f, enum fold_who who, smv_id id, smv_id parent, smv_id after);
unsigned fold_del(struct fold_side *f, enum fold_who who, smv_id id);
unsigned fold_undel(struct fold_side *f, enum fold_who who, smv_id id);
unsigned fold_clock(struct fold_side *f, enum fold_who who, smv_id id, unsigned action, int64_t ms);
unsigned fold_lock(struct fold_side *f, enum fold_who who, smv_id id, unsigned on);
unsigned fold_epoch(struct fold_side *f, unsigned reason);
unsigned fold_found(struct fold_side *f, const char *table, const char *name);
/* device stands for the keyed hash; text NULL: the choices */
unsigned fold_ballot(struct fold_side *f, uint8_t device, const char *text, const smv_id *choices,
                     uint32_t n);
struct fold_offer {
    smv_id id, parent, after;
    unsigned kind, deleted;
    smv_seq place_seq, del_seq, old[8]; /* old[i]: of fields[i] */
    struct smv_field_value fields[8];
    size_t n;
};
unsigned fold_offer(struct fold_side *f, enum fold_who who, const struct fold_offer *o);

static inline struct smv_field_value fold_text(unsigned field, const char *text)
{
    return (struct smv_field_value){.field = (uint8_t)field,
                                    .value = {.type = SMV_TYPE_TEXT, .str = smv_span_str(text)}};
}
static inline struct smv_field_value fold_int(unsigned field, uint64_t num)
{
    return (struct smv_field_value){.field = (uint8_t)field,
                                    .value = {.type = SMV_TYPE_INT, .num = num}};
}
static inline struct smv_field_value fold_ref(unsigned field, smv_id id)
{
    return (struct smv_field_value){.field = (uint8_t)field,
                                    .value = {.type = SMV_TYPE_REF, .num = id}};
}

#define assert_code(call, want) assert_int_equal((call), SMV_CODE_##want)
/* Refused: the code, and nothing was changed. */
#define assert_refused(f, call, want)                                                              \
    do {                                                                                           \
        uint64_t before_ = smv_tree_digest((f)->s.tree.root, NULL, NULL);                          \
        assert_int_equal((call), SMV_CODE_##want);                                                 \
        assert_int_equal((f)->n_told, 0);                                                          \
        assert_true(before_ == smv_tree_digest((f)->s.tree.root, NULL, NULL));                     \
    } while (0)

#endif
