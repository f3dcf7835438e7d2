/* yaml_tree.c - libyaml's events become a tree.
 *
 * What: builds the tree, refuses what a plan does not need, says libyaml's complaints plainly.
 * Not:  gives no value a meaning: "yes" is a text here.
 * Uses: libyaml.    Thread: any; no state.
 * Invariant: nobody's depth passes SMV_YAML_MAX_DEPTH, so that walking and freeing may recurse. */
#include "common/template/yaml_tree.h"
#include <string.h>
#include <yaml.h>
#include "common/base/heap.h"
#include "common/base/utf8.h"

struct reading {
    yaml_parser_t parser;
    struct smv_mistakes *mistakes;
    struct smv_yaml *top, *open; /* open: the list or mapping that is being filled */
    unsigned depth;
    char *key; /* of the mapping that is open: the key that waits for its value */
    size_t key_len;
    unsigned key_line, key_column;
    bool failed;
};

/* --- what libyaml could not read -------------------------------------------------------------- */

static const struct {
    const char *libyaml, *plain;
} complaints[] = {
    {"mapping values are not allowed",
     "a colon followed by a space inside a text: put the whole text in \"quotes\""},
    {"found character that cannot start any token",
     "a character that cannot begin a value here (a tab, @, ` or %): indent with spaces, put the "
     "text "
     "in \"quotes\""},
    {"could not find expected ':'",
     "expected 'key: value'; is a colon missing, or the indentation uneven?"},
    {"did not find expected key",
     "the indentation does not fit the lines above, or a quote is missing before"},
    {"did not find expected '-' indicator",
     "the indentation does not fit the list above: every '-' must stand in the same column"},
    {"block sequence entries are not allowed", "a list ('- ...') must begin on a line of its own"},
    {"found unexpected end of stream", "the file ends inside a \"quoted\" text"},
    {"control characters are not allowed", "a control character"},
};

static const char *plain_words(const char *problem)
{
    if (problem == NULL) {
        return "cannot be read";
    }
    for (size_t i = 0; i < sizeof(complaints) / sizeof(complaints[0]); i++) {
        if (strncmp(problem, complaints[i].libyaml, strlen(complaints[i].libyaml)) == 0) {
            return complaints[i].plain;
        }
    }
    return problem;
}

/* The reader of bytes has no marks, only how far it came. */
static void complain_at_byte(struct reading *r, struct smv_span bytes)
{
    unsigned line = 1, column = 1;
    for (size_t i = 0; i < r->parser.problem_offset && i < bytes.len; i++) {
        if (bytes.data[i] == '\n') {
            line++;
            column = 1;
        } else if ((bytes.data[i] & 0xC0) != 0x80) {
            column++;
        }
    }
    const char *what = plain_words(r->parser.problem);
    smv_mistake(r->mistakes, line, column, what,
                what == r->parser.problem ? ": save the file as UTF-8" : "", NULL);
}

static void complain(struct reading *r, struct smv_span bytes)
{
    r->failed = true;
    if (r->parser.error == YAML_READER_ERROR) {
        complain_at_byte(r, bytes);
        return;
    }
    yaml_mark_t mark = r->parser.problem_mark;
    smv_mistake(r->mistakes, (unsigned)mark.line + 1, (unsigned)mark.column + 1,
                plain_words(r->parser.problem), NULL);
}

/* --- building --------------------------------------------------------------------------------- */

static void refuse(struct reading *r, const yaml_event_t *event, const char *why)
{
    r->failed = true;
    smv_mistake(r->mistakes, (unsigned)event->start_mark.line + 1,
                (unsigned)event->start_mark.column + 1, why, NULL);
}

static struct smv_yaml *put_node(struct reading *r, const yaml_event_t *event)
{
    struct smv_yaml *node = smv_zalloc(sizeof(*node));
    node->line = (unsigned)event->start_mark.line + 1;
    node->column = (unsigned)event->start_mark.column + 1;
    node->parent = r->open;
    if (r->open == NULL) {
        r->top = node;
        return node;
    }
    if (r->open->type == SMV_YAML_MAP) {
        node->key = r->key;
        node->key_len = r->key_len;
        node->key_line = r->key_line;
        node->key_column = r->key_column;
        r->key = NULL;
    }
    *(r->open->last == NULL ? &r->open->first : &r->open->last->next) = node;
    r->open->last = node;
    r->open->n++;
    return node;
}

static char *dup_text(const yaml_event_t *event, size_t *ret_len)
{
    *ret_len = event->data.scalar.length;
    return smv_span_dup_cstr(smv_span(event->data.scalar.value, event->data.scalar.length));
}

static void take_key(struct reading *r, const yaml_event_t *event)
{
    size_t len;
    char *key = dup_text(event, &len);
    for (const struct smv_yaml *at = r->open->first; at != NULL; at = at->next) {
        if (at->key_len == len && memcmp(at->key, key, len) == 0) {
            struct smv_quote said = smv_mistake_quote(key, len);
            struct smv_quote line = smv_mistake_number(at->key_line);
            smv_mistake(r->mistakes, (unsigned)event->start_mark.line + 1,
                        (unsigned)event->start_mark.column + 1, said.text,
                        " is said twice: first on line ", line.text, NULL);
            break;
        }
    }
    r->key = key;
    r->key_len = len;
    r->key_line = (unsigned)event->start_mark.line + 1;
    r->key_column = (unsigned)event->start_mark.column + 1;
}

static bool waits_for_key(const struct reading *r)
{
    return r->open != NULL && r->open->type == SMV_YAML_MAP && r->key == NULL;
}

static void take_text(struct reading *r, const yaml_event_t *event)
{
    if (event->data.scalar.tag != NULL || event->data.scalar.anchor != NULL) {
        refuse(r, event, "tags (!) and anchors (&) are not used here: put the text in \"quotes\"");
    } else if (waits_for_key(r)) {
        take_key(r, event);
    } else {
        struct smv_yaml *node = put_node(r, event);
        node->type = SMV_YAML_TEXT;
        node->text = dup_text(event, &node->len);
        node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
        node->exact = event->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE ||
                      event->data.scalar.style == YAML_SINGLE_QUOTED_SCALAR_STYLE;
    }
}

static void open_node(struct reading *r, const yaml_event_t *event)
{
    bool list = event->type == YAML_SEQUENCE_START_EVENT;
    bool tagged =
        list ? event->data.sequence_start.tag != NULL || event->data.sequence_start.anchor != NULL
             : event->data.mapping_start.tag != NULL || event->data.mapping_start.anchor != NULL;
    if (tagged) {
        refuse(r, event, "tags (!) and anchors (&) are not used here: put the text in \"quotes\"");
    } else if (waits_for_key(r)) {
        refuse(r, event, "expected a key (one word and a colon), found a list or mapping");
    } else if (r->depth == SMV_YAML_MAX_DEPTH) {
        refuse(r, event, "too many levels");
    } else {
        struct smv_yaml *node = put_node(r, event);
        node->type = list ? SMV_YAML_LIST : SMV_YAML_MAP;
        r->open = node;
        r->depth++;
    }
}

static void take_event(struct reading *r, const yaml_event_t *event)
{
    switch ((int)event->type) {
    case YAML_SCALAR_EVENT: take_text(r, event); break;
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT: open_node(r, event); break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        r->open = r->open->parent;
        r->depth--;
        break;
    case YAML_ALIAS_EVENT:
        refuse(r, event, "references (*) are not used here: put the text in \"quotes\"");
        break;
    case YAML_DOCUMENT_START_EVENT:
        if (r->top != NULL) {
            refuse(r, event, "a second document ('---') is not used here");
        }
        break;
    default: break;
    }
}

struct smv_yaml *smv_yaml_read(struct smv_span bytes, struct smv_mistakes *m)
{
    struct reading r = {.mistakes = m};
    if (bytes.len > SMV_YAML_MAX_BYTES) {
        struct smv_quote most = smv_mistake_number(SMV_YAML_MAX_BYTES);
        smv_mistake(m, 0, 0, "the file is larger than ", most.text, " bytes", NULL);
        return NULL;
    }
    if (!yaml_parser_initialize(&r.parser)) {
        smv_mistake(m, 0, 0, "the YAML reader could not start", NULL);
        return NULL;
    }
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, bytes.len == 0 ? (const uint8_t *)"" : bytes.data,
                                 bytes.len);
    for (bool end = false; !end && !r.failed;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&r.parser, &event)) {
            complain(&r, bytes);
            break;
        }
        take_event(&r, &event);
        end = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&r.parser);
    smv_free(r.key);
    if (!r.failed && r.top == NULL) {
        smv_mistake(m, 1, 1, "the file is empty", NULL);
    }
    if (r.failed) {
        smv_yaml_destroy(r.top);
        return NULL;
    }
    return r.top;
}

/* --- using ------------------------------------------------------------------------------------ */

void smv_yaml_destroy(struct smv_yaml *top)
{
    if (top == NULL) {
        return;
    }
    for (struct smv_yaml *at = top->first, *next; at != NULL; at = next) {
        next = at->next;
        smv_yaml_destroy(at);
    }
    smv_free(top->text);
    smv_free(top->key);
    smv_free(top);
}

struct smv_yaml *smv_yaml_get(const struct smv_yaml *map, const char *key)
{
    struct smv_yaml *at = map == NULL || map->type != SMV_YAML_MAP ? NULL : map->first;
    while (at != NULL && (at->key_len != strlen(key) || memcmp(at->key, key, at->key_len) != 0)) {
        at = at->next;
    }
    return at;
}

bool smv_yaml_is(const struct smv_yaml *text, const char *word)
{
    return text->type == SMV_YAML_TEXT && text->len == strlen(word) &&
           memcmp(text->text, word, text->len) == 0;
}

bool smv_yaml_missing(const struct smv_yaml *value)
{
    return value == NULL || (value->type == SMV_YAML_TEXT && value->len == 0 && !value->quoted);
}
