/* make_empty.c - the compendium on paper before the day: what will be asked, and room to write.
 *
 * What: programme, guidance, each session's questions with lines, timelines and maps to draw in, tables with empty rows.
 * Not:  nothing that anybody wrote; no names.
 * Uses: make_int.h, timeline_svg.h.    Thread: one owner.
 * Invariants: made of patterns, of which every room's sheet is a copy, and of sheets that have none; each is put once. */
#include "common/document/make_int.h"
#include "common/document/make_own.h"
#include "common/document/timeline_svg.h"

enum { FORM_BREAK = 2, FORM_SURVEY = 4, POLL_TEXT = 0 };
enum { LINES_QUESTION = 8, LINES_SUB = 4, LINES_PAGE = 22, LINES_PARKING = 8, LINES_ANSWER = 3 };
enum { ROWS = 8, ROWS_LANE = 2, COLUMNS_MOST = 8 };
static const struct smv_span none = {NULL, 0};
static const char box[] = "\xE2\x98\x90 "; /* a square to tick */

static void ruled(struct smv_making *m, unsigned lines)
{
    (void)smv_doc_str(m->doc, SMV_BLOCK_RULED, lines, "");
}

static void boxed(struct smv_making *m, struct smv_span text)
{
    struct smv_block *b = smv_doc_str(m->doc, SMV_BLOCK_PARA, 0, box);
    smv_doc_run(m->doc, b, 0, smv_make_line(m, text));
}

/* --- questions ------------------------------------------------------------------------------------------ */

static void put_help(struct smv_making *m, const struct smv_node *q)
{
    uint64_t minutes = smv_node_num(q, SMV_QUESTION_MINUTES);
    struct smv_span parts[] = {
        smv_make_str(m, q, SMV_QUESTION_HELP),
        minutes == 0 ? none : smv_make_say(m, SMV_WORD_MINUTES, minutes, none, none)};
    struct smv_span help = smv_make_join(m, parts, 2, " \xC2\xB7 ");
    if (help.len > 0) {
        smv_make_note(m, help);
    }
}

static void put_questions(struct smv_making *m, const struct smv_node *parent, unsigned level)
{
    uint64_t n = 0;
    for (const struct smv_node *q = NULL;
         (q = smv_make_next(parent, q, SMV_KIND_QUESTION)) != NULL;) {
        bool sub = parent->kind == SMV_KIND_QUESTION;
        smv_make_heading(
            m, level, sub ? smv_make_asked(m, q) : smv_make_numbered(m, ++n, smv_make_asked(m, q)));
        put_help(m, q);
        if (smv_make_count(q, SMV_KIND_QUESTION) > 0) {
            put_questions(m, q, level + 1);
        } else {
            ruled(m, sub ? LINES_SUB : LINES_QUESTION);
        }
    }
}

/* --- boards ------------------------------------------------------------------------------------------------ */

static void put_board(struct smv_making *m, const struct smv_node *sheet)
{
    struct smv_buf svg = {0}, alt = {0};
    unsigned w = 0, h = 0;
    if (smv_make_count(sheet, SMV_KIND_PHASE) == 0 && smv_make_count(sheet, SMV_KIND_LANE) == 0) {
        return;
    }
    smv_timeline_svg(&svg, &alt, &w, &h, m->tree, sheet, m->lang, /* empty */ true);
    smv_doc_picture(m->doc, smv_buf_span(&svg), smv_buf_span(&alt), w, h);
    smv_buf_finish(&svg);
    smv_buf_finish(&alt);
}

/* --- tables ------------------------------------------------------------------------------------------------- */

/* Rows without a word are given room for a pen by the writers. */
static void put_rows(struct smv_doc_table *t, size_t rows, struct smv_span first)
{
    for (size_t i = 0; i < rows; i++) {
        struct smv_doc_cell *cells = smv_doc_row(t);
        cells[0].text = i == 0 ? first : none;
    }
}

static void put_table(struct smv_making *m, const struct smv_node *sheet)
{
    struct smv_doc_column columns[COLUMNS_MOST];
    size_t n = 0, lanes = smv_make_count(sheet, SMV_KIND_LANE);
    const struct smv_node *c = NULL, *lane = NULL;
    if (lanes > 0) {
        columns[n++] = (struct smv_doc_column){.title = none, .weight = 2};
    }
    while ((c = smv_make_next(sheet, c, SMV_KIND_COLUMN)) != NULL && n < COLUMNS_MOST) {
        columns[n++] =
            (struct smv_doc_column){.title = smv_make_str(m, c, SMV_COLUMN_TITLE), .weight = 3};
    }
    if (n == (lanes > 0)) {
        return;
    }
    struct smv_doc_table *t = smv_make_table(m, smv_make_said(m, sheet), none, columns, n);
    if (lanes == 0) {
        put_rows(t, ROWS, none);
    }
    while ((lane = smv_make_next(sheet, lane, SMV_KIND_LANE)) != NULL) {
        put_rows(t, ROWS_LANE, smv_make_said(m, lane));
    }
}

static void put_columns(struct smv_making *m, const struct smv_node *sheet,
                        const enum smv_word_id *words, size_t n)
{
    struct smv_doc_column columns[COLUMNS_MOST];
    for (size_t i = 0; i < n; i++) {
        columns[i] = smv_make_column(m, words[i], SMV_CELL_TEXT, i == 0 ? 4 : 3);
    }
    put_rows(smv_make_table(m, smv_make_said(m, sheet), none, columns, n), ROWS, none);
}

static void put_actions(struct smv_making *m, const struct smv_node *sheet)
{
    static const enum smv_word_id words[] = {SMV_WORD_A_WHAT, SMV_WORD_A_WHO, SMV_WORD_A_WHERE,
                                             SMV_WORD_A_BY, SMV_WORD_A_FIRST};
    put_columns(m, sheet, words, sizeof words / sizeof words[0]);
}

static void put_plan(struct smv_making *m, const struct smv_node *sheet)
{
    static const enum smv_word_id contact[] = {SMV_WORD_CONTACT_NAME, SMV_WORD_CONTACT_AGENCY,
                                               SMV_WORD_CONTACT_REACH, SMV_WORD_CONTACT_BY};
    static const enum smv_word_id meeting[] = {SMV_WORD_MEETING_ABOUT, SMV_WORD_DATE,
                                               SMV_WORD_MEETING_TIME, SMV_WORD_MEETING_PLACE,
                                               SMV_WORD_MEETING_CALLS};
    const struct smv_node *c = NULL;
    if (smv_make_next(sheet, NULL, SMV_KIND_CHECK) != NULL) {
        smv_make_bold(m, smv_make_word(m, SMV_WORD_CHECKS));
    }
    while ((c = smv_make_next(sheet, c, SMV_KIND_CHECK)) != NULL) {
        boxed(m, smv_node_str(c, SMV_CHECK_TEXT));
    }
    put_actions(m, sheet);
    smv_make_bold(m, smv_make_word(m, SMV_WORD_CONTACTS));
    put_columns(m, sheet, contact, sizeof contact / sizeof contact[0]);
    smv_make_bold(m, smv_make_word(m, SMV_WORD_MEETINGS));
    put_columns(m, sheet, meeting, sizeof meeting / sizeof meeting[0]);
    c = smv_make_next(sheet, NULL, SMV_KIND_CONSENT);
    if (c != NULL) {
        smv_make_bold(m, smv_make_word(m, SMV_WORD_CONSENTS));
    }
    for (; c != NULL; c = smv_make_next(sheet, c, SMV_KIND_CONSENT)) {
        boxed(m, smv_node_str(c, SMV_CONSENT_WHAT));
    }
}

/* The survey on paper, for who has no phone. */
static void put_polls(struct smv_making *m, const struct smv_node *sheet, unsigned level)
{
    uint64_t n = 0;
    for (const struct smv_node *p = NULL; (p = smv_make_next(sheet, p, SMV_KIND_POLL)) != NULL;) {
        const struct smv_node *c = smv_make_next(p, NULL, SMV_KIND_CHOICE);
        smv_make_heading(m, level, smv_make_numbered(m, ++n, smv_make_said(m, p)));
        for (const struct smv_node *at = c; at != NULL;
             at = smv_make_next(p, at, SMV_KIND_CHOICE)) {
            boxed(m, smv_make_said(m, at));
        }
        if (c == NULL || smv_node_num(p, SMV_POLL_FORM) == POLL_TEXT) {
            ruled(m, LINES_ANSWER);
        }
    }
}

/* --- sheets --------------------------------------------------------------------------------------------------- */

/* A pattern, or a sheet that is no copy; what moderators alone write is theirs. */
static bool is_put(const struct smv_making *m, const struct smv_node *sheet)
{
    uint64_t form = smv_node_num(sheet, SMV_SHEET_FORM);
    bool survey = form == SMV_FORM_POLL && sheet->parent->kind == SMV_KIND_SESSION &&
                  smv_node_num(sheet->parent, SMV_SESSION_FORM) == FORM_SURVEY;
    return smv_node_num(sheet, SMV_SHEET_PATTERN) == 0 &&
           smv_make_print(m, sheet) != SMV_PRINT_NEVER &&
           (survey || (form != SMV_FORM_POLL && form != SMV_FORM_SYNTHESIS &&
                       smv_node_num(sheet, SMV_SHEET_MODERATED) == 0 &&
                       smv_node_num(sheet, SMV_SHEET_COMPILES) == 0));
}

static void put_sheet(struct smv_making *m, const struct smv_node *sheet, unsigned level)
{
    const struct smv_node *prompt = smv_make_next(sheet, NULL, SMV_KIND_PROMPT);
    smv_make_heading(m, level, smv_make_said(m, sheet));
    smv_make_sheet_notice(m, sheet);
    smv_make_guidance(m, smv_node_str(sheet, SMV_SHEET_GUIDE_ALL));
    if (prompt != NULL) {
        smv_make_bold(m, smv_make_word(m, SMV_WORD_EMPTY_PROMPTS));
    }
    for (; prompt != NULL; prompt = smv_make_next(sheet, prompt, SMV_KIND_PROMPT)) {
        smv_make_bullet(m, 1, smv_node_str(prompt, SMV_PROMPT_TEXT), none, false);
    }
    put_questions(m, sheet, level + 1);
    switch (smv_node_num(sheet, SMV_SHEET_FORM)) {
    case SMV_FORM_TIMELINE:
    case SMV_FORM_MAP: put_board(m, sheet); break;
    case SMV_FORM_TABLE: put_table(m, sheet); break;
    case SMV_FORM_ACTIONS: put_actions(m, sheet); break;
    case SMV_FORM_PARKING: ruled(m, LINES_PARKING); break;
    case SMV_FORM_PLAN: put_plan(m, sheet); break;
    case SMV_FORM_POLL: put_polls(m, sheet, level + 1); break;
    case SMV_FORM_FREE: ruled(m, LINES_PAGE); break;
    default: break;
    }
}

static bool has_sheets(const struct smv_making *m, const struct smv_node *parent)
{
    const struct smv_node *s = NULL;
    while ((s = smv_make_next(parent, s, SMV_KIND_SHEET)) != NULL && !is_put(m, s)) {
    }
    return s != NULL;
}

/* True: something was put. */
static bool put_sheets(struct smv_making *m, const struct smv_node *parent, unsigned level)
{
    bool any = false;
    for (const struct smv_node *s = NULL; (s = smv_make_next(parent, s, SMV_KIND_SHEET)) != NULL;) {
        if (is_put(m, s)) {
            put_sheet(m, s, level);
            any = true;
        }
    }
    return any;
}

/* --- the whole --------------------------------------------------------------------------------------------------- */

static void put_cover(struct smv_making *m)
{
    struct smv_span date = smv_make_date(m, smv_node_num(m->tree->root, SMV_SEMINAR_DATE));
    struct smv_span venue = smv_make_str(m, m->tree->root, SMV_SEMINAR_VENUE);
    struct smv_span line = smv_span_str("______________________________");
    (void)smv_doc_add(m->doc, SMV_BLOCK_TITLE, 0, m->doc->title);
    (void)smv_doc_str(m->doc, SMV_BLOCK_SUBTITLE, 0, smv_word(m->lang, SMV_WORD_EMPTY_COMPENDIUM));
    if (date.len > 0) {
        (void)smv_doc_fact(m->doc, smv_word(m->lang, SMV_WORD_DATE), date);
    }
    if (venue.len > 0) {
        (void)smv_doc_fact(m->doc, smv_word(m->lang, SMV_WORD_VENUE), venue);
    }
    (void)smv_doc_fact(m->doc, smv_word(m->lang, SMV_WORD_EMPTY_NAME), line);
    (void)smv_doc_fact(m->doc, smv_word(m->lang, SMV_WORD_GROUP), line);
    smv_make_guidance(m, smv_node_str(m->tree->root, SMV_SEMINAR_MESSAGE));
}

static void put_programme(struct smv_making *m)
{
    struct smv_doc_column columns[] = {
        smv_make_column(m, SMV_WORD_TIME, SMV_CELL_TEXT, 2),
        smv_make_column(m, SMV_WORD_PART_OF_DAY, SMV_CELL_TEXT, 9),
        smv_make_column(m, SMV_WORD_SESSION_FORM, SMV_CELL_TEXT, 3),
    };
    static const enum smv_word_id forms[] = {SMV_WORD_FORM_0, SMV_WORD_FORM_1, SMV_WORD_FORM_2,
                                             SMV_WORD_FORM_3, SMV_WORD_FORM_4};
    const struct smv_node *s = smv_make_next(m->tree->root, NULL, SMV_KIND_SESSION);
    if (s == NULL) {
        return;
    }
    smv_make_heading(m, 1, smv_make_word(m, SMV_WORD_PROGRAMME));
    struct smv_doc_table *t =
        smv_make_table(m, smv_make_word(m, SMV_WORD_PROGRAMME), none, columns, 3);
    for (; s != NULL; s = smv_make_next(m->tree->root, s, SMV_KIND_SESSION)) {
        struct smv_doc_cell *cell = smv_doc_row(t);
        uint64_t form = smv_node_num(s, SMV_SESSION_FORM);
        if (smv_node_slot(s, SMV_SESSION_PLANNED) != NULL) {
            smv_clock_put(&m->scratch, smv_node_num(s, SMV_SESSION_PLANNED));
            cell[0].text = smv_doc_keep(m->doc, smv_buf_span(&m->scratch));
            smv_buf_clear(&m->scratch);
        }
        cell[1].text = smv_make_said(m, s);
        cell[2].text = smv_make_word(m, forms[form <= 4 ? form : 0]);
    }
}

enum smv_err smv_make_empty(struct smv_making *m)
{
    const struct smv_node *root = m->tree->root, *s = NULL;
    bool any = false;
    m->doc->mark = none; /* nothing in it is a draft of anything */
    m->doc->footer = m->doc->title;
    put_cover(m);
    put_programme(m);
    while ((s = smv_make_next(root, s, SMV_KIND_SESSION)) != NULL) {
        bool sheets = has_sheets(m, s);
        bool told = sheets || !smv_make_blank(smv_node_str(s, SMV_SESSION_ABOUT)) ||
                    !smv_make_blank(smv_node_str(s, SMV_SESSION_GUIDE_ALL));
        if (smv_node_num(s, SMV_SESSION_FORM) == FORM_BREAK || !told) {
            continue;
        }
        if (sheets) {
            (void)smv_doc_str(m->doc, SMV_BLOCK_BREAK, 0, "");
        }
        smv_make_heading(m, 1, smv_make_said(m, s));
        smv_make_guidance(m, smv_node_str(s, SMV_SESSION_ABOUT));
        smv_make_guidance(m, smv_node_str(s, SMV_SESSION_GUIDE_ALL));
        any = put_sheets(m, s, 2) || any;
    }
    any = put_sheets(m, root, 1) || any;
    if (!any) {
        smv_make_note_word(m, SMV_WORD_EMPTY_NOTHING);
    }
    (void)smv_doc_str(m->doc, SMV_BLOCK_BREAK, 0, "");
    smv_make_heading(m, 1, smv_make_word(m, SMV_WORD_OWN_NOTES));
    ruled(m, LINES_PAGE);
    return SMV_OK;
}
