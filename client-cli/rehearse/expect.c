/* expect.c - see expect.h. */
#include "client-cli/rehearse/expect.h"
#include <string.h>
#include "common/base/heap.h"
#include "common/base/utf8.h"

static uint64_t key(smv_id id, unsigned field)
{
    return id << 6 | field;
}

void smv_expect_finish(struct smv_expect *e)
{
    while (e->first != NULL) {
        struct smv_wanted *w = e->first;
        e->first = w->next;
        while (w->pieces != NULL) {
            struct smv_piece *p = w->pieces;
            w->pieces = p->next;
            smv_buf_finish(&p->text);
            smv_free(p);
        }
        smv_buf_finish(&w->before);
        smv_free(w);
    }
    smv_map_finish(&e->by_field);
    memset(e, 0, sizeof *e);
}

struct smv_wanted *smv_expect_find(const struct smv_expect *e, smv_id id, unsigned field)
{
    return smv_map_get(&e->by_field, key(id, field));
}

struct smv_wanted *smv_expect_at(struct smv_expect *e, smv_id id, unsigned field, bool shared,
                                 struct smv_span before)
{
    struct smv_wanted *w = smv_expect_find(e, id, field);
    if (w != NULL) {
        return w;
    }
    w = smv_zalloc(sizeof *w);
    w->id = id;
    w->field = field;
    w->shared = shared;
    smv_buf_put_span(&w->before, before);
    w->next = e->first;
    e->first = w;
    (void)smv_map_set(&e->by_field, key(id, field), w);
    return w;
}

struct smv_piece *smv_expect_piece(struct smv_wanted *w)
{
    struct smv_piece *p = smv_zalloc(sizeof *p);
    p->next = w->pieces;
    w->pieces = p;
    return p;
}

void smv_expect_excuse(struct smv_expect *e, smv_id id, unsigned field)
{
    for (struct smv_wanted *w = e->first; w != NULL; w = w->next) {
        if (w->id == id && (field == 0 || w->field == field)) {
            w->excused = true;
        }
    }
}

void smv_expect_foreign(struct smv_expect *e, smv_id id, unsigned field)
{
    struct smv_wanted *w = smv_expect_find(e, id, field);
    if (w != NULL) {
        w->foreign = true;
    }
}

/* How many characters of part do not come, in order, in whole. */
static uint64_t not_in(struct smv_span part, struct smv_span whole)
{
    uint64_t missing = 0;
    size_t at = 0, p = 0;
    while (p < part.len) {
        uint32_t want = smv_utf8_next(part, &p);
        size_t try = at;
        bool found = false;
        while (!found && try < whole.len) {
            found = smv_utf8_next(whole, &try) == want;
        }
        if (found) {
            at = try;
        } else {
            missing++;
        }
    }
    return missing;
}

static void check_one(const struct smv_wanted *w, const struct smv_tree *t, uint64_t *ret_typed,
                      uint64_t *ret_missing, uint64_t *ret_extra)
{
    const struct smv_node *n = smv_tree_find(t, w->id);
    struct smv_span now = n != NULL ? smv_node_str(n, w->field) : smv_span(NULL, 0);
    uint64_t typed = 0, missing = not_in(smv_buf_span(&w->before), now);
    for (const struct smv_piece *p = w->pieces; p != NULL; p = p->next) {
        typed += smv_utf8_count(smv_buf_span(&p->text));
        missing += not_in(smv_buf_span(&p->text), now);
    }
    uint64_t want = typed + smv_utf8_count(smv_buf_span(&w->before));
    uint64_t have = smv_utf8_count(now);
    if (want > have && missing < want - have && !w->foreign) {
        missing = want - have;
    }
    *ret_typed = typed;
    *ret_missing = w->foreign ? 0 : missing;
    *ret_extra = have > want && !w->foreign ? have - want : 0;
}

void smv_expect_check(const struct smv_expect *e, const struct smv_tree *t,
                      void (*say)(void *arg, const struct smv_wanted *w, uint64_t missing,
                                  uint64_t extra),
                      void *arg, struct smv_expect_result *ret_result)
{
    memset(ret_result, 0, sizeof *ret_result);
    for (const struct smv_wanted *w = e->first; w != NULL; w = w->next) {
        uint64_t typed, missing, extra;
        ret_result->fields++;
        if (w->excused) {
            ret_result->excused++;
            continue;
        }
        check_one(w, t, &typed, &missing, &extra);
        ret_result->typed += typed;
        ret_result->missing += missing;
        ret_result->extra += extra;
        if (missing > 0 || extra > 0) {
            ret_result->wrong++;
            say(arg, w, missing, extra);
        }
    }
}
