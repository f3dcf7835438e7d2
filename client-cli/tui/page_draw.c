/* page_draw.c - see page.h: where every spot stands, and how it looks. */
#include <string.h>
#include "client-cli/tui/edit.h"
#include "client-cli/tui/page.h"

enum { LEAST_COLUMN = 15, LEAST_CELL = 13, LEAST_LABELLED = 18, LEAST_TEXT = 12, GAP = 1 };

/* --- layout ---------------------------------------------------------------------------------------------- */
static bool is_text(const struct smv_spot *s)
{
    return s->type != SMV_SPOT_HEAD && s->type != SMV_SPOT_NOTE && s->type != SMV_SPOT_ADD;
}

/* In a table's columns the headings name the fields; folded, each field names itself. */
static bool has_label(const struct smv_spot *s)
{
    return is_text(s) && s->label.len > 0 && (!s->when_folded || s->folded);
}

/* Its height at this width. */
static int measure(struct smv_spot *s, int w, bool ascii)
{
    int inside = w - s->in;
    int front = s->bullet != NULL ? 2 : 0;
    s->text_x = s->in + front;
    s->text_y = 0;
    if (has_label(s)) {
        int label = (int)smv_glyphs_columns(smv_buf_span(&s->label)) + 2;
        if (s->above || inside - front - label < LEAST_TEXT) {
            s->text_y = 1;
        } else {
            s->text_x += label;
        }
    }
    int columns = w - s->text_x;
    smv_wrap_make(&s->wrap, smv_buf_span(is_text(s) ? &s->text : &s->label),
                  columns < 2 ? 2 : (size_t)columns, ascii);
    /* signs stand behind the last line, or below it where there is no room */
    int mark = (int)smv_glyphs_columns(smv_buf_span(&s->mark));
    s->mark_below = mark > 0 && (int)s->wrap.lines[s->wrap.n - 1].columns + 1 + mark > columns;
    return s->text_y + (int)s->wrap.n + s->mark_below;
}

/* All of a band one below the other; returns the next line. */
static int stack(struct smv_page *p, size_t from, size_t to, int y, bool ascii)
{
    for (size_t i = from; i < to; i++) {
        struct smv_spot *s = &p->spots[i];
        s->x = 0;
        s->y = y;
        s->w = p->w;
        s->folded = s->columns > 0;
        s->in = (int)(s->folded ? p->spots[from].indent : s->indent);
        s->h = measure(s, s->w, ascii);
        if (s->folded && s->when_folded && s->type == SMV_SPOT_HEAD) {
            s->w = s->h = 0;
        }
        y += s->h;
    }
    return y;
}

static unsigned fitting(const struct smv_page *p, const struct smv_spot *s)
{
    int least = !s->folds ? LEAST_COLUMN : s->when_folded ? LEAST_CELL : LEAST_LABELLED;
    unsigned fit = (unsigned)((p->w + GAP) / (least + GAP));
    return fit < 1 ? 1 : fit > s->columns ? s->columns : fit;
}

/* Which of the columns are in sight, when not all fit. */
static void choose_columns(struct smv_page *p, unsigned columns, unsigned fit, unsigned near)
{
    if (near < p->first_column) {
        p->first_column = near;
    } else if (near >= p->first_column + fit) {
        p->first_column = near - fit + 1;
    }
    if (p->first_column + fit > columns) {
        p->first_column = columns - fit;
    }
}

static int beside(struct smv_page *p, size_t from, size_t to, int y, bool ascii)
{
    unsigned fit = fitting(p, &p->spots[from]);
    unsigned first = fit < p->spots[from].columns ? p->first_column : 0;
    int each = (p->w - (int)(fit - 1) * GAP) / (int)fit, bottom = y + 1;
    for (unsigned column = 0; column < p->spots[from].columns; column++) {
        int at = y, x = (int)(column - first) * (each + GAP);
        bool last = column + 1 == first + fit;
        for (size_t i = from; i < to; i++) {
            struct smv_spot *s = &p->spots[i];
            if (s->column != column) {
                continue;
            }
            bool in_sight = column >= first && column < first + fit;
            s->folded = false;
            s->in = (int)s->indent;
            s->fit = fit;
            s->x = in_sight ? x : 0;
            s->y = at;
            s->w = !in_sight ? 0 : last ? p->w - x : each;
            s->h = in_sight ? measure(s, s->w, ascii) : 1;
            at += in_sight ? s->h : 0;
        }
        bottom = at > bottom ? at : bottom;
    }
    return bottom;
}

void smv_page_layout(struct smv_page *p, int w, bool ascii, size_t near)
{
    int y = 0;
    p->w = w < 2 ? 2 : w;
    for (size_t i = 0, to; i < p->n; i = to) {
        struct smv_spot *s = &p->spots[i];
        to = i + 1;
        while (s->columns > 0 && to < p->n && p->spots[to].columns > 0 &&
               p->spots[to].band == s->band) {
            to++;
        }
        if (s->columns == 0 || (s->folds && fitting(p, s) < s->columns)) {
            y = stack(p, i, to, y, ascii);
            continue;
        }
        bool in_columns = near < p->n && p->spots[near].columns == s->columns;
        choose_columns(p, s->columns, fitting(p, s),
                       in_columns ? p->spots[near].column : p->first_column);
        y = beside(p, i, to, y, ascii);
    }
    p->h = y;
}

/* --- where ------------------------------------------------------------------------------------------------ */
int smv_page_scroll(const struct smv_page *p, size_t at, const struct smv_edit *edit, int h,
                    int scroll)
{
    int most = p->h > h ? p->h - h : 0;
    if (at < p->n) {
        const struct smv_spot *s = &p->spots[at];
        int top = s->y, bottom = s->y + s->h;
        if (edit != NULL && s->h > h) {
            size_t line, column;
            smv_wrap_place(&s->wrap, smv_edit_text(edit), edit->caret, &line, &column);
            top = s->y + s->text_y + (int)line;
            bottom = top + 1;
        }
        /* the heading above the first field of a part is part of it */
        for (size_t k = at;
             k-- > 0 && !smv_spot_stands(&p->spots[k]) && s->y - p->spots[k].y < h / 2;) {
            top = p->spots[k].y < top ? p->spots[k].y : top;
        }
        scroll = bottom > scroll + h ? bottom - h : scroll;
        scroll = top < scroll ? top : scroll;
    }
    return scroll > most ? most : scroll < 0 ? 0 : scroll;
}

size_t smv_page_hit(const struct smv_page *p, int x, int y)
{
    for (size_t i = 0; i < p->n; i++) {
        const struct smv_spot *s = &p->spots[i];
        if (smv_spot_stands(s) && x >= s->x && x < s->x + s->w && y >= s->y && y < s->y + s->h) {
            return i;
        }
    }
    return p->n;
}

static long apart(long from, long to, long at)
{
    return at < from ? from - at : at >= to ? at - to + 1 : 0;
}

size_t smv_page_next(const struct smv_page *p, size_t at, int dx, int dy)
{
    size_t best = p->n;
    long least = 0;
    if (at >= p->n) {
        return p->n;
    }
    const struct smv_spot *from = &p->spots[at];
    for (size_t i = 0; i < p->n; i++) {
        const struct smv_spot *s = &p->spots[i];
        long away, aside;
        if (i == at || !smv_spot_stands(s)) {
            continue;
        }
        if (dy != 0) {
            if (s->w == 0 || (dy > 0 ? s->y < from->y + from->h : s->y + s->h > from->y)) {
                continue;
            }
            away = dy > 0 ? s->y - from->y : from->y - s->y;
            aside = apart(s->x, s->x + s->w, from->x);
        } else {
            long step = (long)s->column - (long)from->column;
            if (from->columns == 0 || from->folded || s->columns != from->columns ||
                s->band != from->band || step * dx <= 0) {
                continue;
            }
            away = step * dx;
            aside = s->w == 0 ? 0 : apart(s->y, s->y + s->h, from->y);
        }
        long cost = away * 4 + aside * 3;
        if (best == p->n || cost < least) {
            best = i;
            least = cost;
        }
    }
    return best;
}

/* --- drawing ------------------------------------------------------------------------------------------------ */
static struct smv_rect inside(const struct smv_spot *s, struct smv_rect r, int scroll)
{
    struct smv_rect box = {r.x + s->x, r.y + s->y - scroll, s->w, s->h};
    if (box.y + box.h > r.y + r.h) {
        box.h = r.y + r.h - box.y;
    }
    return box;
}

static void draw_people(struct smv_grid *g, struct smv_rect box, const struct smv_spot *s,
                        const struct smv_shown *how)
{
    const struct smv_person *p = how->people != NULL && s->type != SMV_SPOT_ADD
                                     ? smv_people_at(how->people, s->id, s->field, 0)
                                     : NULL;
    if (p == NULL || s->field == 0) {
        return;
    }
    struct smv_buf who = {0};
    smv_buf_put_str(&who, " ");
    smv_put_words(&who, _("%.*s is writing here"), p->name.len > 0 ? (int)p->name.len : 7,
                  p->name.len > 0 ? (const char *)p->name.data : _("Somebody"));
    int last = (int)s->wrap.n - 1, columns = (int)smv_glyphs_columns(smv_buf_span(&who));
    int end = s->text_x + (last >= 0 ? (int)s->wrap.lines[last].columns : 0);
    if (s->bullet != NULL) {
        smv_grid_str(g, box, s->in, s->text_y, g->ascii ? "@" : "\xe2\x97\x86", SMV_STYLE_OTHER);
    }
    if (end + 1 + columns <= s->w) {
        smv_grid_text(g, box, s->w - columns, s->text_y + last, smv_buf_span(&who),
                      SMV_STYLE_OTHER);
    } else if (s->text_y > 0) {
        smv_grid_right(g, box, 0, smv_buf_span(&who), SMV_STYLE_OTHER);
    }
    smv_buf_finish(&who);
}

static void draw_caret(struct smv_grid *g, struct smv_rect r, struct smv_rect box,
                       const struct smv_spot *s, const struct smv_edit *edit)
{
    size_t line, column;
    smv_wrap_place(&s->wrap, smv_edit_text(edit), edit->caret, &line, &column);
    int x = box.x + s->text_x + (int)column, y = box.y + s->text_y + (int)line;
    x = x >= r.x + r.w ? r.x + r.w - 1 : x;
    if (y >= r.y && y < r.y + r.h) {
        g->caret_x = x;
        g->caret_y = y;
    }
}

static void draw_mark(struct smv_grid *g, struct smv_rect text, const struct smv_spot *s, int y,
                      enum smv_style style)
{
    int last = (int)s->wrap.n - 1;
    if (s->mark.len == 0) {
        return;
    }
    int x = s->mark_below ? 0 : (int)s->wrap.lines[last].columns + 1;
    y += last + s->mark_below;
    if (y >= 0) {
        smv_grid_text(g, text, x, y, smv_buf_span(&s->mark), style);
    }
}

static void draw_field(struct smv_grid *g, struct smv_rect r, const struct smv_spot *s, bool here,
                       const struct smv_shown *how)
{
    struct smv_rect box = inside(s, r, how->scroll);
    int above = box.y < r.y ? r.y - box.y : 0; /* lines that are scrolled out */
    size_t from = 0, to = 0;
    const struct smv_edit *edit = here ? how->edit : NULL;
    struct smv_rect seen = {box.x, box.y + above, box.w, box.h - above};
    if (s->text_y == 0 || above == 0) {
        if (s->bullet != NULL && above <= s->text_y) {
            smv_grid_str(g, seen, s->in, s->text_y - above, s->bullet,
                         here ? SMV_STYLE_HERE : SMV_STYLE_QUIET);
        }
        if (above == 0 && has_label(s)) {
            enum smv_style style = here ? SMV_STYLE_HERE : SMV_STYLE_QUIET;
            int x = s->in + (s->text_y == 0 && s->bullet != NULL ? 2 : 0);
            x = smv_grid_text(g, seen, x, 0, smv_buf_span(&s->label), style);
            smv_grid_str(g, seen, x, 0, ":", style);
        }
    }
    if (edit != NULL) {
        smv_edit_selected(edit, &from, &to);
    }
    struct smv_rect text = {box.x + s->text_x, r.y, box.w - s->text_x, box.y + box.h - r.y};
    int y = box.y + s->text_y - r.y, skip = y < 0 ? -y : 0;
    enum smv_style style = here && edit == NULL ? SMV_STYLE_MARKED : s->style;
    if (here && edit == NULL && s->text.len == 0) {
        smv_grid_str(g, text, 0, y, "  ", SMV_STYLE_MARKED);
    }
    smv_grid_wrapped(g, text, y < 0 ? 0 : y, smv_buf_span(&s->text), &s->wrap, style, skip, from,
                     to);
    draw_mark(g, text, s, y, SMV_STYLE_WARN);
    draw_people(g, box, s, how);
    if (edit != NULL) {
        draw_caret(g, r, box, s, edit);
    }
}

static void draw_words(struct smv_grid *g, struct smv_rect r, const struct smv_spot *s, bool here,
                       int scroll)
{
    struct smv_rect box = inside(s, r, scroll);
    struct smv_rect text = {box.x + s->text_x, r.y, box.w - s->text_x, box.y + box.h - r.y};
    int y = box.y - r.y, skip = y < 0 ? -y : 0;
    if (s->bullet != NULL && y >= 0) {
        smv_grid_str(g, (struct smv_rect){box.x, r.y, box.w, text.h}, s->in, y, s->bullet,
                     s->style);
    }
    smv_grid_wrapped(g, text, y < 0 ? 0 : y, smv_buf_span(&s->label), &s->wrap,
                     here ? SMV_STYLE_MARKED : s->style, skip, 0, 0);
    if (s->rule && y >= 0) {
        int end = (int)s->wrap.lines[0].columns + 1;
        smv_grid_rule(g, (struct smv_rect){text.x + end, text.y, text.w - end, text.h}, y,
                      SMV_STYLE_LINE);
    }
    draw_mark(g, text, s, y, SMV_STYLE_QUIET);
}

/* The lines between columns, over the height of a band. */
static void draw_columns(struct smv_grid *g, struct smv_rect r, const struct smv_page *p, size_t at,
                         int scroll)
{
    const struct smv_spot *s = &p->spots[at];
    bool first = at == 0 || p->spots[at - 1].columns == 0 || p->spots[at - 1].band != s->band;
    int bottom = s->y;
    if (s->columns == 0 || !first || s->folded) {
        return;
    }
    for (size_t i = at; i < p->n && p->spots[i].columns > 0 && p->spots[i].band == s->band; i++) {
        bool in_sight = p->spots[i].w > 0;
        bottom = in_sight && p->spots[i].y + p->spots[i].h > bottom ? p->spots[i].y + p->spots[i].h
                                                                    : bottom;
    }
    if (s->fit < s->columns && s->type == SMV_SPOT_HEAD && s->y >= scroll && s->y < scroll + r.h) {
        /* more columns than there is room for: a sign in the margin */
        struct smv_rect line = {r.x - 1, r.y + s->y - scroll, r.w + 2, 1};
        if (p->first_column > 0) {
            smv_grid_str(g, line, 0, 0, g->ascii ? "<" : "\xe2\x80\xb9", SMV_STYLE_HERE);
        }
        if (p->first_column + s->fit < s->columns) {
            smv_grid_str(g, line, r.w + 1, 0, g->ascii ? ">" : "\xe2\x80\xba", SMV_STYLE_HERE);
        }
    }
    int fit = (int)s->fit, each = (p->w - (fit - 1) * GAP) / fit;
    for (int k = 1; k < fit; k++) {
        for (int y = s->y; y < bottom; y++) {
            if (y >= scroll && y < scroll + r.h) {
                smv_grid_column(g, (struct smv_rect){r.x, r.y + y - scroll, r.w, 1},
                                k * (each + GAP) - GAP, SMV_STYLE_LINE);
            }
        }
    }
}

void smv_page_draw(struct smv_grid *g, struct smv_rect r, const struct smv_page *p,
                   const struct smv_shown *how)
{
    for (size_t i = 0; i < p->n; i++) {
        const struct smv_spot *s = &p->spots[i];
        draw_columns(g, r, p, i, how->scroll);
        if (s->w == 0 || s->y + s->h <= how->scroll || s->y >= how->scroll + r.h) {
            continue;
        }
        if (is_text(s)) {
            draw_field(g, r, s, i == how->at, how);
        } else {
            draw_words(g, r, s, i == how->at, how->scroll);
        }
    }
    if (how->scroll > 0) {
        smv_grid_str(g, r, r.w - 1, 0, g->ascii ? "^" : "\xe2\x86\x91", SMV_STYLE_QUIET);
    }
    if (p->h > how->scroll + r.h) {
        smv_grid_str(g, r, r.w - 1, r.h - 1, g->ascii ? "v" : "\xe2\x86\x93", SMV_STYLE_QUIET);
    }
}
