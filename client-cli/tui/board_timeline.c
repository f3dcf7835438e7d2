/* board_timeline.c - see boards.h: phases side by side, lanes below each other, cards in the cells; a card in detail. */
#include "client-cli/tui/boards.h"
#include "common/base/heap.h"

static const char card_sign[] = "\xe2\x96\xaa";

/* What is on a card, in a line below its title: obstacles, flows, who. */
static void put_signs(struct smv_page *p, struct smv_client *c, smv_id sheet, smv_id card,
                      unsigned band, unsigned column, unsigned columns)
{
    struct smv_ids flows = {0};
    struct smv_buf text = {0}, part = {0};
    size_t obstacles = smv_day_count(c, card, SMV_KIND_OBSTACLE);
    if (smv_day_has_text(c, card, SMV_CARD_WHO)) {
        smv_client_text(c, card, SMV_CARD_WHO, &part);
        smv_buf_put_span(&text, smv_buf_span(&part));
    }
    if (obstacles > 0) {
        smv_put_words(&text, "%s!%zu", text.len > 0 ? " " : "", obstacles);
    }
    smv_day_children(c, sheet, SMV_KIND_FLOW, &flows);
    for (size_t i = 0; i < flows.n; i++) {
        if (smv_day_num(c, flows.ids[i], SMV_FLOW_FROM) == card) {
            smv_id to = smv_day_num(c, flows.ids[i], SMV_FLOW_TO);
            smv_put_words(&text, "%s\xe2\x86\x92%s%s", text.len > 0 ? " " : "",
                          smv_day_short(c, to, 24, &part),
                          smv_day_count(c, flows.ids[i], SMV_KIND_OBSTACLE) > 0 ? " !" : "");
        }
    }
    if (text.len > 0) {
        struct smv_spot *s = smv_page_note(p, card, smv_buf_span(&text));
        s->indent = 2;
        s->band = band;
        s->column = column;
        s->columns = columns;
    }
    smv_ids_finish(&flows);
    smv_buf_finish(&text);
    smv_buf_finish(&part);
}

static void put_cell(struct smv_page *p, struct smv_client *c, smv_id sheet, smv_id phase,
                     smv_id lane, unsigned band, unsigned column, unsigned columns, bool may)
{
    struct smv_ids cards = {0}, lanes = {0};
    smv_id last = 0;
    smv_day_children(c, phase, SMV_KIND_CARD, &cards);
    smv_day_children(c, sheet, SMV_KIND_LANE, &lanes);
    for (size_t i = 0; i < cards.n; i++) {
        smv_id own = smv_day_num(c, cards.ids[i], SMV_CARD_LANE);
        own = smv_ids_find(&lanes, own) < lanes.n ? own : 0;
        if (own != lane) {
            continue;
        }
        struct smv_spot *s = smv_page_text(p, c, cards.ids[i], SMV_CARD_TITLE, NULL);
        s->bullet = card_sign;
        s->list = s->one_line = true;
        s->may = may;
        s->band = band;
        s->column = column;
        s->columns = columns;
        smv_board_star(c, s, SMV_CARD_STAR);
        put_signs(p, c, sheet, cards.ids[i], band, column, columns);
        last = cards.ids[i];
    }
    if (may) {
        last = last != 0 ? last : cards.n > 0 ? cards.ids[cards.n - 1] : 0;
        struct smv_spot *s = smv_page_add(p, phase, last, SMV_KIND_CARD, SMV_CARD_TITLE, _("card"));
        s->band = band;
        s->column = column;
        s->columns = columns;
        if (lane != 0) {
            s->add_with[s->n_add_with++] = (struct smv_field_value){
                .field = SMV_CARD_LANE, .value = {.type = SMV_TYPE_REF, .num = lane}};
        }
        s->of = lane;
    }
    smv_ids_finish(&cards);
    smv_ids_finish(&lanes);
}

static void put_lane(struct smv_page *p, struct smv_client *c, smv_id sheet,
                     const struct smv_ids *phases, smv_id lane, bool may)
{
    unsigned band = smv_page_band(p);
    for (unsigned k = 0; k < phases->n; k++) {
        size_t before = p->n;
        put_cell(p, c, sheet, phases->ids[k], lane, band, k, (unsigned)phases->n, may);
        if (p->n == before) { /* a column without anything keeps its place */
            struct smv_spot *s = smv_page_note(p, 0, smv_span(NULL, 0));
            s->band = band;
            s->column = k;
            s->columns = (unsigned)phases->n;
        }
    }
}

static void put_phases(struct smv_page *p, struct smv_client *c, const struct smv_ids *phases)
{
    struct smv_buf b = {0};
    unsigned band = smv_page_band(p);
    for (unsigned k = 0; k < phases->n; k++) {
        struct smv_spot *s = smv_page_head(p, phases->ids[k],
                                           smv_span_str(smv_day_short(c, phases->ids[k], 60, &b)));
        s->band = band;
        s->column = k;
        s->columns = (unsigned)phases->n;
    }
    smv_buf_finish(&b);
}

static bool any_without_lane(struct smv_client *c, const struct smv_ids *phases,
                             const struct smv_ids *lanes)
{
    struct smv_ids cards = {0};
    bool any = lanes->n == 0;
    for (size_t i = 0; i < phases->n && !any; i++) {
        smv_day_children(c, phases->ids[i], SMV_KIND_CARD, &cards);
        for (size_t k = 0; k < cards.n && !any; k++) {
            any = smv_ids_find(lanes, smv_day_num(c, cards.ids[k], SMV_CARD_LANE)) == lanes->n;
        }
    }
    smv_ids_finish(&cards);
    return any;
}

static void put_obstacles(struct smv_page *p, struct smv_client *c, smv_id on, unsigned indent,
                          bool may)
{
    static const char *const weights[] = {N_("not said"), N_("light"), N_("middling"), N_("heavy"),
                                          NULL};
    struct smv_ids all = {0};
    smv_day_children(c, on, SMV_KIND_OBSTACLE, &all);
    for (size_t i = 0; i < all.n; i++) {
        struct smv_spot *s = smv_page_text(p, c, all.ids[i], SMV_OBSTACLE_TEXT, NULL);
        s->indent = indent;
        s->bullet = "!";
        s->list = true;
        s->may = may;
        smv_board_star(c, s, SMV_OBSTACLE_STAR);
        s = smv_page_choice(p, c, all.ids[i], SMV_OBSTACLE_WEIGHT, _("Weight"), weights);
        s->indent = indent + 2;
        s->may = may;
    }
    if (may) {
        smv_page_add(p, on, all.n > 0 ? all.ids[all.n - 1] : 0, SMV_KIND_OBSTACLE,
                     SMV_OBSTACLE_TEXT, _("obstacle"))
            ->indent = indent;
    }
    smv_ids_finish(&all);
}

void smv_board_timeline(struct smv_page *p, struct smv_client *c, smv_id sheet, bool may)
{
    struct smv_ids phases = {0}, lanes = {0};
    struct smv_buf b = {0};
    smv_day_children(c, sheet, SMV_KIND_PHASE, &phases);
    smv_day_children(c, sheet, SMV_KIND_LANE, &lanes);
    if (phases.n == 0) {
        smv_page_note(p, sheet, smv_span_str(_("The timeline has no phases yet.")));
    } else {
        put_phases(p, c, &phases);
        for (size_t i = 0; i < lanes.n; i++) {
            smv_page_head(p, lanes.ids[i], smv_span_str(smv_day_short(c, lanes.ids[i], 80, &b)))
                ->rule = true;
            put_lane(p, c, sheet, &phases, lanes.ids[i], may);
        }
        if (any_without_lane(c, &phases, &lanes)) {
            if (lanes.n > 0) {
                smv_page_head(p, sheet, smv_span_str(_("No lane")))->rule = true;
            }
            put_lane(p, c, sheet, &phases, 0, may);
        }
        smv_page_head(p, sheet, smv_span_str(_("Obstacles to all of it")))->rule = true;
        put_obstacles(p, c, sheet, 0, may);
    }
    smv_ids_finish(&phases);
    smv_ids_finish(&lanes);
    smv_buf_finish(&b);
}

/* --- a card ---------------------------------------------------------------------------------------------- */
static void put_flow(struct smv_page *p, struct smv_client *c, smv_id flow, smv_id card, bool may)
{
    struct smv_buf b = {0}, label = {0};
    smv_id from = smv_day_num(c, flow, SMV_FLOW_FROM), to = smv_day_num(c, flow, SMV_FLOW_TO);
    bool out = from == card;
    smv_put_words(&label, "%s %s", out ? "\xe2\x86\x92" : "\xe2\x86\x90",
                  smv_day_short(c, out ? to : from, 40, &b));
    struct smv_spot *s = smv_page_text(p, c, flow, SMV_FLOW_LABEL, smv_buf_cstr(&label));
    s->may = may;
    put_obstacles(p, c, flow, 2, may);
    smv_buf_finish(&b);
    smv_buf_finish(&label);
}

void smv_board_card(struct smv_page *p, struct smv_client *c, smv_id card, bool may)
{
    static const struct {
        unsigned field;
        const char *label;
    } texts[] = {
        {SMV_CARD_BODY, N_("In detail")}, {SMV_CARD_WHO, N_("Who")}, {SMV_CARD_WHEN, N_("When")}};
    struct smv_ids all = {0};
    smv_id sheet = smv_day_above(c, card, SMV_KIND_SHEET);
    smv_page_clear(p);
    if (sheet == 0) {
        return;
    }
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct smv_spot *s = smv_page_text(p, c, card, texts[i].field, _(texts[i].label));
        s->one_line = texts[i].field != SMV_CARD_BODY;
        s->may = may;
    }
    if (smv_day_count(c, sheet, SMV_KIND_LANE) > 0) {
        struct smv_spot *s = smv_page_choice(p, c, card, SMV_CARD_LANE, _("Lane"), NULL);
        s->choices = SMV_CHOICES_LANES;
        s->of = sheet;
        s->may = may;
        smv_page_value(c, s);
    }
    smv_board_origin(p, c, card, smv_day_num(c, card, SMV_CARD_ORIGIN), 0);
    put_obstacles(p, c, card, 0, may);
    smv_day_children(c, sheet, SMV_KIND_FLOW, &all);
    smv_id last = all.n > 0 ? all.ids[all.n - 1] : 0;
    for (size_t i = 0; i < all.n; i++) {
        if (smv_day_num(c, all.ids[i], SMV_FLOW_FROM) == card ||
            smv_day_num(c, all.ids[i], SMV_FLOW_TO) == card) {
            put_flow(p, c, all.ids[i], card, may);
        }
    }
    if (may) {
        struct smv_spot *s =
            smv_page_add(p, sheet, last, SMV_KIND_FLOW, SMV_FLOW_LABEL, _("flow to another card"));
        s->add_with[s->n_add_with++] = (struct smv_field_value){
            .field = SMV_FLOW_FROM, .value = {.type = SMV_TYPE_REF, .num = card}};
        s->list = false;
    }
    smv_ids_finish(&all);
}
