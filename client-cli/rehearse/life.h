/* life.h - a person of the rehearsal with a computer: client core, outbox on disk, connection, and its
 * breakdowns.
 *
 * What: steps the core as client-cli/io/session.c does (records, then frames, then the link), keeps the
 *       ledger beside it, and breaks things: the connection is cut, goes deaf (nothing passes, nobody is
 *       told), or the program dies without a word and comes back from its outbox.
 * Not:  does not choose what the person does (player.h) nor when things break (rehearse.c).
 * Uses: io/ws.h, io/outbox.h, player.h, ledger.h.    Thread: the loop's. */
#ifndef SMV_REHEARSE_LIFE_H
#define SMV_REHEARSE_LIFE_H
#include "client-cli/io/outbox.h"
#include "client-cli/io/ws.h"
#include "client-cli/rehearse/player.h"
#include "client-cli/rehearse/ledger.h"

struct smv_life {
    struct smv_player player;
    struct smv_ledger ledger;
    struct smv_client *client; /* NULL: dead */
    struct smv_ws *ws;
    struct smv_outbox box;
    struct smv_url url; /* with the secret */
    char *folder;       /* of its outbox; owned */
    unsigned role;      /* as its link says */
    bool mine;          /* the link was made by the rehearsal */
    bool deaf, broken;
    unsigned denied;  /* close code that told it to stay away; 0 none */
    uint64_t back_at; /* ms: when it hears, or lives, again */
    uint64_t wake;    /* ms: the core's */
    unsigned kills, cuts, silences;
    uint64_t seed;
    void *user;
    void (*heard)(void *life, const struct smv_item *item);
};

uint64_t smv_life_ms(void); /* steady */
uint64_t smv_life_us(void);
/* role, url, player, seed, heard and folder (which exists) are set by the caller before. */
SMV_CHECKED enum smv_err smv_life_start(struct smv_life *l, uv_loop_t *loop, const char *ca);
void smv_life_step(struct smv_life *l, enum smv_client_event_type type);
void smv_life_tick(struct smv_life *l, smv_ms day_ms); /* everything that is due */
bool smv_life_settled(const struct smv_life *l,
                      smv_seq *ret_seq); /* live, and nothing unconfirmed */
void smv_life_cut(struct smv_life *l);
void smv_life_deafen(struct smv_life *l, uint64_t ms);
void smv_life_kill(struct smv_life *l, uint64_t ms);
void smv_life_heal(struct smv_life *l);   /* hears and lives again, now */
void smv_life_stop(struct smv_life *l);   /* says good-bye; the connection is let go */
void smv_life_finish(struct smv_life *l); /* all but ws, which goes with its loop */

#endif
