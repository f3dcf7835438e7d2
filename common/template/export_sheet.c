/* export_sheet.c - a sheet of the plan and what stands on it.
 *
 * What: which of a sheet's lists its form can have, and which of their items are plan and which are content. */
#include <string.h>
#include "common/base/utf8.h"
#include "common/template/export_int.h"

/* --- what a template cannot do without ------------------------------------------------------------ */

static void pad(struct smv_export *x, unsigned n, unsigned least)
{
    for (; n < least; n++) {
        struct smv_buf text = {0};
        smv_buf_put_u64(&text, n + 1);
        smv_yaml_item(&x->y);
        smv_yaml_text(&x->y, smv_buf_span(&text));
        smv_yaml_close(&x->y);
        smv_buf_finish(&text);
    }
}

/* --- questions ---------------------------------------------------------------------------------------- */

static bool is_question(const struct smv_node *n)
{
    return n->kind == SMV_KIND_QUESTION && !n->deleted;
}

static const struct smv_node *first_question(const struct smv_node *parent)
{
    const struct smv_node *n = parent->first;
    while (n != NULL && !is_question(n)) {
        n = n->next;
    }
    return n;
}

static bool special_question(struct smv_export *x, const struct smv_key *key,
                             const struct smv_node *n)
{
    if (strcmp(key->name, "sub") != 0) {
        return false;
    }
    if (first_question(n) != NULL) {
        smv_yaml_open(&x->y, "sub");
        for (const struct smv_node *sub = n->first; sub != NULL; sub = sub->next) {
            if (is_question(sub)) {
                smv_export_item(x, &smv_spec_sub, sub, NULL);
            }
        }
        smv_yaml_close(&x->y);
    }
    return true;
}

/* A compiled sheet has the questions of what it sums up without being told. */
static bool copies_questions(const struct smv_export *x, const struct smv_node *sheet)
{
    if (smv_export_compiled(x, sheet) == 0) {
        return false;
    }
    for (const struct smv_node *n = sheet->first; n != NULL; n = n->next) {
        if (is_question(n) && smv_node_num(n, SMV_QUESTION_PATTERN) == 0) {
            return false;
        }
    }
    return true;
}

/* --- columns and polls ------------------------------------------------------------------------------ */

static void put_column_choices(struct smv_export *x, struct smv_span joined)
{
    unsigned n = 0;
    smv_yaml_open(&x->y, "choices");
    for (size_t from = 0; from < joined.len;) {
        size_t to = from;
        while (to < joined.len && joined.data[to] != '|') {
            to++;
        }
        if (to > from) {
            smv_yaml_item(&x->y);
            smv_yaml_text(&x->y, smv_span(joined.data + from, to - from));
            smv_yaml_close(&x->y);
            n++;
        }
        from = to + 1;
    }
    pad(x, n, 1);
    smv_yaml_close(&x->y);
}

static bool special_column(struct smv_export *x, const struct smv_key *key,
                           const struct smv_node *n)
{
    if (strcmp(key->name, "choices") != 0) {
        return false;
    }
    if (smv_node_num(n, SMV_COLUMN_TYPE) == SMV_COLUMN_IS_CHOICE) {
        put_column_choices(x, smv_node_str(n, SMV_COLUMN_CHOICES));
    }
    return true;
}

/* Choices that stand for a proposal, and those of the day itself, are what people wrote. */
static bool is_choice(const struct smv_export *x, const struct smv_node *n)
{
    return n->kind == SMV_KIND_CHOICE && !n->deleted && smv_node_num(n, SMV_CHOICE_ABOUT) == 0 &&
           smv_export_prepared(x, n);
}

static void put_choices(struct smv_export *x, const struct smv_node *poll)
{
    uint64_t form = smv_node_num(poll, SMV_POLL_FORM);
    unsigned n = 0, least = form == SMV_ASK_CHOICE || form == SMV_ASK_SCALE ? 2 : 0;
    for (const struct smv_node *c = poll->first; c != NULL; c = c->next) {
        n += is_choice(x, c) ? 1 : 0;
    }
    if (form == SMV_ASK_TEXT || (n == 0 && least == 0)) {
        return;
    }
    smv_yaml_open(&x->y, "choices");
    for (const struct smv_node *c = poll->first; c != NULL; c = c->next) {
        if (is_choice(x, c)) {
            smv_export_item(x, &smv_spec_choice, c, NULL);
        }
    }
    pad(x, n, least);
    smv_yaml_close(&x->y);
}

static bool special_poll(struct smv_export *x, const struct smv_key *key, const struct smv_node *n)
{
    if (strcmp(key->name, "choices") == 0) {
        put_choices(x, n);
        return true;
    }
    uint64_t most = smv_node_num(n, SMV_POLL_MOST);
    if (strcmp(key->name, "most") == 0 &&
        most != smv_default_most(smv_node_num(n, SMV_POLL_FORM))) {
        smv_yaml_key(&x->y, "most");
        smv_yaml_number(&x->y, most);
    }
    return strcmp(key->name, "most") == 0;
}

/* --- lists -------------------------------------------------------------------------------------------- */

static bool is_item(const struct smv_export *x, const struct smv_sheet_part *part,
                    const struct smv_node *n)
{
    if (n->kind != part->spec->kind || n->deleted) {
        return false;
    }
    bool plan = smv_kind_info(n->kind)->writers == W_ORG || smv_export_prepared(x, n);
    return plan && !(n->kind == SMV_KIND_POLL && smv_node_num(n, SMV_POLL_GROUP) != 0);
}

static smv_export_special *special_of(const struct smv_spec *spec)
{
    return spec == &smv_spec_question ? special_question
           : spec == &smv_spec_column ? special_column
           : spec == &smv_spec_poll   ? special_poll
                                      : NULL;
}

static void pad_list(struct smv_export *x, const struct smv_sheet_part *part)
{
    if (part->spec != &smv_spec_poll) {
        pad(x, 0, 1);
        return;
    }
    smv_yaml_item(&x->y);
    smv_yaml_key(&x->y, "text");
    smv_yaml_text(&x->y, smv_span_str("1"));
    smv_yaml_key(&x->y, "form");
    smv_yaml_word(&x->y, "text");
    smv_yaml_close(&x->y);
}

static void put_part(struct smv_export *x, const struct smv_sheet_part *part,
                     const struct smv_node *sheet)
{
    enum { COLUMNS_MAX = 12 };
    unsigned bit = 1u << smv_node_num(sheet, SMV_SHEET_FORM), n = 0;
    bool column = part->spec == &smv_spec_column;
    if ((part->fits & bit) == 0 ||
        (part->spec == &smv_spec_question && copies_questions(x, sheet))) {
        return;
    }
    for (const struct smv_node *at = sheet->first; at != NULL; at = at->next) {
        n += is_item(x, part, at) ? 1 : 0;
    }
    bool needed = (part->needs & bit) != 0 && smv_export_compiled(x, sheet) == 0;
    if (n == 0 && !needed) {
        return;
    }
    smv_yaml_open(&x->y, part->key);
    unsigned put = 0;
    for (const struct smv_node *at = sheet->first; at != NULL; at = at->next) {
        if (is_item(x, part, at) && !(column && ++put > COLUMNS_MAX)) {
            smv_export_item(x, part->spec, at, special_of(part->spec));
        }
    }
    if (n == 0) {
        pad_list(x, part);
    }
    smv_yaml_close(&x->y);
}

/* --- the sheet ---------------------------------------------------------------------------------------- */

static void put_audience(struct smv_export *x, const struct smv_key *key, const struct smv_node *n)
{
    enum { KNOWN = SMV_AUDIENCE_OWN | SMV_AUDIENCE_PLACES | SMV_AUDIENCE_GROUP | SMV_AUDIENCE_ALL };
    uint64_t mask = smv_node_num(n, SMV_SHEET_AUDIENCE) & KNOWN;
    bool each = smv_node_num(n, SMV_SHEET_EACH) != SMV_EACH_NONE;
    if (mask != smv_default_audience(each, smv_node_num(n, SMV_SHEET_FORM))) {
        smv_export_words(x, key, mask);
    }
}

static bool has_guidance(const struct smv_node *n)
{
    return smv_node_str(n, SMV_SHEET_GUIDE_LEAD).len + smv_node_str(n, SMV_SHEET_GUIDE_SCRIBE).len +
               smv_node_str(n, SMV_SHEET_GUIDE_ALL).len >
           0;
}

static bool special_carries(struct smv_export *x, const struct smv_key *key,
                            const struct smv_node *n)
{
    if (key->how != SMV_HOW_REF) {
        return false;
    }
    smv_yaml_key(&x->y, key->name);
    smv_yaml_text(&x->y, smv_span_str(smv_export_key(x, smv_export_carried(x, n))));
    return true;
}

static void put_inner(struct smv_export *x, const char *key, const struct smv_spec *spec,
                      const struct smv_node *n, smv_export_special *special)
{
    smv_yaml_open(&x->y, key);
    smv_export_fields(x, spec, n, special);
    smv_yaml_close(&x->y);
}

static bool special_sheet(struct smv_export *x, const struct smv_key *key, const struct smv_node *n)
{
    bool each = smv_node_num(n, SMV_SHEET_EACH) != SMV_EACH_NONE;
    if (strcmp(key->name, "moderated") == 0) { /* goes without saying, and is said */
        if (!each) {
            smv_yaml_key(&x->y, key->name);
            smv_yaml_word(&x->y, "yes");
        }
        return true;
    }
    if (strcmp(key->name, "audience") == 0) {
        put_audience(x, key, n);
        return true;
    }
    if (strcmp(key->name, "compiles") == 0) {
        const char *to = smv_export_key(x, smv_export_compiled(x, n));
        if (to != NULL) {
            smv_yaml_key(&x->y, key->name);
            smv_yaml_text(&x->y, smv_span_str(to));
        }
        return true;
    }
    if (strcmp(key->name, "carries") == 0) {
        if (smv_export_carried(x, n) != 0) {
            put_inner(x, key->name, &smv_spec_carries, n, special_carries);
        }
        return true;
    }
    if (strcmp(key->name, "guidance") == 0) {
        if (has_guidance(n)) {
            put_inner(x, key->name, &smv_spec_sheet_guidance, n, NULL);
        }
        return true;
    }
    for (const struct smv_sheet_part *part = smv_sheet_parts; part->key != NULL; part++) {
        if (strcmp(key->name, part->key) == 0) {
            put_part(x, part, n);
            return true;
        }
    }
    return false;
}

void smv_export_sheets(struct smv_export *x, const struct smv_node *parent)
{
    bool any = false;
    for (const struct smv_node *n = parent->first; n != NULL; n = n->next) {
        if (!smv_export_sheet_is(n)) {
            continue;
        }
        if (!any) {
            smv_yaml_open(&x->y, "sheets");
            any = true;
        }
        smv_export_item(x, &smv_spec_sheet, n, special_sheet);
    }
    if (any) {
        smv_yaml_close(&x->y);
    }
}
