/* export.c - see export.h. */
#include "daemon/io/export.h"
#include <stdio.h>
#include <string.h>
#include "common/model/rights.h"

struct exporting {
    struct smv_buf *b;
    const struct smv_tree *tree;
    struct smv_view_id view;
    bool bin;
};

static void put_string(struct smv_buf *b, struct smv_span s)
{
    smv_buf_put_byte(b, '"');
    for (size_t i = 0; i < s.len; i++) {
        uint8_t c = s.data[i];
        char escaped[8];
        if (c == '"' || c == '\\') {
            smv_buf_put_byte(b, '\\');
            smv_buf_put_byte(b, c);
        } else if (c == '\n') {
            smv_buf_put_str(b, "\\n");
        } else if (c < 0x20) {
            snprintf(escaped, sizeof escaped, "\\u%04x", c);
            smv_buf_put_str(b, escaped);
        } else {
            smv_buf_put_byte(b, c);
        }
    }
    smv_buf_put_byte(b, '"');
}

/* "5.12" */
static void put_id(struct smv_buf *b, smv_id id)
{
    smv_buf_put_byte(b, '"');
    smv_buf_put_u64(b, id >> SMV_ID_COUNTER_BITS);
    smv_buf_put_byte(b, '.');
    smv_buf_put_u64(b, id & ((UINT64_C(1) << SMV_ID_COUNTER_BITS) - 1));
    smv_buf_put_byte(b, '"');
}

static bool is_empty(const struct smv_value *v)
{
    switch (v->type) {
    case SMV_TYPE_TEXT:
    case SMV_TYPE_STR: return v->str.len == 0;
    case SMV_TYPE_INT:
    case SMV_TYPE_REF: return v->num == 0;
    case SMV_TYPE_LIST: return v->n_list == 0;
    case SMV_TYPE_BYTES: break; /* hashes of secrets: nobody needs them */
    }
    return true;
}

static void put_value(struct smv_buf *b, const struct smv_value *v)
{
    switch (v->type) {
    case SMV_TYPE_TEXT:
    case SMV_TYPE_STR: put_string(b, v->str); return;
    case SMV_TYPE_INT: smv_buf_put_u64(b, v->num); return;
    case SMV_TYPE_REF: put_id(b, v->num); return;
    case SMV_TYPE_LIST:
        for (uint32_t i = 0; i < v->n_list; i++) {
            smv_buf_put_str(b, i ? "," : "[");
            put_id(b, v->list[i]);
        }
        smv_buf_put_byte(b, ']');
        return;
    case SMV_TYPE_BYTES: return;
    }
}

static void put_fields(struct smv_buf *b, const struct smv_node *n)
{
    const struct smv_kind_info *kind = smv_kind_info(n->kind);
    bool first = true;
    smv_buf_put_str(b, ",\"fields\":{");
    for (size_t i = 0; i < kind->n_fields; i++) {
        const struct smv_field_info *info = &kind->fields[i];
        struct smv_value v;
        smv_node_value(n, info->number, &v);
        if (is_empty(&v) || (n->kind == SMV_KIND_SEMINAR && info->number == SMV_SEMINAR_CODE)) {
            continue;
        }
        smv_buf_put_str(b, first ? "\"" : ",\"");
        smv_buf_put_str(b, info->name);
        smv_buf_put_str(b, "\":");
        put_value(b, &v);
        first = false;
    }
    smv_buf_put_byte(b, '}');
}

static bool is_in(const struct exporting *x, const struct smv_node *n)
{
    return n->kind != SMV_KIND_LINK && (x->bin || !n->deleted) &&
           smv_visible(x->tree, x->view, smv_node_governor(n));
}

/* Recursion ends at SMV_MAX_DEPTH. */
static void put_node(const struct exporting *x, const struct smv_node *n)
{
    struct smv_buf *b = x->b;
    bool first = true;
    smv_buf_put_str(b, "{\"id\":");
    put_id(b, n->id);
    smv_buf_put_str(b, ",\"kind\":\"");
    smv_buf_put_str(b, smv_kind_info(n->kind)->name);
    smv_buf_put_str(b, n->deleted ? "\",\"deleted\":true" : "\"");
    put_fields(b, n);
    smv_buf_put_str(b, ",\"children\":[");
    for (const struct smv_node *kid = n->first; kid; kid = kid->next) {
        if (is_in(x, kid)) {
            smv_buf_put_str(b, first ? "\n" : ",\n");
            put_node(x, kid);
            first = false;
        }
    }
    smv_buf_put_str(b, "]}");
}

void smv_export_write(struct smv_buf *b, const struct smv_state *s, const char *name, unsigned role,
                      bool bin)
{
    struct exporting x = {.b = b, .tree = &s->tree, .bin = bin};
    x.view.cls = role == SMV_ROLE_MODERATOR ? SMV_VIEW_MOD : SMV_VIEW_ORG;
    smv_buf_put_str(b, "{\"format\":\"samverka-export-1\",\"seminar\":");
    put_string(b, smv_span_str(name));
    smv_buf_put_str(b, ",\"epoch\":\"");
    smv_buf_put_hex(b, smv_span(s->epoch, sizeof s->epoch));
    smv_buf_put_str(b, "\",\"seq\":");
    smv_buf_put_u64(b, s->seq);
    smv_buf_put_str(b, ",\"read_as\":\"");
    smv_buf_put_str(b, smv_role_info(role)->name);
    smv_buf_put_str(b, "\",\"root\":");
    put_node(&x, s->tree.root);
    smv_buf_put_str(b, "}\n");
}
