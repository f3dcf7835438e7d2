/* convert.h - PDF and ODT, by programs that are on the machine or not.
 *
 * What: finds Chromium, LibreOffice and pandoc on PATH; runs one of them on a file of ours in a temporary folder that is
 *       its home, and reads what came of it.
 * Not:  knows no seminar; makes no HTML or DOCX (common/format).
 * Uses: POSIX, Linux (subreaper, signalfd).    Thread: one, and no others running: it forks.
 * Invariants: a converter never outlives the time limit, nor this process, however that ends (a guard process waits for
 *       either, kills whatever the converter started and removes the folder); it is told of no network. */
#ifndef SMV_DAEMON_CONVERT_H
#define SMV_DAEMON_CONVERT_H
#include "common/base/buf.h"
#include "common/base/err.h"
#include "common/document/fail.h"

struct smv_converters { /* whole paths; "" is not there */
    char chromium[512], office[512], pandoc[512];
};
void smv_converters_find(struct smv_converters *ret);

enum smv_conversion {
    SMV_CONVERT_CHROMIUM_PDF, /* from HTML */
    SMV_CONVERT_OFFICE_PDF,   /* from DOCX */
    SMV_CONVERT_OFFICE_ODT,
    SMV_CONVERT_PANDOC_ODT
};
/* Appends the file. MADE, CONVERTER, SLOW, TEMPORARY, LARGE. */
enum smv_document_fail smv_convert(struct smv_buf *b, const struct smv_converters *found,
                                   enum smv_conversion how, struct smv_span from, unsigned seconds);

#endif
