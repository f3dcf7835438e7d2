/* admin_files.c - verbs on whole seminars: list, status, backup, restore, close, open, erase. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "common/base/heap.h"
#include "daemon/io/admin_int.h"
#include "daemon/io/keys.h"
#include "proto/msg.h"

static const char *state_word(enum smv_room_state state)
{
    static const char *const words[] = {"open", "closing", "closed", "unusable"};
    return words[state];
}

/* --- list and status --------------------------------------------------------------------------------------- */
static json_t *text_json(const struct smv_node *n, unsigned field)
{
    struct smv_span s = smv_node_str(n, field);
    return json_stringn(s.len ? (const char *)s.data : "", s.len);
}

/* When the file was last copied by a backup; 0 never, or not known. */
static json_int_t backed_up_ms(const struct smv_house *house, const char *name)
{
    char path[1200];
    struct stat st;
    smv_house_path(house, path, name, ".backup");
    return stat(path, &st) == 0 ? (json_int_t)st.st_mtime * 1000 : 0;
}

static json_int_t size_of(const struct smv_house *house, const char *name)
{
    static const char *const parts[] = {".samverka", ".samverka-wal"};
    json_int_t sum = 0;
    char path[1200];
    struct stat st;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        smv_house_path(house, path, name, parts[i]);
        sum += stat(path, &st) == 0 ? (json_int_t)st.st_size : 0;
    }
    return sum;
}

json_t *smv_housed_json(const struct smv_house *house, const struct smv_housed *r)
{
    json_t *j =
        json_pack("{s:s, s:s, s:I, s:I}", "name", r->name, "state", state_word(r->state), "size",
                  size_of(house, r->name), "backup_ms", backed_up_ms(house, r->name));
    const struct smv_core *core = r->seminar ? smv_seminar_core(r->seminar) : NULL;
    if (r->trouble[0]) {
        json_object_set_new(j, "trouble", json_string(r->trouble));
    }
    if (core) {
        const struct smv_node *root = smv_core_tree(core)->root;
        json_object_set_new(j, "title", text_json(root, SMV_SEMINAR_TITLE));
        json_object_set_new(j, "code", text_json(root, SMV_SEMINAR_CODE));
        json_object_set_new(j, "door", json_boolean(smv_node_num(root, SMV_SEMINAR_DOOR) == 1));
        json_object_set_new(j, "over", json_boolean(smv_node_num(root, SMV_SEMINAR_STATE) == 2));
        json_object_set_new(j, "rehearsal",
                            json_boolean(smv_node_num(root, SMV_SEMINAR_REHEARSAL) == 1));
        struct smv_core_stats st;
        smv_core_stats(core, &st);
        json_object_set_new(j, "connections", json_integer((json_int_t)st.conns));
    }
    return j;
}

void smv_verb_list(struct smv_ask *ask)
{
    json_t *list = json_array();
    for (const struct smv_housed *r = ask->admin->house->first; r; r = r->next) {
        json_array_append_new(list, smv_housed_json(ask->admin->house, r));
    }
    smv_ask_reply(ask, json_pack("{s:o}", "seminars", list));
}

void smv_verb_status(struct smv_ask *ask)
{
    struct smv_housed *r = smv_ask_housed(ask);
    if (!r) {
        return;
    }
    json_t *j = smv_housed_json(ask->admin->house, r);
    const struct smv_core *core = r->seminar ? smv_seminar_core(r->seminar) : NULL;
    if (core) {
        struct smv_core_stats st;
        const struct smv_seminar_metrics *m = smv_seminar_metrics(r->seminar);
        json_t *roles = json_object();
        smv_core_stats(core, &st);
        for (unsigned i = 0; i < 8; i++) {
            if (st.conns_by_role[i]) {
                json_object_set_new(roles, smv_role_info(i)->name,
                                    json_integer((json_int_t)st.conns_by_role[i]));
            }
        }
        json_object_update_new(j, json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o}", "head",
                                            (json_int_t)st.head, "nodes", (json_int_t)st.nodes,
                                            "clients", (json_int_t)st.clients, "waiting",
                                            (json_int_t)st.waiting, "ops", (json_int_t)st.ops_in,
                                            "refused", (json_int_t)st.ops_refused, "commits",
                                            (json_int_t)m->commits, "roles", roles));
        json_object_set_new(j, "behind", smv_behind_json(r->seminar));
    }
    smv_ask_reply(ask, j);
}

/* --- backup and restore -------------------------------------------------------------------------------------- */
struct filing {
    struct smv_ask *ask;
    uv_work_t work;
    char name[64], path[1200], target[1200];
    enum smv_err err;
    unsigned keys;
};

static struct filing *new_filing(struct smv_ask *ask, const char *name, const char *path)
{
    struct filing *f = smv_zalloc(sizeof *f);
    f->ask = ask;
    f->work.data = f;
    snprintf(f->name, sizeof f->name, "%s", name);
    snprintf(f->path, sizeof f->path, "%s", path);
    return f;
}

static bool absolute(struct smv_ask *ask, const char *key, const char **ret_path)
{
    *ret_path = smv_ask_str(ask, key);
    if (!*ret_path || **ret_path != '/' || strlen(*ret_path) > 1000) {
        smv_ask_fail(ask, SMV_ASK_WRONG, "\"%s\" is a whole path, beginning with /", key);
        return false;
    }
    return true;
}

static void on_backup(void *user, enum smv_err err)
{
    struct filing *f = user;
    if (err == SMV_OK) {
        smv_house_touch(f->ask->admin->house, f->name, ".backup");
        smv_audit(f->ask, "backup", f->name, f->path);
        smv_ask_reply(f->ask, json_pack("{s:s}", "to", f->path));
    } else {
        smv_ask_fail(f->ask, SMV_ASK_DISK, "the backup to %.300s failed: %s", f->path,
                     smv_err_text(err));
    }
    smv_free(f);
}

void smv_verb_backup(struct smv_ask *ask)
{
    struct smv_housed *r = smv_ask_housed(ask);
    const char *to;
    if (!r || !absolute(ask, "to", &to)) {
        return;
    }
    if (r->state != SMV_HOUSE_OPEN) {
        smv_ask_fail(ask, SMV_ASK_STATE, "%s is %s: its file can simply be copied", r->name,
                     state_word(r->state));
        return;
    }
    struct filing *f = new_filing(ask, r->name, to);
    enum smv_err err = smv_seminar_backup(r->seminar, to, on_backup, f);
    if (err != SMV_OK) {
        on_backup(f, err);
    }
}

static enum smv_err copy_file(const char *from, const char *to)
{
    char *part = smv_alloc(65536);
    enum smv_err err = SMV_OK;
    ssize_t n = 0;
    int in = open(from, O_RDONLY | O_CLOEXEC);
    int out = in < 0 ? -1 : open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (in < 0 || out < 0) {
        err = smv_file_err(errno);
    }
    while (err == SMV_OK && (n = read(in, part, 65536)) > 0) {
        if (write(out, part, (size_t)n) != n) {
            err = errno == ENOSPC ? SMV_ERR_FULL : SMV_ERR_IO;
        }
    }
    if (err == SMV_OK && (n < 0 || fsync(out) != 0)) {
        err = SMV_ERR_IO;
    }
    if (in >= 0) {
        close(in);
    }
    if (out >= 0) {
        close(out);
        if (err != SMV_OK) {
            (void)unlink(to);
        }
    }
    smv_free(part);
    return err;
}

static const char *source(const struct filing *f)
{
    return f->ask->file >= 0 ? "the file" : f->path;
}

/* What was copied is no seminar: its name is free again. */
static void take_back(const struct filing *f)
{
    const struct smv_house *house = f->ask->admin->house;
    static const char *const made[] = {".samverka", ".samverka-wal", ".samverka-shm",
                                       ".samverka.mark", ".restored"};
    char path[1200];
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        smv_house_path(house, path, f->name, made[i]);
        (void)unlink(path);
    }
    smv_house_forget(f->ask->admin->house, f->name);
}

static void do_restore(uv_work_t *work)
{
    struct filing *f = work->data;
    f->err = copy_file(f->path, f->target);
}

static void after_restore(uv_work_t *work, int status)
{
    struct filing *f = work->data;
    struct smv_house *house = f->ask->admin->house;
    struct smv_errinfo info = {""};
    (void)status;
    if (f->err != SMV_OK) {
        (void)!smv_house_mark(house, f->name, ".restored", false);
        smv_house_forget(house, f->name);
        smv_ask_fail(f->ask, SMV_ASK_DISK, "%.300s cannot be copied here: %s", source(f),
                     smv_err_text(f->err));
    } else if (smv_house_open(house, f->name, &info) != SMV_OK) {
        take_back(f);
        smv_ask_fail(f->ask, SMV_ASK_MISTAKES, "%.300s cannot be opened as a seminar: %s",
                     source(f), info.text);
    } else {
        smv_audit(f->ask, "restore", f->name, source(f));
        smv_ask_reply(f->ask, json_pack("{s:s}", "name", f->name));
    }
    smv_free(f);
}

void smv_verb_restore(struct smv_ask *ask)
{
    struct smv_house *house = ask->admin->house;
    const char *name = smv_ask_str(ask, "name"), *from;
    char uploaded[40];
    if (!name || !smv_house_name_ok(name)) {
        smv_ask_fail(ask, SMV_ASK_WRONG,
                     "\"name\" is a to z, 0 to 9 and -, at most 48; it is part of addresses");
        return;
    }
    if (ask->file >= 0) {
        snprintf(uploaded, sizeof uploaded, "/proc/self/fd/%d", ask->file);
        from = uploaded;
    } else if (!absolute(ask, "from", &from)) {
        return;
    }
    if (smv_house_find(house, smv_span_str(name)) || smv_house_has(house, name, ".samverka")) {
        smv_ask_fail(ask, SMV_ASK_EXISTS,
                     "there is a seminar called %s already; erase that one first, or choose "
                     "another name",
                     name);
        return;
    }
    /* First the mark: a copy that is there always begins a new history. The side file of a seminar of this
     * name from before has no say. */
    char mark[1200];
    smv_house_path(house, mark, name, ".samverka.mark");
    (void)unlink(mark);
    enum smv_err err = smv_house_mark(house, name, ".restored", true);
    if (err != SMV_OK) {
        smv_ask_fail(ask, SMV_ASK_DISK, "the data folder cannot be written: %s", smv_err_text(err));
        return;
    }
    struct filing *f = new_filing(ask, name, from);
    smv_house_path(house, f->target, name, ".samverka");
    uv_queue_work(house->env.loop, &f->work, do_restore, after_restore);
}

/* --- close and open -------------------------------------------------------------------------------------------- */
static void on_sealed(void *user, enum smv_err err, const char *trouble)
{
    struct filing *f = user;
    if (err != SMV_OK) {
        smv_ask_fail(f->ask, SMV_ASK_FAILED, "%s is closed, but its file could not be sealed: %s",
                     f->name, *trouble ? trouble : smv_err_text(err));
    } else {
        smv_house_path(f->ask->admin->house, f->path, f->name, ".samverka");
        smv_audit(f->ask, "close", f->name, "");
        smv_ask_reply(f->ask, json_pack("{s:s, s:s}", "name", f->name, "file", f->path));
    }
    smv_free(f);
}

struct behind {
    const struct smv_seminar *seminar;
    json_t *list;
};

static void tell_behind(void *arg, const struct smv_behind *b)
{
    const struct behind *to = arg;
    const struct smv_node *place =
        smv_tree_find(smv_core_tree(smv_seminar_core(to->seminar)), b->place);
    struct smv_span name = place == NULL ? smv_span("", 0) : smv_node_str(place, 1);
    const struct smv_role_info *role = smv_role_info(b->role);
    json_array_append_new(to->list,
                          json_pack("{s:s%, s:s, s:s%, s:I, s:b}", "name",
                                    b->name.len ? (const char *)b->name.data : "", b->name.len,
                                    "role", role == NULL ? "" : role->name, "place",
                                    name.len ? (const char *)name.data : "", name.len, "pending",
                                    (json_int_t)b->pending, "away", b->away));
}

json_t *smv_behind_json(const struct smv_seminar *s)
{
    json_t *list = json_array();
    smv_core_behind(smv_seminar_core(s), tell_behind, &(struct behind){s, list});
    return list;
}

void smv_verb_close(struct smv_ask *ask)
{
    struct smv_housed *r = smv_ask_housed(ask);
    if (!r) {
        return;
    }
    if (r->state != SMV_HOUSE_OPEN) {
        smv_ask_fail(ask, SMV_ASK_STATE, "%s is not open", r->name);
        return;
    }
    json_t *behind = smv_behind_json(r->seminar);
    if (json_array_size(behind) > 0 && !json_is_true(json_object_get(ask->in, "force"))) {
        smv_ask_fail_with(ask, SMV_ASK_BEHIND, SMV_BEHIND_TEXT,
                          json_pack("{s:o}", "behind", behind));
        return;
    }
    json_decref(behind);
    struct smv_house_closing how = {.seal = true,
                                    .code = SMV_CLOSE_GONE,
                                    .text = "the seminar is closed",
                                    .done = on_sealed,
                                    .user = new_filing(ask, r->name, "")};
    (void)!smv_house_close(ask->admin->house, r->name, &how);
}

void smv_verb_open(struct smv_ask *ask)
{
    struct smv_house *house = ask->admin->house;
    const char *name = smv_ask_str(ask, "name");
    struct smv_errinfo info = {""};
    if (!name || !smv_house_name_ok(name) || !smv_house_has(house, name, ".samverka")) {
        smv_ask_fail(ask, SMV_ASK_MISSING, "there is no file of that name in the data folder");
        return;
    }
    struct smv_housed *r = smv_house_find(house, smv_span_str(name));
    if (r && (r->state == SMV_HOUSE_OPEN || r->state == SMV_HOUSE_CLOSING)) {
        smv_ask_fail(ask, SMV_ASK_STATE, "%s is %s", name, state_word(r->state));
        return;
    }
    if (smv_house_open(house, name, &info) != SMV_OK) {
        smv_ask_fail(ask, SMV_ASK_FAILED, "%s cannot be opened: %s", name, info.text);
        return;
    }
    (void)!smv_house_mark(house, name, ".closed", false);
    smv_audit(ask, "open", name, "");
    smv_ask_reply(ask, json_pack("{s:s}", "name", name));
}

/* --- erase -------------------------------------------------------------------------------------------------------- */
static const char *const suffixes[] = {".samverka",         ".samverka-wal",  ".samverka-shm",
                                       ".samverka-journal", ".samverka.mark", ".closed",
                                       ".restored",         ".rewritten",     ".backup"};
enum { N_SUFFIXES = sizeof suffixes / sizeof *suffixes };

static json_t *out_of_reach(void)
{
    return json_pack("[s, s, s, s, s]", "backups and copies of the file that were made elsewhere",
                     "exports, prints and pictures that people have taken",
                     "the browsers and programs of people who were connected: they drop what they "
                     "hold when they next reach this daemon, not before",
                     "older blocks on flash disks and in snapshots of the file system",
                     "the lines about the seminar in the service's log, in audit.log and in erased "
                     "(names of seminars and times, no content)");
}

static void do_erase(uv_work_t *work)
{
    struct filing *f = work->data;
    struct smv_house *house = f->ask->admin->house;
    char path[1200];
    f->err = SMV_OK;
    for (size_t i = 0; i < N_SUFFIXES; i++) {
        smv_house_path(house, path, f->name, suffixes[i]);
        enum smv_err one = smv_file_destroy(path);
        if (one != SMV_OK && one != SMV_ERR_MISSING) {
            f->err = one;
        }
    }
    smv_house_path(house, path, f->name, ".keys");
    enum smv_err keys = smv_keys_destroy_all(path, &f->keys);
    f->err = keys != SMV_OK ? keys : f->err;
}

static void after_erase(uv_work_t *work, int status)
{
    struct filing *f = work->data;
    (void)status;
    if (f->err != SMV_OK) {
        smv_audit(f->ask, "erase", f->name, "not complete");
        smv_ask_fail(f->ask, SMV_ASK_FAILED,
                     "not everything of %s could be removed: %s. What is left is in the "
                     "data folder",
                     f->name, smv_err_text(f->err));
    } else {
        smv_house_forget(f->ask->admin->house, f->name);
        smv_audit(f->ask, "erase", f->name, "complete");
        char keys[80];
        snprintf(keys, sizeof keys, "%u secrets of polls", f->keys);
        smv_ask_reply(f->ask, json_pack("{s:s, s:[s, s, s], s:o}", "name", f->name, "removed",
                                        "the seminar's file, its journal and every text in it",
                                        "the side file that says how far it was confirmed", keys,
                                        "out_of_reach", out_of_reach()));
    }
    smv_free(f);
}

/* Who is sent away comes back, and learns it then. */
static void note_erased(void *user, const struct smv_core *core)
{
    struct filing *f = user;
    struct smv_house *house = f->ask->admin->house;
    enum smv_err err = smv_erased_add(&house->erased, house->data, f->name, core);
    if (err != SMV_OK) {
        smv_say(house->env.log, SMV_LEVEL_WARN,
                "%s: that it was erased could not be written down (%s); after the next start, "
                "devices that were away are not told to drop what they hold",
                f->name, smv_err_text(err));
    }
}

static void erase_now(void *user, enum smv_err err, const char *trouble)
{
    struct filing *f = user;
    (void)err;
    (void)trouble;
    uv_queue_work(f->ask->admin->house->env.loop, &f->work, do_erase, after_erase);
}

void smv_verb_erase(struct smv_ask *ask)
{
    struct smv_housed *r = smv_ask_housed(ask);
    if (!r) {
        return;
    }
    if (r->state == SMV_HOUSE_CLOSING) {
        smv_ask_fail(ask, SMV_ASK_STATE, "%s is closing just now; try again", r->name);
        return;
    }
    if (!smv_ask_confirmed(ask, "erase", r->name, out_of_reach())) {
        return;
    }
    struct filing *f = new_filing(ask, r->name, "");
    if (r->state == SMV_HOUSE_CLOSED) { /* only the file itself knows its epochs */
        struct smv_errinfo info = {""};
        (void)!smv_house_open(ask->admin->house, r->name, &info);
    }
    if (r->state == SMV_HOUSE_OPEN) {
        struct smv_house_closing how = {.code = SMV_CLOSE_GOING,
                                        .text = "the seminar has been erased",
                                        .last = note_erased,
                                        .done = erase_now,
                                        .user = f};
        (void)!smv_house_close(ask->admin->house, r->name, &how);
    } else {
        erase_now(f, SMV_OK, "");
    }
}
