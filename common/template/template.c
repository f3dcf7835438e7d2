/* template.c - the two things that others ask for: the first tree, and what a template is about.
 *
 * What: reads, builds, joins, spreads; hands over the tree or the mistakes, never half of either.
 * Not:  the format itself (day.c, sheet.c).
 * Uses: template_int.h, spread.h.    Thread: any; no state. */
#include "common/template/template.h"
#include <string.h>
#include "common/base/check.h"
#include "common/base/heap.h"
#include "common/base/utf8.h"
#include "common/model/spread.h"
#include "common/template/template_int.h"

static const struct smv_template_params no_params = {.code = ""};

static void set_text(struct smv_plan *p, unsigned field, const char *text)
{
    struct smv_value value = {.str = smv_span_str(text)};
    value.type = (enum smv_type)smv_field_info(SMV_KIND_SEMINAR, field)->type;
    smv_plan_set(p, SMV_ROOT, field, &value);
}

static void apply_params(struct smv_plan *p)
{
    if (p->params->title != NULL) {
        set_text(p, SMV_SEMINAR_TITLE, p->params->title);
    }
    if (p->params->code != NULL && p->params->code[0] != '\0') {
        set_text(p, SMV_SEMINAR_CODE, p->params->code);
    }
    if (p->params->date != 0) {
        smv_plan_set_number(p, SMV_ROOT, SMV_SEMINAR_DATE, p->params->date);
    }
}

static void spread(struct smv_plan *p)
{
    for (const struct smv_node *n = p->tree->root->first; n != NULL; n = n->next) {
        if (n->kind == SMV_KIND_ROOM &&
            smv_spread_place(p->tree, n->id, smv_plan_emit, p) != SMV_OK) {
            smv_mistake(&p->mistakes, 0, 0, "too many rooms for so many sheets", NULL);
            return;
        }
    }
}

/* False: there are mistakes, and the tree is as empty as it came. */
static bool build(struct smv_plan *p, struct smv_span yaml, struct smv_yaml **ret_top)
{
    bool history = p->tree->history;
    PRE(p->tree->root->first == NULL);
    p->tree->history = false; /* what a plan says has no past that anybody could have seen */
    *ret_top = smv_yaml_read(yaml, &p->mistakes);
    if (*ret_top != NULL) {
        smv_plan_day(p, *ret_top);
        smv_plan_resolve(p);
    }
    if (p->mistakes.n == 0) {
        apply_params(p);
        spread(p);
    }
    smv_free(p->locals);
    smv_free(p->waits);
    p->tree->history = history;
    if (p->mistakes.n == 0) {
        return true;
    }
    smv_tree_finish(p->tree);
    smv_tree_init(p->tree, history);
    return false;
}

static void tell(const struct smv_plan *p, struct smv_template_mistake *mistakes, size_t max,
                 size_t *ret_n)
{
    size_t n = p->mistakes.n < max ? p->mistakes.n : max;
    if (n > 0) {
        memcpy(mistakes, p->mistakes.list, n * sizeof(*mistakes));
    }
    *ret_n = n;
}

enum smv_err smv_template_build(struct smv_span yaml, const struct smv_template_params *params,
                                struct smv_tree *tree, struct smv_template_mistake *mistakes,
                                size_t max, size_t *ret_n)
{
    struct smv_plan p = {.tree = tree, .params = params == NULL ? &no_params : params};
    struct smv_yaml *top;
    bool good = build(&p, yaml, &top);
    tell(&p, mistakes, max, ret_n);
    smv_yaml_destroy(top);
    smv_mistakes_finish(&p.mistakes);
    return good ? SMV_OK : SMV_ERR_MALFORMED;
}

/* --- about ------------------------------------------------------------------------------------ */

static void copy_cstr(char *to, size_t size, struct smv_span from)
{
    size_t len = from.len;
    if (len >= size) {
        len = size - 1;
        while (len > 0 && (from.data[len] & 0xC0) == 0x80) {
            len--;
        }
    }
    if (len > 0) {
        memcpy(to, from.data, len);
    }
    to[len] = '\0';
}

/* Questions of patterns and of the sheets that are one for all; not of copies or compilations. */
static bool is_asked(const struct smv_node *question)
{
    return smv_node_num(question, SMV_QUESTION_PATTERN) == 0;
}

static void count(const struct smv_tree *t, struct smv_template_about *about)
{
    for (const struct smv_node *n = NULL; (n = smv_tree_walk(t->root, n)) != NULL;) {
        if (n->kind == SMV_KIND_SESSION) {
            about->sessions++;
            about->minutes += (unsigned)smv_node_num(n, SMV_SESSION_MINUTES);
        } else if (n->kind == SMV_KIND_SHEET) {
            about->patterns += smv_node_num(n, SMV_SHEET_EACH) != SMV_EACH_NONE ? 1 : 0;
        } else if (n->kind == SMV_KIND_QUESTION) {
            about->questions += is_asked(n) ? 1 : 0;
        }
    }
}

enum smv_err smv_template_about(struct smv_span yaml, struct smv_template_about *ret,
                                struct smv_template_mistake *mistakes, size_t max, size_t *ret_n)
{
    struct smv_tree tree;
    smv_tree_init(&tree, /* history */ false);
    struct smv_plan p = {.tree = &tree, .params = &no_params};
    struct smv_yaml *top;
    bool good = build(&p, yaml, &top);
    if (good) {
        *ret = (struct smv_template_about){0};
        copy_cstr(ret->name, sizeof(ret->name), smv_node_str(tree.root, SMV_SEMINAR_TEMPLATE));
        copy_cstr(ret->lang, sizeof(ret->lang), smv_node_str(tree.root, SMV_SEMINAR_LANG));
        copy_cstr(ret->title, sizeof(ret->title), smv_node_str(tree.root, SMV_SEMINAR_TITLE));
        copy_cstr(ret->about, sizeof(ret->about), p.about);
        count(&tree, ret);
    }
    tell(&p, mistakes, max, ret_n);
    smv_yaml_destroy(top);
    smv_mistakes_finish(&p.mistakes);
    smv_tree_finish(&tree);
    return good ? SMV_OK : SMV_ERR_MALFORMED;
}
