/* typescript.c - protocol.gen.ts: every table as a constant.
 *
 * What: each constant is JSON between "export const NAME = " and " as const;", but for comments to the end of the
 *       line, so that scripts without a TypeScript compiler can read it too. What things are for is in the comments:
 *       a browser need not load it.
 * Uses: tables.h.    Thread: one. */
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>
#include "proto/tools/tables.h"

static void put_key(FILE *out, const char *indent, const char *upper)
{
    fprintf(out, "%s\"", indent);
    gen_put_lower(out, upper);
    fputs("\": ", out);
}

/* Ends a line. */
static void put_doc(FILE *out, const char *doc)
{
    fprintf(out, " // %s\n", doc);
}

static void put_lower_member(FILE *out, const char *key, const char *upper)
{
    fprintf(out, ", \"%s\": \"", key);
    gen_put_lower(out, upper);
    fputc('"', out);
}

static void put_writers(FILE *out, const char *key, unsigned mask)
{
    const char *names[4];
    fprintf(out, ", \"%s\": [", key);
    gen_writers(mask, names);
    for (size_t i = 0; names[i] != NULL && mask != 0; i++) {
        fprintf(out, "%s\"%s\"", i > 0 ? ", " : "", names[i]);
    }
    fputc(']', out);
}

static const char *comma(size_t i, size_t n)
{
    return i + 1 < n ? "," : "";
}

/* Messages, operations, changes: who is the key that tells direction or origin, NULL for none. */
static void put_forms(FILE *out, const char *constant, const struct gen_form *forms, size_t n,
                      const char *who, const char *args)
{
    fprintf(out, "export const %s = {\n", constant);
    for (size_t i = 0; i < n; i++) {
        const struct gen_form *f = &forms[i];
        fprintf(out, "  \"%s\": {\"number\": %u", f->name, f->number);
        if (who != NULL) {
            put_lower_member(out, who, f->who);
        }
        fprintf(out, ", \"%s\": [", args);
        put_doc(out, f->doc);
        for (size_t j = 0; j < f->n_args; j++) {
            const struct gen_arg *a = &f->args[j];
            fprintf(out, "    {\"name\": \"%s\"", a->name);
            put_lower_member(out, "type", a->type);
            fprintf(out, ", \"bound\": %" PRIu64, a->bound);
            fprintf(out, "}%s", comma(j, f->n_args));
            put_doc(out, a->doc);
        }
        fprintf(out, "  ]}%s\n", comma(i, n));
    }
    fputs("} as const;\n\n", out);
}

static void put_codes(FILE *out)
{
    fputs("export const CODES = {\n", out);
    for (size_t i = 0; i < n_gen_codes; i++) {
        put_key(out, "  ", gen_codes[i].upper);
        fprintf(out, "{\"number\": %u", gen_codes[i].number);
        put_lower_member(out, "class", gen_codes[i].class);
        fprintf(out, "}%s", comma(i, n_gen_codes));
        put_doc(out, gen_codes[i].text);
    }
    fputs("} as const;\n\nexport const CLOSES = {\n", out);
    for (size_t i = 0; i < n_gen_closes; i++) {
        put_key(out, "  ", gen_closes[i].upper);
        fprintf(out, "{\"number\": %u, \"again\": %s", gen_closes[i].number,
                strcmp(gen_closes[i].class, "again") == 0 ? "true" : "false");
        fprintf(out, "}%s", comma(i, n_gen_closes));
        put_doc(out, gen_closes[i].text);
    }
    fputs("} as const;\n\n", out);
}

static void put_roles(FILE *out)
{
    fputs("export const ROLES = {\n", out);
    for (size_t i = 0; i < n_gen_roles; i++) {
        put_key(out, "  ", gen_roles[i].upper);
        fprintf(out, "{\"number\": %u", gen_roles[i].number);
        put_writers(out, "hands", gen_roles[i].rights);
        fprintf(out, "}%s", comma(i, n_gen_roles));
        put_doc(out, gen_roles[i].doc);
    }
    fputs("} as const;\n\nexport const SCOPES = {\n", out);
    for (size_t i = 0; i < n_gen_scopes; i++) {
        put_key(out, "  ", gen_scopes[i].upper);
        fprintf(out, "{\"number\": %u", gen_scopes[i].number);
        fprintf(out, "}%s", comma(i, n_gen_scopes));
        put_doc(out, gen_scopes[i].doc);
    }
    fputs("} as const;\n\n", out);
}

static void put_field(FILE *out, const struct gen_field *f, bool last)
{
    put_key(out, "    ", f->upper);
    fprintf(out, "{\"number\": %u", f->number);
    put_lower_member(out, "type", f->type);
    if (strcmp(f->type, "REF") == 0) {
        const struct gen_kind *k = gen_kind_by_number(f->bound);
        put_lower_member(out, "kind", k == NULL ? "any" : k->upper);
    } else {
        fprintf(out, ", \"bound\": %" PRIu64, f->bound);
    }
    put_writers(out, "writers", f->writers);
    fputs(last ? "}" : "},", out);
    put_doc(out, f->doc);
}

static bool is_last_field(size_t j)
{
    for (size_t k = j + 1; k < n_gen_fields; k++) {
        if (gen_fields[k].kind == gen_fields[j].kind) {
            return false;
        }
    }
    return true;
}

static void put_kinds(FILE *out)
{
    fputs("export const KINDS = {\n", out);
    for (size_t i = 0; i < n_gen_kinds; i++) {
        const struct gen_kind *k = &gen_kinds[i];
        const char *before = "";
        put_key(out, "  ", k->upper);
        fprintf(out, "{\"number\": %u", k->number);
        put_lower_member(out, "scope", k->scope);
        fputs(", \"parents\": [", out);
        for (size_t j = 0; j < n_gen_kinds; j++) {
            if ((k->parents >> gen_kinds[j].number & 1) != 0) {
                fprintf(out, "%s\"", before);
                gen_put_lower(out, gen_kinds[j].upper);
                fputc('"', out);
                before = ", ";
            }
        }
        fputc(']', out);
        put_writers(out, "writers", k->writers);
        fputs(", \"fields\": {", out);
        put_doc(out, k->doc);
        for (size_t j = 0; j < n_gen_fields; j++) {
            if (gen_fields[j].kind == k->number) {
                put_field(out, &gen_fields[j], is_last_field(j));
            }
        }
        fprintf(out, "  }}%s\n", comma(i, n_gen_kinds));
    }
    fputs("} as const;\n\n", out);
}

static void put_limits(FILE *out)
{
    fputs("export const LIMITS = {\n", out);
    for (size_t i = 0; i < n_gen_limits; i++) {
        put_key(out, "  ", gen_limits[i].upper);
        fprintf(out, "%" PRIu64 "%s\n", gen_limits[i].value, comma(i, n_gen_limits));
    }
    fputs("} as const;\n\n", out);
}

void gen_typescript(FILE *out)
{
    fputs("// Generated by proto/tools from messages.def, schema.def and limits.h. Do not edit:\n"
          "// change the definitions and run `cmake --build --preset release --target "
          "generated`.\n\n",
          out);
    fprintf(out, "export const PROTOCOL_VERSION = %u;\n", gen_version);
    fprintf(out, "export const SUBPROTOCOL = \"%s\";\n\n", gen_subprotocol);
    put_forms(out, "MESSAGES", gen_messages, n_gen_messages, "direction", "fields");
    put_forms(out, "OPS", gen_ops, n_gen_ops, "from", "args");
    put_forms(out, "CHANGES", gen_changes, n_gen_changes, NULL, "args");
    put_codes(out);
    put_roles(out);
    put_kinds(out);
    put_limits(out);
    fputs("export type MessageName = keyof typeof MESSAGES;\n"
          "export type OpName = keyof typeof OPS;\n"
          "export type ChangeName = keyof typeof CHANGES;\n"
          "export type CodeName = keyof typeof CODES;\n"
          "export type CodeClass = (typeof CODES)[CodeName][\"class\"];\n"
          "export type CloseName = keyof typeof CLOSES;\n"
          "export type RoleName = keyof typeof ROLES;\n"
          "export type ScopeName = keyof typeof SCOPES;\n"
          "export type KindName = keyof typeof KINDS;\n"
          "export type FieldName<K extends KindName> = keyof (typeof KINDS)[K][\"fields\"];\n",
          out);
}
