/* scribe_items.c - see scribe_int.h: items of lists: the next one, a pasted page, moving. */
#include "client-cli/tui/scribe_int.h"
#include "common/base/heap.h"
#include "common/base/utf8.h"

/* --- making and moving items --------------------------------------------------------------------------------- */
smv_id smv_scribe_add_here(struct smv_scribe *v, const struct smv_spot *add)
{
    return smv_desk_add(&v->desk, add->add_kind, add->id, add->add_after, add->add_with,
                        add->n_add_with);
}

/* Keeps fields in rising order, as an add wants them. */
static size_t put_field(struct smv_field_value *with, size_t n, unsigned field,
                        struct smv_value value)
{
    size_t at = n;
    for (; at > 0 && with[at - 1].field > field; at--) {
        with[at] = with[at - 1];
    }
    with[at] = (struct smv_field_value){.field = (uint8_t)field, .value = value};
    return n + 1;
}

/* A thing like this one, right behind it, perhaps with words: what it shares with its neighbour is where it stands. */
static smv_id add_behind(struct smv_scribe *v, smv_id item, unsigned field, struct smv_span words)
{
    static const struct {
        unsigned kind, field;
    } shared[] = {{SMV_KIND_CARD, SMV_CARD_LANE},
                  {SMV_KIND_ROW, SMV_ROW_LANE},
                  {SMV_KIND_CHALLENGE, SMV_CHALLENGE_PHASE},
                  {SMV_KIND_CHALLENGE, SMV_CHALLENGE_LANE}};
    unsigned kind = smv_client_kind(v->c, item);
    struct smv_field_value with[4];
    size_t n = 0;
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) {
        uint64_t ref = shared[i].kind == kind ? smv_day_num(v->c, item, shared[i].field) : 0;
        if (ref != 0) {
            n = put_field(with, n, shared[i].field,
                          (struct smv_value){.type = SMV_TYPE_REF, .num = ref});
        }
    }
    if (words.len > 0) {
        n = put_field(with, n, field, (struct smv_value){.type = SMV_TYPE_TEXT, .str = words});
    }
    return smv_desk_add(&v->desk, kind, smv_client_parent(v->c, item), item, with, n);
}

bool smv_scribe_land(struct smv_scribe *v, const struct smv_scene *s, smv_id id, unsigned field)
{
    v->stale = true;
    smv_scribe_fill(v, s);
    return smv_scribe_go_to(v, id, field);
}

/* Enter in a list: the next one; what stands behind the caret goes along. */
void smv_scribe_next_item(struct smv_scribe *v, const struct smv_scene *s,
                          const struct smv_spot *spot)
{
    struct smv_buf rest = {0};
    smv_id from = spot->id;
    unsigned field = spot->field;
    bool one_line = spot->one_line;
    const struct smv_edit *e = smv_desk_edit(&v->desk, from, field, one_line);
    if (smv_edit_text(e).len == 0) { /* an empty one is enough: on to what comes next */
        smv_scribe_tab(v, 1);
        return;
    }
    smv_id id = spot->may ? add_behind(v, from, field, smv_span(NULL, 0)) : 0;
    if (id == 0) {
        smv_scribe_say(v, s, true, _("Nothing can be added here."));
        return;
    }
    smv_desk_cut_rest(&v->desk, from, field, &rest);
    if (rest.len > 0 && smv_desk_insert(&v->desk, id, field, one_line, smv_buf_span(&rest))) {
        struct smv_edit *made = smv_desk_edit(&v->desk, id, field, one_line);
        made->caret = made->anchor = 0;
    }
    smv_buf_finish(&rest);
    smv_scribe_land(v, s, id, field);
}

/* As much of a text as the field holds, cut between words where there are any. */
static size_t piece(struct smv_span text, size_t bound)
{
    if (bound == 0 || smv_utf8_count(text) <= bound) {
        return text.len;
    }
    size_t end = smv_utf8_offset(text, bound), space = end;
    while (space > 0 && text.data[space - 1] != ' ') {
        space--;
    }
    return space > 0 ? space : end;
}

static size_t line_end(struct smv_span t, size_t from)
{
    while (from < t.len && t.data[from] != '\n' && t.data[from] != '\r') {
        from++;
    }
    return from;
}

/* What a field takes of a pasted line: no controls. */
static void clean_line(struct smv_span line, struct smv_buf *ret)
{
    smv_buf_clear(ret);
    for (size_t at = 0; at < line.len;) {
        uint32_t cp = smv_utf8_next(line, &at);
        if (cp == '\t') {
            smv_utf8_put(ret, ' ');
        } else if (cp >= 0x20 && cp != 0x7f && cp != 0xfeff) {
            smv_utf8_put(ret, cp);
        }
    }
}

/* A page that is pasted into a list: every line one item; a line longer than an item becomes several. */
void smv_scribe_paste_lines(struct smv_scribe *v, const struct smv_scene *s, smv_id id,
                            unsigned field, bool one_line, struct smv_span text)
{
    const struct smv_field_info *info = smv_field_info(smv_client_kind(v->c, id), field);
    struct smv_buf clean = {0};
    size_t bound = info != NULL ? (size_t)info->bound : 0, items = 0;
    bool ok = smv_utf8_valid(text);
    for (size_t at = 0; ok && at < text.len;) {
        size_t end = line_end(text, at);
        clean_line(smv_span(text.data + at, end - at), &clean);
        struct smv_span line = smv_buf_span(&clean);
        at = end + 1;
        while (ok && line.len > 0) {
            size_t n = piece(line, bound);
            /* the first line goes where the caret is, if it fits there */
            if (items > 0 ||
                !smv_desk_insert(&v->desk, id, field, one_line, smv_span(line.data, n))) {
                smv_id made = add_behind(v, id, field, smv_span(line.data, n));
                ok = made != 0;
                id = ok ? made : id;
            }
            items += ok;
            line = smv_span_from(line, n);
        }
    }
    if (!ok) {
        smv_scribe_say(v, s, true, _("Not all of it could be pasted."));
    } else if (items > 1) {
        smv_scribe_say(v, s, false, ngettext("Pasted as %zu item", "Pasted as %zu items", items),
                       items);
    }
    smv_buf_finish(&clean);
    smv_scribe_land(v, s, id, field);
}

bool smv_scribe_has_lines(struct smv_span t)
{
    return line_end(t, 0) < t.len;
}

/* The phase or lane before or behind one; none (0) stands behind the last. */
static smv_id neighbour(struct smv_client *c, smv_id parent, unsigned kind, smv_id id, int by)
{
    struct smv_ids all = {0};
    smv_day_children(c, parent, kind, &all);
    size_t at = id == 0 ? all.n : smv_ids_find(&all, id);
    size_t to = at + (by < 0 ? (size_t)-1 : 1);
    smv_id found = to < all.n ? all.ids[to] : 0;
    smv_ids_finish(&all);
    return found;
}

/* Within its cell; at its edge into the lane above or below. */
static bool shift_card(struct smv_scribe *v, smv_id card, int by)
{
    struct smv_client *c = v->c;
    struct smv_ids cards = {0};
    smv_id phase = smv_client_parent(c, card), lane = smv_day_num(c, card, SMV_CARD_LANE);
    bool ok = false;
    smv_day_children(c, phase, SMV_KIND_CARD, &cards);
    size_t at = smv_ids_find(&cards, card), to = at;
    do {
        to += by < 0 ? (size_t)-1 : 1;
    } while (to < cards.n && smv_day_num(c, cards.ids[to], SMV_CARD_LANE) != lane);
    if (to < cards.n) {
        smv_id after = by > 0 ? cards.ids[to] : to > 0 ? cards.ids[to - 1] : 0;
        ok = smv_desk_move(&v->desk, card, phase, after);
    } else {
        smv_id other = neighbour(c, v->sheet, SMV_KIND_LANE, lane, by);
        ok = other != 0 && smv_desk_set_num(&v->desk, card, SMV_CARD_LANE, other);
    }
    smv_ids_finish(&cards);
    return ok;
}

void smv_scribe_move_item(struct smv_scribe *v, const struct smv_scene *s,
                          const struct smv_spot *spot, int dx, int dy)
{
    smv_id item = v->at.panel && spot->item == v->card ? 0 : spot->item;
    unsigned kind = smv_client_kind(v->c, item), field = spot->field;
    bool ok = false;
    if (item == 0 || !spot->may || kind == SMV_KIND_QUESTION) {
        return;
    }
    if (kind == SMV_KIND_CARD && dx != 0) {
        smv_id phase = neighbour(v->c, v->sheet, SMV_KIND_PHASE, smv_client_parent(v->c, item), dx);
        ok = phase != 0 &&
             smv_desk_move(&v->desk, item, phase, smv_board_last(v->c, phase, SMV_KIND_CARD));
    } else if (kind == SMV_KIND_CARD) {
        ok = shift_card(v, item, dy);
    } else if (dy != 0) {
        ok = smv_desk_shift(&v->desk, item, dy);
    }
    if (ok) {
        smv_scribe_land(v, s, item, field);
    }
}
