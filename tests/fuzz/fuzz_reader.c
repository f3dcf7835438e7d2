/* fuzz_reader.c - any bytes, read in every way the reader offers.
 *
 * What: the first byte says in which order the typed reads are tried, the rest is the message. Checked:
 *       no read outside the bytes, counts and lengths within what is left, a mistake sticks and gives
 *       zeros, what was skipped reads and skips the same again. */
#include <stdint.h>
#include "common/base/check.h"
#include "common/base/utf8.h"
#include "common/pack/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_one(struct smv_reader *r, unsigned how)
{
    size_t before = smv_reader_left(r);
    bool failed = r->err != SMV_OK;
    uint64_t zero = 0;
    struct smv_span s = {0};
    uint8_t exact[5] = {1, 1, 1, 1, 1};
    switch (how % 9) {
    case 0: zero = smv_read_array(r); break;
    case 1: zero = smv_read_map(r); break;
    case 2: zero = smv_read_uint_max(r, 1000); break;
    case 3: zero = (uint64_t)smv_read_int(r); break;
    case 4: zero = smv_read_bool(r); break;
    case 5: s = smv_read_str(r, how); break;
    case 6: s = smv_read_bin(r, how); break;
    case 7:
        smv_read_bin_exact(r, exact, sizeof(exact));
        zero = r->err != SMV_OK ? exact[0] : 0;
        break;
    default:
        if (!smv_read_nil(r)) {
            s = smv_read_skip(r);
        }
        break;
    }
    INVARIANT(smv_reader_left(r) <= before);
    INVARIANT(s.len <= before);
    INVARIANT(how % 9 != 5 || (smv_utf8_valid(s) && s.len <= how));
    INVARIANT(how % 9 > 1 || zero <= smv_reader_left(r));
    INVARIANT(!failed || (zero == 0 && s.len == 0 && r->err != SMV_OK));
}

static void skip_again(struct smv_span all)
{
    struct smv_reader r, again;
    smv_reader_init(&r, all);
    struct smv_span one = smv_read_skip(&r);
    smv_reader_init(&again, one);
    INVARIANT((r.err == SMV_OK) == (one.len > 0));
    INVARIANT(r.err != SMV_OK || smv_read_skip(&again).len == one.len);
    INVARIANT(r.err != SMV_OK || smv_reader_done(&again) == SMV_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    unsigned how = data[0];
    struct smv_span all = smv_span(data + 1, size - 1);
    skip_again(all);
    struct smv_reader r;
    smv_reader_init(&r, all);
    static const unsigned by_type[] = {8, 8, 4, 3, 5, 6, 0, 1, 8};
    for (size_t i = 0; i < size && smv_reader_left(&r) > 0; i++) {
        /* An even first byte follows the types, so that long messages are read to their end. */
        unsigned next = how % 2 == 0 ? by_type[smv_reader_peek(&r)] + 9 * 20 : how + (unsigned)i;
        read_one(&r, next);
    }
    for (unsigned i = 0; r.err != SMV_OK && i < 9; i++) {
        read_one(&r, i);
    }
    return 0;
}
