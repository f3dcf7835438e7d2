/* sheet_text.h - what a workbook can hold: strings, names of sheets, lists of choices.
 *
 * What: cuts a text into cells, makes sheets' names valid and unique, reads a column's choices.
 * Not:  no library of workbooks: that is xlsx.c's.
 * Uses: plain.h, ICU (case folding).    Thread: any. */
#ifndef SMV_FORMAT_SHEET_TEXT_H
#define SMV_FORMAT_SHEET_TEXT_H
#include "common/format/plain.h"

/* A cell holds 32,767 UTF-16 units. The next piece of s from *pos on, appended to b, cut between characters; a piece that
 * goes on ends with […], and the next begins with it. "_x0041_", which a workbook reads as a character's number, is
 * written so that it stays what it is. False: nothing left. */
bool smv_sheet_piece(struct smv_buf *b, struct smv_span s, size_t *pos);
/* For a page's margin, where & begins a code and 255 characters are all: appends at most 100 of text, in one line. */
void smv_sheet_margin(struct smv_buf *b, struct smv_span text);

struct smv_sheet_names {
    char **names, **folded;
    size_t n, cap, cap_folded;
};
/* A name of at most 31 UTF-16 units without []:*?/\ and control characters, no apostrophe at its ends, that no other
 * sheet has in whatever case; owned by names. fallback: for a wish without any character that can stay. */
const char *smv_sheet_name(struct smv_sheet_names *names, struct smv_span wish,
                           const char *fallback);
void smv_sheet_names_finish(struct smv_sheet_names *names);
void smv_sheet_quote(struct smv_buf *b, const char *name); /* 'Name', as a reference wants it */

struct smv_sheet_choices {
    char **items; /* ends with NULL, as libxlsxwriter wants it; each owned */
    size_t n;
    bool inline_ok; /* can stand in the rule itself: short, and no choice with a comma */
};
void smv_sheet_choices_init(struct smv_sheet_choices *list, struct smv_span lines);
void smv_sheet_choices_finish(struct smv_sheet_choices *list);

#endif
