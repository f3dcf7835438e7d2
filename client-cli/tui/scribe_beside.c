/* scribe_beside.c - see scribe_int.h: what one writes from, and copies from with one key.
 *
 * What: the own board of an earlier session first, then the other rooms'; for who compiles, what all groups wrote on the
 *       question that one is in. It stands beside the sheet where there is room, else as a list over it.
 * Not:  nothing of it can be changed here. */
#include "client-cli/tui/copy.h"
#include "client-cli/tui/scribe_int.h"

/* --- filling ------------------------------------------------------------------------------------------------ */
/* The pattern's question that one of a compiled sheet sums up: by its link, else by its place in the order. */
static smv_id summed_up(struct smv_client *c, smv_id sheet, smv_id own)
{
    struct smv_ids asked = {0}, all = {0};
    smv_id link = smv_day_num(c, own, SMV_QUESTION_PATTERN), found = 0;
    smv_day_questions(c, smv_day_num(c, sheet, SMV_SHEET_COMPILES), &asked);
    smv_day_questions(c, sheet, &all);
    size_t at = smv_ids_find(&all, own);
    found = smv_ids_find(&asked, link) < asked.n ? link : at < asked.n ? asked.ids[at] : 0;
    smv_ids_finish(&asked);
    smv_ids_finish(&all);
    return found;
}

static bool is_used(struct smv_client *c, smv_id own, smv_id from)
{
    struct smv_ids all = {0};
    bool used = false;
    smv_day_children(c, own, SMV_KIND_POINT, &all);
    for (size_t i = 0; i < all.n && !used; i++) {
        used = smv_day_num(c, all.ids[i], SMV_POINT_ORIGIN) == from;
    }
    smv_ids_finish(&all);
    return used;
}

static void put_group(struct smv_scribe *v, smv_id own, smv_id sheet, smv_id question)
{
    struct smv_ids points = {0};
    struct smv_buf b = {0};
    bool wrote = false;
    smv_id place = smv_day_owner(v->c, sheet);
    smv_day_place_name(v->c, place, &b);
    smv_page_head(&v->old, sheet, smv_buf_span(&b))->style =
        (enum smv_style)(SMV_STYLE_GROUP + smv_day_place_index(v->c, place) % 8);
    smv_day_children(v->c, question, SMV_KIND_POINT, &points);
    for (size_t i = 0; i < points.n; i++) {
        if (smv_day_has_text(v->c, points.ids[i], SMV_POINT_TEXT)) {
            bool used = is_used(v->c, own, points.ids[i]);
            struct smv_spot *s = smv_page_text(&v->old, v->c, points.ids[i], SMV_POINT_TEXT, NULL);
            s->bullet = used ? "\xe2\x9c\x93" : "\xe2\x80\xa2";
            s->style = used ? SMV_STYLE_QUIET : SMV_STYLE_TEXT;
            smv_buf_put_str(&s->mark, used ? _("taken") : "");
            wrote = true;
        }
    }
    if (smv_day_has_text(v->c, question, SMV_QUESTION_DISCUSSION)) {
        struct smv_spot *s =
            smv_page_text(&v->old, v->c, question, SMV_QUESTION_DISCUSSION, _("Discussion"));
        s->above = true;
        s->style = SMV_STYLE_QUIET;
        wrote = true;
    }
    if (!wrote) {
        smv_page_note(&v->old, sheet, smv_span_str(_("Nothing is written here.")));
    }
    smv_page_note(&v->old, 0, smv_span(NULL, 0));
    smv_ids_finish(&points);
    smv_buf_finish(&b);
}

/* All groups on the question that one is in. */
static void fill_groups(struct smv_scribe *v)
{
    struct smv_ids questions = {0};
    struct smv_buf b = {0};
    smv_id own = smv_day_above(v->c, v->at.id, SMV_KIND_QUESTION);
    smv_day_questions(v->c, v->sheet, &questions);
    own = own == 0 && questions.n > 0 ? questions.ids[0] : own;
    smv_id asked = summed_up(v->c, v->sheet, own);
    smv_put_words(&v->old_title, _("The groups: %s"), smv_day_short(v->c, own, 100, &b));
    smv_id pattern = smv_day_num(v->c, v->sheet, SMV_SHEET_COMPILES);
    smv_day_children(v->c, smv_client_parent(v->c, pattern), SMV_KIND_SHEET, &v->earlier);
    for (size_t i = 0; i < v->earlier.n; i++) {
        bool theirs = smv_day_num(v->c, v->earlier.ids[i], SMV_SHEET_PATTERN) == pattern;
        smv_day_questions(v->c, v->earlier.ids[i], &questions);
        for (size_t k = 0; k < questions.n && theirs; k++) {
            if (asked != 0 && smv_day_num(v->c, questions.ids[k], SMV_QUESTION_PATTERN) == asked) {
                put_group(v, own, v->earlier.ids[i], questions.ids[k]);
            }
        }
    }
    smv_ids_finish(&questions);
    smv_buf_finish(&b);
}

static void fill_sheet(struct smv_scribe *v)
{
    struct smv_buf part = {0};
    smv_day_earlier(v->c, v->sheet, &v->earlier);
    v->earlier_at = v->earlier_at < v->earlier.n ? v->earlier_at : 0;
    if (v->earlier.n > 0) {
        smv_id sheet = v->earlier.ids[v->earlier_at];
        smv_day_place_name(v->c, smv_day_owner(v->c, sheet), &part);
        smv_put_words(&v->old_title, "%s \xe2\x80\x93 ", smv_buf_cstr(&part));
        smv_put_words(&v->old_title, "%s / ",
                      smv_day_short(v->c, smv_client_parent(v->c, sheet), 40, &part));
        smv_put_words(&v->old_title, _("%s (%zu of %zu)"), smv_day_short(v->c, sheet, 40, &part),
                      v->earlier_at + 1, v->earlier.n);
        smv_board_build(&v->old, v->c, sheet, false);
    }
    smv_buf_finish(&part);
}

/* Can it be copied: the first field of something that keeps its source? */
static bool is_choice(const struct smv_scribe *v, size_t i)
{
    const struct smv_spot *s = &v->old.spots[i];
    bool first = i == 0 || v->old.spots[i - 1].item != s->item;
    return first && s->item != 0 && smv_spot_stands(s) &&
           smv_board_origin_field(smv_client_kind(v->c, s->item)) != 0;
}

void smv_scribe_fill_beside(struct smv_scribe *v, const struct smv_scene *s)
{
    struct smv_where *at = &v->old_spot;
    smv_page_clear(&v->old);
    smv_buf_clear(&v->old_title);
    if (v->compiles) {
        fill_groups(v);
    } else {
        fill_sheet(v);
    }
    size_t found = v->old.n;
    for (size_t i = 0; i < v->old.n; i++) {
        bool it = v->old.spots[i].id == at->id && v->old.spots[i].field == at->field;
        found = is_choice(v, i) && (it || found == v->old.n) ? i : found;
        if (it && found == i) {
            break;
        }
    }
    at->index = found;
    smv_page_layout(&v->old, v->old_w, s->ascii, found);
}

bool smv_scribe_is_beside(const struct smv_scribe *v)
{
    return v->wide && v->beside && v->old.n > 0;
}

void smv_scribe_list_beside(struct smv_scribe *v)
{
    struct smv_list *l = &v->list;
    smv_buf_put_span(&l->title, v->old_title.len > 0 ? smv_buf_span(&v->old_title)
                                                     : smv_span_str(_("Earlier sheets")));
    smv_buf_put_str(
        &l->hint, v->old.n == 0 ? _("Esc: back to the text")
                  : v->compiles
                      ? _("Enter or C: copy   Esc: back")
                      : _("Enter or C: copy   \xe2\x86\x90 \xe2\x86\x92: other sheets and rooms   "
                          "Esc: back"));
    for (size_t i = 0; i < v->old.n; i++) {
        const struct smv_spot *s = &v->old.spots[i];
        struct smv_buf line = {0};
        if (s->type == SMV_SPOT_HEAD && s->label.len > 0) {
            smv_list_put(l, 0, 0, smv_buf_span(&s->label), false);
        } else if (smv_spot_stands(s) && s->text.len > 0) {
            bool choice = is_choice(v, i);
            smv_put_words(&line, "%s ", choice ? s->bullet != NULL ? s->bullet : "-" : "   ");
            smv_buf_put_span(&line, smv_buf_span(&s->text));
            smv_list_put(l, s->item, choice, smv_buf_span(&line), choice)->style =
                choice ? s->style : SMV_STYLE_QUIET;
        }
        smv_buf_finish(&line);
    }
    if (l->n == 0) {
        smv_list_put(l, 0, 0,
                     smv_span_str(v->earlier.n == 0
                                      ? _("There are no sheets from earlier sessions.")
                                      : _("Nothing is written here.")),
                     false)
            ->style = SMV_STYLE_QUIET;
    }
}

/* --- the screen ------------------------------------------------------------------------------------------------- */
void smv_scribe_draw_beside(struct smv_scribe *v, const struct smv_scene *s, struct smv_grid *g,
                            struct smv_rect r)
{
    struct smv_rect head = smv_rect_top(&r, 1), foot = smv_rect_bottom(&r, 1);
    bool in = v->mode == SMV_SCRIBE_EARLIER;
    smv_grid_text(g, head, 1, 0, smv_buf_span(&v->old_title),
                  in ? SMV_STYLE_HERE : SMV_STYLE_STRONG);
    smv_grid_str(g, foot, 1, 0,
                 !in           ? _("F3: go there, to copy")
                 : v->compiles ? _("Enter or C: copy   Esc: back")
                               : _("Enter or C: copy   Tab: other sheets and rooms   Esc: back"),
                 SMV_STYLE_QUIET);
    r.x++;
    r.w -= 2;
    size_t at = in ? v->old_spot.index : v->old.n;
    v->old_w = r.w;
    smv_page_layout(&v->old, r.w, s->ascii, at);
    v->old_scroll = smv_page_scroll(&v->old, at, NULL, r.h, v->old_scroll);
    struct smv_shown how = {.scene = s, .at = at, .scroll = v->old_scroll};
    smv_page_draw(g, r, &v->old, &how);
}

/* --- keys ------------------------------------------------------------------------------------------------------- */
void smv_scribe_to_beside(struct smv_scribe *v, const struct smv_scene *s)
{
    bool back = v->mode == SMV_SCRIBE_EARLIER;
    v->beside = !back || (v->compiles && v->wide);
    smv_scribe_fill_beside(v, s);
    smv_scribe_list(v, s, back ? SMV_SCRIBE_PAGE : SMV_SCRIBE_EARLIER);
}

static void copy(struct smv_scribe *v, const struct smv_scene *s, smv_id from)
{
    struct smv_buf part = {0};
    smv_id made = smv_scribe_may(v, s) ? smv_copy_to(&v->desk, v->sheet, v->at.id, from) : 0;
    smv_scribe_say(v, s, made == 0, made != 0 ? _("Copied: %s") : _("This sheet does not take: %s"),
                   smv_day_short(v->c, from, 40, &part));
    smv_buf_finish(&part);
}

static void other(struct smv_scribe *v, const struct smv_scene *s, int by)
{
    if (v->earlier.n == 0 || v->compiles) {
        return;
    }
    v->earlier_at = (v->earlier_at + (by > 0 ? 1 : v->earlier.n - 1)) % v->earlier.n;
    v->old_spot = (struct smv_where){0};
    v->old_scroll = 0;
    v->list.at = 0;
    v->list.scroll = 0;
    smv_scribe_fill_beside(v, s);
    smv_scribe_fill_list(v, s);
}

static void step(struct smv_scribe *v, int dx, int dy)
{
    size_t to = v->old_spot.index;
    do {
        to = smv_page_next(&v->old, to, dx, dy);
    } while (to < v->old.n && !is_choice(v, to));
    if (to < v->old.n) {
        const struct smv_spot *s = &v->old.spots[to];
        v->old_spot = (struct smv_where){.id = s->id, .field = s->field, .index = to};
    }
}

bool smv_scribe_beside_key(struct smv_scribe *v, const struct smv_scene *s, const struct smv_key *k)
{
    bool board = smv_scribe_is_beside(v);
    const struct smv_list_line *line = smv_list_at(&v->list);
    if (k->code == SMV_KEY_ENTER || smv_key_is(k, 0, "c") || smv_key_is(k, 0, "C")) {
        smv_id from = !board                         ? (line != NULL ? line->id : 0)
                      : v->old_spot.index < v->old.n ? v->old.spots[v->old_spot.index].item
                                                     : 0;
        if (from != 0) {
            copy(v, s, from);
        }
    } else if (k->code == SMV_KEY_TAB) {
        other(v, s, (k->mods & SMV_MOD_SHIFT) != 0 ? -1 : 1);
    } else if (k->code == SMV_KEY_LEFT || k->code == SMV_KEY_RIGHT) {
        int by = k->code == SMV_KEY_RIGHT ? 1 : -1;
        if (board) {
            step(v, by, 0);
        } else {
            other(v, s, by);
        }
    } else if (board && (k->code == SMV_KEY_UP || k->code == SMV_KEY_DOWN)) {
        step(v, 0, k->code == SMV_KEY_DOWN ? 1 : -1);
    } else if (board && (k->code == SMV_KEY_PAGE_UP || k->code == SMV_KEY_PAGE_DOWN)) {
        for (int i = 0; i < 10; i++) {
            step(v, 0, k->code == SMV_KEY_PAGE_DOWN ? 1 : -1);
        }
    } else {
        return false;
    }
    return true;
}
