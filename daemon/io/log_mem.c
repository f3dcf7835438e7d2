/* log_mem.c - the log in memory, moved forward by hand.
 *
 * What: three queues (bodies, questions, one wish to close) in front of a smv_mem_disk; the functions of
 *       log_mem.h empty them.
 * Not:  no backup to a path: a copy is smv_mem_disk_copy, and the vtable's backup answers STATE.
 * Uses: log_chain.h.    Thread: one.
 * Invariants: disk->entries[i].seq == base + 1 + i; a callback never runs inside a vtable function; what is
 *       told is on the disk; a queue is taken over before its answers are told, so that a callback may
 *       append, save, read or close. */
#include "daemon/io/log_mem.h"
#include <string.h>
#include "common/base/check.h"
#include "common/base/heap.h"
#include "daemon/io/log_chain.h"

struct mem_question {
    enum { MEM_SAVE, MEM_READ, MEM_BACKUP } what;
    smv_seq seq; /* save */
    uint8_t chain[16];
    struct smv_buf state;
    uint64_t token; /* read */
    smv_seq *seqs;
    size_t n_seqs;
    void (*done)(void *user, enum smv_err err); /* backup */
    void *user;
};
struct mem_log {
    struct smv_log base;
    struct smv_mem_disk *disk;
    struct smv_buf *bodies; /* appended, not durable */
    size_t n_bodies, cap_bodies;
    struct mem_question *questions;
    size_t n_questions, cap_questions;
    smv_ms now; /* the latest time that the owner gave */
    bool closing;
};

static struct mem_log *mem_of(struct smv_log *log)
{
    return (struct mem_log *)log;
}

/* --- the disk ------------------------------------------------------------------------------------ */

static smv_seq disk_head(const struct smv_mem_disk *d)
{
    return d->base + d->n_entries;
}

/* The hash at seq, which is a position on the disk. */
static const uint8_t *disk_chain(const struct smv_mem_disk *d, smv_seq seq)
{
    PRE(seq >= d->base && seq <= disk_head(d));
    return seq == d->base ? d->snaps[0].chain : d->entries[seq - d->base - 1].chain;
}

static struct smv_buf buf_copy(struct smv_span bytes)
{
    struct smv_buf b = {0};
    smv_buf_put_span(&b, bytes);
    return b;
}

void smv_mem_disk_create(struct smv_mem_disk *d, struct smv_span genesis)
{
    memset(d, 0, sizeof *d);
    d->snaps = smv_grow(NULL, &d->cap_snaps, 1, sizeof *d->snaps);
    d->n_snaps = 1;
    d->snaps[0] = (struct smv_mem_snap){.state = buf_copy(genesis)};
    smv_log_chain_first(genesis, d->snaps[0].chain);
}

void smv_mem_disk_copy(struct smv_mem_disk *dst, const struct smv_mem_disk *src)
{
    memset(dst, 0, sizeof *dst);
    dst->base = src->base;
    dst->entries = smv_grow(NULL, &dst->cap_entries, src->n_entries, sizeof *dst->entries);
    for (size_t i = 0; i < src->n_entries; i++) {
        dst->entries[i] = src->entries[i];
        dst->entries[i].body = buf_copy(smv_buf_span(&src->entries[i].body));
    }
    dst->n_entries = src->n_entries;
    dst->snaps = smv_grow(NULL, &dst->cap_snaps, src->n_snaps, sizeof *dst->snaps);
    for (size_t i = 0; i < src->n_snaps; i++) {
        dst->snaps[i] = src->snaps[i];
        dst->snaps[i].state = buf_copy(smv_buf_span(&src->snaps[i].state));
    }
    dst->n_snaps = src->n_snaps;
}

void smv_mem_disk_finish(struct smv_mem_disk *d)
{
    for (size_t i = 0; i < d->n_entries; i++) {
        smv_buf_finish(&d->entries[i].body);
    }
    for (size_t i = 0; i < d->n_snaps; i++) {
        smv_buf_finish(&d->snaps[i].state);
    }
    smv_free(d->entries);
    smv_free(d->snaps);
    memset(d, 0, sizeof *d);
}

/* Takes the body over. */
static void disk_append(struct smv_mem_disk *d, smv_ms now, struct smv_buf *body)
{
    smv_ms before = d->n_entries > 0 ? d->entries[d->n_entries - 1].ts : 0;
    struct smv_mem_entry e = {
        .seq = disk_head(d) + 1, .ts = now > before ? now : before, .body = *body};
    smv_log_chain_next(disk_chain(d, e.seq - 1), e.seq, e.ts, smv_buf_span(body), e.chain);
    memset(body, 0, sizeof *body);
    d->entries = smv_grow(d->entries, &d->cap_entries, d->n_entries + 1, sizeof *d->entries);
    d->entries[d->n_entries++] = e;
}

/* Keeps the oldest and the newest two. Takes the state over. */
static void disk_save(struct smv_mem_disk *d, struct mem_question *q)
{
    INVARIANT(memcmp(disk_chain(d, q->seq), q->chain, 16) == 0);
    if (q->seq <= d->snaps[d->n_snaps - 1].seq) {
        smv_buf_finish(&q->state); /* a newer one is kept already */
        return;
    }
    if (d->n_snaps == 3) {
        smv_buf_finish(&d->snaps[1].state);
        d->snaps[1] = d->snaps[2];
        d->n_snaps = 2;
    }
    d->snaps = smv_grow(d->snaps, &d->cap_snaps, d->n_snaps + 1, sizeof *d->snaps);
    struct smv_mem_snap *s = &d->snaps[d->n_snaps++];
    s->seq = q->seq;
    memcpy(s->chain, q->chain, 16);
    s->state = q->state;
    memset(&q->state, 0, sizeof q->state);
}

static bool disk_restored(const struct smv_mem_disk *d)
{
    static const uint8_t none[16];
    if (d->mark == 0 && memcmp(d->mark_chain, none, 16) == 0) {
        return false; /* no side file */
    }
    return d->mark > disk_head(d) || d->mark < d->base ||
           memcmp(disk_chain(d, d->mark), d->mark_chain, 16) != 0;
}

static void disk_mark(struct smv_mem_disk *d)
{
    d->mark = disk_head(d);
    memcpy(d->mark_chain, disk_chain(d, d->mark), 16);
}

static struct smv_entry entry_of(const struct smv_mem_entry *m)
{
    struct smv_entry e = {.seq = m->seq, .ts = m->ts, .body = smv_buf_span(&m->body)};
    memcpy(e.chain, m->chain, 16);
    return e;
}

/* --- the vtable ---------------------------------------------------------------------------------- */

static void mem_append(struct smv_log *log, const struct smv_span *bodies, size_t n)
{
    struct mem_log *m = mem_of(log);
    PRE(!m->closing);
    m->bodies = smv_grow(m->bodies, &m->cap_bodies, m->n_bodies + n, sizeof *m->bodies);
    for (size_t i = 0; i < n; i++) {
        m->bodies[m->n_bodies++] = buf_copy(bodies[i]);
    }
}

static struct mem_question *ask(struct mem_log *m)
{
    PRE(!m->closing);
    m->questions =
        smv_grow(m->questions, &m->cap_questions, m->n_questions + 1, sizeof *m->questions);
    struct mem_question *q = &m->questions[m->n_questions++];
    memset(q, 0, sizeof *q);
    return q;
}

static void mem_save(struct smv_log *log, smv_seq seq, const uint8_t chain[16],
                     struct smv_buf *state)
{
    struct mem_log *m = mem_of(log);
    PRE(seq <= disk_head(m->disk));
    struct mem_question *q = ask(m);
    q->what = MEM_SAVE;
    q->seq = seq;
    memcpy(q->chain, chain, 16);
    q->state = *state;
    memset(state, 0, sizeof *state);
}

static void mem_read(struct smv_log *log, uint64_t token, const smv_seq *seqs, size_t n)
{
    struct mem_question *q = ask(mem_of(log));
    q->what = MEM_READ;
    q->token = token;
    q->seqs = smv_dup(seqs, n * sizeof *seqs);
    q->n_seqs = n;
}

static void mem_backup(struct smv_log *log, const char *path,
                       void (*done)(void *user, enum smv_err err), void *user)
{
    (void)path;
    struct mem_question *q = ask(mem_of(log));
    q->what = MEM_BACKUP;
    q->done = done;
    q->user = user;
}

static smv_ms mem_clock(struct smv_log *log)
{
    const struct mem_log *m = mem_of(log);
    const struct smv_mem_disk *d = m->disk;
    smv_ms last = d->n_entries > 0 ? d->entries[d->n_entries - 1].ts : 0;
    return m->now > last ? m->now : last;
}

static void mem_close(struct smv_log *log)
{
    PRE(!mem_of(log)->closing);
    mem_of(log)->closing = true;
}

static const struct smv_log_vtable mem_vtable = {.append = mem_append,
                                                 .save = mem_save,
                                                 .read = mem_read,
                                                 .backup = mem_backup,
                                                 .clock = mem_clock,
                                                 .close = mem_close};

/* --- opening and moving forward ------------------------------------------------------------------ */

/* The newest snapshot, or the one before it when too few entries would be replayed. */
static const struct smv_mem_snap *choose(const struct smv_mem_disk *d, uint32_t keep_tail)
{
    const struct smv_mem_snap *s = &d->snaps[d->n_snaps - 1];
    return disk_head(d) - s->seq < keep_tail && d->n_snaps > 1 ? s - 1 : s;
}

struct smv_log *smv_log_mem_open(struct smv_mem_disk *disk, const struct smv_log_callbacks *cb,
                                 uint32_t keep_tail,
                                 void (*opened)(void *user, struct smv_log_opened *info),
                                 smv_log_replay *replay)
{
    PRE(disk->n_snaps > 0);
    struct mem_log *m = smv_zalloc(sizeof *m);
    m->base.v = &mem_vtable;
    m->base.cb = *cb;
    m->disk = disk;
    const struct smv_mem_snap *snap = choose(disk, keep_tail);
    struct smv_log_opened info = {.snap_seq = snap->seq,
                                  .state = buf_copy(smv_buf_span(&snap->state)),
                                  .head = disk_head(disk),
                                  .restored = disk_restored(disk),
                                  .known_head = disk->mark};
    memcpy(info.known_chain, disk->mark_chain, 16);
    info.reason = info.restored ? 1 : 0;
    memcpy(info.snap_chain, snap->chain, 16);
    memcpy(info.head_chain, disk_chain(disk, info.head), 16);
    opened(cb->user, &info);
    bool more = true;
    for (size_t i = (size_t)(snap->seq - disk->base); more && i < disk->n_entries; i++) {
        struct smv_entry e = entry_of(&disk->entries[i]);
        more = replay(cb->user, &e, 1);
    }
    if (!info.restored) {
        disk_mark(disk); /* what a crash left untold is told from here on */
    }
    return &m->base;
}

/* The first n waiting bodies onto the disk. */
static void make_durable(struct mem_log *m, smv_ms now, size_t n)
{
    PRE(n <= m->n_bodies);
    m->now = now > m->now ? now : m->now;
    for (size_t i = 0; i < n; i++) {
        disk_append(m->disk, m->now, &m->bodies[i]);
    }
    m->n_bodies -= n;
    if (n > 0) {
        memmove(m->bodies, m->bodies + n, m->n_bodies * sizeof *m->bodies);
    }
}

size_t smv_log_mem_commit(struct smv_log *log, smv_ms now, size_t max)
{
    struct mem_log *m = mem_of(log);
    size_t n = max == 0 || max > m->n_bodies ? m->n_bodies : max;
    m->now = now > m->now ? now : m->now;
    if (n == 0) {
        return 0;
    }
    size_t first = m->disk->n_entries;
    make_durable(m, now, n);
    disk_mark(m->disk);
    struct smv_entry *told = smv_alloc(n * sizeof *told);
    for (size_t i = 0; i < n; i++) {
        told[i] = entry_of(&m->disk->entries[first + i]);
    }
    m->base.cb.entries(m->base.cb.user, told, n);
    smv_free(told);
    return n;
}

size_t smv_log_mem_waiting(const struct smv_log *log)
{
    return ((const struct mem_log *)log)->n_bodies;
}

static void drop_bodies(struct mem_log *m)
{
    for (size_t i = 0; i < m->n_bodies; i++) {
        smv_buf_finish(&m->bodies[i]);
    }
    m->n_bodies = 0;
}

void smv_log_mem_refuse(struct smv_log *log)
{
    struct mem_log *m = mem_of(log);
    if (m->n_bodies == 0) {
        return;
    }
    drop_bodies(m);
    m->base.cb.refused(m->base.cb.user, SMV_ERR_FULL);
}

static void mem_destroy(struct mem_log *m)
{
    drop_bodies(m);
    for (size_t i = 0; i < m->n_questions; i++) {
        smv_buf_finish(&m->questions[i].state);
        smv_free(m->questions[i].seqs);
    }
    smv_free(m->bodies);
    smv_free(m->questions);
    smv_free(m);
}

void smv_log_mem_crash(struct smv_log *log, smv_ms now, size_t keep)
{
    struct mem_log *m = mem_of(log);
    make_durable(m, now, keep < m->n_bodies ? keep : m->n_bodies);
    mem_destroy(m);
}

static void answer_read(struct mem_log *m, struct mem_question *q)
{
    struct smv_entry *found = smv_alloc(q->n_seqs * sizeof *found);
    size_t n = 0;
    for (size_t i = 0; i < q->n_seqs; i++) {
        smv_seq seq = q->seqs[i];
        PRE(i == 0 || seq > q->seqs[i - 1]);
        if (seq > m->disk->base && seq <= disk_head(m->disk)) {
            found[n++] = entry_of(&m->disk->entries[seq - m->disk->base - 1]);
        }
    }
    m->base.cb.read(m->base.cb.user, q->token, found, n);
    smv_free(found);
    smv_free(q->seqs);
}

static void answer(struct mem_log *m, struct mem_question *q)
{
    switch (q->what) {
    case MEM_SAVE:
        disk_save(m->disk, q);
        m->base.cb.saved(m->base.cb.user, q->seq);
        return;
    case MEM_READ: answer_read(m, q); return;
    case MEM_BACKUP: q->done(q->user, SMV_ERR_STATE); return;
    }
    UNREACHABLE("a question of no kind");
}

void smv_log_mem_answer(struct smv_log *log)
{
    struct mem_log *m = mem_of(log);
    struct mem_question *questions = m->questions;
    size_t n = m->n_questions;
    m->questions = NULL;
    m->n_questions = m->cap_questions = 0;
    for (size_t i = 0; i < n; i++) {
        answer(m, &questions[i]);
    }
    smv_free(questions);
    if (!m->closing) {
        return;
    }
    smv_log_mem_commit(log, m->now, 0);
    if (m->n_questions > 0) {
        smv_log_mem_answer(log); /* asked by one of the callbacks above, before it closed */
        return;
    }
    struct smv_log_callbacks cb = m->base.cb;
    cb.closed(cb.user);
    mem_destroy(m);
}
