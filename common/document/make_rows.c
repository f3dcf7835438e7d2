/* make_rows.c - tables and matrices as people filled them in.
 *
 * What: rows under their lanes, cells as their columns' types say, what makes things worse marked in words.
 * Not:  the plan of action: make_actions.c.
 * Uses: make_int.h.    Thread: one owner.
 * Invariants: every row with a word in it is put once; a cell that is not what its column says is put as it was typed. */
#include "common/base/heap.h"
#include "common/document/make_int.h"

enum { SLOTS = 12, COLUMNS_MOST = SLOTS + 2 };
enum { TYPE_TEXT, TYPE_NUMBER, TYPE_DATE, TYPE_CHOICE, TYPE_YES_NO, TYPE_WHO };
static const struct smv_span none = {NULL, 0};

static unsigned slot_of(const struct smv_node *column)
{
    uint64_t slot = smv_node_num(column, SMV_COLUMN_SLOT);
    return slot >= 1 && slot <= SLOTS ? (unsigned)slot : 1;
}

static struct smv_span cell_said(const struct smv_node *row, unsigned slot)
{
    struct smv_span typed = smv_node_str(row, SMV_ROW_T1 + slot - 1);
    return smv_make_blank(typed) ? smv_node_str(row, SMV_ROW_V1 + slot - 1) : typed;
}

static bool row_written(const struct smv_node *row)
{
    for (unsigned slot = 1; slot <= SLOTS; slot++) {
        if (!smv_make_blank(cell_said(row, slot))) {
            return true;
        }
    }
    return false;
}

static const struct smv_node *lane_of(const struct smv_making *m, const struct smv_node *row)
{
    const struct smv_node *lane = smv_make_ref(m, row, SMV_ROW_LANE);
    bool fits = lane != NULL && lane->kind == SMV_KIND_LANE && lane->parent == row->parent;
    return fits ? lane : NULL;
}

/* --- columns ------------------------------------------------------------------------------------ */

struct laid { /* how the rows of one table are laid out */
    const struct smv_node *of[COLUMNS_MOST];
    size_t n; /* columns that people fill in */
    bool origin, negative;
};

static struct smv_span choices(struct smv_making *m, const struct smv_node *column)
{
    struct smv_span text = smv_node_str(column, SMV_COLUMN_CHOICES);
    struct smv_span all = none;
    for (size_t from = 0, i = 0; i <= text.len; i++) {
        if (i == text.len || text.data[i] == '|') {
            struct smv_span one = smv_make_trim(smv_span(text.data + from, i - from));
            struct smv_span parts[] = {all, one};
            all = smv_make_join(m, parts, 2, "\n");
            from = i + 1;
        }
    }
    return all;
}

static struct smv_doc_column column_of(struct smv_making *m, const struct smv_node *c, size_t at)
{
    struct smv_span title = smv_make_str(m, c, SMV_COLUMN_TITLE);
    struct smv_doc_column col = {.title = title, .type = SMV_CELL_TEXT, .weight = 4};
    if (title.len == 0) {
        col.title = smv_make_say(m, SMV_WORD_COLUMN_UNNAMED, at, none, none);
    }
    switch (smv_node_num(c, SMV_COLUMN_TYPE)) {
    case TYPE_NUMBER: col.type = SMV_CELL_NUMBER, col.weight = 2; break;
    case TYPE_DATE: col.type = SMV_CELL_DATE, col.weight = 3; break;
    case TYPE_CHOICE:
        col.type = SMV_CELL_CHOICE, col.weight = 3, col.choices = choices(m, c);
        break;
    case TYPE_YES_NO: {
        struct smv_span both[] = {smv_make_word(m, SMV_WORD_YES), smv_make_word(m, SMV_WORD_NO)};
        col.type = SMV_CELL_CHOICE, col.weight = 2, col.choices = smv_make_join(m, both, 2, "\n");
        break;
    }
    default: break;
    }
    return col;
}

/* A whole number without sign; 0: none. */
static uint64_t read_number(struct smv_span text)
{
    uint64_t v = 0;
    if (text.len == 0 || text.len > 15) {
        return 0;
    }
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') {
            return 0;
        }
        v = v * 10 + (uint64_t)(text.data[i] - '0');
    }
    return v;
}

static void put_cell(struct smv_making *m, struct smv_doc_cell *cell, const struct smv_node *row,
                     const struct smv_node *column)
{
    struct smv_span text = smv_make_trim(cell_said(row, slot_of(column)));
    uint64_t date = smv_date_read_iso(text);
    switch (smv_node_num(column, SMV_COLUMN_TYPE)) {
    case TYPE_DATE:
        if (date != 0) {
            smv_make_cell_date(m, cell, date);
            return;
        }
        break;
    case TYPE_NUMBER: cell->num = read_number(text); break;
    case TYPE_YES_NO:
        if (smv_span_is(text, "yes") || smv_span_is(text, "no")) {
            smv_make_cell_word(m, cell, smv_span_is(text, "yes") ? SMV_WORD_YES : SMV_WORD_NO);
            return;
        }
        break;
    default: break;
    }
    smv_make_cell(m, cell, text);
}

/* --- tables ------------------------------------------------------------------------------------- */

static struct laid lay(struct smv_making *m, const struct smv_node *sheet,
                       const struct smv_making_list *rows)
{
    struct laid l = {.n = 0};
    unsigned taken = 0;
    for (const struct smv_node *c = NULL; (c = smv_make_next(sheet, c, SMV_KIND_COLUMN)) != NULL;) {
        /* Two columns over one field would say it twice. */
        if (l.n < SLOTS && (taken >> slot_of(c) & 1) == 0) {
            l.of[l.n++] = c;
            taken |= 1U << slot_of(c);
        }
    }
    for (size_t i = 0; i < rows->n; i++) {
        const struct smv_node *from = smv_make_quoted(m, rows->of[i], SMV_ROW_ORIGIN);
        l.origin = l.origin || (from != NULL && smv_make_said(m, from).len > 0);
        l.negative = l.negative || smv_node_num(rows->of[i], SMV_ROW_NEGATIVE) != 0;
    }
    return l;
}

/* What stands in fields that no column shows: a column may have been taken away after it was filled in. */
static struct smv_span left_over(struct smv_making *m, const struct smv_node *row,
                                 const struct laid *l)
{
    struct smv_span all = none;
    for (unsigned slot = 1; slot <= SLOTS; slot++) {
        bool shown = false;
        for (size_t i = 0; i < l->n; i++) {
            shown = shown || slot_of(l->of[i]) == slot;
        }
        if (!shown) {
            struct smv_span parts[] = {all, smv_make_line(m, cell_said(row, slot))};
            all = smv_make_join(m, parts, 2, "; ");
        }
    }
    return all;
}

static void mark_star(struct smv_making *m, struct smv_doc_cell *cells, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (cells[i].text.len > 0 && cells[i].num == 0) {
            struct smv_span parts[] = {smv_span_str("★"), cells[i].text};
            cells[i].text = smv_make_join(m, parts, 2, " ");
            m->stars = true;
            return;
        }
    }
}

static void put_table(struct smv_making *m, const struct smv_node *sheet, struct smv_span lane,
                      const struct smv_making_list *rows)
{
    struct laid l = lay(m, sheet, rows);
    if (l.n == 0) {
        for (size_t i = 0; i < rows->n; i++) {
            smv_make_bullet(m, 1, left_over(m, rows->of[i], &l), none,
                            smv_node_num(rows->of[i], SMV_ROW_STAR) != 0);
        }
        return;
    }
    struct smv_doc_column columns[COLUMNS_MOST];
    size_t n = 0;
    if (l.origin) {
        columns[n++] = smv_make_column(m, SMV_WORD_ANSWERS_WHAT, SMV_CELL_TEXT, 4);
    }
    for (size_t i = 0; i < l.n; i++) {
        columns[n++] = column_of(m, l.of[i], i + 1);
    }
    if (l.negative) {
        columns[n++] = smv_make_column(m, SMV_WORD_EFFECT, SMV_CELL_TEXT, 2);
    }
    struct smv_span what[] = {smv_make_who(m, sheet, false), lane};
    struct smv_doc_table *t =
        smv_make_table(m, smv_make_said(m, sheet), smv_make_join(m, what, 2, " "), columns, n);
    for (size_t i = 0; i < rows->n; i++) {
        const struct smv_node *row = rows->of[i];
        struct smv_doc_cell *cells = smv_doc_row(t), *cell = cells;
        if (l.origin) {
            const struct smv_node *from = smv_make_quoted(m, row, SMV_ROW_ORIGIN);
            cell++->text = from == NULL ? none : smv_make_said(m, from);
        }
        for (size_t c = 0; c < l.n; c++) {
            put_cell(m, &cell[c], row, l.of[c]);
        }
        struct smv_span parts[] = {cell[l.n - 1].text, left_over(m, row, &l)};
        if (parts[1].len > 0) {
            cell[l.n - 1].text = smv_make_join(m, parts, 2, "\n");
            cell[l.n - 1].num = 0;
        }
        if (smv_node_num(row, SMV_ROW_STAR) != 0) {
            mark_star(m, cell, l.n);
        }
        if (l.negative && smv_node_num(row, SMV_ROW_NEGATIVE) != 0) {
            smv_make_cell_word(m, &cell[l.n], SMV_WORD_NEGATIVE);
            cell[l.n].style = SMV_RUN_BOLD;
        }
    }
}

/* The written rows of a lane; NULL: those of none. */
static void put_lane(struct smv_making *m, const struct smv_node *sheet,
                     const struct smv_node *lane, unsigned level, bool named)
{
    struct smv_making_list rows = {0};
    for (const struct smv_node *r = NULL; (r = smv_make_next(sheet, r, SMV_KIND_ROW)) != NULL;) {
        if (row_written(r) && lane_of(m, r) == lane) {
            smv_make_list_add(&rows, r);
        }
    }
    if (rows.n > 0) {
        struct smv_span title = none;
        if (named) {
            title = lane == NULL ? none : smv_make_said(m, lane);
            enum smv_word_id unnamed = lane == NULL ? SMV_WORD_NO_LANE : SMV_WORD_UNNAMED_LANE;
            title = title.len > 0 ? title : smv_make_word(m, unnamed);
            smv_make_heading(m, level, title);
        }
        put_table(m, sheet, title, &rows);
    }
    smv_make_list_finish(&rows);
}

void smv_make_rows(struct smv_making *m, const struct smv_node *sheet, unsigned level)
{
    bool lanes = false;
    for (const struct smv_node *r = NULL; (r = smv_make_next(sheet, r, SMV_KIND_ROW)) != NULL;) {
        lanes = lanes || (row_written(r) && lane_of(m, r) != NULL);
    }
    for (const struct smv_node *l = NULL;
         lanes && (l = smv_make_next(sheet, l, SMV_KIND_LANE)) != NULL;) {
        put_lane(m, sheet, l, level, true);
    }
    put_lane(m, sheet, NULL, level, lanes);
}
