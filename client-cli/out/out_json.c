/* out_json.c - for programs: one object at the end, or one per line. See out.h. */
#include "client-cli/out/out.h"

static json_t *value_of(const struct smv_cell *c)
{
    json_t *j = NULL;
    switch (c->type) {
    case SMV_CELL_TEXT: j = c->text != NULL ? json_string(c->text) : json_null(); break;
    case SMV_CELL_NUM: j = json_integer((json_int_t)c->num); break;
    case SMV_CELL_BOOL: j = json_boolean(c->num != 0); break;
    case SMV_CELL_JSON: j = c->json; break;
    }
    return j != NULL ? j : json_null(); /* not UTF-8: cannot be said */
}

static json_t *object_of(const struct smv_cell *cells, size_t n)
{
    json_t *object = json_object();
    for (size_t i = 0; i < n; i++) {
        if (cells[i].key != NULL) {
            json_object_set_new(object, cells[i].key, value_of(&cells[i]));
        }
    }
    return object;
}

static json_t *root_of(struct smv_out *o)
{
    if (o->root == NULL) {
        o->root = json_object();
    }
    return o->root;
}

static void json_fact(struct smv_out *o, const struct smv_cell *cell)
{
    if (cell->key != NULL) {
        json_object_set_new(root_of(o), cell->key, value_of(cell));
    }
}

static void json_table(struct smv_out *o, const char *key)
{
    o->array = json_array();
    json_object_set_new(root_of(o), key, o->array);
}

static void json_row(struct smv_out *o, const struct smv_cell *cells, size_t n)
{
    json_array_append_new(o->array, object_of(cells, n));
}

static void json_end(struct smv_out *o)
{
    o->array = NULL;
}

static void json_line(struct smv_out *o, const struct smv_cell *cells, size_t n,
                      const char *sentence)
{
    json_t *object = object_of(cells, n);
    (void)sentence;
    json_dumpf(object, o->file, JSON_COMPACT | JSON_PRESERVE_ORDER);
    fputc('\n', o->file);
    fflush(o->file);
    json_decref(object);
    o->lines = true;
}

static void json_say(struct smv_out *o, const char *sentence)
{
    (void)o;
    (void)sentence;
}

static void json_finish(struct smv_out *o)
{
    if (o->root != NULL && !o->lines) {
        json_dumpf(o->root, o->file, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
        fputc('\n', o->file);
    }
    json_decref(o->root);
    o->root = NULL;
}

const struct smv_out_impl smv_out_json = {json_fact, json_table, json_row,   json_end,
                                          json_line, json_say,   json_finish};
