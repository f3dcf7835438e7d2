/* ics.c - the open actions that have a deadline, as calendar entries (RFC 5545).
 *
 * What: one VCALENDAR; for each action that is neither done nor dropped and has a day, an all-day VEVENT on that day with
 *       an alarm a week before at nine. Not a VTODO, which would be the truer word: Outlook does not import VTODOs from a
 *       file, Google's calendar leaves them out, and phones show none; a day's entry comes through everywhere.
 *       It is TRANSPARENT: a deadline does not make its reader busy.
 * Not:  no time zone: a deadline is a day, wherever one is. No ORGANIZER or ATTENDEE: nobody is to answer.
 * Uses: plain.h, common/model.    Thread: any.
 * Invariants: UID is made of the seminar's identity and the action's id, SEQUENCE of the position of its last change: a later
 *       export, taken in again, moves the entry instead of doubling it. No line has more than 75 octets, none ends within
 *       a character; equal trees give equal bytes. */
#include <string.h>
#include "common/base/utf8.h"
#include "common/format/format.h"
#include "common/format/moment.h"
#include "common/format/plain.h"

enum { LINE_OCTETS = 75, SEQUENCE_MAX = 2147483647 };

struct calendar {
    struct smv_buf *b;
    struct smv_buf line;      /* being made, not folded */
    struct smv_span identity; /* of the seminar, wherever it lies */
    const struct smv_doc_facts *facts;
    const char *lang;
};

/* --- lines -------------------------------------------------------------------------------------------------------- */
static void end_line(struct calendar *k)
{
    size_t column = 0;
    for (size_t i = 0; i < k->line.len;) {
        size_t from = i;
        (void)smv_utf8_next(smv_buf_span(&k->line), &i);
        if (column + (i - from) > LINE_OCTETS) {
            smv_buf_put_str(k->b, "\r\n ");
            column = 1;
        }
        smv_buf_put(k->b, k->line.data + from, i - from);
        column += i - from;
    }
    smv_buf_put_str(k->b, "\r\n");
    smv_buf_clear(&k->line);
}

static void put_line(struct calendar *k, const char *text)
{
    smv_buf_put_str(&k->line, text);
    end_line(k);
}

/* A value of type TEXT: what would end it or mean something is escaped. */
static void put_text(struct smv_buf *b, struct smv_span s)
{
    for (size_t i = 0; i < s.len;) {
        uint32_t cp = smv_plain_next(s, &i);
        if (cp == '\n') {
            smv_buf_put_str(b, "\\n");
        } else {
            smv_buf_put_str(b, cp == '\\' || cp == ';' || cp == ',' ? "\\" : "");
            smv_utf8_put(b, cp);
        }
    }
}

/* --- times ---------------------------------------------------------------------------------------------------------- */
struct day {
    uint64_t y, m, d;
};

/* Days since 1970; years here begin on 1 March, as smv_moment_of's do. */
static uint64_t days_until(struct day at)
{
    uint64_t y = at.m <= 2 ? at.y - 1 : at.y, yoe = y % 400;
    uint64_t doy = (153 * (at.m > 2 ? at.m - 3 : at.m + 9) + 2) / 5 + at.d - 1;
    return y / 400 * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static void put_digits(struct smv_buf *b, uint64_t n, unsigned digits)
{
    for (uint64_t unit = digits == 4 ? 1000 : 10; unit > 0; unit /= 10) {
        smv_buf_put_byte(b, (uint8_t)('0' + n / unit % 10));
    }
}

static void put_day(struct smv_buf *b, struct day at)
{
    put_digits(b, at.y, 4);
    put_digits(b, at.m, 2);
    put_digits(b, at.d, 2);
}

static void put_moment(struct calendar *k, const char *name, uint64_t ms)
{
    struct smv_moment at = smv_moment_of(ms);
    smv_buf_put_str(&k->line, name);
    put_day(&k->line, (struct day){at.year, at.month, at.day});
    smv_buf_put_byte(&k->line, 'T');
    put_digits(&k->line, at.hour, 2);
    put_digits(&k->line, at.minute, 2);
    put_digits(&k->line, at.second, 2);
    put_line(k, "Z");
}

/* --- an action ------------------------------------------------------------------------------------------------------ */
static struct day deadline(const struct smv_node *n)
{
    uint64_t by = smv_node_num(n, SMV_ACTION_BY);
    return (struct day){by / 10000, by / 100 % 100, by % 100};
}

static bool is_due(const struct smv_node *n)
{
    enum { DONE = 3 };
    const struct smv_node *sheet = smv_node_sheet(n);
    if (n->kind != SMV_KIND_ACTION || smv_node_gone(n) || sheet == NULL ||
        smv_node_num(sheet, SMV_SHEET_EACH) != 0 || smv_node_num(n, SMV_ACTION_STATUS) >= DONE) {
        return false; /* a pattern's rows are nobody's */
    }
    struct smv_buf unused = {0};
    uint64_t by = smv_node_num(n, SMV_ACTION_BY);
    bool is_day = by >= 19700101 && smv_plain_date(&unused, by);
    smv_buf_finish(&unused);
    return is_day;
}

static void put_fact(struct smv_buf *b, const char *label, struct smv_span text)
{
    if (text.len > 0) {
        smv_buf_put_str(b, b->len > 0 ? "\n" : "");
        smv_buf_put_str(b, label);
        smv_buf_put_str(b, label[0] != '\0' ? ": " : "");
        smv_buf_put_span(b, text);
    }
}

static void put_who(struct smv_buf *b, const struct smv_node *n)
{
    struct smv_span who = smv_node_str(n, SMV_ACTION_WHO),
                    where = smv_node_str(n, SMV_ACTION_WHERE);
    smv_buf_put_span(b, who);
    smv_buf_put_str(b, who.len > 0 && where.len > 0 ? ", " : "");
    smv_buf_put_span(b, where);
}

static void put_description(struct calendar *k, const struct smv_node *n)
{
    struct smv_buf text = {0}, who = {0};
    const char *lang = k->lang;
    put_who(&who, n);
    put_fact(&text, "", smv_node_str(n, SMV_ACTION_WHAT));
    put_fact(&text, smv_plain_word(lang, "Ansvarig", "Ansvarlig", "Responsible"),
             smv_buf_span(&who));
    put_fact(&text, smv_plain_word(lang, "Första steg", "Første steg", "First step"),
             smv_node_str(n, SMV_ACTION_FIRST));
    put_fact(&text, smv_plain_word(lang, "Uppföljning", "Oppfølging", "Follow-up"),
             smv_node_str(n, SMV_ACTION_NOTE));
    smv_buf_put_str(&k->line, "DESCRIPTION:");
    put_text(&k->line, smv_buf_span(&text));
    end_line(k);
    smv_buf_finish(&text);
    smv_buf_finish(&who);
}

/* What it is about, in one line: its number and the first words. */
static void put_summary(struct calendar *k, const struct smv_node *n)
{
    enum { MOST = 120 };
    struct smv_buf text = {0}, line = {0};
    smv_plain_line(&line, smv_node_str(n, SMV_ACTION_WHAT));
    struct smv_span what = smv_buf_span(&line);
    size_t cut = smv_utf8_offset(what, MOST);
    if (smv_node_num(n, SMV_ACTION_NUMBER) > 0) {
        smv_buf_put_u64(&text, smv_node_num(n, SMV_ACTION_NUMBER));
        smv_buf_put_str(&text, ". ");
    }
    smv_buf_put(&text, what.data, cut);
    smv_buf_put_str(&text, cut < what.len ? "…" : "");
    if (what.len == 0) {
        smv_buf_put_str(&text, smv_plain_word(k->lang, "Åtgärd", "Tiltak", "Action"));
    }
    smv_buf_put_str(&k->line, "SUMMARY:");
    put_text(&k->line, smv_buf_span(&text));
    end_line(k);
    smv_buf_finish(&text);
    smv_buf_finish(&line);
}

static void put_uid(struct calendar *k, const struct smv_node *n)
{
    smv_buf_put_str(&k->line, "UID:action-");
    smv_buf_put_u64(&k->line, smv_id_ord(n->id));
    smv_buf_put_byte(&k->line, '.');
    smv_buf_put_u64(&k->line, n->id & ((UINT64_C(1) << SMV_ID_COUNTER_BITS) - 1));
    smv_buf_put_byte(&k->line, '@');
    put_text(&k->line, k->identity);
    put_line(k, ".samverka");
}

static void put_event(struct calendar *k, const struct smv_node *n)
{
    struct day at = deadline(n);
    uint64_t moment = n->touched_ms > 0 ? n->touched_ms : k->facts->now;
    put_line(k, "BEGIN:VEVENT");
    put_uid(k, n);
    smv_buf_put_str(&k->line, "SEQUENCE:");
    smv_buf_put_u64(&k->line, n->touched < SEQUENCE_MAX ? n->touched : SEQUENCE_MAX);
    end_line(k);
    put_moment(k, "DTSTAMP:", moment);
    put_moment(k, "LAST-MODIFIED:", moment);
    smv_buf_put_str(&k->line, "DTSTART;VALUE=DATE:");
    put_day(&k->line, at);
    end_line(k);
    smv_buf_put_str(&k->line, "DTEND;VALUE=DATE:"); /* the day after: it ends before that begins */
    struct smv_moment next = smv_moment_of((days_until(at) + 1) * 86400000);
    put_day(&k->line, (struct day){next.year, next.month, next.day});
    end_line(k);
    put_line(k, "TRANSP:TRANSPARENT");
    put_summary(k, n);
    put_description(k, n);
    put_line(k, "BEGIN:VALARM");
    put_line(k, "ACTION:DISPLAY");
    put_line(k, "TRIGGER:-P6DT15H"); /* the day begins at midnight: nine, a week before */
    smv_buf_put_str(&k->line, "DESCRIPTION:");
    put_text(&k->line, smv_span_str(smv_plain_word(k->lang, "Åtgärd inom en vecka",
                                                   "Tiltak innen en uke", "Action due in a week")));
    end_line(k);
    put_line(k, "END:VALARM");
    put_line(k, "END:VEVENT");
}

void smv_write_ics(struct smv_buf *b, const struct smv_tree *t, const struct smv_doc_facts *facts,
                   const char *lang)
{
    struct calendar k = {.b = b,
                         .facts = facts,
                         .identity = smv_node_str(t->root, SMV_SEMINAR_IDENTITY),
                         .lang = lang};
    if (k.identity.len == 0) { /* made before there was one: the name is all that stays */
        k.identity = facts->name;
    }
    if (lang == NULL || lang[0] == '\0') {
        struct smv_span own = smv_node_str(t->root, SMV_SEMINAR_LANG);
        k.lang = smv_span_is(own, "nb") ? "nb" : smv_span_is(own, "en") ? "en" : "sv";
    }
    put_line(&k, "BEGIN:VCALENDAR");
    put_line(&k, "VERSION:2.0");
    put_line(&k, "PRODID:-//samverka//samverka//EN");
    put_line(&k, "CALSCALE:GREGORIAN");
    put_line(&k, "METHOD:PUBLISH");
    smv_buf_put_str(&k.line, "X-WR-CALNAME:");
    put_text(&k.line, smv_node_str(t->root, SMV_SEMINAR_TITLE));
    end_line(&k);
    for (const struct smv_node *n = t->root; n != NULL; n = smv_tree_walk(t->root, n)) {
        if (is_due(n)) {
            put_event(&k, n);
        }
    }
    put_line(&k, "END:VCALENDAR");
    smv_buf_finish(&k.line);
}
