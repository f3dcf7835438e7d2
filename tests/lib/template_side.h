/* template_side.h - a template that is built, and looking at what came of it; for tests. */
#ifndef SMV_TEST_TEMPLATE_SIDE_H
#define SMV_TEST_TEMPLATE_SIDE_H
#include <stddef.h>
#include "common/template/template.h"

enum { MOST = 40 };
struct built {
    struct smv_tree tree;
    struct smv_template_mistake mistakes[MOST];
    size_t n;
    enum smv_err err;
};
extern char *folder; /* of the templates */

void build(struct built *b, const char *yaml, size_t len, const struct smv_template_params *params);
char *read_template(const char *name, size_t *ret_len); /* the caller's */
void show_mistakes(const struct built *b);
void build_file(struct built *b, const char *name, const struct smv_template_params *params);
size_t count_kind(const struct smv_node *top, unsigned kind);
struct smv_node *find_titled(const struct smv_tree *t, unsigned kind, unsigned field,
                             const char *title);
/* As above, and it must be there. */
const struct smv_node *titled(const struct smv_tree *t, unsigned kind, unsigned field,
                              const char *title);
/* The pattern, or the one sheet for all, of this title: it stands before its copies. */
const struct smv_node *sheet(const struct smv_tree *t, const char *title);
/* Every text and string is clean and within its bound: what the wire will demand of everybody else. */
void check_values(const struct smv_tree *t);

#endif
