/* picture_sheet.c - a sheet's results as headings and items for the hall; see picture.h.
 *
 * What: what has a star comes first, on pages of its own; then the rest. Discussions stay in the room.
 * Invariant: a heading is only said when something stands below it. */
#include "client-cli/tui/picture.h"

enum pass { ALL, STARS, REST };
struct filling {
    struct smv_pic_column *col;
    struct smv_client *c;
    enum pass pass;
    bool starred; /* there is something with a star */
    smv_id head;  /* what the next item stands under; 0: said already, or none */
    unsigned head_field;
    const char *head_word; /* instead of a node's text */
    int depth;
};

static void under(struct filling *f, smv_id head, unsigned field, const char *word, int depth)
{
    f->head = head;
    f->head_field = field;
    f->head_word = word;
    f->depth = depth;
}

static struct smv_pic_item *put(struct filling *f, smv_id id, unsigned field, bool star)
{
    f->starred |= star;
    if ((f->pass == STARS && !star) || (f->pass == REST && star) ||
        (field != 0 && !smv_day_has_text(f->c, id, field))) {
        return NULL;
    }
    if (f->head != 0 || f->head_word != NULL) {
        struct smv_pic_item *head = smv_picture_item(f->col, SMV_PIC_HEAD, f->head);
        head->indent = f->depth;
        if (f->head_word != NULL) {
            smv_buf_put_str(&head->text, f->head_word);
        } else {
            smv_client_text(f->c, f->head, f->head_field, &head->text);
        }
        under(f, 0, 0, NULL, 0);
    }
    struct smv_pic_item *it = smv_picture_item(f->col, SMV_PIC_BULLET, id);
    if (field != 0) {
        smv_client_text(f->c, id, field, &it->text);
    } else {
        smv_day_title(f->c, id, &it->text);
    }
    if (star) {
        it->sign = "\xe2\x98\x85";
        it->sign_ascii = '+';
    }
    return it;
}

static void also(struct smv_buf *meta, struct smv_client *c, smv_id id, unsigned field)
{
    struct smv_buf b = {0};
    smv_client_text(c, id, field, &b);
    if (b.len > 0) {
        smv_buf_put_str(meta, meta->len > 0 ? " \xc2\xb7 " : "");
        smv_buf_put(meta, b.data, b.len);
    }
    smv_buf_finish(&b);
}

static void put_day(struct smv_buf *meta, uint64_t yyyymmdd)
{
    if (yyyymmdd > 0) {
        smv_put_words(meta, "%s%04u-%02u-%02u", meta->len > 0 ? " \xc2\xb7 " : "",
                      (unsigned)(yyyymmdd / 10000), (unsigned)(yyyymmdd / 100 % 100),
                      (unsigned)(yyyymmdd % 100));
    }
}

static void put_obstacles(struct filling *f, smv_id on, int indent)
{
    struct smv_ids all = {0};
    smv_day_children(f->c, on, SMV_KIND_OBSTACLE, &all);
    for (size_t i = 0; i < all.n; i++) {
        bool star = smv_day_num(f->c, all.ids[i], SMV_OBSTACLE_STAR) != 0;
        struct smv_pic_item *it = put(f, all.ids[i], SMV_OBSTACLE_TEXT, star);
        if (it != NULL) {
            it->indent = indent;
            it->sign = star ? it->sign : "\xe2\x96\xb2";
            it->sign_ascii = star ? '+' : '!';
        }
    }
    smv_ids_finish(&all);
}

static void put_timeline(struct filling *f, smv_id sheet)
{
    struct smv_ids phases = {0}, cards = {0};
    smv_day_children(f->c, sheet, SMV_KIND_PHASE, &phases);
    for (size_t i = 0; i < phases.n; i++) {
        under(f, phases.ids[i], SMV_PHASE_TITLE, NULL, 0);
        smv_day_children(f->c, phases.ids[i], SMV_KIND_CARD, &cards);
        for (size_t k = 0; k < cards.n; k++) {
            bool star = smv_day_num(f->c, cards.ids[k], SMV_CARD_STAR) != 0;
            struct smv_pic_item *it = put(f, cards.ids[k], SMV_CARD_TITLE, star);
            if (it != NULL) {
                also(&it->meta, f->c, cards.ids[k], SMV_CARD_WHO);
                also(&it->meta, f->c, cards.ids[k], SMV_CARD_WHEN);
            }
            put_obstacles(f, cards.ids[k], 2);
        }
    }
    smv_day_children(f->c, sheet, SMV_KIND_FLOW, &cards);
    for (size_t i = 0; i < cards.n; i++) {
        under(f, 0, 0, f->head_word != NULL || i == 0 ? _("Flows") : NULL, 0);
        struct smv_buf end = {0};
        struct smv_pic_item *it = put(f, cards.ids[i], 0, false);
        if (it != NULL && smv_day_has_text(f->c, cards.ids[i], SMV_FLOW_LABEL)) {
            smv_buf_put_str(
                &it->meta,
                smv_day_short(f->c, smv_day_num(f->c, cards.ids[i], SMV_FLOW_FROM), 40, &end));
            smv_buf_put_str(&it->meta, " \xe2\x86\x92 ");
            smv_buf_put_str(
                &it->meta,
                smv_day_short(f->c, smv_day_num(f->c, cards.ids[i], SMV_FLOW_TO), 40, &end));
        }
        smv_buf_finish(&end);
        put_obstacles(f, cards.ids[i], 2);
    }
    under(f, 0, 0, _("Obstacles"), 0);
    put_obstacles(f, sheet, 0);
    smv_ids_finish(&phases);
    smv_ids_finish(&cards);
}

static void put_questions(struct filling *f, smv_id parent, int depth)
{
    struct smv_ids all = {0}, points = {0};
    smv_day_children(f->c, parent, SMV_KIND_QUESTION, &all);
    for (size_t i = 0; i < all.n && depth < 8; i++) {
        under(f, all.ids[i], SMV_QUESTION_TEXT, NULL, depth);
        smv_day_children(f->c, all.ids[i], SMV_KIND_POINT, &points);
        for (size_t k = 0; k < points.n; k++) {
            bool star = smv_day_num(f->c, points.ids[k], SMV_POINT_STAR) != 0;
            put(f, points.ids[k], SMV_POINT_TEXT, star);
        }
        put_questions(f, all.ids[i], depth + 1);
    }
    smv_ids_finish(&all);
    smv_ids_finish(&points);
}

static void put_rows(struct filling *f, smv_id sheet)
{
    enum { TYPED = 0 };
    struct smv_ids columns = {0}, rows = {0};
    struct smv_buf cell = {0};
    smv_day_children(f->c, sheet, SMV_KIND_COLUMN, &columns);
    smv_day_children(f->c, sheet, SMV_KIND_ROW, &rows);
    for (size_t i = 0; i < rows.n; i++) {
        struct smv_pic_item *it = NULL;
        for (size_t k = 0; k < columns.n; k++) {
            unsigned slot = (unsigned)smv_day_num(f->c, columns.ids[k], SMV_COLUMN_SLOT);
            struct smv_value v;
            smv_buf_clear(&cell);
            if (slot < 1 || slot > 12) {
                continue;
            }
            if (smv_day_num(f->c, columns.ids[k], SMV_COLUMN_TYPE) == TYPED) {
                smv_client_text(f->c, rows.ids[i], SMV_ROW_T1 + slot - 1, &cell);
            } else {
                smv_client_value(f->c, rows.ids[i], SMV_ROW_V1 + slot - 1, &v);
                smv_buf_put_span(&cell, v.str);
            }
            if (cell.len > 0 && it == NULL) {
                it = put(f, rows.ids[i], 0, smv_day_num(f->c, rows.ids[i], SMV_ROW_STAR) != 0);
                if (it == NULL) {
                    break;
                }
                smv_buf_clear(&it->text);
                smv_buf_put(&it->text, cell.data, cell.len);
            } else if (cell.len > 0) {
                also(&it->meta, f->c, columns.ids[k], SMV_COLUMN_TITLE);
                smv_buf_put_str(&it->meta, ": ");
                smv_buf_put(&it->meta, cell.data, cell.len);
            }
        }
    }
    smv_ids_finish(&columns);
    smv_ids_finish(&rows);
    smv_buf_finish(&cell);
}

static void put_actions(struct filling *f, smv_id sheet)
{
    struct smv_ids all = {0};
    smv_day_children(f->c, sheet, SMV_KIND_ACTION, &all);
    for (size_t i = 0; i < all.n; i++) {
        uint64_t by = smv_day_num(f->c, all.ids[i], SMV_ACTION_BY);
        struct smv_pic_item *it = put(f, all.ids[i], SMV_ACTION_WHAT,
                                      smv_day_num(f->c, all.ids[i], SMV_ACTION_STAR) != 0);
        if (it == NULL) {
            continue;
        }
        also(&it->meta, f->c, all.ids[i], SMV_ACTION_WHO);
        also(&it->meta, f->c, all.ids[i], SMV_ACTION_WHERE);
        put_day(&it->meta, by);
    }
    smv_ids_finish(&all);
}

static void put_map(struct filling *f, smv_id sheet)
{
    struct smv_ids phases = {0}, all = {0};
    smv_day_children(f->c, sheet, SMV_KIND_PHASE, &phases);
    smv_day_children(f->c, sheet, SMV_KIND_CHALLENGE, &all);
    smv_ids_put(&phases, 0);
    for (size_t i = 0; i < phases.n; i++) {
        under(f, phases.ids[i], SMV_PHASE_TITLE, NULL, 0);
        for (size_t k = 0; k < all.n; k++) {
            if (smv_day_num(f->c, all.ids[k], SMV_CHALLENGE_PHASE) != phases.ids[i]) {
                continue;
            }
            struct smv_pic_item *it = put(f, all.ids[k], SMV_CHALLENGE_TEXT, false);
            if (it != NULL) {
                also(&it->meta, f->c, all.ids[k], SMV_CHALLENGE_NUMBER);
                also(&it->meta, f->c, smv_day_num(f->c, all.ids[k], SMV_CHALLENGE_LANE),
                     SMV_LANE_TITLE);
            }
        }
    }
    smv_ids_finish(&phases);
    smv_ids_finish(&all);
}

static void put_clusters(struct filling *f, smv_id sheet)
{
    struct smv_ids clusters = {0}, in = {0};
    smv_day_children(f->c, sheet, SMV_KIND_CLUSTER, &clusters);
    for (size_t i = 0; i < clusters.n; i++) {
        bool star = smv_day_num(f->c, clusters.ids[i], SMV_CLUSTER_STAR) != 0;
        struct smv_pic_item *head = smv_picture_item(f->col, SMV_PIC_HEAD, clusters.ids[i]);
        smv_buf_put_str(&head->text, star ? "\xe2\x98\x85 " : "");
        struct smv_buf title = {0};
        smv_buf_put_str(&head->text, smv_day_short(f->c, clusters.ids[i], 200, &title));
        smv_buf_finish(&title);
        smv_day_children(f->c, clusters.ids[i], SMV_KIND_GATHERED, &in);
        for (size_t k = 0; k < in.n; k++) {
            smv_id what = smv_day_num(f->c, in.ids[k], SMV_GATHERED_WHAT);
            if (smv_client_kind(f->c, what) != 0 && !smv_client_deleted(f->c, what)) {
                put(f, what, 0, false);
            }
        }
    }
    smv_ids_finish(&clusters);
    smv_ids_finish(&in);
}

static void put_rest(struct filling *f, smv_id sheet, unsigned kind, unsigned field)
{
    struct smv_ids all = {0};
    smv_day_children(f->c, sheet, kind, &all);
    for (size_t i = 0; i < all.n; i++) {
        put(f, all.ids[i], field, false);
    }
    smv_ids_finish(&all);
}

static void put_contacts(struct filling *f, smv_id sheet)
{
    struct smv_ids all = {0};
    smv_day_children(f->c, sheet, SMV_KIND_CONTACT, &all);
    for (size_t i = 0; i < all.n; i++) {
        struct smv_pic_item *it = put(f, all.ids[i], SMV_CONTACT_NAME, false);
        if (it != NULL) {
            also(&it->meta, f->c, all.ids[i], SMV_CONTACT_AGENCY);
            also(&it->meta, f->c, all.ids[i], SMV_CONTACT_BY);
        }
    }
    smv_ids_finish(&all);
}

static void put_meetings(struct filling *f, smv_id sheet)
{
    struct smv_ids all = {0};
    smv_day_children(f->c, sheet, SMV_KIND_MEETING, &all);
    for (size_t i = 0; i < all.n; i++) {
        struct smv_pic_item *it = put(f, all.ids[i], SMV_MEETING_ABOUT, false);
        if (it == NULL) {
            continue;
        }
        uint64_t day = smv_day_num(f->c, all.ids[i], SMV_MEETING_WHEN);
        uint64_t time = smv_day_num(f->c, all.ids[i], SMV_MEETING_TIME);
        put_day(&it->meta, day);
        if (time > 0) {
            smv_put_words(&it->meta, "%s%02u:%02u", day > 0 ? " " : "", (unsigned)(time / 100),
                          (unsigned)(time % 100));
        }
        also(&it->meta, f->c, all.ids[i], SMV_MEETING_PLACE);
        also(&it->meta, f->c, all.ids[i], SMV_MEETING_CALLS);
    }
    smv_ids_finish(&all);
}

static void fill(struct filling *f, smv_id sheet)
{
    under(f, 0, 0, NULL, 0);
    switch (smv_day_form(f->c, sheet)) {
    case SMV_FORM_TIMELINE: put_timeline(f, sheet); break;
    case SMV_FORM_TABLE: put_rows(f, sheet); break;
    case SMV_FORM_ACTIONS: put_actions(f, sheet); break;
    case SMV_FORM_PARKING: put_rest(f, sheet, SMV_KIND_PARKED, SMV_PARKED_TEXT); break;
    case SMV_FORM_MAP: put_map(f, sheet); break;
    case SMV_FORM_SYNTHESIS: put_clusters(f, sheet); break;
    case SMV_FORM_POLL: put_rest(f, sheet, SMV_KIND_POLL, SMV_POLL_TEXT); break;
    case SMV_FORM_QUESTIONS:
    case SMV_FORM_PLAN:
    case SMV_FORM_FREE:
        put_questions(f, sheet, 0);
        put_rest(f, sheet, SMV_KIND_CHECK, SMV_CHECK_TEXT);
        put_contacts(f, sheet);
        put_meetings(f, sheet);
        put_rest(f, sheet, SMV_KIND_CONSENT, SMV_CONSENT_WHAT);
        put_rows(f, sheet);
        break;
    }
}

void smv_picture_sheet(struct smv_pic_column *col, struct smv_client *c, smv_id sheet)
{
    struct filling f = {.col = col, .c = c, .pass = ALL};
    if (smv_day_form(c, sheet) != SMV_FORM_SYNTHESIS) {
        f.pass = STARS;
    }
    fill(&f, sheet);
    if (f.pass == STARS) {
        size_t starred = col->n;
        f.pass = REST;
        fill(&f, sheet);
        if (starred > 0 && col->n > starred) {
            col->items[starred].break_before = true;
        }
    }
}
