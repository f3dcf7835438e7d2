/* ballots.c - see ballots.h. */
#include "daemon/core/ballots.h"
#include <string.h>
#include "common/base/heap.h"
#include "common/pack/writer.h"

enum { VERSION = 1, ITEMS = 3, CHOICES = 16 };

static bool is_open(const struct smv_tree *t, smv_id poll)
{
    const struct smv_node *n = smv_tree_find(t, poll);
    return n != NULL && n->kind == SMV_KIND_POLL && smv_node_num(n, SMV_POLL_STATE) == 1;
}

/* --- writing -------------------------------------------------------------------------------------- */

static const struct smv_key *next_key(const struct smv_key *keys, size_t n, smv_id above)
{
    const struct smv_key *next = NULL;
    for (size_t i = 0; i < n; i++) {
        if (keys[i].poll > above && (next == NULL || keys[i].poll < next->poll)) {
            next = &keys[i];
        }
    }
    return next;
}

/* The poll's ballots by their hashes; the list is the caller's. */
static const struct smv_ballot **sorted(const struct smv_state *s, smv_id poll, size_t *ret_n)
{
    const struct smv_ballot **list = smv_alloc((s->n_ballots + 1) * sizeof *list);
    size_t n = 0;
    for (size_t i = 0; i < s->n_ballots; i++) {
        if (s->ballots[i].poll == poll) {
            list[n++] = &s->ballots[i];
        }
    }
    for (size_t gap = n / 2; gap > 0; gap /= 2) { /* Shell sort, as state.c's */
        for (size_t i = gap; i < n; i++) {
            for (size_t j = i; j >= gap && memcmp(list[j - gap]->b, list[j]->b, 16) > 0; j -= gap) {
                const struct smv_ballot *v = list[j];
                list[j] = list[j - gap];
                list[j - gap] = v;
            }
        }
    }
    *ret_n = n;
    return list;
}

static void write_poll(struct smv_buf *b, const struct smv_state *s, const struct smv_key *key)
{
    size_t n = 0;
    const struct smv_ballot **list = sorted(s, key->poll, &n);
    smv_write_array(b, ITEMS);
    smv_write_uint(b, key->poll);
    smv_write_bin(b, smv_span(key->key, sizeof key->key));
    smv_write_array(b, n);
    for (size_t i = 0; i < n; i++) {
        smv_write_array(b, ITEMS);
        smv_write_bin(b, smv_span(list[i]->b, sizeof list[i]->b));
        smv_write_uint(b, list[i]->answer);
        smv_write_array(b, list[i]->n_choices);
        for (uint32_t k = 0; k < list[i]->n_choices; k++) {
            smv_write_uint(b, list[i]->choices[k]);
        }
    }
    smv_free((void *)(uintptr_t)list);
}

void smv_ballots_write(struct smv_buf *b, const struct smv_state *s, const struct smv_key *keys,
                       size_t n_keys)
{
    size_t n = 0;
    for (size_t i = 0; i < n_keys; i++) {
        n += is_open(&s->tree, keys[i].poll);
    }
    if (n == 0) {
        return;
    }
    smv_write_array(b, 2);
    smv_write_uint(b, VERSION);
    smv_write_array(b, n);
    const struct smv_key *key = next_key(keys, n_keys, 0);
    for (; key != NULL; key = next_key(keys, n_keys, key->poll)) {
        if (is_open(&s->tree, key->poll)) {
            write_poll(b, s, key);
        }
    }
}

/* --- reading -------------------------------------------------------------------------------------- */

static bool stands_in(const struct smv_tree *t, smv_id id, unsigned kind, smv_id poll)
{
    const struct smv_node *n = smv_tree_find(t, id);
    return n != NULL && n->kind == kind && n->parent != NULL && n->parent->id == poll;
}

static struct smv_ballot read_ballot(struct smv_reader *r, const struct smv_tree *t, smv_id poll,
                                     bool known)
{
    struct smv_ballot v = {.poll = poll};
    smv_read_array_of(r, ITEMS);
    smv_read_bin_exact(r, v.b, sizeof v.b);
    v.answer = smv_read_uint(r);
    uint32_t n = smv_read_array(r);
    bool right =
        n <= CHOICES && (v.answer == 0 || !known || stands_in(t, v.answer, SMV_KIND_ANSWER, poll));
    for (uint32_t i = 0; i < n && right && r->err == SMV_OK; i++) {
        v.choices[i] = smv_read_uint(r);
        right = !known || stands_in(t, v.choices[i], SMV_KIND_CHOICE, poll);
    }
    v.n_choices = n;
    if (!right) {
        smv_reader_fail(r, SMV_ERR_RANGE);
    }
    return v;
}

static void read_poll(struct smv_reader *r, struct smv_state *s, struct smv_key *ret_key,
                      bool *ret_known)
{
    smv_read_array_of(r, ITEMS);
    struct smv_key key = {.poll = smv_read_uint(r)};
    smv_read_bin_exact(r, key.key, sizeof key.key);
    uint32_t n = smv_read_array(r);
    *ret_known = smv_tree_find(&s->tree, key.poll) != NULL;
    if (*ret_known && !is_open(&s->tree, key.poll)) {
        smv_reader_fail(r, SMV_ERR_RANGE);
    }
    struct smv_ballot before = {0};
    for (uint32_t i = 0; i < n && r->err == SMV_OK; i++) {
        struct smv_ballot v = read_ballot(r, &s->tree, key.poll, *ret_known);
        if (i > 0 && memcmp(v.b, before.b, sizeof v.b) <= 0) {
            smv_reader_fail(r, SMV_ERR_EXISTS);
        }
        before = v;
        if (*ret_known && r->err == SMV_OK) {
            s->ballots =
                smv_grow(s->ballots, &s->cap_ballots, s->n_ballots + 1, sizeof *s->ballots);
            s->ballots[s->n_ballots++] = v;
        }
    }
    *ret_key = key;
}

enum smv_err smv_ballots_read(struct smv_span bytes, struct smv_state *s, struct smv_key **ret_keys,
                              size_t *ret_n)
{
    struct smv_reader r;
    size_t cap = 0, n = 0;
    struct smv_key *keys = NULL;
    smv_id before = 0;
    smv_reader_init(&r, bytes);
    smv_read_array_of(&r, 2);
    if (smv_read_uint(&r) != VERSION && r.err == SMV_OK) {
        smv_reader_fail(&r, SMV_ERR_VERSION);
    }
    uint32_t polls = smv_read_array(&r);
    for (uint32_t i = 0; i < polls && r.err == SMV_OK; i++) {
        bool known = false;
        keys = smv_grow(keys, &cap, n + 1, sizeof *keys);
        read_poll(&r, s, &keys[n], &known);
        if (keys[n].poll <= before) {
            smv_reader_fail(&r, SMV_ERR_EXISTS);
        }
        before = keys[n].poll;
        n += known;
    }
    *ret_keys = keys;
    *ret_n = n;
    return smv_reader_done(&r);
}
