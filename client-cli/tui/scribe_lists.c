/* scribe_lists.c - see scribe_int.h: what lies over the sheet: steps, help, bin, history, earlier sheets, calls. */
#include <stdio.h>
#include "client-cli/tui/past.h"
#include "client-cli/tui/scribe_int.h"
#include "common/base/heap.h"

/* --- steps ---------------------------------------------------------------------------------------------- */
static void put_step(struct smv_scribe *v, smv_id sheet, size_t number)
{
    struct smv_buf b = {0}, part = {0};
    struct smv_ids questions = {0};
    enum smv_state_of state = smv_day_progress(v->c, sheet, &part);
    struct smv_buf title = {0};
    smv_put_words(&b, "%s %zu ", smv_day_state_sign(state, false), number);
    smv_client_text(v->c, sheet, SMV_SHEET_TITLE, &title);
    smv_buf_put_span(&b, smv_buf_span(&title));
    struct smv_list_line *line = smv_list_put(&v->steps, sheet, 0, smv_buf_span(&b), true);
    line->style = smv_day_state_style(state);
    line->current = sheet == v->sheet;
    smv_day_questions(v->c, sheet, &questions);
    if (state == SMV_Q_DONE) {
        smv_put_words(&line->detail, "%s, ", smv_day_state_word(state));
    }
    for (size_t i = 0; i < questions.n && i < 12; i++) {
        smv_put_words(&line->detail, "%s%s",
                      smv_day_state_sign(smv_day_question(v->c, questions.ids[i]), false),
                      i + 1 == questions.n || i == 11 ? " " : "");
    }
    smv_buf_put_span(&line->detail, smv_buf_span(&part));
    smv_ids_finish(&questions);
    smv_buf_finish(&b);
    smv_buf_finish(&part);
    smv_buf_finish(&title);
}

static void fill_compiled(struct smv_scribe *v)
{
    struct smv_ids all = {0};
    smv_scribe_compiled(v->c, &all);
    smv_list_put(&v->steps, 0, 0, smv_span_str(_("Compiled sheets")), false);
    for (size_t i = 0; i < all.n; i++) {
        put_step(v, all.ids[i], i + 1);
    }
    smv_list_settle(&v->steps);
    smv_ids_finish(&all);
}

void smv_scribe_fill_steps(struct smv_scribe *v)
{
    struct smv_ids all = {0}, sheets = {0};
    struct smv_buf b = {0};
    size_t n = 0;
    smv_list_clear(&v->steps);
    if (v->compiler) {
        fill_compiled(v);
        return;
    }
    smv_list_put(&v->steps, 0, 0, smv_span_str(_("Steps")), false);
    for (int k = 0; k < 2; k++) {
        smv_day_sheets(v->c, v->session, v->place, k == 0 ? SMV_WHOSE_PLACE : SMV_WHOSE_COMMON,
                       &all);
        for (size_t i = 0; i < all.n && v->session != 0; i++) {
            put_step(v, all.ids[i], ++n);
        }
    }
    smv_day_sheets(v->c, 0, v->place, SMV_WHOSE_PLACE, &all);
    if (all.n > 0) {
        smv_list_put(&v->steps, 0, 0, smv_span_str(_("The whole day")), false);
    }
    for (size_t i = 0; i < all.n; i++) {
        put_step(v, all.ids[i], ++n);
    }
    smv_day_children(v->c, SMV_ROOT, SMV_KIND_SESSION, &all);
    bool headed = false;
    for (size_t i = 0; i < all.n; i++) {
        smv_day_sheets(v->c, all.ids[i], v->place, SMV_WHOSE_PLACE, &sheets);
        if (sheets.n == 0 || all.ids[i] == v->session) {
            continue;
        }
        if (!headed) {
            smv_list_put(&v->steps, 0, 0, smv_span_str(_("Other sessions")), false);
            headed = true;
        }
        smv_list_put(&v->steps, all.ids[i], 0,
                     smv_span_str(smv_day_short(v->c, all.ids[i], 60, &b)), true)
            ->style = SMV_STYLE_QUIET;
    }
    smv_list_settle(&v->steps);
    smv_ids_finish(&all);
    smv_ids_finish(&sheets);
    smv_buf_finish(&b);
}

/* --- help -------------------------------------------------------------------------------------------------- */
enum { HELP_KEYS = 17 };
static const char *const help[][2] = {
    {NULL, N_("In bullets and lists")},
    {"Enter", N_("the next bullet, row or proposal; what stands behind the caret goes along")},
    {"Alt+Enter", N_("a new line in the same field")},
    {"Tab, Shift+Tab", N_("the next field, the one before")},
    {"Alt+\xe2\x86\x91 \xe2\x86\x93", N_("move up or down")},
    {"Backspace", N_("in an empty one: remove it")},
    {"Ctrl+X", N_("remove what one is in; the bin keeps it")},
    {NULL, N_("In text")},
    {"Shift+\xe2\x86\x90 \xe2\x86\x92", N_("select; Ctrl+A: all of the field")},
    {"Ctrl+\xe2\x86\x90 \xe2\x86\x92", N_("by word")},
    {"Ctrl+Z, Ctrl+Y", N_("undo your own last change, do it again")},
    {NULL, N_("On the timeline")},
    {"\xe2\x86\x91 \xe2\x86\x93 \xe2\x86\x90 \xe2\x86\x92",
     N_("to the card beside, at the end of the text")},
    {"Tab", N_("from the title to the card's details, obstacles and flows")},
    {"Alt+\xe2\x86\x90 \xe2\x86\x92", N_("move the card to the phase before or behind")},
    {"Esc", N_("back to the card's title")},
    {NULL, N_("Everywhere")},
    {"F1, Ctrl+G", N_("this list; outside text also ?")},
    {"F2, Ctrl+N", N_("steps and other sessions")},
    {"Alt+1\xe2\x80\xa6"
     "9",
     N_("to step 1 to 9")},
    {"F3, Ctrl+O", N_("earlier sheets: beside this one, to copy from; again: away")},
    {"F4, Ctrl+P", N_("park what one is in")},
    {"F5, Ctrl+F", N_("to the session that has begun")},
    {"F6, Ctrl+R", N_("call for help, take the call back")},
    {"F7, Ctrl+D", N_("question or sheet done; again: skipped")},
    {"F8, Ctrl+T", N_("star: shown in the plenary")},
    {"Ctrl+K", N_("look at it again; row: makes it worse; question: stuck")},
    {"F9, Ctrl+E", N_("the bin: bring back what was removed")},
    {"F10, Ctrl+W", N_("what has happened here")},
    {"F12, Ctrl+V", N_("changes that could not be accepted")},
    {"Ctrl+S", N_("say whether everything is saved")},
    {"Ctrl+U", N_("connect now")},
    {"Ctrl+L", N_("paint the screen anew")},
    {"Ctrl+Q", N_("leave; everything you have typed is kept")}};

static void fill_help(struct smv_scribe *v)
{
    smv_buf_put_str(&v->list.title, _("Keys"));
    smv_buf_put_str(&v->list.hint, _("Esc: back to the text"));
    for (size_t i = 0; i < sizeof help / sizeof *help; i++) {
        struct smv_list_line *line =
            smv_list_put(&v->list, 0, 0, smv_span_str(_(help[i][1])), help[i][0] != NULL);
        if (help[i][0] != NULL) {
            smv_buf_put_str(&line->lead, help[i][0]);
            line->hang = HELP_KEYS;
        }
    }
}

/* --- the bin ------------------------------------------------------------------------------------------------- */
static void put_removed(struct smv_scribe *v, const struct smv_scene *s, smv_id under, int depth)
{
    const smv_id *shown;
    size_t n = smv_client_children(v->c, under, true, &shown);
    smv_id *ids = smv_dup(shown, n * sizeof *ids);
    struct smv_buf b = {0}, title = {0}, time = {0};
    for (size_t i = 0; i < n; i++) {
        if (!smv_client_deleted(v->c, ids[i])) {
            if (depth < 8) {
                put_removed(v, s, ids[i], depth + 1);
            }
            continue;
        }
        const struct smv_node *node = smv_tree_find(smv_client_confirmed(v->c), ids[i]);
        smv_day_title(v->c, ids[i], &title);
        if (title.len == 0) {
            continue; /* nothing was written on it */
        }
        smv_buf_clear(&b);
        smv_put_words(&b, "%s: ", smv_day_kind_word(smv_client_kind(v->c, ids[i])));
        smv_buf_put_span(&b, smv_buf_span(&title));
        struct smv_list_line *line = smv_list_put(&v->list, ids[i], 0, smv_buf_span(&b), true);
        if (node != NULL && node->deleted) {
            smv_day_time(s, (int64_t)node->touched_ms, &time);
            smv_put_words(&line->detail, _("removed %s"), smv_buf_cstr(&time));
        } else {
            smv_buf_put_str(&line->detail, _("removed just now"));
        }
    }
    smv_free(ids);
    smv_buf_finish(&b);
    smv_buf_finish(&title);
    smv_buf_finish(&time);
}

static void fill_bin(struct smv_scribe *v, const struct smv_scene *s)
{
    smv_buf_put_str(&v->list.title, _("Bin"));
    smv_buf_put_str(&v->list.hint, _("Enter: bring it back   Esc: back to the text"));
    put_removed(v, s, v->sheet, 0);
    if (v->list.n == 0) {
        smv_list_put(&v->list, 0, 0, smv_span_str(_("Nothing has been removed from this sheet.")),
                     false)
            ->style = SMV_STYLE_QUIET;
    }
}

/* --- refused, calls, flows, history ------------------------------------------------------------------------------ */
static const char *reason(unsigned code)
{
    switch (code) {
    case SMV_CODE_LOCKED: return _("The sheet had been locked.");
    case SMV_CODE_CLOSED: return _("The seminar is closed.");
    case SMV_CODE_FORBIDDEN: return _("Your link does not allow writing there.");
    case SMV_CODE_TEXT_FULL:
    case SMV_CODE_FULL:
    case SMV_CODE_TOO_BIG: return _("The text did not fit.");
    case SMV_CODE_NOT_FOUND: return _("What was changed is no longer there.");
    default: return _("The server did not accept the change.");
    }
}

static void fill_refused(struct smv_scribe *v)
{
    const struct smv_refused *all;
    struct smv_buf part = {0};
    size_t n = smv_client_refused(v->c, &all);
    smv_buf_put_str(&v->list.title, _("Could not be accepted"));
    smv_buf_put_str(&v->list.hint, _("Enter: seen, all of them   Esc: later"));
    for (size_t i = 0; i < n; i++) {
        struct smv_span text = all[i].text.len > 0
                                   ? all[i].text
                                   : smv_span_str(smv_day_short(v->c, all[i].node, 60, &part));
        struct smv_list_line *line = smv_list_put(&v->list, all[i].node, 0, text, true);
        smv_buf_put_str(&line->detail, reason(all[i].code));
    }
    if (n == 0) {
        smv_list_put(&v->list, 0, 0, smv_span_str(_("Everything has been accepted.")), false)
            ->style = SMV_STYLE_QUIET;
    }
    smv_buf_finish(&part);
}

static void fill_call(struct smv_scribe *v)
{
    smv_id call = smv_day_call(v->c, v->place);
    smv_buf_put_str(&v->list.hint, _("Enter: do it   Esc: back"));
    if (call == 0) {
        smv_buf_put_str(&v->list.title, _("Call for help"));
        smv_list_put(&v->list, 0, SMV_SCRIBE_CALL_HELP,
                     smv_span_str(_("Help: somebody please come")), true);
        smv_list_put(&v->list, 0, SMV_SCRIBE_CALL_TECHNICAL, smv_span_str(_("Technical help")),
                     true);
        smv_list_put(&v->list, 0, SMV_SCRIBE_CALL_CONTENT,
                     smv_span_str(_("A question about the task")), true);
        return;
    }
    smv_buf_put_str(&v->list.title, smv_day_num(v->c, call, SMV_CALL_STATE) == 1
                                        ? _("Somebody is coming")
                                        : _("Help is called for"));
    smv_list_put(&v->list, call, SMV_SCRIBE_CALL_WRITE, smv_span_str(_("Write what it is about")),
                 true);
    smv_list_put(&v->list, call, SMV_SCRIBE_CALL_BACK, smv_span_str(_("Take the call back")), true);
}

static void fill_flow(struct smv_scribe *v)
{
    struct smv_ids phases = {0}, cards = {0};
    struct smv_buf part = {0};
    smv_buf_put_str(&v->list.title, _("Flow to which card?"));
    smv_buf_put_str(&v->list.hint, _("Enter: to this one   Esc: back"));
    smv_day_children(v->c, v->sheet, SMV_KIND_PHASE, &phases);
    for (size_t i = 0; i < phases.n; i++) {
        smv_day_children(v->c, phases.ids[i], SMV_KIND_CARD, &cards);
        smv_list_put(&v->list, 0, 0, smv_span_str(smv_day_short(v->c, phases.ids[i], 60, &part)),
                     false);
        for (size_t k = 0; k < cards.n; k++) {
            if (cards.ids[k] != v->card) {
                smv_list_put(&v->list, cards.ids[k], 0,
                             smv_span_str(smv_day_short(v->c, cards.ids[k], 80, &part)), true);
            }
        }
    }
    smv_ids_finish(&phases);
    smv_ids_finish(&cards);
    smv_buf_finish(&part);
}

static void fill_past(struct smv_scribe *v, const struct smv_scene *s)
{
    struct smv_buf part = {0};
    smv_put_words(&v->list.title, _("What happened: %s"),
                  smv_day_short(v->c, v->past_of, 50, &part));
    smv_buf_put_str(&v->list.hint, _("Esc: back to the text"));
    if (!smv_past_lines(&v->list, s, v->past_of)) {
        smv_list_put(&v->list, 0, 0,
                     smv_span_str(smv_client_state(v->c) == SMV_CLIENT_LIVE
                                      ? _("Fetching\xe2\x80\xa6")
                                      : _("The history comes when the network is back.")),
                     false)
            ->style = SMV_STYLE_QUIET;
    }
    smv_buf_finish(&part);
}

/* --- any of them ------------------------------------------------------------------------------------------------ */
void smv_scribe_fill_list(struct smv_scribe *v, const struct smv_scene *s)
{
    smv_list_clear(&v->list);
    switch (v->mode) {
    case SMV_SCRIBE_HELP: fill_help(v); break;
    case SMV_SCRIBE_BIN: fill_bin(v, s); break;
    case SMV_SCRIBE_PAST: fill_past(v, s); break;
    case SMV_SCRIBE_EARLIER: smv_scribe_list_beside(v); break;
    case SMV_SCRIBE_REFUSED: fill_refused(v); break;
    case SMV_SCRIBE_CALL: fill_call(v); break;
    case SMV_SCRIBE_FLOW: fill_flow(v); break;
    case SMV_SCRIBE_PAGE:
    case SMV_SCRIBE_STEPS:
    case SMV_SCRIBE_PROMPT: break;
    }
    smv_list_settle(&v->list);
}
