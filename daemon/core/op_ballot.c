/* op_ballot.c - an answer without an author: the entry knows the poll, a keyed hash, and the answer.
 *
 * The last ballot of a device counts. A text becomes an ANSWER node in a place that its hash decides, so that
 * the order tells nothing about time; choices become counts. A ballot that is taken back leaves nothing. */
#include <string.h>
#include "common/base/check.h"
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "common/base/utf8.h"
#include "daemon/core/fold.h"

/* Devices are cheap to invent. 16 points of each stay below what a count can hold. */
enum { MAX_BALLOTS = SMV_MAX_CHILDREN };

struct answer {
    struct smv_span text;
    uint64_t choices[16];
    uint32_t n_choices;
    bool is_text;
};

static unsigned read_answer(const struct smv_tree *t, const struct smv_node *poll,
                            struct smv_span raw, struct answer *a)
{
    uint64_t form = smv_node_num(poll, SMV_POLL_FORM), most = smv_node_num(poll, SMV_POLL_MOST);
    struct smv_reader r;
    memset(a, 0, sizeof *a);
    smv_reader_init(&r, raw);
    if (smv_reader_peek(&r) == SMV_PACK_STR) {
        a->text = smv_read_str(&r, 2000);
        a->is_text = a->text.len > 0; /* an empty one takes the answer back */
        bool fits = smv_utf8_clean(a->text) && smv_utf8_count(a->text) <= 500;
        return r.err == SMV_OK && form == 0 && fits ? SMV_CODE_OK : SMV_CODE_BAD_VALUE;
    }
    a->n_choices = smv_read_array(&r);
    most = most == 0 ? 1 : most;
    if (r.err != SMV_OK || a->n_choices > 16 || (form != 3 && a->n_choices > most) ||
        (form == 0 && a->n_choices > 0)) {
        return SMV_CODE_BAD_VALUE;
    }
    for (uint32_t i = 0; i < a->n_choices; i++) {
        a->choices[i] = smv_read_uint(&r);
        const struct smv_node *c = smv_tree_find(t, a->choices[i]);
        if (c == NULL || c->kind != SMV_KIND_CHOICE || c->parent != poll || c->deleted) {
            return SMV_CODE_BAD_VALUE;
        }
        for (uint32_t k = 0; k < i && form != 4; k++) { /* only dots may be put twice on one */
            if (a->choices[k] == a->choices[i]) {
                return SMV_CODE_BAD_VALUE;
            }
        }
    }
    return r.err == SMV_OK ? SMV_CODE_OK : SMV_CODE_BAD_VALUE;
}

/* This device's ballot; a new one where there is none; NULL when the poll has as many as it may. */
static struct smv_ballot *find_ballot(struct smv_state *s, smv_id poll, const uint8_t *b)
{
    size_t others = 0;
    for (size_t i = 0; i < s->n_ballots; i++) {
        if (s->ballots[i].poll == poll) {
            if (memcmp(s->ballots[i].b, b, 16) == 0) {
                return &s->ballots[i];
            }
            others++;
        }
    }
    if (others >= MAX_BALLOTS) {
        return NULL;
    }
    s->ballots = smv_grow(s->ballots, &s->cap_ballots, s->n_ballots + 1, sizeof *s->ballots);
    struct smv_ballot *v = &s->ballots[s->n_ballots++];
    memset(v, 0, sizeof *v);
    v->poll = poll;
    memcpy(v->b, b, 16);
    return v;
}

static bool text_stands(const struct smv_tree *t, const struct smv_ballot *v)
{
    const struct smv_node *answer = smv_tree_find(t, v->answer);
    return answer != NULL && !answer->deleted;
}

static bool cast(const struct smv_tree *t, const struct smv_ballot *v)
{
    return text_stands(t, v) || v->n_choices > 0;
}

/* The count of a choice lives in an ANSWER of its own, made when first needed. In a ranking the first place
 * counts as many points as there are places, the last one point. */
static void count(struct smv_fold *f, const struct smv_node *poll, uint64_t choice, int64_t by)
{
    const struct smv_node *a = poll->first;
    while (a != NULL &&
           (a->kind != SMV_KIND_ANSWER || smv_node_num(a, SMV_ANSWER_CHOICE) != choice)) {
        a = a->next;
    }
    if (a != NULL) {
        int64_t now = (int64_t)smv_node_num(a, SMV_ANSWER_COUNT) + by;
        smv_fold_set_num(f, a->id, SMV_ANSWER_COUNT, now > 0 ? (uint64_t)now : 0);
        return;
    }
    struct smv_field_value fields[] = {
        {SMV_ANSWER_CHOICE, {.type = SMV_TYPE_REF, .num = choice}},
        {SMV_ANSWER_COUNT, {.type = SMV_TYPE_INT, .num = by > 0 ? (uint64_t)by : 0}},
    };
    smv_fold_emit(f, &(struct smv_change){.kind = SMV_CHANGE_ADD,
                                          .id = smv_tree_own_id(&f->state->tree),
                                          .node_kind = SMV_KIND_ANSWER,
                                          .parent = poll->id,
                                          .after = poll->last == NULL ? 0 : poll->last->id,
                                          .fields = fields,
                                          .n_fields = 2});
}

static void count_all(struct smv_fold *f, const struct smv_node *poll, const struct smv_ballot *v,
                      int sign)
{
    bool ranking = smv_node_num(poll, SMV_POLL_FORM) == 3;
    for (uint32_t i = 0; i < v->n_choices; i++) {
        count(f, poll, v->choices[i], sign * (ranking ? (int64_t)(v->n_choices - i) : 1));
    }
}

/* After which answer a new one stands: as many down as the hash says. */
static smv_id place_for(const struct smv_node *poll, const uint8_t *b)
{
    uint32_t n = 0;
    for (const struct smv_node *a = poll->first; a != NULL; a = a->next) {
        n += a->kind == SMV_KIND_ANSWER;
    }
    uint32_t at = (uint32_t)(((unsigned)b[0] << 8 | b[1]) % (n + 1));
    smv_id after = 0;
    for (const struct smv_node *a = poll->first;
         a != NULL && (at > 0 || a->kind != SMV_KIND_ANSWER); a = a->next) {
        after = a->id;
        at -= a->kind == SMV_KIND_ANSWER;
    }
    return after;
}

static void set_text(struct smv_fold *f, smv_id answer, struct smv_span text)
{
    struct smv_value value = {.type = SMV_TYPE_TEXT, .str = text};
    smv_fold_emit(
        f, &(struct smv_change){
               .kind = SMV_CHANGE_SET, .id = answer, .field = SMV_ANSWER_TEXT, .value = &value});
}

/* One node per device, however often it changes its mind. */
static void write_text(struct smv_fold *f, const struct smv_node *poll, struct smv_ballot *v,
                       struct smv_span text)
{
    if (v->answer != 0) {
        set_text(f, v->answer, text);
        if (!text_stands(&f->state->tree, v)) {
            smv_fold_emit(f, &(struct smv_change){.kind = SMV_CHANGE_UNDEL, .id = v->answer});
        }
        return;
    }
    struct smv_field_value field = {SMV_ANSWER_TEXT, {.type = SMV_TYPE_TEXT, .str = text}};
    v->answer = smv_tree_own_id(&f->state->tree);
    smv_fold_emit(f, &(struct smv_change){.kind = SMV_CHANGE_ADD,
                                          .id = v->answer,
                                          .node_kind = SMV_KIND_ANSWER,
                                          .parent = poll->id,
                                          .after = place_for(poll, v->b),
                                          .fields = &field,
                                          .n_fields = 1});
}

unsigned smv_op_ballot(struct smv_fold *f)
{
    const struct smv_op_vote *q = &f->req->u.vote;
    struct smv_tree *t = &f->state->tree;
    struct smv_node *poll = smv_tree_find(t, q->poll);
    struct answer a;
    if (f->req->link != 0) {
        return SMV_CODE_FORBIDDEN;
    }
    if (poll == NULL || poll->kind != SMV_KIND_POLL || smv_node_gone(poll) ||
        smv_node_num(poll, SMV_POLL_STATE) != 1) {
        return SMV_CODE_NOT_OPEN;
    }
    if (!smv_takes_answers(t, poll)) {
        return SMV_CODE_CLOSED; /* after the day only a survey goes on */
    }
    unsigned code = read_answer(t, poll, q->answer, &a);
    if (code != SMV_CODE_OK) {
        return code;
    }
    if (smv_tree_count(t) + 16 > SMV_MAX_NODES || poll->n_children + 16 > SMV_MAX_CHILDREN) {
        return SMV_CODE_FULL;
    }
    struct smv_ballot *v = find_ballot(f->state, q->poll, q->b.data);
    if (v == NULL) {
        return SMV_CODE_FULL;
    }
    bool before = cast(t, v);
    if (a.is_text) {
        write_text(f, poll, v, a.text);
    } else {
        if (text_stands(t, v)) {
            set_text(f, v->answer, smv_span(NULL, 0));
            smv_fold_emit(f, &(struct smv_change){.kind = SMV_CHANGE_DEL, .id = v->answer});
        }
        count_all(f, poll, v, -1);
        v->n_choices = a.n_choices;
        memcpy(v->choices, a.choices, sizeof a.choices);
        count_all(f, poll, v, 1);
    }
    uint64_t n = smv_node_num(poll, SMV_POLL_COUNT);
    smv_fold_set_num(f, poll->id, SMV_POLL_COUNT, n + cast(t, v) - before);
    return SMV_CODE_OK;
}
