/* templates.c - see templates.h. */
#include "daemon/io/templates.h"
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "common/template/template.h"

enum { MAX_OWN = 100 };

static bool is_name(const char *name, size_t len)
{
    return len >= 1 && len <= 48 && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == len;
}

static bool read_own(const char *data, const char *name, struct smv_buf *yaml)
{
    char path[1200];
    ssize_t n = 1;
    snprintf(path, sizeof path, "%s/templates/%.48s.yaml", data, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return false;
    }
    while (n > 0 && yaml->len <= SMV_MAX_HTTP_TEMPLATE) {
        n = read(fd, smv_buf_reserve(yaml, 65536), 65536);
        yaml->len += n > 0 ? (size_t)n : 0;
    }
    close(fd);
    return n == 0;
}

bool smv_templates_find(const char *data, const char *name, struct smv_buf *ret_yaml)
{
    if (!is_name(name, strlen(name))) {
        return false;
    }
    if (read_own(data, name, ret_yaml)) {
        return true;
    }
    smv_buf_clear(ret_yaml);
    for (const struct smv_template_file *f = smv_template_files; f->name; f++) {
        if (strcmp(f->name, name) == 0) {
            smv_buf_put(ret_yaml, f->from, (size_t)(f->to - f->from));
            return true;
        }
    }
    return false;
}

static json_t *about_json(const char *name, struct smv_span yaml, bool own)
{
    struct smv_template_about a;
    struct smv_template_mistake mistake;
    size_t n;
    json_t *j = json_pack("{s:s, s:b}", "name", name, "own", own);
    if (smv_template_about(yaml, &a, &mistake, 1, &n) != SMV_OK) {
        json_object_set_new(j, "mistakes", json_true());
        return j;
    }
    json_object_update_new(j, json_pack("{s:s, s:s, s:s, s:i, s:i, s:i}", "title", a.title, "about",
                                        a.about, "lang", a.lang, "sessions", (int)a.sessions,
                                        "questions", (int)a.questions, "minutes", (int)a.minutes));
    return j;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names of the host's own files; each and the list are the caller's. */
static char **own_names(const char *data, size_t *ret_n)
{
    char path[1200], **names = NULL;
    size_t n = 0, cap = 0;
    snprintf(path, sizeof path, "%s/templates", data);
    DIR *dir = opendir(path);
    for (struct dirent *e; dir && n < MAX_OWN && (e = readdir(dir)) != NULL;) {
        const char *dot = strstr(e->d_name, ".yaml");
        if (dot && dot[5] == '\0' && is_name(e->d_name, (size_t)(dot - e->d_name))) {
            names = smv_grow(names, &cap, n + 1, sizeof *names);
            names[n++] = smv_span_dup_cstr(smv_span(e->d_name, (size_t)(dot - e->d_name)));
        }
    }
    if (dir) {
        closedir(dir);
    }
    if (n > 0) {
        qsort(names, n, sizeof *names, by_name);
    }
    *ret_n = n;
    return names;
}

json_t *smv_templates_json(const char *data)
{
    json_t *list = json_array();
    size_t n, at = 0;
    char **own = own_names(data, &n);
    const struct smv_template_file *f = smv_template_files;
    while (at < n || f->name) { /* two lists in order become one; the host's own wins a tie */
        int order = at == n ? 1 : !f->name ? -1 : strcmp(own[at], f->name);
        struct smv_buf yaml = {0};
        const char *name = order <= 0 ? own[at] : f->name;
        if (smv_templates_find(data, name, &yaml)) {
            json_array_append_new(list, about_json(name, smv_buf_span(&yaml), order <= 0));
        }
        smv_buf_finish(&yaml);
        at += order <= 0;
        f += order >= 0;
    }
    for (size_t i = 0; i < n; i++) {
        smv_free(own[i]);
    }
    smv_free(own);
    return list;
}
