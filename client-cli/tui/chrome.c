/* chrome.c - see chrome.h. */
#include "client-cli/tui/chrome.h"
#include <string.h>

bool smv_chrome_too_small(struct smv_grid *g, int w, int h)
{
    struct smv_buf b = {0};
    struct smv_wrap wrap = {0};
    if (g->w >= w && g->h >= h) {
        return false;
    }
    smv_put_words(
        &b,
        _("This window has %d columns and %d lines; %d and %d are needed. Everything is kept: "
          "make it larger, or the letters smaller."),
        g->w, g->h, w, h);
    smv_wrap_make(&wrap, smv_buf_span(&b), g->w < 2 ? 2 : (size_t)g->w, g->ascii);
    smv_grid_wrapped(g, smv_grid_all(g), 0, smv_buf_span(&b), &wrap, SMV_STYLE_STRONG, 0, 0, 0);
    smv_wrap_finish(&wrap);
    smv_buf_finish(&b);
    return true;
}

bool smv_chrome_clock(const struct smv_scene *s, smv_id session, struct smv_buf *ret)
{
    struct smv_buf time = {0};
    int64_t left = 0;
    bool over = false;
    if (session == 0) {
        return false;
    }
    if (!smv_day_left(s->client, session, s->log_ms, &left)) {
        smv_buf_put_str(ret, _("ended"));
        return false;
    }
    smv_day_countdown(left < 0 ? -left : left, &time);
    const char *clock = smv_buf_cstr(&time);
    switch (smv_day_num(s->client, session, SMV_SESSION_STATE)) {
    case SMV_RUNNING:
        over = left <= -1000;
        smv_put_words(ret, over ? _("%s over time") : _("%s left"), clock);
        break;
    case SMV_PAUSED: smv_put_words(ret, _("paused, %s left"), clock); break;
    default:
        smv_put_words(ret,
                      ngettext("%lu min planned", "%lu min planned", (unsigned long)(left / 60000)),
                      (unsigned long)(left / 60000));
    }
    smv_buf_finish(&time);
    return over;
}

static void put_part(struct smv_buf *b, const char *text)
{
    if (*text != '\0') {
        smv_buf_put_str(b, b->len > 0 ? " \xe2\x94\x82 " : "");
        smv_buf_put_str(b, text);
    }
}

void smv_chrome_top(struct smv_grid *g, struct smv_rect *r, const struct smv_scene *s, smv_id place,
                    smv_id session, struct smv_span more)
{
    struct smv_buf b = {0}, part = {0};
    struct smv_rect bar = smv_rect_top(r, 1);
    bool over = false;
    smv_grid_fill(g, bar, SMV_STYLE_BAR);
    enum smv_style state = smv_day_connection(s, &part);
    int columns = (int)smv_glyphs_columns(smv_buf_span(&part)) + 2;
    struct smv_rect right = smv_rect_right(&bar, columns);
    smv_grid_fill(g, right, state);
    smv_grid_text(g, right, 1, 0, smv_buf_span(&part), state);
    smv_buf_clear(&part);
    over = smv_chrome_clock(s, session, &part);
    columns = (int)smv_glyphs_columns(smv_buf_span(&part)) + 2;
    struct smv_rect clock = smv_rect_right(&bar, part.len > 0 ? columns : 0);
    enum smv_style style = over ? SMV_STYLE_BAR_WARN : SMV_STYLE_BAR;
    smv_grid_fill(g, clock, style);
    smv_grid_text(g, clock, 1, 0, smv_buf_span(&part), style);
    smv_day_place_name(s->client, place, &part);
    put_part(&b, smv_buf_cstr(&part));
    if (session != 0) {
        put_part(&b, smv_day_short(s->client, session, 60, &part));
    }
    smv_buf_clear(&part);
    smv_buf_put_span(&part, more);
    put_part(&b, smv_buf_cstr(&part));
    smv_grid_text(g, bar, 1, 0, smv_buf_span(&b), SMV_STYLE_BAR);
    smv_buf_finish(&b);
    smv_buf_finish(&part);
}

void smv_chrome_bar(struct smv_grid *g, struct smv_rect *r, struct smv_span text, bool warn)
{
    struct smv_wrap wrap = {0};
    enum smv_style style = warn ? SMV_STYLE_BAR_WARN : SMV_STYLE_BAR;
    smv_wrap_make(&wrap, text, r->w < 4 ? 2 : (size_t)r->w - 2, g->ascii);
    struct smv_rect bar = smv_rect_top(r, wrap.n > 2 ? 2 : (int)wrap.n);
    smv_grid_fill(g, bar, style);
    struct smv_rect in = {bar.x + 1, bar.y, bar.w - 2, bar.h};
    smv_grid_wrapped(g, in, 0, text, &wrap, style, 0, 0, 0);
    if (wrap.n > 2) { /* the rest in the line above, cut with a sign */
        smv_grid_fill(g, (struct smv_rect){in.x, in.y + 1, in.w, 1}, style);
        smv_grid_text(g, in, 0, 1, smv_span_from(text, wrap.lines[1].byte), style);
    }
    smv_wrap_finish(&wrap);
}

void smv_chrome_plain(struct smv_grid *g, struct smv_rect *r)
{
    smv_chrome_bar(g, r,
                   smv_span_str(_("This terminal is not set to UTF-8: letters look plain here, but "
                                  "are kept as you type them. LC_ALL=C.UTF-8 before the command "
                                  "shows them. (Esc: seen)")),
                   true);
}

void smv_chrome_keys(struct smv_grid *g, struct smv_rect *r, const struct smv_hint *hints)
{
    struct smv_rect bar = smv_rect_bottom(r, 1);
    size_t n = 0;
    int x = 1;
    while (hints[n].key != NULL) {
        n++;
    }
    smv_grid_fill(g, bar, SMV_STYLE_BAR);
    int last = 0;
    for (size_t i = 0; i < n; i++) {
        const char *word = _(hints[i].word);
        int w = (int)strlen(hints[i].key) + 1 + (int)smv_glyphs_columns(smv_span_str(word)) + 2;
        if (i == 0) {
            const struct smv_hint *end = &hints[n - 1];
            last = (int)strlen(end->key) + 1 + (int)smv_glyphs_columns(smv_span_str(_(end->word)));
        }
        if (i + 1 < n && x + w + last > bar.w) {
            continue;
        }
        x = smv_grid_str(g, bar, x, 0, hints[i].key, SMV_STYLE_BAR_WARN);
        x = smv_grid_str(g, bar, x + 1, 0, word, SMV_STYLE_BAR) + 2;
    }
}
