/* list.c - see list.h. */
#include "client-cli/tui/list.h"
#include <string.h>
#include "common/base/heap.h"

void smv_list_clear(struct smv_list *l)
{
    for (size_t i = 0; i < l->n; i++) {
        smv_buf_finish(&l->lines[i].lead);
        smv_buf_finish(&l->lines[i].text);
        smv_buf_finish(&l->lines[i].detail);
    }
    l->n = 0;
    smv_buf_clear(&l->title);
    smv_buf_clear(&l->hint);
}

void smv_list_finish(struct smv_list *l)
{
    smv_list_clear(l);
    smv_buf_finish(&l->title);
    smv_buf_finish(&l->hint);
    smv_free(l->lines);
    *l = (struct smv_list){0};
}

struct smv_list_line *smv_list_put(struct smv_list *l, smv_id id, unsigned tag,
                                   struct smv_span text, bool stands)
{
    l->lines = smv_grow(l->lines, &l->cap, l->n + 1, sizeof *l->lines);
    struct smv_list_line *line = &l->lines[l->n++];
    memset(line, 0, sizeof *line);
    line->id = id;
    line->tag = tag;
    line->stands = stands;
    line->style = stands ? SMV_STYLE_TEXT : SMV_STYLE_STRONG;
    smv_buf_put_span(&line->text, text);
    return line;
}

static bool step(struct smv_list *l, int by)
{
    size_t at = l->at;
    while (by < 0 ? at > 0 : at + 1 < l->n) {
        at += by < 0 ? (size_t)-1 : 1;
        if (l->lines[at].stands) {
            l->at = at;
            return true;
        }
    }
    return false;
}

void smv_list_settle(struct smv_list *l)
{
    if (l->at >= l->n) {
        l->at = l->n > 0 ? l->n - 1 : 0;
    }
    if (l->n > 0 && !l->lines[l->at].stands && !step(l, 1)) {
        (void)step(l, -1);
    }
    if (l->n > 0 && !l->lines[l->at].stands) {
        l->at = l->n;
    }
}

bool smv_list_key(struct smv_list *l, const struct smv_key *key, int page)
{
    int steps = page > 1 ? page - 1 : 1;
    switch ((int)key->code) {
    case SMV_KEY_UP: (void)step(l, -1); return true;
    case SMV_KEY_DOWN: (void)step(l, 1); return true;
    case SMV_KEY_PAGE_UP:
        while (steps-- > 0 && step(l, -1)) {
        }
        return true;
    case SMV_KEY_PAGE_DOWN:
        while (steps-- > 0 && step(l, 1)) {
        }
        return true;
    case SMV_KEY_HOME:
        while (step(l, -1)) {
        }
        return true;
    case SMV_KEY_END:
        while (step(l, 1)) {
        }
        return true;
    case SMV_KEY_MOUSE:
        if (key->number == 4 || key->number == 5) {
            (void)step(l, key->number == 4 ? -1 : 1);
            return true;
        }
        return false;
    default: return false;
    }
}

const struct smv_list_line *smv_list_at(const struct smv_list *l)
{
    return l->at < l->n && l->lines[l->at].stands ? &l->lines[l->at] : NULL;
}

static int height(const struct smv_list_line *line, int w, struct smv_wrap *wrap, bool ascii)
{
    w -= line->hang;
    smv_wrap_make(wrap, smv_buf_span(&line->text), w < 2 ? 2 : (size_t)w, ascii);
    return (int)wrap->n + (line->detail.len > 0);
}

void smv_list_draw(struct smv_grid *g, struct smv_rect r, struct smv_list *l, bool marked)
{
    struct smv_wrap wrap = {0};
    int y = 0, top = 0, bottom = 0;
    for (size_t i = 0; i < l->n; i++) {
        int h = height(&l->lines[i], r.w, &wrap, g->ascii);
        if (i == l->at) {
            top = y;
            bottom = y + h;
        }
        y += h;
    }
    if (marked && bottom > l->scroll + r.h) {
        l->scroll = bottom - r.h;
    }
    if (marked && top < l->scroll) {
        l->scroll = l->at == 1 ? 0 : top;
    }
    l->scroll = l->scroll > y - r.h ? y - r.h : l->scroll;
    l->scroll = l->scroll < 0 ? 0 : l->scroll;
    int whole = y;
    y = -l->scroll;
    for (size_t i = 0; i < l->n && y < r.h; i++) {
        const struct smv_list_line *line = &l->lines[i];
        int h = height(line, r.w, &wrap, g->ascii);
        if (y + h > 0) {
            enum smv_style style = marked && i == l->at ? SMV_STYLE_MARKED
                                   : line->current      ? SMV_STYLE_HERE
                                                        : line->style;
            struct smv_rect text = {r.x + line->hang, r.y, r.w - line->hang, r.h};
            smv_grid_wrapped(g, text, y < 0 ? 0 : y, smv_buf_span(&line->text), &wrap, style,
                             y < 0 ? -y : 0, 0, 0);
            if (line->lead.len > 0 && y >= 0) {
                smv_grid_text(g, r, 0, y, smv_buf_span(&line->lead), style);
            }
            if (line->detail.len > 0 && y + h - 1 >= 0) {
                smv_grid_text(g, r, 2, y + h - 1, smv_buf_span(&line->detail), SMV_STYLE_QUIET);
            }
        }
        y += h;
    }
    if (whole > l->scroll + r.h) {
        smv_grid_str(g, r, r.w - 1, r.h - 1, g->ascii ? "v" : "\xe2\x86\x93", SMV_STYLE_QUIET);
    }
    if (l->scroll > 0) {
        smv_grid_str(g, r, r.w - 1, 0, g->ascii ? "^" : "\xe2\x86\x91", SMV_STYLE_QUIET);
    }
    smv_wrap_finish(&wrap);
}

void smv_list_box(struct smv_grid *g, struct smv_rect r, struct smv_list *l)
{
    smv_grid_fill(g, r, SMV_STYLE_TEXT);
    smv_grid_frame(g, r, SMV_STYLE_LINE);
    struct smv_rect head = {r.x + 2, r.y, r.w - 4, 1}, foot = {r.x + 2, r.y + r.h - 1, r.w - 4, 1};
    struct smv_rect in = {r.x + 2, r.y + 1, r.w - 4, r.h - 2};
    if (l->title.len > 0) {
        int x = smv_grid_str(g, head, 0, 0, " ", SMV_STYLE_LINE);
        x = smv_grid_text(g, head, x, 0, smv_buf_span(&l->title), SMV_STYLE_STRONG);
        smv_grid_str(g, head, x, 0, " ", SMV_STYLE_LINE);
    }
    if (l->hint.len > 0) {
        int x = smv_grid_str(g, foot, 0, 0, " ", SMV_STYLE_LINE);
        x = smv_grid_text(g, foot, x, 0, smv_buf_span(&l->hint), SMV_STYLE_QUIET);
        smv_grid_str(g, foot, x, 0, " ", SMV_STYLE_LINE);
    }
    smv_list_draw(g, in, l, true);
}
