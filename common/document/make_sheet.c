/* make_sheet.c - any sheet of any form, and the questions on it.
 *
 * What: goes through everything that can stand on a sheet, in one order; a question's points and discussion.
 * Not:  decides nothing by the sheet's form but what would be said twice: a form is a habit of writing, not a limit.
 * Uses: make_int.h.    Thread: one owner. */
#include "common/document/make_int.h"

void smv_make_sheet_notice(struct smv_making *m, const struct smv_node *sheet)
{
    struct smv_span text = smv_make_str(m, sheet, SMV_SHEET_NOTICE);
    if (text.len > 0) {
        (void)smv_doc_add(m->doc, SMV_BLOCK_NOTICE, 0, text);
    }
}

/* --- questions ---------------------------------------------------------------------------------- */

void smv_make_answer(struct smv_making *m, const struct smv_node *question)
{
    bool points = false;
    for (const struct smv_node *p = NULL;
         (p = smv_make_next(question, p, SMV_KIND_POINT)) != NULL;) {
        struct smv_span text = smv_node_str(p, SMV_POINT_TEXT);
        if (!smv_make_blank(text)) {
            smv_make_bullet(m, 1, text, smv_span(NULL, 0), smv_node_num(p, SMV_POINT_STAR) != 0);
            points = true;
        }
    }
    struct smv_span discussion = smv_node_str(question, SMV_QUESTION_DISCUSSION);
    if (points && !smv_make_blank(discussion)) {
        struct smv_block *label = smv_doc_add(m->doc, SMV_BLOCK_PARA, 0, smv_span(NULL, 0));
        smv_doc_run(m->doc, label, SMV_RUN_ITALIC, smv_make_word(m, SMV_WORD_DISCUSSION));
    }
    smv_make_paras(m, discussion);
}

static bool below_written(const struct smv_node *question)
{
    for (const struct smv_node *q = NULL;
         (q = smv_make_next(question, q, SMV_KIND_QUESTION)) != NULL;) {
        if (smv_make_question_written(q) || below_written(q)) {
            return true;
        }
    }
    return false;
}

void smv_make_questions(struct smv_making *m, const struct smv_node *parent, unsigned level)
{
    enum { SKIPPED = 2 };
    for (const struct smv_node *q = NULL;
         (q = smv_make_next(parent, q, SMV_KIND_QUESTION)) != NULL;) {
        smv_make_heading(m, level, smv_make_asked(m, q));
        smv_make_answer(m, q);
        if (smv_node_num(q, SMV_QUESTION_WORD) == SKIPPED) {
            smv_make_note_word(m, SMV_WORD_SKIPPED);
        } else if (!smv_make_question_written(q) && !below_written(q)) {
            smv_make_note_word(m, SMV_WORD_NOTHING_NOTED);
        }
        smv_make_questions(m, q, level + 1);
    }
}

/* --- the whole sheet ------------------------------------------------------------------------------ */

bool smv_make_parts(struct smv_making *m, const struct smv_node *sheet, unsigned level,
                    unsigned parts)
{
    static void (*const puts[])(struct smv_making *, const struct smv_node *, unsigned) = {
        smv_make_questions, smv_make_timeline, smv_make_map,
        smv_make_rows,      smv_make_checks,   smv_make_sheet_actions,
        smv_make_parked,    smv_make_clusters, smv_make_polls};
    size_t before = m->doc->n_blocks;
    for (size_t i = 0; i < sizeof puts / sizeof puts[0]; i++) {
        if ((parts >> i & 1) != 0) {
            puts[i](m, sheet, level);
        }
    }
    if ((parts & SMV_PUT_PLAN) != 0) {
        smv_make_revisions(m, sheet, level);
    }
    return m->doc->n_blocks > before;
}

void smv_make_sheet(struct smv_making *m, const struct smv_node *sheet, unsigned level)
{
    if (!smv_make_parts(m, sheet, level, SMV_PUT_ALL)) {
        smv_make_note_word(m, SMV_WORD_NOTHING_NOTED);
    }
}
