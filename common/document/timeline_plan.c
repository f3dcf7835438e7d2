/* timeline_plan.c - see timeline_int.h. What stands on a sheet's picture, and in which lines. */
#include "common/document/timeline_int.h"
#include <string.h>
#include "common/base/heap.h"
#include "common/document/svg_text.h"
#include "common/document/timeline_svg.h"
#include "common/document/words.h"

enum {
    CELL_LEAST = 204,
    CELL_MOST = 420,
    CELLS_ALL = 1480,
    TITLE_LINES = 8,
    SUB_LINES = 5,
    TIGHT_TITLE = 4,
    TIGHT_SUB = 2
};

const struct smv_node *tl_next(const struct smv_node *parent, unsigned kind,
                               const struct smv_node *after)
{
    const struct smv_node *n = after ? after->next : parent->first;
    while (n != NULL && (n->kind != kind || n->deleted)) {
        n = n->next;
    }
    return n;
}

bool tl_has_text(struct smv_span s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.data[i] > ' ') {
            return true;
        }
    }
    return false;
}

/* --- numbers and letters ------------------------------------------------------------------------------- */

/* Counts on from n; stops at `until`, whose number goes to *found. */
static unsigned count_on(const struct smv_node *parent, unsigned n, const struct smv_node *until,
                         unsigned *found)
{
    const struct smv_node *o = NULL;
    while ((o = tl_next(parent, SMV_KIND_OBSTACLE, o)) != NULL) {
        if (tl_has_text(smv_node_str(o, SMV_OBSTACLE_TEXT))) {
            n++;
            *found = o == until ? n : *found;
        }
    }
    return n;
}

static unsigned count_all(const struct smv_node *sheet, const struct smv_node *until,
                          unsigned *found)
{
    const struct smv_node *p = NULL, *c = NULL, *f = NULL;
    unsigned n = 0;
    while ((p = tl_next(sheet, SMV_KIND_PHASE, p)) != NULL) {
        while ((c = tl_next(p, SMV_KIND_CARD, c)) != NULL) {
            n = count_on(c, n, until, found);
        }
    }
    while ((f = tl_next(sheet, SMV_KIND_FLOW, f)) != NULL) {
        n = count_on(f, n, until, found);
    }
    return count_on(sheet, n, until, found);
}

unsigned smv_timeline_number(const struct smv_node *sheet, const struct smv_node *obstacle)
{
    unsigned found = 0;
    (void)count_all(sheet, obstacle, &found);
    return found;
}

static void write_tag(size_t i, char ret_tag[12])
{
    char digits[12];
    size_t n = 0, at = 1;
    ret_tag[0] = (char)('a' + i % 26);
    for (size_t k = i / 26; k > 0; k /= 10) {
        digits[n++] = (char)('0' + k % 10);
    }
    while (n > 0 && at < 11) {
        ret_tag[at++] = digits[--n];
    }
    ret_tag[at] = '\0';
}

void smv_timeline_tag(const struct smv_node *sheet, const struct smv_node *flow, char ret_tag[12])
{
    const struct smv_node *f = NULL;
    size_t i = 0;
    while ((f = tl_next(sheet, SMV_KIND_FLOW, f)) != NULL && f != flow) {
        i++;
    }
    write_tag(i, ret_tag);
}

/* --- columns and rows ----------------------------------------------------------------------------------- */

static size_t column_of(const struct tl_plan *p, smv_id phase)
{
    size_t i = 0;
    while (i < p->n_cols && (p->cols[i].phase ? p->cols[i].phase->id : 0) != phase) {
        i++;
    }
    return i;
}

/* The row without a lane is the last one. */
static size_t row_of(const struct tl_plan *p, smv_id lane)
{
    size_t i = 0;
    while (i + 1 < p->n_rows && (p->rows[i].lane == NULL || p->rows[i].lane->id != lane)) {
        i++;
    }
    return i;
}

static bool is_lane(const struct smv_tree *t, const struct smv_node *sheet, smv_id id)
{
    const struct smv_node *n = smv_tree_find(t, id);
    return n != NULL && n->kind == SMV_KIND_LANE && n->parent == sheet && !n->deleted;
}

static bool is_shown(const struct smv_node *n)
{
    return n->kind == SMV_KIND_CARD ? tl_has_text(smv_node_str(n, SMV_CARD_TITLE)) ||
                                          tl_has_text(smv_node_str(n, SMV_CARD_BODY))
                                    : tl_has_text(smv_node_str(n, SMV_CHALLENGE_TEXT));
}

/* Is anything without a lane (or, for challenges, without a phase)? */
static bool some_loose(const struct smv_tree *t, const struct smv_node *sheet, bool phases)
{
    const struct smv_node *p = NULL, *c = NULL;
    while (!phases && (p = tl_next(sheet, SMV_KIND_PHASE, p)) != NULL) {
        while ((c = tl_next(p, SMV_KIND_CARD, c)) != NULL) {
            if (is_shown(c) && !is_lane(t, sheet, smv_node_num(c, SMV_CARD_LANE))) {
                return true;
            }
        }
    }
    while ((c = tl_next(sheet, SMV_KIND_CHALLENGE, c)) != NULL) {
        p = smv_tree_find(t, smv_node_num(c, SMV_CHALLENGE_PHASE));
        bool placed = phases ? p != NULL && p->parent == sheet && !p->deleted
                             : is_lane(t, sheet, smv_node_num(c, SMV_CHALLENGE_LANE));
        if (is_shown(c) && !placed) {
            return true;
        }
    }
    return false;
}

static void put_grid(struct tl_plan *p, const struct smv_tree *t, const struct smv_node *sheet)
{
    const struct smv_node *n = NULL;
    size_t phases = 0, lanes = 0;
    while ((n = tl_next(sheet, SMV_KIND_PHASE, n)) != NULL) {
        phases++;
    }
    while ((n = tl_next(sheet, SMV_KIND_LANE, n)) != NULL) {
        lanes++;
    }
    bool loose_col = phases == 0 || (!p->empty && some_loose(t, sheet, /* phases */ true));
    bool loose_row = lanes == 0 || (!p->empty && some_loose(t, sheet, /* phases */ false));
    p->n_cols = phases + loose_col;
    p->n_rows = lanes + loose_row;
    p->cols = smv_zalloc(p->n_cols * sizeof *p->cols);
    p->rows = smv_zalloc(p->n_rows * sizeof *p->rows);
    p->channels = smv_zalloc((p->n_cols + 1) * sizeof *p->channels);
    for (size_t i = 0; i < phases; i++) {
        n = p->cols[i].phase = tl_next(sheet, SMV_KIND_PHASE, i > 0 ? n : NULL);
    }
    for (size_t i = 0; i < lanes; i++) {
        n = p->rows[i].lane = tl_next(sheet, SMV_KIND_LANE, i > 0 ? n : NULL);
    }
    int cell = CELLS_ALL / (int)p->n_cols;
    p->cell_w = cell < CELL_LEAST ? CELL_LEAST : cell > CELL_MOST ? CELL_MOST : cell;
}

static unsigned wrap_word(struct smv_buf *lines, const struct tl_plan *p, enum smv_word_id word,
                          int width, unsigned size)
{
    return smv_svg_wrap(lines, smv_span_str(smv_word(p->lang, word)), (unsigned)width, size, 2);
}

static void wrap_grid(struct tl_plan *p)
{
    for (size_t i = 0; i < p->n_cols; i++) {
        struct tl_column *c = &p->cols[i];
        int width = p->cell_w - 26;
        if (c->phase != NULL) {
            c->n_head = smv_svg_wrap(&c->head, smv_node_str(c->phase, SMV_PHASE_TITLE),
                                     (unsigned)width, TL_HEAD, 3);
        } else if (p->n_cols > 1) {
            c->n_head = wrap_word(&c->head, p, SMV_WORD_NO_PHASE, width, TL_HEAD);
        }
        if (c->phase != NULL && p->empty) {
            c->n_about = smv_svg_wrap(&c->about, smv_node_str(c->phase, SMV_PHASE_ABOUT),
                                      (unsigned)p->cell_w - 8, TL_SMALL, 6);
        }
    }
    for (size_t i = 0; i < p->n_rows; i++) {
        struct tl_cell_row *r = &p->rows[i];
        if (r->lane != NULL) {
            r->n_label = smv_svg_wrap(&r->label, smv_node_str(r->lane, SMV_LANE_TITLE),
                                      (unsigned)p->cell_w - 8, TL_FONT, 2);
        } else if (p->n_rows > 1) {
            r->n_label = wrap_word(&r->label, p, SMV_WORD_NO_LANE, p->cell_w, TL_FONT);
        }
    }
}

/* --- cards ------------------------------------------------------------------------------------------------ */

static void wrap_card(const struct tl_plan *p, struct tl_card *c)
{
    const struct smv_node *n = c->node;
    unsigned width = (unsigned)(p->cell_w - TL_STRIP - 2 * TL_PAD);
    unsigned titles = p->tight ? TIGHT_TITLE : TITLE_LINES;
    struct smv_buf text = {0};
    if (n->kind == SMV_KIND_CHALLENGE) {
        smv_buf_put_span(&text, smv_node_str(n, SMV_CHALLENGE_NUMBER));
        smv_buf_put_str(&text, "  ");
        smv_buf_put_span(&text, smv_node_str(n, SMV_CHALLENGE_TEXT));
        c->n_title = smv_svg_wrap(&c->title, smv_buf_span(&text), width, TL_FONT, titles);
        smv_buf_finish(&text);
        return;
    }
    struct smv_span title = smv_node_str(n, SMV_CARD_TITLE), who = smv_node_str(n, SMV_CARD_WHO),
                    when = smv_node_str(n, SMV_CARD_WHEN);
    c->star = smv_node_num(n, SMV_CARD_STAR) != 0;
    c->colour = (unsigned)smv_node_num(n, SMV_CARD_COLOUR) & 7;
    c->n_title =
        smv_svg_wrap(&c->title, tl_has_text(title) ? title : smv_node_str(n, SMV_CARD_BODY),
                     width - (c->star ? TL_MARK - 4 : 0), TL_FONT, titles);
    smv_buf_put_span(&text, who);
    smv_buf_put_str(&text, tl_has_text(who) && tl_has_text(when) ? " \xC2\xB7 " : " ");
    smv_buf_put_span(&text, when);
    c->n_sub = smv_svg_wrap(&c->sub, smv_buf_span(&text), width, TL_SMALL,
                            p->tight ? TIGHT_SUB : SUB_LINES);
    smv_buf_finish(&text);
    unsigned drawn = c->n_marks > TL_CARD_MARKS ? TL_CARD_MARKS + 1 : c->n_marks;
    unsigned per_row = width / (TL_MARK + 2);
    c->mark_rows = (drawn + per_row - 1) / per_row;
}

static struct tl_card *put_card(struct tl_plan *p, const struct smv_node *n, size_t col, size_t row)
{
    p->cards = smv_grow(p->cards, &p->cap_cards, p->n_cards + 1, sizeof *p->cards);
    struct tl_card *c = &p->cards[p->n_cards++];
    *c = (struct tl_card){.node = n, .col = col, .row = row};
    return c;
}

/* Numbers run over all cards, also over those that have no words. */
static unsigned put_cards(struct tl_plan *p, const struct smv_node *sheet)
{
    const struct smv_node *phase = NULL, *c = NULL;
    unsigned n = 0, found = 0;
    while ((phase = tl_next(sheet, SMV_KIND_PHASE, phase)) != NULL) {
        while ((c = tl_next(phase, SMV_KIND_CARD, c)) != NULL) {
            unsigned before = n;
            n = count_on(c, n, NULL, &found);
            if (is_shown(c) || n > before) {
                struct tl_card *card = put_card(p, c, column_of(p, phase->id),
                                                row_of(p, smv_node_num(c, SMV_CARD_LANE)));
                card->first_mark = before + 1;
                card->n_marks = n - before;
            }
        }
    }
    while ((c = tl_next(sheet, SMV_KIND_CHALLENGE, c)) != NULL) {
        size_t col = column_of(p, smv_node_num(c, SMV_CHALLENGE_PHASE));
        if (is_shown(c)) {
            (void)put_card(p, c, col < p->n_cols ? col : p->n_cols - 1,
                           row_of(p, smv_node_num(c, SMV_CHALLENGE_LANE)));
        }
    }
    return n;
}

static size_t card_of(const struct smv_map *places, smv_id id)
{
    return id == 0 ? 0 : (size_t)(uintptr_t)smv_map_get(places, id);
}

static void put_arrows(struct tl_plan *p, const struct smv_node *sheet, unsigned n)
{
    struct smv_map places = {0};
    const struct smv_node *f = NULL;
    unsigned found = 0;
    for (size_t i = 0; i < p->n_cards; i++) {
        (void)smv_map_set(&places, p->cards[i].node->id, (void *)(uintptr_t)(i + 1));
    }
    for (size_t i = 0; (f = tl_next(sheet, SMV_KIND_FLOW, f)) != NULL; i++) {
        unsigned before = n;
        n = count_on(f, n, NULL, &found);
        size_t from = card_of(&places, smv_node_num(f, SMV_FLOW_FROM)),
               to = card_of(&places, smv_node_num(f, SMV_FLOW_TO));
        if (from == 0 || to == 0 || from == to) {
            continue;
        }
        if (p->n_arrows == TL_ARROWS) {
            p->n_undrawn++;
            continue;
        }
        p->arrows = smv_grow(p->arrows, &p->cap_arrows, p->n_arrows + 1, sizeof *p->arrows);
        struct tl_arrow *a = &p->arrows[p->n_arrows++];
        *a = (struct tl_arrow){.node = f, .from = from - 1, .to = to - 1};
        a->first_mark = before + 1;
        a->n_marks = n - before;
        if (tl_has_text(smv_node_str(f, SMV_FLOW_LABEL)) || a->n_marks > 0) {
            write_tag(i, a->tag);
        }
    }
    smv_map_finish(&places);
    p->n_obstacles = count_on(sheet, n, NULL, &found);
}

/* A stable order by one key; keys below n_keys. */
static void sort_by(struct tl_plan *p, bool rows, size_t n_keys)
{
    struct tl_card *sorted = smv_alloc((p->n_cards + 1) * sizeof *sorted);
    size_t *starts = smv_zalloc((n_keys + 1) * sizeof *starts);
    for (size_t i = 0; i < p->n_cards; i++) {
        starts[(rows ? p->cards[i].row : p->cards[i].col) + 1]++;
    }
    for (size_t i = 1; i <= n_keys; i++) {
        starts[i] += starts[i - 1];
    }
    for (size_t i = 0; i < p->n_cards; i++) {
        sorted[starts[rows ? p->cards[i].row : p->cards[i].col]++] = p->cards[i];
    }
    smv_free(starts);
    smv_free(p->cards);
    p->cards = sorted;
}

void tl_plan_make(struct tl_plan *p, const struct smv_tree *t, const struct smv_node *sheet,
                  const char *lang, bool empty, bool tight)
{
    *p = (struct tl_plan){.lang = lang, .empty = empty, .tight = tight};
    put_grid(p, t, sheet);
    if (!empty) {
        unsigned n = put_cards(p, sheet);
        sort_by(p, /* rows */ false, p->n_cols);
        sort_by(p, /* rows */ true, p->n_rows);
        put_arrows(p, sheet, n);
    }
    wrap_grid(p);
    for (size_t i = 0; i < p->n_cards; i++) {
        wrap_card(p, &p->cards[i]);
        p->map = p->map || p->cards[i].node->kind == SMV_KIND_CHALLENGE;
    }
}

void tl_plan_finish(struct tl_plan *p)
{
    for (size_t i = 0; i < p->n_cols; i++) {
        smv_buf_finish(&p->cols[i].head);
        smv_buf_finish(&p->cols[i].about);
    }
    for (size_t i = 0; i < p->n_rows; i++) {
        smv_buf_finish(&p->rows[i].label);
    }
    for (size_t i = 0; i < p->n_cards; i++) {
        smv_buf_finish(&p->cards[i].title);
        smv_buf_finish(&p->cards[i].sub);
    }
    smv_free(p->cols);
    smv_free(p->rows);
    smv_free(p->channels);
    smv_free(p->cards);
    smv_free(p->arrows);
    *p = (struct tl_plan){0};
}
