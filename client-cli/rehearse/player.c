/* player.c - see player.h. */
#include "client-cli/rehearse/player.h"
#include <string.h>
#include "common/base/heap.h"
#include "common/base/utf8.h"

enum { STROKES_AT_ONCE = 200, ROOM_LEFT = 400, LET_GO_MS = 1500 };

void smv_player_init(struct smv_player *a, struct smv_play *play, const struct smv_part *part,
                     uint64_t seed)
{
    memset(a, 0, sizeof *a);
    a->play = play;
    a->part = part;
    smv_rng_seed(&a->rng, seed);
    a->due = smv_rng_below(&a->rng, 3000);
}

static void drop_later(struct smv_player *a)
{
    for (size_t i = 0; i < SMV_PLAYER_LATER; i++) {
        smv_buf_finish(&a->later[i].text);
    }
    a->n_later = 0;
}

void smv_player_finish(struct smv_player *a)
{
    drop_later(a);
    smv_typing_finish(&a->hand);
}

void smv_player_let_go(struct smv_player *a)
{
    a->typing = false;
    a->piece = NULL;
    drop_later(a);
}

void smv_player_carry(struct smv_player *a)
{
    if (a->typing && a->client != NULL) {
        a->caret = smv_client_carry(a->client, a->id, a->field, a->caret);
    }
}

/* --- strokes ------------------------------------------------------------------------------------------ */
/* The byte where the piece's last character begins. */
static size_t last_char(const struct smv_buf *b)
{
    size_t at = b->len;
    while (at > 0 && (b->data[--at] & 0xc0) == 0x80) {
    }
    return at;
}

static bool put(struct smv_player *a, uint32_t cp)
{
    struct smv_buf one = {0};
    struct smv_ot op = {0};
    smv_utf8_put(&one, cp);
    smv_ot_skip(&op, (uint32_t)a->caret);
    smv_ot_insert(&op, smv_buf_span(&one));
    bool ok = smv_client_type(a->client, a->id, a->field, &op);
    if (ok) {
        smv_buf_put_span(&a->piece->text, smv_buf_span(&one));
        a->caret++;
    }
    smv_ot_finish(&op);
    smv_buf_finish(&one);
    return ok;
}

/* One character back, if it is really the own one that stands there. */
static bool back(struct smv_player *a)
{
    struct smv_buf shown = {0};
    struct smv_ot op = {0};
    size_t last = last_char(&a->piece->text);
    smv_client_text(a->client, a->id, a->field, &shown);
    size_t at = a->caret > 0 ? smv_utf8_offset(smv_buf_span(&shown), a->caret - 1) : shown.len;
    size_t len = a->piece->text.len - last;
    bool ok = len > 0 && at + len <= shown.len &&
              memcmp(shown.data + at, a->piece->text.data + last, len) == 0;
    if (ok) {
        smv_ot_skip(&op, (uint32_t)a->caret - 1);
        smv_ot_delete(&op, 1);
        ok = smv_client_type(a->client, a->id, a->field, &op);
    }
    if (ok) {
        a->piece->text.len = last;
        a->caret--;
    }
    smv_ot_finish(&op);
    smv_buf_finish(&shown);
    return ok;
}

static void fetch_stroke(struct smv_player *a)
{
    smv_typing_next(&a->hand, &a->rng, &a->stroke);
    a->due += a->stroke.pause_ms;
}

static bool begin_later(struct smv_player *a)
{
    if (a->n_later == 0) {
        return false;
    }
    struct smv_player_later l = a->later[0];
    memmove(&a->later[0], &a->later[1], (SMV_PLAYER_LATER - 1) * sizeof a->later[0]);
    memset(&a->later[SMV_PLAYER_LATER - 1], 0, sizeof a->later[0]);
    a->n_later--;
    bool begun = smv_player_type(a, l.id, l.field, false, smv_buf_span(&l.text));
    smv_buf_finish(&l.text);
    return begun;
}

static void do_stroke(struct smv_player *a)
{
    bool ok = false;
    switch (a->stroke.kind) {
    case SMV_STROKE_PUT: ok = put(a, a->stroke.cp); break;
    case SMV_STROKE_BACK: ok = back(a); break;
    case SMV_STROKE_END: break;
    }
    a->strokes++;
    if (ok) {
        fetch_stroke(a);
        return;
    }
    a->typing = false; /* finished, or the field does not take it any more */
    a->piece = NULL;
    a->due += 200;
}

bool smv_player_run(struct smv_player *a, smv_ms now)
{
    bool worked = false;
    for (int i = 0; a->client != NULL && a->due <= now && i < STROKES_AT_ONCE; i++) {
        if (a->typing) {
            do_stroke(a);
            worked = true;
        } else if (begin_later(a)) {
            worked = true;
        } else if (a->play->ending) {
            a->due = now + LET_GO_MS;
        } else {
            a->due += a->part->next(a, now);
            a->things++;
            worked = true;
        }
    }
    if (a->due + 60000 < now) { /* asleep too long to make up for it */
        a->due = now;
    }
    return worked;
}

/* --- for the parts ------------------------------------------------------------------------------------ */
const struct smv_node *smv_player_root(const struct smv_player *a)
{
    return smv_client_confirmed(a->client)->root;
}

uint64_t smv_player_num(struct smv_player *a, smv_id id, unsigned field)
{
    struct smv_value v;
    smv_client_value(a->client, id, field, &v);
    return v.num;
}

smv_id smv_player_child(struct smv_player *a, smv_id parent, unsigned kind, bool deleted)
{
    const smv_id *ids;
    size_t n = smv_client_children(a->client, parent, deleted, &ids);
    smv_id chosen = 0;
    uint64_t fit = 0;
    for (size_t i = 0; i < n; i++) {
        bool fits = (kind == 0 || smv_client_kind(a->client, ids[i]) == kind) &&
                    (!deleted || smv_client_deleted(a->client, ids[i]));
        if (fits && smv_rng_below(&a->rng, ++fit) == 0) {
            chosen = ids[i];
        }
    }
    return chosen;
}

smv_id smv_player_last(struct smv_player *a, smv_id parent)
{
    const smv_id *ids;
    size_t n = smv_client_children(a->client, parent, /* deleted too */ true, &ids);
    return n > 0 ? ids[n - 1] : 0;
}

bool smv_player_type(struct smv_player *a, smv_id id, unsigned field, bool shared,
                     struct smv_span text)
{
    const struct smv_field_info *info = smv_field_info(smv_client_kind(a->client, id), field);
    struct smv_wanted *w = smv_expect_find(&a->play->expect, id, field);
    struct smv_buf shown = {0};
    if (info == NULL || text.len == 0 ||
        (w != NULL && !w->shared && !shared && w->pieces != NULL)) {
        return false;
    }
    smv_client_text(a->client, id, field, &shown);
    size_t len = smv_utf8_count(smv_buf_span(&shown));
    bool fits = len + smv_utf8_count(text) + (shared ? ROOM_LEFT : 20) <= info->bound;
    if (fits) {
        w = w != NULL ? w
                      : smv_expect_at(&a->play->expect, id, field, shared, smv_buf_span(&shown));
        w->shared = w->shared || shared;
        w->owner = w->owner != NULL ? w->owner : a;
        a->typing = true;
        a->id = id;
        a->field = field;
        a->caret = smv_player_chance(a, 200) ? smv_rng_below(&a->rng, len + 1) : len;
        a->piece = smv_expect_piece(w);
        smv_typing_start(&a->hand, &a->rng, text);
        fetch_stroke(a);
    }
    smv_buf_finish(&shown);
    return fits;
}

void smv_player_later(struct smv_player *a, smv_id id, unsigned field, struct smv_span text)
{
    if (a->n_later < SMV_PLAYER_LATER) {
        struct smv_player_later *l = &a->later[a->n_later++];
        l->id = id;
        l->field = field;
        smv_buf_clear(&l->text);
        smv_buf_put_span(&l->text, text);
    }
}

void smv_player_gave(struct smv_player *a, smv_id id, unsigned field, struct smv_span text)
{
    struct smv_wanted *w = smv_expect_at(&a->play->expect, id, field, false, smv_span(NULL, 0));
    w->owner = a;
    smv_buf_put_span(&smv_expect_piece(w)->text, text);
}

bool smv_player_set(struct smv_player *a, smv_id id, unsigned field, uint64_t num)
{
    const struct smv_field_info *info = smv_field_info(smv_client_kind(a->client, id), field);
    struct smv_value v = {.num = num};
    v.type = info != NULL ? (enum smv_type)info->type : SMV_TYPE_INT;
    return smv_client_set(a->client, id, field, &v);
}

bool smv_player_reword(struct smv_player *a, smv_id id, unsigned field, struct smv_span word)
{
    struct smv_wanted *w = smv_expect_find(&a->play->expect, id, field);
    if (w == NULL || w->owner != a || w->shared || w->foreign || w->pieces == NULL ||
        w->pieces->next != NULL || w->before.len > 0) {
        return false;
    }
    struct smv_buf text = {0};
    smv_client_text(a->client, id, field, &text);
    size_t from = 0, to = 0;
    if (text.len > 0 && smv_span_eq(smv_buf_span(&text), smv_buf_span(&w->pieces->text))) {
        from = smv_utf8_offset(smv_buf_span(&text),
                               smv_rng_below(&a->rng, smv_utf8_count(smv_buf_span(&text))));
        for (to = from; to < text.len && text.data[to] != ' '; to++) {
        }
        smv_buf_splice(&text, from, to - from, word.data, word.len);
    }
    bool ok =
        text.len > 0 && to > from && smv_client_write(a->client, id, field, smv_buf_span(&text));
    if (ok) {
        smv_buf_clear(&w->pieces->text);
        smv_buf_put_span(&w->pieces->text, smv_buf_span(&text));
    }
    smv_buf_finish(&text);
    return ok;
}

struct smv_field_value smv_give_num(unsigned kind, unsigned field, uint64_t num)
{
    const struct smv_field_info *info = smv_field_info(kind, field);
    return (struct smv_field_value){
        (uint8_t)field,
        {.type = info != NULL ? (enum smv_type)info->type : SMV_TYPE_INT, .num = num}};
}

struct smv_field_value smv_give_text(unsigned field, struct smv_span text)
{
    return (struct smv_field_value){(uint8_t)field, {.type = SMV_TYPE_TEXT, .str = text}};
}
