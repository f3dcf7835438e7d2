/* timeline_key.c - see timeline_key.h. */
#include "common/document/timeline_key.h"
#include <string.h>
#include "common/base/heap.h"
#include "common/base/utf8.h"
#include "common/document/svg_text.h"
#include "common/document/words.h"

enum { COLUMNS = 3, ENTRIES = 60, LINES = 5, INDENT = 34, GAP = 24, APART = 9 };

struct entry {
    char tag[12];    /* an arrow's letter, or */
    unsigned number; /* an obstacle's number; neither: a heading or a remark */
    bool heading;
    struct smv_buf lines;
    unsigned n;
};
struct key {
    const struct tl_plan *p;
    struct entry *all;
    size_t n, cap;
    unsigned left_out;
    unsigned width; /* of a column */
};

static struct entry *add(struct key *k)
{
    k->all = smv_grow(k->all, &k->cap, k->n + 1, sizeof *k->all);
    struct entry *e = &k->all[k->n++];
    *e = (struct entry){.n = 0};
    return e;
}

static void add_heading(struct key *k, enum smv_word_id word)
{
    struct entry *e = add(k);
    e->heading = true;
    e->n = smv_svg_wrap(&e->lines, smv_span_str(smv_word(k->p->lang, word)), k->width, TL_FONT, 1);
}

static void add_remark(struct key *k, enum smv_word_id word, uint64_t n)
{
    struct smv_buf text = {0};
    smv_word_put(&text, k->p->lang, word, n, smv_span(NULL, 0), smv_span(NULL, 0));
    struct entry *e = add(k);
    e->n = smv_svg_wrap(&e->lines, smv_buf_span(&text), k->width - INDENT, TL_SMALL, 2);
    smv_buf_finish(&text);
}

static void put_name(struct smv_buf *b, const struct tl_plan *p, size_t card)
{
    const struct smv_node *n = p->cards[card].node;
    struct smv_span title = smv_node_str(n, SMV_CARD_TITLE);
    title = tl_has_text(title) ? title : smv_node_str(n, SMV_CARD_BODY);
    size_t most = smv_utf8_offset(title, 60);
    smv_buf_put(b, title.data, most);
    smv_buf_put_str(b, most < title.len ? "\xE2\x80\xA6" : "");
}

static void add_arrow(struct key *k, const struct tl_arrow *a)
{
    struct smv_buf text = {0};
    struct smv_span label = smv_node_str(a->node, SMV_FLOW_LABEL);
    if (k->n >= ENTRIES) {
        k->left_out++;
        return;
    }
    smv_buf_put_span(&text, label);
    smv_buf_put_str(&text, tl_has_text(label) ? " (" : "");
    put_name(&text, k->p, a->from);
    smv_buf_put_str(&text, " \xE2\x86\x92 ");
    put_name(&text, k->p, a->to);
    smv_buf_put_str(&text, tl_has_text(label) ? ")" : "");
    struct entry *e = add(k);
    memcpy(e->tag, a->tag, sizeof e->tag);
    e->n = smv_svg_wrap(&e->lines, smv_buf_span(&text), k->width - INDENT, TL_SMALL, LINES);
    smv_buf_finish(&text);
}

/* Numbers run on as they do in smv_timeline_number. */
static unsigned add_obstacles(struct key *k, const struct smv_node *parent, unsigned n)
{
    const struct smv_node *o = NULL;
    while ((o = tl_next(parent, SMV_KIND_OBSTACLE, o)) != NULL) {
        struct smv_span text = smv_node_str(o, SMV_OBSTACLE_TEXT);
        if (!tl_has_text(text)) {
            continue;
        }
        n++;
        if (k->n >= 2 * ENTRIES) {
            k->left_out++;
            continue;
        }
        struct entry *e = add(k);
        e->number = n;
        e->n = smv_svg_wrap(&e->lines, text, k->width - INDENT, TL_SMALL, LINES);
    }
    return n;
}

static void gather(struct key *k, const struct smv_node *sheet)
{
    const struct smv_node *p = NULL, *c = NULL, *f = NULL;
    bool told = false;
    for (size_t i = 0; i < k->p->n_arrows; i++) {
        if (k->p->arrows[i].tag[0] != '\0') {
            if (!told) {
                add_heading(k, SMV_WORD_FLOWS);
            }
            told = true;
            add_arrow(k, &k->p->arrows[i]);
        }
    }
    if (k->left_out > 0) {
        add_remark(k, SMV_WORD_PIC_MORE, k->left_out);
    }
    if (k->p->n_undrawn > 0) {
        add_remark(k, SMV_WORD_PIC_UNDRAWN, k->p->n_undrawn);
    }
    k->left_out = 0;
    if (k->p->n_obstacles > 0) {
        unsigned n = 0;
        add_heading(k, SMV_WORD_OBSTACLES);
        while ((p = tl_next(sheet, SMV_KIND_PHASE, p)) != NULL) {
            while ((c = tl_next(p, SMV_KIND_CARD, c)) != NULL) {
                n = add_obstacles(k, c, n);
            }
        }
        while ((f = tl_next(sheet, SMV_KIND_FLOW, f)) != NULL) {
            n = add_obstacles(k, f, n);
        }
        (void)add_obstacles(k, sheet, n);
    }
    if (k->left_out > 0) {
        add_remark(k, SMV_WORD_PIC_MORE, k->left_out);
    }
}

static int height_of(const struct entry *e)
{
    int lines = e->heading ? TL_STEP + 4 : (int)e->n * TL_SMALL_STEP;
    return (lines > TL_MARK || e->heading ? lines : TL_MARK) + APART;
}

static void put_entry(struct smv_buf *svg, const struct entry *e, int x, int y)
{
    if (e->heading) {
        smv_svg_lines(svg, smv_buf_span(&e->lines), x, y + 18, TL_STEP,
                      "font-size=\"17\" font-weight=\"bold\" fill=\"#14212b\"");
        return;
    }
    if (e->tag[0] != '\0') {
        smv_svg_letter(svg, x + 13, y + 13, e->tag);
    } else if (e->number > 0) {
        smv_svg_diamond(svg, x + 13, y + 13, e->number);
    }
    smv_svg_lines(svg, smv_buf_span(&e->lines), x + INDENT, y + 18, TL_SMALL_STEP,
                  "font-size=\"15\" fill=\"#14212b\"");
}

int tl_key_put(struct smv_buf *svg, const struct tl_plan *p, const struct smv_node *sheet)
{
    struct key k = {.p = p};
    int left = p->cols[0].x, columns = p->width > 1000 ? COLUMNS : 2, all = 0, end = p->height;
    k.width = (unsigned)((p->width - left - TL_MARGIN - (columns - 1) * GAP) / columns);
    gather(&k, sheet);
    for (size_t i = 0; i < k.n; i++) {
        all += height_of(&k.all[i]);
    }
    int top = p->height + 14, y = top, x = left, column = 0;
    for (size_t i = 0; i < k.n; i++) {
        /* A heading goes with what it is over. */
        int next = height_of(&k.all[i]) / 2 +
                   (k.all[i].heading && i + 1 < k.n ? height_of(&k.all[i + 1]) : 0);
        if (column + 1 < columns && y > top && y - top + next > all / columns) {
            x += (int)k.width + GAP;
            y = top;
            column++;
        }
        put_entry(svg, &k.all[i], x, y);
        y += height_of(&k.all[i]);
        end = end > y ? end : y;
        smv_buf_finish(&k.all[i].lines);
    }
    smv_free(k.all);
    return end + 2;
}
