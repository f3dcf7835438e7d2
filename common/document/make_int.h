/* make_int.h - what the files that make documents share.
 *
 * What: the document being made and what it is made from; finding and reading nodes; putting texts, headings and
 *       tables; one seam per part of a document.
 * Not:  for anyone outside common/document.
 * Uses: make.h, words.h, dates.h.    Thread: one owner.
 * Invariants: nothing that is deleted, and no pattern, is ever put; a reference to something deleted, absent or hidden
 *       reads as no reference; texts that are put are trimmed, and one line where the block is one line. */
#ifndef SMV_DOCUMENT_MAKE_INT_H
#define SMV_DOCUMENT_MAKE_INT_H
#include "common/base/map.h"
#include "common/document/dates.h"
#include "common/document/make.h"
#include "common/document/words.h"

/* SHEET.FORM, SHEET.PRINT, SESSION.FORM, COLUMN.TYPE, POLL.FORM */
enum {
    SMV_FORM_QUESTIONS,
    SMV_FORM_TIMELINE,
    SMV_FORM_TABLE,
    SMV_FORM_ACTIONS,
    SMV_FORM_PARKING,
    SMV_FORM_SYNTHESIS,
    SMV_FORM_MAP,
    SMV_FORM_PLAN,
    SMV_FORM_POLL,
    SMV_FORM_FREE
};
enum { SMV_PRINT_AS_FORM, SMV_PRINT_ANNEX, SMV_PRINT_COMPENDIUM, SMV_PRINT_NEVER };
enum { SMV_MAKE_HEADINGS = 4, SMV_MAKE_FEW_ANSWERS = 5 };

struct smv_making {
    struct smv_doc *doc;
    const struct smv_tree *tree;
    const struct smv_doc_facts *facts;
    const struct smv_doc_wish *wish;
    const char *lang; /* sv, nb or en, always one of them */
    struct smv_dates *dates;
    struct smv_doc_version version;
    unsigned contents; /* of smv_doc_part; never 0 */
    uint64_t today;    /* yyyymmdd where the seminar is */
    bool numbered;     /* headings of level 1 to 3 get numbers */
    unsigned number[3];
    bool stars;                 /* a star was put ... */
    bool stars_explained;       /* ... and what it means was said */
    struct smv_map table_names; /* hashes of the names that were given */
    struct smv_buf scratch;     /* for one text at a time; between calls nobody's */
};

/* --- make.c: the seams ---------------------------------------------------------------------------- */

/* Each fills m->doc; the title, the version, mark, footer and date are already in m and m->doc. Errors as
 * smv_document_make. */
SMV_CHECKED enum smv_err smv_make_documentation(struct smv_making *m);
SMV_CHECKED enum smv_err smv_make_actions(struct smv_making *m);
SMV_CHECKED enum smv_err smv_make_compendium(struct smv_making *m);
SMV_CHECKED enum smv_err smv_make_empty(struct smv_making *m);
SMV_CHECKED enum smv_err smv_make_poster(struct smv_making *m);
SMV_CHECKED enum smv_err smv_make_reminders(struct smv_making *m);

/* The cover: title, subtitle (what document this is), date, venue, version; a rehearsal says so. No page break. The footer says the
 * same on every page. */
void smv_make_cover(struct smv_making *m, struct smv_span subtitle);

/* --- make_text.c: texts --------------------------------------------------------------------------- */

/* The document's own words; say fills a sentence and keeps it (see smv_word_put). */
struct smv_span smv_make_word(const struct smv_making *m, enum smv_word_id word);
struct smv_span smv_make_say(struct smv_making *m, enum smv_word_id word, uint64_t n,
                             struct smv_span a, struct smv_span b);
/* Kept: trimmed, every run of white space one space. A blank text gives an empty one. */
struct smv_span smv_make_line(struct smv_making *m, struct smv_span text);
/* Not copied: white space at both ends cut. */
struct smv_span smv_make_trim(struct smv_span text);
bool smv_make_blank(struct smv_span text);
struct smv_span smv_make_date(struct smv_making *m, uint64_t yyyymmdd); /* kept; 0: empty */
struct smv_span smv_make_number(struct smv_making *m, uint64_t n);      /* kept */
/* Kept: the filled ones of texts, with gap between them. */
struct smv_span smv_make_join(struct smv_making *m, const struct smv_span *texts, size_t n,
                              const char *gap);
/* Kept: A1, A2 och A4. */
struct smv_span smv_make_names(struct smv_making *m, const struct smv_span *names, size_t n);
/* Kept: the text behind its number, "3. text" */
struct smv_span smv_make_numbered(struct smv_making *m, uint64_t n, struct smv_span text);

/* Blocks. Headings: level 1..4, deeper ones become bold paragraphs; number them while m->numbered. */
void smv_make_heading(struct smv_making *m, unsigned level, struct smv_span text);
void smv_make_bold(struct smv_making *m, struct smv_span text); /* a paragraph: a group's name */
void smv_make_note(struct smv_making *m, struct smv_span text);
void smv_make_note_word(struct smv_making *m, enum smv_word_id word);
/* One line; quiet: what stands behind it in quieter letters, may be empty; star: marked. */
void smv_make_bullet(struct smv_making *m, unsigned level, struct smv_span text,
                     struct smv_span quiet, bool star);
/* A longer text: every line a paragraph, a line that begins with - or * or • a bullet. */
void smv_make_paras(struct smv_making *m, struct smv_span text);

/* Tables. name and what (a group, a lane; may be empty) give the table's name, made unique. */
struct smv_doc_table *smv_make_table(struct smv_making *m, struct smv_span name,
                                     struct smv_span what, const struct smv_doc_column *columns,
                                     size_t n);
struct smv_doc_column smv_make_column(const struct smv_making *m, enum smv_word_id title,
                                      enum smv_cell_type type, unsigned weight);
/* Of a typed text: kept, lines stay lines. */
void smv_make_cell(struct smv_making *m, struct smv_doc_cell *cell, struct smv_span text);
void smv_make_cell_word(const struct smv_making *m, struct smv_doc_cell *cell,
                        enum smv_word_id word);
void smv_make_cell_date(struct smv_making *m, struct smv_doc_cell *cell, uint64_t yyyymmdd);
void smv_make_cell_number(struct smv_making *m, struct smv_doc_cell *cell, uint64_t n);

/* make_fit.c: gives every table's columns the widths that their texts want. */
void smv_make_fit(struct smv_making *m);

/* --- make_look.c: nodes --------------------------------------------------------------------------- */

/* Children of a kind (0: any) that are not deleted: at NULL gives the first; NULL: no more. */
const struct smv_node *smv_make_next(const struct smv_node *parent, const struct smv_node *at,
                                     unsigned kind);
size_t smv_make_count(const struct smv_node *parent, unsigned kind);
/* What a reference means; NULL: nothing, or something that is gone. */
const struct smv_node *smv_make_ref(const struct smv_making *m, const struct smv_node *n,
                                    unsigned field);
const struct smv_node *smv_make_find(const struct smv_making *m, smv_id id); /* the same of an id */
/* The same of what may be quoted: not from a pattern, and in documents for everybody not from a sheet that is not
 * printed. */
const struct smv_node *smv_make_quoted(const struct smv_making *m, const struct smv_node *n,
                                       unsigned field);
/* What a node says first, as one line, kept: a point's text, a card's title, else its body. */
struct smv_span smv_make_said(struct smv_making *m, const struct smv_node *n);
struct smv_span smv_make_str(struct smv_making *m, const struct smv_node *n,
                             unsigned field); /* smv_make_line of a field */

/* Every sheet that is one: not deleted, no pattern; in the order of the day, those of the whole day first. */
const struct smv_node *smv_make_next_sheet(const struct smv_making *m, const struct smv_node *at);
bool smv_make_is_pattern(const struct smv_node *sheet);
/* SHEET.PRINT, the pattern's where the sheet itself was never told. */
unsigned smv_make_print(const struct smv_making *m, const struct smv_node *sheet);
/* The room or group whose sheet it is; NULL: nobody's in particular. */
const struct smv_node *smv_make_place(const struct smv_making *m, const struct smv_node *sheet);
/* The group that sat in the sheet's place in its session; NULL: unknown, or a sheet of the whole day. */
const struct smv_node *smv_make_group(const struct smv_making *m, const struct smv_node *sheet);
/* What the group, else the place is called: short (A1, for cells) and whole (Grupp A1). Kept; may be empty. */
struct smv_span smv_make_who(struct smv_making *m, const struct smv_node *sheet, bool whole);
/* A question's text, or a word for none. */
struct smv_span smv_make_asked(struct smv_making *m, const struct smv_node *question);
/* Has somebody written here: points, discussion; on a sheet anything that people write. */
bool smv_make_question_written(const struct smv_node *question);
bool smv_make_node_written(const struct smv_node *n); /* the node itself, of any kind */
/* A person added it: it came neither with the template nor by a rule. */
bool smv_make_by_people(const struct smv_node *n);
bool smv_make_written(const struct smv_making *m, const struct smv_node *sheet);

/* A list of nodes, in the order wanted; smv_free it. */
struct smv_making_list {
    const struct smv_node **of;
    size_t n, cap;
};
void smv_make_list_add(struct smv_making_list *l, const struct smv_node *n);
void smv_make_list_finish(struct smv_making_list *l);
/* Stable. cmp: <0, 0, >0. */
typedef int smv_make_cmp(const struct smv_node *a, const struct smv_node *b, void *arg);
void smv_make_list_sort(struct smv_making_list *l, smv_make_cmp *cmp, void *arg);

/* --- make_sheet.c: any sheet ---------------------------------------------------------------------- */

/* What can stand on a sheet; a mask. */
enum {
    SMV_PUT_QUESTIONS = 1,
    SMV_PUT_BOARD = 2, /* a timeline's cards, arrows, obstacles */
    SMV_PUT_MAP = 4,
    SMV_PUT_ROWS = 8,
    SMV_PUT_PLAN = 16, /* check list, contacts, meetings, consents, the plan's changes */
    SMV_PUT_ACTIONS = 32,
    SMV_PUT_PARKED = 64,
    SMV_PUT_CLUSTERS = 128,
    SMV_PUT_POLLS = 256,
    SMV_PUT_ALL = 511
};
/* The parts of the mask, nothing where there is nothing. True: something was put. */
bool smv_make_parts(struct smv_making *m, const struct smv_node *sheet, unsigned level,
                    unsigned parts);
/* All that stands on a sheet, of whatever form, without its title: headings begin at level. Nothing written gives
 * a note that says so. Questions that were not answered are put with their word (skipped, nothing noted). */
void smv_make_sheet(struct smv_making *m, const struct smv_node *sheet, unsigned level);
/* The standing reminder (made-up case); nothing where there is none. */
void smv_make_sheet_notice(struct smv_making *m, const struct smv_node *sheet);

/* Its parts; each puts nothing where its kind of content is missing. */
void smv_make_questions(struct smv_making *m, const struct smv_node *parent, unsigned level);
/* One question's points and discussion, without heading or sub-questions. */
void smv_make_answer(struct smv_making *m, const struct smv_node *question);
void smv_make_timeline(struct smv_making *m, const struct smv_node *sheet, unsigned level);
void smv_make_map(struct smv_making *m, const struct smv_node *sheet, unsigned level);
void smv_make_rows(struct smv_making *m, const struct smv_node *sheet, unsigned level);
void smv_make_checks(struct smv_making *m, const struct smv_node *sheet, unsigned level);
void smv_make_revisions(struct smv_making *m, const struct smv_node *sheet, unsigned level);
void smv_make_polls(struct smv_making *m, const struct smv_node *sheet, unsigned level);
void smv_make_clusters(struct smv_making *m, const struct smv_node *sheet, unsigned level);
void smv_make_parked(struct smv_making *m, const struct smv_node *sheet, unsigned level);
/* The proposals of one sheet as a table. */
void smv_make_sheet_actions(struct smv_making *m, const struct smv_node *sheet, unsigned level);

/* --- make_actions.c: the plan over all groups ------------------------------------------------------ */

/* Every proposal of the plan: on a sheet that is printed and is no plan on a made-up case, with something written in it;
 * by number, those without one last. */
void smv_make_all_actions(const struct smv_making *m, struct smv_making_list *ret);
bool smv_make_action_written(const struct smv_node *action);
bool smv_make_action_open(const struct smv_node *action); /* neither done nor dropped */
bool smv_make_action_overdue(const struct smv_making *m, const struct smv_node *action);
enum smv_word_id smv_make_action_status(const struct smv_node *action);
/* The plan's table and status list. late: with what is overdue today; notes: with the follow-up. */
void smv_make_action_plan(struct smv_making *m, unsigned level, bool late, bool notes);

#endif
