/* make_topics.h - what was worked on, across groups: the same sheet in every room is one topic.
 *
 * What: gathers sheets by pattern, with the compiled sheets that sum them up, and their questions by pattern.
 * Not:  puts no blocks.
 * Uses: make_int.h.    Thread: one owner.
 * Invariants: every sheet that is one stands in exactly one topic (a compiled one only if it is printed), every question on it in exactly one of the topic's;
 *       topics are in the order of the day, those of the whole day last. */
#ifndef SMV_DOCUMENT_MAKE_TOPICS_H
#define SMV_DOCUMENT_MAKE_TOPICS_H
#include "common/document/make_int.h"

struct smv_topic_answer {
    const struct smv_node *question, *sheet;
    bool compiled;
};
struct smv_topic_question {
    smv_id key; /* the pattern's question; else the question's own */
    const struct smv_node *asked;
    unsigned depth; /* 0; 1 a sub-question */
    struct smv_topic_answer *answers;
    size_t n, cap;
};
struct smv_topic {
    smv_id key;
    const struct smv_node *titled;  /* the pattern, else the first sheet */
    const struct smv_node *session; /* NULL: of the whole day */
    unsigned form;
    struct smv_making_list sheets;   /* the groups', or the one */
    struct smv_making_list compiled; /* by moderators, over all groups */
    struct smv_topic_question *questions;
    size_t n, cap;
};
struct smv_topics {
    struct smv_topic *of;
    size_t n, cap;
};
void smv_topics_collect(const struct smv_making *m, struct smv_topics *ret);
void smv_topics_finish(struct smv_topics *t);

/* Is the question summed up: has the compiled text something? */
bool smv_topic_compiled(const struct smv_topic_question *q);

/* --- make_topic.c: one topic in the documentation -------------------------------------------------- */

/* Is there anything to tell, if only that nothing was noted? */
bool smv_topic_in_body(const struct smv_making *m, const struct smv_topic *t);
bool smv_topic_in_annex(const struct smv_making *m, const struct smv_topic *t);
/* level: of the topic's heading. */
void smv_topic_put(struct smv_making *m, const struct smv_topic *t, unsigned level);
void smv_topic_put_annex(struct smv_making *m, const struct smv_topic *t, unsigned level);
/* Points that were compiled, else starred; clusters. False: nothing, no heading. put: false only asks. */
bool smv_topic_put_brief(struct smv_making *m, const struct smv_topic *t, unsigned level, bool put);

#endif
