/* rooms.c - see rooms.h. */
#include "client-cli/tui/rooms.h"
#include "common/base/heap.h"

enum { A_DAY = 1440 };

/* --- places ------------------------------------------------------------------------------------------------------- */
void smv_rooms_places(struct smv_client *c, struct smv_ids *ret)
{
    struct smv_ids compositions = {0}, groups = {0};
    smv_day_children(c, SMV_ROOT, SMV_KIND_ROOM, ret);
    smv_day_children(c, SMV_ROOT, SMV_KIND_COMPOSITION, &compositions);
    for (size_t i = 0; i < compositions.n; i++) {
        smv_day_children(c, compositions.ids[i], SMV_KIND_GROUP, &groups);
        for (size_t k = 0; k < groups.n; k++) {
            struct smv_value table;
            smv_client_value(c, groups.ids[k], SMV_GROUP_TABLE, &table);
            if (smv_day_num(c, groups.ids[k], SMV_GROUP_ROOM) == 0 && table.str.len > 0) {
                smv_ids_put(ret, groups.ids[k]);
            }
        }
    }
    smv_ids_finish(&compositions);
    smv_ids_finish(&groups);
}

/* --- the daemon's progress ------------------------------------------------------------------------------------------ */
static void read_questions(struct smv_reader *r, struct smv_place_state *p, bool wanted)
{
    for (uint32_t n = smv_read_array(r); n-- > 0 && r->err == SMV_OK;) {
        (void)smv_read_array(r);
        smv_id id = smv_read_uint(r);
        uint64_t state = smv_read_uint(r);
        for (size_t i = 0; wanted && i < p->n_questions; i++) {
            if (p->questions[i].id == id && state <= SMV_Q_SKIPPED) {
                p->questions[i].state = (enum smv_state_of)state;
            }
        }
    }
}

static void read_summary(struct smv_client *c, struct smv_place_state *p)
{
    const struct smv_msg *msg = smv_client_last(c, SMV_MSG_KIND_SUMMARY);
    struct smv_reader r;
    if (msg == NULL) {
        return;
    }
    smv_reader_init(&r, msg->u.summary.rooms);
    for (uint32_t n = smv_read_array(&r); n-- > 0 && r.err == SMV_OK;) {
        (void)smv_read_array(&r);
        smv_id place = smv_read_uint(&r), session = smv_read_uint(&r);
        uint64_t last = smv_read_uint(&r);
        smv_id newest = smv_read_uint(&r);
        bool mine = r.err == SMV_OK && place == p->place && session == p->session;
        read_questions(&r, p, mine);
        if (mine) {
            p->last_ms = (int64_t)last;
            p->newest = newest;
        }
    }
}

static size_t phones_of(struct smv_client *c, smv_id group)
{
    const struct smv_msg *msg = smv_client_last(c, SMV_MSG_KIND_PRESENCE);
    struct smv_reader r;
    size_t found = 0;
    if (msg == NULL || smv_client_state(c) == SMV_CLIENT_BACKOFF) {
        return 0;
    }
    smv_reader_init(&r, msg->u.presence.counts);
    for (uint32_t n = smv_read_array(&r); n-- > 0 && r.err == SMV_OK;) {
        (void)smv_read_array(&r);
        smv_id place = smv_read_uint(&r);
        uint64_t count = smv_read_uint(&r);
        found = r.err == SMV_OK && place == group && group != 0 ? (size_t)count : found;
    }
    return found;
}

/* --- one place -------------------------------------------------------------------------------------------------------- */
static bool writes(const struct smv_person *p)
{
    return p->role == SMV_ROLE_SCRIBE || p->role == SMV_ROLE_SECRETARY;
}

static void read_people(const struct smv_people *people, struct smv_place_state *p)
{
    smv_buf_clear(&p->people);
    for (size_t i = 0; i < people->n; i++) {
        const struct smv_person *one = &people->list[i];
        bool lead = one->role == SMV_ROLE_FACILITATOR;
        if (one->place != p->place || one->ord == 0 || (!writes(one) && !lead)) {
            continue;
        }
        p->leads += lead;
        p->writers += !lead;
        p->unsent += !lead && one->age_ms >= SMV_AMBER_MS ? (size_t)one->pending : 0;
        smv_buf_put_str(&p->people, p->people.len > 0 ? ", " : "");
        smv_buf_put_span(&p->people, one->name.len > 0 ? one->name : smv_span_str(_("unnamed")));
        smv_buf_put_str(&p->people, lead ? _(" (leads)") : _(" (writes)"));
    }
}

static void read_sheets(struct smv_client *c, struct smv_place_state *p)
{
    struct smv_ids sheets = {0}, questions = {0};
    smv_day_sheets(c, p->session, p->place, SMV_WHOSE_PLACE, &sheets);
    p->n_sheets = sheets.n;
    for (size_t i = 0; i < sheets.n; i++) {
        p->n_done += smv_day_num(c, sheets.ids[i], SMV_SHEET_DONE) != 0;
        p->n_locked += smv_day_num(c, sheets.ids[i], SMV_SHEET_LOCKED) != 0;
        smv_day_questions(c, sheets.ids[i], &questions);
        for (size_t k = 0; k < questions.n && p->n_questions < SMV_PLACE_QUESTIONS; k++) {
            p->questions[p->n_questions].id = questions.ids[k];
            p->questions[p->n_questions++].state = smv_day_question(c, questions.ids[k]);
            if (p->stuck == 0 && smv_day_num(c, questions.ids[k], SMV_QUESTION_STUCK) != 0) {
                p->stuck = questions.ids[k];
            }
        }
    }
    smv_ids_finish(&sheets);
    smv_ids_finish(&questions);
}

static void read_place(const struct smv_scene *s, const struct smv_people *people,
                       struct smv_place_state *p, smv_id place)
{
    struct smv_client *c = s->client;
    struct smv_buf names = p->people;
    *p = (struct smv_place_state){.place = place, .people = names};
    p->session = smv_day_working(c, place);
    p->group =
        smv_client_kind(c, place) == SMV_KIND_GROUP ? place : smv_day_group(c, p->session, place);
    read_sheets(c, p);
    read_summary(c, p);
    read_people(people, p);
    p->phones = phones_of(c, p->group);
    p->call = smv_day_call(c, place);
    int64_t started = (int64_t)smv_day_num(c, p->session, SMV_SESSION_STARTED);
    int64_t since = p->last_ms > started ? p->last_ms : started;
    bool running = smv_day_num(c, p->session, SMV_SESSION_STATE) == SMV_RUNNING;
    bool done = p->n_sheets > 0 && p->n_done == p->n_sheets;
    if (running && !done && since > 0 && s->log_ms > since) {
        p->quiet = (int)((s->log_ms - since) / 60000);
    }
}

/* --- needs ---------------------------------------------------------------------------------------------------------------- */
static void put_need(struct smv_rooms *r, struct smv_need need)
{
    r->needs = smv_grow(r->needs, &r->cap_needs, r->n_needs + 1, sizeof *r->needs);
    size_t k = r->n_needs++;
    for (; k > 0 && r->needs[k - 1].type > need.type; k--) {
        r->needs[k] = r->needs[k - 1];
    }
    r->needs[k] = need;
}

static const struct smv_gone *gone_from(const struct smv_rooms *r, smv_id place)
{
    for (size_t i = 0; i < r->n_gone; i++) {
        if (r->gone[i].place == place) {
            return &r->gone[i];
        }
    }
    return NULL;
}

static void calls(struct smv_rooms *r, const struct smv_scene *s)
{
    struct smv_ids all = {0};
    smv_day_calls(s->client, &all);
    for (size_t i = 0; i < all.n; i++) {
        const struct smv_node *n = smv_tree_find(smv_client_confirmed(s->client), all.ids[i]);
        int64_t since = n != NULL ? (int64_t)n->touched_ms : s->log_ms;
        bool coming = smv_day_num(s->client, all.ids[i], SMV_CALL_STATE) == 1;
        put_need(r, (struct smv_need){
                        .type = coming ? SMV_NEED_COMING : SMV_NEED_CALL,
                        .place = smv_day_num(s->client, all.ids[i], SMV_CALL_PLACE),
                        .about = all.ids[i],
                        .minutes = s->log_ms > since ? (int)((s->log_ms - since) / 60000) : 0,
                        .since = since,
                        .red = !coming});
    }
    smv_ids_finish(&all);
}

static void needs_of(struct smv_rooms *r, const struct smv_scene *s,
                     const struct smv_place_state *p)
{
    uint64_t state = smv_day_num(s->client, p->session, SMV_SESSION_STATE);
    if (state != SMV_RUNNING && state != SMV_PAUSED) {
        return;
    }
    const struct smv_gone *gone = gone_from(r, p->place);
    int64_t started = (int64_t)smv_day_num(s->client, p->session, SMV_SESSION_STARTED);
    bool live = smv_client_state(s->client) == SMV_CLIENT_LIVE;
    if (p->writers == 0 && gone != NULL && gone->since > 0) {
        int64_t away = s->log_ms - gone->since;
        if (away >= SMV_AMBER_MS) {
            put_need(r, (struct smv_need){.type = SMV_NEED_GONE,
                                          .place = p->place,
                                          .since = gone->since,
                                          .red = away >= SMV_RED_MS});
        }
    } else if (live && p->writers == 0 && p->n_done < p->n_sheets &&
               s->log_ms - started >= SMV_RED_MS) {
        put_need(r, (struct smv_need){.type = SMV_NEED_NOBODY, .place = p->place});
    }
    if (p->unsent > 0) {
        put_need(r, (struct smv_need){.type = SMV_NEED_UNSENT, .place = p->place, .n = p->unsent});
    }
    if (p->stuck != 0) {
        put_need(r,
                 (struct smv_need){.type = SMV_NEED_STUCK, .place = p->place, .about = p->stuck});
    }
    if (p->quiet >= SMV_QUIET_MIN) {
        put_need(r,
                 (struct smv_need){.type = SMV_NEED_QUIET, .place = p->place, .minutes = p->quiet});
    }
}

void smv_rooms_read(struct smv_rooms *r, const struct smv_scene *s)
{
    struct smv_ids places = {0};
    struct smv_people people = {0};
    smv_rooms_places(s->client, &places);
    smv_people_read(s->client, &people);
    r->n_needs = 0;
    for (size_t i = places.n; i < r->n; i++) {
        smv_buf_finish(&r->list[i].people);
    }
    size_t had = r->n < places.n ? r->n : places.n;
    r->n = places.n;
    r->list = smv_grow(r->list, &r->cap, r->n + 1, sizeof *r->list);
    calls(r, s);
    for (size_t i = 0; i < r->n; i++) {
        if (i >= had) {
            r->list[i] = (struct smv_place_state){0};
        }
        read_place(s, &people, &r->list[i], places.ids[i]);
        needs_of(r, s, &r->list[i]);
    }
    smv_ids_finish(&places);
    smv_people_finish(&people);
}

void smv_rooms_watch(struct smv_rooms *r, const struct smv_scene *s)
{
    struct smv_people people = {0};
    const struct smv_msg *msg = smv_client_last(s->client, SMV_MSG_KIND_PRESENCE);
    if (smv_client_state(s->client) != SMV_CLIENT_LIVE || msg == NULL) {
        return;
    }
    smv_people_read(s->client, &people);
    for (size_t i = 0; i < r->n_gone; i++) {
        bool here = false;
        for (size_t k = 0; k < people.n; k++) {
            here |= writes(&people.list[k]) && people.list[k].place == r->gone[i].place;
        }
        r->gone[i].since = here ? 0 : r->gone[i].since > 0 ? r->gone[i].since : s->log_ms;
    }
    for (size_t k = 0; k < people.n; k++) {
        smv_id place = people.list[k].place;
        if (writes(&people.list[k]) && place != 0 && gone_from(r, place) == NULL) {
            r->gone = smv_grow(r->gone, &r->cap_gone, r->n_gone + 1, sizeof *r->gone);
            r->gone[r->n_gone++] = (struct smv_gone){.place = place};
        }
    }
    smv_people_finish(&people);
}

void smv_rooms_finish(struct smv_rooms *r)
{
    for (size_t i = 0; i < r->n; i++) {
        smv_buf_finish(&r->list[i].people);
    }
    smv_free(r->list);
    smv_free(r->needs);
    smv_free(r->gone);
    *r = (struct smv_rooms){0};
}

/* --- words ------------------------------------------------------------------------------------------------------------------ */
static void call_words(const struct smv_scene *s, const struct smv_need *n, struct smv_buf *ret)
{
    struct smv_buf text = {0};
    switch (smv_day_num(s->client, n->about, SMV_CALL_ABOUT)) {
    case 1: smv_buf_put_str(ret, _("asks for technical help")); break;
    case 2: smv_buf_put_str(ret, _("asks about the content")); break;
    default: smv_buf_put_str(ret, _("calls for help")); break;
    }
    if (smv_day_has_text(s->client, n->about, SMV_CALL_TEXT)) {
        smv_buf_put_str(ret, ": ");
        smv_buf_put_str(ret, smv_day_short(s->client, n->about, 90, &text));
    }
    if (n->type == SMV_NEED_COMING) {
        smv_buf_put_str(ret, _(" \xe2\x80\x93 somebody is on the way"));
    } else if (n->minutes > 0 && n->minutes < A_DAY) {
        smv_put_words(ret, _(" \xe2\x80\x93 %d min"), n->minutes);
    }
    smv_buf_finish(&text);
}

void smv_need_words(const struct smv_scene *s, const struct smv_need *n, struct smv_buf *ret)
{
    struct smv_buf b = {0};
    switch (n->type) {
    case SMV_NEED_CALL:
    case SMV_NEED_COMING: call_words(s, n, ret); break;
    case SMV_NEED_GONE:
        smv_day_time(s, n->since, &b);
        smv_put_words(ret,
                      n->red ? _("nobody has been writing since %s; the computer is away")
                             : _("the writer's connection is gone since %s"),
                      smv_buf_cstr(&b));
        break;
    case SMV_NEED_UNSENT:
        smv_put_words(ret,
                      ngettext("%zu change is not sent yet", "%zu changes are not sent yet", n->n),
                      n->n);
        break;
    case SMV_NEED_NOBODY: smv_buf_put_str(ret, _("nobody writes here yet")); break;
    case SMV_NEED_STUCK:
        smv_put_words(ret, _("stuck at: %s"), smv_day_short(s->client, n->about, 50, &b));
        break;
    case SMV_NEED_QUIET: smv_put_words(ret, _("quiet %d min"), n->minutes); break;
    }
    smv_buf_finish(&b);
}

enum smv_style smv_need_style(const struct smv_need *n)
{
    return n->type == SMV_NEED_COMING ? SMV_STYLE_GOOD : n->red ? SMV_STYLE_BAD : SMV_STYLE_WARN;
}

void smv_newest_words(struct smv_client *c, smv_id newest, size_t max, struct smv_buf *ret)
{
    smv_buf_clear(ret);
    if (newest == 0 || smv_client_kind(c, newest) == 0 || smv_client_deleted(c, newest)) {
        return;
    }
    if (smv_client_kind(c, newest) != SMV_KIND_QUESTION) {
        smv_day_short(c, newest, max, ret);
        return;
    }
    /* of a discussion, its last line */
    smv_client_text(c, newest, SMV_QUESTION_DISCUSSION, ret);
    size_t at = ret->len;
    while (at > 0 && ret->data[at - 1] == '\n') {
        at--;
    }
    ret->len = at;
    while (at > 0 && ret->data[at - 1] != '\n') {
        at--;
    }
    smv_buf_splice(ret, 0, at, NULL, 0);
}
