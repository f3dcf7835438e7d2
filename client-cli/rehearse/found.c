/* found.c - tables found their own groups: where participants may, every fifth one takes the pen.
 *
 * Two groups at each table, as people number them: 1a, 1b, 2a ... The secret stays in this process; its hash goes
 * with the request. When the daemon has said yes, the same person opens the group's own page: a new life. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include "client-cli/rehearse/rehearse_int.h"
#include "common/base/hash.h"
#include "common/base/heap.h"

enum { PER_GROUP = 5, ASK_AGAIN_MS = 2000 };

static const smv_ms FOUNDED_FIRST = UINT64_MAX / 2;

struct smv_founder {
    struct smv_life *phone;
    struct smv_life *writer; /* NULL: not yet */
    uint64_t asked_ms;
    char table[16], secret[33];
};

/* Is there a composition that waits for groups, and may participants make them? */
static bool may_found(const struct smv_run *run)
{
    const struct smv_life *o = run->organiser;
    if (o == NULL || smv_node_num(smv_player_root(&o->player), SMV_SEMINAR_FOUND) == 0) {
        return false;
    }
    const struct smv_node *n = smv_player_root(&o->player)->first;
    while (n != NULL && !(n->kind == SMV_KIND_COMPOSITION && !n->deleted &&
                          smv_span_is(smv_node_str(n, SMV_COMPOSITION_RULE), "self"))) {
        n = n->next;
    }
    return n != NULL;
}

void smv_run_choose_founders(struct smv_run *run)
{
    size_t nth = 0;
    if (!may_found(run)) {
        return;
    }
    for (size_t i = 0; i < run->n_lives; i++) {
        if (run->lives[i]->role != SMV_ROLE_PARTICIPANT || nth++ % PER_GROUP != 0) {
            continue;
        }
        struct smv_founder f = {.phone = run->lives[i]};
        snprintf(f.table, sizeof f.table, "%u%c", (unsigned)(run->n_founders / 2 + 1),
                 run->n_founders % 2 == 0 ? 'a' : 'b');
        smv_run_secret(f.secret);
        f.phone->player.due = FOUNDED_FIRST; /* a ballot's receipt would hide the group's */
        run->founders = smv_grow(run->founders, &run->cap_founders, run->n_founders + 1, sizeof f);
        run->founders[run->n_founders++] = f;
    }
}

static void ask(struct smv_founder *f, uint64_t now)
{
    uint8_t hash[32];
    char name[40];
    struct smv_span secret = smv_span_str(f->secret);
    smv_hash(hash, sizeof hash, smv_span(NULL, 0), &secret, 1);
    snprintf(name, sizeof name, "Bord %s", f->table);
    if (smv_client_join(f->phone->client, smv_span_str(f->table), smv_span_str(name), hash)) {
        f->asked_ms = now;
        smv_life_step(f->phone, SMV_CLIENT_EVENT_LOCAL);
    }
}

/* The group that the daemon gave: the phone sees groups like everybody, by their table. */
static smv_id group_of(const struct smv_founder *f)
{
    const struct smv_node *root = smv_player_root(&f->phone->player);
    for (const struct smv_node *n = root; n != NULL; n = smv_tree_walk(root, n)) {
        if (n->kind == SMV_KIND_GROUP && !n->deleted &&
            smv_span_is(smv_node_str(n, SMV_GROUP_TABLE), f->table)) {
            return n->id;
        }
    }
    return 0;
}

static void write_for(struct smv_run *run, struct smv_founder *f, smv_id group)
{
    f->writer =
        smv_run_person(run, &smv_part_secretary, SMV_ROLE_SECRETARY, &f->phone->url, f->secret);
    f->phone->player.due = smv_run_day(run);
    if (smv_client_pick(f->phone->client, group)) {
        f->phone->player.script[0] = group;
        smv_life_step(f->phone, SMV_CLIENT_EVENT_LOCAL);
    }
}

void smv_run_found(struct smv_run *run, uint64_t now)
{
    size_t before = run->n_lives;
    for (size_t i = 0; i < run->n_founders; i++) {
        struct smv_founder *f = &run->founders[i];
        if (f->writer != NULL || f->phone->client == NULL || f->phone->deaf ||
            smv_client_state(f->phone->client) != SMV_CLIENT_LIVE) {
            continue;
        }
        const struct smv_msg *m = smv_client_last(f->phone->client, SMV_MSG_KIND_RECEIPT);
        smv_id group = group_of(f);
        if (group != 0 && m != NULL && m->u.receipt.code == 0 && m->u.receipt.what == group) {
            write_for(run, f, group);
        } else if (f->asked_ms == 0 || now - f->asked_ms > ASK_AGAIN_MS) {
            ask(f, now);
        }
    }
    if (run->n_lives > before) {
        smv_run_start_people(run);
    }
}

bool smv_run_founding(const struct smv_run *run, const struct smv_life *phone)
{
    for (size_t i = 0; i < run->n_founders; i++) {
        if (run->founders[i].phone == phone) {
            return run->founders[i].writer == NULL;
        }
    }
    return false;
}

bool smv_run_all_founded(const struct smv_run *run)
{
    for (size_t i = 0; i < run->n_founders; i++) {
        if (run->founders[i].writer == NULL) {
            return false;
        }
    }
    return true;
}

/* Nobody else has these links: they go with the rehearsal. */
void smv_run_close_tables(struct smv_run *run)
{
    struct smv_life *o = run->organiser;
    for (const struct smv_node *n = o != NULL ? smv_player_root(&o->player)->first : NULL;
         n != NULL; n = n->next) {
        if (n->kind != SMV_KIND_LINK || smv_node_num(n, SMV_LINK_REVOKED) != 0) {
            continue;
        }
        for (size_t i = 0; i < run->n_founders; i++) {
            uint8_t hash[32];
            struct smv_span secret = smv_span_str(run->founders[i].secret);
            smv_hash(hash, sizeof hash, smv_span(NULL, 0), &secret, 1);
            if (smv_span_eq(smv_node_str(n, SMV_LINK_HASH), smv_span(hash, sizeof hash))) {
                (void)smv_player_set(&o->player, n->id, SMV_LINK_REVOKED, 1);
            }
        }
    }
}
