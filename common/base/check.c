/* check.c - the end of the road for a broken assertion.
 *
 * What: hands the text to the installed hook, then traps.
 * Not:  prints nothing itself: this layer has no output.
 * Invariant: the hook pointer is written by main() before the first thread and only read afterwards;
 *       together with the two in heap.c it is the only mutable global of common/. */
#include "common/base/check.h"
#include <stddef.h>

static void (*check_hook)(const char *what, const char *file, int line);

void smv_check_set_hook(void (*hook)(const char *what, const char *file, int line))
{
    check_hook = hook;
}

_Noreturn void smv_check_failed(const char *what, const char *file, int line)
{
    if (check_hook != NULL) {
        check_hook(what, file, line);
    }
    __builtin_trap();
}
