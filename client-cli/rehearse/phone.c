/* phone.c - those who mostly read: a participant with a telephone, the screen, the organiser. */
#include "client-cli/rehearse/player.h"

enum { POLL_OPEN = 1, FORM_TEXT = 0, FORM_RANKING = 3, FORM_DOTS = 4, MOST = 8 };
enum {
    PICKED,
    ANSWERED,
    REMEMBERED = 3
}; /* script: the group; the last polls that were answered */

static bool pick(struct smv_player *a)
{
    const struct smv_node *root = smv_player_root(a);
    smv_id group = 0;
    uint64_t fit = 0;
    for (const struct smv_node *n = root; n != NULL; n = smv_tree_walk(root, n)) {
        if (n->kind == SMV_KIND_GROUP && !smv_node_gone(n) && smv_rng_below(&a->rng, ++fit) == 0) {
            group = n->id;
        }
    }
    bool ok = group != 0 && smv_client_pick(a->client, group);
    a->script[PICKED] = ok ? group : a->script[PICKED];
    return ok;
}

static bool vote(struct smv_player *a, const struct smv_node *poll)
{
    smv_id choices[MOST];
    size_t n = 0;
    uint64_t form = smv_node_num(poll, SMV_POLL_FORM), most = smv_node_num(poll, SMV_POLL_MOST);
    if (form == FORM_TEXT) {
        return smv_client_ballot(a->client, poll->id, smv_text_some(&a->rng, SMV_TEXT_SENTENCE),
                                 NULL, 0);
    }
    uint64_t want = form == FORM_RANKING ? MOST : most > 0 ? most : 1;
    for (const struct smv_node *k = poll->first; k != NULL && n < MOST && n < want; k = k->next) {
        if (k->kind == SMV_KIND_CHOICE && !k->deleted &&
            (form == FORM_RANKING || smv_player_chance(a, 500))) {
            choices[n++] = k->id;
        }
    }
    return smv_client_ballot(a->client, poll->id, smv_span(NULL, 0), choices, n);
}

static bool has_answered(const struct smv_player *a, smv_id poll)
{
    bool known = false;
    for (size_t i = 0; i < REMEMBERED; i++) {
        known = known || a->script[ANSWERED + i] == poll;
    }
    return known;
}

static void remember(struct smv_player *a, smv_id poll)
{
    if (!has_answered(a, poll)) {
        a->script[ANSWERED + 2] = a->script[ANSWERED + 1];
        a->script[ANSWERED + 1] = a->script[ANSWERED];
        a->script[ANSWERED] = poll;
    }
}

static smv_ms phone_next(struct smv_player *a, smv_ms now)
{
    (void)now;
    if (smv_client_state(a->client) != SMV_CLIENT_LIVE) {
        return 1000;
    }
    if (a->script[PICKED] == 0 || smv_player_chance(a, 10)) {
        (void)pick(a);
        return 5000 + smv_rng_below(&a->rng, 30000);
    }
    const struct smv_node *root = smv_player_root(a), *poll = NULL;
    uint64_t fit = 0;
    for (const struct smv_node *n = root; n != NULL; n = smv_tree_walk(root, n)) {
        if (n->kind == SMV_KIND_POLL && smv_node_num(n, SMV_POLL_STATE) == POLL_OPEN &&
            !smv_node_gone(n) && smv_rng_below(&a->rng, ++fit) == 0) {
            poll = n;
        }
    }
    bool fresh = poll != NULL && !has_answered(a, poll->id);
    if (poll != NULL && smv_player_chance(a, fresh ? 900 : 100)) {
        (void)vote(a, poll); /* some think better of it and answer again */
        remember(a, poll->id);
        return 3000 + smv_rng_below(&a->rng, 12000);
    }
    return 10000 + smv_rng_below(&a->rng, 30000);
}

static smv_ms only_reads(struct smv_player *a, smv_ms now)
{
    (void)a;
    (void)now;
    return 60000;
}

const struct smv_part smv_part_phone = {"phone", phone_next};
const struct smv_part smv_part_screen = {"screen", only_reads};
const struct smv_part smv_part_organiser = {"organiser", only_reads};
