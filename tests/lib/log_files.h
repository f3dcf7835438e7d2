/* log_files.h - handling a log's files from outside: copies, plain SQLite, bytes.
 *
 * Not:  while the log is open in this process: closing a descriptor would drop SQLite's locks. */
#ifndef SMV_TESTS_LOG_FILES_H
#define SMV_TESTS_LOG_FILES_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool file_there(const char *path, const char *suffix);
void file_copy(const char *from, const char *from_suffix, const char *to, const char *to_suffix);
void file_remove(const char *path, const char *suffix); /* may be missing */
size_t file_size(const char *path, const char *suffix);
void file_cut(const char *path, const char *suffix, size_t size);
void file_poke(const char *path, const char *suffix, size_t at, const void *bytes, size_t n);
void file_peek(const char *path, const char *suffix, size_t at, void *ret_bytes, size_t n);
void file_sql(const char *path, const char *sql); /* with the plain VFS */
/* First column of the first row, as text. */
void file_ask(const char *path, const char *sql, char *ret_text, size_t size);

#endif
