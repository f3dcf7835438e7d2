/* make_compendium.c - one group's or one participant's own day, to take home.
 *
 * What: the programme with where one sat, and session by session the guidance, what the own group wrote and what was
 *       shared with everybody; last a page for own notes.
 * Not:  nobody else's name, and no other group's sheet, whatever the tree holds.
 * Uses: make_int.h, common/model/rights.h.    Thread: one owner.
 * Invariants: it is made from a copy of the tree that holds only what a phone that follows these groups may read: what a
 *       participant must not see is not there to be quoted. */
#include "common/base/heap.h"
#include "common/document/make_int.h"
#include "common/document/make_own.h"
#include "common/model/rights.h"

enum {
    GROUPS = 32,
    NOTE_LINES = 22
}; /* a person sits in as many groups as there are compositions */
enum { READS_AGENDA = 1, FORM_BREAK = 2 };
static const struct smv_span none = {NULL, 0};

struct own {
    struct smv_making *m;
    const struct smv_tree *whole;
    smv_id groups[GROUPS];
    size_t n;
};

/* --- whose -------------------------------------------------------------------------------------------- */

static const struct smv_node *alive(const struct smv_tree *t, smv_id id, unsigned kind)
{
    const struct smv_node *n = id == 0 ? NULL : smv_tree_find(t, id);
    return n != NULL && n->kind == kind && !smv_node_gone(n) ? n : NULL;
}

static void find_groups(struct own *o, smv_id participant)
{
    for (const struct smv_node *n = o->whole->root; n != NULL;
         n = smv_tree_walk(o->whole->root, n)) {
        if (n->kind == SMV_KIND_MEMBER && smv_node_num(n, SMV_MEMBER_WHO) == participant &&
            !smv_node_gone(n) && n->parent->kind == SMV_KIND_GROUP && o->n < GROUPS) {
            o->groups[o->n++] = n->parent->id;
        }
    }
}

/* The own group in the session's composition, else NULL. */
static const struct smv_node *group_in(const struct own *o, const struct smv_node *session)
{
    smv_id composition = smv_node_num(session, SMV_SESSION_COMPOSITION);
    for (size_t i = 0; i < o->n; i++) {
        const struct smv_node *g = smv_tree_find(o->m->tree, o->groups[i]);
        if (g != NULL && composition != 0 && g->parent->id == composition) {
            return g;
        }
    }
    return NULL;
}

/* --- what may be read ----------------------------------------------------------------------------------- */

/* The own groups, where they sit, and patterns, which say how their sheets are printed and hold nobody's words. */
static bool is_frame(const struct own *o, const struct smv_node *n)
{
    const struct smv_node *sheet = smv_node_sheet(n);
    if (sheet != NULL) {
        return smv_node_num(sheet, SMV_SHEET_EACH) != 0;
    }
    for (size_t i = 0; i < o->n; i++) {
        const struct smv_node *g = smv_tree_find(o->whole, o->groups[i]);
        if (n == g || n == g->parent || n->id == smv_node_num(g, SMV_GROUP_ROOM)) {
            return true;
        }
    }
    return false;
}

static bool may_read(const struct own *o, const struct smv_node *n)
{
    const struct smv_node *governor = smv_node_governor(n);
    bool seen = n == o->whole->root || is_frame(o, n);
    for (size_t i = 0; i < o->n && !seen; i++) {
        seen = smv_visible(o->whole, (struct smv_view_id){SMV_VIEW_PHONE, o->groups[i]}, governor);
    }
    return seen ||
           (o->n == 0 && smv_visible(o->whole, (struct smv_view_id){SMV_VIEW_PHONE, 0}, governor));
}

static void copy_readable(const struct own *o, struct smv_tree *ret)
{
    struct smv_buf b = {0};
    smv_tree_init(ret, /* history */ false);
    for (const struct smv_node *n = o->whole->root; n != NULL;
         n = smv_tree_walk(o->whole->root, n)) {
        bool parent = n->parent == NULL || smv_tree_find(ret, n->parent->id) != NULL;
        struct smv_reader r;
        smv_id id;
        if (!parent || n->deleted || !may_read(o, n)) {
            continue;
        }
        smv_buf_clear(&b);
        smv_node_write(&b, n, /* with_history */ false);
        smv_reader_init(&r, smv_buf_span(&b));
        /* What came from a tree fits a tree; if not, it is left out, and so is what is below. */
        enum smv_err err = smv_node_read(&r, ret, NULL, &id);
        (void)err;
    }
    smv_buf_finish(&b);
}

static bool is_own(const struct own *o, const struct smv_node *sheet)
{
    for (size_t i = 0; i < o->n; i++) {
        if (smv_is_groups_sheet(o->m->tree, sheet, o->groups[i])) {
            return true;
        }
    }
    return false;
}

/* Nobody's in particular: compiled, gathered, asked of everybody. */
static bool is_shared(const struct smv_node *sheet)
{
    return smv_node_num(sheet, SMV_SHEET_ROOM) == 0 && smv_node_num(sheet, SMV_SHEET_GROUP) == 0;
}

/* --- pages ---------------------------------------------------------------------------------------------- */

static struct smv_span room_of(struct smv_making *m, const struct smv_node *group)
{
    const struct smv_node *room = smv_make_ref(m, group, SMV_GROUP_ROOM);
    return room != NULL && room->kind == SMV_KIND_ROOM ? smv_make_str(m, room, SMV_ROOM_NAME)
                                                       : none;
}

static struct smv_span group_and_room(struct smv_making *m, const struct smv_node *group)
{
    struct smv_span parts[] = {smv_make_str(m, group, SMV_GROUP_NAME), room_of(m, group)};
    return smv_make_join(m, parts, 2, ", ");
}

static void put_cover(const struct own *o, const struct smv_node *person)
{
    struct smv_making *m = o->m;
    struct smv_span name =
        person == NULL ? none : smv_make_line(m, smv_node_str(person, SMV_PARTICIPANT_NAME));
    struct smv_span places[GROUPS];
    size_t n = 0;
    for (size_t i = 0; i < o->n; i++) {
        const struct smv_node *g = smv_tree_find(m->tree, o->groups[i]);
        places[n] = g == NULL ? none : group_and_room(m, g);
        n += places[n].len > 0;
    }
    if (person == NULL && o->n == 1) {
        const struct smv_node *g = smv_tree_find(m->tree, o->groups[0]);
        name = g == NULL ? none : smv_make_str(m, g, SMV_GROUP_NAME);
        name = name.len > 0 ? smv_make_say(m, SMV_WORD_GROUP_NAMED, 0, name, none) : name;
    }
    smv_make_cover(m, name.len > 0 ? smv_make_say(m, SMV_WORD_OWN_OF, 0, name, none)
                                   : smv_make_word(m, SMV_WORD_OWN_COMPENDIUM));
    if (n > 0) {
        (void)smv_doc_fact(m->doc, smv_word(m->lang, n > 1 ? SMV_WORD_OWN_GROUPS : SMV_WORD_GROUP),
                           smv_make_join(m, places, n, "; "));
    }
    smv_make_guidance(m, smv_node_str(m->tree->root, SMV_SEMINAR_MESSAGE));
}

static void put_programme(const struct own *o)
{
    struct smv_making *m = o->m;
    struct smv_doc_column columns[] = {
        smv_make_column(m, SMV_WORD_TIME, SMV_CELL_TEXT, 2),
        smv_make_column(m, SMV_WORD_PART_OF_DAY, SMV_CELL_TEXT, 8),
        smv_make_column(m, SMV_WORD_GROUP, SMV_CELL_TEXT, 4),
    };
    const struct smv_node *s = smv_make_next(m->tree->root, NULL, SMV_KIND_SESSION);
    if (s == NULL || (smv_node_num(m->tree->root, SMV_SEMINAR_READS) & READS_AGENDA) == 0) {
        return;
    }
    smv_make_heading(m, 1, smv_make_word(m, SMV_WORD_PROGRAMME));
    struct smv_doc_table *t =
        smv_make_table(m, smv_make_word(m, SMV_WORD_PROGRAMME), none, columns, o->n > 0 ? 3 : 2);
    for (; s != NULL; s = smv_make_next(m->tree->root, s, SMV_KIND_SESSION)) {
        struct smv_doc_cell *cell = smv_doc_row(t);
        const struct smv_node *group = group_in(o, s);
        if (smv_node_slot(s, SMV_SESSION_PLANNED) != NULL) {
            smv_clock_put(&m->scratch, smv_node_num(s, SMV_SESSION_PLANNED));
            cell[0].text = smv_doc_keep(m->doc, smv_buf_span(&m->scratch));
            smv_buf_clear(&m->scratch);
        }
        cell[1].text = smv_make_said(m, s);
        if (o->n > 0 && group != NULL) {
            cell[2].text = group_and_room(m, group);
        }
    }
}

/* A poll that was not revealed says nothing that its participants may keep. */
static bool has_something(const struct smv_making *m, const struct smv_node *sheet)
{
    if (smv_node_num(sheet, SMV_SHEET_FORM) != SMV_FORM_POLL) {
        return smv_make_written(m, sheet) || is_shared(sheet) == false;
    }
    for (const struct smv_node *p = NULL; (p = smv_make_next(sheet, p, SMV_KIND_POLL)) != NULL;) {
        if (smv_node_num(p, SMV_POLL_REVEALED) != 0) {
            return true;
        }
    }
    return false;
}

static bool is_put(const struct own *o, const struct smv_node *sheet)
{
    return !smv_make_is_pattern(sheet) && smv_make_print(o->m, sheet) != SMV_PRINT_NEVER &&
           (is_own(o, sheet) || is_shared(sheet)) && has_something(o->m, sheet);
}

static void put_sheet(const struct own *o, const struct smv_node *sheet, unsigned level)
{
    struct smv_making *m = o->m;
    struct smv_span title = smv_make_said(m, sheet);
    smv_make_heading(m, level, title.len > 0 ? title : smv_make_word(m, SMV_WORD_OWN_FOR_ALL));
    smv_make_sheet_notice(m, sheet);
    smv_make_guidance(m, smv_node_str(sheet, SMV_SHEET_GUIDE_ALL));
    smv_make_sheet(m, sheet, level + 1);
}

static void put_session(const struct own *o, const struct smv_node *session)
{
    struct smv_making *m = o->m;
    const struct smv_node *group = group_in(o, session), *sheet = NULL;
    bool sheets = false;
    while ((sheet = smv_make_next(session, sheet, SMV_KIND_SHEET)) != NULL && !sheets) {
        sheets = is_put(o, sheet);
    }
    bool told = !smv_make_blank(smv_node_str(session, SMV_SESSION_ABOUT)) ||
                !smv_make_blank(smv_node_str(session, SMV_SESSION_GUIDE_ALL));
    if (smv_node_num(session, SMV_SESSION_FORM) == FORM_BREAK || (!sheets && !told)) {
        return;
    }
    smv_make_heading(m, 1, smv_make_said(m, session));
    if (group != NULL) {
        smv_make_note(m, group_and_room(m, group));
    }
    smv_make_guidance(m, smv_node_str(session, SMV_SESSION_ABOUT));
    smv_make_guidance(m, smv_node_str(session, SMV_SESSION_GUIDE_ALL));
    for (int shared = 0; shared < 2; shared++) { /* the own ones first */
        for (sheet = NULL; (sheet = smv_make_next(session, sheet, SMV_KIND_SHEET)) != NULL;) {
            if (is_put(o, sheet) && is_own(o, sheet) == (shared == 0)) {
                put_sheet(o, sheet, 2);
            }
        }
    }
}

static void put_all(const struct own *o, const struct smv_node *person)
{
    struct smv_making *m = o->m;
    const struct smv_node *root = m->tree->root, *n = NULL;
    put_cover(o, person);
    (void)smv_doc_str(m->doc, SMV_BLOCK_BREAK, 0, "");
    put_programme(o);
    while ((n = smv_make_next(root, n, SMV_KIND_SESSION)) != NULL) {
        put_session(o, n);
    }
    while ((n = smv_make_next(root, n, SMV_KIND_SHEET)) != NULL) {
        if (is_put(o, n)) {
            put_sheet(o, n, 1);
        }
    }
    (void)smv_doc_str(m->doc, SMV_BLOCK_BREAK, 0, "");
    smv_make_heading(m, 1, smv_make_word(m, SMV_WORD_OWN_NOTES));
    (void)smv_doc_str(m->doc, SMV_BLOCK_RULED, NOTE_LINES, "");
}

enum smv_err smv_make_compendium(struct smv_making *m)
{
    struct own o = {.m = m, .whole = m->tree};
    const struct smv_node *person = alive(m->tree, m->wish->participant, SMV_KIND_PARTICIPANT);
    const struct smv_node *group = alive(m->tree, m->wish->group, SMV_KIND_GROUP);
    if ((m->wish->participant != 0 && person == NULL) || (m->wish->group != 0 && group == NULL) ||
        (person == NULL && group == NULL)) {
        return SMV_ERR_MISSING;
    }
    if (group != NULL) {
        o.groups[o.n++] = group->id; /* with a participant: that one's, of this group alone */
    } else {
        find_groups(&o, person->id);
    }
    struct smv_tree readable;
    copy_readable(&o, &readable);
    m->tree = &readable;
    put_all(&o, person);
    m->tree = o.whole;
    smv_tree_finish(&readable);
    return SMV_OK;
}
