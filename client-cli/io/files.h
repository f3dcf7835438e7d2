/* files.h - the few things the client does with files: private folders, whole files, replacing one safely.
 *
 * Not:  no format of anything.
 * Thread: any; the calls block. */
#ifndef SMV_CLIENT_FILES_H
#define SMV_CLIENT_FILES_H
#include "common/base/buf.h"
#include "common/base/err.h"

enum smv_err smv_file_error(int number); /* from errno */
/* "a/b", to be freed with smv_free. */
char *smv_path(const char *folder, const char *name);
/* The folder and those above it, each 0700 when it is new. */
SMV_CHECKED enum smv_err smv_folder_make(const char *path);
/* Appends the whole file. Errors: MISSING, DENIED, TOO_BIG (over max), IO. */
SMV_CHECKED enum smv_err smv_file_read(const char *path, size_t max, struct smv_buf *ret);
/* A new file (0600) in the place of the old one: whole or not at all, also after a power cut when durable. */
SMV_CHECKED enum smv_err smv_file_replace(const char *path, struct smv_span bytes, bool durable);
SMV_CHECKED enum smv_err smv_file_sync_folder(const char *path);
SMV_CHECKED enum smv_err smv_fd_write_all(int fd, struct smv_span bytes);

#endif
