/* keep.c - the replica as bytes, so that a later start goes on from it instead of from nothing.
 *
 * What: [hash bin8, payload bin], the payload [version, epoch, seq, h8, tree]. Loaded before START, it
 *       lets a process without a connection show, address and add; with one it is a resume.
 * Not:  own work, which is the outbox's (outbox.c): the two are written at different times and need not
 *       stand at the same position.
 * Uses: internal.h, common/pack, common/base/hash.h.    Thread: as client.h.
 * Invariant: a replica of another history than the outbox's is never taken. */
#include <string.h>
#include "client-cli/core/internal.h"
#include "common/base/hash.h"
#include "common/pack/writer.h"

enum { VERSION = 1 };

bool smv_client_keep(const struct smv_client *c, struct smv_buf *ret)
{
    struct smv_buf payload = {0};
    uint8_t hash[SMV_HASH_SHORT];
    if (!c->have || !c->know_epoch) {
        return false;
    }
    smv_write_array(&payload, 5);
    smv_write_uint(&payload, VERSION);
    smv_write_bin(&payload, smv_span(c->epoch, sizeof c->epoch));
    smv_write_uint(&payload, c->applied);
    smv_write_bin(&payload, smv_span(c->h8, sizeof c->h8));
    smv_tree_write(&payload, &c->tree, /* history */ false);
    struct smv_span part = smv_buf_span(&payload);
    smv_hash(hash, sizeof hash, smv_span(NULL, 0), &part, 1);
    smv_buf_clear(ret);
    smv_write_array(ret, 2);
    smv_write_bin(ret, smv_span(hash, sizeof hash));
    smv_write_bin(ret, part);
    smv_buf_finish(&payload);
    return true;
}

static enum smv_err open_kept(struct smv_span bytes, struct smv_span *ret_payload)
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

enum smv_err smv_client_take_kept(struct smv_client *c, struct smv_span bytes)
{
    struct smv_span payload;
    struct smv_reader r;
    uint8_t epoch[16], h8[8];
    struct smv_tree tree;
    if (c->have || c->state != SMV_CLIENT_IDLE) {
        return SMV_ERR_STATE;
    }
    SMV_TRY(open_kept(bytes, &payload));
    smv_reader_init(&r, payload);
    smv_read_array_of(&r, 5);
    if (smv_read_uint(&r) != VERSION) {
        return SMV_ERR_VERSION;
    }
    smv_read_bin_exact(&r, epoch, sizeof epoch);
    smv_seq seq = smv_read_uint(&r);
    smv_read_bin_exact(&r, h8, sizeof h8);
    SMV_TRY(r.err);
    if (c->know_epoch && memcmp(c->epoch, epoch, sizeof epoch) != 0) {
        return SMV_ERR_STATE;
    }
    smv_tree_init(&tree, false);
    enum smv_err err = smv_tree_read(&r, &tree);
    err = err == SMV_OK ? smv_reader_done(&r) : err;
    if (err != SMV_OK) {
        smv_tree_finish(&tree);
        return err;
    }
    smv_tree_finish(&c->tree);
    c->tree = tree;
    if (!c->know_epoch) {
        memcpy(c->epoch, epoch, sizeof epoch);
        c->know_epoch = true;
        c->ord_dirty = true;
    }
    memcpy(c->h8, h8, sizeof h8);
    c->applied = seq;
    c->have = true;
    c->news |= SMV_NEWS_TREE;
    return SMV_OK;
}
