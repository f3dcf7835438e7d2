/* yaml_write.h - lines of a YAML file that people read: keys, lists, and texts in the plainest style that holds them.
 *
 * What: puts a text plainly, folded, as a block or in "quotes", so that yaml_tree.h reads the same text again
 *       (and any other YAML reader a text, never a number, a date or a yes).
 * Not:  knows no template.
 * Uses: buf.h, utf8.h.    Thread: pure. */
#ifndef SMV_TEMPLATE_YAML_WRITE_H
#define SMV_TEMPLATE_YAML_WRITE_H
#include "common/base/buf.h"

struct smv_yaml_lines {
    struct smv_buf *b;
    unsigned indent; /* columns */
    bool dashed;     /* '- ' stands there already; the next key goes behind it */
};
void smv_yaml_key(struct smv_yaml_lines *y, const char *key);  /* "key:" */
void smv_yaml_open(struct smv_yaml_lines *y, const char *key); /* "key:" and one level in */
void smv_yaml_close(struct smv_yaml_lines *y);                 /* the level of open */
void smv_yaml_item(struct smv_yaml_lines *y);                  /* "- " and one level in */
void smv_yaml_blank(struct smv_yaml_lines *y);                 /* an empty line between parts */
/* Behind a key or a dash, to the line's end. text: clean UTF-8. */
void smv_yaml_text(struct smv_yaml_lines *y, struct smv_span text);
/* The same for a word or a number of ours. */
void smv_yaml_word(struct smv_yaml_lines *y, const char *word);
void smv_yaml_number(struct smv_yaml_lines *y, uint64_t number);

#endif
