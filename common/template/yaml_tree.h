/* yaml_tree.h - a small YAML file as a tree in which every value knows its line and column.
 *
 * What: texts, lists and mappings; mistakes of form; the list that all mistakes are collected in.
 * Not:  no anchors, aliases, tags or second documents (a mistake says so); knows no template.
 * Uses: libyaml's parser on memory, buf.h, heap.h.    Thread: any; no state. */
#ifndef SMV_TEMPLATE_YAML_TREE_H
#define SMV_TEMPLATE_YAML_TREE_H
#include "common/base/buf.h"
#include "common/base/err.h"
#include "common/template/template.h"

/* A plan with a hundred long questions is about 30 KiB. */
enum { SMV_YAML_MAX_BYTES = 262144, SMV_YAML_MAX_DEPTH = 16, SMV_YAML_MAX_MISTAKES = 200 };

struct smv_yaml {
    enum { SMV_YAML_TEXT, SMV_YAML_LIST, SMV_YAML_MAP } type;
    unsigned line, column; /* from 1 */
    char *text;            /* TEXT: NUL-terminated; for the value of a mapping see key */
    size_t len;
    bool quoted; /* TEXT: "" is an empty text, nothing at all is a missing value */
    bool exact;  /* TEXT in "quotes": outer white space is meant */
    char *key;   /* in a mapping: the key that this is the value of */
    size_t key_len;
    unsigned key_line, key_column;
    struct smv_yaml *first, *last, *next, *parent;
    size_t n;
};

/* --- mistakes --------------------------------------------------------------------------------- */
struct smv_mistakes {
    struct smv_template_mistake *list; /* owned; in the order of the file */
    size_t n, cap;
};
/* The parts (NULL ends them) joined to one sentence and put where line and column belong. Parts that come
 * from the file go through smv_mistake_quote first. */
void smv_mistake(struct smv_mistakes *m, unsigned line, unsigned column, ...)
    __attribute__((sentinel));
/* What somebody wrote, fit to be printed: quoted, shortened, without control characters. */
struct smv_quote {
    char text[72];
};
struct smv_quote smv_mistake_quote(const char *text, size_t len);
struct smv_quote smv_mistake_number(uint64_t number);
void smv_mistakes_finish(struct smv_mistakes *m);

/* --- reading ---------------------------------------------------------------------------------- */
/* NULL and at least one mistake when the bytes are no such YAML; destroy what comes. */
struct smv_yaml *smv_yaml_read(struct smv_span bytes, struct smv_mistakes *m);
void smv_yaml_destroy(struct smv_yaml *top); /* NULL is fine */
/* A value of a mapping; NULL: no such key. */
struct smv_yaml *smv_yaml_get(const struct smv_yaml *map, const char *key);
bool smv_yaml_is(const struct smv_yaml *text, const char *word);
bool smv_yaml_missing(const struct smv_yaml *value); /* NULL, or a key with nothing behind it */

#endif
