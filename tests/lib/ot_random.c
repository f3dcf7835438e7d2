/* ot_random.c - see ot_random.h.
 *
 * Invariant: an op's components come in any order and any number, so that inserts stand before, after
 *       and between deletes at one place. */
#include "tests/lib/ot_random.h"
#include "common/base/utf8.h"

void ot_random_text(struct smv_rng *r, size_t n, struct smv_buf *b)
{
    static const uint32_t alphabet[] = {'a',     'b',     'c',    ' ',     '\n',   0xe5,
                                        0x301,   0x5d0,   0x20ac, 0x6f22,  0x200d, 0x1f469,
                                        0x1f52c, 0x1d518, 0xfe0f, 0x10ffff};
    for (size_t i = 0; i < n; i++) {
        smv_utf8_put(b, alphabet[smv_rng_below(r, sizeof(alphabet) / sizeof(alphabet[0]))]);
    }
}

void ot_random_op(struct smv_rng *r, size_t len, struct smv_ot *ret_op)
{
    smv_ot_clear(ret_op);
    struct smv_buf text = {0};
    while (!smv_rng_chance(r, 180)) {
        uint32_t n = (uint32_t)smv_rng_below(r, 5);
        uint32_t within = n < len ? n : (uint32_t)len;
        switch (smv_rng_below(r, 3)) {
        case 0:
            smv_ot_skip(ret_op, within);
            len -= within;
            break;
        case 1:
            smv_ot_delete(ret_op, within);
            len -= within;
            break;
        default:
            smv_buf_clear(&text);
            ot_random_text(r, n, &text);
            smv_ot_insert(ret_op, smv_buf_span(&text));
            break;
        }
    }
    smv_ot_trim(ret_op);
    smv_buf_finish(&text);
}
