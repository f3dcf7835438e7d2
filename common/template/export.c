/* export.c - see export.h: the day and its sessions. */
#include "common/template/export.h"
#include <string.h>
#include "common/base/heap.h"
#include "common/base/utf8.h"
#include "common/template/export_int.h"

enum {
    SCANT_NAME = 74
}; /* code points of a composition's name that leave room for a group's number */

/* --- guidance ---------------------------------------------------------------------------------------- */

static const unsigned guide_fields[3] = {SMV_SESSION_GUIDE_LEAD, SMV_SESSION_GUIDE_SCRIBE,
                                         SMV_SESSION_GUIDE_ALL};

static bool is_session(const struct smv_node *n)
{
    return n->kind == SMV_KIND_SESSION && !n->deleted;
}

static bool is_guided(const struct smv_node *n)
{
    return is_session(n) && smv_node_num(n, SMV_SESSION_FORM) != SMV_SESSION_IS_BREAK;
}

/* In how many sessions is this said? */
static unsigned times_said(const struct smv_export *x, unsigned field, struct smv_span text)
{
    unsigned n = 0;
    for (const struct smv_node *s = x->t->root->first; s != NULL; s = s->next) {
        n += is_guided(s) && smv_span_eq(smv_node_str(s, field), text) ? 1 : 0;
    }
    return n;
}

/* What several sessions say in the same words is said once, for the day. */
static void find_guidance(struct smv_export *x)
{
    for (size_t i = 0; i < 3; i++) {
        unsigned most = 1;
        for (const struct smv_node *s = x->t->root->first; s != NULL; s = s->next) {
            struct smv_span text = smv_node_str(s, guide_fields[i]);
            unsigned n = is_guided(s) && text.len > 0 ? times_said(x, guide_fields[i], text) : 0;
            if (n > most) {
                most = n;
                x->guide[i] = text;
            }
        }
    }
}

/* The words for this session's field i; data NULL: nothing needs to be said. */
static struct smv_span own_guidance(const struct smv_export *x, const struct smv_node *n, size_t i)
{
    struct smv_span text = smv_node_str(n, guide_fields[i]);
    bool day = is_guided(n) && x->guide[i].len > 0;
    if (day && smv_span_eq(text, x->guide[i])) {
        return smv_span(NULL, 0);
    }
    return text.len > 0 || day ? smv_span(text.len > 0 ? text.data : (const uint8_t *)"", text.len)
                               : smv_span(NULL, 0);
}

static void put_guidance(struct smv_export *x, const struct smv_span texts[3])
{
    if (texts[0].data == NULL && texts[1].data == NULL && texts[2].data == NULL) {
        return;
    }
    smv_yaml_open(&x->y, "guidance");
    for (size_t i = 0; i < 3; i++) {
        if (texts[i].data != NULL) {
            smv_yaml_key(&x->y, smv_spec_session_guidance.keys[i].name);
            smv_yaml_text(&x->y, texts[i]);
        }
    }
    smv_yaml_close(&x->y);
}

/* --- sessions ----------------------------------------------------------------------------------------- */

static bool special_session(struct smv_export *x, const struct smv_key *key,
                            const struct smv_node *n)
{
    if (strcmp(key->name, "composition") == 0) {
        const char *to = smv_export_key(x, smv_export_composition(x, n));
        if (to != NULL) {
            smv_yaml_key(&x->y, key->name);
            smv_yaml_text(&x->y, smv_span_str(to));
        }
        return true;
    }
    if (strcmp(key->name, "guidance") == 0) {
        const struct smv_span texts[3] = {own_guidance(x, n, 0), own_guidance(x, n, 1),
                                          own_guidance(x, n, 2)};
        put_guidance(x, texts);
        return true;
    }
    if (strcmp(key->name, "sheets") == 0) {
        smv_export_sheets(x, n);
        return true;
    }
    return false;
}

static void put_sessions(struct smv_export *x)
{
    bool any = false;
    smv_yaml_open(&x->y, "sessions");
    for (const struct smv_node *n = x->t->root->first; n != NULL; n = n->next) {
        if (is_session(n)) {
            if (any) {
                smv_yaml_blank(&x->y);
            }
            smv_export_item(x, &smv_spec_session, n, special_session);
            any = true;
        }
    }
    if (!any) { /* a template has at least one */
        smv_yaml_item(&x->y);
        smv_yaml_key(&x->y, "title");
        smv_yaml_text(&x->y, smv_span_str("…"));
        smv_yaml_key(&x->y, "form");
        smv_yaml_word(&x->y, "groups");
        smv_yaml_close(&x->y);
    }
    smv_yaml_close(&x->y);
}

/* --- above the sessions ------------------------------------------------------------------------------ */

static bool special_composition(struct smv_export *x, const struct smv_key *key,
                                const struct smv_node *n)
{
    if (strcmp(key->name, "name") != 0 ||
        smv_span_is(smv_node_str(n, SMV_COMPOSITION_RULE), "self")) {
        return false;
    }
    struct smv_span name = smv_node_str(n, SMV_COMPOSITION_NAME);
    name.len = smv_utf8_offset(name, SCANT_NAME);
    smv_export_text(x, key, name);
    return true;
}

static bool always(const struct smv_export *x, const struct smv_node *n)
{
    (void)x;
    return !n->deleted;
}

static bool named_composition(const struct smv_export *x, const struct smv_node *n)
{
    (void)x;
    return smv_export_composition_is(n);
}

/* Those that came with the template; who came is the day's. */
static bool known_organisation(const struct smv_export *x, const struct smv_node *n)
{
    (void)x;
    return !n->deleted && n->seq == 0;
}

static unsigned put_list(struct smv_export *x, const char *key, const struct smv_spec *spec,
                         bool (*fits)(const struct smv_export *x, const struct smv_node *n),
                         smv_export_special *special, unsigned most)
{
    unsigned n = 0;
    for (const struct smv_node *at = x->t->root->first; at != NULL; at = at->next) {
        if (at->kind != spec->kind || !fits(x, at) || n == most) {
            continue;
        }
        if (n++ == 0) {
            smv_yaml_open(&x->y, key);
        }
        smv_export_item(x, spec, at, special);
    }
    if (n > 0) {
        smv_yaml_close(&x->y);
    }
    return n;
}

/* Only the rooms that are called as rooms are called when nobody says anything? */
static bool plain_room(const struct smv_export *x, const struct smv_node *n, uint64_t number)
{
    struct smv_buf name = {0};
    smv_buf_put_str(&name, smv_default_room(x->lang));
    smv_buf_put_str(&name, " ");
    smv_buf_put_u64(&name, number);
    bool same = smv_span_eq(smv_node_str(n, SMV_ROOM_NAME), smv_buf_span(&name)) &&
                smv_node_str(n, SMV_ROOM_NOTE).len == 0;
    smv_buf_finish(&name);
    return same;
}

static void put_rooms(struct smv_export *x)
{
    uint64_t n = 0;
    bool plain = true;
    for (const struct smv_node *at = x->t->root->first; at != NULL; at = at->next) {
        if (at->kind == SMV_KIND_ROOM && !at->deleted && n < SMV_PLAN_MAX_ROOMS) {
            plain = plain_room(x, at, ++n) && plain;
        }
    }
    smv_yaml_open(&x->y, "rooms");
    smv_yaml_key(&x->y, "count");
    smv_yaml_number(&x->y, n);
    if (!plain) {
        (void)put_list(x, "names", &smv_spec_room, always, NULL, SMV_PLAN_MAX_ROOMS);
    }
    smv_yaml_close(&x->y);
}

static void put_screens(struct smv_export *x)
{
    unsigned n = 0;
    bool plain = true;
    for (const struct smv_node *at = x->t->root->first; at != NULL; at = at->next) {
        if (at->kind == SMV_KIND_STAGE && !at->deleted) {
            n++;
            plain =
                plain && smv_span_is(smv_node_str(at, SMV_STAGE_NAME), smv_default_screen(x->lang));
        }
    }
    if (n == 1 && plain) {
        return;
    }
    smv_yaml_blank(&x->y);
    if (n == 0) {
        smv_yaml_key(&x->y, "screens");
        smv_yaml_word(&x->y, "[]");
    } else {
        (void)put_list(x, "screens", &smv_spec_screen, always, NULL, n);
    }
}

static bool any_sheet(const struct smv_node *parent)
{
    const struct smv_node *n = parent->first;
    while (n != NULL && !smv_export_sheet_is(n)) {
        n = n->next;
    }
    return n != NULL;
}

static bool any_of(const struct smv_export *x, const struct smv_spec *spec,
                   bool (*fits)(const struct smv_export *x, const struct smv_node *n))
{
    const struct smv_node *n = x->t->root->first;
    while (n != NULL && !(n->kind == spec->kind && fits(x, n))) {
        n = n->next;
    }
    return n != NULL;
}

/* --- the day ------------------------------------------------------------------------------------------ */

static bool special_part(struct smv_export *x, const char *key)
{
    if (strcmp(key, "participants") == 0) {
        smv_yaml_blank(&x->y);
        smv_yaml_open(&x->y, key);
        smv_export_fields(x, &smv_spec_participants, x->t->root, NULL);
        smv_yaml_close(&x->y);
    } else if (strcmp(key, "organisations") == 0) {
        if (any_of(x, &smv_spec_organisation, known_organisation)) {
            smv_yaml_blank(&x->y);
            (void)put_list(x, key, &smv_spec_organisation, known_organisation, NULL, UINT32_MAX);
        }
    } else if (strcmp(key, "compositions") == 0) {
        if (any_of(x, &smv_spec_composition, named_composition)) {
            smv_yaml_blank(&x->y);
            (void)put_list(x, key, &smv_spec_composition, named_composition, special_composition,
                           UINT32_MAX);
        }
    } else if (strcmp(key, "rooms") == 0) {
        smv_yaml_blank(&x->y);
        put_rooms(x);
    } else if (strcmp(key, "screens") == 0) {
        put_screens(x);
    } else if (strcmp(key, "guidance") == 0) {
        if (x->guide[0].len + x->guide[1].len + x->guide[2].len > 0) {
            smv_yaml_blank(&x->y);
        }
        put_guidance(x, x->guide);
    } else if (strcmp(key, "sheets") == 0) {
        if (any_sheet(x->t->root)) {
            smv_yaml_blank(&x->y);
        }
        smv_export_sheets(x, x->t->root);
    } else if (strcmp(key, "sessions") == 0) {
        smv_yaml_blank(&x->y);
        put_sessions(x);
    } else {
        return false;
    }
    return true;
}

static bool special_day(struct smv_export *x, const struct smv_key *key, const struct smv_node *n)
{
    const char *name = x->wish->name, *about = x->wish->about;
    if (strcmp(key->name, "name") == 0 && name != NULL && name[0] != '\0') {
        smv_export_text(x, key, smv_span_str(name));
        return true;
    }
    if (strcmp(key->name, "about") == 0) {
        if (about != NULL && about[0] != '\0') {
            smv_yaml_key(&x->y, key->name);
            smv_yaml_text(&x->y, smv_span_str(about));
        }
        return true;
    }
    if (strcmp(key->name, "documentation") == 0) {
        if (smv_node_num(n, SMV_SEMINAR_CONTENTS) != 0) {
            smv_yaml_blank(&x->y);
            smv_export_words(x, key, smv_node_num(n, SMV_SEMINAR_CONTENTS));
        }
        return true;
    }
    return special_part(x, key->name);
}

/* Where the first session began: what was there before is the plan. */
static smv_seq first_start(const struct smv_tree *t)
{
    smv_seq first = 0;
    for (const struct smv_node *n = t->root->first; n != NULL; n = n->next) {
        const struct smv_slot *slot =
            n->kind == SMV_KIND_SESSION ? smv_node_slot(n, SMV_SESSION_STARTED) : NULL;
        if (slot != NULL && slot->u.num != 0 && (first == 0 || slot->seq < first)) {
            first = slot->seq;
        }
    }
    return first;
}

enum smv_err smv_template_export(struct smv_buf *b, const struct smv_tree *t,
                                 const struct smv_template_wish *wish)
{
    static const struct smv_template_wish none = {.name = NULL};
    size_t from = b->len;
    struct smv_export x = {.t = t, .wish = wish != NULL ? wish : &none, .y = {.b = b}};
    x.lang = smv_node_str(t->root, SMV_SEMINAR_LANG);
    x.begun = first_start(t);
    find_guidance(&x);
    smv_export_find_keys(&x);
    smv_export_fields(&x, &smv_spec_day, t->root, special_day);
    smv_free(x.keys);
    if (b->len - from > SMV_YAML_MAX_BYTES) {
        b->len = from;
        return SMV_ERR_TOO_BIG;
    }
    return SMV_OK;
}
