/* scribe_deeds.c - see scribe_int.h: the keys that work everywhere, and what they do.
 *
 * Every command has a function key and a Ctrl letter: some terminals keep F1, F10 and F11 for themselves. */
#include "client-cli/tui/scribe_int.h"
#include "common/base/heap.h"

/* --- single deeds ----------------------------------------------------------------------------------------- */
static bool writes(struct smv_scribe *v, const struct smv_scene *s)
{
    if (!smv_scribe_may(v, s)) {
        smv_scribe_say(v, s, true, _("That cannot be changed here."));
        return false;
    }
    return true;
}

/* The parking sheet of this session, else of the day; 0 none. */
static smv_id parking(struct smv_scribe *v)
{
    struct smv_ids sheets = {0};
    smv_id found = 0;
    for (int k = 0; k < 2 && found == 0; k++) {
        smv_day_sheets(v->c, k == 0 ? v->session : 0, v->place, SMV_WHOSE_PLACE, &sheets);
        for (size_t i = 0; i < sheets.n && found == 0; i++) {
            found = smv_day_form(v->c, sheets.ids[i]) == SMV_FORM_PARKING ? sheets.ids[i] : 0;
        }
    }
    smv_ids_finish(&sheets);
    return found;
}

static void park(struct smv_scribe *v, const struct smv_scene *s)
{
    const struct smv_spot *spot = smv_scribe_spot(v);
    smv_id sheet = parking(v);
    smv_id about = spot == NULL ? v->sheet : spot->item != 0 ? spot->item : spot->id;
    if (sheet == 0) {
        smv_scribe_say(v, s, true, _("There is no parking sheet today."));
        return;
    }
    if (smv_client_kind(v->c, about) == SMV_KIND_POINT) {
        about = smv_client_parent(v->c, about); /* what stalls is the question */
    }
    struct smv_field_value with = {.field = SMV_PARKED_ABOUT,
                                   .value = {.type = SMV_TYPE_REF, .num = about}};
    smv_id id = smv_desk_add(&v->desk, SMV_KIND_PARKED, sheet,
                             smv_board_last(v->c, sheet, SMV_KIND_PARKED), &with, 1);
    if (id == 0) {
        smv_scribe_say(v, s, true, _("Nothing can be added here."));
        return;
    }
    smv_scribe_prompt(v, id, SMV_PARKED_TEXT, _("Parked: what was it about?"));
}

static void mark_done(struct smv_scribe *v, const struct smv_scene *s)
{
    const struct smv_spot *spot = smv_scribe_spot(v);
    smv_id question = spot != NULL && v->mode == SMV_SCRIBE_PAGE
                          ? smv_day_above(v->c, spot->id, SMV_KIND_QUESTION)
                          : 0;
    if (!writes(v, s)) {
        return;
    }
    if (question != 0) {
        uint64_t word = (smv_day_num(v->c, question, SMV_QUESTION_WORD) + 1) % 3;
        smv_desk_set_num(&v->desk, question, SMV_QUESTION_WORD, word);
        smv_scribe_say(v, s, false,
                       word == 1   ? _("The question is done. F7 again: it is skipped.")
                       : word == 2 ? _("The question is skipped. F7 again: it is open.")
                                   : _("The question is open again."));
        return;
    }
    uint64_t done = smv_day_num(v->c, v->sheet, SMV_SHEET_DONE) == 0;
    smv_desk_set_num(&v->desk, v->sheet, SMV_SHEET_DONE, done);
    smv_scribe_say(v, s, false,
                   done ? _("The sheet is marked as done. You can still write.")
                        : _("The sheet is no longer marked as done."));
}

static void toggle(struct smv_scribe *v, smv_id id, unsigned field)
{
    smv_desk_set_num(&v->desk, id, field, smv_day_num(v->c, id, field) == 0);
}

static void star(struct smv_scribe *v, const struct smv_scene *s)
{
    const struct smv_spot *spot = smv_scribe_spot(v);
    unsigned field = spot != NULL ? smv_board_star_field(smv_client_kind(v->c, spot->item)) : 0;
    if (field == 0) {
        smv_scribe_say(v, s, true,
                       _("Stars are for bullets, cards, obstacles, rows and proposals."));
    } else if (writes(v, s)) {
        smv_id item = spot->item;
        toggle(v, item, field);
        smv_scribe_say(v, s, false,
                       smv_day_num(v->c, item, field) != 0 ? _("Star: shown in the plenary")
                                                           : _("No star"));
    }
}

/* A bullet is to be looked at again; a row makes things worse; a question is stuck. */
static void flag(struct smv_scribe *v, const struct smv_scene *s)
{
    const struct smv_spot *spot = smv_scribe_spot(v);
    smv_id question = spot != NULL ? smv_day_above(v->c, spot->id, SMV_KIND_QUESTION) : 0;
    unsigned kind = spot != NULL ? smv_client_kind(v->c, spot->item) : 0;
    if (spot == NULL || !writes(v, s)) {
        return;
    }
    if (kind == SMV_KIND_POINT) {
        toggle(v, spot->item, SMV_POINT_FLAG);
    } else if (kind == SMV_KIND_ROW) {
        toggle(v, spot->item, SMV_ROW_NEGATIVE);
    } else if (question != 0) {
        toggle(v, question, SMV_QUESTION_STUCK);
    }
}

bool smv_scribe_remove(struct smv_scribe *v, const struct smv_scene *s, smv_id item)
{
    struct smv_buf b = {0};
    unsigned kind = smv_client_kind(v->c, item);
    const struct smv_kind_info *info = smv_kind_info(kind);
    bool ok =
        item != 0 && info != NULL && (info->writers & W_OWN) != 0 && smv_desk_del(&v->desk, item);
    if (ok) {
        smv_scribe_say(v, s, false, _("Removed: %s \xe2\x80\x93 Ctrl+Z brings it back"),
                       smv_day_short(v->c, item, 40, &b));
    }
    smv_buf_finish(&b);
    return ok;
}

static void remove_here(struct smv_scribe *v, const struct smv_scene *s)
{
    const struct smv_spot *spot = smv_scribe_spot(v);
    if (spot != NULL && spot->item != 0 && writes(v, s) && !smv_scribe_remove(v, s, spot->item)) {
        smv_scribe_say(v, s, true, _("That cannot be removed."));
    }
}

static void undo(struct smv_scribe *v, const struct smv_scene *s, bool redo)
{
    smv_id id = 0;
    unsigned field = 0;
    if (!smv_desk_undo(&v->desk, redo, &id, &field)) {
        smv_scribe_say(v, s, true,
                       redo ? _("There is nothing to do again.")
                            : _("There is nothing of yours to undo."));
        return;
    }
    v->stale = true;
    smv_scribe_fill(v, s);
    if (id != 0 && !smv_scribe_go_to(v, id, field)) {
        smv_id sheet = smv_day_above(v->c, id, SMV_KIND_SHEET);
        if (sheet != 0 && sheet != v->sheet && smv_client_kind(v->c, id) != SMV_KIND_PARKED) {
            smv_scribe_open(v, sheet); /* what comes back is seen to come back */
            smv_scribe_fill(v, s);
            (void)smv_scribe_go_to(v, id, field);
        }
    }
}

static void say_saved(struct smv_scribe *v, const struct smv_scene *s)
{
    struct smv_buf b = {0};
    enum smv_style style = smv_day_connection(s, &b);
    smv_scribe_say(v, s, style == SMV_STYLE_BAR_WARN, "%s", smv_buf_cstr(&b));
    smv_buf_finish(&b);
}

void smv_scribe_seen(struct smv_scribe *v)
{
    smv_id notice = smv_scribe_notice(v), offered = smv_scribe_offered(v);
    if (notice != 0) {
        struct smv_field_value with = {.field = SMV_RECEIPT_PLACE,
                                       .value = {.type = SMV_TYPE_REF, .num = v->place}};
        smv_ids_put(&v->hidden, notice);
        if (v->place != 0 && (v->role == SMV_ROLE_SCRIBE || v->role == SMV_ROLE_FACILITATOR ||
                              v->role == SMV_ROLE_SECRETARY)) {
            v->desk.worked |= smv_client_add(v->c, SMV_KIND_RECEIPT, notice, 0, &with, 1) != 0;
        }
    } else if (offered != 0) {
        v->told = offered;
    }
}

/* Step 1 to 9 of the list on the left. */
static void step(struct smv_scribe *v, unsigned n)
{
    for (size_t i = 0; i < v->steps.n; i++) {
        const struct smv_list_line *line = &v->steps.lines[i];
        if (smv_client_kind(v->c, line->id) == SMV_KIND_SHEET && line->stands && --n == 0) {
            smv_scribe_open(v, line->id);
            return;
        }
    }
}

/* --- which key ------------------------------------------------------------------------------------------------ */
enum command {
    CMD_HELP,
    CMD_STEPS,
    CMD_EARLIER,
    CMD_PARK,
    CMD_SESSION,
    CMD_CALL,
    CMD_DONE,
    CMD_STAR,
    CMD_BIN,
    CMD_PAST,
    CMD_REMOVE,
    CMD_FLAG,
    CMD_SAVED,
    CMD_UNDO,
    CMD_REDO,
    CMD_REFUSED,
    CMD_RETRY,
    CMD_PAINT,
    CMD_COPY,
    CMD_LEAVE
};
static const struct {
    enum command command;
    unsigned f;
    const char *letter; /* with Ctrl */
} commands[] = {
    {CMD_HELP, 1, "g"},    {CMD_STEPS, 2, "n"}, {CMD_EARLIER, 3, "o"}, {CMD_PARK, 4, "p"},
    {CMD_SESSION, 5, "f"}, {CMD_CALL, 6, "r"},  {CMD_DONE, 7, "d"},    {CMD_STAR, 8, "t"},
    {CMD_BIN, 9, "e"},     {CMD_PAST, 10, "w"}, {CMD_REMOVE, 0, "x"},  {CMD_FLAG, 0, "k"},
    {CMD_SAVED, 0, "s"},   {CMD_UNDO, 0, "z"},  {CMD_REDO, 0, "y"},    {CMD_REFUSED, 12, "v"},
    {CMD_RETRY, 0, "u"},   {CMD_PAINT, 0, "l"}, {CMD_COPY, 0, "c"},    {CMD_LEAVE, 0, "q"}};

static bool which(const struct smv_key *k, enum command *ret)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if ((k->code == SMV_KEY_F && commands[i].f == k->number) ||
            smv_key_is(k, SMV_MOD_CTRL, commands[i].letter)) {
            *ret = commands[i].command;
            return true;
        }
    }
    return false;
}

/* What lies over the sheet after it; PAGE: nothing. */
static enum smv_scribe_mode mode_of(enum command command)
{
    return command == CMD_HELP      ? SMV_SCRIBE_HELP
           : command == CMD_STEPS   ? SMV_SCRIBE_STEPS
           : command == CMD_EARLIER ? SMV_SCRIBE_EARLIER
           : command == CMD_CALL    ? SMV_SCRIBE_CALL
           : command == CMD_BIN     ? SMV_SCRIBE_BIN
           : command == CMD_PAST    ? SMV_SCRIBE_PAST
           : command == CMD_REFUSED ? SMV_SCRIBE_REFUSED
                                    : SMV_SCRIBE_PAGE;
}

static unsigned obey(struct smv_scribe *v, const struct smv_scene *s, enum command command)
{
    smv_id offered = smv_scribe_offered(v);
    if ((command == CMD_PARK || command == CMD_CALL) && (v->compiler || smv_day_closed(v->c))) {
        smv_scribe_say(v, s, true,
                       v->compiler ? _("That is for the rooms.") : _("The seminar is closed."));
        return 0;
    }
    switch (command) {
    case CMD_HELP: smv_scribe_list(v, s, SMV_SCRIBE_HELP); break;
    case CMD_STEPS: smv_scribe_list(v, s, SMV_SCRIBE_STEPS); break;
    case CMD_EARLIER: smv_scribe_to_beside(v, s); break;
    case CMD_PARK: park(v, s); break;
    case CMD_SESSION:
        if (offered != 0 || smv_day_working(v->c, v->place) != v->session) {
            smv_scribe_open_session(v, smv_day_working(v->c, v->place));
        }
        break;
    case CMD_CALL: smv_scribe_list(v, s, SMV_SCRIBE_CALL); break;
    case CMD_DONE: mark_done(v, s); break;
    case CMD_STAR: star(v, s); break;
    case CMD_BIN: smv_scribe_list(v, s, SMV_SCRIBE_BIN); break;
    case CMD_PAST: smv_scribe_list(v, s, SMV_SCRIBE_PAST); break;
    case CMD_REMOVE: remove_here(v, s); break;
    case CMD_FLAG: flag(v, s); break;
    case CMD_SAVED: say_saved(v, s); break;
    case CMD_UNDO: undo(v, s, false); break;
    case CMD_REDO: undo(v, s, true); break;
    case CMD_REFUSED: smv_scribe_list(v, s, SMV_SCRIBE_REFUSED); break;
    case CMD_RETRY: return SMV_DID_RETRY;
    case CMD_PAINT: return SMV_DID_REPAINT;
    case CMD_COPY:
        smv_scribe_say(v, s, false, _("Ctrl+Q leaves. Everything you have typed is kept."));
        break;
    case CMD_LEAVE: return SMV_DID_QUIT;
    }
    return 0;
}

bool smv_scribe_command(struct smv_scribe *v, const struct smv_scene *s, const struct smv_key *key,
                        unsigned *ret_mask)
{
    enum command command;
    *ret_mask = 0;
    if (key->code == SMV_KEY_TEXT && key->mods == SMV_MOD_ALT && key->text.len == 1 &&
        key->text.data[0] >= '1' && key->text.data[0] <= '9') {
        if (smv_scribe_leave_draft(v, s)) {
            step(v, (unsigned)(key->text.data[0] - '0'));
        }
        return true;
    }
    if (!which(key, &command)) {
        return false;
    }
    if (v->draft.there && command == CMD_UNDO) {
        return false; /* the draft's own */
    }
    if (v->mode != SMV_SCRIBE_PAGE && v->mode == mode_of(command) && command != CMD_EARLIER) {
        v->mode = SMV_SCRIBE_PAGE; /* the same key closes what it opened */
        return true;
    }
    bool over_text = v->mode == SMV_SCRIBE_PROMPT && command != CMD_UNDO && command != CMD_REDO;
    if (over_text || (v->mode != SMV_SCRIBE_PAGE && v->mode != SMV_SCRIBE_PROMPT &&
                      command < CMD_REMOVE && command != CMD_DONE && command != CMD_EARLIER)) {
        v->mode = SMV_SCRIBE_PAGE; /* another list */
    }
    if (command == CMD_LEAVE || smv_scribe_leave_draft(v, s)) {
        *ret_mask = obey(v, s, command);
    }
    return true;
}
