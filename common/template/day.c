/* day.c - what a template may say about the whole day and about a session.
 *
 * What: the keys above the sheets, rooms and groups, and what holds when the file is silent.
 * Not:  no sheets (sheet.c).
 * Uses: template_int.h.    Thread: any; constant tables. */
#include <string.h>
#include "common/template/template_int.h"

#define END_KEYS                                                                                   \
    {                                                                                              \
        NULL, SMV_HOW_OTHER, 0, NULL, false                                                        \
    }

/* --- words and keys --------------------------------------------------------------------------- */

static const struct smv_word languages[] = {{"sv", 0}, {"nb", 1}, {"en", 2}, {NULL, 0}};
static const struct smv_word rules[] = {{"cross", 0}, {"area", 1}, {"sector", 2},
                                        {"free", 3},  {"self", 4}, {NULL, 0}};
static const struct smv_word session_forms[] = {
    {"plenary", 0},       {"groups", 1}, {"break", SMV_SESSION_IS_BREAK},
    {"presentations", 3}, {"survey", 4}, {NULL, 0}};
/* SEMINAR.READS */
static const struct smv_word reads[] = {
    {"agenda", 1}, {"stage", 2}, {"group", 4}, {"groups", 8}, {NULL, 0}};

/* SEMINAR.CONTENTS, the numbers of enum smv_doc_part (common/document/make.h, which stands above this layer) */
static const struct smv_word contents[] = {
    {"people", 1},    {"questions", 2},  {"groups", 4},    {"timelines", 8}, {"tables", 16},
    {"plans", 32},    {"synthesis", 64}, {"actions", 128}, {"polls", 256},   {"parking", 512},
    {"method", 1024}, {"changes", 2048}, {NULL, 0}};

static const struct smv_key day_keys[] = {
    {"name", SMV_HOW_LINE, SMV_SEMINAR_TEMPLATE, NULL, true},
    {"language", SMV_HOW_WORD, SMV_SEMINAR_LANG, languages, true},
    {"title", SMV_HOW_LINE, SMV_SEMINAR_TITLE, NULL, true},
    {"about", SMV_HOW_OTHER, 0, NULL, false},
    {"welcome", SMV_HOW_TEXT, SMV_SEMINAR_MESSAGE, NULL, false},
    {"venue", SMV_HOW_LINE, SMV_SEMINAR_VENUE, NULL, false},
    {"participants", SMV_HOW_OTHER, 0, NULL, false},
    {"organisations", SMV_HOW_OTHER, 0, NULL, false},
    {"compositions", SMV_HOW_OTHER, 0, NULL, false},
    {"rooms", SMV_HOW_OTHER, 0, NULL, false},
    {"screens", SMV_HOW_OTHER, 0, NULL, false},
    {"guidance", SMV_HOW_OTHER, 0, NULL, false},
    {"sheets", SMV_HOW_OTHER, 0, NULL, false},
    {"sessions", SMV_HOW_OTHER, 0, NULL, true},
    {"documentation", SMV_HOW_WORDS, SMV_SEMINAR_CONTENTS, contents, false},
    END_KEYS};
const struct smv_spec smv_spec_day = {"a template", SMV_KIND_SEMINAR, NULL, day_keys};

static const struct smv_key participants_keys[] = {
    {"read", SMV_HOW_WORDS, SMV_SEMINAR_READS, reads, false},
    {"found_groups", SMV_HOW_YESNO, SMV_SEMINAR_FOUND, NULL, false},
    END_KEYS};
const struct smv_spec smv_spec_participants = {"'participants'", SMV_KIND_SEMINAR, NULL,
                                               participants_keys};

static const struct smv_key organisation_keys[] = {
    {"name", SMV_HOW_LINE, SMV_ORGANISATION_NAME, NULL, true},
    {"sector", SMV_HOW_LINE, SMV_ORGANISATION_SECTOR, NULL, false},
    {"area", SMV_HOW_LINE, SMV_ORGANISATION_AREA, NULL, false},
    END_KEYS};
const struct smv_spec smv_spec_organisation = {"an organisation", SMV_KIND_ORGANISATION, "name",
                                               organisation_keys};

static const struct smv_key composition_keys[] = {
    {"key", SMV_HOW_LOCAL, 0, NULL, false},
    {"name", SMV_HOW_LINE, SMV_COMPOSITION_NAME, NULL, true},
    {"rule", SMV_HOW_WORD, SMV_COMPOSITION_RULE, rules, true},
    END_KEYS};
const struct smv_spec smv_spec_composition = {"a composition", SMV_KIND_COMPOSITION, NULL,
                                              composition_keys};

static const struct smv_key rooms_keys[] = {
    {"count", SMV_HOW_OTHER, 0, NULL, false}, {"names", SMV_HOW_OTHER, 0, NULL, false}, END_KEYS};
static const struct smv_spec rooms_spec = {"'rooms'", SMV_KIND_NONE, NULL, rooms_keys};
static const struct smv_key room_keys[] = {{"name", SMV_HOW_LINE, SMV_ROOM_NAME, NULL, true},
                                           {"note", SMV_HOW_TEXT, SMV_ROOM_NOTE, NULL, false},
                                           END_KEYS};
const struct smv_spec smv_spec_room = {"a room", SMV_KIND_ROOM, "name", room_keys};

static const struct smv_key screen_keys[] = {{"name", SMV_HOW_LINE, SMV_STAGE_NAME, NULL, true},
                                             END_KEYS};
const struct smv_spec smv_spec_screen = {"a screen", SMV_KIND_STAGE, "name", screen_keys};

static const struct smv_key session_guidance_keys[] = {
    {"lead", SMV_HOW_TEXT, SMV_SESSION_GUIDE_LEAD, NULL, false},
    {"scribe", SMV_HOW_TEXT, SMV_SESSION_GUIDE_SCRIBE, NULL, false},
    {"all", SMV_HOW_TEXT, SMV_SESSION_GUIDE_ALL, NULL, false},
    END_KEYS};
const struct smv_spec smv_spec_session_guidance = {"'guidance'", SMV_KIND_SESSION, NULL,
                                                   session_guidance_keys};
static const struct smv_key sheet_guidance_keys[] = {
    {"lead", SMV_HOW_TEXT, SMV_SHEET_GUIDE_LEAD, NULL, false},
    {"scribe", SMV_HOW_TEXT, SMV_SHEET_GUIDE_SCRIBE, NULL, false},
    {"all", SMV_HOW_TEXT, SMV_SHEET_GUIDE_ALL, NULL, false},
    END_KEYS};
const struct smv_spec smv_spec_sheet_guidance = {"'guidance'", SMV_KIND_SHEET, NULL,
                                                 sheet_guidance_keys};

static const struct smv_key session_keys[] = {
    {"key", SMV_HOW_LOCAL, 0, NULL, false},
    {"title", SMV_HOW_LINE, SMV_SESSION_TITLE, NULL, true},
    {"form", SMV_HOW_WORD, SMV_SESSION_FORM, session_forms, true},
    {"start", SMV_HOW_CLOCK, SMV_SESSION_PLANNED, NULL, false},
    {"minutes", SMV_HOW_NUMBER, SMV_SESSION_MINUTES, NULL, false},
    {"composition", SMV_HOW_REF, SMV_SESSION_COMPOSITION, NULL, false},
    {"about", SMV_HOW_TEXT, SMV_SESSION_ABOUT, NULL, false},
    {"guidance", SMV_HOW_OTHER, 0, NULL, false},
    {"sheets", SMV_HOW_OTHER, 0, NULL, false},
    END_KEYS};
const struct smv_spec smv_spec_session = {"a session", SMV_KIND_SESSION, NULL, session_keys};

/* --- guidance --------------------------------------------------------------------------------- */

static const unsigned guide_fields[3] = {SMV_SESSION_GUIDE_LEAD, SMV_SESSION_GUIDE_SCRIBE,
                                         SMV_SESSION_GUIDE_ALL};

static void read_day_guidance(struct smv_plan *p, const struct smv_yaml *said)
{
    if (smv_yaml_missing(said) || !smv_plan_check_keys(p, &smv_spec_session_guidance, said)) {
        return;
    }
    for (size_t i = 0; i < 3; i++) {
        const struct smv_yaml *text = smv_yaml_get(said, session_guidance_keys[i].name);
        const struct smv_field_info *field = smv_field_info(SMV_KIND_SESSION, guide_fields[i]);
        if (!smv_yaml_missing(text)) {
            (void)smv_plan_text(p, text, field, /* one_line */ false, &p->guide[i]);
        }
    }
}

/* What the day says holds for every session that says nothing itself. */
static void settle_guidance(struct smv_plan *p, smv_id session)
{
    const struct smv_node *n = smv_tree_find(p->tree, session);
    if (smv_node_num(n, SMV_SESSION_FORM) == SMV_SESSION_IS_BREAK) {
        return;
    }
    for (size_t i = 0; i < 3; i++) {
        if (p->guide[i].len > 0 && smv_node_slot(n, guide_fields[i]) == NULL) {
            struct smv_value value = {.type = SMV_TYPE_TEXT, .str = p->guide[i]};
            smv_plan_set(p, session, guide_fields[i], &value);
        }
    }
}

/* --- sessions --------------------------------------------------------------------------------- */

static void check_start(struct smv_plan *p, const struct smv_yaml *said, smv_id session,
                        uint64_t *latest)
{
    uint64_t start = smv_node_num(smv_tree_find(p->tree, session), SMV_SESSION_PLANNED);
    if (start != 0 && start < *latest) {
        smv_plan_wrong(p, smv_yaml_get(said, "start"), "starts before a session above it");
    }
    *latest = start > *latest ? start : *latest;
}

static void read_sessions(struct smv_plan *p, const struct smv_yaml *top)
{
    const struct smv_yaml *list = smv_yaml_get(top, "sessions");
    uint64_t latest = 0;
    if (list != NULL && list->type == SMV_YAML_LIST && list->n == 0) {
        smv_plan_wrong(p, list, "a template needs at least one session");
    }
    for (const struct smv_yaml *at = smv_plan_list(p, top, "sessions"); at != NULL; at = at->next) {
        smv_id session = smv_plan_add(p, &smv_spec_session, at, SMV_ROOT, NULL, 0);
        if (session == 0) {
            continue;
        }
        check_start(p, at, session, &latest);
        const struct smv_yaml *guidance = smv_yaml_get(at, "guidance");
        if (!smv_yaml_missing(guidance)) {
            smv_plan_fill(p, &smv_spec_session_guidance, guidance, session);
        }
        settle_guidance(p, session);
        smv_plan_sheets(p, at, session);
    }
}

/* --- rooms and groups ------------------------------------------------------------------------- */

static const char *in_language(struct smv_span lang, const char *const texts[3])
{
    for (const struct smv_word *word = languages; word->word != NULL; word++) {
        if (smv_span_is(lang, word->word)) {
            return texts[word->value];
        }
    }
    return texts[0];
}

const char *smv_default_room(struct smv_span lang)
{
    static const char *const word[] = {"Rum", "Rom", "Room"};
    return in_language(lang, word);
}

const char *smv_default_screen(struct smv_span lang)
{
    static const char *const word[] = {"Storbild", "Storskjerm", "Main screen"};
    return in_language(lang, word);
}

static struct smv_span language(const struct smv_plan *p)
{
    return smv_node_str(p->tree->root, SMV_SEMINAR_LANG);
}

/* A node of kind whose first field is a name put together from a word and a number (0: none). */
static smv_id add_named(struct smv_plan *p, const struct smv_yaml *said, unsigned kind,
                        smv_id parent, struct smv_span word, const char *gap, uint64_t number)
{
    enum { NAME = 1 }; /* ROOM_NAME, GROUP_NAME, STAGE_NAME */
    static const struct smv_key no_keys[] = {END_KEYS};
    const struct smv_spec spec = {"", kind, NULL, no_keys};
    struct smv_yaml nothing = {.type = SMV_YAML_MAP, .line = said->line, .column = said->column};
    struct smv_buf name = {0};
    smv_buf_put_span(&name, word);
    if (number != 0) {
        smv_buf_put_str(&name, gap);
        smv_buf_put_u64(&name, number);
    }
    smv_id id = smv_plan_add(p, &spec, &nothing, parent, NULL, 0);
    if (id != 0) {
        struct smv_value value = {.type = SMV_TYPE_TEXT, .str = smv_buf_span(&name)};
        smv_plan_set(p, id, NAME, &value);
    }
    smv_buf_finish(&name);
    return id;
}

static void add_default_rooms(struct smv_plan *p, const struct smv_yaml *said, uint64_t from,
                              uint64_t to)
{
    struct smv_span word = smv_span_str(smv_default_room(language(p)));
    for (uint64_t i = from; i <= to; i++) {
        (void)add_named(p, said, SMV_KIND_ROOM, SMV_ROOT, word, " ", i);
    }
}

static void read_rooms(struct smv_plan *p, const struct smv_yaml *top)
{
    const struct smv_yaml *said = smv_yaml_get(top, "rooms");
    uint64_t count = 0, named = 0;
    uint64_t wanted_rooms = p->params->rooms == NULL ? p->params->n_rooms : 0;
    if (p->params->rooms != NULL) {
        for (size_t i = 0; i < p->params->n_rooms; i++) {
            (void)add_named(p, top, SMV_KIND_ROOM, SMV_ROOT, smv_span_str(p->params->rooms[i]), "",
                            0);
        }
    }
    if (smv_yaml_missing(said)) {
        if (p->params->rooms == NULL) {
            add_default_rooms(p, top, 1, wanted_rooms == 0 ? 1 : wanted_rooms);
        }
        return;
    }
    if (!smv_plan_check_keys(p, &rooms_spec, said)) {
        return;
    }
    const struct smv_yaml *wanted = smv_yaml_get(said, "count");
    if (!smv_yaml_missing(wanted)) {
        (void)smv_plan_number(p, wanted, SMV_PLAN_MAX_ROOMS, &count);
    }
    for (const struct smv_yaml *at = smv_plan_list(p, said, "names"); at != NULL; at = at->next) {
        if (++named == SMV_PLAN_MAX_ROOMS + 1 || (count > 0 && named == count + 1)) {
            smv_plan_wrong(p, at, "more names than rooms");
        }
        if (named <= SMV_PLAN_MAX_ROOMS) {
            smv_id room = smv_plan_add(p, &smv_spec_room, at, SMV_ROOT, NULL, 0);
            bool extra = wanted_rooms != 0 && named > wanted_rooms;
            if (room != 0 && (p->params->rooms != NULL || extra)) {
                smv_tree_forget(p->tree, room); /* read for its mistakes only */
            }
        }
    }
    if (wanted_rooms != 0) {
        add_default_rooms(p, said, named + 1, wanted_rooms);
    } else if (p->params->rooms == NULL) { /* 'count: 0' is meant: groups that form themselves */
        bool silent = smv_yaml_missing(wanted) && named == 0;
        add_default_rooms(p, said, named + 1, silent ? 1 : count);
    }
}

/* One group per room in every composition that the organiser fills: A1, A2 ... */
static void add_groups(struct smv_plan *p, const struct smv_yaml *top)
{
    for (const struct smv_node *c = p->tree->root->first; c != NULL; c = c->next) {
        bool filled = c->kind == SMV_KIND_COMPOSITION &&
                      !smv_span_is(smv_node_str(c, SMV_COMPOSITION_RULE), "self");
        uint64_t number = 0;
        for (const struct smv_node *r = p->tree->root->first; filled && r != NULL; r = r->next) {
            if (r->kind != SMV_KIND_ROOM) {
                continue;
            }
            struct smv_span name = smv_node_str(c, SMV_COMPOSITION_NAME);
            bool digit =
                name.len > 0 && name.data[name.len - 1] >= '0' && name.data[name.len - 1] <= '9';
            const char *gap = digit || name.len > 3 ? " " : "";
            smv_id group = add_named(p, top, SMV_KIND_GROUP, c->id, name, gap, ++number);
            if (group != 0) {
                smv_plan_set_number(p, group, SMV_GROUP_ROOM, r->id);
            }
        }
    }
}

/* --- the day ---------------------------------------------------------------------------------- */

static void read_about(struct smv_plan *p, const struct smv_yaml *said)
{
    static const struct smv_field_info field = {
        .name = "about", .type = SMV_TYPE_TEXT, .bound = 400};
    if (!smv_yaml_missing(said)) {
        (void)smv_plan_text(p, said, &field, /* one_line */ false, &p->about);
    }
}

/* An empty list would mean everything. */
static void check_documentation(struct smv_plan *p, const struct smv_yaml *said)
{
    if (said != NULL && said->type == SMV_YAML_LIST && said->n == 0) {
        smv_plan_wrong(p, said,
                       "expected at least one part; leave 'documentation' out to have them all");
    }
}

static void read_list(struct smv_plan *p, const struct smv_yaml *top, const char *key,
                      const struct smv_spec *spec)
{
    for (const struct smv_yaml *at = smv_plan_list(p, top, key); at != NULL; at = at->next) {
        (void)smv_plan_add(p, spec, at, SMV_ROOT, NULL, 0);
    }
}

static void read_screens(struct smv_plan *p, const struct smv_yaml *top)
{
    if (smv_yaml_missing(smv_yaml_get(top, "screens"))) {
        struct smv_span name = smv_span_str(smv_default_screen(language(p)));
        (void)add_named(p, top, SMV_KIND_STAGE, SMV_ROOT, name, "", 0);
    }
    read_list(p, top, "screens", &smv_spec_screen);
}

void smv_plan_day(struct smv_plan *p, const struct smv_yaml *top)
{
    smv_plan_fill(p, &smv_spec_day, top, SMV_ROOT);
    if (top->type != SMV_YAML_MAP) {
        return;
    }
    read_about(p, smv_yaml_get(top, "about"));
    smv_plan_set_number(p, SMV_ROOT, SMV_SEMINAR_READS, SMV_READS_DEFAULT);
    const struct smv_yaml *participants = smv_yaml_get(top, "participants");
    if (!smv_yaml_missing(participants)) {
        smv_plan_fill(p, &smv_spec_participants, participants, SMV_ROOT);
    }
    check_documentation(p, smv_yaml_get(top, "documentation"));
    read_list(p, top, "organisations", &smv_spec_organisation);
    read_list(p, top, "compositions", &smv_spec_composition);
    read_rooms(p, top);
    add_groups(p, top);
    read_screens(p, top);
    read_day_guidance(p, smv_yaml_get(top, "guidance"));
    smv_plan_sheets(p, top, SMV_ROOT);
    read_sessions(p, top);
}
