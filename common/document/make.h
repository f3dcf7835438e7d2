/* make.h - from a seminar's tree to documents.
 *
 * What: which documents there are, what they hold, and the one entry that makes any of them. Pure: equal tree, facts and
 *       wish give an equal document.
 * Not:  no formats (common/format), no rights: the tree that is given holds only what its reader may see.
 * Uses: doc.h, words.h (texts in sv, nb, en), common/model, ICU (dates, collation).    Thread: any. */
#ifndef SMV_DOCUMENT_MAKE_H
#define SMV_DOCUMENT_MAKE_H
#include "common/document/doc.h"
#include "common/model/tree.h"

/* SEMINAR.CONTENTS: what the documentation holds; 0 means all. Template key: documentation. */
enum smv_doc_part {
    SMV_PART_PEOPLE = 1,     /* participating organisations */
    SMV_PART_QUESTIONS = 2,  /* the compiled text per question, else the groups' */
    SMV_PART_GROUPS = 4,     /* the groups' own texts, annexed where there is a compiled one */
    SMV_PART_TIMELINES = 8,  /* picture and table */
    SMV_PART_TABLES = 16,    /* tables, matrices, maps */
    SMV_PART_PLANS = 32,     /* plans on made-up cases */
    SMV_PART_SYNTHESIS = 64, /* proposals and clusters */
    SMV_PART_ACTIONS = 128,  /* the action plan */
    SMV_PART_POLLS = 256,
    SMV_PART_PARKING = 512,
    SMV_PART_METHOD = 1024, /* how the day was made: sessions, groups, participation */
    SMV_PART_CHANGES = 2048
};

enum smv_doc_of {
    SMV_DOC_DOCUMENTATION, /* the day's result */
    SMV_DOC_ACTIONS,       /* the action plan alone */
    SMV_DOC_COMPENDIUM, /* one group's or one participant's own: guidance, questions, what the group wrote */
    SMV_DOC_EMPTY,    /* the compendium on paper before the day: questions and lines to write on */
    SMV_DOC_POSTER,   /* the timeline empty, A1, for the wall */
    SMV_DOC_REMINDERS /* the open actions by who is responsible, ready to be mailed */
};
struct smv_doc_author { /* who an ordinal was */
    uint32_t ord;
    struct smv_span name;
};
struct smv_doc_facts {
    struct smv_span name; /* the seminar's, as in its address */
    uint8_t epoch[16];
    smv_seq seq; /* the tree's position */
    smv_ms now;
    int32_t utc_offset_min;               /* for times of day */
    unsigned role;                        /* whose eyes: SMV_ROLE_*; only told in JSON */
    const struct smv_doc_author *authors; /* rising ord */
    size_t n_authors;
    struct smv_span ballots; /* JSON export alone: opaque here */
};
struct smv_doc_wish {
    enum smv_doc_of of;
    bool brief;         /* DOCUMENTATION: summaries, action plan and starred things only */
    char lang[8];       /* "" the seminar's */
    smv_id group;       /* COMPENDIUM: of this group; 0: not one group's */
    smv_id participant; /* COMPENDIUM: of this participant, with all groups the person sat in */
};
/* The version that the tree is: declared finished and untouched since, or a draft towards the next. */
struct smv_doc_version {
    unsigned number; /* of the last one that was declared finished; 0 none */
    bool draft;      /* nothing was declared, or something that is printed changed since */
    smv_ms when;     /* of number */
    smv_seq since;   /* changes after this position are new; 0: no version yet */
};
void smv_document_version(const struct smv_tree *t, struct smv_doc_version *ret);
/* The change log since the last version: a line each, in lang, newest last; what changed, where, by whom. Appends. */
void smv_document_changes(struct smv_buf *b, const struct smv_tree *t,
                          const struct smv_doc_facts *facts, const char *lang);

/* Fills an uninitialised document, which the caller finishes also after an error. Errors: MISSING (no such group or
 * participant; no timeline for a poster), RANGE (no such document or language). */
SMV_CHECKED enum smv_err smv_document_make(struct smv_doc *ret, const struct smv_tree *t,
                                           const struct smv_doc_facts *facts,
                                           const struct smv_doc_wish *wish);

#endif
