/* map.c - open addressing with linear probing.
 *
 * What: a key's home is its mix cut to the table size; it stands at home or after it with no free slot
 *       between, and deletion shifts back what would otherwise become unreachable (no tombstones).
 * Not:  does not own values, does not shrink.
 * Uses: hash.h (the mix), heap.h.    Thread: pure.
 * Invariants: cap is 0 or a power of two; at most three quarters are taken, so a probe always ends. */
#include "common/base/map.h"
#include "common/base/check.h"
#include "common/base/hash.h"
#include "common/base/heap.h"

enum { MIN_CAP = 16 };

void smv_map_finish(struct smv_map *m)
{
    smv_free(m->slots);
    *m = (struct smv_map){0};
}

/* The slot that holds key, or the free one where it would go. cap > 0. */
static struct smv_map_slot *probe(const struct smv_map *m, uint64_t key)
{
    size_t mask = m->cap - 1;
    size_t i = (size_t)smv_mix64(key) & mask;
    while (m->slots[i].key != 0 && m->slots[i].key != key) {
        i = (i + 1) & mask;
    }
    return &m->slots[i];
}

static void rehash(struct smv_map *m, size_t cap)
{
    PRE(cap <= SIZE_MAX / sizeof(struct smv_map_slot));
    struct smv_map bigger = {.len = m->len, .cap = cap};
    bigger.slots = smv_zalloc(cap * sizeof(*bigger.slots));
    for (size_t i = 0; i < m->cap; i++) {
        if (m->slots[i].key != 0) {
            *probe(&bigger, m->slots[i].key) = m->slots[i];
        }
    }
    smv_free(m->slots);
    *m = bigger;
}

void *smv_map_get(const struct smv_map *m, uint64_t key)
{
    PRE(key != 0);
    return m->len == 0 ? NULL : probe(m, key)->value;
}

void *smv_map_set(struct smv_map *m, uint64_t key, void *value)
{
    PRE(key != 0);
    if (m->len >= m->cap / 4 * 3) {
        rehash(m, m->cap == 0 ? MIN_CAP : m->cap * 2);
    }
    struct smv_map_slot *slot = probe(m, key);
    void *old = slot->value;
    if (slot->key == 0) {
        slot->key = key;
        m->len++;
    }
    slot->value = value;
    return old;
}

void *smv_map_del(struct smv_map *m, uint64_t key)
{
    PRE(key != 0);
    if (m->len == 0) {
        return NULL;
    }
    struct smv_map_slot *slot = probe(m, key);
    if (slot->key == 0) {
        return NULL;
    }
    void *value = slot->value;
    size_t mask = m->cap - 1;
    size_t hole = (size_t)(slot - m->slots);
    for (size_t i = (hole + 1) & mask; m->slots[i].key != 0; i = (i + 1) & mask) {
        size_t home = (size_t)smv_mix64(m->slots[i].key) & mask;
        /* May move back unless its home lies after the hole: then it would stand before its home. */
        if (((i - home) & mask) >= ((i - hole) & mask)) {
            m->slots[hole] = m->slots[i];
            hole = i;
        }
    }
    m->slots[hole] = (struct smv_map_slot){0};
    m->len--;
    return value;
}

int smv_map_next(const struct smv_map *m, size_t *i, uint64_t *ret_key, void **ret_value)
{
    while (*i < m->cap) {
        const struct smv_map_slot *slot = &m->slots[(*i)++];
        if (slot->key != 0) {
            *ret_key = slot->key;
            *ret_value = slot->value;
            return 1;
        }
    }
    return 0;
}
