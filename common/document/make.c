/* make.c - the one entry that makes any document: see make.h.
 *
 * What: what every document has (language, version, mark, footer, cover), and whose turn it is then.
 * Not:  no content of any one document.
 * Uses: make_int.h.    Thread: any; no state. */
#include "common/document/make_int.h"
#include <string.h>
#include "common/base/heap.h"

static const struct smv_span none = {NULL, 0};

typedef enum smv_err make_fn(struct smv_making *m);
static make_fn *const makes[] = {[SMV_DOC_DOCUMENTATION] = smv_make_documentation,
                                 [SMV_DOC_ACTIONS] = smv_make_actions,
                                 [SMV_DOC_COMPENDIUM] = smv_make_compendium,
                                 [SMV_DOC_EMPTY] = smv_make_empty,
                                 [SMV_DOC_POSTER] = smv_make_poster,
                                 [SMV_DOC_REMINDERS] = smv_make_reminders};

/* The reader's wish, else the seminar's language, else Swedish; NULL: a wish that is none of the three. */
static const char *language(const struct smv_tree *t, const struct smv_doc_wish *wish)
{
    size_t n = 0;
    while (n < sizeof wish->lang && wish->lang[n] != 0) {
        n++;
    }
    if (n > 0) {
        return smv_word_lang(smv_span(wish->lang, n));
    }
    const char *own = smv_word_lang(smv_node_str(t->root, SMV_SEMINAR_LANG));
    return own != NULL ? own : "sv";
}

/* --- what every document has ------------------------------------------------------------------------ */

static struct smv_span moment(struct smv_making *m, smv_ms ms)
{
    smv_moment_put(&m->scratch, m->dates, ms, m->facts->utc_offset_min);
    struct smv_span kept = smv_doc_keep(m->doc, smv_buf_span(&m->scratch));
    smv_buf_clear(&m->scratch);
    return kept;
}

static struct smv_span title_of(struct smv_making *m)
{
    struct smv_span title = smv_make_str(m, m->tree->root, SMV_SEMINAR_TITLE);
    return title.len > 0 ? title : smv_make_word(m, SMV_WORD_UNTITLED_SEMINAR);
}

static struct smv_span version_words(struct smv_making *m)
{
    const struct smv_doc_version *v = &m->version;
    if (!v->draft) {
        uint64_t day = smv_date_of(v->when, m->facts->utc_offset_min);
        return smv_make_say(m, SMV_WORD_VERSION_N_DATE, v->number, smv_make_date(m, day), none);
    }
    struct smv_span now = moment(m, m->facts->now);
    return v->number == 0 ? smv_make_say(m, SMV_WORD_DRAFT_MARK, 0, now, none)
                          : smv_make_say(m, SMV_WORD_DRAFT_AFTER, v->number, now, none);
}

static struct smv_span footer(struct smv_making *m, struct smv_span title, struct smv_span what)
{
    struct smv_span version = none;
    if (!m->version.draft) {
        version = smv_make_say(m, SMV_WORD_VERSION_N, m->version.number, none, none);
    }
    struct smv_span parts[] = {title, smv_make_line(m, what), version};
    return smv_make_join(m, parts, sizeof parts / sizeof parts[0], " – ");
}

static void common(struct smv_making *m)
{
    smv_document_version(m->tree, &m->version);
    struct smv_span title = title_of(m);
    m->doc->title = title;
    m->doc->footer = footer(m, title, none);
    m->doc->made_ms = m->facts->now;
    m->doc->paper = SMV_PAPER_A4;
    if (m->version.draft) {
        m->doc->mark = smv_make_say(m, SMV_WORD_DRAFT_MARK, 0, moment(m, m->facts->now), none);
    }
}

void smv_make_cover(struct smv_making *m, struct smv_span subtitle)
{
    const struct smv_node *root = m->tree->root;
    struct smv_span venue = smv_make_str(m, root, SMV_SEMINAR_VENUE);
    struct smv_span date = smv_make_date(m, smv_node_num(root, SMV_SEMINAR_DATE));
    struct smv_span title = title_of(m);
    m->doc->footer = footer(m, title, subtitle);
    (void)smv_doc_add(m->doc, SMV_BLOCK_TITLE, 0, title);
    (void)smv_doc_add(m->doc, SMV_BLOCK_SUBTITLE, 0, subtitle);
    if (date.len > 0) {
        (void)smv_doc_fact(m->doc, smv_word(m->lang, SMV_WORD_DATE), date);
    }
    if (venue.len > 0) {
        (void)smv_doc_fact(m->doc, smv_word(m->lang, SMV_WORD_VENUE), venue);
    }
    (void)smv_doc_fact(m->doc, smv_word(m->lang, SMV_WORD_VERSION), version_words(m));
    if (smv_node_num(root, SMV_SEMINAR_REHEARSAL) != 0) {
        (void)smv_doc_add(m->doc, SMV_BLOCK_NOTICE, 0, smv_make_word(m, SMV_WORD_REHEARSAL));
    }
}

/* --- the entry ---------------------------------------------------------------------------------- */

enum smv_err smv_document_make(struct smv_doc *ret, const struct smv_tree *t,
                               const struct smv_doc_facts *facts, const struct smv_doc_wish *wish)
{
    const char *lang = language(t, wish);
    smv_doc_init(ret, lang == NULL ? "sv" : lang);
    if (lang == NULL || (size_t)wish->of >= sizeof makes / sizeof makes[0]) {
        return SMV_ERR_RANGE;
    }
    const unsigned all = (SMV_PART_CHANGES << 1) - 1;
    unsigned contents = (unsigned)smv_node_num(t->root, SMV_SEMINAR_CONTENTS) & all;
    struct smv_making m = {.doc = ret,
                           .tree = t,
                           .facts = facts,
                           .wish = wish,
                           .lang = lang,
                           .dates = smv_dates_create(lang),
                           .contents = contents != 0 ? contents : all,
                           .today = smv_date_of(facts->now, facts->utc_offset_min)};
    common(&m);
    enum smv_err err = makes[wish->of](&m);
    if (wish->of == SMV_DOC_DOCUMENTATION || wish->of == SMV_DOC_ACTIONS ||
        wish->of == SMV_DOC_COMPENDIUM) {
        smv_make_fit(&m);
    }
    smv_buf_finish(&m.scratch);
    smv_map_finish(&m.table_names);
    smv_dates_destroy(m.dates);
    return err;
}
