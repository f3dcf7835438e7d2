/* vfs_record.c - what was written and synced, and the files that a power cut might leave.
 *
 * Model: a synced file holds what it held then; of each later write any 512-byte pieces may be there,
 * truncations may have happened or not; a file that was created and never synced may be missing; a deleted
 * file whose directory was not synced may still be there. */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "common/base/buf.h"
#include "common/base/check.h"
#include "common/base/heap.h"
#include "tests/lib/vfs_fault.h"
#include "tests/lib/vfs_int.h"

enum { MAX_FILES = 8, PIECE = 512 };

struct change {
    enum vfs_change what;
    size_t file;
    uint64_t at;
    struct smv_buf data;
};
static struct {
    pthread_mutex_t mutex;
    bool on;
    char prefix[200];
    char names[MAX_FILES][64]; /* behind the prefix */
    struct smv_buf begin[MAX_FILES];
    bool there[MAX_FILES];
    size_t n_files;
    struct change *changes;
    size_t n, cap;
} rec = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static bool load(const char *path, struct smv_buf *b)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        return false;
    }
    size_t n;
    do {
        n = fread(smv_buf_reserve(b, 65536), 1, 65536, f);
        b->len += n;
    } while (n > 0);
    INVARIANT(fclose(f) == 0);
    return true;
}

static size_t file_of(const char *name)
{
    for (size_t i = 0; i < rec.n_files; i++) {
        if (strcmp(rec.names[i], name) == 0) {
            return i;
        }
    }
    INVARIANT(rec.n_files < MAX_FILES);
    (void)snprintf(rec.names[rec.n_files], sizeof rec.names[0], "%s", name);
    return rec.n_files++;
}

void vfs_record_start(const char *prefix)
{
    static const char *const known[] = {"", "-wal", "-journal"};
    vfs_record_stop();
    (void)snprintf(rec.prefix, sizeof rec.prefix, "%s", prefix);
    for (size_t i = 0; i < 3; i++) {
        char path[264];
        size_t f = file_of(known[i]);
        (void)snprintf(path, sizeof path, "%s%s", rec.prefix, rec.names[f]);
        rec.there[f] = load(path, &rec.begin[f]);
    }
    (void)pthread_mutex_lock(&rec.mutex);
    rec.on = true;
    (void)pthread_mutex_unlock(&rec.mutex);
}

void vfs_record(enum vfs_change what, const char *path, uint64_t at, const void *data, size_t n)
{
    (void)pthread_mutex_lock(&rec.mutex);
    size_t len = strlen(rec.prefix);
    if (rec.on && path != NULL && strncmp(path, rec.prefix, len) == 0) {
        rec.changes = smv_grow(rec.changes, &rec.cap, rec.n + 1, sizeof *rec.changes);
        struct change *c = &rec.changes[rec.n++];
        *c = (struct change){.what = what, .file = file_of(path + len), .at = at};
        smv_buf_put(&c->data, data, n);
    }
    (void)pthread_mutex_unlock(&rec.mutex);
}

void vfs_record_dir_sync(void)
{
    vfs_record(VFS_CHANGE_DIR_SYNC, rec.prefix, 0, NULL, 0);
}

size_t vfs_record_count(void)
{
    (void)pthread_mutex_lock(&rec.mutex);
    size_t n = rec.n;
    (void)pthread_mutex_unlock(&rec.mutex);
    return n;
}

bool vfs_record_is_sync(size_t i)
{
    return rec.changes[i].what == VFS_CHANGE_SYNC;
}

void vfs_record_stop(void)
{
    (void)pthread_mutex_lock(&rec.mutex);
    rec.on = false;
    for (size_t i = 0; i < rec.n; i++) {
        smv_buf_finish(&rec.changes[i].data);
    }
    smv_free(rec.changes);
    for (size_t i = 0; i < rec.n_files; i++) {
        smv_buf_finish(&rec.begin[i]);
        rec.there[i] = false;
    }
    rec.changes = NULL;
    rec.n = rec.cap = rec.n_files = 0;
    (void)pthread_mutex_unlock(&rec.mutex);
}

/* --- a cut ------------------------------------------------------------------------------------------- */

static void put_piece(struct smv_buf *b, uint64_t at, const uint8_t *data, size_t n)
{
    if (b->len < at + n) {
        size_t extra = (size_t)(at + n) - b->len;
        memset(smv_buf_reserve(b, extra), 0, extra);
        b->len += extra;
    }
    memcpy(b->data + at, data, n);
}

static void set_size(struct smv_buf *b, uint64_t size)
{
    if (size > b->len) {
        size_t extra = (size_t)size - b->len;
        memset(smv_buf_reserve(b, extra), 0, extra);
    }
    b->len = (size_t)size;
}

/* per_mille of the pieces come through. */
static void apply(struct smv_buf *b, const struct change *c, struct smv_rng *rng,
                  uint32_t per_mille)
{
    if (c->what == VFS_CHANGE_TRUNCATE && smv_rng_chance(rng, per_mille)) {
        set_size(b, c->at);
    }
    for (size_t from = 0; c->what == VFS_CHANGE_WRITE && from < c->data.len;) {
        uint64_t at = c->at + from;
        size_t n = PIECE - (size_t)(at % PIECE);
        n = n < c->data.len - from ? n : c->data.len - from;
        if (smv_rng_chance(rng, per_mille)) {
            put_piece(b, at, c->data.data + from, n);
        }
        from += n;
    }
}

/* The last change to file f before n that made everything earlier in it certain; n if there is none. */
static size_t last_certain(size_t f, size_t n)
{
    for (size_t i = n; i > 0; i--) {
        const struct change *c = &rec.changes[i - 1];
        if (c->file == f && (c->what == VFS_CHANGE_SYNC || c->what == VFS_CHANGE_CREATE)) {
            return i - 1;
        }
    }
    return n;
}

static bool dir_synced(size_t after, size_t n)
{
    for (size_t i = after; i < n; i++) {
        if (rec.changes[i].what == VFS_CHANGE_DIR_SYNC) {
            return true;
        }
    }
    return false;
}

static bool cut_file(size_t f, size_t n, struct smv_buf *b, struct smv_rng *rng)
{
    static const uint32_t shares[] = {0, 500, 900, 1000};
    uint32_t share = shares[smv_rng_below(rng, 4)];
    size_t certain = last_certain(f, n);
    bool there = rec.there[f];
    smv_buf_put_span(b, smv_buf_span(&rec.begin[f]));
    for (size_t i = 0; i < n; i++) {
        const struct change *c = &rec.changes[i];
        if (c->file != f) {
            continue;
        }
        bool sure = certain < n && i <= certain;
        switch (c->what) {
        case VFS_CHANGE_CREATE:
            smv_buf_clear(b);
            there = i < certain || dir_synced(i, n) || smv_rng_chance(rng, 500);
            break;
        case VFS_CHANGE_DELETE:
            if (c->at != 0 || dir_synced(i, n) || smv_rng_chance(rng, share)) {
                smv_buf_clear(b);
                there = false;
            }
            break;
        case VFS_CHANGE_WRITE:
        case VFS_CHANGE_TRUNCATE: apply(b, c, rng, sure ? 1000 : share); break;
        case VFS_CHANGE_SYNC: there = true; break;
        case VFS_CHANGE_DIR_SYNC: break;
        }
    }
    return there;
}

void vfs_record_cut(size_t n, const char *to_prefix, struct smv_rng *rng)
{
    PRE(n <= rec.n);
    for (size_t f = 0; f < rec.n_files; f++) {
        char path[264];
        struct smv_buf b = {0};
        (void)snprintf(path, sizeof path, "%.190s%s", to_prefix, rec.names[f]);
        (void)unlink(path);
        if (cut_file(f, n, &b, rng)) {
            FILE *out = fopen(path, "wb");
            INVARIANT(out != NULL);
            INVARIANT(b.len == 0 || fwrite(b.data, 1, b.len, out) == b.len);
            INVARIANT(fclose(out) == 0);
        }
        smv_buf_finish(&b);
    }
}
