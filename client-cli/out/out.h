/* out.h - what a verb found out, printed for people or for programs.
 *
 * What: a verb names facts, rows and lines once, with a stable key; one implementation makes sober text of
 *       them, the other one JSON (one object per run; watch: one per line).
 * Not:  no errors: those are sentences on standard error (cmd/cmd.h).
 * Uses: jansson.    Thread: one.
 * Rule: keys are in English and never change; heads are translated and may. */
#ifndef SMV_CLIENT_OUT_H
#define SMV_CLIENT_OUT_H
#include <jansson.h>
#include <libintl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include "common/base/buf.h"

#define _(text)  gettext(text)
#define N_(text) (text)

enum smv_cell_type { SMV_CELL_TEXT, SMV_CELL_NUM, SMV_CELL_BOOL, SMV_CELL_JSON };
struct smv_cell {
    const char *key;  /* JSON; NULL: only for people */
    const char *head; /* text; NULL: only for programs */
    enum smv_cell_type type;
    const char *text; /* TEXT; NULL: null, or nothing */
    int64_t num;      /* NUM, BOOL */
    json_t *json;     /* JSON: given away; never for people */
};
static inline struct smv_cell smv_text_cell(const char *key, const char *head, const char *text)
{
    return (struct smv_cell){.key = key, .head = head, .type = SMV_CELL_TEXT, .text = text};
}
static inline struct smv_cell smv_num_cell(const char *key, const char *head, int64_t num)
{
    return (struct smv_cell){.key = key, .head = head, .type = SMV_CELL_NUM, .num = num};
}
static inline struct smv_cell smv_bool_cell(const char *key, const char *head, bool on)
{
    return (struct smv_cell){.key = key, .head = head, .type = SMV_CELL_BOOL, .num = on};
}
static inline struct smv_cell smv_json_cell(const char *key, json_t *json)
{
    return (struct smv_cell){.key = key, .type = SMV_CELL_JSON, .json = json};
}

struct smv_out;
struct smv_out_impl {
    void (*fact)(struct smv_out *o, const struct smv_cell *cell);
    void (*table)(struct smv_out *o, const char *key);
    void (*row)(struct smv_out *o, const struct smv_cell *cells, size_t n);
    void (*end)(struct smv_out *o);
    /* One line at once, for what goes on: the sentence, or the cells. */
    void (*line)(struct smv_out *o, const struct smv_cell *cells, size_t n, const char *sentence);
    void (*say)(struct smv_out *o, const char *sentence); /* only for people */
    void (*finish)(struct smv_out *o);
};
struct smv_out {
    const struct smv_out_impl *impl;
    FILE *file;
    bool terminal;
    /* text */
    struct smv_buf *cells; /* of the table: row after row, n_columns each; the heads first */
    size_t n_cells, cap_cells, n_columns;
    /* json */
    json_t *root, *array;
    bool lines; /* line was used: no object at the end */
};

void smv_out_init(struct smv_out *o, FILE *file, bool json);
void smv_out_finish(struct smv_out *o); /* prints what is left */

static inline void smv_out_fact(struct smv_out *o, struct smv_cell cell)
{
    o->impl->fact(o, &cell);
}
void smv_out_sayf(struct smv_out *o, const char *format, ...) __attribute__((format(printf, 2, 3)));

extern const struct smv_out_impl smv_out_text, smv_out_json;

/* Columns that s takes in a terminal. */
size_t smv_width(struct smv_span s);
/* s as one line for a terminal: line feeds as " / ", control characters as "?"; at most max columns (0: all). */
void smv_one_line(struct smv_span s, size_t max, struct smv_buf *ret);

#endif
