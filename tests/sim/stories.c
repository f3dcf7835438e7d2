/* stories.c - named days: each tells one thing that may go wrong, and what people must find afterwards.
 *
 * What: a calm world (nothing goes wrong by itself, people do what the story says); at the end everything heals
 *       and all of the simulation's checks run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "common/base/hash.h"
#include "common/base/utf8.h"
#include "common/pack/writer.h"
#include "tests/sim/world.h"

/* --- the stage ---------------------------------------------------------------------------------------------- */

static struct sim_world *begin(uint64_t seed)
{
    struct sim_profile p;
    sim_profile_calm(&p);
    p.phones = 3;
    p.borders = p.polls = true;
    struct sim_world *w = sim_create(seed, &p, getenv("SIM_TRACE") != NULL);
    w->quiet = true;
    sim_run(w, 5000);
    return w;
}

static void end(struct sim_world *w)
{
    sim_settle(w);
    sim_destroy(w);
}

static struct sim_laptop *who(struct sim_world *w, const char *name)
{
    for (unsigned i = 0; i < w->n_laptops; i++) {
        if (strcmp(w->laptops[i].name, name) == 0) {
            return &w->laptops[i];
        }
    }
    fail_msg("nobody is called %s", name);
    return NULL;
}

static const struct smv_node *node_where(struct sim_world *w, unsigned kind, smv_id place,
                                         unsigned form)
{
    const struct smv_node *root = w->oracle.state.tree.root;
    for (const struct smv_node *n = root; n != NULL; n = smv_tree_walk(root, n)) {
        const struct smv_node *sheet = smv_node_sheet(n);
        if (n->kind == kind && (place == 0 || smv_place_of(n) == place) &&
            (sheet == NULL || smv_node_num(sheet, SMV_SHEET_FORM) == form) &&
            (sheet == NULL || smv_node_num(sheet, SMV_SHEET_EACH) == 0)) {
            return n;
        }
    }
    fail_msg("no node of kind %u", kind);
    return NULL;
}

static smv_id question_of(struct sim_world *w, unsigned room)
{
    return node_where(w, SMV_KIND_QUESTION, w->rooms[room], 0)->id;
}

/* Types at the end of what is shown; sent at once where there is a connection. */
static void types(struct sim_laptop *l, smv_id id, unsigned field, const char *words)
{
    struct smv_buf text = {0};
    smv_client_text(l->c, id, field, &text);
    smv_buf_put_str(&text, words);
    assert_true(smv_client_write(l->c, id, field, smv_buf_span(&text)));
    smv_buf_finish(&text);
    sim_laptop_local(l);
}

static void discusses(struct sim_laptop *l, smv_id question, const char *words)
{
    types(l, question, SMV_QUESTION_DISCUSSION, words);
}

static void expect_text(struct sim_world *w, smv_id id, unsigned field, const char *text)
{
    struct smv_buf b = {0};
    smv_buf_put_span(&b, smv_node_str(smv_tree_find(&w->oracle.state.tree, id), field));
    assert_string_equal(smv_buf_cstr(&b), text);
    smv_buf_finish(&b);
}

static void sets(struct sim_laptop *l, smv_id id, unsigned field, uint64_t num)
{
    const struct smv_field_info *info = smv_field_info(smv_client_kind(l->c, id), field);
    assert_non_null(info);
    struct smv_value v = {.type = (enum smv_type)info->type, .num = num};
    assert_true(smv_client_set(l->c, id, field, &v));
    sim_laptop_local(l);
}

static void unplug(struct sim_laptop *l)
{
    l->offline = true;
    if (l->conn != NULL) {
        sim_net_cut(l->w, l->conn);
    }
    sim_run(l->w, 60000); /* also the daemon knows by now */
}

static void plug(struct sim_laptop *l)
{
    l->offline = false;
    sim_run(l->w, 20000);
}

static size_t unconfirmed(struct sim_laptop *l)
{
    struct smv_client_info info;
    smv_client_info(l->c, &info);
    return info.unconfirmed;
}

static size_t refused(struct sim_laptop *l, const struct smv_refused **ret)
{
    return smv_client_refused(l->c, ret);
}

/* --- durable, once -------------------------------------------------------------------------------------------- */

/* The daemon dies after the commit and before it told anybody: the words are there once, and are confirmed. */
static void test_kill_after_commit(void **state)
{
    (void)state;
    struct sim_world *w = begin(1);
    smv_id q = question_of(w, 0);
    w->p.commit_ms = 100000;
    discusses(who(w, "scribe1"), q, "once");
    sim_run(w, 500);
    assert_int_equal(smv_log_mem_waiting(w->log), 1);
    sim_daemon_crash(w, 1);
    sim_run(w, 30000);
    expect_text(w, q, SMV_QUESTION_DISCUSSION, "once");
    assert_int_equal(unconfirmed(who(w, "scribe1")), 0);
    end(w);
}

/* The daemon dies before the commit: the client sends the same bytes again. */
static void test_kill_before_commit(void **state)
{
    (void)state;
    struct sim_world *w = begin(2);
    smv_id q = question_of(w, 0);
    w->p.commit_ms = 100000;
    discusses(who(w, "scribe1"), q, "again");
    sim_run(w, 500);
    sim_daemon_crash(w, 0);
    w->p.commit_ms = 10;
    sim_run(w, 30000);
    expect_text(w, q, SMV_QUESTION_DISCUSSION, "again");
    end(w);
}

/* The laptop dies with sent and unsent words in its outbox; they land once when it comes back. */
static void test_client_killed(void **state)
{
    (void)state;
    struct sim_world *w = begin(3);
    struct sim_laptop *s = who(w, "scribe1");
    smv_id q = question_of(w, 0);
    w->p.commit_ms = 3000;
    discusses(s, q, "one ");
    sim_run(w, 50);
    discusses(s, q, "two ");
    sim_laptop_crash(s, 5000);
    discusses(who(w, "lead1"), q, "three ");
    sim_run(w, 60000);
    struct smv_span text =
        smv_node_str(smv_tree_find(&w->oracle.state.tree, q), SMV_QUESTION_DISCUSSION);
    assert_int_equal(text.len, strlen("one two three "));
    end(w);
}

/* The disk is full: nobody is told anything wrong, and with room again everything lands in order. */
static void test_disk_full(void **state)
{
    (void)state;
    struct sim_world *w = begin(4);
    struct sim_laptop *s = who(w, "scribe1");
    smv_id q = question_of(w, 0);
    w->refusing = true;
    discusses(s, q, "kept");
    sim_run(w, 20000);
    expect_text(w, q, SMV_QUESTION_DISCUSSION, "");
    assert_true(unconfirmed(s) > 0);
    w->refusing = false;
    sim_run(w, 20000);
    expect_text(w, q, SMV_QUESTION_DISCUSSION, "kept");
    assert_int_equal(unconfirmed(s), 0);
    end(w);
}

/* One number, two operations: the daemon keeps the first and calls the sender a liar. */
static void test_other_payload(void **state)
{
    (void)state;
    struct sim_world *w = begin(5);
    struct sim_laptop *s = who(w, "scribe1");
    smv_id q = question_of(w, 0);
    struct smv_buf raw = {0}, frame = {0}, tail = {0};
    discusses(s, q, "first");
    sim_run(w, 1000);
    s->denied_ok = true;
    struct smv_request r = {.n = 1, .op = SMV_OP_DEL};
    r.u.del.id = q;
    smv_request_write_tail(&tail, &r);
    r.tail = smv_buf_span(&tail);
    smv_write_array(&raw, 1);
    smv_request_write(&raw, &r);
    struct smv_msg m = {.kind = SMV_MSG_KIND_OPS};
    m.u.ops.ops = smv_buf_span(&raw);
    smv_msg_write(&frame, &m);
    sim_net_send(w, s->conn, smv_buf_span(&frame));
    sim_run(w, 1000);
    assert_int_equal(smv_client_why(s->c), SMV_CLOSE_PROTOCOL);
    assert_false(smv_tree_find(&w->oracle.state.tree, q)->deleted);
    expect_text(w, q, SMV_QUESTION_DISCUSSION, "first");
    smv_buf_finish(&raw);
    smv_buf_finish(&frame);
    smv_buf_finish(&tail);
    end(w);
}

/* The same outbox in two windows: the later one lives, the earlier is told and does not chase it. */
static void test_one_cid_twice(void **state)
{
    (void)state;
    struct sim_world *w = begin(6);
    struct sim_laptop *s = who(w, "scribe1");
    struct sim_laptop *twin = sim_laptop_new(w, "twin", s->role, s->place, s->token);
    memcpy(twin->cid, s->cid, 16);
    s->denied_ok = twin->denied_ok = true;
    sim_run(w, 10000);
    assert_int_equal(smv_client_why(s->c), SMV_CLOSE_TAKEN);
    assert_int_equal(smv_client_state(twin->c), SMV_CLIENT_LIVE);
    discusses(twin, question_of(w, 0), "mine");
    sim_run(w, 1000);
    expect_text(w, question_of(w, 0), SMV_QUESTION_DISCUSSION, "mine");
    end(w);
}

/* --- text ------------------------------------------------------------------------------------------------------- */

static void expect_shown(struct sim_laptop *l, smv_id id, const char *text)
{
    struct smv_buf b = {0};
    smv_client_text(l->c, id, SMV_QUESTION_DISCUSSION, &b);
    assert_string_equal(smv_buf_cstr(&b), text);
    smv_buf_finish(&b);
}

/* Two type at one place at once: whose turn in the log comes later stands in front, for everybody, and nobody sees
 * the words jump when they are confirmed. */
static void test_one_place_at_once(void **state)
{
    (void)state;
    struct sim_world *w = begin(31);
    struct sim_laptop *s = who(w, "scribe1"), *f = who(w, "lead1");
    smv_id q = question_of(w, 0);
    discusses(s, q, "-");
    sim_run(w, 1000);
    f->conn->up_hold = w->mono + 500; /* later in the log */
    discusses(f, q, "later");
    discusses(s, q, "earlier");
    sim_run(w, 400); /* the other's words are there, its own are on their way */
    expect_shown(f, q, "-laterearlier");
    sim_run(w, 2000);
    expect_shown(f, q, "-laterearlier");
    expect_text(w, q, SMV_QUESTION_DISCUSSION, "-laterearlier");
    end(w);
}

/* Out of the ring with words in flight: a snapshot, the operations between are fetched, the words stand. */
static void test_ring_overflow(void **state)
{
    (void)state;
    struct sim_world *w = begin(7);
    struct sim_laptop *s = who(w, "scribe1"), *f = who(w, "lead1");
    smv_id q = question_of(w, 0);
    discusses(f, q, "ABC");
    sim_run(w, 2000);
    w->p.ring_frames = 2;
    sim_daemon_crash(w, 0); /* the next one has a small ring */
    sim_run(w, 20000);
    unplug(s);
    discusses(s, q, "-mine");
    for (unsigned i = 0; i < 10; i++) {
        assert_true(smv_client_write(f->c, q, SMV_QUESTION_DISCUSSION,
                                     smv_span_str(i % 2 ? "xABC" : "xyABC")));
        sim_laptop_local(f);
        sim_run(w, 1000);
    }
    uint64_t before = w->count.fetches;
    plug(s);
    assert_true(w->count.fetches > before);
    expect_text(w, q, SMV_QUESTION_DISCUSSION, "xABC-mine");
    end(w);
}

/* Away for longer than the field remembers: code 13, and what was typed comes by three-way merge. */
static void test_history_too_old(void **state)
{
    (void)state;
    struct sim_world *w = begin(8);
    struct sim_laptop *s = who(w, "scribe1"), *f = who(w, "lead1");
    smv_id q = question_of(w, 0);
    struct smv_buf big = {0};
    discusses(f, q, "begin");
    sim_run(w, 2000);
    unplug(s);
    discusses(s, q, " mine");
    for (unsigned i = 0; i < 44; i++) {
        smv_buf_clear(&big);
        smv_buf_put_str(&big, "begin");
        for (unsigned k = 0; i % 2 == 0 && k < 15000; k++) {
            smv_buf_put_byte(&big, (uint8_t)('a' + (i + k) % 26));
        }
        assert_true(smv_client_write(f->c, q, SMV_QUESTION_DISCUSSION, smv_buf_span(&big)));
        sim_laptop_local(f);
        sim_run(w, 3000);
    }
    const struct smv_text *t =
        smv_node_text(smv_tree_find(&w->oracle.state.tree, q), SMV_QUESTION_DISCUSSION);
    assert_true(t->floor > 0);
    plug(s);
    expect_text(w, q, SMV_QUESTION_DISCUSSION, "begin mine");
    smv_buf_finish(&big);
    end(w);
}

/* --- locks, borders, links ----------------------------------------------------------------------------------------- */

/* The sheet is locked while a scribe is away: what was begun before lands and is marked, new work is refused and
 * kept for the person. */
static void test_lock_while_away(void **state)
{
    (void)state;
    struct sim_world *w = begin(9);
    struct sim_laptop *s = who(w, "scribe1"), *m = who(w, "mod");
    const struct smv_refused *list;
    smv_id q = question_of(w, 0);
    unplug(s);
    discusses(s, q, "before");
    assert_true(
        smv_client_lock(m->c, smv_node_sheet(smv_tree_find(&w->oracle.state.tree, q))->id, true));
    sim_laptop_local(m);
    sim_run(w, 2000);
    sim_run(w, 10000);
    expect_text(w, q, SMV_QUESTION_DISCUSSION, "");
    plug(s);
    const struct smv_refused *first;
    bool landed = refused(s, &first) == 0;
    discusses(s, q, "after");
    sim_run(w, 2000);
    assert_int_equal(refused(s, &list), landed ? 1 : 2);
    assert_int_equal(list[0].code, SMV_CODE_LOCKED);
    assert_true(smv_span_is(list[landed ? 0 : 1].text, "after"));
    end(w);
}

/* Sent before the lock, in the log after it: applied, and marked as late. */
static void test_late_work(void **state)
{
    (void)state;
    struct sim_world *w = begin(10);
    struct sim_laptop *s = who(w, "scribe1"), *m = who(w, "mod");
    smv_id q = question_of(w, 0);
    assert_true(
        smv_client_lock(m->c, smv_node_sheet(smv_tree_find(&w->oracle.state.tree, q))->id, true));
    sim_laptop_local(m);
    s->conn->up_hold = w->mono + 1000; /* its words are on a slow road */
    discusses(s, q, "late");
    sim_run(w, 5000);
    expect_text(w, q, SMV_QUESTION_DISCUSSION, "late");
    end(w);
}

/* A sheet is opened to all rooms and closed again: it comes and goes, words and all, with somebody away. */
static void test_sheet_comes_and_goes(void **state)
{
    (void)state;
    struct sim_world *w = begin(11);
    struct sim_laptop *s = who(w, "scribe1"), *other = who(w, "scribe2"), *m = who(w, "mod");
    smv_id q = question_of(w, 0);
    smv_id sheet = smv_node_sheet(smv_tree_find(&w->oracle.state.tree, q))->id;
    discusses(s, q, "ours");
    sim_run(w, 1000);
    assert_null(smv_tree_find(smv_client_confirmed(other->c), q));
    sets(m, sheet, SMV_SHEET_AUDIENCE, SMV_AUDIENCE_OWN | SMV_AUDIENCE_PLACES);
    sim_run(w, 1000);
    assert_non_null(smv_tree_find(smv_client_confirmed(other->c), q));
    unplug(other);
    sets(m, sheet, SMV_SHEET_AUDIENCE, SMV_AUDIENCE_OWN);
    sim_run(w, 1000);
    sets(m, sheet, SMV_SHEET_AUDIENCE, 0); /* also its own room, which types on */
    discusses(s, q, " still");
    sim_run(w, 1000);
    assert_null(smv_tree_find(smv_client_confirmed(s->c), q));
    plug(other);
    assert_null(smv_tree_find(smv_client_confirmed(other->c), q));
    sets(m, sheet, SMV_SHEET_AUDIENCE, SMV_AUDIENCE_OWN);
    sim_run(w, 1000);
    expect_text(w, q, SMV_QUESTION_DISCUSSION, "ours still");
    end(w);
}

/* The moderator changes stage, sessions and audiences while everybody types. */
static void test_stage_while_typing(void **state)
{
    (void)state;
    for (uint64_t seed = 12; seed < 20; seed++) {
        struct sim_world *w = begin(seed);
        w->p.think_ms = 200;
        w->quiet = false;
        for (unsigned i = 0; i < 60; i++) {
            struct sim_laptop *m = who(w, "mod");
            sim_run(w, 200);
            sim_act_moderator(m);
            sim_laptop_local(m);
        }
        w->quiet = true;
        end(w);
    }
}

/* A link is revoked with work in flight: it is refused at its place in the log, the connection ends, the words stay
 * in the outbox; with the renewed link the same laptop goes on. */
static void test_revoked_in_flight(void **state)
{
    (void)state;
    struct sim_world *w = begin(20);
    struct sim_laptop *s = who(w, "scribe1"), *o = who(w, "org");
    smv_id q = question_of(w, 0);
    discusses(s, q, "in ");
    sim_run(w, 1000);
    s->conn->up_hold = w->mono + 500;
    sets(o, s->link, SMV_LINK_REVOKED, 1);
    discusses(s, q, "out");
    sim_run(w, 20000);
    assert_int_equal(smv_client_why(s->c), SMV_CLOSE_REVOKED);
    expect_text(w, q, SMV_QUESTION_DISCUSSION, "in ");
    uint8_t hash[32];
    sim_token("scribe1", 7, s->token, sizeof s->token);
    sim_token_hash(s->token, hash);
    struct smv_value v = {.type = SMV_TYPE_BYTES, .str = smv_span(hash, 32)};
    assert_true(smv_client_set(o->c, s->link, SMV_LINK_HASH, &v));
    sets(o, s->link, SMV_LINK_REVOKED, 0);
    sim_run(w, 1000);
    sim_laptop_crash(s, 100);
    sim_run(w, 20000);
    expect_text(w, q, SMV_QUESTION_DISCUSSION, "in out");
    end(w);
}

/* --- restored files ---------------------------------------------------------------------------------------------------- */

static void two_return(uint64_t seed, const char *first, const char *second)
{
    struct sim_world *w = begin(seed);
    struct sim_laptop *s = who(w, "scribe1"), *f = who(w, "lead1");
    smv_id q = question_of(w, 0);
    discusses(s, q, "morning ");
    sim_run(w, 1000);
    sim_backup_take(w);
    sim_run(w, 60000);
    for (unsigned i = 0; i < 6; i++) { /* three minutes of two typists */
        discusses(i % 2 == 0 ? s : f, q, i % 2 == 0 ? "s" : "f");
        sim_run(w, 30000);
    }
    expect_text(w, q, SMV_QUESTION_DISCUSSION, "morning sfsfsf");
    s->offline = f->offline = true;
    sim_daemon_crash(w, 0);
    sim_backup_restore(w, 0);
    sim_run(w, 30000);
    expect_text(w, q, SMV_QUESTION_DISCUSSION, "morning ");
    plug(who(w, first));
    plug(who(w, second));
    expect_text(w, q, SMV_QUESTION_DISCUSSION, "morning sfsfsf");
    end(w);
}

/* A backup three minutes old is put back; two typists of one field return in either order: the text of before the
 * loss, once. */
static void test_backup_three_minutes_old(void **state)
{
    (void)state;
    two_return(21, "scribe1", "lead1");
    two_return(22, "lead1", "scribe1");
}

/* The last words were in the log and with a colleague, not yet confirmed to their author, when the file was lost. */
static void test_backup_with_words_in_flight(void **state)
{
    (void)state;
    for (unsigned order = 0; order < 2; order++) {
        struct sim_world *w = begin(23 + order);
        struct sim_laptop *s = who(w, "scribe1"), *f = who(w, "lead1");
        smv_id q = question_of(w, 0);
        discusses(s, q, "base ");
        sim_run(w, 1000);
        sim_backup_take(w);
        s->conn->down_hold = w->mono + 100000;
        discusses(s, q, "tail");
        sim_run(w, 2000);
        s->offline = f->offline = true;
        sim_daemon_crash(w, 0);
        sim_backup_restore(w, 0);
        sim_run(w, 60000);
        plug(order == 0 ? s : f);
        plug(order == 0 ? f : s);
        expect_text(w, q, SMV_QUESTION_DISCUSSION, "base tail");
        end(w);
    }
}

/* The disk is full just when a restored file comes up: the new epoch is asked for again, and nobody is told that he
 * is ahead. */
static void test_restored_and_full(void **state)
{
    (void)state;
    struct sim_world *w = begin(25);
    struct sim_laptop *s = who(w, "scribe1");
    smv_id q = question_of(w, 0);
    sim_backup_take(w);
    discusses(s, q, "known to the laptop");
    sim_run(w, 2000);
    sim_daemon_crash(w, 0);
    sim_backup_restore(w, 0);
    sim_run(w, 1); /* it starts within 3 s */
    while (w->core == NULL) {
        sim_run(w, 10);
    }
    w->refusing = true;
    sim_run(w, 20000);
    w->refusing = false;
    sim_run(w, 60000);
    expect_text(w, q, SMV_QUESTION_DISCUSSION, "known to the laptop");
    end(w);
}

/* --- participants ----------------------------------------------------------------------------------------------------------- */

static smv_id open_poll(struct sim_world *w, smv_id choices[2])
{
    struct sim_laptop *m = who(w, "mod");
    const struct smv_node *root = w->oracle.state.tree.root;
    smv_id sheet = 0;
    for (const struct smv_node *n = root; n != NULL; n = smv_tree_walk(root, n)) {
        sheet = n->kind == SMV_KIND_SHEET && smv_node_num(n, SMV_SHEET_FORM) == 8 ? n->id : sheet;
    }
    struct smv_field_value form = {SMV_POLL_FORM, {.type = SMV_TYPE_INT, .num = 1}};
    smv_id poll = smv_client_add(m->c, SMV_KIND_POLL, sheet, 0, &form, 1);
    for (unsigned i = 0; i < 2; i++) {
        choices[i] = smv_client_add(m->c, SMV_KIND_CHOICE, poll, 0, NULL, 0);
    }
    sets(m, poll, SMV_POLL_STATE, 1);
    sim_run(w, 2000);
    return poll;
}

static void votes(struct sim_laptop *l, smv_id poll, smv_id choice)
{
    assert_true(smv_client_ballot(l->c, poll, smv_span(NULL, 0), &choice, 1));
    sim_laptop_local(l);
    sim_run(l->w, 2000);
}

static uint64_t counted(struct sim_world *w, smv_id poll, smv_id choice)
{
    const struct smv_node *p = smv_tree_find(&w->oracle.state.tree, poll);
    for (const struct smv_node *a = p->first; a != NULL; a = a->next) {
        if (a->kind == SMV_KIND_ANSWER && smv_node_num(a, SMV_ANSWER_CHOICE) == choice) {
            return smv_node_num(a, SMV_ANSWER_COUNT);
        }
    }
    return 0;
}

/* The last ballot of a device counts, also over a restart; nothing that is kept says whose it was (checked at the end
 * for every device). */
static void test_ballots(void **state)
{
    (void)state;
    struct sim_world *w = begin(26);
    smv_id c[2], poll = open_poll(w, c);
    votes(who(w, "phone1"), poll, c[0]);
    votes(who(w, "phone2"), poll, c[0]);
    votes(who(w, "phone1"), poll, c[1]);
    assert_int_equal(counted(w, poll, c[0]), 1);
    assert_int_equal(counted(w, poll, c[1]), 1);
    sim_daemon_stop(w);
    sim_run(w, 30000);
    votes(who(w, "phone2"), poll, c[1]);
    assert_int_equal(counted(w, poll, c[0]), 0);
    assert_int_equal(counted(w, poll, c[1]), 2);
    assert_int_equal(smv_node_num(smv_tree_find(&w->oracle.state.tree, poll), SMV_POLL_COUNT), 2);
    assert_null(smv_tree_find(smv_client_confirmed(who(w, "phone3")->c), poll)->first->next->next);
    end(w);
}

/* A poll found open without its key ends: nobody could be told from anybody else any more. */
static void test_poll_without_key(void **state)
{
    (void)state;
    struct sim_world *w = begin(27);
    smv_id c[2], poll = open_poll(w, c);
    votes(who(w, "phone1"), poll, c[0]);
    sim_daemon_crash(w, 0);
    smv_free(smv_map_del(&w->keys, poll));
    sim_run(w, 30000);
    assert_int_equal(smv_node_num(smv_tree_find(&w->oracle.state.tree, poll), SMV_POLL_STATE), 2);
    votes(who(w, "phone2"), poll, c[0]);
    assert_int_equal(counted(w, poll, c[0]), 1);
    end(w);
}

/* A table founds its group: its sheets appear, for its secretary to write and the moderator to see. */
static void test_group_founded(void **state)
{
    (void)state;
    struct sim_world *w = begin(28);
    struct sim_laptop *p = who(w, "phone1");
    uint8_t hash[32];
    sim_token("table", 1, p->secret, sizeof p->secret);
    sim_token_hash(p->secret, hash);
    assert_true(smv_client_join(p->c, smv_span_str("3b"), smv_span_str("Three"), hash));
    sim_laptop_local(p);
    sim_run(w, 2000);
    const struct smv_msg *m = smv_client_last(p->c, SMV_MSG_KIND_RECEIPT);
    assert_non_null(m);
    assert_int_equal(m->u.receipt.code, SMV_CODE_OK);
    smv_id group = m->u.receipt.what;
    struct sim_laptop *s = sim_laptop_new(w, "sec", SMV_ROLE_SECRETARY, group, p->secret);
    sim_oracle_view(w, sim_view_of(s->role, s->place));
    sim_run(w, 5000);
    smv_id q = node_where(w, SMV_KIND_QUESTION, group, 0)->id;
    discusses(s, q, "ours");
    sim_run(w, 2000);
    expect_text(w, q, SMV_QUESTION_DISCUSSION, "ours");
    assert_non_null(smv_tree_find(smv_client_confirmed(who(w, "mod")->c), q));
    assert_null(smv_tree_find(smv_client_confirmed(who(w, "scribe1")->c), q));
    end(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kill_after_commit),
        cmocka_unit_test(test_kill_before_commit),
        cmocka_unit_test(test_client_killed),
        cmocka_unit_test(test_disk_full),
        cmocka_unit_test(test_other_payload),
        cmocka_unit_test(test_one_cid_twice),
        cmocka_unit_test(test_one_place_at_once),
        cmocka_unit_test(test_ring_overflow),
        cmocka_unit_test(test_history_too_old),
        cmocka_unit_test(test_lock_while_away),
        cmocka_unit_test(test_late_work),
        cmocka_unit_test(test_sheet_comes_and_goes),
        cmocka_unit_test(test_stage_while_typing),
        cmocka_unit_test(test_revoked_in_flight),
        cmocka_unit_test(test_backup_three_minutes_old),
        cmocka_unit_test(test_backup_with_words_in_flight),
        cmocka_unit_test(test_restored_and_full),
        cmocka_unit_test(test_ballots),
        cmocka_unit_test(test_poll_without_key),
        cmocka_unit_test(test_group_founded),
    };
    smv_hash_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
