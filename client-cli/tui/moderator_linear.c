/* moderator_linear.c - the moderator's work without a screen; see moderator_linear.h. */
#include "client-cli/tui/moderator_linear.h"
#include <stdlib.h>
#include <string.h>
#include "client-cli/tui/chrome.h"
#include "client-cli/tui/lead.h"
#include "client-cli/tui/rooms.h"
#include "common/base/heap.h"

struct smv_mod_linear {
    struct smv_client *c;
    struct smv_lead lead;
    struct smv_rooms rooms;
    struct smv_ids calls;  /* that were spoken of */
    struct smv_ids newest; /* per place, as spoken last */
    smv_id session;
    uint64_t state;
    struct smv_buf connection;
    bool greeted;
};

struct smv_mod_linear *smv_mod_linear_create(struct smv_client *c)
{
    struct smv_mod_linear *l = smv_alloc(sizeof *l);
    *l = (struct smv_mod_linear){.c = c};
    smv_lead_init(&l->lead, c);
    return l;
}

void smv_mod_linear_destroy(struct smv_mod_linear *l)
{
    smv_lead_finish(&l->lead);
    smv_rooms_finish(&l->rooms);
    smv_ids_finish(&l->calls);
    smv_ids_finish(&l->newest);
    smv_buf_finish(&l->connection);
    smv_free(l);
}

/* --- speaking -------------------------------------------------------------------------------------------------------- */
static void say_place(struct smv_mod_linear *l, smv_id place, struct smv_buf *out)
{
    struct smv_buf name = {0};
    smv_day_place_name(l->c, place, &name);
    smv_buf_put(out, name.data, name.len);
    smv_buf_finish(&name);
}

static void say_need(struct smv_mod_linear *l, const struct smv_scene *s, const struct smv_need *n,
                     struct smv_buf *out)
{
    smv_buf_put_str(out, n->type == SMV_NEED_CALL ? "! " : "- ");
    say_place(l, n->place, out);
    smv_buf_put_str(out, " ");
    smv_need_words(s, n, out);
    smv_buf_put_str(out, "\n");
}

static void say_clock(struct smv_mod_linear *l, const struct smv_scene *s, struct smv_buf *out)
{
    struct smv_buf title = {0};
    smv_id session = smv_day_session(l->c);
    if (session != 0) {
        smv_put_words(out, "%s: ", smv_day_short(l->c, session, 60, &title));
        (void)smv_chrome_clock(s, session, out);
        smv_buf_put_str(out, "\n");
    }
    smv_buf_finish(&title);
}

static void say_room(struct smv_mod_linear *l, size_t at, struct smv_buf *out)
{
    const struct smv_place_state *p = &l->rooms.list[at];
    size_t answered = 0;
    for (size_t i = 0; i < p->n_questions; i++) {
        answered += p->questions[i].state >= SMV_Q_SUMMARY;
    }
    smv_put_words(out, "%zu. ", at + 1);
    say_place(l, p->place, out);
    smv_buf_put_str(out, ": ");
    smv_put_words(out, ngettext("%zu of %zu question", "%zu of %zu questions", p->n_questions),
                  answered, p->n_questions);
    smv_buf_put_str(out, ", ");
    if (p->people.len > 0) {
        smv_buf_put(out, p->people.data, p->people.len);
    } else {
        smv_buf_put_str(out, _("nobody is connected"));
    }
    smv_buf_put_str(out, p->n_sheets > 0 && p->n_locked == p->n_sheets ? _(" locked ") : "");
    smv_buf_put_str(out, p->n_sheets > 0 && p->n_done == p->n_sheets ? _(" done ") : "");
    smv_buf_put_str(out, "\n");
}

static void say_new_calls(struct smv_mod_linear *l, const struct smv_scene *s, struct smv_buf *out)
{
    for (size_t i = 0; i < l->rooms.n_needs; i++) {
        const struct smv_need *n = &l->rooms.needs[i];
        if (n->type == SMV_NEED_CALL && smv_ids_find(&l->calls, n->about) == l->calls.n) {
            smv_ids_put(&l->calls, n->about);
            say_need(l, s, n, out);
        }
    }
}

static void say_newest(struct smv_mod_linear *l, struct smv_buf *out)
{
    struct smv_buf words = {0};
    for (size_t i = 0; i < l->rooms.n; i++) {
        if (i >= l->newest.n) {
            smv_ids_put(&l->newest,
                        l->rooms.list[i].newest); /* what stood there before is no news */
        } else if (l->newest.ids[i] != l->rooms.list[i].newest) {
            l->newest.ids[i] = l->rooms.list[i].newest;
            smv_newest_words(l->c, l->newest.ids[i], 200, &words);
            if (words.len > 0) {
                say_place(l, l->rooms.list[i].place, out);
                smv_buf_put_str(out, ": ");
                smv_buf_put(out, words.data, words.len);
                smv_buf_put_str(out, "\n");
            }
        }
    }
    smv_buf_finish(&words);
}

void smv_mod_linear_news(void *self, const struct smv_scene *s, unsigned news, struct smv_buf *out)
{
    struct smv_mod_linear *l = self;
    struct smv_buf state = {0};
    (void)smv_day_connection(s, &state);
    bool live = smv_client_state(l->c) == SMV_CLIENT_LIVE;
    /* saving and saved come with every change: only going and coming are spoken */
    if ((news & SMV_NEWS_STATE) != 0 &&
        !smv_span_eq(smv_buf_span(&state), smv_buf_span(&l->connection))) {
        smv_buf_clear(&l->connection);
        smv_buf_put(&l->connection, state.data, state.len);
        smv_buf_put(out, state.data, state.len);
        smv_buf_put_str(out, "\n");
    }
    smv_buf_finish(&state);
    smv_rooms_watch(&l->rooms, s);
    smv_rooms_read(&l->rooms, s);
    if (live && !l->greeted) {
        l->greeted = true;
        smv_buf_put_str(out, _("h lists the commands.\n"));
    }
    smv_id session = smv_day_session(l->c);
    uint64_t now = smv_day_num(l->c, session, SMV_SESSION_STATE);
    if (session != l->session || now != l->state) {
        l->session = session;
        l->state = now;
        say_clock(l, s, out);
    }
    say_new_calls(l, s, out);
    say_newest(l, out);
}

/* --- clusters and the queue --------------------------------------------------------------------------------------------- */
/* The proposals as they are numbered: those in clusters first, then the others. */
static void numbered(struct smv_mod_linear *l, smv_id sheet, struct smv_ids *clusters,
                     struct smv_ids *ret)
{
    struct smv_ids all = {0};
    ret->n = 0;
    smv_day_children(l->c, sheet, SMV_KIND_CLUSTER, clusters);
    smv_lead_proposals(l->c, &all);
    for (size_t k = 0; k <= clusters->n; k++) {
        smv_id in = k < clusters->n ? clusters->ids[k] : 0;
        for (size_t i = 0; i < all.n; i++) {
            if (smv_lead_cluster_of(l->c, sheet, all.ids[i]) == in) {
                smv_ids_put(ret, all.ids[i]);
            }
        }
    }
    smv_ids_finish(&all);
}

static void say_gathered(struct smv_mod_linear *l, struct smv_buf *out)
{
    struct smv_ids clusters = {0}, all = {0};
    struct smv_buf part = {0};
    smv_id sheet = smv_lead_synthesis(l->c);
    if (sheet == 0) {
        smv_buf_put_str(out, _("There is no synthesis sheet. The organiser makes one."));
        smv_buf_put_str(out, "\n");
        return;
    }
    numbered(l, sheet, &clusters, &all);
    size_t at = 0;
    for (size_t k = 0; k <= clusters.n; k++) {
        smv_id in = k < clusters.n ? clusters.ids[k] : 0;
        if (in != 0) {
            smv_put_words(out, _("Cluster %zu: %s"), k + 1, smv_day_short(l->c, in, 100, &part));
            smv_buf_put_str(out,
                            smv_day_num(l->c, in, SMV_CLUSTER_STAR) != 0 ? _(", starred") : "");
        } else {
            smv_buf_put_str(out, _("Not gathered yet"));
        }
        smv_buf_put_str(out, "\n");
        for (; at < all.n && smv_lead_cluster_of(l->c, sheet, all.ids[at]) == in; at++) {
            smv_put_words(out, "%zu. ", at + 1);
            say_place(l, smv_day_owner(l->c, smv_day_above(l->c, all.ids[at], SMV_KIND_SHEET)),
                      out);
            smv_put_words(out, ": %s\n", smv_day_short(l->c, all.ids[at], 200, &part));
        }
    }
    smv_ids_finish(&clusters);
    smv_ids_finish(&all);
    smv_buf_finish(&part);
}

/* "3 1": proposal 3 into cluster 1, 0: out of its own; "3 + NAME": into a new one; "+ NAME": a new one. */
static bool gather(struct smv_mod_linear *l, const char *rest)
{
    struct smv_ids clusters = {0}, all = {0};
    smv_id sheet = smv_lead_synthesis(l->c), into = 0;
    char *end;
    unsigned long what = strtoul(rest, &end, 10);
    bool ok = sheet != 0;
    numbered(l, sheet, &clusters, &all);
    rest = end + strspn(end, " ");
    if (*rest == '+' && rest[1 + strspn(rest + 1, " ")] != '\0') {
        rest += 1 + strspn(rest + 1, " ");
        into = ok ? smv_lead_cluster(&l->lead, sheet, smv_span_str(rest)) : 0;
        ok = into != 0 && what <= all.n;
        if (what == 0) {
            smv_ids_finish(&clusters);
            smv_ids_finish(&all);
            return ok;
        }
    } else {
        unsigned long n = strtoul(rest, &end, 10);
        ok = ok && end != rest && n <= clusters.n;
        into = ok && n > 0 ? clusters.ids[n - 1] : 0;
    }
    ok = ok && what > 0 && what <= all.n &&
         smv_lead_gather(&l->lead, sheet, all.ids[what - 1], into);
    smv_ids_finish(&clusters);
    smv_ids_finish(&all);
    return ok;
}

static bool star_cluster(struct smv_mod_linear *l, const char *rest)
{
    struct smv_ids clusters = {0};
    unsigned long n = strtoul(rest, NULL, 10);
    smv_day_children(l->c, smv_lead_synthesis(l->c), SMV_KIND_CLUSTER, &clusters);
    bool ok = n > 0 && n <= clusters.n && smv_lead_star(&l->lead, clusters.ids[n - 1]);
    smv_ids_finish(&clusters);
    return ok;
}

static void say_queue(struct smv_mod_linear *l, struct smv_buf *out)
{
    struct smv_value next;
    smv_client_value(l->c, smv_stage_first(l->c), SMV_STAGE_NEXT, &next);
    for (size_t i = 0; i < next.n_list; i++) {
        enum smv_pic_mode mode;
        smv_id show;
        if (smv_lead_entry(l->c, next.list[i], &mode, &show)) {
            smv_put_words(out, "%zu. ", i + 1);
            smv_lead_picture_words(l->c, mode, &show, show != 0, out);
            smv_buf_put_str(out, "\n");
        }
    }
    if (next.n_list == 0) {
        smv_buf_put_str(out, _("Nothing waits to be shown."));
        smv_buf_put_str(out, "\n");
    }
}

/* --- commands --------------------------------------------------------------------------------------------------------- */
static void help(struct smv_buf *out)
{
    smv_buf_put_str(
        out, _("r: rooms and what needs you; t: the clock\n"
               "a [ROOM]: answer a call, again when it is over\n"
               "m TEXT: a message to all; m ROOM TEXT: to one room\n"
               "g yes: start the next session; e yes: end; p: pause or go on; + N, - N: minutes\n"
               "s ROOM: show the room's first sheet in the hall; b: blank and back; > and <: page\n"
               "k: what waits to be shown; k ROOM: its first sheet too; n: show the next; x: the "
               "last one out\n"
               "c: clusters and proposals; c 3 1: proposal 3 into cluster 1 (0: out); c 3 + NAME: "
               "into a new one; * 1: a star\n"
               "l ROOM: lock or open; d: the participants' door; u: take back; q: leave. ROOM is a "
               "number of r\n"));
}

static size_t room_of(const struct smv_mod_linear *l, const char **text)
{
    char *end;
    unsigned long n = strtoul(*text, &end, 10);
    if (end == *text || n == 0 || n > l->rooms.n || (*end != ' ' && *end != '\0')) {
        return l->rooms.n;
    }
    *text = end + (*end == ' ');
    return n - 1;
}

/* now: in the hall; else behind what waits. */
static bool show_room(struct smv_mod_linear *l, const struct smv_place_state *p, bool now)
{
    struct smv_ids sheets = {0};
    smv_id stage = smv_stage_first(l->c);
    smv_day_sheets(l->c, p->session, p->place, SMV_WHOSE_PLACE, &sheets);
    bool ok = sheets.n > 0 &&
              (now ? smv_lead_show(&l->lead, stage, SMV_PIC_SHEETS, &sheets.ids[0], 1)
                   : smv_lead_enqueue(&l->lead, stage,
                                      smv_lead_entry_of(SMV_PIC_SHEETS, &sheets.ids[0], 1)));
    smv_ids_finish(&sheets);
    return ok;
}

static bool act(struct smv_mod_linear *l, const struct smv_scene *s, char what, const char *rest)
{
    smv_id running = smv_picture_running(l->c), stage = smv_stage_first(l->c);
    const char *text = rest;
    size_t at = room_of(l, &text);
    const struct smv_place_state *p = at < l->rooms.n ? &l->rooms.list[at] : NULL;
    int minutes = atoi(rest);
    bool sure = strcmp(rest, "yes") == 0 || strcmp(rest, _("yes")) == 0;
    switch (what) {
    case 'a': {
        smv_id oldest = l->rooms.n_needs > 0 && l->rooms.needs[0].type == SMV_NEED_CALL
                            ? l->rooms.needs[0].about
                            : 0;
        return smv_lead_answer(&l->lead, p != NULL ? p->call : oldest);
    }
    case 'm':
        return *text != '\0' &&
               smv_lead_notify(&l->lead, smv_span_str(text), p != NULL ? p->place : 0);
    case 'g': return sure && smv_lead_start(&l->lead, smv_lead_next(l->c));
    case 'e': return sure && smv_lead_end(&l->lead, s, running);
    case 'p': return smv_lead_pause(&l->lead, running);
    case '+':
    case '-':
        return minutes > 0 && minutes <= 600 &&
               smv_lead_add(&l->lead, running, what == '+' ? minutes : -minutes);
    case 's': return p != NULL && show_room(l, p, true);
    case 'k': return p != NULL && show_room(l, p, false);
    case 'n': return smv_lead_show_next(&l->lead, stage);
    case 'x': return smv_lead_unqueue(&l->lead, stage);
    case 'c': return gather(l, rest);
    case '*': return star_cluster(l, rest);
    case 'd': return smv_lead_door(&l->lead, smv_day_num(l->c, SMV_ROOT, SMV_SEMINAR_DOOR) == 0);
    case 'b': return smv_lead_blank(&l->lead, stage);
    case '>': return smv_lead_turn(&l->lead, stage, 1, 0);
    case '<': return smv_lead_turn(&l->lead, stage, -1, 0);
    case 'l':
        return p != NULL &&
               smv_lead_lock(&l->lead, p->session, p->place, p->n_locked < p->n_sheets);
    case 'u': return smv_lead_undo(&l->lead);
    default: return false;
    }
}

unsigned smv_mod_linear_line(void *self, const struct smv_scene *s, struct smv_span line,
                             struct smv_buf *out)
{
    struct smv_mod_linear *l = self;
    struct smv_buf text = {0};
    unsigned did = SMV_DID_NOTHING;
    smv_buf_put_span(&text, line);
    const char *all = smv_buf_cstr(&text), *rest = all[0] != '\0' ? all + 1 : all;
    while (*rest == ' ') {
        rest++;
    }
    smv_rooms_read(&l->rooms, s);
    if (all[0] == 'q' && *rest == '\0') {
        did = SMV_DID_QUIT;
    } else if (all[0] == 'h' || all[0] == '?') {
        help(out);
    } else if (all[0] == 'c' && *rest == '\0') {
        say_gathered(l, out);
    } else if (all[0] == 'k' && *rest == '\0') {
        say_queue(l, out);
    } else if (all[0] == 't') {
        say_clock(l, s, out);
    } else if (all[0] == 'r') {
        for (size_t i = 0; i < l->rooms.n; i++) {
            say_room(l, i, out);
        }
        for (size_t i = 0; i < l->rooms.n_needs; i++) {
            say_need(l, s, &l->rooms.needs[i], out);
        }
    } else if (all[0] != '\0') {
        bool done = act(l, s, all[0], rest);
        did = done ? SMV_DID_WORK : SMV_DID_NOTHING;
        smv_buf_put_str(out, done ? smv_buf_cstr(&l->lead.said)
                                  : _("? That was not done; h lists the commands."));
        smv_buf_put_str(out, "\n");
    }
    smv_buf_finish(&text);
    return did;
}
