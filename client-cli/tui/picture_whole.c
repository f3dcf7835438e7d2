/* picture_whole.c - pictures that fill the hall's screen by themselves: title, countdown, join page, an open poll,
 * darkness, and what is not there any more; see picture.h. */
#include "client-cli/tui/big.h"
#include "client-cli/tui/picture.h"

/* What stands below each other in the middle. */
struct pile {
    struct smv_grid *g;
    struct smv_rect r;
    bool measure; /* how high is it? */
    int y;
};

static void put_plain(struct pile *p, struct smv_span text, enum smv_style style)
{
    struct smv_wrap wrap = {0};
    smv_wrap_make(&wrap, text, p->r.w < 2 ? 2 : (size_t)p->r.w, p->g->ascii);
    for (size_t i = 0; i < wrap.n && i < 6; i++) {
        struct smv_line *l = &wrap.lines[i];
        bool rest = i == 5 && wrap.n > 6; /* cut, with a sign */
        struct smv_span line =
            smv_span(text.data + l->byte, (rest ? text.len : l->end_byte) - l->byte);
        if (!p->measure) {
            int x = rest ? 0 : (p->r.w - (int)l->columns) / 2;
            smv_grid_text(p->g, p->r, x < 0 ? 0 : x, p->y, line, style);
        }
        p->y++;
    }
    smv_wrap_finish(&wrap);
}

/* As large as fits in h rows, up to a scale; else plain. */
static void put_large(struct pile *p, struct smv_span text, int h, int most, enum smv_style style)
{
    int scale = most > 0 ? smv_big_fit(text, p->r.w, h, most, p->g->ascii) : 0;
    if (text.len == 0) {
        return;
    }
    if (scale == 0) {
        put_plain(p, text, style);
        return;
    }
    if (!p->measure) {
        int w = smv_big_columns(text, scale, p->g->ascii);
        smv_big_draw(p->g, p->r, (p->r.w - w) / 2, p->y, text, scale, style);
    }
    p->y += smv_big_rows(text, scale, p->g->ascii);
}

static void put_word(struct pile *p, const char *text, enum smv_style style)
{
    if (*text != '\0') {
        put_plain(p, smv_span_str(text), style);
    }
}

static void space(struct pile *p, bool large)
{
    p->y += large && p->r.h > 16 ? 2 : p->r.h > 8 ? 1 : 0;
}

/* --- countdown -------------------------------------------------------------------------------------------------- */
bool smv_picture_clock(const struct smv_scene *s, smv_id session, struct smv_buf *ret)
{
    int64_t left = 0;
    uint64_t state = smv_day_num(s->client, session, SMV_SESSION_STATE);
    struct smv_buf b = {0};
    smv_buf_clear(ret);
    if ((state != SMV_RUNNING && state != SMV_PAUSED) ||
        !smv_day_left(s->client, session, s->log_ms, &left)) {
        return false;
    }
    smv_day_countdown(left, &b);
    bool over = b.len > 0 && b.data[0] == '-';
    smv_buf_put_str(ret, over ? "+" : "");
    smv_buf_put(ret, b.data + over, b.len - over);
    smv_buf_finish(&b);
    return true;
}

static smv_id planned_after(struct smv_client *c, smv_id session)
{
    struct smv_ids all = {0};
    smv_id found = 0;
    smv_day_children(c, SMV_ROOT, SMV_KIND_SESSION, &all);
    size_t i = session != 0 ? smv_ids_find(&all, session) + 1 : 0;
    for (; i < all.n && found == 0; i++) {
        found = smv_day_num(c, all.ids[i], SMV_SESSION_STATE) == SMV_PLANNED ? all.ids[i] : 0;
    }
    smv_ids_finish(&all);
    return found;
}

static void put_next(struct pile *p, struct smv_client *c, smv_id session)
{
    struct smv_buf b = {0}, title = {0};
    if (session != 0) {
        smv_put_words(&b, _("Next: %s"), smv_day_short(c, session, 100, &title));
        put_plain(p, smv_buf_span(&b), SMV_STYLE_QUIET);
    }
    smv_buf_finish(&b);
    smv_buf_finish(&title);
}

static void countdown(struct pile *p, const struct smv_scene *s, const struct smv_picture *pic,
                      bool large)
{
    struct smv_client *c = s->client;
    struct smv_buf clock = {0}, b = {0}, title = {0};
    smv_id session = pic->about, shown = session != 0 ? session : planned_after(c, 0);
    smv_buf_put_str(&title, shown != 0 ? smv_day_short(c, shown, 100, &b) : "");
    put_large(p, smv_buf_span(&title), p->r.h / 5, large && p->r.h >= 30 ? 2 : 0, SMV_STYLE_STRONG);
    space(p, large);
    smv_buf_clear(&b);
    if (smv_picture_clock(s, session, &clock)) {
        bool over = clock.data[0] == '+';
        bool paused = smv_day_num(c, session, SMV_SESSION_STATE) == SMV_PAUSED;
        put_large(p, smv_buf_span(&clock), p->r.h * 3 / 5, large ? 12 : 2,
                  over ? SMV_STYLE_WARN : SMV_STYLE_TEXT);
        space(p, large);
        if (paused) {
            smv_buf_put_str(&b, _("Paused"));
        } else if (over) {
            smv_buf_put_str(&b, _("Over time"));
        } else {
            struct smv_buf time = {0};
            smv_day_time(s, (int64_t)smv_day_num(c, session, SMV_SESSION_ENDS), &time);
            smv_put_words(&b, _("until %s"), smv_buf_cstr(&time));
            smv_buf_finish(&time);
        }
        put_plain(p, smv_buf_span(&b), over ? SMV_STYLE_WARN : SMV_STYLE_TEXT);
        put_next(p, c, planned_after(c, session));
    } else {
        uint64_t planned = smv_day_num(c, shown, SMV_SESSION_PLANNED);
        put_word(p, _("No clock runs"), SMV_STYLE_TEXT);
        if (planned > 0 && smv_day_num(c, shown, SMV_SESSION_STATE) == SMV_PLANNED) {
            smv_put_words(&b, _("begins %02u:%02u"), (unsigned)(planned / 100),
                          (unsigned)(planned % 100));
            put_plain(p, smv_buf_span(&b), SMV_STYLE_QUIET);
        }
    }
    smv_buf_finish(&clock);
    smv_buf_finish(&b);
    smv_buf_finish(&title);
}

/* --- the others ---------------------------------------------------------------------------------------------------- */
static void day_words(struct smv_client *c, struct smv_buf *ret)
{
    struct smv_buf venue = {0};
    uint64_t date = smv_day_num(c, SMV_ROOT, SMV_SEMINAR_DATE);
    smv_client_text(c, SMV_ROOT, SMV_SEMINAR_VENUE, &venue);
    if (date > 0) {
        smv_put_words(ret, "%04u-%02u-%02u", (unsigned)(date / 10000), (unsigned)(date / 100 % 100),
                      (unsigned)(date % 100));
    }
    if (venue.len > 0) {
        smv_buf_put_str(ret, ret->len > 0 ? " \xc2\xb7 " : "");
        smv_buf_put(ret, venue.data, venue.len);
    }
    smv_buf_finish(&venue);
}

/* The code that lets phones in; empty while the door is closed. */
static void door_code(struct smv_client *c, struct smv_buf *ret)
{
    struct smv_value v;
    smv_buf_clear(ret);
    if (smv_day_num(c, SMV_ROOT, SMV_SEMINAR_DOOR) == 1) {
        smv_client_value(c, SMV_ROOT, SMV_SEMINAR_CODE, &v);
        smv_buf_put_span(ret, v.str);
    }
}

static void title_page(struct pile *p, const struct smv_scene *s, const struct smv_pic_where *where,
                       bool large)
{
    enum { CLOSED = 2 };
    struct smv_client *c = s->client;
    struct smv_buf b = {0}, title = {0};
    day_words(c, &b);
    put_word(p, smv_buf_cstr(&b), SMV_STYLE_QUIET);
    space(p, large);
    smv_client_text(c, SMV_ROOT, SMV_SEMINAR_TITLE, &title);
    put_large(p, smv_buf_span(&title), p->r.h / 3, large ? 4 : 0, SMV_STYLE_STRONG);
    space(p, large);
    if (smv_day_num(c, SMV_ROOT, SMV_SEMINAR_STATE) == CLOSED) {
        put_word(p, _("The seminar is over. Thank you!"), SMV_STYLE_TEXT);
    } else {
        smv_client_text(c, SMV_ROOT, SMV_SEMINAR_MESSAGE, &b);
        size_t end = 0;
        while (end + 1 < b.len && !(b.data[end] == '\n' && b.data[end + 1] == '\n')) {
            end++;
        }
        b.len = end + 1 < b.len ? end : b.len;
        if (b.len > 0) {
            put_plain(p, smv_buf_span(&b), SMV_STYLE_TEXT);
        }
    }
    door_code(c, &b);
    if (b.len > 0) {
        struct smv_buf line = {0};
        space(p, large);
        smv_put_words(&line, _("%s   Code: %s"), where->host, smv_buf_cstr(&b));
        put_plain(p, smv_buf_span(&line), SMV_STYLE_STRONG);
        smv_buf_finish(&line);
    }
    smv_buf_finish(&b);
    smv_buf_finish(&title);
}

static void join_page(struct pile *p, const struct smv_scene *s, const struct smv_pic_where *where,
                      bool large)
{
    struct smv_buf code = {0}, b = {0};
    door_code(s->client, &code);
    if (code.len == 0) {
        smv_client_text(s->client, SMV_ROOT, SMV_SEMINAR_TITLE, &b);
        put_large(p, smv_buf_span(&b), p->r.h / 3, large ? 3 : 0, SMV_STYLE_STRONG);
        space(p, large);
        put_word(p, _("Phones are not let in just now"), SMV_STYLE_TEXT);
    } else {
        put_word(p, _("Take part with your phone"), SMV_STYLE_STRONG);
        put_word(p, _("Point the camera at the square, or open"), SMV_STYLE_TEXT);
        space(p, large);
        put_large(p, smv_span_str(where->host), p->r.h / 5, large && p->r.h >= 30 ? 2 : 0,
                  SMV_STYLE_STRONG);
        space(p, large);
        put_word(p, _("and write the code"), SMV_STYLE_TEXT);
        space(p, large);
        put_large(p, smv_buf_span(&code), p->r.h / 3, large ? 5 : 0, SMV_STYLE_STRONG);
        space(p, large);
        put_word(p, _("Nobody sees who you are"), SMV_STYLE_QUIET);
    }
    smv_buf_finish(&code);
    smv_buf_finish(&b);
}

static void poll_page(struct pile *p, const struct smv_scene *s, const struct smv_picture *pic,
                      const struct smv_pic_where *where, bool large)
{
    enum { OPEN = 1, LISTED = 7 };
    struct smv_client *c = s->client;
    struct smv_buf b = {0}, code = {0};
    struct smv_ids choices = {0};
    uint64_t state = smv_day_num(c, pic->about, SMV_POLL_STATE);
    if (pic->kicker.len > 0) {
        put_plain(p, smv_buf_span(&pic->kicker), SMV_STYLE_QUIET);
    }
    put_large(p, smv_buf_span(&pic->title), p->r.h / 5, large && p->r.h >= 30 ? 1 : 0,
              SMV_STYLE_STRONG);
    space(p, large);
    smv_day_children(c, pic->about, SMV_KIND_CHOICE, &choices);
    for (size_t i = 0; i < choices.n && choices.n <= LISTED; i++) {
        smv_client_text(c, choices.ids[i], SMV_CHOICE_TEXT, &b);
        put_plain(p, smv_buf_span(&b), SMV_STYLE_TEXT);
    }
    space(p, large);
    smv_buf_clear(&b);
    smv_buf_put_u64(&b, smv_day_num(c, pic->about, SMV_POLL_COUNT));
    put_large(p, smv_buf_span(&b), p->r.h / 3, large ? 5 : 0, SMV_STYLE_STRONG);
    put_word(p, _("answers"), SMV_STYLE_TEXT);
    space(p, large);
    smv_buf_clear(&b);
    if (state != 0 && smv_picture_too_few(c, pic->about)) {
        smv_put_words(&b, _("Fewer than %d answers: not shown broken down"),
                      SMV_PIC_FEWEST_ANSWERS);
    } else {
        smv_buf_put_str(&b, state == 0      ? _("Opens soon")
                            : state == OPEN ? _("The answers are shown later")
                                            : _("Closed; the answers are shown later"));
    }
    put_word(p, smv_buf_cstr(&b), SMV_STYLE_QUIET);
    door_code(c, &code);
    if (state == OPEN && code.len > 0) {
        smv_buf_clear(&b);
        smv_put_words(&b, _("%s   Code: %s"), where->host, smv_buf_cstr(&code));
        put_plain(p, smv_buf_span(&b), SMV_STYLE_STRONG);
    }
    smv_ids_finish(&choices);
    smv_buf_finish(&b);
    smv_buf_finish(&code);
}

static void pile_up(struct pile *p, const struct smv_scene *s, const struct smv_picture *pic,
                    const struct smv_pic_where *where, bool large)
{
    switch (pic->mode) {
    case SMV_PIC_TITLE: title_page(p, s, where, large); break;
    case SMV_PIC_COUNTDOWN: countdown(p, s, pic, large); break;
    case SMV_PIC_JOIN: join_page(p, s, where, large); break;
    case SMV_PIC_POLL:
        if (pic->about != 0) {
            poll_page(p, s, pic, where, large);
            break;
        }
        /* fall through */
    case SMV_PIC_SHEETS:
    case SMV_PIC_QUESTION:
    case SMV_PIC_BLANK:
    case SMV_PIC_AGENDA:
    case SMV_PIC_MODES:
        put_word(p, _("What was shown here is not there any more"), SMV_STYLE_QUIET);
    }
}

bool smv_picture_whole(struct smv_grid *g, struct smv_rect r, const struct smv_scene *s,
                       struct smv_picture *p, const struct smv_pic_where *where, bool large)
{
    struct smv_buf code = {0};
    if (p->n > 0 || p->mode == SMV_PIC_BLANK) {
        return p->mode == SMV_PIC_BLANK;
    }
    door_code(s->client, &code);
    bool open = code.len > 0;
    smv_buf_finish(&code);
    if (p->mode == SMV_PIC_JOIN && open && where->link[0] != '\0') {
        int size = smv_big_qr_size(where->link);
        if (size > 0 && size <= r.w / 2 && (size + 1) / 2 <= r.h) { /* the code beside the words */
            struct smv_rect at = smv_rect_right(&r, size + (r.w / 2 - size) / 2);
            smv_rect_top(&at, (at.h - (size + 1) / 2) / 2);
            smv_big_qr(g, at, where->link);
        }
    }
    struct pile pile = {.g = g, .r = r, .measure = true};
    pile_up(&pile, s, p, where, large);
    pile.measure = false;
    pile.y = pile.y < r.h ? (r.h - pile.y) / 2 : 0;
    pile_up(&pile, s, p, where, large);
    return true;
}
