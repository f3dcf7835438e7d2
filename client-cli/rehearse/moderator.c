/* moderator.c - leading the day: the clock, the screen, notices, calls, locks, polls, clusters.
 *
 * The agenda is played from first to last: what is planned as a break is skipped, and each session gets its
 * share of the day by its planned minutes; a short one (an opening, a survey) enough to be played. */
#include <string.h>
#include "client-cli/rehearse/desk.h"

enum { PLANNED, RUNNING, PAUSED, ENDED };
enum { CLOCK_START, CLOCK_PAUSE, CLOCK_RESUME, CLOCK_ADD, CLOCK_END };
enum {
    FORM_BREAK = 2,
    MODE_SHEETS = 1,
    MODE_QUESTION = 2,
    MODE_POLL = 3,
    POLL_OPEN = 1,
    POLL_CLOSED = 2,
    SHEET_SYNTHESIS = 5
};
enum { FORM_QUESTIONS = 0, FORM_TABLE = 2, FORM_ACTIONS = 3, FORM_GROUPS = 1, LEAST_SHARE = 20 };
enum { SAID_UNTIL, SAID_ID }; /* script: until when something is asked for, and what */

static uint64_t share(const struct smv_node *session)
{
    uint64_t minutes = smv_node_num(session, SMV_SESSION_MINUTES);
    bool pause = smv_node_num(session, SMV_SESSION_FORM) == FORM_BREAK;
    return pause ? 0 : minutes > LEAST_SHARE ? minutes : LEAST_SHARE;
}

/* Which session has its turn at now; NULL: there is none. */
static const struct smv_node *turn(const struct smv_player *a, smv_ms now)
{
    const struct smv_node *root = smv_player_root(a), *last = NULL;
    uint64_t all = 0, before = 0;
    for (const struct smv_node *n = root->first; n != NULL; n = n->next) {
        all += n->kind == SMV_KIND_SESSION && !n->deleted ? share(n) : 0;
    }
    for (const struct smv_node *n = root->first; n != NULL; n = n->next) {
        if (n->kind != SMV_KIND_SESSION || n->deleted || share(n) == 0) {
            continue;
        }
        before += share(n);
        last = n;
        if (now * all < before * a->play->length) {
            return n;
        }
    }
    return last;
}

/* One step that brings the clocks where they should be; false: they are there. */
static bool lead_clock(struct smv_player *a, const struct smv_node *on)
{
    for (const struct smv_node *n = smv_player_root(a)->first; n != NULL; n = n->next) {
        uint64_t state = n->kind == SMV_KIND_SESSION ? smv_node_num(n, SMV_SESSION_STATE) : PLANNED;
        if (n != on && (state == RUNNING || state == PAUSED)) {
            return smv_client_clock(a->client, n->id, CLOCK_END, 0);
        }
    }
    uint64_t state = smv_node_num(on, SMV_SESSION_STATE);
    if (state == PLANNED || state == ENDED) {
        return smv_client_clock(a->client, on->id, CLOCK_START, 0);
    }
    if (state == PAUSED) {
        return smv_client_clock(a->client, on->id, CLOCK_RESUME, 0);
    }
    if (smv_player_chance(a, 30)) {
        return smv_client_clock(a->client, on->id, CLOCK_PAUSE, 0);
    }
    return smv_player_chance(a, 40) &&
           smv_client_clock(a->client, on->id, CLOCK_ADD,
                            smv_player_chance(a, 700) ? 300000 : -60000);
}

/* One of all nodes of that kind that is not deleted, and not on a pattern. */
static const struct smv_node *any_of(struct smv_player *a, unsigned kind,
                                     const struct smv_node *top)
{
    const struct smv_node *chosen = NULL;
    uint64_t fit = 0;
    for (const struct smv_node *n = top; n != NULL; n = smv_tree_walk(top, n)) {
        const struct smv_node *sheet = n->kind == kind ? smv_node_sheet(n) : NULL;
        if (n->kind == kind && (sheet == NULL || smv_node_num(sheet, SMV_SHEET_EACH) == 0) &&
            !smv_node_gone(n) && smv_rng_below(&a->rng, ++fit) == 0) {
            chosen = n;
        }
    }
    return chosen;
}

static bool say_notice(struct smv_player *a)
{
    const struct smv_node *room = any_of(a, SMV_KIND_ROOM, smv_player_root(a));
    struct smv_field_value fields[2] = {
        smv_give_text(SMV_NOTICE_TEXT, smv_text_some(&a->rng, SMV_TEXT_NOTICE)),
        smv_give_num(SMV_KIND_NOTICE, SMV_NOTICE_PLACE, room != NULL ? room->id : 0)};
    bool to_one = room != NULL && smv_player_chance(a, 400);
    smv_id id = smv_client_add(a->client, SMV_KIND_NOTICE, SMV_ROOT, smv_player_last(a, SMV_ROOT),
                               fields, to_one ? 2 : 1);
    if (id != 0) {
        smv_player_gave(a, id, SMV_NOTICE_TEXT, fields[0].value.str);
    }
    return id != 0;
}

static bool answer_call(struct smv_player *a)
{
    for (const struct smv_node *n = smv_player_root(a)->first; n != NULL; n = n->next) {
        if (n->kind == SMV_KIND_CALL && smv_node_num(n, SMV_CALL_STATE) == 0 && !n->deleted) {
            return smv_player_set(a, n->id, SMV_CALL_STATE, 1);
        }
    }
    return false;
}

/* A question across the groups, or a poll with its answers. */
static bool stage_one(struct smv_player *a, smv_id stage, const struct smv_node *on)
{
    bool poll = smv_player_chance(a, 500);
    const struct smv_node *what = any_of(a, poll ? SMV_KIND_POLL : SMV_KIND_QUESTION, on);
    struct smv_value show = {.type = SMV_TYPE_LIST, .n_list = 1};
    if (what == NULL) {
        return false;
    }
    smv_id pattern = poll ? 0 : smv_node_num(what, SMV_QUESTION_PATTERN);
    show.list[0] = pattern != 0 ? pattern : what->id;
    (void)smv_player_set(a, stage, SMV_STAGE_MODE, poll ? MODE_POLL : MODE_QUESTION);
    return smv_client_set(a->client, stage, SMV_STAGE_SHOW, &show);
}

static bool set_stage(struct smv_player *a, const struct smv_node *on)
{
    const struct smv_node *stage = any_of(a, SMV_KIND_STAGE, smv_player_root(a));
    if (stage == NULL) {
        return false;
    }
    if (smv_player_chance(a, 250)) {
        return smv_player_set(a, stage->id, SMV_STAGE_PAGE, smv_rng_below(&a->rng, 4));
    }
    if (smv_player_chance(a, 300)) {
        return stage_one(a, stage->id, on);
    }
    struct smv_value show = {.type = SMV_TYPE_LIST};
    for (int i = 0; i < 3; i++) {
        const struct smv_node *sheet =
            any_of(a, SMV_KIND_SHEET, smv_player_chance(a, 700) ? on : smv_player_root(a));
        if (sheet != NULL && (show.n_list == 0 || show.list[show.n_list - 1] != sheet->id)) {
            show.list[show.n_list++] = sheet->id;
        }
    }
    static const unsigned modes[] = {MODE_SHEETS, MODE_SHEETS, MODE_SHEETS, 0, 4, 5, 7};
    (void)smv_player_set(a, stage->id, SMV_STAGE_MODE,
                         modes[smv_rng_below(&a->rng, sizeof modes / sizeof *modes)]);
    return smv_client_set(a->client, stage->id, SMV_STAGE_SHOW, &show);
}

/* Closed for new work for a moment, then open again, as when a session is summed up too early. */
static bool lock_some(struct smv_player *a, const struct smv_node *on, smv_ms now)
{
    if (a->script[SAID_ID] != 0) {
        smv_id sheet = a->script[SAID_ID];
        a->script[SAID_ID] = 0;
        return smv_client_lock(a->client, sheet, false);
    }
    const struct smv_node *sheet =
        any_of(a, SMV_KIND_SHEET, smv_player_chance(a, 500) ? on : smv_player_root(a));
    if (sheet == NULL || now + 60000 > a->play->length) {
        return false;
    }
    a->script[SAID_ID] = sheet->id;
    a->script[SAID_UNTIL] = now + 4000 + smv_rng_below(&a->rng, 20000);
    return smv_client_lock(a->client, sheet->id, true);
}

/* Something to choose: a cluster or proposal that is not there yet, else a text. */
static bool add_choice(struct smv_player *a, const struct smv_node *poll)
{
    const struct smv_node *root = smv_player_root(a), *what = any_of(a, SMV_KIND_CLUSTER, root);
    struct smv_span title =
        what != NULL ? smv_node_str(what, SMV_CLUSTER_TITLE) : smv_span(NULL, 0);
    for (const struct smv_node *c = poll->first; c != NULL && title.len > 0; c = c->next) {
        title.len = c->kind == SMV_KIND_CHOICE && smv_node_num(c, SMV_CHOICE_ABOUT) == what->id
                        ? 0
                        : title.len;
    }
    bool about = title.len > 0;
    struct smv_field_value fields[2] = {
        smv_give_text(SMV_CHOICE_TEXT, about ? title : smv_text_some(&a->rng, SMV_TEXT_TITLE)),
        smv_give_num(SMV_KIND_CHOICE, SMV_CHOICE_ABOUT, about ? what->id : 0)};
    return smv_desk_make(a, SMV_KIND_CHOICE, poll->id, fields, about ? 2 : 1) != 0;
}

/* The first poll of a session that nobody could answer yet. */
static const struct smv_node *unopened(const struct smv_node *on)
{
    for (const struct smv_node *n = on; n != NULL; n = smv_tree_walk(on, n)) {
        const struct smv_node *sheet = n->kind == SMV_KIND_POLL ? smv_node_sheet(n) : NULL;
        if (sheet != NULL && smv_node_num(sheet, SMV_SHEET_EACH) == 0 && !smv_node_gone(n) &&
            smv_node_num(n, SMV_POLL_STATE) == 0) {
            return n;
        }
    }
    return NULL;
}

/* Before it is opened there must be something to choose; then it is shown, hidden, and closed for good. */
static bool lead_poll(struct smv_player *a, const struct smv_node *on)
{
    const struct smv_node *poll = unopened(on);
    poll = poll != NULL ? poll : any_of(a, SMV_KIND_POLL, on);
    if (poll == NULL || smv_node_num(poll, SMV_POLL_STATE) == POLL_CLOSED) {
        return false;
    }
    if (smv_node_num(poll, SMV_POLL_STATE) != POLL_OPEN) {
        return smv_node_num(poll, SMV_POLL_FORM) != 0 && poll->n_children < 3
                   ? add_choice(a, poll)
                   : smv_player_set(a, poll->id, SMV_POLL_STATE, POLL_OPEN);
    }
    const struct smv_node *answer = any_of(a, SMV_KIND_ANSWER, poll);
    if (answer != NULL && smv_player_chance(a, 150)) {
        return smv_player_set(a, answer->id, SMV_ANSWER_HELD,
                              1 - smv_node_num(answer, SMV_ANSWER_HELD));
    }
    if (smv_player_chance(a, 300)) {
        return smv_player_set(a, poll->id, SMV_POLL_REVEALED,
                              1 - smv_node_num(poll, SMV_POLL_REVEALED));
    }
    return smv_player_chance(a, 60) && smv_player_set(a, poll->id, SMV_POLL_STATE, POLL_CLOSED);
}

/* What is gathered: proposals and rows, where there are none challenges, cards or points. */
static const struct smv_node *something_to_gather(struct smv_player *a)
{
    static const unsigned kinds[] = {SMV_KIND_ACTION, SMV_KIND_ROW, SMV_KIND_CHALLENGE,
                                     SMV_KIND_CARD, SMV_KIND_POINT};
    const struct smv_node *found = NULL;
    size_t first = smv_rng_below(&a->rng, 2);
    for (size_t i = first; found == NULL && i < sizeof kinds / sizeof *kinds; i++) {
        found = any_of(a, kinds[i], smv_player_root(a));
    }
    return found;
}

static bool gather(struct smv_player *a)
{
    const struct smv_node *root = smv_player_root(a), *sheet = NULL;
    for (const struct smv_node *n = root; n != NULL; n = smv_tree_walk(root, n)) {
        sheet = n->kind == SMV_KIND_SHEET && smv_node_num(n, SMV_SHEET_FORM) == SHEET_SYNTHESIS &&
                        !smv_node_gone(n)
                    ? n
                    : sheet;
    }
    const struct smv_node *what = something_to_gather(a);
    if (sheet == NULL || what == NULL) {
        return false;
    }
    smv_id cluster = smv_player_child(a, sheet->id, SMV_KIND_CLUSTER, false);
    if (cluster == 0 || smv_player_chance(a, 250)) {
        cluster = smv_desk_make(a, SMV_KIND_CLUSTER, sheet->id, NULL, 0);
        return cluster != 0 && smv_player_type(a, cluster, SMV_CLUSTER_TITLE, false,
                                               smv_text_some(&a->rng, SMV_TEXT_TITLE));
    }
    if (smv_player_chance(a, 300)) {
        return what->kind == SMV_KIND_ACTION
                   ? smv_player_set(a, what->id, SMV_ACTION_PRIORITY, smv_rng_below(&a->rng, 4))
                   : smv_player_set(a, cluster, SMV_CLUSTER_STAR, smv_rng_below(&a->rng, 2));
    }
    struct smv_field_value ref = smv_give_num(SMV_KIND_GATHERED, SMV_GATHERED_WHAT, what->id);
    return smv_desk_make(a, SMV_KIND_GATHERED, cluster, &ref, 1) != 0;
}

static const struct smv_node *groups_point(struct smv_player *a)
{
    const struct smv_node *point = any_of(a, SMV_KIND_POINT, smv_player_root(a));
    bool own = point != NULL && smv_node_num(smv_node_sheet(point), SMV_SHEET_MODERATED) != 0;
    return own ? NULL : point;
}

/* The moderators' own sheets, where a format has some: proposals, a table, questions that sum up no others. */
static bool write_own(struct smv_player *a, const struct smv_node *on)
{
    const struct smv_node *sheet = any_of(a, SMV_KIND_SHEET, on);
    if (sheet == NULL || smv_node_num(sheet, SMV_SHEET_MODERATED) == 0 ||
        smv_node_num(sheet, SMV_SHEET_COMPILES) != 0) {
        return false;
    }
    switch (smv_node_num(sheet, SMV_SHEET_FORM)) {
    case FORM_ACTIONS: return smv_desk_actions(a, sheet->id);
    case FORM_TABLE: return smv_desk_table(a, sheet->id);
    case FORM_QUESTIONS: return smv_desk_work(a, sheet->id, FORM_QUESTIONS);
    default: return false;
    }
}

/* The compiled sheet: a group's point comes over, with where it is from. */
static bool compile(struct smv_player *a)
{
    const struct smv_node *root = smv_player_root(a), *question = NULL;
    const struct smv_node *point = groups_point(a);
    uint64_t fit = 0;
    for (const struct smv_node *n = root; n != NULL; n = smv_tree_walk(root, n)) {
        const struct smv_node *sheet = n->kind == SMV_KIND_QUESTION ? smv_node_sheet(n) : NULL;
        if (sheet != NULL && smv_node_num(sheet, SMV_SHEET_MODERATED) != 0 && !smv_node_gone(n) &&
            smv_rng_below(&a->rng, ++fit) == 0) {
            question = n;
        }
    }
    if (question == NULL || point == NULL || smv_node_str(point, SMV_POINT_TEXT).len == 0) {
        return false;
    }
    if (smv_player_chance(a, 300)) {
        return smv_player_type(a, question->id, SMV_QUESTION_DISCUSSION, true,
                               smv_text_some(&a->rng, SMV_TEXT_SENTENCE));
    }
    struct smv_span text = smv_node_str(point, SMV_POINT_TEXT);
    struct smv_field_value fields[2] = {smv_give_text(SMV_POINT_TEXT, text),
                                        smv_give_num(SMV_KIND_POINT, SMV_POINT_ORIGIN, point->id)};
    smv_id copy = smv_desk_make(a, SMV_KIND_POINT, question->id, fields, 2);
    if (copy != 0) {
        smv_player_gave(a, copy, SMV_POINT_TEXT, text);
    }
    return copy != 0;
}

static smv_ms moderator_next(struct smv_player *a, smv_ms now)
{
    if (smv_tree_count(smv_client_confirmed(a->client)) < 2) {
        return 1000;
    }
    const struct smv_node *on = turn(a, now);
    if (on != NULL && lead_clock(a, on)) {
        return 2000;
    }
    if (a->script[SAID_ID] != 0) {
        if (now >= a->script[SAID_UNTIL]) {
            (void)lock_some(a, on, now);
        }
        return 2000;
    }
    if (on == NULL) {
        return 5000;
    }
    uint64_t dice = smv_rng_below(&a->rng, 100);
    bool done = answer_call(a);
    if (smv_node_num(on, SMV_SESSION_FORM) != FORM_GROUPS && unopened(on) != NULL &&
        smv_player_chance(a, 800)) {
        return lead_poll(a, on) ? 2000 : 1500; /* all are in the hall: they are asked now */
    }
    if (dice < 16) {
        done = set_stage(a, on);
    } else if (dice < 23) {
        done = say_notice(a);
    } else if (dice < 27) {
        done = lock_some(a, on, now);
    } else if (dice < 35) {
        done = write_own(a, on);
    } else if (dice < 60) {
        done = lead_poll(a, on);
    } else if (dice < 80) {
        done = gather(a);
    } else {
        done = compile(a);
    }
    return done ? 3000 + smv_rng_below(&a->rng, 12000) : 1500;
}

const struct smv_part smv_part_moderator = {"moderator", moderator_next};
