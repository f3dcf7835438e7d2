/* test_texts.c - the rehearsal's texts fit the fields they are meant for; none is there twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "client-cli/rehearse/texts.h"
#include "common/base/utf8.h"
#include "common/model/schema.h"

static const struct {
    unsigned kind, field;
} fields[SMV_TEXTS_COUNT] = {
    [SMV_TEXTS_POINT] = {SMV_KIND_POINT, SMV_POINT_TEXT},
    [SMV_TEXTS_DISCUSSION] = {SMV_KIND_QUESTION, SMV_QUESTION_DISCUSSION},
    [SMV_TEXTS_CARD] = {SMV_KIND_CARD, SMV_CARD_TITLE},
    [SMV_TEXTS_WHEN] = {SMV_KIND_CARD, SMV_CARD_WHEN},
    [SMV_TEXTS_FLOW] = {SMV_KIND_FLOW, SMV_FLOW_LABEL},
    [SMV_TEXTS_OBSTACLE] = {SMV_KIND_OBSTACLE, SMV_OBSTACLE_TEXT},
    [SMV_TEXTS_PROPOSAL] = {SMV_KIND_ACTION, SMV_ACTION_WHAT},
    [SMV_TEXTS_FIRST_STEP] = {SMV_KIND_ACTION, SMV_ACTION_FIRST},
    [SMV_TEXTS_PARKED] = {SMV_KIND_PARKED, SMV_PARKED_TEXT},
    [SMV_TEXTS_NOTICE] = {SMV_KIND_NOTICE, SMV_NOTICE_TEXT},
    [SMV_TEXTS_ANSWER] = {SMV_KIND_ANSWER, SMV_ANSWER_TEXT},
    [SMV_TEXTS_CLUSTER] = {SMV_KIND_CLUSTER, SMV_CLUSTER_TITLE},
    [SMV_TEXTS_CALL] = {SMV_KIND_CALL, SMV_CALL_TEXT},
    [SMV_TEXTS_ORGANISATION] = {SMV_KIND_ORGANISATION, SMV_ORGANISATION_NAME},
    [SMV_TEXTS_PERSON] = {SMV_KIND_PARTICIPANT, SMV_PARTICIPANT_NAME},
};

static void test_texts_fit(void **state)
{
    (void)state;
    size_t all = 0;
    for (unsigned what = 0; what < SMV_TEXTS_COUNT; what++) {
        struct smv_texts texts = smv_texts_of((enum smv_texts_of)what);
        const struct smv_field_info *field = smv_field_info(fields[what].kind, fields[what].field);
        assert_true(texts.n >= 6);
        assert_int_equal(field->type, SMV_TYPE_TEXT);
        all += texts.n;
        for (size_t i = 0; i < texts.n; i++) {
            struct smv_span text = smv_span_str(texts.list[i]);
            assert_true(text.len > 0 && smv_utf8_clean_line(text));
            assert_true(smv_utf8_count(text) <= field->bound);
            for (size_t k = 0; k < i; k++) {
                assert_true(strcmp(texts.list[i], texts.list[k]) != 0);
            }
        }
    }
    assert_true(all >= 120);
}

/* Every kind gives something, and the same seed the same. */
static void test_some(void **state)
{
    (void)state;
    struct smv_rng a, b;
    smv_rng_seed(&a, 9);
    smv_rng_seed(&b, 9);
    for (unsigned kind = SMV_TEXT_SENTENCE; kind <= SMV_TEXT_CALL; kind++) {
        for (unsigned i = 0; i < 200; i++) {
            struct smv_span text = smv_text_some(&a, (enum smv_text_kind)kind);
            assert_true(text.len > 0);
            assert_true(smv_span_eq(text, smv_text_some(&b, (enum smv_text_kind)kind)));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_texts_fit),
                                       cmocka_unit_test(test_some)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
