/* tables.c - the definitions unrolled.
 *
 * Uses: messages.def, schema.def, limits.h, msg.h and schema.h for their enums.    Thread: one. */
#include "proto/tools/tables.h"
#include <ctype.h>
#include <string.h>
#include "common/base/limits.h"
#include "common/model/schema.h"
#include "proto/msg.h"

#define COUNT(table)    (sizeof(table) / sizeof *(table))
#define TABLE_END(name) const size_t n_##name = COUNT(name)

const unsigned gen_version = SMV_PROTO_VERSION;
const char gen_subprotocol[] = SMV_SUBPROTOCOL;

/* --- messages.def ------------------------------------------------------------------------------- */
#define X(name, type, bound, doc) {#name, #type, bound, doc},
#define M(NAME, name, number, direction, doc)                                                      \
    static const struct gen_arg message_##name[] = {SMV_MSG_##NAME(X)};
SMV_MESSAGE_MAP(M)
#undef M
#define O(NAME, name, number, who, doc)                                                            \
    static const struct gen_arg op_##name[] = {SMV_OP_##NAME##_ARGS(X)};
SMV_OP_MAP(O)
#undef O
#define C(NAME, name, number, doc)                                                                 \
    static const struct gen_arg change_##name[] = {SMV_CHANGE_##NAME##_ARGS(X)};
SMV_CHANGE_MAP(C)
#undef C
#undef X

const struct gen_form gen_messages[] = {
#define M(NAME, name, number, direction, doc)                                                      \
    {#NAME, #name, number, #direction, doc, message_##name, COUNT(message_##name)},
    SMV_MESSAGE_MAP(M)
#undef M
};
TABLE_END(gen_messages);

const struct gen_form gen_ops[] = {
#define O(NAME, name, number, who, doc)                                                            \
    {#NAME, #name, number, #who, doc, op_##name, COUNT(op_##name)},
    SMV_OP_MAP(O)
#undef O
};
TABLE_END(gen_ops);

const struct gen_form gen_changes[] = {
#define C(NAME, name, number, doc)                                                                 \
    {#NAME, #name, number, "", doc, change_##name, COUNT(change_##name)},
    SMV_CHANGE_MAP(C)
#undef C
};
TABLE_END(gen_changes);

const struct gen_code gen_codes[] = {
#define X(NAME, number, class, text) {#NAME, number, #class, text},
    SMV_CODE_MAP(X)
#undef X
};
TABLE_END(gen_codes);

const struct gen_code gen_closes[] = {
#define X(NAME, number, again, text) {#NAME, number, (again) ? "again" : "stay away", text},
    SMV_CLOSE_MAP(X)
#undef X
};
TABLE_END(gen_closes);

const struct gen_limit gen_limits[] = {
#define X(name, value, unit, what) {#name, value, unit, what},
    SMV_LIMIT_MAP(X)
#undef X
};
TABLE_END(gen_limits);

/* --- schema.def ----------------------------------------------------------------------------------- */
const struct gen_role gen_roles[] = {
#define SMV_ROLE(name, number, rights, doc) {#name, number, rights, doc},
#include "common/model/schema.def"
};
TABLE_END(gen_roles);

const struct gen_role gen_scopes[] = {
#define SMV_SCOPE(name, number, doc) {#name, number, 0, doc},
#include "common/model/schema.def"
};
TABLE_END(gen_scopes);

#define P(kind) (UINT64_C(1) << SMV_KIND_##kind)
const struct gen_kind gen_kinds[] = {
#define SMV_KIND(name, number, scope, parents, writers, doc)                                       \
    {#name, number, #scope, parents, writers, doc},
#include "common/model/schema.def"
};
TABLE_END(gen_kinds);
#undef P

/* A reference's bound is a kind's name or 0, the others' a number. */
enum { SMV_KIND_0 = 0 };
#define BOUND_TEXT(bound)  bound
#define BOUND_INT(bound)   bound
#define BOUND_STR(bound)   bound
#define BOUND_LIST(bound)  bound
#define BOUND_BYTES(bound) bound
#define BOUND_REF(bound)   SMV_KIND_##bound
const struct gen_field gen_fields[] = {
#define SMV_FIELD(kind, name, number, type, bound, writers, doc)                                   \
    {SMV_KIND_##kind, #name, number, #type, BOUND_##type(bound), writers, doc},
#include "common/model/schema.def"
};
TABLE_END(gen_fields);

/* --- helpers ------------------------------------------------------------------------------------------ */
const struct gen_kind *gen_kind_by_number(uint64_t number)
{
    for (size_t i = 0; i < n_gen_kinds; i++) {
        if (gen_kinds[i].number == number) {
            return &gen_kinds[i];
        }
    }
    return NULL;
}

void gen_writers(unsigned mask, const char *ret_names[4])
{
    size_t n = 0;
    if (mask & W_OWN) {
        ret_names[n++] = "own";
    }
    if (mask & W_MOD) {
        ret_names[n++] = "mod";
    }
    if (mask & W_ORG) {
        ret_names[n++] = "org";
    }
    if (n == 0) {
        ret_names[n++] = "fold";
    }
    ret_names[n] = NULL;
}

void gen_put_lower(FILE *out, const char *upper)
{
    for (; *upper != '\0'; upper++) {
        fputc(tolower((unsigned char)*upper), out);
    }
}
