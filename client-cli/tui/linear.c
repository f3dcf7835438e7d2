/* linear.c - see linear.h: what is spoken, and what the commands do. */
#include "client-cli/tui/linear.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "client-cli/tui/boards.h"
#include "client-cli/tui/chrome.h"
#include "client-cli/tui/desk.h"
#include "common/base/heap.h"

/* A numbered spot as it was last spoken. */
struct told {
    smv_id id, of;
    unsigned field, add_kind;
    struct smv_buf text;
    bool there; /* seen in the last look */
};
struct smv_linear {
    struct smv_client *c;
    smv_id place, session, sheet, told_session, told_notice;
    struct smv_page page;
    struct smv_desk desk;
    struct told *told; /* number n is told[n - 1] */
    size_t n_told, cap_told;
    struct smv_buf connection;
    smv_id add_parent; /* where "a" goes on adding */
    unsigned add_kind;
};

struct smv_linear *smv_linear_create(struct smv_client *c, smv_id place)
{
    struct smv_linear *l = smv_zalloc(sizeof *l);
    l->c = c;
    l->place = place;
    smv_desk_init(&l->desk, c);
    return l;
}

static void forget(struct smv_linear *l)
{
    for (size_t i = 0; i < l->n_told; i++) {
        smv_buf_finish(&l->told[i].text);
    }
    l->n_told = 0;
}

void smv_linear_destroy(struct smv_linear *l)
{
    forget(l);
    smv_free(l->told);
    smv_page_finish(&l->page);
    smv_desk_finish(&l->desk);
    smv_buf_finish(&l->connection);
    smv_free(l);
}

/* --- speaking ---------------------------------------------------------------------------------------------- */
/* Harmless for a terminal, in one line. */
static void put_plain(struct smv_buf *out, struct smv_span text)
{
    struct smv_glyphs g;
    struct smv_glyph glyph;
    enum smv_glyph_break kind;
    smv_glyphs_init(&g, text, false);
    while (smv_glyphs_next(&g, &glyph, &kind)) {
        if (kind == SMV_GLYPH_TEXT) {
            smv_buf_put(out, glyph.bytes, glyph.len);
        } else {
            smv_buf_put_str(out, kind == SMV_GLYPH_LINE ? " / " : " ");
        }
    }
}

static void put_spot(struct smv_buf *out, size_t number, const struct smv_spot *s)
{
    smv_put_words(out, "[%zu] ", number);
    if (s->type != SMV_SPOT_ADD && s->label.len > 0) {
        put_plain(out, smv_buf_span(&s->label));
        smv_buf_put_str(out, ": ");
    }
    put_plain(out, smv_buf_span(s->type == SMV_SPOT_ADD ? &s->label : &s->text));
    if (s->type != SMV_SPOT_ADD && s->text.len == 0) {
        smv_buf_put_str(out, _("(empty)"));
    }
    if (s->mark.len > 0) {
        smv_buf_put_str(out, "  ");
        put_plain(out, smv_buf_span(&s->mark));
    }
    smv_buf_put_str(out, "\n");
}

static size_t number_of(struct smv_linear *l, const struct smv_spot *s, bool *ret_new)
{
    *ret_new = false;
    for (size_t i = 0; i < l->n_told; i++) {
        const struct told *t = &l->told[i];
        if (t->id == s->id && t->field == s->field &&
            (s->field != 0 || (t->add_kind == s->add_kind && t->of == s->of))) {
            return i + 1;
        }
    }
    *ret_new = true;
    l->told = smv_grow(l->told, &l->cap_told, l->n_told + 1, sizeof *l->told);
    l->told[l->n_told++] =
        (struct told){.id = s->id, .of = s->of, .field = s->field, .add_kind = s->add_kind};
    return l->n_told;
}

static const struct smv_spot *spot_of(const struct smv_linear *l, size_t number)
{
    for (size_t i = 0; number > 0 && number <= l->n_told && i < l->page.n; i++) {
        const struct smv_spot *s = &l->page.spots[i];
        const struct told *t = &l->told[number - 1];
        if (smv_spot_stands(s) && t->id == s->id && t->field == s->field &&
            (s->field != 0 || (t->add_kind == s->add_kind && t->of == s->of))) {
            return s;
        }
    }
    return NULL;
}

static void build(struct smv_linear *l, const struct smv_scene *s)
{
    bool may = !s->frozen && l->sheet != 0 && smv_day_may(l->c, l->sheet);
    struct smv_ids cards = {0};
    smv_board_build(&l->page, l->c, l->sheet, may);
    /* a card's details behind its title: here nothing stands beside */
    for (size_t i = 0; i < l->page.n; i++) {
        const struct smv_spot *at = &l->page.spots[i];
        if (at->type == SMV_SPOT_TEXT && smv_client_kind(l->c, at->id) == SMV_KIND_CARD &&
            at->field == SMV_CARD_TITLE) {
            smv_ids_put(&cards, at->id);
        }
    }
    for (size_t i = 0; i < cards.n; i++) {
        struct smv_page card = {0};
        struct smv_buf title = {0};
        smv_board_card(&card, l->c, cards.ids[i], may);
        smv_page_head(&l->page, cards.ids[i],
                      smv_span_str(smv_day_short(l->c, cards.ids[i], 80, &title)));
        for (size_t k = 0; k < card.n; k++) {
            l->page.spots =
                smv_grow(l->page.spots, &l->page.cap, l->page.n + 1, sizeof *l->page.spots);
            l->page.spots[l->page.n++] = card.spots[k]; /* with all that it owns */
        }
        card.n = 0;
        smv_page_finish(&card);
        smv_buf_finish(&title);
    }
    smv_ids_finish(&cards);
}

/* Reads the sheet again; what is new or different is spoken. */
static void look(struct smv_linear *l, const struct smv_scene *s, struct smv_buf *out, bool aloud)
{
    build(l, s);
    for (size_t i = 0; i < l->n_told; i++) {
        l->told[i].there = false;
    }
    for (size_t i = 0; i < l->page.n; i++) {
        const struct smv_spot *at = &l->page.spots[i];
        bool fresh;
        if (!smv_spot_stands(at)) {
            continue;
        }
        size_t n = number_of(l, at, &fresh);
        struct told *t = &l->told[n - 1];
        t->there = true;
        bool changed = at->type != SMV_SPOT_ADD &&
                       !smv_span_eq(smv_buf_span(&t->text), smv_buf_span(&at->text));
        if (aloud && (changed || (fresh && at->type != SMV_SPOT_ADD && at->list))) {
            smv_buf_put_str(out, fresh ? _("new: ") : _("changed: "));
            put_spot(out, n, at);
        }
        smv_buf_clear(&t->text);
        smv_buf_put_span(&t->text, smv_buf_span(&at->text));
    }
    for (size_t i = 0; i < l->n_told; i++) {
        struct told *t = &l->told[i];
        if (!t->there && t->id != 0 && t->field != 0) {
            if (aloud && t->text.len > 0) {
                smv_put_words(out, _("removed: [%zu] "), i + 1);
                put_plain(out, smv_buf_span(&t->text));
                smv_buf_put_str(out, "\n");
            }
            t->id = 0; /* the number is not given again */
        }
    }
}

static void list(struct smv_linear *l, const struct smv_scene *s, struct smv_buf *out)
{
    struct smv_buf part = {0};
    bool fresh;
    forget(l);
    if (l->sheet == 0) {
        smv_put_words(out, "%s\n", _("There is no sheet open. s lists the steps."));
        return;
    }
    look(l, s, out, /* aloud */ false);
    smv_put_words(out, "%s: ", smv_day_short(l->c, l->sheet, 80, &part));
    smv_day_progress(l->c, l->sheet, &part);
    put_plain(out, smv_buf_span(&part));
    smv_buf_put_str(out, "\n");
    for (size_t i = 0; i < l->page.n; i++) {
        const struct smv_spot *at = &l->page.spots[i];
        if (smv_spot_stands(at)) {
            put_spot(out, number_of(l, at, &fresh), at);
        } else if (at->label.len > 0) {
            put_plain(out, smv_buf_span(&at->label));
            if (at->mark.len > 0) {
                smv_buf_put_str(out, "  ");
                put_plain(out, smv_buf_span(&at->mark));
            }
            smv_buf_put_str(out, "\n");
        }
    }
    smv_buf_finish(&part);
}

/* --- the day ------------------------------------------------------------------------------------------------ */
static void open_sheet(struct smv_linear *l, const struct smv_scene *s, smv_id sheet,
                       struct smv_buf *out)
{
    l->sheet = sheet;
    l->add_parent = 0;
    list(l, s, out);
}

static void steps_of(struct smv_linear *l, struct smv_ids *ret)
{
    struct smv_ids day = {0};
    smv_day_sheets(l->c, l->session, l->place, SMV_WHOSE_PLACE, ret);
    smv_day_sheets(l->c, 0, l->place, SMV_WHOSE_PLACE, &day);
    for (size_t i = 0; i < day.n; i++) {
        smv_ids_put(ret, day.ids[i]);
    }
    smv_ids_finish(&day);
}

static void open_session(struct smv_linear *l, const struct smv_scene *s, struct smv_buf *out)
{
    struct smv_ids steps = {0};
    struct smv_buf part = {0};
    l->session = l->told_session = smv_day_working(l->c, l->place);
    steps_of(l, &steps);
    smv_put_words(out, "%s\n", smv_day_short(l->c, l->session, 80, &part));
    open_sheet(l, s, steps.n > 0 ? steps.ids[0] : 0, out);
    smv_ids_finish(&steps);
    smv_buf_finish(&part);
}

static void say_steps(struct smv_linear *l, struct smv_buf *out)
{
    struct smv_ids steps = {0};
    struct smv_buf part = {0};
    steps_of(l, &steps);
    for (size_t i = 0; i < steps.n; i++) {
        smv_put_words(out, "%zu. %s", i + 1, smv_day_short(l->c, steps.ids[i], 60, &part));
        enum smv_state_of state = smv_day_progress(l->c, steps.ids[i], &part);
        smv_put_words(out, ": %s, %s%s\n", smv_day_state_word(state), smv_buf_cstr(&part),
                      steps.ids[i] == l->sheet ? _(" (here)") : "");
    }
    smv_ids_finish(&steps);
    smv_buf_finish(&part);
}

void smv_linear_news(struct smv_linear *l, const struct smv_scene *s, unsigned news,
                     struct smv_buf *out)
{
    struct smv_client_info me;
    struct smv_buf part = {0};
    struct smv_ids notices = {0};
    smv_client_info(l->c, &me);
    if (me.place != 0 || smv_client_state(l->c) == SMV_CLIENT_LIVE) {
        l->place = me.place;
    }
    if ((news & (SMV_NEWS_STATE | SMV_NEWS_SAVED)) != 0) {
        smv_day_connection(s, &part);
        bool same = smv_span_eq(smv_buf_span(&part), smv_buf_span(&l->connection));
        bool passing = smv_client_state(l->c) == SMV_CLIENT_LIVE && me.unconfirmed > 0;
        if (!same && !passing) {
            smv_put_words(out, "-- %s\n", smv_buf_cstr(&part));
            smv_buf_clear(&l->connection);
            smv_buf_put_span(&l->connection, smv_buf_span(&part));
        }
    }
    if (smv_client_kind(l->c, SMV_ROOT) == 0) {
        smv_buf_finish(&part);
        return;
    }
    if (l->session == 0) {
        open_session(l, s, out);
        smv_put_words(out, "%s\n", _("h lists the commands."));
    } else if ((news & (SMV_NEWS_TREE | SMV_NEWS_EPOCH)) != 0) {
        look(l, s, out, /* aloud */ true);
    }
    smv_id now = smv_day_session(l->c);
    if (now != l->told_session && smv_day_num(l->c, now, SMV_SESSION_STATE) == SMV_RUNNING) {
        l->told_session = now;
        smv_put_words(out, _("-- %s has begun. o takes you there.\n"),
                      smv_day_short(l->c, now, 60, &part));
    }
    smv_day_notices(l->c, l->place, &notices);
    if (notices.n > 0 && notices.ids[0] != l->told_notice) {
        l->told_notice = notices.ids[0];
        smv_client_text(l->c, notices.ids[0], SMV_NOTICE_TEXT, &part);
        smv_put_words(out, "-- %s ", _("Moderator:"));
        put_plain(out, smv_buf_span(&part));
        smv_buf_put_str(out, "\n");
    }
    smv_ids_finish(&notices);
    smv_buf_finish(&part);
}

/* --- commands ------------------------------------------------------------------------------------------------- */
static const char *const help[] = {
    N_("h              this list"),
    N_("l              the sheet, numbered"),
    N_("s              the steps; g 2: open step 2"),
    N_("a text         add where you added last; a 3 text: add at number 3"),
    N_("e 3 text       what stands at number 3 becomes this; choices by their word or number"),
    N_("+ 3 text       the same, put behind what stands there"),
    N_("d 3            remove"),
    N_("m 3 u, m 3 d   move up, move down"),
    N_("* 3            star: shown in the plenary"),
    N_("k 3            the question is done; again: skipped"),
    N_("u              undo your own last change"),
    N_("p text         park"),
    N_("c text         call for help; c alone takes it back"),
    N_("t              time left, connection"),
    N_("o              to the session that has begun"),
    N_("q              leave; everything is kept")};

static void no(struct smv_buf *out, const char *why)
{
    smv_put_words(out, "? %s\n", why);
}

static void add(struct smv_linear *l, size_t number, struct smv_span text, struct smv_buf *out)
{
    const struct smv_spot *at = number > 0 ? spot_of(l, number) : NULL;
    for (size_t i = 0; number == 0 && i < l->page.n; i++) {
        const struct smv_spot *s = &l->page.spots[i];
        bool fits = l->add_parent == 0 || (s->id == l->add_parent && s->add_kind == l->add_kind);
        if (s->type == SMV_SPOT_ADD && s->add_kind != SMV_KIND_FLOW && fits) {
            at = s;
            break;
        }
    }
    if (at == NULL || at->type != SMV_SPOT_ADD || at->add_kind == SMV_KIND_FLOW || text.len == 0) {
        no(out, _("Nothing can be added there."));
        return;
    }
    smv_id id =
        smv_desk_add(&l->desk, at->add_kind, at->id, at->add_after, at->add_with, at->n_add_with);
    if (id == 0 ||
        !smv_desk_insert(&l->desk, id, at->add_field, at->add_kind == SMV_KIND_CARD, text)) {
        no(out, _("Nothing can be added there."));
    }
    l->add_parent = at->id;
    l->add_kind = at->add_kind;
}

static bool set_choice(struct smv_linear *l, const struct smv_spot *at, struct smv_span text)
{
    struct smv_value value;
    struct smv_buf word = {0};
    bool ok = false;
    for (size_t i = 0; !ok && smv_spot_choice(l->c, at, i, &value, &word); i++) {
        char number[24];
        snprintf(number, sizeof number, "%zu", i);
        if (smv_span_eq(smv_buf_span(&word), text) || smv_span_is(text, number)) {
            ok = smv_desk_set(&l->desk, at->id, at->field, &value);
        }
    }
    smv_buf_finish(&word);
    return ok;
}

static bool set_chosen(struct smv_linear *l, const struct smv_spot *at, struct smv_span text)
{
    if (at->type == SMV_SPOT_CHOICE) {
        return set_choice(l, at, text);
    }
    struct smv_value value = {.type = SMV_TYPE_STR, .str = text};
    if (at->type == SMV_SPOT_DATE) {
        uint64_t date = 0;
        for (size_t i = 0; i < text.len; i++) {
            if (text.data[i] >= '0' && text.data[i] <= '9' && date < 99999999) {
                date = date * 10 + (uint64_t)(text.data[i] - '0');
            } else if (text.data[i] != '-') {
                return false;
            }
        }
        bool fits = date == 0 || (date > 19000000 && date % 10000 / 100 >= 1 &&
                                  date % 10000 / 100 <= 12 && date % 100 >= 1 && date % 100 <= 31);
        value = (struct smv_value){.type = SMV_TYPE_INT, .num = date};
        return fits && smv_desk_set(&l->desk, at->id, at->field, &value);
    }
    return smv_desk_set(&l->desk, at->id, at->field, &value);
}

static void edit(struct smv_linear *l, size_t number, struct smv_span text, bool behind,
                 struct smv_buf *out)
{
    const struct smv_spot *at = spot_of(l, number);
    if (at == NULL || at->type == SMV_SPOT_ADD || !at->may) {
        no(out, _("There is nothing to change at that number."));
        return;
    }
    if (at->type != SMV_SPOT_TEXT) {
        if (!set_chosen(l, at, text)) {
            no(out, _("That value does not fit there."));
        }
        return;
    }
    struct smv_edit *e = smv_desk_edit(&l->desk, at->id, at->field, at->one_line);
    struct smv_buf all = {0};
    if (behind) {
        smv_buf_put_span(&all, smv_edit_text(e));
        smv_buf_put_str(&all, all.len > 0 ? " " : "");
    }
    smv_buf_put_span(&all, text);
    l->desk.worked = smv_client_write(l->c, at->id, at->field, smv_buf_span(&all));
    if (!l->desk.worked) {
        no(out, _("The text did not fit."));
    }
    smv_buf_finish(&all);
}

static void item(struct smv_linear *l, char verb, size_t number, struct smv_span rest,
                 struct smv_buf *out)
{
    const struct smv_spot *at = spot_of(l, number);
    smv_id id = at != NULL ? at->item : 0;
    unsigned kind = smv_client_kind(l->c, id), star = smv_board_star_field(kind);
    smv_id question = at != NULL ? smv_day_above(l->c, at->id, SMV_KIND_QUESTION) : 0;
    bool ok = false;
    if (verb == 'd') {
        ok = id != 0 && at->may && kind != SMV_KIND_QUESTION && smv_desk_del(&l->desk, id);
    } else if (verb == 'm') {
        ok = id != 0 && at->may &&
             smv_desk_shift(&l->desk, id, rest.len > 0 && rest.data[0] == 'u' ? -1 : 1);
    } else if (verb == '*') {
        ok = star != 0 && at->may &&
             smv_desk_set_num(&l->desk, id, star, smv_day_num(l->c, id, star) == 0);
    } else if (verb == 'k' && question != 0) {
        uint64_t word = (smv_day_num(l->c, question, SMV_QUESTION_WORD) + 1) % 3;
        ok = smv_desk_set_num(&l->desk, question, SMV_QUESTION_WORD, word);
    }
    if (!ok) {
        no(out, _("That cannot be done there."));
    }
}

static void park(struct smv_linear *l, struct smv_span text, struct smv_buf *out)
{
    struct smv_ids steps = {0};
    smv_id sheet = 0, id = 0;
    steps_of(l, &steps);
    for (size_t i = 0; i < steps.n && sheet == 0; i++) {
        sheet = smv_day_form(l->c, steps.ids[i]) == SMV_FORM_PARKING ? steps.ids[i] : 0;
    }
    smv_ids_finish(&steps);
    if (sheet != 0) {
        id = smv_desk_add(&l->desk, SMV_KIND_PARKED, sheet,
                          smv_board_last(l->c, sheet, SMV_KIND_PARKED), NULL, 0);
    }
    if (id == 0 || !smv_desk_insert(&l->desk, id, SMV_PARKED_TEXT, false, text)) {
        no(out, _("There is no parking sheet today."));
    }
}

static void call(struct smv_linear *l, struct smv_span text, struct smv_buf *out)
{
    smv_id open = smv_day_call(l->c, l->place);
    if (open != 0 && text.len == 0) {
        smv_desk_set_num(&l->desk, open, SMV_CALL_STATE, 2);
        return;
    }
    if (open == 0) {
        struct smv_field_value with = {.field = SMV_CALL_PLACE,
                                       .value = {.type = SMV_TYPE_REF, .num = l->place}};
        open = smv_desk_add(&l->desk, SMV_KIND_CALL, SMV_ROOT,
                            smv_board_last(l->c, SMV_ROOT, SMV_KIND_CALL), &with, 1);
    }
    if (open == 0 || !smv_desk_insert(&l->desk, open, SMV_CALL_TEXT, true, text)) {
        no(out, _("That cannot be done there."));
    } else {
        smv_put_words(out, "-- %s\n", _("help is called for"));
    }
}

static void say_time(struct smv_linear *l, const struct smv_scene *s, struct smv_buf *out)
{
    struct smv_buf part = {0};
    smv_chrome_clock(s, l->session, &part);
    smv_put_words(out, "-- %s", smv_buf_cstr(&part));
    smv_day_connection(s, &part);
    smv_put_words(out, ". %s\n", smv_buf_cstr(&part));
    smv_buf_finish(&part);
}

static struct smv_span skip_blanks(struct smv_span t)
{
    while (t.len > 0 && (t.data[0] == ' ' || t.data[0] == '\t')) {
        t = smv_span_from(t, 1);
    }
    return t;
}

/* A number in front, if the command is one that has one. */
static size_t take_number(struct smv_span *t)
{
    size_t n = 0, at = 0;
    while (at < t->len && at < 6 && t->data[at] >= '0' && t->data[at] <= '9') {
        n = n * 10 + (size_t)(t->data[at++] - '0');
    }
    if (at == 0 || (at < t->len && t->data[at] != ' ')) {
        return 0;
    }
    *t = skip_blanks(smv_span_from(*t, at));
    return n;
}

static void go(struct smv_linear *l, const struct smv_scene *s, size_t number, struct smv_buf *out)
{
    struct smv_ids steps = {0};
    steps_of(l, &steps);
    if (number > 0 && number <= steps.n) {
        open_sheet(l, s, steps.ids[number - 1], out);
    } else {
        no(out, _("There is no such step."));
    }
    smv_ids_finish(&steps);
}

unsigned smv_linear_line(struct smv_linear *l, const struct smv_scene *s, struct smv_span line,
                         struct smv_buf *out)
{
    smv_id id;
    unsigned field;
    line = skip_blanks(line);
    if (line.len == 0) {
        return 0;
    }
    char verb = (char)line.data[0];
    struct smv_span rest = skip_blanks(smv_span_from(line, 1));
    size_t number = strchr("aegdm*k+", verb) != NULL ? take_number(&rest) : 0;
    smv_desk_hand(&l->desk);
    l->desk.worked = false;
    if (line.len > 1 && line.data[1] != ' ' && verb != '+' && verb != '*') {
        verb = '?'; /* a word, not a command */
    }
    switch (verb) {
    case 'h':
        for (size_t i = 0; i < sizeof help / sizeof *help; i++) {
            smv_put_words(out, "%s\n", _(help[i]));
        }
        break;
    case 'l': list(l, s, out); break;
    case 's': say_steps(l, out); break;
    case 'g': go(l, s, number, out); break;
    case 'a': add(l, number, rest, out); break;
    case 'e': edit(l, number, rest, false, out); break;
    case '+': edit(l, number, rest, true, out); break;
    case 'd':
    case 'm':
    case '*':
    case 'k': item(l, verb, number, rest, out); break;
    case 'u':
        if (!smv_desk_undo(&l->desk, false, &id, &field)) {
            no(out, _("There is nothing of yours to undo."));
        }
        break;
    case 'p': park(l, rest, out); break;
    case 'c': call(l, rest, out); break;
    case 't': say_time(l, s, out); break;
    case 'o': open_session(l, s, out); break;
    case 'q': return SMV_DID_QUIT;
    default: no(out, _("That is no command; h lists them."));
    }
    if (l->desk.worked) {
        look(l, s, out, /* aloud */ true);
    }
    return l->desk.worked ? SMV_DID_WORK : 0;
}
