/* profile.c - what a seed is about: most seeds mix a few troubles, some have one only. */
#include <string.h>
#include "tests/sim/world.h"

void sim_profile_calm(struct sim_profile *p)
{
    memset(p, 0, sizeof *p);
    p->steps = 600;
    p->rooms = 2;
    p->delay_ms = 20;
    p->commit_ms = 10;
    p->think_ms = 3000;
    p->no_limits = true;
}

void sim_profile_random(struct sim_profile *p, uint64_t seed)
{
    struct smv_rng r;
    smv_rng_seed(&r, seed ^ UINT64_C(0x73696d));
    sim_profile_calm(p);
    p->steps = 500 + smv_rng_below(&r, 2500);
    p->rooms = 2 + (unsigned)smv_rng_below(&r, 3);
    p->phones = (unsigned)smv_rng_below(&r, 4);
    p->delay_ms = smv_rng_chance(&r, 300) ? 5 : smv_rng_chance(&r, 300) ? 3000 : 200;
    p->commit_ms = smv_rng_chance(&r, 300) ? 2 : smv_rng_chance(&r, 200) ? 3000 : 100;
    p->think_ms = smv_rng_chance(&r, 300) ? 500 : 4000;
    p->deletes = smv_rng_chance(&r, 500);
    p->links = smv_rng_chance(&r, 200);
    p->borders = smv_rng_chance(&r, 600);
    p->polls = smv_rng_chance(&r, 500);
    p->key_loss = smv_rng_chance(&r, 300);
    p->no_limits = smv_rng_chance(&r, 700);
    if (smv_rng_chance(&r, 400)) {
        p->ring_frames = 1 + (uint32_t)smv_rng_below(&r, 12);
    } else if (smv_rng_chance(&r, 200)) {
        p->ring_bytes = 300 + smv_rng_below(&r, 3000);
    }
    p->slow = smv_rng_chance(&r, 300) ? 300 : 0;
    if (smv_rng_chance(&r, 100)) {
        return; /* nothing goes wrong */
    }
    if (smv_rng_chance(&r, 20)) {
        p->template_path = SIM_TEMPLATE;
    }
    p->fault_ms = 500 + (unsigned)smv_rng_below(&r, 6000);
    p->cut = smv_rng_chance(&r, 700) ? (unsigned)smv_rng_below(&r, 300) : 0;
    p->hold = smv_rng_chance(&r, 500) ? (unsigned)smv_rng_below(&r, 300) : 0;
    p->daemon_crash = smv_rng_chance(&r, 500) ? (unsigned)smv_rng_below(&r, 300) : 0;
    p->client_crash = smv_rng_chance(&r, 500) ? (unsigned)smv_rng_below(&r, 60) : 0;
    p->disk_full = smv_rng_chance(&r, 250) ? (unsigned)smv_rng_below(&r, 400) : 0;
    p->restore = smv_rng_chance(&r, 250) ? (unsigned)smv_rng_below(&r, 200) : 0;
    p->drain = smv_rng_chance(&r, 300) ? (unsigned)smv_rng_below(&r, 150) : 0;
    p->jump = smv_rng_chance(&r, 300) ? 300 : 0;
}

void sim_profile_refill(struct sim_profile *p)
{
    p->deletes = p->links = p->borders = false;
    p->client_crash = 0;
    p->restore = 300;
    p->fault_ms = p->fault_ms > 0 ? p->fault_ms : 3000;
}
