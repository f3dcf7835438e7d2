/* metrics.c - see metrics.h. */
#include "daemon/io/metrics.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "common/model/schema.h"
#include "daemon/io/ws_lws.h"

#ifndef SMV_VERSION
#define SMV_VERSION "0.1.0"
#endif

__attribute__((format(printf, 2, 3))) static void put(struct smv_buf *b, const char *format, ...)
{
    char line[400];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    smv_buf_put_str(b, line);
}

static void put_type(struct smv_buf *b, const char *name, const char *type, const char *what)
{
    put(b, "# HELP samverka_%s %s\n# TYPE samverka_%s %s\n", name, what, name, type);
}

/* One number per open seminar. */
struct series {
    const char *name, *type, *what;
    double (*get)(const struct smv_core_stats *c, const struct smv_seminar_metrics *m);
};
#define SERIES(X)                                                                                  \
    X(head, gauge, "last position of the log", (double)c->head)                                    \
    X(nodes, gauge, "nodes, deleted ones included", (double)c->nodes)                              \
    X(clients, gauge, "writing clients that were ever in", (double)c->clients)                     \
    X(waiting, gauge, "operations that are not durable yet", (double)c->waiting)                   \
    X(ops_total, counter, "operations that came in", (double)c->ops_in)                            \
    X(ops_refused_total, counter, "operations with a refusing verdict", (double)c->ops_refused)    \
    X(frames_sent_total, counter, "messages sent", (double)m->sent)                                \
    X(frames_received_total, counter, "messages received", (double)m->received)                    \
    X(bytes_encoded_total, counter, "bytes encoded for views, once each",                          \
      (double)c->bytes_encoded)                                                                    \
    X(snapshots_built_total, counter, "views encoded whole", (double)c->snapshots_built)           \
    X(commits_total, counter, "group commits", (double)m->commits)                                 \
    X(entries_total, counter, "entries made durable", (double)m->entries)                          \
    X(refused_total, counter, "times that the disk was full", (double)m->refused)
#define X(name, type, what, value)                                                                 \
    static double get_##name(const struct smv_core_stats *c, const struct smv_seminar_metrics *m)  \
    {                                                                                              \
        (void)c;                                                                                   \
        (void)m;                                                                                   \
        return value;                                                                              \
    }
SERIES(X)
#undef X
static const struct series all[] = {
#define X(name, type, what, value) {"seminar_" #name, #type, what, get_##name},
    SERIES(X)
#undef X
};

static void put_series(struct smv_buf *b, const struct smv_house *house, const struct series *s)
{
    put_type(b, s->name, s->type, s->what);
    for (const struct smv_housed *r = house->first; r; r = r->next) {
        struct smv_core_stats stats;
        if (r->state != SMV_HOUSE_OPEN) {
            continue;
        }
        smv_core_stats(smv_seminar_core(r->seminar), &stats);
        put(b, "samverka_%s{seminar=\"%s\"} %.0f\n", s->name, r->name,
            s->get(&stats, smv_seminar_metrics(r->seminar)));
    }
}

static void put_roles(struct smv_buf *b, const struct smv_house *house)
{
    put_type(b, "seminar_connections", "gauge", "connections that said HELLO, by role");
    for (const struct smv_housed *r = house->first; r; r = r->next) {
        struct smv_core_stats stats;
        if (r->state != SMV_HOUSE_OPEN) {
            continue;
        }
        smv_core_stats(smv_seminar_core(r->seminar), &stats);
        for (unsigned i = 0; i < 8; i++) {
            put(b, "samverka_seminar_connections{seminar=\"%s\",role=\"%s\"} %zu\n", r->name,
                smv_role_info(i)->name, stats.conns_by_role[i]);
        }
    }
}

static void put_latency(struct smv_buf *b, const struct smv_house *house)
{
    put_type(b, "seminar_commit_seconds", "histogram", "from handing over to durable");
    for (const struct smv_housed *r = house->first; r; r = r->next) {
        if (r->state != SMV_HOUSE_OPEN) {
            continue;
        }
        const struct smv_seminar_metrics *m = smv_seminar_metrics(r->seminar);
        uint64_t sum = 0;
        for (unsigned i = 0; i < SMV_LATENCY_BUCKETS; i++) {
            sum += m->latency[i];
            put(b, "samverka_seminar_commit_seconds_bucket{seminar=\"%s\",le=\"%g\"} %llu\n",
                r->name, smv_latency_bounds[i], (unsigned long long)sum);
        }
        sum += m->latency[SMV_LATENCY_BUCKETS];
        put(b,
            "samverka_seminar_commit_seconds_bucket{seminar=\"%s\",le=\"+Inf\"} %llu\n"
            "samverka_seminar_commit_seconds_sum{seminar=\"%s\"} %.6f\n"
            "samverka_seminar_commit_seconds_count{seminar=\"%s\"} %llu\n",
            r->name, (unsigned long long)sum, r->name, m->latency_sum, r->name,
            (unsigned long long)sum);
    }
}

static void put_one(struct smv_buf *b, const char *name, const char *type, const char *what,
                    double value)
{
    put_type(b, name, type, what);
    put(b, "samverka_%s %.0f\n", name, value);
}

void smv_metrics_write(struct smv_buf *b, const struct smv_http *h, uint64_t now_ms)
{
    size_t serving = 0, broken = 0;
    for (const struct smv_housed *r = h->house->first; r; r = r->next) {
        serving += r->state == SMV_HOUSE_OPEN;
        broken += r->state == SMV_HOUSE_BROKEN;
    }
    put_type(b, "build_info", "gauge", "which program this is");
    put(b, "samverka_build_info{version=\"" SMV_VERSION "\"} 1\n");
    put_one(b, "uptime_seconds", "gauge", "since the start",
            (double)(now_ms - h->started_ms) / 1000.0);
    put_one(b, "seminars_open", "gauge", "seminars that are served", (double)serving);
    put_one(b, "seminars_broken", "gauge", "seminars that could not be opened", (double)broken);
    put_one(b, "wrong_codes_total", "counter", "wrong codes and links",
            (double)h->join.wrong_total);
    if (h->ws) {
        put_one(b, "sockets", "gauge", "open sockets of any kind", (double)h->ws->sockets);
        put_one(b, "websockets", "gauge", "open WebSockets", (double)h->ws->websockets);
        put_one(b, "sockets_waiting", "gauge", "sockets that have not said HELLO",
                (double)h->ws->waiting);
        put_one(b, "accepted_total", "counter", "sockets accepted", (double)h->ws->accepted);
        put_one(b, "upgrades_total", "counter", "WebSockets opened", (double)h->ws->upgraded);
        put_one(b, "upgrades_refused_total", "counter", "requests that might not become one",
                (double)h->ws->refused);
        put_one(b, "evicted_total", "counter", "waiting sockets dropped to make room",
                (double)h->ws->evicted);
    }
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        put_series(b, h->house, &all[i]);
    }
    put_roles(b, h->house);
    put_latency(b, h->house);
}
