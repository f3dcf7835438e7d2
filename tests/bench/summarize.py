#!/usr/bin/env python3
"""summarize.py FILE.tsv... - medians over the rounds, one markdown table for each workload.

'x limit' and 'x limit-durable' are the medians over the rounds of (this peer / that limit server in the same
round): what the machine did in a round is in both figures. '-' means that limit has no row in that workload.
A run that broke (ERROR, NOCONNECT) stands in the check column and in no median.
"""
import csv
import statistics
import sys

TITLES = {
    "W1": "room: 1 publisher, 100 msg/s, 200 B, 20 subscribers",
    "W2": "seminar: 8 publishers, 20 msg/s each, 200 B, 200 subscribers",
    "W3": "hall: 1 publisher, 50 msg/s, 200 B, 1000 subscribers",
    "W4": "fan-out max: 1 publisher, window 32, 200 B, 500 subscribers",
    "W5": "durable: 16 publishers, 1 outstanding message each, acknowledged",
    "W6": "idle memory: 5000 connections, subscribed, idle",
    "W7": "reconnect storm: server killed and restarted, 2000 clients reconnect at once",
    "W8": "typists: 8 publishers, 5 edits/s each in one text field, 32 B, 200 readers",
    "W9": "big join: 2000 clients join a seminar of 10,000 nodes at once",
}
LIMITS = ("limit", "limit-durable")


class Plain:
    """The median of one field, scaled."""

    def __init__(self, head, key, decimals, scale=1.0):
        self.heads, self.key, self.decimals, self.scale = [head], key, decimals, scale

    def cells(self, rows, _limits):
        v = statistics.median(float(r[self.key]) * self.scale for r in rows)
        return [f"{v:,.{self.decimals}f}"]


class Ratios:
    """The range of one field, and its ratio to each limit server of the same round."""

    def __init__(self, key, decimals=2, span=True):
        self.key, self.decimals, self.span = key, decimals, span
        self.heads = (["min-max"] if span else []) + ["x " + name for name in LIMITS]

    def cells(self, rows, limits):
        own = [float(r[self.key]) for r in rows]
        out = [f"{min(own):.{self.decimals}f}-{max(own):.{self.decimals}f}"] if self.span else []
        for name in LIMITS:
            base = {r: float(row[self.key]) for r, row in limits[name].items()}
            v = [float(r[self.key]) / base[r["round"]] for r in rows if base.get(r["round"], 0) > 0]
            out.append(f"{statistics.median(v):.2f}" if v else "-")
        return out


CORES = [Plain("server core %", "srv_core_pct", 0), Plain("gen core %", "gen_core_pct", 0),
         Plain("others %", "other_pct", 0)]
FAN = [Plain("server µs/msg", "srv_us_msg", 2), Ratios("srv_us_msg"), Plain("p50 ms", "p50_us", 2, 1e-3),
       Plain("p99 ms", "p99_us", 2, 1e-3), Plain("max ms", "max_us", 2, 1e-3),
       Plain("delivered/s", "deliv_s", 0)] + CORES
COLUMNS = {
    "W1": FAN, "W2": FAN, "W3": FAN, "W4": FAN, "W8": FAN,
    "W5": [Plain("acks/s", "msg_s", 0), Plain("server µs/ack", "srv_us_msg", 2), Ratios("srv_us_msg"),
           Plain("ack p50 ms", "ack50_us", 2, 1e-3), Plain("ack p99 ms", "ack99_us", 2, 1e-3)] + CORES,
    "W6": [Plain("RSS bytes/conn", "rss_per_conn_b", 0), Plain("RSS before MB", "rss0_kb", 1, 1 / 1024),
           Plain("RSS after MB", "rss1_kb", 1, 1 / 1024), Plain("server µs/connect", "srv_us_conn", 0),
           Ratios("srv_us_conn", 0), Plain("connect s", "connect_s", 2),
           Plain("idle CPU ms/s", "idle_cpu_ms_s", 2)],
    "W7": [Plain("start to listening ms", "listen_ms", 0),
           Plain("listening to all back ms", "from_listen_ms", 0), Ratios("from_listen_ms", 0),
           Plain("start to all back ms", "all_ms", 0), Plain("client p50 ms", "c50_ms", 0),
           Plain("client p99 ms", "c99_ms", 0), Plain("server µs/connect", "srv_us_conn", 0)],
    "W9": [Plain("all joined ms", "all_ms", 0), Ratios("all_ms", 0), Plain("client p50 ms", "c50_ms", 0),
           Plain("client p99 ms", "c99_ms", 0), Plain("server µs/join", "srv_us_conn", 0),
           Plain("received KiB/join", "rx_kb_conn", 0), Plain("RSS after MB", "rss_end_kb", 1, 1 / 1024)]
          + CORES,
}


def check(workload, rows):
    """OK, or what makes the row doubtful."""
    out = []
    bad = [r for r in rows if r["status"] != "OK"]
    if bad:
        b = bad[0]
        note = "" if b["note"] == "-" else f" ({b['note'][:60]})"
        out.append(f"{b['status']} in {len(bad)}: lost {b['lost']} of {b['expected']}{note}")

    def core(key):
        return statistics.median([float(r[key]) for r in rows if r not in bad] or [0.0])

    if workload in ("W1", "W2", "W3", "W8") and core("srv_core_pct") > 93:
        out.append("SATURATED")
    if workload not in ("W6", "W7") and core("gen_core_pct") > 95:
        out.append("GENERATOR BUSY")
    return ", ".join(out or ["OK"])


def table(workload, rows):
    columns = COLUMNS[workload]
    heads = [h for c in columns for h in c.heads]
    print(f"\n### {workload} {TITLES[workload]}\n")
    print("| peer | " + " | ".join(heads) + " | rounds | check |")
    print("|---|" + "---:|" * (len(heads) + 1) + "---|")
    good = [r for r in rows if r["status"] in ("OK", "LOSS")]
    limits = {name: {r["round"]: r for r in good if r["peer"] == name} for name in LIMITS}
    for peer in dict.fromkeys(r["peer"] for r in rows):
        mine = [r for r in rows if r["peer"] == peer]
        ran = [r for r in mine if r in good]
        cells = [x for c in columns for x in c.cells(ran, limits)] if ran else ["-"] * len(heads)
        print(f"| {peer} | " + " | ".join(cells) + f" | {len(mine)} | {check(workload, mine)} |")


def main(files):
    rows = []
    for name in files:
        with open(name, encoding="utf-8") as f:
            rows += csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE)
    for workload in TITLES:
        mine = [r for r in rows if r["workload"] == workload]
        if mine:
            table(workload, mine)


if __name__ == "__main__":
    main(sys.argv[1:])
