/* scribe.c - see scribe_int.h: life, what is filled in, where one is, what is drawn. */
#include "client-cli/tui/scribe_int.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "common/base/heap.h"
#include "common/base/limits.h"

/* --- where one is ---------------------------------------------------------------------------------------- */
struct smv_page *smv_scribe_page(struct smv_scribe *v)
{
    return v->at.panel ? &v->panel : &v->page;
}

struct smv_spot *smv_scribe_spot(struct smv_scribe *v)
{
    struct smv_page *p = smv_scribe_page(v);
    return v->at.index < p->n ? &p->spots[v->at.index] : NULL;
}

static bool is_it(const struct smv_spot *s, const struct smv_where *w)
{
    return smv_spot_stands(s) && s->id == w->id && s->field == w->field &&
           (w->field != 0 || (s->add_kind == w->add_kind && s->of == w->of));
}

/* The card whose title one is in; 0: another spot. */
static smv_id card_here(struct smv_scribe *v)
{
    const struct smv_spot *s = smv_scribe_spot(v);
    bool is_card =
        s != NULL && s->type == SMV_SPOT_TEXT && smv_client_kind(v->c, s->id) == SMV_KIND_CARD;
    return is_card ? s->id : 0;
}

void smv_scribe_go(struct smv_scribe *v, bool panel, size_t index)
{
    struct smv_page *p = panel ? &v->panel : &v->page;
    if (index >= p->n) {
        return;
    }
    const struct smv_spot *s = &p->spots[index];
    v->at = (struct smv_where){s->id, s->field, s->add_kind, s->of, panel, index};
    v->stale |= !panel && card_here(v) != v->card;
}

static bool search(const struct smv_page *p, const struct smv_where *w, size_t *ret)
{
    for (size_t i = 0; i < p->n; i++) {
        if (is_it(&p->spots[i], w)) {
            *ret = i;
            return true;
        }
    }
    return false;
}

/* The pages were filled anew: the same spot, or when it is gone the nearest one to where it stood. */
static void find_again(struct smv_scribe *v)
{
    size_t at = 0;
    if (search(smv_scribe_page(v), &v->at, &at)) {
        v->at.index = at;
        return;
    }
    bool panel = v->at.panel && v->panel.n > 0;
    const struct smv_page *p = panel ? &v->panel : &v->page;
    at = v->at.index < p->n ? v->at.index : p->n > 0 ? p->n - 1 : 0;
    while (at < p->n && !smv_spot_stands(&p->spots[at])) {
        at++;
    }
    while (at > 0 && (at >= p->n || !smv_spot_stands(&p->spots[at]))) {
        at--;
    }
    v->at = (struct smv_where){.panel = panel, .index = at};
    if (at < p->n && smv_spot_stands(&p->spots[at])) {
        const struct smv_spot *s = &p->spots[at];
        v->at = (struct smv_where){s->id, s->field, s->add_kind, s->of, panel, at};
    }
}

bool smv_scribe_go_to(struct smv_scribe *v, smv_id id, unsigned field)
{
    for (int panel = 0; panel < 2; panel++) {
        const struct smv_page *p = panel ? &v->panel : &v->page;
        for (size_t i = 0; i < p->n; i++) {
            const struct smv_spot *s = &p->spots[i];
            if (smv_spot_stands(s) && s->type != SMV_SPOT_ADD && s->id == id &&
                (field == 0 || s->field == field)) {
                smv_scribe_go(v, panel != 0, i);
                return true;
            }
        }
    }
    return false;
}

void smv_scribe_open(struct smv_scribe *v, smv_id sheet)
{
    v->sheet = sheet;
    v->card = 0;
    v->scroll = v->panel_scroll = 0;
    v->at = (struct smv_where){0};
    v->stale = true;
    v->mode = SMV_SCRIBE_PAGE;
}

void smv_scribe_open_session(struct smv_scribe *v, smv_id session)
{
    struct smv_ids sheets = {0};
    v->session = v->told = session;
    smv_day_sheets(v->c, session, v->place, SMV_WHOSE_PLACE, &sheets);
    if (sheets.n == 0) {
        smv_day_sheets(v->c, session, v->place, SMV_WHOSE_COMMON, &sheets);
    }
    smv_scribe_open(v, sheets.n > 0 ? sheets.ids[0] : 0);
    smv_ids_finish(&sheets);
}

smv_id smv_scribe_offered(struct smv_scribe *v)
{
    smv_id now = smv_day_session(v->c);
    uint64_t state = smv_day_num(v->c, now, SMV_SESSION_STATE);
    bool on = state == SMV_RUNNING || state == SMV_PAUSED;
    return on && now != v->session && now != v->told && smv_day_working(v->c, v->place) == now ? now
                                                                                               : 0;
}

smv_id smv_scribe_notice(struct smv_scribe *v)
{
    struct smv_ids all = {0};
    smv_id found = 0;
    smv_day_notices(v->c, v->place, &all);
    for (size_t i = 0; i < all.n && found == 0; i++) {
        bool aside = smv_ids_find(&v->hidden, all.ids[i]) < v->hidden.n ||
                     smv_day_seen(v->c, all.ids[i], v->place);
        found = aside ? 0 : all.ids[i];
    }
    smv_ids_finish(&all);
    return found;
}

bool smv_scribe_may(struct smv_scribe *v, const struct smv_scene *s)
{
    return !s->frozen && v->sheet != 0 && smv_day_may(v->c, v->sheet);
}

void smv_scribe_say(struct smv_scribe *v, const struct smv_scene *s, bool warn, const char *format,
                    ...)
{
    char text[400];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    smv_buf_clear(&v->said);
    smv_put_words(&v->said, "%s", text);
    v->said_warn = warn;
    v->said_until = s->mono + SMV_SCRIBE_SAID_MS;
}

/* --- filling ------------------------------------------------------------------------------------------------ */
static void arrive(struct smv_scribe *v)
{
    struct smv_client_info me;
    smv_client_info(v->c, &me);
    if (me.place != 0 || smv_client_state(v->c) == SMV_CLIENT_LIVE) { /* not told again yet */
        v->place = me.place;
        v->role = me.role;
    }
    if (v->session == 0 && smv_client_kind(v->c, SMV_ROOT) != 0) {
        smv_id session = smv_day_working(v->c, v->place);
        smv_scribe_open_session(v, session != 0 ? session : smv_day_session(v->c));
    }
    bool lost = v->sheet != 0 &&
                (smv_client_kind(v->c, v->sheet) == 0 || smv_client_deleted(v->c, v->sheet));
    if (lost || (v->sheet == 0 && v->session != 0)) {
        smv_id told = v->told;
        smv_scribe_open_session(v, v->session);
        v->told = told;
    }
}

void smv_scribe_fill(struct smv_scribe *v, const struct smv_scene *s)
{
    if (v->stale) {
        arrive(v);
        bool may = smv_scribe_may(v, s);
        if (!v->touched) { /* what was known at first is completed: begin at its beginning */
            v->at = (struct smv_where){0};
        }
        smv_board_build(&v->page, v->c, v->sheet, may);
        if (!v->at.panel) {
            find_again(v);
            v->card = card_here(v);
        } else if (smv_client_kind(v->c, v->card) != SMV_KIND_CARD ||
                   smv_client_deleted(v->c, v->card)) {
            v->card = 0;
        }
        smv_page_clear(&v->panel);
        if (v->card != 0) {
            smv_board_card(&v->panel, v->c, v->card, may);
        }
        if (v->at.panel) {
            find_again(v);
        }
        smv_scribe_fill_steps(v);
        if (v->mode >= SMV_SCRIBE_HELP && v->mode < SMV_SCRIBE_PROMPT) {
            smv_scribe_fill_list(v, s);
        }
        v->stale = false;
    }
    struct smv_spot *spot = smv_scribe_spot(v);
    if (spot != NULL && v->draft.there && spot->id == v->draft.id &&
        spot->field == v->draft.field) {
        smv_buf_clear(&spot->text);
        smv_buf_put_span(&spot->text, smv_buf_span(&v->draft.text));
    }
    smv_page_layout(&v->page, v->sheet_box.w, s->ascii, v->at.panel ? v->page.n : v->at.index);
    smv_page_layout(&v->panel, v->panel_box.w, s->ascii, v->at.panel ? v->at.index : v->panel.n);
}

/* --- drawing ------------------------------------------------------------------------------------------------- */
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
            v->place == 0
                ? _("This link belongs to no room. Ask the organiser for a new one.")
                : _("This session has no sheets for your room. F2 lists those of the others."));
        smv_grid_text(g, head, 1, 0, smv_buf_span(&b), SMV_STYLE_QUIET);
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

static void draw(struct smv_view *view, const struct smv_scene *s, struct smv_grid *g)
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
    smv_chrome_keys(g, &r, hints);
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
        smv_list_box(g, all, &v->list);
        g->caret_x = g->caret_y = -1;
    }
    smv_buf_finish(&call);
}

/* --- life ------------------------------------------------------------------------------------------------------ */
/* Says where one is, to those in the same room: at once when it is another field, else now and then. */
static unsigned say_presence(struct smv_scribe *v, const struct smv_scene *s)
{
    const struct smv_spot *spot = smv_scribe_spot(v);
    bool typing = spot != NULL && spot->type == SMV_SPOT_TEXT && v->mode == SMV_SCRIBE_PAGE;
    smv_id id = typing ? spot->id : v->sheet;
    unsigned field = typing ? spot->field : 0;
    uint32_t caret = 0;
    if (typing) {
        size_t at = smv_desk_edit(&v->desk, id, field, spot->one_line)->caret;
        caret = at > SMV_MAX_TEXT ? SMV_MAX_TEXT : (uint32_t)at;
    }
    bool moved = id != v->pres_id || field != v->pres_field;
    if (!moved && caret == v->pres_caret && !v->pres_due) {
        return 0;
    }
    if (!moved && s->mono < v->pres_at + SMV_SCRIBE_PRESENCE_MS) {
        v->pres_due = true;
        return 0;
    }
    v->pres_due = false;
    v->pres_id = id;
    v->pres_field = field;
    v->pres_caret = caret;
    v->pres_at = s->mono;
    return smv_client_presence(v->c, id, field, caret, caret) ? SMV_DID_WORK : 0;
}

static unsigned news(struct smv_view *view, const struct smv_scene *s, unsigned what)
{
    struct smv_scribe *v = (struct smv_scribe *)(void *)view;
    if ((what & (SMV_NEWS_TREE | SMV_NEWS_STATE | SMV_NEWS_EPOCH | SMV_NEWS_PAST |
                 SMV_NEWS_REFUSED)) != 0) {
        v->stale = true;
    }
    if ((what & SMV_NEWS_STATE) != 0 && smv_client_state(v->c) == SMV_CLIENT_LIVE) {
        v->pres_id = 0; /* a new connection does not know where one is */
        v->stale = true;
    }
    if ((what & (SMV_NEWS_PRESENCE | SMV_NEWS_STATE)) != 0) {
        smv_people_read(v->c, &v->people);
    }
    smv_scribe_fill(v, s);
    return say_presence(v, s);
}

static unsigned key(struct smv_view *view, const struct smv_scene *s, const struct smv_key *k)
{
    struct smv_scribe *v = (struct smv_scribe *)(void *)view;
    unsigned mask = SMV_DID_DRAW, more = 0;
    v->touched = true;
    smv_desk_hand(&v->desk);
    v->desk.worked = false;
    smv_scribe_fill(v, s);
    if (smv_scribe_command(v, s, k, &more)) {
        mask |= more;
    } else if (v->mode == SMV_SCRIBE_PAGE) {
        mask |= smv_scribe_page_key(v, s, k);
    } else {
        mask |= smv_scribe_list_key(v, s, k);
    }
    if (v->desk.worked) {
        v->stale = true;
        mask |= SMV_DID_WORK;
    }
    smv_scribe_fill(v, s);
    return mask | say_presence(v, s);
}

static smv_ms sooner(smv_ms a, smv_ms b)
{
    return a == 0 || (b != 0 && b < a) ? b : a;
}

static smv_ms wake(struct smv_view *view, const struct smv_scene *s)
{
    struct smv_scribe *v = (struct smv_scribe *)(void *)view;
    smv_ms at = smv_day_next_second(v->c, v->session, s->log_ms);
    if (v->said.len > 0) {
        if (s->mono < v->said_until) {
            at = sooner(at, v->said_until - s->mono);
        } else {
            smv_buf_clear(&v->said);
        }
    }
    return v->pres_due ? sooner(at, SMV_SCRIBE_PRESENCE_MS) : at;
}

static void destroy(struct smv_view *view)
{
    struct smv_scribe *v = (struct smv_scribe *)(void *)view;
    smv_desk_finish(&v->desk);
    smv_page_finish(&v->page);
    smv_page_finish(&v->panel);
    if (v->draft.there) {
        smv_edit_finish(&v->draft.edit);
    }
    smv_buf_finish(&v->draft.text);
    smv_people_finish(&v->people);
    smv_list_finish(&v->list);
    smv_list_finish(&v->steps);
    smv_ids_finish(&v->earlier);
    smv_ids_finish(&v->hidden);
    smv_wrap_finish(&v->prompt_wrap);
    smv_buf_finish(&v->said);
    smv_free(v);
}

static const struct smv_view_impl impl = {
    .destroy = destroy, .news = news, .key = key, .draw = draw, .wake = wake};

struct smv_view *smv_scribe_create(struct smv_client *c, smv_id place, int role)
{
    struct smv_scribe *v = smv_zalloc(sizeof *v);
    v->view.impl = &impl;
    v->c = c;
    v->place = place;
    v->role = role >= 0 ? (unsigned)role : SMV_ROLE_SCRIBE;
    v->stale = true;
    v->sheet_box.w = v->panel_box.w = 60;
    smv_desk_init(&v->desk, c);
    return &v->view;
}
