/* formats.c - the table of formats; see format.h. */
#include "common/format/format.h"
#include <string.h>

const struct smv_format smv_formats[] = {
    {"zip", "zip", "application/zip", NULL},
    {NULL, NULL, NULL, NULL},
};

const struct smv_format *smv_format_by_name(const char *name)
{
    for (const struct smv_format *f = smv_formats; f->name; f++) {
        if (strcmp(f->name, name) == 0) {
            return f;
        }
    }
    return NULL;
}
