/* test_schema.c - the tables say what schema.def says, and schema.def keeps within the limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <ctype.h>
#include <cmocka.h>
#include "common/base/limits.h"
#include "common/model/schema.h"

static void assert_lower_of(const char *lower, const char *upper)
{
    assert_int_equal(strlen(lower), strlen(upper));
    for (size_t i = 0; upper[i] != '\0'; i++) {
        assert_int_equal(lower[i], tolower((unsigned char)upper[i]));
    }
}

/* Every field of the definition is found by number and by name, under its kind only. */
static void fields_are_found(void **state)
{
    (void)state;
    const struct smv_field_info *field;
#define SMV_FIELD(kind_, name_, number_, type_, bound_, writers_, doc_)                            \
    field = smv_field_info(SMV_KIND_##kind_, number_);                                             \
    assert_non_null(field);                                                                        \
    assert_lower_of(field->name, #name_);                                                          \
    assert_int_equal(field->kind, SMV_KIND_##kind_);                                               \
    assert_int_equal(field->number, SMV_##kind_##_##name_);                                        \
    assert_int_equal(field->type, SMV_TYPE_##type_);                                               \
    assert_int_equal(field->writers, writers_);                                                    \
    assert_string_equal(field->doc, doc_);                                                         \
    assert_ptr_equal(smv_field_by_name(SMV_KIND_##kind_, field->name), field);
#include "common/model/schema.def"
    assert_int_equal(smv_field_info(SMV_KIND_SESSION, SMV_SESSION_MINUTES)->bound, 1440);
    assert_int_equal(smv_field_info(SMV_KIND_LINK, SMV_LINK_HASH)->bound, 32);
    assert_int_equal(smv_field_info(SMV_KIND_GROUP, SMV_GROUP_ROOM)->bound, SMV_KIND_ROOM);
    assert_int_equal(smv_field_info(SMV_KIND_POINT, SMV_POINT_ORIGIN)->bound, 0);
}

static void kinds_are_found(void **state)
{
    (void)state;
    const struct smv_kind_info *kind;
#define P(kind_) (UINT64_C(1) << SMV_KIND_##kind_)
#define SMV_KIND(name_, number_, scope_, parents_, writers_, doc_)                                 \
    kind = smv_kind_info(number_);                                                                 \
    assert_non_null(kind);                                                                         \
    assert_lower_of(kind->name, #name_);                                                           \
    assert_int_equal(kind->number, SMV_KIND_##name_);                                              \
    assert_int_equal(kind->scope, SMV_SCOPE_##scope_);                                             \
    assert_true(kind->parents == (parents_));                                                      \
    assert_int_equal(kind->writers, writers_);                                                     \
    assert_string_equal(kind->doc, doc_);                                                          \
    assert_int_equal(smv_kind_by_name(kind->name), number_);
#include "common/model/schema.def"
#undef P
}

static void what_is_not_there_is_not_found(void **state)
{
    (void)state;
    assert_null(smv_kind_info(0));
    assert_null(smv_kind_info(19));
    assert_null(smv_kind_info(64));
    assert_null(smv_kind_info(4000000000u));
    assert_null(smv_field_info(0, 0));
    assert_null(smv_field_info(SMV_KIND_GROUP, 0));
    assert_null(smv_field_info(SMV_KIND_GROUP, 4));
    assert_null(smv_field_info(SMV_KIND_GROUP, 64));
    assert_null(smv_field_info(64, 1));
    assert_int_equal(smv_kind_by_name("SHEET"), 0);
    assert_null(smv_field_by_name(SMV_KIND_GROUP, "venue"));
    assert_null(smv_field_by_name(0, ""));
    assert_null(smv_role_info(SMV_ROLE_COUNT));
    assert_int_equal(smv_role_by_name("nobody"), -1);
    assert_int_equal(smv_role_by_name("scribe"), SMV_ROLE_SCRIBE);
    assert_int_equal(smv_role_info(SMV_ROLE_MODERATOR)->rights, W_MOD);
    assert_string_equal(smv_scope_name(SMV_SCOPE_ANSWER), "answer");
    assert_string_equal(smv_scope_name(SMV_SCOPE_COUNT), "unknown");
}

static void check_bound(const struct smv_field_info *field)
{
    switch ((enum smv_type)field->type) {
    case SMV_TYPE_TEXT: assert_true(field->bound <= SMV_MAX_TEXT); break;
    case SMV_TYPE_INT: assert_true(field->bound <= UINT64_C(9007199254740991)); break;
    case SMV_TYPE_REF:
        assert_true(field->bound == 0 || smv_kind_info((unsigned)field->bound));
        break;
    case SMV_TYPE_STR: assert_true(field->bound <= SMV_MAX_STRING); break;
    case SMV_TYPE_LIST: assert_true(field->bound <= SMV_MAX_LIST); break;
    case SMV_TYPE_BYTES: assert_true(field->bound <= SMV_MAX_STRING); break;
    }
}

/* Numbers are unique, bounds are within limits.h, an add can carry all fields, parents exist, and
 * what inherits its reading has a parent to inherit from. */
static void the_definition_keeps_its_rules(void **state)
{
    (void)state;
    for (unsigned k = 1; k <= SMV_KIND_MAX; k++) {
        const struct smv_kind_info *kind = smv_kind_info(k);
        if (kind == NULL) {
            continue;
        }
        assert_true(kind->n_fields >= 1 && kind->n_fields <= SMV_MAX_FIELDS);
        assert_true((kind->parents == 0) == (k == SMV_KIND_SEMINAR));
        assert_true(kind->scope != SMV_SCOPE_INHERIT || kind->parents != 0);
        for (unsigned p = 0; p <= SMV_KIND_MAX; p++) {
            assert_true((kind->parents >> p & 1) == 0 || smv_kind_info(p) != NULL);
        }
        for (size_t i = 0; i < kind->n_fields; i++) {
            assert_ptr_equal(smv_field_info(k, kind->fields[i].number), &kind->fields[i]);
            assert_true(i == 0 || kind->fields[i - 1].number < kind->fields[i].number);
            check_bound(&kind->fields[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_found),
        cmocka_unit_test(kinds_are_found),
        cmocka_unit_test(what_is_not_there_is_not_found),
        cmocka_unit_test(the_definition_keeps_its_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
