/* api_template.c - GET /SEMINAR/api/template: the seminar as a template file, for its organiser.
 *
 * The name in it is the seminar's own, or ?name=. */
#include <stdio.h>
#include <string.h>
#include "common/template/export.h"
#include "daemon/io/api_int.h"

void smv_api_template(struct smv_http_call *call, const struct smv_api_asker *asker,
                      const json_t *in)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    char name[49];
    struct smv_template_wish wish = {.name = asker->name};
    struct smv_http_answer *a = &call->out;
    (void)in;
    if (smv_api_query(call, "name", name, sizeof name)) {
        wish.name = name;
    }
    if (wish.name[0] == '\0' || wish.name[strspn(wish.name, letters)] != '\0') {
        smv_api_fail(call, 400, "wrong", "a template's name is made of a-z, digits and hyphens");
        return;
    }
    if (smv_template_export(&a->made, smv_core_tree(smv_seminar_core(asker->seminar)), &wish) !=
        SMV_OK) {
        smv_api_fail(call, 413, "too-big",
                     "the plan has more text than a template may hold; shorten its guidance");
        return;
    }
    a->status = 200;
    a->type = "text/yaml; charset=utf-8";
    a->cache = "no-store";
    snprintf(a->filename, sizeof a->filename, "%.48s.yaml", asker->name);
    smv_audit_by(call->http->house, asker->who, "template", asker->name, "");
}
