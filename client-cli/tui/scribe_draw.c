/* scribe_draw.c - see scribe_int.h: the screen. */
#include <string.h>
#include "client-cli/tui/scribe_int.h"

static const struct smv_edit *edit_here(struct smv_scribe *v)
{
    const struct smv_spot *spot = smv_scribe_spot(v);
    if (spot == NULL || v->mode == SMV_SCRIBE_PROMPT || v->mode == SMV_SCRIBE_STEPS) {
        return NULL;
    }
    if (v->draft.there && spot->id == v->draft.id && spot->field == v->draft.field) {
        return &v->draft.edit;
    }
    return spot->type == SMV_SPOT_TEXT && spot->field != 0
               ? smv_desk_edit(&v->desk, spot->id, spot->field, spot->one_line)
               : NULL;
}

static void draw_bars(struct smv_scribe *v, const struct smv_scene *s, struct smv_grid *g,
                      struct smv_rect *r)
{
    struct smv_buf b = {0}, part = {0};
    struct smv_client_info me;
    smv_id offered = smv_scribe_offered(v), notice = smv_scribe_notice(v);
    smv_client_info(v->c, &me);
    if (s->over != NULL) {
        smv_chrome_bar(g, r, smv_span_str(s->over), true);
    }
    if (s->ascii && !v->plain_seen) {
        smv_chrome_plain(g, r);
    }
    if (smv_day_closed(v->c)) {
        smv_chrome_bar(
            g, r,
            smv_span_str(smv_day_form(v->c, v->sheet) == SMV_FORM_ACTIONS
                             ? _("The seminar is closed. Status, date and follow-up of the "
                                 "proposals can still be changed.")
                             : _("The seminar is closed. It can be read, but not changed.")),
            true);
    }
    if (me.refused > 0) {
        smv_put_words(&b,
                      ngettext("%zu change could not be accepted \xe2\x80\x93 Ctrl+V shows it",
                               "%zu changes could not be accepted \xe2\x80\x93 Ctrl+V shows them",
                               me.refused),
                      me.refused);
        smv_chrome_bar(g, r, smv_buf_span(&b), true);
        smv_buf_clear(&b);
    }
    if (offered != 0) {
        smv_put_words(&b, _("%s has begun \xe2\x80\x93 F5 takes you there"),
                      smv_day_short(v->c, offered, 60, &part));
        smv_chrome_bar(g, r, smv_buf_span(&b), true);
        smv_buf_clear(&b);
    }
    if (notice != 0) {
        smv_client_text(v->c, notice, SMV_NOTICE_TEXT, &part);
        smv_put_words(&b, "%s ", _("Moderator:"));
        smv_buf_put_span(&b, smv_buf_span(&part));
        smv_put_words(&b, "  (%s)", _("Esc: seen"));
        smv_chrome_bar(g, r, smv_buf_span(&b), true);
    }
    smv_buf_finish(&b);
    smv_buf_finish(&part);
}

static void call_words(struct smv_scribe *v, struct smv_buf *ret)
{
    smv_id call = smv_day_call(v->c, v->place);
    if (call != 0) {
        smv_buf_put_str(ret, smv_day_num(v->c, call, SMV_CALL_STATE) == 1
                                 ? _("help is coming")
                                 : _("help is called for"));
    }
}

/* The line above the keys: what was said just now, or who else is in this field, or what one is in. */
static void draw_said(struct smv_scribe *v, const struct smv_scene *s, struct smv_grid *g,
                      struct smv_rect r)
{
    struct smv_buf b = {0};
    enum smv_style style = SMV_STYLE_QUIET;
    const struct smv_spot *spot = smv_scribe_spot(v);
    const struct smv_person *p = NULL;
    if (v->said.len > 0 && s->mono < v->said_until) {
        smv_buf_put_span(&b, smv_buf_span(&v->said));
        style = v->said_warn ? SMV_STYLE_WARN : SMV_STYLE_GOOD;
    } else if (spot != NULL && spot->field != 0 &&
               (p = smv_people_at(&v->people, spot->id, spot->field, 0)) != NULL) {
        smv_put_words(&b, _("%.*s is writing here"), p->name.len > 0 ? (int)p->name.len : 100,
                      p->name.len > 0 ? (const char *)p->name.data : _("Somebody"));
        style = SMV_STYLE_OTHER;
    } else if (spot != NULL && spot->type == SMV_SPOT_CHOICE) {
        smv_buf_put_str(&b, _("\xe2\x86\x90 \xe2\x86\x92 or Space choose"));
    } else if (spot != NULL && spot->type == SMV_SPOT_DATE) {
        smv_buf_put_str(&b, _("Date: 2026-12-31 or 31/12"));
    } else if (spot != NULL && spot->type == SMV_SPOT_TIME) {
        smv_buf_put_str(&b, _("Time: 14:30 or 1430"));
    } else if (v->people.n > 0) {
        smv_put_words(&b, "%s", _("Here now:"));
        for (size_t i = 0; i < v->people.n; i++) {
            p = &v->people.list[i];
            if (p->place == v->place) {
                smv_put_words(&b, " %.*s", (int)p->name.len, (const char *)p->name.data);
            }
        }
        if (b.len == strlen(_("Here now:"))) {
            smv_buf_clear(&b);
        }
    }
    smv_grid_text(g, r, 1, 0, smv_buf_span(&b), style);
    smv_buf_finish(&b);
}

static void draw_prompt(struct smv_scribe *v, const struct smv_scene *s, struct smv_grid *g,
                        struct smv_rect *r)
{
    struct smv_edit *e = smv_desk_edit(&v->desk, v->prompt_id, v->prompt_field, true);
    size_t from, to, line, column;
    smv_wrap_make(&v->prompt_wrap, smv_edit_text(e), r->w > 6 ? (size_t)r->w - 4 : 2, s->ascii);
    int lines = v->prompt_wrap.n > 3 ? 3 : (int)v->prompt_wrap.n;
    struct smv_rect box = smv_rect_bottom(r, lines + 2);
    smv_grid_rule(g, box, 0, SMV_STYLE_LINE);
    int x = smv_grid_str(g, box, 2, 0, " ", SMV_STYLE_LINE);
    x = smv_grid_str(g, box, x, 0, v->prompt_title, SMV_STYLE_STRONG);
    x = smv_grid_str(g, box, x, 0, "  ", SMV_STYLE_LINE);
    smv_grid_str(g, box, x, 0, _("Enter: done "), SMV_STYLE_QUIET);
    struct smv_rect in = {box.x + 2, box.y + 1, box.w - 4, lines};
    smv_edit_selected(e, &from, &to);
    smv_wrap_place(&v->prompt_wrap, smv_edit_text(e), e->caret, &line, &column);
    int skip = (int)line >= lines ? (int)line - lines + 1 : 0;
    smv_grid_wrapped(g, in, 0, smv_edit_text(e), &v->prompt_wrap, SMV_STYLE_TEXT, skip, from, to);
    g->caret_x = in.x + (int)column;
    g->caret_y = in.y + (int)line - skip;
}

static void draw_panel(struct smv_scribe *v, const struct smv_shown *how, struct smv_grid *g)
{
    struct smv_buf b = {0};
    struct smv_rect r = v->panel_box, head = {r.x, r.y - 1, r.w, 1};
    smv_grid_rule(g, head, 0, SMV_STYLE_LINE);
    smv_put_words(&b, " %s: ", _("The card"));
    struct smv_buf title = {0};
    smv_buf_put_str(&b, smv_day_short(v->c, v->card, r.w > 24 ? (size_t)r.w - 16 : 8, &title));
    smv_buf_put_str(&b, " ");
    smv_grid_text(g, head, 1, 0, smv_buf_span(&b), SMV_STYLE_STRONG);
    struct smv_shown panel = *how;
    panel.at = v->at.panel ? v->at.index : v->panel.n;
    panel.edit = v->at.panel ? how->edit : NULL;
    v->panel_scroll = smv_page_scroll(&v->panel, panel.at, panel.edit, r.h, v->panel_scroll);
    panel.scroll = v->panel_scroll;
    smv_page_draw(g, r, &v->panel, &panel);
    smv_buf_finish(&b);
    smv_buf_finish(&title);
}

static void draw_sheet(struct smv_scribe *v, const struct smv_scene *s, struct smv_grid *g,
                       struct smv_rect r)
{
    struct smv_buf b = {0}, part = {0};
    struct smv_rect head = smv_rect_top(&r, 1);
    if (v->sheet == 0) {
        smv_put_words(
            &b, "%s",
            smv_client_kind(v->c, SMV_ROOT) == 0
                ? _("Nothing has come from the seminar yet. It comes when the network is there.")
            : v->compiler ? _("There is no compiled sheet. The organiser makes one.")
            : v->place == 0
                ? _("This link belongs to no room. Ask the organiser for a new one.")
                : _("This session has no sheets for your room. F2 lists those of the others."));
        struct smv_wrap wrap = {0};
        struct smv_rect text = {head.x + 1, head.y, head.w - 2, r.h + 1};
        smv_wrap_make(&wrap, smv_buf_span(&b), text.w < 2 ? 2 : (size_t)text.w, s->ascii);
        smv_grid_wrapped(g, text, 0, smv_buf_span(&b), &wrap, SMV_STYLE_QUIET, 0, 0, 0);
        smv_wrap_finish(&wrap);
        smv_buf_finish(&b);
        return;
    }
    enum smv_state_of state = smv_day_progress(v->c, v->sheet, &part);
    smv_put_words(&b, "%s %s", smv_day_state_sign(state, s->ascii), smv_buf_cstr(&part));
    int columns = (int)smv_glyphs_columns(smv_buf_span(&b)) + 2;
    struct smv_rect right = smv_rect_right(&head, columns);
    smv_grid_text(g, right, 1, 0, smv_buf_span(&b), smv_day_state_style(state));
    smv_client_text(v->c, v->sheet, SMV_SHEET_TITLE, &part);
    smv_grid_text(g, head, 1, 0, smv_buf_span(&part), SMV_STYLE_STRONG);
    r.x++;
    r.w -= 2;
    v->panel_box = (struct smv_rect){0, 0, r.w, 0};
    v->sheet_box = r;
    smv_scribe_fill(v, s);
    if (v->panel.n > 0) {
        int most = r.h / 2, wish = v->panel.h + 1;
        v->panel_box = smv_rect_bottom(&r, wish > most ? most : wish);
        (void)smv_rect_top(&v->panel_box, 1);
        v->sheet_box = r;
    }
    const struct smv_edit *edit = edit_here(v);
    bool in_page = !v->at.panel && v->mode != SMV_SCRIBE_STEPS;
    struct smv_shown how = {.scene = s,
                            .people = &v->people,
                            .edit = in_page ? edit : NULL,
                            .at = v->at.panel || v->mode == SMV_SCRIBE_STEPS ? v->page.n
                                                                             : v->at.index};
    v->scroll = smv_page_scroll(&v->page, how.at, how.edit, r.h, v->scroll);
    how.scroll = v->scroll;
    smv_page_draw(g, r, &v->page, &how);
    if (v->panel.n > 0) {
        how.edit = edit;
        draw_panel(v, &how, g);
    }
    smv_buf_finish(&b);
    smv_buf_finish(&part);
}

static const struct smv_hint hints[] = {
    {"F1", N_("Help")},     {"F2", N_("Steps")},  {"F3", N_("Earlier")}, {"F4", N_("Park")},
    {"F6", N_("Call")},     {"F7", N_("Done")},   {"F8", N_("Star")},    {"F9", N_("Bin")},
    {"F10", N_("History")}, {"^X", N_("Remove")}, {"^Q", N_("Leave")},   {NULL, NULL}};

static const struct smv_hint compiler_hints[] = {
    {"F1", N_("Help")},   {"F2", N_("Sheets")}, {"F3", N_("The groups")}, {"F7", N_("Done")},
    {"F8", N_("Star")},   {"F9", N_("Bin")},    {"F10", N_("History")},   {"^X", N_("Remove")},
    {"Esc", N_("Rooms")}, {NULL, NULL}};

void smv_scribe_draw(struct smv_view *view, const struct smv_scene *s, struct smv_grid *g)
{
    struct smv_scribe *v = (struct smv_scribe *)(void *)view;
    struct smv_rect r = smv_grid_all(g);
    struct smv_buf call = {0};
    if (smv_chrome_too_small(g, SMV_LEAST_W, SMV_LEAST_H)) {
        return;
    }
    call_words(v, &call);
    smv_chrome_top(g, &r, s, v->place, v->session, smv_buf_span(&call));
    draw_bars(v, s, g, &r);
    smv_chrome_keys(g, &r, v->compiler ? compiler_hints : hints);
    struct smv_rect said = smv_rect_bottom(&r, 1);
    draw_said(v, s, g, said);
    if (v->mode == SMV_SCRIBE_PROMPT) {
        draw_prompt(v, s, g, &r);
    }
    int left = g->w < 76    ? (v->mode == SMV_SCRIBE_STEPS ? 24 : 0)
               : g->w < 110 ? 22
               : g->w < 200 ? 30
                            : 40;
    v->steps_box = smv_rect_left(&r, left);
    struct smv_rect all = r;
    v->stale |= v->wide != (r.w >= SMV_SCRIBE_WIDE);
    v->wide = r.w >= SMV_SCRIBE_WIDE;
    smv_scribe_fill(v, s);
    if (smv_scribe_is_beside(v)) {
        struct smv_rect beside = smv_rect_right(&r, r.w * 9 / 20);
        smv_grid_column(g, beside, 0, SMV_STYLE_LINE);
        (void)smv_rect_left(&beside, 1);
        smv_scribe_draw_beside(v, s, g, beside);
    }
    if (left > 0) {
        smv_grid_column(g, v->steps_box, left - 1, SMV_STYLE_LINE);
        v->steps_box.w--;
    }
    int caret_x = g->caret_x, caret_y = g->caret_y;
    draw_sheet(v, s, g, r);
    if (v->mode == SMV_SCRIBE_PROMPT) {
        g->caret_x = caret_x;
        g->caret_y = caret_y;
    }
    smv_list_draw(g, v->steps_box, &v->steps, v->mode == SMV_SCRIBE_STEPS);
    if (v->mode >= SMV_SCRIBE_HELP && v->mode < SMV_SCRIBE_PROMPT) {
        if (v->mode != SMV_SCRIBE_EARLIER || !smv_scribe_is_beside(v)) {
            smv_list_box(g, all, &v->list);
        }
        g->caret_x = g->caret_y = -1;
    }
    smv_buf_finish(&call);
}
