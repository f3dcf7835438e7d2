/* house.c - see house.h. */
#include "daemon/io/house.h"
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "common/base/check.h"
#include "common/base/hash.h"
#include "common/base/heap.h"
#include "daemon/io/keys.h"
#include "proto/msg.h"

/* --- names and files ------------------------------------------------------------------------------------- */
bool smv_house_name_ok(const char *name)
{
    static const char *const ours[] = {"join", "healthz", "metrics", "assets",
                                       "host", "lock",    "run"};
    size_t len = strlen(name);
    if (len < 1 || len > 48 || name[0] == '-' ||
        strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != len) {
        return false;
    }
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
        if (strcmp(ours[i], name) == 0) {
            return false;
        }
    }
    return true;
}

void smv_house_path(const struct smv_house *h, char path[1200], const char *name,
                    const char *suffix)
{
    snprintf(path, 1200, "%s/%s%s", h->data, name, suffix);
}

bool smv_house_has(const struct smv_house *h, const char *name, const char *suffix)
{
    char path[1200];
    struct stat st;
    smv_house_path(h, path, name, suffix);
    return lstat(path, &st) == 0;
}

enum smv_err smv_house_mark(const struct smv_house *h, const char *name, const char *suffix,
                            bool there)
{
    char path[1200];
    smv_house_path(h, path, name, suffix);
    if (!there) {
        return unlink(path) == 0 || errno == ENOENT ? SMV_OK : smv_file_err(errno);
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        return smv_file_err(errno);
    }
    close(fd);
    int folder = open(h->data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int rc = folder < 0 ? -1 : fsync(folder);
    close(folder);
    return rc == 0 ? SMV_OK : SMV_ERR_IO;
}

void smv_house_touch(const struct smv_house *h, const char *name, const char *suffix)
{
    char path[1200];
    smv_house_path(h, path, name, suffix);
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd >= 0) {
        (void)futimens(fd, NULL);
        close(fd);
    }
}

/* --- the list ----------------------------------------------------------------------------------------------- */
struct smv_housed *smv_house_find(const struct smv_house *h, struct smv_span name)
{
    for (struct smv_housed *r = h->first; r; r = r->next) {
        if (smv_span_is(name, r->name)) {
            return r;
        }
    }
    return NULL;
}

struct smv_seminar *smv_house_serving(const struct smv_house *h, struct smv_span name)
{
    struct smv_housed *r = smv_house_find(h, name);
    return r && r->state == SMV_HOUSE_OPEN ? r->seminar : NULL;
}

static struct smv_housed *add(struct smv_house *h, const char *name)
{
    struct smv_housed *r = smv_house_find(h, smv_span_str(name)), **at = &h->first;
    if (r) {
        return r;
    }
    while (*at && strcmp((*at)->name, name) < 0) {
        at = &(*at)->next;
    }
    r = smv_zalloc(sizeof *r);
    snprintf(r->name, sizeof r->name, "%s", name);
    r->state = SMV_HOUSE_CLOSED;
    r->next = *at;
    *at = r;
    return r;
}

void smv_house_forget(struct smv_house *h, const char *name)
{
    for (struct smv_housed **at = &h->first; *at; at = &(*at)->next) {
        struct smv_housed *r = *at;
        if (strcmp(r->name, name) == 0) {
            INVARIANT(!r->seminar);
            *at = r->next;
            smv_free(r);
            return;
        }
    }
}

/* People type 4k7 m2p, 4K7-M2P or 4k7m2p. */
static void code_hash(struct smv_span code, uint8_t out[32])
{
    uint8_t plain[64];
    size_t n = 0;
    for (size_t i = 0; i < code.len && n < sizeof plain; i++) {
        int c = code.data[i];
        if (c != ' ' && c != '-') {
            plain[n++] = (uint8_t)tolower(c);
        }
    }
    struct smv_span part = smv_span(plain, n);
    smv_hash(out, 32, smv_span(NULL, 0), &part, 1);
}

struct smv_seminar *smv_house_by_code(const struct smv_house *h, struct smv_span code)
{
    uint8_t want[32], have[32];
    struct smv_seminar *found = NULL;
    code_hash(code, want);
    for (struct smv_housed *r = h->first; r; r = r->next) {
        if (r->state != SMV_HOUSE_OPEN) {
            continue;
        }
        const struct smv_node *root = smv_core_tree(smv_seminar_core(r->seminar))->root;
        struct smv_span own = smv_node_str(root, SMV_SEMINAR_CODE);
        code_hash(own, have);
        bool open = own.len > 0 && smv_node_num(root, SMV_SEMINAR_DOOR) == 1; /* closed or not */
        if (smv_hash_equal(want, have, sizeof want) && open) {
            found = r->seminar;
        }
    }
    return found;
}

/* --- opening --------------------------------------------------------------------------------------------------- */
enum smv_err smv_house_open(struct smv_house *h, const char *name, struct smv_errinfo *ret_info)
{
    if (h->stopping) {
        snprintf(ret_info->text, sizeof ret_info->text,
                 "the daemon stops; it is opened at the next start");
        return SMV_ERR_STATE;
    }
    struct smv_housed *r = add(h, name);
    PRE(!r->seminar);
    enum smv_err err =
        smv_seminar_open(&h->env, name, smv_house_has(h, name, ".restored"), &r->seminar, ret_info);
    if (err != SMV_OK) {
        r->state = SMV_HOUSE_BROKEN;
        snprintf(r->trouble, sizeof r->trouble, "%s", ret_info->text);
        smv_say(h->env.log, SMV_LEVEL_ERROR, "%s cannot be opened: %s", name, ret_info->text);
        return err;
    }
    r->state = SMV_HOUSE_OPEN;
    r->trouble[0] = '\0';
    struct smv_core_stats stats;
    smv_core_stats(smv_seminar_core(r->seminar), &stats);
    smv_say(h->env.log, SMV_LEVEL_INFO, "%s: open at %llu, %zu nodes", name,
            (unsigned long long)stats.head, stats.nodes);
    return SMV_OK;
}

static enum smv_err open_all(struct smv_house *h)
{
    DIR *dir = opendir(h->data);
    if (!dir) {
        return smv_file_err(errno);
    }
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        char name[256];
        const char *dot = strstr(e->d_name, ".samverka");
        if (strncmp(e->d_name, "download-", 9) == 0) { /* left of a copy that was cut off */
            char left[1200];
            snprintf(left, sizeof left, "%s/%s", h->data, e->d_name);
            (void)unlink(left);
            continue;
        }
        if (!dot || strcmp(dot, ".samverka") != 0) {
            continue;
        }
        snprintf(name, sizeof name, "%.*s", (int)(dot - e->d_name), e->d_name);
        if (!smv_house_name_ok(name)) {
            smv_say(h->env.log, SMV_LEVEL_WARN,
                    "%s is not opened: a name is a to z, 0 to 9 and -, at most 48", e->d_name);
            continue;
        }
        (void)add(h, name);
    }
    closedir(dir);
    for (struct smv_housed *r = h->first; r; r = r->next) {
        struct smv_errinfo info = {""};
        char left[1200];
        smv_house_path(h, left, r->name, ".rewritten");
        (void)!smv_file_destroy(left);
        if (!smv_house_has(h, r->name, ".closed")) {
            (void)!smv_house_open(h, r->name, &info); /* it has been said */
        }
    }
    return SMV_OK;
}

enum smv_err smv_house_start(struct smv_house *h, enum smv_exit *ret_exit,
                             struct smv_errinfo *ret_info)
{
    char path[1200];
    h->lock_fd = -1;
    *ret_exit = SMV_EXIT_DATA;
    if (mkdir(h->data, 0700) != 0 && errno != EEXIST) {
        snprintf(ret_info->text, sizeof ret_info->text,
                 "the data folder %.120s cannot be made: %s. Make it, or name another with --data",
                 h->data, strerror(errno));
        return smv_file_err(errno);
    }
    snprintf(path, sizeof path, "%s/lock", h->data);
    h->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (h->lock_fd < 0 || access(h->data, R_OK | W_OK | X_OK) != 0) {
        snprintf(ret_info->text, sizeof ret_info->text,
                 "the data folder %.120s cannot be used: %s. It must belong to the user that runs "
                 "the daemon",
                 h->data, strerror(errno));
        return smv_file_err(errno);
    }
    if (flock(h->lock_fd, LOCK_EX | LOCK_NB) != 0) {
        *ret_exit = SMV_EXIT_SECOND;
        snprintf(ret_info->text, sizeof ret_info->text,
                 "another samverkad has the data folder %.120s. Stop it first, or give this one a "
                 "folder of its own",
                 h->data);
        return SMV_ERR_BUSY;
    }
    enum smv_err err = smv_erased_load(&h->erased, h->data);
    if (err != SMV_OK) {
        snprintf(ret_info->text, sizeof ret_info->text,
                 "the list of erased seminars %.120s/erased cannot be read: %s", h->data,
                 smv_err_text(err));
        return err;
    }
    err = smv_host_key_load(h->data, h->host_key);
    if (err != SMV_OK) {
        snprintf(
            ret_info->text, sizeof ret_info->text,
            "the host's key %.120s/host.key cannot be used: %s. It is one line of %d characters "
            "that only the daemon's user may read; without it a new one is made",
            h->data, smv_err_text(err), SMV_HOST_KEY_CHARS);
        return err;
    }
    err = open_all(h);
    if (err != SMV_OK) {
        snprintf(ret_info->text, sizeof ret_info->text, "the data folder %.120s cannot be read: %s",
                 h->data, smv_err_text(err));
    }
    return err;
}

/* --- closing ----------------------------------------------------------------------------------------------------- */
struct closing {
    struct smv_house *house;
    struct smv_house_closing how;
    char name[64];
};

static void on_seminar_closed(void *user, struct smv_seminar *s)
{
    struct closing *c = user;
    struct smv_house *h = c->house;
    struct smv_errinfo info = {""};
    enum smv_err err = SMV_OK;
    h->close_peers(h->user, s, c->how.code, c->how.text);
    if (c->how.last) {
        c->how.last(c->how.user, smv_seminar_core(s));
    }
    struct smv_housed *r = smv_house_find(h, smv_span_str(c->name));
    INVARIANT(r != NULL);
    r->seminar = NULL;
    r->state = SMV_HOUSE_CLOSED;
    smv_seminar_destroy(s);
    if (c->how.seal) {
        char path[1200];
        smv_house_path(h, path, c->name, ".samverka");
        err = smv_log_sqlite_seal(path, &info);
        if (err == SMV_OK) {
            err = smv_house_mark(h, c->name, ".closed", true);
        }
    }
    if (c->how.forget) {
        smv_house_forget(h, c->name);
    }
    smv_say(h->env.log, SMV_LEVEL_INFO, "%s: closed", c->name);
    if (c->how.done) {
        c->how.done(c->how.user, err, info.text);
    }
    smv_free(c);
}

enum smv_err smv_house_close(struct smv_house *h, const char *name,
                             const struct smv_house_closing *how)
{
    struct smv_housed *r = smv_house_find(h, smv_span_str(name));
    if (!r) {
        return SMV_ERR_MISSING;
    }
    if (r->state != SMV_HOUSE_OPEN) {
        return SMV_ERR_STATE;
    }
    struct closing *c = smv_zalloc(sizeof *c);
    c->house = h;
    c->how = *how;
    snprintf(c->name, sizeof c->name, "%s", name);
    r->state = SMV_HOUSE_CLOSING;
    smv_seminar_close(r->seminar, how->code == SMV_CLOSE_GONE, on_seminar_closed, c);
    return SMV_OK;
}

struct stopping {
    size_t left;
    void (*done)(void *user);
    void *user;
};

static void on_one_stopped(void *user, enum smv_err err, const char *trouble)
{
    struct stopping *st = user;
    (void)err;
    (void)trouble;
    if (--st->left == 0) {
        st->done(st->user);
        smv_free(st);
    }
}

void smv_house_stop(struct smv_house *h, void (*done)(void *user), void *user)
{
    struct stopping *st = smv_zalloc(sizeof *st);
    *st = (struct stopping){1, done, user};
    h->stopping = true;
    for (struct smv_housed *r = h->first; r; r = r->next) {
        if (r->state == SMV_HOUSE_OPEN) {
            st->left++;
            struct smv_house_closing how = {.code = SMV_CLOSE_GOING,
                                            .text = "the daemon stops",
                                            .done = on_one_stopped,
                                            .user = st};
            (void)!smv_house_close(h, r->name, &how);
        }
    }
    on_one_stopped(st, SMV_OK, "");
}

void smv_house_finish(struct smv_house *h)
{
    while (h->first) {
        smv_house_forget(h, h->first->name);
    }
    smv_erased_finish(&h->erased);
    if (h->lock_fd >= 0) {
        close(h->lock_fd);
    }
}
