/* test_tui_base.c - glyphs, wrapping, the grid and the line editor, without a terminal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "client-cli/tui/edit.h"
#include "client-cli/tui/grid.h"
#include "common/base/rng.h"
#include "common/base/utf8.h"

static struct smv_span str(const char *s)
{
    return smv_span_str(s);
}

static void assert_text(struct smv_span got, const char *want)
{
    if (!smv_span_is(got, want)) {
        fail_msg("got \"%.*s\", want \"%s\"", (int)got.len, (const char *)got.data, want);
    }
}

/* --- glyphs ------------------------------------------------------------------------------------------------ */
static void test_columns(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t columns;
    } cases[] = {
        {"", 0},
        {"abc", 3},
        {"\xc3\xa5\xc3\xa4\xc3\xb6", 3},
        {"a\xcc\x8a", 1},                                    /* a and a ring above */
        {"\xe6\xbc\xa2\xe5\xad\x97", 4},                     /* two wide signs */
        {"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7", 2}, /* glued by a joiner */
        {"\xf0\x9f\x87\xb8\xf0\x9f\x87\xaa", 2},             /* a flag */
        {"\xe2\x80\xae"
         "abc",
         3},                                     /* turned direction: dropped */
        {"\x1b[31m", 5},                         /* escape: a visible mark */
        {"\xcc\x8a", 1},                         /* a sign without a letter */
        {"\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd", 2}, /* skin tone */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(smv_glyphs_columns(str(cases[i].text)), cases[i].columns);
    }
}

static void test_harmless(void **state)
{
    (void)state;
    struct smv_grid g;
    struct smv_buf b = {0};
    smv_grid_init(&g, 12, 1, false);
    smv_grid_str(&g, smv_grid_all(&g), 0, 0,
                 "a\x1b]0;x\x07\xc2\x9b"
                 "b",
                 SMV_STYLE_TEXT);
    smv_grid_print(&g, false, &b);
    for (size_t i = 0; i + 1 < b.len; i++) {
        assert_true(b.data[i] >= 0x20 && b.data[i] != 0x7f);
    }
    assert_text(smv_buf_span(&b), "a\xc2\xb7]0;x\xc2\xb7\xc2\xb7"
                                  "b\n");
    /* a heap of combining signs is cut */
    struct smv_buf zalgo = {0};
    smv_buf_put_str(&zalgo, "z");
    for (int i = 0; i < 500; i++) {
        smv_buf_put_str(&zalgo, "\xcc\x81");
    }
    smv_grid_clear(&g);
    smv_grid_text(&g, smv_grid_all(&g), 0, 0, smv_buf_span(&zalgo), SMV_STYLE_TEXT);
    assert_int_equal(g.cells[0].glyph.len, 1 + 2 * SMV_GLYPH_SIGNS);
    assert_int_equal(g.cells[1].glyph.bytes[0], ' ');
    smv_buf_finish(&zalgo);
    smv_buf_finish(&b);
    smv_grid_finish(&g);
}

/* --- wrapping ------------------------------------------------------------------------------------------------ */
static void test_wrap_lines(void **state)
{
    (void)state;
    struct smv_wrap w = {0};
    struct smv_span text = str("en kort rad som bryts\nny f\xc3\xb6rberedelsesamordnare-plan");
    struct smv_buf b = {0};
    smv_wrap_make(&w, text, 12, false);
    for (size_t i = 0; i < w.n; i++) {
        smv_buf_put(&b, text.data + w.lines[i].byte, w.lines[i].end_byte - w.lines[i].byte);
        smv_buf_put_str(&b, "|");
        assert_true(w.lines[i].columns <= 12);
    }
    assert_text(smv_buf_span(&b), "en kort rad|som bryts|ny|f\xc3\xb6rberedelse|samordnare-|plan|");
    smv_buf_finish(&b);
    smv_wrap_finish(&w);
}

static void random_text(struct smv_rng *r, struct smv_buf *b, size_t most)
{
    static const char *const bits[] = {"a",
                                       "b",
                                       " ",
                                       " ",
                                       "\n",
                                       "-",
                                       "\t",
                                       "\xc3\xa5",
                                       "\xe6\xbc\xa2",
                                       "\xcc\x88",
                                       "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7",
                                       "ord",
                                       "\xe2\x80\x8b",
                                       "\xe2\x80\xae"};
    for (size_t n = smv_rng_below(r, most); n-- > 0;) {
        smv_buf_put_str(b, bits[smv_rng_below(r, sizeof bits / sizeof *bits)]);
    }
}

static void test_wrap_places(void **state)
{
    (void)state;
    struct smv_rng r;
    smv_rng_seed(&r, 7);
    for (int round = 0; round < 3000; round++) {
        struct smv_buf b = {0};
        struct smv_wrap w = {0};
        random_text(&r, &b, 60);
        struct smv_span text = smv_buf_span(&b);
        smv_wrap_make(&w, text, 2 + smv_rng_below(&r, 20), false);
        assert_int_equal(w.lines[0].cp, 0);
        assert_int_equal(w.length, smv_utf8_count(text));
        for (size_t i = 0; i < w.n; i++) {
            assert_true(w.lines[i].columns <= w.columns);
            assert_true(w.lines[i].end_cp <= (i + 1 < w.n ? w.lines[i + 1].cp : w.length));
            assert_true(i + 1 == w.n || w.lines[i + 1].cp > w.lines[i].cp || w.lines[i].hard);
        }
        for (size_t cp = 0; cp <= w.length; cp++) {
            size_t line, column;
            smv_wrap_place(&w, text, cp, &line, &column);
            assert_true(line < w.n && column <= w.columns);
            size_t back = smv_wrap_at(&w, text, line, column);
            assert_true(back <= w.length);
            size_t line2, column2;
            smv_wrap_place(&w, text, back, &line2, &column2);
            assert_true(line2 != line || column2 == column);
        }
        smv_wrap_finish(&w);
        smv_buf_finish(&b);
    }
}

/* --- grid ---------------------------------------------------------------------------------------------------- */
static void check_grid(const struct smv_grid *g)
{
    for (int y = 0; y < g->h; y++) {
        for (int x = 0; x < g->w; x++) {
            const struct smv_glyph *c = &g->cells[y * g->w + x].glyph;
            const struct smv_glyph *left = x > 0 ? &g->cells[y * g->w + x - 1].glyph : NULL;
            assert_true(c->len <= SMV_GLYPH_BYTES && c->columns <= 2);
            if ((c->len == 0) != (left != NULL && left->columns == 2)) {
                fail_msg("at %d,%d: len %d, left %d columns", x, y, c->len,
                         left ? left->columns : -1);
            }
            assert_true(c->columns != 2 || x + 1 < g->w);
        }
    }
}

static void test_grid_clips(void **state)
{
    (void)state;
    struct smv_rng r;
    smv_rng_seed(&r, 11);
    for (int round = 0; round < 2000; round++) {
        struct smv_grid g;
        struct smv_buf b = {0};
        struct smv_wrap w = {0};
        smv_grid_init(&g, 1 + (int)smv_rng_below(&r, 30), 1 + (int)smv_rng_below(&r, 10),
                      round % 4 == 0);
        for (int k = 0; k < 20; k++) {
            struct smv_rect at = {(int)smv_rng_below(&r, 40) - 5, (int)smv_rng_below(&r, 16) - 3,
                                  (int)smv_rng_below(&r, 40), (int)smv_rng_below(&r, 16)};
            int y = (int)smv_rng_below(&r, 12) - 2;
            smv_buf_clear(&b);
            random_text(&r, &b, 40);
            smv_wrap_make(&w, smv_buf_span(&b), 2 + smv_rng_below(&r, 30), g.ascii);
            switch (smv_rng_below(&r, 6)) {
            case 0:
                smv_grid_text(&g, at, (int)smv_rng_below(&r, 40) - 4, y, smv_buf_span(&b),
                              SMV_STYLE_BAD);
                break;
            case 1: smv_grid_frame(&g, at, SMV_STYLE_LINE); break;
            case 2: smv_grid_fill(&g, at, SMV_STYLE_BAR); break;
            case 3: smv_grid_right(&g, at, y, smv_buf_span(&b), SMV_STYLE_QUIET); break;
            case 4:
                smv_grid_meter(&g, at, 0, y, 9, (int)smv_rng_below(&r, 5), 4, SMV_STYLE_GOOD);
                break;
            default:
                smv_grid_wrapped(&g, at, y, smv_buf_span(&b), &w, SMV_STYLE_TEXT,
                                 (int)smv_rng_below(&r, 3), 2, 5);
            }
            check_grid(&g);
        }
        smv_wrap_finish(&w);
        smv_buf_finish(&b);
        smv_grid_finish(&g);
    }
}

static void test_grid_print(void **state)
{
    (void)state;
    struct smv_grid g;
    struct smv_buf b = {0};
    smv_grid_init(&g, 14, 3, false);
    struct smv_rect all = smv_grid_all(&g), top = smv_rect_top(&all, 1);
    smv_grid_fill(&g, top, SMV_STYLE_BAR);
    smv_grid_str(&g, top, 1, 0, "Rum 1", SMV_STYLE_BAR);
    smv_grid_right(&g, top, 0, str("12:04"), SMV_STYLE_BAR_WARN);
    smv_grid_str(&g, all, 0, 0, "en f\xc3\xb6r l\xc3\xa5ng rubrik", SMV_STYLE_STRONG);
    smv_grid_meter(&g, all, 0, 1, 5, 2, 4, SMV_STYLE_GOOD);
    smv_grid_print(&g, true, &b);
    assert_text(smv_buf_span(&b),
                " Rum 1   12:04\n~bbbbbbbbbBBBBB\n"
                "en f\xc3\xb6r l\xc3\xa5ng r\xe2\x80\xa6\n~ssssssssssssss\n"
                "\xe2\x96\xa0\xe2\x96\xa0\xe2\x96\xa0\xe2\x96\xa1\xe2\x96\xa1\n~gggqq\n");
    smv_buf_finish(&b);
    smv_grid_finish(&g);
}

/* --- editor -------------------------------------------------------------------------------------------------- */
struct desk {
    struct smv_edit e;
    struct smv_wrap w;
    struct smv_buf shown;
    struct smv_ot op;
};

static void desk_open(struct desk *d, const char *text, bool one_line, size_t bound)
{
    *d = (struct desk){0};
    smv_buf_put_str(&d->shown, text);
    smv_edit_init(&d->e, smv_buf_span(&d->shown), one_line, bound);
}

static bool press(struct desk *d, struct smv_key key)
{
    smv_edit_follow(&d->e, smv_buf_span(&d->shown));
    smv_wrap_make(&d->w, smv_buf_span(&d->shown), 20, false);
    bool used = smv_edit_key(&d->e, &d->w, &key, &d->op);
    assert_int_equal(smv_ot_apply(&d->shown, &d->op), SMV_OK);
    assert_true(smv_span_eq(smv_buf_span(&d->shown), smv_edit_text(&d->e)));
    assert_true(d->e.caret <= smv_utf8_count(smv_buf_span(&d->shown)));
    return used;
}

static void type(struct desk *d, const char *text)
{
    for (const char *c = text; *c; c++) {
        press(d, (struct smv_key){.code = SMV_KEY_TEXT, .text = smv_span(c, 1)});
    }
}

static bool control(struct desk *d, const char *letter)
{
    return press(d,
                 (struct smv_key){.code = SMV_KEY_TEXT, .mods = SMV_MOD_CTRL, .text = str(letter)});
}

/* Somebody else puts text in at a place. */
static void foreign(struct desk *d, size_t at, const char *text)
{
    size_t byte = smv_utf8_offset(smv_buf_span(&d->shown), at);
    smv_buf_splice(&d->shown, byte, 0, text, strlen(text));
    smv_edit_follow(&d->e, smv_buf_span(&d->shown));
}

static void desk_close(struct desk *d)
{
    smv_edit_finish(&d->e);
    smv_wrap_finish(&d->w);
    smv_buf_finish(&d->shown);
    smv_ot_finish(&d->op);
}

static void test_edit_types(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d, "Hej", false, 0);
    type(&d, " du");
    assert_text(smv_buf_span(&d.shown), "Hej du");
    press(&d, (struct smv_key){.code = SMV_KEY_LEFT, .mods = SMV_MOD_CTRL | SMV_MOD_SHIFT});
    type(&d, "ni");
    assert_text(smv_buf_span(&d.shown), "Hej ni");
    press(&d, (struct smv_key){.code = SMV_KEY_BACKSPACE, .mods = SMV_MOD_CTRL});
    assert_text(smv_buf_span(&d.shown), "Hej ");
    press(&d, (struct smv_key){.code = SMV_KEY_PASTE, .text = str("alla\r\ntv\xc3\xa5\x1b")});
    assert_text(smv_buf_span(&d.shown), "Hej alla\ntv\xc3\xa5");
    press(&d, (struct smv_key){.code = SMV_KEY_UP});
    type(&d, "X");
    assert_text(smv_buf_span(&d.shown), "HejX alla\ntv\xc3\xa5");
    desk_close(&d);
}

static void test_edit_undo(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d, "", false, 0);
    type(&d, "ett tv");
    control(&d, "z"); /* the word, not the letter */
    assert_text(smv_buf_span(&d.shown), "ett ");
    control(&d, "z");
    control(&d, "z");
    assert_text(smv_buf_span(&d.shown), "");
    control(&d, "y");
    control(&d, "y");
    assert_text(smv_buf_span(&d.shown), "ett ");
    desk_close(&d);
}

static void test_edit_undo_beside_others(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d, "abc", false, 0);
    type(&d, "xyz");
    foreign(&d, 4, "[annan]"); /* inside what was typed */
    foreign(&d, 0, "> ");
    assert_text(smv_buf_span(&d.shown), "> abcx[annan]yz");
    assert_int_equal(d.e.caret, 15);
    control(&d, "z");
    assert_text(smv_buf_span(&d.shown), "> abc[annan]");
    control(&d, "y");
    assert_text(smv_buf_span(&d.shown), "> abcx[annan]yz");
    desk_close(&d);
}

static void test_edit_bound(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d, "12345", true, 8);
    press(&d, (struct smv_key){.code = SMV_KEY_PASTE, .text = str("6789")});
    assert_text(smv_buf_span(&d.shown), "12345");
    assert_int_equal(d.e.refused, 1);
    press(&d, (struct smv_key){.code = SMV_KEY_PASTE, .text = str("6\n8")});
    assert_text(smv_buf_span(&d.shown), "123456 8");
    assert_int_equal(d.e.refused, 0);
    desk_close(&d);
}

/* Own letters are lower case, others' upper case: undoing everything leaves exactly the others'. */
static void test_edit_random(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        struct smv_rng r;
        struct desk d;
        size_t others = 0;
        smv_rng_seed(&r, seed);
        desk_open(&d, "", false, 0);
        for (int k = 0; k < 80; k++) {
            size_t length = smv_utf8_count(smv_buf_span(&d.shown));
            switch (smv_rng_below(&r, 8)) {
            case 0:
                foreign(&d, smv_rng_below(&r, length + 1), "Q");
                others++;
                break;
            case 1:
                press(&d, (struct smv_key){.code = SMV_KEY_LEFT,
                                           .mods = (unsigned)smv_rng_below(&r, 8) & 5U});
                break;
            case 2:
                press(&d,
                      (struct smv_key){.code = smv_rng_below(&r, 2) ? SMV_KEY_UP : SMV_KEY_HOME});
                break;
            case 3: control(&d, "z"); break;
            case 4: control(&d, "y"); break;
            default: type(&d, smv_rng_below(&r, 2) ? "k " : "lm");
            }
        }
        for (int k = 0; k < 300; k++) {
            control(&d, "z");
        }
        size_t left = 0;
        for (size_t i = 0; i < d.shown.len; i++) {
            assert_true(d.shown.data[i] == 'Q');
            left++;
        }
        assert_true(left <= others); /* a selection that was typed over may have held others' */
        desk_close(&d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_harmless),
        cmocka_unit_test(test_wrap_lines),
        cmocka_unit_test(test_wrap_places),
        cmocka_unit_test(test_grid_clips),
        cmocka_unit_test(test_grid_print),
        cmocka_unit_test(test_edit_types),
        cmocka_unit_test(test_edit_undo),
        cmocka_unit_test(test_edit_undo_beside_others),
        cmocka_unit_test(test_edit_bound),
        cmocka_unit_test(test_edit_random),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
