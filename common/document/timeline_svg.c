/* timeline_svg.c - see timeline_svg.h. Draws what timeline_route.c has placed. */
#include "common/document/timeline_svg.h"
#include <string.h>
#include "common/base/utf8.h"
#include "common/document/svg_text.h"
#include "common/document/timeline_int.h"
#include "common/document/timeline_key.h"
#include "common/document/words.h"

#define INK   "#14212b"
#define INK_2 "#45545f"
/* Dark enough to be told from paper in grey; which of them it is, is told by notches. */
static const char *const edges[] = {"#0b5a6b", "#8a3b12", "#4b3f8f", "#3d6117",
                                    "#8c2159", "#345a8a", "#6d5200", "#5a4a42"};
#define BOLD "font-weight=\"bold\" fill=\"" INK "\""

/* --- the grid --------------------------------------------------------------------------------------------- */

static void put_row(struct smv_buf *svg, const struct tl_plan *p, size_t n)
{
    const struct tl_cell_row *r = &p->rows[n];
    smv_svg_put(svg, "<rect x=\"0\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n", r->y,
                p->width, r->h, n % 2 == 0 ? "#f1efe9" : "#ffffff");
    smv_svg_lines(svg, smv_buf_span(&r->label), p->cols[0].x + 7, r->y + TL_FONT + 5, TL_STEP,
                  "font-size=\"17\" font-weight=\"bold\" fill=\"" INK_2 "\"");
}

/* A phase points to the next one: time goes to the right. */
static void put_head(struct smv_buf *svg, const struct tl_plan *p, size_t n)
{
    const struct tl_column *c = &p->cols[n];
    int x = c->x, w = p->cell_w, top = TL_MARGIN - 4, tip = 12;
    int about = c->n_about > 0 ? (int)c->n_about * TL_SMALL_STEP + 8 : 0;
    int h = p->head_h - top - 6;
    unsigned most = 0;
    for (size_t i = 0; i < p->n_cols; i++) {
        most = p->cols[i].n_about > most ? p->cols[i].n_about : most;
    }
    h -= most > 0 ? (int)most * TL_SMALL_STEP + 8 : 0;
    bool chain = c->phase != NULL;
    if (c->n_head > 0) {
        smv_svg_put(svg, "<path d=\"M%d %dh%dl%d %dl%d %dh%dz\" fill=\"#e3f0f2\" ", x, top, w - tip,
                    tip, h / 2, -tip, h - h / 2, -(w - tip));
        smv_svg_put(svg, "stroke=\"#0b5a6b\" stroke-width=\"1.5\"%s/>\n",
                    chain ? "" : " stroke-dasharray=\"5 4\"");
    }
    smv_svg_lines(svg, smv_buf_span(&c->head), x + 10,
                  top + (h - (int)c->n_head * TL_HEAD_STEP) / 2 + TL_HEAD, TL_HEAD_STEP,
                  "font-size=\"19\" " BOLD);
    if (about > 0) {
        smv_svg_lines(svg, smv_buf_span(&c->about), x + 4, top + h + 8 + TL_SMALL, TL_SMALL_STEP,
                      "font-size=\"15\" fill=\"" INK_2 "\"");
    }
}

/* Cells to write in have borders; drawn cards need none. */
static void put_cells(struct smv_buf *svg, const struct tl_plan *p)
{
    for (size_t i = 0; i < p->n_cols; i++) {
        smv_svg_put(svg, "<path d=\"M%d %dV%dM%d %dV%d\" ", p->cols[i].x, p->head_h, p->height - 4,
                    p->cols[i].x + p->cell_w, p->head_h, p->height - 4);
        smv_buf_put_str(svg, "stroke=\"#7b8790\" stroke-dasharray=\"3 5\" fill=\"none\"/>\n");
    }
}

/* --- arrows ------------------------------------------------------------------------------------------------- */

static int track_x(const struct tl_plan *p, size_t channel, unsigned track)
{
    const struct tl_channel *c = &p->channels[channel];
    return c->x + c->left + 3 + TL_PITCH * (int)track;
}

struct point {
    int x, y;
};

static int length(struct point a, struct point b)
{
    int dx = a.x - b.x, dy = a.y - b.y;
    return (dx < 0 ? -dx : dx) + (dy < 0 ? -dy : dy);
}

/* r units from a towards b; the two lie on one line along an axis. */
static struct point along(struct point a, struct point b, int r)
{
    int all = length(a, b);
    all = all > 0 ? all : 1;
    return (struct point){a.x + (b.x - a.x) * r / all, a.y + (b.y - a.y) * r / all};
}

static void put_path(struct smv_buf *svg, const struct point *at, size_t n)
{
    smv_svg_put(svg, "<path d=\"M%d %d", at[0].x, at[0].y);
    for (size_t i = 1; i + 1 < n; i++) {
        int a = length(at[i - 1], at[i]) / 2, b = length(at[i], at[i + 1]) / 2;
        int r = a < b ? a : b;
        r = r < 7 ? r : 7;
        struct point in = along(at[i], at[i - 1], r), out = along(at[i], at[i + 1], r);
        smv_svg_put(svg, "L%d %dQ%d %d %d %d", in.x, in.y, at[i].x, at[i].y, out.x, out.y);
    }
    smv_svg_put(svg, "L%d %d\" fill=\"none\" stroke=\"" INK_2 "\" stroke-width=\"2\"/>\n",
                at[n - 1].x, at[n - 1].y);
}

static void put_arrow(struct smv_buf *svg, const struct tl_plan *p, const struct tl_arrow *a)
{
    const struct tl_card *f = &p->cards[a->from], *t = &p->cards[a->to];
    int x1 = p->cols[f->col].x + (a->dir_out > 0 ? p->cell_w : 0);
    int x2 = p->cols[t->col].x + (a->dir_in > 0 ? 0 : p->cell_w);
    struct point at[6];
    size_t n = 0;
    at[n++] = (struct point){x1, a->y1};
    if (a->bent || a->y1 != a->y2) {
        int vx = track_x(p, a->out, a->v1.track);
        at[n++] = (struct point){vx, a->y1};
        if (a->bent) {
            int vx2 = track_x(p, a->into, a->v2.track);
            at[n++] = (struct point){vx, a->h.from};
            at[n++] = (struct point){vx2, a->h.from};
            vx = vx2;
        }
        at[n++] = (struct point){vx, a->y2};
    }
    at[n++] = (struct point){x2 - a->dir_in * 9, a->y2};
    put_path(svg, at, n);
    smv_svg_put(svg, "<path d=\"M%d %dl%d -6v12z\" fill=\"" INK_2 "\"/>\n", x2 - a->dir_in, a->y2,
                -a->dir_in * 12);
}

/* --- marks ---------------------------------------------------------------------------------------------------- */

static void put_middle(struct smv_buf *svg, int x, int y, unsigned size, const char *fill)
{
    smv_svg_put(svg,
                "<text x=\"%d\" y=\"%d\" font-size=\"%u\" font-weight=\"bold\" "
                "text-anchor=\"middle\" fill=\"%s\">",
                x, y + (int)size * 36 / 100, size, fill);
}

void smv_svg_diamond(struct smv_buf *svg, int x, int y, unsigned number)
{
    smv_svg_put(svg, "<path d=\"M%d %dl13 13 -13 13 -13 -13z\" fill=\"#9c1c24\"/>", x, y - 13);
    put_middle(svg, x, y, number < 100 ? 14 : number < 1000 ? 11 : 8, "#ffffff");
    smv_svg_put(svg, "%u</text>\n", number);
}

void smv_svg_letter(struct smv_buf *svg, int x, int y, const char *tag)
{
    size_t n = strlen(tag);
    smv_svg_put(svg,
                "<circle cx=\"%d\" cy=\"%d\" r=\"11\" fill=\"#ffffff\" stroke=\"" INK_2
                "\" stroke-width=\"1.5\"/>",
                x, y);
    put_middle(svg, x, y, n < 2 ? 16 : n < 3 ? 13 : 9, INK);
    smv_svg_put(svg, "%s</text>\n", tag);
}

static void put_marks(struct smv_buf *svg, unsigned first, unsigned n, unsigned most,
                      const int place[4])
{
    int x = place[0];
    int y = place[1];
    unsigned per_row = place[3] > 0 ? (unsigned)place[3] : UINT32_MAX;
    for (unsigned i = 0; i < n && i < most; i++) {
        smv_svg_diamond(svg, x, y, first + i);
        bool last = (i + 1) % per_row == 0;
        y += last ? TL_MARK + 2 : 0;
        x = last ? place[0] : x + place[2];
    }
    if (n > most) {
        put_middle(svg, x, y, 13, INK);
        smv_svg_put(svg, "+%u</text>\n", n - most);
    }
}

static void put_arrow_marks(struct smv_buf *svg, const struct tl_plan *p, const struct tl_arrow *a)
{
    const struct tl_card *f = &p->cards[a->from];
    int x = p->cols[f->col].x + (a->dir_out > 0 ? p->cell_w : 0) + a->dir_out * 16;
    if (a->tag[0] != '\0') {
        smv_svg_letter(svg, x, a->y1, a->tag);
        put_marks(svg, a->first_mark, a->n_marks, TL_FLOW_MARKS,
                  (const int[]){x + a->dir_out * TL_MARK, a->y1, a->dir_out * TL_MARK, 0});
    }
}

/* --- cards ------------------------------------------------------------------------------------------------------ */

static void put_card(struct smv_buf *svg, const struct tl_plan *p, const struct tl_card *c)
{
    int x = p->cols[c->col].x, y = c->y, text = x + TL_STRIP + TL_PAD;
    smv_svg_put(svg,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\" fill=\"#ffffff\" "
                "stroke=\"#7b8790\" stroke-width=\"1.5\"/>",
                x, y, p->cell_w, c->h);
    smv_svg_put(svg, "<path d=\"M%d %dh-5a6 6 0 0 0 -6 6v%da6 6 0 0 0 6 6h5z\" fill=\"%s\"/>\n",
                x + TL_STRIP - 1, y, c->h - 12, edges[c->colour]);
    for (unsigned i = 0; i < c->colour && (int)i * 8 + 12 < c->h - 6; i++) {
        smv_svg_put(svg, "<rect x=\"%d\" y=\"%d\" width=\"5\" height=\"4\" fill=\"#ffffff\"/>",
                    x + 3, y + 8 + (int)i * 8);
    }
    if (c->star) {
        smv_svg_put(svg,
                    "<path d=\"M%d %dl3 6 6 1-4.500 4.500 1 6-5.500-3-5.500 3 1-6L%d %dl6-1z\" "
                    "fill=\"" INK "\"/>\n",
                    x + p->cell_w - 18, y + 7, x + p->cell_w - 27, y + 14);
    }
    y += TL_PAD;
    smv_svg_lines(svg, smv_buf_span(&c->title), text, y + 16, TL_STEP, "font-size=\"17\" " BOLD);
    y += (int)c->n_title * TL_STEP + (c->n_sub > 0 ? 3 : 0);
    smv_svg_lines(svg, smv_buf_span(&c->sub), text, y + 14, TL_SMALL_STEP,
                  "font-size=\"15\" fill=\"" INK_2 "\"");
    y += (int)c->n_sub * TL_SMALL_STEP;
    int per_row = (p->cell_w - TL_STRIP - 2 * TL_PAD) / (TL_MARK + 2);
    put_marks(svg, c->first_mark, c->n_marks, TL_CARD_MARKS,
              (const int[]){text + 13, y + 15, TL_MARK + 2, per_row});
}

/* --- in words ------------------------------------------------------------------------------------------------------ */

enum { ALT_MOST = 2000 };

static void put_count(struct smv_buf *alt, const char *lang, enum smv_word_id word, size_t n)
{
    if (n > 0) {
        smv_buf_put_str(alt, ", ");
        smv_word_put(alt, lang, word, n, smv_span(NULL, 0), smv_span(NULL, 0));
    }
}

/* "Häktet: Första mötet; Samtycke." Cards are sorted by row, so that this reads as the picture does. */
static void put_phase(struct smv_buf *alt, const struct tl_plan *p, size_t col)
{
    const struct tl_column *c = &p->cols[col];
    bool first = true;
    for (size_t i = 0; i < p->n_cards && alt->len < ALT_MOST; i++) {
        const struct smv_node *n = p->cards[i].node;
        if (p->cards[i].col != col) {
            continue;
        }
        struct smv_span title = smv_node_str(n, n->kind == SMV_KIND_CARD ? (unsigned)SMV_CARD_TITLE
                                                                         : SMV_CHALLENGE_TEXT);
        if (first) {
            smv_buf_put_byte(alt, ' ');
            smv_buf_put_span(alt, c->phase ? smv_node_str(c->phase, SMV_PHASE_TITLE)
                                           : smv_span_str(smv_word(p->lang, SMV_WORD_NO_PHASE)));
            smv_buf_put_str(alt, ": ");
        } else {
            smv_buf_put_str(alt, "; ");
        }
        size_t most = smv_utf8_offset(title, 160);
        smv_buf_put(alt, title.data, most);
        smv_buf_put_str(alt, most < title.len ? "\xE2\x80\xA6" : "");
        first = false;
    }
    smv_buf_put_str(alt, first ? "" : ".");
}

static void put_alt(struct smv_buf *alt, const struct tl_plan *p, const struct smv_node *sheet)
{
    bool map = p->map || smv_node_num(sheet, SMV_SHEET_FORM) == 6;
    size_t phases = p->n_cols - (p->cols[p->n_cols - 1].phase == NULL),
           lanes = p->n_rows - (p->rows[p->n_rows - 1].lane == NULL);
    smv_buf_put_str(alt, smv_word(p->lang, map ? SMV_WORD_PIC_MAP : SMV_WORD_PIC_TIMELINE));
    put_count(alt, p->lang, SMV_WORD_PIC_N_PHASES, phases);
    put_count(alt, p->lang, SMV_WORD_PIC_N_LANES, lanes);
    put_count(alt, p->lang, map ? SMV_WORD_PIC_N_CHALLENGES : SMV_WORD_PIC_N_CARDS, p->n_cards);
    put_count(alt, p->lang, SMV_WORD_PIC_N_ARROWS, p->n_arrows + p->n_undrawn);
    put_count(alt, p->lang, SMV_WORD_PIC_N_OBSTACLES, p->n_obstacles);
    smv_buf_put_byte(alt, '.');
    if (p->empty) {
        smv_buf_put_byte(alt, ' ');
        smv_buf_put_str(alt, smv_word(p->lang, SMV_WORD_PIC_EMPTY));
    }
    for (size_t i = 0; i < p->n_cols && alt->len < ALT_MOST; i++) {
        put_phase(alt, p, i);
    }
    smv_buf_put_str(alt, alt->len >= ALT_MOST ? " \xE2\x80\xA6" : "");
}

/* --- all of it ------------------------------------------------------------------------------------------------------ */

void smv_svg_begin(struct smv_buf *svg, int width, int height, struct smv_span told)
{
    smv_svg_put(svg,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg "
                "xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
                "viewBox=\"0 0 %d %d\" role=\"img\" "
                "font-family=\"Inter, Liberation Sans, sans-serif\">\n<title>",
                width, height, width, height);
    smv_svg_escape(svg, told);
    smv_svg_put(svg, "</title>\n<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n", width,
                height);
}

void smv_timeline_svg(struct smv_buf *svg, struct smv_buf *alt, unsigned *ret_w, unsigned *ret_h,
                      const struct smv_tree *t, const struct smv_node *sheet, const char *lang,
                      bool empty)
{
    struct tl_plan p;
    struct smv_buf key = {0};
    tl_plan_make(&p, t, sheet, lang, empty, /* tight */ false);
    tl_route(&p);
    if (!empty && p.height * 10 > p.width * 7) { /* would be small on a page on its side */
        tl_plan_finish(&p);
        tl_plan_make(&p, t, sheet, lang, empty, /* tight */ true);
        tl_route(&p);
    }
    int height = empty ? p.height : tl_key_put(&key, &p, sheet);
    size_t told = alt->len;
    put_alt(alt, &p, sheet);
    smv_svg_begin(svg, p.width, height, smv_span_from(smv_buf_span(alt), told));
    for (size_t i = 0; i < p.n_rows; i++) {
        put_row(svg, &p, i);
    }
    for (size_t i = 0; i < p.n_cols; i++) {
        put_head(svg, &p, i);
    }
    if (empty) {
        put_cells(svg, &p);
    }
    for (size_t i = 0; i < p.n_arrows; i++) {
        put_arrow(svg, &p, &p.arrows[i]);
    }
    for (size_t i = 0; i < p.n_cards; i++) {
        put_card(svg, &p, &p.cards[i]);
    }
    for (size_t i = 0; i < p.n_arrows; i++) {
        put_arrow_marks(svg, &p, &p.arrows[i]);
    }
    smv_buf_put_span(svg, smv_buf_span(&key));
    smv_buf_put_str(svg, "</svg>\n");
    *ret_w = (unsigned)p.width;
    *ret_h = (unsigned)height;
    smv_buf_finish(&key);
    tl_plan_finish(&p);
}
