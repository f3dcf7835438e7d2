/* make_method.c - who took part and how the day was run, in numbers.
 *
 * What: organisations by sector; the programme; how many people and groups; the log of changes.
 * Not:  no participant's name, ever: people are counted.
 * Uses: make_int.h.    Thread: one owner. */
#include "common/base/heap.h"
#include "common/document/make_chapters.h"

enum { PART_LISTENER = 1, STATUS_HERE = 1, STATUS_LATE = 3 };
static const struct smv_span none = {NULL, 0};

/* --- organisations ------------------------------------------------------------------------------ */

/* By sector, those without one last; then by name, as the language sorts. */
static int by_sector_and_name(const struct smv_node *a, const struct smv_node *b, void *arg)
{
    const struct smv_making *m = arg;
    struct smv_span left = smv_make_trim(smv_node_str(a, SMV_ORGANISATION_SECTOR));
    struct smv_span right = smv_make_trim(smv_node_str(b, SMV_ORGANISATION_SECTOR));
    int order = left.len == 0 || right.len == 0 ? (left.len == 0) - (right.len == 0)
                                                : smv_name_cmp(m->dates, left, right);
    if (order == 0) {
        order = smv_name_cmp(m->dates, smv_make_trim(smv_node_str(a, SMV_ORGANISATION_NAME)),
                             smv_make_trim(smv_node_str(b, SMV_ORGANISATION_NAME)));
    }
    return order;
}

static struct smv_span upper_first(struct smv_making *m, struct smv_span text)
{
    smv_name_put_title(&m->scratch, text);
    struct smv_span kept = smv_doc_keep(m->doc, smv_buf_span(&m->scratch));
    smv_buf_clear(&m->scratch);
    return kept;
}

void smv_make_organisations(struct smv_making *m, unsigned level)
{
    struct smv_making_list all = {0};
    for (const struct smv_node *o = NULL;
         (o = smv_make_next(m->tree->root, o, SMV_KIND_ORGANISATION)) != NULL;) {
        if (!smv_make_blank(smv_node_str(o, SMV_ORGANISATION_NAME))) {
            smv_make_list_add(&all, o);
        }
    }
    smv_make_list_sort(&all, by_sector_and_name, m);
    bool sectors = all.n > 0 && !smv_make_blank(smv_node_str(all.of[0], SMV_ORGANISATION_SECTOR));
    struct smv_span now = none;
    if (all.n > 0) {
        smv_make_heading(m, level, smv_make_word(m, SMV_WORD_ORGANISATIONS));
    }
    for (size_t i = 0; i < all.n; i++) {
        struct smv_span sector = smv_make_str(m, all.of[i], SMV_ORGANISATION_SECTOR);
        if (sectors && (i == 0 || !smv_span_eq(sector, now))) {
            smv_make_bold(m, sector.len > 0 ? upper_first(m, sector)
                                            : smv_make_word(m, SMV_WORD_SECTOR_OTHER));
            now = sector;
        }
        smv_make_bullet(m, 1, smv_node_str(all.of[i], SMV_ORGANISATION_NAME),
                        smv_node_str(all.of[i], SMV_ORGANISATION_AREA), false);
    }
    smv_make_list_finish(&all);
}

/* --- the programme ------------------------------------------------------------------------------ */

/* 09:30–10:45: as it was if it ran on the seminar's day, else as planned. */
static void put_time(struct smv_making *m, struct smv_doc_cell *cell, const struct smv_node *s)
{
    int32_t offset = m->facts->utc_offset_min;
    uint64_t started = smv_node_num(s, SMV_SESSION_STARTED);
    uint64_t ended = smv_node_num(s, SMV_SESSION_ENDED);
    uint64_t day = smv_node_num(m->tree->root, SMV_SEMINAR_DATE);
    if (ended > started && started > 0 && smv_date_of(started, offset) == day &&
        smv_date_of(ended, offset) == day) {
        smv_clock_put(&m->scratch, smv_clock_of(started, offset));
        smv_buf_put_str(&m->scratch, "–");
        smv_clock_put(&m->scratch, smv_clock_of(ended, offset));
    } else if (smv_node_slot(s, SMV_SESSION_PLANNED) != NULL) {
        uint64_t planned = smv_node_num(s, SMV_SESSION_PLANNED);
        uint64_t end = planned / 100 * 60 + planned % 100 + smv_node_num(s, SMV_SESSION_MINUTES);
        smv_clock_put(&m->scratch, planned);
        smv_buf_put_str(&m->scratch, "–");
        smv_clock_put(&m->scratch, end / 60 % 24 * 100 + end % 60);
    }
    cell->text = smv_doc_keep(m->doc, smv_buf_span(&m->scratch));
    smv_buf_clear(&m->scratch);
}

static void put_programme(struct smv_making *m, unsigned level)
{
    static const enum smv_word_id forms[] = {SMV_WORD_FORM_0, SMV_WORD_FORM_1, SMV_WORD_FORM_2,
                                             SMV_WORD_FORM_3, SMV_WORD_FORM_4};
    const size_t n_forms = sizeof forms / sizeof forms[0];
    const struct smv_node *root = m->tree->root;
    if (smv_make_count(root, SMV_KIND_SESSION) == 0) {
        return;
    }
    smv_make_heading(m, level, smv_make_word(m, SMV_WORD_PROGRAMME));
    struct smv_doc_column columns[] = {smv_make_column(m, SMV_WORD_TIME, SMV_CELL_TEXT, 2),
                                       smv_make_column(m, SMV_WORD_PART_OF_DAY, SMV_CELL_TEXT, 7),
                                       smv_make_column(m, SMV_WORD_SESSION_FORM, SMV_CELL_TEXT, 3)};
    struct smv_doc_table *t =
        smv_make_table(m, smv_make_word(m, SMV_WORD_PROGRAMME), none, columns, 3);
    for (const struct smv_node *s = NULL; (s = smv_make_next(root, s, SMV_KIND_SESSION)) != NULL;) {
        uint64_t form = smv_node_num(s, SMV_SESSION_FORM);
        struct smv_doc_cell *cell = smv_doc_row(t);
        put_time(m, &cell[0], s);
        cell[1].text = smv_make_str(m, s, SMV_SESSION_TITLE);
        smv_make_cell_word(m, &cell[2], forms[form < n_forms ? form : 0]);
    }
}

/* --- participation ------------------------------------------------------------------------------ */

static void say(struct smv_making *m, enum smv_word_id word, uint64_t n)
{
    smv_make_bullet(m, 1, smv_make_say(m, word, n, none, none), none, false);
}

/* People are counted once however many groups they listened in. */
static uint64_t listeners(const struct smv_making *m)
{
    struct smv_map seen = {0};
    uint64_t n = 0;
    for (const struct smv_node *at = NULL; (at = smv_tree_walk(m->tree->root, at)) != NULL;) {
        if (at->kind == SMV_KIND_MEMBER && smv_node_num(at, SMV_MEMBER_PART) == PART_LISTENER &&
            !smv_node_gone(at)) {
            const struct smv_node *who = smv_make_ref(m, at, SMV_MEMBER_WHO);
            const struct smv_node *key = who != NULL ? who : at;
            n += smv_map_set(&seen, key->id, at->parent) == NULL ? 1 : 0;
        }
    }
    smv_map_finish(&seen);
    return n;
}

static void put_composition(struct smv_making *m, const struct smv_node *c)
{
    static const struct {
        const char *rule;
        enum smv_word_id word;
    } rules[] = {{"cross", SMV_WORD_RULE_CROSS},
                 {"area", SMV_WORD_RULE_AREA},
                 {"sector", SMV_WORD_RULE_SECTOR},
                 {"self", SMV_WORD_RULE_SELF}};
    uint64_t n = smv_make_count(c, SMV_KIND_GROUP);
    if (n == 0) {
        return;
    }
    struct smv_span name = smv_make_str(m, c, SMV_COMPOSITION_NAME), rule = none;
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        if (smv_span_is(smv_node_str(c, SMV_COMPOSITION_RULE), rules[i].rule)) {
            struct smv_span parts[] = {smv_span_str(","), smv_make_word(m, rules[i].word)};
            rule = smv_make_join(m, parts, 2, " ");
        }
    }
    if (name.len <= 3) {
        name = smv_make_trim(smv_make_say(m, SMV_WORD_COMPOSITION, 0, name, none));
    }
    smv_make_bullet(m, 1, smv_make_say(m, SMV_WORD_COMPOSITION_N, n, name, rule), none, false);
}

static void put_participation(struct smv_making *m, unsigned level)
{
    const struct smv_node *root = m->tree->root;
    uint64_t here = 0, invited = smv_make_count(root, SMV_KIND_PARTICIPANT);
    for (const struct smv_node *p = NULL;
         (p = smv_make_next(root, p, SMV_KIND_PARTICIPANT)) != NULL;) {
        uint64_t status = smv_node_num(p, SMV_PARTICIPANT_STATUS);
        here += status == STATUS_HERE || status == STATUS_LATE ? 1 : 0;
    }
    smv_make_heading(m, level, smv_make_word(m, SMV_WORD_PARTICIPATION));
    if (here > 0) {
        say(m, SMV_WORD_N_PEOPLE, here);
    } else if (invited > 0) {
        say(m, SMV_WORD_N_INVITED, invited);
    }
    uint64_t organisations = smv_make_count(root, SMV_KIND_ORGANISATION);
    if (organisations > 0) {
        say(m, SMV_WORD_N_ORGANISATIONS_SENTENCE, organisations);
    }
    uint64_t listening = listeners(m);
    if (listening > 0) {
        say(m, SMV_WORD_N_LISTENERS, listening);
    }
    for (const struct smv_node *c = NULL;
         (c = smv_make_next(root, c, SMV_KIND_COMPOSITION)) != NULL;) {
        put_composition(m, c);
    }
    smv_make_note_word(m, SMV_WORD_NO_NAMES);
}

void smv_make_method(struct smv_making *m, unsigned level)
{
    smv_make_heading(m, level, smv_make_word(m, SMV_WORD_METHOD));
    put_programme(m, level + 1);
    put_participation(m, level + 1);
}

/* --- changes ------------------------------------------------------------------------------------ */

static void put_lines(struct smv_making *m, struct smv_span lines)
{
    bool any = false;
    for (size_t from = 0, i = 0; i <= lines.len; i++) {
        if (i == lines.len || lines.data[i] == '\n') {
            struct smv_span line = smv_span(lines.data + from, i - from);
            if (lines.len > 0 && !smv_make_blank(line)) {
                smv_make_bullet(m, 1, line, none, false);
                any = true;
            }
            from = i + 1;
        }
    }
    if (!any) {
        smv_make_note_word(m, SMV_WORD_NO_CHANGES);
    }
}

static int newest_first(const struct smv_node *a, const struct smv_node *b, void *arg)
{
    (void)arg;
    uint64_t left = smv_node_num(a, SMV_VERSION_NUMBER),
             right = smv_node_num(b, SMV_VERSION_NUMBER);
    return (left < right) - (left > right);
}

static void put_version(struct smv_making *m, const struct smv_node *v, unsigned level)
{
    uint64_t when = smv_node_num(v, SMV_VERSION_WHEN), number = smv_node_num(v, SMV_VERSION_NUMBER);
    struct smv_span day =
        when == 0 ? none : smv_make_date(m, smv_date_of(when, m->facts->utc_offset_min));
    smv_make_heading(m, level,
                     day.len > 0 ? smv_make_say(m, SMV_WORD_VERSION_N_DATE, number, day, none)
                                 : smv_make_say(m, SMV_WORD_VERSION_N, number, none, none));
    struct smv_span who = smv_make_str(m, v, SMV_VERSION_WHO);
    who = who.len > 0 ? who : smv_make_word(m, SMV_WORD_THE_ORGANISER); /* nobody else may */
    smv_make_note(m, smv_make_say(m, SMV_WORD_DECLARED_BY, 0, who, none));
    smv_make_paras(m, smv_node_str(v, SMV_VERSION_NOTE));
    struct smv_span log = smv_node_str(v, SMV_VERSION_LOG);
    if (number <= 1 && smv_make_blank(log)) {
        smv_make_note_word(m, SMV_WORD_FIRST_VERSION);
    } else {
        put_lines(m, log);
    }
}

void smv_make_changes(struct smv_making *m, unsigned level)
{
    struct smv_making_list versions = {0};
    for (const struct smv_node *v = NULL;
         (v = smv_make_next(m->tree->root, v, SMV_KIND_VERSION)) != NULL;) {
        smv_make_list_add(&versions, v);
    }
    smv_make_list_sort(&versions, newest_first, NULL);
    if (versions.n > 0) { /* before the first one there is no chapter */
        smv_make_heading(m, level, smv_make_word(m, SMV_WORD_CHANGE_LOG));
    }
    if (m->version.number > 0 && m->version.draft) {
        struct smv_buf lines = {0};
        smv_document_changes(&lines, m->tree, m->facts, m->lang);
        smv_make_heading(m, level + 1,
                         smv_make_say(m, SMV_WORD_SINCE_VERSION, m->version.number, none, none));
        put_lines(m, smv_buf_span(&lines));
        smv_buf_finish(&lines);
    }
    for (size_t i = 0; i < versions.n; i++) {
        put_version(m, versions.of[i], level + 1);
    }
    smv_make_list_finish(&versions);
}
