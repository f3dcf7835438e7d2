/* fields.h - field=value as people write it, and values as people read them.
 *
 * What: dates 2026-11-21, times 09:30, yes/no, the words that schema.def's docs give to numbers ("closed" for
 *       "2 closed"), masks as words with commas, roles and kinds by name, references as addresses, columns of
 *       a table by their heading.
 * Uses: node.h, schema.h.    Thread: as client.h. */
#ifndef SMV_CLIENT_FIELDS_H
#define SMV_CLIENT_FIELDS_H
#include <jansson.h>
#include "client-cli/cmd/node.h"

struct smv_fields {            /* what values may refer to */
    struct smv_client *client; /* NULL: no references can be read */
    smv_id place;
    int64_t now_ms;
};

/* The field of a node of this kind by its name; of a row also by its column's heading (sheet: the row's). */
const struct smv_field_info *smv_field_named(const struct smv_fields *f, unsigned kind,
                                             smv_id sheet, const char *name, size_t len);
/* Borrows text. False: *ret_why says what was expected (English, to be translated by the caller's sentence). */
bool smv_field_read(const struct smv_fields *f, const struct smv_field_info *info, const char *text,
                    struct smv_value *ret_value, char why[200]);
/* Several field=value; sorted by number, as an add wants them. */
struct smv_assign {
    const struct smv_field_info *info;
    struct smv_value value;
};
enum { SMV_ASSIGNS = 40 };
bool smv_fields_read(const struct smv_fields *f, unsigned kind, smv_id sheet, char **args, size_t n,
                     struct smv_assign ret[SMV_ASSIGNS], size_t *ret_n, char why[300]);

/* For people: a word where the schema has one. Appends. */
void smv_field_show(const struct smv_fields *f, const struct smv_field_info *info,
                    const struct smv_value *v, struct smv_buf *ret);
/* The shown value of a node's field, of any type. Overwrites ret; empty when it was never written. */
void smv_field_text(const struct smv_fields *f, smv_id id, const struct smv_field_info *info,
                    struct smv_buf *ret);
/* For programs: numbers as numbers, ids as "5.12". NULL when it is empty or 0. */
json_t *smv_field_json(struct smv_client *c, smv_id id, const struct smv_field_info *info);
/* All of a node's fields that are not empty; secrets left out. */
json_t *smv_fields_json(struct smv_client *c, smv_id id);

/* The word that a doc gives to a number: "0 prepared, 1 open" -> 1: "open". False: none. */
bool smv_doc_word(const struct smv_field_info *info, uint64_t num, struct smv_span *ret_word);

#endif
