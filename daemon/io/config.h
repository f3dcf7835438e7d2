/* config.h - what the host decides: the same names on the command line and in a YAML file.
 *
 * What: the file is read first (--config), the command line wins. An unknown name is refused with its line.
 *       A list named on the command line replaces the file's list.
 * Uses: libcyaml.    Thread: start-up only.
 * Sizes, rates and counts are no settings: they are in common/base/limits.h. */
#ifndef SMV_DAEMON_CONFIG_H
#define SMV_DAEMON_CONFIG_H
#include <stdbool.h>
#include "daemon/io/logger.h"

/* What the program ends with (sysexits.h), see --help. */
enum smv_exit {
    SMV_EXIT_OK = 0,
    SMV_EXIT_USAGE = 64,       /* an option or the configuration file is wrong */
    SMV_EXIT_UNAVAILABLE = 69, /* an address is taken, or may not be used */
    SMV_EXIT_BROKEN = 70,      /* the outcome of a write is not known: start again */
    SMV_EXIT_DATA = 74,        /* the data folder cannot be read or written */
    SMV_EXIT_SECOND = 75,      /* another daemon has the data folder */
    SMV_EXIT_CONFIG = 78       /* a certificate or key cannot be used */
};

/* Strings and lists are owned, by malloc; see smv_config_finish. */
struct smv_config {
    char *data;    /* folder of the seminars */
    char **listen; /* "127.0.0.1:8440", "[::1]:8440", "unix:/path"; port 0: any free one */
    unsigned listen_count;
    char *tls_cert, *tls_key; /* both or none; with them every TCP listener speaks TLS */
    char *tls_ca;             /* the authority behind them, for others to trust */
    char *trust_listen;       /* address that tells how, over plain HTTP; needs tls_ca */
    char *admin;              /* path of the host's socket; default DATA/admin.sock */
    char **origins; /* web pages that may connect, beside our own: "https://example.org" */
    unsigned origins_count;
    char *public_url; /* how people reach us: "https://samverka.example.org" */
    enum smv_level log;
    bool unlimited; /* no rate limits: rehearsal and benchmark on the own machine */
    /* command line only */
    char *config;
    int ready_fd; /* -1: none; gets the addresses, a line each, and is closed */
    bool check;
};

enum smv_config_result {
    SMV_CONFIG_RUN,   /* go on */
    SMV_CONFIG_DONE,  /* --help, --version, --check-config: it has been said, exit 0 */
    SMV_CONFIG_WRONG, /* a sentence has been written to standard error: exit SMV_EXIT_USAGE */
};
enum smv_config_result smv_config_load(int argc, char **argv, struct smv_config *ret_config);
void smv_config_finish(struct smv_config *c);

#define SMV_DEFAULT_LISTEN "127.0.0.1:8440"
#endif
