/* make_topics.c - see make_topics.h. */
#include "common/document/make_topics.h"
#include "common/base/heap.h"

/* --- sheets ------------------------------------------------------------------------------------- */

/* Sheets with the same key are about the same. */
static smv_id key_of(const struct smv_node *sheet)
{
    smv_id compiles = smv_node_num(sheet, SMV_SHEET_COMPILES);
    smv_id pattern = smv_node_num(sheet, SMV_SHEET_PATTERN);
    if (smv_make_is_pattern(sheet)) {
        return sheet->id;
    }
    return compiles != 0 ? compiles : pattern != 0 ? pattern : sheet->id;
}

static struct smv_topic *topic_for(struct smv_topics *t, struct smv_map *known,
                                   const struct smv_node *sheet)
{
    smv_id key = key_of(sheet);
    /* One more than the index: a map's value is never NULL. */
    size_t at = (size_t)(uintptr_t)smv_map_get(known, key);
    if (at > 0) {
        return &t->of[at - 1];
    }
    t->of = smv_grow(t->of, &t->cap, t->n + 1, sizeof *t->of);
    bool in_session = sheet->parent->kind == SMV_KIND_SESSION;
    t->of[t->n] = (struct smv_topic){.key = key,
                                     .titled = sheet,
                                     .session = in_session ? sheet->parent : NULL,
                                     .form = (unsigned)smv_node_num(sheet, SMV_SHEET_FORM)};
    t->n++;
    (void)smv_map_set(known, key, (void *)(uintptr_t)t->n);
    return &t->of[t->n - 1];
}

static void collect_below(const struct smv_making *m, struct smv_topics *t, struct smv_map *known,
                          const struct smv_node *parent)
{
    for (const struct smv_node *s = NULL; (s = smv_make_next(parent, s, SMV_KIND_SHEET)) != NULL;) {
        struct smv_topic *topic = topic_for(t, known, s);
        if (smv_make_is_pattern(s) || s->id == topic->key) {
            topic->titled = s;
            topic->form = (unsigned)smv_node_num(s, SMV_SHEET_FORM);
        }
        if (smv_make_is_pattern(s)) {
            continue;
        }
        bool compiles = smv_node_num(s, SMV_SHEET_COMPILES) != 0;
        if (compiles && smv_make_print(m, s) >= SMV_PRINT_COMPENDIUM) {
            continue; /* not for readers: then the groups' texts speak */
        }
        smv_make_list_add(compiles ? &topic->compiled : &topic->sheets, s);
    }
}

/* --- questions ---------------------------------------------------------------------------------- */

/* Below parent, in reading order: fn gets each with its place and depth. */
struct walk {
    struct smv_topic *topic;
    const struct smv_node *sheet;
    bool compiled;
    size_t at;    /* how many came before on this sheet */
    size_t asked; /* how many the pattern has */
};

static struct smv_topic_question *question_for(const struct walk *w, const struct smv_node *q,
                                               unsigned depth)
{
    struct smv_topic *topic = w->topic;
    smv_id pattern = smv_node_num(q, SMV_QUESTION_PATTERN);
    smv_id key = pattern != 0 ? pattern : q->id;
    for (size_t i = 0; i < topic->n; i++) {
        if (topic->questions[i].key == key) {
            return &topic->questions[i];
        }
    }
    /* A compiled sheet without links asks the same in the same order. */
    if (w->compiled && w->at < w->asked) {
        return &topic->questions[w->at];
    }
    topic->questions =
        smv_grow(topic->questions, &topic->cap, topic->n + 1, sizeof *topic->questions);
    topic->questions[topic->n] =
        (struct smv_topic_question){.key = key, .asked = q, .depth = depth};
    return &topic->questions[topic->n++];
}

static void add_answer(struct smv_topic_question *q, struct smv_topic_answer answer)
{
    q->answers = smv_grow(q->answers, &q->cap, q->n + 1, sizeof *q->answers);
    q->answers[q->n++] = answer;
}

static void collect_questions(struct walk *w, const struct smv_node *parent, unsigned depth)
{
    for (const struct smv_node *q = NULL;
         (q = smv_make_next(parent, q, SMV_KIND_QUESTION)) != NULL;) {
        struct smv_topic_question *of = question_for(w, q, depth);
        w->at++;
        if (w->sheet != NULL) {
            add_answer(of, (struct smv_topic_answer){q, w->sheet, w->compiled});
        }
        collect_questions(w, q, depth + 1);
    }
}

static void ask(struct smv_topic *t)
{
    struct walk w = {.topic = t};
    if (smv_make_is_pattern(t->titled)) {
        collect_questions(&w, t->titled, 0);
    }
    w.asked = t->n;
    for (size_t i = 0; i < t->compiled.n; i++) {
        w.at = 0;
        w.sheet = t->compiled.of[i];
        w.compiled = true;
        collect_questions(&w, w.sheet, 0);
    }
    for (size_t i = 0; i < t->sheets.n; i++) {
        w.at = 0;
        w.sheet = t->sheets.of[i];
        w.compiled = false;
        collect_questions(&w, w.sheet, 0);
    }
}

/* --- all of them ---------------------------------------------------------------------------------- */

void smv_topics_collect(const struct smv_making *m, struct smv_topics *ret)
{
    struct smv_map known = {0};
    const struct smv_node *root = m->tree->root;
    *ret = (struct smv_topics){0};
    for (const struct smv_node *s = NULL; (s = smv_make_next(root, s, SMV_KIND_SESSION)) != NULL;) {
        collect_below(m, ret, &known, s);
    }
    collect_below(m, ret, &known, root);
    smv_map_finish(&known);
    for (size_t i = 0; i < ret->n; i++) {
        ask(&ret->of[i]);
    }
}

void smv_topics_finish(struct smv_topics *t)
{
    for (size_t i = 0; i < t->n; i++) {
        struct smv_topic *topic = &t->of[i];
        for (size_t q = 0; q < topic->n; q++) {
            smv_free(topic->questions[q].answers);
        }
        smv_free(topic->questions);
        smv_make_list_finish(&topic->sheets);
        smv_make_list_finish(&topic->compiled);
    }
    smv_free(t->of);
    *t = (struct smv_topics){0};
}

bool smv_topic_compiled(const struct smv_topic_question *q)
{
    for (size_t i = 0; i < q->n; i++) {
        if (q->answers[i].compiled && smv_make_question_written(q->answers[i].question)) {
            return true;
        }
    }
    return false;
}
