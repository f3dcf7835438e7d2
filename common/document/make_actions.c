/* make_actions.c - the plan of action: who does what by when, over all groups.
 *
 * What: which proposals are in the plan and in what order; its table, where things stand, and the document of the plan
 *       alone. The same table for one sheet.
 * Not:  mails nobody (make_reminders.c).
 * Uses: make_int.h.    Thread: one owner.
 * Invariants: a proposal is in the plan once, under the number that it always has; what is missing is said in words. */
#include "common/document/make_int.h"

enum { STATUS_DONE = 3, STATUSES = 5 };
static const struct smv_span none = {NULL, 0};
static const enum smv_word_id statuses[STATUSES] = {
    SMV_WORD_STATUS_0, SMV_WORD_STATUS_1, SMV_WORD_STATUS_2, SMV_WORD_STATUS_3, SMV_WORD_STATUS_4};

/* --- which ---------------------------------------------------------------------------------------- */

bool smv_make_action_open(const struct smv_node *action)
{
    return smv_node_num(action, SMV_ACTION_STATUS) < STATUS_DONE;
}

bool smv_make_action_overdue(const struct smv_making *m, const struct smv_node *action)
{
    uint64_t by = smv_node_num(action, SMV_ACTION_BY);
    return smv_make_action_open(action) && smv_date_valid(by) && by < m->today;
}

enum smv_word_id smv_make_action_status(const struct smv_node *action)
{
    uint64_t status = smv_node_num(action, SMV_ACTION_STATUS);
    return statuses[status < STATUSES ? status : 0];
}

static int by_number(const struct smv_node *a, const struct smv_node *b, void *arg)
{
    (void)arg;
    /* Those without a number last. */
    uint64_t left = smv_node_num(a, SMV_ACTION_NUMBER) - 1;
    uint64_t right = smv_node_num(b, SMV_ACTION_NUMBER) - 1;
    return (left > right) - (left < right);
}

static bool in_plan(const struct smv_making *m, const struct smv_node *sheet)
{
    return smv_node_num(sheet, SMV_SHEET_FORM) != SMV_FORM_PLAN &&
           smv_make_print(m, sheet) < SMV_PRINT_COMPENDIUM;
}

void smv_make_all_actions(const struct smv_making *m, struct smv_making_list *ret)
{
    *ret = (struct smv_making_list){0};
    for (const struct smv_node *s = NULL; (s = smv_make_next_sheet(m, s)) != NULL;) {
        for (const struct smv_node *a = NULL;
             in_plan(m, s) && (a = smv_make_next(s, a, SMV_KIND_ACTION)) != NULL;) {
            if (smv_make_action_written(a)) {
                smv_make_list_add(ret, a);
            }
        }
    }
    smv_make_list_sort(ret, by_number, NULL);
}

/* --- the table ------------------------------------------------------------------------------------ */

enum column { NUMBER, WHAT, WHO, WHERE, BY, FIRST, STATUS, NOTE, GROUP, OBSTACLE, COLUMNS };
struct shown {
    bool on[COLUMNS];
    bool late;
};

static struct smv_doc_column column_of(struct smv_making *m, enum column c)
{
    static const struct {
        enum smv_word_id title;
        enum smv_cell_type type;
        unsigned weight;
    } columns[COLUMNS] = {
        [NUMBER] = {SMV_WORD_A_NUMBER, SMV_CELL_NUMBER, 2},
        [WHAT] = {SMV_WORD_A_WHAT, SMV_CELL_TEXT, 9},
        [WHO] = {SMV_WORD_A_WHO, SMV_CELL_TEXT, 5},
        [WHERE] = {SMV_WORD_A_WHERE, SMV_CELL_TEXT, 5},
        [BY] = {SMV_WORD_A_BY, SMV_CELL_DATE, 4},
        [FIRST] = {SMV_WORD_A_FIRST, SMV_CELL_TEXT, 7},
        [STATUS] = {SMV_WORD_A_STATUS, SMV_CELL_CHOICE, 4},
        [NOTE] = {SMV_WORD_A_NOTE, SMV_CELL_TEXT, 7},
        [GROUP] = {SMV_WORD_GROUP, SMV_CELL_TEXT, 3},
        [OBSTACLE] = {SMV_WORD_OBSTACLE, SMV_CELL_TEXT, 7},
    };
    struct smv_doc_column col =
        smv_make_column(m, columns[c].title, columns[c].type, columns[c].weight);
    if (c == STATUS) {
        struct smv_span words[STATUSES];
        for (size_t i = 0; i < STATUSES; i++) {
            words[i] = smv_make_word(m, statuses[i]);
        }
        col.choices = smv_make_join(m, words, STATUSES, "\n");
    }
    return col;
}

static void put_missing(const struct smv_making *m, struct smv_doc_cell *cell)
{
    smv_make_cell_word(m, cell, SMV_WORD_MISSING);
    cell->style = SMV_RUN_QUIET | SMV_RUN_ITALIC;
}

static void put_by(struct smv_making *m, struct smv_doc_cell *cell, const struct smv_node *a,
                   bool late)
{
    uint64_t by = smv_node_num(a, SMV_ACTION_BY);
    if (by == 0) {
        put_missing(m, cell);
        return;
    }
    smv_make_cell_date(m, cell, by);
    if (late && smv_make_action_overdue(m, a)) {
        struct smv_span parts[] = {cell->text, smv_make_word(m, SMV_WORD_OVERDUE)};
        cell->text = smv_make_join(m, parts, 2, ", ");
        cell->style = SMV_RUN_BOLD;
    }
}

static void put_cell(struct smv_making *m, struct smv_doc_cell *cell, const struct smv_node *a,
                     enum column c, bool late)
{
    const struct smv_node *from;
    switch (c) {
    case NUMBER:
        if (smv_node_num(a, SMV_ACTION_NUMBER) != 0) {
            smv_make_cell_number(m, cell, smv_node_num(a, SMV_ACTION_NUMBER));
        }
        break;
    case WHAT:
        smv_make_cell(m, cell, smv_node_str(a, SMV_ACTION_WHAT));
        if (cell->text.len == 0) {
            put_missing(m, cell);
        }
        break;
    case WHO:
        smv_make_cell(m, cell, smv_node_str(a, SMV_ACTION_WHO));
        if (cell->text.len == 0) {
            put_missing(m, cell);
        }
        break;
    case WHERE: smv_make_cell(m, cell, smv_node_str(a, SMV_ACTION_WHERE)); break;
    case BY: put_by(m, cell, a, late); break;
    case FIRST: smv_make_cell(m, cell, smv_node_str(a, SMV_ACTION_FIRST)); break;
    case STATUS: smv_make_cell_word(m, cell, smv_make_action_status(a)); break;
    case NOTE: smv_make_cell(m, cell, smv_node_str(a, SMV_ACTION_NOTE)); break;
    case GROUP: cell->text = smv_make_who(m, smv_node_sheet(a), false); break;
    case OBSTACLE:
        from = smv_make_quoted(m, a, SMV_ACTION_ORIGIN);
        cell->text = from == NULL ? none : smv_make_said(m, from);
        break;
    case COLUMNS: break;
    }
}

static struct smv_doc_table *put_table(struct smv_making *m, struct smv_span name,
                                       struct smv_span what, const struct smv_making_list *actions,
                                       const struct shown *shown)
{
    struct smv_doc_column columns[COLUMNS];
    size_t n = 0;
    for (enum column c = 0; c < COLUMNS; c++) {
        if (shown->on[c]) {
            columns[n++] = column_of(m, c);
        }
    }
    struct smv_doc_table *t = smv_make_table(m, name, what, columns, n);
    for (size_t i = 0; i < actions->n; i++) {
        struct smv_doc_cell *cell = smv_doc_row(t);
        for (enum column c = 0; c < COLUMNS; c++) {
            if (shown->on[c]) {
                put_cell(m, cell++, actions->of[i], c, shown->late);
            }
        }
    }
    return t;
}

/* A column that would be empty is left out. */
static bool any_origin(struct smv_making *m, const struct smv_making_list *actions)
{
    for (size_t i = 0; i < actions->n; i++) {
        const struct smv_node *from = smv_make_quoted(m, actions->of[i], SMV_ACTION_ORIGIN);
        if (from != NULL && smv_make_said(m, from).len > 0) {
            return true;
        }
    }
    return false;
}

static bool any_group(struct smv_making *m, const struct smv_making_list *actions)
{
    for (size_t i = 0; i < actions->n; i++) {
        if (smv_make_place(m, smv_node_sheet(actions->of[i])) != NULL) {
            return true;
        }
    }
    return false;
}

static bool any_text(const struct smv_making_list *actions, unsigned field)
{
    for (size_t i = 0; i < actions->n; i++) {
        if (!smv_make_blank(smv_node_str(actions->of[i], field))) {
            return true;
        }
    }
    return false;
}

void smv_make_sheet_actions(struct smv_making *m, const struct smv_node *sheet, unsigned level)
{
    struct smv_making_list actions = {0};
    for (const struct smv_node *a = NULL; (a = smv_make_next(sheet, a, SMV_KIND_ACTION)) != NULL;) {
        if (smv_make_action_written(a)) {
            smv_make_list_add(&actions, a);
        }
    }
    if (actions.n > 0) {
        if (smv_node_num(sheet, SMV_SHEET_FORM) != SMV_FORM_ACTIONS) {
            smv_make_heading(m, level, smv_make_word(m, SMV_WORD_PROPOSALS));
        }
        struct shown shown = {.on = {[NUMBER] = true,
                                     [WHAT] = true,
                                     [WHO] = true,
                                     [WHERE] = any_text(&actions, SMV_ACTION_WHERE),
                                     [BY] = true,
                                     [FIRST] = any_text(&actions, SMV_ACTION_FIRST),
                                     [STATUS] = true,
                                     [NOTE] = any_text(&actions, SMV_ACTION_NOTE),
                                     [OBSTACLE] = any_origin(m, &actions)}};
        (void)put_table(m, smv_make_word(m, SMV_WORD_PROPOSALS), smv_make_who(m, sheet, false),
                        &actions, &shown);
    }
    smv_make_list_finish(&actions);
}

/* --- where things stand --------------------------------------------------------------------------- */

static void put_state(struct smv_making *m, struct smv_doc_table *t, enum smv_word_id what,
                      uint64_t n)
{
    struct smv_doc_cell *cell = smv_doc_row(t);
    smv_make_cell_word(m, &cell[0], what);
    smv_make_cell_number(m, &cell[1], n);
}

static void put_states(struct smv_making *m, const struct smv_making_list *actions, bool late)
{
    uint64_t by_status[STATUSES] = {0}, no_who = 0, no_by = 0, overdue = 0;
    for (size_t i = 0; i < actions->n; i++) {
        const struct smv_node *a = actions->of[i];
        uint64_t status = smv_node_num(a, SMV_ACTION_STATUS);
        bool open = smv_make_action_open(a);
        by_status[status < STATUSES ? status : 0]++;
        no_who += open && smv_make_blank(smv_node_str(a, SMV_ACTION_WHO)) ? 1 : 0;
        no_by += open && smv_node_num(a, SMV_ACTION_BY) == 0 ? 1 : 0;
        overdue += smv_make_action_overdue(m, a) ? 1 : 0;
    }
    struct smv_doc_column columns[] = {smv_make_column(m, SMV_WORD_A_STATUS, SMV_CELL_TEXT, 3),
                                       smv_make_column(m, SMV_WORD_HOW_MANY, SMV_CELL_NUMBER, 1)};
    struct smv_doc_table *t =
        smv_make_table(m, smv_make_word(m, SMV_WORD_STATUS_LIST), none, columns, 2);
    t->data = true;
    for (size_t i = 0; i < STATUSES; i++) {
        put_state(m, t, statuses[i], by_status[i]);
    }
    put_state(m, t, SMV_WORD_NO_WHO, no_who);
    put_state(m, t, SMV_WORD_NO_BY, no_by);
    if (late) {
        put_state(m, t, SMV_WORD_OVERDUE_TITLE, overdue);
    }
}

/* Obstacles that were carried into the plan and that nobody has a proposal for. */
static void put_unanswered(struct smv_making *m, const struct smv_making_list *actions)
{
    struct smv_map answered = {0};
    uint64_t n = 0;
    for (size_t i = 0; i < actions->n; i++) {
        const struct smv_node *from = smv_make_ref(m, actions->of[i], SMV_ACTION_ORIGIN);
        if (from != NULL) {
            (void)smv_map_set(&answered, from->id, m);
        }
    }
    for (const struct smv_node *s = NULL; (s = smv_make_next_sheet(m, s)) != NULL;) {
        for (const struct smv_node *a = NULL;
             in_plan(m, s) && (a = smv_make_next(s, a, SMV_KIND_ACTION)) != NULL;) {
            const struct smv_node *from = smv_make_ref(m, a, SMV_ACTION_ORIGIN);
            if (from != NULL && from->kind == SMV_KIND_OBSTACLE && smv_make_said(m, from).len > 0 &&
                smv_map_set(&answered, from->id, m) == NULL) {
                n++;
            }
        }
    }
    smv_map_finish(&answered);
    if (n > 0) {
        smv_make_note(m, smv_make_say(m, SMV_WORD_UNANSWERED, n, none, none));
    }
}

void smv_make_action_plan(struct smv_making *m, unsigned level, bool late, bool notes)
{
    struct smv_making_list actions;
    smv_make_all_actions(m, &actions);
    if (actions.n == 0) {
        smv_make_note_word(m, SMV_WORD_NO_ACTIONS);
    } else {
        struct shown shown = {.on = {[NUMBER] = true,
                                     [WHAT] = true,
                                     [WHO] = true,
                                     [WHERE] = true,
                                     [BY] = true,
                                     [FIRST] = true,
                                     [STATUS] = true,
                                     [NOTE] = notes && any_text(&actions, SMV_ACTION_NOTE),
                                     [GROUP] = any_group(m, &actions),
                                     [OBSTACLE] = any_origin(m, &actions)},
                              .late = late};
        put_table(m, smv_make_word(m, SMV_WORD_ACTION_PLAN), none, &actions, &shown)->data = true;
        smv_make_heading(m, level, smv_make_word(m, SMV_WORD_STATUS_LIST));
        put_states(m, &actions, late);
    }
    put_unanswered(m, &actions);
    smv_make_list_finish(&actions);
}

/* --- the plan alone ------------------------------------------------------------------------------- */

enum smv_err smv_make_actions(struct smv_making *m)
{
    m->doc->paper = SMV_PAPER_A4_WIDE;
    smv_make_cover(m, smv_make_word(m, SMV_WORD_ACTION_PLAN));
    smv_make_action_plan(m, 1, /* late */ true, /* notes */ true);
    return SMV_OK;
}
