/* make_plan.c - what a plan has beside its questions and measures.
 *
 * What: check list, contacts, meetings, consents, and the plan's own changes, each as a table.
 * Not:  its questions (make_sheet.c) and measures (make_actions.c).
 * Uses: make_int.h.    Thread: one owner.
 * Invariants: rows without a word in them are left out; a check list is whole once it is begun; a column that
 *       nobody wrote in is left out where it is one that a plan need not have. */
#include "common/document/make_int.h"

/* Is there anything to tell of a node? */
typedef bool told_fn(const struct smv_node *n);
typedef void fill_fn(struct smv_making *m, struct smv_doc_cell *cell, const struct smv_node *n);
enum { COLUMNS_MOST = 6 };

/* The columns that are kept; *ret_on: which of all they are. optional: per column the field without which it is left
 * out, or 0; NULL: all are kept. */
static size_t keep_columns(const struct smv_node *sheet, unsigned kind, const unsigned *optional,
                           const struct smv_doc_column *all, size_t n,
                           struct smv_doc_column *ret_kept, bool *ret_on)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned field = optional != NULL ? optional[i] : 0;
        ret_on[i] = field == 0;
        for (const struct smv_node *c = NULL;
             !ret_on[i] && (c = smv_make_next(sheet, c, kind)) != NULL;) {
            ret_on[i] = !smv_make_blank(smv_node_str(c, field)) || smv_node_num(c, field) != 0;
        }
        if (ret_on[i]) {
            ret_kept[kept++] = all[i];
        }
    }
    return kept;
}

static void put(struct smv_making *m, const struct smv_node *sheet, unsigned level, unsigned kind,
                enum smv_word_id title, const struct smv_doc_column *columns, size_t n_columns,
                const unsigned *optional, told_fn *told, fill_fn *fill)
{
    struct smv_doc_table *t = NULL;
    struct smv_doc_column kept[COLUMNS_MOST];
    bool on[COLUMNS_MOST];
    size_t n_kept = keep_columns(sheet, kind, optional, columns, n_columns, kept, on);
    for (const struct smv_node *n = NULL; (n = smv_make_next(sheet, n, kind)) != NULL;) {
        if (!told(n)) {
            continue;
        }
        if (t == NULL) {
            smv_make_heading(m, level, smv_make_word(m, title));
            t = smv_make_table(m, smv_make_word(m, title), smv_make_who(m, sheet, false), kept,
                               n_kept);
        }
        struct smv_doc_cell all[COLUMNS_MOST] = {0}, *cell = smv_doc_row(t);
        fill(m, all, n);
        for (size_t i = 0; i < n_columns; i++) {
            if (on[i]) {
                *cell++ = all[i];
            }
        }
    }
}

/* --- check list --------------------------------------------------------------------------------- */

static bool check_told(const struct smv_node *n)
{
    return !smv_make_blank(smv_node_str(n, SMV_CHECK_TEXT));
}

static void check_fill(struct smv_making *m, struct smv_doc_cell *cell, const struct smv_node *n)
{
    static const enum smv_word_id ticks[] = {SMV_WORD_CHECK_0, SMV_WORD_CHECK_1, SMV_WORD_CHECK_2};
    uint64_t tick = smv_node_num(n, SMV_CHECK_TICK);
    cell[0].text = smv_make_str(m, n, SMV_CHECK_TEXT);
    smv_make_cell_word(m, &cell[1], ticks[tick < 3 ? tick : 0]);
    cell[1].style = tick == 0 ? SMV_RUN_QUIET : 0;
}

/* A template's list that nobody has touched is not this group's. */
static bool checks_begun(const struct smv_node *sheet)
{
    for (const struct smv_node *n = NULL; (n = smv_make_next(sheet, n, SMV_KIND_CHECK)) != NULL;) {
        if (check_told(n) && (smv_make_by_people(n) || smv_node_num(n, SMV_CHECK_TICK) != 0)) {
            return true;
        }
    }
    return false;
}

/* --- contacts, meetings, consents --------------------------------------------------------------- */

static bool contact_told(const struct smv_node *n)
{
    return !smv_make_blank(smv_node_str(n, SMV_CONTACT_NAME)) ||
           !smv_make_blank(smv_node_str(n, SMV_CONTACT_AGENCY)) ||
           !smv_make_blank(smv_node_str(n, SMV_CONTACT_REACH)) ||
           !smv_make_blank(smv_node_str(n, SMV_CONTACT_BY));
}

static void contact_fill(struct smv_making *m, struct smv_doc_cell *cell, const struct smv_node *n)
{
    cell[0].text = smv_make_str(m, n, SMV_CONTACT_NAME);
    cell[1].text = smv_make_str(m, n, SMV_CONTACT_AGENCY);
    cell[2].text = smv_make_str(m, n, SMV_CONTACT_REACH);
    cell[3].text = smv_make_str(m, n, SMV_CONTACT_BY);
}

static bool meeting_told(const struct smv_node *n)
{
    return !smv_make_blank(smv_node_str(n, SMV_MEETING_ABOUT)) ||
           !smv_make_blank(smv_node_str(n, SMV_MEETING_PLACE)) ||
           !smv_make_blank(smv_node_str(n, SMV_MEETING_CALLS)) ||
           smv_node_num(n, SMV_MEETING_WHEN) != 0 || smv_node_num(n, SMV_MEETING_TIME) != 0;
}

static void meeting_fill(struct smv_making *m, struct smv_doc_cell *cell, const struct smv_node *n)
{
    static const enum smv_word_id held[] = {SMV_WORD_MEETING_0, SMV_WORD_MEETING_1,
                                            SMV_WORD_MEETING_2};
    uint64_t state = smv_node_num(n, SMV_MEETING_HELD);
    smv_make_cell_date(m, &cell[0], smv_node_num(n, SMV_MEETING_WHEN));
    if (smv_node_num(n, SMV_MEETING_TIME) != 0) {
        smv_clock_put(&m->scratch, smv_node_num(n, SMV_MEETING_TIME));
        cell[1].text = smv_doc_keep(m->doc, smv_buf_span(&m->scratch));
        smv_buf_clear(&m->scratch);
    }
    cell[2].text = smv_make_str(m, n, SMV_MEETING_PLACE);
    smv_make_cell(m, &cell[3], smv_node_str(n, SMV_MEETING_ABOUT));
    cell[4].text = smv_make_str(m, n, SMV_MEETING_CALLS);
    smv_make_cell_word(m, &cell[5], held[state < 3 ? state : 0]);
}

static bool consent_told(const struct smv_node *n)
{
    return !smv_make_blank(smv_node_str(n, SMV_CONSENT_WHAT));
}

static void consent_fill(struct smv_making *m, struct smv_doc_cell *cell, const struct smv_node *n)
{
    static const enum smv_word_id states[] = {SMV_WORD_CONSENT_0, SMV_WORD_CONSENT_1,
                                              SMV_WORD_CONSENT_2, SMV_WORD_CONSENT_3};
    uint64_t state = smv_node_num(n, SMV_CONSENT_STATE);
    smv_make_cell(m, &cell[0], smv_node_str(n, SMV_CONSENT_WHAT));
    smv_make_cell_word(m, &cell[1], states[state < 4 ? state : 0]);
    cell[1].style = state == 0 ? SMV_RUN_QUIET : 0;
    smv_make_cell_date(m, &cell[2], smv_node_num(n, SMV_CONSENT_WHEN));
}

static bool consents_begun(const struct smv_node *sheet)
{
    for (const struct smv_node *n = NULL;
         (n = smv_make_next(sheet, n, SMV_KIND_CONSENT)) != NULL;) {
        if (consent_told(n) && (smv_make_by_people(n) || smv_node_num(n, SMV_CONSENT_STATE) != 0 ||
                                smv_node_num(n, SMV_CONSENT_WHEN) != 0)) {
            return true;
        }
    }
    return false;
}

void smv_make_checks(struct smv_making *m, const struct smv_node *sheet, unsigned level)
{
    struct smv_doc_column check[] = {smv_make_column(m, SMV_WORD_A_WHAT, SMV_CELL_TEXT, 5),
                                     smv_make_column(m, SMV_WORD_STATE, SMV_CELL_TEXT, 2)};
    struct smv_doc_column contact[] = {
        smv_make_column(m, SMV_WORD_CONTACT_NAME, SMV_CELL_TEXT, 3),
        smv_make_column(m, SMV_WORD_CONTACT_AGENCY, SMV_CELL_TEXT, 3),
        smv_make_column(m, SMV_WORD_CONTACT_REACH, SMV_CELL_TEXT, 3),
        smv_make_column(m, SMV_WORD_CONTACT_BY, SMV_CELL_TEXT, 3)};
    static const unsigned contact_optional[] = {0, 0, 0, SMV_CONTACT_BY};
    struct smv_doc_column meeting[] = {smv_make_column(m, SMV_WORD_DATE, SMV_CELL_DATE, 2),
                                       smv_make_column(m, SMV_WORD_MEETING_TIME, SMV_CELL_TEXT, 1),
                                       smv_make_column(m, SMV_WORD_MEETING_PLACE, SMV_CELL_TEXT, 3),
                                       smv_make_column(m, SMV_WORD_MEETING_ABOUT, SMV_CELL_TEXT, 5),
                                       smv_make_column(m, SMV_WORD_MEETING_CALLS, SMV_CELL_TEXT, 3),
                                       smv_make_column(m, SMV_WORD_STATE, SMV_CELL_TEXT, 2)};
    static const unsigned meeting_optional[] = {0, SMV_MEETING_TIME,  SMV_MEETING_PLACE,
                                                0, SMV_MEETING_CALLS, 0};
    struct smv_doc_column consent[] = {smv_make_column(m, SMV_WORD_CONSENT_WHAT, SMV_CELL_TEXT, 5),
                                       smv_make_column(m, SMV_WORD_STATE, SMV_CELL_TEXT, 2),
                                       smv_make_column(m, SMV_WORD_DATE, SMV_CELL_DATE, 2)};
    if (checks_begun(sheet)) {
        put(m, sheet, level, SMV_KIND_CHECK, SMV_WORD_CHECKS, check, 2, NULL, check_told,
            check_fill);
    }
    put(m, sheet, level, SMV_KIND_CONTACT, SMV_WORD_CONTACTS, contact, 4, contact_optional,
        contact_told, contact_fill);
    put(m, sheet, level, SMV_KIND_MEETING, SMV_WORD_MEETINGS, meeting, 6, meeting_optional,
        meeting_told, meeting_fill);
    if (consents_begun(sheet)) {
        put(m, sheet, level, SMV_KIND_CONSENT, SMV_WORD_CONSENTS, consent, 3, NULL, consent_told,
            consent_fill);
    }
}

/* --- the plan's own changes ----------------------------------------------------------------------- */

static bool revision_told(const struct smv_node *n)
{
    return !smv_make_blank(smv_node_str(n, SMV_REVISION_VERSION)) ||
           !smv_make_blank(smv_node_str(n, SMV_REVISION_WHAT)) ||
           smv_node_num(n, SMV_REVISION_WHEN) != 0;
}

static void revision_fill(struct smv_making *m, struct smv_doc_cell *cell, const struct smv_node *n)
{
    cell[0].text = smv_make_str(m, n, SMV_REVISION_VERSION);
    smv_make_cell_date(m, &cell[1], smv_node_num(n, SMV_REVISION_WHEN));
    smv_make_cell(m, &cell[2], smv_node_str(n, SMV_REVISION_WHAT));
    cell[3].text = smv_make_str(m, n, SMV_REVISION_WHO);
}

void smv_make_revisions(struct smv_making *m, const struct smv_node *sheet, unsigned level)
{
    struct smv_doc_column columns[] = {smv_make_column(m, SMV_WORD_VERSION, SMV_CELL_TEXT, 2),
                                       smv_make_column(m, SMV_WORD_DATE, SMV_CELL_DATE, 3),
                                       smv_make_column(m, SMV_WORD_REVISION_WHAT, SMV_CELL_TEXT, 7),
                                       smv_make_column(m, SMV_WORD_REVISION_WHO, SMV_CELL_TEXT, 3)};
    put(m, sheet, level, SMV_KIND_REVISION, SMV_WORD_REVISIONS, columns, 4, NULL, revision_told,
        revision_fill);
}
