/* desk.c - see desk.h. */
#include "client-cli/tui/desk.h"
#include <string.h>
#include "common/base/heap.h"
#include "common/base/utf8.h"

void smv_desk_init(struct smv_desk *d, struct smv_client *c)
{
    *d = (struct smv_desk){.c = c};
}

static void deeds_clear(struct smv_deeds *l)
{
    for (size_t i = 0; i < l->n; i++) {
        smv_buf_finish(&l->list[i].text);
    }
    smv_free(l->list);
    *l = (struct smv_deeds){0};
}

void smv_desk_finish(struct smv_desk *d)
{
    deeds_clear(&d->undo);
    deeds_clear(&d->redo);
    for (size_t i = 0; i < SMV_DESK_EDITORS; i++) {
        if (d->editors[i].id != 0) {
            smv_edit_finish(&d->editors[i].edit);
        }
    }
    *d = (struct smv_desk){0};
}

void smv_desk_hand(struct smv_desk *d)
{
    d->hand++;
}

/* Takes deed's text over. */
static void put(struct smv_deeds *l, const struct smv_deed *deed)
{
    if (l->n == SMV_DESK_DEEDS) {
        smv_buf_finish(&l->list[0].text);
        memmove(l->list, l->list + 1, (l->n - 1) * sizeof *l->list);
        l->n--;
    }
    l->list = smv_realloc(l->list, (l->n + 1) * sizeof *l->list);
    l->list[l->n++] = *deed;
}

static void done(struct smv_desk *d, struct smv_deed *deed)
{
    deed->hand = d->hand;
    d->worked = true;
    put(&d->undo, deed);
    deeds_clear(&d->redo);
}

/* --- text ---------------------------------------------------------------------------------------------- */
static struct smv_desk_editor *find(struct smv_desk *d, smv_id id, unsigned field)
{
    for (size_t i = 0; i < SMV_DESK_EDITORS; i++) {
        if (d->editors[i].id == id && d->editors[i].field == field) {
            return &d->editors[i];
        }
    }
    return NULL;
}

struct smv_edit *smv_desk_edit(struct smv_desk *d, smv_id id, unsigned field, bool one_line)
{
    struct smv_desk_editor *e = find(d, id, field);
    struct smv_buf text = {0};
    smv_client_text(d->c, id, field, &text);
    if (e == NULL) {
        e = &d->editors[0];
        for (size_t i = 1; i < SMV_DESK_EDITORS && e->id != 0; i++) {
            bool older = d->editors[i].id == 0 || d->editors[i].used < e->used;
            e = older ? &d->editors[i] : e;
        }
        if (e->id != 0) {
            smv_edit_finish(&e->edit);
        }
        const struct smv_field_info *info = smv_field_info(smv_client_kind(d->c, id), field);
        *e = (struct smv_desk_editor){.id = id, .field = field};
        smv_edit_init(&e->edit, smv_buf_span(&text), one_line,
                      info != NULL ? (size_t)info->bound : 0);
    } else {
        smv_edit_follow(&e->edit, smv_buf_span(&text));
    }
    e->edit.one_line = one_line;
    e->used = ++d->clock;
    smv_buf_finish(&text);
    return &e->edit;
}

/* op is the editor's already; the core takes it, or the editor goes back to what is shown. */
static bool typed(struct smv_desk *d, smv_id id, unsigned field, struct smv_edit *e,
                  const struct smv_ot *op)
{
    if (smv_ot_is_noop(op)) {
        return true;
    }
    if (smv_client_type(d->c, id, field, op)) {
        d->worked = true;
        return true;
    }
    struct smv_buf text = {0};
    smv_client_text(d->c, id, field, &text);
    smv_edit_reset(e, smv_buf_span(&text));
    smv_buf_finish(&text);
    return false;
}

static void note_typing(struct smv_desk *d, smv_id id, unsigned field, size_t undos_before,
                        const struct smv_edit *e)
{
    if (e->undo.n != undos_before || e->undo.n == SMV_EDIT_UNDOS) {
        struct smv_deed deed = {.type = SMV_DEED_TEXT, .id = id, .field = field};
        done(d, &deed);
    }
}

bool smv_desk_key(struct smv_desk *d, smv_id id, unsigned field, bool one_line,
                  const struct smv_wrap *wrap, const struct smv_key *key)
{
    struct smv_edit *e = smv_desk_edit(d, id, field, one_line);
    struct smv_ot op = {0};
    size_t before = e->undo.n;
    bool used = smv_edit_key(e, wrap, key, &op);
    bool noop = smv_ot_is_noop(&op);
    if (typed(d, id, field, e, &op) && !noop) {
        note_typing(d, id, field, before, e);
    }
    smv_ot_finish(&op);
    return used;
}

bool smv_desk_insert(struct smv_desk *d, smv_id id, unsigned field, bool one_line,
                     struct smv_span text)
{
    struct smv_edit *e = smv_desk_edit(d, id, field, one_line);
    struct smv_ot op = {0};
    size_t before = e->undo.n;
    smv_edit_insert(e, text, &op);
    bool ok = e->refused == 0 && typed(d, id, field, e, &op);
    if (ok && !smv_ot_is_noop(&op)) {
        note_typing(d, id, field, before, e);
    }
    smv_ot_finish(&op);
    return ok;
}

void smv_desk_cut_rest(struct smv_desk *d, smv_id id, unsigned field, struct smv_buf *ret)
{
    struct smv_edit *e = smv_desk_edit(d, id, field, false);
    struct smv_span all = smv_edit_text(e);
    size_t at = smv_utf8_offset(all, e->caret), length = smv_utf8_count(all);
    struct smv_key key = {.code = SMV_KEY_DELETE};
    struct smv_wrap none = {0};
    if (e->caret >= length) {
        return;
    }
    smv_buf_put_span(ret, smv_span_from(all, at));
    e->anchor = length;
    smv_desk_key(d, id, field, false, &none, &key);
}

/* --- structure -------------------------------------------------------------------------------------------- */
static void words_of(struct smv_client *c, smv_id id, struct smv_buf *ret)
{
    unsigned fields[SMV_FIELD_MAX];
    struct smv_buf one = {0};
    size_t n = smv_day_texts(smv_client_kind(c, id), fields);
    for (size_t i = 0; i < n; i++) {
        smv_client_text(c, id, fields[i], &one);
        smv_buf_put_span(ret, smv_buf_span(&one));
        smv_buf_put_byte(ret, 0);
    }
    smv_buf_finish(&one);
}

smv_id smv_desk_add(struct smv_desk *d, unsigned kind, smv_id parent, smv_id after,
                    const struct smv_field_value *fields, size_t n)
{
    smv_id id = smv_client_add(d->c, kind, parent, after, fields, n);
    if (id != 0) {
        struct smv_deed deed = {.type = SMV_DEED_ADD, .id = id};
        words_of(d->c, id, &deed.text);
        done(d, &deed);
    }
    return id;
}

bool smv_desk_del(struct smv_desk *d, smv_id id)
{
    struct smv_deed deed = {.type = SMV_DEED_DEL, .id = id};
    bool ok = !smv_client_deleted(d->c, id) && smv_client_del(d->c, id);
    if (ok) {
        done(d, &deed);
    }
    return ok;
}

bool smv_desk_undel(struct smv_desk *d, smv_id id)
{
    bool ok = smv_client_deleted(d->c, id) && smv_client_undel(d->c, id);
    if (ok) {
        struct smv_deed deed = {.type = SMV_DEED_ADD, .id = id};
        words_of(d->c, id, &deed.text);
        done(d, &deed);
    }
    return ok;
}

static smv_id sibling_before(struct smv_client *c, smv_id id)
{
    struct smv_ids all = {0};
    smv_day_children(c, smv_client_parent(c, id), 0, &all);
    size_t at = smv_ids_find(&all, id);
    smv_id before = at > 0 && at < all.n ? all.ids[at - 1] : 0;
    smv_ids_finish(&all);
    return before;
}

bool smv_desk_move(struct smv_desk *d, smv_id id, smv_id parent, smv_id after)
{
    struct smv_deed deed = {.type = SMV_DEED_MOVE,
                            .id = id,
                            .parent = smv_client_parent(d->c, id),
                            .after = sibling_before(d->c, id)};
    bool ok = smv_client_move(d->c, id, parent, after);
    if (ok) {
        done(d, &deed);
    }
    return ok;
}

bool smv_desk_shift(struct smv_desk *d, smv_id id, int by)
{
    struct smv_ids all = {0};
    smv_id parent = smv_client_parent(d->c, id);
    smv_day_children(d->c, parent, smv_client_kind(d->c, id), &all);
    size_t at = smv_ids_find(&all, id);
    bool can = at < all.n && (by < 0 ? at > 0 : at + 1 < all.n), ok = false;
    if (can) {
        smv_id after = by > 0 ? all.ids[at + 1] : at > 1 ? all.ids[at - 2] : 0;
        if (after == 0) { /* behind what else stands in front of the first of its kind */
            after = sibling_before(d->c, all.ids[0]);
        }
        ok = smv_desk_move(d, id, parent, after);
    }
    smv_ids_finish(&all);
    return ok;
}

static struct smv_value kept(struct smv_value v, struct smv_buf *text, size_t at)
{
    v.str = smv_span(text->data != NULL ? text->data + at : NULL, v.str.len);
    return v;
}

static bool same_value(const struct smv_value *a, const struct smv_value *b)
{
    return a->num == b->num && smv_span_eq(a->str, b->str);
}

bool smv_desk_set(struct smv_desk *d, smv_id id, unsigned field, const struct smv_value *value)
{
    struct smv_value was;
    struct smv_deed deed = {.type = SMV_DEED_SET, .id = id, .field = field};
    smv_client_value(d->c, id, field, &was);
    if (same_value(&was, value)) {
        return true;
    }
    smv_buf_put_span(&deed.text, was.str);
    smv_buf_put_span(&deed.text, value->str);
    deed.was = kept(was, &deed.text, 0);
    deed.made = kept(*value, &deed.text, was.str.len);
    if (!smv_client_set(d->c, id, field, &deed.made)) {
        smv_buf_finish(&deed.text);
        return false;
    }
    done(d, &deed);
    return true;
}

bool smv_desk_set_num(struct smv_desk *d, smv_id id, unsigned field, uint64_t num)
{
    const struct smv_field_info *info = smv_field_info(smv_client_kind(d->c, id), field);
    struct smv_value v = {.num = num};
    if (info == NULL) {
        return false;
    }
    v.type = (enum smv_type)info->type;
    return smv_desk_set(d, id, field, &v);
}

/* --- taking back ------------------------------------------------------------------------------------------- */
static bool text_back(struct smv_desk *d, const struct smv_deed *deed, bool redo)
{
    struct smv_desk_editor *found = find(d, deed->id, deed->field);
    struct smv_key key = {
        .code = SMV_KEY_TEXT, .mods = SMV_MOD_CTRL, .text = smv_span_str(redo ? "y" : "z")};
    struct smv_wrap none = {0};
    struct smv_ot op = {0};
    if (found == NULL || smv_client_deleted(d->c, deed->id)) {
        return false;
    }
    struct smv_edit *e = smv_desk_edit(d, deed->id, deed->field, found->edit.one_line);
    smv_edit_key(e, &none, &key, &op);
    bool ok = !smv_ot_is_noop(&op) && typed(d, deed->id, deed->field, e, &op);
    smv_ot_finish(&op);
    return ok;
}

static bool still_as_made(struct smv_desk *d, const struct smv_deed *deed)
{
    struct smv_buf now = {0};
    words_of(d->c, deed->id, &now);
    bool same = smv_span_eq(smv_buf_span(&now), smv_buf_span(&deed->text)) &&
                smv_day_count(d->c, deed->id, 0) == 0;
    smv_buf_finish(&now);
    return same;
}

/* Does the opposite of *deed, and makes *deed the opposite's opposite. */
static bool reverse(struct smv_desk *d, struct smv_deed *deed, bool redo)
{
    struct smv_value now;
    smv_id parent, after;
    bool ok;
    switch (deed->type) {
    case SMV_DEED_TEXT: return text_back(d, deed, redo);
    case SMV_DEED_ADD:
        ok = !smv_client_deleted(d->c, deed->id) && still_as_made(d, deed) &&
             smv_client_del(d->c, deed->id);
        deed->type = SMV_DEED_DEL;
        return ok;
    case SMV_DEED_DEL:
        ok = smv_client_deleted(d->c, deed->id) && smv_client_undel(d->c, deed->id);
        deed->type = SMV_DEED_ADD;
        smv_buf_clear(&deed->text);
        words_of(d->c, deed->id, &deed->text);
        return ok;
    case SMV_DEED_SET:
        smv_client_value(d->c, deed->id, deed->field, &now);
        ok = same_value(&now, &deed->made) &&
             smv_client_set(d->c, deed->id, deed->field, &deed->was);
        now = deed->was;
        deed->was = deed->made;
        deed->made = now;
        return ok;
    case SMV_DEED_MOVE:
        parent = smv_client_parent(d->c, deed->id);
        after = sibling_before(d->c, deed->id);
        ok = !smv_client_deleted(d->c, deed->id) &&
             smv_client_move(d->c, deed->id, deed->parent, deed->after);
        deed->parent = parent;
        deed->after = after;
        return ok;
    }
    return false;
}

bool smv_desk_undo(struct smv_desk *d, bool redo, smv_id *ret_id, unsigned *ret_field)
{
    struct smv_deeds *from = redo ? &d->redo : &d->undo, *to = redo ? &d->undo : &d->redo;
    bool any = false;
    unsigned hand = 0;
    *ret_id = 0;
    *ret_field = 0;
    while (from->n > 0 && (!any || from->list[from->n - 1].hand == hand)) {
        struct smv_deed deed = from->list[--from->n];
        enum smv_deed_type type = deed.type;
        hand = any ? hand : deed.hand;
        if (!reverse(d, &deed, redo)) {
            smv_buf_finish(&deed.text);
            continue; /* it is not as it was left: the one before */
        }
        any = true;
        if (!smv_client_deleted(d->c, deed.id)) {
            *ret_id = deed.id;
            *ret_field = type == SMV_DEED_TEXT || type == SMV_DEED_SET ? deed.field : 0;
        }
        put(to, &deed);
    }
    d->worked |= any;
    return any;
}
