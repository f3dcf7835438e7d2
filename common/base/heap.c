/* heap.c - malloc and its relatives, with the failure handled in one place.
 *
 * What: every allocation of the programs' own code passes ask() and then the C library.
 * Not:  no pools, no accounting; third-party libraries keep their own malloc.
 * Invariant: a function here returns usable memory or does not return.
 * Thread: any; the hooks are set before the first thread. */
#include "common/base/heap.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "common/base/check.h"

static void (*exhausted_hook)(void);
static int (*gate_hook)(size_t size);

void smv_heap_set_exhausted(void (*hook)(void))
{
    exhausted_hook = hook;
}

void smv_heap_set_gate(int (*gate)(size_t size))
{
    gate_hook = gate;
}

static _Noreturn void exhausted(void)
{
    if (exhausted_hook != NULL) {
        exhausted_hook();
    }
    __builtin_trap();
}

/* Size 0 becomes 1, so that the answer is always a pointer of its own. */
static size_t ask(size_t size)
{
    if (gate_hook != NULL && !gate_hook(size)) {
        exhausted();
    }
    return size == 0 ? 1 : size;
}

void *smv_alloc(size_t size)
{
    void *p = malloc(ask(size));
    if (p == NULL) {
        exhausted();
    }
    return p;
}

void *smv_zalloc(size_t size)
{
    void *p = calloc(1, ask(size));
    if (p == NULL) {
        exhausted();
    }
    return p;
}

void *smv_realloc(void *p, size_t size)
{
    void *q = realloc(p, ask(size));
    if (q == NULL) {
        exhausted();
    }
    return q;
}

void *smv_dup(const void *p, size_t size)
{
    void *copy = smv_alloc(size);
    if (size > 0) {
        PRE(p != NULL);
        memcpy(copy, p, size);
    }
    return copy;
}

void smv_free(void *p)
{
    free(p);
}

void *smv_grow(void *p, size_t *cap, size_t need, size_t elem_size)
{
    PRE(elem_size > 0);
    if (need <= *cap) {
        return p;
    }
    size_t most = SIZE_MAX / 2 / elem_size;
    if (need > most) {
        exhausted();
    }
    size_t want = *cap < 8 ? 8 : *cap <= most / 2 ? *cap * 2 : most;
    if (want < need) {
        want = need;
    }
    p = smv_realloc(p, want * elem_size);
    *cap = want;
    return p;
}
