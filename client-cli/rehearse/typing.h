/* typing.h - how a person types: uneven, in bursts, with slips that are noticed a moment later.
 *
 * What: turns a text into single strokes (a character, or one character back) with the pause before each.
 *       When all strokes are done, exactly the text stands there.
 * Not:  knows no field and no cursor; draws no line between people: the caller gives speed and chance.
 * Uses: base.    Thread: pure; one owner. */
#ifndef SMV_REHEARSE_TYPING_H
#define SMV_REHEARSE_TYPING_H
#include "common/base/buf.h"
#include "common/base/rng.h"

enum smv_stroke_kind { SMV_STROKE_PUT, SMV_STROKE_BACK, SMV_STROKE_END };
struct smv_stroke {
    enum smv_stroke_kind kind;
    uint32_t cp;       /* PUT */
    uint64_t pause_ms; /* before the stroke */
};

struct smv_typing {
    struct smv_buf text; /* what is to stand there in the end */
    size_t pos;          /* byte in text of the character that comes next */
    size_t slip;         /* byte in text of the first character that is wrong */
    uint32_t wrong;      /* characters to take back, once noticed; 0: all is right */
    uint32_t ahead;      /* characters typed before the slip is noticed */
    uint32_t back;       /* strokes back that are due */
    uint32_t beat_ms;    /* mean time between two strokes */
};

void smv_typing_start(struct smv_typing *t, struct smv_rng *rng, struct smv_span text);
void smv_typing_next(struct smv_typing *t, struct smv_rng *rng, struct smv_stroke *ret_stroke);
void smv_typing_finish(struct smv_typing *t);

#endif
