/* make_documentation.c - the day's result as one document, full and brief.
 *
 * What: which chapters there are, and in what order.
 * Not:  the chapters themselves: make_topic.c, make_actions.c, make_method.c.
 * Uses: make_topics.h, make_chapters.h.    Thread: one owner.
 * Invariants: what people wrote stands once: in its topic, in the plan of action, among the parked questions, or in the
 *       annex (a proposal that is gathered is told in its cluster too); SEMINAR.CONTENTS decides the parts. */
#include "common/document/make_chapters.h"
#include "common/document/make_topics.h"

static const struct smv_span none = {NULL, 0};

/* --- what there is ---------------------------------------------------------------------------------- */

static bool any_of(const struct smv_making *m, unsigned form, unsigned kind)
{
    for (const struct smv_node *s = NULL; (s = smv_make_next_sheet(m, s)) != NULL;) {
        bool here = smv_node_num(s, SMV_SHEET_FORM) == form || smv_make_count(s, kind) > 0;
        if (here && smv_make_print(m, s) < SMV_PRINT_COMPENDIUM &&
            smv_node_num(s, SMV_SHEET_FORM) != SMV_FORM_PLAN) {
            return true;
        }
    }
    return false;
}

static bool anything(const struct smv_making *m)
{
    for (const struct smv_node *s = NULL; (s = smv_make_next_sheet(m, s)) != NULL;) {
        if (smv_make_written(m, s)) {
            return true;
        }
    }
    return false;
}

/* --- chapters ----------------------------------------------------------------------------------- */

/* The proposals are in a chapter of their own; where they were written a word says so. */
static bool refers_to_plan(const struct smv_making *m, const struct smv_topic *t)
{
    if (t->form != SMV_FORM_ACTIONS || (m->contents & SMV_PART_ACTIONS) == 0) {
        return false;
    }
    for (size_t i = 0; i < t->sheets.n; i++) {
        const struct smv_node *s = t->sheets.of[i];
        for (const struct smv_node *a = NULL; smv_make_print(m, s) < SMV_PRINT_COMPENDIUM &&
                                              (a = smv_make_next(s, a, SMV_KIND_ACTION)) != NULL;) {
            if (smv_make_action_written(a)) {
                return true;
            }
        }
    }
    return false;
}

static void put_topic(struct smv_making *m, const struct smv_topic *t)
{
    if (m->wish->brief) {
        (void)smv_topic_put_brief(m, t, 2, /* put */ true);
        return;
    }
    if (smv_topic_in_body(m, t)) {
        smv_topic_put(m, t, 2);
    } else if (refers_to_plan(m, t)) {
        smv_make_heading(m, 2, smv_make_said(m, t->titled));
        smv_make_note_word(m, SMV_WORD_SEE_PLAN);
    }
}

static bool has_topic(struct smv_making *m, const struct smv_topic *t)
{
    return m->wish->brief ? smv_topic_put_brief(m, t, 2, /* put */ false)
                          : smv_topic_in_body(m, t) || refers_to_plan(m, t);
}

static void explain_stars(struct smv_making *m)
{
    if (m->stars && !m->stars_explained) {
        smv_make_note_word(m, SMV_WORD_STAR_MEANS);
        m->stars_explained = true;
    }
}

static void put_about(struct smv_making *m, const struct smv_node *session)
{
    struct smv_span about = smv_make_str(m, session, SMV_SESSION_ABOUT);
    if (about.len > 0) {
        smv_make_note(m, about);
    }
}

/* A session, or NULL: what belongs to the whole day. */
static void put_session(struct smv_making *m, const struct smv_topics *topics,
                        const struct smv_node *session)
{
    bool headed = false;
    for (size_t i = 0; i < topics->n; i++) {
        const struct smv_topic *t = &topics->of[i];
        if (t->session != session || !has_topic(m, t)) {
            continue;
        }
        if (!headed) {
            struct smv_span title =
                session == NULL ? smv_make_word(m, SMV_WORD_WHOLE_DAY) : smv_make_said(m, session);
            smv_make_heading(m, 1,
                             title.len > 0 ? title : smv_make_word(m, SMV_WORD_UNTITLED_SESSION));
            if (session != NULL && !m->wish->brief) {
                put_about(m, session);
            }
        }
        headed = true;
        put_topic(m, t);
        explain_stars(m);
    }
}

static void put_parking(struct smv_making *m)
{
    smv_make_heading(m, 1, smv_make_word(m, SMV_WORD_PARKED));
    bool any = false;
    for (const struct smv_node *s = NULL; (s = smv_make_next_sheet(m, s)) != NULL;) {
        bool written = false;
        for (const struct smv_node *p = NULL; (p = smv_make_next(s, p, SMV_KIND_PARKED)) != NULL;) {
            written = written || !smv_make_blank(smv_node_str(p, SMV_PARKED_TEXT));
        }
        if (!written || smv_make_print(m, s) >= SMV_PRINT_COMPENDIUM) {
            continue;
        }
        struct smv_span who = smv_make_who(m, s, true);
        if (who.len > 0) {
            smv_make_bold(m, who);
        }
        smv_make_parked(m, s, 2);
        any = true;
    }
    if (!any) {
        smv_make_note_word(m, SMV_WORD_PARKED_NONE);
    }
}

static void put_annex(struct smv_making *m, const struct smv_topics *topics)
{
    bool headed = false;
    for (size_t i = 0; i < topics->n; i++) {
        if (!smv_topic_in_annex(m, &topics->of[i])) {
            continue;
        }
        if (!headed) {
            (void)smv_doc_add(m->doc, SMV_BLOCK_BREAK, 0, none);
            m->numbered = false;
            smv_make_heading(m, 1, smv_make_word(m, SMV_WORD_ANNEX));
        }
        headed = true;
        smv_topic_put_annex(m, &topics->of[i], 2);
    }
}

static void put_plan(struct smv_making *m)
{
    if ((m->contents & SMV_PART_ACTIONS) != 0 && any_of(m, SMV_FORM_ACTIONS, SMV_KIND_ACTION)) {
        smv_make_heading(m, 1, smv_make_word(m, SMV_WORD_ACTION_PLAN));
        smv_make_action_plan(m, 2, /* late */ false, /* notes */ !m->wish->brief);
    }
}

/* --- the document ------------------------------------------------------------------------------- */

static void put_topics(struct smv_making *m, const struct smv_topics *topics)
{
    for (const struct smv_node *s = NULL;
         (s = smv_make_next(m->tree->root, s, SMV_KIND_SESSION)) != NULL;) {
        put_session(m, topics, s);
    }
    put_session(m, topics, NULL);
}

static void put_full(struct smv_making *m, const struct smv_topics *topics)
{
    (void)smv_doc_add(m->doc, SMV_BLOCK_BREAK, 0, none);
    (void)smv_doc_add(m->doc, SMV_BLOCK_CONTENTS, 0, none);
    (void)smv_doc_add(m->doc, SMV_BLOCK_BREAK, 0, none);
    if ((m->contents & SMV_PART_PEOPLE) != 0) {
        smv_make_organisations(m, 1);
    }
    put_topics(m, topics);
    put_plan(m);
    if ((m->contents & SMV_PART_PARKING) != 0 && any_of(m, SMV_FORM_PARKING, SMV_KIND_PARKED)) {
        put_parking(m);
    }
    if ((m->contents & SMV_PART_METHOD) != 0) {
        smv_make_method(m, 1);
    }
    if ((m->contents & SMV_PART_CHANGES) != 0) {
        smv_make_changes(m, 1);
    }
    put_annex(m, topics);
    explain_stars(m);
}

enum smv_err smv_make_documentation(struct smv_making *m)
{
    struct smv_topics topics;
    enum smv_word_id what = m->wish->brief ? SMV_WORD_DOCUMENTATION_BRIEF : SMV_WORD_DOCUMENTATION;
    smv_topics_collect(m, &topics);
    smv_make_cover(m, smv_make_word(m, what));
    if (!anything(m)) {
        smv_make_note_word(m, SMV_WORD_NOTHING_AT_ALL);
    }
    m->numbered = true;
    if (m->wish->brief) {
        put_topics(m, &topics);
        put_plan(m);
    } else {
        put_full(m, &topics);
    }
    smv_topics_finish(&topics);
    return SMV_OK;
}
