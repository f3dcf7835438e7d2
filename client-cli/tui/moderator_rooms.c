/* moderator_rooms.c - the rooms in their places, and the list of what needs somebody; see moderator_int.h.
 *
 * Invariant: a room's card stays where it is; only its words and its style change. */
#include "client-cli/tui/moderator_int.h"

enum { CARD_W = 38, CARD_H = 5, MOST_NEEDS = 6 };

static void text_line(struct smv_grid *g, struct smv_rect r, int *y, const struct smv_buf *b,
                      enum smv_style style)
{
    if (*y < r.h && b->len > 0) {
        smv_grid_text(g, r, 0, (*y)++, smv_buf_span(b), style);
    }
}

/* --- a room -------------------------------------------------------------------------------------------------------------- */
static void draw_progress(struct smv_grid *g, struct smv_rect r, int *y, struct smv_client *c,
                          const struct smv_place_state *p)
{
    struct smv_ids sheets = {0};
    struct smv_buf words = {0};
    int x = 0;
    if (*y < r.h && p->n_questions > 0) {
        size_t done = 0;
        for (size_t i = 0; i < p->n_questions; i++) {
            enum smv_state_of state = p->questions[i].state;
            x = smv_grid_str(g, r, x, *y, smv_day_state_sign(state, g->ascii),
                             smv_day_state_style(state));
            x += r.w > (int)p->n_questions * 2 + 14 ? 1 : 0;
            done += state >= SMV_Q_SUMMARY;
        }
        smv_put_words(&words,
                      ngettext("%zu of %zu question", "%zu of %zu questions", p->n_questions), done,
                      p->n_questions);
        smv_grid_text(g, r, x + 1, *y, smv_buf_span(&words), SMV_STYLE_QUIET);
        (*y)++;
    }
    smv_day_sheets(c, p->session, p->place, SMV_WHOSE_PLACE, &sheets);
    struct smv_buf line = {0};
    for (size_t i = 0; i < sheets.n; i++) { /* what is counted on boards and tables, in one line */
        if (smv_day_form(c, sheets.ids[i]) != SMV_FORM_QUESTIONS) {
            smv_day_progress(c, sheets.ids[i], &words);
            smv_buf_put_str(&line, line.len > 0 && words.len > 0 ? ", " : "");
            smv_buf_put(&line, words.data, words.len);
        }
    }
    text_line(g, r, y, &line, SMV_STYLE_QUIET);
    smv_ids_finish(&sheets);
    smv_buf_finish(&words);
    smv_buf_finish(&line);
}

static void draw_newest(struct smv_grid *g, struct smv_rect r, int *y, const struct smv_scene *s,
                        const struct smv_place_state *p)
{
    struct smv_buf words = {0}, line = {0};
    smv_newest_words(s->client, p->newest, 200, &words);
    if (p->last_ms > 0 && words.len > 0) {
        smv_day_time(s, p->last_ms, &line);
        smv_buf_put_str(&line, "  ");
        smv_buf_put(&line, words.data, words.len);
    }
    text_line(g, r, y, &line, SMV_STYLE_TEXT);
    smv_buf_finish(&words);
    smv_buf_finish(&line);
}

static void draw_people(struct smv_grid *g, struct smv_rect r, int *y,
                        const struct smv_place_state *p)
{
    struct smv_buf line = {0};
    smv_buf_put(&line, p->people.data, p->people.len);
    if (p->phones > 0) {
        smv_buf_put_str(&line, line.len > 0 ? " \xc2\xb7 " : "");
        smv_put_words(&line, ngettext("%zu phone", "%zu phones", p->phones), p->phones);
    }
    if (line.len == 0) {
        smv_buf_put_str(&line, _("nobody is connected"));
    }
    text_line(g, r, y, &line, SMV_STYLE_QUIET);
    smv_buf_finish(&line);
}

static void place_title(struct smv_client *c, const struct smv_place_state *p, struct smv_buf *ret)
{
    struct smv_buf b = {0};
    smv_buf_clear(ret);
    smv_buf_put_str(ret, " ");
    smv_day_place_name(c, p->place, &b);
    smv_buf_put(ret, b.data, b.len);
    if (p->group != 0 && p->group != p->place && smv_day_has_text(c, p->group, SMV_GROUP_NAME)) {
        smv_day_place_name(c, p->group, &b);
        smv_buf_put_str(ret, " \xc2\xb7 ");
        smv_buf_put(ret, b.data, b.len);
    }
    smv_buf_put_str(ret, " ");
    smv_buf_finish(&b);
}

static void draw_card(struct smv_grid *g, struct smv_rect r, const struct smv_scene *s,
                      struct smv_moderator *m, size_t index)
{
    const struct smv_place_state *p = &m->rooms.list[index];
    struct smv_buf b = {0};
    bool here = index == m->at, marked = false;
    enum smv_style frame = here ? SMV_STYLE_HERE : SMV_STYLE_LINE;
    for (size_t i = 0; i < m->rooms.n_needs; i++) {
        marked |= m->rooms.needs[i].place == p->place && m->rooms.needs[i].type == SMV_NEED_CALL;
    }
    smv_grid_frame(g, r, marked && !here ? SMV_STYLE_BAD : frame);
    place_title(s->client, p, &b);
    unsigned at = smv_day_place_index(s->client, p->place) % 8;
    struct smv_rect top = {r.x + 1, r.y, r.w - 2, 1};
    int x =
        smv_grid_str(g, top, 1, 0, here ? (g->ascii ? ">" : "\xe2\x96\xb6") : "", SMV_STYLE_HERE);
    smv_grid_text(g, top, x, 0, smv_buf_span(&b), (enum smv_style)(SMV_STYLE_GROUP + at));
    smv_buf_clear(&b);
    if (p->n_locked > 0 && p->n_locked == p->n_sheets) {
        smv_buf_put_str(&b, _(" locked "));
    } else if (p->n_sheets > 0 && p->n_done == p->n_sheets) {
        smv_buf_put_str(&b, _(" done "));
    } else if (p->n_done > 0) {
        smv_put_words(&b, _(" %zu of %zu done "), p->n_done, p->n_sheets);
    }
    smv_grid_right(g, top, 0, smv_buf_span(&b),
                   p->n_done == p->n_sheets ? SMV_STYLE_GOOD : SMV_STYLE_QUIET);
    struct smv_rect in = {r.x + 2, r.y + 1, r.w - 4, r.h - 2};
    int y = 0;
    for (size_t i = 0; i < m->rooms.n_needs; i++) {
        if (m->rooms.needs[i].place == p->place && y < (in.h > 4 ? 2 : 1)) {
            smv_buf_clear(&b);
            smv_buf_put_str(&b, "! ");
            smv_need_words(s, &m->rooms.needs[i], &b);
            text_line(g, in, &y, &b, smv_need_style(&m->rooms.needs[i]));
        }
    }
    draw_progress(g, in, &y, s->client, p);
    draw_newest(g, in, &y, s, p);
    draw_people(g, in, &y, p);
    smv_buf_finish(&b);
}

static void draw_needs(struct smv_grid *g, struct smv_rect *r, const struct smv_scene *s,
                       const struct smv_moderator *m)
{
    const struct smv_rooms *rooms = &m->rooms;
    struct smv_buf b = {0}, name = {0};
    int most = r->h / 4 > MOST_NEEDS ? MOST_NEEDS : r->h / 4;
    int n = (int)rooms->n_needs, shown = n > most ? most : n;
    struct smv_rect at = smv_rect_top(r, shown);
    for (int i = 0; i < shown; i++) {
        const struct smv_need *need = &rooms->needs[i];
        smv_buf_clear(&b);
        smv_day_place_name(s->client, need->place, &name);
        smv_buf_put(&b, name.data, name.len);
        smv_buf_put_str(&b, " ");
        smv_need_words(s, need, &b);
        if (i + 1 == shown && n > shown) {
            smv_put_words(&b,
                          ngettext(" \xe2\x80\x93 and %d more", " \xe2\x80\x93 and %d more",
                                   (unsigned)(n - shown)),
                          n - shown);
        }
        int x = smv_grid_str(g, at, 1, i,
                             need->type == SMV_NEED_CALL ? "!"
                             : g->ascii                  ? "-"
                                                         : "\xc2\xb7",
                             smv_need_style(need));
        smv_grid_text(g, at, x + 1, i, smv_buf_span(&b), smv_need_style(need));
    }
    smv_buf_finish(&b);
    smv_buf_finish(&name);
}

void smv_mod_draw_rooms(struct smv_grid *g, struct smv_rect r, const struct smv_scene *s,
                        struct smv_moderator *m)
{
    int n = (int)m->rooms.n;
    draw_needs(g, &r, s, m);
    if (n == 0) {
        smv_grid_str(g, r, 1, 1, _("There are no rooms yet. The organiser makes them."),
                     SMV_STYLE_QUIET);
        return;
    }
    int across = r.w / CARD_W < 1 ? 1 : r.w / CARD_W;
    across = across > n ? n : across;
    int rows = (n + across - 1) / across;
    across = (n + rows - 1) / rows; /* rows of the same length */
    int h = r.h / rows > 10 ? 10 : r.h / rows;
    h = h < CARD_H ? CARD_H : h;
    int fit = r.h / h < 1 ? 1 : r.h / h, row = (int)m->at / across;
    m->across = across;
    m->scroll = row < m->scroll ? row : row >= m->scroll + fit ? row - fit + 1 : m->scroll;
    m->scroll = m->scroll + fit > rows ? (rows > fit ? rows - fit : 0) : m->scroll;
    for (int i = m->scroll * across; i < n && i / across < m->scroll + fit; i++) {
        int w = r.w / across;
        struct smv_rect at = {r.x + i % across * w, r.y + (i / across - m->scroll) * h, w, h};
        draw_card(g, at, s, m, (size_t)i);
    }
    if (rows > fit && r.h > fit * h) {
        struct smv_buf b = {0};
        smv_put_words(&b, _("%d of %d rooms are in sight"),
                      n < (m->scroll + fit) * across ? n - m->scroll * across : fit * across, n);
        smv_grid_text(g, r, 1, fit * h, smv_buf_span(&b), SMV_STYLE_QUIET);
        smv_buf_finish(&b);
    }
}
