/* leaders.c - moderator, organiser and participants: what moves borders, clocks, links and polls. */
#include <stdio.h>
#include <string.h>
#include "tests/sim/world.h"

#define KIND(k) (UINT64_C(1) << SMV_KIND_##k)

static void set_num(struct sim_laptop *l, smv_id id, unsigned field, uint64_t num)
{
    const struct smv_field_info *info = smv_field_info(smv_client_kind(l->c, id), field);
    if (info != NULL) {
        struct smv_value v = {.type = (enum smv_type)info->type, .num = num};
        (void)smv_client_set(l->c, id, field, &v);
    }
}

/* --- the moderator ------------------------------------------------------------------------------------------- */

static void stage(struct sim_laptop *l)
{
    const struct smv_node *s = sim_pick(l, KIND(STAGE), false);
    if (s == NULL) {
        return;
    }
    if (sim_chance(l->w, 300)) {
        set_num(l, s->id, SMV_STAGE_MODE, sim_below(l->w, 4));
        return;
    }
    struct smv_value show = {.type = SMV_TYPE_LIST};
    show.n_list = (uint32_t)sim_below(l->w, 3);
    for (uint32_t i = 0; i < show.n_list; i++) {
        show.list[i] = sim_pick(l, KIND(SHEET) | KIND(QUESTION), false)->id;
    }
    (void)smv_client_set(l->c, s->id, SMV_STAGE_SHOW, &show);
}

static void notice(struct sim_laptop *l)
{
    struct smv_buf text = {0};
    const struct smv_node *room = sim_pick(l, KIND(ROOM), false);
    uint32_t glyph = sim_glyph_new(l, &text);
    struct smv_field_value v[] = {
        {SMV_NOTICE_TEXT, {.type = SMV_TYPE_TEXT, .str = smv_buf_span(&text)}},
        {SMV_NOTICE_PLACE, {.type = SMV_TYPE_REF, .num = room->id}}};
    const struct smv_node *old = sim_pick(l, KIND(NOTICE), false);
    if (old != NULL && sim_chance(l->w, 300)) {
        set_num(l, old->id, SMV_NOTICE_PLACE, sim_chance(l->w, 500) ? room->id : 0);
    } else {
        smv_id id =
            smv_client_add(l->c, SMV_KIND_NOTICE, SMV_ROOT, 0, v, sim_chance(l->w, 500) ? 2 : 1);
        sim_glyph_typed(l, glyph, id != 0);
    }
    smv_buf_finish(&text);
}

static void new_poll(struct sim_laptop *l)
{
    const struct smv_node *sheet = sim_pick(l, KIND(SHEET), false);
    for (unsigned i = 0; i < 40 && sheet != NULL && smv_node_num(sheet, SMV_SHEET_FORM) != 8; i++) {
        sheet = sim_pick(l, KIND(SHEET), false);
    }
    if (sheet == NULL || smv_node_num(sheet, SMV_SHEET_FORM) != 8) {
        return;
    }
    struct smv_field_value v[] = {
        {SMV_POLL_FORM, {.type = SMV_TYPE_INT, .num = sim_below(l->w, 5)}},
        {SMV_POLL_MOST, {.type = SMV_TYPE_INT, .num = 3}}};
    smv_id poll = smv_client_add(l->c, SMV_KIND_POLL, sheet->id, 0, v, 2);
    for (unsigned i = 0; i < 3 && poll != 0; i++) {
        struct smv_field_value t = {SMV_CHOICE_TEXT,
                                    {.type = SMV_TYPE_TEXT, .str = smv_span_str("choice")}};
        (void)smv_client_add(l->c, SMV_KIND_CHOICE, poll, 0, &t, 1);
    }
    set_num(l, poll, SMV_POLL_STATE, 1);
}

static void poll(struct sim_laptop *l)
{
    const struct smv_node *p = sim_pick(l, KIND(POLL), false);
    if (p == NULL || sim_chance(l->w, 150)) {
        new_poll(l);
        return;
    }
    uint64_t what = sim_below(l->w, 10);
    const struct smv_node *a = sim_pick(l, KIND(ANSWER), false);
    if (what < 4) {
        set_num(l, p->id, SMV_POLL_REVEALED, sim_below(l->w, 2));
    } else if (what < 6) {
        set_num(l, p->id, SMV_POLL_STATE, 1);
    } else if (what < 7) {
        set_num(l, p->id, SMV_POLL_STATE, 2);
    } else if (a != NULL) {
        set_num(l, a->id, SMV_ANSWER_HELD, sim_below(l->w, 2));
    }
}

static void audience(struct sim_laptop *l)
{
    static const uint64_t masks[] = {0, 1, 1, 3, 5, 9, 13, 2, 15};
    const struct smv_node *s = sim_pick(l, KIND(SHEET), false);
    set_num(l, s->id, SMV_SHEET_AUDIENCE, masks[sim_below(l->w, sizeof masks / sizeof masks[0])]);
}

static void lead_clock(struct sim_laptop *l)
{
    const struct smv_node *s = sim_pick(l, KIND(SESSION), false);
    (void)smv_client_clock(l->c, s->id, (unsigned)sim_below(l->w, 5),
                           (int64_t)sim_below(l->w, 3) * 60000);
}

static bool ready(struct sim_laptop *l)
{
    return sim_pick(l, KIND(SESSION), false) != NULL && sim_pick(l, KIND(ROOM), false) != NULL &&
           sim_pick(l, KIND(SHEET), false) != NULL;
}

void sim_act_moderator(struct sim_laptop *l)
{
    struct sim_world *w = l->w;
    unsigned what = (unsigned)sim_below(w, 100);
    if (!ready(l)) {
        return;
    }
    if (what < 15 && w->p.borders) {
        stage(l);
    } else if (what < 28 && w->p.borders) {
        audience(l);
    } else if (what < 36) {
        lead_clock(l);
    } else if (what < 46) {
        (void)smv_client_lock(l->c, sim_pick(l, KIND(SHEET), false)->id, sim_chance(w, 400));
    } else if (what < 56) {
        notice(l);
    } else if (what < 72 && w->p.polls) {
        poll(l);
    } else if (what < 85) {
        const struct smv_node *n = sim_pick(l, KIND(POINT) | KIND(CARD) | KIND(ACTION), false);
        if (n != NULL) {
            unsigned star = n->kind == SMV_KIND_POINT  ? SMV_POINT_STAR
                            : n->kind == SMV_KIND_CARD ? SMV_CARD_STAR
                                                       : SMV_ACTION_STAR;
            set_num(l, n->id, star, sim_below(w, 2));
        }
    } else {
        const struct smv_node *s = sim_pick(l, KIND(SHEET), false);
        if (smv_node_num(s, SMV_SHEET_MODERATED) != 0 || sim_chance(w, 100)) {
            (void)sim_type(l, s->id, SMV_SHEET_TITLE);
        }
    }
}

/* --- the organiser --------------------------------------------------------------------------------------------- */

static struct sim_laptop *owner_of(struct sim_world *w, smv_id link)
{
    for (unsigned i = 0; i < w->n_laptops; i++) {
        if (w->laptops[i].link == link) {
            return &w->laptops[i];
        }
    }
    return NULL;
}

/* A link is revoked; later it is renewed and its owner comes back with the new secret. */
static void links(struct sim_laptop *l)
{
    struct sim_world *w = l->w;
    const struct smv_node *n = sim_pick(l, KIND(LINK), false);
    struct sim_laptop *owner = n == NULL ? NULL : owner_of(w, n->id);
    if (owner == NULL || owner->role == SMV_ROLE_ORGANISER || owner->role == SMV_ROLE_MODERATOR) {
        return;
    }
    if (smv_node_num(n, SMV_LINK_REVOKED) == 0) {
        set_num(l, n->id, SMV_LINK_REVOKED, 1);
        return;
    }
    uint8_t hash[32];
    char token[64];
    sim_token(owner->name, ++w->n_secrets, token, sizeof token);
    sim_token_hash(token, hash);
    struct smv_value v = {.type = SMV_TYPE_BYTES, .str = smv_span(hash, 32)};
    (void)smv_client_set(l->c, n->id, SMV_LINK_HASH, &v);
    set_num(l, n->id, SMV_LINK_REVOKED, 0);
    if (owner->c != NULL && smv_client_state(owner->c) == SMV_CLIENT_DENIED) {
        snprintf(owner->token, sizeof owner->token, "%s", token);
        sim_laptop_crash(owner, 3000); /* the page is opened anew with the new link */
    }
}

static void rearrange(struct sim_laptop *l)
{
    struct sim_world *w = l->w;
    const struct smv_node *s = sim_pick(l, KIND(SHEET), false);
    const struct smv_node *g = sim_pick(l, KIND(GROUP), false);
    const struct smv_node *r = sim_pick(l, KIND(ROOM), false);
    switch (sim_below(w, 6)) {
    case 0: set_num(l, SMV_ROOT, SMV_SEMINAR_READS, sim_below(w, 16)); break;
    case 1:
        if (smv_node_num(s, SMV_SHEET_ROOM) != 0) {
            set_num(l, s->id, SMV_SHEET_ROOM, r->id);
        }
        break;
    case 2:
        if (g != NULL) {
            set_num(l, g->id, SMV_GROUP_ROOM, r->id);
        }
        break;
    case 3: {
        const struct smv_node *c = sim_pick(l, KIND(COMPOSITION), false);
        set_num(l, sim_pick(l, KIND(SESSION), false)->id, SMV_SESSION_COMPOSITION, c->id);
        break;
    }
    case 4:
        if (sim_chance(w, 200)) {
            (void)smv_client_add(l->c, SMV_KIND_ROOM, SMV_ROOT, r->id, NULL, 0);
        }
        break;
    default: (void)smv_client_move(l->c, s->id, s->parent->id, 0); break;
    }
}

void sim_act_organiser(struct sim_laptop *l)
{
    struct sim_world *w = l->w;
    unsigned what = (unsigned)sim_below(w, 100);
    if (!ready(l)) {
        return;
    }
    if (what < 20 && w->p.links) {
        links(l);
    } else if (what < 40 && w->p.borders) {
        rearrange(l);
    } else if (what < 60) {
        const struct smv_node *q = sim_pick(l, KIND(QUESTION), false);
        (void)sim_type(l, q->id, SMV_QUESTION_TEXT);
    } else if (what < 70 && w->p.deletes) {
        const struct smv_node *s = sim_pick(l, KIND(SHEET), false);
        (void)(s->deleted ? smv_client_undel(l->c, s->id) : smv_client_del(l->c, s->id));
    } else if (what < 75) {
        struct smv_value v = {.type = SMV_TYPE_STR, .str = smv_span_str("sv")};
        (void)smv_client_set(l->c, SMV_ROOT, SMV_SEMINAR_LANG, &v);
    }
}

/* --- participants -------------------------------------------------------------------------------------------------- */

static void vote(struct sim_laptop *l)
{
    const struct smv_node *p = sim_pick(l, KIND(POLL), false);
    smv_id choices[3];
    size_t n = 0;
    struct smv_buf text = {0};
    if (p == NULL) {
        return;
    }
    for (const struct smv_node *c = p->first; c != NULL && n < 3; c = c->next) {
        if (c->kind == SMV_KIND_CHOICE && sim_chance(l->w, 500)) {
            choices[n++] = c->id;
        }
    }
    if (smv_node_num(p, SMV_POLL_FORM) == 0 && sim_chance(l->w, 800)) {
        uint32_t glyph = sim_glyph_new(l, &text);
        (void)glyph; /* a ballot may be taken back: it is not followed further */
    }
    (void)smv_client_ballot(l->c, p->id, smv_buf_span(&text), choices, n);
    smv_buf_finish(&text);
}

/* A table founds its group; the one who did comes back as its secretary. */
static void found(struct sim_laptop *l)
{
    struct sim_world *w = l->w;
    char table[8];
    uint8_t hash[32];
    if (w->n_laptops + 1 >= SIM_LAPTOPS || l->founded ||
        smv_client_state(l->c) != SMV_CLIENT_LIVE) {
        return;
    }
    sim_token("secretary", ++w->n_secrets, l->secret, sizeof l->secret);
    sim_token_hash(l->secret, hash);
    snprintf(table, sizeof table, "%ub", (unsigned)sim_below(w, 2) + 1);
    l->founded = smv_client_join(l->c, smv_span_str(table), smv_span_str(table), hash);
}

/* The receipt is there: the phone opens the group's own page. */
static void become_secretary(struct sim_laptop *l)
{
    const struct smv_msg *m = smv_client_last(l->c, SMV_MSG_KIND_RECEIPT);
    struct sim_world *w = l->w;
    char name[24];
    if (m == NULL || m->u.receipt.code != 0 || l->secret[0] == '\0' ||
        smv_tree_find(&w->oracle.state.tree, m->u.receipt.what) == NULL ||
        smv_tree_find(&w->oracle.state.tree, m->u.receipt.what)->kind != SMV_KIND_GROUP) {
        return;
    }
    snprintf(name, sizeof name, "sec%u", w->n_laptops);
    struct sim_laptop *s =
        sim_laptop_new(w, name, SMV_ROLE_SECRETARY, m->u.receipt.what, l->secret);
    sim_oracle_view(w, sim_view_of(s->role, s->place));
    l->secret[0] = '\0';
}

void sim_act_phone(struct sim_laptop *l)
{
    struct sim_world *w = l->w;
    unsigned what = (unsigned)sim_below(w, 100);
    become_secretary(l);
    if (what < 40 && w->p.polls) {
        vote(l);
    } else if (what < 50) {
        const struct smv_node *g = sim_pick(l, KIND(GROUP), false);
        (void)smv_client_pick(l->c, g == NULL || sim_chance(w, 200) ? 0 : g->id);
    } else if (what < 52 && l->index % 3 == 0) {
        found(l);
    }
}
