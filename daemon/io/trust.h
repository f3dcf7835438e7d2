/* trust.h - how a computer comes to trust a certificate that this network made for itself.
 *
 * What: on an address of its own (--trust-listen), over plain HTTP: a page in Swedish, Norwegian (bokmål) and English
 *       that says what to do on each system, and the authority's certificate (--tls-ca). Nothing else is answered
 *       there, and no WebSocket. The certificate is also at /ca.crt of the other addresses.
 * Not:  the certificate is as trustworthy as the network that it came over: the page shows its fingerprint, which
 *       quickstart prints too.    Thread: the loop's. */
#ifndef SMV_DAEMON_TRUST_H
#define SMV_DAEMON_TRUST_H
#include "daemon/io/http.h"

struct smv_trust {
    struct smv_buf ca;    /* PEM; empty: there is none */
    char fingerprint[96]; /* SHA-256, as browsers show it */
    char port[8];         /* where TLS is spoken */
};
/* Errors: MISSING (cannot be read), MALFORMED (no certificate in it). */
SMV_CHECKED enum smv_err smv_trust_load(struct smv_trust *t, const char *path);
void smv_trust_finish(struct smv_trust *t);
void smv_trust_answer(struct smv_http_call *call);
/* /ca.crt, at any address; false: it is another path, or there is none. */
bool smv_trust_answer_ca(struct smv_http_call *call);

#endif
