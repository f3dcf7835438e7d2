/* tables.h - what the definitions say, as plain tables for the generator.
 *
 * What: messages.def, schema.def and limits.h unrolled into arrays of strings and numbers.
 * Not:  part of no program that runs at a seminar; a host tool of the build.
 * Uses: the .def files only, so that it needs nothing of what it describes.    Thread: one. */
#ifndef SMV_PROTO_TOOLS_TABLES_H
#define SMV_PROTO_TOOLS_TABLES_H
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct gen_arg {
    const char *name, *type; /* type as in messages.def: UINT ... */
    uint64_t bound;
    const char *doc;
};
/* A message, an operation or a change. */
struct gen_form {
    const char *upper, *name;
    unsigned number;
    const char *who; /* UP, DOWN, CLIENT, DAEMON; "" for changes */
    const char *doc;
    const struct gen_arg *args;
    size_t n_args;
};
struct gen_code {
    const char *upper;
    unsigned number;
    const char *class; /* of close codes "again" or "stay away" */
    const char *text;
};
struct gen_role {
    const char *upper;
    unsigned number, rights;
    const char *doc;
};
struct gen_kind {
    const char *upper;
    unsigned number;
    const char *scope;
    uint64_t parents;
    unsigned writers;
    const char *doc;
};
struct gen_field {
    unsigned kind;
    const char *upper;
    unsigned number;
    const char *type;
    uint64_t bound; /* REF: a kind's number */
    unsigned writers;
    const char *doc;
};
struct gen_limit {
    const char *upper;
    uint64_t value;
    const char *unit, *what;
};

#define GEN_TABLE(type, name)                                                                      \
    extern const struct type name[];                                                               \
    extern const size_t n_##name
GEN_TABLE(gen_form, gen_messages);
GEN_TABLE(gen_form, gen_ops);
GEN_TABLE(gen_form, gen_changes);
GEN_TABLE(gen_code, gen_codes);
GEN_TABLE(gen_code, gen_closes);
GEN_TABLE(gen_role, gen_roles);
GEN_TABLE(gen_role, gen_scopes); /* rights unused */
GEN_TABLE(gen_kind, gen_kinds);
GEN_TABLE(gen_field, gen_fields); /* grouped by kind */
GEN_TABLE(gen_limit, gen_limits);

extern const unsigned gen_version;
extern const char gen_subprotocol[];

const struct gen_kind *gen_kind_by_number(uint64_t number); /* NULL: none */
/* The names of a writers mask, "fold" when it is empty: at most 3 of them, NULL after the last. */
void gen_writers(unsigned mask, const char *ret_names[4]);
void gen_put_lower(FILE *out, const char *upper);

/* The two outputs. */
void gen_typescript(FILE *out);
/* One table of PROTOCOL.md by its marker's name; 0 when there is no such name. */
int gen_markdown(FILE *out, const char *name);
extern const char *const gen_markdown_names[]; /* NULL after the last */

#endif
