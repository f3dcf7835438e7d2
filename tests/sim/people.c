/* people.c - rooms at work: scribes and facilitators who type, add, choose, move, delete, call. */
#include <string.h>
#include "common/base/utf8.h"
#include "tests/sim/world.h"

#define KIND(k) (UINT64_C(1) << SMV_KIND_##k)

/* --- marks ------------------------------------------------------------------------------------------------ */

uint32_t sim_glyph_new(struct sim_laptop *l, struct smv_buf *text)
{
    struct sim_world *w = l->w;
    static const char *const words[] = {
        "", "", "", " \xC3\xA5ja ", "ring ", "\n", "\xF0\x9F\x9A\xB2"};
    if (w->n_glyphs >= SIM_GLYPHS) {
        sim_fail(w, "more marks than there are");
    }
    uint32_t g = w->n_glyphs++;
    w->glyphs[g] = (struct sim_glyph){.author = (uint16_t)l->index};
    smv_utf8_put(text, SIM_GLYPH0 + g);
    smv_buf_put_str(text, words[sim_below(w, sizeof words / sizeof words[0])]);
    return g;
}

void sim_glyph_typed(struct sim_laptop *l, uint32_t glyph, bool accepted)
{
    if (accepted && l->n_fresh < sizeof l->fresh / sizeof l->fresh[0]) {
        l->fresh[l->n_fresh++] = glyph;
    }
}

bool sim_type(struct sim_laptop *l, smv_id id, unsigned field)
{
    struct sim_world *w = l->w;
    struct smv_buf text = {0}, in = {0};
    struct smv_ot op = {0};
    smv_client_text(l->c, id, field, &text);
    size_t cps = smv_utf8_count(smv_buf_span(&text));
    size_t at = sim_chance(w, 400) ? cps : sim_below(w, cps + 1);
    uint32_t glyph = sim_glyph_new(l, &in);
    if (at > 0) {
        smv_ot_skip(&op, (uint32_t)at);
    }
    bool first = sim_chance(w, 500);
    if (!first) {
        smv_ot_insert(&op, smv_buf_span(&in));
    }
    if (w->p.deletes && at < cps && sim_chance(w, 300)) {
        smv_ot_delete(&op, 1 + (uint32_t)sim_below(w, cps - at < 6 ? cps - at : 6));
    }
    if (first) {
        smv_ot_insert(&op, smv_buf_span(&in));
    }
    smv_ot_trim(&op);
    bool ok = smv_client_type(l->c, id, field, &op);
    sim_glyph_typed(l, glyph, ok);
    smv_ot_finish(&op);
    smv_buf_finish(&in);
    smv_buf_finish(&text);
    return ok;
}

/* --- choosing ---------------------------------------------------------------------------------------------- */

const struct smv_node *sim_pick(struct sim_laptop *l, uint64_t kinds, bool own)
{
    const struct smv_tree *t = smv_client_confirmed(l->c);
    const struct smv_node *found = NULL;
    uint64_t n = 0;
    for (const struct smv_node *k = t->root; k != NULL; k = smv_tree_walk(t->root, k)) {
        if ((kinds >> k->kind & 1) == 0 || (own && smv_place_of(k) != l->place)) {
            continue;
        }
        if (sim_below(l->w, ++n) == 0) {
            found = k;
        }
    }
    return found;
}

static unsigned text_field(struct sim_world *w, unsigned kind)
{
    switch (kind) {
    case SMV_KIND_QUESTION: return SMV_QUESTION_DISCUSSION;
    case SMV_KIND_POINT: return SMV_POINT_TEXT;
    case SMV_KIND_CARD: return sim_chance(w, 500) ? SMV_CARD_TITLE : SMV_CARD_BODY;
    case SMV_KIND_OBSTACLE: return SMV_OBSTACLE_TEXT;
    case SMV_KIND_ROW: return SMV_ROW_T1;
    case SMV_KIND_ACTION: return sim_chance(w, 500) ? SMV_ACTION_WHAT : SMV_ACTION_NOTE;
    case SMV_KIND_PARKED: return SMV_PARKED_TEXT;
    case SMV_KIND_FLOW: return SMV_FLOW_LABEL;
    case SMV_KIND_CLUSTER: return SMV_CLUSTER_TITLE;
    default: return 0;
    }
}

#define WRITTEN                                                                                    \
    (KIND(POINT) | KIND(CARD) | KIND(OBSTACLE) | KIND(ROW) | KIND(ACTION) | KIND(PARKED) |         \
     KIND(FLOW) | KIND(CLUSTER))

/* Two typists meet more often when they like the same few fields. */
static const struct smv_node *favourite(struct sim_laptop *l, bool own)
{
    if (sim_chance(l->w, 350)) {
        return sim_pick(l, KIND(QUESTION), own);
    }
    return sim_pick(l, WRITTEN | KIND(QUESTION), own);
}

/* --- deeds ---------------------------------------------------------------------------------------------------- */

static smv_id remember(struct sim_laptop *l, smv_id id)
{
    if (id != 0) {
        l->made[l->n_made++ % (sizeof l->made / sizeof l->made[0])] = id;
    }
    return id;
}

static smv_id add_under(struct sim_laptop *l, unsigned kind, smv_id parent, unsigned field)
{
    struct smv_buf text = {0};
    struct smv_field_value v = {(uint8_t)field, {.type = SMV_TYPE_TEXT}};
    const smv_id *ids;
    size_t n = smv_client_children(l->c, parent, true, &ids);
    smv_id after = n == 0 || sim_chance(l->w, 200) ? 0 : ids[sim_below(l->w, n)];
    bool with = sim_chance(l->w, 600);
    uint32_t glyph = with ? sim_glyph_new(l, &text) : 0;
    v.value.str = smv_buf_span(&text);
    smv_id id = smv_client_add(l->c, kind, parent, after, &v, with ? 1 : 0);
    if (with) {
        sim_glyph_typed(l, glyph, id != 0);
    }
    smv_buf_finish(&text);
    return remember(l, id);
}

static void add(struct sim_laptop *l, bool own)
{
    const struct smv_node *n =
        sim_pick(l, KIND(QUESTION) | KIND(PHASE) | KIND(CARD) | KIND(SHEET), own);
    if (n == NULL) {
        return;
    }
    smv_id id = 0;
    unsigned field = 0;
    switch (n->kind) {
    case SMV_KIND_QUESTION: id = add_under(l, SMV_KIND_POINT, n->id, field = SMV_POINT_TEXT); break;
    case SMV_KIND_PHASE: id = add_under(l, SMV_KIND_CARD, n->id, field = SMV_CARD_TITLE); break;
    case SMV_KIND_CARD:
        id = add_under(l, SMV_KIND_OBSTACLE, n->id, field = SMV_OBSTACLE_TEXT);
        break;
    default:
        switch (smv_node_num(n, SMV_SHEET_FORM)) {
        case 1: id = add_under(l, SMV_KIND_OBSTACLE, n->id, field = SMV_OBSTACLE_TEXT); break;
        case 2: id = add_under(l, SMV_KIND_ROW, n->id, field = SMV_ROW_T1); break;
        case 3: id = add_under(l, SMV_KIND_ACTION, n->id, field = SMV_ACTION_WHAT); break;
        default: id = add_under(l, SMV_KIND_PARKED, n->id, field = SMV_PARKED_TEXT); break;
        }
    }
    if (id != 0 && sim_chance(l->w, 500)) {
        (void)sim_type(l, id, field); /* on what nobody has confirmed yet */
    }
}

static void choose(struct sim_laptop *l, bool own)
{
    const struct smv_node *n = sim_pick(l, WRITTEN | KIND(QUESTION), own);
    if (n == NULL) {
        return;
    }
    struct smv_value v = {.type = SMV_TYPE_INT, .num = sim_below(l->w, 2)};
    switch (n->kind) {
    case SMV_KIND_QUESTION: (void)smv_client_set(l->c, n->id, SMV_QUESTION_WORD, &v); break;
    case SMV_KIND_POINT: (void)smv_client_set(l->c, n->id, SMV_POINT_STAR, &v); break;
    case SMV_KIND_CARD:
        v.num = sim_below(l->w, 8);
        (void)smv_client_set(l->c, n->id, SMV_CARD_COLOUR, &v);
        break;
    case SMV_KIND_OBSTACLE: (void)smv_client_set(l->c, n->id, SMV_OBSTACLE_WEIGHT, &v); break;
    case SMV_KIND_ACTION: (void)smv_client_set(l->c, n->id, SMV_ACTION_STATUS, &v); break;
    case SMV_KIND_ROW: {
        struct smv_value s = {.type = SMV_TYPE_STR, .str = smv_span_str(v.num ? "ja" : "nej")};
        (void)smv_client_set(l->c, n->id, SMV_ROW_V2, &s);
        break;
    }
    default: break;
    }
}

static void move(struct sim_laptop *l, bool own)
{
    const struct smv_node *n = sim_pick(l, WRITTEN, own);
    if (n == NULL || n->parent == NULL) {
        return;
    }
    const struct smv_node *to = n->parent;
    if (n->kind == SMV_KIND_CARD && sim_chance(l->w, 500)) {
        to = to->parent->first;
        while (to != NULL && to->kind != SMV_KIND_PHASE) {
            to = to->next;
        }
    }
    if (to == NULL) {
        return;
    }
    const smv_id *ids;
    size_t count = smv_client_children(l->c, to->id, true, &ids);
    smv_id after = count == 0 || sim_chance(l->w, 300) ? 0 : ids[sim_below(l->w, count)];
    (void)smv_client_move(l->c, n->id, to->id, after);
}

static void bin(struct sim_laptop *l, bool own)
{
    const struct smv_node *n = sim_pick(l, WRITTEN, own);
    if (n != NULL && n->deleted) {
        (void)smv_client_undel(l->c, n->id);
    } else if (n != NULL && l->w->p.deletes) {
        (void)smv_client_del(l->c, n->id);
    }
}

static void fresh_work(struct sim_laptop *l)
{
    size_t n = l->n_made < 32 ? l->n_made : 32;
    smv_id id = n == 0 ? 0 : l->made[sim_below(l->w, n)];
    unsigned field = id == 0 ? 0 : text_field(l->w, smv_client_kind(l->c, id));
    if (field != 0) {
        (void)sim_type(l, id, field);
    }
}

static void call(struct sim_laptop *l)
{
    struct smv_buf text = {0};
    uint32_t glyph = sim_glyph_new(l, &text);
    struct smv_field_value v[] = {
        {SMV_CALL_PLACE, {.type = SMV_TYPE_REF, .num = l->place}},
        {SMV_CALL_TEXT, {.type = SMV_TYPE_TEXT, .str = smv_buf_span(&text)}}};
    const struct smv_node *notice = sim_pick(l, KIND(NOTICE), false);
    if (notice != NULL && sim_chance(l->w, 500)) {
        struct smv_field_value seen = {SMV_RECEIPT_PLACE, {.type = SMV_TYPE_REF, .num = l->place}};
        (void)smv_client_add(l->c, SMV_KIND_RECEIPT, notice->id, 0, &seen, 1);
    } else {
        sim_glyph_typed(l, glyph, smv_client_add(l->c, SMV_KIND_CALL, SMV_ROOT, 0, v, 2) != 0);
    }
    smv_buf_finish(&text);
}

static void look_around(struct sim_laptop *l)
{
    const struct smv_node *n = favourite(l, true);
    if (n == NULL) {
        return;
    }
    if (sim_chance(l->w, 300)) {
        (void)smv_client_fetch(l->c, 1, n->id, 0, 0);
    } else {
        (void)smv_client_presence(l->c, n->id, text_field(l->w, n->kind), 0, 1);
    }
}

static void act_room(struct sim_laptop *l)
{
    bool own = !sim_chance(l->w, 40);
    unsigned what = (unsigned)sim_below(l->w, 100);
    if (what < 45) {
        const struct smv_node *n = favourite(l, own);
        if (n != NULL) {
            (void)sim_type(l, n->id, text_field(l->w, n->kind));
        }
    } else if (what < 62) {
        add(l, own);
    } else if (what < 70) {
        fresh_work(l);
    } else if (what < 80) {
        choose(l, own);
    } else if (what < 87) {
        move(l, own);
    } else if (what < 93) {
        bin(l, own);
    } else if (what < 95) {
        call(l);
    } else {
        look_around(l);
    }
}

void sim_act(struct sim_laptop *l)
{
    if (smv_client_state(l->c) == SMV_CLIENT_DENIED) {
        return;
    }
    unsigned burst = sim_chance(l->w, 100) ? 1 + (unsigned)sim_below(l->w, 12) : 1;
    for (unsigned i = 0; i < burst; i++) {
        switch (l->role) {
        case SMV_ROLE_ORGANISER: sim_act_organiser(l); break;
        case SMV_ROLE_MODERATOR: sim_act_moderator(l); break;
        case SMV_ROLE_FACILITATOR:
        case SMV_ROLE_SCRIBE:
        case SMV_ROLE_SECRETARY: act_room(l); break;
        case SMV_ROLE_PARTICIPANT: sim_act_phone(l); break;
        default: return;
        }
        if (l->c == NULL) {
            return;
        }
    }
    sim_laptop_local(l);
}
