/* main.c - runs seeds: each is a profile, a world, some minutes of a day, healing, and every check.
 *
 *     sim --seeds A..B           one after the other; ends at the first that fails
 *     sim --seed N [--trace]     one, told event by event
 *     --refill                   a backup is put back once, nobody loses a laptop: all must come back
 *     --steps N                  events of each (long soaks)       --day      the whole day of the template
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "common/base/check.h"
#include "common/base/hash.h"
#include "tests/sim/world.h"

static uint64_t running;

static void on_check(const char *what, const char *file, int line)
{
    fflush(stdout);
    fprintf(stderr, "FAILED: %s (%s:%d)\n  again: sim --seed %" PRIu64 " --trace\n", what, file,
            line, running);
}

struct totals {
    uint64_t entries, frames, digests, crashes, client_crashes, snaps, restores, refused, cuts,
        marks, events, doubled;
};

static void run(uint64_t seed, uint64_t steps, bool trace, bool day, bool refill, struct totals *t)
{
    struct sim_profile p;
    running = seed;
    sim_profile_random(&p, seed);
    p.steps = steps > 0 ? steps : p.steps;
    p.template_path = day ? SIM_TEMPLATE : p.template_path;
    if (refill) {
        sim_profile_refill(&p);
    }
    struct sim_world *w = sim_create(seed, &p, trace);
    while (w->count.events < p.steps && sim_step(w)) {
    }
    sim_settle(w);
    t->entries += w->count.entries;
    t->frames += w->count.frames;
    t->digests += w->count.confirms;
    t->crashes += w->count.crashes;
    t->client_crashes += w->count.client_crashes;
    t->snaps += w->count.fetches;
    t->restores += w->count.restores;
    t->refused += w->count.refused;
    t->cuts += w->count.cuts;
    t->marks += w->n_glyphs;
    t->events += w->count.events;
    t->doubled += w->count.doubled;
    sim_destroy(w);
}

int main(int argc, char **argv)
{
    uint64_t from = 1, to = 1, steps = 0;
    bool trace = false, day = false, refill = false;
    struct totals t = {0};
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";
        if (strcmp(argv[i], "--trace") == 0) {
            trace = true;
        } else if (strcmp(argv[i], "--day") == 0) {
            day = true;
        } else if (strcmp(argv[i], "--refill") == 0) {
            refill = true;
        } else if (strcmp(argv[i], "--seed") == 0) {
            from = to = strtoull(value, NULL, 10);
            i++;
        } else if (strcmp(argv[i], "--steps") == 0) {
            steps = strtoull(value, NULL, 10);
            i++;
        } else if (strcmp(argv[i], "--seeds") == 0 && strstr(value, "..") != NULL) {
            from = strtoull(value, NULL, 10);
            to = strtoull(strstr(value, "..") + 2, NULL, 10);
            i++;
        } else {
            fprintf(
                stderr,
                "usage: sim --seeds A..B | --seed N [--trace] [--steps N] [--day] [--refill]\n");
            return 2;
        }
    }
    smv_hash_init();
    smv_check_set_hook(on_check);
    for (uint64_t s = from; s <= to; s++) {
        run(s, steps, trace, day, refill, &t);
    }
    printf("seeds %" PRIu64 "..%" PRIu64 ": %" PRIu64 " events, %" PRIu64 " entries, %" PRIu64
           " frames, %" PRIu64 " trees compared, %" PRIu64 " marks; %" PRIu64
           " daemon crashes, %" PRIu64 " client crashes, %" PRIu64 " cuts, %" PRIu64
           " snapshots sent, %" PRIu64 " backups put back, %" PRIu64 " refusals, %" PRIu64
           " marks doubled by a restore\n",
           from, to, t.events, t.entries, t.frames, t.digests, t.marks, t.crashes, t.client_crashes,
           t.cuts, t.snaps, t.restores, t.refused, t.doubled);
    return 0;
}
