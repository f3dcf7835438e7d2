/* value.c - a field's value: what is allowed, and its bytes.
 *
 * What: one check per type, used for values from the wire and for values from inside.
 * Not:  knows no tree: whether a REF's node exists, and is of the right kind, is not asked here,
 *       because a client may not see the node that is named.
 * Uses: pack, utf8.h, schema.h.    Thread: pure. */
#include <string.h>
#include "common/base/limits.h"
#include "common/base/utf8.h"
#include "common/model/tree_int.h"
#include "common/pack/writer.h"

enum { LIST_MAX = 16, UTF8_MAX = 4 };

static enum smv_err check_list(const struct smv_field_info *field, const struct smv_value *v)
{
    if (v->n_list > LIST_MAX || v->n_list > field->bound) {
        return SMV_ERR_TOO_BIG;
    }
    for (uint32_t i = 0; i < v->n_list; i++) {
        if (v->list[i] > SMV_TREE_NUMBER_MAX) {
            return SMV_ERR_RANGE;
        }
    }
    return SMV_OK;
}

static enum smv_err check_text(const struct smv_field_info *field, struct smv_span s)
{
    if (s.len > field->bound * UTF8_MAX) {
        return SMV_ERR_TOO_BIG;
    }
    if (!smv_utf8_clean(s)) {
        return SMV_ERR_UTF8;
    }
    return smv_utf8_count(s) > field->bound ? SMV_ERR_TOO_BIG : SMV_OK;
}

enum smv_err smv_value__check(const struct smv_field_info *field, const struct smv_value *v)
{
    if (v->type != (enum smv_type)field->type) {
        return SMV_ERR_MALFORMED;
    }
    switch (v->type) {
    case SMV_TYPE_TEXT: return check_text(field, v->str);
    case SMV_TYPE_INT: return v->num > field->bound ? SMV_ERR_RANGE : SMV_OK;
    case SMV_TYPE_REF: return v->num > SMV_TREE_NUMBER_MAX ? SMV_ERR_RANGE : SMV_OK;
    case SMV_TYPE_STR:
        if (v->str.len > field->bound) {
            return SMV_ERR_TOO_BIG;
        }
        return smv_utf8_clean_line(v->str) ? SMV_OK : SMV_ERR_UTF8;
    case SMV_TYPE_LIST: return check_list(field, v);
    case SMV_TYPE_BYTES: return v->str.len == field->bound ? SMV_OK : SMV_ERR_MALFORMED;
    }
    return SMV_ERR_MALFORMED;
}

static void read_list(struct smv_reader *r, struct smv_value *v)
{
    uint32_t n = smv_read_array(r);
    if (n > LIST_MAX) {
        smv_reader_fail(r, SMV_ERR_TOO_BIG);
        return;
    }
    v->n_list = n;
    for (uint32_t i = 0; i < n; i++) {
        v->list[i] = smv_read_uint_max(r, SMV_TREE_NUMBER_MAX);
    }
}

enum smv_err smv_value_read(struct smv_reader *r, const struct smv_field_info *field,
                            struct smv_value *ret_value)
{
    struct smv_value v = {.type = (enum smv_type)field->type};
    switch (v.type) {
    case SMV_TYPE_TEXT: v.str = smv_read_str(r, field->bound * UTF8_MAX); break;
    case SMV_TYPE_INT: v.num = smv_read_uint_max(r, field->bound); break;
    case SMV_TYPE_REF: v.num = smv_read_uint_max(r, SMV_TREE_NUMBER_MAX); break;
    case SMV_TYPE_STR: v.str = smv_read_str(r, field->bound); break;
    case SMV_TYPE_LIST: read_list(r, &v); break;
    case SMV_TYPE_BYTES: v.str = smv_read_bin(r, field->bound); break;
    }
    if (r->err == SMV_OK) {
        enum smv_err err = smv_value__check(field, &v);
        if (err != SMV_OK) {
            smv_reader_fail(r, err);
        }
    }
    if (r->err == SMV_OK) {
        *ret_value = v;
    }
    return r->err;
}

void smv_value_write(struct smv_buf *b, const struct smv_value *v)
{
    switch (v->type) {
    case SMV_TYPE_INT:
    case SMV_TYPE_REF: smv_write_uint(b, v->num); break;
    case SMV_TYPE_TEXT:
    case SMV_TYPE_STR: smv_write_str(b, v->str); break;
    case SMV_TYPE_BYTES: smv_write_bin(b, v->str); break;
    case SMV_TYPE_LIST:
        smv_write_array(b, v->n_list);
        for (uint32_t i = 0; i < v->n_list; i++) {
            smv_write_uint(b, v->list[i]);
        }
        break;
    }
}

bool smv_value_equal(const struct smv_value *a, const struct smv_value *b)
{
    if (a->type != b->type) {
        return false;
    }
    switch (a->type) {
    case SMV_TYPE_INT:
    case SMV_TYPE_REF: return a->num == b->num;
    case SMV_TYPE_TEXT:
    case SMV_TYPE_STR:
    case SMV_TYPE_BYTES: return smv_span_eq(a->str, b->str);
    case SMV_TYPE_LIST:
        return a->n_list == b->n_list &&
               memcmp(a->list, b->list, a->n_list * sizeof(a->list[0])) == 0;
    }
    return false;
}
