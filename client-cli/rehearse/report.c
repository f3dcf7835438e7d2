/* report.c - see report.h. */
#include "client-cli/rehearse/report.h"
#include <inttypes.h>

void smv_report_line_add(struct smv_report_line *to, const struct smv_report_line *from)
{
    to->people += from->people;
    to->strokes += from->strokes;
    to->sent += from->sent;
    to->confirmed += from->confirmed;
    to->anew += from->anew;
    to->retries += from->retries;
    to->ballots += from->ballots;
    to->receipts += from->receipts;
    for (size_t i = 0; i < 100; i++) {
        to->refused[i] += from->refused[i];
    }
    to->reconnects += from->reconnects;
    to->kills += from->kills;
    to->cuts += from->cuts;
    to->silences += from->silences;
    to->lost += from->lost;
    to->doubled += from->doubled;
    to->denied += from->denied;
    smv_hist_merge(&to->confirm, &from->confirm);
    smv_hist_merge(&to->straight, &from->straight);
    smv_hist_merge(&to->moderator, &from->moderator);
    smv_hist_merge(&to->screen, &from->screen);
}

uint64_t smv_report_lost(const struct smv_report *r)
{
    return r->all.lost + r->text.missing;
}

uint64_t smv_report_doubled(const struct smv_report *r)
{
    return r->all.doubled + r->text.extra;
}

bool smv_report_good(const struct smv_report *r)
{
    return r->settled && smv_report_lost(r) == 0 && smv_report_doubled(r) == 0 &&
           r->diverged == 0 && r->all.denied == 0 && r->histories <= 1;
}

static uint64_t refused(const struct smv_report_line *l)
{
    uint64_t n = 0;
    for (size_t i = 0; i < 100; i++) {
        n += l->refused[i];
    }
    return n;
}

/* --- text -------------------------------------------------------------------------------------------------- */
static void print_line(const struct smv_report_line *l, FILE *out)
{
    fprintf(out,
            "%-12s %6u %8" PRIu64 " %8" PRIu64 " %8" PRIu64 " %7" PRIu64 " %6" PRIu64 " %5" PRIu64
            " %5" PRIu64 " %5" PRIu64 "\n",
            l->name, l->people, l->strokes, l->sent, l->confirmed, refused(l), l->reconnects,
            l->kills, l->lost, l->doubled);
}

static void print_delay(const char *what, const struct smv_hist *h, FILE *out)
{
    if (h->n > 0) {
        fprintf(out, "%-40s %9.2f %9.2f %9.2f %10.2f %9" PRIu64 "\n", what,
                (double)smv_hist_at(h, 500) / 1000, (double)smv_hist_at(h, 950) / 1000,
                (double)smv_hist_at(h, 990) / 1000, (double)h->max_us / 1000, h->n);
    }
}

static void print_kinds(const struct smv_report *r, FILE *out)
{
    const char *gap = "made: ";
    for (unsigned k = 0; k < sizeof r->kinds / sizeof *r->kinds; k++) {
        if (r->kinds[k] > 0 && smv_kind_info(k) != NULL) {
            fprintf(out, "%s%u %s", gap, r->kinds[k], smv_kind_info(k)->name);
            gap = ", ";
        }
    }
    fprintf(out, "\n");
}

void smv_report_text(const struct smv_report *r, FILE *out)
{
    fprintf(out,
            "\n%g minutes at speed %g took %.1f s; seed %" PRIu64 "; log position %" PRIu64 "\n\n",
            r->minutes, r->speed, r->seconds, r->seed, r->head);
    fprintf(out, "%-12s %6s %8s %8s %8s %7s %6s %5s %5s %5s\n", "part", "people", "strokes", "sent",
            "confirm", "refused", "again", "died", "lost", "twice");
    for (size_t i = 0; i < SMV_REPORT_ROLES; i++) {
        if (r->roles[i].people > 0) {
            print_line(&r->roles[i], out);
        }
    }
    print_line(&r->all, out);
    fprintf(out, "\n%-40s %9s %9s %9s %10s %9s\n", "delay, ms", "p50", "p95", "p99", "most", "of");
    print_delay("sent to confirmed, connection unbroken", &r->all.straight, out);
    print_delay("made to confirmed, breaks included", &r->all.confirm, out);
    print_delay("made to seen by the moderator", &r->all.moderator, out);
    print_delay("made to seen on the screen", &r->all.screen, out);
    fprintf(out, "\n");
    for (size_t i = 0; i < 100; i++) {
        if (r->all.refused[i] > 0) {
            fprintf(out, "refused %" PRIu64 " x %s (%s)\n", r->all.refused[i],
                    smv_code_name((enum smv_code)i), smv_code_text((enum smv_code)i));
        }
    }
    fprintf(out,
            "breaks: %" PRIu64 " connections cut, %" PRIu64 " silent, %" PRIu64
            " programs killed; %" PRIu64 " asked to wait, %" PRIu64 " made anew\n",
            r->all.cuts, r->all.silences, r->all.kills, r->all.retries, r->all.anew);
    fprintf(out, "ballots: %" PRIu64 " sent, %" PRIu64 " receipts\n", r->all.ballots,
            r->all.receipts);
    fprintf(out,
            "text: %" PRIu64 " characters in %zu fields; %" PRIu64 " missing, %" PRIu64
            " too many; %zu fields not judged (refused there, and told)\n",
            r->text.typed, r->text.fields, r->text.missing, r->text.extra, r->text.excused);
    print_kinds(r, out);
    fprintf(out, "same everywhere: %" PRIu64 " compared, %" PRIu64 " different\n", r->compared,
            r->diverged);
    if (!r->settled) {
        fprintf(out, "not everybody was connected and saved in time\n");
    }
    if (r->histories > 1) {
        fprintf(out, "the seminar's history was exchanged while the rehearsal ran\n");
    }
    fprintf(out, "\nlost %" PRIu64 ", doubled %" PRIu64 ", diverged %" PRIu64 ": %s\n",
            smv_report_lost(r), smv_report_doubled(r), r->diverged,
            smv_report_good(r) ? "good" : "NOT GOOD");
}

/* --- JSON --------------------------------------------------------------------------------------------------- */
static json_t *delay_json(const struct smv_hist *h)
{
    return json_pack("{s:f, s:f, s:f, s:f, s:I}", "p50", (double)smv_hist_at(h, 500) / 1000, "p95",
                     (double)smv_hist_at(h, 950) / 1000, "p99", (double)smv_hist_at(h, 990) / 1000,
                     "max", (double)h->max_us / 1000, "n", (json_int_t)h->n);
}

static json_t *line_json(const struct smv_report_line *l)
{
    json_t *codes = json_object();
    for (size_t i = 0; i < 100; i++) {
        if (l->refused[i] > 0) {
            json_object_set_new(codes, smv_code_name((enum smv_code)i),
                                json_integer((json_int_t)l->refused[i]));
        }
    }
    json_t *out = json_pack("{s:s, s:i, s:I, s:I, s:I, s:o, s:I, s:I, s:I, s:I}", "part", l->name,
                            "people", (int)l->people, "strokes", (json_int_t)l->strokes, "sent",
                            (json_int_t)l->sent, "confirmed", (json_int_t)l->confirmed, "refused",
                            codes, "anew", (json_int_t)l->anew, "retries", (json_int_t)l->retries,
                            "ballots", (json_int_t)l->ballots, "receipts", (json_int_t)l->receipts);
    json_t *rest =
        json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "reconnects", (json_int_t)l->reconnects,
                  "kills", (json_int_t)l->kills, "cuts", (json_int_t)l->cuts, "silences",
                  (json_int_t)l->silences, "lost", (json_int_t)l->lost, "doubled",
                  (json_int_t)l->doubled, "denied", (json_int_t)l->denied);
    json_t *delays = json_pack("{s:o, s:o, s:o, s:o}", "straight", delay_json(&l->straight),
                               "confirm", delay_json(&l->confirm), "moderator",
                               delay_json(&l->moderator), "screen", delay_json(&l->screen));
    json_object_update(out, rest);
    json_decref(rest);
    json_object_set_new(out, "ms", delays);
    return out;
}

json_t *smv_report_json(const struct smv_report *r)
{
    json_t *roles = json_array(), *kinds = json_object();
    for (unsigned k = 0; k < sizeof r->kinds / sizeof *r->kinds; k++) {
        if (r->kinds[k] > 0 && smv_kind_info(k) != NULL) {
            json_object_set_new(kinds, smv_kind_info(k)->name,
                                json_integer((json_int_t)r->kinds[k]));
        }
    }
    for (size_t i = 0; i < SMV_REPORT_ROLES; i++) {
        if (r->roles[i].people > 0) {
            json_array_append_new(roles, line_json(&r->roles[i]));
        }
    }
    json_t *text =
        json_pack("{s:I, s:I, s:I, s:I, s:I}", "fields", (json_int_t)r->text.fields, "typed",
                  (json_int_t)r->text.typed, "missing", (json_int_t)r->text.missing, "extra",
                  (json_int_t)r->text.extra, "excused", (json_int_t)r->text.excused);
    return json_pack(
        "{s:b, s:I, s:I, s:I, s:b, s:I, s:f, s:f, s:f, s:I, s:i, s:I, s:o, s:o, s:o, s:o}", "good",
        smv_report_good(r), "lost", (json_int_t)smv_report_lost(r), "doubled",
        (json_int_t)smv_report_doubled(r), "diverged", (json_int_t)r->diverged, "settled",
        r->settled, "seed", (json_int_t)r->seed, "minutes", r->minutes, "speed", r->speed,
        "seconds", r->seconds, "compared", (json_int_t)r->compared, "histories", (int)r->histories,
        "head", (json_int_t)r->head, "text", text, "made", kinds, "parts", roles, "all",
        line_json(&r->all));
}
