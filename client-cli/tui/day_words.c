/* day_words.c - see day.h: questions and progress, notices and calls, people, connection in words. */
#include <stdarg.h>
#include <stdio.h>
#include "client-cli/tui/day.h"
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "common/base/utf8.h"

const char *smv_day_kind_word(unsigned kind)
{
    switch (kind) {
    case SMV_KIND_QUESTION: return _("Question");
    case SMV_KIND_POINT: return _("Bullet");
    case SMV_KIND_CARD: return _("Card");
    case SMV_KIND_FLOW: return _("Flow");
    case SMV_KIND_OBSTACLE: return _("Obstacle");
    case SMV_KIND_CHALLENGE: return _("Challenge");
    case SMV_KIND_ROW: return _("Row");
    case SMV_KIND_ACTION: return _("Proposal");
    case SMV_KIND_PARKED: return _("Parked");
    case SMV_KIND_CONTACT: return _("Contact");
    case SMV_KIND_MEETING: return _("Meeting");
    case SMV_KIND_CONSENT: return _("Consent");
    case SMV_KIND_CHECK: return _("Check list line");
    case SMV_KIND_REVISION: return _("Version");
    case SMV_KIND_SHEET: return _("Sheet");
    case SMV_KIND_SESSION: return _("Session");
    case SMV_KIND_ROOM: return _("Room");
    case SMV_KIND_GROUP: return _("Group");
    case SMV_KIND_CLUSTER: return _("Cluster");
    case SMV_KIND_CALL: return _("Call for help");
    default: return "";
    }
}

/* --- questions ------------------------------------------------------------------------------------------ */
enum smv_state_of smv_day_question(struct smv_client *c, smv_id question)
{
    struct smv_ids points = {0};
    bool summary = false;
    switch (smv_day_num(c, question, SMV_QUESTION_WORD)) {
    case 1: return SMV_Q_DONE;
    case 2: return SMV_Q_SKIPPED;
    default: break;
    }
    smv_day_children(c, question, SMV_KIND_POINT, &points);
    for (size_t i = 0; i < points.n && !summary; i++) {
        summary = smv_day_has_text(c, points.ids[i], SMV_POINT_TEXT);
    }
    smv_ids_finish(&points);
    return summary                                                  ? SMV_Q_SUMMARY
           : smv_day_has_text(c, question, SMV_QUESTION_DISCUSSION) ? SMV_Q_BEGUN
                                                                    : SMV_Q_EMPTY;
}

const char *smv_day_state_word(enum smv_state_of state)
{
    switch (state) {
    case SMV_Q_EMPTY: return _("empty");
    case SMV_Q_BEGUN: return _("begun");
    case SMV_Q_SUMMARY: return _("has bullets");
    case SMV_Q_DONE: return _("done");
    case SMV_Q_SKIPPED: return _("skipped");
    }
    return "";
}

const char *smv_day_state_sign(enum smv_state_of state, bool ascii)
{
    static const char *const signs[][2] = {[SMV_Q_EMPTY] = {"\xc2\xb7", "."},
                                           [SMV_Q_BEGUN] = {"\xe2\x97\x8b", "o"},
                                           [SMV_Q_SUMMARY] = {"\xe2\x97\x8f", "*"},
                                           [SMV_Q_DONE] = {"\xe2\x9c\x93", "x"},
                                           [SMV_Q_SKIPPED] = {"\xe2\x80\x93", "-"}};
    return signs[state][ascii];
}

enum smv_style smv_day_state_style(enum smv_state_of state)
{
    return state == SMV_Q_DONE      ? SMV_STYLE_GOOD
           : state == SMV_Q_SUMMARY ? SMV_STYLE_TEXT
                                    : SMV_STYLE_QUIET;
}

static void put_questions(struct smv_client *c, smv_id parent, int depth, struct smv_ids *ret)
{
    struct smv_ids under = {0};
    smv_day_children(c, parent, SMV_KIND_QUESTION, &under);
    for (size_t i = 0; i < under.n && depth < 8; i++) {
        smv_ids_put(ret, under.ids[i]);
        put_questions(c, under.ids[i], depth + 1, ret);
    }
    smv_ids_finish(&under);
}

void smv_day_questions(struct smv_client *c, smv_id sheet, struct smv_ids *ret)
{
    ret->n = 0;
    put_questions(c, sheet, 0, ret);
}

/* --- progress --------------------------------------------------------------------------------------------- */
static void comma(struct smv_buf *b)
{
    if (b->len > 0) {
        smv_buf_put_str(b, ", ");
    }
}

static enum smv_state_of of_questions(struct smv_client *c, smv_id sheet, struct smv_buf *words)
{
    struct smv_ids all = {0};
    size_t answered = 0, touched = 0, closed = 0;
    smv_day_questions(c, sheet, &all);
    for (size_t i = 0; i < all.n; i++) {
        enum smv_state_of state = smv_day_question(c, all.ids[i]);
        answered += state >= SMV_Q_SUMMARY;
        touched += state != SMV_Q_EMPTY;
        closed += state >= SMV_Q_DONE;
    }
    size_t n = all.n;
    smv_ids_finish(&all);
    if (n > 0) {
        smv_put_words(words, ngettext("%zu of %zu question", "%zu of %zu questions", n), answered,
                      n);
    }
    smv_day_children(c, sheet, SMV_KIND_CHECK, &all);
    size_t ticked = 0;
    for (size_t i = 0; i < all.n; i++) {
        ticked += smv_day_num(c, all.ids[i], SMV_CHECK_TICK) > 0;
    }
    if (all.n > 0) {
        comma(words);
        smv_put_words(words, _("%zu of %zu ticked"), ticked, all.n);
    }
    smv_ids_finish(&all);
    return n > 0 && closed == n ? SMV_Q_DONE : touched + ticked > 0 ? SMV_Q_BEGUN : SMV_Q_EMPTY;
}

static enum smv_state_of of_actions(struct smv_client *c, smv_id sheet, struct smv_buf *words)
{
    struct smv_ids all = {0};
    size_t written = 0;
    smv_day_children(c, sheet, SMV_KIND_ACTION, &all);
    for (size_t i = 0; i < all.n; i++) {
        written += smv_day_has_text(c, all.ids[i], SMV_ACTION_WHAT);
    }
    smv_put_words(words, ngettext("%zu proposal", "%zu proposals", written), written);
    if (all.n > written) {
        comma(words);
        smv_put_words(words, ngettext("%zu unanswered", "%zu unanswered", all.n - written),
                      all.n - written);
    }
    smv_ids_finish(&all);
    return written > 0 ? SMV_Q_BEGUN : SMV_Q_EMPTY;
}

static enum smv_state_of counted(struct smv_client *c, smv_id sheet, struct smv_buf *words)
{
    struct smv_ids all = {0};
    size_t n = 0, more;
    switch (smv_day_form(c, sheet)) {
    case SMV_FORM_TIMELINE:
        smv_day_children(c, sheet, SMV_KIND_PHASE, &all);
        for (size_t i = 0; i < all.n; i++) {
            n += smv_day_count(c, all.ids[i], SMV_KIND_CARD);
        }
        more = smv_day_count(c, sheet, SMV_KIND_FLOW);
        smv_put_words(words, ngettext("%zu card", "%zu cards", n), n);
        if (more > 0) {
            comma(words);
            smv_put_words(words, ngettext("%zu flow", "%zu flows", more), more);
        }
        break;
    case SMV_FORM_ACTIONS: return of_actions(c, sheet, words);
    case SMV_FORM_TABLE:
        n = smv_day_count(c, sheet, SMV_KIND_ROW);
        smv_put_words(words, ngettext("%zu row", "%zu rows", n), n);
        break;
    case SMV_FORM_PARKING:
        smv_day_children(c, sheet, SMV_KIND_PARKED, &all);
        for (size_t i = 0; i < all.n; i++) {
            n += smv_day_num(c, all.ids[i], SMV_PARKED_TAKEN) == 0;
        }
        smv_put_words(words, ngettext("%zu parked", "%zu parked", n), n);
        break;
    case SMV_FORM_MAP:
        n = smv_day_count(c, sheet, SMV_KIND_CHALLENGE);
        smv_put_words(words, ngettext("%zu challenge", "%zu challenges", n), n);
        break;
    case SMV_FORM_POLL: smv_buf_put_str(words, _("on the phones")); break;
    case SMV_FORM_SYNTHESIS:
        n = smv_day_count(c, sheet, SMV_KIND_CLUSTER);
        smv_put_words(words, ngettext("%zu cluster", "%zu clusters", n), n);
        break;
    case SMV_FORM_QUESTIONS:
    case SMV_FORM_PLAN:
    case SMV_FORM_FREE: return of_questions(c, sheet, words);
    }
    smv_ids_finish(&all);
    return n > 0 ? SMV_Q_BEGUN : SMV_Q_EMPTY;
}

enum smv_state_of smv_day_progress(struct smv_client *c, smv_id sheet, struct smv_buf *ret_words)
{
    smv_buf_clear(ret_words);
    enum smv_state_of state = counted(c, sheet, ret_words);
    return smv_day_num(c, sheet, SMV_SHEET_DONE) != 0 ? SMV_Q_DONE : state;
}

/* --- leading ------------------------------------------------------------------------------------------------ */
void smv_day_notices(struct smv_client *c, smv_id place, struct smv_ids *ret)
{
    struct smv_ids all = {0};
    smv_day_children(c, SMV_ROOT, SMV_KIND_NOTICE, &all);
    ret->n = 0;
    for (size_t i = all.n; i-- > 0;) {
        smv_id to = smv_day_num(c, all.ids[i], SMV_NOTICE_PLACE);
        if (smv_day_num(c, all.ids[i], SMV_NOTICE_WITHDRAWN) == 0 && (to == 0 || to == place)) {
            smv_ids_put(ret, all.ids[i]);
        }
    }
    smv_ids_finish(&all);
}

bool smv_day_seen(struct smv_client *c, smv_id notice, smv_id place)
{
    struct smv_ids all = {0};
    bool seen = false;
    smv_day_children(c, notice, SMV_KIND_RECEIPT, &all);
    for (size_t i = 0; i < all.n && !seen; i++) {
        seen = smv_day_num(c, all.ids[i], SMV_RECEIPT_PLACE) == place;
    }
    smv_ids_finish(&all);
    return seen;
}

void smv_day_calls(struct smv_client *c, struct smv_ids *ret)
{
    size_t kept = 0;
    smv_day_children(c, SMV_ROOT, SMV_KIND_CALL, ret);
    for (size_t i = 0; i < ret->n; i++) {
        if (smv_day_num(c, ret->ids[i], SMV_CALL_STATE) < 2) {
            ret->ids[kept++] = ret->ids[i];
        }
    }
    ret->n = kept;
}

smv_id smv_day_call(struct smv_client *c, smv_id place)
{
    struct smv_ids all = {0};
    smv_id found = 0;
    smv_day_calls(c, &all);
    for (size_t i = 0; i < all.n && found == 0; i++) {
        found = smv_day_num(c, all.ids[i], SMV_CALL_PLACE) == place ? all.ids[i] : 0;
    }
    smv_ids_finish(&all);
    return found;
}

/* --- people ------------------------------------------------------------------------------------------------- */
static void read_person(struct smv_reader *r, struct smv_person *p)
{
    uint32_t parts = smv_read_array(r);
    p->ord = smv_read_uint(r);
    p->role = smv_read_uint(r);
    p->place = smv_read_uint(r);
    p->name = smv_read_str(r, SMV_MAX_NAME);
    p->node = smv_read_uint(r);
    p->field = (unsigned)smv_read_uint_max(r, SMV_FIELD_MAX);
    (void)smv_read_uint(r);
    p->anchor = smv_read_uint(r);
    p->head = smv_read_uint(r);
    p->pending = smv_read_uint(r);
    p->age_ms = smv_read_uint(r);
    for (uint32_t k = 11; k < parts; k++) {
        (void)smv_read_skip(r);
    }
}

void smv_people_read(struct smv_client *c, struct smv_people *ret)
{
    const struct smv_msg *msg = smv_client_last(c, SMV_MSG_KIND_PRESENCE);
    struct smv_client_info me;
    struct smv_reader r;
    ret->n = 0;
    /* who was there when the connection went is nobody that one knows of now */
    if (msg == NULL || smv_client_state(c) == SMV_CLIENT_BACKOFF) {
        return;
    }
    smv_client_info(c, &me);
    smv_reader_init(&r, msg->u.presence.people);
    for (uint32_t n = smv_read_array(&r); n-- > 0 && r.err == SMV_OK;) {
        struct smv_person p = {0};
        read_person(&r, &p);
        if (r.err == SMV_OK && (p.ord == 0 || p.ord != me.ord)) {
            ret->list = smv_grow(ret->list, &ret->cap, ret->n + 1, sizeof *ret->list);
            ret->list[ret->n++] = p;
        }
    }
}

void smv_people_finish(struct smv_people *p)
{
    smv_free(p->list);
    *p = (struct smv_people){0};
}

const struct smv_person *smv_people_at(const struct smv_people *p, smv_id node, unsigned field,
                                       size_t n)
{
    for (size_t i = 0; i < p->n; i++) {
        bool there =
            node != 0 && p->list[i].node == node && (field == 0 || p->list[i].field == field);
        if (there && n-- == 0) {
            return &p->list[i];
        }
    }
    return NULL;
}

/* --- words ---------------------------------------------------------------------------------------------------- */
void smv_put_words(struct smv_buf *b, const char *format, ...)
{
    char text[600];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    size_t len = n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
    while (len > 0 && !smv_utf8_valid(smv_span(text, len))) {
        len--; /* cut inside a letter */
    }
    smv_buf_put(b, text, len);
}

void smv_day_time(const struct smv_scene *s, int64_t ms, struct smv_buf *ret)
{
    int64_t minutes = (ms / 1000 + s->utc_offset_s) / 60 % 1440;
    minutes = minutes < 0 ? minutes + 1440 : minutes;
    smv_buf_clear(ret);
    smv_put_words(ret, "%02d:%02d", (int)(minutes / 60), (int)(minutes % 60));
}

static void put_kept(struct smv_buf *b, const char *state, size_t n)
{
    smv_buf_put_str(b, state);
    if (n > 0) {
        smv_put_words(b,
                      ngettext(" \xe2\x80\x93 %zu change kept on this computer",
                               " \xe2\x80\x93 %zu changes kept on this computer", n),
                      n);
    }
}

enum smv_style smv_day_connection(const struct smv_scene *s, struct smv_buf *ret)
{
    struct smv_client_info me;
    struct smv_buf time = {0};
    smv_client_info(s->client, &me);
    smv_buf_clear(ret);
    if (s->frozen) {
        smv_buf_put_str(ret, _("Nothing is kept"));
        return SMV_STYLE_BAR_WARN;
    }
    switch (smv_client_state(s->client)) {
    case SMV_CLIENT_CONNECTING:
    case SMV_CLIENT_HELLO: put_kept(ret, _("Connecting\xe2\x80\xa6"), me.unconfirmed); break;
    case SMV_CLIENT_SYNC: put_kept(ret, _("Catching up\xe2\x80\xa6"), me.unconfirmed); break;
    case SMV_CLIENT_SUSPECT:
        put_kept(ret, _("The network is slow to answer\xe2\x80\xa6"), me.unconfirmed);
        break;
    case SMV_CLIENT_DENIED: put_kept(ret, _("Not let in"), me.unconfirmed); break;
    case SMV_CLIENT_IDLE:
    case SMV_CLIENT_BACKOFF: put_kept(ret, _("Offline"), me.unconfirmed); break;
    case SMV_CLIENT_LIVE:
        if (me.unconfirmed > 0) {
            smv_buf_put_str(ret, _("Saving\xe2\x80\xa6"));
        } else if (me.last_confirm == 0) {
            smv_buf_put_str(ret, _("Everything is saved"));
        } else {
            smv_day_time(s, s->log_ms - (int64_t)(s->mono - me.last_confirm), &time);
            smv_buf_put_str(ret, _("Saved"));
            smv_buf_put_str(ret, " ");
            smv_buf_put_span(ret, smv_buf_span(&time));
            smv_buf_finish(&time);
        }
        return SMV_STYLE_BAR;
    }
    return SMV_STYLE_BAR_WARN;
}
