/* markdown.c - the tables of PROTOCOL.md.
 *
 * Uses: tables.h.    Thread: one. */
#include <inttypes.h>
#include <string.h>
#include "proto/tools/tables.h"

/* In a cell, a bar would end it. */
static void put_cell(FILE *out, const char *s)
{
    for (; *s != '\0'; s++) {
        if (*s == '|') {
            fputc('\\', out);
        }
        fputc(*s, out);
    }
}

static void put_writers(FILE *out, unsigned mask)
{
    const char *names[4];
    gen_writers(mask, names);
    for (size_t i = 0; names[i] != NULL; i++) {
        fprintf(out, "%s%s", i > 0 ? ", " : "", names[i]);
    }
}

static void put_bound(FILE *out, const struct gen_arg *a)
{
    if (strcmp(a->type, "UINT") == 0 && a->bound == UINT64_C(9007199254740991)) {
        fputs("2^53 - 1", out);
    } else if (strcmp(a->type, "INT") == 0) {
        fprintf(out, "-%" PRIu64 " to %" PRIu64, a->bound, a->bound);
    } else if (strcmp(a->type, "UINT") == 0) {
        fprintf(out, "%" PRIu64, a->bound);
    } else {
        fprintf(out, "%" PRIu64 " bytes", a->bound);
    }
}

static void put_args(FILE *out, const struct gen_form *f)
{
    fputs("| field | type | bound | what |\n|---|---|---|---|\n", out);
    for (size_t i = 0; i < f->n_args; i++) {
        const struct gen_arg *a = &f->args[i];
        fprintf(out, "| `%s` | ", a->name);
        gen_put_lower(out, a->type);
        fputs(" | ", out);
        put_bound(out, a);
        fputs(" | ", out);
        put_cell(out, a->doc);
        fputs(" |\n", out);
    }
}

static void put_messages(FILE *out, const char *direction, const char *from)
{
    const char *before = "";
    for (size_t i = 0; i < n_gen_messages; i++) {
        const struct gen_form *f = &gen_messages[i];
        if (strcmp(f->who, direction) == 0) {
            fprintf(out, "%s#### %s: %u, from the %s\n\n%s.\n\n", before, f->upper, f->number, from,
                    f->doc);
            put_args(out, f);
            before = "\n";
        }
    }
}

static void put_up(FILE *out)
{
    put_messages(out, "UP", "client");
}

static void put_down(FILE *out)
{
    put_messages(out, "DOWN", "daemon");
}

static void put_ops(FILE *out)
{
    for (size_t i = 0; i < n_gen_ops; i++) {
        const struct gen_form *f = &gen_ops[i];
        fprintf(out, "%s#### %s: %u%s\n\n%s.\n\n", i > 0 ? "\n" : "", f->name, f->number,
                strcmp(f->who, "CLIENT") == 0 ? "" : ", in the log only, never in OPS", f->doc);
        put_args(out, f);
    }
}

static void put_changes(FILE *out)
{
    for (size_t i = 0; i < n_gen_changes; i++) {
        const struct gen_form *f = &gen_changes[i];
        fprintf(out, "%s#### %s: %u\n\n%s.\n\n", i > 0 ? "\n" : "", f->name, f->number, f->doc);
        put_args(out, f);
    }
}

static void put_codes(FILE *out)
{
    fputs("| code | name | class | text |\n|---|---|---|---|\n", out);
    for (size_t i = 0; i < n_gen_codes; i++) {
        fprintf(out, "| %u | %s | %s | %s |\n", gen_codes[i].number, gen_codes[i].upper,
                gen_codes[i].class, gen_codes[i].text);
    }
}

static void put_closes(FILE *out)
{
    fputs("| code | name | then | text |\n|---|---|---|---|\n", out);
    for (size_t i = 0; i < n_gen_closes; i++) {
        fprintf(out, "| %u | %s | %s | %s |\n", gen_closes[i].number, gen_closes[i].upper,
                gen_closes[i].class, gen_closes[i].text);
    }
}

static void put_roles(FILE *out)
{
    fputs("| role | number | hands | who |\n|---|---|---|---|\n", out);
    for (size_t i = 0; i < n_gen_roles; i++) {
        fputs("| ", out);
        gen_put_lower(out, gen_roles[i].upper);
        fprintf(out, " | %u | ", gen_roles[i].number);
        if (gen_roles[i].rights == 0) {
            fputs("none", out);
        } else {
            put_writers(out, gen_roles[i].rights);
        }
        fprintf(out, " | %s |\n", gen_roles[i].doc);
    }
}

static void put_scopes(FILE *out)
{
    fputs("| scope | who reads |\n|---|---|\n", out);
    for (size_t i = 0; i < n_gen_scopes; i++) {
        fputs("| ", out);
        gen_put_lower(out, gen_scopes[i].upper);
        fprintf(out, " | %s |\n", gen_scopes[i].doc);
    }
}

static void put_field(FILE *out, const struct gen_field *f)
{
    fprintf(out, "| %u | ", f->number);
    gen_put_lower(out, f->upper);
    fputs(" | ", out);
    gen_put_lower(out, f->type);
    fputs(" | ", out);
    if (strcmp(f->type, "REF") == 0) {
        const struct gen_kind *k = gen_kind_by_number(f->bound);
        gen_put_lower(out, k == NULL ? "any kind" : k->upper);
    } else if (f->bound == UINT64_C(9007199254740991)) {
        fputs("2^53 - 1", out);
    } else {
        fprintf(out, "%" PRIu64, f->bound);
    }
    fputs(" | ", out);
    put_writers(out, f->writers);
    fputs(" | ", out);
    put_cell(out, f->doc);
    fputs(" |\n", out);
}

static void put_kinds(FILE *out)
{
    for (size_t i = 0; i < n_gen_kinds; i++) {
        const struct gen_kind *k = &gen_kinds[i];
        const char *before = "Under: ";
        fprintf(out, "%s#### ", i > 0 ? "\n" : "");
        gen_put_lower(out, k->upper);
        fprintf(out, ": %u\n\n%s. ", k->number, k->doc);
        for (size_t j = 0; j < n_gen_kinds; j++) {
            if ((k->parents >> gen_kinds[j].number & 1) != 0) {
                fputs(before, out);
                gen_put_lower(out, gen_kinds[j].upper);
                before = ", ";
            }
        }
        fprintf(out, "%s Read by: ", k->parents == 0 ? "Stands under nothing." : ".");
        gen_put_lower(out, k->scope);
        fputs(". Added, moved, deleted by: ", out);
        put_writers(out, k->writers);
        fputs(
            ".\n\n| number | field | type | bound | writers | what |\n|---|---|---|---|---|---|\n",
            out);
        for (size_t j = 0; j < n_gen_fields; j++) {
            if (gen_fields[j].kind == k->number) {
                put_field(out, &gen_fields[j]);
            }
        }
    }
}

static void put_limits(FILE *out)
{
    fputs("| limit | value | what |\n|---|---|---|\n", out);
    for (size_t i = 0; i < n_gen_limits; i++) {
        const struct gen_limit *l = &gen_limits[i];
        fprintf(out, "| %s | %" PRIu64 " %s | %s |\n", l->upper, l->value, l->unit, l->what);
    }
}

/* Every name must stand in PROTOCOL.md, so that nothing is left out of it by accident. */
static const struct {
    const char *name;
    void (*put)(FILE *out);
} tables[] = {
    {"up", put_up},       {"down", put_down},     {"operations", put_ops}, {"changes", put_changes},
    {"codes", put_codes}, {"closes", put_closes}, {"roles", put_roles},    {"scopes", put_scopes},
    {"kinds", put_kinds}, {"limits", put_limits},
};

const char *const gen_markdown_names[] = {"up",    "down",   "operations", "changes",
                                          "codes", "closes", "roles",      "scopes",
                                          "kinds", "limits", NULL};

int gen_markdown(FILE *out, const char *name)
{
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (strcmp(tables[i].name, name) == 0) {
            tables[i].put(out);
            return 1;
        }
    }
    return 0;
}
