/* wanted.h - what samverka-document is asked for: its options, and which document is made in which format.
 *
 * What: a strict command line; the table of pairs, which the daemon and the terminal client ask with --formats.
 * Uses: make.h, fail.h.    Thread: any. */
#ifndef SMV_DAEMON_WANTED_H
#define SMV_DAEMON_WANTED_H
#include "common/document/fail.h"
#include "common/document/make.h"

enum { SMV_WANTED_CHANGES = SMV_DOC_REMINDERS + 1, SMV_WANTED_OF }; /* after smv_doc_of */
/* X(name, ending, media type) */
/* clang-format off: a row each */
#define SMV_WANTED_FORMAT_MAP(X)                                                                   \
    X(docx, "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")     \
    X(html, "html", "text/html; charset=utf-8")                                                    \
    X(markdown, "md", "text/markdown; charset=utf-8")                                              \
    X(text, "txt", "text/plain; charset=utf-8")                                                    \
    X(xlsx, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")           \
    X(csv, "csv", "text/csv; charset=utf-8")                                                       \
    X(json, "json", "application/json")                                                            \
    X(ics, "ics", "text/calendar; charset=utf-8")                                                  \
    X(pdf, "pdf", "application/pdf")                                                               \
    X(odt, "odt", "application/vnd.oasis.opendocument.text")                                       \
    X(zip, "zip", "application/zip")
/* clang-format on */
enum smv_wanted_format {
#define X(name, ending, media) SMV_WANTED_##name,
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
extern const char *const smv_wanted_endings[SMV_WANTED_FORMATS];
extern const char *const smv_wanted_media[SMV_WANTED_FORMATS];

#endif
