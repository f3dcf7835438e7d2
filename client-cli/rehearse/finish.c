/* finish.c - the judgement at the end: everybody against the organiser, the text against the strokes. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "client-cli/rehearse/judge.h"
#include "client-cli/rehearse/rehearse_int.h"

enum { TELL_MOST = 20 };

struct telling {
    const struct smv_life *who;
    unsigned told;
};

static void say_unit(void *arg, const struct smv_node *unit, const char *what)
{
    struct telling *t = arg;
    if (t->told++ < TELL_MOST) {
        fprintf(stderr, "rehearse: for %s the %s %" PRIu64 " %s\n", t->who->player.name,
                smv_kind_info(unit->kind) != NULL ? smv_kind_info(unit->kind)->name : "node",
                unit->id, what);
    }
}

static void say_field(void *arg, const struct smv_wanted *w, uint64_t missing, uint64_t extra)
{
    struct telling *t = arg;
    if (t->told++ < TELL_MOST) {
        fprintf(stderr,
                "rehearse: text %u of node %" PRIu64 ": %" PRIu64 " characters missing, %" PRIu64
                " too many\n",
                w->field, w->id, missing, extra);
    }
}

/* The one who reads most: the organiser, else a moderator. */
static const struct smv_life *measure(const struct smv_run *run)
{
    const struct smv_life *best = NULL;
    for (size_t i = 0; i < run->n_lives; i++) {
        const struct smv_life *l = run->lives[i];
        if (l->client != NULL && l->role <= SMV_ROLE_MODERATOR &&
            (best == NULL || l->role < best->role)) {
            best = l;
        }
    }
    return best;
}

static size_t line_of(unsigned role)
{
    return role < SMV_REPORT_ROLES ? role : SMV_REPORT_ROLES - 1;
}

static void count(struct smv_report *r, const struct smv_life *l)
{
    struct smv_report_line one = {.people = 1,
                                  .strokes = l->player.strokes,
                                  .sent = l->ledger.sent,
                                  .confirmed = l->ledger.confirmed,
                                  .anew = l->ledger.anew,
                                  .retries = l->ledger.retries,
                                  .ballots = l->ledger.ballots,
                                  .receipts = l->ledger.receipts,
                                  .kills = l->kills,
                                  .cuts = l->cuts,
                                  .silences = l->silences,
                                  .doubled = l->ledger.doubled,
                                  .denied = l->denied != 0 || l->broken,
                                  .confirm = l->ledger.confirm,
                                  .straight = l->ledger.straight,
                                  .moderator = l->ledger.moderator,
                                  .screen = l->ledger.screen};
    struct smv_client_info info = {.unconfirmed = 0};
    if (l->client != NULL) {
        smv_client_info(l->client, &info);
    }
    memcpy(one.refused, l->ledger.refused, sizeof one.refused);
    one.reconnects = l->ledger.connections > 0 ? l->ledger.connections - 1 : 0;
    one.lost = smv_ledger_open(&l->ledger) + info.unsent;
    struct smv_report_line *to = &r->roles[line_of(l->role)];
    to->name = l->player.part->name;
    smv_report_line_add(to, &one);
    smv_report_line_add(&r->all, &one);
    r->histories = l->ledger.histories > r->histories ? l->ledger.histories : r->histories;
}

/* What was there before the first position is the template's. */
static void count_kinds(struct smv_report *r, const struct smv_tree *t)
{
    for (const struct smv_node *n = t->root; n != NULL; n = smv_tree_walk(t->root, n)) {
        if (n->seq > 0 && n->kind < sizeof r->kinds / sizeof *r->kinds) {
            r->kinds[n->kind]++;
        }
    }
}

void smv_run_judge(struct smv_run *run)
{
    struct smv_report *r = run->report;
    const struct smv_life *whole = measure(run);
    struct telling fields = {.who = NULL};
    r->all.name = "all";
    for (size_t i = 0; i < run->n_lives; i++) {
        count(r, run->lives[i]);
    }
    if (whole == NULL) {
        r->settled = false;
        return;
    }
    struct smv_client_info info;
    smv_client_info(whole->client, &info);
    r->head = info.seq;
    count_kinds(r, smv_client_confirmed(whole->client));
    smv_expect_check(&run->play.expect, smv_client_confirmed(whole->client), say_field, &fields,
                     &r->text);
    for (size_t i = 0; i < run->n_lives; i++) {
        const struct smv_life *l = run->lives[i];
        struct telling t = {.who = l};
        if (l == whole || l->client == NULL) {
            continue;
        }
        smv_client_info(l->client, &info);
        smv_judge(smv_client_confirmed(whole->client), whole->role <= SMV_ROLE_ORGANISER,
                  smv_client_confirmed(l->client),
                  smv_judge_view(l->role, info.place, l->player.script[0]), say_unit, &t,
                  &r->compared, &r->diverged);
    }
}

json_t *smv_run_confirmed(const struct smv_run *run)
{
    json_t *list = json_array();
    for (size_t i = 0; i < run->n_lives; i++) {
        const struct smv_ledger *g = &run->lives[i]->ledger;
        for (size_t n = 0; n < g->n_ops; n++) {
            if (g->ops[n].sent && g->ops[n].state == SMV_LEDGER_CONFIRMED) {
                json_array_append_new(list,
                                      json_pack("[I, I]", (json_int_t)g->ord, (json_int_t)(n + 1)));
            }
        }
    }
    return list;
}
