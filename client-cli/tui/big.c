/* big.c - see big.h. A letter is five columns of pixels, the lowest bit at the top; ten rows of pixels in all: two for
 * signs above capitals, seven for the letter, one for tails. */
#include "client-cli/tui/big.h"
#include <qrencode.h>
#include <string.h>
#include "common/base/utf8.h"

enum { ABOVE = 2, BODY = 7, ALL = 10, WIDE = 5, MARGIN = 2, LETTERS = 256 };

static const uint8_t font[][WIDE] = {
    /* from ' ' to '~' */
    {0x00, 0x00, 0x00, 0x00, 0x00}, {0x00, 0x00, 0x5f, 0x00, 0x00}, {0x00, 0x07, 0x00, 0x07, 0x00},
    {0x14, 0x7f, 0x14, 0x7f, 0x14}, {0x24, 0x2a, 0x7f, 0x2a, 0x12}, {0x23, 0x13, 0x08, 0x64, 0x62},
    {0x36, 0x49, 0x56, 0x20, 0x50}, {0x00, 0x00, 0x07, 0x00, 0x00}, {0x00, 0x1c, 0x22, 0x41, 0x00},
    {0x00, 0x41, 0x22, 0x1c, 0x00}, {0x2a, 0x1c, 0x7f, 0x1c, 0x2a}, {0x08, 0x08, 0x3e, 0x08, 0x08},
    {0x00, 0x80, 0x60, 0x00, 0x00}, {0x08, 0x08, 0x08, 0x08, 0x08}, {0x00, 0x60, 0x60, 0x00, 0x00},
    {0x20, 0x10, 0x08, 0x04, 0x02}, {0x3e, 0x41, 0x41, 0x41, 0x3e}, {0x00, 0x42, 0x7f, 0x40, 0x00},
    {0x62, 0x51, 0x49, 0x49, 0x46}, {0x22, 0x41, 0x49, 0x49, 0x36}, {0x18, 0x14, 0x12, 0x7f, 0x10},
    {0x27, 0x45, 0x45, 0x45, 0x39}, {0x3e, 0x49, 0x49, 0x49, 0x32}, {0x01, 0x71, 0x09, 0x05, 0x03},
    {0x36, 0x49, 0x49, 0x49, 0x36}, {0x26, 0x49, 0x49, 0x49, 0x3e}, {0x00, 0x36, 0x36, 0x00, 0x00},
    {0x00, 0x80, 0x6c, 0x00, 0x00}, {0x08, 0x14, 0x22, 0x41, 0x00}, {0x14, 0x14, 0x14, 0x14, 0x14},
    {0x00, 0x41, 0x22, 0x14, 0x08}, {0x02, 0x01, 0x59, 0x09, 0x06}, {0x3e, 0x41, 0x5d, 0x59, 0x4e},
    {0x7c, 0x12, 0x11, 0x12, 0x7c}, {0x7f, 0x49, 0x49, 0x49, 0x36}, {0x3e, 0x41, 0x41, 0x41, 0x22},
    {0x7f, 0x41, 0x41, 0x41, 0x3e}, {0x7f, 0x49, 0x49, 0x49, 0x41}, {0x7f, 0x09, 0x09, 0x09, 0x01},
    {0x3e, 0x41, 0x41, 0x51, 0x72}, {0x7f, 0x08, 0x08, 0x08, 0x7f}, {0x00, 0x41, 0x7f, 0x41, 0x00},
    {0x20, 0x40, 0x41, 0x3f, 0x01}, {0x7f, 0x08, 0x14, 0x22, 0x41}, {0x7f, 0x40, 0x40, 0x40, 0x40},
    {0x7f, 0x02, 0x1c, 0x02, 0x7f}, {0x7f, 0x04, 0x08, 0x10, 0x7f}, {0x3e, 0x41, 0x41, 0x41, 0x3e},
    {0x7f, 0x09, 0x09, 0x09, 0x06}, {0x3e, 0x41, 0x51, 0x21, 0x5e}, {0x7f, 0x09, 0x19, 0x29, 0x46},
    {0x26, 0x49, 0x49, 0x49, 0x32}, {0x01, 0x01, 0x7f, 0x01, 0x01}, {0x3f, 0x40, 0x40, 0x40, 0x3f},
    {0x1f, 0x20, 0x40, 0x20, 0x1f}, {0x3f, 0x40, 0x38, 0x40, 0x3f}, {0x63, 0x14, 0x08, 0x14, 0x63},
    {0x03, 0x04, 0x78, 0x04, 0x03}, {0x61, 0x51, 0x49, 0x45, 0x43}, {0x00, 0x7f, 0x41, 0x41, 0x00},
    {0x02, 0x04, 0x08, 0x10, 0x20}, {0x00, 0x41, 0x41, 0x7f, 0x00}, {0x04, 0x02, 0x01, 0x02, 0x04},
    {0x80, 0x80, 0x80, 0x80, 0x80}, {0x00, 0x01, 0x02, 0x00, 0x00}, {0x20, 0x54, 0x54, 0x54, 0x78},
    {0x7f, 0x48, 0x44, 0x44, 0x38}, {0x38, 0x44, 0x44, 0x44, 0x28}, {0x38, 0x44, 0x44, 0x48, 0x7f},
    {0x38, 0x54, 0x54, 0x54, 0x18}, {0x00, 0x08, 0x7e, 0x09, 0x02}, {0x18, 0xa4, 0xa4, 0xa4, 0x7c},
    {0x7f, 0x08, 0x04, 0x04, 0x78}, {0x00, 0x44, 0x7d, 0x40, 0x00}, {0x00, 0x80, 0x84, 0x7d, 0x00},
    {0x7f, 0x10, 0x28, 0x44, 0x00}, {0x00, 0x41, 0x7f, 0x40, 0x00}, {0x7c, 0x04, 0x78, 0x04, 0x78},
    {0x7c, 0x08, 0x04, 0x04, 0x78}, {0x38, 0x44, 0x44, 0x44, 0x38}, {0xfc, 0x24, 0x24, 0x24, 0x18},
    {0x18, 0x24, 0x24, 0x24, 0xfc}, {0x7c, 0x08, 0x04, 0x04, 0x08}, {0x48, 0x54, 0x54, 0x54, 0x24},
    {0x04, 0x3f, 0x44, 0x44, 0x20}, {0x3c, 0x40, 0x40, 0x20, 0x7c}, {0x1c, 0x20, 0x40, 0x20, 0x1c},
    {0x3c, 0x40, 0x30, 0x40, 0x3c}, {0x44, 0x28, 0x10, 0x28, 0x44}, {0x1c, 0xa0, 0xa0, 0xa0, 0x7c},
    {0x44, 0x64, 0x54, 0x4c, 0x44}, {0x00, 0x08, 0x36, 0x41, 0x00}, {0x00, 0x00, 0x7f, 0x00, 0x00},
    {0x00, 0x41, 0x36, 0x08, 0x00}, {0x08, 0x04, 0x08, 0x10, 0x08},
};
/* letters of their own */
static const struct {
    uint32_t cp;
    uint8_t columns[WIDE];
} more[] = {
    {0xc6, {0x7e, 0x09, 0x7f, 0x49, 0x41}},
    {0xe6, {0x24, 0x54, 0x78, 0x54, 0x58}},
    {0xd8, {0x7e, 0x51, 0x49, 0x45, 0x3f}},
    {0xf8, {0x78, 0x64, 0x54, 0x4c, 0x3c}},
    {0xa0, {0, 0, 0, 0, 0}},
    {0xab, {0x08, 0x14, 0x2a, 0x14, 0x22}},
    {0xb0, {0x00, 0x06, 0x09, 0x06, 0x00}},
    {0xb7, {0x00, 0x08, 0x08, 0x00, 0x00}},
    {0xbb, {0x22, 0x14, 0x2a, 0x14, 0x08}},
    {0x2013, {0x08, 0x08, 0x08, 0x08, 0x08}},
    {0x2014, {0x08, 0x08, 0x08, 0x08, 0x08}},
    {0x2018, {0x00, 0x00, 0x07, 0x00, 0x00}},
    {0x2019, {0x00, 0x00, 0x07, 0x00, 0x00}},
    {0x201d, {0x00, 0x07, 0x00, 0x07, 0x00}},
    {0x201c, {0x00, 0x07, 0x00, 0x07, 0x00}},
    {0x2026, {0x40, 0x00, 0x40, 0x00, 0x40}},
    {0x2212, {0x08, 0x08, 0x08, 0x08, 0x08}},
};
/* letters with a sign above: the letter, and the sign's pixels by row from the top, the highest bit to the left */
enum sign { RING, DOTS, ACUTE, GRAVE, ROOF, N_SIGNS };
static const struct {
    uint32_t cp;
    char letter;
    enum sign sign;
} composed[] = {
    {0xc5, 'A', RING},  {0xe5, 'a', RING},  {0xc4, 'A', DOTS},  {0xe4, 'a', DOTS},
    {0xd6, 'O', DOTS},  {0xf6, 'o', DOTS},  {0xdc, 'U', DOTS},  {0xfc, 'u', DOTS},
    {0xc9, 'E', ACUTE}, {0xe9, 'e', ACUTE}, {0xc8, 'E', GRAVE}, {0xe8, 'e', GRAVE},
    {0xc1, 'A', ACUTE}, {0xe1, 'a', ACUTE}, {0xc0, 'A', GRAVE}, {0xe0, 'a', GRAVE},
    {0xd3, 'O', ACUTE}, {0xf3, 'o', ACUTE}, {0xd4, 'O', ROOF},  {0xf4, 'o', ROOF},
    {0xca, 'E', ROOF},  {0xea, 'e', ROOF},  {0xcb, 'E', DOTS},  {0xeb, 'e', DOTS},
};
static const uint8_t signs[N_SIGNS][2] = {[RING] = {0x04, 0x0a},
                                          [DOTS] = {0x0a, 0x00},
                                          [ACUTE] = {0x02, 0x04},
                                          [GRAVE] = {0x08, 0x04},
                                          [ROOF] = {0x04, 0x0a}};
static const uint32_t combining[N_SIGNS] = {
    [RING] = 0x30a, [DOTS] = 0x308, [ACUTE] = 0x301, [GRAVE] = 0x300, [ROOF] = 0x302};

struct letter {
    uint16_t columns[WIDE]; /* bit 0: the highest of ALL rows */
    int w;
};

static void put_sign(struct letter *l, bool capital, enum sign sign)
{
    for (int row = 0; row < 2; row++) {
        for (int x = 0; x < WIDE; x++) {
            if ((signs[sign][row] >> (WIDE - 1 - x) & 1) != 0) {
                l->columns[x] |= (uint16_t)(1U << (capital ? row : row + 1));
            }
        }
    }
}

static const uint8_t *columns_of(uint32_t cp)
{
    if (cp >= ' ' && cp <= '~') {
        return font[cp - ' '];
    }
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        if (more[i].cp == cp) {
            return more[i].columns;
        }
    }
    return NULL;
}

static bool find(uint32_t cp, struct letter *ret)
{
    const uint8_t *columns = columns_of(cp);
    size_t with = 0;
    while (columns == NULL && with < sizeof composed / sizeof *composed &&
           composed[with].cp != cp) {
        with++;
    }
    if (columns == NULL) {
        if (with == sizeof composed / sizeof *composed) {
            return false;
        }
        columns = columns_of((uint32_t)composed[with].letter);
    }
    memset(ret, 0, sizeof *ret);
    for (int x = 0; x < WIDE; x++) {
        ret->columns[x] = (uint16_t)(columns[x] << ABOVE);
    }
    if (cp > '~' && columns_of(cp) == NULL) {
        put_sign(ret, composed[with].letter <= 'Z', composed[with].sign);
    }
    return true;
}

/* Empty columns at the sides are cut: letters stand as close as they are wide. */
static void trim(struct letter *l)
{
    int from = 0, to = WIDE;
    while (from < to && l->columns[from] == 0) {
        from++;
    }
    while (to > from && l->columns[to - 1] == 0) {
        to--;
    }
    l->w = to > from ? to - from : 2;
    memmove(l->columns, l->columns + (to > from ? from : 0), (size_t)l->w * sizeof *l->columns);
}

/* The letters of a line; SIZE_MAX: one is not in the font. What does not fit in max is left out. */
static size_t spell(struct smv_span text, struct letter *ret, size_t max)
{
    size_t at = 0, n = 0;
    bool capital = false;
    while (at < text.len && n < max) {
        uint32_t cp = smv_utf8_next(text, &at);
        size_t sign = 0;
        while (sign < N_SIGNS && combining[sign] != cp) {
            sign++;
        }
        if (sign < N_SIGNS && n > 0) {
            put_sign(&ret[n - 1], capital, (enum sign)sign);
            continue;
        }
        cp = cp == '\n' || cp == '\t' ? ' ' : cp;
        if (!find(cp, &ret[n++])) {
            return SIZE_MAX;
        }
        capital = cp >= 'A' && cp <= 'Z';
    }
    for (size_t i = 0; i < n; i++) {
        trim(&ret[i]);
    }
    return n;
}

static void span_of(const struct letter *letters, size_t n, int *ret_from, int *ret_to)
{
    unsigned used = 0;
    for (size_t i = 0; i < n; i++) {
        for (int x = 0; x < letters[i].w; x++) {
            used |= letters[i].columns[x];
        }
    }
    *ret_from = (used & ((1U << ABOVE) - 1)) != 0 ? 0 : ABOVE;
    *ret_to = (used >> (ABOVE + BODY)) != 0 ? ALL : ABOVE + BODY;
}

/* A pixel is as high as it is wide: half a cell high, or without half blocks a cell high and two wide. */
static int pixel_columns(int scale, bool ascii)
{
    return ascii ? 2 * scale : scale;
}

int smv_big_columns(struct smv_span text, int scale, bool ascii)
{
    struct letter letters[LETTERS];
    size_t n = spell(text, letters, LETTERS);
    int w = 0;
    if (n == SIZE_MAX || n == LETTERS) {
        return -1;
    }
    for (size_t i = 0; i < n; i++) {
        w += letters[i].w + (i > 0);
    }
    return w * pixel_columns(scale, ascii);
}

int smv_big_rows(struct smv_span text, int scale, bool ascii)
{
    struct letter letters[LETTERS];
    size_t n = spell(text, letters, LETTERS);
    int from = ABOVE, to = ABOVE + BODY;
    span_of(letters, n == SIZE_MAX ? 0 : n, &from, &to);
    return ascii ? (to - from) * scale : ((to - from) * scale + 1) / 2;
}

static bool pixel(const struct letter *l, int from, int to, int x, int y)
{
    return y >= 0 && y < to - from && (l->columns[x] >> (from + y) & 1) != 0;
}

static void draw_letter(struct smv_grid *g, struct smv_rect r, int x, int y, const struct letter *l,
                        int from, int to, int scale, enum smv_style style)
{
    int rows = g->ascii ? (to - from) * scale : ((to - from) * scale + 1) / 2;
    int columns = l->w * pixel_columns(scale, g->ascii);
    for (int row = 0; row < rows; row++) {
        for (int k = 0; k < columns; k++) {
            int px = k / pixel_columns(scale, g->ascii);
            bool up = pixel(l, from, to, px, g->ascii ? row / scale : 2 * row / scale);
            bool down = g->ascii ? up : pixel(l, from, to, px, (2 * row + 1) / scale);
            if (up || down) {
                smv_grid_str(g, r, x + k, y + row,
                             g->ascii     ? "#"
                             : up && down ? "\xe2\x96\x88"
                             : up         ? "\xe2\x96\x80"
                                          : "\xe2\x96\x84",
                             style);
            }
        }
    }
}

void smv_big_draw(struct smv_grid *g, struct smv_rect r, int x, int y, struct smv_span text,
                  int scale, enum smv_style style)
{
    struct letter letters[LETTERS];
    size_t n = spell(text, letters, LETTERS);
    int from, to;
    if (n == SIZE_MAX) {
        return;
    }
    span_of(letters, n, &from, &to);
    for (size_t i = 0; i < n; i++) {
        draw_letter(g, r, x, y, &letters[i], from, to, scale, style);
        x += (letters[i].w + 1) * pixel_columns(scale, g->ascii);
    }
}

int smv_big_fit(struct smv_span text, int w, int h, int most, bool ascii)
{
    int scale = most;
    while (scale > 0) {
        int columns = smv_big_columns(text, scale, ascii);
        if (columns >= 0 && columns <= w && smv_big_rows(text, scale, ascii) <= h) {
            return scale;
        }
        scale--;
    }
    return 0;
}

/* --- QR ---------------------------------------------------------------------------------------------------- */
int smv_big_qr_size(const char *text)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L);
    int size = code != NULL ? code->width + 2 * MARGIN : 0;
    QRcode_free(code);
    return size;
}

bool smv_big_qr(struct smv_grid *g, struct smv_rect r, const char *text)
{
    QRcode *code = g->ascii ? NULL : QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L);
    int w = code != NULL ? code->width : 0, size = w + 2 * MARGIN;
    bool fits = code != NULL && size <= r.w && (size + 1) / 2 <= r.h;
    for (int y = -MARGIN; fits && y < w + MARGIN; y += 2) {
        for (int x = -MARGIN; x < w + MARGIN; x++) {
            bool in = x >= 0 && x < w;
            bool up = in && y >= 0 && y < w && (code->data[y * w + x] & 1) != 0;
            bool down = in && y + 1 >= 0 && y + 1 < w && (code->data[(y + 1) * w + x] & 1) != 0;
            smv_grid_str(g, r, x + MARGIN, (y + MARGIN) / 2,
                         up && down ? "\xe2\x96\x88"
                         : up       ? "\xe2\x96\x80"
                         : down     ? "\xe2\x96\x84"
                                    : " ",
                         SMV_STYLE_PAPER);
        }
    }
    QRcode_free(code);
    return fits;
}
