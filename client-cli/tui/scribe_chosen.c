/* scribe_chosen.c - see scribe_int.h: dates, times and numbers that are typed, choices that are stepped through. */
#include <stdio.h>
#include <string.h>
#include "client-cli/tui/scribe_int.h"

/* --- dates and numbers that are typed ---------------------------------------------------------------------- */
static bool valid_day(unsigned y, unsigned m, unsigned d)
{
    static const unsigned days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
    return y >= 1900 && y <= 9999 && m >= 1 && m <= 12 && d >= 1 && d <= days[m - 1] &&
           (m != 2 || d < 29 || leap);
}

static unsigned year_of(const struct smv_scene *s)
{
    int64_t days = (s->log_ms / 1000 + s->utc_offset_s) / 86400 + 719468;
    int64_t era = days / 146097, doe = days % 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    return (unsigned)(yoe + era * 400 + (doy >= 306 ? 1 : 0));
}

/* "2026-12-31", "20261231", "31/12", "31.12.2026"; empty: none. */
static bool read_date(const struct smv_scene *s, const char *text, uint64_t *ret)
{
    unsigned a = 0, b = 0, c = 0;
    char end;
    *ret = 0;
    text += strspn(text, " ");
    if (*text == '\0') {
        return true;
    }
    if (sscanf(text, "%4u-%2u-%2u%c", &a, &b, &c, &end) == 3 && a > 31) {
        /* as it is */
    } else if (strspn(text, "0123456789") == 8 && text[8] == '\0' &&
               sscanf(text, "%4u%2u%2u", &a, &b, &c) == 3) {
        /* as it is */
    } else {
        unsigned d = 0, m = 0, y = year_of(s);
        int n = sscanf(text, "%2u%*1[/.]%2u%*1[/. ]%4u%c", &d, &m, &y, &end);
        if (n != 2 && n != 3) {
            return false;
        }
        a = y < 100 ? y + 2000 : y;
        b = m;
        c = d;
    }
    *ret = (uint64_t)a * 10000 + b * 100 + c;
    return valid_day(a, b, c);
}

void smv_scribe_drop_draft(struct smv_scribe *v)
{
    if (v->draft.there) {
        smv_edit_finish(&v->draft.edit);
        smv_buf_clear(&v->draft.text);
        v->draft.there = false;
        v->stale = true;
    }
}

bool smv_scribe_leave_draft(struct smv_scribe *v, const struct smv_scene *s)
{
    struct smv_draft *d = &v->draft;
    if (!d->there) {
        return true;
    }
    const struct smv_field_info *info = smv_field_info(smv_client_kind(v->c, d->id), d->field);
    struct smv_value value = {.type = SMV_TYPE_STR, .str = smv_buf_span(&d->text)};
    bool ok = true;
    if (info != NULL && info->type == SMV_TYPE_INT) {
        value = (struct smv_value){.type = SMV_TYPE_INT};
        ok = d->time ? smv_spot_read_time(smv_buf_span(&d->text), &value.num)
                     : read_date(s, smv_buf_cstr(&d->text), &value.num);
    }
    if (!ok) {
        smv_scribe_say(v, s, true,
                       d->time
                           ? _("That is no time; write 14:30 or 1430. Esc takes it back.")
                           : _("That is no date; write 2026-12-31 or 31/12. Esc takes it back."));
        return false;
    }
    if (!smv_desk_set(&v->desk, d->id, d->field, &value)) {
        smv_scribe_say(v, s, true, _("That cannot be changed here."));
    }
    smv_scribe_drop_draft(v);
    return true;
}

bool smv_scribe_draft_key(struct smv_scribe *v, const struct smv_spot *spot,
                          const struct smv_key *k)
{
    struct smv_draft *d = &v->draft;
    struct smv_ot op = {0};
    bool typing = (k->code == SMV_KEY_TEXT && k->mods == 0) || k->code == SMV_KEY_PASTE;
    if (!d->there) {
        if (!typing && k->code != SMV_KEY_BACKSPACE && k->code != SMV_KEY_DELETE) {
            return false;
        }
        *d = (struct smv_draft){.id = spot->id,
                                .field = spot->field,
                                .there = true,
                                .time = spot->type == SMV_SPOT_TIME,
                                .text = d->text};
        smv_buf_clear(&d->text);
        if (k->code != SMV_KEY_DELETE) {
            smv_buf_put_span(&d->text, smv_buf_span(&spot->text));
        }
        smv_edit_init(&d->edit, smv_buf_span(&d->text), true, 64);
        if (typing) {
            d->edit.anchor = 0; /* typing begins anew, Backspace mends */
        }
    }
    bool used = smv_edit_key(&d->edit, &spot->wrap, k, &op);
    (void)!smv_ot_apply(&d->text, &op);
    smv_ot_finish(&op);
    return used;
}

/* --- choices ------------------------------------------------------------------------------------------------ */
static void choose(struct smv_scribe *v, const struct smv_scene *s, const struct smv_spot *spot,
                   size_t i)
{
    struct smv_value value;
    struct smv_buf word = {0};
    if (!smv_spot_choice(v->c, spot, i, &value, &word)) {
        smv_buf_finish(&word);
        return;
    }
    if (!spot->may || !smv_desk_set(&v->desk, spot->id, spot->field, &value)) {
        smv_scribe_say(v, s, true, _("That cannot be changed here."));
    }
    smv_buf_finish(&word);
}

static size_t chosen(struct smv_scribe *v, const struct smv_spot *spot, size_t *ret_n)
{
    struct smv_value now, value;
    struct smv_buf word = {0}, str = {0};
    size_t at = 0;
    smv_client_value(v->c, spot->id, spot->field, &now);
    smv_buf_put_span(&str, now.str);
    for (*ret_n = 0; smv_spot_choice(v->c, spot, *ret_n, &value, &word); ++*ret_n) {
        bool same = value.type == SMV_TYPE_STR ? smv_span_eq(value.str, smv_buf_span(&str))
                                               : value.num == now.num;
        at = same ? *ret_n : at;
    }
    smv_buf_finish(&word);
    smv_buf_finish(&str);
    return at;
}

bool smv_scribe_choice_key(struct smv_scribe *v, const struct smv_scene *s,
                           const struct smv_spot *spot, const struct smv_key *k)
{
    size_t n, at = chosen(v, spot, &n);
    if (n == 0) {
        return false;
    }
    if (k->mods == 0 && (k->code == SMV_KEY_RIGHT || smv_key_is(k, 0, " "))) {
        choose(v, s, spot, (at + 1) % n);
        return true;
    }
    if (k->mods == 0 && k->code == SMV_KEY_LEFT) {
        choose(v, s, spot, (at + n - 1) % n);
        return true;
    }
    if (k->code != SMV_KEY_TEXT || k->mods != 0 || k->text.len == 0) {
        return false;
    }
    if (k->text.data[0] >= '0' && k->text.data[0] <= '9') {
        choose(v, s, spot, (size_t)(k->text.data[0] - '0'));
        return true;
    }
    struct smv_value value;
    struct smv_buf word = {0};
    for (size_t i = 1; i <= n; i++) { /* the next one that begins with the letter */
        size_t to = (at + i) % n;
        if (smv_spot_choice(v->c, spot, to, &value, &word) && word.len >= k->text.len &&
            memcmp(word.data, k->text.data, k->text.len) == 0) {
            choose(v, s, spot, to);
            break;
        }
    }
    smv_buf_finish(&word);
    return true;
}
