/* edit.c - see edit.h. */
#include "client-cli/tui/edit.h"
#include <string.h>
#include <unicode/uchar.h>
#include "common/base/heap.h"
#include "common/base/utf8.h"

void smv_edit_init(struct smv_edit *e, struct smv_span text, bool one_line, size_t bound)
{
    *e = (struct smv_edit){.one_line = one_line, .bound = bound, .goal = SIZE_MAX};
    smv_buf_put_span(&e->known, text);
    e->caret = e->anchor = smv_utf8_count(text);
}

static void undo_clear(struct smv_undo *u)
{
    for (size_t i = 0; i < u->n; i++) {
        smv_ot_finish(&u->ops[i]);
    }
    smv_free(u->ops);
    *u = (struct smv_undo){0};
}

void smv_edit_finish(struct smv_edit *e)
{
    undo_clear(&e->undo);
    undo_clear(&e->redo);
    smv_buf_finish(&e->known);
}

struct smv_span smv_edit_text(const struct smv_edit *e)
{
    return smv_buf_span(&e->known);
}

void smv_edit_selected(const struct smv_edit *e, size_t *ret_from, size_t *ret_to)
{
    *ret_from = e->caret < e->anchor ? e->caret : e->anchor;
    *ret_to = e->caret < e->anchor ? e->anchor : e->caret;
}

/* --- undo ------------------------------------------------------------------------------------------------ */
/* Takes op over. */
static void undo_push(struct smv_undo *u, struct smv_ot *op)
{
    if (u->n == SMV_EDIT_UNDOS) {
        smv_ot_finish(&u->ops[0]);
        memmove(u->ops, u->ops + 1, (u->n - 1) * sizeof *u->ops);
        u->n--;
    }
    u->ops = smv_realloc(u->ops, (u->n + 1) * sizeof *u->ops);
    u->ops[u->n++] = *op;
}

/* Each inverse is written on the text that the ones above it lead to; somebody else's operation comes in at the top and
 * is carried down. What they wrote in between is not part of any inverse and so stays. */
static void undo_carry(struct smv_undo *u, const struct smv_ot *foreign)
{
    struct smv_ot r = {0};
    smv_ot_copy(&r, foreign);
    for (size_t i = u->n; i-- > 0;) {
        struct smv_ot mine = {0}, theirs = {0};
        smv_ot_transform(&u->ops[i], &r, SMV_OT_LEFT, &mine);
        smv_ot_transform(&r, &u->ops[i], SMV_OT_RIGHT, &theirs);
        smv_ot_finish(&u->ops[i]);
        smv_ot_finish(&r);
        u->ops[i] = mine;
        r = theirs;
    }
    smv_ot_finish(&r);
}

void smv_edit_follow(struct smv_edit *e, struct smv_span text)
{
    if (smv_span_eq(text, smv_buf_span(&e->known))) {
        return;
    }
    struct smv_ot foreign = {0};
    smv_ot_diff(smv_buf_span(&e->known), text, &foreign);
    e->caret = smv_ot_position(e->caret, &foreign);
    e->anchor = smv_ot_position(e->anchor, &foreign);
    undo_carry(&e->undo, &foreign);
    undo_carry(&e->redo, &foreign);
    e->joining = false;
    smv_ot_finish(&foreign);
    smv_buf_clear(&e->known);
    smv_buf_put_span(&e->known, text);
}

void smv_edit_reset(struct smv_edit *e, struct smv_span text)
{
    undo_clear(&e->undo);
    undo_clear(&e->redo);
    smv_edit_follow(e, text);
}

/* Applies op to what the editor knows; its inverse goes onto u. False: nothing to do. */
static bool apply(struct smv_edit *e, const struct smv_ot *op, struct smv_undo *u, bool join)
{
    struct smv_ot inverse = {0};
    if (smv_ot_is_noop(op) || smv_ot_invert(op, smv_buf_span(&e->known), &inverse) != SMV_OK ||
        smv_ot_apply(&e->known, op) != SMV_OK) {
        smv_ot_finish(&inverse);
        return false;
    }
    if (join && u->n > 0) {
        struct smv_ot both = {0};
        smv_ot_compose(&inverse, &u->ops[u->n - 1], &both);
        smv_ot_finish(&u->ops[u->n - 1]);
        smv_ot_finish(&inverse);
        u->ops[u->n - 1] = both;
    } else {
        undo_push(u, &inverse);
    }
    return true;
}

/* Where the caret belongs after an undo: behind the last thing that it wrote, or where it deleted. */
static size_t end_of_change(const struct smv_ot *op)
{
    size_t at = 0, end = 0;
    for (size_t i = 0; i < op->n_comps; i++) {
        const struct smv_ot_comp *c = &op->comps[i];
        if (c->type != SMV_OT_DELETE) {
            at += c->n;
        }
        if (c->type != SMV_OT_SKIP) {
            end = at;
        }
    }
    return end;
}

static bool step_back(struct smv_edit *e, struct smv_undo *from, struct smv_undo *to,
                      struct smv_ot *ret_op)
{
    while (from->n > 0) {
        struct smv_ot op = from->ops[--from->n];
        bool did = apply(e, &op, to, false);
        if (did) {
            smv_ot_copy(ret_op, &op);
            e->caret = e->anchor = end_of_change(&op);
        }
        smv_ot_finish(&op);
        if (did) {
            break;
        }
    }
    e->joining = false;
    return true;
}

/* --- changing -------------------------------------------------------------------------------------------- */
static void replace(struct smv_edit *e, size_t from, size_t to, struct smv_span with, bool join,
                    struct smv_ot *ret_op)
{
    smv_ot_clear(ret_op);
    if (from > 0) {
        smv_ot_skip(ret_op, (uint32_t)from);
    }
    if (to > from) {
        smv_ot_delete(ret_op, (uint32_t)(to - from));
    }
    if (with.len > 0) {
        smv_ot_insert(ret_op, with);
    }
    smv_ot_trim(ret_op);
    if (apply(e, ret_op, &e->undo, join)) {
        undo_clear(&e->redo);
        e->caret = e->anchor = from + smv_utf8_count(with);
    } else {
        smv_ot_clear(ret_op);
    }
    e->goal = SIZE_MAX;
}

static void clean(struct smv_span text, bool one_line, struct smv_buf *ret)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = smv_utf8_next(text, &at);
        if (cp == '\r') {
            size_t after = at;
            if (at < text.len && smv_utf8_next(text, &after) == '\n') {
                at = after;
            }
            cp = '\n';
        }
        if ((cp == '\n' || cp == '\t') && one_line) {
            cp = ' ';
        }
        if ((cp >= 0x20 || cp == '\n' || cp == '\t') && cp != 0x7f && cp != 0xfeff) {
            smv_utf8_put(ret, cp);
        }
    }
}

void smv_edit_insert(struct smv_edit *e, struct smv_span text, struct smv_ot *ret_op)
{
    struct smv_buf b = {0};
    size_t from, to, length = smv_utf8_count(smv_buf_span(&e->known));
    smv_ot_clear(ret_op);
    e->refused = 0;
    if (!smv_utf8_valid(text)) {
        return;
    }
    clean(text, e->one_line, &b);
    smv_edit_selected(e, &from, &to);
    size_t more = smv_utf8_count(smv_buf_span(&b)), sum = length - (to - from) + more;
    if (e->bound > 0 && sum > e->bound && more > to - from) {
        e->refused = sum - e->bound;
        smv_buf_finish(&b);
        return;
    }
    /* letters of one word make one undo; a space ends it */
    bool letter = more == 1 && b.data[0] != ' ' && b.data[0] != '\n';
    replace(e, from, to, smv_buf_span(&b), e->joining && letter && from == to, ret_op);
    e->joining = letter;
    smv_buf_finish(&b);
}

/* --- places in the text ---------------------------------------------------------------------------------- */
static size_t next_cluster(const struct smv_edit *e, size_t at)
{
    struct smv_glyphs g;
    struct smv_glyph glyph;
    enum smv_glyph_break kind;
    struct smv_span text = smv_buf_span(&e->known);
    smv_glyphs_init(&g, text, false);
    g.byte = smv_utf8_offset(text, at);
    g.cp = at;
    smv_glyphs_next(&g, &glyph, &kind);
    return g.cp;
}

static size_t previous_cluster(const struct smv_edit *e, size_t at)
{
    struct smv_span text = smv_buf_span(&e->known);
    struct smv_glyphs g;
    struct smv_glyph glyph;
    enum smv_glyph_break kind;
    size_t from = at > 64 ? at - 64 : 0, last = at > 0 ? at - 1 : 0;
    smv_glyphs_init(&g, text, false);
    g.byte = smv_utf8_offset(text, from);
    g.cp = from;
    while (g.cp < at) {
        last = g.cp;
        if (!smv_glyphs_next(&g, &glyph, &kind)) {
            break;
        }
    }
    return last;
}

static bool in_word(const struct smv_edit *e, size_t cp)
{
    struct smv_span text = smv_buf_span(&e->known);
    size_t at = smv_utf8_offset(text, cp);
    return at < text.len && u_isalnum((UChar32)smv_utf8_next(text, &at));
}

static size_t word_right(const struct smv_edit *e, size_t at, size_t length)
{
    while (at < length && !in_word(e, at)) {
        at++;
    }
    while (at < length && in_word(e, at)) {
        at++;
    }
    return at;
}

static size_t word_left(const struct smv_edit *e, size_t at)
{
    while (at > 0 && !in_word(e, at - 1)) {
        at--;
    }
    while (at > 0 && in_word(e, at - 1)) {
        at--;
    }
    return at;
}

/* Up and down among wrapped lines; false when there is none further. */
static bool vertical(struct smv_edit *e, const struct smv_wrap *wrap, int lines, size_t *ret)
{
    struct smv_span text = smv_buf_span(&e->known);
    size_t line, column;
    smv_wrap_place(wrap, text, e->caret, &line, &column);
    if (e->goal == SIZE_MAX) {
        e->goal = column;
    }
    long to = (long)line + lines;
    if (to < 0 || to >= (long)wrap->n) {
        return false;
    }
    *ret = smv_wrap_at(wrap, text, (size_t)to, e->goal);
    return true;
}

/* --- keys -------------------------------------------------------------------------------------------------- */
static bool moved(struct smv_edit *e, size_t to, bool select, bool keep_goal)
{
    e->caret = to;
    if (!select) {
        e->anchor = to;
    }
    if (!keep_goal) {
        e->goal = SIZE_MAX;
    }
    e->joining = false;
    return true;
}

static bool motion(struct smv_edit *e, const struct smv_wrap *wrap, const struct smv_key *k)
{
    bool select = (k->mods & SMV_MOD_SHIFT) != 0, word = (k->mods & SMV_MOD_CTRL) != 0;
    size_t length = smv_utf8_count(smv_buf_span(&e->known)), line, column, from, to, at;
    smv_edit_selected(e, &from, &to);
    switch ((int)k->code) {
    case SMV_KEY_LEFT:
        at = word                    ? word_left(e, e->caret)
             : !select && from != to ? from
             : e->caret > 0          ? previous_cluster(e, e->caret)
                                     : 0;
        return moved(e, at, select, false);
    case SMV_KEY_RIGHT:
        at = word                    ? word_right(e, e->caret, length)
             : !select && from != to ? to
             : e->caret < length     ? next_cluster(e, e->caret)
                                     : length;
        return moved(e, at, select, false);
    case SMV_KEY_UP: return vertical(e, wrap, -1, &at) && moved(e, at, select, true);
    case SMV_KEY_DOWN: return vertical(e, wrap, 1, &at) && moved(e, at, select, true);
    case SMV_KEY_HOME:
        smv_wrap_place(wrap, smv_buf_span(&e->known), e->caret, &line, &column);
        return moved(e, word ? 0 : wrap->lines[line].cp, select, false);
    case SMV_KEY_END:
        smv_wrap_place(wrap, smv_buf_span(&e->known), e->caret, &line, &column);
        return moved(e, word ? length : wrap->lines[line].end_cp, select, false);
    default: return false;
    }
}

static bool deletion(struct smv_edit *e, const struct smv_key *k, struct smv_ot *ret_op)
{
    bool back = k->code == SMV_KEY_BACKSPACE;
    bool word = (k->mods & (SMV_MOD_CTRL | SMV_MOD_ALT)) != 0;
    size_t from, to, length = smv_utf8_count(smv_buf_span(&e->known));
    smv_edit_selected(e, &from, &to);
    if (from == to && back) {
        from = from == 0 ? 0 : word ? word_left(e, from) : previous_cluster(e, from);
    } else if (from == to) {
        to = to >= length ? length : word ? word_right(e, to, length) : next_cluster(e, to);
    }
    e->joining = false;
    if (from == to) {
        return false; /* nothing here to delete: the view may join items */
    }
    replace(e, from, to, smv_span(NULL, 0), false, ret_op);
    return true;
}

bool smv_edit_key(struct smv_edit *e, const struct smv_wrap *wrap, const struct smv_key *k,
                  struct smv_ot *ret_op)
{
    smv_ot_clear(ret_op);
    e->refused = 0;
    if (smv_key_is(k, SMV_MOD_CTRL, "z")) {
        return step_back(e, &e->undo, &e->redo, ret_op);
    }
    if (smv_key_is(k, SMV_MOD_CTRL, "y")) {
        return step_back(e, &e->redo, &e->undo, ret_op);
    }
    if (smv_key_is(k, SMV_MOD_CTRL, "a")) {
        e->anchor = 0;
        e->caret = smv_utf8_count(smv_buf_span(&e->known));
        e->joining = false;
        return true;
    }
    switch ((int)k->code) {
    case SMV_KEY_TEXT:
        if ((k->mods & (SMV_MOD_ALT | SMV_MOD_CTRL)) != 0) {
            return false;
        }
        smv_edit_insert(e, k->text, ret_op);
        return true;
    case SMV_KEY_PASTE: smv_edit_insert(e, k->text, ret_op); return true;
    case SMV_KEY_BACKSPACE:
    case SMV_KEY_DELETE: return deletion(e, k, ret_op);
    default: return (k->mods & SMV_MOD_ALT) == 0 && motion(e, wrap, k);
    }
}
