/* board_questions.c - see boards.h: what all sheets begin with, questions, parking, what is only read. */
#include "client-cli/tui/boards.h"
#include "common/base/heap.h"

static const char bullet[] = "\xe2\x80\xa2";

/* --- shared -------------------------------------------------------------------------------------------- */
unsigned smv_board_star_field(unsigned kind)
{
    switch (kind) {
    case SMV_KIND_POINT: return SMV_POINT_STAR;
    case SMV_KIND_CARD: return SMV_CARD_STAR;
    case SMV_KIND_OBSTACLE: return SMV_OBSTACLE_STAR;
    case SMV_KIND_ROW: return SMV_ROW_STAR;
    case SMV_KIND_ACTION: return SMV_ACTION_STAR;
    default: return 0;
    }
}

unsigned smv_board_origin_field(unsigned kind)
{
    switch (kind) {
    case SMV_KIND_POINT: return SMV_POINT_ORIGIN;
    case SMV_KIND_CARD: return SMV_CARD_ORIGIN;
    case SMV_KIND_OBSTACLE: return SMV_OBSTACLE_ORIGIN;
    case SMV_KIND_ROW: return SMV_ROW_ORIGIN;
    case SMV_KIND_ACTION: return SMV_ACTION_ORIGIN;
    case SMV_KIND_CHALLENGE: return SMV_CHALLENGE_ORIGIN;
    case SMV_KIND_PARKED: return SMV_PARKED_ABOUT;
    default: return 0;
    }
}

void smv_board_star(struct smv_client *c, struct smv_spot *s, unsigned field)
{
    if (smv_day_num(c, s->id, field) != 0) {
        smv_buf_put_str(&s->mark, "\xe2\x98\x85");
    }
}

void smv_board_origin(struct smv_page *p, struct smv_client *c, smv_id id, smv_id origin,
                      unsigned indent)
{
    struct smv_buf text = {0}, part = {0};
    if (origin == 0 || smv_client_kind(c, origin) == 0) {
        return;
    }
    smv_id sheet = smv_day_above(c, origin, SMV_KIND_SHEET), place = smv_day_owner(c, sheet);
    smv_buf_put_str(&text, "\xe2\x86\xb3 ");
    if (place != 0 && place != smv_day_owner(c, smv_day_above(c, id, SMV_KIND_SHEET))) {
        smv_day_place_name(c, place, &part);
        smv_buf_put_span(&text, smv_buf_span(&part));
        smv_buf_put_str(&text, ": ");
    }
    const char *kind = smv_day_kind_word(smv_client_kind(c, origin));
    smv_put_words(&text, "%s: %s", kind, smv_day_short(c, origin, 120, &part));
    smv_page_note(p, id, smv_buf_span(&text))->indent = indent;
    smv_buf_finish(&text);
    smv_buf_finish(&part);
}

smv_id smv_board_last(struct smv_client *c, smv_id parent, unsigned kind)
{
    struct smv_ids all = {0};
    smv_day_children(c, parent, kind, &all);
    smv_id last = all.n > 0 ? all.ids[all.n - 1] : 0;
    smv_ids_finish(&all);
    return last;
}

static void put_note(struct smv_page *p, struct smv_client *c, smv_id id, unsigned field,
                     unsigned indent, enum smv_style style)
{
    struct smv_buf b = {0};
    if (smv_day_has_text(c, id, field)) {
        smv_client_text(c, id, field, &b);
        struct smv_spot *s = smv_page_note(p, id, smv_buf_span(&b));
        s->indent = indent;
        s->style = style;
    }
    smv_buf_finish(&b);
}

/* --- questions ------------------------------------------------------------------------------------------ */
static void put_points(struct smv_page *p, struct smv_client *c, smv_id question, unsigned indent,
                       bool may)
{
    struct smv_ids points = {0};
    smv_day_children(c, question, SMV_KIND_POINT, &points);
    for (size_t i = 0; i < points.n; i++) {
        struct smv_spot *s = smv_page_text(p, c, points.ids[i], SMV_POINT_TEXT, NULL);
        s->indent = indent;
        s->bullet = bullet;
        s->list = true;
        s->may = may;
        smv_board_star(c, s, SMV_POINT_STAR);
        if (smv_day_num(c, points.ids[i], SMV_POINT_FLAG) != 0) {
            smv_put_words(&s->mark, "%s! %s", s->mark.len > 0 ? " " : "", _("look at it again"));
        }
        smv_board_origin(p, c, points.ids[i], smv_day_num(c, points.ids[i], SMV_POINT_ORIGIN),
                         indent + 2);
    }
    if (may) {
        smv_id last = points.n > 0 ? points.ids[points.n - 1] : 0;
        smv_page_add(p, question, last, SMV_KIND_POINT, SMV_POINT_TEXT,
                     points.n > 0 ? _("new bullet") : _("write the first bullet"))
            ->indent = indent;
    } else if (points.n == 0) {
        smv_page_note(p, question, smv_span_str(_("No bullets.")))->indent = indent;
    }
    smv_ids_finish(&points);
}

static void put_question(struct smv_page *p, struct smv_client *c, smv_id id, const char *number,
                         unsigned indent, bool may)
{
    struct smv_buf text = {0}, body = {0};
    enum smv_state_of state = smv_day_question(c, id);
    smv_client_text(c, id, SMV_QUESTION_TEXT, &body);
    smv_put_words(&text, "%s ", number);
    smv_buf_put_span(&text, smv_buf_span(&body));
    struct smv_spot *head = smv_page_head(p, id, smv_buf_span(&text));
    head->indent = indent;
    smv_put_words(&head->mark, "%s %s", smv_day_state_sign(state, false),
                  smv_day_state_word(state));
    if (smv_day_num(c, id, SMV_QUESTION_STUCK) != 0) {
        smv_put_words(&head->mark, " ! %s", _("stuck"));
    }
    if (smv_day_num(c, id, SMV_QUESTION_MINUTES) > 0) {
        unsigned long n = (unsigned long)smv_day_num(c, id, SMV_QUESTION_MINUTES);
        smv_put_words(&head->mark, ngettext(", about %lu min", ", about %lu min", n), n);
    }
    put_note(p, c, id, SMV_QUESTION_HELP, indent + 2, SMV_STYLE_QUIET);
    put_points(p, c, id, indent + 2, may);
    struct smv_spot *s = smv_page_text(p, c, id, SMV_QUESTION_DISCUSSION, _("Discussion"));
    s->indent = indent + 2;
    s->above = true;
    s->may = may;
    smv_page_note(p, id, smv_span(NULL, 0));
    smv_buf_finish(&text);
    smv_buf_finish(&body);
}

static void put_questions(struct smv_page *p, struct smv_client *c, smv_id parent,
                          const char *number, unsigned depth, bool may)
{
    struct smv_ids all = {0};
    smv_day_children(c, parent, SMV_KIND_QUESTION, &all);
    for (size_t i = 0; i < all.n && depth < 8; i++) {
        struct smv_buf own = {0};
        smv_put_words(&own, "%s%zu.", number, i + 1);
        put_question(p, c, all.ids[i], smv_buf_cstr(&own), 2 * depth, may);
        put_questions(p, c, all.ids[i], smv_buf_cstr(&own), depth + 1, may);
        smv_buf_finish(&own);
    }
    smv_ids_finish(&all);
}

void smv_board_questions(struct smv_page *p, struct smv_client *c, smv_id sheet, bool may)
{
    put_questions(p, c, sheet, "", 0, may);
}

/* --- parking --------------------------------------------------------------------------------------------- */
static const char *const taken_words[] = {N_("waiting"), N_("taken up again"), NULL};

void smv_board_parking(struct smv_page *p, struct smv_client *c, smv_id sheet, bool may)
{
    struct smv_ids all = {0};
    smv_day_children(c, sheet, SMV_KIND_PARKED, &all);
    if (all.n == 0) {
        smv_page_note(
            p, sheet,
            smv_span_str(
                _("Nothing is parked. When a discussion gets stuck, park it and move on.")));
    }
    for (size_t i = 0; i < all.n; i++) {
        smv_id id = all.ids[i];
        struct smv_spot *s = smv_page_text(p, c, id, SMV_PARKED_TEXT, NULL);
        s->bullet = bullet;
        s->list = true;
        s->may = may;
        smv_board_origin(p, c, id, smv_day_num(c, id, SMV_PARKED_ABOUT), 2);
        s = smv_page_choice(p, c, id, SMV_PARKED_TAKEN, _("State"), taken_words);
        s->indent = 2;
        s->may = may;
    }
    if (may) {
        smv_page_add(p, sheet, all.n > 0 ? all.ids[all.n - 1] : 0, SMV_KIND_PARKED, SMV_PARKED_TEXT,
                     _("park something"));
    }
    smv_ids_finish(&all);
}

/* --- to read ---------------------------------------------------------------------------------------------- */
static void put_poll(struct smv_page *p, struct smv_client *c, smv_id poll)
{
    static const char *const states[] = {N_("not open yet"), N_("open"), N_("closed")};
    struct smv_ids all = {0};
    struct smv_buf b = {0};
    uint64_t state = smv_day_num(c, poll, SMV_POLL_STATE), n = smv_day_num(c, poll, SMV_POLL_COUNT);
    smv_client_text(c, poll, SMV_POLL_TEXT, &b);
    struct smv_spot *s = smv_page_head(p, poll, smv_buf_span(&b));
    smv_put_words(&s->mark, "%s, ", _(states[state < 3 ? state : 2]));
    smv_put_words(&s->mark, ngettext("%lu answer", "%lu answers", (unsigned long)n),
                  (unsigned long)n);
    smv_day_children(c, poll, SMV_KIND_CHOICE, &all);
    for (size_t i = 0; i < all.n; i++) {
        smv_client_text(c, all.ids[i], SMV_CHOICE_TEXT, &b);
        s = smv_page_note(p, all.ids[i], smv_buf_span(&b));
        s->bullet = bullet;
        s->indent = 2;
    }
    smv_ids_finish(&all);
    smv_buf_finish(&b);
}

static void put_cluster(struct smv_page *p, struct smv_client *c, smv_id cluster)
{
    struct smv_ids all = {0};
    struct smv_buf b = {0};
    smv_page_head(p, cluster, smv_span_str(smv_day_short(c, cluster, 200, &b)));
    smv_day_children(c, cluster, SMV_KIND_GATHERED, &all);
    for (size_t i = 0; i < all.n; i++) {
        smv_day_title(c, all.ids[i], &b);
        struct smv_spot *s = smv_page_note(p, all.ids[i], smv_buf_span(&b));
        s->style = SMV_STYLE_TEXT;
        s->bullet = bullet;
        s->indent = 2;
    }
    smv_ids_finish(&all);
    smv_buf_finish(&b);
}

void smv_board_read(struct smv_page *p, struct smv_client *c, smv_id sheet)
{
    struct smv_ids all = {0};
    smv_day_children(c, sheet, SMV_KIND_CLUSTER, &all);
    for (size_t i = 0; i < all.n; i++) {
        put_cluster(p, c, all.ids[i]);
    }
    smv_day_children(c, sheet, SMV_KIND_POLL, &all);
    if (all.n > 0) {
        smv_page_note(p, sheet, smv_span_str(_("Participants answer on their own phones.")));
    }
    for (size_t i = 0; i < all.n; i++) {
        put_poll(p, c, all.ids[i]);
    }
    smv_ids_finish(&all);
}

/* --- any sheet --------------------------------------------------------------------------------------------- */
static void put_prompts(struct smv_page *p, struct smv_client *c, smv_id sheet)
{
    struct smv_ids all = {0};
    struct smv_buf b = {0};
    smv_day_children(c, sheet, SMV_KIND_PROMPT, &all);
    for (size_t i = 0; i < all.n; i++) {
        smv_client_text(c, all.ids[i], SMV_PROMPT_TEXT, &b);
        struct smv_spot *s = smv_page_note(p, all.ids[i], smv_buf_span(&b));
        s->bullet = "?";
    }
    smv_ids_finish(&all);
    smv_buf_finish(&b);
}

void smv_board_build(struct smv_page *p, struct smv_client *c, smv_id sheet, bool may)
{
    struct smv_client_info me;
    smv_page_clear(p);
    smv_client_info(c, &me);
    if (sheet == 0 || smv_client_kind(c, sheet) != SMV_KIND_SHEET) {
        return;
    }
    put_note(p, c, sheet, SMV_SHEET_NOTICE, 0, SMV_STYLE_WARN);
    if (smv_day_num(c, sheet, SMV_SHEET_LOCKED) != 0) {
        smv_page_note(p, sheet,
                      smv_span_str(_("This sheet is locked. You can read it but not change it. If "
                                     "something must change, tell the moderator.")))
            ->style = SMV_STYLE_WARN;
    }
    put_note(p, c, sheet,
             me.role == SMV_ROLE_FACILITATOR ? SMV_SHEET_GUIDE_LEAD : SMV_SHEET_GUIDE_SCRIBE, 0,
             SMV_STYLE_QUIET);
    put_prompts(p, c, sheet);
    switch (smv_day_form(c, sheet)) {
    case SMV_FORM_TIMELINE: smv_board_timeline(p, c, sheet, may); break;
    case SMV_FORM_TABLE: smv_board_table(p, c, sheet, may); break;
    case SMV_FORM_ACTIONS: smv_board_actions(p, c, sheet, may); break;
    case SMV_FORM_PARKING: smv_board_parking(p, c, sheet, may); break;
    case SMV_FORM_MAP: smv_board_map(p, c, sheet, may); break;
    case SMV_FORM_PLAN: smv_board_plan(p, c, sheet, may); break;
    case SMV_FORM_SYNTHESIS:
    case SMV_FORM_POLL: smv_board_read(p, c, sheet); break;
    case SMV_FORM_QUESTIONS:
    case SMV_FORM_FREE: smv_board_questions(p, c, sheet, may); break;
    }
    if (p->n == 0) {
        smv_page_note(p, sheet, smv_span_str(_("This sheet is empty.")));
    }
}
