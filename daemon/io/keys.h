/* keys.h - the secrets of polls: one file per poll, in a folder of their own, destroyed on order.
 *
 * What: FOLDER/<poll>.key with 32 random bytes, mode 0600, fsynced before it is used. With it a device's
 *       ballots can be told apart; without it nobody can tell whose they were. So it is never in the
 *       seminar's file, never in a backup, and destroyed (overwritten, then unlinked) when the poll closes.
 * Not:  overwriting reaches the file's blocks only where the file system writes in place.
 * Thread: the loop's; the calls block for one small fsync. */
#ifndef SMV_DAEMON_KEYS_H
#define SMV_DAEMON_KEYS_H
#include <stdbool.h>
#include <stdint.h>
#include "common/base/err.h"

enum { SMV_KEY_BYTES = 32 };

/* The stored key, or a new one where there is none. Errors: FULL, DENIED, IO, CORRUPT (wrong length). */
SMV_CHECKED enum smv_err smv_keys_make(const char *folder, uint64_t poll, uint8_t ret_key[32]);
/* Keeps this key (an import's), in place of any that is there. Errors as above. */
SMV_CHECKED enum smv_err smv_keys_put(const char *folder, uint64_t poll, const uint8_t key[32]);
/* Errors: MISSING and as above. */
SMV_CHECKED enum smv_err smv_keys_load(const char *folder, uint64_t poll, uint8_t ret_key[32]);
/* MISSING is not an error: what is not there need not be destroyed. */
SMV_CHECKED enum smv_err smv_keys_destroy(const char *folder, uint64_t poll);
/* Every key and the folder; *ret_n how many keys. */
SMV_CHECKED enum smv_err smv_keys_destroy_all(const char *folder, unsigned *ret_n);
/* Overwrite a file with zeros, fsync, unlink, fsync its folder. MISSING when it is not there. */
SMV_CHECKED enum smv_err smv_file_destroy(const char *path);
enum smv_err smv_file_err(int number);

#endif
