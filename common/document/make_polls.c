/* make_polls.c - what people answered, without a trace of who.
 *
 * What: results as counts; texts in an order that tells nothing.
 * Not:  answers that were never revealed are not told, nor those that were held back; fewer than five answers are not
 *       broken down, because a choice could then point at a person.
 * Uses: make_int.h, hash.h.    Thread: one owner.
 * Invariants: the order of texts depends on the texts alone. */
#include "common/base/hash.h"
#include "common/base/heap.h"
#include "common/document/make_int.h"

enum { FORM_TEXT, FORM_CHOICE, FORM_SCALE, FORM_RANKING, FORM_DOTS };
enum { STATE_NOT_YET, STATE_OPEN, STATE_CLOSED };
static const struct smv_span none = {NULL, 0};

/* --- texts -------------------------------------------------------------------------------------- */

static int by_hash(const struct smv_node *a, const struct smv_node *b, void *arg)
{
    (void)arg;
    struct smv_span left = smv_node_str(a, SMV_ANSWER_TEXT);
    struct smv_span right = smv_node_str(b, SMV_ANSWER_TEXT);
    uint64_t hash_a = smv_mix64(smv_fnv64(0, left)), hash_b = smv_mix64(smv_fnv64(0, right));
    return hash_a != hash_b ? (hash_a < hash_b ? -1 : 1) : smv_span_cmp(left, right);
}

static void put_texts(struct smv_making *m, const struct smv_node *poll)
{
    struct smv_making_list texts = {0};
    for (const struct smv_node *a = NULL; (a = smv_make_next(poll, a, SMV_KIND_ANSWER)) != NULL;) {
        if (smv_node_num(a, SMV_ANSWER_HELD) == 0 &&
            !smv_make_blank(smv_node_str(a, SMV_ANSWER_TEXT))) {
            smv_make_list_add(&texts, a);
        }
    }
    smv_make_list_sort(&texts, by_hash, NULL);
    for (size_t i = 0; i < texts.n; i++) {
        smv_make_bullet(m, 1, smv_node_str(texts.of[i], SMV_ANSWER_TEXT), none, false);
    }
    smv_make_list_finish(&texts);
}

/* --- counts ------------------------------------------------------------------------------------- */

static uint64_t count_of(const struct smv_node *poll, const struct smv_node *choice)
{
    uint64_t n = 0;
    for (const struct smv_node *a = NULL; (a = smv_make_next(poll, a, SMV_KIND_ANSWER)) != NULL;) {
        n += smv_node_num(a, SMV_ANSWER_CHOICE) == choice->id ? smv_node_num(a, SMV_ANSWER_COUNT)
                                                              : 0;
    }
    return n;
}

static int by_count(const struct smv_node *a, const struct smv_node *b, void *arg)
{
    uint64_t left = count_of(arg, a), right = count_of(arg, b);
    return (left < right) - (left > right);
}

static void put_counts(struct smv_making *m, const struct smv_node *poll)
{
    uint64_t form = smv_node_num(poll, SMV_POLL_FORM), total = 0;
    uint64_t devices = smv_node_num(poll, SMV_POLL_COUNT);
    struct smv_making_list choices = {0};
    for (const struct smv_node *c = NULL; (c = smv_make_next(poll, c, SMV_KIND_CHOICE)) != NULL;) {
        if (smv_make_said(m, c).len > 0) {
            smv_make_list_add(&choices, c);
            total += count_of(poll, c);
        }
    }
    if (form != FORM_SCALE) {
        /* A scale is read from one end to the other; the others from the most on. */
        struct smv_node *of = smv_tree_find(m->tree, poll->id); /* the same, for arg */
        smv_make_list_sort(&choices, by_count, of);
    }
    enum smv_word_id counted = form == FORM_DOTS      ? SMV_WORD_DOTS
                               : form == FORM_RANKING ? SMV_WORD_POINTS
                                                      : SMV_WORD_HOW_MANY;
    /* Of those who answered, who may have chosen several; of all dots. Points have no share. */
    uint64_t whole = form == FORM_DOTS ? total : devices;
    bool share = form != FORM_RANKING && whole > 0;
    struct smv_doc_column columns[] = {smv_make_column(m, SMV_WORD_CHOICE, SMV_CELL_TEXT, 6),
                                       smv_make_column(m, counted, SMV_CELL_NUMBER, 1),
                                       smv_make_column(m, SMV_WORD_SHARE, SMV_CELL_TEXT, 1)};
    if (choices.n > 0) {
        struct smv_doc_table *t =
            smv_make_table(m, smv_make_said(m, poll), none, columns, share ? 3 : 2);
        for (size_t i = 0; i < choices.n; i++) {
            struct smv_doc_cell *cell = smv_doc_row(t);
            uint64_t n = count_of(poll, choices.of[i]);
            cell[0].text = smv_make_said(m, choices.of[i]);
            smv_make_cell_number(m, &cell[1], n);
            if (share) {
                uint64_t percent = (n * 100 + whole / 2) / whole;
                cell[2].text = smv_make_say(m, SMV_WORD_PERCENT, percent, none, none);
            }
        }
    }
    if (choices.n > 0 && form == FORM_RANKING) {
        smv_make_note_word(m, SMV_WORD_RANKING_MEANS);
    }
    smv_make_list_finish(&choices);
}

/* --- a poll ------------------------------------------------------------------------------------- */

static void put_result(struct smv_making *m, const struct smv_node *poll)
{
    uint64_t devices = smv_node_num(poll, SMV_POLL_COUNT);
    uint64_t state = smv_node_num(poll, SMV_POLL_STATE);
    if (devices == 0) {
        smv_make_note_word(m,
                           state == STATE_NOT_YET ? SMV_WORD_NOT_ASKED : SMV_WORD_NOBODY_ANSWERED);
        return;
    }
    bool revealed = smv_node_num(poll, SMV_POLL_REVEALED) != 0;
    bool texts = smv_node_num(poll, SMV_POLL_FORM) == FORM_TEXT;
    bool few = !texts && devices < SMV_MAKE_FEW_ANSWERS;
    if (!revealed) {
        smv_make_note(m, smv_make_say(m, SMV_WORD_NOT_REVEALED, devices, none, none));
        return;
    }
    if (few) {
        smv_make_note_word(m, SMV_WORD_FEW_ANSWERS);
        return;
    }
    smv_make_note(m, smv_make_say(m, SMV_WORD_N_ANSWERED, devices, none, none));
    if (state == STATE_OPEN) {
        smv_make_note_word(m, SMV_WORD_STILL_OPEN);
    }
    if (texts) {
        put_texts(m, poll);
    } else {
        put_counts(m, poll);
    }
}

void smv_make_polls(struct smv_making *m, const struct smv_node *sheet, unsigned level)
{
    for (const struct smv_node *p = NULL; (p = smv_make_next(sheet, p, SMV_KIND_POLL)) != NULL;) {
        smv_make_heading(m, level, smv_make_asked(m, p));
        put_result(m, p);
    }
}
