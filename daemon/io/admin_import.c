/* admin_import.c - "import": a new seminar from what "samverka export --format json" wrote.
 *
 * What: the request's export, or a file that the host page sent, becomes a seminar by import.h; a mistake is told, and
 *       then nothing is made.
 * Uses: import.h, admin_new.c's second half (smv_making_*).
 * Thread: reading, making and storing run in libuv's pool; only the opening is the loop's. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "daemon/io/admin_int.h"
#include "daemon/io/import.h"
#include "daemon/io/links.h"

struct import_work {
    uv_work_t work;
    struct smv_ask *ask;
    const struct smv_house *house;
    json_t *whole; /* borrowed from the request, or read from the file */
    struct smv_making making;
    struct smv_import im;
    char code[SMV_CODE_CHARS + 1];
    enum smv_ask_why why;
    bool right;
};

/* The file is a visitor's: read no further than an export may be long. */
static json_t *read_export(char why[400], int fd)
{
    struct smv_buf text = {0};
    json_error_t error = {.text = ""};
    ssize_t n = 1;
    while (n > 0 && text.len <= SMV_MAX_EXPORT) {
        n = pread(fd, smv_buf_reserve(&text, 1 << 20), 1 << 20, (off_t)text.len);
        text.len += n > 0 ? (size_t)n : 0;
    }
    json_t *whole =
        n == 0 ? json_loadb((const char *)text.data, text.len, JSON_REJECT_DUPLICATES, &error)
               : NULL;
    if (n != 0) {
        snprintf(why, 400, "%s",
                 n < 0 ? "the file cannot be read" : "the file is too large for an export");
    } else if (!whole) {
        snprintf(why, 400, "the file is neither a seminar nor an export: line %d: %.200s",
                 error.line, error.text);
    }
    smv_buf_finish(&text);
    return whole;
}

/* Beside the loop: nothing here is shared with it. */
static void do_import(uv_work_t *work)
{
    struct import_work *w = work->data;
    struct smv_import *im = &w->im;
    json_t *read = w->ask->file >= 0 ? read_export(im->why, w->ask->file) : NULL;
    const json_t *export = read ? read : w->whole;
    w->why = SMV_ASK_MISTAKES;
    if (w->ask->file >= 0 && !read) {
        /* said */
    } else if (!smv_import_is_export(export)) {
        w->why = SMV_ASK_WRONG;
        snprintf(im->why, sizeof im->why,
                 "\"export\" is what samverka export --format json writes (samverka-export-1)");
    } else {
        w->right = smv_import_read(im, export, w->code);
    }
    json_decref(read);
    if (w->right) {
        w->making.left_out = im->left_out;
        w->making.state = &im->state;
        w->making.keys = im->keys;
        w->making.n_keys = im->n_keys;
        smv_making_store(&w->making, w->house, &im->state.tree);
    }
}

static void after_import(uv_work_t *work, int status)
{
    struct import_work *w = work->data;
    json_t *in = json_incref(w->ask->in); /* the name is borrowed from it; the answer frees ask */
    (void)status;
    if (w->right) {
        smv_making_finish(w->ask, &w->making, &w->im.state.tree);
    } else {
        smv_ask_fail(w->ask, w->why, "%s; nothing was made", w->im.why);
    }
    json_decref(in);
    smv_import_finish(&w->im);
    smv_free(w);
}

void smv_verb_import(struct smv_ask *ask)
{
    const char *name = smv_making_name(ask);
    if (!name) {
        return;
    }
    struct import_work *w = smv_zalloc(sizeof *w);
    w->work.data = w;
    w->ask = ask;
    w->house = ask->admin->house;
    w->whole = json_object_get(ask->in, "export");
    smv_import_init(&w->im);
    smv_code_make(w->code);
    w->making =
        (struct smv_making){.verb = "import",
                            .name = name,
                            .code = w->code,
                            .with_links = !json_is_false(json_object_get(ask->in, "secrets"))};
    uv_queue_work(ask->admin->house->env.loop, &w->work, do_import, after_import);
}
