/* moderator_draw.c - the moderator's screen: reading a room, the preview, questions, help; see moderator.h. */
#include "client-cli/tui/boards.h"
#include "client-cli/tui/chrome.h"
#include "client-cli/tui/moderator_int.h"

enum { WIDE = 140, SIDE_W = 52, LEAST_W = 60, LEAST_H = 18 };

/* --- reading ---------------------------------------------------------------------------------------------------------------- */
void smv_mod_read_sheet(struct smv_moderator *m, smv_id place, int by)
{
    struct smv_ids sheets = {0};
    smv_day_sheets(m->c, smv_day_working(m->c, place), place, SMV_WHOSE_PLACE, &sheets);
    size_t at = smv_ids_find(&sheets, m->sheet);
    m->reading = sheets.n > 0 ? place : 0;
    if (sheets.n == 0) {
        m->sheet = 0;
    } else if (at == sheets.n || by == 0) {
        m->sheet = at < sheets.n ? m->sheet : sheets.ids[0];
    } else {
        at = by > 0 ? (at + 1) % sheets.n : (at + sheets.n - 1) % sheets.n;
        m->sheet = sheets.ids[at];
        m->page_scroll = 0;
    }
    smv_ids_finish(&sheets);
}

static void draw_reading(struct smv_grid *g, struct smv_rect r, const struct smv_scene *s,
                         struct smv_moderator *m)
{
    struct smv_buf b = {0}, part = {0};
    struct smv_people people = {0};
    struct smv_rect top = smv_rect_top(&r, 1);
    smv_day_place_name(s->client, m->reading, &b);
    smv_buf_put_str(&b, ": ");
    smv_buf_put_str(&b, smv_day_short(s->client, m->sheet, 60, &part));
    smv_day_progress(s->client, m->sheet, &part);
    smv_buf_put_str(&b, "  ");
    smv_buf_put(&b, part.data, part.len);
    smv_grid_text(g, top, 1, 0, smv_buf_span(&b), SMV_STYLE_STRONG);
    smv_grid_rule(g, smv_rect_top(&r, 1), 0, SMV_STYLE_LINE);
    smv_rect_left(&r, 1);
    smv_people_read(s->client, &people);
    smv_board_build(&m->page, s->client, m->sheet, false);
    smv_page_layout(&m->page, r.w, g->ascii, m->page.n);
    int most = m->page.h > r.h ? m->page.h - r.h : 0;
    m->page_scroll = m->page_scroll > most ? most : m->page_scroll < 0 ? 0 : m->page_scroll;
    m->page_h = r.h;
    struct smv_shown how = {
        .scene = s, .people = &people, .at = m->page.n, .scroll = m->page_scroll};
    smv_page_draw(g, r, &m->page, &how);
    smv_people_finish(&people);
    smv_buf_finish(&b);
    smv_buf_finish(&part);
}

/* --- the stage ---------------------------------------------------------------------------------------------------------------- */
static void draw_preview(struct smv_grid *g, struct smv_rect r, const struct smv_scene *s,
                         struct smv_moderator *m)
{
    smv_id stage = smv_mod_stage(m);
    struct smv_buf b = {0}, part = {0};
    struct smv_value next;
    int page = 0, pages = 0;
    if (stage == 0) {
        smv_grid_str(g, r, 1, 0, _("There is no screen. The organiser makes one."),
                     SMV_STYLE_QUIET);
        return;
    }
    smv_client_text(s->client, stage, SMV_STAGE_NAME, &b);
    size_t screens = smv_mod_screens(m, &page, &pages);
    smv_buf_put_str(&b, ": ");
    if (screens == 0) {
        smv_buf_put_str(&b, _("no screen is connected"));
    } else {
        smv_put_words(&b, ngettext("%zu screen", "%zu screens", screens), screens);
        if (pages > 1) {
            smv_put_words(&b, _(", page %d of %d"), page + 1, pages);
        }
    }
    smv_grid_text(g, r, 1, 0, smv_buf_span(&b), screens > 0 ? SMV_STYLE_STRONG : SMV_STYLE_WARN);
    smv_rect_top(&r, 1);
    smv_client_value(s->client, stage, SMV_STAGE_NEXT, &next);
    int lines = (int)next.n_list > r.h / 4 ? r.h / 4 : (int)next.n_list;
    struct smv_rect queue = smv_rect_bottom(&r, lines > 0 ? lines + 1 : 0);
    smv_grid_frame(g, r, SMV_STYLE_LINE);
    struct smv_rect in = {r.x + 2, r.y + 1, r.w - 4, r.h - 2};
    struct smv_pic_where where = {m->host, ""};
    smv_picture_read(&m->picture, s->client, stage);
    if (m->picture.mode == SMV_PIC_BLANK) {
        smv_grid_str(g, in, 0, 0, smv_pic_mode_word(SMV_PIC_BLANK), SMV_STYLE_QUIET);
    }
    smv_picture_draw(g, in, s, &m->picture, &where,
                     screens > 0 ? page : (int)smv_day_num(s->client, stage, SMV_STAGE_PAGE), false,
                     &page, &m->shown_pages);
    smv_grid_str(g, queue, 1, 0, _("Next:"), SMV_STYLE_QUIET);
    for (int i = 0; i < lines; i++) {
        enum smv_pic_mode mode;
        smv_id show;
        smv_buf_clear(&part);
        if (smv_lead_entry(s->client, next.list[i], &mode, &show)) {
            smv_put_words(&part, "%d. ", i + 1);
            smv_lead_picture_words(s->client, mode, &show, show != 0, &part);
        }
        smv_grid_text(g, queue, 2, i + 1, smv_buf_span(&part), SMV_STYLE_TEXT);
    }
    smv_buf_finish(&b);
    smv_buf_finish(&part);
}

/* --- all of it ------------------------------------------------------------------------------------------------------------------ */
static void draw_tabs(struct smv_grid *g, struct smv_rect *r, const struct smv_moderator *m)
{
    const char *words[SMV_MOD_TABS] = {_("Rooms"),    _("Screen"), _("Proposals"),
                                       _("Messages"), _("Day"),    _("Compile")};
    struct smv_rect line = smv_rect_top(r, 1);
    struct smv_buf b = {0};
    int x = 1;
    for (int i = 0; i < SMV_MOD_TABS; i++) {
        bool here = (int)m->tab == i;
        smv_buf_clear(&b);
        smv_put_words(&b, here ? "[%d %s]" : " %d %s ", i + 1, words[i]);
        x = smv_grid_text(g, line, x, 0, smv_buf_span(&b),
                          here ? SMV_STYLE_STRONG : SMV_STYLE_QUIET) +
            1;
    }
    smv_buf_finish(&b);
}

static const struct smv_hint rooms_hints[] = {
    {"F1", N_("help")},   {"Enter", N_("read")}, {"a", N_("answer call")},
    {"n", N_("message")}, {"N", N_("to all")},   {"s", N_("show")},
    {"l", N_("lock")},    {"g", N_("start")},    {"p", N_("pause")},
    {"+ -", N_("1 min")}, {"] [", N_("5 min")},  {"e", N_("end")},
    {"u", N_("undo")},    {"q", N_("leave")},    {NULL, NULL}};
static const struct smv_hint reading_hints[] = {
    {"Tab", N_("next sheet")}, {"s", N_("show")}, {"Esc", N_("back")}, {NULL, NULL}};
static const struct smv_hint stage_hints[] = {
    {"F1", N_("help")},    {"Enter", N_("show")},        {"Space", N_("side by side")},
    {"k", N_("queue")},    {"n", N_("next in queue")},   {"b", N_("blank")},
    {"< >", N_("page")},   {"o", N_("poll open/close")}, {"r", N_("reveal")},
    {"i", N_("identify")}, {"q", N_("leave")},           {NULL, NULL}};
static const struct smv_hint proposal_hints[] = {
    {"F1", N_("help")},       {"Enter", N_("into a cluster")},
    {"c", N_("new cluster")}, {"t", N_("rename")},
    {"*", N_("star")},        {"0-9", N_("priority")},
    {"d", N_("remove")},      {"s", N_("show")},
    {"u", N_("undo")},

    {"q", N_("leave")},       {NULL, NULL}};
static const struct smv_hint message_hints[] = {{"N", N_("to all")}, {"w", N_("withdraw")},
                                                {"u", N_("undo")},   {"F1", N_("help")},
                                                {"q", N_("leave")},  {NULL, NULL}};
static const struct smv_hint day_hints[] = {
    {"Enter", N_("start")}, {"p", N_("pause")},    {"+ -", N_("1 min")}, {"] [", N_("5 min")},
    {"e", N_("end")},       {"D", N_("the door")}, {"u", N_("undo")},    {"F1", N_("help")},
    {"q", N_("leave")},     {NULL, NULL}};

static void draw_asked(struct smv_grid *g, struct smv_rect *r, struct smv_moderator *m)
{
    struct smv_buf b = {0}, name = {0};
    bool typed = m->ask == SMV_ASK_NOTICE || m->ask == SMV_ASK_CLUSTER || m->ask == SMV_ASK_TITLE;
    smv_day_place_name(m->c, m->ask_about, &name);
    switch (m->ask) {
    case SMV_ASK_NOTICE:
        smv_put_words(&b, m->ask_about != 0 ? _("To %s: ") : _("To all%s: "),
                      m->ask_about != 0 ? smv_buf_cstr(&name) : "");
        break;
    case SMV_ASK_CLUSTER:
    case SMV_ASK_TITLE: smv_buf_put_str(&b, _("The cluster's name: ")); break;
    case SMV_ASK_START:
        smv_put_words(&b, _("Start \"%s\" now? What runs is ended. Enter: yes, Escape: no"),
                      smv_day_short(m->c, m->ask_about, 50, &name));
        break;
    case SMV_ASK_END:
        smv_put_words(&b, _("End \"%s\" for all? Enter: yes, Escape: no"),
                      smv_day_short(m->c, m->ask_about, 50, &name));
        break;
    case SMV_ASK_REMOVE:
        smv_buf_put_str(&b, _("Remove the cluster? Enter: yes, Escape: no"));
        break;
    case SMV_ASK_NOTHING:
    case SMV_ASK_INTO:
    case SMV_ASK_SHEET:
    case SMV_ASK_HELP:
        if (m->lead.said.len > 0) {
            struct smv_rect line = smv_rect_bottom(r, 1);
            smv_buf_put(&b, m->lead.said.data, m->lead.said.len);
            smv_buf_put_str(&b, m->lead.n > 0 ? _("   u: take back") : "");
            smv_grid_text(g, line, 1, 0, smv_buf_span(&b), SMV_STYLE_GOOD);
        }
        smv_buf_finish(&b);
        smv_buf_finish(&name);
        return;
    }
    struct smv_rect line = smv_rect_bottom(r, 1);
    smv_grid_fill(g, line, SMV_STYLE_HERE);
    int x = smv_grid_text(g, line, 1, 0, smv_buf_span(&b), SMV_STYLE_STRONG);
    if (typed) { /* the end of what is typed is in sight */
        struct smv_span text = smv_edit_text(&m->edit);
        struct smv_wrap wrap = {0};
        struct smv_rect field = {line.x + x, line.y, line.w - x - 1, 1};
        smv_wrap_make(&wrap, text, field.w < 4 ? 4 : (size_t)field.w, g->ascii);
        size_t at_line = 0, at_column = 0, from, to;
        smv_wrap_place(&wrap, text, m->edit.caret, &at_line, &at_column);
        smv_edit_selected(&m->edit, &from, &to);
        smv_grid_wrapped(g, field, 0, text, &wrap, SMV_STYLE_HERE, (int)at_line, from, to);
        g->caret_x = field.x + (int)at_column;
        g->caret_y = field.y;
        smv_wrap_finish(&wrap);
    }
    smv_buf_finish(&b);
    smv_buf_finish(&name);
}

static void draw_help(struct smv_grid *g, struct smv_rect r)
{
    static const struct smv_hint *const all[] = {rooms_hints, stage_hints, proposal_hints};
    const char *heads[] = {_("Rooms"), _("Screen"), _("Proposals")};
    int aside = r.w < 110 ? 1 : r.w / 10;
    struct smv_rect box = {r.x + aside, r.y + 1, r.w - 2 * aside, r.h - 2};
    int third = (box.w - 4) / 3;
    smv_grid_fill(g, box, SMV_STYLE_TEXT);
    smv_grid_frame(g, box, SMV_STYLE_HERE);
    for (int k = 0; k < 3; k++) {
        struct smv_rect in = {box.x + 2 + k * third, box.y + 1, third - 1, box.h - 2};
        smv_grid_str(g, in, 0, 0, heads[k], SMV_STYLE_STRONG);
        for (int i = 0; all[k][i].key != NULL; i++) {
            int x = smv_grid_str(g, in, 0, i + 1, all[k][i].key, SMV_STYLE_STRONG);
            smv_grid_str(g, in, x < 7 ? 7 : x + 1, i + 1, _(all[k][i].word), SMV_STYLE_TEXT);
        }
    }
    smv_grid_str(g, box, 2, box.h - 1, _(" 1-6: pages   D: the door   any key: back "),
                 SMV_STYLE_QUIET);
}

static void top_words(const struct smv_scene *s, struct smv_buf *ret)
{
    int behind = 0;
    if (!smv_day_behind(s, &behind)) {
        return;
    }
    if (behind > 0) {
        smv_put_words(ret, _("%d min after the plan"), behind);
    } else if (behind < 0) {
        smv_put_words(ret, _("%d min before the plan"), -behind);
    } else {
        smv_buf_put_str(ret, _("as planned"));
    }
}

void smv_mod_draw(struct smv_view *v, const struct smv_scene *s, struct smv_grid *g)
{
    static const struct smv_hint *const hints[SMV_MOD_TABS] = {
        rooms_hints, stage_hints, proposal_hints, message_hints, day_hints, day_hints};
    struct smv_moderator *m = (struct smv_moderator *)v;
    struct smv_rect r = smv_grid_all(g);
    struct smv_buf more = {0};
    if (smv_chrome_too_small(g, LEAST_W, LEAST_H)) {
        return;
    }
    if (m->tab == SMV_MOD_COMPILE) {
        m->compiler->impl->draw(m->compiler, s, g);
        return;
    }
    smv_rooms_read(&m->rooms, s);
    m->at = m->at < m->rooms.n ? m->at : m->rooms.n > 0 ? m->rooms.n - 1 : 0;
    top_words(s, &more);
    smv_chrome_top(g, &r, s, 0, smv_day_session(s->client), smv_buf_span(&more));
    smv_buf_finish(&more);
    if (s->over != NULL) {
        smv_chrome_bar(g, &r, smv_span_str(s->over), true);
    }
    if (s->ascii && !m->plain_seen) {
        smv_chrome_plain(g, &r);
    }
    draw_tabs(g, &r, m);
    smv_chrome_keys(g, &r,
                    m->reading != 0 && m->tab == SMV_MOD_ROOMS ? reading_hints : hints[m->tab]);
    draw_asked(g, &r, m);
    smv_mod_fill(m, s);
    if (m->tab == SMV_MOD_STAGE || (g->w >= WIDE && m->reading == 0)) {
        int w = g->w >= WIDE ? (r.w / 3 < SIDE_W ? SIDE_W : r.w / 3) : r.w / 2;
        draw_preview(g, smv_rect_right(&r, w), s, m);
        smv_grid_column(g, smv_rect_right(&r, 1), 0, SMV_STYLE_LINE);
    }
    if (m->tab != SMV_MOD_ROOMS) {
        smv_list_draw(g, r, &m->lists[m->tab], true);
    } else if (m->reading != 0) {
        draw_reading(g, r, s, m);
    } else {
        smv_mod_draw_rooms(g, r, s, m);
    }
    if (m->ask == SMV_ASK_INTO || m->ask == SMV_ASK_SHEET) {
        struct smv_rect box = {r.x + r.w / 8, r.y + 1, r.w - r.w / 4, r.h - 2};
        smv_mod_fill_pick(m);
        smv_list_box(g, box, &m->pick);
    } else if (m->ask == SMV_ASK_HELP) {
        draw_help(g, smv_grid_all(g));
    }
}
