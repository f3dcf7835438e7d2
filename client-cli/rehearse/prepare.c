/* prepare.c - who takes part: links from a file, or made by the organiser on the spot.
 *
 * The organiser says that it is a rehearsal (SEMINAR.REHEARSAL), opens the seminar and the door, and makes a
 * link for each part: the secret stays in this process, its hash goes into the seminar. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include "client-cli/rehearse/rehearse_int.h"
#include "common/base/hash.h"
#include "common/base/heap.h"

enum { SECRET_CHARS = 32, OPEN = 1, PREPARE_MS = 15000 };

/* --- from a file ------------------------------------------------------------------------------------------ */
static const struct smv_part *part_of(int role)
{
    switch (role) {
    case SMV_ROLE_ORGANISER: return &smv_part_organiser;
    case SMV_ROLE_MODERATOR: return &smv_part_moderator;
    case SMV_ROLE_FACILITATOR: return &smv_part_facilitator;
    case SMV_ROLE_SCRIBE: return &smv_part_scribe;
    case SMV_ROLE_SCREEN: return &smv_part_screen;
    default: return NULL;
    }
}

bool smv_run_links(struct smv_run *run)
{
    const json_t *list = json_object_get(run->config->links, "links");
    list = list != NULL ? list : run->config->links;
    size_t i, n_writers = 0;
    json_t *link;
    struct smv_url url = {.port = 0};
    unsigned rooms[SMV_ROLE_COUNT] = {0};
    json_array_foreach(list, i, link)
    {
        const char *role_name = json_string_value(json_object_get(link, "role"));
        const char *text = json_string_value(json_object_get(link, "url"));
        const char *why;
        int role = role_name != NULL ? smv_role_by_name(role_name) : -1;
        if (part_of(role) == NULL || text == NULL || !smv_url_read(text, &url, &why) ||
            (part_of(role) != &smv_part_screen && role >= SMV_ROLE_FACILITATOR &&
             ++rooms[role] > run->config->rooms)) {
            continue;
        }
        struct smv_life *l = smv_run_person(run, part_of(role), (unsigned)role, &url, url.secret);
        run->organiser = role == SMV_ROLE_ORGANISER ? l : run->organiser;
        n_writers += role <= SMV_ROLE_SCRIBE;
    }
    const char *code = json_string_value(json_object_get(run->config->links, "code"));
    if (code != NULL) {
        snprintf(run->code, sizeof run->code, "%s", code);
    }
    return n_writers > 0;
}

/* --- made on the spot ----------------------------------------------------------------------------------------- */
void smv_run_secret(char secret[SECRET_CHARS + 1])
{
    static const char base32[] = "abcdefghijklmnopqrstuvwxyz234567";
    for (size_t i = 0; i < SECRET_CHARS; i++) {
        secret[i] = base32[randombytes_uniform(32)];
    }
    secret[SECRET_CHARS] = '\0';
}

static void mint(struct smv_run *run, unsigned role, smv_id place)
{
    struct smv_life *o = run->organiser;
    char secret[SECRET_CHARS + 1], label[40];
    uint8_t hash[32];
    smv_run_secret(secret);
    struct smv_span bytes = smv_span(secret, SECRET_CHARS);
    smv_hash(hash, sizeof hash, smv_span(NULL, 0), &bytes, 1);
    snprintf(label, sizeof label, "rehearsal: %s", smv_role_info(role)->name);
    struct smv_field_value fields[4];
    size_t n = 0;
    fields[n++] = smv_give_num(SMV_KIND_LINK, SMV_LINK_ROLE, role);
    if (place != 0) {
        fields[n++] = smv_give_num(SMV_KIND_LINK, SMV_LINK_PLACE, place);
    }
    fields[n++] = (struct smv_field_value){
        SMV_LINK_HASH, {.type = SMV_TYPE_BYTES, .str = smv_span(hash, sizeof hash)}};
    fields[n++] = smv_give_text(SMV_LINK_LABEL, smv_span_str(label));
    smv_id id = smv_client_add(o->client, SMV_KIND_LINK, SMV_ROOT,
                               smv_player_last(&o->player, SMV_ROOT), fields, n);
    run->minted = smv_grow(run->minted, &run->cap_minted, run->n_minted + 1, sizeof *run->minted);
    run->minted[run->n_minted++] = id;
    struct smv_life *l = smv_run_person(run, part_of((int)role), role, &o->url, secret);
    l->mine = true;
}

static void open_seminar(struct smv_run *run)
{
    struct smv_player *o = &run->organiser->player;
    (void)smv_player_set(o, SMV_ROOT, SMV_SEMINAR_REHEARSAL, 1);
    if (smv_player_num(o, SMV_ROOT, SMV_SEMINAR_STATE) != OPEN) {
        (void)smv_player_set(o, SMV_ROOT, SMV_SEMINAR_STATE, OPEN);
    }
    if (smv_player_num(o, SMV_ROOT, SMV_SEMINAR_DOOR) == 0) {
        (void)smv_player_set(o, SMV_ROOT, SMV_SEMINAR_DOOR, 1);
    }
    struct smv_span code = smv_node_str(smv_player_root(o), SMV_SEMINAR_CODE);
    snprintf(run->code, sizeof run->code, "%.*s", (int)code.len, (const char *)code.data);
}

static void mint_all(struct smv_run *run)
{
    struct smv_id_list {
        smv_id ids[256];
        size_t n;
    } rooms = {.n = 0}, stages = {.n = 0};
    for (const struct smv_node *n = smv_player_root(&run->organiser->player)->first; n;
         n = n->next) {
        if (n->kind == SMV_KIND_ROOM && !n->deleted && rooms.n < run->config->rooms &&
            rooms.n < 256) {
            rooms.ids[rooms.n++] = n->id;
        } else if (n->kind == SMV_KIND_STAGE && !n->deleted && stages.n < 4) {
            stages.ids[stages.n++] = n->id;
        }
    }
    mint(run, SMV_ROLE_MODERATOR, 0);
    for (size_t i = 0; i < rooms.n; i++) {
        mint(run, SMV_ROLE_SCRIBE, rooms.ids[i]);
        mint(run, SMV_ROLE_FACILITATOR, rooms.ids[i]);
    }
    for (size_t i = 0; i < stages.n; i++) {
        mint(run, SMV_ROLE_SCREEN, stages.ids[i]);
    }
}

void smv_run_phones(struct smv_run *run, const struct smv_url *base)
{
    const char *code = run->config->code != NULL ? run->config->code : run->code;
    for (unsigned i = 0; i < run->config->phones && code[0] != '\0'; i++) {
        (void)smv_run_person(run, &smv_part_phone, SMV_ROLE_PARTICIPANT, base, code);
    }
    smv_run_choose_founders(run);
}

/* The people start when their links are in the seminar, or they would be sent away. */
static bool all_saved(const struct smv_run *run)
{
    smv_seq seq;
    return smv_life_settled(run->organiser, &seq);
}

void smv_run_prepare(struct smv_run *run)
{
    struct smv_life *o = run->organiser;
    if (o == NULL) { /* ready links, without an organiser's */
        const struct smv_url *base = &run->lives[0]->url;
        smv_run_phones(run, base);
        smv_run_phase(run, SMV_RUN_PLAY);
        return;
    }
    if (o->denied != 0) {
        smv_run_fail(run, SMV_ERR_DENIED, "the link lets nobody in");
    } else if (smv_life_ms() - run->phase_ms > PREPARE_MS) {
        smv_run_fail(run, SMV_ERR_BUSY, "nobody answers there");
    } else if (!all_saved(run)) {
        return;
    } else if (!run->prepared) {
        run->prepared = true;
        struct smv_client_info info;
        smv_client_info(o->client, &info);
        if (info.role > SMV_ROLE_ORGANISER) {
            smv_run_fail(run, SMV_ERR_DENIED, "this is not an organiser's link");
            return;
        }
        open_seminar(run);
        if (run->config->links == NULL) {
            mint_all(run);
        }
        smv_life_step(o, SMV_CLIENT_EVENT_LOCAL);
    } else {
        smv_run_phones(run, &o->url);
        smv_run_phase(run, SMV_RUN_PLAY);
    }
}
