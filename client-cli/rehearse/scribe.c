/* scribe.c - those who write for a room or a table: where they work, and what they do beside writing. */
#include "client-cli/rehearse/desk.h"

enum { SESSION_RUNNING = 1, CALL_OVER = 2, WAIT_MS = 1000 };

static smv_id place_of(const struct smv_node *sheet)
{
    smv_id room = smv_node_num(sheet, SMV_SHEET_ROOM);
    return room != 0 ? room : smv_node_num(sheet, SMV_SHEET_GROUP);
}

/* A sheet of the own room or group that is worked on now: of a running session, seldom of the whole day. */
static const struct smv_node *some_sheet(struct smv_player *a)
{
    const struct smv_node *root = smv_player_root(a), *chosen = NULL;
    uint64_t fit = 0;
    for (const struct smv_node *n = root; n != NULL; n = smv_tree_walk(root, n)) {
        if (n->kind != SMV_KIND_SHEET || smv_node_num(n, SMV_SHEET_EACH) != 0 ||
            place_of(n) != a->place || smv_node_gone(n)) {
            continue;
        }
        bool running = n->parent->kind == SMV_KIND_SESSION &&
                       smv_node_num(n->parent, SMV_SESSION_STATE) == SESSION_RUNNING;
        if (!running && !(n->parent->kind == SMV_KIND_SEMINAR && smv_player_chance(a, 80)) &&
            !smv_player_chance(a, 4)) {
            continue;
        }
        if (smv_rng_below(&a->rng, ++fit) == 0) {
            chosen = n;
        }
    }
    return chosen;
}

/* Everybody in the room has seen the notice: one of them says so. */
static bool receive_notice(struct smv_player *a)
{
    for (const struct smv_node *n = smv_player_root(a)->first; n != NULL; n = n->next) {
        if (n->kind != SMV_KIND_NOTICE || n->deleted) {
            continue;
        }
        const smv_id *ids;
        size_t count = smv_client_children(a->client, n->id, true, &ids);
        bool mine = false;
        for (size_t i = 0; i < count && !mine; i++) {
            struct smv_value v;
            smv_client_value(a->client, ids[i], SMV_RECEIPT_PLACE, &v);
            mine = v.num == a->place;
        }
        if (!mine) {
            struct smv_field_value place =
                smv_give_num(SMV_KIND_RECEIPT, SMV_RECEIPT_PLACE, a->place);
            return smv_client_add(a->client, SMV_KIND_RECEIPT, n->id, 0, &place, 1) != 0;
        }
    }
    return false;
}

static bool call_for_help(struct smv_player *a)
{
    for (const struct smv_node *n = smv_player_root(a)->first; n != NULL; n = n->next) {
        if (n->kind == SMV_KIND_CALL && smv_node_num(n, SMV_CALL_PLACE) == a->place &&
            smv_node_num(n, SMV_CALL_STATE) != CALL_OVER) {
            return smv_player_set(a, n->id, SMV_CALL_STATE, CALL_OVER);
        }
    }
    struct smv_field_value fields[2] = {
        smv_give_num(SMV_KIND_CALL, SMV_CALL_PLACE, a->place),
        smv_give_num(SMV_KIND_CALL, SMV_CALL_ABOUT, smv_rng_below(&a->rng, 3))};
    smv_id call =
        smv_client_add(a->client, SMV_KIND_CALL, SMV_ROOT, smv_player_last(a, SMV_ROOT), fields, 2);
    return call != 0 &&
           smv_player_type(a, call, SMV_CALL_TEXT, false, smv_text_some(&a->rng, SMV_TEXT_PARKED));
}

static bool ready(struct smv_player *a)
{
    struct smv_client_info info;
    smv_client_info(a->client, &info);
    if (info.place != 0) {
        a->place = info.place;
    }
    return a->place != 0 && smv_tree_count(smv_client_confirmed(a->client)) > 1;
}

/* The scribe of the same room types in a field that others may type in: type there too. */
static bool join_in(struct smv_player *a)
{
    for (size_t i = 0; i < a->play->n_players; i++) {
        const struct smv_player *b = a->play->players[i];
        if (b == a || b->place != a->place || !b->typing || b->place == 0) {
            continue;
        }
        const struct smv_wanted *w = smv_expect_find(&a->play->expect, b->id, b->field);
        return w != NULL && w->shared && smv_client_kind(a->client, b->id) != 0 &&
               smv_player_type(a, b->id, b->field, true, smv_text_some(&a->rng, SMV_TEXT_SENTENCE));
    }
    return false;
}

static bool beside(struct smv_player *a)
{
    uint64_t dice = smv_rng_below(&a->rng, 1000);
    if (dice < 6) {
        return call_for_help(a);
    }
    return dice < 120 && receive_notice(a);
}

static smv_ms scribe_next(struct smv_player *a, smv_ms now)
{
    (void)now;
    if (!ready(a)) {
        return WAIT_MS;
    }
    if (beside(a)) {
        return 500;
    }
    const struct smv_node *sheet = some_sheet(a);
    if (sheet == NULL) {
        return 5000;
    }
    (void)smv_desk_work(a, sheet->id, (unsigned)smv_node_num(sheet, SMV_SHEET_FORM));
    /* the group talks before there is something to write */
    return smv_player_chance(a, 100) ? 10000 + smv_rng_below(&a->rng, 50000)
                                     : 400 + smv_rng_below(&a->rng, 4000);
}

static smv_ms facilitator_next(struct smv_player *a, smv_ms now)
{
    (void)now;
    if (!ready(a)) {
        return WAIT_MS;
    }
    if (beside(a) || (smv_player_chance(a, 350) && join_in(a))) {
        return 1000;
    }
    const struct smv_node *sheet = some_sheet(a);
    if (sheet == NULL) {
        return 5000;
    }
    (void)smv_desk_work(a, sheet->id, (unsigned)smv_node_num(sheet, SMV_SHEET_FORM));
    return 3000 + smv_rng_below(&a->rng, 25000);
}

/* On a telephone, and in the talk too: slower than a scribe, and more is waited for. */
static smv_ms secretary_next(struct smv_player *a, smv_ms now)
{
    (void)now;
    if (!ready(a)) {
        return WAIT_MS;
    }
    if (beside(a)) {
        return 2000;
    }
    const struct smv_node *sheet = some_sheet(a);
    if (sheet == NULL) {
        return 5000;
    }
    (void)smv_desk_work(a, sheet->id, (unsigned)smv_node_num(sheet, SMV_SHEET_FORM));
    return smv_player_chance(a, 200) ? 10000 + smv_rng_below(&a->rng, 50000)
                                     : 2000 + smv_rng_below(&a->rng, 8000);
}

const struct smv_part smv_part_secretary = {"secretary", secretary_next};
const struct smv_part smv_part_scribe = {"scribe", scribe_next};
const struct smv_part smv_part_facilitator = {"facilitator", facilitator_next};
