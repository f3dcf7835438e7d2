/* plan.c - from a mapping in the file to a node with fields, by the spec of what it describes.
 *
 * What: known keys, required keys, and every way in which a value can be right or wrong.
 * Not:  knows no kind of node by name (day.c, sheet.c), resolves no references (refs.c).
 * Uses: template_int.h, utf8.h.    Thread: any; no state.
 * Invariant: what smv_tree_apply is given has been checked here, so that a mistake has a line. */
#include <string.h>
#include "common/base/utf8.h"
#include "common/template/template_int.h"

/* As in proto/messages.def, which stands above this layer. */
enum { ADD = 1, SET = 2 };

static const struct smv_word yes_no[] = {
    {"yes", 1}, {"no", 0}, {"true", 1}, {"false", 0}, {NULL, 0}};

/* --- telling ---------------------------------------------------------------------------------- */

void smv_plan_wrong(struct smv_plan *p, const struct smv_yaml *said, const char *why)
{
    smv_mistake(&p->mistakes, said->line, said->column, why, NULL);
}

static void wrong_value(struct smv_plan *p, const struct smv_yaml *said, const char *expected)
{
    if (said->type != SMV_YAML_TEXT) {
        smv_mistake(&p->mistakes, said->line, said->column, "expected ", expected, ", found a ",
                    said->type == SMV_YAML_LIST ? "list" : "mapping", NULL);
        return;
    }
    struct smv_quote found = smv_mistake_quote(said->text, said->len);
    smv_mistake(&p->mistakes, said->line, said->column, "expected ", expected, ", found ",
                smv_yaml_missing(said) ? "nothing" : found.text, NULL);
}

static void wrong_word(struct smv_plan *p, const struct smv_yaml *said,
                       const struct smv_word *words)
{
    const char *list[32];
    size_t n = 0;
    struct smv_buf expected = {0};
    smv_buf_put_str(&expected, "one of");
    for (; words[n].word != NULL && n < sizeof(list) / sizeof(list[0]); n++) {
        list[n] = words[n].word;
        smv_buf_put_str(&expected, n == 0 ? " " : ", ");
        smv_buf_put_str(&expected, words[n].word);
    }
    const char *near = said->type == SMV_YAML_TEXT ? smv_plan_nearest(said->text, list, n) : NULL;
    if (near != NULL) {
        struct smv_quote found = smv_mistake_quote(said->text, said->len);
        smv_mistake(&p->mistakes, said->line, said->column, found.text,
                    " is not possible here; did you mean '", near, "'? Expected ",
                    smv_buf_cstr(&expected), NULL);
    } else {
        wrong_value(p, said, smv_buf_cstr(&expected));
    }
    smv_buf_finish(&expected);
}

static struct smv_span trimmed(const struct smv_yaml *said)
{
    struct smv_span text = smv_span(said->text, said->len);
    while (text.len > 0 && memchr(" \t\n", text.data[text.len - 1], 3) != NULL) {
        text.len--;
    }
    while (text.len > 0 && memchr(" \t\n", text.data[0], 3) != NULL) {
        text = smv_span_from(text, 1);
    }
    return text;
}

static bool is_empty(const struct smv_yaml *value)
{
    return smv_yaml_missing(value) || (value->type == SMV_YAML_TEXT && trimmed(value).len == 0);
}

/* --- keys ------------------------------------------------------------------------------------- */

static const struct smv_key *find_key(const struct smv_spec *spec, const struct smv_yaml *value)
{
    for (const struct smv_key *key = spec->keys; key->name != NULL; key++) {
        if (strlen(key->name) == value->key_len &&
            memcmp(key->name, value->key, value->key_len) == 0) {
            return key;
        }
    }
    return NULL;
}

static void unknown_key(struct smv_plan *p, const struct smv_spec *spec,
                        const struct smv_yaml *value)
{
    const char *names[48];
    size_t n = 0;
    for (const struct smv_key *key = spec->keys;
         key->name != NULL && n < sizeof(names) / sizeof(names[0]); key++) {
        names[n++] = key->name;
    }
    const char *near = smv_plan_nearest(value->key, names, n);
    struct smv_quote said = smv_mistake_quote(value->key, value->key_len);
    smv_mistake(&p->mistakes, value->key_line, value->key_column, said.text, " is no key of ",
                spec->what, near == NULL ? "" : "; did you mean '", near == NULL ? "" : near,
                near == NULL ? "" : "'?", NULL);
}

bool smv_plan_check_keys(struct smv_plan *p, const struct smv_spec *spec,
                         const struct smv_yaml *said)
{
    if (said->type != SMV_YAML_MAP) {
        struct smv_buf expected = {0};
        smv_buf_put_str(&expected, "'key: value' lines for ");
        smv_buf_put_str(&expected, spec->what);
        wrong_value(p, said, smv_buf_cstr(&expected));
        smv_buf_finish(&expected);
        return false;
    }
    for (const struct smv_yaml *value = said->first; value != NULL; value = value->next) {
        if (find_key(spec, value) == NULL) {
            unknown_key(p, spec, value);
        }
    }
    for (const struct smv_key *key = spec->keys; key->name != NULL; key++) {
        if (key->required && is_empty(smv_yaml_get(said, key->name))) {
            smv_mistake(&p->mistakes, said->line, said->column, spec->what, " needs '", key->name,
                        ":'", NULL);
        }
    }
    return true;
}

const struct smv_yaml *smv_plan_list(struct smv_plan *p, const struct smv_yaml *said,
                                     const char *key)
{
    const struct smv_yaml *list = smv_yaml_get(said, key);
    if (smv_yaml_missing(list)) {
        return NULL;
    }
    if (list->type != SMV_YAML_LIST) {
        wrong_value(p, list, "a list (lines that begin with '- ')");
        return NULL;
    }
    return list->first;
}

/* --- values ----------------------------------------------------------------------------------- */

bool smv_plan_word(struct smv_plan *p, const struct smv_yaml *said, const struct smv_word *words,
                   uint64_t *ret_value)
{
    for (const struct smv_word *word = words; word->word != NULL; word++) {
        if (smv_yaml_is(said, word->word)) {
            *ret_value = word->value;
            return true;
        }
    }
    wrong_word(p, said, words);
    return false;
}

static bool read_words(struct smv_plan *p, const struct smv_yaml *said,
                       const struct smv_word *words, uint64_t *ret_mask)
{
    uint64_t mask = 0, bit = 0;
    bool good = true;
    if (said->type != SMV_YAML_LIST) {
        return smv_plan_word(p, said, words, ret_mask);
    }
    for (const struct smv_yaml *at = said->first; at != NULL; at = at->next) {
        good = smv_plan_word(p, at, words, &bit) && good;
        mask |= bit;
    }
    *ret_mask = mask;
    return good;
}

bool smv_plan_number(struct smv_plan *p, const struct smv_yaml *said, uint64_t most,
                     uint64_t *ret_value)
{
    uint64_t number = 0;
    bool good = said->type == SMV_YAML_TEXT && said->len > 0 && said->len <= 12;
    for (size_t i = 0; good && i < said->len; i++) {
        good = said->text[i] >= '0' && said->text[i] <= '9';
        number = number * 10 + (uint64_t)(said->text[i] - '0') % 10;
    }
    if (!good || number > most) {
        struct smv_buf expected = {0};
        smv_buf_put_str(&expected, "a whole number from 0 to ");
        smv_buf_put_u64(&expected, most);
        wrong_value(p, said, smv_buf_cstr(&expected));
        smv_buf_finish(&expected);
        return false;
    }
    *ret_value = number;
    return true;
}

static bool read_clock(struct smv_plan *p, const struct smv_yaml *said, uint64_t *ret_hhmm)
{
    unsigned part[2] = {0, 0}, digits[2] = {0, 0};
    size_t at = 0, i = 0;
    bool good = said->type == SMV_YAML_TEXT;
    for (; good && i < said->len; i++) {
        char c = said->text[i];
        if ((c == ':' || c == '.') && at == 0) {
            at = 1;
        } else {
            good = c >= '0' && c <= '9' && digits[at] < 2;
            part[at] = part[at] * 10 + (unsigned)(c - '0') % 10;
            digits[at]++;
        }
    }
    if (!good || digits[0] == 0 || digits[1] != 2 || part[0] > 23 || part[1] > 59) {
        wrong_value(p, said, "a time of day such as 09:30");
        return false;
    }
    *ret_hhmm = part[0] * 100 + part[1];
    return true;
}

bool smv_plan_text(struct smv_plan *p, const struct smv_yaml *said,
                   const struct smv_field_info *field, bool one_line, struct smv_span *ret_text)
{
    if (said->type != SMV_YAML_TEXT) {
        wrong_value(p, said, "a text (put it in \"quotes\" if it contains ': ')");
        return false;
    }
    struct smv_span text = said->exact ? smv_span(said->text, said->len) : trimmed(said);
    if (!smv_utf8_clean(text)) {
        smv_plan_wrong(p, said, "the text holds a character that cannot be stored");
        return false;
    }
    if (one_line && !smv_utf8_clean_line(text)) {
        wrong_value(p, said, "a text on one line");
        return false;
    }
    bool counted = field->type == SMV_TYPE_TEXT;
    size_t length = counted ? smv_utf8_count(text) : text.len;
    if (length > field->bound) {
        struct smv_quote is = smv_mistake_number(length), most = smv_mistake_number(field->bound);
        smv_mistake(&p->mistakes, said->line, said->column, "the text is ", is.text,
                    counted ? " characters" : " bytes", " long; at most ", most.text,
                    " are possible here", NULL);
        return false;
    }
    *ret_text = text;
    return true;
}

/* --- fields ----------------------------------------------------------------------------------- */

struct filling {
    struct smv_field_value fields[SMV_MAX_FIELDS];
    size_t n;
};

/* Rising field numbers, as an add wants them; a field that is given already keeps its value. */
static void put_field(struct filling *f, const struct smv_field_value *value)
{
    size_t at = f->n;
    for (size_t i = 0; i < f->n; i++) {
        if (f->fields[i].field == value->field) {
            return;
        }
        at = f->fields[i].field > value->field && at == f->n ? i : at;
    }
    if (f->n == SMV_MAX_FIELDS) {
        return;
    }
    memmove(&f->fields[at + 1], &f->fields[at], (f->n - at) * sizeof(f->fields[0]));
    f->fields[at] = *value;
    f->n++;
}

static bool read_value(struct smv_plan *p, const struct smv_key *key, const struct smv_yaml *said,
                       const struct smv_field_info *field, struct smv_value *ret_value)
{
    ret_value->type = (enum smv_type)field->type;
    switch (key->how) {
    case SMV_HOW_LINE: return smv_plan_text(p, said, field, true, &ret_value->str);
    case SMV_HOW_TEXT: return smv_plan_text(p, said, field, false, &ret_value->str);
    case SMV_HOW_NUMBER: return smv_plan_number(p, said, field->bound, &ret_value->num);
    case SMV_HOW_CLOCK: return read_clock(p, said, &ret_value->num);
    case SMV_HOW_YESNO: return smv_plan_word(p, said, yes_no, &ret_value->num);
    case SMV_HOW_WORD:
        if (field->type == SMV_TYPE_STR) {
            ret_value->str = smv_span(said->text, said->len);
            return smv_plan_word(p, said, key->words, &ret_value->num);
        }
        return smv_plan_word(p, said, key->words, &ret_value->num);
    case SMV_HOW_WORDS: return read_words(p, said, key->words, &ret_value->num);
    case SMV_HOW_LOCAL:
    case SMV_HOW_REF:
    case SMV_HOW_OTHER: break;
    }
    return false;
}

static void read_fields(struct smv_plan *p, const struct smv_spec *spec,
                        const struct smv_yaml *said, struct filling *f)
{
    for (const struct smv_yaml *at = said->first; at != NULL; at = at->next) {
        const struct smv_key *key = find_key(spec, at);
        if (key == NULL || smv_yaml_missing(at)) {
            continue;
        }
        const struct smv_field_info *field = smv_field_info(spec->kind, key->field);
        struct smv_field_value value = {.field = (uint8_t)key->field};
        if (field != NULL && read_value(p, key, at, field, &value.value)) {
            put_field(f, &value);
        }
    }
}

/* The local key and the references, once the node has an id. */
static void read_keys(struct smv_plan *p, const struct smv_spec *spec, const struct smv_yaml *said,
                      smv_id id)
{
    for (const struct smv_yaml *at = said->first; at != NULL; at = at->next) {
        const struct smv_key *key = find_key(spec, at);
        if (key == NULL || smv_yaml_missing(at)) {
            continue;
        }
        if (key->how == SMV_HOW_LOCAL) {
            smv_plan_local(p, at, spec->kind, id);
        } else if (key->how == SMV_HOW_REF) {
            smv_plan_wait(p, at, id, key->field);
        }
    }
}

enum smv_err smv_plan_emit(void *arg, const struct smv_change *change)
{
    struct smv_plan *p = arg;
    const struct smv_stamp stamp = {0};
    return smv_tree_apply(p->tree, change, &stamp);
}

static smv_id apply_add(struct smv_plan *p, unsigned kind, const struct smv_yaml *said,
                        smv_id parent, const struct filling *f)
{
    const struct smv_node *above = smv_tree_find(p->tree, parent);
    struct smv_change add = {.kind = ADD,
                             .node_kind = kind,
                             .id = smv_tree_own_id(p->tree),
                             .parent = parent,
                             .after = above == NULL || above->last == NULL ? 0 : above->last->id,
                             .fields = f->fields,
                             .n_fields = f->n};
    if (smv_plan_emit(p, &add) != SMV_OK) {
        smv_plan_wrong(p, said, "no room for this: too many parts, or too many levels");
        return 0;
    }
    return add.id;
}

smv_id smv_plan_add(struct smv_plan *p, const struct smv_spec *spec, const struct smv_yaml *said,
                    smv_id parent, const struct smv_field_value *extra, size_t n_extra)
{
    struct filling f = {.n = 0};
    for (size_t i = 0; i < n_extra; i++) {
        put_field(&f, &extra[i]);
    }
    if (spec->brief != NULL && said->type == SMV_YAML_TEXT) {
        struct smv_key key = {.how = SMV_HOW_LINE};
        for (const struct smv_key *at = spec->keys; at->name != NULL; at++) {
            key = strcmp(at->name, spec->brief) == 0 ? *at : key;
        }
        const struct smv_field_info *field = smv_field_info(spec->kind, key.field);
        struct smv_field_value value = {.field = (uint8_t)key.field};
        if (smv_yaml_missing(said)) {
            wrong_value(p, said, "a text");
        } else if (read_value(p, &key, said, field, &value.value)) {
            put_field(&f, &value);
        }
        return apply_add(p, spec->kind, said, parent, &f);
    }
    if (!smv_plan_check_keys(p, spec, said)) {
        return 0;
    }
    read_fields(p, spec, said, &f);
    smv_id id = apply_add(p, spec->kind, said, parent, &f);
    if (id != 0) {
        read_keys(p, spec, said, id);
    }
    return id;
}

void smv_plan_set(struct smv_plan *p, smv_id id, unsigned field, const struct smv_value *value)
{
    struct smv_change set = {.kind = SET, .id = id, .field = field, .value = value};
    if (smv_plan_emit(p, &set) != SMV_OK) {
        const struct smv_node *n = smv_tree_find(p->tree, id);
        const struct smv_field_info *info = n == NULL ? NULL : smv_field_info(n->kind, field);
        smv_mistake(&p->mistakes, 0, 0, "the ", info == NULL ? "value" : info->name,
                    " that was asked for is too long or cannot be stored", NULL);
    }
}

void smv_plan_set_number(struct smv_plan *p, smv_id id, unsigned field, uint64_t number)
{
    const struct smv_node *n = smv_tree_find(p->tree, id);
    struct smv_value value = {.num = number};
    value.type = (enum smv_type)smv_field_info(n->kind, field)->type;
    smv_plan_set(p, id, field, &value);
}

void smv_plan_fill(struct smv_plan *p, const struct smv_spec *spec, const struct smv_yaml *said,
                   smv_id id)
{
    struct filling f = {.n = 0};
    if (!smv_plan_check_keys(p, spec, said)) {
        return;
    }
    read_fields(p, spec, said, &f);
    for (size_t i = 0; i < f.n; i++) {
        smv_plan_set(p, id, f.fields[i].field, &f.fields[i].value);
    }
    read_keys(p, spec, said, id);
}
