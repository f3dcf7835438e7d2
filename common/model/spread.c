/* spread.c - a pattern sheet becomes a sheet for one room or group; obstacles become rows.
 *
 * What: copying below a pattern, finding copies again, and the rows that start elsewhere.
 * Not:  rows made here are not carried further: a chain of patterns would otherwise have no end.
 * Uses: tree.h, map.h, check.h.    Thread: pure.
 * Invariant: what is made depends on the tree alone: every replica of the log makes the same. */
#include "common/model/spread.h"
#include "common/base/check.h"
#include "common/base/limits.h"

/* As in proto/messages.def, which stands above this layer. */
enum { ADD = 1 };
/* SHEET.EACH */
enum { EACH_NONE = 0, EACH_ROOM = 1, EACH_GROUP = 2 };

/* --- looking ---------------------------------------------------------------------------------- */

/* Sheets stand under the seminar or a session, nowhere else: no need to look at all nodes. */
static struct smv_node *next_sheet(const struct smv_tree *t, const struct smv_node *at)
{
    struct smv_node *n = at == NULL ? t->root->first : at->next;
    const struct smv_node *above = at == NULL ? t->root : at->parent;
    for (;;) {
        if (n == NULL) {
            if (above == t->root) {
                return NULL;
            }
            n = above->next;
            above = t->root;
        } else if (n->kind == SMV_KIND_SHEET) {
            return n;
        } else if (n->kind == SMV_KIND_SESSION && n->first != NULL) {
            above = n;
            n = n->first;
        } else {
            n = n->next;
        }
    }
}

static smv_id place_of(const struct smv_node *sheet)
{
    smv_id room = smv_node_num(sheet, SMV_SHEET_ROOM);
    return room != 0 ? room : smv_node_num(sheet, SMV_SHEET_GROUP);
}

static bool is_copy(const struct smv_node *sheet, smv_id pattern, smv_id place)
{
    return sheet->kind == SMV_KIND_SHEET && smv_node_num(sheet, SMV_SHEET_PATTERN) == pattern &&
           place_of(sheet) == place;
}

smv_id smv_spread_copy(const struct smv_tree *t, smv_id pattern, smv_id place)
{
    const struct smv_node *original = smv_tree_find(t, pattern);
    if (original == NULL || place == 0) {
        return 0;
    }
    /* Nearly always behind the pattern; elsewhere if an organiser moved it. */
    for (const struct smv_node *n = original->next; n != NULL; n = n->next) {
        if (is_copy(n, pattern, place)) {
            return n->id;
        }
    }
    for (const struct smv_node *n = NULL; (n = next_sheet(t, n)) != NULL;) {
        if (is_copy(n, pattern, place)) {
            return n->id;
        }
    }
    return 0;
}

/* The EACH that place belongs to; a group that sits in a room writes on the room's sheets. */
static unsigned each_of(const struct smv_node *place)
{
    if (place->kind == SMV_KIND_ROOM) {
        return EACH_ROOM;
    }
    bool self_formed = place->kind == SMV_KIND_GROUP && smv_node_num(place, SMV_GROUP_ROOM) == 0;
    return self_formed ? EACH_GROUP : EACH_NONE;
}

/* --- copying ---------------------------------------------------------------------------------- */

struct copying {
    struct smv_tree *t;
    const struct smv_node *pattern, *place;
    struct smv_map ids; /* original id -> the copy's, for all that is copied */
    struct smv_field_value fields[SMV_MAX_FIELDS];
    size_t n_fields;
};

static smv_id copy_id(const struct copying *c, smv_id original)
{
    /* Own ids are below 2^30: they fit in a pointer on every machine. */
    return original == 0 ? 0 : (smv_id)(uintptr_t)smv_map_get(&c->ids, original);
}

/* Gives every node its id first: a reference may point at what comes later. */
static void choose_ids(struct copying *c)
{
    for (const struct smv_node *n = NULL; (n = smv_tree_walk(c->pattern, n)) != NULL;) {
        bool alive = n == c->pattern || (!n->deleted && copy_id(c, n->parent->id) != 0 &&
                                         smv_kind_info(n->kind)->writers != W_FOLD);
        if (alive) {
            (void)smv_map_set(&c->ids, n->id, (void *)(uintptr_t)smv_tree_own_id(c->t));
        }
    }
}

static void put_ref(struct copying *c, unsigned field, smv_id id)
{
    c->fields[c->n_fields++] = (struct smv_field_value){.field = (uint8_t)field,
                                                        .value = {.type = SMV_TYPE_REF, .num = id}};
}

/* What a copy does not take over: what only the fold writes, and what makes a poll begin anew. */
static bool stays_behind(const struct smv_field_info *field)
{
    if (field->kind == SMV_KIND_POLL) {
        return field->writers == W_FOLD || field->number == SMV_POLL_STATE ||
               field->number == SMV_POLL_REVEALED || field->number == SMV_POLL_ENDS;
    }
    return field->writers == W_FOLD;
}

static void put_slot(struct copying *c, const struct smv_node *n,
                     const struct smv_field_info *field)
{
    if (smv_node_slot(n, field->number) == NULL || stays_behind(field)) {
        return;
    }
    struct smv_value value;
    smv_node_value(n, field->number, &value);
    if (value.type == SMV_TYPE_REF) {
        const struct smv_node *target = smv_tree_find(c->t, value.num);
        if (target != NULL && smv_node_under(target, c->pattern)) {
            value.num = copy_id(c, value.num);
        }
        if (value.num == 0) {
            return;
        }
    }
    INVARIANT(c->n_fields < SMV_MAX_FIELDS);
    c->fields[c->n_fields++] = (struct smv_field_value){.field = field->number, .value = value};
}

/* The sheet's own fields that say whose copy it is. */
static void put_sheet_field(struct copying *c, const struct smv_field_info *field)
{
    switch (field->number) {
    case SMV_SHEET_ROOM:
    case SMV_SHEET_GROUP: {
        bool room = field->number == SMV_SHEET_ROOM;
        if (c->place->kind == (room ? SMV_KIND_ROOM : SMV_KIND_GROUP)) {
            put_ref(c, field->number, c->place->id);
        }
        break;
    }
    case SMV_SHEET_PATTERN: put_ref(c, field->number, c->pattern->id); break;
    case SMV_SHEET_EACH: break;
    default: put_slot(c, c->pattern, field); break;
    }
}

static void gather_fields(struct copying *c, const struct smv_node *n)
{
    const struct smv_kind_info *info = smv_kind_info(n->kind);
    c->n_fields = 0;
    for (size_t i = 0; i < info->n_fields; i++) {
        const struct smv_field_info *field = &info->fields[i];
        if (n == c->pattern) {
            put_sheet_field(c, field);
        } else if (n->kind == SMV_KIND_QUESTION && field->number == SMV_QUESTION_PATTERN) {
            put_ref(c, field->number, n->id);
        } else {
            put_slot(c, n, field);
        }
    }
}

/* Right behind the last copy or the pattern itself. */
static smv_id behind(const struct smv_node *pattern)
{
    smv_id after = pattern->id;
    for (const struct smv_node *n = pattern->next; n != NULL; n = n->next) {
        bool copy = n->kind == SMV_KIND_SHEET && smv_node_num(n, SMV_SHEET_PATTERN) == pattern->id;
        after = copy ? n->id : after;
    }
    return after;
}

static enum smv_err copy_node(struct copying *c, const struct smv_node *n, smv_emit *emit,
                              void *arg)
{
    struct smv_change add = {.kind = ADD, .id = copy_id(c, n->id), .node_kind = n->kind};
    if (n == c->pattern) {
        add.parent = n->parent->id;
        add.after = behind(n);
    } else {
        const struct smv_node *parent = smv_tree_find(c->t, copy_id(c, n->parent->id));
        INVARIANT(parent != NULL); /* emit applied it */
        add.parent = parent->id;
        add.after = parent->last == NULL ? 0 : parent->last->id;
    }
    gather_fields(c, n);
    add.fields = c->fields;
    add.n_fields = c->n_fields;
    return emit(arg, &add);
}

static enum smv_err copy_all(struct copying *c, smv_emit *emit, void *arg)
{
    for (const struct smv_node *n = NULL; (n = smv_tree_walk(c->pattern, n)) != NULL;) {
        if (copy_id(c, n->id) != 0) {
            SMV_TRY(copy_node(c, n, emit, arg));
        }
    }
    return SMV_OK;
}

enum smv_err smv_spread_sheet(struct smv_tree *t, smv_id pattern, smv_id place, smv_emit *emit,
                              void *arg, smv_id *ret_sheet)
{
    struct copying c = {.t = t};
    c.pattern = smv_tree_find(t, pattern);
    c.place = smv_tree_find(t, place);
    if (c.pattern == NULL || c.place == NULL) {
        return SMV_ERR_MISSING;
    }
    unsigned each = each_of(c.place);
    if (c.pattern->kind != SMV_KIND_SHEET || each == EACH_NONE ||
        smv_node_num(c.pattern, SMV_SHEET_EACH) != each) {
        return SMV_ERR_STATE;
    }
    smv_id sheet = smv_spread_copy(t, pattern, place);
    if (sheet == 0) {
        choose_ids(&c);
        sheet = copy_id(&c, pattern);
        enum smv_err err = copy_all(&c, emit, arg);
        smv_map_finish(&c.ids);
        SMV_TRY(err);
    }
    *ret_sheet = sheet;
    return SMV_OK;
}

enum smv_err smv_spread_place(struct smv_tree *t, smv_id place, smv_emit *emit, void *arg)
{
    const struct smv_node *n = smv_tree_find(t, place);
    if (n == NULL) {
        return SMV_ERR_MISSING;
    }
    unsigned each = each_of(n);
    /* The copies come up in this walk too: they are no patterns. */
    for (struct smv_node *sheet = NULL; each != 0 && (sheet = next_sheet(t, sheet)) != NULL;) {
        smv_id copy;
        if (smv_node_num(sheet, SMV_SHEET_EACH) == each && !smv_node_gone(sheet)) {
            SMV_TRY(smv_spread_sheet(t, sheet->id, place, emit, arg, &copy));
        }
    }
    return SMV_OK;
}

/* --- carrying over ---------------------------------------------------------------------------- */

/* A row that can stand on a sheet and remember where it came from; NULL: this kind cannot. */
static const struct smv_field_info *origin_field(unsigned kind)
{
    const struct smv_kind_info *info = smv_kind_info(kind);
    if (info == NULL || (info->parents >> SMV_KIND_SHEET & 1) == 0) {
        return NULL;
    }
    return smv_field_by_name(kind, "origin");
}

static enum smv_err start_row(struct smv_tree *t, const struct smv_node *sheet, unsigned kind,
                              const struct smv_field_info *origin, smv_id node, smv_emit *emit,
                              void *arg)
{
    struct smv_field_value field = {.field = origin->number,
                                    .value = {.type = SMV_TYPE_REF, .num = node}};
    struct smv_change add = {.kind = ADD,
                             .node_kind = kind,
                             .id = smv_tree_own_id(t),
                             .parent = sheet->id,
                             .after = sheet->last == NULL ? 0 : sheet->last->id,
                             .fields = &field,
                             .n_fields = 1};
    return emit(arg, &add);
}

enum smv_err smv_carry_over(struct smv_tree *t, smv_id node, smv_emit *emit, void *arg)
{
    const struct smv_node *n = smv_tree_find(t, node);
    if (n == NULL) {
        return SMV_ERR_MISSING;
    }
    const struct smv_node *from = smv_node_sheet(n);
    smv_id pattern = from == NULL ? 0 : smv_node_num(from, SMV_SHEET_PATTERN);
    if (pattern == 0) {
        return SMV_OK;
    }
    for (const struct smv_node *to = NULL; (to = next_sheet(t, to)) != NULL;) {
        if (smv_node_num(to, SMV_SHEET_EACH) == EACH_NONE ||
            smv_node_num(to, SMV_SHEET_CARRY) != pattern ||
            smv_node_num(to, SMV_SHEET_CARRY_KIND) != n->kind) {
            continue;
        }
        unsigned kind = (unsigned)smv_node_num(to, SMV_SHEET_CARRY_AS);
        const struct smv_field_info *origin = origin_field(kind);
        const struct smv_node *sheet = smv_tree_find(t, smv_spread_copy(t, to->id, place_of(from)));
        if (origin != NULL && sheet != NULL) {
            SMV_TRY(start_row(t, sheet, kind, origin, node, emit, arg));
        }
    }
    return SMV_OK;
}
