/* format_driver.c - writes a sample document in a format to standard output, for tests in other languages.
 *   format_driver SAMPLE FORMAT [LIST]      SAMPLE: empty full full-nb full-en wide poster hostile; LIST: texts for hostile */
#include <stdio.h>
#include <string.h>
#include "common/format/format.h"
#include "tests/lib/format_side.h"

static bool make(struct smv_doc *d, const char *sample, const char *list)
{
    if (strcmp(sample, "hostile") == 0) {
        return format_side_hostile(d, list);
    }
    if (strcmp(sample, "empty") == 0) {
        smv_doc_init(d, "sv");
        return true;
    }
    format_side_full(d, strcmp(sample, "full-nb") == 0   ? "nb"
                        : strcmp(sample, "full-en") == 0 ? "en"
                                                         : "sv");
    d->paper = strcmp(sample, "wide") == 0     ? SMV_PAPER_A4_WIDE
               : strcmp(sample, "poster") == 0 ? SMV_PAPER_A1_WIDE
                                               : SMV_PAPER_A4;
    return true;
}

int main(int argc, char **argv)
{
    struct smv_doc d;
    struct smv_buf b = {0};
    const struct smv_format *f = argc > 2 ? smv_format_by_name(argv[2]) : NULL;
    if (f == NULL || f->write == NULL || !make(&d, argv[1], argc > 3 ? argv[3] : "")) {
        fputs("format_driver SAMPLE FORMAT [LIST]: no such sample, format or list\n", stderr);
        return 2;
    }
    enum smv_err err = f->write(&b, &d);
    if (err == SMV_OK && (fwrite(b.data, 1, b.len, stdout) != b.len || fflush(stdout) != 0)) {
        err = SMV_ERR_IO;
    }
    smv_buf_finish(&b);
    smv_doc_finish(&d);
    if (err != SMV_OK) {
        fprintf(stderr, "format_driver: %s\n", smv_err_text(err));
        return 1;
    }
    return 0;
}
