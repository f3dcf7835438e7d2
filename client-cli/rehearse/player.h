/* player.h - a person of the rehearsal: what they do next, on their client, driven by time and chance.
 *
 * What: the person's state (what they type just now and where their cursor is), the choice of the next
 *       thing to do (one table per part: scribe.c, moderator.c, phone.c), and what must come of it
 *       (expect.h). A person who is offline goes on; a person whose computer died begins a new sentence.
 * Not:  no connection, no clock, no file: life.c steps the client and gives the time.
 * Uses: client-cli/core/client.h, expect.h, typing.h, texts.h.    Thread: pure; one owner.
 * Times are milliseconds of the day that is played, not of the wall. */
#ifndef SMV_REHEARSE_PLAYER_H
#define SMV_REHEARSE_PLAYER_H
#include "client-cli/core/client.h"
#include "client-cli/rehearse/expect.h"
#include "client-cli/rehearse/texts.h"
#include "client-cli/rehearse/typing.h"

struct smv_player;

/* What the people of one rehearsal share. */
struct smv_play {
    struct smv_expect expect;
    smv_ms length; /* of the day */
    bool chaos;
    bool ending; /* nobody begins anything new */
    struct smv_player **players;
    size_t n_players;
};

struct smv_part {
    const char *name;
    /* Do one thing (or begin to type); how long until the next one. */
    smv_ms (*next)(struct smv_player *a, smv_ms now);
};
extern const struct smv_part smv_part_scribe, smv_part_facilitator, smv_part_moderator,
    smv_part_phone, smv_part_secretary, smv_part_screen, smv_part_organiser;

enum { SMV_PLAYER_LATER = 4 };
struct smv_player {
    const struct smv_part *part;
    struct smv_play *play;
    struct smv_client *client; /* NULL while the computer is dead */
    struct smv_rng rng;
    char name[48];
    smv_id place; /* as WELCOME said; 0 not known */
    smv_ms due;   /* when the next stroke or choice is */

    bool typing;
    smv_id id; /* where they type */
    unsigned field;
    size_t caret;
    struct smv_piece *piece;
    struct smv_typing hand;
    struct smv_stroke stroke; /* the next one, at due */

    struct smv_player_later { /* fields to fill in next */
        smv_id id;
        unsigned field;
        struct smv_buf text;
    } later[SMV_PLAYER_LATER];
    size_t n_later;

    uint64_t strokes, things; /* strokes made, things done */
    uint64_t script[4]; /* the part's own memory; a phone's first: the group that it follows */
};

void smv_player_init(struct smv_player *a, struct smv_play *play, const struct smv_part *part,
                     uint64_t seed);
void smv_player_finish(struct smv_player *a);
/* All that is due; true: own work was made, step the client with LOCAL. */
bool smv_player_run(struct smv_player *a, smv_ms now);
/* After each step of the client: the cursor follows what others wrote. */
void smv_player_carry(struct smv_player *a);
/* The computer is gone, or what is shown was replaced: leave the sentence as it is. */
void smv_player_let_go(struct smv_player *a);

/* --- for the parts ------------------------------------------------------------------------------------ */
const struct smv_node *smv_player_root(const struct smv_player *a);       /* confirmed */
uint64_t smv_player_num(struct smv_player *a, smv_id id, unsigned field); /* shown */
/* One of the shown, not deleted children of that kind (0 any); 0: none. deleted: one of the deleted. */
smv_id smv_player_child(struct smv_player *a, smv_id parent, unsigned kind, bool deleted);
smv_id smv_player_last(struct smv_player *a,
                       smv_id parent); /* last child, deleted or not; 0 none */
/* Begin to type. shared: others may type there too. False: not now. */
bool smv_player_type(struct smv_player *a, smv_id id, unsigned field, bool shared,
                     struct smv_span text);
/* When the sentence is finished. Beyond SMV_PLAYER_LATER it is forgotten. */
void smv_player_later(struct smv_player *a, smv_id id, unsigned field, struct smv_span text);
/* A text that was given whole in an add. */
void smv_player_gave(struct smv_player *a, smv_id id, unsigned field, struct smv_span text);
bool smv_player_set(struct smv_player *a, smv_id id, unsigned field, uint64_t num);
/* Takes one word of the own text in id.field back and writes another (by difference, as a paste does). */
bool smv_player_reword(struct smv_player *a, smv_id id, unsigned field, struct smv_span word);
static inline bool smv_player_chance(struct smv_player *a, uint32_t per_mille)
{
    return smv_rng_chance(&a->rng, per_mille);
}
/* Field values for an add. */
struct smv_field_value smv_give_num(unsigned kind, unsigned field, uint64_t num);
struct smv_field_value smv_give_text(unsigned field, struct smv_span text);

#endif
