/* outbox.c - own work as bytes that outlive this process, and back.
 *
 * What: one record per step that changed anything: [hash bin8, payload bin], the payload an array of
 *       entries. A record counts whole or not at all, so a step is never half remembered.
 *         [1, version, cid, last n]          [2, n, op...]   this operation, as it is now
 *         [3, n]  has its verdict            [4, epoch, ordinal, ids reserved up to]
 *         [5, n, op, code, id, field, text]  refused, to be shown      [6, n]  shown
 *         [7]     nothing before this counts
 * Not:  no file: the shell appends the bytes and gives them back.
 * Uses: internal.h, common/pack, common/base/hash.h.    Thread: as client.h.
 * Invariant: what is sent was in a record before, with the bytes that are sent. */
#include <string.h>
#include "client-cli/core/internal.h"
#include "common/base/hash.h"
#include "common/pack/writer.h"

enum { META = 1, PUT = 2, DONE = 3, ORD = 4, REFUSED = 5, SEEN = 6, CLEAR = 7 };
enum { VERSION = 1, PUT_ITEMS = 19 };

/* --- writing --------------------------------------------------------------------------------------- */
static struct smv_buf *entry(struct smv_client *c, size_t items, unsigned type)
{
    c->n_journal++;
    smv_write_array(&c->journal, items);
    smv_write_uint(&c->journal, type);
    return &c->journal;
}

void smv_cl_put_done(struct smv_client *c, uint64_t n)
{
    smv_write_uint(entry(c, 2, DONE), n);
}

void smv_cl_put_seen(struct smv_client *c, uint64_t n)
{
    smv_write_uint(entry(c, 2, SEEN), n);
}

void smv_cl_put_refused(struct smv_client *c, uint64_t n, const struct smv_cl_own *o)
{
    struct smv_buf *b = entry(c, 7, REFUSED);
    smv_write_uint(b, n);
    smv_write_uint(b, o->op);
    smv_write_uint(b, o->code);
    smv_write_uint(b, o->id);
    smv_write_uint(b, o->field);
    smv_write_str(b, smv_buf_span(&o->text));
}

void smv_cl_put_clear(struct smv_client *c)
{
    smv_buf_clear(&c->journal);
    c->n_journal = 0;
    (void)entry(c, 1, CLEAR);
    c->meta_dirty = c->ord_dirty = true;
    for (size_t i = 0; i < c->n_own; i++) {
        c->own[i]->dirty = true;
    }
}

static void put_meta(struct smv_client *c)
{
    struct smv_buf *b = entry(c, 4, META);
    smv_write_uint(b, VERSION);
    smv_write_bin(b, smv_span(c->config.cid, sizeof c->config.cid));
    smv_write_uint(b, c->last_n);
}

static void put_ord(struct smv_client *c)
{
    struct smv_buf *b = entry(c, 4, ORD);
    smv_write_bin(b, smv_span(c->epoch, sizeof c->epoch));
    smv_write_uint(b, c->ord);
    smv_write_uint(b, c->id_reserved);
}

/* What a text operation stands on now: its own frozen base, or what is shown below it. */
static void put_base(struct smv_client *c, const struct smv_cl_own *o, struct smv_buf *b)
{
    struct smv_buf below = {0};
    smv_seq seq = o->base_seq;
    if (o->op == SMV_OP_TXT && o->tail.len == 0 && !o->waits) {
        const struct smv_cl_apart *a = smv_cl_apart_find(c, o->id, o->field);
        smv_cl_below(c, o, o->id, o->field, &below);
        seq = a == NULL ? c->applied : a->why == SMV_CL_MERGE ? SMV_CL_NO_SEQ : a->seq;
    } else {
        smv_buf_put_span(&below, smv_buf_span(&o->base));
    }
    smv_write_str(b, smv_buf_span(&below));
    smv_write_bool(b, seq != SMV_CL_NO_SEQ);
    smv_write_uint(b, seq != SMV_CL_NO_SEQ ? seq : 0);
    smv_buf_finish(&below);
}

static void put_own(struct smv_client *c, struct smv_cl_own *o)
{
    struct smv_buf *b = entry(c, PUT_ITEMS, PUT);
    smv_write_uint(b, o->n);
    smv_write_uint(b, o->op);
    smv_write_uint(b, o->id);
    smv_write_uint(b, o->parent);
    smv_write_uint(b, o->after);
    smv_write_uint(b, o->kind);
    smv_write_uint(b, o->field);
    smv_write_bin(b, smv_buf_span(&o->value));
    if (o->op == SMV_OP_TXT && o->tail.len == 0) {
        smv_ot_write(b, o->waits ? &o->raw : &o->ot);
    } else {
        smv_write_nil(b); /* what was frozen says it */
    }
    smv_write_uint(b, o->action);
    smv_write_int(b, o->ms);
    smv_write_uint(b, o->place_seq);
    smv_write_uint(b, o->del_seq);
    smv_write_bin(b, smv_buf_span(&o->tail));
    smv_write_uint(b, o->seen);
    put_base(c, o, b);
    o->dirty = false;
}

/* Frames c->journal as a record. */
static void seal(struct smv_client *c)
{
    struct smv_buf payload = {0};
    uint8_t hash[SMV_HASH_SHORT];
    smv_write_array(&payload, c->n_journal);
    smv_buf_put_span(&payload, smv_buf_span(&c->journal));
    struct smv_span part = smv_buf_span(&payload);
    smv_hash(hash, sizeof hash, smv_span(NULL, 0), &part, 1);
    smv_buf_clear(&c->record_bytes);
    smv_write_array(&c->record_bytes, 2);
    smv_write_bin(&c->record_bytes, smv_span(hash, sizeof hash));
    smv_write_bin(&c->record_bytes, part);
    smv_buf_finish(&payload);
    smv_buf_clear(&c->journal);
    c->n_journal = 0;
    c->record.bytes = smv_buf_span(&c->record_bytes);
}

void smv_cl_record(struct smv_client *c)
{
    c->record.bytes = smv_span(NULL, 0);
    if (c->config.read_only) {
        smv_buf_clear(&c->journal);
        c->n_journal = 0;
        return;
    }
    if (c->meta_dirty) {
        put_meta(c);
    }
    if (c->ord_dirty && c->know_epoch) {
        put_ord(c);
        c->ord_dirty = false;
    }
    c->meta_dirty = false;
    for (size_t i = 0; i < c->n_own; i++) {
        if (c->own[i]->dirty) {
            put_own(c, c->own[i]);
        }
    }
    if (c->n_journal > 0) {
        seal(c);
    }
}

size_t smv_client_compact(struct smv_client *c, const struct smv_record **ret_records)
{
    smv_buf_clear(&c->journal); /* all of it is in the state that is written now */
    c->n_journal = 0;
    c->meta_dirty = c->ord_dirty = true;
    for (size_t i = 0; i < c->n_own; i++) {
        c->own[i]->dirty = true;
    }
    for (size_t i = 0; i < c->n_refused; i++) {
        if (!c->refused[i]->once) {
            smv_cl_put_refused(c, c->refused[i]->n, c->refused[i]);
        }
    }
    smv_cl_record(c);
    *ret_records = &c->record;
    return c->record.bytes.len > 0 ? 1 : 0;
}

/* --- reading ---------------------------------------------------------------------------------------- */
static struct smv_cl_own *slot_for(struct smv_client *c, uint64_t n)
{
    struct smv_cl_own *o = smv_cl_own_find(c, n);
    size_t at = c->n_own;
    if (o != NULL) {
        smv_buf_finish(&o->value);
        smv_buf_finish(&o->tail);
        smv_buf_finish(&o->base);
        smv_ot_finish(&o->ot);
        smv_ot_finish(&o->raw);
        memset(o, 0, sizeof *o);
    } else {
        o = smv_zalloc(sizeof *o);
        c->own = smv_grow(c->own, &c->cap_own, c->n_own + 1, sizeof *c->own);
        while (at > 0 && c->own[at - 1]->n > n) {
            c->own[at] = c->own[at - 1];
            at--;
        }
        c->own[at] = o;
        c->n_own++;
    }
    o->n = n;
    c->last_n = n > c->last_n ? n : c->last_n;
    return o;
}

/* The text operation inside frozen bytes. */
static enum smv_err thaw(struct smv_cl_own *o)
{
    struct smv_reader r;
    struct smv_request q;
    struct smv_buf whole = {0};
    struct smv_request as = {.n = o->n, .op = o->op, .tail = smv_buf_span(&o->tail)};
    smv_request_write(&whole, &as);
    smv_reader_init(&r, smv_buf_span(&whole));
    enum smv_err err = smv_request_read(&r, &q);
    if (err == SMV_OK && q.op != o->op) {
        err = SMV_ERR_MALFORMED;
    }
    if (err == SMV_OK && o->op == SMV_OP_TXT) {
        smv_reader_init(&r, q.u.txt.op);
        err = smv_ot_read(&r, SMV_MAX_TEXT_BYTES, &o->ot);
    }
    smv_buf_finish(&whole);
    return err;
}

static bool client_op(uint64_t op)
{
    return op >= SMV_OP_ADD && op <= SMV_OP_OFFER;
}

static enum smv_err read_put(struct smv_client *c, struct smv_reader *r)
{
    uint64_t n = smv_read_uint(r), op = smv_read_uint(r);
    if (r->err != SMV_OK || n == 0 || !client_op(op)) {
        return SMV_ERR_MALFORMED;
    }
    struct smv_cl_own *o = slot_for(c, n);
    o->op = (enum smv_op_kind)op;
    o->id = smv_read_uint(r);
    o->parent = smv_read_uint(r);
    o->after = smv_read_uint(r);
    o->kind = (unsigned)smv_read_uint_max(r, SMV_KIND_MAX);
    o->field = (unsigned)smv_read_uint_max(r, SMV_FIELD_MAX);
    smv_buf_put_span(&o->value, smv_read_bin(r, SIZE_MAX));
    if (!smv_read_nil(r)) {
        SMV_TRY(smv_ot_read(r, SMV_MAX_TEXT_BYTES, &o->ot));
    }
    o->action = smv_read_uint(r);
    o->ms = smv_read_int(r);
    o->place_seq = smv_read_uint(r);
    o->del_seq = smv_read_uint(r);
    smv_buf_put_span(&o->tail, smv_read_bin(r, SIZE_MAX));
    o->seen = smv_read_uint(r);
    smv_buf_put_span(&o->base, smv_read_str(r, SMV_MAX_TEXT_BYTES));
    bool known = smv_read_bool(r);
    o->base_seq = smv_read_uint(r);
    o->base_seq = known ? o->base_seq : SMV_CL_NO_SEQ;
    return r->err != SMV_OK ? r->err : o->tail.len > 0 ? thaw(o) : SMV_OK;
}

static void forget(struct smv_client *c, uint64_t n)
{
    for (size_t i = 0; i < c->n_own; i++) {
        if (c->own[i]->n == n) {
            smv_cl_own_free(c->own[i]);
            memmove(&c->own[i], &c->own[i + 1], (c->n_own - i - 1) * sizeof c->own[0]);
            c->n_own--;
            return;
        }
    }
}

static enum smv_err read_refused(struct smv_client *c, struct smv_reader *r)
{
    struct smv_cl_own *o = smv_zalloc(sizeof *o);
    o->n = smv_read_uint(r);
    o->op = (enum smv_op_kind)smv_read_uint_max(r, SMV_OP_OFFER);
    o->code = (unsigned)smv_read_uint_max(r, 99);
    o->id = smv_read_uint(r);
    o->field = (unsigned)smv_read_uint_max(r, SMV_FIELD_MAX);
    smv_buf_put_span(&o->text, smv_read_str(r, SIZE_MAX));
    forget(c, o->n);
    c->refused = smv_grow(c->refused, &c->cap_refused, c->n_refused + 1, sizeof *c->refused);
    c->refused[c->n_refused++] = o;
    return r->err;
}

static void drop_all(struct smv_client *c)
{
    while (c->n_own > 0) {
        smv_cl_own_free(c->own[--c->n_own]);
    }
    while (c->n_refused > 0) {
        smv_cl_own_free(c->refused[--c->n_refused]);
    }
    c->last_n = 0;
}

static enum smv_err read_meta(struct smv_client *c, struct smv_reader *r)
{
    uint8_t cid[16];
    if (smv_read_uint(r) != VERSION) {
        return SMV_ERR_VERSION;
    }
    smv_read_bin_exact(r, cid, sizeof cid);
    c->last_n = smv_read_uint(r); /* may be lower than before: numbers that were never sent */
    if (r->err == SMV_OK && memcmp(cid, c->config.cid, sizeof cid) != 0) {
        return SMV_ERR_VERSION;
    }
    c->meta_there = true;
    return r->err;
}

static enum smv_err read_ord(struct smv_client *c, struct smv_reader *r)
{
    smv_read_bin_exact(r, c->epoch, sizeof c->epoch);
    c->ord = smv_read_uint_max(r, SMV_MAX_CLIENTS * 2U);
    c->id_counter = c->id_reserved = smv_read_uint(r);
    c->know_epoch = true;
    return r->err;
}

static enum smv_err read_entry(struct smv_client *c, struct smv_reader *r)
{
    (void)smv_read_array(r);
    uint64_t type = smv_read_uint(r);
    if (r->err != SMV_OK) {
        return r->err;
    }
    switch (type) {
    case META: return read_meta(c, r);
    case PUT: return read_put(c, r);
    case DONE: forget(c, smv_read_uint(r)); return r->err;
    case ORD: return read_ord(c, r);
    case REFUSED: return read_refused(c, r);
    case SEEN: {
        uint64_t n = smv_read_uint(r);
        for (size_t i = 0; i < c->n_refused; i++) {
            if (c->refused[i]->n == n) {
                smv_cl_own_free(c->refused[i]);
                c->refused[i] = c->refused[--c->n_refused];
                break;
            }
        }
        return r->err;
    }
    case CLEAR: drop_all(c); return SMV_OK;
    default: return SMV_ERR_VERSION;
    }
}

static enum smv_err open_record(struct smv_span bytes, struct smv_span *ret_payload)
{
    struct smv_reader r;
    uint8_t told[SMV_HASH_SHORT], real[SMV_HASH_SHORT];
    smv_reader_init(&r, bytes);
    smv_read_array_of(&r, 2);
    smv_read_bin_exact(&r, told, sizeof told);
    struct smv_span payload = smv_read_bin(&r, SIZE_MAX);
    SMV_TRY(smv_reader_done(&r));
    smv_hash(real, sizeof real, smv_span(NULL, 0), &payload, 1);
    if (memcmp(told, real, sizeof real) != 0) {
        return SMV_ERR_MALFORMED;
    }
    *ret_payload = payload;
    return SMV_OK;
}

/* Typed on the one in flight as it read then; here that one reads as it was first sent. Until the daemon has
 * told what lay between, a merge stands in for it. */
static void stand_in(struct smv_client *c, struct smv_cl_own *o)
{
    struct smv_buf below = {0}, mine = {0}, merged = {0};
    smv_cl_below(c, o, o->id, o->field, &below);
    smv_buf_put_span(&mine, smv_buf_span(&o->base));
    if (!smv_span_eq(smv_buf_span(&below), smv_buf_span(&mine)) &&
        smv_ot_apply(&mine, &o->ot) == SMV_OK) {
        smv_ot_merge3(smv_buf_span(&o->base), smv_buf_span(&mine), smv_buf_span(&below), &merged);
        smv_ot_copy(&o->raw, &o->ot);
        o->waits = o->base_seq != SMV_CL_NO_SEQ;
        smv_ot_diff(smv_buf_span(&below), smv_buf_span(&merged), &o->ot);
    }
    smv_buf_finish(&below);
    smv_buf_finish(&mine);
    smv_buf_finish(&merged);
}

/* Each field with own text work stands on what the outbox says until the daemon has told the rest. */
static void part_restored(struct smv_client *c)
{
    for (size_t i = 0; i < c->n_own; i++) {
        struct smv_cl_own *o = c->own[i];
        if (o->op != SMV_OP_TXT) {
            continue;
        }
        if (smv_cl_chain(c, o->id, o->field, NULL) == o) {
            smv_cl_part(c, o->id, o->field,
                        o->base_seq == SMV_CL_NO_SEQ ? SMV_CL_MERGE : SMV_CL_ASK,
                        smv_buf_span(&o->base), o->base_seq);
        } else {
            stand_in(c, o);
        }
    }
}

enum smv_err smv_client_restore(struct smv_client *c, const struct smv_span *records,
                                size_t n_records)
{
    for (size_t i = 0; i < n_records; i++) {
        struct smv_span payload;
        struct smv_reader r;
        if (open_record(records[i], &payload) != SMV_OK) {
            if (i + 1 == n_records) {
                break; /* cut off: it was never relied on */
            }
            return SMV_ERR_MALFORMED;
        }
        smv_reader_init(&r, payload);
        uint32_t n = smv_read_array(&r);
        for (uint32_t k = 0; k < n; k++) {
            SMV_TRY(read_entry(c, &r));
        }
        SMV_TRY(smv_reader_done(&r));
    }
    if ((c->n_own > 0 || c->n_refused > 0) && !c->meta_there) {
        return SMV_ERR_VERSION;
    }
    c->meta_dirty = c->meta_dirty && !c->meta_there;
    part_restored(c);
    return SMV_OK;
}
