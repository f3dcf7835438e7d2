/* out_text.c - for people: aligned, no colours, nothing but what was asked for. See out.h. */
#include <inttypes.h>
#include <string.h>
#include "client-cli/out/out.h"
#include "common/base/heap.h"

static void cell_text(const struct smv_cell *c, struct smv_buf *ret)
{
    smv_buf_clear(ret);
    switch (c->type) {
    case SMV_CELL_TEXT: smv_one_line(smv_span_str(c->text), 0, ret); break;
    case SMV_CELL_NUM: smv_buf_put_i64(ret, c->num); break;
    case SMV_CELL_BOOL: smv_buf_put_str(ret, c->num != 0 ? _("yes") : _("no")); break;
    case SMV_CELL_JSON: break;
    }
}

static bool shown(const struct smv_cell *c)
{
    return c->head != NULL && c->type != SMV_CELL_JSON;
}

static void put(struct smv_out *o, struct smv_span s)
{
    if (s.len > 0) {
        fwrite(s.data, 1, s.len, o->file);
    }
}

static void pad(struct smv_out *o, size_t n)
{
    fprintf(o->file, "%*s", (int)n, "");
}

static void text_fact(struct smv_out *o, const struct smv_cell *cell)
{
    struct smv_buf b = {0};
    if (!shown(cell)) {
        if (cell->type == SMV_CELL_JSON) {
            json_decref(cell->json);
        }
        return;
    }
    cell_text(cell, &b);
    if (cell->head[0] != '\0') {
        fprintf(o->file, "%s: ", cell->head);
    }
    put(o, smv_buf_span(&b));
    fputc('\n', o->file);
    smv_buf_finish(&b);
}

static void text_table(struct smv_out *o, const char *key)
{
    (void)key;
    o->n_cells = o->n_columns = 0;
}

static struct smv_buf *new_cell(struct smv_out *o)
{
    o->cells = smv_grow(o->cells, &o->cap_cells, o->n_cells + 1, sizeof *o->cells);
    struct smv_buf *b = &o->cells[o->n_cells++];
    memset(b, 0, sizeof *b);
    return b;
}

static void text_row(struct smv_out *o, const struct smv_cell *cells, size_t n)
{
    bool first = o->n_cells == 0;
    for (size_t i = 0; first && i < n; i++) {
        if (shown(&cells[i])) {
            smv_buf_put_str(new_cell(o), cells[i].head);
            o->n_columns++;
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (shown(&cells[i])) {
            cell_text(&cells[i], new_cell(o));
        } else if (cells[i].type == SMV_CELL_JSON) {
            json_decref(cells[i].json);
        }
    }
}

static void text_end(struct smv_out *o)
{
    size_t *widths = smv_zalloc((o->n_columns + 1) * sizeof *widths);
    bool heads = false;
    for (size_t i = 0; i < o->n_cells; i++) {
        size_t w = smv_width(smv_buf_span(&o->cells[i])), k = i % o->n_columns;
        widths[k] = w > widths[k] ? w : widths[k];
        heads |= i < o->n_columns && w > 0;
    }
    for (size_t i = heads ? 0 : o->n_columns; i < o->n_cells; i++) {
        struct smv_span s = smv_buf_span(&o->cells[i]);
        bool last = (i + 1) % o->n_columns == 0;
        put(o, s);
        if (last) {
            fputc('\n', o->file);
        } else {
            pad(o, widths[i % o->n_columns] - smv_width(s) + 2);
        }
    }
    for (size_t i = 0; i < o->n_cells; i++) {
        smv_buf_finish(&o->cells[i]);
    }
    o->n_cells = 0;
    smv_free(widths);
}

static void text_line(struct smv_out *o, const struct smv_cell *cells, size_t n,
                      const char *sentence)
{
    struct smv_buf b = {0};
    for (size_t i = 0; i < n; i++) {
        if (cells[i].type == SMV_CELL_JSON) {
            json_decref(cells[i].json);
        }
    }
    smv_one_line(smv_span_str(sentence), 0, &b);
    put(o, smv_buf_span(&b));
    fputc('\n', o->file);
    fflush(o->file);
    smv_buf_finish(&b);
}

static void text_say(struct smv_out *o, const char *sentence)
{
    fputs(sentence, o->file);
    fputc('\n', o->file);
}

static void text_finish(struct smv_out *o)
{
    smv_free(o->cells);
    o->cells = NULL;
    o->cap_cells = 0;
}

const struct smv_out_impl smv_out_text = {text_fact, text_table, text_row,   text_end,
                                          text_line, text_say,   text_finish};
