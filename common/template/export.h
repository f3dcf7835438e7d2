/* export.h - a seminar as a template file: its plan without what people wrote in it.
 *
 * What: the way back from a tree: YAML that smv_template_build reads, in the order of templates/tom.yaml. What it
 *       makes of an untouched tree builds an equal tree, and exporting that gives the same bytes.
 * Not:  no people, groups, links, codes, date or answers; no organisations but those that the template named;
 *       no sheets that stand in one room only (a template knows every room's); no choices that stand for a
 *       proposal; of polls and check lists only what was there before the first session began.
 * Uses: template.h, yaml_write.h.    Thread: pure; no state.
 * Invariant: the file can be built: what a template must have and the tree lacks is filled in. */
#ifndef SMV_TEMPLATE_EXPORT_H
#define SMV_TEMPLATE_EXPORT_H
#include "common/base/err.h"
#include "common/model/tree.h"

struct smv_template_wish {
    const char *name;  /* of the template; NULL or "": that of the tree's own */
    const char *about; /* one line about it; NULL or "": none (a tree does not know it) */
};
/* Appends. Error: TOO_BIG (nothing appended): more text than a template may hold. */
SMV_CHECKED enum smv_err smv_template_export(struct smv_buf *b, const struct smv_tree *t,
                                             const struct smv_template_wish *wish);

#endif
