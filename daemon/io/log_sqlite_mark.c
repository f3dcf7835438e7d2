/* log_sqlite_mark.c - PATH.mark: how far things were confirmed.
 *
 * What: two slots of 512 bytes, written in turn and synced, so that a torn write costs the newer one only.
 *       A slot is one line of text that a person can read:
 *       "samverka-mark 1 WRITING SEQ CHAIN SUM", padded with blanks.
 * Not:  no rename: one write and one fdatasync, once a second.
 * Uses: POSIX, base/hash.h.    Thread: one at a time.
 * Invariant: a slot whose sum does not fit was never written; both so: as if there were no file. */
#include "daemon/io/log_sqlite_int.h"
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "common/base/hash.h"
#include "common/base/heap.h"

enum { SLOT = 512, NUMBERS = 91, /* "samverka-mark 1 " n20 ' ' seq20 ' ' chain32 ' ' */ SUM = 16 };

static void put_sum(const char *text, char hex[SUM + 1])
{
    uint8_t sum[SMV_HASH_SHORT];
    struct smv_span part = smv_span(text, NUMBERS);
    smv_hash(sum, sizeof sum, smv_span(NULL, 0), &part, 1);
    for (size_t i = 0; i < sizeof sum; i++) {
        (void)snprintf(hex + 2 * i, 3, "%02x", sum[i]);
    }
}

static void slot_encode(const struct smv_mark *m, char slot[SLOT])
{
    char text[NUMBERS + 1], chain[33], sum[SUM + 1];
    for (size_t i = 0; i < 16; i++) {
        (void)snprintf(chain + 2 * i, 3, "%02x", m->chain[i]);
    }
    (void)snprintf(text, sizeof text, "samverka-mark 1 %020" PRIu64 " %020" PRIu64 " %s ", m->n,
                   m->seq, chain);
    put_sum(text, sum);
    memset(slot, ' ', SLOT);
    memcpy(slot, text, NUMBERS);
    memcpy(slot + NUMBERS, sum, SUM);
    slot[SLOT - 1] = '\n';
}

static bool hex_byte(const char *at, uint8_t *ret_byte)
{
    static const char digits[] = "0123456789abcdef";
    const char *hi = memchr(digits, at[0], 16), *lo = memchr(digits, at[1], 16);
    if (hi == NULL || lo == NULL) {
        return false;
    }
    *ret_byte = (uint8_t)((hi - digits) << 4 | (lo - digits));
    return true;
}

static void slot_decode(const char slot[SLOT], struct smv_mark *best)
{
    char text[NUMBERS + 1], sum[SUM + 1];
    memcpy(text, slot, NUMBERS);
    text[NUMBERS] = '\0';
    put_sum(text, sum);
    if (memcmp(text, "samverka-mark 1 ", 16) != 0 || memcmp(sum, slot + NUMBERS, SUM) != 0) {
        return;
    }
    struct smv_mark m = {
        .known = true, .n = strtoull(text + 16, NULL, 10), .seq = strtoull(text + 37, NULL, 10)};
    for (size_t i = 0; i < 16; i++) {
        if (!hex_byte(text + 58 + 2 * i, &m.chain[i])) {
            return;
        }
    }
    if (!best->known || m.n > best->n) {
        *best = m;
    }
}

enum smv_err smv_mark__open(struct smv_mark_file *m, const char *path)
{
    memset(m, 0, sizeof *m);
    char *name = smv_file__beside(path, ".mark");
    m->fd = open(name, O_RDWR | O_CLOEXEC);
    int error = errno;
    smv_free(name);
    if (m->fd < 0) {
        return error == ENOENT ? SMV_OK : smv_err_from_errno(error);
    }
    char slots[2 * SLOT] = {0};
    ssize_t got = pread(m->fd, slots, sizeof slots, 0);
    if (got < 0) {
        enum smv_err err = smv_err_from_errno(errno);
        smv_mark__close(m);
        return err;
    }
    slot_decode(slots, &m->last);
    slot_decode(slots + SLOT, &m->last);
    return SMV_OK;
}

static enum smv_err mark_make(struct smv_mark_file *m, const char *path)
{
    char *name = smv_file__beside(path, ".mark");
    m->fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    enum smv_err err = m->fd >= 0 ? SMV_OK : smv_err_from_errno(errno);
    if (err == SMV_OK) {
        err = smv_file__sync_dir(name);
    }
    if (err != SMV_OK) {
        smv_mark__close(m);
    }
    smv_free(name);
    return err;
}

enum smv_err smv_mark__write(struct smv_mark_file *m, const char *path, smv_seq seq,
                             const uint8_t chain[16])
{
    if (m->fd < 0) {
        SMV_TRY(mark_make(m, path));
    }
    struct smv_mark next = {.known = true, .n = m->last.n + 1, .seq = seq};
    memcpy(next.chain, chain, 16);
    char slot[SLOT];
    slot_encode(&next, slot);
    off_t at = (off_t)(next.n % 2) * SLOT;
    for (size_t done = 0; done < SLOT;) {
        ssize_t put = pwrite(m->fd, slot + done, SLOT - done, at + (off_t)done);
        if (put < 0 && errno != EINTR) {
            return smv_err_from_errno(errno);
        }
        done += put > 0 ? (size_t)put : 0;
    }
    if (fdatasync(m->fd) != 0) {
        return smv_err_from_errno(errno);
    }
    m->last = next;
    return SMV_OK;
}

void smv_mark__close(struct smv_mark_file *m)
{
    if (m->fd >= 0) {
        (void)close(m->fd); /* every writing was synced */
    }
    m->fd = -1;
}
