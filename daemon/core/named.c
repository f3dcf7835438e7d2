/* named.c - see named.h. */
#include "daemon/core/named.h"
#include <string.h>
#include "common/base/heap.h"
#include "common/model/schema.h"

enum { SHORTEST = 5 }; /* bytes: "Bo" alone stands in too many words */

struct names {
    struct smv_span *list; /* borrowed from the tree */
    size_t n, cap;
};

/* Taken out with the names (rewrite.h), or the list of people itself. */
static bool goes_anyway(const struct smv_node *n, unsigned field)
{
    switch (n->kind) {
    case SMV_KIND_PARTICIPANT:
    case SMV_KIND_LINK:
    case SMV_KIND_VERSION: return n->kind != SMV_KIND_VERSION || field != SMV_VERSION_NOTE;
    case SMV_KIND_ACTION: return field == SMV_ACTION_WHO;
    case SMV_KIND_CONTACT: return field != SMV_CONTACT_AGENCY;
    case SMV_KIND_MEETING: return field == SMV_MEETING_CALLS;
    case SMV_KIND_REVISION: return field == SMV_REVISION_WHO;
    default: return false;
    }
}

static bool in_word(uint8_t c)
{
    return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool names_somebody(const struct names *names, struct smv_span text)
{
    for (size_t at = 0; at < text.len; at++) {
        if (at > 0 && in_word(text.data[at - 1])) {
            continue; /* a name begins where a word does */
        }
        for (size_t i = 0; i < names->n; i++) {
            struct smv_span name = names->list[i];
            if (name.data[0] == text.data[at] && name.len <= text.len - at &&
                memcmp(name.data, text.data + at, name.len) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* A cell in a column for a person goes as well. */
static bool in_persons_column(const struct smv_node *row, unsigned field)
{
    enum { PERSON = 5 };
    const struct smv_node *sheet = row->kind == SMV_KIND_ROW ? smv_node_sheet(row) : NULL;
    for (const struct smv_node *c = sheet != NULL ? sheet->first : NULL; c != NULL; c = c->next) {
        uint64_t slot = smv_node_num(c, SMV_COLUMN_SLOT);
        if (c->kind == SMV_KIND_COLUMN && smv_node_num(c, SMV_COLUMN_TYPE) == PERSON &&
            (SMV_ROW_T1 + slot - 1 == field || SMV_ROW_V1 + slot - 1 == field)) {
            return true;
        }
    }
    return false;
}

static bool is_named(const struct names *names, const struct smv_node *n)
{
    const struct smv_kind_info *kind = smv_kind_info(n->kind);
    for (size_t i = 0; i < kind->n_fields; i++) {
        const struct smv_field_info *f = &kind->fields[i];
        if ((f->type == SMV_TYPE_TEXT || f->type == SMV_TYPE_STR) && !goes_anyway(n, f->number) &&
            names_somebody(names, smv_node_str(n, f->number)) && !in_persons_column(n, f->number)) {
            return true;
        }
    }
    return false;
}

size_t smv_named_nodes(const struct smv_tree *t, smv_id *ret_ids, size_t max)
{
    struct names names = {0};
    size_t found = 0;
    for (const struct smv_node *n = t->root->first; n != NULL; n = n->next) {
        struct smv_span name = n->kind == SMV_KIND_PARTICIPANT
                                   ? smv_node_str(n, SMV_PARTICIPANT_NAME)
                                   : smv_span(NULL, 0);
        if (name.len >= SHORTEST) {
            names.list = smv_grow(names.list, &names.cap, names.n + 1, sizeof *names.list);
            names.list[names.n++] = name;
        }
    }
    for (const struct smv_node *n = t->root; names.n > 0 && n != NULL;
         n = smv_tree_walk(t->root, n)) {
        if (is_named(&names, n)) {
            if (found < max) {
                ret_ids[found] = n->id;
            }
            found++;
        }
    }
    smv_free(names.list);
    return found;
}
