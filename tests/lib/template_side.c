/* template_side.c - see template_side.h. */
#include "tests/lib/template_side.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "common/base/utf8.h"

char *folder;

void build(struct built *b, const char *yaml, size_t len, const struct smv_template_params *params)
{
    smv_tree_init(&b->tree, true);
    b->n = 0;
    b->err = smv_template_build(smv_span(yaml, len), params, &b->tree, b->mistakes, MOST, &b->n);
    for (size_t i = 0; i < b->n; i++) {
        struct smv_span text = smv_span_str(b->mistakes[i].text);
        assert_true(smv_utf8_clean_line(text) && text.len > 0);
    }
}

char *read_template(const char *name, size_t *ret_len)
{
    char path[1024];
    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    char *text = calloc(1, 100000);
    assert_non_null(text);
    *ret_len = fread(text, 1, 99999, f);
    assert_int_equal(fclose(f), 0);
    return text;
}

void show_mistakes(const struct built *b)
{
    for (size_t i = 0; i < b->n; i++) {
        print_error("%u:%u: %s\n", b->mistakes[i].line, b->mistakes[i].column, b->mistakes[i].text);
    }
}

void build_file(struct built *b, const char *name, const struct smv_template_params *params)
{
    size_t len;
    char *text = read_template(name, &len);
    build(b, text, len, params);
    free(text);
    show_mistakes(b);
    assert_int_equal(b->err, SMV_OK);
    assert_int_equal(b->n, 0);
}

size_t count_kind(const struct smv_node *top, unsigned kind)
{
    size_t n = 0;
    for (const struct smv_node *at = NULL; (at = smv_tree_walk(top, at)) != NULL;) {
        n += at->kind == kind ? 1 : 0;
    }
    return n;
}

struct smv_node *find_titled(const struct smv_tree *t, unsigned kind, unsigned field,
                             const char *title)
{
    struct smv_node *n = smv_tree_walk(t->root, NULL);
    while (n != NULL && (n->kind != kind || !smv_span_is(smv_node_str(n, field), title))) {
        n = smv_tree_walk(t->root, n);
    }
    return n;
}

/* As above, and it must be there. */
const struct smv_node *titled(const struct smv_tree *t, unsigned kind, unsigned field,
                              const char *title)
{
    const struct smv_node *n = find_titled(t, kind, field, title);
    if (n == NULL) {
        fail_msg("no node is called %s", title);
        abort();
    }
    return n;
}

/* The pattern, or the one sheet for all, of this title: it stands before its copies. */
const struct smv_node *sheet(const struct smv_tree *t, const char *title)
{
    return titled(t, SMV_KIND_SHEET, SMV_SHEET_TITLE, title);
}

/* Every text and string is clean and within its bound: what the wire will demand of everybody else. */
void check_values(const struct smv_tree *t)
{
    for (const struct smv_node *n = NULL; (n = smv_tree_walk(t->root, n)) != NULL;) {
        assert_int_equal(n->seq, 0);
        assert_int_equal(n->ord, 0);
        for (size_t i = 0; i < n->n_slots; i++) {
            const struct smv_field_info *field = smv_field_info(n->kind, n->slots[i].field);
            struct smv_value v;
            smv_node_value(n, field->number, &v);
            if (v.type == SMV_TYPE_TEXT) {
                assert_true(smv_utf8_clean(v.str) && smv_utf8_count(v.str) <= field->bound);
            } else if (v.type == SMV_TYPE_STR) {
                assert_true(smv_utf8_clean_line(v.str) && v.str.len <= field->bound);
            } else if (v.type == SMV_TYPE_REF) {
                const struct smv_node *to = smv_tree_find(t, v.num);
                assert_true(to != NULL && (field->bound == 0 || to->kind == field->bound));
            }
        }
    }
}
