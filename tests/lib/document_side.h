/* document_side.h - documents for tests: a day that was written, and a document as lines of text.
 *
 * What: seminars made from the templates that come with the program, with groups, and short words for writing on their
 *       sheets; the outline of a document, a line per block; questions to that outline.
 * Uses: tree_make.h, common/template, common/document, cmocka.    Thread: pure, state is the caller's. */
#ifndef SMV_TESTS_DOCUMENT_SIDE_H
#define SMV_TESTS_DOCUMENT_SIDE_H
#include "common/document/make.h"
#include "tests/lib/tree_make.h"

struct day {
    struct make m;
    struct smv_doc_facts facts;
    struct smv_doc_wish wish;
    struct smv_buf outline; /* of the last document; NUL-terminated */
};
/* template_file: a path. Every sheet is printed as its form asks and all parts are wanted, whatever the file says. */
void day_init(struct day *d, const char *folder, const char *template_file);
void day_init_empty(struct day *d); /* a root alone */
void day_finish(struct day *d);
/* A self-formed group in the first composition, with its sheets. */
smv_id day_found(struct day *d, const char *name);

/* The sheet with this title in a room or group; place NULL: the one that is nobody's (or moderated). 0 is a failure. */
smv_id day_sheet(struct day *d, const char *title, const char *place);
smv_id day_pattern(struct day *d, const char *title);
smv_id day_question(struct day *d, smv_id sheet,
                    size_t at); /* with sub-questions, in reading order, from 0 */
smv_id day_child(struct day *d, smv_id parent, unsigned kind, size_t at);
/* Adds a node with one text; obstacles are carried over as the daemon does. */
smv_id day_write(struct day *d, smv_id parent, unsigned kind, unsigned field, const char *text);
void day_print(struct day *d, const char *title,
               unsigned print); /* SHEET.PRINT of pattern and copies */

/* Makes the document that d->wish asks for and its outline. */
const char *day_outline(struct day *d);
/* Appends the outline of any document. */
void document_outline(struct smv_buf *b, const struct smv_doc *doc);

/* Of the last outline. */
size_t day_times(const struct day *d, const char *text); /* how often it is there */
void day_has(const struct day *d, const char *text);     /* exactly once */
void day_has_not(const struct day *d, const char *text);
void day_in_order(const struct day *d, const char *const *texts,
                  size_t n); /* each, one behind the other */

#endif
