/* scribe_pick.c - see scribe_int.h: what lies over the sheet is opened, its keys, what is picked in it. */
#include "client-cli/tui/scribe_int.h"

void smv_scribe_list(struct smv_scribe *v, const struct smv_scene *s, enum smv_scribe_mode mode)
{
    const struct smv_spot *spot = smv_scribe_spot(v);
    v->mode = mode;
    v->list.at = 0;
    v->list.scroll = 0;
    if (mode == SMV_SCRIBE_PAST) {
        v->past_of = spot == NULL ? v->sheet : spot->item != 0 ? spot->item : spot->id;
        v->desk.worked |= smv_client_fetch(v->c, 1, v->past_of, 0, 0);
    }
    if (mode == SMV_SCRIBE_STEPS) {
        for (size_t i = 0; i < v->steps.n; i++) {
            v->steps.at = v->steps.lines[i].current ? i : v->steps.at;
        }
        smv_list_settle(&v->steps);
        return;
    }
    smv_scribe_fill_list(v, s);
}

void smv_scribe_prompt(struct smv_scribe *v, smv_id id, unsigned field, const char *title)
{
    v->mode = SMV_SCRIBE_PROMPT;
    v->prompt_id = id;
    v->prompt_field = field;
    v->prompt_title = title;
}

/* --- picking ------------------------------------------------------------------------------------------------------ */
static void pick_call(struct smv_scribe *v, const struct smv_list_line *line)
{
    smv_id call = line->id;
    if (line->tag == SMV_SCRIBE_CALL_BACK) {
        smv_desk_set_num(&v->desk, call, SMV_CALL_STATE, 2);
        v->mode = SMV_SCRIBE_PAGE;
        return;
    }
    if (line->tag != SMV_SCRIBE_CALL_WRITE) {
        struct smv_field_value with[] = {
            {.field = SMV_CALL_PLACE, .value = {.type = SMV_TYPE_REF, .num = v->place}},
            {.field = SMV_CALL_ABOUT, .value = {.type = SMV_TYPE_INT, .num = line->tag}}};
        call = smv_desk_add(&v->desk, SMV_KIND_CALL, SMV_ROOT,
                            smv_board_last(v->c, SMV_ROOT, SMV_KIND_CALL), with, 2);
    }
    v->mode = SMV_SCRIBE_PAGE;
    if (call != 0) {
        smv_scribe_prompt(v, call, SMV_CALL_TEXT, _("Help is called for. What is it about?"));
    }
}

static void pick_flow(struct smv_scribe *v, const struct smv_scene *s, smv_id to)
{
    struct smv_field_value with[] = {
        {.field = SMV_FLOW_FROM, .value = {.type = SMV_TYPE_REF, .num = v->card}},
        {.field = SMV_FLOW_TO, .value = {.type = SMV_TYPE_REF, .num = to}}};
    smv_id flow = smv_desk_add(&v->desk, SMV_KIND_FLOW, v->sheet,
                               smv_board_last(v->c, v->sheet, SMV_KIND_FLOW), with, 2);
    v->mode = SMV_SCRIBE_PAGE;
    v->stale = true;
    smv_scribe_fill(v, s);
    if (flow != 0) {
        (void)smv_scribe_go_to(v, flow, SMV_FLOW_LABEL);
    }
}

static void pick(struct smv_scribe *v, const struct smv_scene *s)
{
    const struct smv_list_line *line =
        smv_list_at(v->mode == SMV_SCRIBE_STEPS ? &v->steps : &v->list);
    const struct smv_refused *refused;
    if (line == NULL) {
        v->mode = SMV_SCRIBE_PAGE;
        return;
    }
    smv_id id = line->id;
    switch (v->mode) {
    case SMV_SCRIBE_STEPS:
        if (smv_client_kind(v->c, id) == SMV_KIND_SESSION) {
            smv_scribe_open_session(v, id);
            v->mode = SMV_SCRIBE_STEPS;
        } else {
            smv_scribe_open(v, id);
        }
        break;
    case SMV_SCRIBE_BIN:
        if (smv_scribe_may(v, s) && smv_desk_undel(&v->desk, id)) {
            struct smv_buf part = {0};
            smv_scribe_say(v, s, false, _("Brought back: %s"), smv_day_short(v->c, id, 40, &part));
            smv_buf_finish(&part);
            smv_scribe_fill_list(v, s);
        }
        break;
    case SMV_SCRIBE_REFUSED:
        while (smv_client_refused(v->c, &refused) > 0) {
            smv_client_refused_seen(v->c, refused[0].n);
        }
        v->desk.worked = true;
        v->mode = SMV_SCRIBE_PAGE;
        break;
    case SMV_SCRIBE_CALL: pick_call(v, line); break;
    case SMV_SCRIBE_FLOW: pick_flow(v, s, id); break;
    case SMV_SCRIBE_EARLIER:
    case SMV_SCRIBE_HELP:
    case SMV_SCRIBE_PAST:
    case SMV_SCRIBE_PAGE:
    case SMV_SCRIBE_PROMPT: v->mode = SMV_SCRIBE_PAGE; break;
    }
}

static void prompt_key(struct smv_scribe *v, const struct smv_key *key)
{
    if (key->code == SMV_KEY_ENTER || key->code == SMV_KEY_ESCAPE || key->code == SMV_KEY_TAB ||
        smv_client_deleted(v->c, v->prompt_id)) {
        v->mode = SMV_SCRIBE_PAGE;
        return;
    }
    (void)smv_desk_key(&v->desk, v->prompt_id, v->prompt_field, true, &v->prompt_wrap, key);
}

unsigned smv_scribe_list_key(struct smv_scribe *v, const struct smv_scene *s,
                             const struct smv_key *key)
{
    if (v->mode == SMV_SCRIBE_PROMPT) {
        prompt_key(v, key);
        return 0;
    }
    if (v->mode == SMV_SCRIBE_EARLIER && smv_scribe_beside_key(v, s, key)) {
        return 0;
    }
    bool steps = v->mode == SMV_SCRIBE_STEPS;
    int page = steps ? v->steps_box.h / 2 : v->sheet_box.h - 2;
    if (smv_list_key(steps ? &v->steps : &v->list, key, page)) {
        return 0;
    }
    if (key->code == SMV_KEY_ESCAPE || smv_key_is(key, 0, "?") ||
        (steps && key->code == SMV_KEY_TAB)) {
        v->mode = SMV_SCRIBE_PAGE;
        return 0;
    }
    if (key->code == SMV_KEY_ENTER && v->mode != SMV_SCRIBE_EARLIER) {
        pick(v, s);
    }
    return 0;
}
