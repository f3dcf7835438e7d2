/* lead.c - see lead.h: the clock and rooms. The stage is lead_stage.c's, clusters are lead_gather.c's. */
#include "client-cli/tui/lead_int.h"
#include <string.h>

void smv_lead_init(struct smv_lead *l, struct smv_client *c)
{
    *l = (struct smv_lead){.c = c, .before_blank = SMV_PIC_MODES};
}

void smv_lead_finish(struct smv_lead *l)
{
    smv_buf_finish(&l->said);
}

void smv_lead__begin(struct smv_lead *l)
{
    l->n = 0;
    smv_buf_clear(&l->said);
}

void smv_lead__remember(struct smv_lead *l, struct smv_lead_step step)
{
    if (l->n < SMV_LEAD_STEPS) {
        l->steps[l->n++] = step;
    }
}

/* A LIST is a copy; a string would borrow, and is never set here. */
bool smv_lead__set(struct smv_lead *l, smv_id id, unsigned field, const struct smv_value *value)
{
    struct smv_value was;
    smv_client_value(l->c, id, field, &was);
    if (smv_value_equal(&was, value)) {
        return true;
    }
    if (!smv_client_set(l->c, id, field, value)) {
        return false;
    }
    was.type = value->type;
    smv_lead__remember(
        l, (struct smv_lead_step){.type = SMV_STEP_SET, .id = id, .field = field, .value = was});
    return true;
}

bool smv_lead__set_num(struct smv_lead *l, smv_id id, unsigned field, uint64_t num)
{
    const struct smv_field_info *info = smv_field_info(smv_client_kind(l->c, id), field);
    struct smv_value v = {.type = info != NULL ? (enum smv_type)info->type : SMV_TYPE_INT,
                          .num = num};
    return smv_lead__set(l, id, field, &v);
}

bool smv_lead_undo(struct smv_lead *l)
{
    bool any = l->n > 0;
    while (l->n > 0) {
        struct smv_lead_step *s = &l->steps[--l->n];
        switch (s->type) {
        case SMV_STEP_SET: smv_client_set(l->c, s->id, s->field, &s->value); break;
        case SMV_STEP_CLOCK: smv_client_clock(l->c, s->id, s->action, s->ms); break;
        case SMV_STEP_LOCK: smv_client_lock(l->c, s->id, s->on); break;
        case SMV_STEP_DEL: smv_client_del(l->c, s->id); break;
        case SMV_STEP_UNDEL: smv_client_undel(l->c, s->id); break;
        }
    }
    smv_buf_clear(&l->said);
    if (any) {
        smv_buf_put_str(&l->said, _("Taken back"));
    }
    return any;
}

/* --- the clock ------------------------------------------------------------------------------------------------------ */
static void clock_back(struct smv_lead *l, smv_id session, enum smv_lead_clock action, int64_t ms)
{
    smv_lead__remember(l, (struct smv_lead_step){
                              .type = SMV_STEP_CLOCK, .id = session, .action = action, .ms = ms});
}

static void say_session(struct smv_lead *l, const char *what, smv_id session)
{
    struct smv_buf b = {0};
    smv_buf_put_str(&l->said, what);
    smv_buf_put_str(&l->said, ": ");
    smv_buf_put_str(&l->said, smv_day_short(l->c, session, 60, &b));
    smv_buf_finish(&b);
}

bool smv_lead_start(struct smv_lead *l, smv_id session)
{
    struct smv_ids all = {0};
    smv_lead__begin(l);
    smv_day_children(l->c, SMV_ROOT, SMV_KIND_SESSION, &all);
    for (size_t i = 0; i < all.n; i++) {
        uint64_t state = smv_day_num(l->c, all.ids[i], SMV_SESSION_STATE);
        if (all.ids[i] != session && (state == SMV_RUNNING || state == SMV_PAUSED)) {
            smv_client_clock(l->c, all.ids[i], SMV_CLOCK_END, 0);
        }
    }
    smv_ids_finish(&all);
    if (session == 0 || !smv_client_clock(l->c, session, SMV_CLOCK_START, 0)) {
        return false;
    }
    say_session(l, _("Started"), session);
    return true;
}

bool smv_lead_pause(struct smv_lead *l, smv_id session)
{
    bool paused = smv_day_num(l->c, session, SMV_SESSION_STATE) == SMV_PAUSED;
    smv_lead__begin(l);
    if (session == 0 ||
        !smv_client_clock(l->c, session, paused ? SMV_CLOCK_RESUME : SMV_CLOCK_PAUSE, 0)) {
        return false;
    }
    clock_back(l, session, paused ? SMV_CLOCK_PAUSE : SMV_CLOCK_RESUME, 0);
    say_session(l, paused ? _("Goes on") : _("Paused"), session);
    return true;
}

bool smv_lead_add(struct smv_lead *l, smv_id session, int minutes)
{
    smv_lead__begin(l);
    if (session == 0 || !smv_client_clock(l->c, session, SMV_CLOCK_ADD, minutes * INT64_C(60000))) {
        return false;
    }
    clock_back(l, session, SMV_CLOCK_ADD, -minutes * INT64_C(60000));
    int n = minutes < 0 ? -minutes : minutes;
    smv_put_words(&l->said,
                  minutes > 0 ? ngettext("%d minute more", "%d minutes more", (unsigned)n)
                              : ngettext("%d minute less", "%d minutes less", (unsigned)n),
                  n);
    return true;
}

bool smv_lead_end(struct smv_lead *l, const struct smv_scene *s, smv_id session)
{
    int64_t left = 0;
    bool paused = smv_day_num(l->c, session, SMV_SESSION_STATE) == SMV_PAUSED;
    smv_lead__begin(l);
    smv_day_left(l->c, session, s->log_ms, &left);
    if (session == 0 || !smv_client_clock(l->c, session, SMV_CLOCK_END, 0)) {
        return false;
    }
    /* taken back by a start with the time that was left (0 would mean the planned length) */
    if (paused) {
        clock_back(l, session, SMV_CLOCK_PAUSE, 0);
    }
    if (left < 1) {
        clock_back(l, session, SMV_CLOCK_ADD, left - 1);
    }
    clock_back(l, session, SMV_CLOCK_START, left < 1 ? 1 : left);
    say_session(l, _("Ended"), session);
    return true;
}

smv_id smv_lead_next(struct smv_client *c)
{
    struct smv_ids all = {0};
    smv_id found = 0;
    smv_day_children(c, SMV_ROOT, SMV_KIND_SESSION, &all);
    size_t i = smv_ids_find(&all, smv_day_session(c));
    for (; i < all.n && found == 0; i++) {
        found = smv_day_num(c, all.ids[i], SMV_SESSION_STATE) == SMV_PLANNED ? all.ids[i] : 0;
    }
    smv_ids_finish(&all);
    return found;
}

/* --- rooms ------------------------------------------------------------------------------------------------------------ */
smv_id smv_lead__last(struct smv_client *c, smv_id parent, unsigned kind)
{
    const smv_id *ids;
    smv_id last = 0;
    size_t n = smv_client_children(c, parent, true, &ids);
    for (size_t i = 0; i < n; i++) {
        last = smv_client_kind(c, ids[i]) == kind ? ids[i] : last;
    }
    return last;
}

bool smv_lead_notify(struct smv_lead *l, struct smv_span text, smv_id place)
{
    struct smv_field_value fields[] = {{SMV_NOTICE_TEXT, {.type = SMV_TYPE_TEXT, .str = text}},
                                       {SMV_NOTICE_PLACE, {.type = SMV_TYPE_REF, .num = place}}};
    struct smv_buf name = {0};
    smv_lead__begin(l);
    smv_id id = smv_client_add(l->c, SMV_KIND_NOTICE, SMV_ROOT,
                               smv_lead__last(l->c, SMV_ROOT, SMV_KIND_NOTICE), fields, 2);
    if (id == 0) {
        return false;
    }
    smv_lead__remember(l, (struct smv_lead_step){.type = SMV_STEP_SET,
                                                 .id = id,
                                                 .field = SMV_NOTICE_WITHDRAWN,
                                                 .value = {.type = SMV_TYPE_INT, .num = 1}});
    smv_day_place_name(l->c, place, &name);
    if (place != 0) {
        smv_put_words(&l->said, _("Message sent to %s"), smv_buf_cstr(&name));
    } else {
        smv_buf_put_str(&l->said, _("Message sent to all"));
    }
    smv_buf_finish(&name);
    return true;
}

bool smv_lead_withdraw(struct smv_lead *l, smv_id notice)
{
    smv_lead__begin(l);
    if (!smv_lead__set_num(l, notice, SMV_NOTICE_WITHDRAWN, 1)) {
        return false;
    }
    smv_buf_put_str(&l->said, _("Message withdrawn"));
    return true;
}

bool smv_lead_answer(struct smv_lead *l, smv_id call)
{
    uint64_t state = smv_day_num(l->c, call, SMV_CALL_STATE);
    smv_lead__begin(l);
    if (call == 0 || state >= 2 || !smv_lead__set_num(l, call, SMV_CALL_STATE, state + 1)) {
        return false;
    }
    smv_buf_put_str(&l->said, state == 0 ? _("The room is told that somebody is coming")
                                         : _("The call is over"));
    return true;
}

bool smv_lead_door(struct smv_lead *l, bool open)
{
    smv_lead__begin(l);
    if (!smv_lead__set_num(l, SMV_ROOT, SMV_SEMINAR_DOOR, open)) {
        return false;
    }
    smv_buf_put_str(&l->said, open ? _("The door is open: the code lets participants in")
                                   : _("The door is shut. Who is in stays in"));
    return true;
}

bool smv_lead_lock(struct smv_lead *l, smv_id session, smv_id place, bool on)
{
    struct smv_ids sheets = {0};
    struct smv_buf name = {0};
    smv_lead__begin(l);
    smv_day_sheets(l->c, session, place, SMV_WHOSE_PLACE, &sheets);
    for (size_t i = 0; i < sheets.n; i++) {
        if ((smv_day_num(l->c, sheets.ids[i], SMV_SHEET_LOCKED) != 0) != on &&
            smv_client_lock(l->c, sheets.ids[i], on)) {
            smv_lead__remember(
                l, (struct smv_lead_step){.type = SMV_STEP_LOCK, .id = sheets.ids[i], .on = !on});
        }
    }
    smv_ids_finish(&sheets);
    if (l->n > 0) {
        smv_day_place_name(l->c, place, &name);
        smv_put_words(&l->said, on ? _("%s is locked") : _("%s is open again"),
                      smv_buf_cstr(&name));
        smv_buf_finish(&name);
    }
    return l->n > 0;
}
