/* admin_new.c - "new": a seminar from a template and the links to it; "links": who may come in.
 *
 * Secrets are in the answer and nowhere else: the seminar keeps their hashes, the audit log a count. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "common/base/check.h"
#include "common/base/heap.h"
#include "proto/msg.h"
#include "common/template/template.h"
#include "daemon/core/ballots.h"
#include "daemon/io/admin_int.h"
#include "daemon/io/keys.h"
#include "daemon/io/links.h"

enum { MAX_MISTAKES = 50, MAX_ROOMS = 200 };

/* --- new ------------------------------------------------------------------------------------------------------ */
/* 20261121 or "2026-11-21"; 0 when absent */
static bool read_date(const json_t *value, uint32_t *ret_date)
{
    unsigned y, m, d;
    char rest;
    *ret_date = 0;
    if (!value || json_is_null(value)) {
        return true;
    }
    if (json_is_integer(value)) {
        *ret_date = (uint32_t)json_integer_value(value);
    } else if (json_is_string(value) &&
               sscanf(json_string_value(value), "%4u-%2u-%2u%c", &y, &m, &d, &rest) == 3) {
        *ret_date = y * 10000 + m * 100 + d;
    } else {
        return false;
    }
    return *ret_date >= 10000101 && *ret_date <= 99991231;
}

json_t *smv_mistakes_json(const struct smv_template_mistake *mistakes, size_t n)
{
    json_t *list = json_array();
    for (size_t i = 0; i < n && i < MAX_MISTAKES; i++) {
        json_array_append_new(list,
                              json_pack("{s:i, s:i, s:s}", "line", (int)mistakes[i].line, "column",
                                        (int)mistakes[i].column, "text", mistakes[i].text));
    }
    return list;
}

struct wish {
    struct smv_making making;
    struct smv_span yaml;
    struct smv_template_params params;
    char made_code[SMV_CODE_CHARS + 1];
};

const char *smv_making_name(struct smv_ask *ask)
{
    const char *name = smv_ask_str(ask, "name");
    if (!name || !smv_house_name_ok(name)) {
        smv_ask_fail(ask, SMV_ASK_WRONG,
                     "\"name\" is a to z, 0 to 9 and -, at most 48; it is part of addresses");
        return NULL;
    }
    if (smv_house_find(ask->admin->house, smv_span_str(name)) ||
        smv_house_has(ask->admin->house, name, ".samverka")) {
        smv_ask_fail(ask, SMV_ASK_EXISTS, "there is a seminar called %s already", name);
        return NULL;
    }
    return name;
}

/* Lets participants in by the code from the start, and says that the day is open. */
static void open_door(struct smv_tree *t)
{
    static const unsigned fields[] = {SMV_SEMINAR_DOOR, SMV_SEMINAR_STATE};
    struct smv_value one = {.type = SMV_TYPE_INT, .num = 1};
    for (size_t i = 0; i < 2; i++) {
        enum smv_err err = smv_tree_apply(
            t,
            &(struct smv_change){
                .kind = SMV_CHANGE_SET, .id = SMV_ROOT, .field = fields[i], .value = &one},
            &(struct smv_stamp){0});
        INVARIANT(err == SMV_OK);
    }
}

/* The epoch names a history: restoring, rewriting and importing begin another one. What a calendar has taken in must be
 * found again after each of them, so the seminar has an identity of its own; one that is imported keeps what it came
 * with. */
static void give_identity(struct smv_tree *t)
{
    uint8_t drawn[16];
    char hex[33];
    if (smv_node_str(t->root, SMV_SEMINAR_IDENTITY).len > 0) {
        return;
    }
    randombytes_buf(drawn, sizeof drawn);
    (void)sodium_bin2hex(hex, sizeof hex, drawn, sizeof drawn);
    struct smv_value v = {.type = SMV_TYPE_STR, .str = smv_span_str(hex)};
    enum smv_err err = smv_tree_apply(
        t,
        &(struct smv_change){
            .kind = SMV_CHANGE_SET, .id = SMV_ROOT, .field = SMV_SEMINAR_IDENTITY, .value = &v},
        &(struct smv_stamp){0});
    INVARIANT(err == SMV_OK);
}

/* rooms: a number, or names; *ret_rooms borrows the strings; smv_free it. */
static bool read_wish(struct smv_ask *ask, struct wish *w, const char ***ret_rooms)
{
    const json_t *rooms = json_object_get(ask->in, "rooms");
    const json_t *secrets = json_object_get(ask->in, "secrets");
    const char *yaml = smv_ask_str(ask, "template");
    *ret_rooms = NULL;
    w->making.verb = "new";
    w->making.name = smv_making_name(ask);
    if (!w->making.name) {
        return false;
    }
    if (!yaml) {
        smv_ask_fail(ask, SMV_ASK_WRONG, "\"template\" is the template's text (YAML)");
        return false;
    }
    w->yaml = smv_span_str(yaml);
    w->params.title = smv_ask_str(ask, "title");
    w->params.code = smv_ask_str(ask, "code");
    w->making.with_links = !json_is_false(secrets);
    if (!w->params.code) {
        smv_code_make(w->made_code);
        w->params.code = w->made_code;
    }
    w->making.code = w->params.code;
    if (!read_date(json_object_get(ask->in, "date"), &w->params.date)) {
        smv_ask_fail(ask, SMV_ASK_WRONG, "\"date\" is like \"2026-11-21\"");
        return false;
    }
    size_t n = json_array_size(rooms);
    json_int_t count = json_integer_value(rooms); /* 0 unless it is a number */
    if (n > MAX_ROOMS || count < 0 || count > MAX_ROOMS) {
        smv_ask_fail(ask, SMV_ASK_WRONG, "at most %d rooms", MAX_ROOMS);
        return false;
    }
    w->making.open = json_is_true(json_object_get(ask->in, "open"));
    const char **names = n ? smv_zalloc(n * sizeof *names) : NULL;
    for (size_t i = 0; i < n; i++) {
        names[i] = json_string_value(json_array_get(rooms, i));
        if (!names[i]) {
            smv_free(names);
            smv_ask_fail(ask, SMV_ASK_WRONG, "\"rooms\" is a list of names");
            return false;
        }
    }
    w->params.rooms = names;
    w->params.n_rooms = n ? n : (size_t)count;
    *ret_rooms = names;
    return true;
}

/* The secrets of polls that go on: without them the core would close these polls as it opens. */
static enum smv_err store_keys(const struct smv_making *m, const struct smv_house *house)
{
    char folder[1200];
    smv_house_path(house, folder, m->name, ".keys");
    enum smv_err err = SMV_OK;
    for (size_t i = 0; i < m->n_keys && err == SMV_OK; i++) {
        err = smv_keys_put(folder, m->keys[i].poll, m->keys[i].key);
    }
    return err;
}

static void forget_keys(const struct smv_house *house, const char *name)
{
    char folder[1200];
    unsigned n;
    smv_house_path(house, folder, name, ".keys");
    (void)!smv_keys_destroy_all(folder, &n);
}

void smv_making_store(struct smv_making *m, const struct smv_house *house, struct smv_tree *t)
{
    char path[1200];
    uint8_t epoch[16];
    struct smv_buf state = {0};
    smv_seq seq = 0;
    m->err = smv_links_for_all(t, m->with_links, &m->links, &m->n_links);
    if (m->err != SMV_OK) {
        return;
    }
    if (m->open) {
        open_door(t);
    }
    give_identity(t);
    randombytes_buf(epoch, sizeof epoch);
    if (m->state) {
        memcpy(m->state->epoch, epoch, sizeof epoch);
        seq = m->state->seq;
        smv_state_write(&state, m->state);
    } else {
        smv_state_genesis(&state, t, epoch);
    }
    m->err = store_keys(m, house);
    smv_house_path(house, path, m->name, ".samverka");
    if (m->err == SMV_OK) {
        m->err =
            smv_log_sqlite_create(path, m->name, smv_buf_span(&state), seq, /* new */ 0, &m->info);
    }
    if (m->err != SMV_OK) {
        forget_keys(house, m->name);
    }
    smv_buf_finish(&state);
}

static void reply_made(struct smv_ask *ask, const struct smv_making *m, const struct smv_tree *t)
{
    json_t *list = json_array();
    char count[32], url[400];
    for (size_t i = 0; i < m->n_links; i++) {
        json_array_append_new(list, smv_link_json(t, &m->links[i], ask->base, m->name));
        smv_link_forget(&m->links[i]);
    }
    snprintf(count, sizeof count, "%zu links", m->n_links);
    snprintf(url, sizeof url, "%.300s/%s/", ask->base, m->name);
    smv_audit(ask, m->verb, m->name, count);
    smv_ask_reply(ask, json_pack("{s:s, s:s, s:s, s:I, s:o}", "name", m->name, "url", url, "code",
                                 m->code, "left_out", (json_int_t)m->left_out, "links", list));
}

/* Its file cannot be opened, or not any more: nobody has been told of it. */
static void unmake(struct smv_house *house, const char *name)
{
    static const char *const made[] = {".samverka", ".samverka-wal", ".samverka-shm",
                                       ".samverka.mark"};
    char path[1200];
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        smv_house_path(house, path, name, made[i]);
        (void)!smv_file_destroy(path);
    }
    forget_keys(house, name);
    smv_house_forget(house, name);
}

void smv_making_finish(struct smv_ask *ask, struct smv_making *m, const struct smv_tree *t)
{
    if (m->err == SMV_OK) {
        m->err = smv_house_open(ask->admin->house, m->name, &m->info);
        if (m->err != SMV_OK) {
            unmake(ask->admin->house, m->name);
        }
    }
    if (m->err != SMV_OK) {
        smv_ask_fail(ask, smv_ask_of(m->err), "%s cannot be made: %s", m->name,
                     m->info.text[0] ? m->info.text : smv_err_text(m->err));
    } else {
        reply_made(ask, m, t);
    }
    for (size_t i = 0; i < m->n_links; i++) {
        smv_link_forget(&m->links[i]);
    }
    smv_free(m->links);
}

static void make_new(struct smv_ask *ask, struct wish *w)
{
    struct smv_template_mistake *mistakes = smv_zalloc(MAX_MISTAKES * sizeof *mistakes);
    struct smv_tree tree;
    size_t n = 0;
    smv_tree_init(&tree, /* history */ true);
    enum smv_err err = smv_template_build(w->yaml, &w->params, &tree, mistakes, MAX_MISTAKES, &n);
    if (err != SMV_OK) {
        smv_ask_fail_with(ask, SMV_ASK_MISTAKES, "the template has mistakes; nothing was made",
                          json_pack("{s:o}", "mistakes", smv_mistakes_json(mistakes, n)));
    } else {
        smv_making_store(&w->making, ask->admin->house, &tree);
        smv_making_finish(ask, &w->making, &tree);
    }
    smv_tree_finish(&tree);
    smv_free(mistakes);
}

void smv_verb_new(struct smv_ask *ask)
{
    struct wish w = {.yaml = {0}};
    const char **rooms;
    if (!read_wish(ask, &w, &rooms)) {
        return;
    }
    json_t *in = json_incref(ask->in); /* w borrows from it; the answer frees ask */
    make_new(ask, &w);
    json_decref(in);
    smv_free(rooms);
}

/* --- links ------------------------------------------------------------------------------------------------------ */
struct minting {
    struct smv_ask *ask;
    struct smv_link link;
    char name[64];
    const char *verb;
};

/* The log has it, whatever the verdict was. */
static void on_minted(void *user, bool durable)
{
    struct minting *m = user;
    struct smv_seminar *s = smv_house_serving(m->ask->admin->house, smv_span_str(m->name));
    const struct smv_tree *t = s ? smv_core_tree(smv_seminar_core(s)) : NULL;
    if (!durable) {
        smv_ask_fail(m->ask, SMV_ASK_DISK, "the disk is full; nothing was changed");
    } else if (!t || !smv_link_find(t, m->link.hash)) {
        smv_ask_fail(m->ask, SMV_ASK_FAILED, "the seminar did not take the link");
    } else {
        smv_audit(m->ask, m->verb, m->name, smv_role_info(m->link.role)->name);
        smv_ask_reply(
            m->ask, json_pack("{s:o}", "link", smv_link_json(t, &m->link, m->ask->base, m->name)));
    }
    smv_link_forget(&m->link);
    smv_free(m);
}

static void on_revoked(void *user, bool durable)
{
    struct minting *m = user;
    if (durable) {
        smv_audit(m->ask, m->verb, m->name, "");
        smv_ask_reply(m->ask, json_object());
    } else {
        smv_ask_fail(m->ask, SMV_ASK_DISK, "the disk is full; nothing was changed");
    }
    smv_free(m);
}

/* A place by its name or number; false: there is none. */
static bool find_place(const struct smv_tree *t, const json_t *place, unsigned role,
                       smv_id *ret_place)
{
    unsigned kind = role == SMV_ROLE_SCREEN      ? SMV_KIND_STAGE
                    : role == SMV_ROLE_SECRETARY ? SMV_KIND_GROUP
                                                 : SMV_KIND_ROOM;
    unsigned field = role == SMV_ROLE_SCREEN      ? SMV_STAGE_NAME
                     : role == SMV_ROLE_SECRETARY ? SMV_GROUP_NAME
                                                  : SMV_ROOM_NAME;
    const char *name = json_string_value(place);
    smv_id id = (smv_id)json_integer_value(place);
    for (const struct smv_node *n = t->root; n; n = smv_tree_walk(t->root, n)) {
        if (n->kind == kind && !smv_node_gone(n) &&
            (name ? smv_span_is(smv_node_str(n, field), name) : n->id == id)) {
            *ret_place = n->id;
            return true;
        }
    }
    return false;
}

static bool read_link(struct smv_ask *ask, const json_t *mint, const struct smv_tree *t,
                      struct smv_link *link)
{
    const char *role_name = json_string_value(json_object_get(mint, "role"));
    const char *label = json_string_value(json_object_get(mint, "label"));
    int role = role_name ? smv_role_by_name(role_name) : -1;
    smv_id place = 0;
    if (role < SMV_ROLE_ORGANISER || role > SMV_ROLE_SCREEN) {
        smv_ask_fail(ask, SMV_ASK_WRONG,
                     "\"role\" is organiser, moderator, facilitator, scribe, secretary or "
                     "screen");
        return false;
    }
    if (role >= SMV_ROLE_FACILITATOR &&
        !find_place(t, json_object_get(mint, "place"), (unsigned)role, &place)) {
        smv_ask_fail(ask, SMV_ASK_WRONG,
                     "\"place\" names the room, group or stage of a %s; there is no such one",
                     role_name);
        return false;
    }
    if (label && strlen(label) > 100) {
        smv_ask_fail(ask, SMV_ASK_WRONG, "\"label\" is at most 100 bytes");
        return false;
    }
    smv_link_make(link, (unsigned)role, place, label ? label : role_name);
    return true;
}

static void hand_over(struct smv_housed *r, struct smv_buf *tail,
                      void (*done)(void *user, bool durable), struct minting *m)
{
    if (!smv_seminar_host(r->seminar, smv_buf_span(tail), done, m)) {
        smv_ask_fail(m->ask, SMV_ASK_STATE, "%s does not take changes just now", r->name);
        smv_link_forget(&m->link);
        smv_free(m);
    }
    smv_buf_finish(tail);
}

static void change_link(struct smv_ask *ask, struct smv_housed *r, const json_t *id, bool renew)
{
    const struct smv_tree *t = smv_core_tree(smv_seminar_core(r->seminar));
    const struct smv_node *n = smv_tree_find(t, (smv_id)json_integer_value(id));
    struct smv_buf tail = {0};
    if (!n || n->kind != SMV_KIND_LINK) {
        smv_ask_fail(ask, SMV_ASK_MISSING,
                     "there is no link with that id; {\"do\":\"links\"} lists them");
        return;
    }
    struct minting *m = smv_zalloc(sizeof *m);
    m->ask = ask;
    m->verb = renew ? "renew" : "revoke";
    snprintf(m->name, sizeof m->name, "%s", r->name);
    if (renew) {
        struct smv_span label = smv_node_str(n, SMV_LINK_LABEL);
        char text[200];
        snprintf(text, sizeof text, "%.*s", (int)(label.len < 190 ? label.len : 190),
                 label.len ? (const char *)label.data : "");
        smv_link_make(&m->link, (unsigned)smv_node_num(n, SMV_LINK_ROLE),
                      smv_node_num(n, SMV_LINK_PLACE), text);
        struct smv_value hash = {.type = SMV_TYPE_BYTES,
                                 .str = smv_span(m->link.hash, sizeof m->link.hash)};
        smv_link_set_request(&tail, n->id, SMV_LINK_HASH, &hash);
    } else {
        struct smv_value one = {.type = SMV_TYPE_INT, .num = 1};
        smv_link_set_request(&tail, n->id, SMV_LINK_REVOKED, &one);
    }
    hand_over(r, &tail, renew ? on_minted : on_revoked, m);
}

void smv_verb_links(struct smv_ask *ask)
{
    struct smv_housed *r = smv_ask_housed(ask);
    if (!r) {
        return;
    }
    if (r->state != SMV_HOUSE_OPEN) {
        smv_ask_fail(ask, SMV_ASK_STATE, "%s is not open", r->name);
        return;
    }
    const struct smv_tree *t = smv_core_tree(smv_seminar_core(r->seminar));
    const json_t *mint = json_object_get(ask->in, "mint");
    const json_t *renew = json_object_get(ask->in, "renew");
    const json_t *revoke = json_object_get(ask->in, "revoke");
    if (renew || revoke) {
        change_link(ask, r, renew ? renew : revoke, renew != NULL);
        return;
    }
    if (!mint) {
        smv_ask_reply(ask, json_pack("{s:o}", "links", smv_links_json(t)));
        return;
    }
    struct minting *m = smv_zalloc(sizeof *m);
    struct smv_buf tail = {0};
    if (!read_link(ask, mint, t, &m->link)) {
        smv_free(m);
        return;
    }
    m->ask = ask;
    m->verb = "mint";
    snprintf(m->name, sizeof m->name, "%s", r->name);
    smv_link_add_request(&tail, &m->link);
    hand_over(r, &tail, on_minted, m);
}
