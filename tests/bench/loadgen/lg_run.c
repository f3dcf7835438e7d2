/* lg_run.c - the phases of a run: connect, publish and drain, stay idle, reconnect storm, big join.
 *
 * What: each phase is bounded in count and in time, and leaves its figures in lg and in lg_result.
 * Not:  options and the order of the phases (lg_main.c).
 * Uses: lg_int.h.    Thread: one. */
#include "lg_int.h"
#include <signal.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- connecting ---- */

int lg_connect_range(uint32_t from, uint32_t to, uint64_t limit_ns)
{
    uint64_t end = lg_clock() + limit_ns;
    uint32_t want = lg.nready + (to - from);
    for (;;) {
        while (!lg.failed && from < to && lg.ninflight < (uint32_t)lg_conf.par) {
            lg_connect(&lg.cs[from++]);
        }
        if (lg.nready == want) {
            return 1;
        }
        if (lg.failed || lg_clock() > end) {
            return 0;
        }
        lg_spin(lg_clock() + 50000000ull);
    }
}

/* ---- publishing ---- */

static void publish(struct conn *c, uint64_t ts)
{
    lg_pay_stamp(c->pub, c->seq, ts);
    c->seq++;
    lg.sent++;
    c->t_sent = ts;
    if (lg_opt.ack || lg_conf.ad->one_inflight) {
        c->busy = 1;
    }
    if (lg_opt.edit) {
        lg_conf.ad->edit(c, lg.pay, (size_t)lg_conf.size);
    } else {
        lg_conf.ad->pub(c, lg.pay, (size_t)lg_conf.size);
    }
}

static int window_full(void)
{
    if (lg_opt.ack || !lg_conf.window) {
        return 0;
    }
    uint64_t nsub = (uint64_t)lg_conf.nsub;
    return lg.sent * nsub >= lg.delivered + (uint64_t)lg_conf.window * nsub;
}

/* everything that publisher @c may send now; @step: ns between its messages, 0 = as fast as allowed */
static void publish_due(struct conn *c, uint32_t upto, uint64_t step)
{
    uint64_t t = lg_clock();
    while (c->fd >= 0 && c->seq < upto && !c->busy) {
        if (!step) {
            if (window_full()) {
                return;
            }
            publish(c, lg_clock());
            continue;
        }
        if (t < c->t_next) {
            return;
        }
        if (lg.measuring) {
            lg_hist_add(&lg.late, t - c->t_next);
        }
        /* held back by the protocol (one in flight): latency counts from when it was due */
        publish(c, lg_conf.ad->one_inflight ? c->t_next : t);
        c->t_next += step;
    }
}

/* until all is there, or 3 s without progress, or 20 s */
static void drain(void)
{
    const struct conn *pubs = lg.cs + lg_conf.nsub;
    uint64_t last = lg.delivered, lastt = lg_clock(), hard = lastt + 20 * LG_SEC;
    for (;;) {
        int busy = 0;
        for (int i = 0; i < lg_opt.npub; i++) {
            busy |= pubs[i].busy;
        }
        uint64_t t = lg_clock();
        if (lg.delivered != last) {
            last = lg.delivered;
            lastt = t;
        }
        if ((!busy && lg.delivered >= lg.sent * (uint64_t)lg_conf.nsub) || lg.failed || t > hard ||
            t - lastt > 3 * LG_SEC) {
            return;
        }
        lg_spin(t + 20000000ull);
    }
}

/* Publish until every publisher has sent @upto messages or the time is over, then drain. */
void lg_phase(uint32_t upto, double secs)
{
    uint64_t t0 = lg_clock(), end = t0 + (uint64_t)(secs * 1e9);
    uint64_t step = lg_conf.rate > 0 ? (uint64_t)(1e9 / lg_conf.rate) : 0;
    struct conn *pubs = lg.cs + lg_conf.nsub;
    for (int i = 0; i < lg_opt.npub; i++) {
        pubs[i].t_next = t0 + 1000000ull + step * (uint64_t)i / (uint64_t)lg_opt.npub;
    }
    for (;;) {
        uint64_t t = lg_clock(), wake = end;
        int more = 0;
        for (int i = 0; i < lg_opt.npub; i++) {
            struct conn *c = &pubs[i];
            publish_due(c, upto, step);
            if (c->seq < upto) {
                more = 1;
                wake = step && !c->busy && c->t_next < wake ? c->t_next : wake;
            }
        }
        if (!more || t >= end || lg.failed) {
            break;
        }
        lg_spin(wake);
    }
    drain();
}

/* ---- idle ---- */

void lg_idle(struct lg_result *r)
{
    uint64_t end = lg_clock() + 2 * LG_SEC;
    while (lg_clock() < end) {
        lg_spin(end);
    }
    if (lg.nready != lg.ncs) {
        r->status = "LOSS";
    }
}

/* ---- reconnect storm ---- */

/* A supervisor restarts a process once it is gone, so wait for that, at most 5 s; returns when. */
static uint64_t kill_server(void)
{
    kill(lg_conf.pid, SIGKILL);
    for (int i = 0; i < 5000 && lg_process_alive(lg_conf.pid); i++) {
        usleep(1000);
    }
    return lg_clock();
}

static void start_server(void)
{
    pid_t k = fork();
    if (k == 0) {
        setpgid(0, 0);
        execl("/bin/sh", "sh", "-c", lg_conf.restart, (char *)NULL);
        _exit(127);
    }
    lg_conf.pid = k;
}

static int all_back(uint64_t since)
{
    uint32_t back = 0;
    if (lg.nready != lg.ncs) {
        return 0;
    }
    while (back < lg.ncs && lg.cs[back].t_ready > since) {
        back++;
    }
    return back == lg.ncs;
}

void lg_storm(struct lg_result *r)
{
    lg.storm = 1;
    lg.t_firsttcp = 0;
    uint64_t tk = kill_server(), end = tk + 40 * LG_SEC, t = tk;
    start_server();
    for (; t < end && !all_back(tk); t = lg_clock()) {
        for (uint32_t i = 0; i < lg.ncs; i++) {
            if (lg.cs[i].st == ST_CLOSED && lg.cs[i].retry_at <= t) {
                lg_connect(&lg.cs[i]);
            }
        }
        lg_spin(lg_clock() + 1000000ull);
    }
    if (lg.nready != lg.ncs) {
        r->status = "LOSS";
    }
    r->all_ms = (double)(t - tk) / 1e6;
    if (lg.t_firsttcp) {
        r->listen_ms = (double)(lg.t_firsttcp - tk) / 1e6;
        r->from_listen_ms = (double)(t - lg.t_firsttcp) / 1e6;
    }
    for (uint32_t i = 0; i < lg.ncs; i++) {
        if (lg.cs[i].st == ST_READY) {
            lg_hist_add(&lg.conn, lg.cs[i].t_ready - lg.t_firsttcp);
        }
    }
    r->a.ns = r->a.ticks = 0; /* the new process began at nothing */
}

/* ---- big join ---- */

/* The publisher creates lg_conf.nodes nodes, at most 64 unacknowledged, at most 150 s. */
void lg_fill(void)
{
    struct conn *c = lg.cs + lg_conf.nsub;
    uint64_t end = lg_clock() + 150 * LG_SEC, window = lg_conf.ad->one_inflight ? 1 : 64;
    while (lg.acks < lg_conf.nodes) {
        while (c->seq < lg_conf.nodes && c->fd >= 0 && lg.sent - lg.acks < window) {
            lg_pay_stamp(0, c->seq, lg_clock());
            c->seq++;
            lg.sent++;
            lg_conf.ad->fill(c, c->seq - 1, lg.pay, (size_t)lg_conf.size);
        }
        if (lg.failed || lg_clock() > end) {
            lg_fail(NULL, "the seminar was not filled in time");
            return;
        }
        lg_spin(lg_clock() + 50000000ull);
    }
}

/* All subscribers at once; each is ready when it holds the whole snapshot. */
void lg_join(struct lg_result *r)
{
    uint64_t t0 = lg_clock();
    if (!lg_connect_range(0, (uint32_t)lg_conf.nsub, 60 * LG_SEC)) {
        r->status = "NOCONNECT";
    }
    r->all_ms = (double)(lg_clock() - t0) / 1e6;
    for (int i = 0; i < lg_conf.nsub; i++) {
        if (lg.cs[i].st == ST_READY) {
            lg_hist_add(&lg.conn, lg.cs[i].t_ready - t0);
        }
    }
    lg.sent = lg_conf.nodes; /* each of them is expected once by each subscriber */
    lg.ooo = 0;              /* a snapshot has an order of its own */
}
