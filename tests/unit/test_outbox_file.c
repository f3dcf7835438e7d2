/* test_outbox_file.c - the outbox on disk: what was appended is there, also after a cut; two never share. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include "client-cli/io/files.h"
#include "client-cli/io/outbox.h"
#include "common/base/hash.h"
#include "common/base/heap.h"

static char folder[64];

static int setup(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/smv-outbox-XXXXXX");
    return mkdtemp(folder) == NULL;
}

static int teardown(void **state)
{
    char command[100];
    (void)state;
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static void put(struct smv_outbox *o, const char *text)
{
    assert_int_equal(smv_outbox_append(o, smv_span_str(text)), SMV_OK);
}

static void is(const struct smv_outbox *o, size_t i, const char *text)
{
    assert_true(i < o->n_records && smv_span_is(o->records[i], text));
}

static void records_come_back(void **state)
{
    struct smv_outbox o;
    uint8_t cid[16];
    struct stat st;
    (void)state;
    assert_int_equal(smv_outbox_take(folder, 1, false, &o), SMV_ERR_MISSING);
    assert_int_equal(smv_outbox_take(folder, 1, true, &o), SMV_OK);
    put(&o, "one");
    put(&o, "two");
    memcpy(cid, o.cid, sizeof cid);
    smv_outbox_release(&o);
    assert_int_equal(smv_outbox_take(folder, 1, false, &o), SMV_OK);
    assert_int_equal(o.n_records, 2);
    is(&o, 0, "one");
    is(&o, 1, "two");
    assert_memory_equal(o.cid, cid, sizeof cid);
    assert_int_equal(smv_outbox_replace(&o, smv_span_str("all")), SMV_OK);
    put(&o, "three");
    assert_int_equal(stat(o.folder, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    smv_outbox_release(&o);
    assert_int_equal(smv_outbox_take(folder, 1, false, &o), SMV_OK);
    assert_int_equal(o.n_records, 2);
    is(&o, 0, "all");
    is(&o, 1, "three");
    smv_outbox_release(&o);
}

/* Wherever the machine stopped while it wrote the last record, the ones before it are there, and the next one
 * can be read again. */
static void cut_anywhere(void **state)
{
    struct smv_outbox o;
    char path[100];
    (void)state;
    assert_int_equal(smv_outbox_take(folder, 1, true, &o), SMV_OK);
    put(&o, "first");
    off_t one = (off_t)o.size;
    put(&o, "second, longer");
    off_t both = (off_t)o.size;
    smv_outbox_release(&o);
    snprintf(path, sizeof path, "%s/outbox-1/records", folder);
    struct smv_buf whole = {0};
    assert_int_equal(smv_file_read(path, 10000, &whole), SMV_OK);
    for (off_t cut = both; cut-- > one;) {
        for (int zeros = 0; zeros < 2; zeros++) {
            assert_int_equal(smv_file_replace(path, smv_span(whole.data, (size_t)cut), false),
                             SMV_OK);
            if (zeros == 1) { /* a file system that had already made room */
                assert_int_equal(truncate(path, both + 100), 0);
            }
            assert_int_equal(smv_outbox_take(folder, 1, false, &o), SMV_OK);
            assert_int_equal(o.n_records, 1);
            is(&o, 0, "first");
            put(&o, "after");
            smv_outbox_release(&o);
            assert_int_equal(smv_outbox_take(folder, 1, false, &o), SMV_OK);
            assert_int_equal(o.n_records, 2);
            is(&o, 1, "after");
            smv_outbox_release(&o);
        }
    }
    smv_buf_finish(&whole);
}

static void what_is_broken_is_kept_aside(void **state)
{
    struct smv_outbox o;
    char path[100];
    struct smv_buf whole = {0}, aside = {0};
    (void)state;
    assert_int_equal(smv_outbox_take(folder, 1, true, &o), SMV_OK);
    put(&o, "first");
    put(&o, "words that matter");
    smv_outbox_release(&o);
    snprintf(path, sizeof path, "%s/outbox-1/records", folder);
    assert_int_equal(smv_file_read(path, 10000, &whole), SMV_OK);
    whole.data[whole.len - 1] ^= 1;
    assert_int_equal(smv_file_replace(path, smv_buf_span(&whole), false), SMV_OK);
    assert_int_equal(smv_outbox_take(folder, 1, false, &o), SMV_OK);
    assert_int_equal(o.n_records, 1);
    smv_outbox_release(&o);
    snprintf(path, sizeof path, "%s/outbox-1/records.broken", folder);
    assert_int_equal(smv_file_read(path, 10000, &aside), SMV_OK);
    assert_non_null(strstr(smv_buf_cstr(&aside) + 12, "words that matte"));
    smv_buf_finish(&whole);
    smv_buf_finish(&aside);
}

static void one_process_each(void **state)
{
    struct smv_outbox a, b;
    (void)state;
    assert_int_equal(smv_outbox_take(folder, 1, true, &a), SMV_OK);
    assert_int_equal(smv_outbox_take(folder, 1, true, &b), SMV_ERR_BUSY);
    assert_int_equal(smv_outbox_take(folder, 2, true, &b), SMV_OK);
    assert_memory_not_equal(a.cid, b.cid, sizeof a.cid);
    smv_outbox_release(&a);
    assert_int_equal(smv_outbox_take(folder, 1, false, &a), SMV_OK);
    smv_outbox_release(&a);
    smv_outbox_release(&b);
}

/* Numbers that were used must not be used again by a client that has forgotten them. */
static void lost_records_make_it_somebody_new(void **state)
{
    struct smv_outbox o;
    uint8_t cid[16];
    char path[100];
    (void)state;
    assert_int_equal(smv_outbox_take(folder, 1, true, &o), SMV_OK);
    put(&o, "one");
    memcpy(cid, o.cid, sizeof cid);
    smv_outbox_release(&o);
    snprintf(path, sizeof path, "%s/outbox-1/records", folder);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(smv_outbox_take(folder, 1, false, &o), SMV_OK);
    assert_memory_not_equal(o.cid, cid, sizeof cid);
    smv_outbox_release(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(records_come_back, setup, teardown),
        cmocka_unit_test_setup_teardown(cut_anywhere, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_broken_is_kept_aside, setup, teardown),
        cmocka_unit_test_setup_teardown(one_process_each, setup, teardown),
        cmocka_unit_test_setup_teardown(lost_records_make_it_somebody_new, setup, teardown)};
    smv_hash_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
