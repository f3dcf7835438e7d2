/* grid.c - see grid.h. */
#include "client-cli/tui/grid.h"
#include <string.h>
#include "common/base/heap.h"

static const struct smv_glyph blank = {.bytes = " ", .len = 1, .columns = 1};

void smv_grid_init(struct smv_grid *g, int w, int h, bool ascii)
{
    *g = (struct smv_grid){.w = w < 1 ? 1 : w, .h = h < 1 ? 1 : h, .ascii = ascii};
    g->cells = smv_alloc((size_t)g->w * (size_t)g->h * sizeof *g->cells);
    smv_grid_clear(g);
}

void smv_grid_finish(struct smv_grid *g)
{
    smv_free(g->cells);
    *g = (struct smv_grid){0};
}

void smv_grid_clear(struct smv_grid *g)
{
    for (int i = 0; i < g->w * g->h; i++) {
        g->cells[i] = (struct smv_tcell){.glyph = blank};
    }
    g->caret_x = g->caret_y = -1;
}

struct smv_rect smv_grid_all(const struct smv_grid *g)
{
    return (struct smv_rect){0, 0, g->w, g->h};
}

/* --- single cells ------------------------------------------------------------------------------------- */
static struct smv_tcell *cell(struct smv_grid *g, struct smv_rect r, int x, int y)
{
    bool inside = x >= 0 && y >= 0 && x < r.w && y < r.h;
    int gx = r.x + x, gy = r.y + y;
    return inside && gx >= 0 && gy >= 0 && gx < g->w && gy < g->h ? &g->cells[gy * g->w + gx]
                                                                  : NULL;
}

/* A half of a wide glyph does not stay behind alone when the other half is drawn over. */
static void part(struct smv_grid *g, struct smv_tcell *c)
{
    ptrdiff_t at = c - g->cells;
    if (c->glyph.columns == 2 && at % g->w + 1 < g->w) {
        g->cells[at + 1].glyph = blank;
    } else if (c->glyph.len == 0 && at % g->w > 0) {
        g->cells[at - 1].glyph = blank;
    }
}

static void put(struct smv_grid *g, struct smv_rect r, int x, int y, const struct smv_glyph *glyph,
                enum smv_style style)
{
    struct smv_tcell *c = cell(g, r, x, y);
    struct smv_tcell *second = glyph->columns == 2 ? cell(g, r, x + 1, y) : NULL;
    if (c == NULL) {
        return;
    }
    part(g, c);
    *c = (struct smv_tcell){.glyph = glyph->columns == 2 && second == NULL ? blank : *glyph,
                            .style = (uint8_t)style};
    if (second != NULL) {
        part(g, second);
        *second = (struct smv_tcell){.style = (uint8_t)style};
    }
}

static void put_sign(struct smv_grid *g, struct smv_rect r, int x, int y, const char *utf8,
                     char ascii, enum smv_style style)
{
    struct smv_glyph s = {.columns = 1, .len = 1, .bytes = {ascii}};
    if (!g->ascii) {
        s.len = (uint8_t)strlen(utf8);
        memcpy(s.bytes, utf8, s.len);
    }
    put(g, r, x, y, &s, style);
}

void smv_grid_fill(struct smv_grid *g, struct smv_rect r, enum smv_style style)
{
    for (int y = 0; y < r.h && y < g->h; y++) {
        for (int x = 0; x < r.w && x < g->w; x++) {
            put(g, r, x, y, &blank, style);
        }
    }
}

/* --- text ------------------------------------------------------------------------------------------------ */
int smv_grid_text(struct smv_grid *g, struct smv_rect r, int x, int y, struct smv_span text,
                  enum smv_style style)
{
    struct smv_glyphs it;
    struct smv_glyph glyph;
    enum smv_glyph_break kind;
    int last = x;
    smv_glyphs_init(&it, text, g->ascii);
    while (smv_glyphs_next(&it, &glyph, &kind)) {
        const struct smv_glyph *shown = kind == SMV_GLYPH_TEXT ? &glyph : &blank;
        if (shown->len == 0) {
            continue;
        }
        if (x + shown->columns > r.w) {
            put_sign(g, r, r.w > 0 && last >= r.w ? r.w - 1 : last, y, "\xe2\x80\xa6", '~', style);
            return r.w;
        }
        put(g, r, x, y, shown, style);
        last = x + shown->columns >= r.w ? x : x + shown->columns;
        x += shown->columns;
    }
    return x;
}

int smv_grid_str(struct smv_grid *g, struct smv_rect r, int x, int y, const char *text,
                 enum smv_style style)
{
    return smv_grid_text(g, r, x, y, smv_span_str(text), style);
}

void smv_grid_right(struct smv_grid *g, struct smv_rect r, int y, struct smv_span text,
                    enum smv_style style)
{
    int columns = (int)smv_glyphs_columns(text);
    smv_grid_text(g, r, columns < r.w ? r.w - columns : 0, y, text, style);
}

int smv_grid_wrapped(struct smv_grid *g, struct smv_rect r, int y, struct smv_span text,
                     const struct smv_wrap *wrap, enum smv_style style, int skip, size_t mark_from,
                     size_t mark_to)
{
    for (size_t i = skip > 0 ? (size_t)skip : 0; i < wrap->n && y < r.h; i++, y++) {
        const struct smv_line *l = &wrap->lines[i];
        struct smv_glyphs it;
        struct smv_glyph glyph;
        enum smv_glyph_break kind;
        int x = 0;
        smv_glyphs_init(&it, text, g->ascii);
        it.byte = l->byte;
        it.cp = l->cp;
        while (it.cp < l->end_cp) {
            bool marked = it.cp >= mark_from && it.cp < mark_to;
            if (!smv_glyphs_next(&it, &glyph, &kind)) {
                break;
            }
            int wide = kind == SMV_GLYPH_TAB ? 4 - x % 4 : glyph.columns;
            for (int k = 0; kind == SMV_GLYPH_TAB && k < wide; k++) {
                put(g, r, x + k, y, &blank, marked ? SMV_STYLE_MARKED : style);
            }
            if (kind != SMV_GLYPH_TAB && glyph.len > 0) {
                put(g, r, x, y, &glyph, marked ? SMV_STYLE_MARKED : style);
            }
            x += wide;
        }
    }
    return (int)wrap->n - (skip > 0 ? skip : 0);
}

/* --- lines ------------------------------------------------------------------------------------------------ */
void smv_grid_rule(struct smv_grid *g, struct smv_rect r, int y, enum smv_style style)
{
    for (int x = 0; x < r.w; x++) {
        put_sign(g, r, x, y, "\xe2\x94\x80", '-', style);
    }
}

void smv_grid_column(struct smv_grid *g, struct smv_rect r, int x, enum smv_style style)
{
    for (int y = 0; y < r.h; y++) {
        put_sign(g, r, x, y, "\xe2\x94\x82", '|', style);
    }
}

void smv_grid_frame(struct smv_grid *g, struct smv_rect r, enum smv_style style)
{
    if (r.w < 2 || r.h < 2) {
        return;
    }
    smv_grid_rule(g, r, 0, style);
    smv_grid_rule(g, r, r.h - 1, style);
    smv_grid_column(g, r, 0, style);
    smv_grid_column(g, r, r.w - 1, style);
    put_sign(g, r, 0, 0, "\xe2\x94\x8c", '+', style);
    put_sign(g, r, r.w - 1, 0, "\xe2\x94\x90", '+', style);
    put_sign(g, r, 0, r.h - 1, "\xe2\x94\x94", '+', style);
    put_sign(g, r, r.w - 1, r.h - 1, "\xe2\x94\x98", '+', style);
}

void smv_grid_meter(struct smv_grid *g, struct smv_rect r, int x, int y, int w, int part_of,
                    int whole, enum smv_style style)
{
    int full = whole > 0 ? (part_of * w + whole / 2) / whole : 0;
    if (part_of > 0 && full == 0) {
        full = 1; /* something is never shown as nothing */
    }
    if (part_of < whole && full >= w) {
        full = w - 1; /* ... nor nearly all as all */
    }
    for (int i = 0; i < w; i++) {
        bool on = i < full;
        put_sign(g, r, x + i, y, on ? "\xe2\x96\xa0" : "\xe2\x96\xa1", on ? '#' : '.',
                 on ? style : SMV_STYLE_QUIET);
    }
}

/* --- for tests -------------------------------------------------------------------------------------------- */
void smv_grid_print(const struct smv_grid *g, bool styles, struct smv_buf *ret)
{
    static const char letters[] = " qsbBhmgwxlo01234567p";
    for (int y = 0; y < g->h; y++) {
        size_t end = ret->len;
        bool styled = false;
        for (int x = 0; x < g->w; x++) {
            const struct smv_tcell *c = &g->cells[y * g->w + x];
            smv_buf_put(ret, c->glyph.bytes, c->glyph.len);
            if (c->glyph.len != 1 || c->glyph.bytes[0] != ' ') {
                end = ret->len;
            }
            styled |= c->style != SMV_STYLE_TEXT;
        }
        ret->len = end;
        smv_buf_put_byte(ret, '\n');
        if (!styles || !styled) {
            continue;
        }
        smv_buf_put_byte(ret, '~');
        end = ret->len;
        for (int x = 0; x < g->w; x++) {
            uint8_t style = g->cells[y * g->w + x].style;
            smv_buf_put_byte(ret, (uint8_t)letters[style]);
            end = style != SMV_STYLE_TEXT ? ret->len : end;
        }
        ret->len = end;
        smv_buf_put_byte(ret, '\n');
    }
}

/* --- rectangles ------------------------------------------------------------------------------------------- */
static int most(int n, int room)
{
    return n < 0 ? 0 : n > room ? room : n;
}

struct smv_rect smv_rect_top(struct smv_rect *r, int n)
{
    n = most(n, r->h);
    struct smv_rect cut = {r->x, r->y, r->w, n};
    r->y += n;
    r->h -= n;
    return cut;
}
struct smv_rect smv_rect_bottom(struct smv_rect *r, int n)
{
    n = most(n, r->h);
    r->h -= n;
    return (struct smv_rect){r->x, r->y + r->h, r->w, n};
}
struct smv_rect smv_rect_left(struct smv_rect *r, int n)
{
    n = most(n, r->w);
    struct smv_rect cut = {r->x, r->y, n, r->h};
    r->x += n;
    r->w -= n;
    return cut;
}
struct smv_rect smv_rect_right(struct smv_rect *r, int n)
{
    n = most(n, r->w);
    r->w -= n;
    return (struct smv_rect){r->x + r->w, r->y, n, r->h};
}
