/* formats.c - the table of formats; see format.h. */
#include "common/format/format.h"
#include <string.h>

const struct smv_format smv_formats[] = {
    {"docx", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
     smv_write_docx},
    {"html", "html", "text/html; charset=utf-8", smv_write_html},
    {"xlsx", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
     smv_write_xlsx},
    {"csv", "csv", "text/csv; charset=utf-8", smv_write_csv},
    {"markdown", "md", "text/markdown; charset=utf-8", smv_write_markdown},
    {"text", "txt", "text/plain; charset=utf-8", smv_write_text},
    {"json", "json", "application/json", NULL},
    {"ics", "ics", "text/calendar; charset=utf-8", NULL},
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
