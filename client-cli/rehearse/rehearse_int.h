/* rehearse_int.h - what the files of a rehearsal's run share: rehearse.c, prepare.c, finish.c. */
#ifndef SMV_REHEARSE_INT_H
#define SMV_REHEARSE_INT_H
#include "client-cli/rehearse/life.h"
#include "client-cli/rehearse/rehearse.h"

enum smv_run_phase {
    SMV_RUN_PREPARE, /* the organiser is coming in, or makes links */
    SMV_RUN_PLAY,
    SMV_RUN_SETTLE, /* nobody begins anything; everything broken is healed */
    SMV_RUN_TIDY,   /* judged; the organiser revokes what was made */
    SMV_RUN_OVER
};
struct smv_run {
    const struct smv_rehearse_config *config;
    uv_loop_t loop;
    uv_timer_t timer;
    uv_signal_t sigint, sigterm;
    struct smv_play play;
    struct smv_rng rng;
    char folder[256];
    struct smv_life **lives;
    size_t n_lives, cap_lives;
    struct smv_life *organiser; /* NULL: came with ready links that have none */
    struct smv_map by_ord;      /* ordinal to life */
    enum smv_run_phase phase;
    bool prepared; /* links were asked for */
    uint64_t began_ms, phase_ms, said_ms, quiet_ms, tick_ms;
    smv_seq settled_at;           /* sum of everybody's positions */
    struct smv_founder *founders; /* found.c */
    size_t n_founders, cap_founders;
    smv_id *minted;
    size_t n_minted, cap_minted;
    char code[32];
    enum smv_err err;
    const char *why;
    struct smv_report *report;
};

/* A person with a link; lives from PLAY on (the organiser at once). */
struct smv_life *smv_run_person(struct smv_run *run, const struct smv_part *part, unsigned role,
                                const struct smv_url *base, const char *secret);
void smv_run_fail(struct smv_run *run, enum smv_err err, const char *why);
void smv_run_phase(struct smv_run *run, enum smv_run_phase phase);
smv_ms smv_run_day(const struct smv_run *run); /* ms of the day that is played */
/* prepare.c */
void smv_run_prepare(struct smv_run *run); /* called often while PREPARE */
bool smv_run_links(struct smv_run *run);   /* everybody from config->links; false: failed */
void smv_run_phones(struct smv_run *run, const struct smv_url *base);
void smv_run_secret(char secret[33]);           /* random, NUL-terminated */
void smv_run_start_people(struct smv_run *run); /* rehearse.c: those who have not been started */
/* found.c: groups that form themselves */
void smv_run_choose_founders(struct smv_run *run);     /* once the phones are there */
void smv_run_found(struct smv_run *run, uint64_t now); /* called often while PLAY */
bool smv_run_founding(const struct smv_run *run,
                      const struct smv_life *phone); /* leave it in peace */
bool smv_run_all_founded(const struct smv_run *run);
void smv_run_close_tables(struct smv_run *run);
/* finish.c */
void smv_run_judge(struct smv_run *run);
json_t *smv_run_confirmed(const struct smv_run *run);

#endif
