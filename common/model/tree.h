/* tree.h - the seminar as a tree of nodes, and how a change alters it.
 *
 * What: nodes with fields, order among siblings, tombstones; applying a change; the bytes of a node; a
 *       digest. One implementation for the daemon, the terminal client and the simulator.
 * Not:  decides nothing: whether a request may happen, and which changes it makes, is the daemon's
 *       (daemon/core/verdict.h). Applying checks form (so that a client survives a bad daemon), not rights.
 * Uses: base, pack, text/ot.h, schema.h.    Thread: pure; one owner.
 * Invariants: the root has id SMV_ROOT and kind SEMINAR; every other node is in its parent's child list
 *       exactly once; the list holds deleted nodes in their place; no cycles; depth <= SMV_MAX_DEPTH;
 *       a text field's body is clean UTF-8 of at most its bound; a field that was never written has no slot
 *       (it reads as empty, 0, or an empty list).
 * Order: an add or move says "after X" (0: first). It is put right behind X, in front of what was put there
 *       earlier: the later-ordered lands first. Deleted nodes can be named and keep their place. */
#ifndef SMV_MODEL_TREE_H
#define SMV_MODEL_TREE_H
#include "common/base/buf.h"
#include "common/base/err.h"
#include "common/base/map.h"
#include "common/model/schema.h"
#include "common/pack/reader.h"
#include "common/text/ot.h"

typedef uint64_t smv_id;  /* ordinal << 30 | counter; 0 none */
typedef uint64_t smv_seq; /* log position; 0 before everything */
typedef uint64_t smv_ms;  /* ms since 1970 on the log's clock, or of a duration */

enum { SMV_ROOT = 1, SMV_ID_COUNTER_BITS = 30 };
static inline uint32_t smv_id_ord(smv_id id)
{
    return (uint32_t)(id >> SMV_ID_COUNTER_BITS);
}

/* --- values ------------------------------------------------------------------------------------- */
/* A chosen value, or a text given whole. Borrows. On the wire: INT and REF a number, STR and TEXT a
 * string, BYTES bin, LIST an array of numbers. */
struct smv_value {
    enum smv_type type;
    uint64_t num;        /* INT, REF */
    struct smv_span str; /* STR, TEXT, BYTES */
    uint64_t list[16];   /* LIST, the first n_list */
    uint32_t n_list;
};
/* Reads the next value in r as the field demands: type, bound, clean text (STR: one line).
 * Errors: MALFORMED (wrong type), RANGE, TOO_BIG, UTF8. LIST is bounded by 16 here, whatever the schema says. */
SMV_CHECKED enum smv_err smv_value_read(struct smv_reader *r, const struct smv_field_info *field,
                                        struct smv_value *ret_value);
void smv_value_write(struct smv_buf *b, const struct smv_value *v);
bool smv_value_equal(const struct smv_value *a, const struct smv_value *b);

/* --- nodes --------------------------------------------------------------------------------------- */
/* A text op that a field remembers, so that an op on an older text can be carried forward. */
struct smv_past {
    smv_seq seq;
    uint32_t ord;
    struct smv_ot op; /* as applied, not as requested */
};
struct smv_text {
    struct smv_buf body;
    uint32_t cps;          /* code points in body */
    struct smv_past *past; /* oldest first; empty in trees without history */
    size_t n_past, cap_past, past_bytes;
    size_t past_off; /* forgotten entries in front of past: room to use again */
    smv_seq floor;   /* ops at or below are forgotten: seen below this cannot be served */
};
struct smv_slot {
    uint8_t field, type;
    uint32_t ord; /* who wrote it last; 0 the fold */
    smv_seq seq;  /* when */
    smv_seq old;  /* after a restored file: the old position that an offer gave it; 0 none */
    union {
        uint64_t num;
        struct {
            uint8_t *data;
            uint32_t len;
        } str; /* STR, BYTES */
        struct {
            uint64_t *ids;
            uint32_t n;
        } list;
        struct smv_text *text;
    } u;
};
struct smv_node {
    smv_id id;
    uint8_t kind;
    bool deleted;
    uint8_t depth; /* root 0 */
    uint32_t ord;  /* who added it */
    uint16_t n_slots;
    struct smv_slot *slots; /* by rising field number */
    struct smv_node *parent, *first, *last, *prev, *next;
    uint32_t n_children;
    smv_seq seq;       /* of the add */
    smv_seq place_seq; /* of the last add or move */
    smv_seq del_seq;   /* of the last del or undel; 0 never */
    smv_seq touched;   /* of the last change to it or its fields */
    smv_ms touched_ms;
    uint64_t mark; /* free for the owner of the tree; not part of the state */
};

struct smv_tree {
    struct smv_map nodes;
    struct smv_node *root;
    uint64_t own; /* last counter given to ordinal 0 */
    bool history; /* text fields remember their ops */
};

void smv_tree_init(struct smv_tree *t, bool history); /* only a root, without fields */
void smv_tree_finish(struct smv_tree *t);
struct smv_node *smv_tree_find(const struct smv_tree *t,
                               smv_id id); /* NULL: none; deleted ones are found */
size_t smv_tree_count(const struct smv_tree *t);
/* Depth first, parents before children: smv_tree_walk(top, NULL) gives top; NULL at the end of top's subtree. */
struct smv_node *smv_tree_walk(const struct smv_node *top, const struct smv_node *at);
bool smv_node_gone(const struct smv_node *n); /* it or an ancestor is deleted */
bool smv_node_under(const struct smv_node *n, const struct smv_node *top); /* top itself counts */
struct smv_node *smv_node_sheet(
    const struct smv_node *n); /* nearest SHEET, itself included; NULL none */
/* The node whose scope governs reading: nearest ancestor, itself included, whose kind's scope is not INHERIT. */
struct smv_node *smv_node_governor(const struct smv_node *n);

/* Fields; absent ones read as 0, empty, NULL. */
const struct smv_slot *smv_node_slot(const struct smv_node *n, unsigned field);
uint64_t smv_node_num(const struct smv_node *n, unsigned field);
struct smv_span smv_node_str(const struct smv_node *n,
                             unsigned field); /* STR, BYTES, and TEXT's body */
const struct smv_text *smv_node_text(const struct smv_node *n,
                                     unsigned field); /* NULL: never written */
void smv_node_value(const struct smv_node *n, unsigned field,
                    struct smv_value *ret_value); /* borrows */

/* --- changes ------------------------------------------------------------------------------------- */
enum smv_change_flag { SMV_FLAG_BLIND = 1, SMV_FLAG_LATE = 2 };
struct smv_field_value {
    uint8_t field;
    struct smv_value value;
};
/* kind is one of SMV_CHANGE_ADD .. SMV_CHANGE_UNDEL of proto/messages.def (1..6). Borrows everything. */
struct smv_change {
    unsigned kind;
    smv_id id;
    unsigned node_kind;                   /* ADD */
    smv_id parent, after;                 /* ADD, MOVE */
    const struct smv_field_value *fields; /* ADD, rising field numbers */
    size_t n_fields;
    unsigned field; /* SET, TXT */
    const struct smv_value
        *value; /* SET; of type TEXT it replaces the text (and counts as one text op) */
    const struct smv_ot *op; /* TXT: fits the text as it is now */
    unsigned flags;
};
/* Where and by whom: seq, ts, author. */
struct smv_stamp {
    smv_seq seq;
    smv_ms ts;
    uint32_t ord;
};
/* Alters the tree. Errors (nothing altered): MISSING (no such node, parent or sibling), EXISTS (id),
 * STATE (cycle, depth, kind under that parent, more nodes than allowed), RANGE (op does not fit),
 * TOO_BIG (text over its bound), MALFORMED (no such field). A text change is remembered when t->history. */
SMV_CHECKED enum smv_err smv_tree_apply(struct smv_tree *t, const struct smv_change *c,
                                        const struct smv_stamp *stamp);
/* Would ADD (of kind; id 0: not chosen yet) or MOVE (kind 0; id is the node that moves) be possible? The same
 * errors, nothing altered. */
SMV_CHECKED enum smv_err smv_tree_can_place(const struct smv_tree *t, smv_id id, unsigned kind,
                                            smv_id parent, smv_id after);
smv_id smv_tree_own_id(struct smv_tree *t); /* the next id of ordinal 0 */
/* Take a subtree out and free it (a client that lost the right to read it). id may be absent. */
void smv_tree_forget(struct smv_tree *t, smv_id id);
void smv_tree_set_old(struct smv_tree *t, smv_id id, unsigned field,
                      smv_seq old); /* slot.old, slot must exist */

/* Carry op, written on the text at seen, over what came later. Errors: STATE (seen below the floor, or an
 * entry above seen is by the same ord: one op in flight per field, or the result has more than
 * SMV_MAX_OT_COMPS components), RANGE (does not fit the text at seen). ret_op is overwritten; text may be
 * NULL (never written). */
SMV_CHECKED enum smv_err smv_text_rebase(const struct smv_text *text, const struct smv_ot *op,
                                         smv_seq seen, uint32_t ord, struct smv_ot *ret_op);

/* --- bytes --------------------------------------------------------------------------------------- */
/* [id, kind, parent, ord, seq, place_seq, del_seq, touched, touched_ms, deleted,
 *  [[field, value, seq, ord, old(, floor, [[seq, ord, op]...])]...]]; the history only when asked for (stored
 *  snapshots). Children are not included. */
void smv_node_write(struct smv_buf *b, const struct smv_node *n, bool with_history);
/* Reads one node and puts it behind its parent's last child, or right behind after when after is not NULL
 * (*after 0: first). The root's own record fills the root. Errors as reader and apply. */
SMV_CHECKED enum smv_err smv_node_read(struct smv_reader *r, struct smv_tree *t,
                                       const smv_id *after, smv_id *ret_id);
/* The whole tree: [own, [node...]] and back (t must be freshly initialised). */
void smv_tree_write(struct smv_buf *b, const struct smv_tree *t, bool with_history);
SMV_CHECKED enum smv_err smv_tree_read(struct smv_reader *r, struct smv_tree *t);
/* Order-dependent digest of a subtree without history and without slot.old (changes do not carry it): equal
 * trees, equal digests. include, when given,
 * is asked for each node; a node that is left out leaves out its subtree. */
uint64_t smv_tree_digest(const struct smv_node *top,
                         bool (*include)(const struct smv_node *, void *), void *arg);

#endif
