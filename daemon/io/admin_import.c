/* admin_import.c - "import": a new seminar from what "samverka export" wrote.
 *
 * What: two passes over the export. The first gives every node a fresh id of ordinal 0; the second makes the
 *       nodes in their order, so that a reference may lead forward. A first mistake is told by the node it is
 *       in, and nothing is made.
 * Not:  ways in: links are left out of an export, the code is a new one and the door stays shut. No history.
 * Uses: admin_new.c's second half (smv_making_*), common/model.
 * Thread: reading, making and storing run in libuv's pool; only the opening is the loop's.
 * Invariant: a reference to a node that the export does not hold is left empty and counted: an export without
 *       the bin, or of somebody who does not read everything, can be taken in. */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "common/base/utf8.h"
#include "daemon/io/admin_int.h"
#include "daemon/io/links.h"
#include "proto/msg.h"

enum { LIST_MAX = 16 };

struct taken {
    smv_id id; /* the fresh one */
    unsigned kind;
};
struct importing {
    struct smv_tree tree;
    struct smv_map places; /* id in the export -> its place in nodes, from 1 */
    struct taken *nodes;
    size_t n, cap, left_out;
    char why[400];
};

__attribute__((format(printf, 2, 3))) static bool wrong(struct importing *im, const char *format,
                                                        ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(im->why, sizeof im->why, format, args);
    va_end(args);
    return false;
}

/* What an export says, for a sentence: never cut within a character. */
static const char *said(const char *text)
{
    return !text ? "nothing" : strlen(text) > 60 ? "something long" : text;
}

static const char *str(const json_t *node, const char *key)
{
    return json_string_value(json_object_get(node, key));
}

/* "5.12" -> 5 << 30 | 12 */
static bool read_id(const char *text, smv_id *ret_id)
{
    size_t a = text ? strspn(text, "0123456789") : 0;
    size_t b = a > 0 && text[a] == '.' ? strspn(text + a + 1, "0123456789") : 0;
    if (a == 0 || a > 7 || b == 0 || b > 10 || text[a + 1 + b] != '\0') {
        return false;
    }
    uint64_t ord = strtoull(text, NULL, 10), counter = strtoull(text + a + 1, NULL, 10);
    *ret_id = ord << SMV_ID_COUNTER_BITS | counter;
    return ord <= SMV_MAX_CLIENTS && counter > 0 && counter < UINT64_C(1) << SMV_ID_COUNTER_BITS;
}

static const struct taken *find(const struct importing *im, smv_id old)
{
    size_t place = (size_t)(uintptr_t)smv_map_get(&im->places, old);
    return place ? &im->nodes[place - 1] : NULL;
}

static bool is_link(const json_t *node)
{
    const char *kind = str(node, "kind");
    return kind && smv_kind_by_name(kind) == SMV_KIND_LINK;
}

/* --- first pass: who is there ------------------------------------------------------------------------------- */
static bool has_form(struct importing *im, const json_t *node, const char *id)
{
    const json_t *fields = json_object_get(node, "fields");
    const json_t *kids = json_object_get(node, "children"), *bin = json_object_get(node, "deleted");
    if (fields && !json_is_object(fields)) {
        return wrong(im, "node %s: \"fields\" is an object", id);
    }
    if (kids && !json_is_array(kids)) {
        return wrong(im, "node %s: \"children\" is a list", id);
    }
    return !bin || json_is_boolean(bin) || wrong(im, "node %s: \"deleted\" is true or false", id);
}

static bool take_id(struct importing *im, const json_t *node, unsigned depth)
{
    const char *id = str(node, "id"), *kind = str(node, "kind");
    struct taken t = {.kind = kind ? smv_kind_by_name(kind) : SMV_KIND_NONE};
    smv_id old = 0;
    if (!read_id(id, &old)) {
        return wrong(im, "a node has the id %s; an id is like 5.12", said(id));
    }
    if (t.kind == SMV_KIND_NONE) {
        return wrong(im, "node %s: there is no kind called %s", id, said(kind));
    }
    if ((depth == 0) != (old == SMV_ROOT) || (depth == 0) != (t.kind == SMV_KIND_SEMINAR)) {
        return wrong(im, "node %s: the seminar is the root and has the id 0.1", id);
    }
    if (find(im, old)) {
        return wrong(im, "node %s is there twice", id);
    }
    if (depth > SMV_MAX_DEPTH || im->n >= SMV_MAX_NODES) {
        return wrong(im, "node %s: at most %d levels and %d nodes", id, SMV_MAX_DEPTH,
                     SMV_MAX_NODES);
    }
    t.id = depth == 0 ? SMV_ROOT : smv_tree_own_id(&im->tree);
    im->nodes = smv_grow(im->nodes, &im->cap, im->n + 1, sizeof *im->nodes);
    im->nodes[im->n++] = t;
    (void)smv_map_set(&im->places, old, (void *)(uintptr_t)im->n);
    return has_form(im, node, id);
}

/* Recursion ends at SMV_MAX_DEPTH. */
static bool take_ids(struct importing *im, const json_t *node, unsigned depth)
{
    size_t i;
    json_t *kid;
    if (!take_id(im, node, depth)) {
        return false;
    }
    json_array_foreach(json_object_get(node, "children"), i, kid)
    {
        if (is_link(kid) && json_array_size(json_object_get(kid, "children")) > 0) {
            return wrong(im, "node %s is a link; nothing stands under a link",
                         said(str(kid, "id")));
        }
        if (!is_link(kid) && !take_ids(im, kid, depth + 1)) {
            return false;
        }
    }
    return true;
}

/* --- second pass: what they hold ------------------------------------------------------------------------------ */
/* *ret_id 0: the export does not hold it. False: no id, or a node of another kind. */
static bool read_ref(struct importing *im, const json_t *value, unsigned kind, smv_id *ret_id)
{
    smv_id old;
    if (!read_id(json_string_value(value), &old)) {
        return false;
    }
    const struct taken *t = find(im, old);
    im->left_out += t == NULL;
    *ret_id = t ? t->id : 0;
    return !t || kind == SMV_KIND_NONE || t->kind == kind;
}

static bool read_list(struct importing *im, const json_t *value, uint64_t bound,
                      struct smv_value *v)
{
    size_t n = json_array_size(value);
    if (!json_is_array(value) || n > LIST_MAX || n > bound) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (!read_ref(im, json_array_get(value, i), SMV_KIND_NONE, &v->list[v->n_list])) {
            return false;
        }
        v->n_list += v->list[v->n_list] != 0;
    }
    return true;
}

/* Borrows from value. */
static bool read_value(struct importing *im, const struct smv_field_info *info, const json_t *value,
                       struct smv_value *v)
{
    *v = (struct smv_value){.type = (enum smv_type)info->type};
    switch (v->type) {
    case SMV_TYPE_TEXT:
    case SMV_TYPE_STR:
        v->str = smv_span(json_string_value(value), json_string_length(value));
        if (!json_is_string(value)) {
            return false;
        }
        return v->type == SMV_TYPE_TEXT
                   ? smv_utf8_clean(v->str) && smv_utf8_count(v->str) <= info->bound
                   : smv_utf8_clean_line(v->str) && v->str.len <= info->bound;
    case SMV_TYPE_INT:
        v->num = (uint64_t)json_integer_value(value);
        return json_is_integer(value) && json_integer_value(value) >= 0 && v->num <= info->bound;
    case SMV_TYPE_REF: return read_ref(im, value, (unsigned)info->bound, &v->num);
    case SMV_TYPE_LIST: return read_list(im, value, info->bound, v);
    case SMV_TYPE_BYTES: break; /* hashes of secrets are in no export */
    }
    return false;
}

/* The door and the code let people in. A lock's position is of the old log: work "from before it" is over. */
static bool stays_behind(const struct smv_field_info *info)
{
    return info->kind == SMV_KIND_SEMINAR
               ? info->number == SMV_SEMINAR_DOOR || info->number == SMV_SEMINAR_CODE
               : info->kind == SMV_KIND_SHEET && info->number == SMV_SHEET_LOCK_SEQ;
}

/* By rising number, as an add wants them. */
static bool read_fields(struct importing *im, const json_t *node, unsigned kind,
                        struct smv_field_value f[SMV_FIELD_MAX + 1], size_t *ret_n)
{
    json_t *fields = json_object_get(node, "fields"), *value;
    const char *name;
    *ret_n = 0;
    json_object_foreach(fields, name, value)
    {
        if (!smv_field_by_name(kind, name)) {
            return wrong(im, "node %s: a %s has no field called %s", str(node, "id"),
                         str(node, "kind"), said(name));
        }
    }
    for (unsigned number = 1; number <= SMV_FIELD_MAX; number++) {
        const struct smv_field_info *info = smv_field_info(kind, number);
        value = info ? json_object_get(fields, info->name) : NULL;
        if (!value || stays_behind(info)) {
            continue;
        }
        f[*ret_n].field = (uint8_t)number;
        if (!read_value(im, info, value, &f[*ret_n].value)) {
            return wrong(im, "node %s: the value of %s is out of bounds, or of another type",
                         str(node, "id"), info->name);
        }
        (*ret_n)++;
    }
    return true;
}

static enum smv_err apply(struct importing *im, const struct smv_change *change)
{
    return smv_tree_apply(&im->tree, change, &(struct smv_stamp){0, 0, 0});
}

/* The root is there already: its fields are written one by one. */
static bool fill_root(struct importing *im, const json_t *node, const char *code)
{
    struct smv_field_value f[SMV_FIELD_MAX + 1];
    size_t n;
    if (!read_fields(im, node, SMV_KIND_SEMINAR, f, &n)) {
        return false;
    }
    f[n++] = (struct smv_field_value){SMV_SEMINAR_CODE,
                                      {.type = SMV_TYPE_STR, .str = smv_span_str(code)}};
    for (size_t i = 0; i < n; i++) {
        enum smv_err err = apply(im, &(struct smv_change){.kind = SMV_CHANGE_SET,
                                                          .id = SMV_ROOT,
                                                          .field = f[i].field,
                                                          .value = &f[i].value});
        if (err != SMV_OK) {
            return wrong(im, "node 0.1 cannot be made: %s", smv_err_text(err));
        }
    }
    return true;
}

static bool make_node(struct importing *im, const json_t *node, const struct taken *t,
                      smv_id parent, smv_id after)
{
    struct smv_field_value f[SMV_FIELD_MAX + 1];
    size_t n;
    const char *id = str(node, "id");
    enum smv_err err = smv_tree_can_place(&im->tree, t->id, t->kind, parent, after);
    if (err != SMV_OK) {
        return wrong(im, "node %s: a %s cannot stand there", id, str(node, "kind"));
    }
    if (!read_fields(im, node, t->kind, f, &n)) {
        return false;
    }
    err = apply(im, &(struct smv_change){.kind = SMV_CHANGE_ADD,
                                         .id = t->id,
                                         .node_kind = t->kind,
                                         .parent = parent,
                                         .after = after,
                                         .fields = f,
                                         .n_fields = n});
    if (err == SMV_OK && json_is_true(json_object_get(node, "deleted"))) {
        err = apply(im, &(struct smv_change){.kind = SMV_CHANGE_DEL, .id = t->id});
    }
    return err == SMV_OK || wrong(im, "node %s cannot be made: %s", id, smv_err_text(err));
}

static bool make_children(struct importing *im, const json_t *node, smv_id parent)
{
    size_t i;
    json_t *kid;
    smv_id after = 0, old = 0;
    json_array_foreach(json_object_get(node, "children"), i, kid)
    {
        if (is_link(kid)) {
            continue;
        }
        (void)read_id(str(kid, "id"), &old); /* the first pass has read it */
        const struct taken *t = find(im, old);
        if (!make_node(im, kid, t, parent, after) || !make_children(im, kid, t->id)) {
            return false;
        }
        after = t->id;
    }
    return true;
}

/* --- the verb ---------------------------------------------------------------------------------------------------- */
struct import_work {
    uv_work_t work;
    struct smv_ask *ask;
    const struct smv_house *house;
    json_t *whole; /* borrowed from the request, or read from the file */
    struct smv_making making;
    struct importing im;
    char code[SMV_CODE_CHARS + 1];
    enum smv_ask_why why;
    bool right;
};

/* The file is a visitor's: read no further than an export may be long. */
static json_t *read_export(struct importing *im, int fd)
{
    struct smv_buf text = {0};
    json_error_t error = {.text = ""};
    ssize_t n = 1;
    while (n > 0 && text.len <= SMV_MAX_EXPORT) {
        n = pread(fd, smv_buf_reserve(&text, 1 << 20), 1 << 20, (off_t)text.len);
        text.len += n > 0 ? (size_t)n : 0;
    }
    json_t *whole =
        n == 0 ? json_loadb((const char *)text.data, text.len, JSON_REJECT_DUPLICATES, &error)
               : NULL;
    if (n != 0) {
        (void)wrong(im, n < 0 ? "the file cannot be read" : "the file is too large for an export");
    } else if (!whole) {
        (void)wrong(im, "the file is neither a seminar nor an export: line %d: %.200s", error.line,
                    error.text);
    }
    smv_buf_finish(&text);
    return whole;
}

/* Beside the loop: nothing here is shared with it. */
static void do_import(uv_work_t *work)
{
    struct import_work *w = work->data;
    struct importing *im = &w->im;
    json_t *read = w->ask->file >= 0 ? read_export(im, w->ask->file) : NULL;
    const json_t *export = read ? read : w->whole, *root = json_object_get(export, "root");
    const char *format = str(export, "format");
    w->why = SMV_ASK_MISTAKES;
    if (w->ask->file >= 0 && !read) {
        /* said */
    } else if (!format || strcmp(format, "samverka-export-1") != 0) {
        w->why = SMV_ASK_WRONG;
        (void)wrong(im, "\"export\" is what samverka export writes (samverka-export-1)");
    } else {
        w->right = take_ids(im, root, 0) && fill_root(im, root, w->code) &&
                   make_children(im, root, SMV_ROOT);
    }
    json_decref(read);
    if (w->right) {
        w->making.left_out = im->left_out;
        smv_making_store(&w->making, w->house, &im->tree);
    }
}

static void after_import(uv_work_t *work, int status)
{
    struct import_work *w = work->data;
    json_t *in = json_incref(w->ask->in); /* the name is borrowed from it; the answer frees ask */
    (void)status;
    if (w->right) {
        smv_making_finish(w->ask, &w->making, &w->im.tree);
    } else {
        smv_ask_fail(w->ask, w->why, "%s; nothing was made", w->im.why);
    }
    json_decref(in);
    smv_tree_finish(&w->im.tree);
    smv_map_finish(&w->im.places);
    smv_free(w->im.nodes);
    smv_free(w);
}

void smv_verb_import(struct smv_ask *ask)
{
    const char *name = smv_making_name(ask);
    if (!name) {
        return;
    }
    struct import_work *w = smv_zalloc(sizeof *w);
    w->work.data = w;
    w->ask = ask;
    w->house = ask->admin->house;
    w->whole = json_object_get(ask->in, "export");
    smv_tree_init(&w->im.tree, /* history */ true);
    smv_code_make(w->code);
    w->making =
        (struct smv_making){.verb = "import",
                            .name = name,
                            .code = w->code,
                            .with_links = !json_is_false(json_object_get(ask->in, "secrets"))};
    uv_queue_work(ask->admin->house->env.loop, &w->work, do_import, after_import);
}
