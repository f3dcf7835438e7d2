/* erased.c - see erased.h. */
#include "daemon/io/erased.h"
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "common/pack/writer.h"
#include "daemon/io/keys.h"
#include "proto/msg.h"

enum { MAX_LINES = 20000 }; /* a daemon that has erased more than that forgets the first ones */

/* --- the list --------------------------------------------------------------------------------------------- */
static void add_line(struct smv_erased *e, const char *name, const uint8_t epoch[16])
{
    if (e->n == MAX_LINES) {
        memmove(e->lines, e->lines + 1, --e->n * sizeof *e->lines);
    }
    e->lines = smv_grow(e->lines, &e->cap, e->n + 1, sizeof *e->lines);
    struct smv_erased_line *line = &e->lines[e->n++];
    snprintf(line->name, sizeof line->name, "%s", name);
    memcpy(line->epoch, epoch, sizeof line->epoch);
}

enum smv_err smv_erased_load(struct smv_erased *e, const char *data)
{
    char path[1200], text[200];
    snprintf(path, sizeof path, "%s/erased", data);
    FILE *f = fopen(path, "re");
    if (!f) {
        return errno == ENOENT ? SMV_OK : smv_file_err(errno);
    }
    while (fgets(text, sizeof text, f)) {
        char name[49], hex[33];
        uint8_t epoch[16];
        size_t n = 0;
        if (sscanf(text, "%48s %32s", name, hex) == 2 &&
            sodium_hex2bin(epoch, sizeof epoch, hex, strlen(hex), NULL, &n, NULL) == 0 &&
            n == sizeof epoch) {
            add_line(e, name, epoch);
        }
    }
    enum smv_err err = ferror(f) ? SMV_ERR_IO : SMV_OK;
    fclose(f);
    return err;
}

void smv_erased_finish(struct smv_erased *e)
{
    smv_free(e->lines);
    memset(e, 0, sizeof *e);
}

bool smv_erased_has(const struct smv_erased *e, struct smv_span name)
{
    for (size_t i = 0; i < e->n; i++) {
        if (smv_span_is(name, e->lines[i].name)) {
            return true;
        }
    }
    return false;
}

static bool knows(const struct smv_erased *e, const uint8_t epoch[16])
{
    for (size_t i = 0; i < e->n; i++) {
        if (memcmp(e->lines[i].epoch, epoch, 16) == 0) {
            return true;
        }
    }
    return false;
}

enum smv_err smv_erased_add(struct smv_erased *e, const char *data, const char *name,
                            const struct smv_core *core)
{
    uint8_t epochs[SMV_CORE_EPOCHS][16];
    size_t n = smv_core_epochs(core, epochs);
    char path[1200];
    snprintf(path, sizeof path, "%s/erased", data);
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    bool ok = fd >= 0;
    for (size_t i = 0; i < n; i++) {
        char hex[33], line[100];
        add_line(e, name, epochs[i]);
        sodium_bin2hex(hex, sizeof hex, epochs[i], 16);
        int len = snprintf(line, sizeof line, "%s %s\n", name, hex);
        ok = ok && write(fd, line, (size_t)len) == len;
    }
    ok = ok && fsync(fd) == 0;
    enum smv_err err = ok ? SMV_OK : smv_file_err(errno);
    if (fd >= 0) {
        close(fd);
    }
    return err;
}

/* --- the answer --------------------------------------------------------------------------------------------- */
static bool claims_erased(const struct smv_erased *e, struct smv_span message)
{
    struct smv_msg m;
    struct smv_reader r;
    uint8_t epoch[16];
    if (smv_msg_read(message, /* up */ 1, &m) != SMV_OK || m.kind != SMV_MSG_KIND_HELLO) {
        return false;
    }
    smv_reader_init(&r, m.u.hello.resume);
    smv_read_array_of(&r, 3);
    smv_read_bin_exact(&r, epoch, sizeof epoch);
    return r.err == SMV_OK && knows(e, epoch);
}

static struct smv_frame *frame_of(const struct smv_msg *m, size_t prefix)
{
    struct smv_buf b = {0};
    smv_msg_write(&b, m);
    struct smv_frame *f = smv_frame_make(prefix, smv_buf_span(&b));
    smv_buf_finish(&b);
    return f;
}

size_t smv_erased_answer(const struct smv_erased *e, struct smv_span message, size_t prefix,
                         smv_ms now, struct smv_frame *ret[SMV_ERASED_FRAMES])
{
    static const uint8_t nil = 0xc0, h8[8];
    uint8_t fresh[16];
    struct smv_tree tree;
    struct smv_buf nodes = {0};
    if (!claims_erased(e, message)) {
        return 0;
    }
    randombytes_buf(fresh,
                    sizeof fresh); /* a history of its own, that nobody will claim with success */
    struct smv_msg m = {.kind = SMV_MSG_KIND_WELCOME};
    m.u.welcome = (struct smv_msg_welcome){.version = SMV_PROTO_VERSION,
                                           .epoch = smv_span(fresh, sizeof fresh),
                                           .head = 2, /* above SNAP's: no live seminar */
                                           .mode = 2,
                                           .reason = 3,
                                           .lost = smv_span(&nil, 1),
                                           .role = SMV_ROLE_PARTICIPANT,
                                           .clock = now,
                                           .ping_ms = 10000,
                                           .frame_max = SMV_MAX_FRAME_IN_PHONE,
                                           .unconfirmed_max = SMV_MAX_UNCONFIRMED};
    ret[0] = frame_of(&m, prefix);
    smv_tree_init(&tree, /* history */ false);
    smv_write_array(&nodes, 1);
    smv_node_write(&nodes, tree.root, /* with_history */ false);
    m = (struct smv_msg){.kind = SMV_MSG_KIND_SNAP};
    m.u.snap = (struct smv_msg_snap){1, smv_span(h8, sizeof h8), 0, 1, smv_buf_span(&nodes)};
    ret[1] = frame_of(&m, prefix);
    smv_buf_finish(&nodes);
    smv_tree_finish(&tree);
    return SMV_ERASED_FRAMES;
}
