/* vfs_int.h - between the VFS that fails and its record. */
#ifndef SMV_TESTS_VFS_INT_H
#define SMV_TESTS_VFS_INT_H
#include <stddef.h>
#include <stdint.h>

enum vfs_change {
    VFS_CHANGE_CREATE,
    VFS_CHANGE_WRITE,
    VFS_CHANGE_TRUNCATE,
    VFS_CHANGE_SYNC,
    VFS_CHANGE_DELETE,
    VFS_CHANGE_DIR_SYNC
};
/* Called before a change is told to have succeeded. data: WRITE; at: WRITE's place, TRUNCATE's size. */
void vfs_record(enum vfs_change what, const char *path, uint64_t at, const void *data, size_t n);

#endif
