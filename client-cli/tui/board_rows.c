/* board_rows.c - see boards.h: tables, actions, the map, the lists of a plan. */
#include "client-cli/tui/boards.h"
#include "common/base/heap.h"

enum { T_OFFSET = SMV_ROW_T1 - 1, V_OFFSET = SMV_ROW_V1 - 1 };

static void in_band(struct smv_spot *s, unsigned band, unsigned column, unsigned columns)
{
    s->band = band;
    s->column = column;
    s->columns = columns;
    s->folds = true;
}

/* --- tables ---------------------------------------------------------------------------------------------- */
enum { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_DATE, COLUMN_CHOICE, COLUMN_YES_NO, COLUMN_WHO };

static void columns_of(struct smv_client *c, smv_id sheet, struct smv_ids *ret)
{
    size_t kept = 0;
    smv_day_children(c, sheet, SMV_KIND_COLUMN, ret);
    for (size_t i = 0; i < ret->n; i++) {
        if (smv_day_num(c, ret->ids[i], SMV_COLUMN_SLOT) > 0) {
            ret->ids[kept++] = ret->ids[i];
        }
    }
    ret->n = kept;
}

static unsigned cell_field(struct smv_client *c, smv_id column)
{
    unsigned slot = (unsigned)smv_day_num(c, column, SMV_COLUMN_SLOT);
    uint64_t type = smv_day_num(c, column, SMV_COLUMN_TYPE);
    return slot + (type == COLUMN_TEXT || type == COLUMN_WHO ? T_OFFSET : V_OFFSET);
}

static struct smv_spot *put_cell(struct smv_page *p, struct smv_client *c, smv_id row,
                                 smv_id column, const char *title)
{
    unsigned field = cell_field(c, column);
    uint64_t type = smv_day_num(c, column, SMV_COLUMN_TYPE);
    if (type == COLUMN_TEXT || type == COLUMN_WHO) {
        return smv_page_text(p, c, row, field, title);
    }
    struct smv_spot *s = smv_page_cell(p, row, field, title);
    s->of = column;
    if (type == COLUMN_CHOICE || type == COLUMN_YES_NO) {
        s->type = SMV_SPOT_CHOICE;
        s->choices = type == COLUMN_CHOICE ? SMV_CHOICES_COLUMN : SMV_CHOICES_YES_NO;
    }
    smv_page_value(c, s);
    return s;
}

static void put_row(struct smv_page *p, struct smv_client *c, smv_id row, size_t number,
                    const struct smv_ids *columns, bool may)
{
    struct smv_buf title = {0}, label = {0};
    unsigned band = smv_page_band(p);
    for (unsigned k = 0; k < columns->n; k++) {
        smv_buf_clear(&label);
        if (k == 0) {
            smv_put_words(&label, "%zu. ", number);
        }
        smv_put_words(&label, "%s", smv_day_short(c, columns->ids[k], 40, &title));
        struct smv_spot *s = put_cell(p, c, row, columns->ids[k], smv_buf_cstr(&label));
        s->when_folded = true;
        s->may = may;
        s->list = k == 0;
        in_band(s, band, k, (unsigned)columns->n);
        if (k == 0) {
            smv_board_star(c, s, SMV_ROW_STAR);
            if (smv_day_num(c, row, SMV_ROW_NEGATIVE) != 0) {
                smv_put_words(&s->mark, "%s%s", s->mark.len > 0 ? " " : "", _("makes it worse"));
            }
        }
    }
    smv_board_origin(p, c, row, smv_day_num(c, row, SMV_ROW_ORIGIN), 2);
    smv_buf_finish(&title);
    smv_buf_finish(&label);
}

static void put_rows(struct smv_page *p, struct smv_client *c, smv_id sheet, smv_id lane,
                     const struct smv_ids *columns, bool may)
{
    struct smv_ids rows = {0}, lanes = {0};
    smv_id last = 0;
    smv_day_children(c, sheet, SMV_KIND_ROW, &rows);
    smv_day_children(c, sheet, SMV_KIND_LANE, &lanes);
    for (size_t i = 0; i < rows.n; i++) {
        smv_id own = smv_day_num(c, rows.ids[i], SMV_ROW_LANE);
        own = smv_ids_find(&lanes, own) < lanes.n ? own : 0;
        if (own == lane) {
            put_row(p, c, rows.ids[i], i + 1, columns, may);
            last = rows.ids[i];
        }
    }
    if (may) {
        last = last != 0 ? last : rows.n > 0 ? rows.ids[rows.n - 1] : 0;
        unsigned field = cell_field(c, columns->ids[0]);
        struct smv_spot *s = smv_page_add(p, sheet, last, SMV_KIND_ROW, field, _("new row"));
        s->of = lane;
        if (lane != 0) {
            s->add_with[s->n_add_with++] = (struct smv_field_value){
                .field = SMV_ROW_LANE, .value = {.type = SMV_TYPE_REF, .num = lane}};
        }
    }
    smv_ids_finish(&rows);
    smv_ids_finish(&lanes);
}

static bool any_row_without_lane(struct smv_client *c, smv_id sheet, const struct smv_ids *lanes)
{
    struct smv_ids rows = {0};
    bool any = lanes->n == 0;
    smv_day_children(c, sheet, SMV_KIND_ROW, &rows);
    for (size_t i = 0; i < rows.n && !any; i++) {
        any = smv_ids_find(lanes, smv_day_num(c, rows.ids[i], SMV_ROW_LANE)) == lanes->n;
    }
    smv_ids_finish(&rows);
    return any;
}

void smv_board_table(struct smv_page *p, struct smv_client *c, smv_id sheet, bool may)
{
    struct smv_ids columns = {0}, lanes = {0};
    struct smv_buf b = {0};
    columns_of(c, sheet, &columns);
    smv_day_children(c, sheet, SMV_KIND_LANE, &lanes);
    if (columns.n == 0) {
        smv_page_note(p, sheet, smv_span_str(_("The table has no columns yet.")));
        goto done;
    }
    unsigned band = smv_page_band(p);
    for (unsigned k = 0; k < columns.n; k++) {
        struct smv_spot *s = smv_page_head(p, columns.ids[k],
                                           smv_span_str(smv_day_short(c, columns.ids[k], 60, &b)));
        s->when_folded = true;
        in_band(s, band, k, (unsigned)columns.n);
    }
    for (size_t i = 0; i < lanes.n; i++) {
        smv_page_head(p, lanes.ids[i], smv_span_str(smv_day_short(c, lanes.ids[i], 80, &b)))->rule =
            true;
        put_rows(p, c, sheet, lanes.ids[i], &columns, may);
    }
    if (any_row_without_lane(c, sheet, &lanes)) {
        if (lanes.n > 0) {
            smv_page_head(p, sheet, smv_span_str(_("No lane")))->rule = true;
        }
        put_rows(p, c, sheet, 0, &columns, may);
    }
done:
    smv_ids_finish(&columns);
    smv_ids_finish(&lanes);
    smv_buf_finish(&b);
}

/* --- actions ---------------------------------------------------------------------------------------------- */
static const char *const status_words[] = {N_("proposed"), N_("agreed"),  N_("begun"),
                                           N_("done"),     N_("dropped"), NULL};

static void put_action(struct smv_page *p, struct smv_client *c, smv_id id, size_t number, bool may)
{
    struct smv_buf b = {0};
    unsigned band;
    smv_put_words(&b, "%zu.", number);
    struct smv_spot *s = smv_page_text(p, c, id, SMV_ACTION_WHAT, _("What"));
    smv_buf_clear(&s->label);
    smv_put_words(&s->label, "%zu. %s", number, _("What"));
    s->list = true;
    s->may = may;
    smv_board_star(c, s, SMV_ACTION_STAR);
    smv_board_origin(p, c, id, smv_day_num(c, id, SMV_ACTION_ORIGIN), 3);
    band = smv_page_band(p);
    for (unsigned k = 0; k < 4; k++) {
        s = k == 0   ? smv_page_text(p, c, id, SMV_ACTION_WHO, _("Responsible"))
            : k == 1 ? smv_page_text(p, c, id, SMV_ACTION_WHERE, _("Organisation"))
            : k == 2 ? smv_page_date(p, c, id, SMV_ACTION_BY, _("By"))
                     : smv_page_choice(p, c, id, SMV_ACTION_STATUS, _("Status"), status_words);
        s->one_line = true;
        s->may = may || smv_day_follows_up(c, id, s->field);
        s->indent = k == 0 ? 3 : 0;
        in_band(s, band, k, 4);
    }
    s = smv_page_text(p, c, id, SMV_ACTION_FIRST, _("First step"));
    s->indent = 3;
    s->may = may;
    s = smv_page_text(p, c, id, SMV_ACTION_NOTE, _("Follow-up"));
    s->indent = 3;
    s->may = may || smv_day_follows_up(c, id, SMV_ACTION_NOTE);
    smv_buf_finish(&b);
}

void smv_board_actions(struct smv_page *p, struct smv_client *c, smv_id sheet, bool may)
{
    struct smv_ids all = {0};
    smv_day_children(c, sheet, SMV_KIND_ACTION, &all);
    for (size_t i = 0; i < all.n; i++) {
        put_action(p, c, all.ids[i], i + 1, may);
        smv_page_note(p, all.ids[i], smv_span(NULL, 0));
    }
    if (may) {
        smv_page_add(p, sheet, all.n > 0 ? all.ids[all.n - 1] : 0, SMV_KIND_ACTION, SMV_ACTION_WHAT,
                     _("new proposal"));
    }
    smv_ids_finish(&all);
}

/* --- the map ------------------------------------------------------------------------------------------------ */
static void put_challenge(struct smv_page *p, struct smv_client *c, smv_id sheet, smv_id id,
                          bool may)
{
    unsigned band = smv_page_band(p);
    struct smv_spot *s = smv_page_text(p, c, id, SMV_CHALLENGE_TEXT, NULL);
    s->bullet = "\xe2\x80\xa2";
    s->list = true;
    s->may = may;
    smv_board_origin(p, c, id, smv_day_num(c, id, SMV_CHALLENGE_ORIGIN), 2);
    for (unsigned k = 0; k < 3; k++) {
        s = k == 0   ? smv_page_text(p, c, id, SMV_CHALLENGE_NUMBER, _("Number"))
            : k == 1 ? smv_page_choice(p, c, id, SMV_CHALLENGE_PHASE, _("Phase"), NULL)
                     : smv_page_choice(p, c, id, SMV_CHALLENGE_LANE, _("Lane"), NULL);
        s->one_line = true;
        s->may = may;
        s->of = sheet;
        s->indent = k == 0 ? 2 : 0;
        s->choices = k == 0 ? SMV_CHOICES_NONE : k == 1 ? SMV_CHOICES_PHASES : SMV_CHOICES_LANES;
        if (k > 0) {
            smv_page_value(c, s);
        }
        in_band(s, band, k, 3);
    }
}

static smv_id known(const struct smv_ids *l, smv_id id)
{
    return smv_ids_find(l, id) < l->n ? id : 0;
}

struct map {
    smv_id sheet;
    struct smv_ids all, phases, lanes;
    bool may;
};

/* Challenges of one place on the map (0, 0: not placed yet), under its heading. */
static void put_place(struct smv_page *p, struct smv_client *c, const struct map *m, smv_id phase,
                      smv_id lane)
{
    struct smv_buf b = {0}, part = {0};
    bool headed = false;
    for (size_t i = 0; i < m->all.n; i++) {
        smv_id id = m->all.ids[i];
        if (known(&m->phases, smv_day_num(c, id, SMV_CHALLENGE_PHASE)) != phase ||
            known(&m->lanes, smv_day_num(c, id, SMV_CHALLENGE_LANE)) != lane) {
            continue;
        }
        if (!headed) {
            smv_buf_put_str(&b, phase != 0 ? smv_day_short(c, phase, 40, &part) : "");
            smv_buf_put_str(&b, phase != 0 && lane != 0 ? " / " : "");
            smv_buf_put_str(&b, lane != 0 ? smv_day_short(c, lane, 40, &part) : "");
            smv_buf_put_str(&b, phase == 0 && lane == 0 ? _("Not placed") : "");
            smv_page_head(p, phase, smv_buf_span(&b))->rule = true;
            headed = true;
        }
        put_challenge(p, c, m->sheet, id, m->may);
    }
    smv_buf_finish(&b);
    smv_buf_finish(&part);
}

void smv_board_map(struct smv_page *p, struct smv_client *c, smv_id sheet, bool may)
{
    struct map m = {.sheet = sheet, .may = may};
    smv_day_children(c, sheet, SMV_KIND_CHALLENGE, &m.all);
    smv_day_children(c, sheet, SMV_KIND_PHASE, &m.phases);
    smv_day_children(c, sheet, SMV_KIND_LANE, &m.lanes);
    for (size_t i = 0; i <= m.phases.n; i++) {
        for (size_t k = 0; k <= m.lanes.n; k++) {
            put_place(p, c, &m, i < m.phases.n ? m.phases.ids[i] : 0,
                      k < m.lanes.n ? m.lanes.ids[k] : 0);
        }
    }
    if (may) {
        smv_page_add(p, sheet, m.all.n > 0 ? m.all.ids[m.all.n - 1] : 0, SMV_KIND_CHALLENGE,
                     SMV_CHALLENGE_TEXT, _("new challenge"));
    }
    smv_ids_finish(&m.all);
    smv_ids_finish(&m.phases);
    smv_ids_finish(&m.lanes);
}

/* --- plans ---------------------------------------------------------------------------------------------------- */
static const char *const tick_words[] = {N_("open"), N_("done"), N_("does not apply"), NULL};
static const char *const held_words[] = {N_("planned"), N_("held"), N_("not held"), NULL};
static const char *const consent_words[] = {N_("not asked"), N_("given"), N_("refused"),
                                            N_("withdrawn"), NULL};

enum line_type { WORDS, DAY, TIME, STEP }; /* STEP: one of words */
struct line_field {
    unsigned kind, field;
    enum line_type type;
    bool below; /* begins a second line */
    const char *label;
    const char *const *words;
};
static const struct line_field line_fields[] = {
    {SMV_KIND_CHECK, SMV_CHECK_TEXT, WORDS, false, N_("Check"), NULL},
    {SMV_KIND_CHECK, SMV_CHECK_TICK, STEP, false, N_("State"), tick_words},
    {SMV_KIND_CONTACT, SMV_CONTACT_NAME, WORDS, false, N_("Name or function"), NULL},
    {SMV_KIND_CONTACT, SMV_CONTACT_AGENCY, WORDS, false, N_("Agency"), NULL},
    {SMV_KIND_CONTACT, SMV_CONTACT_REACH, WORDS, true, N_("Reached by"), NULL},
    {SMV_KIND_CONTACT, SMV_CONTACT_BY, WORDS, false, N_("Who makes contact"), NULL},
    {SMV_KIND_MEETING, SMV_MEETING_ABOUT, WORDS, false, N_("About what, with whom"), NULL},
    {SMV_KIND_MEETING, SMV_MEETING_WHEN, DAY, false, N_("Date"), NULL},
    {SMV_KIND_MEETING, SMV_MEETING_TIME, TIME, false, N_("Time of day"), NULL},
    {SMV_KIND_MEETING, SMV_MEETING_PLACE, WORDS, true, N_("Place"), NULL},
    {SMV_KIND_MEETING, SMV_MEETING_CALLS, WORDS, false, N_("Who convenes"), NULL},
    {SMV_KIND_MEETING, SMV_MEETING_HELD, STEP, false, N_("Held?"), held_words},
    {SMV_KIND_CONSENT, SMV_CONSENT_WHAT, WORDS, false, N_("To what"), NULL},
    {SMV_KIND_CONSENT, SMV_CONSENT_STATE, STEP, false, N_("Answer"), consent_words},
    {SMV_KIND_CONSENT, SMV_CONSENT_WHEN, DAY, false, N_("Date"), NULL},
    {SMV_KIND_REVISION, SMV_REVISION_VERSION, WORDS, false, N_("Version"), NULL},
    {SMV_KIND_REVISION, SMV_REVISION_WHEN, DAY, false, N_("Date"), NULL},
    {SMV_KIND_REVISION, SMV_REVISION_WHAT, WORDS, false, N_("What changed"), NULL},
    {SMV_KIND_REVISION, SMV_REVISION_WHO, WORDS, false, N_("By whom"), NULL}};
enum { N_LINE_FIELDS = sizeof line_fields / sizeof *line_fields };
static const struct {
    unsigned kind;
    const char *title, *add;
} parts[] = {
    {SMV_KIND_CHECK, N_("Check list"), N_("new line")},
    {SMV_KIND_CONTACT, N_("Contacts"), N_("new contact")},
    {SMV_KIND_MEETING, N_("Meetings"), N_("new meeting")},
    {SMV_KIND_CONSENT, N_("Consents (an exercise: the made-up person)"), N_("new consent")},
    {SMV_KIND_REVISION, N_("Versions of the plan"), N_("new version")}};

static struct smv_spot *put_field(struct smv_page *p, struct smv_client *c, smv_id id,
                                  const struct line_field *f)
{
    switch (f->type) {
    case WORDS: break;
    case DAY: return smv_page_date(p, c, id, f->field, _(f->label));
    case TIME: return smv_page_time(p, c, id, f->field, _(f->label));
    case STEP: return smv_page_choice(p, c, id, f->field, _(f->label), f->words);
    }
    return smv_page_text(p, c, id, f->field, _(f->label));
}

/* How many fields stand on one line with the i-th, from it on. */
static unsigned line_columns(size_t i)
{
    size_t end = i + 1;
    while (end < N_LINE_FIELDS && line_fields[end].kind == line_fields[i].kind &&
           !line_fields[end].below) {
        end++;
    }
    return (unsigned)(end - i);
}

static void put_line(struct smv_page *p, struct smv_client *c, smv_id id, unsigned kind, bool may)
{
    unsigned band = 0, column = 0, columns = 0;
    bool first = true;
    for (size_t i = 0; i < N_LINE_FIELDS; i++) {
        const struct line_field *f = &line_fields[i];
        if (f->kind != kind) {
            continue;
        }
        if (first || f->below) {
            band = smv_page_band(p);
            column = 0;
            columns = line_columns(i);
        }
        struct smv_spot *s = put_field(p, c, id, f);
        s->one_line = true;
        s->list = first;
        s->may = may;
        s->indent = column > 0 ? 0 : first ? 2 : 4;
        s->bullet = NULL;
        in_band(s, band, column++, columns);
        first = false;
    }
}

void smv_board_plan(struct smv_page *p, struct smv_client *c, smv_id sheet, bool may)
{
    struct smv_ids all = {0};
    smv_board_questions(p, c, sheet, may);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        smv_day_children(c, sheet, parts[i].kind, &all);
        if (all.n == 0 && !may) {
            continue;
        }
        smv_page_head(p, sheet, smv_span_str(_(parts[i].title)))->rule = true;
        for (size_t k = 0; k < all.n; k++) {
            put_line(p, c, all.ids[k], parts[i].kind, may);
        }
        if (may) {
            unsigned field = 0;
            for (size_t k = 0; field == 0; k++) {
                field = line_fields[k].kind == parts[i].kind ? line_fields[k].field : 0;
            }
            smv_page_add(p, sheet, all.n > 0 ? all.ids[all.n - 1] : 0, parts[i].kind, field,
                         _(parts[i].add));
        }
    }
    smv_ids_finish(&all);
}
