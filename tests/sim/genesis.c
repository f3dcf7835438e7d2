/* genesis.c - the first tree of a simulated seminar: mostly made by hand, so that seeds are quick; sometimes a
 * whole day from its template.
 *
 * What: rooms, a stage, links with known secrets, two sessions with patterns of every form, spread to the
 *       rooms; obstacles of the first session start proposals in the second. */
#include <stdio.h>
#include <string.h>
#include "common/base/check.h"
#include "common/base/hash.h"
#include "common/model/spread.h"
#include "common/template/template.h"
#include "tests/sim/world.h"

struct plan {
    struct sim_world *w;
    struct smv_tree tree;
};

static enum smv_err emit(void *arg, const struct smv_change *c)
{
    struct plan *p = arg;
    return smv_tree_apply(&p->tree, c, &(struct smv_stamp){0});
}

static smv_id add(struct plan *p, unsigned kind, smv_id parent)
{
    const struct smv_node *up = smv_tree_find(&p->tree, parent);
    smv_id id = smv_tree_own_id(&p->tree);
    enum smv_err err = emit(p, &(struct smv_change){.kind = SMV_CHANGE_ADD,
                                                    .id = id,
                                                    .node_kind = kind,
                                                    .parent = parent,
                                                    .after = up->last == NULL ? 0 : up->last->id});
    INVARIANT(err == SMV_OK);
    return id;
}

static void set(struct plan *p, smv_id id, unsigned field, struct smv_value v)
{
    const struct smv_field_info *info = smv_field_info(smv_tree_find(&p->tree, id)->kind, field);
    v.type = (enum smv_type)info->type;
    enum smv_err err = emit(
        p, &(struct smv_change){.kind = SMV_CHANGE_SET, .id = id, .field = field, .value = &v});
    INVARIANT(err == SMV_OK);
}

static void num(struct plan *p, smv_id id, unsigned field, uint64_t n)
{
    set(p, id, field, (struct smv_value){.num = n});
}

static void str(struct plan *p, smv_id id, unsigned field, const char *s)
{
    set(p, id, field, (struct smv_value){.str = smv_span_str(s)});
}

void sim_token(const char *name, unsigned version, char *ret, size_t size)
{
    snprintf(ret, size, "secret-%s-%u-0123456789", name, version);
}

void sim_token_hash(const char *token, uint8_t ret[32])
{
    struct smv_span s = smv_span_str(token);
    smv_hash(ret, 32, smv_span(NULL, 0), &s, 1);
}

static smv_id link_for(struct plan *p, const char *name, unsigned role, smv_id place)
{
    char token[64];
    uint8_t hash[32];
    sim_token(name, 0, token, sizeof token);
    sim_token_hash(token, hash);
    smv_id id = add(p, SMV_KIND_LINK, SMV_ROOT);
    num(p, id, SMV_LINK_ROLE, role);
    if (place != 0) {
        num(p, id, SMV_LINK_PLACE, place);
    }
    set(p, id, SMV_LINK_HASH, (struct smv_value){.str = smv_span(hash, 32)});
    struct sim_laptop *l = sim_laptop_new(p->w, name, role, place, token);
    l->link = id;
    return id;
}

static smv_id pattern(struct plan *p, smv_id session, unsigned form, unsigned each)
{
    smv_id id = add(p, SMV_KIND_SHEET, session);
    num(p, id, SMV_SHEET_FORM, form);
    num(p, id, SMV_SHEET_EACH, each);
    num(p, id, SMV_SHEET_AUDIENCE, SMV_AUDIENCE_OWN);
    return id;
}

static void questions(struct plan *p, smv_id sheet, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        smv_id q = add(p, SMV_KIND_QUESTION, sheet);
        str(p, q, SMV_QUESTION_TEXT, "What was hard?");
    }
}

/* Two sessions; what is in the way in the first is answered in the second. */
static void sessions(struct plan *p, smv_id composition)
{
    smv_id first = add(p, SMV_KIND_SESSION, SMV_ROOT), second = add(p, SMV_KIND_SESSION, SMV_ROOT);
    num(p, first, SMV_SESSION_FORM, 1);
    num(p, first, SMV_SESSION_MINUTES, 40);
    num(p, first, SMV_SESSION_COMPOSITION, composition);
    num(p, second, SMV_SESSION_MINUTES, 30);
    questions(p, pattern(p, first, 0, 1), 2);
    questions(p, pattern(p, first, 0, 2), 2); /* for self-formed groups */
    smv_id timeline = pattern(p, first, 1, 1);
    for (unsigned i = 0; i < 2; i++) {
        str(p, add(p, SMV_KIND_PHASE, timeline), SMV_PHASE_TITLE, "phase");
        str(p, add(p, SMV_KIND_LANE, timeline), SMV_LANE_TITLE, "lane");
    }
    smv_id table = pattern(p, second, 2, 1);
    smv_id column = add(p, SMV_KIND_COLUMN, table);
    num(p, column, SMV_COLUMN_SLOT, 1);
    smv_id actions = pattern(p, second, 3, 1);
    num(p, actions, SMV_SHEET_CARRY, timeline);
    num(p, actions, SMV_SHEET_CARRY_KIND, SMV_KIND_OBSTACLE);
    num(p, actions, SMV_SHEET_CARRY_AS, SMV_KIND_ACTION);
    smv_id synthesis = add(p, SMV_KIND_SHEET, second);
    num(p, synthesis, SMV_SHEET_FORM, 5);
    num(p, synthesis, SMV_SHEET_MODERATED, 1);
    questions(p, synthesis, 1);
    smv_id polls = add(p, SMV_KIND_SHEET, SMV_ROOT);
    num(p, polls, SMV_SHEET_FORM, 8);
    num(p, polls, SMV_SHEET_MODERATED, 1);
    num(p, polls, SMV_SHEET_AUDIENCE, SMV_AUDIENCE_ALL | SMV_AUDIENCE_PLACES);
}

static void places(struct plan *p, smv_id composition)
{
    struct sim_world *w = p->w;
    char name[24];
    (void)link_for(p, "org", SMV_ROLE_ORGANISER, 0);
    (void)link_for(p, "mod", SMV_ROLE_MODERATOR, 0);
    for (unsigned i = 0; i < w->p.rooms; i++) {
        smv_id room = w->rooms[i] = add(p, SMV_KIND_ROOM, SMV_ROOT);
        smv_id group = add(p, SMV_KIND_GROUP, composition);
        num(p, group, SMV_GROUP_ROOM, room);
        snprintf(name, sizeof name, "scribe%u", i + 1);
        (void)link_for(p, name, SMV_ROLE_SCRIBE, room);
        snprintf(name, sizeof name, "lead%u", i + 1);
        (void)link_for(p, name, SMV_ROLE_FACILITATOR, room);
    }
    w->stage = add(p, SMV_KIND_STAGE, SMV_ROOT);
    (void)link_for(p, "screen", SMV_ROLE_SCREEN, w->stage);
    for (unsigned i = 0; i < w->p.phones; i++) {
        snprintf(name, sizeof name, "phone%u", i + 1);
        (void)sim_laptop_new(w, name, SMV_ROLE_PARTICIPANT, 0, "KOD234");
    }
}

/* --- a whole day from its template ------------------------------------------------------------------------ */

static void read_file(struct sim_world *w, const char *path, struct smv_buf *ret)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        sim_fail(w, "%s cannot be read", path);
    }
    for (int c; (c = fgetc(f)) != EOF;) {
        smv_buf_put_byte(ret, (uint8_t)c);
    }
    (void)fclose(f);
}

/* The template's rooms become ours; links and a stage are made here, as the organiser would. */
static void from_template(struct plan *p)
{
    struct sim_world *w = p->w;
    struct smv_buf yaml = {0};
    struct smv_template_mistake mistake;
    size_t n = 0;
    char name[24];
    struct smv_template_params params = {.n_rooms = w->p.rooms, .code = "KOD234"};
    read_file(w, w->p.template_path, &yaml);
    if (smv_template_build(smv_buf_span(&yaml), &params, &p->tree, &mistake, 1, &n) != SMV_OK) {
        sim_fail(w, "%s: %s", w->p.template_path, mistake.text);
    }
    smv_buf_finish(&yaml);
    num(p, SMV_ROOT, SMV_SEMINAR_STATE, 1);
    num(p, SMV_ROOT, SMV_SEMINAR_DOOR, 1);
    num(p, SMV_ROOT, SMV_SEMINAR_FOUND, 1);
    (void)link_for(p, "org", SMV_ROLE_ORGANISER, 0);
    (void)link_for(p, "mod", SMV_ROLE_MODERATOR, 0);
    unsigned room = 0;
    for (const struct smv_node *k = p->tree.root->first; k != NULL; k = k->next) {
        if (k->kind == SMV_KIND_ROOM && room < SIM_ROOMS) {
            w->rooms[room++] = k->id;
            snprintf(name, sizeof name, "scribe%u", room);
            (void)link_for(p, name, SMV_ROLE_SCRIBE, k->id);
            snprintf(name, sizeof name, "lead%u", room);
            (void)link_for(p, name, SMV_ROLE_FACILITATOR, k->id);
        } else if (k->kind == SMV_KIND_STAGE && w->stage == 0) {
            w->stage = k->id;
        }
    }
    w->stage = w->stage != 0 ? w->stage : add(p, SMV_KIND_STAGE, SMV_ROOT);
    (void)link_for(p, "screen", SMV_ROLE_SCREEN, w->stage);
    for (unsigned i = 0; i < w->p.phones; i++) {
        snprintf(name, sizeof name, "phone%u", i + 1);
        (void)sim_laptop_new(w, name, SMV_ROLE_PARTICIPANT, 0, "KOD234");
    }
}

static void by_hand(struct plan *p)
{
    str(p, SMV_ROOT, SMV_SEMINAR_TITLE, "Day");
    num(p, SMV_ROOT, SMV_SEMINAR_STATE, 1);
    str(p, SMV_ROOT, SMV_SEMINAR_CODE, "KOD234");
    num(p, SMV_ROOT, SMV_SEMINAR_DOOR, 1);
    num(p, SMV_ROOT, SMV_SEMINAR_READS, 7);
    num(p, SMV_ROOT, SMV_SEMINAR_FOUND, 1);
    smv_id composition = add(p, SMV_KIND_COMPOSITION, SMV_ROOT);
    places(p, composition);
    sessions(p, composition);
    for (unsigned i = 0; i < p->w->p.rooms; i++) {
        enum smv_err err = smv_spread_place(&p->tree, p->w->rooms[i], emit, p);
        INVARIANT(err == SMV_OK);
    }
}

void sim_genesis(struct sim_world *w, struct smv_buf *state)
{
    struct plan p = {.w = w};
    uint8_t epoch[16];
    smv_tree_init(&p.tree, true);
    if (w->p.template_path != NULL) {
        from_template(&p);
    } else {
        by_hand(&p);
    }
    for (unsigned i = 0; i < 16; i++) {
        epoch[i] = (uint8_t)(w->seed >> (i % 8 * 8)) ^ (uint8_t)i;
    }
    smv_state_genesis(state, &p.tree, epoch);
    smv_tree_finish(&p.tree);
}
