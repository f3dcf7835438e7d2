/* main.c - samverkad: options, the hooks that end the process, then daemon/io/run.c. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>
#include "common/base/check.h"
#include "common/base/hash.h"
#include "common/base/heap.h"
#include "daemon/io/run.h"

/* Memory has run out: what is confirmed is in the logs, the supervisor starts us again. */
static _Noreturn void on_exhausted(void)
{
    static const char text[] = "samverkad: out of memory\n";
    (void)!write(STDERR_FILENO, text, sizeof text - 1);
    _exit(SMV_EXIT_BROKEN);
}

/* A mistake of ours: better a restart than a wrong message. */
static void on_check(const char *what, const char *file, int line)
{
    char text[400];
    int len = snprintf(text, sizeof text, "samverkad: %s:%d: %s\n", file, line, what);
    (void)!write(STDERR_FILENO, text, (size_t)len);
}

int main(int argc, char **argv)
{
    struct smv_config config;
    struct smv_logger log;
    switch (smv_config_load(argc, argv, &config)) {
    case SMV_CONFIG_RUN: break;
    case SMV_CONFIG_DONE: return SMV_EXIT_OK;
    case SMV_CONFIG_WRONG: return SMV_EXIT_USAGE;
    }
    signal(SIGPIPE, SIG_IGN);
    smv_heap_set_exhausted(on_exhausted);
    smv_check_set_hook(on_check);
    smv_hash_init();
    smv_logger_init(&log, config.log);
    int code = smv_run(&config, &log);
    smv_config_finish(&config);
    uv_library_shutdown();
    return code;
}
