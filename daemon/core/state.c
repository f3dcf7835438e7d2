/* state.c - see state.h. */
#include "daemon/core/state.h"
#include <string.h>
#include "common/base/check.h"
#include "common/base/hash.h"
#include "common/base/heap.h"
#include "common/pack/writer.h"

enum { STATE_VERSION = 1 };

void smv_state_init(struct smv_state *s)
{
    memset(s, 0, sizeof *s);
    smv_tree_init(&s->tree, /* history */ true);
    s->next_ord = 1;
    s->next_action = 1;
}

static void client_free(struct smv_writer_client *c)
{
    smv_buf_finish(&c->name);
    smv_free(c->done);
    smv_free(c->admitted);
    smv_free(c);
}

void smv_state_offered_clear(struct smv_state *s)
{
    for (size_t i = 0; i < s->n_offered; i++) {
        smv_buf_finish(&s->offered[i].text);
    }
    s->n_offered = 0;
    smv_map_finish(&s->offered_at);
    memset(&s->offered_at, 0, sizeof s->offered_at);
}

void smv_state_finish(struct smv_state *s)
{
    uint64_t key;
    void *value;
    for (size_t i = 0; smv_map_next(&s->clients, &i, &key, &value);) {
        client_free(value);
    }
    for (size_t i = 0; smv_map_next(&s->trails, &i, &key, &value);) {
        struct smv_trail *t = value;
        smv_free(t->seqs);
        smv_free(t);
    }
    smv_state_offered_clear(s);
    smv_free(s->offered);
    smv_free(s->ballots);
    smv_map_finish(&s->clients);
    smv_map_finish(&s->by_cid);
    smv_map_finish(&s->trails);
    smv_tree_finish(&s->tree);
    memset(s, 0, sizeof *s);
}

/* --- epochs -------------------------------------------------------------------------------------- */

const struct smv_ended *smv_state_ended(const struct smv_state *s, const uint8_t *epoch,
                                        unsigned *ret_reason)
{
    unsigned reason = 0;
    for (uint32_t i = s->n_ended; i-- > 0;) {
        reason = s->ended[i].reason > reason ? s->ended[i].reason : reason;
        if (memcmp(s->ended[i].epoch, epoch, 16) == 0) {
            *ret_reason = reason;
            return &s->ended[i];
        }
    }
    return NULL;
}

void smv_state_end_epoch(struct smv_state *s, const struct smv_ended *ended)
{
    if (s->n_ended == SMV_ENDED) {
        memmove(s->ended, s->ended + 1, (SMV_ENDED - 1) * sizeof s->ended[0]);
        s->n_ended--;
    }
    s->ended[s->n_ended++] = *ended;
}

/* --- clients ------------------------------------------------------------------------------------- */

struct smv_writer_client *smv_state_client(const struct smv_state *s, uint64_t ord)
{
    return ord == 0 ? NULL : smv_map_get(&s->clients, ord);
}

static uint64_t cid_key(const uint8_t *cid)
{
    uint8_t h[8];
    uint64_t key = 0;
    struct smv_span part = smv_span(cid, 16);
    smv_hash(h, sizeof h, smv_span(NULL, 0), &part, 1);
    memcpy(&key, h, sizeof key);
    return key | 1;
}

struct smv_writer_client *smv_state_client_by_cid(const struct smv_state *s, const uint8_t *cid)
{
    struct smv_writer_client *first = smv_map_get(&s->by_cid, cid_key(cid));
    if (first == NULL || memcmp(first->cid, cid, sizeof first->cid) == 0) {
        return first;
    }
    uint64_t key;
    void *value;
    for (size_t i = 0; smv_map_next(&s->clients, &i, &key, &value);) { /* two with one key */
        struct smv_writer_client *c = value;
        if (memcmp(c->cid, cid, sizeof c->cid) == 0) {
            return c;
        }
    }
    return NULL;
}

struct smv_writer_client *smv_state_client_new(struct smv_state *s, uint32_t ord,
                                               const uint8_t *cid)
{
    uint64_t key = cid_key(cid);
    struct smv_writer_client *c = smv_zalloc(sizeof *c);
    c->ord = ord;
    void *old = smv_map_set(&s->clients, ord, c);
    INVARIANT(old == NULL);
    memcpy(c->cid, cid, sizeof c->cid);
    if (smv_map_get(&s->by_cid, key) == NULL) {
        smv_map_set(&s->by_cid, key, c);
    }
    return c;
}

const struct smv_done *smv_client_done(const struct smv_writer_client *c, uint64_t n)
{
    if (c->done == NULL || n == 0) {
        return NULL;
    }
    const struct smv_done *d = &c->done[n % SMV_MAX_DEDUPE];
    return d->n == n ? d : NULL;
}

void smv_client_remember(struct smv_writer_client *c, const struct smv_done *done)
{
    if (c->done == NULL) {
        c->done = smv_zalloc(SMV_MAX_DEDUPE * sizeof *c->done);
    }
    c->done[done->n % SMV_MAX_DEDUPE] = *done;
    c->last_n = done->n;
    if (c->admitted_n < c->last_n) {
        c->admitted_n = c->last_n;
    }
}

/* --- trails and offers ----------------------------------------------------------------------------- */

void smv_state_trail_add(struct smv_state *s, smv_id node, smv_seq seq)
{
    struct smv_trail *t = smv_map_get(&s->trails, node);
    if (t == NULL) {
        t = smv_zalloc(sizeof *t);
        smv_map_set(&s->trails, node, t);
    }
    if (t->n > 0 && t->seqs[t->n - 1] == seq) {
        return;
    }
    size_t cap = t->cap;
    t->seqs = smv_grow(t->seqs, &cap, (size_t)t->n + 1, sizeof *t->seqs);
    t->cap = (uint32_t)cap;
    t->seqs[t->n++] = seq;
}

const struct smv_trail *smv_state_trail(const struct smv_state *s, smv_id node)
{
    return smv_map_get(&s->trails, node);
}

static uint64_t offered_key(smv_id id, uint32_t what)
{
    return (id << 7 | (what & 127)) + 1; /* ids have 53 bits */
}

struct smv_offered *smv_state_offered(const struct smv_state *s, smv_id id, uint32_t what)
{
    /* a place in an array, not an address */
    size_t at = (size_t)(uintptr_t)smv_map_get(&s->offered_at, offered_key(id, what));
    return at == 0 ? NULL : &s->offered[at - 1];
}

struct smv_offered *smv_state_offered_new(struct smv_state *s, smv_id id, uint32_t what)
{
    s->offered = smv_grow(s->offered, &s->cap_offered, s->n_offered + 1, sizeof *s->offered);
    struct smv_offered *o = &s->offered[s->n_offered++];
    memset(o, 0, sizeof *o);
    o->id = id;
    o->what = what;
    smv_map_set(&s->offered_at, offered_key(id, what), (void *)(uintptr_t)s->n_offered);
    return o;
}

/* --- bytes ----------------------------------------------------------------------------------------- */

static void client_write(struct smv_buf *b, const struct smv_writer_client *c)
{
    size_t n = 0;
    for (size_t i = 0; c->done != NULL && i < SMV_MAX_DEDUPE; i++) {
        n += c->done[i].n != 0;
    }
    smv_write_array(b, 6);
    smv_write_uint(b, c->ord);
    smv_write_bin(b, smv_span(c->cid, sizeof c->cid));
    smv_write_uint(b, c->link);
    smv_write_str(b, smv_buf_span(&c->name));
    smv_write_uint(b, c->last_n);
    smv_write_array(b, 4 * n);
    for (size_t i = 0; c->done != NULL && i < SMV_MAX_DEDUPE; i++) {
        if (c->done[i].n != 0) {
            smv_write_uint(b, c->done[i].n);
            smv_write_uint(b, c->done[i].hash);
            smv_write_uint(b, c->done[i].seq);
            smv_write_uint(b, c->done[i].code);
        }
    }
}

static int by_key(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Keys in rising order, so that equal states have equal bytes. */
static uint64_t *sorted_keys(const struct smv_map *m)
{
    uint64_t *keys = smv_alloc((m->len + 1) * sizeof *keys), key;
    void *value;
    size_t n = 0;
    for (size_t i = 0; smv_map_next(m, &i, &key, &value);) {
        keys[n++] = key;
    }
    /* Shell sort: the arrays are small or nearly in order. */
    for (size_t gap = n / 2; gap > 0; gap /= 2) {
        for (size_t i = gap; i < n; i++) {
            for (size_t j = i; j >= gap && by_key(&keys[j - gap], &keys[j]) > 0; j -= gap) {
                uint64_t t = keys[j];
                keys[j] = keys[j - gap];
                keys[j - gap] = t;
            }
        }
    }
    return keys;
}

static void trails_write(struct smv_buf *b, const struct smv_state *s)
{
    uint64_t *keys = sorted_keys(&s->trails);
    smv_write_array(b, 2 * s->trails.len);
    for (size_t i = 0; i < s->trails.len; i++) {
        const struct smv_trail *t = smv_map_get(&s->trails, keys[i]);
        smv_write_uint(b, keys[i]);
        smv_write_array(b, t->n);
        uint64_t before = 0; /* differences: a byte or two each */
        for (uint32_t k = 0; k < t->n; k++) {
            smv_write_uint(b, t->seqs[k] - before);
            before = t->seqs[k];
        }
    }
    smv_free(keys);
}

void smv_state_write(struct smv_buf *b, const struct smv_state *s)
{
    smv_write_array(b, 15);
    smv_write_uint(b, STATE_VERSION);
    smv_write_uint(b, s->seq);
    smv_write_uint(b, s->ts);
    smv_write_bin(b, smv_span(s->epoch, 16));
    smv_write_bin(b, smv_span(s->lost_epoch, 16));
    smv_write_uint(b, s->lost_seq);
    smv_write_uint(b, s->epoch_reason);
    smv_write_uint(b, s->next_ord);
    smv_write_uint(b, s->next_action);
    uint64_t *ords = sorted_keys(&s->clients);
    smv_write_array(b, s->clients.len);
    for (size_t i = 0; i < s->clients.len; i++) {
        client_write(b, smv_map_get(&s->clients, ords[i]));
    }
    smv_free(ords);
    smv_write_array(b, 4 * s->n_ballots);
    for (size_t i = 0; i < s->n_ballots; i++) {
        const struct smv_ballot *v = &s->ballots[i];
        smv_write_uint(b, v->poll);
        smv_write_bin(b, smv_span(v->b, 16));
        smv_write_uint(b, v->answer);
        smv_write_array(b, v->n_choices);
        for (uint32_t k = 0; k < v->n_choices; k++) {
            smv_write_uint(b, v->choices[k]);
        }
    }
    smv_write_array(b, 4 * s->n_offered);
    for (size_t i = 0; i < s->n_offered; i++) {
        smv_write_uint(b, s->offered[i].id);
        smv_write_uint(b, s->offered[i].what);
        smv_write_uint(b, s->offered[i].old);
        smv_write_bin(b, smv_buf_span(&s->offered[i].text));
    }
    trails_write(b, s);
    smv_write_array(b, 3 * s->n_ended);
    for (uint32_t i = 0; i < s->n_ended; i++) {
        smv_write_bin(b, smv_span(s->ended[i].epoch, 16));
        smv_write_uint(b, s->ended[i].seq);
        smv_write_uint(b, s->ended[i].reason);
    }
    smv_tree_write(b, &s->tree, /* history */ true);
}

static void client_read(struct smv_reader *r, struct smv_state *s)
{
    smv_read_array_of(r, 6);
    uint64_t ord = smv_read_uint_max(r, SMV_MAX_CLIENTS);
    if (r->err != SMV_OK || ord == 0 || smv_state_client(s, ord) != NULL) {
        smv_reader_fail(r, SMV_ERR_MALFORMED);
        return;
    }
    uint8_t cid[16] = {0};
    smv_read_bin_exact(r, cid, sizeof cid);
    struct smv_writer_client *c = smv_state_client_new(s, (uint32_t)ord, cid);
    c->link = smv_read_uint(r);
    smv_buf_put_span(&c->name, smv_read_str(r, SMV_MAX_NAME));
    uint64_t last_n = smv_read_uint(r);
    uint32_t n = smv_read_array(r) / 4;
    for (uint32_t i = 0; i < n && r->err == SMV_OK; i++) {
        struct smv_done d = {0};
        d.n = smv_read_uint(r);
        d.hash = smv_read_uint(r);
        d.seq = smv_read_uint(r);
        d.code = (uint32_t)smv_read_uint_max(r, 99);
        smv_client_remember(c, &d);
    }
    c->last_n = c->admitted_n = last_n;
}

static void ballots_read(struct smv_reader *r, struct smv_state *s)
{
    uint32_t n = smv_read_array(r) / 4;
    for (uint32_t i = 0; i < n && r->err == SMV_OK; i++) {
        struct smv_ballot v = {0};
        v.poll = smv_read_uint(r);
        smv_read_bin_exact(r, v.b, 16);
        v.answer = smv_read_uint(r);
        v.n_choices = smv_read_array(r);
        if (v.n_choices > 16) {
            smv_reader_fail(r, SMV_ERR_RANGE);
            return;
        }
        for (uint32_t k = 0; k < v.n_choices; k++) {
            v.choices[k] = smv_read_uint(r);
        }
        s->ballots = smv_grow(s->ballots, &s->cap_ballots, s->n_ballots + 1, sizeof *s->ballots);
        s->ballots[s->n_ballots++] = v;
    }
}

static void offered_read(struct smv_reader *r, struct smv_state *s)
{
    uint32_t n = smv_read_array(r) / 4;
    for (uint32_t i = 0; i < n && r->err == SMV_OK; i++) {
        smv_id id = smv_read_uint(r);
        struct smv_offered *o = smv_state_offered_new(s, id, (uint32_t)smv_read_uint_max(r, 255));
        o->old = smv_read_uint(r);
        smv_buf_put_span(&o->text, smv_read_bin(r, SMV_MAX_TEXT_BYTES));
    }
}

static void trails_read(struct smv_reader *r, struct smv_state *s)
{
    uint32_t n = smv_read_array(r) / 2;
    for (uint32_t i = 0; i < n && r->err == SMV_OK; i++) {
        smv_id id = smv_read_uint(r);
        uint32_t k = smv_read_array(r);
        uint64_t seq = 0;
        if (id == 0) {
            smv_reader_fail(r, SMV_ERR_MALFORMED);
        }
        while (k-- > 0 && r->err == SMV_OK) {
            seq += smv_read_uint(r);
            smv_state_trail_add(s, id, seq);
        }
    }
}

static void ended_read(struct smv_reader *r, struct smv_state *s)
{
    uint32_t n = smv_read_array(r) / 3;
    for (uint32_t i = 0; i < n && r->err == SMV_OK; i++) {
        struct smv_ended e;
        smv_read_bin_exact(r, e.epoch, 16);
        e.seq = smv_read_uint(r);
        e.reason = (uint32_t)smv_read_uint_max(r, 3);
        smv_state_end_epoch(s, &e);
    }
}

enum smv_err smv_state_read(struct smv_span bytes, struct smv_state *s)
{
    struct smv_reader r;
    smv_reader_init(&r, bytes);
    smv_read_array_of(&r, 15);
    uint64_t version = smv_read_uint(&r);
    if (r.err == SMV_OK && version != STATE_VERSION) {
        return SMV_ERR_VERSION;
    }
    s->seq = smv_read_uint(&r);
    s->ts = smv_read_uint(&r);
    smv_read_bin_exact(&r, s->epoch, 16);
    smv_read_bin_exact(&r, s->lost_epoch, 16);
    s->lost_seq = smv_read_uint(&r);
    s->epoch_reason = (uint32_t)smv_read_uint_max(&r, 3);
    s->next_ord = (uint32_t)smv_read_uint_max(&r, SMV_MAX_CLIENTS);
    s->next_action = (uint32_t)smv_read_uint_max(&r, 1000000);
    uint32_t n = smv_read_array(&r);
    for (uint32_t i = 0; i < n && r.err == SMV_OK; i++) {
        client_read(&r, s);
    }
    ballots_read(&r, s);
    offered_read(&r, s);
    trails_read(&r, s);
    ended_read(&r, s);
    if (r.err != SMV_OK) {
        return r.err;
    }
    SMV_TRY(smv_tree_read(&r, &s->tree));
    return smv_reader_done(&r);
}

static uint32_t first_free_action(const struct smv_tree *tree)
{
    enum { NUMBER_MAX = 999999 };
    uint64_t highest = 0;
    for (const struct smv_node *n = tree->root; n != NULL; n = smv_tree_walk(tree->root, n)) {
        uint64_t number = n->kind == SMV_KIND_ACTION ? smv_node_num(n, SMV_ACTION_NUMBER) : 0;
        highest = number > highest && number <= NUMBER_MAX ? number : highest;
    }
    return (uint32_t)highest + 1;
}

void smv_state_pass_actions(struct smv_state *s)
{
    s->next_action = first_free_action(&s->tree);
}

void smv_state_genesis(struct smv_buf *b, const struct smv_tree *tree, const uint8_t epoch[16])
{
    struct smv_state s;
    smv_state_init(&s);
    memcpy(s.epoch, epoch, 16);
    smv_tree_finish(&s.tree);
    s.tree = *tree; /* borrowed for the writing */
    smv_state_pass_actions(&s);
    smv_state_write(b, &s);
    smv_tree_init(&s.tree, false);
    smv_state_finish(&s);
}
