/* api_int.h - what the two halves of the API share; only for api.c and api_host.c. */
#ifndef SMV_DAEMON_API_INT_H
#define SMV_DAEMON_API_INT_H
#include "daemon/io/admin_int.h"
#include "daemon/io/api.h"

struct smv_api_asker {
    struct smv_seminar *seminar; /* NULL: the host */
    unsigned role;
    char name[64]; /* of the seminar; "" the host */
    char who[40];  /* "link 7", "host" */
};
struct smv_api_verb {
    const char *name;
    enum smv_http_method method;
    unsigned roles; /* bit per role; 0: the host's */
    enum smv_http_wants wants;
    uint64_t most;
    /* in: the body as JSON, an object, when wants is SMV_HTTP_BODY and most is small; else NULL. Borrowed. */
    void (*run)(struct smv_http_call *call, const struct smv_api_asker *asker, const json_t *in);
};
extern const struct smv_api_verb smv_api_host_verbs[]; /* ends with a NULL name */

/* api_template.c */
void smv_api_template(struct smv_http_call *call, const struct smv_api_asker *asker,
                      const json_t *in);

/* Into call->out. Take out. */
void smv_api_reply(struct smv_http_call *call, json_t *out);
void smv_api_fail(struct smv_http_call *call, unsigned status, const char *code, const char *text);
/* Asks as the host's socket would; the answer comes later. Takes in. */
void smv_api_ask(struct smv_http_call *call, const struct smv_api_asker *asker, const char *verb,
                 json_t *in);
/* "name=value" in the query; false: it is not there, or too long. */
bool smv_api_query(const struct smv_http_call *call, const char *name, char *buf, size_t size);

#endif
