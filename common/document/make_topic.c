/* make_topic.c - one topic in the documentation: what all groups wrote about the same.
 *
 * What: questions one by one, the compiled text first; other sheets group by group; the annex; the brief version.
 * Not:  the plan of action and what was parked have chapters of their own (make_documentation.c).
 * Uses: make_topics.h.    Thread: one owner.
 * Invariants: what a group wrote is put in the body or in the annex, never in both; SHEET.PRINT and SEMINAR.CONTENTS
 *       decide where; a question that nobody answered says so. */
#include "common/document/make_topics.h"
#include "common/base/heap.h"

enum { WORD_SKIPPED = 2 };
static const struct smv_span none = {NULL, 0};

/* --- what goes where -------------------------------------------------------------------------------- */

static bool by_question(const struct smv_topic *t)
{
    return t->form == SMV_FORM_QUESTIONS || t->compiled.n > 0;
}

/* The parts of a sheet that the seminar wants printed with it. */
static unsigned wanted(const struct smv_making *m, const struct smv_topic *t)
{
    unsigned c = m->contents, parts = 0;
    if (t->form == SMV_FORM_PLAN) {
        parts = (c & SMV_PART_PLANS) != 0 ? SMV_PUT_PLAN | SMV_PUT_ACTIONS : 0;
        parts |= parts != 0 && !by_question(t) ? SMV_PUT_QUESTIONS : 0;
    } else {
        parts |= (c & SMV_PART_QUESTIONS) != 0 && !by_question(t) ? SMV_PUT_QUESTIONS : 0;
        parts |= (c & SMV_PART_PLANS) != 0 ? SMV_PUT_PLAN : 0;
    }
    parts |= (c & SMV_PART_TIMELINES) != 0 ? SMV_PUT_BOARD : 0;
    parts |= (c & SMV_PART_TABLES) != 0 ? SMV_PUT_MAP | SMV_PUT_ROWS : 0;
    parts |= (c & SMV_PART_SYNTHESIS) != 0 ? SMV_PUT_CLUSTERS : 0;
    parts |= (c & SMV_PART_POLLS) != 0 ? SMV_PUT_POLLS : 0;
    return parts;
}

/* What a sheet of this form is for, so that an empty one is worth a word. */
static unsigned meant(const struct smv_topic *t)
{
    static const unsigned parts[] = {[SMV_FORM_QUESTIONS] = SMV_PUT_QUESTIONS,
                                     [SMV_FORM_TIMELINE] = SMV_PUT_BOARD,
                                     [SMV_FORM_TABLE] = SMV_PUT_ROWS,
                                     [SMV_FORM_ACTIONS] = 0,
                                     [SMV_FORM_PARKING] = 0,
                                     [SMV_FORM_SYNTHESIS] = SMV_PUT_CLUSTERS,
                                     [SMV_FORM_MAP] = SMV_PUT_MAP,
                                     [SMV_FORM_PLAN] = SMV_PUT_PLAN,
                                     [SMV_FORM_POLL] = SMV_PUT_POLLS,
                                     [SMV_FORM_FREE] = 0};
    return t->form < sizeof parts / sizeof parts[0] ? parts[t->form] : 0;
}

/* What of a sheet's content some part puts; a check on the kinds is enough. */
static unsigned part_of(const struct smv_topic *t, const struct smv_node *n)
{
    switch (n->kind) {
    case SMV_KIND_CARD:
    case SMV_KIND_FLOW:
    case SMV_KIND_OBSTACLE: return SMV_PUT_BOARD;
    case SMV_KIND_CHALLENGE: return SMV_PUT_MAP;
    case SMV_KIND_ROW: return SMV_PUT_ROWS;
    case SMV_KIND_CHECK:
    case SMV_KIND_CONTACT:
    case SMV_KIND_MEETING:
    case SMV_KIND_CONSENT:
    case SMV_KIND_REVISION: return SMV_PUT_PLAN;
    case SMV_KIND_ACTION: return t->form == SMV_FORM_PLAN ? SMV_PUT_ACTIONS : 0;
    case SMV_KIND_CLUSTER: return SMV_PUT_CLUSTERS;
    case SMV_KIND_POLL: return SMV_PUT_POLLS;
    case SMV_KIND_QUESTION: return SMV_PUT_QUESTIONS;
    default: return 0;
    }
}

/* Has the sheet something that these parts put? */
static bool holds(const struct smv_topic *t, const struct smv_node *sheet, unsigned parts)
{
    for (const struct smv_node *n = NULL; (n = smv_tree_walk(sheet, n)) != NULL;) {
        if ((part_of(t, n) & parts) != 0 && smv_make_node_written(n) && !smv_node_gone(n)) {
            return true;
        }
    }
    return false;
}

static bool printed(const struct smv_making *m, const struct smv_node *sheet, unsigned print)
{
    return smv_make_print(m, sheet) == print;
}

/* Where an answer of a group belongs. */
static bool in_body(const struct smv_making *m, const struct smv_topic_question *q,
                    const struct smv_topic_answer *a)
{
    return !a->compiled && (m->contents & SMV_PART_QUESTIONS) != 0 &&
           printed(m, a->sheet, SMV_PRINT_AS_FORM) && !smv_topic_compiled(q);
}

static bool annexed(const struct smv_making *m, const struct smv_topic_question *q,
                    const struct smv_topic_answer *a)
{
    return !a->compiled && (m->contents & SMV_PART_GROUPS) != 0 && !in_body(m, q, a) &&
           smv_make_print(m, a->sheet) < SMV_PRINT_COMPENDIUM;
}

static bool told(const struct smv_topic_answer *a)
{
    return smv_make_question_written(a->question) ||
           smv_node_num(a->question, SMV_QUESTION_WORD) == WORD_SKIPPED;
}

static bool questions_told(const struct smv_making *m, const struct smv_topic *t, bool in_annex)
{
    for (size_t i = 0; i < t->n; i++) {
        const struct smv_topic_question *q = &t->questions[i];
        for (size_t k = 0; k < q->n; k++) {
            const struct smv_topic_answer *a = &q->answers[k];
            bool here = in_annex ? annexed(m, q, a) : a->compiled || in_body(m, q, a);
            if (here && told(a)) {
                return true;
            }
        }
    }
    return false;
}

static bool rest_told(const struct smv_making *m, const struct smv_topic *t, unsigned print)
{
    const struct smv_making_list *lists[] = {&t->compiled, &t->sheets};
    unsigned parts = wanted(m, t);
    for (size_t i = 0; i < lists[0]->n + lists[1]->n; i++) {
        const struct smv_node *s =
            i < lists[0]->n ? lists[0]->of[i] : lists[1]->of[i - lists[0]->n];
        if (printed(m, s, print) && holds(t, s, parts)) {
            return true;
        }
    }
    return false;
}

bool smv_topic_in_annex(const struct smv_making *m, const struct smv_topic *t)
{
    return (by_question(t) && questions_told(m, t, true)) || rest_told(m, t, SMV_PRINT_ANNEX);
}

bool smv_topic_in_body(const struct smv_making *m, const struct smv_topic *t)
{
    bool any_here = false, questions = by_question(t) && (m->contents & SMV_PART_QUESTIONS) != 0;
    for (size_t i = 0; i < t->sheets.n; i++) {
        unsigned print = smv_make_print(m, t->sheets.of[i]);
        bool groups = !by_question(t) || (m->contents & SMV_PART_GROUPS) != 0;
        any_here = any_here || print == SMV_PRINT_AS_FORM || (print == SMV_PRINT_ANNEX && groups);
    }
    if ((questions && questions_told(m, t, false)) || rest_told(m, t, SMV_PRINT_AS_FORM)) {
        return true;
    }
    /* Nothing was written, or all of it is annexed: the heading and a word, where the form is one of the parts. */
    bool expected = by_question(t) ? questions : (meant(t) & wanted(m, t)) != 0;
    return any_here && expected;
}

/* --- names of groups -------------------------------------------------------------------------------- */

struct names {
    struct smv_span *of;
    size_t n, cap;
};

static void add_name(struct smv_making *m, struct names *names, const struct smv_node *sheet)
{
    struct smv_span name = smv_make_who(m, sheet, false);
    for (size_t i = 0; i < names->n; i++) {
        if (smv_span_eq(names->of[i], name)) {
            return;
        }
    }
    if (name.len > 0) {
        names->of = smv_grow(names->of, &names->cap, names->n + 1, sizeof *names->of);
        names->of[names->n++] = name;
    }
}

static void note_names(struct smv_making *m, enum smv_word_id word, struct names *names)
{
    if (names->n > 0) {
        struct smv_span list = smv_make_names(m, names->of, names->n);
        smv_make_note(m, smv_make_say(m, word, 0, list, none));
    }
    smv_free(names->of);
    *names = (struct names){0};
}

static void put_group(struct smv_making *m, const struct smv_node *sheet)
{
    struct smv_span who = smv_make_who(m, sheet, true);
    if (who.len > 0) {
        smv_make_bold(m, who);
    }
}

/* --- questions ---------------------------------------------------------------------------------- */

/* The compiled sheet's wording, where it has one: it is what was agreed last. */
static const struct smv_node *worded(const struct smv_topic_question *q)
{
    for (size_t i = 0; i < q->n; i++) {
        const struct smv_node *own = q->answers[i].question;
        if (q->answers[i].compiled && !smv_make_blank(smv_node_str(own, SMV_QUESTION_TEXT))) {
            return own;
        }
    }
    return q->asked;
}

static void put_sources(struct smv_making *m, const struct smv_node *question)
{
    struct names names = {0};
    for (const struct smv_node *p = NULL;
         (p = smv_make_next(question, p, SMV_KIND_POINT)) != NULL;) {
        const struct smv_node *from = smv_make_quoted(m, p, SMV_POINT_ORIGIN);
        const struct smv_node *sheet = from == NULL ? NULL : smv_node_sheet(from);
        if (sheet != NULL && !smv_make_blank(smv_node_str(p, SMV_POINT_TEXT))) {
            add_name(m, &names, sheet);
        }
    }
    note_names(m, SMV_WORD_SOURCES, &names);
}

/* Where a group was asked in other words than the heading's. */
static void put_wording(struct smv_making *m, const struct smv_topic_question *q,
                        const struct smv_node *own)
{
    struct smv_span said = smv_make_said(m, own);
    if (said.len > 0 && !smv_span_eq(said, smv_make_said(m, worded(q)))) {
        smv_make_note(m, said);
    }
}

static void put_compiled(struct smv_making *m, const struct smv_topic_question *q)
{
    for (size_t i = 0; i < q->n; i++) {
        const struct smv_topic_answer *a = &q->answers[i];
        if (a->compiled && smv_make_question_written(a->question)) {
            smv_make_answer(m, a->question);
            put_sources(m, a->question);
        }
    }
}

/* False: no group's answer belongs here. */
static bool put_groups(struct smv_making *m, const struct smv_topic_question *q, bool has_below)
{
    struct names silent = {0}, skipped = {0};
    bool any = false, written = false;
    for (size_t i = 0; i < q->n; i++) {
        const struct smv_topic_answer *a = &q->answers[i];
        if (!in_body(m, q, a)) {
            continue;
        }
        any = true;
        if (smv_make_question_written(a->question)) {
            put_group(m, a->sheet);
            put_wording(m, q, a->question);
            smv_make_answer(m, a->question);
            written = true;
        }
        bool skip = smv_node_num(a->question, SMV_QUESTION_WORD) == WORD_SKIPPED;
        if (skip || !smv_make_question_written(a->question)) {
            add_name(m, skip ? &skipped : &silent, a->sheet);
        }
        if (skip && skipped.n == 0) {
            smv_make_note_word(m, SMV_WORD_SKIPPED); /* a sheet that is no group's */
            written = true;
        }
    }
    bool all_silent = any && !written && skipped.n == 0;
    note_names(m, SMV_WORD_SKIPPED_BY, &skipped);
    if (all_silent || has_below) {
        silent.n = 0;
    }
    note_names(m, SMV_WORD_NOTHING_NOTED_BY, &silent);
    if (all_silent && !has_below) {
        smv_make_note_word(m, SMV_WORD_NOTHING_NOTED);
    }
    return any;
}

static void put_question(struct smv_making *m, const struct smv_topic *t, size_t i, unsigned level)
{
    const struct smv_topic_question *q = &t->questions[i];
    bool has_below = i + 1 < t->n && t->questions[i + 1].depth > q->depth;
    bool possible = has_below, elsewhere = false;
    for (size_t k = 0; k < q->n; k++) {
        const struct smv_topic_answer *a = &q->answers[k];
        bool annex = annexed(m, q, a);
        possible = possible || a->compiled || annex || in_body(m, q, a);
        elsewhere = elsewhere || (annex && told(a));
    }
    if (!possible) {
        return; /* only on sheets that are not printed */
    }
    smv_make_heading(m, level + q->depth, smv_make_asked(m, worded(q)));
    put_compiled(m, q);
    bool here = put_groups(m, q, has_below);
    if (!smv_topic_compiled(q) && !here && !has_below) {
        enum smv_word_id annex = t->compiled.n > 0 ? SMV_WORD_NOT_COMPILED : SMV_WORD_SEE_ANNEX;
        smv_make_note_word(m, elsewhere ? annex : SMV_WORD_NOTHING_NOTED);
    }
}

static void put_questions(struct smv_making *m, const struct smv_topic *t, unsigned level)
{
    bool elsewhere = questions_told(m, t, true);
    if (elsewhere) {
        smv_make_note_word(m, SMV_WORD_SEE_ANNEX);
    }
    if (!questions_told(m, t, false)) {
        if (!elsewhere || t->compiled.n > 0) {
            smv_make_note_word(m, elsewhere ? SMV_WORD_NOT_COMPILED : SMV_WORD_NOTHING_NOTED);
        }
        return;
    }
    for (size_t i = 0; i < t->n; i++) {
        put_question(m, t, i, level);
    }
}

/* --- sheet by sheet ------------------------------------------------------------------------------ */

/* silent: gets the name of a sheet with nothing; NULL: it is passed over. */
static void put_sheet(struct smv_making *m, const struct smv_topic *t, const struct smv_node *s,
                      unsigned level, struct names *silent)
{
    unsigned parts = wanted(m, t);
    if (!holds(t, s, parts)) {
        if (silent != NULL) {
            add_name(m, silent, s);
        }
        return;
    }
    struct smv_span who = smv_make_who(m, s, true);
    if (who.len > 0) {
        smv_make_heading(m, level, who);
    }
    (void)smv_make_parts(m, s, who.len > 0 ? level + 1 : level, parts);
}

static void put_sheets(struct smv_making *m, const struct smv_topic *t, unsigned level,
                       unsigned print, struct names *silent)
{
    for (size_t i = 0; i < t->compiled.n; i++) {
        if (printed(m, t->compiled.of[i], print)) {
            put_sheet(m, t, t->compiled.of[i], level, NULL);
        }
    }
    for (size_t i = 0; i < t->sheets.n; i++) {
        if (printed(m, t->sheets.of[i], print)) {
            put_sheet(m, t, t->sheets.of[i], level, silent);
        }
    }
}

static struct smv_span title_of(struct smv_making *m, const struct smv_topic *t)
{
    struct smv_span title = smv_make_said(m, t->titled);
    return title.len > 0 ? title : smv_make_word(m, SMV_WORD_UNTITLED_SHEET);
}

void smv_topic_put(struct smv_making *m, const struct smv_topic *t, unsigned level)
{
    struct names silent = {0};
    smv_make_heading(m, level, title_of(m, t));
    smv_make_sheet_notice(m, t->titled);
    size_t before = m->doc->n_blocks;
    if (by_question(t) && (m->contents & SMV_PART_QUESTIONS) != 0) {
        put_questions(m, t, level + 1);
    }
    put_sheets(m, t, level + 1, SMV_PRINT_AS_FORM, by_question(t) ? NULL : &silent);
    if (m->doc->n_blocks == before) {
        silent.n = 0;
        enum smv_word_id empty =
            t->form == SMV_FORM_POLL ? SMV_WORD_NOT_ASKED_ANY : SMV_WORD_NOTHING_NOTED;
        smv_make_note_word(m, smv_topic_in_annex(m, t) ? SMV_WORD_SEE_ANNEX : empty);
    }
    note_names(m, SMV_WORD_NOTHING_NOTED_BY, &silent);
}

/* --- the annex ---------------------------------------------------------------------------------- */

static void put_annexed_sheet(struct smv_making *m, const struct smv_topic *t,
                              const struct smv_node *sheet, unsigned level)
{
    bool headed = false;
    for (size_t i = 0; i < t->n; i++) {
        const struct smv_topic_question *q = &t->questions[i];
        for (size_t k = 0; k < q->n; k++) {
            const struct smv_topic_answer *a = &q->answers[k];
            if (a->sheet != sheet || !annexed(m, q, a) || !told(a)) {
                continue;
            }
            struct smv_span who = smv_make_who(m, sheet, true);
            if (!headed && who.len > 0) {
                smv_make_heading(m, level, who);
            }
            headed = true;
            smv_make_heading(m, level + 1, smv_make_asked(m, a->question));
            smv_make_answer(m, a->question);
            if (smv_node_num(a->question, SMV_QUESTION_WORD) == WORD_SKIPPED) {
                smv_make_note_word(m, SMV_WORD_SKIPPED);
            }
        }
    }
}

void smv_topic_put_annex(struct smv_making *m, const struct smv_topic *t, unsigned level)
{
    smv_make_heading(m, level, title_of(m, t));
    if (by_question(t)) {
        for (size_t i = 0; i < t->sheets.n; i++) {
            put_annexed_sheet(m, t, t->sheets.of[i], level + 1);
        }
    }
    put_sheets(m, t, level + 1, SMV_PRINT_ANNEX, NULL);
}

/* --- the brief version ------------------------------------------------------------------------------ */

static bool starred(const struct smv_node *n)
{
    switch (n->kind) {
    case SMV_KIND_CARD: return smv_node_num(n, SMV_CARD_STAR) != 0;
    case SMV_KIND_OBSTACLE: return smv_node_num(n, SMV_OBSTACLE_STAR) != 0;
    case SMV_KIND_ROW: return smv_node_num(n, SMV_ROW_STAR) != 0;
    default: return false;
    }
}

/* A question's points that belong in a summary; how many. put: false only counts. */
static size_t brief_points(struct smv_making *m, const struct smv_topic_question *q, bool put)
{
    size_t n = 0;
    for (int stars = 0; stars < 2 && n == 0; stars++) {
        for (size_t i = 0; i < q->n; i++) {
            const struct smv_topic_answer *a = &q->answers[i];
            if (a->compiled == (stars != 0) ||
                smv_make_print(m, a->sheet) >= SMV_PRINT_COMPENDIUM) {
                continue;
            }
            for (const struct smv_node *p = NULL;
                 (p = smv_make_next(a->question, p, SMV_KIND_POINT)) != NULL;) {
                bool wanted_one = stars == 0 || smv_node_num(p, SMV_POINT_STAR) != 0;
                struct smv_span text = smv_node_str(p, SMV_POINT_TEXT);
                if (!wanted_one || smv_make_blank(text)) {
                    continue;
                }
                n++;
                if (put) {
                    smv_make_bullet(m, 1, text, smv_make_who(m, a->sheet, false), false);
                }
            }
        }
    }
    return n;
}

/* A sub-question is not understood without its question. */
static bool brief_below(struct smv_making *m, const struct smv_topic *t, size_t at)
{
    for (size_t i = at + 1; i < t->n && t->questions[i].depth > t->questions[at].depth; i++) {
        if (brief_points(m, &t->questions[i], false) > 0) {
            return true;
        }
    }
    return false;
}

static size_t brief_starred(struct smv_making *m, const struct smv_topic *t, bool put)
{
    size_t count = 0;
    for (size_t i = 0; i < t->sheets.n; i++) {
        const struct smv_node *s = t->sheets.of[i];
        if (smv_make_print(m, s) >= SMV_PRINT_COMPENDIUM) {
            continue;
        }
        for (const struct smv_node *n = NULL; (n = smv_tree_walk(s, n)) != NULL;) {
            struct smv_span text = starred(n) && !smv_node_gone(n) ? smv_make_said(m, n) : none;
            if (text.len > 0) {
                count++;
                if (put) {
                    smv_make_bullet(m, 1, text, smv_make_who(m, s, false), false);
                }
            }
        }
    }
    return count;
}

bool smv_topic_put_brief(struct smv_making *m, const struct smv_topic *t, unsigned level, bool put)
{
    bool clusters = false;
    size_t n = brief_starred(m, t, false);
    for (size_t i = 0; i < t->sheets.n; i++) {
        clusters = clusters || (smv_make_print(m, t->sheets.of[i]) < SMV_PRINT_COMPENDIUM &&
                                holds(t, t->sheets.of[i], SMV_PUT_CLUSTERS));
    }
    for (size_t i = 0; i < t->n; i++) {
        n += brief_points(m, &t->questions[i], false);
    }
    if (!put || (n == 0 && !clusters)) {
        return n > 0 || clusters;
    }
    smv_make_heading(m, level, title_of(m, t));
    for (size_t i = 0; i < t->n; i++) {
        const struct smv_topic_question *q = &t->questions[i];
        if (brief_points(m, q, false) > 0 || brief_below(m, t, i)) {
            smv_make_heading(m, level + 1 + q->depth, smv_make_asked(m, worded(q)));
            (void)brief_points(m, q, true);
        }
    }
    (void)brief_starred(m, t, true);
    for (size_t i = 0; clusters && i < t->sheets.n; i++) {
        if (smv_make_print(m, t->sheets.of[i]) < SMV_PRINT_COMPENDIUM) {
            (void)smv_make_parts(m, t->sheets.of[i], level + 1, SMV_PUT_CLUSTERS);
        }
    }
    return true;
}
