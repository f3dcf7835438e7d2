/* plain.c - see plain.h. */
#include "common/format/plain.h"
#include <unicode/uchar.h>
#include "common/base/utf8.h"

uint32_t smv_plain_next(struct smv_span s, size_t *pos)
{
    uint32_t cp = smv_utf8_next(s, pos);
    if (cp == '\t') {
        return ' ';
    }
    if (cp == 0x2028 || cp == 0x2029) {
        return '\n';
    }
    bool control = (cp < 0x20 && cp != '\n') || (cp >= 0x7f && cp < 0xa0);
    return control || cp == 0xfeff || (cp & 0xfffe) == 0xfffe ? 0xfffd : cp;
}

void smv_plain_put(struct smv_buf *b, struct smv_span s)
{
    for (size_t i = 0; i < s.len;) {
        smv_utf8_put(b, smv_plain_next(s, &i));
    }
}

void smv_plain_line(struct smv_buf *b, struct smv_span s)
{
    for (size_t i = 0; i < s.len;) {
        uint32_t cp = smv_plain_next(s, &i);
        smv_utf8_put(b, cp == '\n' ? ' ' : cp);
    }
}

unsigned smv_plain_width(uint32_t cp)
{
    UChar32 c = (UChar32)cp;
    int type = u_charType(c);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) {
        return 0;
    }
    int wide = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    return wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
}

size_t smv_plain_columns(struct smv_span s)
{
    size_t columns = 0;
    for (size_t i = 0; i < s.len;) {
        columns += smv_plain_width(smv_plain_next(s, &i));
    }
    return columns;
}

bool smv_plain_cut(struct smv_span *rest, bool *more, struct smv_span *ret_line)
{
    if (!*more) {
        return false;
    }
    size_t end = 0, next = 0;
    *more = false;
    while (end < rest->len) {
        next = end;
        if (smv_plain_next(*rest, &next) == '\n') {
            *more = true;
            break;
        }
        end = next;
    }
    *ret_line = smv_span(rest->data, end);
    *rest = smv_span_from(*rest, *more ? next : rest->len);
    return true;
}

static void put_digits(struct smv_buf *b, uint64_t n, unsigned digits)
{
    for (uint64_t unit = digits == 4 ? 1000 : 10; unit > 0; unit /= 10) {
        smv_buf_put_byte(b, (uint8_t)('0' + n / unit % 10));
    }
}

bool smv_plain_date(struct smv_buf *b, uint64_t yyyymmdd)
{
    static const unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    uint64_t y = yyyymmdd / 10000, m = yyyymmdd / 100 % 100, d = yyyymmdd % 100;
    bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    if (y < 1 || y > 9999 || m < 1 || m > 12 || d < 1 || d > days[m - 1] + (m == 2 && leap)) {
        return false;
    }
    put_digits(b, y, 4);
    smv_buf_put_byte(b, '-');
    put_digits(b, m, 2);
    smv_buf_put_byte(b, '-');
    put_digits(b, d, 2);
    return true;
}

const char *smv_plain_word(const char *lang, const char *sv, const char *nb, const char *en)
{
    return lang[0] == 's' ? sv : lang[0] == 'n' ? nb : en;
}
