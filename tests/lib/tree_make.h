/* tree_make.h - trees for tests: small ones by hand, large ones by chance, and a check of every
 * invariant.
 *
 * What: each make_* call applies one change at the next log position and fails the test if it is
 *       refused.
 * Uses: common/model, proto/msg.h (the numbers of changes), cmocka.    Thread: pure, state is the
 *       caller's. */
#ifndef SMV_TESTS_TREE_MAKE_H
#define SMV_TESTS_TREE_MAKE_H
#include "common/base/rng.h"
#include "common/model/tree.h"
#include "proto/msg.h"

struct make {
    struct smv_tree tree;
    struct smv_rng rng;
    smv_seq seq;
    uint32_t counter; /* of ids of ordinal 1 */
    smv_id *ids;      /* all nodes that were made, the root first */
    size_t n_ids, cap_ids;
    /* what the last random change borrows */
    struct smv_field_value fields[SMV_FIELD_MAX];
    struct smv_value value;
    struct smv_ot op;
    struct smv_buf text;
};

void make_init(struct make *m, uint64_t seed, bool history);
void make_finish(struct make *m);
struct smv_stamp make_stamp(struct make *m, uint32_t ord); /* the next log position */
/* The change at the next position, by ordinal 1. */
enum smv_err make_apply(struct make *m, const struct smv_change *c);
smv_id make_add(struct make *m, unsigned kind, smv_id parent, smv_id after);
void make_num(struct make *m, smv_id id, unsigned field, uint64_t num);      /* INT, REF */
void make_text(struct make *m, smv_id id, unsigned field, const char *text); /* TEXT, STR */
void make_list(struct make *m, smv_id id, unsigned field, uint64_t only);
void make_del(struct make *m, smv_id id);
/* A change that will mostly be accepted; valid until the next one. Apply it with make_apply or by
 * hand. */
void make_random(struct make *m, struct smv_change *ret_change);
void make_random_value(struct make *m, const struct smv_field_info *field,
                       struct smv_value *ret_value);

/* Every invariant that tree.h states. */
void check_tree(const struct smv_tree *t);

#endif
