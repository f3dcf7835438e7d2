/* writer.c - msgpack-c's packer, writing into a smv_buf.
 *
 * What: one thin function per type; msgpack-c chooses the shortest form itself.
 * Not:  reads nothing (reader.c); checks no UTF-8, because only checked text gets here.
 * Uses: msgpack-c; no other file includes it.    Thread: pure. */
#include "common/pack/writer.h"
#include <msgpack.h>
#include "common/base/check.h"

static int put(void *data, const char *bytes, size_t len)
{
    smv_buf_put(data, bytes, len);
    return 0;
}

static msgpack_packer packer(struct smv_buf *b)
{
    msgpack_packer pk;
    msgpack_packer_init(&pk, b, put);
    return pk;
}

void smv_write_array(struct smv_buf *b, size_t n)
{
    PRE(n <= UINT32_MAX);
    msgpack_packer pk = packer(b);
    msgpack_pack_array(&pk, n);
}

void smv_write_map(struct smv_buf *b, size_t n)
{
    PRE(n <= UINT32_MAX);
    msgpack_packer pk = packer(b);
    msgpack_pack_map(&pk, n);
}

void smv_write_uint(struct smv_buf *b, uint64_t v)
{
    msgpack_packer pk = packer(b);
    msgpack_pack_uint64(&pk, v);
}

void smv_write_int(struct smv_buf *b, int64_t v)
{
    msgpack_packer pk = packer(b);
    msgpack_pack_int64(&pk, v);
}

void smv_write_bool(struct smv_buf *b, bool v)
{
    msgpack_packer pk = packer(b);
    if (v) {
        msgpack_pack_true(&pk);
    } else {
        msgpack_pack_false(&pk);
    }
}

void smv_write_nil(struct smv_buf *b)
{
    msgpack_packer pk = packer(b);
    msgpack_pack_nil(&pk);
}

void smv_write_str(struct smv_buf *b, struct smv_span s)
{
    PRE(s.len <= UINT32_MAX);
    msgpack_packer pk = packer(b);
    msgpack_pack_str(&pk, s.len);
    msgpack_pack_str_body(&pk, s.data, s.len);
}

void smv_write_cstr(struct smv_buf *b, const char *s)
{
    smv_write_str(b, smv_span_str(s));
}

void smv_write_bin(struct smv_buf *b, struct smv_span s)
{
    PRE(s.len <= UINT32_MAX);
    msgpack_packer pk = packer(b);
    msgpack_pack_bin(&pk, s.len);
    msgpack_pack_bin_body(&pk, s.data, s.len);
}
