/* make_fit.c - how wide a table's columns are, by what stands in them.
 *
 * What: no column narrower than its longest word where the page allows it; what is left goes to the columns with much
 *       text.
 * Not:  no fonts: a letter is a letter. Tables to write on keep the widths that they were given.
 * Uses: make_int.h.    Thread: one owner. */
#include "common/base/heap.h"
#include "common/base/utf8.h"
#include "common/document/make_int.h"
#include "common/document/side.h"

/* Letters on a line of a table; the longest word that a column is made wide for; room at a cell's sides. */
enum { LINE_HIGH = 94, LINE_WIDE = 142, WORD_MOST = 22, WORD_SHORT = 8, WORD_LEAST = 3, SIDES = 2 };

struct width {
    size_t word, line; /* the longest ones */
    uint64_t all;      /* letters altogether */
    size_t least;
};

static size_t at_most(size_t n, size_t most)
{
    return n < most ? n : most;
}

/* Words end at spaces, and behind what a line may break after. whole: a date, which does not break. */
static void measure(struct width *w, struct smv_span text, size_t extra, bool whole)
{
    size_t word = 0, line = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = smv_utf8_next(text, &at);
        bool breaks = (cp == ' ' && !whole) || cp == '\n';
        word = breaks ? 0 : word + 1;
        line = cp == '\n' ? 0 : line + 1;
        w->word = word + extra > w->word ? word + extra : w->word;
        w->line = line + extra > w->line ? line + extra : w->line;
        word = cp == '-' || cp == '/' || cp == 0x2013 ? 0 : word;
        w->all++;
    }
}

static uint64_t root_of(uint64_t n)
{
    uint64_t r = 0;
    for (uint64_t bit = UINT64_C(1) << 31; bit > 0; bit >>= 1) {
        r = (r + bit) * (r + bit) <= n ? r + bit : r;
    }
    return r;
}

/* Where not all long words find room, the longest ones break: a short word never, because of them. */
static size_t narrow(struct width *widths, size_t n, size_t line)
{
    size_t least = 0;
    for (size_t most = WORD_MOST; most >= WORD_SHORT; most--) {
        least = 0;
        for (size_t c = 0; c < n; c++) {
            size_t word = widths[c].word > WORD_LEAST ? widths[c].word : WORD_LEAST;
            widths[c].least = at_most(word, most) + SIDES;
            least += widths[c].least;
        }
        if (least <= line) {
            break;
        }
    }
    return least;
}

static void fit(struct smv_doc_table *t, size_t line)
{
    struct width *widths = smv_zalloc(t->n_columns * sizeof *widths);
    uint64_t roots = 0;
    for (size_t c = 0; c < t->n_columns; c++) {
        struct width *w = &widths[c];
        measure(w, t->columns[c].title, 1, false); /* bold letters are wider */
        for (size_t r = 0; r < t->n_rows; r++) {
            const struct smv_doc_cell *cell = &t->cells[r * t->n_columns + c];
            bool date = t->columns[c].type == SMV_CELL_DATE && cell->num != 0;
            measure(w, cell->text, 0, date);
        }
        roots += root_of(w->all);
    }
    size_t least = narrow(widths, t->n_columns, line);
    for (size_t c = 0; c < t->n_columns; c++) {
        struct width *w = &widths[c];
        uint64_t left = line > least ? line - least : 0;
        size_t wide = w->least + (roots == 0 ? 0 : (size_t)(left * root_of(w->all) / roots));
        size_t enough = w->line + SIDES > w->least ? w->line + SIDES : w->least;
        t->columns[c].weight = (unsigned)at_most(wide, enough);
    }
    smv_free(widths);
}

void smv_make_fit(struct smv_making *m)
{
    bool *side = smv_doc_sides(m->doc);
    for (size_t i = 0; i < m->doc->n_blocks; i++) {
        struct smv_doc_table *t = m->doc->blocks[i].table;
        if (t != NULL && t->n_rows > 0) {
            fit(t, m->doc->paper == SMV_PAPER_A4 && !side[i] ? LINE_HIGH : LINE_WIDE);
        }
    }
    smv_free(side);
}
