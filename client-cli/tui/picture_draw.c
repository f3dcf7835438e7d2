/* picture_draw.c - a picture on a grid: heading, columns broken into pages, foot with clock and page; see picture.h.
 *
 * Invariant: pages are made of lines: an item that is higher than a page goes on on the next one. */
#include <string.h>
#include "client-cli/tui/big.h"
#include "client-cli/tui/picture.h"
#include "common/base/heap.h"

enum { SIDE_BY_SIDE = 4, LEAST_COLUMN = 26, ROOMY = 34, FRESH_MS = 4000 };

/* A run of lines of an item on a page. */
struct slot {
    size_t item;
    int from, lines, page, y;
    bool again; /* a heading said again */
};
struct slots {
    struct slot *list; /* owned */
    size_t n, cap;
    int pages;
};

/* --- pages --------------------------------------------------------------------------------------------------- */
static int lead_of(const struct smv_pic_item *it)
{
    return it->type == SMV_PIC_HEAD    ? 2 * it->indent
           : it->type == SMV_PIC_QUOTE ? 2
           : it->type == SMV_PIC_UNIT  ? 9
                                       : 2 + it->indent;
}

static int lines_of(struct smv_pic_item *it, int w, bool ascii)
{
    int lead = it->type == SMV_PIC_BAR ? 0 : lead_of(it);
    int room = w - lead < 4 ? 4 : w - lead;
    smv_wrap_make(&it->wrap, smv_buf_span(&it->text), (size_t)room, ascii);
    smv_wrap_make(&it->meta_wrap, smv_buf_span(&it->meta), (size_t)room, ascii);
    bool beside = it->type == SMV_PIC_BAR || it->type == SMV_PIC_UNIT;
    return (int)it->wrap.n + (beside || it->meta.len == 0 ? 0 : (int)it->meta_wrap.n) +
           (it->type == SMV_PIC_BAR ? 1 : 0);
}

static void put_slot(struct slots *s, struct slot slot)
{
    s->list = smv_grow(s->list, &s->cap, s->n + 1, sizeof *s->list);
    s->list[s->n++] = slot;
}

/* Breaks a column into pages of h lines; gap: empty lines between items. */
static void paginate(struct smv_pic_column *col, int w, int h, int gap, bool ascii,
                     struct slots *ret)
{
    int page = 0, y = 0;
    size_t head = SIZE_MAX;
    ret->n = 0;
    for (size_t i = 0; i < col->n; i++) {
        struct smv_pic_item *it = &col->items[i];
        int lines = lines_of(it, w, ascii), from = 0;
        bool heading = it->type == SMV_PIC_HEAD;
        int space = y > 0 ? (heading ? 1 : gap) : 0;
        int need = lines + (heading ? 2 : 0); /* a heading does not stand alone at the bottom */
        if (y > 0 && (it->break_before || y + space + need > h)) {
            page++;
            y = space = 0;
            if (!heading && head != SIZE_MAX && !it->break_before && h > 4) {
                put_slot(ret, (struct slot){head, 0, 1, page, 0, true});
                y = 1;
            }
        }
        head = heading ? i : head;
        y += space;
        while (lines > 0) {
            int fit = lines < h - y ? lines : h - y;
            put_slot(ret, (struct slot){i, from, fit, page, y, false});
            from += fit;
            lines -= fit;
            y += fit;
            if (lines > 0) {
                page++;
                y = 0;
            }
        }
    }
    ret->pages = page + 1;
}

/* --- items --------------------------------------------------------------------------------------------------- */
static bool fresh(const struct smv_scene *s, smv_id id)
{
    const struct smv_node *n = smv_tree_find(smv_client_confirmed(s->client), id);
    return n != NULL && n->touched_ms > 0 && s->log_ms - (int64_t)n->touched_ms < FRESH_MS &&
           s->log_ms >= (int64_t)n->touched_ms;
}

static void draw_lines(struct smv_grid *g, struct smv_rect r, const struct smv_pic_item *it,
                       const struct slot *slot, enum smv_style style)
{
    int text = (int)it->wrap.n;
    smv_grid_wrapped(g, r, 0, smv_buf_span(&it->text), &it->wrap, style, slot->from, 0, 0);
    bool beside = it->type == SMV_PIC_BAR || it->type == SMV_PIC_UNIT;
    if (!beside && it->meta.len > 0) {
        int y = text > slot->from ? text - slot->from : 0;
        int skip = slot->from > text ? slot->from - text : 0;
        if (y < r.h) {
            smv_grid_wrapped(g, r, y, smv_buf_span(&it->meta), &it->meta_wrap, SMV_STYLE_QUIET,
                             skip, 0, 0);
        }
    }
}

static void draw_bar(struct smv_grid *g, struct smv_rect r, const struct smv_pic_item *it,
                     const struct slot *slot)
{
    int y = (int)it->wrap.n - slot->from;
    int value = (int)smv_glyphs_columns(smv_buf_span(&it->meta)) + 1;
    draw_lines(g, r, it, slot, it->style);
    if (y >= 0 && y < r.h && r.w > value) {
        smv_grid_meter(g, r, 0, y, r.w - value, (int)it->part, (int)it->whole, it->style);
        smv_grid_right(g, r, y, smv_buf_span(&it->meta), it->style);
    }
}

static void draw_item(struct smv_grid *g, struct smv_rect r, const struct smv_scene *s,
                      const struct smv_pic_item *it, const struct slot *slot)
{
    enum smv_style style =
        fresh(s, it->id) && it->type != SMV_PIC_HEAD ? SMV_STYLE_HERE : it->style;
    char plain[2] = {it->sign_ascii, '\0'};
    int lead = lead_of(it);
    if (it->type == SMV_PIC_BAR) {
        draw_bar(g, r, it, slot);
        return;
    }
    if (it->type == SMV_PIC_HEAD) {
        smv_rect_left(&r, lead);
        if (slot->again) {
            int x = smv_grid_text(g, r, 0, 0, smv_buf_span(&it->text), SMV_STYLE_STRONG);
            smv_grid_str(g, r, x < r.w - 8 ? x + 1 : r.w - 8, 0, _("(cont.)"), SMV_STYLE_QUIET);
        } else {
            draw_lines(g, r, it, slot, SMV_STYLE_STRONG);
        }
        return;
    }
    if (slot->from == 0 && it->type == SMV_PIC_UNIT) {
        smv_grid_str(g, r, 0, 0, g->ascii ? plain : it->sign, style);
        smv_grid_text(g, r, 2, 0, smv_buf_span(&it->meta), style);
    } else if (slot->from == 0 && it->type == SMV_PIC_BULLET) {
        smv_grid_str(g, r, it->indent, 0, g->ascii ? plain : it->sign,
                     it->sign_ascii == '+' ? SMV_STYLE_WARN : style);
    } else if (it->type == SMV_PIC_QUOTE) {
        smv_grid_column(g, r, 0, SMV_STYLE_LINE);
    }
    smv_rect_left(&r, lead);
    draw_lines(g, r, it, slot, style);
}

/* --- columns --------------------------------------------------------------------------------------------------- */
static int draw_column_head(struct smv_grid *g, struct smv_rect r, struct smv_client *c,
                            const struct smv_pic_column *col)
{
    if (col->head.len == 0) {
        return 0;
    }
    unsigned at = smv_day_place_index(c, col->place) % 8;
    enum smv_style style =
        col->place != 0 ? (enum smv_style)(SMV_STYLE_GROUP + at) : SMV_STYLE_STRONG;
    smv_grid_text(g, r, 0, 0, smv_buf_span(&col->head), style);
    smv_grid_text(g, r, 0, 1, smv_buf_span(&col->sub), SMV_STYLE_QUIET);
    smv_grid_rule(g, r, 2, SMV_STYLE_LINE);
    return 3;
}

static void draw_column(struct smv_grid *g, struct smv_rect r, const struct smv_scene *s,
                        struct smv_pic_column *col, const struct slots *slots, int page)
{
    bool any = false;
    for (size_t i = 0; i < slots->n; i++) {
        const struct slot *slot = &slots->list[i];
        if (slot->page == page) {
            struct smv_rect at = {r.x, r.y + slot->y, r.w, slot->lines};
            draw_item(g, at, s, &col->items[slot->item], slot);
            any = true;
        }
    }
    if (!any) {
        smv_grid_str(g, r, 0, 0,
                     col->n == 0 ? _("Nothing yet")
                     : g->ascii  ? "-"
                                 : "\xe2\x80\x93",
                     SMV_STYLE_QUIET);
    }
}

static void draw_columns(struct smv_grid *g, struct smv_rect r, const struct smv_scene *s,
                         struct smv_picture *p, int asked, int *ret_page, int *ret_pages)
{
    int beside = r.w / LEAST_COLUMN;
    beside = beside > SIDE_BY_SIDE ? SIDE_BY_SIDE : beside < 1 ? 1 : beside;
    int n = (int)p->n, before = 0, shown = -1;
    struct slots all[SIDE_BY_SIDE] = {{0}};
    *ret_pages = 0;
    for (int first = 0; first < n; first += beside) {
        int here = n - first < beside ? n - first : beside, pages = 1;
        int sets = (n + beside - 1) / beside, across = sets > 1 ? beside : here;
        int w = (r.w - 3 * (across - 1)) / across, gap = r.h >= ROOMY ? 1 : 0;
        int head = p->columns[first].head.len > 0 ? 3 : 0;
        for (int k = 0; k < here; k++) {
            paginate(&p->columns[first + k], w, r.h - head < 1 ? 1 : r.h - head, gap, g->ascii,
                     &all[k]);
            pages = all[k].pages > pages ? all[k].pages : pages;
        }
        bool last = first + beside >= n;
        if (shown < 0 && (asked < before + pages || last)) {
            shown = asked - before < 0 ? 0 : asked - before >= pages ? pages - 1 : asked - before;
            *ret_page = before + shown;
            for (int k = 0; k < here; k++) {
                struct smv_rect at = {r.x + k * (w + 3), r.y, w, r.h};
                if (k > 0) {
                    smv_grid_column(g, (struct smv_rect){at.x - 2, r.y, 1, r.h}, 0, SMV_STYLE_LINE);
                }
                smv_rect_top(&at, draw_column_head(g, at, s->client, &p->columns[first + k]));
                draw_column(g, at, s, &p->columns[first + k], &all[k], shown);
            }
        }
        before += pages;
    }
    *ret_pages = before > 0 ? before : 1;
    for (int k = 0; k < SIDE_BY_SIDE; k++) {
        smv_free(all[k].list);
    }
}

/* --- around them ------------------------------------------------------------------------------------------------- */
static void draw_head(struct smv_grid *g, struct smv_rect *r, struct smv_picture *p, bool large)
{
    struct smv_span title = smv_buf_span(&p->title);
    if (p->kicker.len > 0) {
        struct smv_rect line = smv_rect_top(r, 1);
        smv_grid_text(g, line, 0, 0, smv_buf_span(&p->kicker), SMV_STYLE_QUIET);
    }
    int most = r->h >= 100 ? 3 : r->h >= 60 ? 2 : 1;
    int scale = large && r->h >= ROOMY - 4 ? smv_big_fit(title, r->w, r->h / 4, most, g->ascii) : 0;
    if (scale > 0) {
        int rows = smv_big_rows(title, scale, g->ascii);
        struct smv_rect at = smv_rect_top(r, rows + 1);
        smv_big_draw(g, at, 0, 0, title, scale, SMV_STYLE_STRONG);
    } else if (title.len > 0) {
        struct smv_wrap wrap = {0};
        smv_wrap_make(&wrap, title, r->w < 2 ? 2 : (size_t)r->w, g->ascii);
        int lines = wrap.n > 4 ? 4 : (int)wrap.n;
        struct smv_rect at = smv_rect_top(r, lines);
        if (wrap.n <= 4) {
            smv_grid_wrapped(g, at, 0, title, &wrap, SMV_STYLE_STRONG, 0, 0, 0);
        } else { /* the rest of it on the last line, with a sign that there is more */
            smv_grid_wrapped(g, (struct smv_rect){at.x, at.y, at.w, 3}, 0, title, &wrap,
                             SMV_STYLE_STRONG, 0, 0, 0);
            smv_grid_text(g, at, 0, 3, smv_span_from(title, wrap.lines[3].byte), SMV_STYLE_STRONG);
        }
        smv_wrap_finish(&wrap);
    }
    smv_grid_rule(g, smv_rect_top(r, 1), 0, SMV_STYLE_LINE);
}

static void draw_foot(struct smv_grid *g, struct smv_rect foot, const struct smv_scene *s,
                      const struct smv_picture *p, int page, int pages)
{
    struct smv_buf b = {0}, line = {0};
    smv_id session = smv_picture_running(s->client);
    if (smv_picture_clock(s, session, &b)) {
        bool paused = smv_day_num(s->client, session, SMV_SESSION_STATE) == SMV_PAUSED;
        bool over = b.len > 0 && b.data[0] == '+';
        smv_put_words(&line,
                      paused ? _("paused, %s left")
                      : over ? _("%s over time")
                             : _("%s left"),
                      smv_buf_cstr(&b) + (over && !paused));
        smv_grid_text(g, foot, 0, 0, smv_buf_span(&line), over ? SMV_STYLE_WARN : SMV_STYLE_QUIET);
    }
    if (pages > 1) {
        smv_buf_clear(&b);
        smv_put_words(&b, "%d/%d", page + 1, pages);
        smv_grid_right(g, foot, 0, smv_buf_span(&b), SMV_STYLE_STRONG);
    }
    if (p->mode == SMV_PIC_POLL && p->about != 0) {
        unsigned long n = (unsigned long)smv_day_num(s->client, p->about, SMV_POLL_COUNT);
        smv_buf_clear(&b);
        smv_put_words(&b, ngettext("%lu answer", "%lu answers", n), n);
        int w = (int)smv_glyphs_columns(smv_buf_span(&b));
        smv_grid_text(g, foot, foot.w > w ? (foot.w - w) / 2 : 0, 0, smv_buf_span(&b),
                      SMV_STYLE_QUIET);
    }
    smv_buf_finish(&b);
    smv_buf_finish(&line);
}

void smv_picture_draw(struct smv_grid *g, struct smv_rect r, const struct smv_scene *s,
                      struct smv_picture *p, const struct smv_pic_where *where, int asked,
                      bool large, int *ret_page, int *ret_pages)
{
    *ret_page = 0;
    *ret_pages = 1;
    if (r.w < 4 || r.h < 3 || smv_picture_whole(g, r, s, p, where, large)) {
        return;
    }
    struct smv_rect foot = smv_rect_bottom(&r, 1);
    draw_head(g, &r, p, large);
    if (large && r.h > ROOMY) {
        smv_rect_top(&r, 1);
        smv_rect_bottom(&r, 1);
    }
    draw_columns(g, r, s, p, asked, ret_page, ret_pages);
    draw_foot(g, foot, s, p, *ret_page, *ret_pages);
}
