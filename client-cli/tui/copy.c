/* copy.c - see copy.h. */
#include "client-cli/tui/copy.h"
#include <string.h>
#include "client-cli/tui/boards.h"
#include "common/base/heap.h"
#include "common/base/utf8.h"

enum { MOST = 30 };

/* What the new thing is born with; texts live as long as this. */
struct birth {
    struct smv_field_value fields[MOST];
    struct smv_buf texts[MOST];
    size_t n;
};

static void birth_finish(struct birth *b)
{
    for (size_t i = 0; i < MOST; i++) {
        smv_buf_finish(&b->texts[i]);
    }
}

/* Keeps the fields in rising order, as an add wants them. */
static void put(struct birth *b, unsigned field, struct smv_value value, const struct smv_buf *text)
{
    size_t at = b->n;
    if (b->n == MOST) {
        return;
    }
    while (at > 0 && b->fields[at - 1].field > field) {
        b->fields[at] = b->fields[at - 1];
        at--;
    }
    b->fields[at] = (struct smv_field_value){.field = (uint8_t)field, .value = value};
    if (text != NULL) {
        b->texts[b->n] = *text;
        b->fields[at].value.str = smv_buf_span(&b->texts[b->n]);
    }
    b->n++;
}

static void put_num(struct birth *b, unsigned field, enum smv_type type, uint64_t num)
{
    if (num != 0) {
        put(b, field, (struct smv_value){.type = type, .num = num}, NULL);
    }
}

/* What does not fit is cut at the field's bound; the source keeps the whole. */
static void put_text(struct birth *b, unsigned kind, unsigned field, struct smv_span text)
{
    struct smv_buf own = {0};
    const struct smv_field_info *info = smv_field_info(kind, field);
    if (info == NULL || text.len == 0) {
        return;
    }
    smv_buf_put(&own, text.data, smv_utf8_offset(text, (size_t)info->bound));
    put(b, field, (struct smv_value){.type = SMV_TYPE_TEXT}, &own);
}

static void same_text(struct birth *b, struct smv_client *c, smv_id from, unsigned kind,
                      unsigned field)
{
    struct smv_buf text = {0};
    smv_client_text(c, from, field, &text);
    put_text(b, kind, field, smv_buf_span(&text));
    smv_buf_finish(&text);
}

static bool same_title(struct smv_client *c, smv_id a, smv_id b)
{
    struct smv_buf x = {0}, y = {0};
    smv_day_short(c, a, 200, &x);
    smv_day_short(c, b, 200, &y);
    bool same = smv_span_eq(smv_buf_span(&x), smv_buf_span(&y));
    smv_buf_finish(&x);
    smv_buf_finish(&y);
    return same;
}

/* The one here with the same title as that one there; else at the same rank; else the first; 0: none here. */
static smv_id counterpart(struct smv_client *c, smv_id sheet, unsigned kind, smv_id other)
{
    struct smv_ids here = {0}, there = {0};
    smv_id found = 0;
    smv_day_children(c, sheet, kind, &here);
    smv_day_children(c, smv_client_parent(c, other), kind, &there);
    size_t rank = smv_ids_find(&there, other);
    for (size_t i = 0; i < here.n && found == 0; i++) {
        found = same_title(c, here.ids[i], other) ? here.ids[i] : 0;
    }
    if (found == 0 && here.n > 0) {
        found = here.ids[rank < here.n ? rank : 0];
    }
    smv_ids_finish(&here);
    smv_ids_finish(&there);
    return found;
}

static smv_id make(struct smv_desk *d, unsigned kind, smv_id parent, struct birth *b, smv_id from)
{
    unsigned origin = smv_board_origin_field(kind);
    if (origin != 0) {
        put_num(b, origin, SMV_TYPE_REF, from);
    }
    smv_id id = parent == 0 ? 0
                            : smv_desk_add(d, kind, parent, smv_board_last(d->c, parent, kind),
                                           b->fields, b->n);
    birth_finish(b);
    return id;
}

static smv_id around(struct smv_client *c, smv_id sheet, unsigned kind, smv_id near)
{
    smv_id found = smv_day_above(c, near, kind);
    return found != 0 && smv_day_above(c, found, SMV_KIND_SHEET) == sheet ? found : 0;
}

static smv_id to_questions(struct smv_desk *d, smv_id sheet, smv_id near, smv_id from,
                           struct smv_span text)
{
    struct birth b = {.n = 0};
    struct smv_ids all = {0};
    smv_id to = around(d->c, sheet, SMV_KIND_QUESTION, near);
    smv_id theirs = smv_day_above(d->c, from, SMV_KIND_QUESTION);
    smv_day_questions(d->c, sheet, &all);
    for (size_t i = 0; i < all.n && theirs != 0 && to == 0; i++) {
        to = same_title(d->c, all.ids[i], theirs) ? all.ids[i] : 0;
    }
    to = to != 0 ? to : all.n > 0 ? all.ids[0] : 0;
    smv_ids_finish(&all);
    put_text(&b, SMV_KIND_POINT, SMV_POINT_TEXT, text);
    return make(d, SMV_KIND_POINT, to, &b, from);
}

static smv_id first_of(struct smv_client *c, smv_id sheet, unsigned kind)
{
    struct smv_ids all = {0};
    smv_day_children(c, sheet, kind, &all);
    smv_id first = all.n > 0 ? all.ids[0] : 0;
    smv_ids_finish(&all);
    return first;
}

static smv_id to_timeline(struct smv_desk *d, smv_id sheet, smv_id near, smv_id from,
                          struct smv_span text)
{
    struct smv_client *c = d->c;
    struct birth b = {.n = 0};
    smv_id card = around(c, sheet, SMV_KIND_CARD, near);
    smv_id phase = card != 0 ? smv_client_parent(c, card) : first_of(c, sheet, SMV_KIND_PHASE);
    smv_id lane =
        card != 0 ? smv_day_num(c, card, SMV_CARD_LANE) : first_of(c, sheet, SMV_KIND_LANE);
    if (smv_client_kind(c, from) == SMV_KIND_OBSTACLE) {
        put_text(&b, SMV_KIND_OBSTACLE, SMV_OBSTACLE_TEXT, text);
        put_num(&b, SMV_OBSTACLE_WEIGHT, SMV_TYPE_INT, smv_day_num(c, from, SMV_OBSTACLE_WEIGHT));
        return make(d, SMV_KIND_OBSTACLE, card != 0 ? card : sheet, &b, from);
    }
    if (smv_client_kind(c, from) == SMV_KIND_CARD) {
        smv_id theirs = smv_day_num(c, from, SMV_CARD_LANE);
        phase = counterpart(c, sheet, SMV_KIND_PHASE, smv_client_parent(c, from));
        lane = theirs != 0 ? counterpart(c, sheet, SMV_KIND_LANE, theirs) : 0;
        for (unsigned f = SMV_CARD_TITLE; f <= SMV_CARD_WHEN; f++) {
            same_text(&b, c, from, SMV_KIND_CARD, f);
        }
        put_num(&b, SMV_CARD_COLOUR, SMV_TYPE_INT, smv_day_num(c, from, SMV_CARD_COLOUR));
    } else {
        put_text(&b, SMV_KIND_CARD, SMV_CARD_TITLE, text);
        if (smv_utf8_count(text) > 200) {
            put_text(&b, SMV_KIND_CARD, SMV_CARD_BODY, text);
        }
    }
    put_num(&b, SMV_CARD_LANE, SMV_TYPE_REF, lane);
    return make(d, SMV_KIND_CARD, phase, &b, from);
}

static smv_id to_actions(struct smv_desk *d, smv_id sheet, smv_id from, struct smv_span text)
{
    struct birth b = {.n = 0};
    unsigned kind = smv_client_kind(d->c, from);
    if (kind !=
        SMV_KIND_OBSTACLE) { /* an obstacle is what the proposal answers, not the proposal */
        put_text(&b, SMV_KIND_ACTION, SMV_ACTION_WHAT, text);
    }
    if (kind == SMV_KIND_ACTION) {
        same_text(&b, d->c, from, kind, SMV_ACTION_WHO);
        same_text(&b, d->c, from, kind, SMV_ACTION_WHERE);
        same_text(&b, d->c, from, kind, SMV_ACTION_FIRST);
        put_num(&b, SMV_ACTION_BY, SMV_TYPE_INT, smv_day_num(d->c, from, SMV_ACTION_BY));
    }
    return make(d, SMV_KIND_ACTION, sheet, &b, from);
}

static smv_id to_table(struct smv_desk *d, smv_id sheet, smv_id from, struct smv_span text)
{
    struct smv_client *c = d->c;
    struct birth b = {.n = 0};
    bool row = smv_client_kind(c, from) == SMV_KIND_ROW;
    smv_id theirs = row ? smv_day_num(c, from, SMV_ROW_LANE) : 0;
    smv_id lane = theirs != 0 ? counterpart(c, sheet, SMV_KIND_LANE, theirs)
                              : first_of(c, sheet, SMV_KIND_LANE);
    put_num(&b, SMV_ROW_LANE, SMV_TYPE_REF, lane);
    if (row) {
        put_num(&b, SMV_ROW_NEGATIVE, SMV_TYPE_INT, smv_day_num(c, from, SMV_ROW_NEGATIVE));
        for (unsigned f = SMV_ROW_T1; f <= SMV_ROW_T12; f++) {
            same_text(&b, c, from, SMV_KIND_ROW, f);
        }
        for (unsigned f = SMV_ROW_V1; f <= SMV_ROW_V12; f++) {
            struct smv_value v;
            struct smv_buf own = {0};
            smv_client_value(c, from, f, &v);
            smv_buf_put_span(&own, v.str);
            if (own.len > 0) {
                put(&b, f, (struct smv_value){.type = SMV_TYPE_STR}, &own);
            }
        }
        return make(d, SMV_KIND_ROW, sheet, &b, from);
    }
    struct smv_ids columns = {0};
    unsigned field = 0;
    smv_day_children(c, sheet, SMV_KIND_COLUMN, &columns);
    for (size_t i = 0; i < columns.n && field == 0; i++) {
        uint64_t type = smv_day_num(c, columns.ids[i], SMV_COLUMN_TYPE),
                 slot = smv_day_num(c, columns.ids[i], SMV_COLUMN_SLOT);
        field = (type == 0 || type == 5) && slot > 0 ? SMV_ROW_T1 - 1 + (unsigned)slot : 0;
    }
    smv_ids_finish(&columns);
    if (field == 0) {
        birth_finish(&b);
        return 0;
    }
    put_text(&b, SMV_KIND_ROW, field, text);
    return make(d, SMV_KIND_ROW, sheet, &b, from);
}

static smv_id to_map(struct smv_desk *d, smv_id sheet, smv_id from, struct smv_span text)
{
    struct birth b = {.n = 0};
    if (smv_client_kind(d->c, from) != SMV_KIND_CHALLENGE) {
        put_text(&b, SMV_KIND_CHALLENGE, SMV_CHALLENGE_TEXT, text);
        return make(d, SMV_KIND_CHALLENGE, sheet, &b, from);
    }
    same_text(&b, d->c, from, SMV_KIND_CHALLENGE, SMV_CHALLENGE_NUMBER);
    same_text(&b, d->c, from, SMV_KIND_CHALLENGE, SMV_CHALLENGE_TEXT);
    smv_id phase = smv_day_num(d->c, from, SMV_CHALLENGE_PHASE),
           lane = smv_day_num(d->c, from, SMV_CHALLENGE_LANE);
    if (phase != 0) {
        put_num(&b, SMV_CHALLENGE_PHASE, SMV_TYPE_REF,
                counterpart(d->c, sheet, SMV_KIND_PHASE, phase));
    }
    if (lane != 0) {
        put_num(&b, SMV_CHALLENGE_LANE, SMV_TYPE_REF,
                counterpart(d->c, sheet, SMV_KIND_LANE, lane));
    }
    return make(d, SMV_KIND_CHALLENGE, sheet, &b, from);
}

smv_id smv_copy_to(struct smv_desk *d, smv_id sheet, smv_id near, smv_id from)
{
    struct smv_buf text = {0};
    struct birth b = {.n = 0};
    smv_id made = 0;
    smv_day_title(d->c, from, &text);
    struct smv_span words = smv_buf_span(&text);
    switch (smv_day_form(d->c, sheet)) {
    case SMV_FORM_TIMELINE: made = to_timeline(d, sheet, near, from, words); break;
    case SMV_FORM_ACTIONS: made = to_actions(d, sheet, from, words); break;
    case SMV_FORM_TABLE: made = to_table(d, sheet, from, words); break;
    case SMV_FORM_MAP: made = to_map(d, sheet, from, words); break;
    case SMV_FORM_PARKING:
        put_text(&b, SMV_KIND_PARKED, SMV_PARKED_TEXT, words);
        made = make(d, SMV_KIND_PARKED, sheet, &b, from);
        break;
    case SMV_FORM_QUESTIONS:
    case SMV_FORM_PLAN:
    case SMV_FORM_FREE: made = to_questions(d, sheet, near, from, words); break;
    case SMV_FORM_SYNTHESIS:
    case SMV_FORM_POLL: break;
    }
    smv_buf_finish(&text);
    return made;
}
