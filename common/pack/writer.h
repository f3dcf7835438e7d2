/* writer.h - msgpack out, through msgpack-c, into a buffer.
 *
 * What: the shortest form of every value, so that equal values have equal bytes.
 * Uses: msgpack-c's packer (writer.c only).    Thread: pure. */
#ifndef SMV_PACK_WRITER_H
#define SMV_PACK_WRITER_H
#include "common/base/buf.h"

void smv_write_array(struct smv_buf *b, size_t n);
void smv_write_map(struct smv_buf *b, size_t n);
void smv_write_uint(struct smv_buf *b, uint64_t v);
void smv_write_int(struct smv_buf *b, int64_t v);
void smv_write_bool(struct smv_buf *b, bool v);
void smv_write_nil(struct smv_buf *b);
void smv_write_str(struct smv_buf *b, struct smv_span s);
void smv_write_cstr(struct smv_buf *b, const char *s);
void smv_write_bin(struct smv_buf *b, struct smv_span s);

#endif
