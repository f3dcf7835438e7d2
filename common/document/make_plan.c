/* make_plan.c - what a plan has beside its questions and measures.
 *
 * What: check list, contacts, meetings, consents, and the plan's own changes, each as a table.
 * Not:  its questions (make_sheet.c) and measures (make_actions.c).
 * Uses: make_int.h.    Thread: one owner.
 * Invariants: rows without a word in them are left out; a check list is whole once it is begun. */
#include "common/document/make_int.h"

/* Is there anything to tell of a node? */
typedef bool told_fn(const struct smv_node *n);
typedef void fill_fn(struct smv_making *m, struct smv_doc_cell *cell, const struct smv_node *n);

static void put(struct smv_making *m, const struct smv_node *sheet, unsigned level, unsigned kind,
                enum smv_word_id title, const struct smv_doc_column *columns, size_t n_columns,
                told_fn *told, fill_fn *fill)
{
    struct smv_doc_table *t = NULL;
    for (const struct smv_node *n = NULL; (n = smv_make_next(sheet, n, kind)) != NULL;) {
        if (!told(n)) {
            continue;
        }
        if (t == NULL) {
            smv_make_heading(m, level, smv_make_word(m, title));
            t = smv_make_table(m, smv_make_word(m, title), smv_make_who(m, sheet, false), columns,
                               n_columns);
        }
        fill(m, smv_doc_row(t), n);
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
           !smv_make_blank(smv_node_str(n, SMV_CONTACT_REACH));
}

static void contact_fill(struct smv_making *m, struct smv_doc_cell *cell, const struct smv_node *n)
{
    cell[0].text = smv_make_str(m, n, SMV_CONTACT_NAME);
    cell[1].text = smv_make_str(m, n, SMV_CONTACT_AGENCY);
    cell[2].text = smv_make_str(m, n, SMV_CONTACT_REACH);
}

static bool meeting_told(const struct smv_node *n)
{
    return !smv_make_blank(smv_node_str(n, SMV_MEETING_ABOUT)) ||
           smv_node_num(n, SMV_MEETING_WHEN) != 0;
}

static void meeting_fill(struct smv_making *m, struct smv_doc_cell *cell, const struct smv_node *n)
{
    static const enum smv_word_id held[] = {SMV_WORD_MEETING_0, SMV_WORD_MEETING_1,
                                            SMV_WORD_MEETING_2};
    uint64_t state = smv_node_num(n, SMV_MEETING_HELD);
    smv_make_cell_date(m, &cell[0], smv_node_num(n, SMV_MEETING_WHEN));
    smv_make_cell(m, &cell[1], smv_node_str(n, SMV_MEETING_ABOUT));
    smv_make_cell_word(m, &cell[2], held[state < 3 ? state : 0]);
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
        smv_make_column(m, SMV_WORD_CONTACT_REACH, SMV_CELL_TEXT, 3)};
    struct smv_doc_column meeting[] = {smv_make_column(m, SMV_WORD_DATE, SMV_CELL_DATE, 2),
                                       smv_make_column(m, SMV_WORD_MEETING_ABOUT, SMV_CELL_TEXT, 5),
                                       smv_make_column(m, SMV_WORD_STATE, SMV_CELL_TEXT, 2)};
    struct smv_doc_column consent[] = {smv_make_column(m, SMV_WORD_CONSENT_WHAT, SMV_CELL_TEXT, 5),
                                       smv_make_column(m, SMV_WORD_STATE, SMV_CELL_TEXT, 2),
                                       smv_make_column(m, SMV_WORD_DATE, SMV_CELL_DATE, 2)};
    if (checks_begun(sheet)) {
        put(m, sheet, level, SMV_KIND_CHECK, SMV_WORD_CHECKS, check, 2, check_told, check_fill);
    }
    put(m, sheet, level, SMV_KIND_CONTACT, SMV_WORD_CONTACTS, contact, 3, contact_told,
        contact_fill);
    put(m, sheet, level, SMV_KIND_MEETING, SMV_WORD_MEETINGS, meeting, 3, meeting_told,
        meeting_fill);
    if (consents_begun(sheet)) {
        put(m, sheet, level, SMV_KIND_CONSENT, SMV_WORD_CONSENTS, consent, 3, consent_told,
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
    put(m, sheet, level, SMV_KIND_REVISION, SMV_WORD_REVISIONS, columns, 4, revision_told,
        revision_fill);
}
