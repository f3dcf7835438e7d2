/* markup.c - see markup.h. */
#include "common/format/markup.h"
#include <string.h>
#include "common/base/utf8.h"
#include "common/format/moment.h"

static bool shapeless(uint32_t cp)
{
    return (cp < 0x20 && cp != '\n' && cp != '\t') || (cp >= 0x7f && cp < 0xa0) || cp == 0xfeff ||
           (cp >= 0xfdd0 && cp <= 0xfdef) || (cp & 0xfffe) == 0xfffe;
}

bool smv_markup_next(struct smv_span s, size_t *pos, uint32_t *ret_cp)
{
    while (*pos < s.len) {
        uint32_t cp = smv_utf8_next(s, pos);
        if (cp == 0x85 || cp == 0x2028 || cp == 0x2029) {
            cp = '\n';
        }
        if (!shapeless(cp)) {
            *ret_cp = cp;
            return true;
        }
    }
    return false;
}

static void escaped(struct smv_buf *b, struct smv_span s, bool attr)
{
    uint32_t cp;
    for (size_t pos = 0; smv_markup_next(s, &pos, &cp);) {
        switch (cp) {
        case '&': smv_buf_put_str(b, "&amp;"); break;
        case '<': smv_buf_put_str(b, "&lt;"); break;
        case '>': smv_buf_put_str(b, "&gt;"); break;
        case '"': smv_buf_put_str(b, attr ? "&quot;" : "\""); break;
        case '\n':
        case '\t': smv_buf_put_byte(b, attr ? ' ' : (uint8_t)cp); break;
        default: smv_utf8_put(b, cp);
        }
    }
}

void smv_markup_text(struct smv_buf *b, struct smv_span s)
{
    escaped(b, s, false);
}

void smv_markup_attr(struct smv_buf *b, struct smv_span s)
{
    escaped(b, s, true);
}

static void digits(struct smv_buf *b, uint64_t v, unsigned width)
{
    char text[20];
    for (unsigned i = width; i-- > 0; v /= 10) {
        text[i] = (char)('0' + v % 10);
    }
    smv_buf_put(b, text, width);
}

void smv_markup_instant(struct smv_buf *b, uint64_t ms)
{
    struct smv_moment m = smv_moment_of(ms);
    const struct {
        uint64_t v;
        unsigned width;
        char after;
    } parts[] = {{m.year, 4, '-'}, {m.month, 2, '-'},  {m.day, 2, 'T'},
                 {m.hour, 2, ':'}, {m.minute, 2, ':'}, {m.second, 2, 'Z'}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        digits(b, parts[i].v, parts[i].width);
        smv_buf_put_byte(b, (uint8_t)parts[i].after);
    }
}

/* Whole blocks of the scripts that run from right to left; finer than that is the reader's program's business. */
enum smv_direction smv_markup_direction(uint32_t cp)
{
    if ((cp >= 0x590 && cp < 0x900) || cp == 0x200f || (cp >= 0xfb1d && cp < 0xfe00) ||
        (cp >= 0xfe70 && cp < 0xff00) || (cp >= 0x10800 && cp < 0x11000) ||
        (cp >= 0x1e800 && cp < 0x1f000)) {
        bool digit = (cp >= 0x660 && cp <= 0x669) || (cp >= 0x6f0 && cp <= 0x6f9);
        return digit ? SMV_DIR_NONE : SMV_DIR_RTL;
    }
    bool letter = (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z') || cp == 0x200e ||
                  (cp >= 0xc0 && cp < 0x2000 && cp != 0xd7 && cp != 0xf7) ||
                  (cp >= 0x2c00 && cp < 0x2e00) || (cp >= 0x3040 && cp < 0xfb00) ||
                  (cp >= 0x10000 && cp < 0x1e800) || cp >= 0x20000;
    return letter ? SMV_DIR_LTR : SMV_DIR_NONE;
}

enum smv_direction smv_markup_base(struct smv_span s)
{
    enum smv_direction dir = SMV_DIR_NONE;
    uint32_t cp;
    for (size_t pos = 0; dir == SMV_DIR_NONE && smv_markup_next(s, &pos, &cp);) {
        dir = smv_markup_direction(cp);
    }
    return dir;
}

bool smv_markup_any_rtl(struct smv_span s)
{
    uint32_t cp;
    for (size_t pos = 0; smv_markup_next(s, &pos, &cp);) {
        if (smv_markup_direction(cp) == SMV_DIR_RTL) {
            return true;
        }
    }
    return false;
}

const struct smv_markup_words *smv_markup_words(const char *lang)
{
    static const struct smv_markup_words all[] = {
        {"en", "en-GB", "Contents", "Page", "of"},
        {"sv", "sv-SE", "Innehåll", "Sida", "av"},
        {"nb", "nb-NO", "Innhold", "Side", "av"},
    };
    for (size_t i = 1; i < sizeof all / sizeof *all; i++) {
        if (strcmp(lang, all[i].lang) == 0) {
            return &all[i];
        }
    }
    return &all[0];
}

bool smv_markup_heading(const struct smv_block *block)
{
    return block->kind == SMV_BLOCK_HEADING && (block->n_runs > 0 || block->label.len > 0);
}

unsigned smv_markup_level(const struct smv_block *heading)
{
    return heading->level < 1 ? 1 : heading->level > 4 ? 4 : heading->level;
}

unsigned smv_markup_contents_depth(const struct smv_doc *d)
{
    enum { PAGE = 45 };
    size_t count[5] = {0};
    for (size_t i = 0; i < d->n_blocks; i++) {
        if (smv_markup_heading(&d->blocks[i])) {
            count[smv_markup_level(&d->blocks[i])]++;
        }
    }
    size_t two = count[1] + count[2];
    return two + count[3] <= PAGE ? 3 : two <= PAGE ? 2 : count[1] > 1 ? 1 : 2;
}

bool smv_markup_keeps_next(const struct smv_doc *d, size_t i)
{
    enum { LINE = 120, LITTLE = 600 };
    const struct smv_block *b = &d->blocks[i];
    bool last = i + 1 == d->n_blocks || b[1].kind == SMV_BLOCK_BREAK;
    size_t n = 0;
    bool emphasised = true;
    for (size_t k = 0; k < b->n_runs; k++) {
        n += b->runs[k].text.len;
        emphasised = emphasised && (b->runs[k].style & (SMV_RUN_BOLD | SMV_RUN_ITALIC)) != 0;
    }
    if (last || n == 0) {
        return false;
    }
    if (b->kind == SMV_BLOCK_PARA) {
        return emphasised && n <= LINE;
    }
    bool word = b->kind == SMV_BLOCK_NOTE || b->kind == SMV_BLOCK_NOTICE;
    while (i > 0 &&
           (d->blocks[i].kind == SMV_BLOCK_NOTE || d->blocks[i].kind == SMV_BLOCK_NOTICE)) {
        i--;
    }
    return word && n <= LITTLE && d->blocks[i].kind == SMV_BLOCK_HEADING &&
           b[1].kind != SMV_BLOCK_PARA;
}

bool smv_markup_small(const struct smv_doc_table *t)
{
    enum { ROWS = 10, LETTERS = 800 };
    size_t n = 0;
    for (size_t i = 0; t->n_rows <= ROWS && i < t->n_rows * t->n_columns; i++) {
        n += t->cells[i].text.len;
    }
    return t->n_rows <= ROWS && n <= LETTERS;
}

bool smv_markup_captioned(const struct smv_doc_picture *p)
{
    return p->alt.len > 0 && p->alt.len <= 90 && memchr(p->alt.data, '\n', p->alt.len) == NULL;
}
