/* plenary.c - see plenary.h. */
#include "client-cli/tui/plenary.h"
#include <stdio.h>
#include <string.h>
#include "client-cli/tui/big.h"
#include "common/base/heap.h"

enum { LEAST_W = 20, LEAST_H = 6, SOON_MS = 1000 };

struct plenary {
    struct smv_view view;
    smv_id wanted;
    char host[300], base[400], link[440];
    struct smv_picture picture;
    int offset;          /* pages turned here, on top of the moderator's */
    uint64_t page_known; /* STAGE.PAGE when the offset was made: another page there takes it back */
    smv_id stage_known;  /* what was shown then */
    struct smv_value show_known;
    uint64_t mode_known;
    int page, pages;           /* as drawn last */
    int told_page, told_pages; /* as said last; -1 not yet */
    bool was_live;
};

static struct plenary *of(struct smv_view *v)
{
    return (struct plenary *)v;
}

static smv_id stage_of(const struct plenary *p, const struct smv_scene *s)
{
    struct smv_client_info me;
    smv_client_info(s->client, &me);
    smv_id own = smv_client_kind(s->client, me.place) == SMV_KIND_STAGE ? me.place : 0;
    return p->wanted != 0 ? p->wanted : own != 0 ? own : smv_stage_first(s->client);
}

static void destroy(struct smv_view *v)
{
    struct plenary *p = of(v);
    smv_picture_finish(&p->picture);
    smv_free(p);
}

/* Another picture, or the moderator turned: pages turned here are forgotten. */
static void follow(struct plenary *p, const struct smv_scene *s)
{
    smv_id stage = stage_of(p, s);
    struct smv_value show = {0};
    uint64_t page = smv_day_num(s->client, stage, SMV_STAGE_PAGE);
    uint64_t mode = smv_day_num(s->client, stage, SMV_STAGE_MODE);
    if (stage != 0) {
        smv_client_value(s->client, stage, SMV_STAGE_SHOW, &show);
    }
    bool same = stage == p->stage_known && page == p->page_known && mode == p->mode_known &&
                show.n_list == p->show_known.n_list &&
                memcmp(show.list, p->show_known.list, show.n_list * sizeof *show.list) == 0;
    if (!same) {
        p->offset = 0;
        p->stage_known = stage;
        p->page_known = page;
        p->mode_known = mode;
        p->show_known = show;
    }
}

static bool identified(const struct smv_scene *s, smv_id stage)
{
    return (int64_t)smv_day_num(s->client, stage, SMV_STAGE_IDENTIFY) > s->log_ms;
}

/* --- drawing ------------------------------------------------------------------------------------------------------ */
static void draw_name(struct smv_grid *g, const struct smv_scene *s, smv_id stage)
{
    struct smv_buf b = {0}, name = {0};
    unsigned at = smv_day_place_index(s->client, stage);
    smv_put_words(&b, "%u", at + 1);
    struct smv_rect r = smv_grid_all(g);
    int scale = smv_big_fit(smv_buf_span(&b), r.w / 2, r.h / 2, 6, g->ascii);
    int rows = scale > 0 ? smv_big_rows(smv_buf_span(&b), scale, g->ascii) : 1;
    struct smv_rect box = {r.x + r.w / 4, r.y + (r.h - rows - 4) / 2, r.w / 2, rows + 4};
    smv_grid_fill(g, box, SMV_STYLE_TEXT);
    smv_grid_frame(g, box, SMV_STYLE_STRONG);
    struct smv_rect in = {box.x + 1, box.y + 1, box.w - 2, box.h - 2};
    if (scale > 0) {
        int w = smv_big_columns(smv_buf_span(&b), scale, g->ascii);
        smv_big_draw(g, in, (in.w - w) / 2, 0, smv_buf_span(&b), scale, SMV_STYLE_STRONG);
    }
    smv_client_text(s->client, stage, SMV_STAGE_NAME, &name);
    int w = (int)smv_glyphs_columns(smv_buf_span(&name));
    smv_grid_text(g, in, w < in.w ? (in.w - w) / 2 : 0, in.h - 1, smv_buf_span(&name),
                  SMV_STYLE_STRONG);
    smv_buf_finish(&b);
    smv_buf_finish(&name);
}

static void draw_mark(struct smv_grid *g, const struct smv_scene *s)
{
    enum smv_client_state state = smv_client_state(s->client);
    const char *mark = s->frozen ? _("link closed")
                       : state == SMV_CLIENT_BACKOFF || state == SMV_CLIENT_DENIED ||
                               state == SMV_CLIENT_IDLE || state == SMV_CLIENT_CONNECTING
                           ? _("no connection")
                           : NULL;
    if (mark != NULL) {
        smv_grid_right(g, smv_grid_all(g), 0, smv_span_str(mark), SMV_STYLE_QUIET);
    }
}

static void set_link(struct plenary *p, struct smv_client *c)
{
    struct smv_value v;
    smv_client_value(c, SMV_ROOT, SMV_SEMINAR_CODE, &v);
    if (p->base[0] != '\0' && v.str.len > 0) {
        snprintf(p->link, sizeof p->link, "%s%.*s", p->base, (int)v.str.len,
                 (const char *)v.str.data);
    } else {
        p->link[0] = '\0';
    }
}

static void draw(struct smv_view *v, const struct smv_scene *s, struct smv_grid *g)
{
    struct plenary *p = of(v);
    smv_id stage = stage_of(p, s);
    if (g->w < LEAST_W || g->h < LEAST_H) {
        smv_grid_str(g, smv_grid_all(g), 0, 0, _("Too small"), SMV_STYLE_QUIET);
        return;
    }
    set_link(p, s->client);
    struct smv_pic_where where = {p->host, p->link};
    struct smv_rect r = smv_grid_all(g);
    int edge = g->w >= 100 ? 4 : g->w >= 60 ? 2 : 0;
    smv_rect_left(&r, edge);
    smv_rect_right(&r, edge);
    smv_rect_top(&r, g->h >= 30 ? 2 : 1);
    smv_rect_bottom(&r, g->h >= 30 ? 1 : 0);
    smv_picture_read(&p->picture, s->client, stage);
    int asked = (int)smv_day_num(s->client, stage, SMV_STAGE_PAGE) + p->offset;
    smv_picture_draw(g, r, s, &p->picture, &where, asked < 0 ? 0 : asked, true, &p->page,
                     &p->pages);
    draw_mark(g, s);
    if (identified(s, stage)) {
        draw_name(g, s, stage);
    }
    g->caret_x = g->caret_y = -1;
}

/* --- what happens ---------------------------------------------------------------------------------------------------- */
/* The page is known once it has been drawn: it is said in the turn after. */
static unsigned tell_page(struct plenary *p, const struct smv_scene *s)
{
    bool live = smv_client_state(s->client) == SMV_CLIENT_LIVE;
    bool news = live && (!p->was_live || p->page != p->told_page || p->pages != p->told_pages);
    p->was_live = live;
    smv_id stage = stage_of(p, s);
    struct smv_client_info me;
    smv_client_info(s->client, &me);
    if (!news || stage == 0 || p->pages == 0 || me.role != SMV_ROLE_SCREEN ||
        !smv_client_presence(s->client, stage, 0, (uint32_t)p->page, (uint32_t)p->pages)) {
        return SMV_DID_NOTHING;
    }
    p->told_page = p->page;
    p->told_pages = p->pages;
    return SMV_DID_WORK;
}

static unsigned news(struct smv_view *v, const struct smv_scene *s, unsigned what)
{
    struct plenary *p = of(v);
    (void)what;
    follow(p, s);
    return tell_page(p, s);
}

static unsigned turn_page(struct plenary *p, int by)
{
    int next = p->page + by;
    if (next < 0 || next >= p->pages) {
        return SMV_DID_NOTHING;
    }
    /* from the page that is shown, whatever was asked for beyond the last */
    p->offset = next - (int)p->page_known;
    return SMV_DID_DRAW;
}

static unsigned key(struct smv_view *v, const struct smv_scene *s, const struct smv_key *k)
{
    struct plenary *p = of(v);
    follow(p, s);
    if (k->code == SMV_KEY_RIGHT || k->code == SMV_KEY_PAGE_DOWN || k->code == SMV_KEY_DOWN ||
        smv_key_is(k, 0, " ")) {
        return turn_page(p, 1);
    }
    if (k->code == SMV_KEY_LEFT || k->code == SMV_KEY_PAGE_UP || k->code == SMV_KEY_UP ||
        k->code == SMV_KEY_BACKSPACE) {
        return turn_page(p, -1);
    }
    if (k->code == SMV_KEY_HOME) {
        p->offset = -(int)p->page_known;
        return SMV_DID_DRAW;
    }
    if (smv_key_is(k, SMV_MOD_CTRL, "l")) {
        return SMV_DID_REPAINT;
    }
    if (smv_key_is(k, SMV_MOD_CTRL, "r")) {
        return SMV_DID_RETRY;
    }
    return smv_key_is(k, 0, "q") || smv_key_is(k, SMV_MOD_CTRL, "q") ||
                   smv_key_is(k, SMV_MOD_CTRL, "c")
               ? SMV_DID_QUIT
               : SMV_DID_NOTHING;
}

static smv_ms wake(struct smv_view *v, const struct smv_scene *s)
{
    struct plenary *p = of(v);
    enum { NOW = 20, PRESENCE_MS = 260 };
    smv_id clock = p->picture.mode == SMV_PIC_COUNTDOWN ? p->picture.about : 0;
    clock = clock != 0 ? clock : smv_picture_running(s->client);
    smv_ms second = smv_day_next_second(s->client, clock, s->log_ms);
    bool live = smv_client_state(s->client) == SMV_CLIENT_LIVE;
    struct smv_client_info me;
    smv_client_info(s->client, &me);
    if (live && me.role == SMV_ROLE_SCREEN &&
        (!p->was_live || p->page != p->told_page || p->pages != p->told_pages)) {
        return second > 0 && second < PRESENCE_MS ? second + NOW : PRESENCE_MS;
    }
    /* marks for what is new, and the name, go away by themselves */
    return second > 0 ? second : SOON_MS;
}

static const struct smv_view_impl impl = {destroy, news, key, draw, wake};

struct smv_view *smv_plenary_create(smv_id stage, const char *host, const char *base)
{
    struct plenary *p = smv_alloc(sizeof *p);
    *p = (struct plenary){.view = {&impl}, .wanted = stage, .told_page = -1};
    snprintf(p->host, sizeof p->host, "%s", host);
    snprintf(p->base, sizeof p->base, "%s", base);
    return &p->view;
}
