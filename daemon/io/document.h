/* document.h - documents over HTTP: GET export, GET formats, POST finalise, POST anonymise.
 *
 * What: what is asked for is checked before anything is begun; the seminar's state is taken in the loop when the asker's
 *       turn comes, made a parcel of what the asker may read in libuv's pool, and handed to samverka-document (maker.h).
 *       JSON alone is written in the pool: it needs no library of others, and old callers have it without the program.
 * Uses: maker.h, api_int.h, common/document, common/format (json).    Thread: the loop's.
 * The link is asked about again when its turn comes: a seminar that was erased meanwhile, and a link that was taken back,
 * give nothing. */
#ifndef SMV_DAEMON_DOCUMENT_H
#define SMV_DAEMON_DOCUMENT_H
#include "daemon/io/api_int.h"
#include "daemon/io/maker.h"

/* Verbs of api.c. */
void smv_api_export(struct smv_http_call *call, const struct smv_api_asker *asker,
                    const json_t *in);
void smv_api_formats(struct smv_http_call *call, const struct smv_api_asker *asker,
                     const json_t *in);
void smv_api_finalise(struct smv_http_call *call, const struct smv_api_asker *asker,
                      const json_t *in);
void smv_api_anonymise(struct smv_http_call *call, const struct smv_api_asker *asker,
                       const json_t *in);

/* --- shared by document.c and finalise.c ------------------------------------------------------- */
/* A run for one asker. Memory: of smv_zalloc; smv_documenting_free when the call has been answered. */
struct smv_documenting {
    struct smv_make make; /* its first member */
    struct smv_http_call *call;
    struct smv_api_asker asker;
    bool ballots;
    smv_seq seq; /* of the state that was taken */
    /* between the loop and the pool */
    uv_work_t work;
    struct smv_buf state, polls;
    uint64_t now;
    bool ok;
};
/* Asks the maker; the call is answered later, and let go when its visitor leaves. */
void smv_documenting_start(struct smv_documenting *x);
/* smv_make.turn: takes the state, feeds the parcel, goes. */
void smv_documenting_turn(struct smv_make *m);
/* Why there is no document, into the call's answer. how is not OK. */
void smv_documenting_fail(struct smv_documenting *x, enum smv_made how);
void smv_documenting_free(struct smv_documenting *x);
/* Is the seminar still open, and the link still good for the same? The seminar, or NULL. */
struct smv_seminar *smv_documenting_seminar(const struct smv_documenting *x);

#endif
