/* lg_int.h - what the load generator's own files share.
 *
 * What: the options, the counters of the run, the histogram, the clock, /proc, the event loop.
 * Not:  for adapters (lg.h).
 * Files: lg_main.c options and order of a run; lg_run.c the phases; lg_net.c connections and frames;
 *        lg_scan.c accounting of payloads; lg_proc.c figures of processes; lg_report.c the row.
 * Thread: one. The two structs are the program's only mutable state outside the connections. */
#ifndef SMV_BENCH_LG_INT_H
#define SMV_BENCH_LG_INT_H
#include "lg.h"

#define LG_SEC 1000000000ull
enum {
    LG_MARK_LEN = 3,                       /* "@T@" */
    LG_HDR_LEN = LG_MARK_LEN + 2 + 8 + 16, /* mark, publisher, sequence, time; all hexadecimal */
    LG_MAX_PUBS = 256,
};

enum lg_mode { MODE_FAN, MODE_ACK, MODE_IDLE, MODE_STORM, MODE_JOIN };

/* options that adapters have no business with */
struct lg_conf {
    enum lg_mode mode;
    const struct adapter *ad;
    int nsub, size, window, par, warm;
    int pid;  /* the server; 0: no figures of it */
    int lazy; /* us to sleep between rounds: reads then come in batches */
    double rate, secs, warmsecs;
    uint32_t count, nodes;
    const char *restart, *label;
};

/* log histogram: 64 sub-buckets an octave, at most 1.6 % error */
struct lg_hist {
    uint64_t n, max, b[64 * 64];
};

/* a process with all its threads and descendants */
struct lg_srv {
    uint64_t ns, ticks, rss;
};

struct lg_run {
    struct conn *cs; /* the subscribers, then the publishers */
    uint32_t ncs, nready, ninflight, maxmsg, seenwords;
    uint64_t now; /* clock of the last read */
    uint8_t pay[65536];
    uint64_t delivered, dups, ooo, pub_rx, acks, sent, bad, recvs, rx_bytes;
    uint64_t t_firsttcp, t_lastrx;
    int measuring, storm, failed;
    char failmsg[200];
    struct lg_hist lat, ack, late, conn;
};

/* what lg_report() needs beside the counters; times in ns of lg_clock() */
struct lg_result {
    const char *status;         /* "OK", or why not */
    struct lg_srv s0, s1, a, b; /* before connecting, after, and around the measured part */
    uint64_t t0, t1, cpu0, cpu1, busy0, busy1, steal0, steal1;
    double connect_s, listen_ms, all_ms, from_listen_ms;
};

extern struct lg_conf lg_conf;
extern struct lg_run lg;

/* lg_proc.c */
uint64_t lg_clock(void);
uint64_t lg_own_cpu(void);
struct lg_srv lg_srv_get(int pid);
uint64_t lg_machine_busy(uint64_t *ret_steal); /* ns, all cores */
int lg_process_alive(int pid);                 /* 1 while a thread of it is not a zombie */
void lg_die(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn));

/* lg_scan.c */
void lg_hist_add(struct lg_hist *, uint64_t ns);
double lg_hist_us(const struct lg_hist *, double quantile);
void lg_pay_init(void);
void lg_pay_stamp(uint32_t pub, uint32_t seq, uint64_t ts);

/* lg_net.c */
void lg_net_init(void);
void lg_connect(struct conn *);
int lg_spin(uint64_t until); /* one round of the event loop; waits at most until then */

/* lg_run.c */
int lg_connect_range(uint32_t from, uint32_t to, uint64_t limit_ns); /* 1: all are ready */
void lg_phase(uint32_t upto, double secs);
void lg_idle(struct lg_result *);
void lg_storm(struct lg_result *);
void lg_fill(void);
void lg_join(struct lg_result *);

/* lg_report.c */
void lg_report_header(void);
void lg_report(const struct lg_result *);
#endif
