/* sheet.c - what a template may say about a sheet.
 *
 * What: the keys of a sheet and of everything that can stand on it; what fits which form.
 * Not:  no content: what people write is not part of a plan.
 * Uses: template_int.h.    Thread: any; constant tables. */
#include <string.h>
#include "common/base/check.h"
#include "common/template/template_int.h"

#define END_WORDS                                                                                  \
    {                                                                                              \
        NULL, 0                                                                                    \
    }
#define END_KEYS                                                                                   \
    {                                                                                              \
        NULL, SMV_HOW_OTHER, 0, NULL, false                                                        \
    }

/* --- words ------------------------------------------------------------------------------------ */

static const struct smv_word forms[] = {{"questions", SMV_FORM_QUESTIONS},
                                        {"timeline", SMV_FORM_TIMELINE},
                                        {"table", SMV_FORM_TABLE},
                                        {"actions", SMV_FORM_ACTIONS},
                                        {"parking", SMV_FORM_PARKING},
                                        {"synthesis", SMV_FORM_SYNTHESIS},
                                        {"map", SMV_FORM_MAP},
                                        {"plan", SMV_FORM_PLAN},
                                        {"poll", SMV_FORM_POLL},
                                        {"free", SMV_FORM_FREE},
                                        END_WORDS};
static const struct smv_word each_words[] = {
    {"none", SMV_EACH_NONE}, {"room", SMV_EACH_ROOM}, {"group", SMV_EACH_GROUP}, END_WORDS};
static const struct smv_word audiences[] = {{"own", SMV_AUDIENCE_OWN},
                                            {"places", SMV_AUDIENCE_PLACES},
                                            {"group", SMV_AUDIENCE_GROUP},
                                            {"all", SMV_AUDIENCE_ALL},
                                            END_WORDS};
static const struct smv_word from_words[] = {{"no", 0}, {"beside", 1}, {"copied", 2}, END_WORDS};
static const struct smv_word print_words[] = {
    {"as_form", 0}, {"annex", 1}, {"own", 2}, {"never", 3}, END_WORDS};
static const struct smv_word column_types[] = {
    {"text", 0},  {"number", 1}, {"date", 2}, {"choice", SMV_COLUMN_IS_CHOICE},
    {"yesno", 4}, {"who", 5},    END_WORDS};
static const struct smv_word poll_forms[] = {{"text", SMV_ASK_TEXT},   {"choice", SMV_ASK_CHOICE},
                                             {"scale", SMV_ASK_SCALE}, {"ranking", SMV_ASK_RANKING},
                                             {"dots", SMV_ASK_DOTS},   END_WORDS};
static const struct smv_word poll_shown[] = {{"revealed", 0}, {"live", 1}, END_WORDS};
static const struct smv_word carried_kinds[] = {
    {"obstacle", SMV_KIND_OBSTACLE}, {"card", SMV_KIND_CARD},
    {"point", SMV_KIND_POINT},       {"challenge", SMV_KIND_CHALLENGE},
    {"row", SMV_KIND_ROW},           {"action", SMV_KIND_ACTION},
    {"parked", SMV_KIND_PARKED},     END_WORDS};
static const struct smv_word row_kinds[] = {{"action", SMV_KIND_ACTION},
                                            {"row", SMV_KIND_ROW},
                                            {"challenge", SMV_KIND_CHALLENGE},
                                            {"obstacle", SMV_KIND_OBSTACLE},
                                            END_WORDS};

/* --- what can stand on a sheet ---------------------------------------------------------------- */

static const struct smv_key phase_keys[] = {{"title", SMV_HOW_LINE, SMV_PHASE_TITLE, NULL, true},
                                            {"about", SMV_HOW_TEXT, SMV_PHASE_ABOUT, NULL, false},
                                            END_KEYS};
static const struct smv_spec phase_spec = {"a phase", SMV_KIND_PHASE, "title", phase_keys};

static const struct smv_key lane_keys[] = {{"title", SMV_HOW_LINE, SMV_LANE_TITLE, NULL, true},
                                           {"about", SMV_HOW_TEXT, SMV_LANE_ABOUT, NULL, false},
                                           END_KEYS};
static const struct smv_spec lane_spec = {"a lane", SMV_KIND_LANE, "title", lane_keys};

static const struct smv_key question_keys[] = {
    {"text", SMV_HOW_TEXT, SMV_QUESTION_TEXT, NULL, true},
    {"help", SMV_HOW_TEXT, SMV_QUESTION_HELP, NULL, false},
    {"minutes", SMV_HOW_NUMBER, SMV_QUESTION_MINUTES, NULL, false},
    {"sub", SMV_HOW_OTHER, 0, NULL, false},
    END_KEYS};
const struct smv_spec smv_spec_question = {"a question", SMV_KIND_QUESTION, "text", question_keys};
static const struct smv_key sub_keys[] = {
    {"text", SMV_HOW_TEXT, SMV_QUESTION_TEXT, NULL, true},
    {"help", SMV_HOW_TEXT, SMV_QUESTION_HELP, NULL, false},
    {"minutes", SMV_HOW_NUMBER, SMV_QUESTION_MINUTES, NULL, false},
    END_KEYS};
const struct smv_spec smv_spec_sub = {"a sub-point", SMV_KIND_QUESTION, "text", sub_keys};

static const struct smv_key column_keys[] = {
    {"title", SMV_HOW_LINE, SMV_COLUMN_TITLE, NULL, true},
    {"type", SMV_HOW_WORD, SMV_COLUMN_TYPE, column_types, false},
    {"choices", SMV_HOW_OTHER, 0, NULL, false},
    {"about", SMV_HOW_TEXT, SMV_COLUMN_ABOUT, NULL, false},
    END_KEYS};
const struct smv_spec smv_spec_column = {"a column", SMV_KIND_COLUMN, "title", column_keys};

static const struct smv_key prompt_keys[] = {{"text", SMV_HOW_TEXT, SMV_PROMPT_TEXT, NULL, true},
                                             END_KEYS};
static const struct smv_spec prompt_spec = {"a prompt", SMV_KIND_PROMPT, "text", prompt_keys};

static const struct smv_key check_keys[] = {{"text", SMV_HOW_LINE, SMV_CHECK_TEXT, NULL, true},
                                            END_KEYS};
static const struct smv_spec check_spec = {"a check", SMV_KIND_CHECK, "text", check_keys};

static const struct smv_key consent_keys[] = {{"what", SMV_HOW_LINE, SMV_CONSENT_WHAT, NULL, true},
                                              END_KEYS};
static const struct smv_spec consent_spec = {"a consent", SMV_KIND_CONSENT, "what", consent_keys};

static const struct smv_key poll_keys[] = {
    {"text", SMV_HOW_TEXT, SMV_POLL_TEXT, NULL, true},
    {"form", SMV_HOW_WORD, SMV_POLL_FORM, poll_forms, true},
    {"most", SMV_HOW_NUMBER, SMV_POLL_MOST, NULL, false},
    {"shown", SMV_HOW_WORD, SMV_POLL_LIVE, poll_shown, false},
    {"choices", SMV_HOW_OTHER, 0, NULL, false},
    END_KEYS};
const struct smv_spec smv_spec_poll = {"a poll", SMV_KIND_POLL, NULL, poll_keys};
static const struct smv_key choice_keys[] = {{"text", SMV_HOW_LINE, SMV_CHOICE_TEXT, NULL, true},
                                             END_KEYS};
const struct smv_spec smv_spec_choice = {"a choice", SMV_KIND_CHOICE, "text", choice_keys};

static const struct smv_key carries_keys[] = {
    {"from", SMV_HOW_REF, SMV_SHEET_CARRY, NULL, true},
    {"kind", SMV_HOW_WORD, SMV_SHEET_CARRY_KIND, carried_kinds, true},
    {"as", SMV_HOW_WORD, SMV_SHEET_CARRY_AS, row_kinds, true},
    END_KEYS};
const struct smv_spec smv_spec_carries = {"'carries'", SMV_KIND_SHEET, NULL, carries_keys};

/* --- the sheet itself ------------------------------------------------------------------------- */

static const struct smv_key sheet_keys[] = {
    {"key", SMV_HOW_LOCAL, 0, NULL, false},
    {"title", SMV_HOW_LINE, SMV_SHEET_TITLE, NULL, true},
    {"form", SMV_HOW_WORD, SMV_SHEET_FORM, forms, true},
    {"each", SMV_HOW_WORD, SMV_SHEET_EACH, each_words, false},
    {"moderated", SMV_HOW_YESNO, SMV_SHEET_MODERATED, NULL, false},
    {"audience", SMV_HOW_WORDS, SMV_SHEET_AUDIENCE, audiences, false},
    {"notice", SMV_HOW_TEXT, SMV_SHEET_NOTICE, NULL, false},
    {"from", SMV_HOW_WORD, SMV_SHEET_FROM, from_words, false},
    {"compiles", SMV_HOW_REF, SMV_SHEET_COMPILES, NULL, false},
    {"carries", SMV_HOW_OTHER, 0, NULL, false},
    {"print", SMV_HOW_WORD, SMV_SHEET_PRINT, print_words, false},
    {"guidance", SMV_HOW_OTHER, 0, NULL, false},
    {"phases", SMV_HOW_OTHER, 0, NULL, false},
    {"lanes", SMV_HOW_OTHER, 0, NULL, false},
    {"questions", SMV_HOW_OTHER, 0, NULL, false},
    {"columns", SMV_HOW_OTHER, 0, NULL, false},
    {"prompts", SMV_HOW_OTHER, 0, NULL, false},
    {"checks", SMV_HOW_OTHER, 0, NULL, false},
    {"consents", SMV_HOW_OTHER, 0, NULL, false},
    {"polls", SMV_HOW_OTHER, 0, NULL, false},
    END_KEYS};
const struct smv_spec smv_spec_sheet = {"a sheet", SMV_KIND_SHEET, NULL, sheet_keys};

#define F(form) (1u << SMV_FORM_##form)
const struct smv_sheet_part smv_sheet_parts[] = {
    {"phases", &phase_spec, F(TIMELINE) | F(MAP) | F(FREE), F(TIMELINE) | F(MAP)},
    {"lanes", &lane_spec, F(TIMELINE) | F(MAP) | F(TABLE) | F(FREE), 0},
    {"questions", &smv_spec_question, ~(F(POLL) | F(PARKING)), F(QUESTIONS)},
    {"columns", &smv_spec_column, F(TABLE) | F(FREE), F(TABLE)},
    {"prompts", &prompt_spec, ~0u, 0},
    {"checks", &check_spec, F(PLAN) | F(FREE), 0},
    {"consents", &consent_spec, F(PLAN) | F(FREE), 0},
    {"polls", &smv_spec_poll, F(POLL) | F(FREE), F(POLL)},
    {NULL, NULL, 0, 0},
};
#undef F

/* --- when the file is silent ------------------------------------------------------------------ */

uint64_t smv_default_audience(bool each, uint64_t form)
{
    return form == SMV_FORM_POLL ? SMV_AUDIENCE_ALL
           : each                ? SMV_AUDIENCE_OWN | SMV_AUDIENCE_GROUP
                                 : 0;
}

uint64_t smv_default_most(uint64_t poll_form)
{
    return poll_form == SMV_ASK_DOTS ? 3 : 1;
}

/* --- reading ---------------------------------------------------------------------------------- */

static uint64_t number_of(const struct smv_plan *p, smv_id id, unsigned field)
{
    return smv_node_num(smv_tree_find(p->tree, id), field);
}

static void read_subs(struct smv_plan *p, const struct smv_yaml *question, smv_id id)
{
    for (const struct smv_yaml *at = smv_plan_list(p, question, "sub"); at != NULL; at = at->next) {
        (void)smv_plan_add(p, &smv_spec_sub, at, id, NULL, 0);
    }
}

/* The choices as one string, separated by |. */
static void read_column_choices(struct smv_plan *p, const struct smv_yaml *column, smv_id id)
{
    const struct smv_yaml *list = smv_yaml_get(column, "choices");
    bool choosing = number_of(p, id, SMV_COLUMN_TYPE) == SMV_COLUMN_IS_CHOICE;
    if (smv_yaml_missing(list) || list->n == 0) {
        if (choosing) {
            smv_plan_wrong(p, column, "a column of the type 'choice' needs 'choices:'");
        }
        return;
    }
    if (!choosing) {
        smv_plan_wrong(p, list, "only a column of the type 'choice' has choices");
    }
    const struct smv_field_info *field = smv_field_info(SMV_KIND_COLUMN, SMV_COLUMN_CHOICES);
    struct smv_buf joined = {0};
    for (const struct smv_yaml *at = smv_plan_list(p, column, "choices"); at != NULL;
         at = at->next) {
        struct smv_span text;
        if (!smv_plan_text(p, at, field, true, &text)) {
            continue;
        }
        if (text.len == 0 || memchr(text.data, '|', text.len) != NULL) {
            smv_plan_wrong(p, at, "a choice needs a text, and cannot hold the character |");
            continue;
        }
        smv_buf_put_str(&joined, joined.len == 0 ? "" : "|");
        smv_buf_put_span(&joined, text);
    }
    if (joined.len > field->bound) {
        smv_plan_wrong(p, list,
                       "the choices are too long together; at most 1024 bytes are possible");
    } else {
        struct smv_value value = {.type = SMV_TYPE_STR, .str = smv_buf_span(&joined)};
        smv_plan_set(p, id, SMV_COLUMN_CHOICES, &value);
    }
    smv_buf_finish(&joined);
}

static void read_poll_choices(struct smv_plan *p, const struct smv_yaml *poll, smv_id id)
{
    size_t n = 0;
    for (const struct smv_yaml *at = smv_plan_list(p, poll, "choices"); at != NULL; at = at->next) {
        (void)smv_plan_add(p, &smv_spec_choice, at, id, NULL, 0);
        n++;
    }
    uint64_t form = number_of(p, id, SMV_POLL_FORM);
    if ((form == SMV_ASK_CHOICE || form == SMV_ASK_SCALE) && n < 2) {
        smv_plan_wrong(p, poll, "a poll of this form needs at least two 'choices:'");
    }
    if (form == SMV_ASK_TEXT && n > 0) {
        smv_plan_wrong(p, smv_yaml_get(poll, "choices"),
                       "a poll of the form 'text' has no choices");
    }
    if (smv_yaml_missing(smv_yaml_get(poll, "most"))) {
        smv_plan_set_number(p, id, SMV_POLL_MOST, smv_default_most(form));
    }
}

static void read_part(struct smv_plan *p, const struct smv_sheet_part *part,
                      const struct smv_yaml *said, smv_id sheet)
{
    enum { COLUMNS_MAX = 12 };
    uint64_t slot = 0;
    for (const struct smv_yaml *at = smv_plan_list(p, said, part->key); at != NULL; at = at->next) {
        struct smv_field_value extra = {.field = SMV_COLUMN_SLOT,
                                        .value = {.type = SMV_TYPE_INT, .num = ++slot}};
        bool column = part->spec == &smv_spec_column;
        if (column && slot > COLUMNS_MAX) {
            smv_plan_wrong(p, at, "a table has at most 12 columns");
            return;
        }
        smv_id id = smv_plan_add(p, part->spec, at, sheet, &extra, column ? 1 : 0);
        if (id == 0 || at->type != SMV_YAML_MAP) {
            continue;
        }
        if (column) {
            read_column_choices(p, at, id);
        } else if (part->spec == &smv_spec_question) {
            read_subs(p, at, id);
        } else if (part->spec == &smv_spec_poll) {
            read_poll_choices(p, at, id);
        }
    }
}

static void read_parts(struct smv_plan *p, const struct smv_yaml *said, smv_id sheet)
{
    const struct smv_yaml *form = smv_yaml_get(said, "form");
    unsigned bit = 1u << number_of(p, sheet, SMV_SHEET_FORM);
    /* A form that is wrong has been told; what would fit it is not known. */
    bool known =
        form != NULL && smv_node_slot(smv_tree_find(p->tree, sheet), SMV_SHEET_FORM) != NULL;
    bool compiles = !smv_yaml_missing(smv_yaml_get(said, "compiles"));
    for (const struct smv_sheet_part *part = smv_sheet_parts; part->key != NULL; part++) {
        const struct smv_yaml *list = smv_yaml_get(said, part->key);
        bool none = smv_yaml_missing(list) || list->n == 0;
        if (known && none && (part->needs & bit) != 0 && !compiles) {
            smv_mistake(&p->mistakes, said->line, said->column, "a sheet of the form '", form->text,
                        "' needs '", part->key, ":'", NULL);
        }
        if (known && list != NULL && (part->fits & bit) == 0) {
            smv_mistake(&p->mistakes, list->key_line, list->key_column, "a sheet of the form '",
                        form->text, "' has no ", part->key, NULL);
        }
        read_part(p, part, said, sheet);
    }
}

/* Whose the sheet is, and who reads it unless the file says so. */
static void settle_owner(struct smv_plan *p, const struct smv_yaml *said, smv_id sheet)
{
    bool each = number_of(p, sheet, SMV_SHEET_EACH) != SMV_EACH_NONE;
    const struct smv_yaml *moderated = smv_yaml_get(said, "moderated");
    bool yes = number_of(p, sheet, SMV_SHEET_MODERATED) != 0;
    if (each && yes) {
        smv_plan_wrong(p, moderated,
                       "a sheet of every room or group is not the moderators': leave out 'each' or "
                       "'moderated'");
    } else if (!each && !yes && !smv_yaml_missing(moderated)) {
        smv_plan_wrong(p, moderated,
                       "nobody could write on this sheet: say 'each: room', 'each: group' or "
                       "'moderated: yes'");
    } else if (!each) {
        smv_plan_set_number(p, sheet, SMV_SHEET_MODERATED, 1);
    }
    uint64_t audience = smv_default_audience(each, number_of(p, sheet, SMV_SHEET_FORM));
    if (smv_yaml_missing(smv_yaml_get(said, "audience")) && audience != 0) {
        smv_plan_set_number(p, sheet, SMV_SHEET_AUDIENCE, audience);
    }
}

static void read_sheet(struct smv_plan *p, const struct smv_yaml *said, smv_id parent)
{
    smv_id sheet = smv_plan_add(p, &smv_spec_sheet, said, parent, NULL, 0);
    if (sheet == 0) {
        return;
    }
    settle_owner(p, said, sheet);
    const struct smv_yaml *guidance = smv_yaml_get(said, "guidance");
    if (!smv_yaml_missing(guidance)) {
        smv_plan_fill(p, &smv_spec_sheet_guidance, guidance, sheet);
    }
    const struct smv_yaml *carries = smv_yaml_get(said, "carries");
    if (!smv_yaml_missing(carries)) {
        smv_plan_fill(p, &smv_spec_carries, carries, sheet);
    }
    read_parts(p, said, sheet);
}

void smv_plan_sheets(struct smv_plan *p, const struct smv_yaml *said, smv_id parent)
{
    for (const struct smv_yaml *at = smv_plan_list(p, said, "sheets"); at != NULL; at = at->next) {
        read_sheet(p, at, parent);
    }
}
