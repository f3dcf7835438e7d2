/* schema.h - the tables that schema.def defines.
 *
 * What: kinds, fields, scopes and roles as enums and as constant tables.
 * Not:  whether somebody may do something now: that needs the tree (common/model/rights.h).
 * Uses: schema.def.    Thread: pure; constant data. */
#ifndef SMV_MODEL_SCHEMA_H
#define SMV_MODEL_SCHEMA_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The hands that write; a role's rights and a kind's or field's writers are masks of these. */
enum smv_writer { W_FOLD = 0, W_OWN = 1, W_MOD = 2, W_ORG = 4 };

enum smv_role {
#define SMV_ROLE(name, number, rights, doc) SMV_ROLE_##name = number,
#include "common/model/schema.def"
    SMV_ROLE_COUNT
};
enum smv_scope {
#define SMV_SCOPE(name, number, doc) SMV_SCOPE_##name = number,
#include "common/model/schema.def"
    SMV_SCOPE_COUNT
};
enum smv_kind {
    SMV_KIND_NONE = 0,
#define SMV_KIND(name, number, scope, parents, writers, doc) SMV_KIND_##name = number,
#include "common/model/schema.def"
    SMV_KIND_MAX = 63
};
/* SMV_SESSION_TITLE = 1 ...: a field's number, unique within its kind */
enum smv_field_number {
#define SMV_FIELD(kind, name, number, type, bound, writers, doc) SMV_##kind##_##name = number,
#include "common/model/schema.def"
    SMV_FIELD_MAX = 63
};
enum smv_type {
    SMV_TYPE_TEXT,
    SMV_TYPE_INT,
    SMV_TYPE_REF,
    SMV_TYPE_STR,
    SMV_TYPE_LIST,
    SMV_TYPE_BYTES
};

/* Who reads a sheet (its field AUDIENCE); moderators and organisers always do, screens by what their stage
 * shows. */
enum smv_audience {
    SMV_AUDIENCE_OWN = 1,    /* its own room's or group's writers */
    SMV_AUDIENCE_PLACES = 2, /* all rooms and groups (to read) */
    SMV_AUDIENCE_GROUP = 4,  /* participants who follow its group */
    SMV_AUDIENCE_ALL = 8,    /* all participants */
    SMV_AUDIENCE_CODE = 16   /* reserved for links of the time after the day */
};

struct smv_field_info {
    const char *name; /* lower case, as in the terminal client and in JSON */
    uint8_t kind, number, type, writers;
    uint64_t bound; /* for REF: the kind it must be, 0 any */
    const char *doc;
};
struct smv_kind_info {
    const char *name; /* lower case */
    uint8_t number, scope, writers;
    uint64_t parents; /* bit k: may stand under kind k */
    const struct smv_field_info *fields;
    size_t n_fields;
    const char *doc;
};
struct smv_role_info {
    const char *name;
    uint8_t number, rights;
    const char *doc;
};

const struct smv_kind_info *smv_kind_info(unsigned kind); /* NULL: no such kind */
const struct smv_field_info *smv_field_info(unsigned kind,
                                            unsigned number); /* NULL: no such field; O(1) */
const struct smv_role_info *smv_role_info(unsigned role);     /* NULL: no such role */
const char *smv_scope_name(unsigned scope);
/* By name, for people and scripts; 0 / NULL when there is none. */
unsigned smv_kind_by_name(const char *name);
const struct smv_field_info *smv_field_by_name(unsigned kind, const char *name);
int smv_role_by_name(const char *name); /* -1: none */

#endif
