/* fuzz_template.c - any bytes as a template.
 *
 * What: either a tree in which every value is what the schema allows, which survives being written and read,
 *       and of which a template is made that gives the same plan and the same bytes again; or mistakes in the order of the file and a tree that is still empty. */
#include <stdint.h>
#include <string.h>
#include "common/base/check.h"
#include "common/base/utf8.h"
#include "common/template/export.h"
#include "common/template/template.h"
#include "tests/lib/plan_side.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 12 };

static void check_mistakes(const struct smv_template_mistake *m, size_t n, size_t size)
{
    INVARIANT(n > 0 && n <= MOST);
    for (size_t i = 0; i < n; i++) {
        INVARIANT(memchr(m[i].text, 0, sizeof(m[i].text)) != NULL);
        struct smv_span text = smv_span_str(m[i].text);
        INVARIANT(text.len > 0 && smv_utf8_clean_line(text));
        INVARIANT(i == 0 || m[i].line > m[i - 1].line ||
                  (m[i].line == m[i - 1].line && m[i].column >= m[i - 1].column));
        INVARIANT(m[i].line <= size + 1 && m[i].column <= size + 1);
    }
}

static void check_tree(const struct smv_tree *tree)
{
    struct smv_buf bytes = {0};
    smv_tree_write(&bytes, tree, /* with_history */ true);
    struct smv_tree again;
    struct smv_reader r;
    smv_tree_init(&again, /* history */ true);
    smv_reader_init(&r, smv_buf_span(&bytes));
    INVARIANT(smv_tree_read(&r, &again) == SMV_OK && smv_reader_done(&r) == SMV_OK);
    INVARIANT(smv_tree_digest(again.root, NULL, NULL) == smv_tree_digest(tree->root, NULL, NULL));
    smv_tree_finish(&again);
    smv_buf_finish(&bytes);
}

static void check_export(struct smv_tree *tree)
{
    struct smv_template_mistake mistakes[MOST];
    struct smv_buf file = {0}, again = {0};
    struct smv_tree second;
    size_t n = 0;
    smv_tree_init(&second, /* history */ false);
    if (smv_template_export(&file, tree, NULL) == SMV_OK) {
        INVARIANT(smv_template_build(smv_buf_span(&file), NULL, &second, mistakes, MOST, &n) ==
                  SMV_OK);
        INVARIANT(plan_difference(tree, &second) == NULL);
        INVARIANT(smv_template_export(&again, &second, NULL) == SMV_OK);
        INVARIANT(smv_span_eq(smv_buf_span(&file), smv_buf_span(&again)));
    }
    smv_tree_finish(&second);
    smv_buf_finish(&file);
    smv_buf_finish(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct smv_template_mistake mistakes[MOST];
    struct smv_template_about about;
    struct smv_tree tree;
    size_t n = 0, n_about = 0;
    smv_tree_init(&tree, /* history */ true);
    struct smv_span yaml = smv_span(data, size);
    enum smv_err err = smv_template_build(yaml, NULL, &tree, mistakes, MOST, &n);
    if (err == SMV_OK) {
        INVARIANT(n == 0);
        check_tree(&tree);
        check_export(&tree);
    } else {
        check_mistakes(mistakes, n, size);
        INVARIANT(smv_tree_count(&tree) == 1 && tree.root->n_slots == 0);
    }
    INVARIANT(smv_template_about(yaml, &about, mistakes, MOST, &n_about) == err && n_about == n);
    smv_tree_finish(&tree);
    return 0;
}
