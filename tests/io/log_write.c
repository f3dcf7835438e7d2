/* log_write.c - write a log for another program to check: log_write PATH N CONFIRMED.json
 *
 * N requests of three clients with two snapshots on the way; the told ones are listed in CONFIRMED.json.
 * Ends by SIGKILL, so that the WAL stays. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include "common/pack/writer.h"
#include "tests/lib/log_run.h"

static void append_request(struct log_run *r, unsigned i)
{
    struct smv_buf b = {0};
    smv_write_array(&b, 8);
    smv_write_uint(&b, 1);
    smv_write_uint(&b, 7);
    smv_write_uint(&b, 1 + i % 3); /* ord */
    smv_write_uint(&b, 1 + i / 3); /* n */
    smv_write_uint(&b, i);         /* seen */
    smv_write_uint(&b, 2);         /* op */
    smv_write_cstr(&b, "kaffepaus kl. 10, \xc3\xa5\xc3\xa4\xc3\xb6");
    smv_write_bin(&b, smv_span("\0\377", 2));
    struct smv_span span = smv_buf_span(&b);
    log_run_append_bytes(r, &span, 1);
    smv_buf_finish(&b);
}

int main(int argc, char **argv)
{
    struct log_run r;
    struct smv_errinfo why;
    unsigned n = argc == 4 ? (unsigned)strtoul(argv[2], NULL, 10) : 0;
    FILE *out = argc == 4 ? fopen(argv[3], "w") : NULL;
    if (n == 0 || out == NULL) {
        (void)fprintf(stderr, "usage: log_write PATH N CONFIRMED.json\n");
        return 2;
    }
    log_run_init_at(&r, argv[1]);
    if (smv_log_sqlite_create(argv[1], "winter", smv_span_str("first"), 0, 0, &why) != SMV_OK ||
        log_run_open(&r, 0, false) != SMV_OK) {
        return 1;
    }
    for (unsigned i = 0; i < n; i++) {
        append_request(&r, i);
        if (i % (n / 3 + 1) == n / 3) {
            log_run_until_told(&r, i + 1);
            log_run_save(&r, "later");
        }
    }
    log_run_until_told(&r, n);
    (void)fputc('[', out);
    for (unsigned i = 0; i < n; i++) {
        (void)fprintf(out, "%s[%u,%u]", i > 0 ? "," : "", 1 + i % 3, 1 + i / 3);
    }
    (void)fputs("]\n", out);
    if (fclose(out) != 0) {
        return 1;
    }
    return raise(SIGKILL);
}
