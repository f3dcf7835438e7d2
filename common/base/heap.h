/* heap.h - memory that is there, or a clean exit.
 *
 * What: malloc, calloc, realloc that never return NULL, and reference to the one hook that ends the
 *       program when memory runs out (docs/decisions/0001-out-of-memory-ends-the-process.md).
 * Not:  an allocator; not a way to ask "is there room": sizes that a stranger chooses are bounded by
 *       common/base/limits.h before they get here.
 * Thread: any; the hooks are set once, before the first thread. */
#ifndef SMV_BASE_HEAP_H
#define SMV_BASE_HEAP_H
#include <stddef.h>

void *smv_alloc(size_t size);              /* uninitialised; size 0 gives a unique pointer */
void *smv_zalloc(size_t size);             /* zeroed */
void *smv_realloc(void *p, size_t size);   /* p may be NULL */
void *smv_dup(const void *p, size_t size); /* a copy; p may be NULL when size is 0 */
void smv_free(void *p);                    /* NULL is fine */

/* Grow *p (elements of elem_size, *cap of them) so that it holds at least need elements; doubles. */
void *smv_grow(void *p, size_t *cap, size_t need, size_t elem_size);

/* Called instead of returning NULL; must not return. Default: trap. */
void smv_heap_set_exhausted(void (*hook)(void));
/* Tests only: asked before each allocation; false makes it "fail". NULL switches it off. */
void smv_heap_set_gate(int (*gate)(size_t size));

#endif
