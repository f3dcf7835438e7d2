/* vfs_fault.c - the VFS that fails on order.
 *
 * A failing write has written its first half; a failing sync has synced nothing and leaves the data in the
 * page cache, as Linux does. */
#include "tests/lib/vfs_fault.h"
#include <pthread.h>
#include <sqlite3.h>
#include <string.h>
#include "common/base/check.h"
#include "tests/lib/vfs_int.h"

struct fault_file {
    sqlite3_file base;
    const char *path; /* SQLite keeps it until close */
    sqlite3_file *real;
};
static struct {
    pthread_mutex_t mutex;
    unsigned ops, left;
    bool forever, happened;
    int code;
} plan = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static int ask(enum vfs_op op)
{
    int code = SQLITE_OK;
    (void)pthread_mutex_lock(&plan.mutex);
    if ((plan.ops & op) != 0 && plan.left > 0) {
        plan.left--;
        if (plan.left == 0) {
            code = plan.code;
            plan.happened = true;
            plan.left = plan.forever ? 1 : 0;
        }
    }
    (void)pthread_mutex_unlock(&plan.mutex);
    return code;
}

void vfs_fault_order(unsigned ops, unsigned k, bool forever, int code)
{
    (void)pthread_mutex_lock(&plan.mutex);
    plan.ops = ops;
    plan.left = k;
    plan.forever = forever;
    plan.code = code;
    plan.happened = false;
    (void)pthread_mutex_unlock(&plan.mutex);
}

void vfs_fault_none(void)
{
    (void)pthread_mutex_lock(&plan.mutex);
    plan.ops = 0;
    plan.left = 0;
    (void)pthread_mutex_unlock(&plan.mutex);
}

bool vfs_fault_happened(void)
{
    (void)pthread_mutex_lock(&plan.mutex);
    bool happened = plan.happened;
    (void)pthread_mutex_unlock(&plan.mutex);
    return happened;
}

/* An I/O error of the kind that the operation would give. */
static int io_code(int code, int as_io)
{
    return code == SQLITE_IOERR ? as_io : code;
}

static sqlite3_file *real_of(sqlite3_file *file)
{
    return ((struct fault_file *)file)->real;
}

static int f_close(sqlite3_file *file)
{
    return real_of(file)->pMethods->xClose(real_of(file));
}

static int f_read(sqlite3_file *file, void *buf, int n, sqlite3_int64 at)
{
    int code = ask(VFS_READ);
    return code != SQLITE_OK ? io_code(code, SQLITE_IOERR_READ)
                             : real_of(file)->pMethods->xRead(real_of(file), buf, n, at);
}

static int f_write(sqlite3_file *file, const void *buf, int n, sqlite3_int64 at)
{
    int code = ask(VFS_WRITE);
    int part = code == SQLITE_OK ? n : n / 2;
    int rc = SQLITE_OK;
    if (part > 0) {
        vfs_record(VFS_CHANGE_WRITE, ((struct fault_file *)file)->path, (uint64_t)at, buf,
                   (size_t)part);
        rc = real_of(file)->pMethods->xWrite(real_of(file), buf, part, at);
    }
    return code != SQLITE_OK ? io_code(code, SQLITE_IOERR_WRITE) : rc;
}

static int f_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    int code = ask(VFS_TRUNCATE);
    if (code != SQLITE_OK) {
        return io_code(code, SQLITE_IOERR_TRUNCATE);
    }
    vfs_record(VFS_CHANGE_TRUNCATE, ((struct fault_file *)file)->path, (uint64_t)size, NULL, 0);
    return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int f_sync(sqlite3_file *file, int flags)
{
    int code = ask(VFS_SYNC);
    if (code != SQLITE_OK) {
        return io_code(code, SQLITE_IOERR_FSYNC);
    }
    int rc = real_of(file)->pMethods->xSync(real_of(file), flags);
    if (rc == SQLITE_OK) {
        vfs_record(VFS_CHANGE_SYNC, ((struct fault_file *)file)->path, 0, NULL, 0);
    }
    return rc;
}

static int f_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}
static int f_lock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xLock(real_of(file), level);
}
static int f_unlock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}
static int f_check(sqlite3_file *file, int *out)
{
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), out);
}
static int f_control(sqlite3_file *file, int op, void *arg)
{
    return real_of(file)->pMethods->xFileControl(real_of(file), op, arg);
}
static int f_sector(sqlite3_file *file)
{
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}
static int f_device(sqlite3_file *file)
{
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}
static int f_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
    return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, out);
}
static int f_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, n, flags);
}
static void f_shm_barrier(sqlite3_file *file)
{
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}
static int f_shm_unmap(sqlite3_file *file, int del)
{
    return real_of(file)->pMethods->xShmUnmap(real_of(file), del);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = f_close,
    .xRead = f_read,
    .xWrite = f_write,
    .xTruncate = f_truncate,
    .xSync = f_sync,
    .xFileSize = f_size,
    .xLock = f_lock,
    .xUnlock = f_unlock,
    .xCheckReservedLock = f_check,
    .xFileControl = f_control,
    .xSectorSize = f_sector,
    .xDeviceCharacteristics = f_device,
    .xShmMap = f_shm_map,
    .xShmLock = f_shm_lock,
    .xShmBarrier = f_shm_barrier,
    .xShmUnmap = f_shm_unmap,
};

static sqlite3_vfs *unix_vfs(sqlite3_vfs *vfs)
{
    return vfs->pAppData;
}

static int v_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *ret_flags)
{
    struct fault_file *f = (struct fault_file *)file;
    memset(f, 0, sizeof *f);
    int code = ask(VFS_OPEN);
    if (code != SQLITE_OK) {
        return io_code(code, SQLITE_CANTOPEN);
    }
    int there = 1;
    if (name != NULL) {
        (void)unix_vfs(vfs)->xAccess(unix_vfs(vfs), name, SQLITE_ACCESS_EXISTS, &there);
    }
    f->path = name;
    f->real = (sqlite3_file *)(f + 1);
    int rc = unix_vfs(vfs)->xOpen(unix_vfs(vfs), name, f->real, flags, ret_flags);
    if (rc == SQLITE_OK) {
        f->base.pMethods = &methods;
        if (!there) {
            vfs_record(VFS_CHANGE_CREATE, name, 0, NULL, 0);
        }
    }
    return rc;
}

static int v_delete(sqlite3_vfs *vfs, const char *name, int sync_dir)
{
    int code = ask(VFS_DELETE);
    if (code != SQLITE_OK) {
        return io_code(code, SQLITE_IOERR_DELETE);
    }
    vfs_record(VFS_CHANGE_DELETE, name, (uint64_t)sync_dir, NULL, 0);
    return unix_vfs(vfs)->xDelete(unix_vfs(vfs), name, sync_dir);
}

/* Reports come through with the inner VFS as their object. */
static int v_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
    return unix_vfs(vfs)->xAccess(unix_vfs(vfs), name, flags, out);
}
static int v_full(sqlite3_vfs *vfs, const char *name, int n, char *out)
{
    return unix_vfs(vfs)->xFullPathname(unix_vfs(vfs), name, n, out);
}
static int v_random(sqlite3_vfs *vfs, int n, char *out)
{
    return unix_vfs(vfs)->xRandomness(unix_vfs(vfs), n, out);
}
static int v_sleep(sqlite3_vfs *vfs, int us)
{
    return unix_vfs(vfs)->xSleep(unix_vfs(vfs), us);
}
static int v_time(sqlite3_vfs *vfs, sqlite3_int64 *out)
{
    return unix_vfs(vfs)->xCurrentTimeInt64(unix_vfs(vfs), out);
}
static int v_error(sqlite3_vfs *vfs, int n, char *out)
{
    return unix_vfs(vfs)->xGetLastError(unix_vfs(vfs), n, out);
}

static sqlite3_vfs fault_vfs = {
    .iVersion = 2,
    .zName = "fault",
    .xOpen = v_open,
    .xDelete = v_delete,
    .xAccess = v_access,
    .xFullPathname = v_full,
    .xRandomness = v_random,
    .xSleep = v_sleep,
    .xCurrentTimeInt64 = v_time,
    .xGetLastError = v_error,
};

void vfs_fault_register(void)
{
    sqlite3_vfs *real = sqlite3_vfs_find("unix");
    INVARIANT(real != NULL);
    fault_vfs.szOsFile = (int)sizeof(struct fault_file) + real->szOsFile;
    fault_vfs.mxPathname = real->mxPathname;
    fault_vfs.pAppData = real;
    INVARIANT(sqlite3_vfs_register(&fault_vfs, 1) == SQLITE_OK);
}

void vfs_fault_unregister(void)
{
    INVARIANT(sqlite3_vfs_unregister(&fault_vfs) == SQLITE_OK);
    INVARIANT(sqlite3_vfs_register(sqlite3_vfs_find("unix"), 1) == SQLITE_OK);
}
