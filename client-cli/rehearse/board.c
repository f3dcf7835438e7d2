/* board.c - work on a timeline: cards, arrows, obstacles, and what is copied from the board before. */
#include "client-cli/rehearse/desk.h"

enum { CARD_KINDS = 4 };

static smv_id random_card(struct smv_player *a, smv_id sheet)
{
    smv_id phase = smv_player_child(a, sheet, SMV_KIND_PHASE, false);
    return phase != 0 ? smv_player_child(a, phase, SMV_KIND_CARD, false) : 0;
}

static bool new_card(struct smv_player *a, smv_id sheet)
{
    smv_id phase = smv_player_child(a, sheet, SMV_KIND_PHASE, false);
    smv_id lane = smv_player_child(a, sheet, SMV_KIND_LANE, false);
    struct smv_field_value lane_field = smv_give_num(SMV_KIND_CARD, SMV_CARD_LANE, lane);
    if (phase == 0) {
        return false;
    }
    smv_id card = smv_desk_make(a, SMV_KIND_CARD, phase, &lane_field, lane != 0);
    if (card == 0) {
        return false;
    }
    if (smv_player_chance(a, 500)) {
        smv_player_later(a, card, SMV_CARD_BODY, smv_text_some(&a->rng, SMV_TEXT_SENTENCE));
    }
    if (smv_player_chance(a, 500)) {
        smv_player_later(a, card, SMV_CARD_WHO, smv_text_some(&a->rng, SMV_TEXT_WHO));
    }
    if (smv_player_chance(a, 400)) {
        smv_player_later(a, card, SMV_CARD_WHEN, smv_text_some(&a->rng, SMV_TEXT_WHEN));
    }
    return smv_player_type(a, card, SMV_CARD_TITLE, false, smv_text_some(&a->rng, SMV_TEXT_TITLE));
}

static bool new_flow(struct smv_player *a, smv_id sheet)
{
    smv_id from = random_card(a, sheet), to = random_card(a, sheet);
    if (from == 0 || to == 0 || from == to) {
        return false;
    }
    struct smv_field_value ends[2] = {smv_give_num(SMV_KIND_FLOW, SMV_FLOW_FROM, from),
                                      smv_give_num(SMV_KIND_FLOW, SMV_FLOW_TO, to)};
    smv_id flow = smv_desk_make(a, SMV_KIND_FLOW, sheet, ends, 2);
    return flow != 0 &&
           smv_player_type(a, flow, SMV_FLOW_LABEL, false, smv_text_some(&a->rng, SMV_TEXT_TITLE));
}

static bool new_obstacle(struct smv_player *a, smv_id sheet)
{
    smv_id flow = smv_player_child(a, sheet, SMV_KIND_FLOW, false);
    smv_id on = flow != 0 && smv_player_chance(a, 400) ? flow : random_card(a, sheet);
    smv_id obstacle = on != 0 ? smv_desk_make(a, SMV_KIND_OBSTACLE, on, NULL, 0) : 0;
    return obstacle != 0 && smv_player_type(a, obstacle, SMV_OBSTACLE_TEXT, false,
                                            smv_text_some(&a->rng, SMV_TEXT_OBSTACLE));
}

static bool change_card(struct smv_player *a, smv_id sheet)
{
    smv_id card = random_card(a, sheet);
    if (card == 0) {
        return false;
    }
    switch (smv_rng_below(&a->rng, CARD_KINDS)) {
    case 0: return smv_player_set(a, card, SMV_CARD_STAR, smv_rng_below(&a->rng, 2));
    case 1: return smv_player_set(a, card, SMV_CARD_COLOUR, smv_rng_below(&a->rng, 8));
    case 2:
        return smv_player_set(a, card, SMV_CARD_LANE,
                              smv_player_child(a, sheet, SMV_KIND_LANE, false));
    default:
        return smv_player_reword(a, card, SMV_CARD_TITLE, smv_text_some(&a->rng, SMV_TEXT_WHO));
    }
}

static bool move_card(struct smv_player *a, smv_id sheet)
{
    smv_id card = random_card(a, sheet);
    smv_id phase = smv_player_child(a, sheet, SMV_KIND_PHASE, false);
    smv_id after = phase != 0 ? smv_player_child(a, phase, SMV_KIND_CARD, false) : 0;
    return card != 0 && phase != 0 && card != after &&
           smv_client_move(a->client, card, phase, after);
}

bool smv_desk_board(struct smv_player *a, smv_id sheet)
{
    uint64_t dice = smv_rng_below(&a->rng, 100);
    if (dice < 40) {
        return new_card(a, sheet);
    }
    if (dice < 53) {
        return new_flow(a, sheet);
    }
    if (dice < 67) {
        return new_obstacle(a, sheet);
    }
    if (dice < 77) {
        return smv_desk_copy(a, sheet);
    }
    if (dice < 87) {
        return change_card(a, sheet);
    }
    if (dice < 93) {
        return move_card(a, sheet);
    }
    smv_id phase = smv_player_child(a, sheet, SMV_KIND_PHASE, false);
    return phase != 0 && smv_desk_tidy(a, phase, SMV_KIND_CARD);
}

/* --- from the board before ----------------------------------------------------------------------------- */
static const struct smv_node *earlier_card(struct smv_player *a, smv_id sheet)
{
    const struct smv_node *root = smv_player_root(a), *chosen = NULL;
    uint64_t fit = 0;
    for (const struct smv_node *n = root; n != NULL; n = smv_tree_walk(root, n)) {
        const struct smv_node *on = n->kind == SMV_KIND_CARD ? smv_node_sheet(n) : NULL;
        if (on != NULL && on->id != sheet && smv_node_num(on, SMV_SHEET_EACH) == 0 &&
            !smv_node_gone(n) && smv_rng_below(&a->rng, ++fit) == 0) {
            chosen = n;
        }
    }
    return chosen;
}

bool smv_desk_copy(struct smv_player *a, smv_id sheet)
{
    const struct smv_node *card = earlier_card(a, sheet);
    smv_id phase = smv_player_child(a, sheet, SMV_KIND_PHASE, false);
    if (card == NULL || phase == 0 || smv_node_str(card, SMV_CARD_TITLE).len == 0) {
        return false;
    }
    struct smv_span title = smv_node_str(card, SMV_CARD_TITLE);
    struct smv_span body = smv_node_str(card, SMV_CARD_BODY);
    struct smv_field_value fields[3] = {smv_give_text(SMV_CARD_TITLE, title),
                                        smv_give_text(SMV_CARD_BODY, body),
                                        smv_give_num(SMV_KIND_CARD, SMV_CARD_ORIGIN, card->id)};
    smv_id copy = smv_desk_make(a, SMV_KIND_CARD, phase, fields, 3);
    if (copy != 0) {
        smv_player_gave(a, copy, SMV_CARD_TITLE, title);
        smv_player_gave(a, copy, SMV_CARD_BODY, body);
    }
    return copy != 0;
}
