/* schema.c - schema.def as constant tables.
 *
 * What: each kind's fields become one array, a table of positions finds a field by its number in
 *       one step.
 * Not:  decides nothing.
 * Uses: schema.def; schema_names.h, which the build makes from it (the preprocessor cannot write a
 *       name in lower case).
 * Thread: pure; constant data only.
 * Invariant: schema.def lists a kind's fields right behind the kind, and every kind has at least
 *       one. */
#include "common/model/schema.h"
#include <string.h>
#include "schema_names.h"

/* What the bound column means: a number, or for REF a kind (0: any). */
enum { SMV_KIND_0 = 0 };
#define BOUND_TEXT(b)  (b)
#define BOUND_INT(b)   (b)
#define BOUND_REF(b)   SMV_KIND_##b
#define BOUND_STR(b)   (b)
#define BOUND_LIST(b)  (b)
#define BOUND_BYTES(b) (b)

/* A kind ends the array of the kind before it and begins its own. */
static const struct smv_field_info fields_none[] = {
    {"", 0, 0, SMV_TYPE_INT, W_FOLD, 0, ""},
#define SMV_KIND(name, number, scope, parents, writers, doc)                                       \
    }                                                                                              \
    ;                                                                                              \
    static const struct smv_field_info fields_##name[] = {
#define SMV_FIELD(kind, name, number, type, bound, writers, doc)                                   \
    {LOWER_##name, SMV_KIND_##kind, number, SMV_TYPE_##type, (writers), BOUND_##type(bound), doc},
#include "common/model/schema.def"
};

#define P(kind) (UINT64_C(1) << SMV_KIND_##kind)
static const struct smv_kind_info kinds[SMV_KIND_MAX + 1] = {
    [SMV_KIND_NONE] = {.fields = fields_none},
#define SMV_KIND(name, number, scope, parents, writers, doc)                                       \
    [number] = {LOWER_##name,                                                                      \
                number,                                                                            \
                SMV_SCOPE_##scope,                                                                 \
                (writers),                                                                         \
                (parents),                                                                         \
                fields_##name,                                                                     \
                sizeof(fields_##name) / sizeof(fields_##name[0]),                                  \
                doc},
#include "common/model/schema.def"
};
#undef P

/* Where a field stands in its kind's array; counts from 0 again at each kind. */
enum {
#define SMV_KIND(name, number, scope, parents, writers, doc)     BEFORE_##name = -1,
#define SMV_FIELD(kind, name, number, type, bound, writers, doc) AT_##kind##_##name,
#include "common/model/schema.def"
};
/* That plus one; 0: the kind has no field of this number. */
static const uint8_t positions[SMV_KIND_MAX + 1][SMV_FIELD_MAX + 1] = {
#define SMV_FIELD(kind, name, number, type, bound, writers, doc)                                   \
    [SMV_KIND_##kind][number] = AT_##kind##_##name + 1,
#include "common/model/schema.def"
};

static const struct smv_role_info roles[] = {
#define SMV_ROLE(name, number, rights, doc) [number] = {LOWER_##name, number, (rights), doc},
#include "common/model/schema.def"
};

static const char *const scopes[] = {
#define SMV_SCOPE(name, number, doc) [number] = LOWER_##name,
#include "common/model/schema.def"
};

const struct smv_kind_info *smv_kind_info(unsigned kind)
{
    return kind <= SMV_KIND_MAX && kinds[kind].name != NULL ? &kinds[kind] : NULL;
}

const struct smv_field_info *smv_field_info(unsigned kind, unsigned number)
{
    if (kind > SMV_KIND_MAX || number > SMV_FIELD_MAX || positions[kind][number] == 0) {
        return NULL;
    }
    return &kinds[kind].fields[positions[kind][number] - 1];
}

const struct smv_role_info *smv_role_info(unsigned role)
{
    return role < SMV_ROLE_COUNT ? &roles[role] : NULL;
}

const char *smv_scope_name(unsigned scope)
{
    return scope < SMV_SCOPE_COUNT ? scopes[scope] : "unknown";
}

unsigned smv_kind_by_name(const char *name)
{
    for (unsigned kind = 1; kind <= SMV_KIND_MAX; kind++) {
        if (kinds[kind].name != NULL && strcmp(kinds[kind].name, name) == 0) {
            return kind;
        }
    }
    return SMV_KIND_NONE;
}

const struct smv_field_info *smv_field_by_name(unsigned kind, const char *name)
{
    const struct smv_kind_info *info = smv_kind_info(kind);
    for (size_t i = 0; info != NULL && i < info->n_fields; i++) {
        if (strcmp(info->fields[i].name, name) == 0) {
            return &info->fields[i];
        }
    }
    return NULL;
}

int smv_role_by_name(const char *name)
{
    for (int role = 0; role < SMV_ROLE_COUNT; role++) {
        if (strcmp(roles[role].name, name) == 0) {
            return role;
        }
    }
    return -1;
}
