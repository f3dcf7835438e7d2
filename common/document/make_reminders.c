/* make_reminders.c - the open actions by who is responsible, each part ready to be copied into a mail.
 *
 * What: per person or organisation a subject, a greeting, the actions with what is late first, and how to answer; whom it
 *       goes to, where exactly one participant has that name.
 * Not:  sends nothing; no links: a file is passed on, and a link lets people in.
 * Uses: make_int.h.    Thread: one owner.
 * Invariants: every open action of the plan is in exactly one part; what has nobody responsible is the last part. */
#include "common/base/heap.h"
#include "common/document/make_int.h"

static const struct smv_span none = {NULL, 0};

struct due {
    const struct smv_node *action;
    struct smv_span who, where; /* as one line */
};
struct sorting {
    struct smv_making *m;
    struct due *of;
    size_t n, cap;
};

/* --- days ------------------------------------------------------------------------------------------------ */

/* Days since a fixed one, of a valid yyyymmdd. */
static int64_t day_number(uint64_t yyyymmdd)
{
    int64_t d = (int64_t)(yyyymmdd % 100), m = (int64_t)(yyyymmdd / 100 % 100),
            y = (int64_t)(yyyymmdd / 10000);
    y -= m <= 2;
    m = (m + 9) % 12; /* March is the first month, so that a leap day is the last of all */
    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + d;
}

static struct smv_span when_due(struct smv_making *m, uint64_t by)
{
    if (!smv_date_valid(by) || !smv_date_valid(m->today)) {
        return smv_make_word(m, SMV_WORD_REM_BY_NONE);
    }
    int64_t days = day_number(by) - day_number(m->today);
    struct smv_span left = days == 0
                               ? smv_make_word(m, SMV_WORD_REM_TODAY)
                               : smv_make_say(m, days > 0 ? SMV_WORD_REM_IN : SMV_WORD_REM_LATE,
                                              (uint64_t)(days > 0 ? days : -days), none, none);
    return smv_make_say(m, SMV_WORD_REM_BY_ON, 0, smv_make_date(m, by), left);
}

/* --- who --------------------------------------------------------------------------------------------------- */

/* The same whatever case its ASCII letters have; the lines are trimmed already. */
static bool same_name(struct smv_span a, struct smv_span b)
{
    bool same = a.len == b.len;
    for (size_t i = 0; i < a.len && same; i++) {
        uint8_t x = a.data[i], y = b.data[i];
        x = x >= 'A' && x <= 'Z' ? (uint8_t)(x | 0x20) : x;
        y = y >= 'A' && y <= 'Z' ? (uint8_t)(y | 0x20) : y;
        same = x == y;
    }
    return same;
}

static bool together(const struct due *a, const struct due *b)
{
    return same_name(a->who, b->who) && same_name(a->where, b->where);
}

/* Small letters, so that names that are the same stand together. */
static struct smv_span lower(struct smv_making *m, struct smv_span s)
{
    for (size_t i = 0; i < s.len; i++) {
        uint8_t c = s.data[i];
        smv_buf_put_byte(&m->scratch, c >= 'A' && c <= 'Z' ? (uint8_t)(c | 0x20) : c);
    }
    struct smv_span kept = smv_doc_keep(m->doc, smv_buf_span(&m->scratch));
    smv_buf_clear(&m->scratch);
    return kept;
}

/* Names by the alphabet, nobody last; within a name by date, none last; then by number. */
static int compare(struct smv_making *m, const struct due *a, const struct due *b)
{
    bool nobody_a = a->who.len + a->where.len == 0, nobody_b = b->who.len + b->where.len == 0;
    if (nobody_a != nobody_b) {
        return nobody_a ? 1 : -1;
    }
    if (!together(a, b)) {
        struct smv_span x[] = {lower(m, a->who), lower(m, a->where)};
        struct smv_span y[] = {lower(m, b->who), lower(m, b->where)};
        int who = (x[0].len == 0) - (y[0].len == 0);
        who = who != 0 ? who : smv_name_cmp(m->dates, x[0], y[0]);
        return who != 0 ? who : smv_name_cmp(m->dates, x[1], y[1]);
    }
    uint64_t left = smv_node_num(a->action, SMV_ACTION_BY) - 1,
             right = smv_node_num(b->action, SMV_ACTION_BY) - 1;
    return (left > right) - (left < right);
}

/* Merge sort: there may be thousands, and comparing keeps texts. */
static void sort(struct sorting *s)
{
    struct due *to = smv_alloc((s->n + 1) * sizeof *to);
    for (size_t width = 1; width < s->n; width *= 2) {
        for (size_t at = 0; at < s->n; at += 2 * width) {
            size_t left = at, mid = at + width < s->n ? at + width : s->n;
            size_t right = mid, end = mid + width < s->n ? mid + width : s->n;
            for (size_t i = at; i < end; i++) {
                bool take =
                    left < mid && (right == end || compare(s->m, &s->of[left], &s->of[right]) <= 0);
                to[i] = take ? s->of[left++] : s->of[right++];
            }
        }
        for (size_t i = 0; i < s->n; i++) {
            s->of[i] = to[i];
        }
    }
    smv_free(to);
}

static void collect(struct sorting *s)
{
    struct smv_making_list actions;
    smv_make_all_actions(s->m, &actions);
    for (size_t i = 0; i < actions.n; i++) {
        if (smv_make_action_open(actions.of[i])) {
            s->of = smv_grow(s->of, &s->cap, s->n + 1, sizeof *s->of);
            s->of[s->n++] =
                (struct due){actions.of[i], smv_make_str(s->m, actions.of[i], SMV_ACTION_WHO),
                             smv_make_str(s->m, actions.of[i], SMV_ACTION_WHERE)};
        }
    }
    smv_make_list_finish(&actions);
    sort(s);
}

/* How many participants have the name; *ret one of them. */
static size_t find_people(struct smv_making *m, struct smv_span name, const struct smv_node **ret)
{
    size_t n = 0;
    for (const struct smv_node *p = NULL;
         (p = smv_make_next(m->tree->root, p, SMV_KIND_PARTICIPANT)) != NULL;) {
        struct smv_span own = smv_make_trim(smv_node_str(p, SMV_PARTICIPANT_NAME));
        if (own.len == name.len && same_name(own, name)) {
            *ret = p;
            n++;
        }
    }
    return n;
}

/* The name by which one is greeted. */
static struct smv_span first_name(struct smv_span name)
{
    size_t n = 0;
    while (n < name.len && name.data[n] != ' ') {
        n++;
    }
    return smv_span(name.data, n);
}

/* --- parts --------------------------------------------------------------------------------------------------- */

static void put_action(struct smv_making *m, const struct due *d)
{
    const struct smv_node *a = d->action;
    struct smv_span first = smv_make_str(m, a, SMV_ACTION_FIRST);
    struct smv_span what = smv_make_str(m, a, SMV_ACTION_WHAT);
    uint64_t number = smv_node_num(a, SMV_ACTION_NUMBER);
    struct smv_block *b = smv_doc_add(m->doc, SMV_BLOCK_BULLET, 1, none);
    what = what.len > 0 ? what : smv_make_word(m, SMV_WORD_MISSING);
    what = number > 0 ? smv_make_numbered(m, number, what) : what;
    smv_doc_run(m->doc, b, SMV_RUN_BOLD, what);
    smv_make_bullet(m, 2, when_due(m, smv_node_num(a, SMV_ACTION_BY)), none, false);
    if (first.len > 0) {
        smv_make_bullet(m, 2, smv_make_say(m, SMV_WORD_REM_FIRST_STEP, 0, first, none), none,
                        false);
    }
    smv_make_bullet(m, 2,
                    smv_make_say(m, SMV_WORD_REM_STATUS_NOW, 0,
                                 smv_make_word(m, smv_make_action_status(a)), none),
                    none, false);
}

/* ret_person: the name as the one participant writes it; empty: not known, or not one. */
static void put_to(struct smv_making *m, const struct due *d, struct smv_span *ret_person)
{
    const struct smv_node *p = NULL;
    size_t n = d->who.len > 0 ? find_people(m, d->who, &p) : 0;
    bool known = smv_make_next(m->tree->root, NULL, SMV_KIND_PARTICIPANT) != NULL;
    struct smv_span to = n == 1 ? smv_make_line(m, smv_node_str(p, SMV_PARTICIPANT_EMAIL)) : none;
    *ret_person = n == 1 ? smv_make_line(m, smv_node_str(p, SMV_PARTICIPANT_NAME)) : none;
    if (d->who.len == 0 ||
        !known) { /* who may not see participants is not told that there is none */
        return;
    }
    enum smv_word_id why = n == 0  ? SMV_WORD_REM_TO_NONE
                           : n > 1 ? SMV_WORD_REM_TO_MANY
                                   : SMV_WORD_REM_TO_EMPTY;
    (void)smv_doc_fact(m->doc, smv_word(m->lang, SMV_WORD_REM_TO),
                       to.len > 0 ? to : smv_make_word(m, why));
}

static void put_part(struct smv_making *m, const struct due *of, size_t n)
{
    bool nobody = of->who.len + of->where.len == 0;
    struct smv_span title = m->doc->title, person = none;
    /* people write the organisation in both places */
    struct smv_span names[] = {of->who, same_name(of->who, of->where) ? none : of->where};
    struct smv_span head = smv_make_join(m, names, 2, ", ");
    enum smv_word_id text = of->who.len > 0 ? SMV_WORD_REM_TEXT : SMV_WORD_REM_TEXT_ORG;
    smv_make_heading(m, 1, nobody ? smv_make_word(m, SMV_WORD_NO_WHO) : head);
    put_to(m, of, &person);
    (void)smv_doc_fact(m->doc, smv_word(m->lang, SMV_WORD_REM_SUBJECT),
                       smv_make_say(m, SMV_WORD_REM_SUBJECT_IS, n, title, none));
    (void)smv_doc_add(m->doc, SMV_BLOCK_PARA, 0,
                      person.len > 0
                          ? smv_make_say(m, SMV_WORD_REM_HELLO, 0, first_name(person), none)
                          : smv_make_word(m, SMV_WORD_REM_HELLO_ALL));
    (void)smv_doc_add(m->doc, SMV_BLOCK_PARA, 0,
                      nobody ? smv_make_word(m, SMV_WORD_REM_TEXT_NOBODY)
                             : smv_make_say(m, text, n, title, none));
    for (size_t i = 0; i < n; i++) {
        put_action(m, &of[i]);
    }
    (void)smv_doc_str(m->doc, SMV_BLOCK_PARA, 0, smv_word(m->lang, SMV_WORD_REM_HOW));
    (void)smv_doc_str(m->doc, SMV_BLOCK_PARA, 0, smv_word(m->lang, SMV_WORD_REM_THANKS));
}

enum smv_err smv_make_reminders(struct smv_making *m)
{
    struct sorting s = {.m = m};
    m->doc->mark = none; /* a mail is no draft */
    (void)smv_doc_add(m->doc, SMV_BLOCK_TITLE, 0, m->doc->title);
    (void)smv_doc_str(m->doc, SMV_BLOCK_SUBTITLE, 0, smv_word(m->lang, SMV_WORD_REM_TITLE));
    (void)smv_doc_fact(m->doc, smv_word(m->lang, SMV_WORD_DATE), smv_make_date(m, m->today));
    collect(&s);
    smv_make_note_word(m, s.n > 0 ? SMV_WORD_REM_INTRO : SMV_WORD_REM_NONE);
    for (size_t at = 0, end = 0; at < s.n; at = end) {
        for (end = at + 1; end < s.n && together(&s.of[at], &s.of[end]); end++) {
        }
        (void)smv_doc_str(m->doc, SMV_BLOCK_BREAK, 0, "");
        put_part(m, &s.of[at], end - at);
    }
    smv_free(s.of);
    return SMV_OK;
}
