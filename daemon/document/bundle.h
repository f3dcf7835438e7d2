/* bundle.h - everything of a seminar in one ZIP, with a page that says what is in it.
 *
 * What: the documentation as DOCX, HTML, Markdown and JSON, the action plan as XLSX, CSV and ICS, the timelines as SVG and
 *       PNG, and a text that says what each file is for, in the seminar's language.
 * Uses: common/document, common/format.    Thread: any.
 * Invariant: equal seminars give equal bytes. */
#ifndef SMV_DAEMON_BUNDLE_H
#define SMV_DAEMON_BUNDLE_H
#include "common/document/make.h"
#include "common/format/format.h"

/* Appends the ZIP. json: what goes into the JSON file. Errors: those of making and of the writers. */
SMV_CHECKED enum smv_err smv_bundle_write(struct smv_buf *b, const struct smv_tree *t,
                                          const struct smv_doc_facts *facts,
                                          const struct smv_doc_wish *wish,
                                          const struct smv_json_wish *json);

#endif
