/* world.h - a whole seminar in one thread, from one printed seed.
 *
 * What: daemon core x 1 on the log in memory, client cores x N, two clocks, a network per connection, disks that
 *       survive crashes, people who work, and an oracle that folds the log beside the daemon.
 * Not:  nothing real: no socket, file, sleep or wall clock; a seed gives the same trace everywhere.
 * Uses: daemon/core, daemon/io/log_mem.h, client-cli/core.    Thread: one.
 * Parts: world.c (time, daemon, its disk), net.c (connections), laptop.c (a client and its outbox), people.c
 *       (who does what), genesis.c (the first tree), oracle.c (the log folded again), frames.c (what is sent),
 *       check.c (what must be true in the end). */
#ifndef SMV_TESTS_SIM_WORLD_H
#define SMV_TESTS_SIM_WORLD_H
#include "client-cli/core/client.h"
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "common/base/map.h"
#include "common/base/rng.h"
#include "common/model/rights.h"
#include "daemon/core/core.h"
#include "daemon/core/fold.h"
#include "daemon/io/log_mem.h"

enum {
    SIM_LAPTOPS = 28,
    SIM_ROOMS = 4,
    SIM_VIEWS = 24,
    SIM_BACKUPS = 3,
    SIM_GLYPH0 = 0xF0000, /* each typed mark is a code point of its own, from here on */
    SIM_GLYPHS = 60000
};

/* What may go wrong and how people work; chances per mille. */
struct sim_profile {
    uint64_t steps;         /* events until everything heals */
    unsigned rooms, phones; /* 2..4, 0..4 */
    unsigned delay_ms;      /* most, one way */
    unsigned commit_ms;     /* most, from append to durable */
    unsigned cut, hold;     /* per network fault: connection cut, one way silent */
    unsigned daemon_crash, client_crash, disk_full, restore, drain, jump; /* per fault time */
    unsigned fault_ms;    /* mean time between faults; 0 none */
    unsigned think_ms;    /* most, between two deeds of a person */
    uint32_t ring_frames; /* 0: as in life */
    size_t ring_bytes;
    unsigned slow; /* chance that a connection reads slowly */
    bool deletes;  /* people delete text and nodes */
    bool links;    /* links are revoked and renewed */
    bool borders;  /* stage, audiences, sessions, sheets change */
    bool polls, no_limits, key_loss;
    const char *template_path; /* the day's plan; NULL: a small one made by hand */
};

struct sim_world;
struct sim_laptop;

struct sim_frame {
    uint64_t at;
    struct smv_buf bytes;
    bool is_close;
    unsigned code;
};
struct sim_queue {
    struct sim_frame *items;
    size_t n, cap, bytes;
};
struct sim_conn {
    struct sim_conn *next;
    unsigned id;
    struct sim_laptop *laptop; /* NULL: the client has given it up */
    struct smv_conn *core;     /* NULL: not open yet, or closed */
    bool opened, closing, welcomed;
    struct sim_queue up, down;
    uint64_t open_at, dead_at; /* dead_at: the daemon learns that it is gone; 0 not */
    uint64_t up_hold, down_hold;
    size_t room;                     /* bytes that its socket takes at once */
    uint64_t read_ms;                /* a slow reader's time per frame */
    struct smv_view_id view, before; /* before: until PICK took effect */
    uint8_t epoch[16];
    smv_seq at; /* log position after what was sent */
};

struct sim_laptop {
    struct sim_world *w;
    unsigned index;
    char name[24], token[64];
    uint8_t cid[16];
    unsigned role; /* as meant; the daemon says its own */
    smv_id place, link;
    bool read_only, there, retired, denied_ok;
    struct smv_client *c;
    struct smv_buf *records; /* its disk */
    size_t n_records, cap_records;
    struct sim_conn *conn;
    uint64_t wake, act_at, start_at;
    uint64_t seed;
    smv_id made[32]; /* nodes it has added of late */
    unsigned n_made;
    uint32_t fresh[64]; /* marks typed since its disk was last written */
    unsigned n_fresh;
    char secret[64]; /* a phone that founds a group: the key to it */
    bool founded;
    bool offline; /* stories: the cable is out */
};

struct sim_glyph {
    uint16_t author;
    bool kept;      /* in an outbox: from here on it must not get lost */
    bool refused;   /* by the log, at some time */
    smv_id node[8]; /* where the log has it: a pattern's words are copied; 0 nowhere (yet) */
};

struct sim_oracle {
    struct smv_state state;
    bool there;
    struct smv_map effective; /* mix(ord) -> last n that had an effect */
    struct smv_map judged;    /* ord -> last n that had a verdict */
    struct smv_view_id views[SIM_VIEWS];
    struct smv_map ever[SIM_VIEWS]; /* governors that the view could read at some time */
    size_t n_views;
    smv_seq digest_seq[SIM_VIEWS];
    uint64_t digest[SIM_VIEWS];
    struct smv_map hashes;   /* mix(epoch, seq) -> h8, over all of the run */
    struct smv_map verdicts; /* seq -> code + 1, of this history */
};

struct sim_world {
    uint64_t seed, mono, wall_jump, step_no, until;
    struct smv_rng rng;
    struct sim_profile p;
    bool trace, healing, quiet; /* quiet: people rest */
    /* the daemon's machine */
    struct smv_mem_disk disk;
    struct smv_mem_disk backups[SIM_BACKUPS];
    unsigned n_backups;
    struct smv_log *log;
    struct smv_core *core;
    bool restoring, in_step, refusing;
    smv_seq known_head; /* what the side file knew when the file was opened */
    uint8_t known_chain[16];
    uint64_t daemon_wake, commit_at, answer_at, restart_at, drain_at, fault_at;
    struct smv_map keys; /* poll -> its secret: the key folder */
    struct {
        smv_id poll;
        uint8_t key[32];
        bool there;
    } key_answers[512];
    unsigned n_key_answers;
    /* network and people */
    struct sim_conn *conns;
    unsigned next_conn;
    struct sim_laptop laptops[SIM_LAPTOPS];
    unsigned n_laptops;
    smv_id rooms[SIM_ROOMS], stage;
    unsigned n_secrets;
    /* what is watched */
    struct sim_oracle oracle;
    struct sim_glyph *glyphs;
    uint32_t n_glyphs;
    unsigned restores; /* backups put back so far */
    uint64_t restored_at;
    struct {
        uint64_t entries, frames, confirms, crashes, client_crashes, snapshots, restores, refused,
            cuts, fetches, events, doubled;
    } count;
};

/* --- world.c */
void sim_profile_random(struct sim_profile *p, uint64_t seed);
void sim_profile_refill(struct sim_profile *p);
void sim_profile_calm(struct sim_profile *p); /* for stories: nothing goes wrong by itself */
struct sim_world *sim_create(uint64_t seed, const struct sim_profile *p, bool trace);
void sim_destroy(struct sim_world *w);
bool sim_step(struct sim_world *w);             /* the next event; false: nothing can happen */
void sim_run(struct sim_world *w, uint64_t ms); /* for so long */
void sim_settle(struct sim_world *w); /* all heals, people rest, everything drains; all checks */
void sim_daemon_step(struct sim_world *w, struct smv_event ev);
void sim_daemon_crash(struct sim_world *w, size_t keep);
void sim_daemon_stop(struct sim_world *w); /* clean: DRAIN, all durable */
void sim_daemon_start(struct sim_world *w);
void sim_backup_take(struct sim_world *w);
void sim_backup_restore(struct sim_world *w, unsigned which);
void sim_commit(struct sim_world *w, size_t max);
uint64_t sim_wall(const struct sim_world *w);
uint64_t sim_below(struct sim_world *w, uint64_t n);
bool sim_chance(struct sim_world *w, unsigned per_mille);
void sim_say(struct sim_world *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
_Noreturn void sim_fail(struct sim_world *w, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* --- net.c */
void sim_net_connect(struct sim_world *w, struct sim_laptop *l);
void sim_net_send(struct sim_world *w, struct sim_conn *c, struct smv_span bytes); /* up */
void sim_net_leave(struct sim_world *w, struct sim_laptop *l); /* the client's side ends */
void sim_net_cut(struct sim_world *w, struct sim_conn *c);
void sim_net_cut_all(struct sim_world *w); /* the daemon's process is gone */
void sim_net_pump(struct sim_world *w, struct sim_conn *c);
void sim_net_close(struct sim_world *w, struct sim_conn *c, unsigned code); /* the daemon's order */
uint64_t sim_net_next(struct sim_world *w, struct sim_conn **ret); /* time of the next event */
void sim_net_do(struct sim_world *w, struct sim_conn *c);
void sim_net_free(struct sim_world *w);

/* --- laptop.c */
struct sim_laptop *sim_laptop_new(struct sim_world *w, const char *name, unsigned role,
                                  smv_id place, const char *token);
void sim_laptop_event(struct sim_laptop *l, struct smv_client_event ev);
void sim_laptop_local(struct sim_laptop *l); /* after own work */
void sim_laptop_crash(struct sim_laptop *l, uint64_t back_ms);
void sim_laptop_start(struct sim_laptop *l);
void sim_laptop_free(struct sim_laptop *l);
struct smv_view_id sim_view_of(unsigned role, smv_id place);

/* --- people.c, leaders.c */
void sim_act(struct sim_laptop *l);
void sim_act_moderator(struct sim_laptop *l);
void sim_act_organiser(struct sim_laptop *l);
void sim_act_phone(struct sim_laptop *l);
/* A fresh mark (and perhaps some words) of l's. */
uint32_t sim_glyph_new(struct sim_laptop *l, struct smv_buf *text);
void sim_glyph_typed(struct sim_laptop *l, uint32_t glyph, bool accepted);
bool sim_type(struct sim_laptop *l, smv_id id,
              unsigned field); /* one insert somewhere, perhaps a deletion */
const struct smv_node *sim_pick(struct sim_laptop *l, uint64_t kinds, bool own); /* NULL: none */

/* --- genesis.c */
void sim_genesis(struct sim_world *w, struct smv_buf *state);
void sim_token(const char *name, unsigned version, char *ret, size_t size);
void sim_token_hash(const char *token, uint8_t ret[32]);

/* --- oracle.c */
void sim_oracle_reset(struct sim_world *w); /* from genesis over all of the disk */
void sim_oracle_advance(struct sim_world *w);
void sim_oracle_finish(struct sim_world *w);
void sim_oracle_view(struct sim_world *w, struct smv_view_id v);
size_t sim_oracle_index(struct sim_world *w, struct smv_view_id v);
uint64_t sim_oracle_digest(struct sim_world *w, struct smv_view_id v);
bool sim_node_in_view(const struct smv_node *n, void *view_and_tree);
struct sim_sight {
    const struct smv_tree *tree;
    struct smv_view_id view;
};
/* --- frames.c */
void sim_check_frame(struct sim_world *w, struct sim_conn *c, struct smv_span bytes);
size_t sim_find_glyphs(struct smv_span bytes, void (*found)(void *arg, uint32_t glyph), void *arg);

/* --- check.c */
void sim_check_step(struct sim_world *w, struct sim_laptop *l); /* after an event of l */
void sim_check_end(struct sim_world *w);
void sim_check_bounds(struct sim_world *w); /* what the daemon holds for others (I9) */

#endif
