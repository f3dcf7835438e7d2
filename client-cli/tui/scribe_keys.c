/* scribe_keys.c - see scribe_int.h: keys while one is in the sheet: typing, going, making, moving, choosing. */
#include <stdio.h>
#include <string.h>
#include "client-cli/tui/scribe_int.h"
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "common/base/utf8.h"

/* --- going ------------------------------------------------------------------------------------------------ */
/* The next spot in the order of Tab: a card's details come behind its title. */
static void tab(struct smv_scribe *v, int by)
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

/* --- dates and numbers that are typed ---------------------------------------------------------------------- */
static bool valid_day(unsigned y, unsigned m, unsigned d)
{
    static const unsigned days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
    return y >= 1900 && y <= 9999 && m >= 1 && m <= 12 && d >= 1 && d <= days[m - 1] &&
           (m != 2 || d < 29 || leap);
}

static unsigned year_of(const struct smv_scene *s)
{
    int64_t days = (s->log_ms / 1000 + s->utc_offset_s) / 86400 + 719468;
    int64_t era = days / 146097, doe = days % 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    return (unsigned)(yoe + era * 400 + (doy >= 306 ? 1 : 0));
}

/* "2026-12-31", "20261231", "31/12", "31.12.2026"; empty: none. */
static bool read_date(const struct smv_scene *s, const char *text, uint64_t *ret)
{
    unsigned a = 0, b = 0, c = 0;
    char end;
    *ret = 0;
    text += strspn(text, " ");
    if (*text == '\0') {
        return true;
    }
    if (sscanf(text, "%4u-%2u-%2u%c", &a, &b, &c, &end) == 3 && a > 31) {
        /* as it is */
    } else if (strspn(text, "0123456789") == 8 && text[8] == '\0' &&
               sscanf(text, "%4u%2u%2u", &a, &b, &c) == 3) {
        /* as it is */
    } else {
        unsigned d = 0, m = 0, y = year_of(s);
        int n = sscanf(text, "%2u%*1[/.]%2u%*1[/. ]%4u%c", &d, &m, &y, &end);
        if (n != 2 && n != 3) {
            return false;
        }
        a = y < 100 ? y + 2000 : y;
        b = m;
        c = d;
    }
    *ret = (uint64_t)a * 10000 + b * 100 + c;
    return valid_day(a, b, c);
}

static void drop_draft(struct smv_scribe *v)
{
    if (v->draft.there) {
        smv_edit_finish(&v->draft.edit);
        smv_buf_clear(&v->draft.text);
        v->draft.there = false;
        v->stale = true;
    }
}

bool smv_scribe_leave_draft(struct smv_scribe *v, const struct smv_scene *s)
{
    struct smv_draft *d = &v->draft;
    if (!d->there) {
        return true;
    }
    const struct smv_field_info *info = smv_field_info(smv_client_kind(v->c, d->id), d->field);
    struct smv_value value = {.type = SMV_TYPE_STR, .str = smv_buf_span(&d->text)};
    bool ok = true;
    if (info != NULL && info->type == SMV_TYPE_INT) {
        value = (struct smv_value){.type = SMV_TYPE_INT};
        ok = read_date(s, smv_buf_cstr(&d->text), &value.num);
    }
    if (!ok) {
        smv_scribe_say(v, s, true,
                       _("That is no date; write 2026-12-31 or 31/12. Esc takes it back."));
        return false;
    }
    if (!smv_desk_set(&v->desk, d->id, d->field, &value)) {
        smv_scribe_say(v, s, true, _("That cannot be changed here."));
    }
    drop_draft(v);
    return true;
}

static bool draft_key(struct smv_scribe *v, const struct smv_spot *spot, const struct smv_key *k)
{
    struct smv_draft *d = &v->draft;
    struct smv_ot op = {0};
    bool typing = (k->code == SMV_KEY_TEXT && k->mods == 0) || k->code == SMV_KEY_PASTE;
    if (!d->there) {
        if (!typing && k->code != SMV_KEY_BACKSPACE && k->code != SMV_KEY_DELETE) {
            return false;
        }
        *d = (struct smv_draft){
            .id = spot->id, .field = spot->field, .there = true, .text = d->text};
        smv_buf_clear(&d->text);
        if (k->code != SMV_KEY_DELETE) {
            smv_buf_put_span(&d->text, smv_buf_span(&spot->text));
        }
        smv_edit_init(&d->edit, smv_buf_span(&d->text), true, 64);
        if (typing) {
            d->edit.anchor = 0; /* typing begins anew, Backspace mends */
        }
    }
    bool used = smv_edit_key(&d->edit, &spot->wrap, k, &op);
    (void)!smv_ot_apply(&d->text, &op);
    smv_ot_finish(&op);
    return used;
}

/* --- choices ------------------------------------------------------------------------------------------------ */
static void choose(struct smv_scribe *v, const struct smv_scene *s, const struct smv_spot *spot,
                   size_t i)
{
    struct smv_value value;
    struct smv_buf word = {0};
    if (!smv_spot_choice(v->c, spot, i, &value, &word)) {
        smv_buf_finish(&word);
        return;
    }
    if (!spot->may || !smv_desk_set(&v->desk, spot->id, spot->field, &value)) {
        smv_scribe_say(v, s, true, _("That cannot be changed here."));
    }
    smv_buf_finish(&word);
}

static size_t chosen(struct smv_scribe *v, const struct smv_spot *spot, size_t *ret_n)
{
    struct smv_value now, value;
    struct smv_buf word = {0}, str = {0};
    size_t at = 0;
    smv_client_value(v->c, spot->id, spot->field, &now);
    smv_buf_put_span(&str, now.str);
    for (*ret_n = 0; smv_spot_choice(v->c, spot, *ret_n, &value, &word); ++*ret_n) {
        bool same = value.type == SMV_TYPE_STR ? smv_span_eq(value.str, smv_buf_span(&str))
                                               : value.num == now.num;
        at = same ? *ret_n : at;
    }
    smv_buf_finish(&word);
    smv_buf_finish(&str);
    return at;
}

static bool choice_key(struct smv_scribe *v, const struct smv_scene *s, const struct smv_spot *spot,
                       const struct smv_key *k)
{
    size_t n, at = chosen(v, spot, &n);
    if (n == 0) {
        return false;
    }
    if (k->mods == 0 && (k->code == SMV_KEY_RIGHT || smv_key_is(k, 0, " "))) {
        choose(v, s, spot, (at + 1) % n);
        return true;
    }
    if (k->mods == 0 && k->code == SMV_KEY_LEFT) {
        choose(v, s, spot, (at + n - 1) % n);
        return true;
    }
    if (k->code != SMV_KEY_TEXT || k->mods != 0 || k->text.len == 0) {
        return false;
    }
    if (k->text.data[0] >= '0' && k->text.data[0] <= '9') {
        choose(v, s, spot, (size_t)(k->text.data[0] - '0'));
        return true;
    }
    struct smv_value value;
    struct smv_buf word = {0};
    for (size_t i = 1; i <= n; i++) { /* the next one that begins with the letter */
        size_t to = (at + i) % n;
        if (smv_spot_choice(v->c, spot, to, &value, &word) && word.len >= k->text.len &&
            memcmp(word.data, k->text.data, k->text.len) == 0) {
            choose(v, s, spot, to);
            break;
        }
    }
    smv_buf_finish(&word);
    return true;
}

/* --- making and moving items --------------------------------------------------------------------------------- */
static smv_id add_here(struct smv_scribe *v, const struct smv_spot *add)
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

static bool land(struct smv_scribe *v, const struct smv_scene *s, smv_id id, unsigned field)
{
    v->stale = true;
    smv_scribe_fill(v, s);
    return smv_scribe_go_to(v, id, field);
}

/* Enter in a list: the next one; what stands behind the caret goes along. */
static void next_item(struct smv_scribe *v, const struct smv_scene *s, const struct smv_spot *spot)
{
    struct smv_buf rest = {0};
    smv_id from = spot->id;
    unsigned field = spot->field;
    bool one_line = spot->one_line;
    const struct smv_edit *e = smv_desk_edit(&v->desk, from, field, one_line);
    if (smv_edit_text(e).len == 0) { /* an empty one is enough: on to what comes next */
        tab(v, 1);
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
    land(v, s, id, field);
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
static void paste_lines(struct smv_scribe *v, const struct smv_scene *s, smv_id id, unsigned field,
                        bool one_line, struct smv_span text)
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
    land(v, s, id, field);
}

static bool has_lines(struct smv_span t)
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

static void move_item(struct smv_scribe *v, const struct smv_scene *s, const struct smv_spot *spot,
                      int dx, int dy)
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
        land(v, s, item, field);
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
    smv_id id = add_here(v, spot);
    if (id == 0) {
        smv_scribe_say(v, s, true, _("Nothing can be added here."));
        return 0;
    }
    bool one_line = kind == SMV_KIND_CARD;
    if (k->code == SMV_KEY_PASTE && has_lines(k->text)) {
        paste_lines(v, s, id, field, one_line, k->text);
        return 0;
    }
    if (text && !smv_desk_insert(&v->desk, id, field, one_line, k->text)) {
        smv_scribe_say(v, s, true, _("Not all of it could be pasted."));
    }
    land(v, s, id, field);
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
        next_item(v, s, spot);
        return 0;
    }
    if (k->code == SMV_KEY_ENTER && spot->one_line) {
        tab(v, 1);
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
    if (k->code == SMV_KEY_PASTE && spot->list && has_lines(k->text)) {
        paste_lines(v, s, spot->id, spot->field, spot->one_line, k->text);
        return 0;
    }
    if (k->code == SMV_KEY_BACKSPACE && spot->list && spot->text.len == 0 &&
        smv_day_blank(v->c, spot->item)) {
        smv_id item = spot->item;
        tab(v, -1);
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
            drop_draft(v);
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
        move_item(v, s, spot, dx, dy);
        return 0;
    }
    bool leaves = k->code == SMV_KEY_TAB || k->code == SMV_KEY_PAGE_UP ||
                  k->code == SMV_KEY_PAGE_DOWN ||
                  (spot->type != SMV_SPOT_TEXT && (dy != 0 || k->code == SMV_KEY_ENTER));
    if (leaves && !smv_scribe_leave_draft(v, s)) {
        return 0;
    }
    if (k->code == SMV_KEY_TAB) {
        tab(v, (k->mods & SMV_MOD_SHIFT) != 0 ? -1 : 1);
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
    bool typed = spot->type == SMV_SPOT_DATE || spot->type == SMV_SPOT_CELL;
    if (typed && spot->may && draft_key(v, spot, k)) {
        return 0;
    }
    if (spot->type == SMV_SPOT_CHOICE && choice_key(v, s, spot, k)) {
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
        tab(v, 1);
    } else if (smv_key_is(k, 0, "?")) {
        smv_scribe_list(v, s, SMV_SCRIBE_HELP);
    }
    return 0;
}
