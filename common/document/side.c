/* side.c - see side.h. */
#include "common/document/side.h"
#include <limits.h>
#include "common/base/heap.h"

/* A picture's units, a table's columns, and letters that are less than about half a page. */
enum { WIDE_PICTURE = 1200, WIDE_TABLE = 7, LITTLE = 1200 };

static bool wide(const struct smv_block *b)
{
    if (b->kind == SMV_BLOCK_PICTURE) {
        return b->picture->width >= WIDE_PICTURE && b->picture->width > b->picture->height;
    }
    return b->kind == SMV_BLOCK_TABLE && b->table->n_columns >= WIDE_TABLE;
}

/* A picture that needs the page's height is led to by one heading: what stands before stays where it was. */
static bool tall(const struct smv_block *b)
{
    return b->kind == SMV_BLOCK_PICTURE &&
           (uint64_t)b->picture->height * 100 > (uint64_t)b->picture->width * 45;
}

static bool leads(const struct smv_block *b)
{
    return b->kind == SMV_BLOCK_HEADING || b->kind == SMV_BLOCK_NOTE || b->kind == SMV_BLOCK_NOTICE;
}

static bool belongs(const struct smv_block *b)
{
    return b->kind == SMV_BLOCK_TABLE || b->kind == SMV_BLOCK_PICTURE || b->kind == SMV_BLOCK_NOTE;
}

/* Must what follows begin a page, or stand upright? */
static bool apart(const struct smv_block *b)
{
    return b->kind == SMV_BLOCK_BREAK || b->kind == SMV_BLOCK_CONTENTS ||
           b->kind == SMV_BLOCK_TITLE || b->kind == SMV_BLOCK_RULED;
}

static size_t letters(const struct smv_block *b)
{
    size_t n = b->kind == SMV_BLOCK_PICTURE ? LITTLE / 2 : 0;
    for (size_t i = 0; i < b->n_runs; i++) {
        n += b->runs[i].text.len;
    }
    for (size_t i = 0; b->table != NULL && i < b->table->n_rows * b->table->n_columns; i++) {
        n += b->table->cells[i].text.len;
    }
    return n;
}

size_t smv_doc_leads(const struct smv_doc *d, const bool *side, size_t i)
{
    size_t n = 0;
    while (n < i && leads(&d->blocks[i - n - 1]) && (side == NULL || side[i - n - 1] == side[i])) {
        n++;
    }
    return n;
}

/* The first of the headings above what is wide, each with a word at most before the next: its own and those that are
 * above that one. */
static size_t led_from(const struct smv_doc *d, const bool *side, size_t i)
{
    size_t first = i;
    unsigned level = UINT_MAX;
    bool one = tall(&d->blocks[i]) && smv_doc_leads(d, NULL, i) > 2;
    for (size_t k = i; k > 0 && !side[k - 1] && leads(&d->blocks[k - 1]); k--) {
        const struct smv_block *b = &d->blocks[k - 1];
        if (b->kind != SMV_BLOCK_HEADING) {
            continue;
        }
        if (b->level >= level || (one && first < i)) {
            break;
        }
        first = k - 1;
        level = b->level;
    }
    return first;
}

/* What is wide, what it is led to by from a heading on, and the tables and notes right after it. */
static void mark_wide(const struct smv_doc *d, bool *side)
{
    for (size_t i = 0; i < d->n_blocks; i++) {
        if (!wide(&d->blocks[i])) {
            continue;
        }
        size_t first = led_from(d, side, i);
        for (size_t k = first; k <= i; k++) {
            side[k] = true;
        }
        for (; i + 1 < d->n_blocks && belongs(&d->blocks[i + 1]); i++) {
            side[i + 1] = true;
        }
    }
}

/* A short part below the heading of what is on its side. */
static void mark_parts(const struct smv_doc *d, bool *side)
{
    unsigned level = 0; /* of the last heading there; 0: none */
    for (size_t i = 0; i < d->n_blocks; i++) {
        const struct smv_block *b = &d->blocks[i];
        if (side[i]) {
            level = b->kind == SMV_BLOCK_HEADING ? b->level : level;
            continue;
        }
        bool below =
            b->kind == SMV_BLOCK_HEADING && i > 0 && side[i - 1] && level > 0 && b->level > level;
        if (!below) {
            level = 0;
            continue;
        }
        size_t end = i, n = 0;
        do {
            n += letters(&d->blocks[end++]);
        } while (end < d->n_blocks && !side[end] && !apart(&d->blocks[end]) &&
                 d->blocks[end].kind != SMV_BLOCK_HEADING);
        for (size_t k = i; n <= LITTLE && k < end; k++) {
            side[k] = true;
        }
        i = end - 1;
    }
}

/* No page is turned, and turned back, for a little. */
static void fill(const struct smv_doc *d, bool *side)
{
    size_t from = 0,
           n = 0; /* 0: nothing on its side so far, or something after it that stands apart */
    for (size_t i = 0; i < d->n_blocks; i++) {
        if (side[i]) {
            for (size_t k = from; from > 0 && n <= LITTLE && k < i; k++) {
                side[k] = true;
            }
            from = i + 1;
            n = 0;
        } else {
            from = apart(&d->blocks[i]) ? 0 : from;
            n += letters(&d->blocks[i]);
        }
    }
}

bool *smv_doc_sides(const struct smv_doc *d)
{
    bool *side = d->n_blocks > 0 ? smv_zalloc(d->n_blocks * sizeof *side) : NULL;
    if (d->paper == SMV_PAPER_A4) {
        mark_wide(d, side);
        mark_parts(d, side);
        fill(d, side);
    }
    return side;
}
