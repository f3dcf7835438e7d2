/* glyph.c - see glyph.h. */
#include "client-cli/tui/glyph.h"
#include <string.h>
#include <unicode/uchar.h>
#include "common/base/utf8.h"

static bool turns_direction(uint32_t cp)
{
    return cp == 0x200e || cp == 0x200f || cp == 0x61c || (cp >= 0x202a && cp <= 0x202e) ||
           (cp >= 0x2066 && cp <= 0x2069);
}

static bool is_control(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0x2028 || cp == 0x2029;
}

/* What no terminal draws by itself, and what must not be left alone on a line. */
static bool is_dropped(uint32_t cp)
{
    return turns_direction(cp) || cp == 0xad || cp == 0x200b || cp == 0x2060 || cp == 0xfeff ||
           (cp >= 0xfff9 && cp <= 0xfffb) || (cp >= 0xe0000 && cp <= 0xe007f);
}

static bool is_sign(uint32_t cp)
{
    int8_t type = u_charType((UChar32)cp);
    return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK ||
           type == U_COMBINING_SPACING_MARK || cp == 0xfe0e || cp == 0xfe0f ||
           (cp >= 0x1f3fb && cp <= 0x1f3ff); /* variation selectors; skin tones */
}

static bool is_wide(uint32_t cp)
{
    int width = u_getIntPropertyValue((UChar32)cp, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH;
}

static bool is_flag_half(uint32_t cp)
{
    return cp >= 0x1f1e6 && cp <= 0x1f1ff;
}

void smv_glyphs_init(struct smv_glyphs *g, struct smv_span text, bool ascii)
{
    *g = (struct smv_glyphs){.text = text, .ascii = ascii};
}

static uint32_t peek(const struct smv_glyphs *g, size_t *ret_after)
{
    *ret_after = g->byte;
    return smv_utf8_next(g->text, ret_after);
}

static void put(struct smv_glyph *glyph, const struct smv_glyphs *g, size_t from, size_t to)
{
    if (glyph->len + (to - from) <= SMV_GLYPH_BYTES) {
        memcpy(glyph->bytes + glyph->len, g->text.data + from, to - from);
        glyph->len = (uint8_t)(glyph->len + (to - from));
    }
}

static void say(struct smv_glyph *glyph, const char *text, uint8_t columns)
{
    glyph->len = (uint8_t)strlen(text);
    memcpy(glyph->bytes, text, glyph->len);
    glyph->columns = columns;
}

/* Signs, and what a joiner glues on, belong to the cluster that they stand behind. */
static void take_followers(struct smv_glyphs *g, struct smv_glyph *glyph, uint32_t first)
{
    unsigned signs = 0;
    bool glued = false, flag = is_flag_half(first);
    for (size_t after; g->byte < g->text.len; g->byte = after, g->cp++) {
        uint32_t cp = peek(g, &after);
        if (glued) {
            glued = false;
        } else if (cp == 0x200d) {
            glued = true;
        } else if (flag && is_flag_half(cp)) {
            flag = false;
        } else if (!is_sign(cp)) {
            return;
        } else if (++signs > SMV_GLYPH_SIGNS) {
            continue;
        }
        put(glyph, g, g->byte, after);
    }
}

/* What stands for a sign or letter where there is nothing but ASCII: our own signs, and the letters of the languages
 * that the program speaks, so that a word can still be read. One column each. */
static const char *plain_sign(uint32_t cp)
{
    static const struct {
        uint32_t cp;
        const char *ascii;
    } table[] = {
        {0xb7, "."},    {0x2013, "-"}, {0x2022, "*"}, {0x2026, "~"}, {0x2039, "<"}, {0x203a, ">"},
        {0x2190, "<"},  {0x2191, "^"}, {0x2192, ">"}, {0x2193, "v"}, {0x21b3, ">"}, {0x2502, "|"},
        {0x25aa, "*"},  {0x25c6, "@"}, {0x25cb, "o"}, {0x25cf, "*"}, {0x2605, "#"}, {0x2713, "x"},
        {0x201d, "\""}, {0x2019, "'"}, {0xe5, "a"},   {0xe4, "a"},   {0xf6, "o"},   {0xc5, "A"},
        {0xc4, "A"},    {0xd6, "O"},   {0xe6, "a"},   {0xf8, "o"},   {0xc6, "A"},   {0xd8, "O"},
        {0xe9, "e"},    {0xc9, "E"},   {0xfc, "u"},   {0xdc, "U"},   {0xab, "<"},   {0xbb, ">"}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (table[i].cp == cp) {
            return table[i].ascii;
        }
    }
    return "?";
}

bool smv_glyphs_next(struct smv_glyphs *g, struct smv_glyph *ret, enum smv_glyph_break *ret_kind)
{
    size_t after;
    *ret = (struct smv_glyph){0};
    *ret_kind = SMV_GLYPH_TEXT;
    if (g->byte >= g->text.len) {
        return false;
    }
    uint32_t cp = peek(g, &after);
    size_t from = g->byte;
    g->byte = after;
    g->cp++;
    if (cp == '\n' || cp == '\t') {
        *ret_kind = cp == '\n' ? SMV_GLYPH_LINE : SMV_GLYPH_TAB;
        return true;
    }
    if (is_dropped(cp)) {
        return true;
    }
    if (is_control(cp)) {
        say(ret, g->ascii ? "?" : "\xc2\xb7", 1); /* a middle dot */
        return true;
    }
    if (u_isUWhiteSpace((UChar32)cp) && cp != 0xa0 && cp != 0x202f) {
        *ret_kind = SMV_GLYPH_SPACE;
        say(ret, " ", 1);
        return true;
    }
    bool alone = is_sign(cp);
    if (alone) {
        say(ret, g->ascii ? " " : "\xe2\x97\x8c",
            1); /* a dotted circle carries a sign that has no letter */
    }
    put(ret, g, from, after);
    ret->columns = !alone && (is_wide(cp) || is_flag_half(cp)) ? 2 : 1;
    take_followers(g, ret, cp);
    if (g->ascii && cp < 0x80) {
        ret->len = 1; /* the letter without its signs */
    } else if (g->ascii) {
        say(ret, ret->columns == 2 ? "??" : plain_sign(cp), ret->columns);
    }
    return true;
}

size_t smv_glyphs_columns(struct smv_span text)
{
    struct smv_glyphs g;
    struct smv_glyph glyph;
    enum smv_glyph_break kind;
    size_t columns = 0;
    smv_glyphs_init(&g, text, false);
    while (smv_glyphs_next(&g, &glyph, &kind)) {
        columns += kind == SMV_GLYPH_TAB ? 1 : glyph.columns;
    }
    return columns;
}
