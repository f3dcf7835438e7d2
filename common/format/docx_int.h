/* docx_int.h - one DOCX under way: what its parts share.
 *
 * What: the state that docx.c carries through docx_body.c and docx_table.c; docx_styles.c writes the parts that hardly
 *       depend on the document.
 * Not:  nothing for others; format.h is the way in.
 * Uses: doc.h, markup.h.    Thread: one owner. */
#ifndef SMV_FORMAT_DOCX_INT_H
#define SMV_FORMAT_DOCX_INT_H
#include "common/base/err.h"
#include "common/format/markup.h"

struct smv_docx_page { /* twentieths of a point, as all measures here */
    unsigned width, height, side, top, bottom;
    bool landscape;
};
struct smv_docx_media {
    struct smv_buf png;
    struct smv_span svg; /* the document's */
};
struct smv_docx {
    const struct smv_doc *doc;
    const struct smv_markup_words *words;
    const struct smv_docx_page *page; /* of the section that is being written */
    const struct smv_docx_page *upright, *on_side;
    const bool *side;    /* of each block: on a page on its side */
    size_t sections_end; /* where in body the last section that was ended ends; 0: only one */
    struct smv_buf body; /* of word/document.xml */
    struct smv_docx_media *media;
    size_t n_media, cap_media;
    bool numbered;      /* some heading has a number, so the heading styles have a list */
    unsigned number[5]; /* where that list stands, per level */
    bool page_break;    /* the next paragraph begins a page */
};

static inline unsigned smv_docx_text_width(const struct smv_docx_page *p)
{
    return p->width - 2 * p->side;
}

/* docx.c */
void smv_docx_section(struct smv_buf *b, const struct smv_docx *x); /* w:sectPr of x->page */
/* docx_body.c */
void smv_docx_body(struct smv_docx *x);
struct smv_docx_para {
    const char *style;     /* an identifier of docx_styles.c */
    bool keep_next;        /* on the page of what follows */
    const char *numbering; /* w:numPr, or NULL: the style's */
    const char *tail;      /* w:spacing, w:ind, w:jc in that order, or NULL */
    bool rtl;
};
/* A paragraph up to its first run; takes the page break that waits. */
void smv_docx_para(struct smv_docx *x, const struct smv_docx_para *p);
void smv_docx_para_end(struct smv_docx *x);
/* Text as runs: split where the direction changes, breaks and tabs as elements. one_line: a break is a space. */
void smv_docx_runs(struct smv_buf *b, struct smv_span text, unsigned style, bool one_line);
/* docx_table.c */
void smv_docx_table(struct smv_docx *x, const struct smv_doc_table *t);
void smv_docx_picture(struct smv_docx *x, size_t i); /* block i */
/* docx_styles.c: whole parts, appended */
void smv_docx_styles(struct smv_buf *b, const struct smv_docx *x);
void smv_docx_numbering(struct smv_buf *b);
void smv_docx_settings(struct smv_buf *b, const struct smv_docx *x);
void smv_docx_fonts(struct smv_buf *b);

#define SMV_DOCX_XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define SMV_DOCX_NS                                                                                \
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "                    \
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""

#endif
