/* url.h - a link as people get it: http(s)://host[:port]/seminar/#secret.
 *
 * Uses: nothing but text.    Thread: pure. */
#ifndef SMV_CLIENT_URL_H
#define SMV_CLIENT_URL_H
#include <stdbool.h>
#include <stddef.h>

struct smv_url {
    bool tls;
    char host[256]; /* without brackets */
    unsigned port;
    char seminar[65];
    char secret[129]; /* or the short code; empty: none given */
};
/* False: not a link; *ret_why then says what is wrong with it (static, English). */
bool smv_url_read(const char *text, struct smv_url *ret_url, const char **ret_why);
/* "https://host", with the port only where it is not the scheme's own. */
void smv_url_base(const struct smv_url *url, char *out, size_t size);

#endif
