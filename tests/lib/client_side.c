/* client_side.c - see client_side.h. */
#include "tests/lib/client_side.h"
#include <string.h>
#include "common/base/check.h"
#include "common/base/hash.h"
#include "common/base/heap.h"
#include "common/pack/writer.h"

static void clear(struct smv_buf **list, size_t *n)
{
    for (size_t i = 0; i < *n; i++) {
        smv_buf_finish(&(*list)[i]);
    }
    smv_free(*list);
    *list = NULL;
    *n = 0;
}

static void push(struct smv_buf **list, size_t *n, struct smv_span bytes)
{
    *list = smv_realloc(*list, (*n + 1) * sizeof **list);
    memset(&(*list)[*n], 0, sizeof **list);
    smv_buf_put_span(&(*list)[(*n)++], bytes);
}

void side_init(struct side *s)
{
    memset(s, 0, sizeof *s);
    smv_hash_init();
    s->config =
        (struct smv_client_config){.token = "secret", .name = "Ana", .build = "test", .seed = 1};
    s->config.cid[0] = 9;
    s->epoch[0] = 1;
    s->role = SMV_ROLE_SCRIBE;
    s->now = 1000;
    s->c = smv_client_create(&s->config);
}

void side_finish(struct side *s)
{
    smv_client_destroy(s->c);
    clear(&s->disk, &s->n_disk);
    clear(&s->sent, &s->n_sent);
}

void side_restart(struct side *s)
{
    struct smv_span *records = smv_alloc((s->n_disk + 1) * sizeof *records);
    for (size_t i = 0; i < s->n_disk; i++) {
        records[i] = smv_buf_span(&s->disk[i]);
    }
    smv_client_destroy(s->c);
    s->c = smv_client_create(&s->config);
    enum smv_err err = smv_client_restore(s->c, records, s->n_disk);
    INVARIANT(err == SMV_OK);
    smv_free(records);
    clear(&s->sent, &s->n_sent);
    s->read = 0;
}

static void step(struct side *s, struct smv_client_event *event)
{
    event->mono = s->now;
    smv_client_step(s->c, event, &s->u);
    for (size_t i = 0; i < s->u.n_records; i++) {
        push(&s->disk, &s->n_disk, s->u.records[i].bytes);
    }
    for (size_t i = 0; i < s->u.n_frames; i++) {
        push(&s->sent, &s->n_sent, s->u.frames[i]);
    }
}

void side_event(struct side *s, enum smv_client_event_type type, unsigned code)
{
    struct smv_client_event e = {.type = type, .code = code};
    step(s, &e);
}

void side_local(struct side *s)
{
    side_event(s, SMV_CLIENT_EVENT_LOCAL, 0);
}

void side_frame(struct side *s, struct smv_span bytes)
{
    struct smv_client_event e = {.type = SMV_CLIENT_EVENT_FRAME, .bytes = bytes};
    step(s, &e);
}

void side_say(struct side *s, const struct smv_msg *msg)
{
    struct smv_buf b = {0};
    smv_msg_write(&b, msg);
    side_frame(s, smv_buf_span(&b));
    smv_buf_finish(&b);
}

void side_wait(struct side *s, smv_ms ms)
{
    smv_ms end = s->now + ms;
    while (s->u.wake != 0 && s->u.wake <= end && s->u.link == SMV_LINK_NONE) {
        s->now = s->u.wake > s->now ? s->u.wake : s->now;
        side_event(s, SMV_CLIENT_EVENT_TICK, 0);
    }
    if (s->u.link == SMV_LINK_NONE) {
        s->now = end;
    }
}

void side_open(struct side *s, struct smv_msg *ret_hello)
{
    if (s->u.link != SMV_LINK_CONNECT) {
        side_event(s, SMV_CLIENT_EVENT_START, 0);
    }
    clear(&s->sent, &s->n_sent);
    s->read = 0;
    side_event(s, SMV_CLIENT_EVENT_OPEN, 0);
    struct smv_msg hello;
    bool there = side_next(s, &hello);
    INVARIANT(there && hello.kind == SMV_MSG_KIND_HELLO);
    if (ret_hello != NULL) {
        *ret_hello = hello;
    }
}

void side_welcome(struct side *s, unsigned mode, unsigned reason, smv_seq head, uint64_t last_n)
{
    struct smv_msg m = {.kind = SMV_MSG_KIND_WELCOME};
    m.u.welcome = (struct smv_msg_welcome){.version = 1,
                                           .epoch = smv_span(s->epoch, 16),
                                           .head = head,
                                           .mode = mode,
                                           .reason = reason,
                                           .ord = SIDE_ORD,
                                           .last_n = last_n,
                                           .role = s->role,
                                           .clock = 5000000,
                                           .ping_ms = 10000,
                                           .frame_max = 65536,
                                           .unconfirmed_max = 128};
    side_say(s, &m);
}

static void put_node(struct smv_buf *b, smv_id id, unsigned kind, smv_id parent, unsigned field,
                     const char *text, smv_seq seq)
{
    smv_write_array(b, 11);
    smv_write_uint(b, id);
    smv_write_uint(b, kind);
    smv_write_uint(b, parent);
    smv_write_uint(b, 0);
    smv_write_uint(b, 1);
    smv_write_uint(b, 1);
    smv_write_uint(b, 0);
    smv_write_uint(b, 1);
    smv_write_uint(b, 0);
    smv_write_uint(b, 0);
    smv_write_array(b, text != NULL);
    if (text != NULL) {
        smv_write_array(b, 5);
        smv_write_uint(b, field);
        smv_write_cstr(b, text);
        smv_write_uint(b, seq);
        smv_write_uint(b, 0);
        smv_write_uint(b, 0);
    }
}

void side_snap(struct side *s, smv_seq seq, const char *question, const char *point)
{
    static const uint8_t h8[8] = {8};
    struct smv_buf nodes = {0};
    smv_write_array(&nodes, 4);
    put_node(&nodes, SMV_ROOT, SMV_KIND_SEMINAR, 0, 0, NULL, 0);
    put_node(&nodes, SIDE_SHEET, SMV_KIND_SHEET, SMV_ROOT, 0, NULL, 0);
    put_node(&nodes, SIDE_QUESTION, SMV_KIND_QUESTION, SIDE_SHEET, SMV_QUESTION_DISCUSSION,
             question, seq);
    put_node(&nodes, SIDE_POINT, SMV_KIND_POINT, SIDE_QUESTION, SMV_POINT_TEXT, point, seq);
    struct smv_msg m = {.kind = SMV_MSG_KIND_SNAP};
    m.u.snap = (struct smv_msg_snap){seq, smv_span(h8, 8), 0, 1, smv_buf_span(&nodes)};
    side_say(s, &m);
    smv_buf_finish(&nodes);
}

void side_live(struct side *s, smv_seq seq, const char *question, const char *point)
{
    side_open(s, NULL);
    side_welcome(s, 1, 0, seq, 0);
    side_snap(s, seq, question, point);
    INVARIANT(smv_client_state(s->c) == SMV_CLIENT_LIVE);
}

void side_cut(struct side *s)
{
    side_event(s, SMV_CLIENT_EVENT_CLOSED, 0);
    side_wait(s, 60000);
    side_open(s, NULL);
}

void side_ev(struct side *s, smv_seq from, smv_seq to, const struct smv_item *items, size_t n)
{
    static const uint8_t h8[8] = {9};
    struct smv_buf list = {0};
    smv_write_array(&list, n);
    for (size_t i = 0; i < n; i++) {
        smv_item_write(&list, &items[i]);
    }
    struct smv_msg m = {.kind = SMV_MSG_KIND_EV};
    m.u.ev = (struct smv_msg_ev){from, to, smv_span(h8, 8), smv_buf_span(&list)};
    side_say(s, &m);
    smv_buf_finish(&list);
}

static void make_op(struct smv_ot *op, unsigned at, const char *insert, unsigned del)
{
    if (at > 0) {
        smv_ot_skip(op, at);
    }
    if (del > 0) {
        smv_ot_delete(op, del);
    }
    if (insert != NULL && insert[0] != '\0') {
        smv_ot_insert(op, smv_span_str(insert));
    }
    smv_ot_trim(op);
}

void side_ev_txt(struct side *s, smv_seq seq, uint64_t ord, uint64_t n, smv_id id, unsigned field,
                 unsigned at, const char *insert, unsigned del)
{
    struct smv_ot op = {0};
    struct smv_buf bytes = {0};
    make_op(&op, at, insert, del);
    smv_ot_write(&bytes, &op);
    struct smv_item item = {.seq = seq, .ts = 1, .ord = ord, .n = n, .change = SMV_CHANGE_TXT};
    item.u.txt = (struct smv_change_txt){id, field, smv_buf_span(&bytes), 0};
    side_ev(s, seq - 1, seq, &item, 1);
    smv_buf_finish(&bytes);
    smv_ot_finish(&op);
}

void side_res(struct side *s, uint64_t n, unsigned code, smv_seq seq)
{
    struct smv_buf b = {0};
    smv_write_array(&b, 1);
    smv_write_array(&b, 3);
    smv_write_uint(&b, n);
    smv_write_uint(&b, code);
    smv_write_uint(&b, seq);
    struct smv_msg m = {.kind = SMV_MSG_KIND_RES};
    m.u.res.results = smv_buf_span(&b);
    side_say(s, &m);
    smv_buf_finish(&b);
}

void side_past(struct side *s, smv_id id, unsigned field, unsigned code, smv_seq seq,
               const struct side_op *ops, size_t n)
{
    struct smv_buf list = {0};
    smv_write_array(&list, n);
    for (size_t i = 0; i < n; i++) {
        struct smv_ot op = {0};
        make_op(&op, ops[i].at, ops[i].insert, 0);
        smv_write_array(&list, 4);
        smv_write_uint(&list, ops[i].seq);
        smv_write_uint(&list, ops[i].ord);
        smv_write_uint(&list, ops[i].n);
        smv_ot_write(&list, &op);
        smv_ot_finish(&op);
    }
    struct smv_msg m = {.kind = SMV_MSG_KIND_PAST};
    m.u.past = (struct smv_msg_past){0, id, field, code, seq, smv_buf_span(&list)};
    side_say(s, &m);
    smv_buf_finish(&list);
}

bool side_next(struct side *s, struct smv_msg *ret_msg)
{
    if (s->read >= s->n_sent) {
        return false;
    }
    enum smv_err err = smv_msg_read(smv_buf_span(&s->sent[s->read++]), 1, ret_msg);
    INVARIANT(err == SMV_OK);
    return true;
}

size_t side_ops(struct side *s, struct smv_request *ret, size_t max)
{
    struct smv_msg m;
    do {
        if (!side_next(s, &m)) {
            return 0;
        }
    } while (m.kind != SMV_MSG_KIND_OPS);
    struct smv_reader r;
    smv_reader_init(&r, m.u.ops.ops);
    size_t n = smv_read_array(&r);
    for (size_t i = 0; i < n && i < max; i++) {
        enum smv_err err = smv_request_read(&r, &ret[i]);
        INVARIANT(err == SMV_OK);
    }
    return n;
}

bool side_type(struct side *s, smv_id id, unsigned field, unsigned at, const char *insert,
               unsigned del)
{
    struct smv_ot op = {0};
    make_op(&op, at, insert, del);
    bool ok = smv_client_type(s->c, id, field, &op);
    smv_ot_finish(&op);
    side_local(s);
    return ok;
}

static char text[4096];

static const char *cstr(struct smv_span s)
{
    INVARIANT(s.len < sizeof text);
    if (s.len > 0) {
        memcpy(text, s.data, s.len);
    }
    text[s.len] = '\0';
    return text;
}

const char *side_text(struct side *s, smv_id id, unsigned field)
{
    struct smv_buf b = {0};
    smv_client_text(s->c, id, field, &b);
    const char *t = cstr(smv_buf_span(&b));
    smv_buf_finish(&b);
    return t;
}

const char *side_confirmed(struct side *s, smv_id id, unsigned field)
{
    const struct smv_node *n = smv_tree_find(smv_client_confirmed(s->c), id);
    return cstr(n != NULL ? smv_node_str(n, field) : smv_span(NULL, 0));
}

struct smv_client_info side_info(struct side *s)
{
    struct smv_client_info info;
    smv_client_info(s->c, &info);
    return info;
}
