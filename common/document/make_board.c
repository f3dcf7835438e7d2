/* make_board.c - timelines and maps: the picture, and the same as tables and lists.
 *
 * What: cards by phase and lane with who, when and obstacles; arrows; obstacles on nothing; challenges in their cell.
 * Not:  no drawing (timeline_svg.h).
 * Uses: make_int.h, timeline_svg.h.    Thread: one owner.
 * Invariants: every card, arrow, obstacle and challenge with a word in it is told once; obstacles and arrows have the
 *       numbers and letters that they have in the picture. */
#include "common/base/heap.h"
#include "common/document/make_int.h"
#include "common/document/timeline_svg.h"

enum { GRID_MOST = 4, STARS_MOST = 2 };
static const struct smv_span none = {NULL, 0};

/* A lane or phase of this sheet; NULL: none. */
static const struct smv_node *of_sheet(const struct smv_making *m, const struct smv_node *n,
                                       unsigned field, unsigned kind)
{
    const struct smv_node *to = smv_make_ref(m, n, field);
    bool fits = to != NULL && to->kind == kind && smv_node_sheet(to) == smv_node_sheet(n);
    return fits ? to : NULL;
}

static struct smv_span name_of(struct smv_making *m, const struct smv_node *n,
                               enum smv_word_id unnamed)
{
    struct smv_span text = smv_make_said(m, n);
    return text.len > 0 ? text : smv_make_word(m, unnamed);
}

/* --- cards -------------------------------------------------------------------------------------- */

static bool card_written(const struct smv_node *card)
{
    static const uint8_t texts[] = {SMV_CARD_TITLE, SMV_CARD_BODY, SMV_CARD_WHO, SMV_CARD_WHEN};
    for (size_t i = 0; i < sizeof texts; i++) {
        if (!smv_make_blank(smv_node_str(card, texts[i]))) {
            return true;
        }
    }
    return smv_make_count(card, SMV_KIND_OBSTACLE) > 0;
}

struct lanes {
    const struct smv_making *m;
    const struct smv_node *sheet;
};

/* The lane's place; those without one last. */
static size_t lane_rank(const struct lanes *l, const struct smv_node *card)
{
    const struct smv_node *lane = of_sheet(l->m, card, SMV_CARD_LANE, SMV_KIND_LANE);
    size_t rank = 0;
    const struct smv_node *at = NULL;
    while ((at = smv_make_next(l->sheet, at, SMV_KIND_LANE)) != NULL && at != lane) {
        rank++;
    }
    return rank;
}

static int by_lane(const struct smv_node *a, const struct smv_node *b, void *arg)
{
    size_t left = lane_rank(arg, a), right = lane_rank(arg, b);
    return (left > right) - (left < right);
}

static void collect_cards(const struct smv_making *m, const struct smv_node *sheet,
                          struct smv_making_list *ret)
{
    struct lanes l = {m, sheet};
    for (const struct smv_node *p = NULL; (p = smv_make_next(sheet, p, SMV_KIND_PHASE)) != NULL;) {
        struct smv_making_list in_phase = {0};
        for (const struct smv_node *c = NULL; (c = smv_make_next(p, c, SMV_KIND_CARD)) != NULL;) {
            if (card_written(c)) {
                smv_make_list_add(&in_phase, c);
            }
        }
        smv_make_list_sort(&in_phase, by_lane, &l);
        for (size_t i = 0; i < in_phase.n; i++) {
            smv_make_list_add(ret, in_phase.of[i]);
        }
        smv_make_list_finish(&in_phase);
    }
}

static struct smv_span obstacle_line(struct smv_making *m, const struct smv_node *sheet,
                                     const struct smv_node *o)
{
    struct smv_span text = smv_make_said(m, o);
    if (text.len > 0 && smv_node_num(o, SMV_OBSTACLE_STAR) != 0) {
        struct smv_span parts[STARS_MOST] = {smv_span_str("★"), text};
        text = smv_make_join(m, parts, STARS_MOST, " ");
        m->stars = true;
    }
    return text.len > 0 ? smv_make_numbered(m, smv_timeline_number(sheet, o), text) : text;
}

static void add_line(struct smv_buf *lines, struct smv_span line)
{
    if (line.len > 0 && lines->len > 0) {
        smv_buf_put_byte(lines, '\n');
    }
    smv_buf_put_span(lines, line);
}

static struct smv_span keep_lines(struct smv_making *m, struct smv_buf *lines)
{
    struct smv_span kept = smv_doc_keep(m->doc, smv_buf_span(lines));
    smv_buf_finish(lines);
    return kept;
}

/* On a card or an arrow, a line each. */
static struct smv_span obstacles_on(struct smv_making *m, const struct smv_node *sheet,
                                    const struct smv_node *on)
{
    struct smv_buf lines = {0};
    for (const struct smv_node *o = NULL; (o = smv_make_next(on, o, SMV_KIND_OBSTACLE)) != NULL;) {
        add_line(&lines, obstacle_line(m, sheet, o));
    }
    return keep_lines(m, &lines);
}

static struct smv_span card_text(struct smv_making *m, const struct smv_node *card)
{
    struct smv_span title = smv_make_str(m, card, SMV_CARD_TITLE);
    struct smv_span body = smv_make_trim(smv_node_str(card, SMV_CARD_BODY));
    struct smv_span parts[] = {title, body};
    struct smv_span text = smv_make_join(m, parts, 2, "\n");
    text = text.len > 0 ? text : smv_make_word(m, SMV_WORD_UNNAMED_CARD);
    if (smv_node_num(card, SMV_CARD_STAR) != 0) {
        struct smv_span starred[STARS_MOST] = {smv_span_str("★"), text};
        text = smv_make_join(m, starred, STARS_MOST, " ");
        m->stars = true;
    }
    return text;
}

/* Which columns have something in them. */
struct has {
    bool lane, who, obstacle;
};

static struct has look(const struct smv_making *m, const struct smv_making_list *cards)
{
    struct has h = {false, false, false};
    for (size_t i = 0; i < cards->n; i++) {
        const struct smv_node *c = cards->of[i];
        h.lane = h.lane || of_sheet(m, c, SMV_CARD_LANE, SMV_KIND_LANE) != NULL;
        h.who = h.who || !smv_make_blank(smv_node_str(c, SMV_CARD_WHO)) ||
                !smv_make_blank(smv_node_str(c, SMV_CARD_WHEN));
        h.obstacle = h.obstacle || smv_make_count(c, SMV_KIND_OBSTACLE) > 0;
    }
    return h;
}

static void put_cards(struct smv_making *m, const struct smv_node *sheet,
                      const struct smv_making_list *cards)
{
    struct has h = look(m, cards);
    struct smv_doc_column columns[5];
    size_t n = 0;
    columns[n++] = smv_make_column(m, SMV_WORD_PHASE, SMV_CELL_TEXT, 3);
    if (h.lane) {
        columns[n++] = smv_make_column(m, SMV_WORD_LANE, SMV_CELL_TEXT, 3);
    }
    columns[n++] = smv_make_column(m, SMV_WORD_CARD, SMV_CELL_TEXT, 6);
    if (h.who) {
        columns[n++] = smv_make_column(m, SMV_WORD_WHO_WHEN, SMV_CELL_TEXT, 4);
    }
    if (h.obstacle) {
        columns[n++] = smv_make_column(m, SMV_WORD_OBSTACLES, SMV_CELL_TEXT, 5);
    }
    struct smv_doc_table *t =
        smv_make_table(m, smv_make_said(m, sheet), smv_make_who(m, sheet, false), columns, n);
    const struct smv_node *phase = NULL;
    for (size_t i = 0; i < cards->n; i++) {
        const struct smv_node *c = cards->of[i];
        struct smv_doc_cell *cell = smv_doc_row(t);
        /* The name again on every row, for tables that break over pages or are sorted; but quietly. */
        cell->text = name_of(m, c->parent, SMV_WORD_UNNAMED_PHASE);
        cell->style = c->parent != phase ? SMV_RUN_BOLD : SMV_RUN_QUIET;
        phase = c->parent;
        cell++;
        if (h.lane) {
            const struct smv_node *lane = of_sheet(m, c, SMV_CARD_LANE, SMV_KIND_LANE);
            cell++->text = lane == NULL ? none : name_of(m, lane, SMV_WORD_UNNAMED_LANE);
        }
        cell++->text = card_text(m, c);
        if (h.who) {
            struct smv_span parts[] = {smv_make_str(m, c, SMV_CARD_WHO),
                                       smv_make_str(m, c, SMV_CARD_WHEN)};
            cell++->text = smv_make_join(m, parts, 2, "\n");
        }
        if (h.obstacle) {
            cell->text = obstacles_on(m, sheet, c);
        }
    }
}

/* --- arrows and what stands on nothing -------------------------------------------------------------- */

static struct smv_span end_of(struct smv_making *m, const struct smv_node *flow, unsigned field)
{
    const struct smv_node *card = of_sheet(m, flow, field, SMV_KIND_CARD);
    return card == NULL ? smv_make_word(m, SMV_WORD_LOOSE)
                        : name_of(m, card, SMV_WORD_UNNAMED_CARD);
}

/* An arrow between nothing and nothing that says nothing was a slip. */
static bool flow_written(const struct smv_making *m, const struct smv_node *f)
{
    return of_sheet(m, f, SMV_FLOW_FROM, SMV_KIND_CARD) != NULL ||
           of_sheet(m, f, SMV_FLOW_TO, SMV_KIND_CARD) != NULL ||
           !smv_make_blank(smv_node_str(f, SMV_FLOW_LABEL)) ||
           smv_make_count(f, SMV_KIND_OBSTACLE) > 0;
}

static void put_flows(struct smv_making *m, const struct smv_node *sheet, unsigned level)
{
    bool any = false, obstacles = false;
    for (const struct smv_node *f = NULL; (f = smv_make_next(sheet, f, SMV_KIND_FLOW)) != NULL;) {
        any = any || flow_written(m, f);
        obstacles = obstacles || smv_make_count(f, SMV_KIND_OBSTACLE) > 0;
    }
    if (!any) {
        return;
    }
    smv_make_heading(m, level, smv_make_word(m, SMV_WORD_FLOWS));
    struct smv_doc_column columns[] = {
        {.title = none, .weight = 1},
        smv_make_column(m, SMV_WORD_FLOW_FROM, SMV_CELL_TEXT, 4),
        smv_make_column(m, SMV_WORD_FLOW_TO, SMV_CELL_TEXT, 4),
        smv_make_column(m, SMV_WORD_FLOW_WHAT, SMV_CELL_TEXT, 5),
        smv_make_column(m, SMV_WORD_OBSTACLES, SMV_CELL_TEXT, 5),
    };
    columns[0].title = smv_make_word(m, SMV_WORD_FLOW_TAG);
    struct smv_doc_table *t =
        smv_make_table(m, smv_make_word(m, SMV_WORD_FLOWS), smv_make_who(m, sheet, false), columns,
                       obstacles ? 5 : 4);
    for (const struct smv_node *f = NULL; (f = smv_make_next(sheet, f, SMV_KIND_FLOW)) != NULL;) {
        if (!flow_written(m, f)) {
            continue;
        }
        char tag[12];
        smv_timeline_tag(sheet, f, tag);
        struct smv_doc_cell *cell = smv_doc_row(t);
        smv_make_cell(m, &cell[0], smv_span_str(tag));
        cell[1].text = end_of(m, f, SMV_FLOW_FROM);
        cell[2].text = end_of(m, f, SMV_FLOW_TO);
        cell[3].text = smv_make_str(m, f, SMV_FLOW_LABEL);
        if (obstacles) {
            cell[4].text = obstacles_on(m, sheet, f);
        }
    }
}

static void put_loose(struct smv_making *m, const struct smv_node *sheet, unsigned level)
{
    bool first = true;
    for (const struct smv_node *o = NULL;
         (o = smv_make_next(sheet, o, SMV_KIND_OBSTACLE)) != NULL;) {
        struct smv_span line = obstacle_line(m, sheet, o);
        if (line.len == 0) {
            continue;
        }
        if (first) {
            smv_make_heading(m, level, smv_make_word(m, SMV_WORD_OBSTACLES));
        }
        smv_make_bullet(m, 1, line, none, false);
        first = false;
    }
}

static void put_picture(struct smv_making *m, const struct smv_node *sheet)
{
    struct smv_buf svg = {0}, alt = {0};
    unsigned w = 0, h = 0;
    smv_timeline_svg(&svg, &alt, &w, &h, m->tree, sheet, m->lang, /* empty */ false);
    smv_doc_picture(m->doc, smv_buf_span(&svg), smv_buf_span(&alt), w, h);
    smv_buf_finish(&svg);
    smv_buf_finish(&alt);
}

void smv_make_timeline(struct smv_making *m, const struct smv_node *sheet, unsigned level)
{
    struct smv_making_list cards = {0};
    collect_cards(m, sheet, &cards);
    if (cards.n > 0) {
        put_picture(m, sheet);
        put_cards(m, sheet, &cards);
    }
    smv_make_list_finish(&cards);
    put_flows(m, sheet, level);
    put_loose(m, sheet, level);
}

/* --- maps --------------------------------------------------------------------------------------- */

static bool challenge_written(const struct smv_node *c)
{
    return !smv_make_blank(smv_node_str(c, SMV_CHALLENGE_TEXT)) ||
           !smv_make_blank(smv_node_str(c, SMV_CHALLENGE_NUMBER));
}

static struct smv_span challenge_line(struct smv_making *m, const struct smv_node *c)
{
    struct smv_span parts[] = {smv_make_str(m, c, SMV_CHALLENGE_NUMBER), smv_make_said(m, c)};
    return smv_make_join(m, parts, 2, " ");
}

static bool in_cell(const struct smv_making *m, const struct smv_node *c,
                    const struct smv_node *phase, const struct smv_node *lane)
{
    return challenge_written(c) && of_sheet(m, c, SMV_CHALLENGE_PHASE, SMV_KIND_PHASE) == phase &&
           of_sheet(m, c, SMV_CHALLENGE_LANE, SMV_KIND_LANE) == lane;
}

static struct smv_span cell_of(struct smv_making *m, const struct smv_node *sheet,
                               const struct smv_node *phase, const struct smv_node *lane)
{
    struct smv_buf lines = {0};
    for (const struct smv_node *c = NULL;
         (c = smv_make_next(sheet, c, SMV_KIND_CHALLENGE)) != NULL;) {
        if (in_cell(m, c, phase, lane)) {
            add_line(&lines, challenge_line(m, c));
        }
    }
    return keep_lines(m, &lines);
}

/* A row per phase, a column per lane; at most GRID_MOST lanes. */
static void put_grid(struct smv_making *m, const struct smv_node *sheet)
{
    struct smv_doc_column columns[1 + GRID_MOST];
    size_t n = 0;
    columns[n++] = smv_make_column(m, SMV_WORD_PHASE, SMV_CELL_TEXT, 2);
    for (const struct smv_node *l = NULL; (l = smv_make_next(sheet, l, SMV_KIND_LANE)) != NULL;) {
        columns[n++] =
            (struct smv_doc_column){.title = name_of(m, l, SMV_WORD_UNNAMED_LANE), .weight = 4};
    }
    struct smv_doc_table *t =
        smv_make_table(m, smv_make_said(m, sheet), smv_make_who(m, sheet, false), columns, n);
    for (const struct smv_node *p = NULL; (p = smv_make_next(sheet, p, SMV_KIND_PHASE)) != NULL;) {
        struct smv_doc_cell *cell = smv_doc_row(t);
        cell->text = name_of(m, p, SMV_WORD_UNNAMED_PHASE);
        cell->style = SMV_RUN_BOLD;
        for (const struct smv_node *l = NULL;
             (l = smv_make_next(sheet, l, SMV_KIND_LANE)) != NULL;) {
            (++cell)->text = cell_of(m, sheet, p, l);
        }
    }
}

/* Those that the grid has no place for; grid: there is one. */
static void put_unplaced(struct smv_making *m, const struct smv_node *sheet, unsigned level,
                         bool grid)
{
    bool first = true;
    for (const struct smv_node *c = NULL;
         (c = smv_make_next(sheet, c, SMV_KIND_CHALLENGE)) != NULL;) {
        const struct smv_node *phase = of_sheet(m, c, SMV_CHALLENGE_PHASE, SMV_KIND_PHASE);
        const struct smv_node *lane = of_sheet(m, c, SMV_CHALLENGE_LANE, SMV_KIND_LANE);
        if (!challenge_written(c) || (grid && phase != NULL && lane != NULL)) {
            continue;
        }
        if (first && grid) {
            smv_make_heading(m, level, smv_make_word(m, SMV_WORD_NO_PHASE));
        }
        struct smv_span parts[] = {phase == NULL ? none : smv_make_said(m, phase),
                                   lane == NULL ? none : smv_make_said(m, lane)};
        smv_make_bullet(m, 1, challenge_line(m, c), smv_make_join(m, parts, 2, ", "), false);
        first = false;
    }
}

void smv_make_map(struct smv_making *m, const struct smv_node *sheet, unsigned level)
{
    size_t lanes = smv_make_count(sheet, SMV_KIND_LANE);
    bool any = false, placed = false;
    for (const struct smv_node *c = NULL;
         (c = smv_make_next(sheet, c, SMV_KIND_CHALLENGE)) != NULL;) {
        any = any || challenge_written(c);
        placed = placed || (challenge_written(c) &&
                            of_sheet(m, c, SMV_CHALLENGE_PHASE, SMV_KIND_PHASE) != NULL &&
                            of_sheet(m, c, SMV_CHALLENGE_LANE, SMV_KIND_LANE) != NULL);
    }
    bool grid = placed && lanes <= GRID_MOST;
    if (placed) {
        put_picture(m, sheet);
    }
    if (grid) {
        put_grid(m, sheet);
    }
    if (any) {
        put_unplaced(m, sheet, level, grid);
    }
}
