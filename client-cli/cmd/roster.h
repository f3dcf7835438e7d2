/* roster.h - a list of people as a table: who they are, and what is not as it should be.
 *
 * What: columns found by their headings in Swedish, Norwegian and English; one finding for a row that is left out or changed.
 * Not:  reads no file, knows no seminar.
 * Invariants: no row disappears silently: it is a person or a finding.
 * Uses: csv.h.    Thread: pure; one owner. */
#ifndef SMV_CLIENT_ROSTER_H
#define SMV_CLIENT_ROSTER_H
#include "common/base/buf.h"

enum smv_person_column {
    SMV_COL_NAME,
    SMV_COL_ORG,
    SMV_COL_SECTOR,
    SMV_COL_AREA,
    SMV_COL_EMAIL,
    SMV_N_COLS
};
enum smv_roster_code { SMV_NO_NAME, SMV_BAD_EMAIL, SMV_TOO_LONG, SMV_TWICE, SMV_OPEN_QUOTE };

struct smv_person {
    char *cells[SMV_N_COLS]; /* owned; "" where nothing is said */
    size_t line;
};
struct smv_roster_finding {
    enum smv_roster_code code;
    size_t line;
    char *what; /* owned */
};
struct smv_roster {
    struct smv_person *list;
    size_t n, cap;
    struct smv_roster_finding *findings;
    size_t n_findings, cap_findings;
    char *heads; /* owned: the first line's cells, when none of them is a name; else NULL */
    bool empty;  /* nothing in the file at all */
};
void smv_roster_read(struct smv_roster *ret, struct smv_span bytes);
void smv_roster_finish(struct smv_roster *p);
/* Equal but for case and accents' way of being written. */
bool smv_roster_same(const char *a, const char *b);

#endif
