/* format.h - the file formats that a document can be written in.
 *
 * What: one row a format: its name, ending, media type, what it is written from, and the function that writes it.
 * Not:  makes no documents (common/document), starts no programs: PDF and ODT are made of these by
 *       daemon/document/convert.c.
 * Uses: doc.h; libzip, libxlsxwriter, librsvg each in the one file that needs it.    Thread: any.
 * Invariants: equal documents give equal bytes. */
#ifndef SMV_FORMAT_H
#define SMV_FORMAT_H
#include "common/document/make.h"

/* Appends the file. Errors: IO (a library could not), TOO_BIG. */
typedef enum smv_err (*smv_format_fn)(struct smv_buf *b, const struct smv_doc *d);
struct smv_format {
    const char *name;   /* as people ask for it: docx */
    const char *ending; /* docx */
    const char *media;
    smv_format_fn
        write; /* NULL: converted from another one, or written from the tree (json, ics, zip) */
};
extern const struct smv_format smv_formats[]; /* name NULL ends it */
const struct smv_format *smv_format_by_name(const char *name);

SMV_CHECKED enum smv_err smv_write_docx(struct smv_buf *b, const struct smv_doc *d);
SMV_CHECKED enum smv_err smv_write_html(struct smv_buf *b, const struct smv_doc *d);
SMV_CHECKED enum smv_err smv_write_markdown(struct smv_buf *b, const struct smv_doc *d);
SMV_CHECKED enum smv_err smv_write_text(struct smv_buf *b,
                                        const struct smv_doc *d); /* plain, lines of 78: mail */
SMV_CHECKED enum smv_err smv_write_xlsx(struct smv_buf *b, const struct smv_doc *d);
/* The first table with data (the action plan): BOM, semicolons, no cell that a spreadsheet runs as a formula. */
SMV_CHECKED enum smv_err smv_write_csv(struct smv_buf *b, const struct smv_doc *d);

/* Written from the tree itself. */
struct smv_json_wish {
    bool deleted; /* with the bin */
    bool ballots; /* with the devices' ballots, so that an import counts on */
};
void smv_write_json(struct smv_buf *b, const struct smv_tree *t, const struct smv_doc_facts *facts,
                    const struct smv_json_wish *wish);
/* The open actions that have a deadline, as calendar entries with a reminder (RFC 5545). */
void smv_write_ics(struct smv_buf *b, const struct smv_tree *t, const struct smv_doc_facts *facts,
                   const char *lang);

/* An SVG as PNG, width pixels wide; errors: IO, MALFORMED. */
SMV_CHECKED enum smv_err smv_svg_to_png(struct smv_buf *b, struct smv_span svg, unsigned width);
/* Files in one ZIP; times are made_ms. */
struct smv_zip_file {
    const char *path;
    struct smv_span bytes;
    bool stored; /* not compressed */
};
SMV_CHECKED enum smv_err smv_zip_write(struct smv_buf *b, const struct smv_zip_file *files,
                                       size_t n, uint64_t made_ms);

#endif
