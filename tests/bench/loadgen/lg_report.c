/* lg_report.c - the result as one row of tab-separated fields.
 *
 * What: one table gives each field's name and format together, so that header and row cannot differ.
 * Uses: lg_int.h.    Thread: one. */
#include "lg_int.h"
#include <stdio.h>
#include <string.h>

static const char *const modes[] = {"fan", "ack", "idle", "storm", "join"};

/* time, first to last delivery when there is one, in s */
static double active_s(const struct lg_result *r)
{
    int fan = lg_conf.mode == MODE_FAN || lg_conf.mode == MODE_ACK;
    uint64_t end = fan && lg.delivered && lg.t_lastrx > r->t0 ? lg.t_lastrx : r->t1;
    return (double)(end - r->t0) / 1e9;
}

static const char *status(const struct lg_result *r, uint64_t lost)
{
    if (strcmp(r->status, "OK") != 0) {
        return r->status;
    }
    if (lg.failed) {
        return "ERROR";
    }
    int unacked = lg_conf.mode == MODE_ACK && lg.acks != lg.sent;
    return lost || lg.dups || lg.ooo || lg.bad || unacked ? "LOSS" : "OK";
}

static int header_only;
static const char *sep = "";

static void num(const char *name, int decimals, double v)
{
    if (header_only) {
        printf("%s%s", sep, name);
    } else {
        printf("%s%.*f", sep, decimals, v);
    }
    sep = "\t";
}

static void text(const char *name, const char *v)
{
    printf("%s%s", sep, header_only ? name : v);
    sep = "\t";
}

static void counters(const struct lg_result *r)
{
    uint64_t expected = lg.sent * (uint64_t)lg_conf.nsub;
    uint64_t lost = expected > lg.delivered ? expected - lg.delivered : 0;
    text("label", lg_conf.label);
    text("mode", modes[lg_conf.mode]);
    text("proto", lg_conf.ad->name);
    num("subs", 0, lg_conf.nsub);
    num("pubs", 0, lg_opt.npub);
    num("size", 0, lg_conf.size);
    num("rate", 1, lg_conf.rate);
    text("status", status(r, lost));
    num("sent", 0, (double)lg.sent);
    num("expected", 0, (double)expected);
    num("delivered", 0, (double)lg.delivered);
    num("lost", 0, (double)lost);
    num("dup", 0, (double)lg.dups);
    num("ooo", 0, (double)lg.ooo);
    num("pub_rx", 0, (double)lg.pub_rx);
    num("acks", 0, (double)lg.acks);
}

static void latencies(void)
{
    num("p50_us", 1, lg_hist_us(&lg.lat, .5));
    num("p95_us", 1, lg_hist_us(&lg.lat, .95));
    num("p99_us", 1, lg_hist_us(&lg.lat, .99));
    num("max_us", 1, (double)lg.lat.max / 1e3);
    num("ack50_us", 1, lg_hist_us(&lg.ack, .5));
    num("ack99_us", 1, lg_hist_us(&lg.ack, .99));
    num("late99_us", 1, lg_hist_us(&lg.late, .99));
}

static void processors(const struct lg_result *r)
{
    double wall_ns = (double)(r->t1 - r->t0), wall = wall_ns / 1e9, active = active_s(r);
    double srv = (double)(r->b.ns - r->a.ns), own = (double)(r->cpu1 - r->cpu0);
    double per =
        (double)(lg_conf.mode == MODE_ACK && !lg_conf.nsub ? lg.acks : lg.delivered + lg.pub_rx);
    num("wall_s", 3, active);
    num("msg_s", 1, lg_conf.mode == MODE_ACK ? (double)lg.acks / wall : (double)lg.sent / active);
    num("deliv_s", 1, (double)lg.delivered / active);
    num("srv_cpu_s", 4, srv / 1e9);
    num("srv_tick_s", 2, (double)(r->b.ticks - r->a.ticks) / 100);
    num("srv_us_msg", 3, per > 0 ? srv / 1e3 / per : 0);
    num("srv_core_pct", 1, srv / wall_ns * 100);
    num("gen_core_pct", 1, own / wall_ns * 100);
    num("other_pct", 1, ((double)(r->busy1 - r->busy0) - srv - own) / (wall_ns * 2) * 100);
    num("steal_pct", 1, (double)(r->steal1 - r->steal0) / (wall_ns * 2) * 100);
    num("idle_cpu_ms_s", 2, lg_conf.mode == MODE_IDLE ? srv / 1e6 / wall : 0);
}

static void connections(const struct lg_result *r)
{
    int again = lg_conf.mode == MODE_STORM || lg_conf.mode == MODE_JOIN;
    double n = lg.ncs, nsub = lg_conf.nsub > 0 ? lg_conf.nsub : 1;
    double us = (double)(r->s1.ns - r->s0.ns) / 1e3 / n;
    num("rss0_kb", 0, (double)(r->s0.rss / 1024));
    num("rss1_kb", 0, (double)(r->s1.rss / 1024));
    num("rss_end_kb", 0, (double)(r->b.rss / 1024));
    num("rss_per_conn_b", 0, ((double)r->s1.rss - (double)r->s0.rss) / n);
    num("connect_s", 3, r->connect_s);
    num("srv_us_conn", 2, again ? (double)(r->b.ns - r->a.ns) / 1e3 / nsub : us);
    num("listen_ms", 1, r->listen_ms);
    num("all_ms", 1, r->all_ms);
    num("from_listen_ms", 1, r->from_listen_ms);
    num("c50_ms", 1, lg_hist_us(&lg.conn, .5) / 1e3);
    num("c99_ms", 1, lg_hist_us(&lg.conn, .99) / 1e3);
    num("rx_kb_conn", 1, (double)lg.rx_bytes / 1024 / n);
    double got = (double)(lg.delivered + lg.pub_rx + lg.acks);
    num("deliv_per_recv", 2, lg.recvs ? got / (double)lg.recvs : 0);
}

void lg_report(const struct lg_result *r)
{
    counters(r);
    latencies();
    processors(r);
    connections(r);
    text("note", lg.failmsg[0] ? lg.failmsg : "-");
    putchar('\n');
}

void lg_report_header(void)
{
    static const struct adapter none = {.name = "-"};
    struct lg_result r = {.status = "OK", .t1 = 1};
    header_only = 1;
    lg_conf.ad = &none;
    lg.ncs = 1;
    lg_report(&r);
}
