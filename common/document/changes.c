/* changes.c - the version that a tree is, and the change log since; see make.h.
 *
 * What: changes are gathered by what a reader would look up: an action, a question, a sheet; a line each, however many
 *       keystrokes there were, in the order in which they were last touched.
 * Not:  what counts as printed and changed is common/model/printed.h's.
 * Uses: make_int.h (what sheets and groups are called), printed.h.    Thread: any; no state.
 * Invariants: what is appended is at most VERSION.LOG long; a line ends with who it was, in brackets, or with nobody. */
#include <string.h>
#include "common/base/heap.h"
#include "common/base/utf8.h"
#include "common/document/make_int.h"
#include "common/model/printed.h"

enum { NAMES = 3, QUOTED = 60, ROOM_FOR_MORE = 80, ROLES = 3 };
enum { ASKED = 1, DISCUSSED = 2, WORD = 4, HEADINGS = 8, MISC = 16 }; /* flags of a gathering */

/* Kinds that are counted in a line, with their words. */
static const struct {
    uint8_t kind;
    enum smv_word_id word;
} counted[] = {
    {SMV_KIND_QUESTION, SMV_WORD_N_QUESTION},
    {SMV_KIND_POINT, SMV_WORD_N_POINT},
    {SMV_KIND_CARD, SMV_WORD_PIC_N_CARDS},
    {SMV_KIND_FLOW, SMV_WORD_PIC_N_ARROWS},
    {SMV_KIND_OBSTACLE, SMV_WORD_PIC_N_OBSTACLES},
    {SMV_KIND_CHALLENGE, SMV_WORD_PIC_N_CHALLENGES},
    {SMV_KIND_ROW, SMV_WORD_N_ROW},
    {SMV_KIND_REVISION, SMV_WORD_N_ROW},
    {SMV_KIND_PARKED, SMV_WORD_N_PARKED},
    {SMV_KIND_CLUSTER, SMV_WORD_N_CLUSTER},
    {SMV_KIND_GATHERED, SMV_WORD_N_GATHERED},
    {SMV_KIND_CONTACT, SMV_WORD_N_CONTACT},
    {SMV_KIND_MEETING, SMV_WORD_N_MEETING},
    {SMV_KIND_CONSENT, SMV_WORD_N_CONSENT},
    {SMV_KIND_CHECK, SMV_WORD_N_CHECK},
    {SMV_KIND_POLL, SMV_WORD_N_POLL},
    {SMV_KIND_CHOICE, SMV_WORD_N_CHOICE},
    {SMV_KIND_ANSWER, SMV_WORD_N_ANSWER},
    {SMV_KIND_ORGANISATION, SMV_WORD_N_ORGANISATIONS},
};
enum { COUNTED = sizeof counted / sizeof counted[0] };

struct gathering {
    const struct smv_node
        *about; /* an action, a question, a sheet; else one that stands for all of its kind */
    enum smv_printed_change change; /* of about itself */
    unsigned flags;
    unsigned n[COUNTED][ROLES]; /* added, changed, removed */
    smv_seq seq;                /* the last change */
    uint32_t ords[NAMES];
    unsigned n_ords; /* NAMES + 1: more than are named */
};
struct log {
    struct smv_making *m;
    smv_seq since;
    struct gathering *all;
    size_t n, cap;
    struct smv_map places; /* id of about -> its place in all, from 1 */
};

/* --- the version --------------------------------------------------------------------------------------- */

void smv_document_version(const struct smv_tree *t, struct smv_doc_version *ret)
{
    const struct smv_node *v = smv_last_version(t);
    *ret = (struct smv_doc_version){.draft = true};
    if (v != NULL) {
        ret->number = (unsigned)smv_node_num(v, SMV_VERSION_NUMBER);
        ret->when = smv_node_num(v, SMV_VERSION_WHEN);
        ret->since = v->seq;
        ret->draft = ret->number == 0 || smv_changes_since_version(t) > 0;
    }
}

/* --- gathering ----------------------------------------------------------------------------------------- */

/* The one node of these kinds that all of them are gathered under: there is always a first. */
static const struct smv_node *first_of(const struct log *l, const struct smv_node *n)
{
    bool people = n->kind != SMV_KIND_ORGANISATION && n->kind != SMV_KIND_SESSION;
    for (size_t i = 0; i < l->n; i++) {
        unsigned kind = l->all[i].about->kind;
        bool one_of_people = kind == SMV_KIND_PARTICIPANT || kind == SMV_KIND_MEMBER ||
                             kind == SMV_KIND_GROUP || kind == SMV_KIND_COMPOSITION ||
                             kind == SMV_KIND_ROOM;
        if (people ? one_of_people : kind == n->kind) {
            return l->all[i].about;
        }
    }
    return n;
}

/* Where a reader looks for n. */
static const struct smv_node *about_of(const struct log *l, const struct smv_node *n)
{
    const struct smv_node *sheet = smv_node_sheet(n);
    if (n->kind == SMV_KIND_ACTION || n->kind == SMV_KIND_SEMINAR) {
        return n;
    }
    if (sheet == NULL) {
        return first_of(l, n);
    }
    for (const struct smv_node *p = n; p != sheet; p = p->parent) {
        if (p->kind == SMV_KIND_QUESTION && !(p == n && p->deleted)) {
            return p;
        }
    }
    return sheet;
}

static struct gathering *gathering_of(struct log *l, const struct smv_node *about)
{
    size_t place = (size_t)(uintptr_t)smv_map_get(&l->places, about->id);
    if (place == 0) {
        l->all = smv_grow(l->all, &l->cap, l->n + 1, sizeof *l->all);
        l->all[l->n++] = (struct gathering){.about = about};
        (void)smv_map_set(&l->places, about->id, (void *)(uintptr_t)l->n);
        place = l->n;
    }
    return &l->all[place - 1];
}

static void note_author(struct gathering *g, uint32_t ord)
{
    unsigned i = 0;
    while (i < NAMES && i < g->n_ords && g->ords[i] != ord) {
        i++;
    }
    if (ord == 0 || (i < g->n_ords && i < NAMES)) {
        return;
    }
    if (i < NAMES) {
        g->ords[i] = ord;
    }
    g->n_ords = i < NAMES ? i + 1 : NAMES + 1;
}

static void note_authors(struct gathering *g, const struct smv_node *n, smv_seq since)
{
    if (n->seq > since) {
        note_author(g, n->ord);
    }
    for (uint16_t i = 0; i < n->n_slots; i++) {
        if (smv_printed_slot(n, &n->slots[i], since)) {
            note_author(g, n->slots[i].ord);
        }
    }
}

static unsigned flags_of(const struct log *l, const struct smv_node *n)
{
    unsigned flags = 0;
    for (uint16_t i = 0; n->kind == SMV_KIND_QUESTION && i < n->n_slots; i++) {
        unsigned field = n->slots[i].field;
        if (smv_printed_slot(n, &n->slots[i], l->since)) {
            flags |= field == SMV_QUESTION_TEXT         ? ASKED
                     : field == SMV_QUESTION_DISCUSSION ? DISCUSSED
                                                        : WORD;
        }
    }
    return n->kind == SMV_KIND_QUESTION ? flags
           : n->kind == SMV_KIND_SHEET || n->kind == SMV_KIND_PHASE || n->kind == SMV_KIND_LANE ||
                   n->kind == SMV_KIND_COLUMN
               ? (unsigned)HEADINGS
               : (unsigned)MISC;
}

static void gather(struct log *l, const struct smv_node *n)
{
    smv_seq seq = 0;
    uint32_t ord = 0;
    enum smv_printed_change change = smv_printed_change(l->m->tree, n, l->since, &seq, &ord);
    if (change == SMV_PRINTED_SAME) {
        return;
    }
    struct gathering *g = gathering_of(l, about_of(l, n));
    size_t k = 0;
    while (k < COUNTED && counted[k].kind != n->kind) {
        k++;
    }
    if (g->about == n) {
        g->change = change;
    }
    if (k < COUNTED && g->about != n) {
        g->n[k][change == SMV_PRINTED_ADDED ? 0 : change == SMV_PRINTED_CHANGED ? 1 : 2]++;
    } else if (n->kind == SMV_KIND_ORGANISATION) {
        g->n[k][change == SMV_PRINTED_ADDED ? 0 : change == SMV_PRINTED_CHANGED ? 1 : 2]++;
    } else {
        g->flags |= flags_of(l, n);
    }
    g->seq = seq > g->seq ? seq : g->seq;
    if (change != SMV_PRINTED_REMOVED) {
        note_authors(g, n, l->since);
    }
}

/* --- where --------------------------------------------------------------------------------------------- */

static struct smv_span shorten(struct smv_making *m, struct smv_span text)
{
    text = smv_make_line(m, text);
    size_t most = smv_utf8_offset(text, QUOTED);
    if (most == text.len) {
        return text;
    }
    smv_buf_put(&m->scratch, text.data, most);
    smv_buf_put_str(&m->scratch, "\xE2\x80\xA6");
    struct smv_span kept = smv_doc_keep(m->doc, smv_buf_span(&m->scratch));
    smv_buf_clear(&m->scratch);
    return kept;
}

/* 2, or 2.1 for a question in a question. */
static struct smv_span question_number(struct smv_making *m, const struct smv_node *question)
{
    const struct smv_node *up = question->parent, *q = NULL;
    uint64_t n = 1, above = 0;
    while ((q = smv_make_next(up, q, SMV_KIND_QUESTION)) != NULL && q != question) {
        n++;
    }
    for (q = NULL; up->kind == SMV_KIND_QUESTION && up->parent != NULL &&
                   (q = smv_make_next(up->parent, q, SMV_KIND_QUESTION)) != NULL;) {
        above++;
        if (q == up) {
            break;
        }
    }
    if (above > 0) {
        smv_buf_put_u64(&m->scratch, above);
        smv_buf_put_byte(&m->scratch, '.');
    }
    smv_buf_put_u64(&m->scratch, n);
    struct smv_span kept = smv_doc_keep(m->doc, smv_buf_span(&m->scratch));
    smv_buf_clear(&m->scratch);
    return kept;
}

/* Has the same group another sheet with questions? Then a question's number alone does not tell which. */
static bool has_more_questions(struct smv_making *m, const struct smv_node *sheet)
{
    const struct smv_node *group = smv_make_group(m, sheet);
    for (const struct smv_node *s = NULL; (s = smv_make_next_sheet(m, s)) != NULL;) {
        if (s != sheet && smv_make_next(s, NULL, SMV_KIND_QUESTION) != NULL &&
            smv_make_group(m, s) == group) {
            return true;
        }
    }
    return false;
}

static struct smv_span where(struct smv_making *m, const struct gathering *g)
{
    const struct smv_node *n = g->about, *sheet = smv_node_sheet(n);
    const struct smv_span none = {NULL, 0};
    if (n->kind == SMV_KIND_ACTION) {
        uint64_t number = smv_node_num(n, SMV_ACTION_NUMBER);
        return number > 0 ? smv_make_say(m, SMV_WORD_CH_ACTION, number, none, none)
                          : smv_make_say(m, SMV_WORD_CH_PROPOSAL, 0,
                                         shorten(m, smv_node_str(n, SMV_ACTION_WHAT)), none);
    }
    if (sheet == NULL) {
        return smv_make_word(m, n->kind == SMV_KIND_SEMINAR        ? SMV_WORD_CH_SEMINAR
                                : n->kind == SMV_KIND_ORGANISATION ? SMV_WORD_CH_ORGANISATIONS
                                : n->kind == SMV_KIND_SESSION      ? SMV_WORD_CH_PROGRAMME
                                                                   : SMV_WORD_CH_PEOPLE);
    }
    struct smv_span parts[3] = {smv_make_who(m, sheet, /* whole */ true), none, none};
    if (n->kind != SMV_KIND_QUESTION || parts[0].len == 0 || has_more_questions(m, sheet)) {
        parts[1] = shorten(m, smv_node_str(sheet, SMV_SHEET_TITLE));
    }
    if (n->kind == SMV_KIND_QUESTION) {
        parts[2] = smv_make_say(m, SMV_WORD_CH_QUESTION, 0, question_number(m, n), none);
    }
    return smv_make_join(m, parts, 3, ", ");
}

/* --- what ---------------------------------------------------------------------------------------------- */

static void put_part(struct smv_buf *line, bool *any, struct smv_span part)
{
    if (part.len > 0) {
        smv_buf_put_str(line, *any ? ", " : ": ");
        smv_buf_put_span(line, part);
        *any = true;
    }
}

/* The status as it stands in a sentence: in small letters. */
static struct smv_span status_word(struct smv_making *m, const struct smv_node *action)
{
    static const enum smv_word_id words[] = {SMV_WORD_STATUS_0, SMV_WORD_STATUS_1,
                                             SMV_WORD_STATUS_2, SMV_WORD_STATUS_3,
                                             SMV_WORD_STATUS_4};
    uint64_t status = smv_node_num(action, SMV_ACTION_STATUS);
    struct smv_span word = smv_make_word(m, words[status <= 4 ? status : 0]);
    smv_buf_put_byte(&m->scratch, (uint8_t)(word.data[0] | 0x20));
    smv_buf_put(&m->scratch, word.data + 1, word.len - 1);
    word = smv_doc_keep(m->doc, smv_buf_span(&m->scratch));
    smv_buf_clear(&m->scratch);
    return word;
}

static struct smv_span to(struct smv_making *m, struct smv_span value, enum smv_word_id word,
                          enum smv_word_id none)
{
    const struct smv_span empty = {NULL, 0};
    return value.len > 0 ? smv_make_say(m, word, 0, value, empty) : smv_make_word(m, none);
}

static void put_action(struct smv_buf *line, struct log *l, const struct gathering *g)
{
    struct smv_making *m = l->m;
    const struct smv_node *n = g->about;
    const struct smv_span none = {NULL, 0};
    bool any = false;
    uint64_t written = 0;
    for (uint16_t i = 0; i < n->n_slots; i++) {
        if (smv_printed_slot(n, &n->slots[i], l->since)) {
            written |= UINT64_C(1) << n->slots[i].field;
        }
    }
#define WRITTEN(field) ((written & UINT64_C(1) << SMV_ACTION_##field) != 0)
    if (g->change == SMV_PRINTED_REMOVED) {
        put_part(line, &any, smv_make_word(m, SMV_WORD_CH_GONE));
        return;
    }
    if (g->change == SMV_PRINTED_ADDED) {
        bool named = smv_node_num(n, SMV_ACTION_NUMBER) > 0 &&
                     !smv_make_blank(smv_node_str(n, SMV_ACTION_WHAT));
        put_part(line, &any,
                 named ? smv_make_say(m, SMV_WORD_CH_NEW_WHAT, 0,
                                      shorten(m, smv_node_str(n, SMV_ACTION_WHAT)), none)
                       : smv_make_word(m, SMV_WORD_CH_NEW));
        return;
    }
    if (WRITTEN(STATUS)) {
        put_part(line, &any, smv_make_say(m, SMV_WORD_CH_STATUS, 0, status_word(m, n), none));
    }
    if (WRITTEN(BY)) {
        put_part(line, &any,
                 to(m, smv_make_date(m, smv_node_num(n, SMV_ACTION_BY)), SMV_WORD_CH_BY,
                    SMV_WORD_CH_BY_NONE));
    }
    if (WRITTEN(WHO) || WRITTEN(WHERE)) {
        struct smv_span who[] = {shorten(m, smv_node_str(n, SMV_ACTION_WHO)),
                                 shorten(m, smv_node_str(n, SMV_ACTION_WHERE))};
        put_part(line, &any,
                 to(m, smv_make_join(m, who, 2, ", "), SMV_WORD_CH_WHO, SMV_WORD_CH_WHO_NONE));
    }
    put_part(line, &any, WRITTEN(WHAT) ? smv_make_word(m, SMV_WORD_CH_WHAT) : none);
    put_part(line, &any, WRITTEN(FIRST) ? smv_make_word(m, SMV_WORD_CH_FIRST) : none);
    put_part(line, &any, WRITTEN(NOTE) ? smv_make_word(m, SMV_WORD_CH_NOTE) : none);
    put_part(line, &any,
             WRITTEN(STAR) || WRITTEN(PRIORITY) ? smv_make_word(m, SMV_WORD_CH_RANK) : none);
    put_part(line, &any, any ? none : smv_make_word(m, SMV_WORD_CH_CHANGED_ALONE));
#undef WRITTEN
}

static void put_counts(struct smv_buf *line, struct smv_making *m, const struct gathering *g,
                       bool *any)
{
    static const enum smv_word_id words[] = {SMV_WORD_CH_ADDED, SMV_WORD_CH_CHANGED,
                                             SMV_WORD_CH_REMOVED};
    const struct smv_span none = {NULL, 0};
    for (size_t role = 0; role < ROLES; role++) {
        struct smv_span parts[COUNTED];
        size_t n = 0;
        for (size_t k = 0; k < COUNTED; k++) {
            if (g->n[k][role] > 0) {
                parts[n++] = smv_make_say(m, counted[k].word, g->n[k][role], none, none);
            }
        }
        if (n > 0) {
            put_part(line, any,
                     smv_make_say(m, words[role], 0, smv_make_join(m, parts, n, ", "), none));
        }
    }
}

static void put_flags(struct smv_buf *line, struct smv_making *m, const struct gathering *g,
                      bool *any)
{
    static const struct {
        unsigned flag;
        enum smv_word_id word;
    } flags[] = {{ASKED, SMV_WORD_CH_ASKED},
                 {DISCUSSED, SMV_WORD_CH_DISCUSSION},
                 {WORD, SMV_WORD_CH_WORD},
                 {HEADINGS, SMV_WORD_CH_HEADINGS}};
    bool removed = g->change == SMV_PRINTED_REMOVED;
    if (removed || (g->change == SMV_PRINTED_ADDED && g->about->kind == SMV_KIND_QUESTION)) {
        put_part(line, any, smv_make_word(m, removed ? SMV_WORD_CH_GONE : SMV_WORD_CH_NEW));
    }
    for (size_t i = 0; !removed && i < sizeof flags / sizeof flags[0]; i++) {
        if ((g->flags & flags[i].flag) != 0) {
            put_part(line, any, smv_make_word(m, flags[i].word));
        }
    }
}

static void put_names(struct smv_buf *line, struct smv_making *m, const struct gathering *g)
{
    bool any = false;
    for (unsigned i = 0; i < g->n_ords && i < NAMES; i++) {
        for (size_t k = 0; k < m->facts->n_authors; k++) {
            struct smv_span name = m->facts->authors[k].ord == g->ords[i]
                                       ? smv_make_line(m, m->facts->authors[k].name)
                                       : smv_span(NULL, 0);
            if (name.len > 0) {
                smv_buf_put_str(line, any ? ", " : " (");
                smv_buf_put_span(line, name);
                any = true;
            }
        }
    }
    if (any && g->n_ords > NAMES) {
        smv_buf_put_byte(line, ' ');
        smv_buf_put_str(line, smv_word(m->lang, SMV_WORD_CH_AND_OTHERS));
    }
    smv_buf_put_str(line, any ? ")" : "");
}

static void put_line(struct smv_buf *line, struct log *l, const struct gathering *g)
{
    bool any = false;
    smv_buf_put_span(line, where(l->m, g));
    if (g->about->kind == SMV_KIND_ACTION) {
        put_action(line, l, g);
    } else {
        put_flags(line, l->m, g, &any);
        put_counts(line, l->m, g, &any);
        if (!any) {
            put_part(line, &any, smv_make_word(l->m, SMV_WORD_CH_CHANGED_ALONE));
        }
    }
    put_names(line, l->m, g);
}

/* --- the log --------------------------------------------------------------------------------------------- */

/* Stable, by the last change: ties stay in reading order. */
static void sort(struct log *l)
{
    struct gathering *to = smv_alloc((l->n + 1) * sizeof *to);
    for (size_t width = 1; width < l->n; width *= 2) {
        for (size_t at = 0; at < l->n; at += 2 * width) {
            size_t left = at, mid = at + width < l->n ? at + width : l->n;
            size_t right = mid, end = mid + width < l->n ? mid + width : l->n;
            for (size_t i = at; i < end; i++) {
                bool take = left < mid && (right == end || l->all[left].seq <= l->all[right].seq);
                to[i] = take ? l->all[left++] : l->all[right++];
            }
        }
        memcpy(l->all, to, l->n * sizeof *to);
    }
    smv_free(to);
}

static void put_log(struct smv_buf *b, struct log *l, uint64_t earlier)
{
    const struct smv_span none = {NULL, 0};
    size_t most = (size_t)smv_field_info(SMV_KIND_VERSION, SMV_VERSION_LOG)->bound, used = 0;
    struct smv_buf line = {0};
    for (size_t i = 0; i < l->n + (earlier > 0); i++) {
        smv_buf_clear(&line);
        smv_buf_put_str(&line, i > 0 ? "\n" : "");
        if (i == 0 && earlier > 0) {
            smv_word_put(&line, l->m->lang, SMV_WORD_CH_EARLIER, earlier, none, none);
        } else {
            put_line(&line, l, &l->all[i - (earlier > 0)]);
        }
        used += smv_utf8_count(smv_buf_span(&line));
        if (used + ROOM_FOR_MORE > most) {
            smv_buf_put_str(b, "\n");
            smv_word_put(b, l->m->lang, SMV_WORD_CH_MORE, l->n + (earlier > 0) - i, none, none);
            break;
        }
        smv_buf_put_span(b, smv_buf_span(&line));
    }
    smv_buf_finish(&line);
}

void smv_document_changes(struct smv_buf *b, const struct smv_tree *t,
                          const struct smv_doc_facts *facts, const char *lang)
{
    const struct smv_node *version = smv_last_version(t);
    const struct smv_doc_wish wish = {.of = SMV_DOC_DOCUMENTATION};
    struct smv_doc doc; /* holds the texts on the way */
    const char *known = smv_word_lang(smv_span_str(lang));
    struct smv_making m = {.tree = t, .facts = facts, .wish = &wish, .lang = known ? known : "sv"};
    struct log l = {.m = &m};
    if (version == NULL) {
        return;
    }
    smv_doc_init(&doc, m.lang);
    m.doc = &doc;
    m.dates = smv_dates_create(m.lang);
    l.since = version->seq;
    for (const struct smv_node *n = t->root; n != NULL; n = smv_tree_walk(t->root, n)) {
        gather(&l, n);
    }
    sort(&l);
    put_log(b, &l, smv_node_num(version, SMV_VERSION_SINCE));
    smv_map_finish(&l.places);
    smv_free(l.all);
    smv_buf_finish(&m.scratch);
    smv_dates_destroy(m.dates);
    smv_doc_finish(&doc);
}
