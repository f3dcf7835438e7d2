/* links.c - see links.h. */
#include "daemon/io/links.h"
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include "common/base/hash.h"
#include "common/base/heap.h"
#include "common/pack/writer.h"
#include "proto/msg.h"

/* --- secrets ------------------------------------------------------------------------------------------------ */
void smv_link_make(struct smv_link *link, unsigned role, smv_id place, const char *label)
{
    static const char base32[] = "abcdefghijklmnopqrstuvwxyz234567";
    uint8_t random[SMV_SECRET_CHARS];
    memset(link, 0, sizeof *link);
    link->role = role;
    link->place = place;
    snprintf(link->label, sizeof link->label, "%s", label);
    randombytes_buf(random, sizeof random);
    for (size_t i = 0; i < SMV_SECRET_CHARS; i++) {
        link->secret[i] = base32[random[i] & 31];
    }
    sodium_memzero(random, sizeof random);
    struct smv_span secret = smv_span(link->secret, SMV_SECRET_CHARS);
    smv_hash(link->hash, sizeof link->hash, smv_span(NULL, 0), &secret, 1);
}

void smv_link_forget(struct smv_link *link)
{
    sodium_memzero(link->secret, sizeof link->secret);
}

void smv_code_make(char code[SMV_CODE_CHARS + 1])
{
    static const char letters[] = "23456789abcdefghjkmnpqrstvwxyz";
    for (size_t i = 0; i < SMV_CODE_CHARS; i++) {
        code[i] = letters[randombytes_uniform(sizeof letters - 1)];
    }
    code[SMV_CODE_CHARS] = '\0';
}

/* --- nodes and requests -------------------------------------------------------------------------------------- */
static size_t link_fields(const struct smv_link *link, struct smv_field_value fields[4])
{
    size_t n = 0;
    fields[n++] =
        (struct smv_field_value){SMV_LINK_ROLE, {.type = SMV_TYPE_INT, .num = link->role}};
    if (link->place) {
        fields[n++] =
            (struct smv_field_value){SMV_LINK_PLACE, {.type = SMV_TYPE_REF, .num = link->place}};
    }
    fields[n++] = (struct smv_field_value){
        SMV_LINK_HASH, {.type = SMV_TYPE_BYTES, .str = smv_span(link->hash, sizeof link->hash)}};
    if (link->label[0]) {
        fields[n++] = (struct smv_field_value){
            SMV_LINK_LABEL, {.type = SMV_TYPE_TEXT, .str = smv_span_str(link->label)}};
    }
    return n;
}

static smv_id last_child(const struct smv_tree *t)
{
    return t->root->last ? t->root->last->id : 0;
}

enum smv_err smv_link_add(struct smv_tree *t, const struct smv_link *link)
{
    struct smv_field_value fields[4];
    struct smv_change add = {.kind = SMV_CHANGE_ADD,
                             .id = smv_tree_own_id(t),
                             .node_kind = SMV_KIND_LINK,
                             .parent = SMV_ROOT,
                             .after = last_child(t),
                             .fields = fields,
                             .n_fields = link_fields(link, fields)};
    return smv_tree_apply(t, &add, &(struct smv_stamp){0, 0, 0});
}

void smv_link_add_request(struct smv_buf *tail, const struct smv_link *link)
{
    struct smv_field_value fields[4];
    struct smv_buf packed = {0};
    size_t n = link_fields(link, fields);
    smv_write_array(&packed, n);
    for (size_t i = 0; i < n; i++) {
        smv_write_array(&packed, 2);
        smv_write_uint(&packed, fields[i].field);
        smv_value_write(&packed, &fields[i].value);
    }
    struct smv_request req = {
        .op = SMV_OP_ADD,
        .u.add = {.kind = SMV_KIND_LINK, .parent = SMV_ROOT, .fields = smv_buf_span(&packed)}};
    smv_request_write_tail(tail, &req);
    smv_buf_finish(&packed);
}

void smv_link_set_request(struct smv_buf *tail, smv_id id, unsigned field,
                          const struct smv_value *value)
{
    struct smv_buf packed = {0};
    smv_value_write(&packed, value);
    struct smv_request req = {.op = SMV_OP_SET,
                              .u.set = {.id = id, .field = field, .value = smv_buf_span(&packed)}};
    smv_request_write_tail(tail, &req);
    smv_buf_finish(&packed);
}

const struct smv_node *smv_link_find(const struct smv_tree *t, const uint8_t hash[32])
{
    for (const struct smv_node *n = t->root->first; n; n = n->next) {
        struct smv_span own = smv_node_str(n, SMV_LINK_HASH);
        if (n->kind == SMV_KIND_LINK && own.len == 32 && smv_hash_equal(own.data, hash, 32)) {
            return n;
        }
    }
    return NULL;
}

/* --- for people ------------------------------------------------------------------------------------------------ */
static json_t *place_json(const struct smv_tree *t, smv_id place)
{
    const struct smv_node *n = place ? smv_tree_find(t, place) : NULL;
    if (!n) {
        return json_null();
    }
    unsigned field = n->kind == SMV_KIND_ROOM    ? SMV_ROOM_NAME
                     : n->kind == SMV_KIND_GROUP ? SMV_GROUP_NAME
                                                 : SMV_STAGE_NAME;
    struct smv_span name = smv_node_str(n, field);
    return json_stringn((const char *)name.data, name.len);
}

json_t *smv_link_json(const struct smv_tree *t, const struct smv_link *link, const char *base,
                      const char *seminar)
{
    char url[700];
    snprintf(url, sizeof url, "%s/%s/#%s", base, seminar, link->secret);
    return json_pack("{s:s, s:o, s:s, s:s, s:s}", "role", smv_role_info(link->role)->name, "place",
                     place_json(t, link->place), "label", link->label, "secret", link->secret,
                     "url", url);
}

json_t *smv_links_json(const struct smv_tree *t)
{
    json_t *list = json_array();
    for (const struct smv_node *n = t->root->first; n; n = n->next) {
        if (n->kind != SMV_KIND_LINK || n->deleted) {
            continue;
        }
        const struct smv_role_info *role = smv_role_info((unsigned)smv_node_num(n, SMV_LINK_ROLE));
        struct smv_span label = smv_node_str(n, SMV_LINK_LABEL);
        json_array_append_new(list,
                              json_pack("{s:I, s:s, s:o, s:o, s:b, s:I}", "id", (json_int_t)n->id,
                                        "role", role ? role->name : "unknown", "place",
                                        place_json(t, smv_node_num(n, SMV_LINK_PLACE)), "label",
                                        json_stringn((const char *)label.data, label.len),
                                        "revoked", smv_node_num(n, SMV_LINK_REVOKED) != 0,
                                        "expires", (json_int_t)smv_node_num(n, SMV_LINK_EXPIRES)));
    }
    return list;
}

/* --- a fresh seminar --------------------------------------------------------------------------------------------- */
static enum smv_err need_stage(struct smv_tree *t)
{
    for (const struct smv_node *n = t->root->first; n; n = n->next) {
        if (n->kind == SMV_KIND_STAGE && !n->deleted) {
            return SMV_OK;
        }
    }
    struct smv_field_value name = {SMV_STAGE_NAME,
                                   {.type = SMV_TYPE_TEXT, .str = smv_span_str("Plenum")}};
    struct smv_change add = {.kind = SMV_CHANGE_ADD,
                             .id = smv_tree_own_id(t),
                             .node_kind = SMV_KIND_STAGE,
                             .parent = SMV_ROOT,
                             .after = last_child(t),
                             .fields = &name,
                             .n_fields = 1};
    return smv_tree_apply(t, &add, &(struct smv_stamp){0, 0, 0});
}

static void label_for(char *label, size_t size, struct smv_span place, const char *role)
{
    snprintf(label, size, "%.*s, %s", (int)(place.len < 150 ? place.len : 150),
             (const char *)place.data, role);
}

enum smv_err smv_links_for_all(struct smv_tree *t, bool with_links, struct smv_link **ret_links,
                               size_t *ret_n)
{
    struct smv_link *links = NULL;
    size_t n = 0, cap = 0;
    char label[200];
    SMV_TRY(need_stage(t));
    links = smv_grow(links, &cap, 2, sizeof *links);
    smv_link_make(&links[n++], SMV_ROLE_ORGANISER, 0, "organiser");
    smv_link_make(&links[n++], SMV_ROLE_MODERATOR, 0, "moderator");
    for (const struct smv_node *at = t->root->first; at; at = at->next) {
        links = smv_grow(links, &cap, n + 2, sizeof *links);
        if (at->deleted) { /* an import may bring rooms that are in the bin */
            continue;
        }
        if (at->kind == SMV_KIND_ROOM) {
            label_for(label, sizeof label, smv_node_str(at, SMV_ROOM_NAME), "facilitator");
            smv_link_make(&links[n++], SMV_ROLE_FACILITATOR, at->id, label);
            label_for(label, sizeof label, smv_node_str(at, SMV_ROOM_NAME), "scribe");
            smv_link_make(&links[n++], SMV_ROLE_SCRIBE, at->id, label);
        } else if (at->kind == SMV_KIND_STAGE) {
            label_for(label, sizeof label, smv_node_str(at, SMV_STAGE_NAME), "screen");
            smv_link_make(&links[n++], SMV_ROLE_SCREEN, at->id, label);
        }
    }
    enum smv_err err = SMV_OK;
    for (size_t i = 0; with_links && err == SMV_OK && i < n; i++) {
        err = smv_link_add(t, &links[i]);
    }
    if (err != SMV_OK || !with_links) {
        smv_free(links);
        links = NULL;
        n = 0;
    }
    *ret_links = links;
    *ret_n = n;
    return err;
}
