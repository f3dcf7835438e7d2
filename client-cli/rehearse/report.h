/* report.h - what the rehearsal found: counts and delays per part and in all, as text and as JSON.
 *
 * Not:  judges nothing (judge.h).
 * Uses: ledger.h, expect.h, jansson.    Thread: one. */
#ifndef SMV_REHEARSE_REPORT_H
#define SMV_REHEARSE_REPORT_H
#include <jansson.h>
#include <stdio.h>
#include "client-cli/rehearse/expect.h"
#include "client-cli/rehearse/ledger.h"

enum { SMV_REPORT_ROLES = 8 };

struct smv_report_line {
    const char *name;
    unsigned people;
    uint64_t strokes, sent, confirmed, anew, retries, ballots, receipts;
    uint64_t refused[100];
    uint64_t reconnects, kills, cuts, silences;
    uint64_t lost;    /* operations without a verdict */
    uint64_t doubled; /* operations with two places in the log */
    uint64_t denied;  /* people who were told to stay away */
    struct smv_hist confirm, straight, moderator, screen;
};
struct smv_report {
    uint64_t seed;
    double minutes, speed, seconds;
    struct smv_report_line roles[SMV_REPORT_ROLES], all;
    struct smv_expect_result text;
    uint64_t compared;  /* pairs of a client and something it may read */
    uint64_t diverged;  /* ... that were not the same, or missing, or too much */
    unsigned kinds[64]; /* by kind: how many nodes people made */
    unsigned histories; /* 1; more: the file was exchanged while it ran */
    bool settled;
    smv_seq head;
};
void smv_report_line_add(struct smv_report_line *to, const struct smv_report_line *from);
uint64_t smv_report_lost(const struct smv_report *r); /* operations and characters */
uint64_t smv_report_doubled(const struct smv_report *r);
bool smv_report_good(const struct smv_report *r);
void smv_report_text(const struct smv_report *r, FILE *out);
json_t *smv_report_json(const struct smv_report *r);

#endif
