/* desk.h - what one person does: typing, adding, removing, moving, choosing; and how it is taken back.
 *
 * What: every own change of a view goes through here, so that undo takes back the own last one, whatever it was. Keeps
 *       an editor for each field that was typed in lately.
 * Not:  nothing that somebody else did is ever taken back; no drawing.
 * Uses: client.h, edit.h, day.h.    Thread: as client.h.
 * Invariant: a deed is only taken back if what it made still stands as it was left; else the one before is. */
#ifndef SMV_TUI_DESK_H
#define SMV_TUI_DESK_H
#include "client-cli/tui/day.h"
#include "client-cli/tui/edit.h"

enum { SMV_DESK_DEEDS = 200, SMV_DESK_EDITORS = 128 };

enum smv_deed_type { SMV_DEED_TEXT, SMV_DEED_ADD, SMV_DEED_DEL, SMV_DEED_SET, SMV_DEED_MOVE };
struct smv_deed {
    enum smv_deed_type type;
    unsigned hand; /* deeds of one press of a key are taken back together */
    smv_id id, parent, after;
    unsigned field;
    struct smv_value was, made; /* SET; str borrows from text */
    struct smv_buf text; /* ADD: the words it was born with; SET: both strings, the old one first */
};
struct smv_deeds {
    struct smv_deed *list; /* owned */
    size_t n;
};
struct smv_desk_editor {
    smv_id id;
    unsigned field;
    uint64_t used;
    struct smv_edit edit;
};
struct smv_desk {
    struct smv_client *c;
    struct smv_deeds undo, redo;
    struct smv_desk_editor editors[SMV_DESK_EDITORS];
    uint64_t clock;
    unsigned hand;
    bool worked; /* something was done since the caller cleared it */
};

void smv_desk_init(struct smv_desk *d, struct smv_client *c);
void smv_desk_finish(struct smv_desk *d);
/* A key was pressed: what follows is one deed for the hand. */
void smv_desk_hand(struct smv_desk *d);

/* The editor of a text field, on what is shown now; valid until SMV_DESK_EDITORS other fields were asked for. */
struct smv_edit *smv_desk_edit(struct smv_desk *d, smv_id id, unsigned field, bool one_line);
/* The key in that editor. True: it was the editor's. */
bool smv_desk_key(struct smv_desk *d, smv_id id, unsigned field, bool one_line,
                  const struct smv_wrap *wrap, const struct smv_key *key);
/* Puts text where the caret is (the selection is replaced). False: it does not fit; edit->refused says by how much. */
bool smv_desk_insert(struct smv_desk *d, smv_id id, unsigned field, bool one_line,
                     struct smv_span text);
/* Deletes from the caret to the end; what stood there is appended to ret. */
void smv_desk_cut_rest(struct smv_desk *d, smv_id id, unsigned field, struct smv_buf *ret);

smv_id smv_desk_add(struct smv_desk *d, unsigned kind, smv_id parent, smv_id after,
                    const struct smv_field_value *fields, size_t n); /* 0: cannot be */
bool smv_desk_del(struct smv_desk *d, smv_id id);
bool smv_desk_undel(struct smv_desk *d, smv_id id);
bool smv_desk_move(struct smv_desk *d, smv_id id, smv_id parent, smv_id after);
bool smv_desk_set(struct smv_desk *d, smv_id id, unsigned field, const struct smv_value *value);
bool smv_desk_set_num(struct smv_desk *d, smv_id id, unsigned field, uint64_t num);
/* Up (by -1) or down (+1) among its siblings of the same kind. */
bool smv_desk_shift(struct smv_desk *d, smv_id id, int by);

/* Takes the own last deed back (redo: does it again). ret: where that was; field 0: the node itself; id 0: gone.
 * False: there is none. */
bool smv_desk_undo(struct smv_desk *d, bool redo, smv_id *ret_id, unsigned *ret_field);

#endif
