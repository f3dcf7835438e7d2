/* doc.c - see doc.h. Texts are kept in chunks that never move. */
#include "common/document/doc.h"
#include <string.h>
#include "common/base/heap.h"

enum { CHUNK = 64 * 1024 };
struct smv_doc_kept {
    struct smv_doc_kept *next;
    size_t used, cap;
    uint8_t bytes[];
};

void smv_doc_init(struct smv_doc *d, const char *lang)
{
    memset(d, 0, sizeof *d);
    size_t n = strlen(lang);
    n = n < sizeof d->lang ? n : sizeof d->lang - 1;
    memcpy(d->lang, lang, n);
}

void smv_doc_finish(struct smv_doc *d)
{
    for (size_t i = 0; i < d->n_blocks; i++) {
        struct smv_block *b = &d->blocks[i];
        smv_free(b->runs);
        if (b->table) {
            smv_free(b->table->columns);
            smv_free(b->table->cells);
            smv_free(b->table);
        }
        smv_free(b->picture);
    }
    smv_free(d->blocks);
    for (struct smv_doc_kept *k = d->kept, *next; k; k = next) {
        next = k->next;
        smv_free(k);
    }
    memset(d, 0, sizeof *d);
}

struct smv_span smv_doc_keep(struct smv_doc *d, struct smv_span text)
{
    struct smv_doc_kept *k = d->kept;
    if (text.len == 0) {
        return smv_span(NULL, 0);
    }
    if (k == NULL || k->cap - k->used < text.len) {
        size_t cap = text.len > CHUNK ? text.len : CHUNK;
        k = smv_alloc(sizeof *k + cap);
        *k = (struct smv_doc_kept){.next = d->kept, .cap = cap};
        d->kept = k;
    }
    uint8_t *at = k->bytes + k->used;
    memcpy(at, text.data, text.len);
    k->used += text.len;
    return smv_span(at, text.len);
}

struct smv_block *smv_doc_add(struct smv_doc *d, enum smv_block_kind kind, unsigned level,
                              struct smv_span text)
{
    d->blocks = smv_grow(d->blocks, &d->cap_blocks, d->n_blocks + 1, sizeof *d->blocks);
    struct smv_block *b = &d->blocks[d->n_blocks++];
    *b = (struct smv_block){.kind = kind, .level = level};
    smv_doc_run(d, b, 0, text);
    return b;
}

struct smv_block *smv_doc_str(struct smv_doc *d, enum smv_block_kind kind, unsigned level,
                              const char *text)
{
    return smv_doc_add(d, kind, level, smv_span_str(text));
}

struct smv_block *smv_doc_fact(struct smv_doc *d, const char *label, struct smv_span text)
{
    struct smv_block *b = smv_doc_add(d, SMV_BLOCK_FACT, 0, text);
    b->label = smv_doc_keep(d, smv_span_str(label));
    return b;
}

void smv_doc_run(struct smv_doc *d, struct smv_block *b, unsigned style, struct smv_span text)
{
    if (text.len == 0) {
        return;
    }
    b->runs = smv_realloc(b->runs, (b->n_runs + 1) * sizeof *b->runs);
    b->runs[b->n_runs++] = (struct smv_run){.text = smv_doc_keep(d, text), .style = style};
}

struct smv_doc_table *smv_doc_table(struct smv_doc *d, const char *name,
                                    const struct smv_doc_column *columns, size_t n)
{
    struct smv_block *b = smv_doc_add(d, SMV_BLOCK_TABLE, 0, smv_span(NULL, 0));
    struct smv_doc_table *t = smv_zalloc(sizeof *t);
    t->name = smv_doc_keep(d, smv_span_str(name));
    t->columns = smv_alloc(n * sizeof *t->columns);
    t->n_columns = n;
    for (size_t i = 0; i < n; i++) {
        t->columns[i] = columns[i];
        t->columns[i].title = smv_doc_keep(d, columns[i].title);
        t->columns[i].choices = smv_doc_keep(d, columns[i].choices);
    }
    b->table = t;
    return t;
}

struct smv_doc_cell *smv_doc_row(struct smv_doc_table *t)
{
    size_t from = t->n_rows++ * t->n_columns;
    /* Doubles: full whenever the number of rows reaches a power of two. */
    if ((t->n_rows & (t->n_rows - 1)) == 0) {
        t->cells = smv_realloc(t->cells, 2 * t->n_rows * t->n_columns * sizeof *t->cells);
    }
    memset(&t->cells[from], 0, t->n_columns * sizeof *t->cells);
    return &t->cells[from];
}

void smv_doc_picture(struct smv_doc *d, struct smv_span svg, struct smv_span alt, unsigned width,
                     unsigned height)
{
    struct smv_block *b = smv_doc_add(d, SMV_BLOCK_PICTURE, 0, smv_span(NULL, 0));
    b->picture = smv_alloc(sizeof *b->picture);
    *b->picture = (struct smv_doc_picture){
        .svg = smv_doc_keep(d, svg), .alt = smv_doc_keep(d, alt), .width = width, .height = height};
}

void smv_block_text(struct smv_buf *b, const struct smv_block *block)
{
    for (size_t i = 0; i < block->n_runs; i++) {
        smv_buf_put_span(b, block->runs[i].text);
    }
}
