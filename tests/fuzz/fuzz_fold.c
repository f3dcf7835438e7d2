/* fuzz_fold.c - any sequence of operations on a small seminar: the fold never breaks, and gives the same twice.
 *
 * What: the input is a program: each step takes a few bytes that choose author, operation, node, field and
 *       value; one kind of step takes raw bytes as an operation's tail. After all steps the log is folded again
 *       from the genesis: the state's bytes must be the same; and the state must survive writing and reading.
 * Uses: daemon/core/fold.h, state.h. */
#include <string.h>
#include "common/base/check.h"
#include "common/base/heap.h"
#include "common/pack/writer.h"
#include "daemon/core/fold.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MAX_STEPS = 200, LINKS = 4 };

struct program {
    const uint8_t *p, *end;
};
static uint8_t take(struct program *g)
{
    return g->p < g->end ? *g->p++ : 0;
}

/* --- the seminar that every input starts with -------------------------------------------------------------- */

static smv_id put(struct smv_tree *t, unsigned kind, smv_id parent, const struct smv_field_value *f,
                  size_t n)
{
    const struct smv_node *p = smv_tree_find(t, parent);
    smv_id id = smv_tree_own_id(t);
    struct smv_change c = {.kind = SMV_CHANGE_ADD,
                           .id = id,
                           .node_kind = kind,
                           .parent = parent,
                           .after = p->last == NULL ? 0 : p->last->id,
                           .fields = f,
                           .n_fields = n};
    INVARIANT(smv_tree_apply(t, &c, &(struct smv_stamp){0}) == SMV_OK);
    return id;
}

static smv_id put_num(struct smv_tree *t, unsigned kind, smv_id parent, unsigned field,
                      enum smv_type type, uint64_t num)
{
    struct smv_field_value f = {(uint8_t)field, {.type = type, .num = num}};
    return put(t, kind, parent, &f, 1);
}

static void sheet(struct smv_tree *t, smv_id session, smv_id room, uint64_t form)
{
    struct smv_field_value f[] = {
        {SMV_SHEET_FORM, {.type = SMV_TYPE_INT, .num = form}},
        {SMV_SHEET_ROOM, {.type = SMV_TYPE_REF, .num = room}},
        {SMV_SHEET_AUDIENCE, {.type = SMV_TYPE_INT, .num = SMV_AUDIENCE_OWN | SMV_AUDIENCE_ALL}},
    };
    smv_id s = put(t, SMV_KIND_SHEET, session, f, 3);
    put(t, SMV_KIND_QUESTION, s, NULL, 0);
    put(t, SMV_KIND_PHASE, s, NULL, 0);
    put(t, SMV_KIND_LANE, s, NULL, 0);
    smv_id poll = put_num(t, SMV_KIND_POLL, s, SMV_POLL_STATE, SMV_TYPE_INT, 1);
    put(t, SMV_KIND_CHOICE, poll, NULL, 0);
}

static void genesis(struct smv_buf *b)
{
    static const unsigned roles[LINKS] = {SMV_ROLE_ORGANISER, SMV_ROLE_MODERATOR, SMV_ROLE_SCRIBE,
                                          SMV_ROLE_SCRIBE};
    struct smv_tree t;
    uint8_t epoch[16] = {1};
    smv_tree_init(&t, true);
    smv_id rooms[2] = {put(&t, SMV_KIND_ROOM, SMV_ROOT, NULL, 0),
                       put(&t, SMV_KIND_ROOM, SMV_ROOT, NULL, 0)};
    for (unsigned i = 0; i < LINKS; i++) {
        struct smv_field_value f[] = {
            {SMV_LINK_ROLE, {.type = SMV_TYPE_INT, .num = roles[i]}},
            {SMV_LINK_PLACE, {.type = SMV_TYPE_REF, .num = i >= 2 ? rooms[i - 2] : 0}},
        };
        put(&t, SMV_KIND_LINK, SMV_ROOT, f, 2);
    }
    put(&t, SMV_KIND_STAGE, SMV_ROOT, NULL, 0);
    for (unsigned s = 0; s < 2; s++) {
        smv_id session =
            put_num(&t, SMV_KIND_SESSION, SMV_ROOT, SMV_SESSION_MINUTES, SMV_TYPE_INT, 60);
        smv_id pattern = put_num(&t, SMV_KIND_SHEET, session, SMV_SHEET_EACH, SMV_TYPE_INT, 1);
        put(&t, SMV_KIND_QUESTION, pattern, NULL, 0);
        sheet(&t, session, rooms[0], 0);
        sheet(&t, session, rooms[1], 1);
    }
    smv_state_genesis(b, &t, epoch);
    smv_tree_finish(&t);
}

/* --- one step ------------------------------------------------------------------------------------------------ */

static smv_id pick(struct program *g, const struct smv_state *s)
{
    unsigned at = take(g);
    const struct smv_node *n = s->tree.root;
    while (at-- > 0 && n != NULL) {
        n = smv_tree_walk(s->tree.root, n);
    }
    return n == NULL ? at : n->id;
}

static void text_op(struct program *g, struct smv_buf *b)
{
    struct smv_ot op = {0};
    for (unsigned n = take(g) % 6; n > 0; n--) {
        uint8_t what = take(g);
        static const char *const words[] = {"a", "åäö", "\xF0\x9F\x91\xA9", "två ord", "\n"};
        if (what % 3 == 0) {
            smv_ot_skip(&op, 1U + what / 3);
        } else if (what % 3 == 1) {
            smv_ot_delete(&op, 1U + what / 16);
        } else {
            smv_ot_insert(&op, smv_span_str(words[what % 5]));
        }
    }
    smv_ot_trim(&op);
    smv_ot_write(b, &op);
    smv_ot_finish(&op);
}

static void value(struct program *g, const struct smv_state *s, const struct smv_field_info *f,
                  struct smv_buf *b)
{
    static const uint8_t bytes[32];
    switch (f == NULL ? SMV_TYPE_INT : (enum smv_type)f->type) {
    case SMV_TYPE_TEXT:
    case SMV_TYPE_STR: smv_write_cstr(b, (take(g) & 1) != 0 ? "ord" : ""); return;
    case SMV_TYPE_INT: smv_write_uint(b, take(g)); return;
    case SMV_TYPE_REF: smv_write_uint(b, pick(g, s)); return;
    case SMV_TYPE_BYTES: smv_write_bin(b, smv_span(bytes, take(g) % 33U)); return;
    case SMV_TYPE_LIST:
        smv_write_array(b, 2);
        smv_write_uint(b, pick(g, s));
        smv_write_uint(b, pick(g, s));
        return;
    }
}

static void fields(struct program *g, const struct smv_state *s, unsigned kind, bool with_old,
                   struct smv_buf *b)
{
    const struct smv_kind_info *k = smv_kind_info(kind);
    unsigned mask = take(g), n = 0;
    for (size_t i = 0; k != NULL && i < k->n_fields && i < 8; i++) {
        n += (mask >> i) & 1;
    }
    smv_write_array(b, n);
    for (size_t i = 0; k != NULL && i < k->n_fields && i < 8; i++) {
        if (((mask >> i) & 1) != 0) {
            smv_write_array(b, with_old ? 3 : 2);
            smv_write_uint(b, k->fields[i].number);
            value(g, s, &k->fields[i], b);
            if (with_old) {
                smv_write_uint(b, take(g));
            }
        }
    }
}

static void fill(struct program *g, const struct smv_state *s, struct smv_request *q,
                 struct smv_buf *raw, uint64_t *counter)
{
    smv_id id = pick(g, s);
    const struct smv_node *n = smv_tree_find(&s->tree, id);
    unsigned kind = n == NULL ? take(g) % 64U : n->kind;
    const struct smv_kind_info *k = smv_kind_info(kind);
    const struct smv_field_info *f =
        k != NULL && k->n_fields > 0 ? &k->fields[take(g) % k->n_fields] : NULL;
    switch (q->op) {
    case SMV_OP_ADD:
        kind = take(g) % 64U;
        fields(g, s, kind, false, raw);
        q->u.add =
            (struct smv_op_add){q->ord << 30 | ++*counter, kind, id, pick(g, s), smv_buf_span(raw)};
        break;
    case SMV_OP_SET:
        value(g, s, f, raw);
        q->u.set = (struct smv_op_set){id, f == NULL ? 1 : f->number, smv_buf_span(raw)};
        break;
    case SMV_OP_TXT:
        text_op(g, raw);
        q->u.txt = (struct smv_op_txt){id, f == NULL ? 1 : f->number, smv_buf_span(raw)};
        break;
    case SMV_OP_MOVE: q->u.move = (struct smv_op_move){id, pick(g, s), pick(g, s)}; break;
    case SMV_OP_DEL: q->u.del.id = id; break;
    case SMV_OP_UNDEL: q->u.undel.id = id; break;
    case SMV_OP_CLOCK:
        q->u.clock = (struct smv_op_clock){id, take(g) % 5U, (int8_t)take(g) * 60000};
        break;
    case SMV_OP_LOCK: q->u.lock = (struct smv_op_lock){id, take(g) & 1U}; break;
    case SMV_OP_OFFER:
        fields(g, s, kind, true, raw);
        q->u.offer = (struct smv_op_offer){n == NULL ? 77ULL << 30 | take(g) : id,
                                           kind,
                                           pick(g, s),
                                           pick(g, s),
                                           take(g),
                                           take(g) & 1U,
                                           take(g),
                                           smv_buf_span(raw)};
        break;
    case SMV_OP_ENTER: break;
    case SMV_OP_EPOCH:
        q->u.epoch = (struct smv_op_epoch){smv_span("0123456789abcdef", 16), 1};
        break;
    case SMV_OP_BALLOT:
        if ((take(g) & 1) != 0) {
            smv_write_cstr(raw, "svar");
        } else {
            smv_write_array(raw, 1);
            smv_write_uint(raw, pick(g, s));
        }
        q->u.vote = (struct smv_op_vote){id, smv_span("b1b2b3b4b5b6b7b8", 16), smv_buf_span(raw)};
        break;
    case SMV_OP_FOUND:
        q->u.found = (struct smv_op_found){smv_span_str("3b"), smv_span(NULL, 0),
                                           smv_span("hashhashhashhashhashhashhashhash", 32)};
        break;
    }
}

/* Writes the step's log body; false: the program ends. */
static bool step(struct program *g, const struct smv_state *s, struct smv_buf *body,
                 uint64_t *counter)
{
    static const enum smv_op_kind kinds[] = {
        SMV_OP_TXT,   SMV_OP_ADD,    SMV_OP_SET,   SMV_OP_MOVE, SMV_OP_DEL,
        SMV_OP_UNDEL, SMV_OP_CLOCK,  SMV_OP_LOCK,  SMV_OP_TXT,  SMV_OP_OFFER,
        SMV_OP_EPOCH, SMV_OP_BALLOT, SMV_OP_FOUND, SMV_OP_ADD};
    if (g->p >= g->end) {
        return false;
    }
    uint8_t what = take(g), who = take(g) % LINKS;
    struct smv_buf raw = {0};
    struct smv_request q = {.op = kinds[what % (sizeof kinds / sizeof kinds[0])], .ord = who + 1U};
    const struct smv_writer_client *c = smv_state_client(s, q.ord);
    bool own = q.op >= SMV_OP_ENTER;
    q.link = own ? 0 : c->link;
    q.n = own ? 0 : c->last_n + 1;
    q.ord = own ? 0 : q.ord;
    uint8_t behind = take(g);
    q.seen = s->seq > behind ? s->seq - behind : 0;
    fill(g, s, &q, &raw, counter);
    struct smv_buf tail = {0};
    smv_request_write_tail(&tail, &q);
    q.tail = smv_buf_span(&tail);
    smv_buf_clear(body);
    smv_request_write_body(body, &q);
    smv_buf_finish(&tail);
    smv_buf_finish(&raw);
    return true;
}

static void enter_all(struct smv_state *s, struct smv_entry *e, struct smv_buf *bodies)
{
    unsigned link = 0;
    for (const struct smv_node *n = s->tree.root->first; n != NULL; n = n->next) {
        if (n->kind == SMV_KIND_LINK) {
            uint8_t cid[16] = {(uint8_t)++link};
            struct smv_request q = {.link = n->id, .op = SMV_OP_ENTER};
            struct smv_buf tail = {0};
            struct smv_folded done;
            q.u.enter = (struct smv_op_enter){smv_span(cid, 16), smv_span_str("namn")};
            smv_request_write_tail(&tail, &q);
            q.tail = smv_buf_span(&tail);
            smv_request_write_body(&bodies[link - 1], &q);
            e->seq++;
            e->body = smv_buf_span(&bodies[link - 1]);
            INVARIANT(smv_fold(s, e, NULL, NULL, &done) == SMV_OK && done.code == SMV_CODE_OK);
            smv_buf_finish(&tail);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct program g = {data, data + size};
    struct smv_buf start = {0}, bodies[LINKS + MAX_STEPS] = {{0}}, first = {0}, second = {0};
    struct smv_state s, again;
    struct smv_entry e = {0};
    struct smv_folded done;
    uint64_t counter = 0;
    unsigned n = LINKS;
    genesis(&start);
    smv_state_init(&s);
    INVARIANT(smv_state_read(smv_buf_span(&start), &s) == SMV_OK);
    enter_all(&s, &e, bodies);
    while (n < LINKS + MAX_STEPS && step(&g, &s, &bodies[n], &counter)) {
        e.seq++;
        e.ts += 1000;
        e.body = smv_buf_span(&bodies[n++]);
        INVARIANT(smv_fold(&s, &e, NULL, NULL, &done) == SMV_OK);
    }
    smv_state_write(&first, &s);
    smv_state_finish(&s);

    smv_state_init(&s);
    INVARIANT(smv_state_read(smv_buf_span(&start), &s) == SMV_OK);
    for (unsigned i = 0; i < n; i++) {
        struct smv_entry r = {.seq = i + 1, .ts = i < LINKS ? 0 : (i - LINKS + 1) * 1000ULL};
        r.body = smv_buf_span(&bodies[i]);
        INVARIANT(smv_fold(&s, &r, NULL, NULL, &done) == SMV_OK);
    }
    smv_state_write(&second, &s);
    INVARIANT(smv_span_eq(smv_buf_span(&first), smv_buf_span(&second)));
    smv_state_finish(&s);

    smv_state_init(&again);
    INVARIANT(smv_state_read(smv_buf_span(&first), &again) == SMV_OK);
    smv_buf_clear(&second);
    smv_state_write(&second, &again);
    INVARIANT(smv_span_eq(smv_buf_span(&first), smv_buf_span(&second)));
    smv_state_finish(&again);
    for (unsigned i = 0; i < n; i++) {
        smv_buf_finish(&bodies[i]);
    }
    smv_buf_finish(&start);
    smv_buf_finish(&first);
    smv_buf_finish(&second);
    return 0;
}
