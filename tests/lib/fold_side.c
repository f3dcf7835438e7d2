/* fold_side.c - see fold_side.h. */
#include "tests/lib/fold_side.h"
#include "common/model/spread.h"
#include "common/pack/writer.h"

/* --- the seminar ------------------------------------------------------------------------------------ */

static enum smv_err put(void *tree, const struct smv_change *c)
{
    return smv_tree_apply(tree, c, &(struct smv_stamp){.seq = 0, .ts = 1});
}

static smv_id plan(struct smv_tree *t, unsigned kind, smv_id parent,
                   const struct smv_field_value *fields, size_t n)
{
    const struct smv_node *p = smv_tree_find(t, parent);
    struct smv_change c = {.kind = SMV_CHANGE_ADD,
                           .id = smv_tree_own_id(t),
                           .node_kind = kind,
                           .parent = parent,
                           .after = p->last == NULL ? 0 : p->last->id,
                           .fields = fields,
                           .n_fields = n};
    assert_int_equal(put(t, &c), SMV_OK);
    return c.id;
}

static smv_id plan_link(struct smv_tree *t, unsigned role, smv_id place)
{
    struct smv_field_value fields[] = {fold_int(SMV_LINK_ROLE, role),
                                       fold_ref(SMV_LINK_PLACE, place)};
    return plan(t, SMV_KIND_LINK, SMV_ROOT, fields, 2);
}

static smv_id copy_for(struct smv_tree *t, smv_id pattern, smv_id place)
{
    smv_id made;
    assert_int_equal(smv_spread_sheet(t, pattern, place, put, t, &made), SMV_OK);
    return made;
}

static smv_id child(const struct smv_tree *t, smv_id parent, unsigned kind)
{
    const struct smv_node *n = smv_tree_find(t, parent)->first;
    while (n->kind != kind) {
        n = n->next;
    }
    return n->id;
}

static void plan_sheets(struct fold_side *f, struct smv_tree *t)
{
    struct smv_field_value board[] = {fold_text(SMV_SHEET_TITLE, "Tidslinje"),
                                      fold_int(SMV_SHEET_EACH, 1), fold_int(SMV_SHEET_AUDIENCE, 1)};
    f->board = plan(t, SMV_KIND_SHEET, f->sessions[0], board, 3);
    (void)plan(t, SMV_KIND_PHASE, f->board, NULL, 0);
    (void)plan(t, SMV_KIND_LANE, f->board, NULL, 0);
    struct smv_field_value asks = fold_text(SMV_QUESTION_TEXT, "Vad hindrar?");
    (void)plan(t, SMV_KIND_QUESTION, f->board, &asks, 1);
    struct smv_field_value table[] = {fold_int(SMV_SHEET_EACH, 1), fold_int(SMV_SHEET_AUDIENCE, 1),
                                      fold_ref(SMV_SHEET_CARRY, f->board),
                                      fold_int(SMV_SHEET_CARRY_KIND, SMV_KIND_OBSTACLE),
                                      fold_int(SMV_SHEET_CARRY_AS, SMV_KIND_ACTION)};
    f->proposals = plan(t, SMV_KIND_SHEET, f->sessions[1], table, 5);
    struct smv_field_value each = fold_int(SMV_SHEET_EACH, 2);
    f->group_pattern = plan(t, SMV_KIND_SHEET, f->sessions[1], &each, 1);
    struct smv_field_value moderated = fold_int(SMV_SHEET_MODERATED, 1);
    f->moderated = plan(t, SMV_KIND_SHEET, f->sessions[1], &moderated, 1);
    for (size_t i = 0; i < 2; i++) {
        f->boards[i] = copy_for(t, f->board, f->rooms[i]);
        f->table[i] = copy_for(t, f->proposals, f->rooms[i]);
        f->phase[i] = child(t, f->boards[i], SMV_KIND_PHASE);
        f->lane[i] = child(t, f->boards[i], SMV_KIND_LANE);
        f->question[i] = child(t, f->boards[i], SMV_KIND_QUESTION);
    }
    f->group_sheet = copy_for(t, f->group_pattern, f->group);
    struct smv_field_value all = fold_int(SMV_SHEET_AUDIENCE, 15);
    f->poll_sheet = plan(t, SMV_KIND_SHEET, f->sessions[0], &all, 1);
    f->poll = plan(t, SMV_KIND_POLL, f->poll_sheet, NULL, 0);
    for (size_t i = 0; i < 3; i++) {
        f->choices[i] = plan(t, SMV_KIND_CHOICE, f->poll, NULL, 0);
    }
}

static void plan_all(struct fold_side *f, struct smv_tree *t)
{
    for (size_t i = 0; i < 2; i++) {
        f->rooms[i] = plan(t, SMV_KIND_ROOM, SMV_ROOT, NULL, 0);
    }
    for (size_t i = 0; i < 2; i++) {
        struct smv_field_value minutes = fold_int(SMV_SESSION_MINUTES, 60);
        f->sessions[i] = plan(t, SMV_KIND_SESSION, SMV_ROOT, &minutes, 1);
    }
    struct smv_field_value rule = {SMV_COMPOSITION_RULE,
                                   {.type = SMV_TYPE_STR, .str = smv_span_str("self")}};
    f->composition = plan(t, SMV_KIND_COMPOSITION, SMV_ROOT, &rule, 1);
    struct smv_field_value name = fold_text(SMV_GROUP_NAME, "Grupp");
    f->group = plan(t, SMV_KIND_GROUP, f->composition, &name, 1);
    f->stage = plan(t, SMV_KIND_STAGE, SMV_ROOT, NULL, 0);
    plan_sheets(f, t);
    f->links[ORG] = plan_link(t, SMV_ROLE_ORGANISER, 0);
    f->links[MOD] = plan_link(t, SMV_ROLE_MODERATOR, 0);
    f->links[SCRIBE] = plan_link(t, SMV_ROLE_SCRIBE, f->rooms[0]);
    f->links[OTHER] = plan_link(t, SMV_ROLE_SCRIBE, f->rooms[1]);
    f->links[SECRETARY] = plan_link(t, SMV_ROLE_SECRETARY, f->group);
}

void fold_init(struct fold_side *f)
{
    static const uint8_t epoch[16] = {7};
    static const char *const names[] = {"", "Ola", "Moa", "Siri", "Otto", "Sam"};
    struct smv_tree tree;
    struct smv_buf bytes = {0};
    memset(f, 0, sizeof *f);
    smv_tree_init(&tree, false);
    plan_all(f, &tree);
    smv_state_genesis(&bytes, &tree, epoch);
    smv_tree_finish(&tree);
    smv_state_init(&f->s);
    assert_int_equal(smv_state_read(smv_buf_span(&bytes), &f->s), SMV_OK);
    smv_buf_finish(&bytes);
    f->now = UINT64_C(1790000000000);
    for (unsigned who = ORG; who < FOLD_WHO; who++) {
        uint8_t cid[16] = {(uint8_t)who};
        struct smv_request q = {.op = SMV_OP_ENTER, .link = f->links[who]};
        q.u.enter = (struct smv_op_enter){smv_span(cid, 16), smv_span_str(names[who])};
        assert_code(fold_request(f, HOST, &q), OK);
        assert_int_equal(f->done.ord, who);
    }
}

void fold_finish(struct fold_side *f)
{
    smv_state_finish(&f->s);
    smv_buf_finish(&f->body);
}

/* --- looking ------------------------------------------------------------------------------------------ */

const struct smv_node *fold_node(const struct fold_side *f, smv_id id)
{
    const struct smv_node *n = smv_tree_find(&f->s.tree, id);
    assert_non_null(n);
    return n;
}

uint64_t fold_num(const struct fold_side *f, smv_id id, unsigned field)
{
    return smv_node_num(fold_node(f, id), field);
}

void fold_assert_text(const struct fold_side *f, smv_id id, unsigned field, const char *text)
{
    struct smv_span is = smv_node_str(fold_node(f, id), field);
    assert_int_equal(is.len, strlen(text));
    assert_true(is.len == 0 || memcmp(is.data, text, is.len) == 0);
}

smv_id fold_last(const struct fold_side *f, smv_id parent)
{
    const struct smv_node *n = fold_node(f, parent)->last;
    return n == NULL ? 0 : n->id;
}

size_t fold_changes(const struct fold_side *f, unsigned kind)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n_told; i++) {
        n += f->told[i].kind == kind;
    }
    return n;
}

const struct fold_told *fold_change(const struct fold_side *f, unsigned kind)
{
    for (size_t i = 0; i < f->n_told; i++) {
        if (f->told[i].kind == kind) {
            return &f->told[i];
        }
    }
    fail_msg("no change of kind %u was told", kind);
    return NULL;
}

static void hear(void *arg, const struct smv_change *c, const struct smv_stamp *stamp,
                 struct smv_node *node)
{
    struct fold_side *f = arg;
    assert_true(f->n_told < FOLD_TOLD);
    assert_int_equal(node->id, c->id);
    assert_int_equal(stamp->seq, f->s.seq + 1);
    f->told[f->n_told++] = (struct fold_told){.kind = c->kind,
                                              .node_kind = c->node_kind,
                                              .field = c->field,
                                              .flags = c->flags,
                                              .id = c->id,
                                              .parent = c->parent,
                                              .after = c->after,
                                              .num = c->kind == SMV_CHANGE_SET ? c->value->num : 0};
}

/* --- entries -------------------------------------------------------------------------------------------- */

unsigned fold_request(struct fold_side *f, enum fold_who who, struct smv_request *q)
{
    if (who != HOST) {
        const struct smv_writer_client *c = smv_state_client(&f->s, who);
        q->link = f->links[who];
        q->ord = who;
        q->n = f->n != 0 ? f->n : c->last_n + 1;
    }
    q->seen = f->seen != 0 ? f->seen : f->s.seq;
    f->seen = 0;
    f->n = 0;
    f->n_told = 0;
    smv_buf_clear(&f->body);
    smv_request_write_body(&f->body, q);
    struct smv_entry e = {.seq = f->s.seq + 1, .ts = f->now, .body = smv_buf_span(&f->body)};
    assert_int_equal(smv_fold(&f->s, &e, hear, f, &f->done), SMV_OK);
    return f->done.code;
}

smv_id fold_id(struct fold_side *f, enum fold_who who)
{
    return who == HOST ? 0 : ((uint64_t)who << SMV_ID_COUNTER_BITS) + ++f->counter[who];
}

static void write_fields(struct smv_buf *b, const struct smv_field_value *fields, size_t n,
                         const smv_seq *old)
{
    smv_write_array(b, n);
    for (size_t i = 0; i < n; i++) {
        smv_write_array(b, old == NULL ? 2 : 3);
        smv_write_uint(b, fields[i].field);
        smv_value_write(b, &fields[i].value);
        if (old != NULL) {
            smv_write_uint(b, old[i]);
        }
    }
}

unsigned fold_add(struct fold_side *f, enum fold_who who, unsigned kind, smv_id parent,
                  smv_id after, const struct smv_field_value *fields, size_t n, smv_id *ret_id)
{
    struct smv_buf raw = {0};
    smv_id id = ret_id != NULL && *ret_id != 0 ? *ret_id : fold_id(f, who);
    write_fields(&raw, fields, n, NULL);
    struct smv_request q = {.op = SMV_OP_ADD};
    q.u.add = (struct smv_op_add){id, kind, parent, after, smv_buf_span(&raw)};
    unsigned code = fold_request(f, who, &q);
    smv_buf_finish(&raw);
    if (ret_id != NULL) {
        *ret_id = id;
    }
    return code;
}

unsigned fold_add_raw(struct fold_side *f, enum fold_who who, unsigned kind, smv_id parent,
                      struct smv_span fields)
{
    struct smv_request q = {.op = SMV_OP_ADD};
    q.u.add = (struct smv_op_add){fold_id(f, who), kind, parent, 0, fields};
    return fold_request(f, who, &q);
}

smv_id fold_made(struct fold_side *f, enum fold_who who, unsigned kind, smv_id parent)
{
    smv_id id = 0;
    assert_code(fold_add(f, who, kind, parent, fold_last(f, parent), NULL, 0, &id), OK);
    return id;
}

unsigned fold_set_raw(struct fold_side *f, enum fold_who who, smv_id id, unsigned field,
                      struct smv_span value)
{
    struct smv_request q = {.op = SMV_OP_SET};
    q.u.set = (struct smv_op_set){id, field, value};
    return fold_request(f, who, &q);
}

unsigned fold_set(struct fold_side *f, enum fold_who who, smv_id id, unsigned field, uint64_t num)
{
    struct smv_buf raw = {0};
    smv_write_uint(&raw, num);
    unsigned code = fold_set_raw(f, who, id, field, smv_buf_span(&raw));
    smv_buf_finish(&raw);
    return code;
}

unsigned fold_txt(struct fold_side *f, enum fold_who who, smv_id id, unsigned field,
                  const struct smv_ot *op)
{
    struct smv_buf raw = {0};
    struct smv_request q = {.op = SMV_OP_TXT};
    smv_ot_write(&raw, op);
    q.u.txt = (struct smv_op_txt){id, field, smv_buf_span(&raw)};
    unsigned code = fold_request(f, who, &q);
    smv_buf_finish(&raw);
    return code;
}

unsigned fold_type(struct fold_side *f, enum fold_who who, smv_id id, unsigned field, uint32_t at,
                   const char *text)
{
    struct smv_ot op = {0};
    if (at > 0) {
        smv_ot_skip(&op, at);
    }
    smv_ot_insert(&op, smv_span_str(text));
    unsigned code = fold_txt(f, who, id, field, &op);
    smv_ot_finish(&op);
    return code;
}

unsigned fold_move(struct fold_side *f, enum fold_who who, smv_id id, smv_id parent, smv_id after)
{
    struct smv_request q = {.op = SMV_OP_MOVE};
    q.u.move = (struct smv_op_move){id, parent, after};
    return fold_request(f, who, &q);
}

unsigned fold_del(struct fold_side *f, enum fold_who who, smv_id id)
{
    struct smv_request q = {.op = SMV_OP_DEL};
    q.u.del.id = id;
    return fold_request(f, who, &q);
}

unsigned fold_undel(struct fold_side *f, enum fold_who who, smv_id id)
{
    struct smv_request q = {.op = SMV_OP_UNDEL};
    q.u.undel.id = id;
    return fold_request(f, who, &q);
}

unsigned fold_clock(struct fold_side *f, enum fold_who who, smv_id id, unsigned action, int64_t ms)
{
    struct smv_request q = {.op = SMV_OP_CLOCK};
    q.u.clock = (struct smv_op_clock){id, action, ms};
    return fold_request(f, who, &q);
}

unsigned fold_lock(struct fold_side *f, enum fold_who who, smv_id id, unsigned on)
{
    struct smv_request q = {.op = SMV_OP_LOCK};
    q.u.lock = (struct smv_op_lock){id, on};
    return fold_request(f, who, &q);
}

unsigned fold_epoch(struct fold_side *f, unsigned reason)
{
    uint8_t name[16] = {8, (uint8_t)f->s.seq};
    struct smv_request q = {.op = SMV_OP_EPOCH};
    q.u.epoch = (struct smv_op_epoch){smv_span(name, 16), reason};
    return fold_request(f, HOST, &q);
}

unsigned fold_found(struct fold_side *f, const char *table, const char *name)
{
    uint8_t hash[32] = {9, (uint8_t)f->s.seq};
    struct smv_request q = {.op = SMV_OP_FOUND};
    q.u.found = (struct smv_op_found){smv_span_str(table), smv_span_str(name), smv_span(hash, 32)};
    return fold_request(f, HOST, &q);
}

unsigned fold_ballot(struct fold_side *f, uint8_t device, const char *text, const smv_id *choices,
                     uint32_t n)
{
    uint8_t b[16] = {device, 1};
    struct smv_buf raw = {0};
    if (text != NULL) {
        smv_write_str(&raw, smv_span_str(text));
    } else {
        smv_write_array(&raw, n);
        for (uint32_t i = 0; i < n; i++) {
            smv_write_uint(&raw, choices[i]);
        }
    }
    struct smv_request q = {.op = SMV_OP_BALLOT};
    q.u.vote = (struct smv_op_vote){f->poll, smv_span(b, 16), smv_buf_span(&raw)};
    unsigned code = fold_request(f, HOST, &q);
    smv_buf_finish(&raw);
    return code;
}

unsigned fold_offer(struct fold_side *f, enum fold_who who, const struct fold_offer *o)
{
    struct smv_buf raw = {0};
    struct smv_request q = {.op = SMV_OP_OFFER};
    write_fields(&raw, o->fields, o->n, o->old);
    q.u.offer = (struct smv_op_offer){.id = o->id,
                                      .kind = o->kind,
                                      .parent = o->parent,
                                      .after = o->after,
                                      .place_seq = o->place_seq,
                                      .deleted = o->deleted,
                                      .del_seq = o->del_seq,
                                      .fields = smv_buf_span(&raw)};
    unsigned code = fold_request(f, who, &q);
    smv_buf_finish(&raw);
    return code;
}
