/* texts.h - what simulated scribes write in a dress rehearsal: plain Swedish sentences by subject.
 *
 * What: constant tables; everything is made up, people and cases included; organisations are kinds of
 *       workplaces that exist in any county, not named ones.
 * Uses: buf.h, rng.h.    Thread: pure; constant data; the random source is the caller's.
 * Invariant: each text is clean UTF-8 within the bound of the field it is meant for. */
#ifndef SMV_CLIENT_REHEARSE_TEXTS_H
#define SMV_CLIENT_REHEARSE_TEXTS_H
#include <stddef.h>
#include "common/base/buf.h"
#include "common/base/rng.h"

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
    SMV_TEXTS_CALL,         /* CALL.TEXT */
    SMV_TEXTS_ORGANISATION, /* ORGANISATION.NAME, ACTION.WHERE */
    SMV_TEXTS_PERSON,       /* PARTICIPANT.NAME, ACTION.WHO */
    SMV_TEXTS_COUNT
};
struct smv_texts {
    const char *const *list;
    size_t n;
};
struct smv_texts smv_texts_of(enum smv_texts_of what);

/* What is being typed, for a writer who does not care which table it comes from. */
enum smv_text_kind {
    SMV_TEXT_SENTENCE,   /* a point, an answer, a short remark */
    SMV_TEXT_DISCUSSION, /* a paragraph */
    SMV_TEXT_TITLE,      /* of a card or cluster, a choice */
    SMV_TEXT_WHO,        /* a person or an organisation */
    SMV_TEXT_WHEN,
    SMV_TEXT_OBSTACLE,
    SMV_TEXT_ACTION, /* a proposal */
    SMV_TEXT_PARKED,
    SMV_TEXT_NOTICE,
    SMV_TEXT_CALL
};
/* One of them by chance. Static storage, without the NUL. */
struct smv_span smv_text_some(struct smv_rng *rng, enum smv_text_kind kind);

#endif
