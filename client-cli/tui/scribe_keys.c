/* scribe_keys.c - see scribe_int.h: keys while one is in the sheet: typing, going, making, moving, choosing. */
#include <string.h>
#include "client-cli/tui/scribe_int.h"
#include "common/base/utf8.h"

/* --- going ------------------------------------------------------------------------------------------------ */
/* The next spot in the order of Tab: a card's details come behind its title. */
void smv_scribe_tab(struct smv_scribe *v, int by)
{
    bool panel = v->at.panel;
    size_t index = v->at.index;
    for (;;) {
        const struct smv_page *p = panel ? &v->panel : &v->page;
        const struct smv_spot *s = index < p->n ? &p->spots[index] : NULL;
        bool at_card = !panel && s != NULL && s->type == SMV_SPOT_TEXT && s->id == v->card;
        if (by > 0 && at_card && v->panel.n > 0) {
            panel = true;
            index = 0;
        } else if (panel && (by > 0 ? index + 1 >= p->n : index == 0)) {
            panel = false;
            for (index = 0; index < v->page.n && v->page.spots[index].id != v->card; index++) {
            }
            if (by > 0) {
                index++;
            }
        } else if (by > 0 ? index + 1 >= p->n : index == 0) {
            return;
        } else {
            index += by > 0 ? 1 : (size_t)-1;
        }
        p = panel ? &v->panel : &v->page;
        if (index < p->n && smv_spot_stands(&p->spots[index])) {
            smv_scribe_go(v, panel, index);
            return;
        }
    }
}

static bool go_beside(struct smv_scribe *v, int dx, int dy)
{
    struct smv_page *p = smv_scribe_page(v);
    size_t to = smv_page_next(p, v->at.index, dx, dy);
    if (to < p->n) {
        smv_scribe_go(v, v->at.panel, to);
        return true;
    }
    if (v->at.panel && dy < 0) {
        return smv_scribe_go_to(v, v->card, SMV_CARD_TITLE);
    }
    return false;
}

static void page_by(struct smv_scribe *v, int dir)
{
    struct smv_page *p = smv_scribe_page(v);
    int h = v->at.panel ? v->panel_box.h : v->sheet_box.h;
    const struct smv_spot *from = smv_scribe_spot(v);
    if (from == NULL) {
        return;
    }
    int y = from->y;
    while (go_beside(v, 0, dir) && smv_scribe_page(v) == p) {
        const struct smv_spot *at = smv_scribe_spot(v);
        if (at->y > y + h - 2 || at->y < y - h + 2) {
            break;
        }
    }
}

/* --- keys by what one is in ----------------------------------------------------------------------------------- */
static unsigned add_key(struct smv_scribe *v, const struct smv_scene *s,
                        const struct smv_spot *spot, const struct smv_key *k)
{
    bool text = (k->code == SMV_KEY_TEXT && k->mods == 0) || k->code == SMV_KEY_PASTE;
    if (smv_key_is(k, 0, "?")) {
        smv_scribe_list(v, s, SMV_SCRIBE_HELP);
        return 0;
    }
    if (!text && k->code != SMV_KEY_ENTER) {
        return 0;
    }
    if (spot->add_kind == SMV_KIND_FLOW) {
        smv_scribe_list(v, s, SMV_SCRIBE_FLOW);
        return 0;
    }
    unsigned field = spot->add_field, kind = spot->add_kind;
    smv_id id = smv_scribe_add_here(v, spot);
    if (id == 0) {
        smv_scribe_say(v, s, true, _("Nothing can be added here."));
        return 0;
    }
    bool one_line = kind == SMV_KIND_CARD;
    if (k->code == SMV_KEY_PASTE && smv_scribe_has_lines(k->text)) {
        smv_scribe_paste_lines(v, s, id, field, one_line, k->text);
        return 0;
    }
    if (text && !smv_desk_insert(&v->desk, id, field, one_line, k->text)) {
        smv_scribe_say(v, s, true, _("Not all of it could be pasted."));
    }
    smv_scribe_land(v, s, id, field);
    return 0;
}

static void refused(struct smv_scribe *v, const struct smv_scene *s, const struct smv_spot *spot)
{
    const struct smv_edit *e = smv_desk_edit(&v->desk, spot->id, spot->field, spot->one_line);
    if (e->refused > 0) {
        smv_scribe_say(v, s, true,
                       ngettext("The text is too long: %zu character does not fit.",
                                "The text is too long: %zu characters do not fit.", e->refused),
                       e->refused);
    }
}

static bool changes(const struct smv_key *k)
{
    return (k->code == SMV_KEY_TEXT &&
            (k->mods == 0 || (k->mods == SMV_MOD_CTRL && !smv_key_is(k, SMV_MOD_CTRL, "a")))) ||
           k->code == SMV_KEY_PASTE || k->code == SMV_KEY_BACKSPACE || k->code == SMV_KEY_DELETE;
}

static unsigned text_key(struct smv_scribe *v, const struct smv_scene *s,
                         const struct smv_spot *spot, const struct smv_key *k)
{
    bool plain_enter = k->code == SMV_KEY_ENTER && k->mods == 0;
    if (plain_enter && spot->list) {
        smv_scribe_next_item(v, s, spot);
        return 0;
    }
    if (k->code == SMV_KEY_ENTER && spot->one_line) {
        smv_scribe_tab(v, 1);
        return 0;
    }
    if (!spot->may && (changes(k) || k->code == SMV_KEY_ENTER)) {
        smv_scribe_say(v, s, true, _("That cannot be changed here."));
        return 0;
    }
    if (k->code == SMV_KEY_ENTER) {
        if (!smv_desk_insert(&v->desk, spot->id, spot->field, false, smv_span_str("\n"))) {
            refused(v, s, spot);
        }
        return 0;
    }
    if (k->code == SMV_KEY_PASTE && spot->list && smv_scribe_has_lines(k->text)) {
        smv_scribe_paste_lines(v, s, spot->id, spot->field, spot->one_line, k->text);
        return 0;
    }
    if (k->code == SMV_KEY_BACKSPACE && spot->list && spot->text.len == 0 &&
        smv_day_blank(v->c, spot->item)) {
        smv_id item = spot->item;
        smv_scribe_tab(v, -1);
        if (smv_scribe_spot(v) != NULL && smv_scribe_spot(v)->type == SMV_SPOT_TEXT) {
            struct smv_edit *e = smv_desk_edit(&v->desk, v->at.id, v->at.field, false);
            e->caret = e->anchor = smv_utf8_count(smv_edit_text(e));
        }
        (void)smv_desk_del(&v->desk, item);
        return 0;
    }
    if (smv_desk_key(&v->desk, spot->id, spot->field, spot->one_line, &spot->wrap, k)) {
        refused(v, s, spot);
        const struct smv_edit *e = smv_desk_edit(&v->desk, spot->id, spot->field, spot->one_line);
        bool edge = (k->mods & ~(unsigned)SMV_MOD_CTRL) == 0 && e->caret == v->caret_before &&
                    (k->code == SMV_KEY_LEFT || k->code == SMV_KEY_RIGHT);
        if (edge) {
            (void)go_beside(v, k->code == SMV_KEY_LEFT ? -1 : 1, 0);
        }
        return 0;
    }
    if (k->code == SMV_KEY_UP || k->code == SMV_KEY_DOWN) {
        (void)go_beside(v, 0, k->code == SMV_KEY_UP ? -1 : 1);
    }
    return 0;
}

static unsigned mouse(struct smv_scribe *v, const struct smv_scene *s, const struct smv_key *k)
{
    if (k->number == 4 || k->number == 5) {
        page_by(v, k->number == 4 ? -1 : 1);
        return 0;
    }
    for (int panel = 0; panel < 2; panel++) {
        struct smv_rect r = panel ? v->panel_box : v->sheet_box;
        struct smv_page *p = panel ? &v->panel : &v->page;
        int x = k->x - r.x, y = k->y - r.y;
        if (x < 0 || y < 0 || x >= r.w || y >= r.h) {
            continue;
        }
        y += panel ? v->panel_scroll : v->scroll;
        size_t hit = smv_page_hit(p, x, y);
        if (hit >= p->n || !smv_scribe_leave_draft(v, s)) {
            continue;
        }
        smv_scribe_go(v, panel != 0, hit);
        const struct smv_spot *spot = &p->spots[hit];
        if (spot->type == SMV_SPOT_TEXT) {
            struct smv_edit *e = smv_desk_edit(&v->desk, spot->id, spot->field, spot->one_line);
            int line = y - spot->y - spot->text_y, column = x - spot->x - spot->text_x;
            e->caret = e->anchor = line < 0 || line >= (int)spot->wrap.n
                                       ? e->caret
                                       : smv_wrap_at(&spot->wrap, smv_edit_text(e), (size_t)line,
                                                     column < 0 ? 0 : (size_t)column);
        }
        return 0;
    }
    return 0;
}

unsigned smv_scribe_page_key(struct smv_scribe *v, const struct smv_scene *s,
                             const struct smv_key *k)
{
    struct smv_spot *spot = smv_scribe_spot(v);
    bool arrow = k->code == SMV_KEY_UP || k->code == SMV_KEY_DOWN || k->code == SMV_KEY_LEFT ||
                 k->code == SMV_KEY_RIGHT;
    int dx = k->code == SMV_KEY_LEFT ? -1 : k->code == SMV_KEY_RIGHT ? 1 : 0;
    int dy = k->code == SMV_KEY_UP ? -1 : k->code == SMV_KEY_DOWN ? 1 : 0;
    if (k->code == SMV_KEY_MOUSE) {
        return mouse(v, s, k);
    }
    if (k->code == SMV_KEY_ESCAPE) {
        if (v->draft.there) {
            smv_scribe_drop_draft(v);
        } else if (s->ascii && !v->plain_seen) {
            v->plain_seen = true;
        } else if (v->at.panel) {
            (void)smv_scribe_go_to(v, v->card, SMV_CARD_TITLE);
        } else {
            smv_scribe_seen(v);
        }
        return 0;
    }
    if (spot == NULL) {
        if (smv_key_is(k, 0, "?")) {
            smv_scribe_list(v, s, SMV_SCRIBE_HELP);
        }
        return 0;
    }
    if (arrow && (k->mods & SMV_MOD_ALT) != 0) {
        smv_scribe_move_item(v, s, spot, dx, dy);
        return 0;
    }
    bool leaves = k->code == SMV_KEY_TAB || k->code == SMV_KEY_PAGE_UP ||
                  k->code == SMV_KEY_PAGE_DOWN ||
                  (spot->type != SMV_SPOT_TEXT && (dy != 0 || k->code == SMV_KEY_ENTER));
    if (leaves && !smv_scribe_leave_draft(v, s)) {
        return 0;
    }
    if (k->code == SMV_KEY_TAB) {
        smv_scribe_tab(v, (k->mods & SMV_MOD_SHIFT) != 0 ? -1 : 1);
        return 0;
    }
    if (k->code == SMV_KEY_PAGE_UP || k->code == SMV_KEY_PAGE_DOWN) {
        page_by(v, k->code == SMV_KEY_PAGE_UP ? -1 : 1);
        return 0;
    }
    if (spot->type == SMV_SPOT_TEXT) {
        v->caret_before = smv_desk_edit(&v->desk, spot->id, spot->field, spot->one_line)->caret;
        return text_key(v, s, spot, k);
    }
    bool typed =
        spot->type == SMV_SPOT_DATE || spot->type == SMV_SPOT_TIME || spot->type == SMV_SPOT_CELL;
    if (typed && spot->may && smv_scribe_draft_key(v, spot, k)) {
        return 0;
    }
    if (spot->type == SMV_SPOT_CHOICE && smv_scribe_choice_key(v, s, spot, k)) {
        return 0;
    }
    if (arrow && k->mods == 0) {
        (void)go_beside(v, dx, dy);
        return 0;
    }
    if (spot->type == SMV_SPOT_ADD) {
        return add_key(v, s, spot, k);
    }
    if (k->code == SMV_KEY_ENTER) {
        smv_scribe_tab(v, 1);
    } else if (smv_key_is(k, 0, "?")) {
        smv_scribe_list(v, s, SMV_SCRIBE_HELP);
    }
    return 0;
}
