/* timeline_poster.c - a timeline for the wall, empty, for notes of paper; see timeline_svg.h.
 *
 * Units: tenths of a millimetre. A1 on its side is 841 x 594 mm; what is drawn leaves 15 mm at each edge. A letter that is
 * to be read from two metres is a centimetre high, so its size is 14 mm; a note of paper is 76 mm. */
#include <string.h>
#include "common/base/utf8.h"
#include "common/document/svg_text.h"
#include "common/document/timeline_int.h"
#include "common/document/timeline_key.h"
#include "common/document/timeline_svg.h"
#include "common/document/words.h"

enum {
    WIDTH = 8110,
    HEIGHT = 5640,
    LANES = 1060, /* the column of the lanes' names */
    NOTE = 780,   /* a note of paper, and a finger */
    TITLE = 230,  /* sizes of letters */
    PHASE = 140,
    PHASE_STEP = 165,
    LANE = 115,
    LANE_STEP = 135,
    SMALL = 90,
    TOP = 330, /* where the phases begin */
    COLS_MOST = (WIDTH - LANES) / NOTE,
    POSTERS = 24 /* of one pattern; nobody has a longer wall */
};

/* Phases or lanes from..to of all n, for part i of so many. */
struct part {
    size_t all, from, to;
};

static size_t count(const struct smv_node *sheet, unsigned kind)
{
    size_t n = 0;
    for (const struct smv_node *c = NULL; (c = tl_next(sheet, kind, c)) != NULL;) {
        n++;
    }
    return n;
}

/* The most lines of any phase's name decide how much is left for rows. */
static int head_height(const struct smv_node *sheet, size_t cols)
{
    unsigned most = 1, width = (unsigned)((WIDTH - LANES) / (int)(cols > 0 ? cols : 1)) - 120;
    struct smv_buf lines = {0};
    for (const struct smv_node *p = NULL; (p = tl_next(sheet, SMV_KIND_PHASE, p)) != NULL;) {
        unsigned n = smv_svg_wrap(&lines, smv_node_str(p, SMV_PHASE_TITLE), width, PHASE, 3);
        most = n > most ? n : most;
    }
    smv_buf_finish(&lines);
    return (int)most * PHASE_STEP + 90;
}

static size_t parts_of(size_t all, size_t most)
{
    return all == 0 ? 1 : (all + most - 1) / most;
}

struct grid {
    size_t cols, rows;               /* of the whole pattern */
    size_t across, down;             /* posters */
    size_t col, n_cols, row, n_rows; /* on this one; n_rows 1 also where there are no lanes */
    int head;
};

static struct grid grid_of(const struct smv_node *sheet, size_t n)
{
    struct grid g = {.cols = count(sheet, SMV_KIND_PHASE), .rows = count(sheet, SMV_KIND_LANE)};
    g.across = parts_of(g.cols, COLS_MOST);
    size_t i = n % g.across;
    g.col = g.cols * i / g.across;
    g.n_cols = g.cols * (i + 1) / g.across - g.col;
    g.head = head_height(sheet, (g.cols + g.across - 1) / g.across);
    size_t rows_most = (size_t)((HEIGHT - TOP - g.head) / NOTE);
    g.down = parts_of(g.rows, rows_most > 0 ? rows_most : 1);
    size_t k = n / g.across % g.down;
    g.row = g.rows * k / g.down;
    g.n_rows = g.rows * (k + 1) / g.down - g.row;
    g.n_rows = g.rows == 0 ? 1 : g.n_rows;
    g.n_cols = g.cols == 0 ? 1 : g.n_cols;
    return g;
}

unsigned smv_timeline_posters(const struct smv_node *sheet)
{
    struct grid g = grid_of(sheet, 0);
    size_t n = g.cols + g.rows == 0 ? 0 : g.across * g.down;
    return n < POSTERS ? (unsigned)n : POSTERS;
}

static const struct smv_node *nth(const struct smv_node *sheet, unsigned kind, size_t n)
{
    const struct smv_node *c = tl_next(sheet, kind, NULL);
    while (c != NULL && n-- > 0) {
        c = tl_next(sheet, kind, c);
    }
    return c;
}

/* --- drawing --------------------------------------------------------------------------------------------- */

static void put_line(struct smv_buf *svg, struct smv_span text, int x, int y, unsigned width,
                     unsigned size, const char *attributes)
{
    struct smv_buf lines = {0};
    (void)smv_svg_wrap(&lines, text, width, size, 1);
    smv_svg_lines(svg, smv_buf_span(&lines), x, y, size, attributes);
    smv_buf_finish(&lines);
}

static void put_top(struct smv_buf *svg, const struct smv_tree *t, const struct smv_node *sheet,
                    const char *lang, unsigned n, unsigned of)
{
    bool session = sheet->parent != NULL && sheet->parent->kind == SMV_KIND_SESSION;
    struct smv_buf right = {0}, number = {0};
    put_line(svg, smv_node_str(sheet, SMV_SHEET_TITLE), 0, 190, 4700, TITLE,
             "font-size=\"230\" font-weight=\"bold\" fill=\"#14212b\"");
    smv_buf_put_span(&right, session ? smv_node_str(sheet->parent, SMV_SESSION_TITLE)
                                     : smv_node_str(t->root, SMV_SEMINAR_TITLE));
    put_line(svg, smv_buf_span(&right), WIDTH, 110, 3200, LANE,
             "font-size=\"115\" text-anchor=\"end\" fill=\"#14212b\"");
    smv_buf_clear(&right);
    smv_buf_put_span(&right,
                     session ? smv_node_str(t->root, SMV_SEMINAR_TITLE) : smv_span(NULL, 0));
    if (of > 1) {
        smv_buf_put_u64(&number, of);
        smv_buf_put_str(&right, right.len > 0 ? " \xC2\xB7 " : "");
        smv_word_put(&right, lang, SMV_WORD_POSTER_PART, n + 1, smv_buf_span(&number),
                     smv_span(NULL, 0));
    }
    put_line(svg, smv_buf_span(&right), WIDTH, 245, 3200, SMALL,
             "font-size=\"90\" text-anchor=\"end\" fill=\"#45545f\"");
    smv_buf_finish(&right);
    smv_buf_finish(&number);
}

static void put_phases(struct smv_buf *svg, const struct smv_node *sheet, const struct grid *g,
                       int left, int cell)
{
    struct smv_buf lines = {0};
    for (size_t i = 0; i < g->n_cols && g->cols > 0; i++) {
        const struct smv_node *p = nth(sheet, SMV_KIND_PHASE, g->col + i);
        int x = left + (int)i * cell, h = g->head - 40;
        smv_svg_put(svg, "<path d=\"M%d %dh%dl50 %dl-50 %dh%dz\" fill=\"#e3f0f2\" ", x + 10, TOP,
                    cell - 70, h / 2, h - h / 2, 70 - cell);
        smv_buf_put_str(svg, "stroke=\"#0b5a6b\" stroke-width=\"8\"/>\n");
        smv_buf_clear(&lines);
        unsigned n =
            smv_svg_wrap(&lines, smv_node_str(p, SMV_PHASE_TITLE), (unsigned)cell - 120, PHASE, 3);
        smv_svg_lines(svg, smv_buf_span(&lines), x + 50,
                      TOP + (h - (int)n * PHASE_STEP) / 2 + PHASE - 8, PHASE_STEP,
                      "font-size=\"140\" font-weight=\"bold\" fill=\"#14212b\"");
    }
    smv_buf_finish(&lines);
}

static void put_lanes(struct smv_buf *svg, const struct smv_node *sheet, const struct grid *g,
                      int top, int row)
{
    struct smv_buf lines = {0};
    for (size_t i = 0; i < g->n_rows; i++) {
        int y = top + (int)i * row;
        smv_svg_put(svg, "<rect x=\"0\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n", y,
                    WIDTH, row, i % 2 == 0 ? "#f1efe9" : "#ffffff");
        if (g->rows > 0) {
            const struct smv_node *lane = nth(sheet, SMV_KIND_LANE, g->row + i);
            smv_buf_clear(&lines);
            (void)smv_svg_wrap(&lines, smv_node_str(lane, SMV_LANE_TITLE), LANES - 90, LANE, 5);
            smv_svg_lines(svg, smv_buf_span(&lines), 40, y + LANE + 40, LANE_STEP,
                          "font-size=\"115\" font-weight=\"bold\" fill=\"#14212b\"");
        }
    }
    smv_buf_finish(&lines);
}

void smv_timeline_poster(struct smv_buf *svg, struct smv_buf *alt, unsigned *ret_w, unsigned *ret_h,
                         const struct smv_tree *t, const struct smv_node *sheet, const char *lang,
                         unsigned n)
{
    struct grid g = grid_of(sheet, n);
    int left = g.rows > 0 ? LANES : 0, cell = (WIDTH - left) / (int)g.n_cols;
    int top = g.cols > 0 ? TOP + g.head : TOP, row = (HEIGHT - top) / (int)g.n_rows;
    size_t told = alt->len;
    smv_buf_put_span(alt, smv_node_str(sheet, SMV_SHEET_TITLE));
    smv_buf_put_str(alt, ". ");
    smv_word_put(alt, lang, SMV_WORD_PIC_N_PHASES, g.n_cols, smv_span(NULL, 0), smv_span(NULL, 0));
    smv_buf_put_str(alt, ", ");
    smv_word_put(alt, lang, SMV_WORD_PIC_N_LANES, g.n_rows, smv_span(NULL, 0), smv_span(NULL, 0));
    smv_buf_put_str(alt, ". ");
    smv_buf_put_str(alt, smv_word(lang, SMV_WORD_PIC_EMPTY));
    smv_svg_begin(svg, WIDTH, HEIGHT, smv_span_from(smv_buf_span(alt), told));
    put_top(svg, t, sheet, lang, n, smv_timeline_posters(sheet));
    put_lanes(svg, sheet, &g, top, row);
    put_phases(svg, sheet, &g, left, cell);
    for (size_t i = 0; i <= g.n_cols; i++) {
        smv_svg_put(svg, "<path d=\"M%d %dV%d\" stroke=\"#7b8790\" stroke-width=\"6\"/>\n",
                    i == g.n_cols ? WIDTH - 3 : left + (int)i * cell + 3, top, HEIGHT);
    }
    smv_svg_put(svg,
                "<rect x=\"3\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" "
                "stroke=\"#7b8790\" stroke-width=\"6\"/>\n</svg>\n",
                top, WIDTH - 6, HEIGHT - top - 3);
    *ret_w = WIDTH;
    *ret_h = HEIGHT;
}
