/* template.h - a seminar's plan as a YAML file: checked, and turned into the first tree.
 *
 * What: bytes in, nodes or a list of mistakes out. The file has no further say once the tree is made.
 * Not:  reads no file, knows no format by name: everything a format needs is in the file.
 * Uses: libyaml on memory (docs/decisions/0004-templates-are-read-with-libyaml.md); common/model.
 * Thread: any; no state. */
#ifndef SMV_TEMPLATE_H
#define SMV_TEMPLATE_H
#include "common/base/err.h"
#include "common/model/tree.h"

struct smv_template_mistake {
    unsigned line, column; /* from 1; 0 unknown */
    char text[300];        /* what is wrong and what was expected; English */
};
struct smv_template_params {
    const char *title;        /* NULL: the template's */
    const char *const *rooms; /* names; NULL: as the template says */
    size_t n_rooms;   /* rooms NULL: how many, named as the template does; 0: as many as it says */
    uint32_t date;    /* yyyymmdd, 0 none */
    const char *code; /* short code for participants, "" none */
};
/* Fills an initialised, empty tree (stamped seq 0, ord 0). Errors: MALFORMED with at least one mistake
 * (up to max are told, *ret_n of them), in the order of the file. */
SMV_CHECKED enum smv_err smv_template_build(struct smv_span yaml,
                                            const struct smv_template_params *params,
                                            struct smv_tree *tree,
                                            struct smv_template_mistake *mistakes, size_t max,
                                            size_t *ret_n);
/* What a person wants to know before choosing: name, language, one line about it. Borrow nothing. */
struct smv_template_about {
    char name[64], lang[8], title[200], about[400];
    unsigned sessions, patterns, questions, minutes;
};
SMV_CHECKED enum smv_err smv_template_about(struct smv_span yaml, struct smv_template_about *ret,
                                            struct smv_template_mistake *mistakes, size_t max,
                                            size_t *ret_n);

#endif
