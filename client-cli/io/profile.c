/* profile.c - see profile.h. */
#include "client-cli/io/profile.h"
#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "client-cli/io/files.h"
#include "common/base/heap.h"

enum { MAX_JSON = 65536 };

char *smv_profile_home(const char *option)
{
    const char *own = option != NULL ? option : getenv("SAMVERKA_HOME");
    if (own != NULL && *own != '\0') {
        return smv_span_dup_cstr(smv_span_str(own));
    }
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    if (state != NULL && *state == '/') {
        return smv_path(state, "samverka");
    }
    return home != NULL && *home == '/' ? smv_path(home, ".local/state/samverka") : NULL;
}

bool smv_profile_name_ok(const char *name)
{
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return n > 0 && name[n] == '\0' && n < sizeof((struct smv_profile *)0)->name;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

enum smv_err smv_profile_list(const char *home, char ***ret_names, size_t *ret_n)
{
    char **names = NULL;
    size_t n = 0, cap = 0;
    DIR *d = opendir(home);
    if (d == NULL && errno != ENOENT) {
        return smv_file_error(errno);
    }
    for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;) {
        if (!smv_profile_name_ok(e->d_name)) {
            continue;
        }
        char *folder = smv_path(home, e->d_name), *file = smv_path(folder, "profile.json");
        if (access(file, F_OK) == 0) {
            names = smv_grow(names, &cap, n + 1, sizeof *names);
            names[n++] = smv_span_dup_cstr(smv_span_str(e->d_name));
        }
        smv_free(folder);
        smv_free(file);
    }
    if (d != NULL) {
        closedir(d);
    }
    if (n > 1) {
        qsort(names, n, sizeof *names, by_name);
    }
    *ret_names = names;
    *ret_n = n;
    return SMV_OK;
}

void smv_profile_list_free(char **names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        smv_free(names[i]);
    }
    smv_free(names);
}

static void take(const json_t *j, const char *key, char *out, size_t size)
{
    const char *s = json_string_value(json_object_get(j, key));
    snprintf(out, size, "%s", s != NULL ? s : "");
}

enum smv_err smv_profile_load(const char *home, const char *name, struct smv_profile *ret_profile)
{
    struct smv_profile p = {.role = -1};
    struct smv_buf text = {0};
    const char *why;
    if (!smv_profile_name_ok(name)) {
        return SMV_ERR_MISSING;
    }
    snprintf(p.name, sizeof p.name, "%s", name);
    p.folder = smv_path(home, name);
    char *file = smv_path(p.folder, "profile.json");
    enum smv_err err = smv_file_read(file, MAX_JSON, &text);
    smv_free(file);
    json_t *j = err == SMV_OK ? json_loadb((const char *)text.data, text.len, 0, NULL) : NULL;
    smv_buf_finish(&text);
    const char *url = json_string_value(json_object_get(j, "url"));
    if (err == SMV_OK && (url == NULL || !smv_url_read(url, &p.url, &why))) {
        err = SMV_ERR_CORRUPT;
    }
    if (err != SMV_OK) {
        json_decref(j);
        smv_free(p.folder);
        return err;
    }
    const json_t *role = json_object_get(j, "role");
    take(j, "secret", p.url.secret, sizeof p.url.secret);
    take(j, "ca", p.ca, sizeof p.ca);
    take(j, "name", p.person, sizeof p.person);
    take(j, "place_name", p.place_name, sizeof p.place_name);
    take(j, "title", p.title, sizeof p.title);
    p.role = json_is_string(role) ? smv_role_by_name(json_string_value(role)) : -1;
    p.place = (smv_id)json_integer_value(json_object_get(j, "place"));
    json_decref(j);
    *ret_profile = p;
    return SMV_OK;
}

enum smv_err smv_profile_save(const struct smv_profile *p)
{
    char base[300], url[400];
    SMV_TRY(smv_folder_make(p->folder));
    smv_url_base(&p->url, base, sizeof base);
    snprintf(url, sizeof url, "%s/%s", base, p->url.seminar);
    json_t *j = json_pack("{s:s, s:s, s:s, s:s, s:s, s:I, s:s, s:s}", "url", url, "secret",
                          p->url.secret, "ca", p->ca, "name", p->person, "role",
                          p->role >= 0 ? smv_role_info((unsigned)p->role)->name : "", "place",
                          (json_int_t)p->place, "place_name", p->place_name, "title", p->title);
    char *text = json_dumps(j, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
    json_decref(j);
    if (text == NULL) {
        return SMV_ERR_UTF8;
    }
    char *file = smv_path(p->folder, "profile.json");
    enum smv_err err = smv_file_replace(file, smv_span_str(text), /* durable */ true);
    smv_free(file);
    free(text);
    return err;
}

void smv_profile_finish(struct smv_profile *p)
{
    smv_free(p->folder);
    explicit_bzero(p, sizeof *p);
}

void smv_profile_current(const char *home, char *out, size_t size)
{
    struct smv_buf b = {0};
    char *file = smv_path(home, "current");
    out[0] = '\0';
    if (smv_file_read(file, 200, &b) == SMV_OK) {
        const char *name = smv_buf_cstr(&b);
        if (smv_profile_name_ok(name)) {
            snprintf(out, size, "%s", name);
        }
    }
    smv_buf_finish(&b);
    smv_free(file);
}

enum smv_err smv_profile_set_current(const char *home, const char *name)
{
    char *file = smv_path(home, "current");
    enum smv_err err = smv_file_replace(file, smv_span_str(name), /* durable */ false);
    smv_free(file);
    return err;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)type;
    (void)at;
    return remove(path);
}

enum smv_err smv_profile_remove(const struct smv_profile *p)
{
    return nftw(p->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0 ? SMV_OK
                                                                      : smv_file_error(errno);
}
