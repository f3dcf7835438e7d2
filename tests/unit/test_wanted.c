/* test_wanted.c - the options of samverka-document, and which document is made in which format. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "daemon/document/wanted.h"

static struct smv_wanted got;

static enum smv_document_fail read_line(const char *line)
{
    char text[300], *argv[24] = {text};
    int argc = 1;
    (void)strcpy(text, "samverka-document ");
    (void)strncat(text, line, 250);
    for (char *at = strchr(text, ' '); at != NULL; at = strchr(at, ' ')) {
        *at++ = '\0';
        if (*at != '\0' && *at != ' ') {
            argv[argc++] = at;
        }
    }
    memset(&got, 0, sizeof got);
    return smv_wanted_read(argc, argv, &got);
}

static void what_is_asked_for(void **state)
{
    (void)state;
    assert_int_equal(read_line("--of actions --format xlsx --lang nb --seconds 5"),
                     SMV_DOCUMENT_MADE);
    assert_int_equal(got.of, SMV_DOC_ACTIONS);
    assert_int_equal(got.format, SMV_WANTED_xlsx);
    assert_string_equal(got.wish.lang, "nb");
    assert_int_equal(got.seconds, 5);
    assert_int_equal(read_line("--format docx --brief --deleted --ballots"), SMV_DOCUMENT_MADE);
    assert_int_equal(got.of, SMV_DOC_DOCUMENTATION);
    assert_true(got.wish.brief && got.deleted && got.ballots);
    assert_int_equal(read_line("--of compendium --format pdf --group 5.12"), SMV_DOCUMENT_MADE);
    assert_true(got.wish.group == ((UINT64_C(5) << SMV_ID_COUNTER_BITS) | 12));
    assert_int_equal(read_line("--of compendium --format pdf --participant 5368709132"),
                     SMV_DOCUMENT_MADE);
    assert_true(got.wish.participant == 5368709132);
    assert_int_equal(read_line("--format csv"), SMV_DOCUMENT_MADE);
    assert_int_equal(got.of, SMV_DOC_ACTIONS);
    assert_int_equal(read_line("--of changes --format json"), SMV_DOCUMENT_MADE);
    assert_int_equal(got.of, SMV_WANTED_CHANGES);
    assert_int_equal(read_line("--formats"), SMV_DOCUMENT_MADE);
    assert_true(got.formats);
}

static void what_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        enum smv_document_fail fail;
    } wrong[] = {{"", SMV_DOCUMENT_FAIL_FORMAT},
                 {"--of actions", SMV_DOCUMENT_FAIL_FORMAT},
                 {"--format doc", SMV_DOCUMENT_FAIL_FORMAT},
                 {"--format", SMV_DOCUMENT_FAIL_OPTION},
                 {"docx", SMV_DOCUMENT_FAIL_OPTION},
                 {"--format docx --colour blue", SMV_DOCUMENT_FAIL_OPTION},
                 {"--format docx --of minutes", SMV_DOCUMENT_FAIL_OF},
                 {"--format docx --lang fi", SMV_DOCUMENT_FAIL_LANG},
                 {"--format csv --of poster", SMV_DOCUMENT_FAIL_PAIR},
                 {"--format json --of actions", SMV_DOCUMENT_FAIL_PAIR},
                 {"--format docx --of changes", SMV_DOCUMENT_FAIL_PAIR},
                 {"--format docx --group 0", SMV_DOCUMENT_FAIL_ID},
                 {"--format docx --group 5.", SMV_DOCUMENT_FAIL_ID},
                 {"--format docx --group .5", SMV_DOCUMENT_FAIL_ID},
                 {"--format docx --group 5.12x", SMV_DOCUMENT_FAIL_ID},
                 {"--format docx --group 9999999999999999999999", SMV_DOCUMENT_FAIL_ID},
                 {"--format docx --participant 8388608.1", SMV_DOCUMENT_FAIL_ID},
                 {"--format pdf --seconds 0", SMV_DOCUMENT_FAIL_SECONDS},
                 {"--format pdf --seconds 601", SMV_DOCUMENT_FAIL_SECONDS}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        print_message("%s\n", wrong[i].line);
        assert_int_equal(read_line(wrong[i].line), wrong[i].fail);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_asked_for),
                                       cmocka_unit_test(what_is_wrong)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
