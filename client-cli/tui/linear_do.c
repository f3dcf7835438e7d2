/* linear_do.c - see linear.h, linear_int.h: what the commands do. */
#include <stdio.h>
#include <string.h>
#include "client-cli/tui/linear_int.h"

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
    const struct smv_spot *at = number > 0 ? smv_linear_spot(l, number) : NULL;
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
    if (at->type == SMV_SPOT_TIME) {
        value = (struct smv_value){.type = SMV_TYPE_INT};
        return smv_spot_read_time(text, &value.num) &&
               smv_desk_set(&l->desk, at->id, at->field, &value);
    }
    return smv_desk_set(&l->desk, at->id, at->field, &value);
}

static void edit(struct smv_linear *l, size_t number, struct smv_span text, bool behind,
                 struct smv_buf *out)
{
    const struct smv_spot *at = smv_linear_spot(l, number);
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
    const struct smv_spot *at = smv_linear_spot(l, number);
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
    smv_linear_steps(l, &steps);
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
    smv_linear_steps(l, &steps);
    if (number > 0 && number <= steps.n) {
        smv_linear_open(l, s, steps.ids[number - 1], out);
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
    case 'l': smv_linear_list(l, s, out); break;
    case 's': smv_linear_say_steps(l, out); break;
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
    case 'o': smv_linear_open_session(l, s, out); break;
    case 'q': return SMV_DID_QUIT;
    default: no(out, _("That is no command; h lists them."));
    }
    if (l->desk.worked) {
        smv_linear_look(l, s, out, /* aloud */ true);
    }
    return l->desk.worked ? SMV_DID_WORK : 0;
}
