/* moderator.c - see moderator.h: keys, questions asked back, life. */
#include "client-cli/tui/moderator.h"
#include <stdio.h>
#include "client-cli/tui/moderator_int.h"
#include "client-cli/tui/scribe.h"
#include "common/base/heap.h"

enum { NOTICE_MOST = 400, TITLE_MOST = 200, AGES_MS = 5000 };

static struct smv_moderator *of(struct smv_view *v)
{
    return (struct smv_moderator *)v;
}

smv_id smv_mod_stage(const struct smv_moderator *m)
{
    bool there = m->stage != 0 && smv_client_kind(m->c, m->stage) == SMV_KIND_STAGE &&
                 !smv_client_deleted(m->c, m->stage);
    return there ? m->stage : smv_stage_first(m->c);
}

size_t smv_mod_screens(struct smv_moderator *m, int *ret_page, int *ret_pages)
{
    struct smv_people people = {0};
    size_t n = 0;
    smv_people_read(m->c, &people);
    for (size_t i = 0; i < people.n; i++) {
        const struct smv_person *p = &people.list[i];
        if (p->role == SMV_ROLE_SCREEN && p->place == smv_mod_stage(m)) {
            n++;
            if ((int)p->head >= *ret_pages) {
                *ret_pages = (int)p->head;
                *ret_page = (int)p->anchor;
            }
        }
    }
    smv_people_finish(&people);
    return n;
}

int smv_mod_pages(struct smv_moderator *m)
{
    int page = 0, pages = 0;
    smv_mod_screens(m, &page, &pages);
    return pages > 0 ? pages : m->shown_pages;
}

/* --- asking ------------------------------------------------------------------------------------------------------------ */
void smv_mod_ask(struct smv_moderator *m, enum smv_mod_ask ask, smv_id about)
{
    struct smv_buf b = {0};
    m->ask = ask;
    m->ask_about = about;
    m->pick.at = 0;
    if (ask == SMV_ASK_TITLE) {
        smv_client_text(m->c, about, SMV_CLUSTER_TITLE, &b);
    } else if (ask == SMV_ASK_CLUSTER && about != 0) {
        smv_day_short(m->c, about, 60, &b);
    }
    smv_edit_finish(&m->edit);
    smv_edit_init(&m->edit, smv_buf_span(&b), true,
                  ask == SMV_ASK_NOTICE ? NOTICE_MOST : TITLE_MOST);
    smv_buf_finish(&b);
}

static bool has_words(struct smv_span t)
{
    for (size_t i = 0; i < t.len; i++) {
        if (t.data[i] != ' ') {
            return true;
        }
    }
    return false;
}

static bool answer_typed(struct smv_moderator *m)
{
    struct smv_span text = smv_edit_text(&m->edit);
    smv_id sheet = smv_mod_synthesis(m), made;
    if (!has_words(text)) {
        return false;
    }
    switch (m->ask) {
    case SMV_ASK_NOTICE: return smv_lead_notify(&m->lead, text, m->ask_about);
    case SMV_ASK_TITLE: return smv_client_write(m->c, m->ask_about, SMV_CLUSTER_TITLE, text);
    case SMV_ASK_CLUSTER:
        made = smv_lead_cluster(&m->lead, sheet, text);
        return made != 0 &&
               (m->ask_about == 0 || smv_lead_gather(&m->lead, sheet, m->ask_about, made));
    case SMV_ASK_NOTHING:
    case SMV_ASK_INTO:
    case SMV_ASK_SHEET:
    case SMV_ASK_START:
    case SMV_ASK_END:
    case SMV_ASK_REMOVE:
    case SMV_ASK_HELP: break;
    }
    return false;
}

static bool answer_chosen(struct smv_moderator *m)
{
    const struct smv_list_line *line = smv_list_at(&m->pick);
    smv_id about = m->ask_about;
    if (line == NULL) {
        return false;
    }
    if (line->tag == SMV_TAG_NEW) {
        smv_mod_ask(m, SMV_ASK_CLUSTER, about);
        return false;
    }
    m->ask =
        line->tag == SMV_TAG_CLUSTER || line->tag == SMV_TAG_LOOSE ? SMV_ASK_INTO : SMV_ASK_SHEET;
    return m->ask == SMV_ASK_INTO
               ? smv_lead_gather(&m->lead, smv_mod_synthesis(m), about, line->id)
               : smv_lead_show(&m->lead, smv_mod_stage(m), SMV_PIC_SHEETS, &line->id, 1);
}

/* True: something was asked, and the key was for it. */
static bool asked(struct smv_moderator *m, const struct smv_scene *s, const struct smv_key *k,
                  unsigned *ret_did)
{
    enum smv_mod_ask ask = m->ask;
    bool did = false,
         typed = ask == SMV_ASK_NOTICE || ask == SMV_ASK_CLUSTER || ask == SMV_ASK_TITLE;
    bool chosen = ask == SMV_ASK_INTO || ask == SMV_ASK_SHEET;
    *ret_did = SMV_DID_DRAW;
    if (ask == SMV_ASK_NOTHING) {
        return false;
    }
    if (chosen) {
        smv_mod_fill_pick(m);
    }
    if (chosen && smv_list_key(&m->pick, k, 10)) {
        return true;
    }
    if (typed && k->code != SMV_KEY_ENTER && k->code != SMV_KEY_ESCAPE) {
        struct smv_wrap wrap = {0};
        struct smv_ot op = {0};
        smv_wrap_make(&wrap, smv_edit_text(&m->edit), NOTICE_MOST, false);
        smv_edit_key(&m->edit, &wrap, k, &op);
        smv_wrap_finish(&wrap);
        smv_ot_finish(&op);
        return true;
    }
    if (k->code != SMV_KEY_ENTER && k->code != SMV_KEY_ESCAPE && ask != SMV_ASK_HELP) {
        return true; /* a slip of the finger starts and ends nothing */
    }
    if (k->code == SMV_KEY_ENTER && typed) {
        did = answer_typed(m);
    } else if (k->code == SMV_KEY_ENTER && chosen) {
        did = answer_chosen(m);
    } else if (k->code == SMV_KEY_ENTER && ask == SMV_ASK_START) {
        did = smv_lead_start(&m->lead, m->ask_about);
    } else if (k->code == SMV_KEY_ENTER && ask == SMV_ASK_END) {
        did = smv_lead_end(&m->lead, s, m->ask_about);
    } else if (k->code == SMV_KEY_ENTER && ask == SMV_ASK_REMOVE) {
        did = smv_lead_remove(&m->lead, m->ask_about);
    }
    if (m->ask == ask || did) { /* else something else is asked now */
        m->ask = SMV_ASK_NOTHING;
    }
    *ret_did |= did ? SMV_DID_WORK : 0U;
    return true;
}

/* --- keys ----------------------------------------------------------------------------------------------------------------- */
static smv_id chosen_place(const struct smv_moderator *m)
{
    return m->at < m->rooms.n ? m->rooms.list[m->at].place : 0;
}

/* The chosen room's call, else the one that has waited longest. */
static smv_id call_to_answer(const struct smv_moderator *m)
{
    smv_id own = m->at < m->rooms.n ? m->rooms.list[m->at].call : 0;
    return own != 0 ? own
           : m->rooms.n_needs > 0 && m->rooms.needs[0].type == SMV_NEED_CALL
               ? m->rooms.needs[0].about
               : 0;
}

static bool clock_key(struct smv_moderator *m, const struct smv_key *k, bool *ret_did)
{
    static const struct {
        const char *key;
        int minutes;
    } adds[] = {{"+", 1}, {"-", -1}, {"]", 5}, {"[", -5}};
    smv_id running = smv_picture_running(m->c), next = smv_lead_next(m->c);
    for (size_t i = 0; i < 4; i++) {
        if (smv_key_is(k, 0, adds[i].key)) {
            *ret_did = smv_lead_add(&m->lead, running, adds[i].minutes);
            return true;
        }
    }
    if (smv_key_is(k, 0, "p")) {
        *ret_did = smv_lead_pause(&m->lead, running);
    } else if (smv_key_is(k, 0, "g") && next != 0) {
        smv_mod_ask(m, SMV_ASK_START, next);
    } else if (smv_key_is(k, 0, "e") && running != 0) {
        smv_mod_ask(m, SMV_ASK_END, running);
    } else {
        return false;
    }
    return true;
}

static bool rooms_key(struct smv_moderator *m, const struct smv_key *k, bool *ret_did)
{
    const struct smv_place_state *p = m->at < m->rooms.n ? &m->rooms.list[m->at] : NULL;
    size_t n = m->rooms.n, across = m->across > 0 ? (size_t)m->across : 1;
    if (m->reading != 0 && (k->code == SMV_KEY_ESCAPE || k->code == SMV_KEY_BACKSPACE)) {
        m->reading = 0;
    } else if (m->reading != 0 && k->code == SMV_KEY_TAB) {
        smv_mod_read_sheet(m, m->reading, (k->mods & SMV_MOD_SHIFT) != 0 ? -1 : 1);
    } else if (m->reading != 0 && (k->code == SMV_KEY_UP || k->code == SMV_KEY_DOWN)) {
        m->page_scroll += k->code == SMV_KEY_UP ? -1 : 1;
    } else if (m->reading != 0 && (k->code == SMV_KEY_PAGE_UP || k->code == SMV_KEY_PAGE_DOWN)) {
        m->page_scroll +=
            (k->code == SMV_KEY_PAGE_UP ? -1 : 1) * (m->page_h > 2 ? m->page_h - 1 : 1);
    } else if (m->reading != 0 && smv_key_is(k, 0, "s")) {
        *ret_did = smv_lead_show(&m->lead, smv_mod_stage(m), SMV_PIC_SHEETS, &m->sheet, 1);
    } else if (k->code == SMV_KEY_LEFT) {
        m->at -= m->at > 0;
    } else if (k->code == SMV_KEY_RIGHT || (k->code == SMV_KEY_TAB && m->at + 1 < n)) {
        m->at += m->at + 1 < n;
    } else if (k->code == SMV_KEY_UP) {
        m->at -= m->at >= across ? across : 0;
    } else if (k->code == SMV_KEY_DOWN) {
        m->at += m->at + across < n ? across : 0;
    } else if (k->code == SMV_KEY_ENTER && p != NULL) {
        m->sheet = 0;
        m->page_scroll = 0;
        smv_mod_read_sheet(m, p->place, 0);
    } else if (smv_key_is(k, 0, "s") && p != NULL) {
        smv_mod_ask(m, SMV_ASK_SHEET, p->place);
    } else if (smv_key_is(k, 0, "l") && p != NULL) {
        bool on = p->n_locked < p->n_sheets;
        *ret_did = smv_lead_lock(&m->lead, p->session, p->place, on);
    } else {
        return false;
    }
    return true;
}

static bool everywhere(struct smv_moderator *m, const struct smv_key *k, bool *ret_did)
{
    if (smv_key_is(k, 0, "a") || (k->code == SMV_KEY_F && k->number == 4)) {
        *ret_did = smv_lead_answer(&m->lead, call_to_answer(m));
    } else if (smv_key_is(k, 0, "N")) {
        smv_mod_ask(m, SMV_ASK_NOTICE, 0);
    } else if (smv_key_is(k, 0, "n") && chosen_place(m) != 0) {
        smv_mod_ask(m, SMV_ASK_NOTICE, chosen_place(m));
    } else if (smv_key_is(k, 0, "D")) {
        *ret_did = smv_lead_door(&m->lead, smv_day_num(m->c, SMV_ROOT, SMV_SEMINAR_DOOR) == 0);
    } else if (smv_key_is(k, 0, "u")) {
        *ret_did = smv_lead_undo(&m->lead);
    } else if (k->code == SMV_KEY_F && k->number == 1) {
        m->ask = SMV_ASK_HELP;
    } else if (m->tab != SMV_MOD_PROPOSALS && k->code == SMV_KEY_TEXT && k->mods == 0 &&
               k->text.len == 1 && k->text.data[0] >= '1' && k->text.data[0] < '1' + SMV_MOD_TABS) {
        m->tab = (enum smv_mod_tab)(k->text.data[0] - '1');
    } else if (k->code == SMV_KEY_F && k->number >= 5 && k->number < 5 + SMV_MOD_TABS) {
        m->tab = (enum smv_mod_tab)(k->number - 5);
    } else if (k->code == SMV_KEY_ESCAPE) {
        m->tab = SMV_MOD_ROOMS;
        m->plain_seen = true;
    } else {
        return false;
    }
    return true;
}

/* What has happened is told to the compiled sheets when they are looked at. */
static unsigned catch_up(struct smv_moderator *m, const struct smv_scene *s)
{
    if (m->tab != SMV_MOD_COMPILE) {
        return 0;
    }
    unsigned missed = m->missed;
    m->missed = 0;
    return m->compiler->impl->news(m->compiler, s, missed);
}

/* The compiled sheets have keys of their own; Escape and the pages' function keys lead out of them. */
static bool compiling(struct smv_moderator *m, const struct smv_scene *s, const struct smv_key *k,
                      unsigned *ret_mask)
{
    if (m->tab != SMV_MOD_COMPILE) {
        return false;
    }
    *ret_mask = SMV_DID_DRAW;
    if (k->code == SMV_KEY_ESCAPE && smv_scribe_rests(m->compiler)) {
        m->tab = SMV_MOD_ROOMS;
    } else {
        *ret_mask |= m->compiler->impl->key(m->compiler, s, k);
    }
    return true;
}

static unsigned key(struct smv_view *v, const struct smv_scene *s, const struct smv_key *k)
{
    struct smv_moderator *m = of(v);
    unsigned mask = 0;
    bool did = false;
    if (compiling(m, s, k, &mask)) {
        return mask;
    }
    if (smv_key_is(k, SMV_MOD_CTRL, "q") || smv_key_is(k, SMV_MOD_CTRL, "c")) {
        return SMV_DID_QUIT;
    }
    if (smv_key_is(k, SMV_MOD_CTRL, "l")) {
        return SMV_DID_REPAINT;
    }
    if (smv_key_is(k, SMV_MOD_CTRL, "r")) {
        return SMV_DID_RETRY;
    }
    if (s->frozen) { /* nothing can be done any more but reading */
        bool quit = smv_key_is(k, 0, "q");
        return quit ? SMV_DID_QUIT : SMV_DID_NOTHING;
    }
    smv_rooms_read(&m->rooms, s);
    if (asked(m, s, k, &mask)) {
        return mask;
    }
    if (m->tab == SMV_MOD_ROOMS ? rooms_key(m, k, &did) : false) {
        return SMV_DID_DRAW | (did ? SMV_DID_WORK : 0U);
    }
    mask = m->tab == SMV_MOD_ROOMS ? 0U : smv_mod_list_key(m, s, k);
    if (mask != 0) {
        return mask;
    }
    if (everywhere(m, k, &did) || clock_key(m, k, &did)) {
        return SMV_DID_DRAW | catch_up(m, s) | (did ? SMV_DID_WORK : 0U);
    }
    return smv_key_is(k, 0, "q") ? SMV_DID_QUIT : SMV_DID_NOTHING;
}

/* --- life ------------------------------------------------------------------------------------------------------------------ */
static unsigned news(struct smv_view *v, const struct smv_scene *s, unsigned what)
{
    struct smv_moderator *m = of(v);
    smv_rooms_watch(&m->rooms, s);
    m->missed |= what;
    return SMV_DID_DRAW | catch_up(m, s);
}

static smv_ms wake(struct smv_view *v, const struct smv_scene *s)
{
    smv_ms own =
        of(v)->tab == SMV_MOD_COMPILE ? of(v)->compiler->impl->wake(of(v)->compiler, s) : 0;
    if (own > 0) {
        return own;
    }
    smv_ms second = smv_day_next_second(s->client, smv_picture_running(s->client), s->log_ms);
    return second > 0 ? second : AGES_MS;
}

static void destroy(struct smv_view *v)
{
    struct smv_moderator *m = of(v);
    for (int i = 0; i < SMV_MOD_TABS; i++) {
        smv_list_finish(&m->lists[i]);
    }
    m->compiler->impl->destroy(m->compiler);
    smv_list_finish(&m->pick);
    smv_lead_finish(&m->lead);
    smv_rooms_finish(&m->rooms);
    smv_page_finish(&m->page);
    smv_ids_finish(&m->side);
    smv_picture_finish(&m->picture);
    smv_edit_finish(&m->edit);
    smv_free(m);
}

static const struct smv_view_impl impl = {destroy, news, key, smv_mod_draw, wake};

struct smv_view *smv_moderator_create(struct smv_client *c, const char *host, const char *link)
{
    struct smv_moderator *m = smv_alloc(sizeof *m);
    *m = (struct smv_moderator){.view = {&impl}, .c = c};
    snprintf(m->host, sizeof m->host, "%s", host);
    snprintf(m->link, sizeof m->link, "%s", link);
    m->compiler = smv_compiler_create(c);
    m->missed = ~0U;
    smv_lead_init(&m->lead, c);
    smv_edit_init(&m->edit, smv_span(NULL, 0), true, NOTICE_MOST);
    return &m->view;
}
