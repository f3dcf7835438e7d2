/* lg_proc.c - clocks, and what /proc says of the server and of the machine.
 *
 * What: CPU time by schedstat (ns) and by clock ticks, RSS, of a process, its threads and descendants.
 * Uses: lg_int.h.    Thread: one.
 * Invariant: a process that ends while it is read counts for what was read so far; nothing fails. */
#include "lg_int.h"
#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX_KIDS = 64, MAX_DEPTH = 4 };

static uint64_t read_clock(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (uint64_t)t.tv_sec * LG_SEC + (uint64_t)t.tv_nsec;
}

uint64_t lg_clock(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

uint64_t lg_own_cpu(void)
{
    return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

void lg_die(const char *fmt, ...)
{
    va_list a;
    va_start(a, fmt);
    vfprintf(stderr, fmt, a);
    va_end(a);
    fputc('\n', stderr);
    exit(2);
}

/* schedstat of all threads, and the children that they started */
static int add_threads(int pid, struct lg_srv *s, int *kids)
{
    char p[400];
    int nk = 0;
    snprintf(p, sizeof p, "/proc/%d/task", pid);
    DIR *d = opendir(p);
    if (!d) {
        return 0;
    }
    struct dirent *e;
    while ((e = readdir(d))) {
        if (e->d_name[0] == '.') {
            continue;
        }
        snprintf(p, sizeof p, "/proc/%d/task/%s/schedstat", pid, e->d_name);
        FILE *f = fopen(p, "r");
        if (f) {
            unsigned long long ns = 0;
            s->ns += fscanf(f, "%llu", &ns) == 1 ? ns : 0;
            fclose(f);
        }
        snprintf(p, sizeof p, "/proc/%d/task/%s/children", pid, e->d_name);
        f = fopen(p, "r");
        if (f) {
            int k;
            while (nk < MAX_KIDS && fscanf(f, "%d", &k) == 1) {
                kids[nk++] = k;
            }
            fclose(f);
        }
    }
    closedir(d);
    return nk;
}

static void add_ticks(int pid, struct lg_srv *s)
{
    char p[64], line[1024];
    snprintf(p, sizeof p, "/proc/%d/stat", pid);
    FILE *f = fopen(p, "r");
    if (!f) {
        return;
    }
    if (fgets(line, sizeof line, f)) {
        unsigned long long ut = 0, st = 0;
        const char *r = strrchr(line, ')'); /* the name before it may hold anything */
        if (r &&
            sscanf(r + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu", &ut, &st) == 2) {
            s->ticks += ut + st;
        }
    }
    fclose(f);
}

static void add_rss(int pid, struct lg_srv *s)
{
    char p[64], line[256];
    unsigned long kb;
    snprintf(p, sizeof p, "/proc/%d/status", pid);
    FILE *f = fopen(p, "r");
    if (!f) {
        return;
    }
    while (fgets(line, sizeof line, f)) {
        if (sscanf(line, "VmRSS: %lu", &kb) == 1) {
            s->rss += (uint64_t)kb * 1024;
            break;
        }
    }
    fclose(f);
}

static void add_process(int pid, struct lg_srv *s, int depth)
{
    int kids[MAX_KIDS];
    int nk = add_threads(pid, s, kids);
    add_ticks(pid, s);
    add_rss(pid, s);
    for (int i = 0; depth < MAX_DEPTH && i < nk; i++) {
        add_process(kids[i], s, depth + 1);
    }
}

struct lg_srv lg_srv_get(int pid)
{
    struct lg_srv s = {0, 0, 0};
    if (pid > 0) {
        add_process(pid, &s, 0);
    }
    return s;
}

uint64_t lg_machine_busy(uint64_t *ret_steal)
{
    unsigned long long u = 0, n = 0, s = 0, i = 0, w = 0, hi = 0, si = 0, st = 0;
    FILE *f = fopen("/proc/stat", "r");
    if (f) {
        if (fscanf(f, "cpu %llu %llu %llu %llu %llu %llu %llu %llu", &u, &n, &s, &i, &w, &hi, &si,
                   &st) < 8) {
            u = n = s = hi = si = st = 0;
        }
        fclose(f);
    }
    *ret_steal = st * 10000000ull;
    return (u + n + s + hi + si) * 10000000ull;
}

/* The first thread can be a zombie while others still hold the sockets, so all are looked at. */
int lg_process_alive(int pid)
{
    char p[400];
    int alive = 0;
    snprintf(p, sizeof p, "/proc/%d/task", pid);
    DIR *d = opendir(p);
    if (!d) {
        return 0;
    }
    struct dirent *e;
    while ((e = readdir(d))) {
        char st = 'X';
        if (e->d_name[0] == '.') {
            continue;
        }
        snprintf(p, sizeof p, "/proc/%d/task/%s/stat", pid, e->d_name);
        FILE *f = fopen(p, "r");
        if (!f) {
            continue;
        }
        if (fscanf(f, "%*d (%*[^)]) %c", &st) != 1) {
            st = 'X';
        }
        fclose(f);
        alive += st != 'Z' && st != 'X';
    }
    closedir(d);
    return alive > 0;
}
