/* vfs_fault.h - a SQLite VFS that fails on order and writes down what was written.
 *
 * What: stands in front of "unix" as the default VFS. Counts the operations of the chosen kinds and fails
 *       the k-th, once or from there on. Can record every change, so that a power cut at any moment can be
 *       built afterwards: what was synced, and any part of what was not.
 * Not:  the daemon's own small files (mark, rename) do not pass here.
 * Thread: any; one mutex. */
#ifndef SMV_TESTS_VFS_FAULT_H
#define SMV_TESTS_VFS_FAULT_H
#include <stdbool.h>
#include <stddef.h>
#include "common/base/rng.h"

enum vfs_op {
    VFS_OPEN = 1,
    VFS_READ = 2,
    VFS_WRITE = 4,
    VFS_SYNC = 8,
    VFS_TRUNCATE = 16,
    VFS_DELETE = 32
};

void vfs_fault_register(void);   /* "fault" becomes the default */
void vfs_fault_unregister(void); /* "unix" is the default again */
/* Fail the k-th (from 1) operation of these kinds with code; forever: and all later ones of these kinds. */
void vfs_fault_order(unsigned ops, unsigned k, bool forever, int code);
void vfs_fault_none(void);
bool vfs_fault_happened(void); /* since the last order */

/* Record all changes to files whose path begins with prefix, starting from what they hold now. */
void vfs_record_start(const char *prefix);
size_t vfs_record_count(void); /* changes up to now */
bool vfs_record_is_sync(size_t i);
void vfs_record_dir_sync(void); /* the directory of the files has been synced */
void vfs_record_stop(void);     /* forgets everything */
/* Files as a power cut after the first n changes might leave them, written under to_prefix in place of
 * prefix; files that would not exist are removed. */
void vfs_record_cut(size_t n, const char *to_prefix, struct smv_rng *rng);

#endif
