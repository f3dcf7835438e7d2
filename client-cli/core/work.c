/* work.c - own work as the screen asks for it: checked for form, made into operations or messages.
 *
 * What: the calls of client.h between two steps.
 * Not:  no rights and no locks: the daemon knows, and its verdict comes back.
 * Uses: internal.h.    Thread: as client.h.
 * Invariant: what can be seen here to be refused for its form is not accepted here, so that the person is
 *       told while the words are still in the editor. */
#include <string.h>
#include "client-cli/core/internal.h"
#include "common/base/utf8.h"
#include "common/pack/writer.h"

enum { FIELDS_BYTES = 56000, CLOCK_ACTIONS = 4, CLOCK_MS = 86400000 };

static bool can_write(const struct smv_client *c)
{
    return !c->config.read_only && c->ord != 0 && c->know_epoch && c->n_own < SMV_CL_OWN_MAX &&
           c->state != SMV_CLIENT_DENIED;
}

static bool value_ok(const struct smv_field_info *info, const struct smv_value *v)
{
    if (info == NULL || v->type != (enum smv_type)info->type || v->n_list > 16) {
        return false;
    }
    struct smv_buf b = {0};
    struct smv_reader r;
    struct smv_value read;
    smv_value_write(&b, v);
    smv_reader_init(&r, smv_buf_span(&b));
    bool ok = smv_value_read(&r, info, &read) == SMV_OK && smv_reader_done(&r) == SMV_OK;
    smv_buf_finish(&b);
    return ok;
}

static smv_id new_id(struct smv_client *c)
{
    if (c->id_counter + 1 >= (1U << SMV_ID_COUNTER_BITS)) {
        return 0;
    }
    c->id_counter++;
    if (c->id_counter > c->id_reserved) {
        c->id_reserved = c->id_counter + SMV_CL_ID_BLOCK;
        c->ord_dirty = true;
    }
    return c->ord << SMV_ID_COUNTER_BITS | c->id_counter;
}

static bool fields_ok(unsigned kind, const struct smv_field_value *fields, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if ((i > 0 && fields[i].field <= fields[i - 1].field) ||
            !value_ok(smv_field_info(kind, fields[i].field), &fields[i].value)) {
            return false;
        }
    }
    return n <= SMV_MAX_FIELDS;
}

smv_id smv_client_add(struct smv_client *c, unsigned kind, smv_id parent, smv_id after,
                      const struct smv_field_value *fields, size_t n_fields)
{
    const struct smv_kind_info *info = smv_kind_info(kind);
    unsigned above = smv_client_kind(c, parent);
    if (!can_write(c) || info == NULL || above == 0 || (info->parents >> above & 1) == 0 ||
        (after != 0 && smv_client_kind(c, after) == 0) || !fields_ok(kind, fields, n_fields)) {
        return 0;
    }
    struct smv_buf value = {0};
    smv_write_array(&value, n_fields);
    for (size_t i = 0; i < n_fields; i++) {
        smv_write_array(&value, 2);
        smv_write_uint(&value, fields[i].field);
        smv_value_write(&value, &fields[i].value);
    }
    smv_id id = value.len <= FIELDS_BYTES ? new_id(c) : 0;
    if (id == 0) {
        smv_buf_finish(&value);
        return 0;
    }
    struct smv_cl_own *o = smv_cl_own_new(c, SMV_OP_ADD);
    o->id = id;
    o->kind = kind;
    o->parent = parent;
    o->after = after;
    o->value = value;
    c->news |= SMV_NEWS_TREE;
    return id;
}

bool smv_client_set(struct smv_client *c, smv_id id, unsigned field, const struct smv_value *value)
{
    const struct smv_field_info *info = smv_field_info(smv_client_kind(c, id), field);
    if (!can_write(c) || info == NULL || info->type == SMV_TYPE_TEXT || !value_ok(info, value)) {
        return false;
    }
    struct smv_cl_own *o = c->n_own > 0 ? c->own[c->n_own - 1] : NULL;
    bool again =
        o != NULL && o->op == SMV_OP_SET && o->id == id && o->field == field && o->tail.len == 0;
    if (!again) {
        o = smv_cl_own_new(c, SMV_OP_SET);
        o->id = id;
        o->field = field;
    }
    smv_buf_clear(&o->value); /* nobody has seen the one before: it need not be sent */
    smv_value_write(&o->value, value);
    o->dirty = true;
    c->news |= SMV_NEWS_TREE;
    return true;
}

static const struct smv_field_info *text_field(struct smv_client *c, smv_id id, unsigned field)
{
    const struct smv_field_info *info = smv_field_info(smv_client_kind(c, id), field);
    return can_write(c) && info != NULL && info->type == SMV_TYPE_TEXT ? info : NULL;
}

bool smv_client_type(struct smv_client *c, smv_id id, unsigned field, const struct smv_ot *op)
{
    const struct smv_field_info *info = text_field(c, id, field);
    if (info == NULL || !smv_utf8_clean(smv_buf_span(&op->text))) {
        return false;
    }
    struct smv_buf text = {0};
    smv_client_text(c, id, field, &text);
    bool ok =
        smv_ot_apply(&text, op) == SMV_OK && smv_utf8_count(smv_buf_span(&text)) <= info->bound;
    smv_buf_finish(&text);
    if (ok) {
        smv_cl_type_on(c, id, field, op);
    }
    return ok;
}

bool smv_client_write(struct smv_client *c, smv_id id, unsigned field, struct smv_span text)
{
    const struct smv_field_info *info = text_field(c, id, field);
    if (info == NULL || !smv_utf8_clean(text) || smv_utf8_count(text) > info->bound) {
        return false;
    }
    struct smv_buf now = {0};
    struct smv_ot op = {0};
    smv_client_text(c, id, field, &now);
    smv_ot_diff(smv_buf_span(&now), text, &op);
    smv_cl_type_on(c, id, field, &op);
    smv_ot_finish(&op);
    smv_buf_finish(&now);
    return true;
}

static struct smv_cl_own *on_node(struct smv_client *c, enum smv_op_kind op, smv_id id)
{
    if (!can_write(c) || smv_client_kind(c, id) == 0) {
        return NULL;
    }
    struct smv_cl_own *o = smv_cl_own_new(c, op);
    o->id = id;
    c->news |= SMV_NEWS_TREE;
    return o;
}

bool smv_client_move(struct smv_client *c, smv_id id, smv_id parent, smv_id after)
{
    if (smv_client_kind(c, parent) == 0 || (after != 0 && smv_client_kind(c, after) == 0) ||
        after == id || parent == id || id == SMV_ROOT) {
        return false;
    }
    struct smv_cl_own *o = on_node(c, SMV_OP_MOVE, id);
    if (o != NULL) {
        o->parent = parent;
        o->after = after;
    }
    return o != NULL;
}

bool smv_client_del(struct smv_client *c, smv_id id)
{
    return id != SMV_ROOT && on_node(c, SMV_OP_DEL, id) != NULL;
}

bool smv_client_undel(struct smv_client *c, smv_id id)
{
    return id != SMV_ROOT && on_node(c, SMV_OP_UNDEL, id) != NULL;
}

bool smv_client_clock(struct smv_client *c, smv_id session, unsigned action, int64_t ms)
{
    if (smv_client_kind(c, session) != SMV_KIND_SESSION || action > CLOCK_ACTIONS ||
        ms > CLOCK_MS || ms < -CLOCK_MS) {
        return false;
    }
    struct smv_cl_own *o = on_node(c, SMV_OP_CLOCK, session);
    if (o != NULL) {
        o->action = action;
        o->ms = ms;
    }
    return o != NULL;
}

bool smv_client_lock(struct smv_client *c, smv_id sheet, bool on)
{
    struct smv_cl_own *o =
        smv_client_kind(c, sheet) == SMV_KIND_SHEET ? on_node(c, SMV_OP_LOCK, sheet) : NULL;
    if (o != NULL) {
        o->action = on;
    }
    return o != NULL;
}

/* --- sent once, not kept ----------------------------------------------------------------------------- */
static bool send_once(struct smv_client *c, const struct smv_msg *msg)
{
    if (c->state != SMV_CLIENT_LIVE) {
        return false;
    }
    smv_cl_send(c, msg);
    return true;
}

bool smv_client_fetch(struct smv_client *c, unsigned what, smv_id node, unsigned field, smv_seq seq)
{
    struct smv_msg msg = {.kind = SMV_MSG_KIND_FETCH};
    msg.u.fetch = (struct smv_msg_fetch){what, node, field, seq};
    return what <= 1 && field <= SMV_FIELD_MAX && seq <= SMV_U53 && send_once(c, &msg);
}

bool smv_client_pick(struct smv_client *c, smv_id group)
{
    struct smv_msg msg = {.kind = SMV_MSG_KIND_PICK};
    msg.u.pick.group = group;
    if (!send_once(c, &msg)) {
        return false;
    }
    c->group = group; /* said again in the next HELLO, */
    c->moved = true;  /* where the replica of the group before is no prefix of this one's view */
    return true;
}

bool smv_client_join(struct smv_client *c, struct smv_span table, struct smv_span name,
                     const uint8_t hash[32])
{
    struct smv_msg msg = {.kind = SMV_MSG_KIND_JOIN};
    msg.u.join = (struct smv_msg_join){table, name, smv_span(hash, 32)};
    return table.len <= 16 && name.len <= 80 && smv_utf8_clean_line(table) &&
           smv_utf8_clean_line(name) && send_once(c, &msg);
}

bool smv_client_ballot(struct smv_client *c, smv_id poll, struct smv_span text,
                       const smv_id *choices, size_t n_choices)
{
    struct smv_buf answer = {0};
    if (text.len > 0) {
        smv_write_str(&answer, text);
    } else {
        smv_write_array(&answer, n_choices);
        for (size_t i = 0; i < n_choices; i++) {
            smv_write_uint(&answer, choices[i]);
        }
    }
    if (poll == 0 || answer.len > 2048 || !smv_utf8_clean(text)) {
        smv_buf_finish(&answer);
        return false;
    }
    size_t i = 0;
    while (i < c->n_ballots && c->ballots[i].poll != poll) {
        i++;
    }
    if (i == c->n_ballots) {
        c->ballots = smv_grow(c->ballots, &c->cap_ballots, i + 1, sizeof *c->ballots);
        memset(&c->ballots[i], 0, sizeof c->ballots[i]);
        c->n_ballots++;
    }
    smv_buf_finish(&c->ballots[i].answer);
    bool sent = c->ballots[i].sent;
    c->ballots[i] =
        (struct smv_cl_ballot){.poll = poll, .answer = answer, .sent = sent, .newer = sent};
    return true;
}

bool smv_client_presence(struct smv_client *c, smv_id node, unsigned field, uint32_t anchor,
                         uint32_t head)
{
    if (c->state != SMV_CLIENT_LIVE || field > SMV_FIELD_MAX || anchor > SMV_MAX_TEXT ||
        head > SMV_MAX_TEXT) {
        return false;
    }
    c->pres = (struct smv_msg_pres){.node = node, .field = field, .anchor = anchor, .head = head};
    c->pres_due = true; /* the last one of a step is the one that is sent */
    return true;
}
