/* wrap.c - see wrap.h. */
#include "client-cli/tui/wrap.h"
#include "common/base/heap.h"

enum { TAB = 4 };

struct making {
    struct smv_wrap *w;
    struct smv_line line; /* being filled */
    struct smv_line fit;  /* ... up to its last good break; fit.columns == 0 && !good: none yet */
    size_t fit_next_byte, fit_next_cp; /* where the next line starts if it is broken there */
    bool good;
};

static void emit(struct making *m, const struct smv_line *line)
{
    struct smv_wrap *w = m->w;
    if (w->n == w->cap) {
        w->cap = w->cap ? 2 * w->cap : 8;
        w->lines = smv_realloc(w->lines, w->cap * sizeof *w->lines);
    }
    w->lines[w->n++] = *line;
}

static void begin(struct making *m, size_t byte, size_t cp)
{
    m->line = (struct smv_line){.byte = byte, .cp = cp, .end_byte = byte, .end_cp = cp};
    m->good = false;
}

/* A tab never reaches over the edge by itself. */
static size_t columns_of(const struct smv_wrap *w, const struct smv_glyph *g,
                         enum smv_glyph_break kind, size_t column)
{
    size_t tab = TAB - column % TAB, room = w->columns > column ? w->columns - column : 1;
    return kind != SMV_GLYPH_TAB ? g->columns : tab < room ? tab : room;
}

static bool is_hyphen(const struct smv_glyph *g)
{
    return g->len == 1 && g->bytes[0] == '-';
}

void smv_wrap_make(struct smv_wrap *w, struct smv_span text, size_t columns, bool ascii)
{
    struct making m = {.w = w};
    struct smv_glyphs g;
    struct smv_glyph glyph;
    enum smv_glyph_break kind;
    w->n = 0;
    w->columns = columns < 2 ? 2 : columns;
    w->ascii = ascii;
    begin(&m, 0, 0);
    smv_glyphs_init(&g, text, ascii);
    for (struct smv_glyphs at = g; smv_glyphs_next(&g, &glyph, &kind); at = g) {
        if (kind == SMV_GLYPH_LINE) {
            m.line.hard = true;
            emit(&m, &m.line);
            begin(&m, g.byte, g.cp);
            continue;
        }
        size_t wide = columns_of(w, &glyph, kind, m.line.columns);
        if (m.line.columns + wide > w->columns && kind == SMV_GLYPH_SPACE) {
            emit(&m, &m.line); /* the space at the edge is not shown */
            begin(&m, g.byte, g.cp);
            continue;
        }
        if (m.line.columns + wide > w->columns) {
            if (m.good) { /* back to the last good place, and once more from there */
                emit(&m, &m.fit);
                begin(&m, m.fit_next_byte, m.fit_next_cp);
                g.byte = m.fit_next_byte;
                g.cp = m.fit_next_cp;
                continue;
            }
            emit(&m, &m.line);
            begin(&m, at.byte, at.cp);
            wide = columns_of(w, &glyph, kind, 0);
        }
        if (kind == SMV_GLYPH_SPACE || kind == SMV_GLYPH_TAB) {
            m.fit = m.line;
            m.good = true;
        }
        m.line.columns += wide;
        m.line.end_byte = g.byte;
        m.line.end_cp = g.cp;
        if (kind == SMV_GLYPH_SPACE || kind == SMV_GLYPH_TAB) {
            m.fit_next_byte = g.byte;
            m.fit_next_cp = g.cp;
        } else if (is_hyphen(&glyph)) {
            m.fit = m.line;
            m.fit_next_byte = g.byte;
            m.fit_next_cp = g.cp;
            m.good = true;
        }
    }
    emit(&m, &m.line);
    w->length = g.cp;
}

void smv_wrap_finish(struct smv_wrap *w)
{
    smv_free(w->lines);
    *w = (struct smv_wrap){0};
}

void smv_wrap_place(const struct smv_wrap *w, struct smv_span text, size_t cp, size_t *ret_line,
                    size_t *ret_column)
{
    size_t line = 0;
    while (line + 1 < w->n && w->lines[line + 1].cp <= cp) {
        line++;
    }
    const struct smv_line *l = &w->lines[line];
    struct smv_glyphs g;
    struct smv_glyph glyph;
    enum smv_glyph_break kind;
    size_t column = 0;
    smv_glyphs_init(&g, text, w->ascii);
    g.byte = l->byte;
    g.cp = l->cp;
    while (g.cp < cp && g.cp < l->end_cp && smv_glyphs_next(&g, &glyph, &kind) && g.cp <= cp) {
        column += columns_of(w, &glyph, kind, column);
    }
    *ret_line = line;
    *ret_column = column;
}

size_t smv_wrap_at(const struct smv_wrap *w, struct smv_span text, size_t line, size_t column)
{
    const struct smv_line *l = &w->lines[line < w->n ? line : w->n - 1];
    struct smv_glyphs g;
    struct smv_glyph glyph;
    enum smv_glyph_break kind;
    size_t at = 0;
    smv_glyphs_init(&g, text, w->ascii);
    g.byte = l->byte;
    g.cp = l->cp;
    while (g.cp < l->end_cp) {
        size_t before = g.cp;
        if (!smv_glyphs_next(&g, &glyph, &kind)) {
            break;
        }
        size_t wide = columns_of(w, &glyph, kind, at);
        if (at + (wide + 1) / 2 > column) {
            return before;
        }
        at += wide;
    }
    return l->end_cp;
}
