/* csv.h - a table as text: commas, semicolons or tabs between cells, quotes around those that hold them.
 *
 * Uses: nothing.    Thread: pure; one owner. */
#ifndef SMV_CLIENT_CSV_H
#define SMV_CLIENT_CSV_H
#include "common/base/buf.h"

struct smv_csv {
    struct smv_span rest; /* borrowed */
    char between;
    size_t line; /* of the row that was read last, from 1 */
    size_t next_line;
};
struct smv_csv_row {
    char **cells; /* trimmed; owned */
    size_t n, cap;
};
/* The separator is what the first line has most of. A byte order mark is passed over; text that is not UTF-8 is
 * read as ISO 8859-1, which older programs write. */
void smv_csv_init(struct smv_csv *c, struct smv_span text);
bool smv_csv_next(struct smv_csv *c,
                  struct smv_csv_row *row); /* false: no more; row is overwritten */
void smv_csv_row_finish(struct smv_csv_row *row);

#endif
