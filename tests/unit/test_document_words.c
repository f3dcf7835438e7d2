/* test_document_words.c - the words of documents in three languages, dates, and the order of names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "common/base/utf8.h"
#include "common/document/dates.h"
#include "common/document/words.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
static const char *const langs[] = {"sv", "nb", "en"};
static const struct smv_span none = {NULL, 0};

/* Which of {n} {a} {b} a sentence has, as a mask; a half: up to the bar or from it. */
static unsigned marks(const char *from, const char *to)
{
    static const char letters[] = "nab";
    unsigned mask = 0;
    for (const char *at = from; at < to; at++) {
        if (*at == '{') {
            assert_true(at + 2 < to && at[2] == '}');
            const char *letter = strchr(letters, at[1]);
            assert_non_null(letter);
            mask |= 1U << (letter - letters);
        }
    }
    return mask;
}

static void every_word_is_whole(void **state)
{
    (void)state;
    for (unsigned w = 0; w < SMV_WORD_COUNT; w++) {
        unsigned first = 0;
        for (size_t l = 0; l < COUNT(langs); l++) {
            const char *text = smv_word(langs[l], w);
            size_t len = strlen(text);
            assert_true(len > 0 && smv_utf8_clean_line(smv_span_str(text)));
            assert_null(strstr(text, "  "));
            assert_null(strchr(text, '!'));
            assert_true(text[0] != ' ' && text[len - 1] != ' ');
            const char *bar = strchr(text, '|');
            unsigned mask = marks(bar == NULL ? text : bar + 1, text + len);
            assert_true(l == 0 || mask == first);
            first = mask;
            /* "one" may do without its number. */
            assert_true(bar == NULL || (marks(text, bar) & ~mask) == 0);
            assert_true(bar == NULL || strchr(bar + 1, '|') == NULL);
        }
    }
}

static void put_is(const char *lang, enum smv_word_id word, uint64_t n, const char *expected)
{
    struct smv_buf b = {0};
    smv_word_put(&b, lang, word, n, smv_span_str("{b}|A"), smv_span_str("B"));
    assert_string_equal(smv_buf_cstr(&b), expected);
    smv_buf_finish(&b);
}

static void sentences_are_filled(void **state)
{
    (void)state;
    put_is("sv", SMV_WORD_N_PEOPLE, 1, "1 person deltog.");
    put_is("sv", SMV_WORD_N_PEOPLE, 0, "0 personer deltog.");
    put_is("en", SMV_WORD_N_PEOPLE, 212, "212 people took part.");
    put_is("nb", SMV_WORD_VERSION_N_DATE, 3, "Versjon 3, {b}|A");
    put_is("sv", SMV_WORD_COMPOSITION_N, 4, "{b}|A: 4 grupperB");
    assert_null(smv_word_lang(smv_span_str("de")));
    assert_null(smv_word_lang(none));
    assert_string_equal(smv_word_lang(smv_span_str("nb")), "nb");
}

static void date_is(const char *lang, uint64_t yyyymmdd, const char *expected)
{
    struct smv_dates *d = smv_dates_create(lang);
    struct smv_buf b = {0};
    smv_date_put(&b, d, yyyymmdd);
    assert_string_equal(smv_buf_cstr(&b), expected);
    smv_buf_finish(&b);
    smv_dates_destroy(d);
}

static void dates_in_words(void **state)
{
    (void)state;
    date_is("sv", 20270503, "3 maj 2027");
    date_is("nb", 20270503, "3. mai 2027");
    date_is("en", 20270503, "3 May 2027");
    date_is("sv", 20240229, "29 februari 2024");
    date_is("sv", 20230229, "20230229"); /* there is no such day */
    date_is("sv", 99991231, "31 december 9999");
    date_is("sv", 20271301, "20271301");
    date_is("sv", 0, "");
    assert_true(smv_date_valid(20000229));
    assert_false(smv_date_valid(19000229) || smv_date_valid(20261100) || smv_date_valid(20260431));
    assert_int_equal(smv_date_read_iso(smv_span_str("2027-05-03")), 20270503);
    assert_int_equal(smv_date_read_iso(smv_span_str("2027-5-3")), 0);
    assert_int_equal(smv_date_read_iso(smv_span_str("2027-02-30")), 0);
    assert_int_equal(smv_date_read_iso(smv_span_str("2027x05-03")), 0);
}

static void moments_where_the_seminar_is(void **state)
{
    (void)state;
    /* 31 December 2026, 23:30 UTC: the new year in Stockholm, the old one in New York. */
    const uint64_t ms = UINT64_C(1798759800000);
    assert_int_equal(smv_date_of(ms, 0), 20261231);
    assert_int_equal(smv_date_of(ms, 60), 20270101);
    assert_int_equal(smv_date_of(ms, -300), 20261231);
    assert_int_equal(smv_date_of(0, -60), 19700101);
    assert_int_equal(smv_date_of(UINT64_MAX, 840) / 10000, 9999);
    struct smv_dates *d = smv_dates_create("sv");
    struct smv_buf b = {0};
    smv_moment_put(&b, d, ms, 60);
    smv_buf_put_byte(&b, ' ');
    smv_clock_put(&b, 905);
    smv_buf_put_byte(&b, ' ');
    smv_date_put_iso(&b, 20270503);
    assert_string_equal(smv_buf_cstr(&b), "1 januari 2027 00:30 09:05 2027-05-03");
    smv_buf_finish(&b);
    smv_dates_destroy(d);
}

static void in_order(const char *lang, const char *const *names, size_t n)
{
    struct smv_dates *d = smv_dates_create(lang);
    for (size_t i = 0; i + 1 < n; i++) {
        struct smv_span a = smv_span_str(names[i]), b = smv_span_str(names[i + 1]);
        assert_true(smv_name_cmp(d, a, b) < 0);
        assert_true(smv_name_cmp(d, b, a) > 0);
        assert_int_equal(smv_name_cmp(d, a, a), 0);
    }
    smv_dates_destroy(d);
}

static void names_as_the_language_sorts(void **state)
{
    (void)state;
    static const char *const sv[] = {"", "alfa", "Beta", "zebra", "Ånge", "Ängelholm", "Örebro"};
    static const char *const nb[] = {"alfa", "Beta", "zebra", "Æsj", "Øst", "Ås"};
    in_order("sv", sv, COUNT(sv));
    in_order("nb", nb, COUNT(nb));
    struct smv_buf b = {0};
    smv_name_put_title(&b, smv_span_str("östra länet"));
    smv_name_put_title(&b, none);
    assert_string_equal(smv_buf_cstr(&b), "Östra länet");
    smv_buf_finish(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_is_whole),
        cmocka_unit_test(sentences_are_filled),
        cmocka_unit_test(dates_in_words),
        cmocka_unit_test(moments_where_the_seminar_is),
        cmocka_unit_test(names_as_the_language_sorts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
