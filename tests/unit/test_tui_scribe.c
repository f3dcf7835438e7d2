/* The scribe's screen: what is drawn in many states and sizes, what keys do, what others do meanwhile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "client-cli/tui/day.h"
#include "client-cli/tui/scribe.h"
#include "common/base/heap.h"
#include "tests/lib/screen_side.h"

static struct smv_view *create(struct smv_client *c)
{
    return smv_scribe_create(c, 0, -1);
}

static void begin(struct screen *d)
{
    screen_make(d);
    screen_live(d, SMV_ROLE_SCRIBE, d->rooms[0]);
    screen_view(d, create);
}

static void sizes(struct screen *d, const char *name)
{
    screen_golden(d, name, 80, 24);
    screen_golden(d, name, 120, 40);
    screen_golden(d, name, 300, 80);
}

static void see(struct screen *d, const char *text)
{
    if (strstr(screen_draw(d, 120, 40, false), text) == NULL) {
        fail_msg("\"%s\" is not to be seen:\n%s", text, smv_buf_cstr(&d->out));
    }
}

static void see_not(struct screen *d, const char *text)
{
    if (strstr(screen_draw(d, 120, 40, false), text) != NULL) {
        fail_msg("\"%s\" is to be seen:\n%s", text, smv_buf_cstr(&d->out));
    }
}

/* Every form of sheet, in three sizes. */
static void test_forms(void **state)
{
    (void)state;
    static const struct {
        const char *key, *name;
    } steps[] = {{"1", "questions"}, {"2", "timeline"}, {"3", "table"},
                 {"4", "actions"},   {"5", "matrix"},   {"6", "map"},
                 {"7", "plan"},      {"8", "poll"},     {"9", "synthesis"}};
    struct screen d;
    begin(&d);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        screen_alt(&d, steps[i].key);
        sizes(&d, steps[i].name);
    }
    screen_finish(&d);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        screen_goldens(argv[1]);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
    };
    (void)see;
    (void)see_not;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
