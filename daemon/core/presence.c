/* presence.c - who is here and where the cursors are: told at most every SMV_MAX_PRESENCE_MS, never logged.
 *
 * A room sees its own writers, moderators and organisers see everybody who writes, the screens, and how many
 * participants follow which group. A screen tells which page of how many it shows. Participants and screens see
 * nobody. */
#include "common/base/heap.h"
#include "common/pack/writer.h"
#include "daemon/core/core_int.h"

/* Bytes, below what a reader takes (messages.def): a list that cannot be read would shut everybody out. */
enum { MAX_PEOPLE = 200000, MAX_COUNTS = 4000 };

void smv_presence_dirty(struct smv_core *core)
{
    core->presence_dirty = true;
    if (core->presence_at == 0) {
        core->presence_at = core->mono + SMV_MAX_PRESENCE_MS;
    }
}

/* Those whom somebody sees. */
static bool is_shown(const struct smv_conn *c)
{
    return c->client != NULL || c->role == SMV_ROLE_SCREEN;
}

static struct smv_here *here(struct smv_conn *conn)
{
    if (conn->here == NULL) {
        conn->here = smv_zalloc(sizeof *conn->here);
    }
    return conn->here;
}

void smv_presence_name(struct smv_core *core, struct smv_conn *conn, struct smv_span name)
{
    struct smv_here *h = here(conn);
    smv_buf_clear(&h->name);
    smv_buf_put_span(&h->name, name);
    h->at = core->mono;
}

void smv_presence_tell(struct smv_core *core, struct smv_conn *conn, const struct smv_msg_pres *m)
{
    if (!is_shown(conn)) {
        return;
    }
    struct smv_here *h = here(conn);
    h->node = m->node;
    h->field = (uint32_t)m->field;
    h->anchor = (uint32_t)m->anchor;
    h->head = (uint32_t)m->head;
    h->pending = (uint32_t)m->pending;
    h->seq = m->seq;
    h->at = core->mono;
    if (conn->client != NULL) {
        conn->client->pending = (uint32_t)m->pending;
    }
    smv_presence_dirty(core);
}

void smv_core_behind(const struct smv_core *core,
                     void (*tell)(void *arg, const struct smv_behind *b), void *arg)
{
    uint64_t key;
    void *value;
    for (size_t i = 0; smv_map_next(&core->state.clients, &i, &key, &value);) {
        const struct smv_writer_client *c = value;
        const struct smv_node *link = smv_tree_find(&core->state.tree, c->link);
        if (c->away || c->pending > 0) {
            struct smv_behind b = {
                .name = smv_buf_span(&c->name), .pending = c->pending, .away = c->away};
            b.role = link == NULL ? 0 : (unsigned)smv_node_num(link, SMV_LINK_ROLE);
            b.place = link == NULL ? 0 : smv_node_num(link, SMV_LINK_PLACE);
            tell(arg, &b);
        }
    }
}

static bool shows(const struct smv_view *v, const struct smv_conn *c)
{
    if (c->phase != SMV_CONN_LIVE || !is_shown(c)) {
        return false;
    }
    if (v->id.cls == SMV_VIEW_ORG || v->id.cls == SMV_VIEW_MOD) {
        return true;
    }
    return (v->id.cls == SMV_VIEW_ROOM || v->id.cls == SMV_VIEW_GROUP) && c->client != NULL &&
           (c->place == v->id.arg || c->role == SMV_ROLE_MODERATOR);
}

static void write_person(const struct smv_core *core, struct smv_buf *b, const struct smv_conn *c)
{
    static const struct smv_here nowhere;
    const struct smv_here *h = c->here != NULL ? c->here : &nowhere;
    smv_write_array(b, 11);
    smv_write_uint(b, c->client != NULL ? c->client->ord : 0);
    smv_write_uint(b, c->role);
    smv_write_uint(b, c->place);
    smv_write_str(b, smv_buf_span(c->client != NULL ? &c->client->name : &h->name));
    smv_write_uint(b, h->node);
    smv_write_uint(b, h->field);
    smv_write_uint(b, h->seq);
    smv_write_uint(b, h->anchor);
    smv_write_uint(b, h->head);
    smv_write_uint(b, h->pending);
    smv_write_uint(b, c->here != NULL ? core->mono - h->at : 0);
}

static void write_counts(const struct smv_core *core, struct smv_buf *b)
{
    size_t n = 0;
    struct smv_buf items = {0};
    for (const struct smv_view *v = core->views; v != NULL; v = v->next) {
        if (v->id.cls == SMV_VIEW_PHONE && v->n_conns > 0 && items.len < MAX_COUNTS) {
            smv_write_array(&items, 2);
            smv_write_uint(&items, v->id.arg);
            smv_write_uint(&items, v->n_conns);
            n++;
        }
    }
    smv_write_array(b, n);
    smv_buf_put_span(b, smv_buf_span(&items));
    smv_buf_finish(&items);
}

static void tell_view(struct smv_core *core, struct smv_view *v, const struct smv_conn *const *who,
                      size_t n_who)
{
    struct smv_buf people = {0}, items = {0}, counts = {0};
    size_t n = 0;
    for (size_t i = 0; i < n_who && items.len < MAX_PEOPLE; i++) {
        if (shows(v, who[i])) {
            write_person(core, &items, who[i]);
            n++;
        }
    }
    smv_write_array(&people, n);
    smv_buf_put_span(&people, smv_buf_span(&items));
    if (v->id.cls == SMV_VIEW_ORG || v->id.cls == SMV_VIEW_MOD) {
        write_counts(core, &counts);
    } else {
        smv_write_array(&counts, 0);
    }
    struct smv_msg m = {.kind = SMV_MSG_KIND_PRESENCE};
    m.u.presence = (struct smv_msg_presence){smv_buf_span(&people), smv_buf_span(&counts)};
    smv_buf_clear(&core->scratch);
    smv_msg_write(&core->scratch, &m);
    smv_view_push(core, v, smv_frame_make(core->config.prefix, smv_buf_span(&core->scratch)),
                  v->ring.last);
    smv_buf_finish(&people);
    smv_buf_finish(&items);
    smv_buf_finish(&counts);
}

void smv_presence_flush(struct smv_core *core)
{
    core->presence_at = 0;
    core->presence_dirty = false;
    /* Thousands of phones are nobody's to see: looked at once, not once per view. */
    const struct smv_conn **who = smv_alloc((core->n_live + 1) * sizeof *who);
    size_t n_who = 0;
    for (const struct smv_conn *c = core->conns; c != NULL; c = c->next) {
        if (c->phase == SMV_CONN_LIVE && is_shown(c)) {
            who[n_who++] = c;
        }
    }
    for (struct smv_view *v = core->views; v != NULL; v = v->next) {
        bool tells = v->id.cls == SMV_VIEW_ORG || v->id.cls == SMV_VIEW_MOD ||
                     v->id.cls == SMV_VIEW_ROOM || v->id.cls == SMV_VIEW_GROUP;
        if (tells && v->n_conns > 0) {
            tell_view(core, v, who, n_who);
        }
    }
    smv_free(who);
}
