/* wanted.h - what samverka-document is asked for: its options, and which document is made in which format.
 *
 * What: a strict command line; the table of pairs, which the daemon and the terminal client ask with --formats.
 * Uses: make.h, fail.h.    Thread: any. */
#ifndef SMV_DAEMON_WANTED_H
#define SMV_DAEMON_WANTED_H
#include "common/document/fail.h"
#include "common/document/make.h"

enum { SMV_WANTED_CHANGES = SMV_DOC_REMINDERS + 1, SMV_WANTED_OF }; /* after smv_doc_of */
#define SMV_WANTED_FORMAT_MAP(X)                                                                   \
    X(docx) X(html) X(markdown) X(text) X(xlsx) X(csv) X(json) X(ics) X(pdf) X(odt) X(zip)
enum smv_wanted_format {
#define X(name) SMV_WANTED_##name,
    SMV_WANTED_FORMAT_MAP(X)
#undef X
        SMV_WANTED_FORMATS
};
struct smv_wanted {
    bool help, version, formats; /* instead of a document */
    unsigned of;                 /* smv_doc_of, or SMV_WANTED_CHANGES */
    enum smv_wanted_format format;
    struct smv_doc_wish wish;
    bool deleted, ballots;
    unsigned seconds; /* for a converter */
};
/* MADE: all of it is understood and goes together. */
enum smv_document_fail smv_wanted_read(int argc, char **argv, struct smv_wanted *ret);
bool smv_wanted_pair(unsigned of, enum smv_wanted_format format);
extern const char *const smv_wanted_of[SMV_WANTED_OF];
extern const char *const smv_wanted_formats[SMV_WANTED_FORMATS];

#endif
