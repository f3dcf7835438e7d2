/* export_field.c - how a field becomes the value behind a key, and a node an item of a list.
 *
 * The tables that reading uses (day.c, sheet.c) say which keys there are and in which order: a new key of a
 * template is written as soon as it is read. */
#include <string.h>
#include "common/template/export_int.h"

/* --- a field -------------------------------------------------------------------------------------- */

static bool is_blank(struct smv_span text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (memchr(" \t\n", text.data[i], 3) == NULL) {
            return false;
        }
    }
    return true;
}

static void put_line(struct smv_export *x, struct smv_span text)
{
    struct smv_buf line = {0};
    smv_buf_put_span(&line, text);
    for (size_t i = 0; i < line.len; i++) {
        line.data[i] = line.data[i] == '\n' || line.data[i] == '\t' ? ' ' : line.data[i];
    }
    smv_yaml_text(&x->y, smv_buf_span(&line));
    smv_buf_finish(&line);
}

static void put_value(struct smv_export *x, const struct smv_key *key, struct smv_span text)
{
    if (key->how == SMV_HOW_LINE) {
        put_line(x, text);
    } else {
        smv_yaml_text(&x->y, text);
    }
}

void smv_export_text(struct smv_export *x, const struct smv_key *key, struct smv_span text)
{
    bool missing = key->required && is_blank(text);
    if (text.len == 0 && !missing) {
        return;
    }
    smv_yaml_key(&x->y, key->name);
    put_value(x, key, missing ? smv_span_str("…") : text);
}

bool smv_export_word_is(const struct smv_word *words, uint64_t value)
{
    while (words->word != NULL && words->value != value) {
        words++;
    }
    return words->word != NULL;
}

static void put_word(struct smv_export *x, const struct smv_key *key, const struct smv_node *n)
{
    const struct smv_word *word = key->words;
    if (smv_field_info(n->kind, key->field)->type == SMV_TYPE_STR) {
        struct smv_span said = smv_node_str(n, key->field);
        while (word->word != NULL && !smv_span_is(said, word->word)) {
            word++;
        }
    } else {
        uint64_t value = smv_node_num(n, key->field);
        while (word->word != NULL && (word->value != value || (value == 0 && !key->required))) {
            word++;
        }
    }
    word = word->word == NULL && key->required ? key->words : word;
    if (word->word != NULL) {
        smv_yaml_key(&x->y, key->name);
        smv_yaml_word(&x->y, word->word);
    }
}

void smv_export_words(struct smv_export *x, const struct smv_key *key, uint64_t mask)
{
    struct smv_buf list = {0};
    for (const struct smv_word *word = key->words; word->word != NULL; word++) {
        if ((mask & word->value) != 0) {
            smv_buf_put_str(&list, list.len == 0 ? "[" : ", ");
            smv_buf_put_str(&list, word->word);
        }
    }
    smv_buf_put_str(&list, list.len == 0 ? "[]" : "]");
    smv_yaml_key(&x->y, key->name);
    smv_yaml_word(&x->y, smv_buf_cstr(&list));
    smv_buf_finish(&list);
}

static void put_clock(struct smv_export *x, const struct smv_key *key, uint64_t hhmm)
{
    uint64_t hour = hhmm / 100, minute = hhmm % 100;
    if (hhmm == 0 || hhmm < x->latest || hour > 23 || minute > 59) {
        return; /* a template's sessions begin one after the other */
    }
    char text[] = {'"',
                   (char)('0' + hour / 10),
                   (char)('0' + hour % 10),
                   ':',
                   (char)('0' + minute / 10),
                   (char)('0' + minute % 10),
                   '"',
                   '\0'};
    x->latest = hhmm;
    smv_yaml_key(&x->y, key->name);
    smv_yaml_word(&x->y, text);
}

static void put_field(struct smv_export *x, const struct smv_key *key, const struct smv_node *n)
{
    uint64_t num = smv_node_num(n, key->field);
    switch (key->how) {
    case SMV_HOW_LINE:
    case SMV_HOW_TEXT: smv_export_text(x, key, smv_node_str(n, key->field)); break;
    case SMV_HOW_NUMBER:
        if (num != 0) {
            smv_yaml_key(&x->y, key->name);
            smv_yaml_number(&x->y, num);
        }
        break;
    case SMV_HOW_CLOCK: put_clock(x, key, num); break;
    case SMV_HOW_YESNO:
        smv_yaml_key(&x->y, key->name);
        smv_yaml_word(&x->y, num != 0 ? "yes" : "no");
        break;
    case SMV_HOW_WORD: put_word(x, key, n); break;
    case SMV_HOW_WORDS: smv_export_words(x, key, num); break;
    case SMV_HOW_LOCAL: {
        const char *name = smv_export_key(x, n->id);
        if (name != NULL) {
            smv_yaml_key(&x->y, key->name);
            smv_yaml_text(&x->y, smv_span_str(name));
        }
        break;
    }
    case SMV_HOW_REF:
    case SMV_HOW_OTHER: break;
    }
}

void smv_export_fields(struct smv_export *x, const struct smv_spec *spec, const struct smv_node *n,
                       smv_export_special *special)
{
    for (const struct smv_key *key = spec->keys; key->name != NULL; key++) {
        if (special == NULL || !special(x, key, n)) {
            put_field(x, key, n);
        }
    }
}

/* --- an item of a list ------------------------------------------------------------------------------ */

static const struct smv_key *brief_key(const struct smv_spec *spec)
{
    const struct smv_key *key = spec->keys;
    while (spec->brief != NULL && strcmp(key->name, spec->brief) != 0) {
        key++;
    }
    return spec->brief != NULL ? key : NULL;
}

void smv_export_item(struct smv_export *x, const struct smv_spec *spec, const struct smv_node *n,
                     smv_export_special *special)
{
    struct smv_buf whole = {0}, short_one = {0};
    const struct smv_key *brief = brief_key(spec);
    smv_yaml_item(&x->y);
    struct smv_yaml_lines here = x->y;
    x->y.b = &whole;
    smv_export_fields(x, spec, n, special);
    if (brief != NULL) {
        x->y = here;
        x->y.b = &short_one;
        smv_export_text(x, brief, smv_node_str(n, brief->field));
    }
    x->y = here;
    if (brief != NULL && smv_span_eq(smv_buf_span(&whole), smv_buf_span(&short_one))) {
        put_value(x, brief, smv_node_str(n, brief->field)); /* nothing but the text */
    } else {
        smv_buf_put_span(x->y.b, smv_buf_span(&whole));
        x->y.dashed = false;
    }
    smv_yaml_close(&x->y);
    smv_buf_finish(&whole);
    smv_buf_finish(&short_one);
}
