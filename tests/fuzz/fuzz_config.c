/* fuzz_config.c - any bytes as samverkad's configuration file: options or a sentence, nothing else.
 *
 * What: the file is read as by `samverkad --config FILE --check-config`; what it allocates is given back.
 * Uses: daemon/io/config.h. Sentences go to a null device. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include "common/base/check.h"
#include "daemon/io/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_it(const char *path)
{
    char program[] = "samverkad", option[] = "--config", check[] = "--check-config", file[64];
    snprintf(file, sizeof file, "%s", path);
    char *argv[] = {program, option, file, check, NULL};
    struct smv_config config = {0};
    (void)smv_config_load(4, argv, &config);
    smv_config_finish(&config);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int fd = memfd_create("config", MFD_CLOEXEC), quiet = open("/dev/null", O_WRONLY | O_CLOEXEC);
    int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO);
    char path[64];
    INVARIANT(fd >= 0 && quiet >= 0 && out >= 0 && err >= 0);
    INVARIANT(write(fd, data, size) == (ssize_t)size);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    dup2(quiet, STDOUT_FILENO);
    dup2(quiet, STDERR_FILENO);
    read_it(path);
    fflush(stdout);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    close(fd);
    close(quiet);
    close(out);
    close(err);
    return 0;
}
