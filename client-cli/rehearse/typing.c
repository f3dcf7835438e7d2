/* typing.c - see typing.h. */
#include "client-cli/rehearse/typing.h"
#include "common/base/utf8.h"

enum {
    BEAT_MIN_MS = 110, /* some 540 strokes a minute: a trained scribe */
    BEAT_MAX_MS = 260,
    SLIP_PER_MILLE = 18,
    RETHINK_PER_MILLE = 25, /* at a word's end: the word is taken back and typed again */
    THINK_PER_MILLE = 30,   /* at a word's end: a pause to listen */
    SLIP_AHEAD = 4
};

void smv_typing_start(struct smv_typing *t, struct smv_rng *rng, struct smv_span text)
{
    smv_buf_clear(&t->text);
    smv_buf_put_span(&t->text, text);
    t->pos = t->slip = 0;
    t->wrong = t->ahead = t->back = 0;
    t->beat_ms = (uint32_t)smv_rng_between(rng, BEAT_MIN_MS, BEAT_MAX_MS);
}

void smv_typing_finish(struct smv_typing *t)
{
    smv_buf_finish(&t->text);
}

static uint64_t pause_before(const struct smv_typing *t, struct smv_rng *rng, uint32_t last)
{
    uint64_t ms = t->beat_ms / 2 + smv_rng_below(rng, t->beat_ms);
    if (last == '.' || last == '\n') {
        ms += 300 + smv_rng_below(rng, 1500);
    } else if (last == ' ' && smv_rng_chance(rng, THINK_PER_MILLE)) {
        ms += 1500 + smv_rng_below(rng, 8000);
    }
    return ms;
}

static uint32_t last_cp(const struct smv_typing *t)
{
    size_t at = t->pos;
    while (at > 0 && (t->text.data[at - 1] & 0xc0) == 0x80) {
        at--;
    }
    if (at == 0) {
        return 0;
    }
    at--;
    return smv_utf8_next(smv_buf_span(&t->text), &at);
}

/* The word before pos: where it begins, and its length in characters. */
static size_t word_start(const struct smv_typing *t, uint32_t *ret_len)
{
    size_t at = t->pos;
    uint32_t n = 0;
    while (at > 0 && !(n > 1 && t->text.data[at - 1] == ' ')) {
        at--;
        n += (t->text.data[at] & 0xc0) != 0x80;
    }
    *ret_len = n;
    return at;
}

static bool is_letter(uint32_t cp)
{
    return (cp >= 'a' && cp <= 'z') || cp == 0xe5 || cp == 0xe4 || cp == 0xf6;
}

void smv_typing_next(struct smv_typing *t, struct smv_rng *rng, struct smv_stroke *ret_stroke)
{
    struct smv_span text = smv_buf_span(&t->text);
    uint32_t last = last_cp(t);
    if (t->back == 0 && t->wrong > 0 && (t->ahead == 0 || t->pos == text.len)) {
        t->back = t->wrong; /* noticed */
        t->wrong = 0;
        t->pos = t->slip;
        *ret_stroke = (struct smv_stroke){SMV_STROKE_BACK, 0, 250 + smv_rng_below(rng, 500)};
        t->back--;
        return;
    }
    if (t->back > 0) {
        t->back--;
        *ret_stroke = (struct smv_stroke){SMV_STROKE_BACK, 0, 60 + smv_rng_below(rng, 60)};
        return;
    }
    if (t->pos == text.len) {
        *ret_stroke = (struct smv_stroke){SMV_STROKE_END, 0, 0};
        return;
    }
    if (t->wrong == 0 && last == ' ' && smv_rng_chance(rng, RETHINK_PER_MILLE)) {
        uint32_t n;
        t->pos = word_start(t, &n);
        t->back = n - 1;
        *ret_stroke = (struct smv_stroke){SMV_STROKE_BACK, 0, 700 + smv_rng_below(rng, 1500)};
        return;
    }
    size_t here = t->pos;
    uint32_t cp = smv_utf8_next(text, &t->pos);
    if (t->wrong > 0) {
        t->wrong++;
        t->ahead--;
    } else if (is_letter(cp) && smv_rng_chance(rng, SLIP_PER_MILLE)) {
        t->slip = here;
        t->wrong = 1;
        t->ahead = (uint32_t)smv_rng_below(rng, SLIP_AHEAD);
        cp = 'a' + (uint32_t)smv_rng_below(rng, 26);
    }
    *ret_stroke = (struct smv_stroke){SMV_STROKE_PUT, cp, pause_before(t, rng, last)};
}
