/* template_plan.h - printing a plan: a template's, or a seminar's own. */
#ifndef SMV_CLIENT_TEMPLATE_PLAN_H
#define SMV_CLIENT_TEMPLATE_PLAN_H
#include "client-cli/cmd/cmd.h"

/* Facts about the day, then a table: sessions in order, each with its sheets below it. */
void smv_show_plan(struct smv_ctx *x, const struct smv_tree *t);

#endif
