/* gen.c - writes what follows from the definitions: protocol.gen.ts and the tables of PROTOCOL.md.
 *
 *     smv_gen --ts FILE --md FILE            bring both up to date; untouched when nothing changes
 *     smv_gen --check --ts FILE --md FILE    change nothing; 1 and a line on stderr when one is stale
 *
 * What: in the Markdown file only what stands between <!-- generated: NAME --> and <!-- /generated -->
 *       is replaced; every table's marker must be there exactly once.
 * Not:  installed; a host tool of the build.
 * Uses: tables.h.    Thread: one.
 * Invariant: the output depends on the definitions alone. */
#define _POSIX_C_SOURCE 200809L
#include <stdlib.h>
#include <string.h>
#include "proto/tools/tables.h"

static const char begin_mark[] = "<!-- generated: ";
static const char begin_tail[] = " -->";
static const char end_mark[] = "<!-- /generated -->";

static _Noreturn void die(const char *path, const char *why)
{
    fprintf(stderr, "smv_gen: %s: %s\n", path, why);
    exit(2);
}

/* A whole file with a NUL after it; NULL when it is not there. */
static char *read_file(const char *path)
{
    FILE *in = fopen(path, "rb");
    if (in == NULL) {
        return NULL;
    }
    char *text = NULL;
    size_t len = 0;
    FILE *mem = open_memstream(&text, &len);
    char chunk[4096];
    size_t n = 0;
    while (mem != NULL && (n = fread(chunk, 1, sizeof chunk, in)) > 0) {
        fwrite(chunk, 1, n, mem);
    }
    if (mem == NULL || ferror(in) || fclose(mem) != 0) {
        die(path, "cannot be read");
    }
    fclose(in);
    return text;
}

static void write_file(const char *path, const char *text)
{
    FILE *out = fopen(path, "wb");
    if (out == NULL || fputs(text, out) == EOF || fclose(out) != 0) {
        die(path, "cannot be written");
    }
}

/* The line at which two texts part; 0: they are equal. */
static unsigned first_difference(const char *a, const char *b)
{
    unsigned line = 1;
    for (; *a == *b; a++, b++) {
        if (*a == '\0') {
            return 0;
        }
        line += *a == '\n';
    }
    return line;
}

/* Bring one file to its new text, or tell that it is stale. Returns 1 when stale. */
static int settle(const char *path, const char *old_text, const char *new_text, int check)
{
    unsigned line = first_difference(old_text == NULL ? "" : old_text, new_text);
    if (line == 0) {
        return 0;
    }
    if (check) {
        fprintf(stderr, "smv_gen: %s: stale from line %u on; build the target \"generated\"\n",
                path, line);
        return 1;
    }
    write_file(path, new_text);
    return 0;
}

static int typescript(const char *path, int check)
{
    char *old_text = read_file(path);
    char *new_text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&new_text, &len);
    if (out == NULL) {
        die(path, "out of memory");
    }
    gen_typescript(out);
    fclose(out);
    int stale = settle(path, old_text, new_text, check);
    free(old_text);
    free(new_text);
    return stale;
}

static void need_once(const char *path, const char *text, const char *name)
{
    char mark[80];
    snprintf(mark, sizeof mark, "%s%s%s\n", begin_mark, name, begin_tail);
    const char *at = strstr(text, mark);
    if (at == NULL || strstr(at + 1, mark) != NULL) {
        fprintf(stderr, "smv_gen: %s: needs exactly one marker for \"%s\"\n", path, name);
        exit(2);
    }
}

/* text with every generated part made anew. */
static void refill(FILE *out, const char *path, const char *text)
{
    const char *at = NULL;
    while ((at = strstr(text, begin_mark)) != NULL) {
        const char *name = at + strlen(begin_mark);
        const char *name_end = strstr(name, begin_tail);
        const char *end = strstr(name, end_mark);
        char buf[64];
        if (name_end == NULL || end == NULL || name_end > end ||
            (size_t)(name_end - name) >= sizeof buf) {
            die(path, "a marker without its end");
        }
        memcpy(buf, name, (size_t)(name_end - name));
        buf[name_end - name] = '\0';
        fwrite(text, 1, (size_t)(name_end - text) + strlen(begin_tail), out);
        fputs("\n\n", out);
        if (!gen_markdown(out, buf)) {
            die(path, "a marker with an unknown name");
        }
        fputs("\n", out);
        text = end;
    }
    fputs(text, out);
}

static int markdown(const char *path, int check)
{
    char *old_text = read_file(path);
    char *new_text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&new_text, &len);
    if (out == NULL || old_text == NULL) {
        die(path, "cannot be read");
    }
    for (size_t i = 0; gen_markdown_names[i] != NULL; i++) {
        need_once(path, old_text, gen_markdown_names[i]);
    }
    refill(out, path, old_text);
    fclose(out);
    int stale = settle(path, old_text, new_text, check);
    free(old_text);
    free(new_text);
    return stale;
}

int main(int argc, char **argv)
{
    const char *ts = NULL, *md = NULL;
    int check = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--check") == 0) {
            check = 1;
        } else if (strcmp(argv[i], "--ts") == 0 && i + 1 < argc) {
            ts = argv[++i];
        } else if (strcmp(argv[i], "--md") == 0 && i + 1 < argc) {
            md = argv[++i];
        } else {
            die(argv[i], "unknown option; smv_gen [--check] [--ts FILE] [--md FILE]");
        }
    }
    int stale = 0;
    if (ts != NULL) {
        stale |= typescript(ts, check);
    }
    if (md != NULL) {
        stale |= markdown(md, check);
    }
    return stale;
}
