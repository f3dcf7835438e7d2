/* hello.c - who comes in, by which link, and how the client catches up. */
#include <string.h>
#include "common/base/check.h"
#include "common/base/hash.h"
#include "common/base/heap.h"
#include "common/base/utf8.h"
#include "common/pack/writer.h"
#include "daemon/core/core_int.h"

/* The link with this secret that is good now; NULL none. */
static const struct smv_node *find_link(const struct smv_core *core, struct smv_span token)
{
    uint8_t hash[SMV_HASH_TOKEN];
    const struct smv_node *found = NULL;
    smv_hash(hash, sizeof hash, smv_span(NULL, 0), &token, 1);
    for (const struct smv_node *n = core->state.tree.root->first; n != NULL; n = n->next) {
        struct smv_span h =
            n->kind == SMV_KIND_LINK ? smv_node_str(n, SMV_LINK_HASH) : smv_span(NULL, 0);
        if (h.len == sizeof hash && smv_hash_equal(h.data, hash, sizeof hash)) {
            found = n; /* goes through all, so that time tells nothing */
        }
    }
    return found;
}

static bool link_good(const struct smv_core *core, const struct smv_node *link)
{
    uint64_t expires = smv_node_num(link, SMV_LINK_EXPIRES);
    return link->kind == SMV_KIND_LINK && !link->deleted &&
           smv_node_num(link, SMV_LINK_REVOKED) == 0 && (expires == 0 || core->wall < expires);
}

unsigned smv_core_holder(const struct smv_core *core, struct smv_span token,
                         struct smv_holder *ret_holder)
{
    const struct smv_node *link = token.len >= 16 ? find_link(core, token) : NULL;
    if (link == NULL) {
        return SMV_CLOSE_WHO;
    }
    if (!link_good(core, link)) {
        return SMV_CLOSE_REVOKED;
    }
    struct smv_holder h = {.role = (unsigned)smv_node_num(link, SMV_LINK_ROLE),
                           .link = link->id,
                           .place = smv_node_num(link, SMV_LINK_PLACE)};
    if (h.role == SMV_ROLE_HOST) {
        return SMV_CLOSE_WHO;
    }
    *ret_holder = h;
    return 0;
}

/* Role, link and place; 0, or the code to close with. */
static unsigned identify(struct smv_core *core, struct smv_conn *conn,
                         const struct smv_msg_hello *m)
{
    const struct smv_node *root = core->state.tree.root;
    struct smv_holder h;
    struct smv_span code = smv_node_str(root, SMV_SEMINAR_CODE);
    if (m->token.len > 0 && smv_span_eq(m->token, code)) {
        if (smv_node_num(root, SMV_SEMINAR_DOOR) == 0) {
            return SMV_CLOSE_WHO; /* the same answer as for a wrong code */
        }
        const struct smv_node *group = smv_tree_find(&core->state.tree, m->group);
        conn->role = SMV_ROLE_PARTICIPANT;
        conn->link = 0;
        conn->place = group != NULL && group->kind == SMV_KIND_GROUP ? group->id : 0;
        return 0;
    }
    unsigned bad = smv_core_holder(core, m->token, &h);
    if (bad == 0) {
        conn->role = (uint8_t)h.role;
        conn->link = h.link;
        conn->place = h.place;
    }
    return bad;
}

static struct smv_view_id view_of(const struct smv_conn *conn)
{
    switch (conn->role) {
    case SMV_ROLE_ORGANISER: return (struct smv_view_id){SMV_VIEW_ORG, 0};
    case SMV_ROLE_MODERATOR: return (struct smv_view_id){SMV_VIEW_MOD, 0};
    case SMV_ROLE_FACILITATOR:
    case SMV_ROLE_SCRIBE: return (struct smv_view_id){SMV_VIEW_ROOM, conn->place};
    case SMV_ROLE_SECRETARY: return (struct smv_view_id){SMV_VIEW_GROUP, conn->place};
    case SMV_ROLE_SCREEN: return (struct smv_view_id){SMV_VIEW_SCREEN, conn->place};
    default: return (struct smv_view_id){SMV_VIEW_PHONE, conn->place};
    }
}

static bool writes(unsigned role)
{
    const struct smv_role_info *r = smv_role_info(role);
    return r != NULL && r->rights != 0;
}

static bool read_resume(struct smv_span raw, struct smv_hello *h)
{
    struct smv_reader r;
    smv_reader_init(&r, raw);
    if (smv_read_nil(&r)) {
        return false;
    }
    smv_read_array_of(&r, 3);
    smv_read_bin_exact(&r, h->epoch, 16);
    h->seq = smv_read_uint(&r);
    smv_read_bin_exact(&r, h->h8, 8);
    return smv_reader_done(&r) == SMV_OK;
}

/* Phones are excluded: they are thousands, nobody sees them twice, and two tabs of one device share its cid. */
static bool is_one(const struct smv_conn *conn)
{
    return writes(conn->role) || conn->role == SMV_ROLE_SCREEN;
}

/* The same client on another socket: the one that was opened later is the living one, also where the HELLO of the
 * earlier one comes after it (it was on its way when the client gave that socket up). False: conn is not. */
static bool supersede(struct smv_core *core, struct smv_conn *conn)
{
    bool newer = true; /* the list goes from new to old */
    for (struct smv_conn *c = core->conns, *next; c != NULL; c = next) {
        next = c->next;
        if (c == conn) {
            newer = false;
        } else if (c->phase != SMV_CONN_NEW && c->phase != SMV_CONN_CLOSING && is_one(c) &&
                   writes(c->role) == writes(conn->role) &&
                   memcmp(c->cid, conn->cid, sizeof c->cid) == 0) {
            smv_conn_close(core, newer ? conn : c, SMV_CLOSE_TAKEN, NULL);
            if (newer) {
                return false;
            }
        }
    }
    return true;
}

static void enter(struct smv_core *core, struct smv_conn *conn, struct smv_span name)
{
    struct smv_request q = {.link = conn->link, .seen = core->state.seq, .op = SMV_OP_ENTER};
    q.u.enter = (struct smv_op_enter){smv_span(conn->cid, sizeof conn->cid), name};
    conn->phase = SMV_CONN_ENTERING;
    smv_append_body(core, &q);
}

void smv_hello(struct smv_core *core, struct smv_conn *conn, const struct smv_msg_hello *m)
{
    if (m->vmin > SMV_PROTO_VERSION || m->vmax < SMV_PROTO_VERSION) {
        smv_conn_close(core, conn, SMV_CLOSE_UPGRADE, NULL);
        return;
    }
    smv_admit_epoch(core);
    unsigned bad = core->draining ? SMV_CLOSE_GOING : identify(core, conn, m);
    if (bad == 0 && core->epoch.due && !writes(conn->role)) {
        bad = SMV_CLOSE_GOING; /* readers come back in a moment; writers queue up behind it */
    }
    if (bad != 0) {
        smv_conn_close(core, conn, bad, NULL);
        return;
    }
    memcpy(conn->cid, m->cid.data, sizeof conn->cid);
    conn->hello = smv_zalloc(sizeof *conn->hello);
    conn->has_resume = read_resume(m->resume, conn->hello);
    struct smv_span name = smv_utf8_clean_line(m->name) ? m->name : smv_span(NULL, 0);
    if (!writes(conn->role)) {
        if (conn->role == SMV_ROLE_SCREEN) {
            if (!supersede(core, conn)) {
                return;
            }
            smv_presence_name(core, conn, name);
        }
        core->n_new--;
        conn->phase = SMV_CONN_ENTERING;
        smv_welcome(core, conn);
        return;
    }
    struct smv_writer_client *c = smv_state_client_by_cid(&core->state, conn->cid);
    if (c != NULL && c->link != conn->link) {
        smv_conn_close(core, conn, SMV_CLOSE_WHO, "this client belongs to another link");
        return;
    }
    if (core->waiting >= SMV_MAX_BACKLOG_OPS) {
        smv_conn_close(core, conn, SMV_CLOSE_FULL, NULL);
        return;
    }
    if (!supersede(core, conn)) {
        return;
    }
    core->n_new--;
    if (c != NULL && !core->epoch.due && smv_span_eq(smv_buf_span(&c->name), name)) {
        conn->phase = SMV_CONN_ENTERING;
        smv_welcome(core, conn);
        return;
    }
    enter(core, conn, name);
}

/* --- welcome ------------------------------------------------------------------------------------------------- */

enum { TAIL, SNAP, RESET };

static unsigned catch_up(struct smv_core *core, struct smv_conn *conn, unsigned *ret_reason,
                         uint64_t *ret_pos)
{
    const struct smv_hello *h = conn->hello;
    const struct smv_state *s = &core->state;
    *ret_reason = 0;
    if (!conn->has_resume) {
        return SNAP;
    }
    if (memcmp(h->epoch, s->epoch, 16) != 0) {
        (void)smv_state_ended(s, h->epoch, ret_reason);
        return RESET;
    }
    if (h->seq > s->seq) {
        return RESET; /* ahead of us in our own history: its claim cannot be checked, so it is dropped */
    }
    if (h->seq < core->chains_from || s->seq - h->seq >= SMV_CHAINS) {
        return SNAP;
    }
    uint8_t h8[8];
    smv_h8_bytes(smv_core_h8(core, h->seq), h8);
    if (memcmp(h8, h->h8, 8) != 0) {
        return RESET;
    }
    return smv_ring_resume(&conn->view->ring, h->seq, ret_pos) ? TAIL : SNAP;
}

/* An EV without items, so that a client whose view has nothing new knows that it is up to date. */
static void send_marker(struct smv_core *core, struct smv_conn *conn)
{
    uint8_t h8[8];
    static const uint8_t none[1] = {0x90};
    struct smv_msg m = {.kind = SMV_MSG_KIND_EV};
    smv_h8_bytes(smv_core_h8(core, core->state.seq), h8);
    m.u.ev = (struct smv_msg_ev){conn->view->ring.last, core->state.seq, smv_span(h8, 8),
                                 smv_span(none, 1)};
    if (conn->view->ring.last < core->state.seq) {
        smv_conn_send(core, conn, &m, conn->view->ring.end);
        if (conn->phase == SMV_CONN_LIVE) {
            conn->last->frame->seq_to = core->state.seq; /* PICK knows it by this */
        }
    }
}

static void send_welcome(struct smv_core *core, struct smv_conn *conn, unsigned mode,
                         unsigned reason)
{
    const struct smv_state *s = &core->state;
    struct smv_buf lost = {0};
    struct smv_msg m = {.kind = SMV_MSG_KIND_WELCOME};
    if (mode == RESET && reason == 1) {
        unsigned gravest = 0;
        const struct smv_ended *e = smv_state_ended(s, conn->hello->epoch, &gravest);
        smv_write_array(&lost, 2);
        smv_write_bin(&lost, smv_span(e->epoch, 16));
        smv_write_uint(&lost, e->seq);
    } else {
        smv_write_nil(&lost);
    }
    m.u.welcome = (struct smv_msg_welcome){
        .version = SMV_PROTO_VERSION,
        .epoch = smv_span(s->epoch, 16),
        .head = s->seq,
        .mode = mode,
        .reason = reason,
        .lost = smv_buf_span(&lost),
        .ord = conn->client != NULL ? conn->client->ord : 0,
        .last_n = conn->client != NULL ? conn->client->last_n : 0,
        .role = conn->role,
        .link = conn->link,
        .place = conn->place,
        .clock = core->wall > s->ts ? core->wall : s->ts,
        .ping_ms = core->config.ping_ms,
        .frame_max = conn->client != NULL ? SMV_MAX_FRAME_IN : SMV_MAX_FRAME_IN_PHONE,
        .unconfirmed_max = SMV_MAX_UNCONFIRMED,
    };
    smv_conn_send(core, conn, &m, 0);
    smv_buf_finish(&lost);
}

void smv_welcome(struct smv_core *core, struct smv_conn *conn)
{
    PRE(conn->phase == SMV_CONN_ENTERING);
    unsigned reason = 0;
    uint64_t pos = 0;
    if (writes(conn->role)) {
        conn->client = smv_state_client_by_cid(&core->state, conn->cid);
        INVARIANT(conn->client != NULL);
        smv_map_set(&core->by_ord, conn->client->ord, conn);
        conn->client->away = false;
        conn->client->pending = 0;
    }
    smv_conn_attach(core, conn, smv_view_get(core, view_of(conn)));
    unsigned mode = catch_up(core, conn, &reason, &pos);
    conn->phase = SMV_CONN_LIVE;
    conn->at = core->state.seq; /* what is below it sends again */
    core->n_live++;
    core->n_by_role[conn->role & 7]++;
    send_welcome(core, conn, mode, reason);
    if (mode == TAIL) {
        conn->cursor = pos;
        send_marker(core, conn);
    } else {
        conn->shot = smv_view_shot(core, conn->view);
        conn->cursor = conn->shot->pos;
        conn->part = 0;
        if (conn->shot->seq < core->state.seq) {
            send_marker(core, conn);
        }
    }
    smv_free(conn->hello);
    conn->hello = NULL;
    smv_conn_ready(core, conn);
    smv_presence_dirty(core);
    if (conn->role == SMV_ROLE_MODERATOR || conn->role == SMV_ROLE_ORGANISER) {
        smv_summary_dirty(core);
    }
}

void smv_pick(struct smv_core *core, struct smv_conn *conn, smv_id group)
{
    const struct smv_node *g = smv_tree_find(&core->state.tree, group);
    if (conn->role != SMV_ROLE_PARTICIPANT || conn->link != 0) {
        return;
    }
    smv_conn_detach(core, conn);
    conn->place = g != NULL && g->kind == SMV_KIND_GROUP ? g->id : 0;
    smv_conn_attach(core, conn, smv_view_get(core, view_of(conn)));
    conn->shot = smv_view_shot(core, conn->view);
    conn->cursor = conn->shot->pos;
    conn->part = 0;
    smv_conn_leave_ring(conn);
    send_marker(core, conn);
    smv_conn_ready(core, conn);
    smv_presence_dirty(core);
}

static void next_expiry(struct smv_core *core)
{
    core->expires_at = 0;
    for (const struct smv_node *n = core->state.tree.root->first; n != NULL; n = n->next) {
        uint64_t at = n->kind == SMV_KIND_LINK ? smv_node_num(n, SMV_LINK_EXPIRES) : 0;
        if (at > core->wall && (core->expires_at == 0 || at < core->expires_at)) {
            core->expires_at = at;
        }
    }
}

void smv_links_check(struct smv_core *core)
{
    core->links_changed = false;
    next_expiry(core);
    for (struct smv_conn *c = core->conns, *next; c != NULL; c = next) {
        next = c->next;
        if (c->link == 0 || c->phase == SMV_CONN_NEW || c->phase == SMV_CONN_CLOSING) {
            continue;
        }
        const struct smv_node *link = smv_tree_find(&core->state.tree, c->link);
        if (link == NULL || !link_good(core, link) || c->renewed) {
            smv_conn_close(core, c, SMV_CLOSE_REVOKED, NULL);
        } else if (smv_node_num(link, SMV_LINK_ROLE) != c->role ||
                   smv_node_num(link, SMV_LINK_PLACE) != c->place) {
            /* it reads what it may no more: let it come in anew as what it is now */
            smv_conn_close(core, c, SMV_CLOSE_GOING, "the link is for something else now");
        }
    }
}
