/* edit.h - the line editor: a caret, a selection and an undo of one's own changes in a text that others change too.
 *
 * What: keys become text operations on what is shown (common/text/ot.h). Moves by cluster, word, wrapped line; selects;
 *       deletes; pastes. Undo and redo hold inverses of own operations and carry them over everybody else's.
 * Not:  no drawing, no sending: the caller gives every operation to smv_client_type and shows what comes of it.
 * Uses: wrap.h, keys.h, ot.h.    Thread: pure but for ICU's tables.
 * Invariants: caret and anchor stand at starts of clusters or at the end; another person's change moves them only as far
 *       as the text before them grew or shrank, never by itself. An undo never takes away what somebody else wrote.
 * Positions are code points. */
#ifndef SMV_TUI_EDIT_H
#define SMV_TUI_EDIT_H
#include "client-cli/tui/keys.h"
#include "client-cli/tui/wrap.h"
#include "common/text/ot.h"

enum { SMV_EDIT_UNDOS = 200 };

struct smv_undo {
    struct smv_ot *ops; /* owned: inverses, the last one is the next to be done */
    size_t n;
};
struct smv_edit {
    size_t caret, anchor; /* equal: nothing is selected */
    size_t goal;          /* column that up and down try to keep; SIZE_MAX: where the caret is */
    struct smv_buf known; /* the text as it was seen last */
    struct smv_undo undo, redo;
    bool joining;   /* the next letter belongs to the last undo */
    bool one_line;  /* line feeds become spaces */
    size_t bound;   /* code points that the field takes; 0 unknown */
    size_t refused; /* how many code points the last insertion had too many; 0 it fitted */
};

void smv_edit_init(struct smv_edit *e, struct smv_span text, bool one_line, size_t bound);
void smv_edit_finish(struct smv_edit *e);
/* The text may have been changed by somebody else: carries caret, selection and undo along. Call before drawing and
 * before every key. */
void smv_edit_follow(struct smv_edit *e, struct smv_span text);

/* True: the key was the editor's. ret_op (emptied first) is what it does to the text; empty when only the caret moved.
 * The caller applies it to what is shown, and calls follow only with the result: the editor has applied it to itself. */
bool smv_edit_key(struct smv_edit *e, const struct smv_wrap *wrap, const struct smv_key *key,
                  struct smv_ot *ret_op);
/* Replaces the selection. Text is cleaned (see PROTOCOL.md, clean text); what the bound does not allow is not
 * inserted at all: e->refused says how much too long it is. */
void smv_edit_insert(struct smv_edit *e, struct smv_span text, struct smv_ot *ret_op);
/* The op was refused by the daemon or not taken by the core: known is not what is shown; as follow, without undo. */
void smv_edit_reset(struct smv_edit *e, struct smv_span text);
struct smv_span smv_edit_text(const struct smv_edit *e);
void smv_edit_selected(const struct smv_edit *e, size_t *ret_from, size_t *ret_to);

#endif
