/* export_int.h - what the files that write a template share: export.c (the day), export_sheet.c,
 * export_field.c, export_keys.c.
 *
 * Uses: template_int.h, yaml_write.h.    Thread: pure. */
#ifndef SMV_TEMPLATE_EXPORT_INT_H
#define SMV_TEMPLATE_EXPORT_INT_H
#include "common/template/export.h"
#include "common/template/template_int.h"
#include "common/template/yaml_write.h"

struct smv_export_key { /* a local key */
    smv_id id;
    char name[SMV_PLAN_LOCAL_MAX + 1];
};
struct smv_export {
    const struct smv_tree *t;
    const struct smv_template_wish *wish;
    struct smv_yaml_lines y;
    struct smv_span lang;
    smv_seq begun;            /* position of the first session's start; 0: none has begun */
    uint64_t latest;          /* hhmm: the start of the last session that has one */
    struct smv_span guide[3]; /* said once for the day, for lead, scribe, all */
    struct smv_export_key *keys;
    size_t n_keys, cap_keys;
};

/* --- what belongs to the plan ------------------------------------------------------------------- */
bool smv_export_sheet_is(const struct smv_node *n); /* a sheet of the plan */
bool smv_export_prepared(const struct smv_export *x, const struct smv_node *n); /* before the day */
bool smv_export_composition_is(const struct smv_node *n);
/* What a reference says, where a template can say it; 0. */
smv_id smv_export_composition(const struct smv_export *x, const struct smv_node *session);
smv_id smv_export_compiled(const struct smv_export *x, const struct smv_node *sheet);
smv_id smv_export_carried(const struct smv_export *x, const struct smv_node *sheet);

/* --- keys ----------------------------------------------------------------------------------------- */
void smv_export_find_keys(struct smv_export *x);
const char *smv_export_key(const struct smv_export *x, smv_id id); /* NULL: nothing refers to it */

/* --- writing --------------------------------------------------------------------------------------- */
/* Told each key of the spec in turn; true: it has written what belongs there, or nothing does. */
typedef bool smv_export_special(struct smv_export *x, const struct smv_key *key,
                                const struct smv_node *n);
/* The keys of spec that n has a value for; special may be NULL. */
void smv_export_fields(struct smv_export *x, const struct smv_spec *spec, const struct smv_node *n,
                       smv_export_special *special);
/* A text with its key, if there is one, or must be. */
void smv_export_text(struct smv_export *x, const struct smv_key *key, struct smv_span text);
/* n as an item of a list: the brief text where there is nothing more. */
void smv_export_item(struct smv_export *x, const struct smv_spec *spec, const struct smv_node *n,
                     smv_export_special *special);
void smv_export_words(struct smv_export *x, const struct smv_key *key, uint64_t mask);
void smv_export_sheets(struct smv_export *x, const struct smv_node *parent);
bool smv_export_word_is(const struct smv_word *words, uint64_t value);

#endif
