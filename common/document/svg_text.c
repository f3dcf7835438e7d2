/* svg_text.c - see svg_text.h. */
#include "common/document/svg_text.h"
#include <stdarg.h>
#include <string.h>
#include "common/base/utf8.h"

/* Widths are in 1/200 of the letters' size: of bold letters, the wider of the two fonts. */
enum { EM = 200, SPACE = 60, HYPHEN = 94, ELLIPSIS = 204 };
static const uint8_t ascii[] = {
    60,  67,  108, 130, 131, 202, 145, 67,  75,  75,  110, 136, 66,  94,  66,  77,  134, 112, 126,
    129, 135, 124, 129, 116, 130, 129, 67,  68,  136, 136, 136, 123, 202, 148, 145, 148, 145, 134,
    123, 156, 150, 56,  117, 145, 123, 186, 153, 156, 134, 156, 145, 134, 133, 147, 148, 206, 146,
    145, 132, 75,  77,  75,  117, 112, 72,  116, 126, 118, 126, 119, 79,  126, 124, 56,  56,  115,
    56,  182, 124, 123, 126, 126, 81,  112, 72,  124, 119, 169, 115, 120, 114, 93,  74,  93,  136};
/* The letter below the accent, U+00C0 to U+00FF. */
static const char latin[] = "AAAAAAWCEEEEIIIIDNOOOOOxOUUUUYPsaaaaaawceeeeiiiidnooooo+ouuuuypy";

struct range {
    uint32_t from, to;
    unsigned width;
};
/* Rising; what is in none of them is wide enough for Greek and Cyrillic. */
static const struct range ranges[] = {
    {0x80, 0x9F, 0},         {0xAD, 0xAD, 0},         {0x300, 0x36F, 0},
    {0x483, 0x489, 0},       {0x591, 0x5C7, 0},       {0x5D0, 0x5F4, 136},
    {0x610, 0x61A, 0},       {0x620, 0x64A, 150},     {0x64B, 0x65F, 0},
    {0x66E, 0x6D3, 150},     {0x6D6, 0x6DC, 0},       {0x1AB0, 0x1AFF, 0},
    {0x1100, 0x11FF, 200},   {0x1DC0, 0x1DFF, 0},     {0x200B, 0x200F, 0},
    {0x2010, 0x2013, 130},   {0x2014, 0x2015, 206},   {0x2018, 0x201F, 112},
    {0x202A, 0x202E, 0},     {0x2060, 0x206F, 0},     {0x20D0, 0x20FF, 0},
    {0x2E80, 0xA4CF, 204},   {0xAC00, 0xD7A3, 204},   {0xF900, 0xFAFF, 204},
    {0xFE00, 0xFE0F, 0},     {0xFE20, 0xFE2F, 0},     {0xFE30, 0xFE6F, 204},
    {0xFF00, 0xFF60, 204},   {0x1F000, 0x1F3FA, 274}, {0x1F3FB, 0x1F3FF, 0},
    {0x1F400, 0x1FAFF, 274}, {0x20000, 0x3FFFF, 204}, {0xE0000, 0xE0FFF, 0},
};

static unsigned width_of(uint32_t cp)
{
    if (cp >= 0x20 && cp < 0x7F) {
        return ascii[cp - 0x20];
    }
    if (cp >= 0xC0 && cp <= 0xFF) {
        char base = latin[cp - 0xC0];
        return base == 'W' ? 204 : ascii[base - 0x20];
    }
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        if (cp >= ranges[i].from && cp <= ranges[i].to) {
            return ranges[i].width;
        }
    }
    return cp < 0x20 ? 0 : cp < 0x250 ? 150 : 186;
}

static unsigned measure(struct smv_span text)
{
    unsigned w = 0;
    for (size_t at = 0; at < text.len;) {
        w += width_of(smv_utf8_next(text, &at));
    }
    return w;
}

unsigned smv_svg_width(struct smv_span text, unsigned size)
{
    return (unsigned)(((uint64_t)measure(text) * size + EM - 1) / EM);
}

/* --- where a long word breaks ------------------------------------------------------------------------- */

static bool is_vowel(uint32_t cp)
{
    static const char vowels[] = "aeiouyAEIOUY";
    return (cp < 0x80 && cp > 0 && strchr(vowels, (int)cp) != NULL) ||
           (cp >= 0xC0 && cp <= 0xFF && strchr("AEIOUYaeiouy", latin[cp - 0xC0]) != NULL) ||
           cp == 0xE6 || cp == 0xC6;
}

static bool is_letter(uint32_t cp)
{
    return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') ||
           (cp >= 0xC0 && cp < 0x250 && cp != 0xD7 && cp != 0xF7);
}

/* Two consonants that stay together. */
static bool keeps(uint32_t a, uint32_t b)
{
    static const char pairs[] = "ch ck ng tj kj gn bl br dr fl fr gl gr kl kr pl pr tr sk st ";
    char pair[] = {(char)(a | 0x20), (char)(b | 0x20), ' ', '\0'};
    return a < 0x80 && b < 0x80 && strstr(pairs, pair) != NULL;
}

/* May a line end between cps[i - 1] and cps[i]? Before the consonant that opens a syllable, or the pair that does. */
static bool breaks_at(const uint32_t *cps, size_t n, size_t i)
{
    if (i < 3 || i + 3 > n || !is_letter(cps[i]) || !is_letter(cps[i - 1]) || is_vowel(cps[i])) {
        return false;
    }
    bool pair = keeps(cps[i], cps[i + 1]);
    if (pair) {
        return i + 2 < n && is_vowel(cps[i + 2]) && !is_vowel(cps[i - 1]);
    }
    bool torn = keeps(cps[i - 1], cps[i]) && !is_vowel(cps[i - 2]);
    return is_vowel(cps[i + 1]) && !torn;
}

/* Ends a first part of a compound before cps[i]: behind -ings, -ions, -hets, -skaps and the like. */
static bool joins_at(const uint32_t *cps, size_t n, size_t i)
{
    static const char *const ends[] = {"ings", "ions", "hets", "kaps"};
    bool same = false;
    for (size_t e = 0; i >= 6 && i + 3 <= n && e < sizeof ends / sizeof ends[0] && !same; e++) {
        same = true;
        for (size_t k = 0; k < 4; k++) {
            same = same && (cps[i - 4 + k] | 0x20) == (uint32_t)ends[e][k];
        }
    }
    return same && is_letter(cps[i]);
}

enum { AHEAD = 128 }; /* letters of a word that one line can hold, and some more */

/* How many bytes of word stand on a line of `room`, the hyphen included; 0: there is no good place. hard: anywhere,
 * at least one letter. */
static size_t head_of(struct smv_span word, unsigned room, bool hard, bool *ret_hyphen)
{
    uint32_t cps[AHEAD];
    size_t ends[AHEAD], n = 0, best = 0, joint = 0;
    bool joint_hyphen = false;
    for (size_t at = 0; at < word.len && n < AHEAD; n++) {
        cps[n] = smv_utf8_next(word, &at);
        ends[n] = at;
    }
    unsigned used = 0;
    for (size_t i = 1; i < n; i++) {
        uint32_t last = cps[i - 1];
        used += width_of(last);
        bool own = last == '-' || last == '/' || last == 0x2010 || last == 0x2013 || last == 0xAD;
        bool visible = own && last != 0xAD;
        if (used + (visible ? 0 : HYPHEN) > room) {
            break;
        }
        bool cluster = width_of(cps[i]) == 0 || last == 0x200D;
        bool joins = joins_at(cps, n, i);
        if (own || joins || breaks_at(cps, n, i) || (hard && !cluster)) {
            best = ends[i - 1];
            *ret_hyphen = !visible && (!hard || is_letter(last));
            if (joins || own) {
                joint = best;
                joint_hyphen = *ret_hyphen;
            }
        }
    }
    if (joint * 2 > best) { /* where two words meet, if the line is not too short then */
        *ret_hyphen = joint_hyphen;
        return joint;
    }
    if (best == 0 && hard) {
        size_t i = 1;
        while (i < n && (width_of(cps[i]) == 0 || cps[i - 1] == 0x200D)) {
            i++;
        }
        best = ends[i - 1];
        *ret_hyphen = false;
    }
    return best;
}

/* --- lines ------------------------------------------------------------------------------------------- */

struct wrapping {
    struct smv_buf *out;
    size_t line; /* where this line begins in out */
    unsigned used, room, n, most;
};

static bool end_line(struct wrapping *w)
{
    if (w->n + 1 >= w->most) {
        return false; /* this was the last one */
    }
    smv_buf_put_byte(w->out, '\n');
    w->line = w->out->len;
    w->used = 0;
    w->n++;
    return true;
}

static void put_piece(struct wrapping *w, struct smv_span piece, unsigned width)
{
    if (w->out->len > w->line) {
        smv_buf_put_byte(w->out, ' ');
        w->used += SPACE;
    }
    smv_buf_put_span(w->out, piece);
    w->used += width;
}

static bool broken_word(struct wrapping *w, struct smv_span word)
{
    while (word.len > 0) {
        unsigned lead = w->out->len > w->line ? w->used + SPACE : 0;
        unsigned width = word.len < 8192 ? measure(word) : UINT32_MAX / 2;
        if (lead + width <= w->room) {
            put_piece(w, word, width);
            return true;
        }
        bool hyphen = false;
        unsigned left = w->room > lead ? w->room - lead : 0;
        size_t head = head_of(word, left, /* hard */ false, &hyphen);
        if (head == 0 && lead > 0) {
            if (!end_line(w)) {
                return false;
            }
            continue;
        }
        head = head > 0 ? head : head_of(word, left, /* hard */ true, &hyphen);
        put_piece(w, smv_span(word.data, head), measure(smv_span(word.data, head)));
        if (hyphen) {
            smv_buf_put_byte(w->out, '-');
            w->used += HYPHEN;
        }
        word = smv_span_from(word, head);
        if (word.len > 0 && !end_line(w)) {
            return false;
        }
    }
    return true;
}

static bool put_word(struct wrapping *w, struct smv_span word)
{
    unsigned width = word.len < 1024 ? measure(word) : UINT32_MAX / 2;
    unsigned lead = w->out->len > w->line ? w->used + SPACE : 0;
    if (lead + width <= w->room) {
        put_piece(w, word, width);
        return true;
    }
    if (width <= w->room) {
        if (!end_line(w)) {
            return false;
        }
        put_piece(w, word, width);
        return true;
    }
    return broken_word(w, word);
}

/* The last line gives way to the sign that there is more. */
static void put_ellipsis(struct wrapping *w)
{
    static const char sign[] = "\xE2\x80\xA6";
    struct smv_buf *b = w->out;
    while (b->len > w->line) {
        struct smv_span line = smv_span(b->data + w->line, b->len - w->line);
        uint8_t last = b->data[b->len - 1];
        if (last != ' ' && last != '-' && measure(line) + SPACE + ELLIPSIS <= w->room) {
            smv_buf_put_byte(b, ' ');
            break;
        }
        do {
            b->len--;
        } while (b->len > w->line && (b->data[b->len] & 0xC0) == 0x80);
    }
    smv_buf_put_str(b, sign);
}

static bool is_white(uint8_t byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

unsigned smv_svg_wrap(struct smv_buf *lines, struct smv_span text, unsigned width, unsigned size,
                      unsigned most)
{
    struct wrapping w = {.out = lines, .line = lines->len, .most = most, .room = width * EM / size};
    bool whole = true, some = false;
    for (size_t at = 0; most > 0 && at < text.len;) {
        size_t from = at;
        while (at < text.len && !is_white(text.data[at])) {
            at++;
        }
        if (at > from) {
            if (!whole) {
                break;
            }
            some = true;
            whole = put_word(&w, smv_span(text.data + from, at - from));
        }
        at += at < text.len;
    }
    if (!some) {
        return 0;
    }
    if (!whole) {
        put_ellipsis(&w);
    }
    smv_buf_put_byte(lines, '\n');
    return w.n + 1;
}

/* --- XML --------------------------------------------------------------------------------------------- */

/* What XML 1.0 forbids or advises against, and marks that would turn what stands beside them. */
static bool is_unfit(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7F && cp <= 0x9F) || cp == 0xAD || cp == 0xFEFF ||
           (cp >= 0xFDD0 && cp <= 0xFDEF) || (cp & 0xFFFE) == 0xFFFE ||
           (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069);
}

void smv_svg_escape(struct smv_buf *svg, struct smv_span text)
{
    if (!smv_utf8_valid(text)) {
        smv_buf_put_str(svg, "\xEF\xBF\xBD");
        return;
    }
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = smv_utf8_next(text, &at);
        switch (cp) {
        case '&': smv_buf_put_str(svg, "&amp;"); break;
        case '<': smv_buf_put_str(svg, "&lt;"); break;
        case '>': smv_buf_put_str(svg, "&gt;"); break;
        case '"': smv_buf_put_str(svg, "&quot;"); break;
        case '\n':
        case '\t': smv_buf_put_byte(svg, ' '); break;
        default:
            if (!is_unfit(cp)) {
                smv_utf8_put(svg, cp);
            }
        }
    }
}

void smv_svg_put(struct smv_buf *svg, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    for (const char *p = format; *p; p++) {
        if (*p != '%') {
            smv_buf_put_byte(svg, (uint8_t)*p);
            continue;
        }
        switch (*++p) {
        case 's': smv_buf_put_str(svg, va_arg(args, const char *)); break;
        case 'u': smv_buf_put_u64(svg, va_arg(args, unsigned)); break;
        default: smv_buf_put_i64(svg, va_arg(args, int)); break;
        }
    }
    va_end(args);
}

void smv_svg_lines(struct smv_buf *svg, struct smv_span lines, int x, int y, unsigned step,
                   const char *attributes)
{
    for (size_t from = 0; from < lines.len;) {
        const uint8_t *nl = memchr(lines.data + from, '\n', lines.len - from);
        size_t to = nl ? (size_t)(nl - lines.data) : lines.len;
        smv_svg_put(svg, "<text x=\"%d\" y=\"%d\" %s>", x, y, attributes);
        smv_svg_escape(svg, smv_span(lines.data + from, to - from));
        smv_buf_put_str(svg, "</text>\n");
        from = to + 1;
        y += (int)step;
    }
}
