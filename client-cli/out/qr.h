/* qr.h - a link as a QR code in the terminal, for a phone's camera.
 *
 * Not:  nothing is drawn into JSON, which is for programs.
 * Uses: libqrencode. */
#ifndef SMV_CLIENT_QR_H
#define SMV_CLIENT_QR_H
#include "client-cli/out/out.h"

void smv_out_qr(struct smv_out *out, const char *text);

#endif
