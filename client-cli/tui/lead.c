/* lead.c - see lead.h: the clock, rooms, clusters. The stage is lead_stage.c's. */
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

static void remember(struct smv_lead *l, struct smv_lead_step step)
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
    remember(l,
             (struct smv_lead_step){.type = SMV_STEP_SET, .id = id, .field = field, .value = was});
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
    remember(l, (struct smv_lead_step){
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
    remember(l, (struct smv_lead_step){.type = SMV_STEP_SET,
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

bool smv_lead_lock(struct smv_lead *l, smv_id session, smv_id place, bool on)
{
    struct smv_ids sheets = {0};
    struct smv_buf name = {0};
    smv_lead__begin(l);
    smv_day_sheets(l->c, session, place, SMV_WHOSE_PLACE, &sheets);
    for (size_t i = 0; i < sheets.n; i++) {
        if ((smv_day_num(l->c, sheets.ids[i], SMV_SHEET_LOCKED) != 0) != on &&
            smv_client_lock(l->c, sheets.ids[i], on)) {
            remember(l,
                     (struct smv_lead_step){.type = SMV_STEP_LOCK, .id = sheets.ids[i], .on = !on});
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

/* --- synthesis ---------------------------------------------------------------------------------------------------------- */
void smv_lead_syntheses(struct smv_client *c, struct smv_ids *ret)
{
    struct smv_ids sessions = {0}, sheets = {0};
    ret->n = 0;
    smv_day_children(c, SMV_ROOT, SMV_KIND_SESSION, &sessions);
    smv_ids_put(&sessions, 0);
    for (size_t i = 0; i < sessions.n; i++) {
        smv_day_sheets(c, sessions.ids[i], 0, SMV_WHOSE_MODERATORS, &sheets);
        for (size_t k = 0; k < sheets.n; k++) {
            if (smv_day_form(c, sheets.ids[k]) == SMV_FORM_SYNTHESIS) {
                smv_ids_put(ret, sheets.ids[k]);
            }
        }
    }
    smv_ids_finish(&sessions);
    smv_ids_finish(&sheets);
}

unsigned smv_lead__star_field(unsigned kind)
{
    switch (kind) {
    case SMV_KIND_POINT: return SMV_POINT_STAR;
    case SMV_KIND_CARD: return SMV_CARD_STAR;
    case SMV_KIND_OBSTACLE: return SMV_OBSTACLE_STAR;
    case SMV_KIND_ROW: return SMV_ROW_STAR;
    case SMV_KIND_ACTION: return SMV_ACTION_STAR;
    case SMV_KIND_CLUSTER: return SMV_CLUSTER_STAR;
    default: return 0;
    }
}

static void collect(struct smv_client *c, smv_id parent, int depth, struct smv_ids *ret)
{
    struct smv_ids all = {0};
    smv_day_children(c, parent, 0, &all);
    for (size_t i = 0; i < all.n && depth < 8; i++) {
        unsigned kind = smv_client_kind(c, all.ids[i]), star = smv_lead__star_field(kind);
        bool proposal = kind == SMV_KIND_ACTION ? smv_day_has_text(c, all.ids[i], SMV_ACTION_WHAT)
                                                : star != 0 && kind != SMV_KIND_CLUSTER &&
                                                      smv_day_num(c, all.ids[i], star) != 0;
        if (proposal) {
            smv_ids_put(ret, all.ids[i]);
        }
        collect(c, all.ids[i], depth + 1, ret);
    }
    smv_ids_finish(&all);
}

void smv_lead_proposals(struct smv_client *c, struct smv_ids *ret)
{
    struct smv_ids places = {0}, sessions = {0}, sheets = {0};
    ret->n = 0;
    smv_rooms_places(c, &places);
    smv_day_children(c, SMV_ROOT, SMV_KIND_SESSION, &sessions);
    smv_ids_put(&sessions, 0);
    for (size_t i = 0; i < places.n; i++) {
        for (size_t k = 0; k < sessions.n; k++) {
            smv_day_sheets(c, sessions.ids[k], places.ids[i], SMV_WHOSE_PLACE, &sheets);
            for (size_t n = 0; n < sheets.n; n++) {
                collect(c, sheets.ids[n], 0, ret);
            }
        }
    }
    smv_ids_finish(&places);
    smv_ids_finish(&sessions);
    smv_ids_finish(&sheets);
}

/* The references to a proposal on a sheet of clusters. */
static void references(struct smv_client *c, smv_id sheet, smv_id what, struct smv_ids *ret)
{
    struct smv_ids clusters = {0}, in = {0};
    ret->n = 0;
    smv_day_children(c, sheet, SMV_KIND_CLUSTER, &clusters);
    for (size_t i = 0; i < clusters.n; i++) {
        smv_day_children(c, clusters.ids[i], SMV_KIND_GATHERED, &in);
        for (size_t k = 0; k < in.n; k++) {
            if (smv_day_num(c, in.ids[k], SMV_GATHERED_WHAT) == what) {
                smv_ids_put(ret, in.ids[k]);
            }
        }
    }
    smv_ids_finish(&clusters);
    smv_ids_finish(&in);
}

smv_id smv_lead_cluster_of(struct smv_client *c, smv_id sheet, smv_id what)
{
    struct smv_ids refs = {0};
    references(c, sheet, what, &refs);
    smv_id found = refs.n > 0 ? smv_client_parent(c, refs.ids[0]) : 0;
    smv_ids_finish(&refs);
    return found;
}

static bool gather(struct smv_lead *l, smv_id sheet, smv_id what, smv_id cluster)
{
    struct smv_ids refs = {0};
    bool ok = true;
    references(l->c, sheet, what, &refs);
    for (size_t i = 0; i < refs.n; i++) {
        if (smv_client_del(l->c, refs.ids[i])) {
            remember(l, (struct smv_lead_step){.type = SMV_STEP_UNDEL, .id = refs.ids[i]});
        }
    }
    smv_ids_finish(&refs);
    if (cluster != 0) {
        struct smv_field_value field = {SMV_GATHERED_WHAT, {.type = SMV_TYPE_REF, .num = what}};
        smv_id id = smv_client_add(l->c, SMV_KIND_GATHERED, cluster,
                                   smv_lead__last(l->c, cluster, SMV_KIND_GATHERED), &field, 1);
        ok = id != 0;
        if (ok) {
            remember(l, (struct smv_lead_step){.type = SMV_STEP_DEL, .id = id});
        }
    }
    return ok;
}

bool smv_lead_gather(struct smv_lead *l, smv_id sheet, smv_id what, smv_id cluster)
{
    struct smv_buf b = {0};
    smv_lead__begin(l);
    if (smv_lead_cluster_of(l->c, sheet, what) == cluster || !gather(l, sheet, what, cluster)) {
        return false;
    }
    if (cluster != 0) {
        smv_put_words(&l->said, _("Laid into %s"), smv_day_short(l->c, cluster, 60, &b));
    } else {
        smv_buf_put_str(&l->said, _("Taken out of its cluster"));
    }
    smv_buf_finish(&b);
    return true;
}

smv_id smv_lead_cluster(struct smv_lead *l, smv_id sheet, struct smv_span title)
{
    struct smv_field_value field = {SMV_CLUSTER_TITLE, {.type = SMV_TYPE_TEXT, .str = title}};
    smv_lead__begin(l);
    smv_id id = smv_client_add(l->c, SMV_KIND_CLUSTER, sheet,
                               smv_lead__last(l->c, sheet, SMV_KIND_CLUSTER), &field, 1);
    if (id != 0) {
        remember(l, (struct smv_lead_step){.type = SMV_STEP_DEL, .id = id});
        smv_buf_put_str(&l->said, _("New cluster"));
    }
    return id;
}

bool smv_lead_remove(struct smv_lead *l, smv_id id)
{
    smv_lead__begin(l);
    if (!smv_client_del(l->c, id)) {
        return false;
    }
    remember(l, (struct smv_lead_step){.type = SMV_STEP_UNDEL, .id = id});
    smv_buf_put_str(&l->said, _("Removed"));
    return true;
}

bool smv_lead_star(struct smv_lead *l, smv_id id)
{
    unsigned field = smv_lead__star_field(smv_client_kind(l->c, id));
    smv_lead__begin(l);
    if (field == 0) {
        return false;
    }
    bool on = smv_day_num(l->c, id, field) == 0;
    smv_buf_put_str(&l->said, on ? _("Starred") : _("The star is gone"));
    return smv_lead__set_num(l, id, field, on);
}

bool smv_lead_priority(struct smv_lead *l, smv_id id, unsigned priority)
{
    unsigned kind = smv_client_kind(l->c, id);
    unsigned field = kind == SMV_KIND_ACTION    ? SMV_ACTION_PRIORITY
                     : kind == SMV_KIND_CLUSTER ? SMV_CLUSTER_PRIORITY
                                                : 0;
    smv_lead__begin(l);
    if (field == 0 || !smv_lead__set_num(l, id, field, priority)) {
        return false;
    }
    smv_put_words(&l->said, _("Priority %u"), priority);
    return true;
}
