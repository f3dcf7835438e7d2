/* fail.h - why no document was made: one sentence and one exit code (sysexits.h) for each reason.
 *
 * What: samverka-document prints the sentence and ends with the code; the daemon makes an HTTP status of the code; the
 *       terminal client translates the sentence.
 * Uses: nothing.    Thread: any. */
#ifndef SMV_DOCUMENT_FAIL_H
#define SMV_DOCUMENT_FAIL_H

/* clang-format off: a sentence a line */
#define SMV_DOCUMENT_FAIL_MAP(X)                                                                   \
    X(OPTION, 64,                                                                                  \
      "samverka-document does not know one of its options; see samverka-document --help")          \
    X(OF, 64,                                                                                      \
      "there is no such document; there are documentation, actions, compendium, empty, poster "    \
      "and reminders")                                                                             \
    X(FORMAT, 64,                                                                                  \
      "there is no such format; there are docx, html, markdown, text, xlsx, csv, json, ics, pdf, " \
      "odt and zip")                                                                               \
    X(PAIR, 64,                                                                                    \
      "that document is not made in that format; samverka-document --formats tells which are")     \
    X(LANG, 64, "the language of a document is sv, nb or en")                                      \
    X(ID, 64, "a group or a participant is named by its id, such as 5.12")                         \
    X(SECONDS, 64, "the time limit is 1 to 600 seconds")                                           \
    X(PARCEL, 65,                                                                                  \
      "what came on standard input is no seminar; samverkad and samverka hand over a whole one")   \
    X(VERSION, 65,                                                                                 \
      "the seminar was handed over by another version; install samverkad, samverka and "           \
      "samverka-document of the same one")                                                         \
    X(LARGE_PARCEL, 65, "the seminar is larger than a document is made of")                        \
    X(NOBODY, 66, "there is no such group or participant in the seminar")                          \
    X(TIMELINE, 66, "there is no timeline in the seminar to make a poster of")                     \
    X(PDF, 69,                                                                                     \
      "PDF needs Chromium or LibreOffice where it is made; install one of them, or take docx or "  \
      "html")                                                                                      \
    X(ODT, 69,                                                                                     \
      "ODT needs LibreOffice or pandoc where it is made; install one of them, or take docx")       \
    X(WRITER, 70, "the document could not be written in that format; take another one")            \
    X(CONVERTER, 70, "the program that makes this format failed; try again, or take docx or html") \
    X(LARGE, 70,                                                                                   \
      "the document became larger than may be handed over; leave out some parts of the "           \
      "documentation")                                                                             \
    X(MEMORY, 71, "there was not enough memory to make the document")                              \
    X(TEMPORARY, 73, "no temporary folder could be made; TMPDIR names where")                      \
    X(OUTPUT, 74, "the document could not be handed over; standard output does not take it")       \
    X(SLOW, 75, "making the document took too long; try again, or take docx or html")
/* clang-format on */

enum smv_document_fail {
    SMV_DOCUMENT_MADE,
#define X(name, code, text) SMV_DOCUMENT_FAIL_##name,
    SMV_DOCUMENT_FAIL_MAP(X)
#undef X
};

/* Static strings and numbers; "" and 0 of MADE. */
const char *smv_document_fail_text(enum smv_document_fail fail);
int smv_document_fail_code(enum smv_document_fail fail);

#endif
