/* node.c - ids, titles, children. See node.h; addresses are in find.c. */
#include "client-cli/cmd/node.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "client-cli/out/out.h"
#include "common/base/heap.h"

void smv_id_text(char out[SMV_ID_TEXT], smv_id id)
{
    snprintf(out, SMV_ID_TEXT, "%u.%u", (unsigned)smv_id_ord(id),
             (unsigned)(id & ((UINT64_C(1) << SMV_ID_COUNTER_BITS) - 1)));
}

bool smv_id_read(const char *text, smv_id *ret_id)
{
    const uint64_t counters = UINT64_C(1) << SMV_ID_COUNTER_BITS;
    size_t a = strspn(text, "0123456789");
    size_t b = text[a] == '.' ? strspn(text + a + 1, "0123456789") : 0;
    if (a == 0 || a > 7 || b == 0 || b > 10 || text[a + 1 + b] != '\0') {
        return false;
    }
    uint64_t ord = strtoull(text, NULL, 10), counter = strtoull(text + a + 1, NULL, 10);
    if (ord > 8388607U || counter == 0 || counter >= counters) {
        return false;
    }
    *ret_id = ord << SMV_ID_COUNTER_BITS | counter;
    return true;
}

uint64_t smv_num(struct smv_client *c, smv_id id, unsigned field)
{
    struct smv_value v;
    smv_client_value(c, id, field, &v);
    return v.type == SMV_TYPE_INT || v.type == SMV_TYPE_REF ? v.num : 0;
}

static void title_of(struct smv_client *c, smv_id id, unsigned depth, struct smv_buf *ret)
{
    const struct smv_kind_info *kind = smv_kind_info(smv_client_kind(c, id));
    smv_buf_clear(ret);
    for (size_t i = 0; kind != NULL && i < kind->n_fields; i++) {
        if (kind->fields[i].type == SMV_TYPE_TEXT) {
            smv_client_text(c, id, kind->fields[i].number, ret);
        }
        if (ret->len > 0) {
            return;
        }
    }
    for (size_t i = 0; kind != NULL && depth < 4 && i < kind->n_fields; i++) {
        smv_id to =
            kind->fields[i].type == SMV_TYPE_REF ? smv_num(c, id, kind->fields[i].number) : 0;
        if (to != 0 && to != id) {
            title_of(c, to, depth + 1, ret);
        }
        if (ret->len > 0) {
            return;
        }
    }
}

void smv_title(struct smv_client *c, smv_id id, struct smv_buf *ret)
{
    title_of(c, id, 0, ret);
}

const char *smv_title_str(struct smv_client *c, smv_id id, size_t max, struct smv_buf *ret)
{
    struct smv_buf whole = {0};
    smv_title(c, id, &whole);
    smv_one_line(smv_buf_span(&whole), max, ret);
    smv_buf_finish(&whole);
    return smv_buf_cstr(ret);
}

smv_id smv_parent(struct smv_client *c, smv_id id)
{
    const struct smv_node *n = smv_tree_find(smv_client_confirmed(c), id);
    return n != NULL && n->parent != NULL ? n->parent->id : 0;
}

smv_id smv_sheet_place(struct smv_client *c, smv_id sheet)
{
    smv_id room = smv_num(c, sheet, SMV_SHEET_ROOM);
    return room != 0 ? room : smv_num(c, sheet, SMV_SHEET_GROUP);
}

void smv_trail(struct smv_client *c, smv_id id, struct smv_buf *ret)
{
    smv_id path[16];
    size_t n = 0;
    struct smv_buf part = {0};
    for (smv_id at = id; at != 0 && at != SMV_ROOT && n < 16; at = smv_parent(c, at)) {
        path[n++] = at;
    }
    smv_buf_clear(ret);
    while (n-- > 0) {
        if (ret->len > 0) {
            smv_buf_put_str(ret, " > ");
        }
        smv_buf_put_str(ret, smv_title_str(c, path[n], 48, &part));
        if (part.len == 0) {
            const struct smv_kind_info *kind = smv_kind_info(smv_client_kind(c, path[n]));
            smv_buf_put_str(ret, kind != NULL ? kind->name : "?");
        }
        smv_id place =
            smv_client_kind(c, path[n]) == SMV_KIND_SHEET ? smv_sheet_place(c, path[n]) : 0;
        if (place != 0) {
            smv_buf_put_str(ret, " (");
            smv_buf_put_str(ret, smv_title_str(c, place, 32, &part));
            smv_buf_put_str(ret, ")");
        }
    }
    smv_buf_finish(&part);
}

smv_id *smv_children(struct smv_client *c, smv_id id, bool deleted_too, size_t *ret_n)
{
    const smv_id *ids;
    size_t n = smv_client_children(c, id, deleted_too, &ids);
    *ret_n = n;
    return smv_dup(ids, n * sizeof *ids);
}

unsigned smv_main_kind(struct smv_client *c, smv_id id)
{
    static const uint8_t by_form[] = {SMV_KIND_QUESTION,  SMV_KIND_PHASE,
                                      SMV_KIND_ROW,       SMV_KIND_ACTION,
                                      SMV_KIND_PARKED,    SMV_KIND_CLUSTER,
                                      SMV_KIND_CHALLENGE, 0,
                                      SMV_KIND_POLL,      0};
    switch (smv_client_kind(c, id)) {
    case SMV_KIND_SEMINAR: return SMV_KIND_SESSION;
    case SMV_KIND_SESSION: return SMV_KIND_SHEET;
    case SMV_KIND_SHEET: {
        uint64_t form = smv_num(c, id, SMV_SHEET_FORM);
        return form < sizeof by_form ? by_form[form] : 0;
    }
    case SMV_KIND_QUESTION: return SMV_KIND_POINT;
    case SMV_KIND_PHASE: return SMV_KIND_CARD;
    case SMV_KIND_CARD:
    case SMV_KIND_FLOW: return SMV_KIND_OBSTACLE;
    case SMV_KIND_POLL: return SMV_KIND_CHOICE;
    default: return 0;
    }
}

const struct smv_field_info *smv_main_field(unsigned kind)
{
    const struct smv_kind_info *info = smv_kind_info(kind);
    const struct smv_field_info *first = NULL;
    for (size_t i = 0; info != NULL && i < info->n_fields; i++) {
        if (info->fields[i].type != SMV_TYPE_TEXT) {
            continue;
        }
        if (strcmp(info->fields[i].name, "text") == 0) {
            return &info->fields[i];
        }
        first = first == NULL ? &info->fields[i] : first;
    }
    return first;
}
