/* find.c - from an address to a node. See node.h.
 *
 * A path is walked with a set of places where one may be: a node, and a room or group that the sheets below
 * must belong to. Each part replaces the set by what it leads to. At the end: one is found; of several the
 * one in the own room, then those that are no patterns, are preferred. */
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include "client-cli/cmd/node.h"
#include "common/base/heap.h"
#include "common/base/utf8.h"

struct spot {
    smv_id id, place;
    bool narrowed; /* the last part was a room or group */
};
struct spots {
    struct spot *at;
    size_t n, cap;
};

static void add_spot(struct spots *s, smv_id id, smv_id place, bool narrowed)
{
    for (size_t i = 0; i < s->n; i++) {
        if (s->at[i].id == id && s->at[i].place == place) {
            return;
        }
    }
    s->at = smv_grow(s->at, &s->cap, s->n + 1, sizeof *s->at);
    s->at[s->n++] = (struct spot){id, place, narrowed};
}

/* 0 no, 1 begins with it, 2 is it; without regard to case */
static int matches(struct smv_span title, struct smv_span part)
{
    size_t a = 0, b = 0;
    while (b < part.len) {
        if (a >= title.len) {
            return 0;
        }
        uint32_t x = smv_utf8_next(title, &a), y = smv_utf8_next(part, &b);
        if (u_foldCase((UChar32)x, U_FOLD_CASE_DEFAULT) !=
            u_foldCase((UChar32)y, U_FOLD_CASE_DEFAULT)) {
            return 0;
        }
    }
    return a == title.len ? 2 : 1;
}

static bool number_of(struct smv_span part, unsigned *ret)
{
    unsigned n = 0;
    for (size_t i = 0; i < part.len; i++) {
        if (part.data[i] < '0' || part.data[i] > '9' || n > 100000) {
            return false;
        }
        n = n * 10 + (unsigned)(part.data[i] - '0');
    }
    *ret = n;
    return part.len > 0 && n > 0;
}

/* "row:3" */
static bool kind_number(struct smv_span part, unsigned *ret_kind, unsigned *ret_n)
{
    const uint8_t *colon = part.len > 0 ? memchr(part.data, ':', part.len) : NULL;
    char name[32];
    if (colon == NULL || (size_t)(colon - part.data) >= sizeof name) {
        return false;
    }
    size_t len = (size_t)(colon - part.data);
    memcpy(name, part.data, len);
    name[len] = '\0';
    *ret_kind = smv_kind_by_name(name);
    return *ret_kind != 0 && number_of(smv_span_from(part, len + 1), ret_n);
}

static bool allowed(struct smv_client *c, const struct spot *at, smv_id child)
{
    return at->place == 0 || smv_client_kind(c, child) != SMV_KIND_SHEET ||
           smv_sheet_place(c, child) == at->place;
}

static void by_title(struct smv_client *c, const struct spot *at, const smv_id *kids, size_t n,
                     struct smv_span part, int least, struct spots *to)
{
    struct smv_buf title = {0};
    for (size_t i = 0; i < n; i++) {
        smv_title(c, kids[i], &title);
        if (allowed(c, at, kids[i]) && matches(smv_buf_span(&title), part) >= least) {
            add_spot(to, kids[i], at->place, false);
        }
    }
    smv_buf_finish(&title);
}

static void by_number(struct smv_client *c, const struct spot *at, const smv_id *kids, size_t n,
                      unsigned kind, unsigned number, struct spots *to)
{
    for (size_t i = 0; i < n; i++) {
        bool counts = (kind == 0 || smv_client_kind(c, kids[i]) == kind) && allowed(c, at, kids[i]);
        if (counts && --number == 0) {
            add_spot(to, kids[i], at->place, false);
            return;
        }
    }
}

/* Rooms stand under the root, groups under their composition. */
static void by_place(struct smv_client *c, const struct spot *at, struct smv_span part,
                     struct spots *to)
{
    const struct smv_tree *t = smv_client_confirmed(c);
    struct smv_buf title = {0};
    for (int least = 2; least > 0 && to->n == 0; least--) {
        for (const struct smv_node *n = t->root; n != NULL; n = smv_tree_walk(t->root, n)) {
            if ((n->kind == SMV_KIND_ROOM || n->kind == SMV_KIND_GROUP) && !smv_node_gone(n)) {
                smv_title(c, n->id, &title);
                if (matches(smv_buf_span(&title), part) >= least) {
                    add_spot(to, at->id, n->id, true);
                }
            }
        }
    }
    smv_buf_finish(&title);
}

static void take_part(struct smv_client *c, const struct spot *at, struct smv_span part,
                      struct spots *to)
{
    size_t n, before = to->n;
    unsigned number, kind;
    smv_id *kids = smv_children(c, at->id, false, &n);
    by_title(c, at, kids, n, part, 2, to);
    if (to->n == before && kind_number(part, &kind, &number)) {
        by_number(c, at, kids, n, kind, number, to);
    } else if (to->n == before && number_of(part, &number)) {
        by_number(c, at, kids, n, smv_main_kind(c, at->id), number, to);
    } else if (to->n == before) {
        by_title(c, at, kids, n, part, 1, to);
    }
    unsigned above = smv_client_kind(c, at->id);
    if (at->place == 0 && (above == SMV_KIND_SEMINAR || above == SMV_KIND_SESSION)) {
        struct spots places = {0};
        by_place(c, at, part, &places);
        for (size_t i = 0; i < places.n; i++) {
            add_spot(to, places.at[i].id, places.at[i].place, true);
        }
        smv_free(places.at);
    }
    smv_free(kids);
}

static struct spots walk(struct smv_client *c, const char *path)
{
    struct spots now = {0};
    add_spot(&now, SMV_ROOT, 0, false);
    while (*path != '\0' && now.n > 0) {
        size_t len = strcspn(path, "/");
        struct smv_span part = smv_span(path, len);
        struct spots to = {0};
        for (size_t i = 0; len > 0 && i < now.n; i++) {
            take_part(c, &now.at[i], part, &to);
        }
        path += len + (path[len] == '/');
        if (len > 0) {
            smv_free(now.at);
            now = to;
        }
    }
    return now;
}

/* "Pass 2/Rum 1" alone means the sheets of that room in the session. */
static void spread_narrowed(struct smv_client *c, struct spots *s)
{
    bool real = false;
    struct spots to = {0};
    for (size_t i = 0; i < s->n; i++) {
        real |= !s->at[i].narrowed;
    }
    for (size_t i = 0; i < s->n; i++) {
        if (!s->at[i].narrowed) {
            add_spot(&to, s->at[i].id, 0, false);
            continue;
        }
        size_t n;
        smv_id *kids = real ? NULL : smv_children(c, s->at[i].id, false, &n);
        for (size_t k = 0; !real && k < n; k++) {
            if (smv_client_kind(c, kids[k]) == SMV_KIND_SHEET && allowed(c, &s->at[i], kids[k])) {
                add_spot(&to, kids[k], 0, false);
            }
        }
        smv_free(kids);
    }
    smv_free(s->at);
    *s = to;
}

static smv_id sheet_of(struct smv_client *c, smv_id id)
{
    while (id != 0 && smv_client_kind(c, id) != SMV_KIND_SHEET) {
        id = smv_parent(c, id);
    }
    return id;
}

static bool preferred(struct smv_client *c, smv_id id, smv_id place, int rule)
{
    smv_id sheet = sheet_of(c, id);
    return rule == 0 ? sheet != 0 && place != 0 && smv_sheet_place(c, sheet) == place
                     : sheet == 0 || smv_num(c, sheet, SMV_SHEET_EACH) == 0;
}

static void prefer(struct smv_client *c, struct spots *s, smv_id place)
{
    for (int rule = 0; rule < 2 && s->n > 1; rule++) {
        size_t kept = 0;
        struct spot *left = smv_dup(s->at, s->n * sizeof *s->at);
        for (size_t i = 0; i < s->n; i++) {
            if (preferred(c, s->at[i].id, place, rule)) {
                left[kept++] = s->at[i];
            }
        }
        if (kept > 0) {
            memcpy(s->at, left, kept * sizeof *left);
            s->n = kept;
        }
        smv_free(left);
    }
}

enum smv_found smv_find(struct smv_client *c, smv_id place, const char *address,
                        struct smv_finding *ret)
{
    memset(ret, 0, sizeof *ret);
    if (smv_id_read(address, &ret->id)) {
        return smv_client_kind(c, ret->id) != 0 ? SMV_FOUND : SMV_FOUND_NONE;
    }
    if (strcmp(address, "/") == 0 || strcmp(address, ".") == 0) {
        ret->id = SMV_ROOT;
        return SMV_FOUND;
    }
    if (*address == '\0' || !smv_utf8_valid(smv_span_str(address))) {
        return SMV_FOUND_NONE;
    }
    struct spots s = walk(c, address);
    spread_narrowed(c, &s);
    prefer(c, &s, place);
    enum smv_found found = s.n == 0 ? SMV_FOUND_NONE : s.n == 1 ? SMV_FOUND : SMV_FOUND_MANY;
    if (found == SMV_FOUND) {
        ret->id = s.at[0].id;
    } else if (found == SMV_FOUND_MANY) {
        ret->many = smv_alloc(s.n * sizeof *ret->many);
        for (size_t i = 0; i < s.n; i++) {
            ret->many[ret->n_many++] = s.at[i].id;
        }
    }
    smv_free(s.at);
    return found;
}

void smv_finding_finish(struct smv_finding *f)
{
    smv_free(f->many);
    f->many = NULL;
    f->n_many = 0;
}
