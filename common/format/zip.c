/* zip.c - files in one ZIP, in memory.
 *
 * What: smv_zip_write. Equal files and time give equal bytes: the files stand in the order given, with made_ms as their
 *       time in UTC whatever time zone the machine is in.
 * Not:  reads no ZIP; touches no file.
 * Uses: libzip.    Thread: any. */
#include "common/format/format.h"
#include <zip.h>
#include "common/format/moment.h"

/* DOS date and time of an instant, in UTC; a ZIP knows 1980-2107. */
static void dos_time(uint64_t ms, zip_uint16_t *ret_time, zip_uint16_t *ret_date)
{
    struct smv_moment m = smv_moment_of(ms);
    if (m.year < 1980 || m.year > 2107) {
        m = (struct smv_moment){.year = m.year < 1980 ? 1980 : 2107, .month = 1, .day = 1};
    }
    *ret_date = (zip_uint16_t)((m.year - 1980) << 9 | m.month << 5 | m.day);
    *ret_time = (zip_uint16_t)(m.hour << 11 | m.minute << 5 | m.second / 2);
}

static enum smv_err add_file(zip_t *z, const struct smv_zip_file *f, zip_uint16_t time,
                             zip_uint16_t date)
{
    zip_source_t *bytes = zip_source_buffer(z, f->bytes.data, f->bytes.len, 0);
    if (bytes == NULL) {
        return SMV_ERR_IO;
    }
    zip_int64_t at = zip_file_add(z, f->path, bytes, ZIP_FL_ENC_UTF_8);
    if (at < 0) { /* two of one name, or a library out of memory */
        zip_source_free(bytes);
        return SMV_ERR_IO;
    }
    zip_uint64_t i = (zip_uint64_t)at;
    zip_int32_t how = f->stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE;
    bool ok = zip_set_file_compression(z, i, how, 6) == 0 &&
              zip_file_set_dostime(z, i, time, date, 0) == 0 &&
              zip_file_set_external_attributes(z, i, 0, ZIP_OPSYS_UNIX, 0100644u << 16) == 0;
    return ok ? SMV_OK : SMV_ERR_IO;
}

static enum smv_err take_bytes(struct smv_buf *b, zip_source_t *s)
{
    zip_stat_t stat;
    if (zip_source_stat(s, &stat) != 0 || !(stat.valid & ZIP_STAT_SIZE) ||
        zip_source_open(s) != 0) {
        return SMV_ERR_IO;
    }
    uint8_t *to = smv_buf_reserve(b, stat.size);
    zip_int64_t got = zip_source_read(s, to, stat.size);
    (void)zip_source_close(s);
    if (got < 0 || (zip_uint64_t)got != stat.size) {
        return SMV_ERR_IO;
    }
    b->len += stat.size;
    return SMV_OK;
}

enum smv_err smv_zip_write(struct smv_buf *b, const struct smv_zip_file *files, size_t n,
                           uint64_t made_ms)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *s = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *z = s ? zip_open_from_source(s, ZIP_TRUNCATE, &error) : NULL;
    zip_error_fini(&error);
    if (z == NULL) {
        zip_source_free(s);
        return SMV_ERR_IO;
    }
    zip_source_keep(s); /* closing the archive would free what it wrote into */
    zip_uint16_t time, date;
    dos_time(made_ms, &time, &date);
    enum smv_err err = SMV_OK;
    for (size_t i = 0; i < n && err == SMV_OK; i++) {
        err = add_file(z, &files[i], time, date);
    }
    if (err != SMV_OK || zip_close(z) != 0) {
        zip_discard(z);
        err = SMV_ERR_IO;
    } else if (n == 0) { /* libzip deletes an archive without files; this is what an empty one is */
        smv_buf_put(b, "PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22);
    } else {
        err = take_bytes(b, s);
    }
    zip_source_free(s);
    return err;
}
