/* document.h - runs samverka-document, which lies beside this program or where it was installed.
 *
 * What: the seminar as this link reads it and as it was last confirmed, as a parcel or as JSON; gives the program a
 *       parcel, takes the document or its sentence.
 * Not:  makes no document; knows no verb.
 * Uses: common/document, common/format (json), POSIX, Linux (files in memory).    Thread: one; the call blocks until the program has ended.
 * $SAMVERKA_DOCUMENT names another program. */
#ifndef SMV_CLIENT_DOCUMENT_H
#define SMV_CLIENT_DOCUMENT_H
#include "client-cli/core/client.h"

struct smv_document_run {
    int code;           /* it ended with; -1: by a signal */
    struct smv_buf out; /* the caller's to finish, whatever came of it */
    char text[400];     /* its sentence, without its name; "" none */
};
/* args: behind the program's name, ends with NULL. Errors: MISSING (there is no such program), IO (it cannot be
 * started, or there is no memory for what goes in and out). */
SMV_CHECKED enum smv_err smv_document_run(const char *const *args, struct smv_span in,
                                          struct smv_document_run *ret);

/* name: the seminar's; now: ms of the log's clock. Both append. */
void smv_document_parcel(struct smv_buf *b, struct smv_client *c, const char *name, int64_t now);
/* deleted: with the bin. Errors: those of reading a parcel (the replica is damaged). */
SMV_CHECKED enum smv_err smv_document_json(struct smv_buf *b, struct smv_client *c,
                                           const char *name, int64_t now, bool deleted);

#endif
