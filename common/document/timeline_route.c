/* timeline_route.c - see timeline_int.h. Heights, tracks and places of what timeline_plan.c read.
 *
 * The order matters: sides and ports of arrows -> heights of cards -> tracks between rows -> heights of rows -> where on
 * its side each arrow leaves -> tracks in the channels -> widths of the channels -> x. So nothing is ever squeezed. */
#include "common/document/timeline_int.h"
#include "common/base/heap.h"

enum { EMPTY_HEIGHT = 760, EMPTY_ROW = 96, ROW_LEAST = 54, AHEAD = 8, HEAD_ROOM = 18, NEAR = 6 };

static int least(int a, int b)
{
    return a < b ? a : b;
}

static int most(int a, int b)
{
    return a > b ? a : b;
}

static void choose_sides(struct tl_plan *p)
{
    for (size_t i = 0; i < p->n_arrows; i++) {
        struct tl_arrow *a = &p->arrows[i];
        struct tl_card *f = &p->cards[a->from], *t = &p->cards[a->to];
        a->dir_out = t->col < f->col ? -1 : 1;
        a->dir_in = t->col > f->col ? 1 : -1;
        a->out = a->dir_out < 0 ? f->col : f->col + 1;
        a->into = a->dir_in > 0 ? t->col : t->col + 1;
        a->bent = a->out != a->into;
        f->n_ports[a->dir_out > 0]++;
        t->n_ports[a->dir_in < 0]++;
        a->h.in = t->row >= f->row ? t->row : t->row + 1;
        a->h.from = (int)(a->out < a->into ? a->out : a->into);
        a->h.to = (int)(a->out < a->into ? a->into : a->out);
    }
}

static void size_cards(struct tl_plan *p)
{
    for (size_t i = 0; i < p->n_cards; i++) {
        struct tl_card *c = &p->cards[i];
        unsigned ports = c->n_ports[0] > c->n_ports[1] ? c->n_ports[0] : c->n_ports[1];
        c->h = 2 * TL_PAD + (int)(c->n_title * TL_STEP + c->n_sub * TL_SMALL_STEP) +
               (c->n_sub > 0 ? 3 : 0) + (int)(c->mark_rows * (TL_MARK + 2));
        c->h = most(c->h, (int)ports * TL_MARK);
    }
}

/* --- tracks ----------------------------------------------------------------------------------------------- */

static bool before(const struct tl_leg *a, const struct tl_leg *b)
{
    return a->in != b->in ? a->in < b->in : a->from != b->from ? a->from < b->from : a->to > b->to;
}

/* So that no two legs of a channel lie on each other; gap: how far apart two may be on one track. Calls count with
 * each channel's number of tracks. */
static void give_tracks(struct tl_leg **legs, size_t n, int gap, unsigned *(*count)(void *, size_t),
                        void *arg)
{
    for (size_t i = 1; i < n; i++) {
        struct tl_leg *leg = legs[i];
        size_t k = i;
        for (; k > 0 && before(leg, legs[k - 1]); k--) {
            legs[k] = legs[k - 1];
        }
        legs[k] = leg;
    }
    int *ends = smv_alloc((n + 1) * sizeof *ends);
    unsigned used = 0;
    for (size_t i = 0; i < n; i++) {
        used = i > 0 && legs[i]->in == legs[i - 1]->in ? used : 0;
        unsigned track = 0;
        while (track < used && ends[track] + gap > legs[i]->from) {
            track++;
        }
        used = track == used ? used + 1 : used;
        ends[track] = legs[i]->to;
        legs[i]->track = track;
        *count(arg, legs[i]->in) = used;
    }
    smv_free(ends);
}

static unsigned *row_tracks(void *arg, size_t row)
{
    struct tl_plan *p = arg;
    return &p->rows[row].n_tracks;
}

static unsigned *channel_tracks(void *arg, size_t channel)
{
    struct tl_plan *p = arg;
    return &p->channels[channel].n_tracks;
}

static void track_rows(struct tl_plan *p)
{
    struct tl_leg **legs = smv_alloc((p->n_arrows + 1) * sizeof *legs);
    size_t n = 0;
    for (size_t i = 0; i < p->n_arrows; i++) {
        if (p->arrows[i].bent) {
            legs[n++] = &p->arrows[i].h;
        }
    }
    give_tracks(legs, n, 0, row_tracks, p);
    smv_free(legs);
}

/* --- rows --------------------------------------------------------------------------------------------------- */

static int label_height(const struct tl_cell_row *r)
{
    return r->n_label > 0 ? (int)r->n_label * TL_STEP + 8 : 0;
}

static void place_rows(struct tl_plan *p)
{
    size_t at = 0;
    int y = p->head_h, blank = most(EMPTY_ROW, (EMPTY_HEIGHT - y) / (int)p->n_rows);
    for (size_t r = 0; r < p->n_rows; r++) {
        struct tl_cell_row *row = &p->rows[r];
        row->y = y;
        /* Tracks never cross the first column: its label stands beside them. */
        int tracks = row->n_tracks > 0 ? 4 + TL_PITCH * (int)row->n_tracks : 0;
        int label = label_height(row), end = y + most(tracks, label), top = y;
        for (; at < p->n_cards && p->cards[at].row == r; at++) {
            struct tl_card *c = &p->cards[at];
            bool first = at == 0 || p->cards[at - 1].row != r || p->cards[at - 1].col != c->col;
            c->y = first ? y + AHEAD + (c->col == 0 ? most(tracks, label - 4) : tracks) : top;
            top = c->y + c->h + TL_STACK;
            end = most(end, c->y + c->h);
        }
        row->h = most(end + AHEAD + 2 - y, p->empty ? blank : ROW_LEAST);
        y += row->h;
    }
    p->height = y + 4;
}

static void size_heads(struct tl_plan *p)
{
    unsigned lines = 0, about = 0;
    for (size_t i = 0; i < p->n_cols; i++) {
        lines = p->cols[i].n_head > lines ? p->cols[i].n_head : lines;
        about = p->cols[i].n_about > about ? p->cols[i].n_about : about;
    }
    p->head_h = TL_MARGIN + (lines > 0 ? (int)lines * TL_HEAD_STEP + 20 : 0) +
                (about > 0 ? (int)about * TL_SMALL_STEP + 8 : 0);
}

/* --- ports ---------------------------------------------------------------------------------------------------- */

struct end {
    size_t card;
    int toward, *y;
    bool right;
};

static bool end_before(const struct end *a, const struct end *b)
{
    return a->card != b->card     ? a->card < b->card
           : a->right != b->right ? b->right
                                  : a->toward < b->toward;
}

static int toward(const struct tl_plan *p, size_t card, size_t other)
{
    const struct tl_card *c = &p->cards[card], *o = &p->cards[other];
    return 2 * o->y + o->h + ((int)o->col - (int)c->col) / 8;
}

static void put_ports(struct tl_plan *p)
{
    struct end *ends = smv_alloc((2 * p->n_arrows + 1) * sizeof *ends);
    size_t n = 0;
    for (size_t i = 0; i < p->n_arrows; i++) {
        struct tl_arrow *a = &p->arrows[i];
        struct end both[] = {
            {a->from, toward(p, a->from, a->to), &a->y1, a->dir_out > 0},
            {a->to, toward(p, a->to, a->from), &a->y2, a->dir_in < 0},
        };
        for (size_t e = 0; e < 2; e++) {
            size_t k = n++;
            for (; k > 0 && end_before(&both[e], &ends[k - 1]); k--) {
                ends[k] = ends[k - 1];
            }
            ends[k] = both[e];
        }
    }
    for (size_t i = 0, from = 0; i < n; i++) {
        from = i > 0 && ends[i].card == ends[i - 1].card && ends[i].right == ends[i - 1].right
                   ? from
                   : i;
        const struct tl_card *c = &p->cards[ends[i].card];
        *ends[i].y = c->y + c->h * (int)(i - from + 1) / ((int)c->n_ports[ends[i].right] + 1);
    }
    smv_free(ends);
}

static bool within(const struct tl_card *c, int y)
{
    return y >= c->y + 12 && y <= c->y + c->h - 12;
}

/* An arrow to the next column is straight where one of its cards has no other arrow on that side. */
static void straighten(struct tl_plan *p)
{
    for (size_t i = 0; i < p->n_arrows; i++) {
        struct tl_arrow *a = &p->arrows[i];
        const struct tl_card *f = &p->cards[a->from], *t = &p->cards[a->to];
        if (a->bent || f->col == t->col) {
            continue;
        }
        if (t->n_ports[a->dir_in < 0] == 1 && within(t, a->y1)) {
            a->y2 = a->y1;
        } else if (f->n_ports[a->dir_out > 0] == 1 && within(f, a->y2)) {
            a->y1 = a->y2;
        }
    }
}

/* Would the end of a, at y, lie on the beginning of another that comes from the other side of its channel? */
static bool lies_on(const struct tl_plan *p, const struct tl_arrow *a, int y)
{
    for (size_t i = 0; i < p->n_arrows; i++) {
        const struct tl_arrow *b = &p->arrows[i];
        if (b != a && b->out == a->into && b->dir_out == a->dir_in && b->y1 > y - NEAR &&
            b->y1 < y + NEAR) {
            return true;
        }
    }
    return false;
}

static void nudge(struct tl_plan *p)
{
    static const int steps[] = {0, 7, -7, 13, -13};
    for (size_t i = 0; i < p->n_arrows; i++) {
        struct tl_arrow *a = &p->arrows[i];
        const struct tl_card *t = &p->cards[a->to];
        if (!a->bent && a->y1 == a->y2) {
            continue;
        }
        for (size_t k = 0; k < sizeof steps / sizeof steps[0]; k++) {
            int y = a->y2 + steps[k];
            if (y > t->y + 5 && y < t->y + t->h - 5 && !lies_on(p, a, y)) {
                a->y2 = y;
                break;
            }
        }
    }
}

/* --- channels ----------------------------------------------------------------------------------------------------- */

static int mark_room(const struct tl_arrow *a)
{
    unsigned marks = a->n_marks > TL_FLOW_MARKS ? TL_FLOW_MARKS + 1 : a->n_marks;
    return a->tag[0] != '\0' ? TL_MARK * (int)(1 + marks) + 11 : AHEAD;
}

static struct tl_leg leg(size_t in, int a, int b)
{
    return (struct tl_leg){.in = in, .from = least(a, b), .to = most(a, b)};
}

static void track_channels(struct tl_plan *p)
{
    struct tl_leg **legs = smv_alloc((2 * p->n_arrows + 1) * sizeof *legs);
    size_t n = 0;
    for (size_t i = 0; i < p->n_arrows; i++) {
        struct tl_arrow *a = &p->arrows[i];
        const struct tl_cell_row *r = &p->rows[a->bent ? a->h.in : 0];
        int hy = r->y + AHEAD + TL_PITCH * (int)a->h.track;
        a->v1 = leg(a->out, a->y1, a->bent ? hy : a->y2);
        a->v2 = leg(a->into, hy, a->y2);
        if (a->bent) {
            a->h.from = hy; /* from here on: its y */
            legs[n++] = &a->v2;
        }
        if (a->bent || a->y1 != a->y2) {
            legs[n++] = &a->v1;
        }
        struct tl_channel *out = &p->channels[a->out], *into = &p->channels[a->into];
        int *marks = a->dir_out > 0 ? &out->left : &out->right;
        int *head = a->dir_in > 0 ? &into->right : &into->left;
        *marks = most(*marks, mark_room(a));
        *head = most(*head, HEAD_ROOM);
    }
    give_tracks(legs, n, NEAR, channel_tracks, p);
    smv_free(legs);
}

static void place_columns(struct tl_plan *p)
{
    int x = TL_MARGIN;
    for (size_t k = 0; k <= p->n_cols; k++) {
        struct tl_channel *c = &p->channels[k];
        int tracks = c->n_tracks > 0 ? TL_PITCH * ((int)c->n_tracks - 1) + 6 : 0;
        bool edge = k == 0 || k == p->n_cols;
        c->left = c->n_tracks > 0 ? most(c->left, AHEAD) : c->left;
        c->right = c->n_tracks > 0 ? most(c->right, AHEAD) : c->right;
        c->x = x;
        c->w = most(c->left + c->right + tracks, edge ? 0 : 18);
        x += c->w;
        if (k < p->n_cols) {
            p->cols[k].x = x;
            x += p->cell_w;
        }
    }
    p->width = x + TL_MARGIN;
}

void tl_route(struct tl_plan *p)
{
    choose_sides(p);
    size_cards(p);
    size_heads(p);
    track_rows(p);
    place_rows(p);
    put_ports(p);
    straighten(p);
    nudge(p);
    track_channels(p);
    place_columns(p);
}
