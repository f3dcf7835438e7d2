/* lg_main.c - single-threaded epoll load generator for fan-out servers: options and order of a run.
 *
 * What: connect, warm up, measure, report one row. Measures deliveries (exact: loss, repetition, order),
 *       one-way latency (one clock), the server's CPU time with all threads and children, its RSS, and
 *       the generator's own CPU.
 * Uses: lg_int.h.    Thread: one.
 * What each figure means: ../README.md. */
#include "lg_int.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

struct lg_adapter_opt lg_opt = {.npub = 1};
struct lg_conf lg_conf = {
    .nsub = 1, .size = 200, .par = 128, .secs = 10, .count = 1000, .nodes = 1000, .label = "-"};
struct lg_run lg;

static void usage(void)
{
    fprintf(
        stderr,
        "loadgen --header | --proto NAME --port P --pid SERVER [--mode fan|ack|idle|storm|join]\n"
        "  [--subs N] [--pubs P] [--size S] [--count M (each publisher)] [--secs T]\n"
        "  [--rate R (each publisher, msg/s; 0: as fast as --window allows)] [--window W]\n"
        "  [--warm M] [--warmsecs T] [--par CONNECTS] [--lazy US] [--edit] [--nodes N (join)]\n"
        "  [--qos 0|1] [--text] [--restart CMD (storm)] [--label L]\n");
    for (int i = 0; lg_adapters[i]; i++) {
        fprintf(stderr, "  %-10s %s\n", lg_adapters[i]->name, lg_adapters[i]->help);
    }
    exit(2);
}

static enum lg_mode mode_of(const char *v)
{
    static const char *const names[] = {"fan", "ack", "idle", "storm", "join"};
    for (int i = 0; i < 5; i++) {
        if (!strcmp(names[i], v)) {
            return (enum lg_mode)i;
        }
    }
    usage();
    return MODE_FAN;
}

static const struct adapter *adapter_of(const char *v)
{
    for (int i = 0; lg_adapters[i]; i++) {
        if (!strcmp(lg_adapters[i]->name, v)) {
            return lg_adapters[i];
        }
    }
    usage();
    return NULL;
}

/* the options that are a plain integer */
static int *int_option(const char *a)
{
    static const struct {
        const char *name;
        int *at;
    } t[] = {
        {"--port", &lg_opt.port},  {"--pubs", &lg_opt.npub},      {"--qos", &lg_opt.qos},
        {"--pid", &lg_conf.pid},   {"--subs", &lg_conf.nsub},     {"--size", &lg_conf.size},
        {"--par", &lg_conf.par},   {"--window", &lg_conf.window}, {"--warm", &lg_conf.warm},
        {"--lazy", &lg_conf.lazy},
    };
    for (size_t i = 0; i < sizeof t / sizeof t[0]; i++) {
        if (!strcmp(t[i].name, a)) {
            return t[i].at;
        }
    }
    return NULL;
}

static void option(const char *a, const char *v)
{
    int *n = int_option(a);
    if (n) {
        *n = atoi(v);
    } else if (!strcmp(a, "--proto")) {
        lg_conf.ad = adapter_of(v);
    } else if (!strcmp(a, "--mode")) {
        lg_conf.mode = mode_of(v);
    } else if (!strcmp(a, "--rate")) {
        lg_conf.rate = atof(v);
    } else if (!strcmp(a, "--secs")) {
        lg_conf.secs = atof(v);
    } else if (!strcmp(a, "--warmsecs")) {
        lg_conf.warmsecs = atof(v);
    } else if (!strcmp(a, "--count")) {
        lg_conf.count = (uint32_t)strtoul(v, NULL, 10);
    } else if (!strcmp(a, "--nodes")) {
        lg_conf.nodes = (uint32_t)strtoul(v, NULL, 10);
    } else if (!strcmp(a, "--restart")) {
        lg_conf.restart = v;
    } else if (!strcmp(a, "--label")) {
        lg_conf.label = v;
    } else {
        usage();
    }
}

static void options(int ac, char **av)
{
    for (int i = 1; i < ac; i++) {
        if (!strcmp(av[i], "--header")) {
            lg_report_header();
            exit(0);
        }
        if (!strcmp(av[i], "--text")) {
            lg_opt.text = 1;
        } else if (!strcmp(av[i], "--edit")) {
            lg_opt.edit = 1;
        } else if (i + 1 < ac) {
            option(av[i], av[i + 1]);
            i++;
        } else {
            usage();
        }
    }
    if (!lg_conf.ad || !lg_opt.port) {
        usage();
    }
    if (lg_conf.size < LG_HDR_LEN || lg_conf.size > 60000 || lg_conf.nsub < 0 || lg_opt.npub < 0 ||
        lg_opt.npub > LG_MAX_PUBS || lg_conf.secs > 120 || lg_conf.nodes > 1000000) {
        lg_die("option out of bounds");
    }
    if ((lg_opt.edit && !lg_conf.ad->edit) || (lg_conf.mode == MODE_JOIN && !lg_conf.ad->fill)) {
        lg_die("%s cannot do that workload", lg_conf.ad->name);
    }
    if (lg_conf.mode == MODE_STORM && (!lg_conf.restart || lg_conf.pid <= 0)) {
        lg_die("storm needs --restart and --pid");
    }
    lg_opt.ack = lg_conf.mode == MODE_ACK;
    if (lg_conf.mode == MODE_IDLE || lg_conf.mode == MODE_STORM) {
        lg_opt.npub = 0;
    } else if (lg_conf.mode == MODE_JOIN) {
        lg_opt.npub = 1;
    }
}

static void *zeroed(size_t n, size_t size)
{
    void *p = calloc(n ? n : 1, size);
    if (!p) {
        lg_die("out of memory");
    }
    return p;
}

static void make_connections(void)
{
    uint32_t nsub = (uint32_t)lg_conf.nsub, npub = (uint32_t)lg_opt.npub;
    lg.ncs = nsub + npub;
    lg.maxmsg = lg_conf.mode == MODE_JOIN ? lg_conf.nodes : (uint32_t)lg_conf.warm + lg_conf.count;
    lg.seenwords = (lg.maxmsg + 63) / 64;
    lg.cs = zeroed(lg.ncs, sizeof *lg.cs);
    for (uint32_t i = 0; i < lg.ncs; i++) {
        struct conn *c = &lg.cs[i];
        c->fd = -1;
        c->idx = i;
        if (i >= nsub) {
            c->role = PUB;
            c->pub = i - nsub;
        } else if (npub) {
            c->seen = zeroed((size_t)npub * lg.seenwords, sizeof *c->seen);
            c->next = zeroed(npub, sizeof *c->next);
        }
    }
}

static void warm_up(void)
{
    if (lg_conf.mode == MODE_JOIN) {
        lg_fill();
    } else if (lg_conf.mode <= MODE_ACK && lg_conf.warm) {
        lg_phase((uint32_t)lg_conf.warm, lg_conf.warmsecs);
        if (lg.delivered < lg.sent * (uint64_t)lg_conf.nsub) {
            lg_fail(NULL, "loss in warm-up");
        }
        for (int i = 0; i < lg_opt.npub; i++) {
            lg.cs[lg_conf.nsub + i].busy = 0;
        }
    }
    usleep(100000);
}

/* the measured part counts from here; sequence numbers go on after those of the warm-up */
static void measure(struct lg_result *r)
{
    uint32_t upto = 0;
    for (int i = 0; i < lg_opt.npub; i++) {
        uint32_t seq = lg.cs[lg_conf.nsub + i].seq;
        upto = seq > upto ? seq : upto;
    }
    upto = upto + lg_conf.count > lg.maxmsg ? lg.maxmsg : upto + lg_conf.count;
    lg.delivered = lg.dups = lg.ooo = lg.pub_rx = lg.acks = lg.sent = 0;
    lg.recvs = lg.rx_bytes = 0;
    r->cpu0 = lg_own_cpu();
    r->busy0 = lg_machine_busy(&r->steal0);
    r->a = lg_srv_get(lg_conf.pid);
    r->t0 = lg_clock();
    lg.measuring = lg_conf.mode != MODE_JOIN;
    switch (lg_conf.mode) {
    case MODE_IDLE: lg_idle(r); break;
    case MODE_STORM: lg_storm(r); break;
    case MODE_JOIN: lg_join(r); break;
    case MODE_FAN:
    case MODE_ACK: lg_phase(upto, lg_conf.secs); break;
    }
    r->t1 = lg_clock();
    lg.measuring = 0;
    r->b = lg_srv_get(lg_conf.pid);
    r->busy1 = lg_machine_busy(&r->steal1);
    r->cpu1 = lg_own_cpu();
}

/* The server that a storm started is this process's child, so it is ended here. */
static void end_restarted(void)
{
    kill(lg_conf.pid, SIGTERM);
    for (int i = 0; i < 100; i++) {
        if (waitpid(lg_conf.pid, NULL, WNOHANG) == lg_conf.pid) {
            return;
        }
        usleep(20000);
    }
    kill(lg_conf.pid, SIGKILL);
    waitpid(lg_conf.pid, NULL, 0);
}

int main(int ac, char **av)
{
    options(ac, av);
    signal(SIGPIPE, SIG_IGN);
    struct rlimit rl;
    getrlimit(RLIMIT_NOFILE, &rl);
    rl.rlim_cur = rl.rlim_max;
    setrlimit(RLIMIT_NOFILE, &rl);
    lg_net_init();
    lg_pay_init();
    make_connections();

    struct lg_result r = {.status = "OK"};
    usleep(200000);
    r.s0 = lg_srv_get(lg_conf.pid);
    uint64_t tc = lg_clock();
    /* a big join's subscribers connect in the measured part */
    uint32_t first = lg_conf.mode == MODE_JOIN ? (uint32_t)lg_conf.nsub : 0;
    int ok = lg_connect_range(first, lg.ncs, 60 * LG_SEC);
    r.connect_s = (double)(lg_clock() - tc) / 1e9;
    usleep(lg_conf.mode == MODE_IDLE ? 1500000 : 200000);
    r.s1 = lg_srv_get(lg_conf.pid);
    if (ok) {
        warm_up();
    }
    if (ok && !lg.failed) {
        measure(&r);
    } else {
        r.status = ok ? "ERROR" : "NOCONNECT";
        if (!lg.failed) {
            snprintf(lg.failmsg, sizeof lg.failmsg, "%u of %u connected", lg.nready, lg.ncs);
        }
        r.t0 = tc;
        r.t1 = lg_clock();
        r.a = r.b = r.s1;
    }
    if (ok && lg_conf.mode == MODE_STORM) {
        end_restarted();
    }
    lg_report(&r);
    return 0;
}
