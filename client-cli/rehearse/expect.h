/* expect.h - what must stand in the text fields when the rehearsal is over.
 *
 * What: per text field what stood there before, and each piece that somebody typed, as it is after that
 *       person's own corrections. At the end each piece must be there whole, in its order, and nothing may
 *       be there that nobody typed.
 * Not:  does not read what the clients or the daemon believe: only the strokes that people made.
 * Uses: base, common/model.    Thread: pure; one owner.
 * Why whole and in order, not as one string: two who type at one place may stand between each other's
 *       letters; no letter may go, come twice, or change places within what one person typed in one go. */
#ifndef SMV_REHEARSE_EXPECT_H
#define SMV_REHEARSE_EXPECT_H
#include "common/model/tree.h"

struct smv_piece {
    struct smv_piece *next;
    struct smv_buf text;
};
struct smv_wanted {
    struct smv_wanted *next;
    smv_id id;
    unsigned field;
    bool shared;       /* several people may type in it */
    bool excused;      /* something in it was refused, and the person was told */
    bool foreign;      /* somebody who is not of the rehearsal wrote here */
    const void *owner; /* who typed first */
    struct smv_buf before;
    struct smv_piece *pieces;
};
struct smv_expect {
    struct smv_map by_field;
    struct smv_wanted *first;
};
void smv_expect_finish(struct smv_expect *e);
struct smv_wanted *smv_expect_find(const struct smv_expect *e, smv_id id, unsigned field);
/* Found or made; before: what stands there when the first person of ours comes. */
struct smv_wanted *smv_expect_at(struct smv_expect *e, smv_id id, unsigned field, bool shared,
                                 struct smv_span before);
struct smv_piece *smv_expect_piece(struct smv_wanted *w); /* a new one, empty */
/* Refused: field 0, the whole node. */
void smv_expect_excuse(struct smv_expect *e, smv_id id, unsigned field);
void smv_expect_foreign(struct smv_expect *e, smv_id id, unsigned field);

struct smv_expect_result {
    size_t fields, excused, wrong; /* wrong: fields with missing or extra characters */
    uint64_t typed;                /* characters that must be there */
    uint64_t missing, extra;
};
/* Against a tree that holds everything, deleted nodes too. say: told about each field that is wrong. */
void smv_expect_check(const struct smv_expect *e, const struct smv_tree *t,
                      void (*say)(void *arg, const struct smv_wanted *w, uint64_t missing,
                                  uint64_t extra),
                      void *arg, struct smv_expect_result *ret_result);

#endif
