/* out.c - choosing the implementation, and the width of text. See out.h. */
#include "client-cli/out/out.h"
#include <stdarg.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unistd.h>
#include "common/base/utf8.h"

void smv_out_init(struct smv_out *o, FILE *file, bool json)
{
    memset(o, 0, sizeof *o);
    o->file = file;
    o->terminal = isatty(fileno(file)) != 0;
    o->impl = json ? &smv_out_json : &smv_out_text;
}

void smv_out_finish(struct smv_out *o)
{
    o->impl->finish(o);
    fflush(o->file);
}

void smv_out_sayf(struct smv_out *o, const char *format, ...)
{
    char text[2000];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    o->impl->say(o, text);
}

static size_t cp_width(uint32_t cp)
{
    int category = u_charType((UChar32)cp);
    if (category == U_NON_SPACING_MARK || category == U_ENCLOSING_MARK ||
        category == U_FORMAT_CHAR) {
        return 0;
    }
    int wide = u_getIntPropertyValue((UChar32)cp, UCHAR_EAST_ASIAN_WIDTH);
    return wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
}

size_t smv_width(struct smv_span s)
{
    size_t width = 0;
    for (size_t at = 0; at < s.len;) {
        width += cp_width(smv_utf8_next(s, &at));
    }
    return width;
}

static bool is_control(uint32_t cp)
{
    /* C0, DEL, C1, and what turns the direction of the line: names and texts are other people's. */
    return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || (cp >= 0x202a && cp <= 0x202e) ||
           (cp >= 0x2066 && cp <= 0x2069);
}

void smv_one_line(struct smv_span s, size_t max, struct smv_buf *ret)
{
    size_t width = 0, cut = 0;
    smv_buf_clear(ret);
    if (!smv_utf8_valid(s)) {
        smv_buf_put_str(ret, "?");
        return;
    }
    for (size_t at = 0; at < s.len;) {
        uint32_t cp = smv_utf8_next(s, &at);
        const char *instead = cp == '\n' ? " / " : cp == '\t' ? " " : is_control(cp) ? "?" : NULL;
        size_t w = instead != NULL ? strlen(instead) : cp_width(cp);
        if (max > 0 && width + w >= max && at < s.len) {
            ret->len = cut;
            smv_buf_put_str(ret, "\xe2\x80\xa6");
            return;
        }
        if (instead != NULL) {
            smv_buf_put_str(ret, instead);
        } else {
            smv_utf8_put(ret, cp);
        }
        width += w;
        cut = ret->len;
    }
}
