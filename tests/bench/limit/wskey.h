/* wskey.h - the Sec-WebSocket-Accept value of an upgrade.
 *
 * What: SHA-1 and Base64 of the client's key and the protocol's fixed GUID (RFC 6455, section 4.2.2).
 * Not:  a general SHA-1: only inputs shorter than 120 bytes.
 * Uses: nothing.    Used by: limitd.c.    Thread: any; keeps no state. */
#ifndef SMV_BENCH_WSKEY_H
#define SMV_BENCH_WSKEY_H
#include <stddef.h>
#include <stdint.h>

enum { WSKEY_MAX = 60, WSKEY_ACCEPT_SIZE = 32 };

/* @key, @n     the client's key, at most WSKEY_MAX bytes.
 * @ret_accept  gets 28 characters and a NUL. */
void wskey_accept(const uint8_t *key, size_t n, char ret_accept[WSKEY_ACCEPT_SIZE]);
#endif
