/* qr.c - see qr.h. */
#include "client-cli/out/qr.h"
#include <qrencode.h>
#include <stdio.h>

enum { QUIET = 2 };

/* Two modules above each other in one character; colours are set so that light is light on any terminal. */
void smv_out_qr(struct smv_out *out, const char *text)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L);
    FILE *f = out->file;
    if (code == NULL || out->impl == &smv_out_json) {
        QRcode_free(code);
        return;
    }
    int w = code->width;
    for (int y = -QUIET; y < w + QUIET; y += 2) {
        fputs(out->terminal ? "\033[40;97m" : "", f);
        for (int k = -QUIET; k < w + QUIET; k++) {
            bool in = k >= 0 && k < w;
            bool up = in && y >= 0 && y < w && (code->data[y * w + k] & 1) != 0;
            bool down = in && y + 1 >= 0 && y + 1 < w && (code->data[(y + 1) * w + k] & 1) != 0;
            fputs(up ? (down ? " " : "\xe2\x96\x84") : down ? "\xe2\x96\x80" : "\xe2\x96\x88", f);
        }
        fputs(out->terminal ? "\033[0m\n" : "\n", f);
    }
    QRcode_free(code);
}
