/* fuzz_parcel.c - any bytes as a parcel: read or refused; what was read is written again with the same meaning.
 *
 * What: facts and tree of an accepted input survive writing and reading.
 * Uses: common/document/parcel.h. */
#include "common/base/check.h"
#include "common/document/parcel.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct smv_tree t, again;
    struct smv_doc_facts f, told;
    smv_tree_init(&t, false);
    if (smv_parcel_read(smv_span(data, size), &t, &f) == SMV_OK) {
        struct smv_buf b = {0};
        smv_parcel_write(&b, &t, &f, NULL, NULL);
        smv_tree_init(&again, false);
        INVARIANT(smv_parcel_read(smv_buf_span(&b), &again, &told) == SMV_OK);
        INVARIANT(smv_tree_digest(t.root, NULL, NULL) == smv_tree_digest(again.root, NULL, NULL));
        INVARIANT(told.seq == f.seq && told.n_authors == f.n_authors &&
                  smv_span_eq(told.ballots, f.ballots));
        smv_parcel_finish(&told);
        smv_parcel_finish(&f);
        smv_tree_finish(&again);
        smv_buf_finish(&b);
    }
    smv_tree_finish(&t);
    return 0;
}
