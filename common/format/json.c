/* json.c - a seminar as JSON: what people and programs read, and what "import" makes a seminar of again.
 *
 * What: {"format":"samverka-export-1", "seminar", "epoch", "seq", "read_as", "authors":[[ordinal, name]...], "ballots",
 *       "root"}; a node is {"id":"5.12", "kind", "deleted", "at", "fields", "by", "children"}. Fields that are empty are
 *       left out; so is "deleted" when false.
 *       at: [seq, author, seq of the place, seq of the deletion, seq of the last change, ms of the last change], left out
 *       when all are 0. by: {field: [seq, author]} of those that were not written last when the node was made.
 *       An answer to a poll has neither: when somebody answered is nobody's to know.
 *       With them a version, a draft, a change log and a lock mean the same after an import. An import that does not know
 *       them reads the rest: hence no other format's number.
 * Not:  ways in: links, the code, the door and hashes of secrets stay out. References that lead out of what is exported
 *       are left out, and so is the past of texts: undoing and "as it was at" need the seminar's own file.
 *       authors: only those that something here is by.
 * Invariants: an export with the bin, taken in again, exports to the same bytes but for seminar, epoch, and the names that
 *       the host gives. With ballots there is always the bin: counts stand on nodes.
 * Uses: format.h.    Thread: any. */
#include "common/format/format.h"

struct exporting {
    struct smv_buf *b;
    const struct smv_tree *tree;
    bool bin;
};

/* --- values ------------------------------------------------------------------------------------------------- */
static void put_string(struct smv_buf *b, struct smv_span s)
{
    smv_buf_put_byte(b, '"');
    for (size_t i = 0; i < s.len; i++) {
        uint8_t c = s.data[i];
        if (c == '"' || c == '\\') {
            smv_buf_put_byte(b, '\\');
            smv_buf_put_byte(b, c);
        } else if (c == '\n') {
            smv_buf_put_str(b, "\\n");
        } else if (c < 0x20) {
            smv_buf_put_str(b, "\\u00");
            smv_buf_put_hex(b, smv_span(&c, 1));
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
    smv_buf_put_u64(b, smv_id_ord(id));
    smv_buf_put_byte(b, '.');
    smv_buf_put_u64(b, id & ((UINT64_C(1) << SMV_ID_COUNTER_BITS) - 1));
    smv_buf_put_byte(b, '"');
}

static void put_numbers(struct smv_buf *b, const uint64_t *numbers, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        smv_buf_put_str(b, i > 0 ? "," : "[");
        smv_buf_put_u64(b, numbers[i]);
    }
    smv_buf_put_byte(b, ']');
}

static bool is_in(const struct exporting *x, const struct smv_node *n)
{
    return n->kind != SMV_KIND_LINK && (x->bin || !n->deleted);
}

/* Is the node that is referred to in what is exported, and of the kind (0: any) that it must be? */
static bool leads_in(const struct exporting *x, smv_id id, uint64_t kind)
{
    const struct smv_node *n = smv_tree_find(x->tree, id);
    bool in = n != NULL && (kind == 0 || n->kind == kind);
    for (; n != NULL && in; n = n->parent) {
        in = is_in(x, n);
    }
    return in;
}

/* The value as it is exported: without references that lead out. False: nothing is left. */
static bool read_value(const struct exporting *x, const struct smv_node *n, unsigned field,
                       struct smv_value *v)
{
    uint32_t kept = 0;
    smv_node_value(n, field, v);
    switch (v->type) {
    case SMV_TYPE_TEXT:
    case SMV_TYPE_STR: return v->str.len > 0;
    case SMV_TYPE_INT: return v->num != 0;
    case SMV_TYPE_REF:
        return v->num != 0 && leads_in(x, v->num, smv_field_info(n->kind, field)->bound);
    case SMV_TYPE_LIST:
        for (uint32_t i = 0; i < v->n_list; i++) {
            if (leads_in(x, v->list[i], 0)) {
                v->list[kept++] = v->list[i];
            }
        }
        v->n_list = kept;
        return kept > 0;
    case SMV_TYPE_BYTES: break; /* hashes of secrets: nobody needs them */
    }
    return false;
}

static void put_value(struct smv_buf *b, const struct smv_value *v)
{
    switch (v->type) {
    case SMV_TYPE_TEXT:
    case SMV_TYPE_STR: put_string(b, v->str); break;
    case SMV_TYPE_INT: smv_buf_put_u64(b, v->num); break;
    case SMV_TYPE_REF: put_id(b, v->num); break;
    case SMV_TYPE_LIST:
        for (uint32_t i = 0; i < v->n_list; i++) {
            smv_buf_put_str(b, i > 0 ? "," : "[");
            put_id(b, v->list[i]);
        }
        smv_buf_put_byte(b, ']');
        break;
    case SMV_TYPE_BYTES: break;
    }
}

/* The door and the code let people in. */
static bool is_way_in(const struct smv_node *n, unsigned field)
{
    return n->kind == SMV_KIND_SEMINAR && (field == SMV_SEMINAR_CODE || field == SMV_SEMINAR_DOOR);
}

/* --- nodes ---------------------------------------------------------------------------------------------------- */
static void put_key(struct smv_buf *b, bool first, const char *name)
{
    smv_buf_put_str(b, first ? "\"" : ",\"");
    smv_buf_put_str(b, name);
    smv_buf_put_str(b, "\":");
}

static void put_fields(const struct exporting *x, const struct smv_node *n)
{
    bool first = true;
    smv_buf_put_str(x->b, ",\"fields\":{");
    for (uint16_t i = 0; i < n->n_slots; i++) {
        unsigned field = n->slots[i].field;
        struct smv_value v;
        if (!is_way_in(n, field) && read_value(x, n, field, &v)) {
            put_key(x->b, first, smv_field_info(n->kind, field)->name);
            put_value(x->b, &v);
            first = false;
        }
    }
    smv_buf_put_byte(x->b, '}');
}

/* Also of fields that somebody emptied. */
static void put_by(const struct exporting *x, const struct smv_node *n)
{
    bool first = true;
    for (uint16_t i = 0; n->kind != SMV_KIND_ANSWER && i < n->n_slots; i++) {
        const struct smv_slot *slot = &n->slots[i];
        bool as_made = slot->seq == n->seq && slot->ord == n->ord;
        if (!as_made && slot->type != SMV_TYPE_BYTES && !is_way_in(n, slot->field)) {
            smv_buf_put_str(x->b, first ? ",\"by\":{" : "");
            put_key(x->b, first, smv_field_info(n->kind, slot->field)->name);
            put_numbers(x->b, (const uint64_t[]){slot->seq, slot->ord}, 2);
            first = false;
        }
    }
    smv_buf_put_str(x->b, first ? "" : "}");
}

static void put_at(struct smv_buf *b, const struct smv_node *n)
{
    const uint64_t at[] = {n->seq, n->ord, n->place_seq, n->del_seq, n->touched, n->touched_ms};
    bool timed = n->kind != SMV_KIND_ANSWER;
    if (timed && (n->seq | n->ord | n->place_seq | n->del_seq | n->touched | n->touched_ms) != 0) {
        smv_buf_put_str(b, ",\"at\":");
        put_numbers(b, at, sizeof at / sizeof *at);
    }
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
    put_at(b, n);
    put_fields(x, n);
    put_by(x, n);
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

/* --- the whole -------------------------------------------------------------------------------------------------- */
/* Which ordinals wrote what is exported, as keys of ret. */
static void note_authors(const struct exporting *x, const struct smv_node *n, struct smv_map *ret)
{
    for (uint32_t i = 0; i <= n->n_slots; i++) {
        uint32_t ord = i < n->n_slots ? n->slots[i].ord : n->ord;
        if (ord != 0) {
            (void)smv_map_set(ret, ord, ret);
        }
    }
    for (const struct smv_node *kid = n->first; kid; kid = kid->next) {
        if (is_in(x, kid)) {
            note_authors(x, kid, ret);
        }
    }
}

static void put_authors(const struct exporting *x, const struct smv_doc_facts *facts)
{
    struct smv_map wrote = {0};
    bool first = true;
    note_authors(x, x->tree->root, &wrote);
    for (size_t i = 0; i < facts->n_authors; i++) {
        const struct smv_doc_author *a = &facts->authors[i];
        if (a->name.len > 0 && a->ord != 0 && smv_map_get(&wrote, a->ord) != NULL) {
            smv_buf_put_str(x->b, first ? ",\"authors\":[[" : ",[");
            smv_buf_put_u64(x->b, a->ord);
            smv_buf_put_byte(x->b, ',');
            put_string(x->b, a->name);
            smv_buf_put_byte(x->b, ']');
            first = false;
        }
    }
    smv_buf_put_str(x->b, first ? "" : "]");
    smv_map_finish(&wrote);
}

void smv_write_json(struct smv_buf *b, const struct smv_tree *t, const struct smv_doc_facts *facts,
                    const struct smv_json_wish *wish)
{
    bool ballots = wish->ballots && facts->ballots.len > 0;
    struct exporting x = {.b = b, .tree = t, .bin = wish->deleted || ballots};
    smv_buf_put_str(b, "{\"format\":\"samverka-export-1\",\"seminar\":");
    put_string(b, facts->name);
    smv_buf_put_str(b, ",\"epoch\":\"");
    smv_buf_put_hex(b, smv_span(facts->epoch, sizeof facts->epoch));
    smv_buf_put_str(b, "\",\"seq\":");
    smv_buf_put_u64(b, facts->seq);
    smv_buf_put_str(b, ",\"read_as\":\"");
    smv_buf_put_str(b, smv_role_info(facts->role)->name);
    smv_buf_put_byte(b, '"');
    put_authors(&x, facts);
    if (ballots) {
        smv_buf_put_str(b, ",\"ballots\":\"");
        smv_buf_put_hex(b, facts->ballots);
        smv_buf_put_byte(b, '"');
    }
    smv_buf_put_str(b, ",\"root\":");
    put_node(&x, t->root);
    smv_buf_put_str(b, "}\n");
}
