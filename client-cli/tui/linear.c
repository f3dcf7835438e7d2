/* linear.c - see linear.h, linear_int.h: what is spoken. */
#include "client-cli/tui/linear_int.h"
#include "common/base/heap.h"

struct smv_linear *smv_linear_create(struct smv_client *c, smv_id place)
{
    struct smv_linear *l = smv_zalloc(sizeof *l);
    l->c = c;
    l->place = place;
    smv_desk_init(&l->desk, c);
    return l;
}

static void forget(struct smv_linear *l)
{
    for (size_t i = 0; i < l->n_told; i++) {
        smv_buf_finish(&l->told[i].text);
    }
    l->n_told = 0;
}

void smv_linear_destroy(struct smv_linear *l)
{
    forget(l);
    smv_free(l->told);
    smv_page_finish(&l->page);
    smv_desk_finish(&l->desk);
    smv_buf_finish(&l->connection);
    smv_free(l);
}

/* --- speaking ---------------------------------------------------------------------------------------------- */
/* Harmless for a terminal, in one line. */
static void put_plain(struct smv_buf *out, struct smv_span text)
{
    struct smv_glyphs g;
    struct smv_glyph glyph;
    enum smv_glyph_break kind;
    smv_glyphs_init(&g, text, false);
    while (smv_glyphs_next(&g, &glyph, &kind)) {
        if (kind == SMV_GLYPH_TEXT) {
            smv_buf_put(out, glyph.bytes, glyph.len);
        } else {
            smv_buf_put_str(out, kind == SMV_GLYPH_LINE ? " / " : " ");
        }
    }
}

static void put_spot(struct smv_buf *out, size_t number, const struct smv_spot *s)
{
    smv_put_words(out, "[%zu] ", number);
    if (s->type != SMV_SPOT_ADD && s->label.len > 0) {
        put_plain(out, smv_buf_span(&s->label));
        smv_buf_put_str(out, ": ");
    }
    put_plain(out, smv_buf_span(s->type == SMV_SPOT_ADD ? &s->label : &s->text));
    if (s->type != SMV_SPOT_ADD && s->text.len == 0) {
        smv_buf_put_str(out, _("(empty)"));
    }
    if (s->mark.len > 0) {
        smv_buf_put_str(out, "  ");
        put_plain(out, smv_buf_span(&s->mark));
    }
    smv_buf_put_str(out, "\n");
}

static size_t number_of(struct smv_linear *l, const struct smv_spot *s, bool *ret_new)
{
    *ret_new = false;
    for (size_t i = 0; i < l->n_told; i++) {
        const struct smv_told *t = &l->told[i];
        if (t->id == s->id && t->field == s->field &&
            (s->field != 0 || (t->add_kind == s->add_kind && t->of == s->of))) {
            return i + 1;
        }
    }
    *ret_new = true;
    l->told = smv_grow(l->told, &l->cap_told, l->n_told + 1, sizeof *l->told);
    l->told[l->n_told++] =
        (struct smv_told){.id = s->id, .of = s->of, .field = s->field, .add_kind = s->add_kind};
    return l->n_told;
}

const struct smv_spot *smv_linear_spot(const struct smv_linear *l, size_t number)
{
    for (size_t i = 0; number > 0 && number <= l->n_told && i < l->page.n; i++) {
        const struct smv_spot *s = &l->page.spots[i];
        const struct smv_told *t = &l->told[number - 1];
        if (smv_spot_stands(s) && t->id == s->id && t->field == s->field &&
            (s->field != 0 || (t->add_kind == s->add_kind && t->of == s->of))) {
            return s;
        }
    }
    return NULL;
}

static void build(struct smv_linear *l, const struct smv_scene *s)
{
    bool may = !s->frozen && l->sheet != 0 && smv_day_may(l->c, l->sheet);
    struct smv_ids cards = {0};
    smv_board_build(&l->page, l->c, l->sheet, may);
    /* a card's details behind its title: here nothing stands beside */
    for (size_t i = 0; i < l->page.n; i++) {
        const struct smv_spot *at = &l->page.spots[i];
        if (at->type == SMV_SPOT_TEXT && smv_client_kind(l->c, at->id) == SMV_KIND_CARD &&
            at->field == SMV_CARD_TITLE) {
            smv_ids_put(&cards, at->id);
        }
    }
    for (size_t i = 0; i < cards.n; i++) {
        struct smv_page card = {0};
        struct smv_buf title = {0};
        smv_board_card(&card, l->c, cards.ids[i], may);
        smv_page_head(&l->page, cards.ids[i],
                      smv_span_str(smv_day_short(l->c, cards.ids[i], 80, &title)));
        for (size_t k = 0; k < card.n; k++) {
            l->page.spots =
                smv_grow(l->page.spots, &l->page.cap, l->page.n + 1, sizeof *l->page.spots);
            l->page.spots[l->page.n++] = card.spots[k]; /* with all that it owns */
        }
        card.n = 0;
        smv_page_finish(&card);
        smv_buf_finish(&title);
    }
    smv_ids_finish(&cards);
}

/* Reads the sheet again; what is new or different is spoken. */
void smv_linear_look(struct smv_linear *l, const struct smv_scene *s, struct smv_buf *out,
                     bool aloud)
{
    build(l, s);
    for (size_t i = 0; i < l->n_told; i++) {
        l->told[i].there = false;
    }
    for (size_t i = 0; i < l->page.n; i++) {
        const struct smv_spot *at = &l->page.spots[i];
        bool fresh;
        if (!smv_spot_stands(at)) {
            continue;
        }
        size_t n = number_of(l, at, &fresh);
        struct smv_told *t = &l->told[n - 1];
        t->there = true;
        bool changed = at->type != SMV_SPOT_ADD &&
                       !smv_span_eq(smv_buf_span(&t->text), smv_buf_span(&at->text));
        if (aloud && (changed || (fresh && at->type != SMV_SPOT_ADD && at->list))) {
            smv_buf_put_str(out, fresh ? _("new: ") : _("changed: "));
            put_spot(out, n, at);
        }
        smv_buf_clear(&t->text);
        smv_buf_put_span(&t->text, smv_buf_span(&at->text));
    }
    for (size_t i = 0; i < l->n_told; i++) {
        struct smv_told *t = &l->told[i];
        if (!t->there && t->id != 0 && t->field != 0) {
            if (aloud && t->text.len > 0) {
                smv_put_words(out, _("removed: [%zu] "), i + 1);
                put_plain(out, smv_buf_span(&t->text));
                smv_buf_put_str(out, "\n");
            }
            t->id = 0; /* the number is not given again */
        }
    }
}

void smv_linear_list(struct smv_linear *l, const struct smv_scene *s, struct smv_buf *out)
{
    struct smv_buf part = {0};
    bool fresh;
    forget(l);
    if (l->sheet == 0) {
        smv_put_words(out, "%s\n", _("There is no sheet open. s lists the steps."));
        return;
    }
    smv_linear_look(l, s, out, /* aloud */ false);
    smv_put_words(out, "%s: ", smv_day_short(l->c, l->sheet, 80, &part));
    smv_day_progress(l->c, l->sheet, &part);
    put_plain(out, smv_buf_span(&part));
    smv_buf_put_str(out, "\n");
    for (size_t i = 0; i < l->page.n; i++) {
        const struct smv_spot *at = &l->page.spots[i];
        if (smv_spot_stands(at)) {
            put_spot(out, number_of(l, at, &fresh), at);
        } else if (at->label.len > 0) {
            put_plain(out, smv_buf_span(&at->label));
            if (at->mark.len > 0) {
                smv_buf_put_str(out, "  ");
                put_plain(out, smv_buf_span(&at->mark));
            }
            smv_buf_put_str(out, "\n");
        }
    }
    smv_buf_finish(&part);
}

/* --- the day ------------------------------------------------------------------------------------------------ */
void smv_linear_open(struct smv_linear *l, const struct smv_scene *s, smv_id sheet,
                     struct smv_buf *out)
{
    l->sheet = sheet;
    l->add_parent = 0;
    smv_linear_list(l, s, out);
}

void smv_linear_steps(struct smv_linear *l, struct smv_ids *ret)
{
    struct smv_ids day = {0};
    smv_day_sheets(l->c, l->session, l->place, SMV_WHOSE_PLACE, ret);
    smv_day_sheets(l->c, 0, l->place, SMV_WHOSE_PLACE, &day);
    for (size_t i = 0; i < day.n; i++) {
        smv_ids_put(ret, day.ids[i]);
    }
    smv_ids_finish(&day);
}

void smv_linear_open_session(struct smv_linear *l, const struct smv_scene *s, struct smv_buf *out)
{
    struct smv_ids steps = {0};
    struct smv_buf part = {0};
    l->session = l->told_session = smv_day_working(l->c, l->place);
    smv_linear_steps(l, &steps);
    smv_put_words(out, "%s\n", smv_day_short(l->c, l->session, 80, &part));
    smv_linear_open(l, s, steps.n > 0 ? steps.ids[0] : 0, out);
    smv_ids_finish(&steps);
    smv_buf_finish(&part);
}

void smv_linear_say_steps(struct smv_linear *l, struct smv_buf *out)
{
    struct smv_ids steps = {0};
    struct smv_buf part = {0};
    smv_linear_steps(l, &steps);
    for (size_t i = 0; i < steps.n; i++) {
        smv_put_words(out, "%zu. %s", i + 1, smv_day_short(l->c, steps.ids[i], 60, &part));
        enum smv_state_of state = smv_day_progress(l->c, steps.ids[i], &part);
        smv_put_words(out, ": %s, %s%s\n", smv_day_state_word(state), smv_buf_cstr(&part),
                      steps.ids[i] == l->sheet ? _(" (here)") : "");
    }
    smv_ids_finish(&steps);
    smv_buf_finish(&part);
}

void smv_linear_news(struct smv_linear *l, const struct smv_scene *s, unsigned news,
                     struct smv_buf *out)
{
    struct smv_client_info me;
    struct smv_buf part = {0};
    struct smv_ids notices = {0};
    smv_client_info(l->c, &me);
    if (me.place != 0 || smv_client_state(l->c) == SMV_CLIENT_LIVE) {
        l->place = me.place;
    }
    if ((news & (SMV_NEWS_STATE | SMV_NEWS_SAVED)) != 0) {
        smv_day_connection(s, &part);
        bool same = smv_span_eq(smv_buf_span(&part), smv_buf_span(&l->connection));
        bool passing = smv_client_state(l->c) == SMV_CLIENT_LIVE && me.unconfirmed > 0;
        if (!same && !passing) {
            smv_put_words(out, "-- %s\n", smv_buf_cstr(&part));
            smv_buf_clear(&l->connection);
            smv_buf_put_span(&l->connection, smv_buf_span(&part));
        }
    }
    if (smv_client_kind(l->c, SMV_ROOT) == 0) {
        smv_buf_finish(&part);
        return;
    }
    if (l->session == 0) {
        smv_linear_open_session(l, s, out);
        smv_put_words(out, "%s\n", _("h lists the commands."));
    } else if ((news & (SMV_NEWS_TREE | SMV_NEWS_EPOCH)) != 0) {
        smv_linear_look(l, s, out, /* aloud */ true);
    }
    smv_id now = smv_day_session(l->c);
    if (now != l->told_session && smv_day_num(l->c, now, SMV_SESSION_STATE) == SMV_RUNNING) {
        l->told_session = now;
        smv_put_words(out, _("-- %s has begun. o takes you there.\n"),
                      smv_day_short(l->c, now, 60, &part));
    }
    smv_day_notices(l->c, l->place, &notices);
    if (notices.n > 0 && notices.ids[0] != l->told_notice) {
        l->told_notice = notices.ids[0];
        smv_client_text(l->c, notices.ids[0], SMV_NOTICE_TEXT, &part);
        smv_put_words(out, "-- %s ", _("Moderator:"));
        put_plain(out, smv_buf_span(&part));
        smv_buf_put_str(out, "\n");
    }
    smv_ids_finish(&notices);
    smv_buf_finish(&part);
}
