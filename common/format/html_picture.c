/* html_picture.c - an SVG inside HTML; see html_int.h.
 *
 * Inline, so that its letters are text to readers, searches and tagged PDF. HTML reads SVG by other rules than XML: only
 * the plain elements of drawings go in like that; a picture with anything else is put in as an image file, where nothing
 * of it can reach the page. */
#include <string.h>
#include "common/format/format.h"
#include "common/format/html_int.h"

static bool name_char(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == ':' || c == '_';
}

static size_t name_length(struct smv_span s, size_t at)
{
    size_t n = 0;
    while (at + n < s.len && name_char(s.data[at + n])) {
        n++;
    }
    return n;
}

static bool drawn_with(struct smv_span name)
{
    static const char *const all[] = {
        "svg",     "g",      "path",   "rect",  "line",           "circle",         "ellipse",
        "polygon", "text",   "tspan",  "title", "desc",           "defs",           "polyline",
        "marker",  "use",    "symbol", "stop",  "linearGradient", "radialGradient", "clipPath",
        "mask",    "pattern"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (smv_span_is(name, all[i])) {
            return true;
        }
    }
    return false;
}

/* Where the tag that begins at `at` ends: after its '>', which may also stand in a value. 0: nowhere. */
static size_t tag_end(struct smv_span s, size_t at)
{
    uint8_t quote = 0;
    for (size_t i = at + 1; i < s.len; i++) {
        uint8_t c = s.data[i];
        if (quote) {
            quote = c == quote ? 0 : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            return i + 1;
        }
    }
    return 0;
}

static bool begins_with(struct smv_span s, size_t at, const char *with)
{
    size_t n = strlen(with);
    return s.len - at >= n && memcmp(s.data + at, with, n) == 0;
}

/* Where the root begins, behind the XML declaration and white space; s.len if something else comes first. */
static size_t root_begin(struct smv_span s)
{
    size_t at = 0;
    for (;;) {
        while (at < s.len && (s.data[at] <= ' ' || s.data[at] == 0xef || s.data[at] == 0xbb ||
                              s.data[at] == 0xbf)) {
            at++;
        }
        if (!begins_with(s, at, "<?xml")) {
            break;
        }
        size_t end = tag_end(s, at);
        if (end == 0) {
            return s.len;
        }
        at = end;
    }
    return begins_with(s, at, "<svg") && name_length(s, at + 1) == 3 ? at : s.len;
}

/* Only elements of drawings, no comments, no entities of its own, no handlers. */
static bool plain_drawing(struct smv_span s, size_t from)
{
    for (size_t i = from; i < s.len; i++) {
        if (s.data[i] != '<') {
            continue;
        }
        size_t end = tag_end(s, i), name = i + 1 + (i + 1 < s.len && s.data[i + 1] == '/');
        if (end == 0 || !drawn_with(smv_span(s.data + name, name_length(s, name)))) {
            return false;
        }
        for (size_t k = i; k + 3 < end; k++) {
            bool word = s.data[k] <= ' ' || s.data[k] == '"' || s.data[k] == '\'';
            if (word && (s.data[k + 1] | 32) == 'o' && (s.data[k + 2] | 32) == 'n' &&
                name_char(s.data[k + 3])) {
                return false;
            }
        }
        i = end - 1;
    }
    return true;
}

static void put_prefix(struct smv_buf *b, size_t nth)
{
    smv_buf_put_byte(b, 'p');
    smv_buf_put_u64(b, nth);
    smv_buf_put_byte(b, '-');
}

/* A tag with its identifiers made this picture's own. */
static void put_tag(struct smv_buf *b, struct smv_span tag, size_t nth)
{
    static const char *const before[] = {" id=\"",  " id='",    "url(#",  "url('#",
                                         "url(\"#", "href=\"#", "href='#"};
    for (size_t i = 0; i < tag.len;) {
        size_t n = 0;
        for (size_t k = 0; k < sizeof before / sizeof *before && n == 0; k++) {
            n = begins_with(tag, i, before[k]) ? strlen(before[k]) : 0;
        }
        smv_buf_put(b, tag.data + i, n ? n : 1);
        if (n) {
            put_prefix(b, nth);
        }
        i += n ? n : 1;
    }
}

/* The root's tag with our name for it instead of its own. */
static void put_root(struct smv_buf *b, struct smv_span tag, const struct smv_doc_picture *p,
                     size_t nth)
{
    bool box = false;
    size_t i = 4; /* "<svg" */
    smv_buf_put_str(b, "<svg role=\"img\" aria-label=\"");
    smv_markup_attr(b, p->alt);
    smv_buf_put_byte(b, '"');
    while (i < tag.len) {
        while (i < tag.len && tag.data[i] <= ' ') {
            i++;
        }
        struct smv_span name = smv_span(tag.data + i, name_length(tag, i));
        size_t from = i;
        i += name.len;
        if (name.len == 0) {
            break; /* "/>" or ">" */
        }
        while (i < tag.len && tag.data[i] != '"' && tag.data[i] != '\'') {
            i++;
        }
        uint8_t quote = i < tag.len ? tag.data[i] : 0;
        for (i++; i < tag.len && tag.data[i] != quote; i++) {
        }
        i++;
        bool ours = smv_span_is(name, "role") || begins_with(name, 0, "aria-") || i > tag.len;
        box = box || smv_span_is(name, "viewBox");
        if (!ours) {
            struct smv_buf one = {0};
            smv_buf_put_byte(&one, ' ');
            smv_buf_put(&one, tag.data + from, i - from);
            put_tag(b, smv_buf_span(&one), nth);
            smv_buf_finish(&one);
        }
    }
    if (!box && p->width && p->height) { /* without it a browser cannot scale */
        smv_buf_put_str(b, " viewBox=\"0 0 ");
        smv_buf_put_u64(b, p->width);
        smv_buf_put_byte(b, ' ');
        smv_buf_put_u64(b, p->height);
        smv_buf_put_byte(b, '"');
    }
    smv_buf_put_byte(b, '>');
}

static void put_inline(struct smv_buf *b, struct smv_span svg, size_t root,
                       const struct smv_doc_picture *p, size_t nth)
{
    size_t at = tag_end(svg, root);
    put_root(b, smv_span(svg.data + root, at - root), p, nth);
    if (svg.data[at - 2] == '/') {
        smv_buf_put_str(b, "</svg>");
        return;
    }
    while (at < svg.len) {
        size_t end = svg.data[at] == '<' ? tag_end(svg, at) : at;
        if (svg.data[at] == '<') {
            put_tag(b, smv_span(svg.data + at, end - at), nth);
        } else {
            while (end < svg.len && svg.data[end] != '<') {
                end++;
            }
            smv_buf_put(b, svg.data + at, end - at);
        }
        at = end;
    }
}

static void put_base64(struct smv_buf *b, struct smv_span s)
{
    static const char sign[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < s.len; i += 3) {
        uint32_t v = (uint32_t)s.data[i] << 16 |
                     (i + 1 < s.len ? (uint32_t)s.data[i + 1] << 8 : 0) |
                     (i + 2 < s.len ? s.data[i + 2] : 0);
        smv_buf_put_byte(b, (uint8_t)sign[v >> 18]);
        smv_buf_put_byte(b, (uint8_t)sign[v >> 12 & 63]);
        smv_buf_put_byte(b, i + 1 < s.len ? (uint8_t)sign[v >> 6 & 63] : '=');
        smv_buf_put_byte(b, i + 2 < s.len ? (uint8_t)sign[v & 63] : '=');
    }
}

void smv_html_picture(struct smv_buf *b, const struct smv_doc_picture *p, size_t nth)
{
    struct smv_buf png = {0};
    size_t root = root_begin(p->svg);
    /* What a strict reader can draw is closed where it should be, and cannot swallow what follows. */
    bool sound = smv_svg_to_png(&png, p->svg, 16) == SMV_OK;
    smv_buf_finish(&png);
    if (sound && root < p->svg.len && plain_drawing(p->svg, root)) {
        put_inline(b, p->svg, root, p, nth);
    } else if (sound) {
        smv_buf_put_str(b, "<img alt=\"");
        smv_markup_attr(b, p->alt);
        smv_buf_put_str(b, "\" src=\"data:image/svg+xml;base64,");
        put_base64(b, p->svg);
        smv_buf_put_str(b, "\">");
    } else {
        smv_buf_put_str(b, "<p>");
        smv_markup_text(b, p->alt);
        smv_buf_put_str(b, "</p>");
    }
}
