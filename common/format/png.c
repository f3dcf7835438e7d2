/* png.c - an SVG as PNG.
 *
 * What: smv_svg_to_png. The picture is given no address to start from, so librsvg loads nothing that it refers to: no
 *       file, no network.
 * Not:  no layout: what does not fit the picture's own frame is cut.
 * Uses: librsvg, cairo.    Thread: any.
 * Invariants: never larger than MAX_SIDE in either direction, whatever proportions the SVG claims. */
#include "common/format/format.h"
#include <librsvg/rsvg.h>

#ifdef __SANITIZE_ADDRESS__
/* fontconfig keeps its tables until the process ends, where some cannot be reached any more. */
const char *__lsan_default_options(void);
const char *__lsan_default_options(void)
{
    return "print_suppressions=0";
}
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\n";
}
#endif

enum { MAX_SIDE = 8000, MAX_RATIO = 50 };

static cairo_status_t put(void *arg, const unsigned char *data, unsigned int len)
{
    smv_buf_put(arg, data, len);
    return CAIRO_STATUS_SUCCESS;
}

/* Height over width of the picture; 0 if it does not say. */
static double proportion(RsvgHandle *svg)
{
    gdouble w = 0, h = 0;
    if (!rsvg_handle_get_intrinsic_size_in_pixels(svg, &w, &h) || w <= 0 || h <= 0) {
        gboolean has_w, has_h, has_box;
        RsvgLength lw, lh;
        RsvgRectangle box;
        rsvg_handle_get_intrinsic_dimensions(svg, &has_w, &lw, &has_h, &lh, &has_box, &box);
        w = has_box ? box.width : 0;
        h = has_box ? box.height : 0;
    }
    if (!(w > 0) || !(h > 0) || !(h / w <= MAX_RATIO) || !(w / h <= MAX_RATIO)) {
        return 0;
    }
    return h / w;
}

static enum smv_err draw(struct smv_buf *b, RsvgHandle *svg, int w, int h)
{
    cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, w, h);
    cairo_t *cr = cairo_create(image);
    const RsvgRectangle all = {0, 0, w, h};
    enum smv_err err = SMV_OK;
    GError *error = NULL;
    cairo_set_source_rgb(cr, 1, 1, 1); /* paper: a dark theme must not shine through */
    cairo_paint(cr);
    if (!rsvg_handle_render_document(svg, cr, &all, &error)) {
        g_clear_error(&error);
        err = SMV_ERR_MALFORMED;
    } else if (cairo_status(cr) != CAIRO_STATUS_SUCCESS ||
               cairo_surface_write_to_png_stream(image, put, b) != CAIRO_STATUS_SUCCESS) {
        err = SMV_ERR_IO;
    }
    cairo_destroy(cr);
    cairo_surface_destroy(image);
    return err;
}

enum smv_err smv_svg_to_png(struct smv_buf *b, struct smv_span svg, unsigned width)
{
    GError *error = NULL;
    RsvgHandle *handle = rsvg_handle_new_from_data(svg.data, svg.len, &error);
    if (handle == NULL) {
        g_clear_error(&error);
        return SMV_ERR_MALFORMED;
    }
    double ratio = proportion(handle);
    double w = width < MAX_SIDE ? (width ? width : 1) : MAX_SIDE, h = w * ratio;
    if (h > MAX_SIDE) {
        w *= MAX_SIDE / h;
        h = MAX_SIDE;
    }
    size_t before = b->len;
    enum smv_err err = SMV_ERR_MALFORMED;
    if (ratio > 0) {
        err = draw(b, handle, w < 1 ? 1 : (int)(w + 0.5), h < 1 ? 1 : (int)(h + 0.5));
    }
    if (err != SMV_OK) {
        b->len = before;
    }
    g_object_unref(handle);
    return err;
}
