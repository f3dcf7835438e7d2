/* doc.h - a document before it has a format: blocks of text, tables and pictures, in reading order.
 *
 * What: the one intermediate tree that every writer of common/format reads. The outline is in the headings' levels; a
 *       table knows what its cells are (text, date, number), so that a spreadsheet can sort what a page only shows.
 * Not:  knows no seminar (make.h does), no file format, no page layout beyond paper size and page breaks.
 * Uses: base.    Thread: any; one owner.
 * Invariants: all texts are clean UTF-8 and owned by the document (copied in, freed by smv_doc_finish); a writer escapes
 *       and decides about control characters for its own format; blocks stand in the order in which they are read. */
#ifndef SMV_DOCUMENT_DOC_H
#define SMV_DOCUMENT_DOC_H
#include "common/base/buf.h"

enum smv_block_kind {
    SMV_BLOCK_TITLE,    /* the document's name, once, on the cover */
    SMV_BLOCK_SUBTITLE, /* below it: kind of document, group, person */
    SMV_BLOCK_FACT,     /* label and text: date, venue, version */
    SMV_BLOCK_CONTENTS, /* here a table of contents, where the format has one */
    SMV_BLOCK_HEADING,  /* level 1..4 */
    SMV_BLOCK_PARA,
    SMV_BLOCK_BULLET,  /* level 1..3 */
    SMV_BLOCK_NOTE,    /* small and quiet: sources, guidance, "missing" */
    SMV_BLOCK_NOTICE,  /* boxed: what a reader must not overlook */
    SMV_BLOCK_TABLE,   /* table */
    SMV_BLOCK_PICTURE, /* picture; its table equivalent follows or is said in alt */
    SMV_BLOCK_RULED,   /* level lines to write on, on paper */
    SMV_BLOCK_BREAK    /* what follows begins a page */
};
enum smv_run_style { SMV_RUN_BOLD = 1, SMV_RUN_ITALIC = 2, SMV_RUN_QUIET = 4 }; /* mask */
struct smv_run {
    struct smv_span
        text; /* may hold line breaks (\n) in PARA, NOTE, NOTICE and cells; nowhere else */
    unsigned style;
};

enum smv_cell_type { SMV_CELL_TEXT, SMV_CELL_NUMBER, SMV_CELL_DATE, SMV_CELL_CHOICE };
struct smv_doc_column {
    struct smv_span title;
    enum smv_cell_type type;
    unsigned weight;         /* share of the width; 0 counts as 1 */
    struct smv_span choices; /* CHOICE: what may stand there, one a line */
};
struct smv_doc_cell {
    struct smv_span text; /* as it is shown, in words of the document's language */
    uint64_t
        num; /* DATE: yyyymmdd, NUMBER: the number; 0: empty or not a number, then text is all */
    unsigned style; /* smv_run_style */
};
struct smv_doc_table {
    struct smv_span name; /* short and unique in the document: a worksheet's or a file's name */
    struct smv_doc_column *columns;
    size_t n_columns;
    struct smv_doc_cell *cells; /* rows of n_columns */
    size_t n_rows;
    bool
        data; /* worth a spreadsheet of its own (actions, status), not only a way to lay out a page */
};
struct smv_doc_picture {
    struct smv_span
        svg; /* a whole SVG document, letters as text in "Inter, Liberation Sans, sans-serif" */
    struct smv_span alt;    /* the same in words */
    unsigned width, height; /* its own units; the proportions count */
};
struct smv_block {
    enum smv_block_kind kind;
    unsigned level;
    struct smv_span
        label; /* FACT: the label. HEADING: its number ("2.1"), which a format may set itself; or empty */
    struct smv_run *runs;
    size_t n_runs;
    struct smv_doc_table *table;
    struct smv_doc_picture *picture;
};

enum smv_paper { SMV_PAPER_A4, SMV_PAPER_A4_WIDE, SMV_PAPER_A1_WIDE };
struct smv_doc {
    struct smv_span title; /* for the file's properties: one line */
    char lang[8];          /* sv, nb or en: of the document's own words */
    enum smv_paper paper;
    struct smv_span mark;   /* on every page: "Utkast 22 november 2026 10:42"; empty: none */
    struct smv_span footer; /* on every page: what document and version this is */
    uint64_t made_ms; /* when; goes into the file's properties, so equal trees give equal bytes */
    struct smv_block *blocks;
    size_t n_blocks, cap_blocks;
    struct smv_doc_kept *kept; /* doc.c: the texts */
};

void smv_doc_init(struct smv_doc *d, const char *lang);
void smv_doc_finish(struct smv_doc *d);
struct smv_span smv_doc_keep(struct smv_doc *d,
                             struct smv_span text); /* a copy that the document owns */

/* Each appends a block and returns it; the pointer is good until the next block. Texts are copied. An empty text makes a
 * block without runs. */
struct smv_block *smv_doc_add(struct smv_doc *d, enum smv_block_kind kind, unsigned level,
                              struct smv_span text);
struct smv_block *smv_doc_str(struct smv_doc *d, enum smv_block_kind kind, unsigned level,
                              const char *text);
struct smv_block *smv_doc_fact(struct smv_doc *d, const char *label, struct smv_span text);
void smv_doc_run(struct smv_doc *d, struct smv_block *b, unsigned style,
                 struct smv_span text); /* appends to b */
/* A table without rows; titles copied. columns: n of them. */
struct smv_doc_table *smv_doc_table(struct smv_doc *d, const char *name,
                                    const struct smv_doc_column *columns, size_t n);
/* A new last row of empty cells; the caller fills them with kept texts. Good until the next row. */
struct smv_doc_cell *smv_doc_row(struct smv_doc_table *t);
void smv_doc_picture(struct smv_doc *d, struct smv_span svg, struct smv_span alt, unsigned width,
                     unsigned height);
/* A block's text without styles, appended. */
void smv_block_text(struct smv_buf *b, const struct smv_block *block);

#endif
