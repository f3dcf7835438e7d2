/* page.c - see page.h: filling, values, choices. Layout and drawing are page_draw.c's. */
#include "client-cli/tui/page.h"
#include <string.h>
#include "common/base/heap.h"
#include "common/base/limits.h"

static void spot_finish(struct smv_spot *s)
{
    smv_buf_finish(&s->label);
    smv_buf_finish(&s->mark);
    smv_buf_finish(&s->text);
    smv_wrap_finish(&s->wrap);
}

void smv_page_clear(struct smv_page *p)
{
    for (size_t i = 0; i < p->n; i++) {
        spot_finish(&p->spots[i]);
    }
    p->n = 0;
    p->bands = 0;
    p->h = 0;
}

void smv_page_finish(struct smv_page *p)
{
    smv_page_clear(p);
    smv_free(p->spots);
    *p = (struct smv_page){0};
}

static struct smv_spot *put(struct smv_page *p, enum smv_spot_type type)
{
    p->spots = smv_grow(p->spots, &p->cap, p->n + 1, sizeof *p->spots);
    struct smv_spot *s = &p->spots[p->n++];
    memset(s, 0, sizeof *s);
    s->type = type;
    s->style = SMV_STYLE_TEXT;
    return s;
}

struct smv_spot *smv_page_head(struct smv_page *p, smv_id about, struct smv_span text)
{
    struct smv_spot *s = put(p, SMV_SPOT_HEAD);
    s->id = about;
    s->style = SMV_STYLE_STRONG;
    smv_buf_put_span(&s->label, text);
    return s;
}

struct smv_spot *smv_page_note(struct smv_page *p, smv_id about, struct smv_span text)
{
    struct smv_spot *s = put(p, SMV_SPOT_NOTE);
    s->id = about;
    s->style = SMV_STYLE_QUIET;
    smv_buf_put_span(&s->label, text);
    return s;
}

static struct smv_spot *field(struct smv_page *p, enum smv_spot_type type, smv_id id,
                              unsigned number, const char *label)
{
    struct smv_spot *s = put(p, type);
    s->id = s->item = id;
    s->field = number;
    if (label != NULL) {
        smv_buf_put_str(&s->label, label);
    }
    return s;
}

struct smv_spot *smv_page_text(struct smv_page *p, struct smv_client *c, smv_id id, unsigned number,
                               const char *label)
{
    struct smv_spot *s = field(p, SMV_SPOT_TEXT, id, number, label);
    smv_client_text(c, id, number, &s->text);
    return s;
}

struct smv_spot *smv_page_choice(struct smv_page *p, struct smv_client *c, smv_id id,
                                 unsigned number, const char *label, const char *const *words)
{
    struct smv_spot *s = field(p, SMV_SPOT_CHOICE, id, number, label);
    s->words = words;
    s->choices = words != NULL ? SMV_CHOICES_WORDS : SMV_CHOICES_NONE;
    if (words != NULL) {
        smv_page_value(c, s);
    }
    return s;
}

struct smv_spot *smv_page_date(struct smv_page *p, struct smv_client *c, smv_id id, unsigned number,
                               const char *label)
{
    struct smv_spot *s = field(p, SMV_SPOT_DATE, id, number, label);
    smv_page_value(c, s);
    return s;
}

struct smv_spot *smv_page_time(struct smv_page *p, struct smv_client *c, smv_id id, unsigned number,
                               const char *label)
{
    struct smv_spot *s = field(p, SMV_SPOT_TIME, id, number, label);
    smv_page_value(c, s);
    return s;
}

struct smv_spot *smv_page_cell(struct smv_page *p, smv_id id, unsigned number, const char *label)
{
    return field(p, SMV_SPOT_CELL, id, number, label);
}

struct smv_spot *smv_page_add(struct smv_page *p, smv_id parent, smv_id after, unsigned kind,
                              unsigned number, const char *label)
{
    struct smv_spot *s = put(p, SMV_SPOT_ADD);
    s->id = parent;
    s->add_kind = kind;
    s->add_field = number;
    s->add_after = after;
    s->style = SMV_STYLE_QUIET;
    s->may = true;
    s->list = true;
    smv_buf_put_str(&s->label, "+ ");
    smv_buf_put_str(&s->label, label);
    return s;
}

unsigned smv_page_band(struct smv_page *p)
{
    return ++p->bands;
}

bool smv_spot_stands(const struct smv_spot *s)
{
    return s->type != SMV_SPOT_HEAD && s->type != SMV_SPOT_NOTE;
}

/* --- values ------------------------------------------------------------------------------------------------ */
static void put_date(struct smv_buf *b, uint64_t yyyymmdd)
{
    smv_put_words(b, "%04u-%02u-%02u", (unsigned)(yyyymmdd / 10000),
                  (unsigned)(yyyymmdd / 100 % 100), (unsigned)(yyyymmdd % 100));
}

bool smv_spot_read_time(struct smv_span text, uint64_t *ret)
{
    uint64_t part[2] = {0, 0};
    size_t digits[2] = {0, 0}, at = 0;
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];
        if (c >= '0' && c <= '9' && digits[at] < 4) {
            part[at] = part[at] * 10 + (uint64_t)(c - '0');
            digits[at]++;
        } else if ((c == ':' || c == '.') && at == 0 && digits[0] > 0 && digits[0] <= 2) {
            at = 1;
        } else if (c != ' ') {
            return false;
        }
    }
    bool joined = at == 0 && digits[0] > 2;
    uint64_t hours = joined ? part[0] / 100 : part[0], minutes = joined ? part[0] % 100 : part[1];
    *ret = hours * 100 + minutes;
    if (digits[0] == 0) {
        return at == 0; /* nothing: no time */
    }
    return hours < 24 && minutes < 60 && *ret > 0 && (at == 0 || digits[1] == 2);
}

void smv_page_value(struct smv_client *c, struct smv_spot *s)
{
    struct smv_value v, option;
    struct smv_buf word = {0};
    smv_client_value(c, s->id, s->field, &v);
    smv_buf_clear(&s->text);
    if (s->type == SMV_SPOT_DATE) {
        if (v.num != 0) {
            put_date(&s->text, v.num);
        }
        return;
    }
    if (s->type == SMV_SPOT_TIME) {
        if (v.num != 0) {
            smv_put_words(&s->text, "%02u:%02u", (unsigned)(v.num / 100), (unsigned)(v.num % 100));
        }
        return;
    }
    if (s->type == SMV_SPOT_CELL) {
        smv_buf_put_span(&s->text, v.str);
        return;
    }
    if (v.type == SMV_TYPE_STR) {
        smv_buf_put_span(&s->text, v.str); /* also when it is no choice any more */
    }
    for (size_t i = 0; smv_spot_choice(c, s, i, &option, &word); i++) {
        bool same = v.type == SMV_TYPE_STR ? smv_span_eq(option.str, smv_buf_span(&s->text))
                                           : option.num == v.num;
        if (same) {
            smv_buf_clear(&s->text);
            smv_buf_put_span(&s->text, smv_buf_span(&word));
            break;
        }
    }
    smv_buf_finish(&word);
}

static bool by_ref(struct smv_client *c, const struct smv_spot *s, size_t i, unsigned kind,
                   struct smv_value *ret, struct smv_buf *word)
{
    struct smv_ids all = {0};
    *ret = (struct smv_value){.type = SMV_TYPE_REF};
    smv_buf_clear(word);
    if (i == 0) {
        smv_buf_put_str(word, "\xe2\x80\x93");
        return true;
    }
    smv_day_children(c, s->of, kind, &all);
    bool there = i <= all.n;
    if (there) {
        ret->num = all.ids[i - 1];
        smv_day_short(c, ret->num, 40, word);
    }
    smv_ids_finish(&all);
    return there;
}

/* The i-th part of "a|b|c"; the 0th is: none. */
static bool by_part(struct smv_span all, size_t i, struct smv_value *ret, struct smv_buf *word)
{
    smv_buf_clear(word);
    size_t from = 0;
    bool there = i == 0 || all.len > 0;
    for (size_t k = 1; k < i && there; k++) {
        while (from < all.len && all.data[from] != '|') {
            from++;
        }
        there = from < all.len;
        from++;
    }
    for (size_t at = from; i > 0 && there && at < all.len && all.data[at] != '|'; at++) {
        smv_buf_put_byte(word, all.data[at]);
    }
    *ret = (struct smv_value){.type = SMV_TYPE_STR, .str = smv_buf_span(word)};
    return there;
}

bool smv_spot_choice(struct smv_client *c, const struct smv_spot *s, size_t i,
                     struct smv_value *ret_value, struct smv_buf *ret_word)
{
    struct smv_value column;
    size_t n = 0;
    switch (s->choices) {
    case SMV_CHOICES_NONE: return false;
    case SMV_CHOICES_LANES: return by_ref(c, s, i, SMV_KIND_LANE, ret_value, ret_word);
    case SMV_CHOICES_PHASES: return by_ref(c, s, i, SMV_KIND_PHASE, ret_value, ret_word);
    case SMV_CHOICES_YES_NO: {
        static const char *const stored[] = {"", "yes", "no"};
        static const char *const shown[] = {"", N_("yes"), N_("no")};
        if (i > 2) {
            return false;
        }
        *ret_value = (struct smv_value){.type = SMV_TYPE_STR, .str = smv_span_str(stored[i])};
        smv_buf_clear(ret_word);
        smv_buf_put_str(ret_word, i > 0 ? _(shown[i]) : "");
        return true;
    }
    case SMV_CHOICES_COLUMN: {
        struct smv_buf all = {0};
        smv_client_value(c, s->of, SMV_COLUMN_CHOICES, &column);
        smv_buf_put_span(&all, column.str);
        bool there = by_part(smv_buf_span(&all), i, ret_value, ret_word);
        smv_buf_finish(&all);
        return there;
    }
    case SMV_CHOICES_WORDS: break;
    }
    while (s->words[n] != NULL) {
        n++;
    }
    if (i >= n) {
        return false;
    }
    *ret_value = (struct smv_value){.type = SMV_TYPE_INT, .num = i};
    smv_buf_clear(ret_word);
    smv_buf_put_str(ret_word, *s->words[i] != '\0' ? _(s->words[i]) : "");
    return true;
}
