/* csv.h - a table as text: commas, semicolons or tabs between cells, quotes around those that hold them.
 *
 * What: bytes as spreadsheets write them (UTF-8, UTF-16, Windows-1252; "sep=", byte order marks, all line ends) to rows.
 * Invariants: cells are valid UTF-8 in one line, without blanks around them and without control characters.
 * Uses: base.    Thread: pure; one owner. */
#ifndef SMV_CLIENT_CSV_H
#define SMV_CLIENT_CSV_H
#include "common/base/buf.h"

struct smv_csv {
    struct smv_buf text; /* owned, UTF-8 */
    size_t at;
    char between;
    bool no_quotes;
    size_t broken; /* line of a quote that never ends, which is read as an ordinary sign; 0: none */
    size_t line;   /* of the row that was read last, from 1 */
    size_t next_line;
};
struct smv_csv_row {
    char **cells; /* owned */
    size_t n, cap;
};
/* The separator is what "sep=" says, else what the first line has most of. */
void smv_csv_init(struct smv_csv *c, struct smv_span bytes);
void smv_csv_finish(struct smv_csv *c);
/* Rows without anything in them are passed over. false: no more; row is overwritten. */
bool smv_csv_next(struct smv_csv *c, struct smv_csv_row *row);
void smv_csv_row_finish(struct smv_csv_row *row);

#endif
