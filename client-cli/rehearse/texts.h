/* texts.h - what simulated scribes write in a dress rehearsal: plain Swedish sentences by subject.
 *
 * What: constant tables; everything is made up, people and cases included; organisations are kinds of
 *       workplaces that exist in any county, not named ones.
 * Not:  chooses nothing: that is done with a seeded random source by whoever rehearses.
 * Uses: nothing.    Thread: pure; constant data.
 * Invariant: each text is clean UTF-8 within the bound of the field it is meant for. */
#ifndef SMV_CLIENT_REHEARSE_TEXTS_H
#define SMV_CLIENT_REHEARSE_TEXTS_H
#include <stddef.h>

enum smv_texts_of {
    SMV_TEXTS_POINT,        /* POINT.TEXT */
    SMV_TEXTS_DISCUSSION,   /* QUESTION.DISCUSSION, a paragraph */
    SMV_TEXTS_CARD,         /* CARD.TITLE */
    SMV_TEXTS_WHEN,         /* CARD.WHEN */
    SMV_TEXTS_FLOW,         /* FLOW.LABEL */
    SMV_TEXTS_OBSTACLE,     /* OBSTACLE.TEXT */
    SMV_TEXTS_PROPOSAL,     /* ACTION.WHAT */
    SMV_TEXTS_FIRST_STEP,   /* ACTION.FIRST */
    SMV_TEXTS_PARKED,       /* PARKED.TEXT */
    SMV_TEXTS_NOTICE,       /* NOTICE.TEXT */
    SMV_TEXTS_ANSWER,       /* ANSWER.TEXT */
    SMV_TEXTS_CLUSTER,      /* CLUSTER.TITLE */
    SMV_TEXTS_ORGANISATION, /* ORGANISATION.NAME, ACTION.WHERE */
    SMV_TEXTS_PERSON,       /* PARTICIPANT.NAME, ACTION.WHO */
    SMV_TEXTS_COUNT
};
struct smv_texts {
    const char *const *list;
    size_t n;
};
struct smv_texts smv_texts_of(enum smv_texts_of what);

#endif
