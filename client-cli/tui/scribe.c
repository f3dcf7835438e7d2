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
    v->stale |= (!panel && card_here(v) != v->card) || v->compiles;
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
    v->at = v->old_spot = (struct smv_where){0};
    v->earlier_at = 0;
    v->old_scroll = 0;
    v->compiles = smv_day_num(v->c, sheet, SMV_SHEET_COMPILES) != 0;
    v->beside = v->compiles || smv_day_num(v->c, sheet, SMV_SHEET_FROM) == 1;
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
    if (v->compiler) {
        return 0;
    }
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
    for (size_t i = 0; i < all.n && found == 0 && !v->compiler; i++) {
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
/* Compiled sheets of all sessions, in order. */
void smv_scribe_compiled(struct smv_client *c, struct smv_ids *ret)
{
    struct smv_ids sessions = {0}, sheets = {0};
    ret->n = 0;
    smv_day_children(c, SMV_ROOT, SMV_KIND_SESSION, &sessions);
    for (size_t i = 0; i < sessions.n; i++) {
        smv_day_sheets(c, sessions.ids[i], 0, SMV_WHOSE_MODERATORS, &sheets);
        for (size_t k = 0; k < sheets.n; k++) {
            if (smv_day_num(c, sheets.ids[k], SMV_SHEET_COMPILES) != 0) {
                smv_ids_put(ret, sheets.ids[k]);
            }
        }
    }
    smv_ids_finish(&sessions);
    smv_ids_finish(&sheets);
}

/* To the last compiled sheet whose session has begun, else the first. */
static void arrive_compiler(struct smv_scribe *v)
{
    struct smv_ids all = {0};
    smv_id found = 0;
    smv_scribe_compiled(v->c, &all);
    if (smv_ids_find(&all, v->sheet) == all.n) {
        for (size_t i = 0; i < all.n; i++) {
            smv_id session = smv_client_parent(v->c, all.ids[i]);
            bool begun = smv_day_num(v->c, session, SMV_SESSION_STATE) != SMV_PLANNED;
            found = begun || found == 0 ? all.ids[i] : found;
        }
        smv_scribe_open(v, found);
    }
    v->session = smv_day_session(v->c);
    smv_ids_finish(&all);
}

static void arrive(struct smv_scribe *v)
{
    struct smv_client_info me;
    smv_client_info(v->c, &me);
    if (v->compiler) {
        arrive_compiler(v);
        return;
    }
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
        if (v->mode == SMV_SCRIBE_EARLIER || (v->beside && v->wide)) {
            smv_scribe_fill_beside(v, s);
        } else {
            smv_page_clear(&v->old);
        }
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
    smv_page_finish(&v->old);
    smv_buf_finish(&v->old_title);
    smv_ids_finish(&v->hidden);
    smv_wrap_finish(&v->prompt_wrap);
    smv_buf_finish(&v->said);
    smv_free(v);
}

static const struct smv_view_impl impl = {
    .destroy = destroy, .news = news, .key = key, .draw = smv_scribe_draw, .wake = wake};

struct smv_view *smv_scribe_create(struct smv_client *c, smv_id place, int role)
{
    struct smv_scribe *v = smv_zalloc(sizeof *v);
    v->view.impl = &impl;
    v->c = c;
    v->place = place;
    v->role = role >= 0 ? (unsigned)role : SMV_ROLE_SCRIBE;
    v->stale = true;
    v->sheet_box.w = v->panel_box.w = v->old_w = 60;
    smv_desk_init(&v->desk, c);
    return &v->view;
}

struct smv_view *smv_compiler_create(struct smv_client *c)
{
    struct smv_view *view = smv_scribe_create(c, 0, SMV_ROLE_MODERATOR);
    ((struct smv_scribe *)(void *)view)->compiler = true;
    return view;
}

bool smv_scribe_rests(const struct smv_view *view)
{
    const struct smv_scribe *v = (const struct smv_scribe *)(const void *)view;
    return v->mode == SMV_SCRIBE_PAGE && !v->draft.there;
}
