/* outbox.c - see outbox.h. */
#include "client-cli/io/outbox.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>
#include "client-cli/io/files.h"
#include "common/base/hash.h"
#include "common/base/heap.h"

enum { HEAD = 12, MAX_FILE = 256 * 1024 * 1024 };

static void hash_of(struct smv_span bytes, uint8_t out[8])
{
    smv_hash(out, 8, smv_span(NULL, 0), &bytes, 1);
}

static void put_record(struct smv_buf *b, struct smv_span bytes)
{
    uint8_t head[HEAD];
    for (unsigned i = 0; i < 4; i++) {
        head[i] = (uint8_t)(bytes.len >> (8 * i));
    }
    hash_of(bytes, head + 4);
    smv_buf_put(b, head, sizeof head);
    smv_buf_put_span(b, bytes);
}

/* The record at the beginning of s; false: it does not check out. */
static bool next_record(struct smv_span s, struct smv_span *ret)
{
    uint8_t hash[8];
    if (s.len < HEAD) {
        return false;
    }
    size_t len = (size_t)s.data[0] | (size_t)s.data[1] << 8 | (size_t)s.data[2] << 16 |
                 (size_t)s.data[3] << 24;
    if (len == 0 || len > s.len - HEAD) {
        return false;
    }
    *ret = smv_span(s.data + HEAD, len);
    hash_of(*ret, hash);
    return memcmp(hash, s.data + 4, sizeof hash) == 0;
}

static bool all_zero(struct smv_span s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.data[i] != 0) {
            return false;
        }
    }
    return true;
}

static enum smv_err read_records(struct smv_outbox *o, const char *path)
{
    size_t cap = 0, at = 0;
    struct smv_span record;
    enum smv_err err = smv_file_read(path, MAX_FILE, &o->bytes);
    if (err != SMV_OK && err != SMV_ERR_MISSING) {
        return err;
    }
    while (next_record(smv_span_from(smv_buf_span(&o->bytes), at), &record)) {
        o->records = smv_grow(o->records, &cap, o->n_records + 1, sizeof *o->records);
        o->records[o->n_records++] = record;
        at += HEAD + record.len;
    }
    o->size = at;
    struct smv_span rest = smv_span_from(smv_buf_span(&o->bytes), at);
    if (rest.len > 0) {
        if (!all_zero(rest)) {
            char *aside = smv_path(o->folder, "records.broken");
            err = smv_file_replace(aside, rest, /* durable */ true);
            smv_free(aside);
            SMV_TRY(err == SMV_ERR_MISSING ? SMV_OK : err);
        }
        if (truncate(path, (off_t)at) != 0) {
            return smv_file_error(errno);
        }
    }
    return SMV_OK;
}

/* Who this outbox is. Without its records it is somebody new: numbers must not be used twice. */
static enum smv_err read_cid(struct smv_outbox *o)
{
    struct smv_buf b = {0};
    char *path = smv_path(o->folder, "cid");
    enum smv_err err = smv_file_read(path, 64, &b);
    if (err == SMV_OK && b.len == sizeof o->cid && o->n_records > 0) {
        memcpy(o->cid, b.data, sizeof o->cid);
    } else if (getrandom(o->cid, sizeof o->cid, 0) != (ssize_t)sizeof o->cid) {
        err = SMV_ERR_IO;
    } else {
        err = smv_file_replace(path, smv_span(o->cid, sizeof o->cid), /* durable */ true);
    }
    smv_buf_finish(&b);
    smv_free(path);
    return err;
}

static enum smv_err lock(struct smv_outbox *o)
{
    char *path = smv_path(o->folder, "lock");
    o->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    smv_free(path);
    if (o->lock_fd < 0) {
        return smv_file_error(errno);
    }
    return flock(o->lock_fd, LOCK_EX | LOCK_NB) == 0 ? SMV_OK
           : errno == EWOULDBLOCK                    ? SMV_ERR_BUSY
                                                     : smv_file_error(errno);
}

static enum smv_err open_all(struct smv_outbox *o)
{
    SMV_TRY(lock(o));
    char *path = smv_path(o->folder, "records");
    enum smv_err err = read_records(o, path);
    err = err == SMV_OK ? read_cid(o) : err;
    if (err == SMV_OK) {
        o->fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
        err = o->fd < 0 ? smv_file_error(errno) : smv_file_sync_folder(o->folder);
    }
    smv_free(path);
    return err;
}

enum smv_err smv_outbox_take(const char *profile, unsigned number, bool make,
                             struct smv_outbox *ret_outbox)
{
    struct smv_outbox o = {.number = number, .lock_fd = -1, .fd = -1};
    struct stat st;
    char name[32];
    snprintf(name, sizeof name, "outbox-%u", number);
    o.folder = smv_path(profile, name);
    enum smv_err err = SMV_OK;
    if (stat(o.folder, &st) != 0) {
        err = !make ? SMV_ERR_MISSING : smv_folder_make(o.folder);
        err = err == SMV_OK ? smv_file_sync_folder(profile) : err;
    }
    err = err == SMV_OK ? open_all(&o) : err;
    if (err != SMV_OK) {
        smv_outbox_release(&o);
        return err;
    }
    *ret_outbox = o;
    return SMV_OK;
}

enum smv_err smv_outbox_append(struct smv_outbox *o, struct smv_span record)
{
    struct smv_buf b = {0};
    put_record(&b, record);
    enum smv_err err = smv_fd_write_all(o->fd, smv_buf_span(&b));
    if (err == SMV_OK && fdatasync(o->fd) != 0) {
        err = smv_file_error(errno);
    }
    if (err == SMV_OK) {
        o->size += b.len;
    } else if (ftruncate(o->fd, (off_t)o->size) != 0) {
        err = SMV_ERR_IO; /* half a record stays; the next start cuts it off */
    }
    smv_buf_finish(&b);
    return err;
}

enum smv_err smv_outbox_replace(struct smv_outbox *o, struct smv_span record)
{
    struct smv_buf b = {0};
    char *path = smv_path(o->folder, "records");
    if (record.len > 0) {
        put_record(&b, record);
    }
    enum smv_err err = smv_file_replace(path, smv_buf_span(&b), /* durable */ true);
    int fd = err == SMV_OK ? open(path, O_WRONLY | O_APPEND | O_CLOEXEC) : -1;
    if (err == SMV_OK && fd < 0) {
        err = smv_file_error(errno);
    }
    if (fd >= 0) {
        close(o->fd);
        o->fd = fd;
        o->size = b.len;
    }
    smv_buf_finish(&b);
    smv_free(path);
    return err;
}

void smv_outbox_release(struct smv_outbox *o)
{
    if (o->folder == NULL) {
        return;
    }
    if (o->fd >= 0) {
        close(o->fd);
    }
    if (o->lock_fd >= 0) {
        close(o->lock_fd); /* the lock goes with it */
    }
    smv_buf_finish(&o->bytes);
    smv_free(o->records);
    smv_free(o->folder);
    memset(o, 0, sizeof *o);
}
