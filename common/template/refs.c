/* refs.c - local keys: 'key: board1' in one place, 'from: board1' in another.
 *
 * What: remembers both while the file is read and joins them afterwards, so that order does not
 *       matter; finds the nearest word to a mistyped one.
 * Not:  a local key is never stored: the tree has ids.
 * Uses: template_int.h.    Thread: any; no state. */
#include <string.h>
#include "common/base/heap.h"
#include "common/base/utf8.h"
#include "common/template/template_int.h"

/* --- near words ------------------------------------------------------------------------------- */

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Letters to change, put in, take out or swap with their neighbour (optimal string alignment). */
static unsigned distance(const char *a, const char *b)
{
    unsigned rows[3][SMV_PLAN_LOCAL_MAX + 1];
    size_t len_a = strlen(a), len_b = strlen(b);
    if (len_a > SMV_PLAN_LOCAL_MAX || len_b > SMV_PLAN_LOCAL_MAX) {
        return SMV_PLAN_LOCAL_MAX;
    }
    for (size_t j = 0; j <= len_b; j++) {
        rows[0][j] = (unsigned)j;
    }
    for (size_t i = 1; i <= len_a; i++) {
        unsigned *now = rows[i % 3], *above = rows[(i + 2) % 3], *two = rows[(i + 1) % 3];
        now[0] = (unsigned)i;
        for (size_t j = 1; j <= len_b; j++) {
            bool same = lower(a[i - 1]) == lower(b[j - 1]);
            now[j] = least(above[j - 1] + (same ? 0 : 1), least(above[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                lower(a[i - 2]) == lower(b[j - 1])) {
                now[j] = least(now[j], two[j - 2] + 1);
            }
        }
    }
    return rows[len_a % 3][len_b];
}

const char *smv_plan_nearest(const char *said, const char *const *words, size_t n)
{
    const char *best = NULL;
    unsigned best_distance = (unsigned)least((unsigned)strlen(said) / 2 + 1, 4);
    for (size_t i = 0; i < n; i++) {
        unsigned d = distance(said, words[i]);
        if (d < best_distance) {
            best_distance = d;
            best = words[i];
        }
    }
    return best;
}

/* --- keys ------------------------------------------------------------------------------------- */

static const char *name_of(unsigned kind)
{
    return kind == SMV_KIND_SESSION       ? "a session"
           : kind == SMV_KIND_SHEET       ? "a sheet"
           : kind == SMV_KIND_COMPOSITION ? "a composition"
                                          : "something else";
}

static const struct smv_local *find_local(const struct smv_plan *p, const struct smv_yaml *said)
{
    for (size_t i = 0; i < p->n_locals; i++) {
        if (smv_yaml_is(said, p->locals[i].said->text)) {
            return &p->locals[i];
        }
    }
    return NULL;
}

void smv_plan_local(struct smv_plan *p, const struct smv_yaml *said, unsigned kind, smv_id id)
{
    bool good = said->type == SMV_YAML_TEXT && said->len > 0 && said->len <= SMV_PLAN_LOCAL_MAX;
    for (size_t i = 0; good && i < said->len; i++) {
        char c = lower(said->text[i]);
        good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
    if (!good) {
        smv_plan_wrong(p, said, "a key is one word of the letters a-z, digits, - and _");
        return;
    }
    const struct smv_local *same = find_local(p, said);
    if (same != NULL) {
        struct smv_quote quote = smv_mistake_quote(said->text, said->len);
        struct smv_quote line = smv_mistake_number(same->said->line);
        smv_mistake(&p->mistakes, said->line, said->column, "the key ", quote.text,
                    " is taken already: line ", line.text, NULL);
        return;
    }
    p->locals = smv_grow(p->locals, &p->cap_locals, p->n_locals + 1, sizeof(*p->locals));
    p->locals[p->n_locals++] = (struct smv_local){.said = said, .kind = kind, .id = id};
}

void smv_plan_wait(struct smv_plan *p, const struct smv_yaml *said, smv_id id, unsigned field)
{
    p->waits = smv_grow(p->waits, &p->cap_waits, p->n_waits + 1, sizeof(*p->waits));
    p->waits[p->n_waits++] = (struct smv_wait){.said = said, .id = id, .field = field};
}

/* --- joining ---------------------------------------------------------------------------------- */

static void tell_unknown(struct smv_plan *p, const struct smv_yaml *said, unsigned kind)
{
    if (said->type != SMV_YAML_TEXT) {
        smv_mistake(&p->mistakes, said->line, said->column, "expected the key of ", name_of(kind),
                    NULL);
        return;
    }
    const char **keys = smv_zalloc((p->n_locals + 1) * sizeof(*keys));
    size_t n = 0;
    for (size_t i = 0; i < p->n_locals; i++) {
        if (p->locals[i].kind == kind) {
            keys[n++] = p->locals[i].said->text;
        }
    }
    const char *near = smv_plan_nearest(said->text, keys, n);
    struct smv_quote quote = smv_mistake_quote(said->text, said->len);
    smv_mistake(&p->mistakes, said->line, said->column, "no ", name_of(kind) + 2, " has the key ",
                quote.text, near == NULL ? "" : "; did you mean '", near == NULL ? "" : near,
                near == NULL ? "" : "'?", NULL);
    smv_free(keys);
}

/* The questions that a sheet sums up stand on it too, each pointing at its original. */
static void copy_questions(struct smv_plan *p, const struct smv_wait *w, smv_id from, smv_id to)
{
    enum { ADD = 1 };
    const struct smv_node *pattern = smv_tree_find(p->tree, from);
    for (const struct smv_node *q = pattern->first; q != NULL; q = q->next) {
        if (q->kind != SMV_KIND_QUESTION) {
            continue;
        }
        static const unsigned taken[] = {SMV_QUESTION_TEXT, SMV_QUESTION_HELP,
                                         SMV_QUESTION_PATTERN};
        struct smv_field_value fields[3];
        size_t n = 0;
        for (size_t i = 0; i < 3; i++) {
            struct smv_value value;
            smv_node_value(q, taken[i], &value);
            if (taken[i] == SMV_QUESTION_PATTERN) {
                value.num = q->id;
            }
            if (value.type == SMV_TYPE_REF || value.str.len > 0) {
                fields[n++] = (struct smv_field_value){.field = (uint8_t)taken[i], .value = value};
            }
        }
        const struct smv_node *above = smv_tree_find(p->tree, to);
        struct smv_change add = {.kind = ADD, .node_kind = SMV_KIND_QUESTION, .parent = to};
        add.id = smv_tree_own_id(p->tree);
        add.after = above->last == NULL ? 0 : above->last->id;
        add.fields = fields;
        add.n_fields = n;
        if (smv_plan_emit(p, &add) != SMV_OK) {
            smv_plan_wrong(p, w->said, "no room for the questions of that sheet");
            return;
        }
        copy_questions(p, w, q->id, add.id);
    }
}

static bool has_questions(const struct smv_node *sheet)
{
    const struct smv_node *n = sheet->first;
    while (n != NULL && n->kind != SMV_KIND_QUESTION) {
        n = n->next;
    }
    return n != NULL;
}

static void join_compiles(struct smv_plan *p, const struct smv_wait *w, const struct smv_node *to)
{
    const struct smv_node *sheet = smv_tree_find(p->tree, w->id);
    if (to == sheet) {
        smv_plan_wrong(p, w->said, "a sheet cannot sum up itself");
    } else if (smv_node_num(to, SMV_SHEET_EACH) == SMV_EACH_NONE) {
        smv_plan_wrong(
            p, w->said,
            "that sheet is one for all: only one with 'each: room' or 'each: group' can be "
            "summed up");
    } else if (!has_questions(sheet)) {
        copy_questions(p, w, to->id, sheet->id);
    }
}

static void join_carry(struct smv_plan *p, const struct smv_wait *w, const struct smv_node *to)
{
    const struct smv_node *sheet = smv_tree_find(p->tree, w->id);
    uint64_t each = smv_node_num(sheet, SMV_SHEET_EACH);
    if (to == sheet) {
        smv_plan_wrong(p, w->said, "a sheet cannot carry over from itself");
    } else if (each == SMV_EACH_NONE || each != smv_node_num(to, SMV_SHEET_EACH)) {
        smv_plan_wrong(
            p, w->said,
            "both sheets must have 'each: room', or both 'each: group': a row goes to the "
            "same room's sheet");
    }
}

static void join(struct smv_plan *p, const struct smv_wait *w)
{
    const struct smv_node *n = smv_tree_find(p->tree, w->id);
    unsigned kind = (unsigned)smv_field_info(n->kind, w->field)->bound;
    const struct smv_local *local = w->said->type == SMV_YAML_TEXT ? find_local(p, w->said) : NULL;
    if (local == NULL) {
        tell_unknown(p, w->said, kind);
        return;
    }
    if (local->kind != kind) {
        struct smv_quote line = smv_mistake_number(local->said->line);
        smv_mistake(&p->mistakes, w->said->line, w->said->column, "expected the key of ",
                    name_of(kind), ", but this is ", name_of(local->kind), " (line ", line.text,
                    ")", NULL);
        return;
    }
    smv_plan_set_number(p, w->id, w->field, local->id);
    if (kind == SMV_KIND_SHEET) {
        const struct smv_node *to = smv_tree_find(p->tree, local->id);
        (w->field == SMV_SHEET_COMPILES ? join_compiles : join_carry)(p, w, to);
    }
}

void smv_plan_resolve(struct smv_plan *p)
{
    for (size_t i = 0; i < p->n_waits; i++) {
        join(p, &p->waits[i]);
    }
}
