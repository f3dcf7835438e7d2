/* map.h - from a 64-bit number (never 0) to a pointer.
 *
 * What: open addressing, power of two, backward-shift deletion; iteration in no promised order.
 * Not:  does not own the values.    Thread: pure. */
#ifndef SMV_BASE_MAP_H
#define SMV_BASE_MAP_H
#include <stddef.h>
#include <stdint.h>

struct smv_map {
    struct smv_map_slot {
        uint64_t key; /* 0: free */
        void *value;
    } * slots;
    size_t len, cap;
};

void smv_map_finish(struct smv_map *m);                   /* a zeroed struct is a valid empty map */
void *smv_map_get(const struct smv_map *m, uint64_t key); /* NULL: not there */
void *smv_map_set(struct smv_map *m, uint64_t key, void *value); /* returns the old one or NULL */
void *smv_map_del(struct smv_map *m, uint64_t key);              /* returns it or NULL */
/* for (size_t i = 0; smv_map_next(m, &i, &key, &value);) ... ; no changes meanwhile. */
int smv_map_next(const struct smv_map *m, size_t *i, uint64_t *ret_key, void **ret_value);

#endif
