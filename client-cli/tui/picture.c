/* picture.c - see picture.h: what is shown, by mode. Sheets are picture_sheet.c's, drawing is picture_draw.c's. */
#include "client-cli/tui/picture.h"
#include "common/base/heap.h"

const char *smv_pic_mode_word(enum smv_pic_mode mode)
{
    switch (mode) {
    case SMV_PIC_TITLE: return _("Title page");
    case SMV_PIC_SHEETS: return _("Sheets");
    case SMV_PIC_QUESTION: return _("Question across groups");
    case SMV_PIC_POLL: return _("Poll");
    case SMV_PIC_COUNTDOWN: return _("Countdown");
    case SMV_PIC_JOIN: return _("Join page");
    case SMV_PIC_BLANK: return _("Blank");
    case SMV_PIC_AGENDA: return _("Agenda");
    case SMV_PIC_MODES: break;
    }
    return "";
}

smv_id smv_stage_first(struct smv_client *c)
{
    struct smv_ids all = {0};
    smv_day_children(c, SMV_ROOT, SMV_KIND_STAGE, &all);
    smv_id first = all.n > 0 ? all.ids[0] : 0;
    smv_ids_finish(&all);
    return first;
}

/* --- memory -------------------------------------------------------------------------------------------------- */
static void item_finish(struct smv_pic_item *it)
{
    smv_buf_finish(&it->text);
    smv_buf_finish(&it->meta);
    smv_wrap_finish(&it->wrap);
    smv_wrap_finish(&it->meta_wrap);
}

static void clear(struct smv_picture *p)
{
    for (size_t i = 0; i < p->n; i++) {
        struct smv_pic_column *col = &p->columns[i];
        for (size_t k = 0; k < col->n; k++) {
            item_finish(&col->items[k]);
        }
        smv_free(col->items);
        smv_buf_finish(&col->head);
        smv_buf_finish(&col->sub);
    }
    p->n = 0;
    p->place = p->about = 0;
    smv_buf_clear(&p->kicker);
    smv_buf_clear(&p->title);
}

void smv_picture_finish(struct smv_picture *p)
{
    clear(p);
    smv_free(p->columns);
    smv_buf_finish(&p->kicker);
    smv_buf_finish(&p->title);
    *p = (struct smv_picture){0};
}

struct smv_pic_column *smv_picture_column(struct smv_picture *p)
{
    p->columns = smv_grow(p->columns, &p->cap, p->n + 1, sizeof *p->columns);
    p->columns[p->n] = (struct smv_pic_column){0};
    return &p->columns[p->n++];
}

struct smv_pic_item *smv_picture_item(struct smv_pic_column *col, enum smv_pic_type type, smv_id id)
{
    col->items = smv_grow(col->items, &col->cap, col->n + 1, sizeof *col->items);
    col->items[col->n] = (struct smv_pic_item){
        .type = type, .id = id, .sign = "\xe2\x80\xa2", .sign_ascii = '*', .style = SMV_STYLE_TEXT};
    return &col->items[col->n++];
}

/* --- modes ----------------------------------------------------------------------------------------------------- */
static void put_dot(struct smv_buf *b, const struct smv_buf *part)
{
    if (part->len > 0) {
        smv_buf_put_str(b, b->len > 0 ? " \xc2\xb7 " : "");
        smv_buf_put(b, part->data, part->len);
    }
}

/* The group's name with its room behind it; or the room alone. */
static void name_place(struct smv_client *c, smv_id session, smv_id place, struct smv_buf *ret_name,
                       struct smv_buf *ret_sub)
{
    bool room = smv_client_kind(c, place) == SMV_KIND_ROOM;
    smv_id group = room ? smv_day_group(c, session, place) : place;
    smv_buf_clear(ret_name);
    smv_buf_clear(ret_sub);
    if (group != 0 && smv_day_has_text(c, group, SMV_GROUP_NAME)) {
        smv_day_place_name(c, group, ret_name);
    }
    if (room) {
        smv_day_place_name(c, place, ret_name->len > 0 ? ret_sub : ret_name);
    }
}

static void session_title(struct smv_client *c, smv_id session, struct smv_buf *ret)
{
    smv_buf_clear(ret);
    if (smv_client_kind(c, session) == SMV_KIND_SESSION) {
        smv_client_text(c, session, SMV_SESSION_TITLE, ret);
    }
}

static bool same_text(struct smv_client *c, smv_id a, smv_id b, unsigned field)
{
    struct smv_buf one = {0}, two = {0};
    smv_client_text(c, a, field, &one);
    smv_client_text(c, b, field, &two);
    bool same = smv_span_eq(smv_buf_span(&one), smv_buf_span(&two));
    smv_buf_finish(&one);
    smv_buf_finish(&two);
    return same;
}

static void read_sheets(struct smv_picture *p, struct smv_client *c, const struct smv_value *show)
{
    struct smv_ids ids = {0};
    struct smv_buf name = {0}, sub = {0}, title = {0};
    bool same = true;
    for (uint32_t i = 0; i < show->n_list; i++) {
        smv_id id = show->list[i];
        bool synthesis = ids.n > 0 && smv_day_form(c, ids.ids[0]) == SMV_FORM_SYNTHESIS;
        if (smv_client_kind(c, id) == SMV_KIND_SHEET && !smv_client_deleted(c, id) &&
            smv_day_num(c, id, SMV_SHEET_EACH) == 0 && !synthesis) {
            /* what stands behind a synthesis is there for its clusters to be read */
            smv_ids_put(&ids, id);
            same &= same_text(c, id, ids.ids[0], SMV_SHEET_TITLE);
        }
    }
    for (size_t i = 0; i < ids.n; i++) {
        struct smv_pic_column *col = smv_picture_column(p);
        smv_id session = smv_client_parent(c, ids.ids[i]);
        col->place = smv_day_owner(c, ids.ids[i]);
        name_place(c, session, col->place, &name, &sub);
        smv_client_text(c, ids.ids[i], SMV_SHEET_TITLE, &title);
        if (ids.n == 1) {
            session_title(c, session, &col->head);
            put_dot(&p->kicker, &name);
            put_dot(&p->kicker, &sub);
            put_dot(&p->kicker, &col->head);
            smv_buf_clear(&col->head);
            p->place = col->place;
        } else {
            put_dot(&col->head, name.len > 0 ? &name : &title);
            put_dot(&col->sub, &sub);
            if (!same && name.len > 0) {
                put_dot(&col->sub, &title);
            }
        }
        smv_picture_sheet(col, c, ids.ids[i]);
    }
    if (ids.n > 0 && same) {
        smv_client_text(c, ids.ids[0], SMV_SHEET_TITLE, &p->title);
    } else if (ids.n > 0) {
        session_title(c, smv_client_parent(c, ids.ids[0]), &p->title);
    }
    smv_ids_finish(&ids);
    smv_buf_finish(&name);
    smv_buf_finish(&sub);
    smv_buf_finish(&title);
}

static void put_points(struct smv_pic_column *col, struct smv_client *c, smv_id question,
                       bool stars)
{
    struct smv_ids points = {0};
    smv_day_children(c, question, SMV_KIND_POINT, &points);
    for (size_t i = 0; i < points.n; i++) {
        bool star = smv_day_num(c, points.ids[i], SMV_POINT_STAR) != 0;
        if (star == stars && smv_day_has_text(c, points.ids[i], SMV_POINT_TEXT)) {
            struct smv_pic_item *it = smv_picture_item(col, SMV_PIC_BULLET, points.ids[i]);
            smv_client_text(c, points.ids[i], SMV_POINT_TEXT, &it->text);
            it->sign = star ? "\xe2\x98\x85" : it->sign;
            it->sign_ascii = star ? '+' : it->sign_ascii;
        }
    }
    smv_ids_finish(&points);
}

static void read_across(struct smv_picture *p, struct smv_client *c, smv_id asked)
{
    struct smv_ids above = {0}, sheets = {0}, questions = {0};
    smv_day_children(c, SMV_ROOT, SMV_KIND_SESSION, &above);
    smv_ids_put(&above, SMV_ROOT);
    for (size_t i = 0; i < above.n; i++) {
        smv_day_children(c, above.ids[i], SMV_KIND_SHEET, &sheets);
        for (size_t k = 0; k < sheets.n; k++) {
            smv_day_questions(c, sheets.ids[k], &questions);
            for (size_t q = 0; q < questions.n; q++) {
                smv_id id = questions.ids[q];
                if (smv_day_num(c, sheets.ids[k], SMV_SHEET_EACH) != 0 ||
                    (id != asked && smv_day_num(c, id, SMV_QUESTION_PATTERN) != asked)) {
                    continue;
                }
                struct smv_pic_column *col = smv_picture_column(p);
                col->place = smv_day_owner(c, sheets.ids[k]);
                name_place(c, above.ids[i], col->place, &col->head, &col->sub);
                put_points(col, c, id, true);
                put_points(col, c, id, false);
                smv_client_text(c, id, SMV_QUESTION_TEXT, &p->title);
                session_title(c, above.ids[i], &p->kicker);
            }
        }
    }
    smv_ids_finish(&above);
    smv_ids_finish(&sheets);
    smv_ids_finish(&questions);
}

bool smv_picture_too_few(struct smv_client *c, smv_id poll)
{
    enum { CHOICE = 1, SCALE = 2 };
    uint64_t form = smv_day_num(c, poll, SMV_POLL_FORM), n = smv_day_num(c, poll, SMV_POLL_COUNT);
    return smv_day_num(c, poll, SMV_POLL_REVEALED) != 0 && (form == CHOICE || form == SCALE) &&
           n > 0 && n < SMV_PIC_FEWEST_ANSWERS;
}

static uint64_t counted(struct smv_client *c, const struct smv_ids *answers, smv_id choice)
{
    for (size_t i = 0; i < answers->n; i++) {
        if (smv_day_num(c, answers->ids[i], SMV_ANSWER_CHOICE) == choice &&
            smv_day_num(c, answers->ids[i], SMV_ANSWER_HELD) == 0) {
            return smv_day_num(c, answers->ids[i], SMV_ANSWER_COUNT);
        }
    }
    return 0;
}

static void read_bars(struct smv_picture *p, struct smv_client *c, smv_id poll,
                      const struct smv_ids *answers)
{
    enum { RANKING = 3, DOTS = 4 };
    struct smv_ids choices = {0};
    struct smv_pic_column *col = smv_picture_column(p);
    uint64_t sum = 0, most = 1, form = smv_day_num(c, poll, SMV_POLL_FORM);
    smv_day_children(c, poll, SMV_KIND_CHOICE, &choices);
    for (size_t i = 0; i < choices.n; i++) {
        uint64_t n = counted(c, answers, choices.ids[i]);
        sum += n;
        most = n > most ? n : most;
        struct smv_pic_item *it = smv_picture_item(col, SMV_PIC_BAR, choices.ids[i]);
        smv_client_text(c, choices.ids[i], SMV_CHOICE_TEXT, &it->text);
        it->part = n;
    }
    for (size_t i = 0; i < col->n; i++) {
        struct smv_pic_item *it = &col->items[i];
        unsigned long n = (unsigned long)it->part;
        it->whole = most;
        it->style = it->part > 0 && it->part == most ? SMV_STYLE_STRONG : SMV_STYLE_TEXT;
        if (form == RANKING) {
            smv_put_words(&it->meta, ngettext("%lu point", "%lu points", n), n);
        } else if (form == DOTS) {
            smv_put_words(&it->meta, ngettext("%lu dot", "%lu dots", n), n);
        } else {
            smv_put_words(&it->meta, "%lu (%lu %%)", n,
                          sum > 0 ? (unsigned long)((100 * it->part + sum / 2) / sum) : 0);
        }
    }
    for (size_t i = 1; form >= RANKING && i < col->n; i++) { /* the heaviest first */
        struct smv_pic_item moved = col->items[i];
        size_t k = i;
        for (; k > 0 && col->items[k - 1].part < moved.part; k--) {
            col->items[k] = col->items[k - 1];
        }
        col->items[k] = moved;
    }
    smv_ids_finish(&choices);
}

static void read_poll(struct smv_picture *p, struct smv_client *c, const struct smv_value *show)
{
    struct smv_ids answers = {0};
    for (uint32_t i = 0; i < show->n_list && p->about == 0; i++) {
        p->about = smv_client_kind(c, show->list[i]) == SMV_KIND_POLL ? show->list[i] : 0;
    }
    if (p->about == 0 && show->n_list > 0) {
        smv_day_children(c, show->list[0], SMV_KIND_POLL, &answers);
        p->about = answers.n > 0 ? answers.ids[0] : 0;
    }
    if (p->about != 0 && smv_client_deleted(c, p->about)) {
        p->about = 0;
    }
    if (p->about == 0) {
        smv_ids_finish(&answers);
        return;
    }
    smv_client_text(c, p->about, SMV_POLL_TEXT, &p->title);
    session_title(c, smv_client_parent(c, smv_client_parent(c, p->about)), &p->kicker);
    smv_day_children(c, p->about, SMV_KIND_ANSWER, &answers);
    if (smv_day_num(c, p->about, SMV_POLL_REVEALED) != 0 && !smv_picture_too_few(c, p->about)) {
        if (smv_day_num(c, p->about, SMV_POLL_FORM) != 0) {
            read_bars(p, c, p->about, &answers);
        } else {
            struct smv_pic_column *col = smv_picture_column(p);
            for (size_t i = 0; i < answers.n; i++) {
                if (smv_day_num(c, answers.ids[i], SMV_ANSWER_HELD) == 0 &&
                    smv_day_has_text(c, answers.ids[i], SMV_ANSWER_TEXT)) {
                    smv_client_text(c, answers.ids[i], SMV_ANSWER_TEXT,
                                    &smv_picture_item(col, SMV_PIC_QUOTE, answers.ids[i])->text);
                }
            }
        }
    }
    smv_ids_finish(&answers);
}

static void read_agenda(struct smv_picture *p, struct smv_client *c)
{
    enum { BREAK = 2 };
    struct smv_ids all = {0};
    struct smv_pic_column *col = smv_picture_column(p);
    smv_client_text(c, SMV_ROOT, SMV_SEMINAR_TITLE, &p->kicker);
    smv_buf_put_str(&p->title, _("Agenda"));
    smv_day_children(c, SMV_ROOT, SMV_KIND_SESSION, &all);
    for (size_t i = 0; i < all.n; i++) {
        struct smv_pic_item *it = smv_picture_item(col, SMV_PIC_UNIT, all.ids[i]);
        uint64_t planned = smv_day_num(c, all.ids[i], SMV_SESSION_PLANNED);
        uint64_t state = smv_day_num(c, all.ids[i], SMV_SESSION_STATE);
        if (planned > 0) {
            smv_put_words(&it->meta, "%02u:%02u", (unsigned)(planned / 100),
                          (unsigned)(planned % 100));
        }
        smv_client_text(c, all.ids[i], SMV_SESSION_TITLE, &it->text);
        bool now = state == SMV_RUNNING || state == SMV_PAUSED;
        it->sign = now ? "\xe2\x96\xb6" : state == SMV_ENDED ? "\xe2\x9c\x93" : " ";
        it->sign_ascii = now ? '>' : state == SMV_ENDED ? 'x' : ' ';
        it->style = now ? SMV_STYLE_STRONG
                    : state == SMV_ENDED || smv_day_num(c, all.ids[i], SMV_SESSION_FORM) == BREAK
                        ? SMV_STYLE_QUIET
                        : SMV_STYLE_TEXT;
    }
    smv_ids_finish(&all);
}

smv_id smv_picture_running(struct smv_client *c)
{
    smv_id session = smv_day_session(c);
    uint64_t state = smv_day_num(c, session, SMV_SESSION_STATE);
    return state == SMV_RUNNING || state == SMV_PAUSED ? session : 0;
}

void smv_picture_read(struct smv_picture *p, struct smv_client *c, smv_id stage)
{
    struct smv_value show = {0};
    clear(p);
    uint64_t mode = smv_day_num(c, stage, SMV_STAGE_MODE);
    p->mode = mode < SMV_PIC_MODES ? (enum smv_pic_mode)mode : SMV_PIC_TITLE;
    if (stage != 0) {
        smv_client_value(c, stage, SMV_STAGE_SHOW, &show);
    }
    switch (p->mode) {
    case SMV_PIC_SHEETS: read_sheets(p, c, &show); break;
    case SMV_PIC_QUESTION: read_across(p, c, show.n_list > 0 ? show.list[0] : 0); break;
    case SMV_PIC_POLL: read_poll(p, c, &show); break;
    case SMV_PIC_AGENDA: read_agenda(p, c); break;
    case SMV_PIC_COUNTDOWN:
        for (uint32_t i = 0; i < show.n_list && p->about == 0; i++) {
            p->about = smv_client_kind(c, show.list[i]) == SMV_KIND_SESSION ? show.list[i] : 0;
        }
        p->about = p->about != 0 ? p->about : smv_picture_running(c);
        break;
    case SMV_PIC_TITLE:
    case SMV_PIC_JOIN:
    case SMV_PIC_BLANK:
    case SMV_PIC_MODES: break;
    }
}
