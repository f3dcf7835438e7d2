/* export_keys.c - which nodes belong to a plan, what refers to what, and the words by which a file refers.
 *
 * What: local keys out of titles: readable, ASCII, each one once, and only where something refers to them. */
#include <string.h>
#include "common/base/heap.h"
#include "common/base/utf8.h"
#include "common/template/export_int.h"

/* --- what belongs to the plan ------------------------------------------------------------------- */

bool smv_export_sheet_is(const struct smv_node *n)
{
    return n->kind == SMV_KIND_SHEET && !smv_node_gone(n) &&
           smv_node_num(n, SMV_SHEET_PATTERN) == 0 && smv_node_num(n, SMV_SHEET_ROOM) == 0 &&
           smv_node_num(n, SMV_SHEET_GROUP) == 0;
}

bool smv_export_prepared(const struct smv_export *x, const struct smv_node *n)
{
    const struct smv_node *sheet = smv_node_sheet(n);
    bool pattern = sheet != NULL && smv_node_num(sheet, SMV_SHEET_EACH) != SMV_EACH_NONE;
    return n->seq == 0 || x->begun == 0 || n->seq < x->begun || pattern;
}

/* One without a name is made when a table founds a group and no composition waits for it. */
bool smv_export_composition_is(const struct smv_node *n)
{
    return n->kind == SMV_KIND_COMPOSITION && !n->deleted &&
           smv_node_str(n, SMV_COMPOSITION_NAME).len > 0;
}

smv_id smv_export_composition(const struct smv_export *x, const struct smv_node *session)
{
    const struct smv_node *to = smv_tree_find(x->t, smv_node_num(session, SMV_SESSION_COMPOSITION));
    return to != NULL && smv_export_composition_is(to) ? to->id : 0;
}

static const struct smv_node *other_sheet(const struct smv_export *x, const struct smv_node *sheet,
                                          unsigned field)
{
    const struct smv_node *to = smv_tree_find(x->t, smv_node_num(sheet, field));
    return to != NULL && to != sheet && smv_export_sheet_is(to) ? to : NULL;
}

smv_id smv_export_compiled(const struct smv_export *x, const struct smv_node *sheet)
{
    const struct smv_node *to = other_sheet(x, sheet, SMV_SHEET_COMPILES);
    return to != NULL && smv_node_num(to, SMV_SHEET_EACH) != SMV_EACH_NONE ? to->id : 0;
}

smv_id smv_export_carried(const struct smv_export *x, const struct smv_node *sheet)
{
    const struct smv_node *to = other_sheet(x, sheet, SMV_SHEET_CARRY);
    uint64_t each = smv_node_num(sheet, SMV_SHEET_EACH);
    bool possible = to != NULL && each != SMV_EACH_NONE && each == smv_node_num(to, SMV_SHEET_EACH);
    for (const struct smv_key *key = smv_spec_carries.keys; possible && key->name != NULL; key++) {
        possible = key->how != SMV_HOW_WORD ||
                   smv_export_word_is(key->words, smv_node_num(sheet, key->field));
    }
    return possible ? to->id : 0;
}

/* --- keys ----------------------------------------------------------------------------------------- */

/* Letters without their marks; everything else parts words. */
static const char *ascii(uint32_t cp)
{
    static const struct {
        uint32_t from, to;
        const char *is;
    } letters[] = {{0xE0, 0xE5, "a"}, {0xE6, 0xE6, "ae"}, {0xE7, 0xE7, "c"}, {0xE8, 0xEB, "e"},
                   {0xEC, 0xEF, "i"}, {0xF0, 0xF0, "d"},  {0xF1, 0xF1, "n"}, {0xF2, 0xF6, "o"},
                   {0xF8, 0xF8, "o"}, {0xF9, 0xFC, "u"},  {0xFD, 0xFD, "y"}, {0xFE, 0xFE, "th"},
                   {0xDF, 0xDF, "ss"}};
    uint32_t small = cp >= 0xC0 && cp <= 0xDE && cp != 0xD7 ? cp + 0x20 : cp;
    for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
        if (small >= letters[i].from && small <= letters[i].to) {
            return letters[i].is;
        }
    }
    return "-";
}

static size_t put_part(char *to, size_t len, size_t most, const char *part)
{
    for (; *part != '\0' && len < most; part++) {
        if (*part != '-' || (len > 0 && to[len - 1] != '-')) {
            to[len++] = *part;
        }
    }
    return len;
}

static void word_of(struct smv_span title, const char *otherwise, char *to, size_t most)
{
    size_t len = 0, whole = 0;
    for (size_t at = 0; at < title.len && len < most;) {
        uint32_t cp = smv_utf8_next(title, &at);
        char one[2] = {(char)(cp >= 'A' && cp <= 'Z' ? cp - 'A' + 'a' : cp), '\0'};
        bool simple = (one[0] >= 'a' && one[0] <= 'z') || (one[0] >= '0' && one[0] <= '9');
        len = put_part(to, len, most, cp < 0x80 && simple ? one : ascii(cp));
        whole = len > 0 && to[len - 1] == '-' ? len - 1 : whole;
    }
    if (len == most && whole > 0) { /* cut between two words */
        len = whole;
    }
    while (len > 0 && to[len - 1] == '-') {
        len--;
    }
    to[len] = '\0';
    if (len == 0) {
        (void)memcpy(to, otherwise, strlen(otherwise) + 1);
    }
}

static bool taken(const struct smv_export *x, const char *name)
{
    for (size_t i = 0; i < x->n_keys; i++) {
        if (strcmp(x->keys[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

const char *smv_export_key(const struct smv_export *x, smv_id id)
{
    for (size_t i = 0; i < x->n_keys; i++) {
        if (x->keys[i].id == id) {
            return x->keys[i].name;
        }
    }
    return NULL;
}

static void need_key(struct smv_export *x, smv_id id)
{
    enum { LONGEST = 32 };
    if (id == 0 || smv_export_key(x, id) != NULL) {
        return;
    }
    const struct smv_node *n = smv_tree_find(x->t, id);
    bool sheet = n->kind == SMV_KIND_SHEET;
    struct smv_export_key key = {.id = id};
    struct smv_buf name = {0};
    word_of(smv_node_str(n, sheet ? SMV_SHEET_TITLE : SMV_COMPOSITION_NAME),
            sheet ? "sheet" : "composition", key.name, LONGEST);
    smv_buf_put_str(&name, key.name);
    size_t stem = name.len;
    for (uint64_t i = 2; taken(x, smv_buf_cstr(&name)); i++) {
        name.len = stem;
        smv_buf_put_byte(&name, '-');
        smv_buf_put_u64(&name, i);
    }
    memcpy(key.name, smv_buf_cstr(&name), name.len + 1);
    smv_buf_finish(&name);
    x->keys = smv_grow(x->keys, &x->cap_keys, x->n_keys + 1, sizeof(*x->keys));
    x->keys[x->n_keys++] = key;
}

static void keys_of_sheets(struct smv_export *x, const struct smv_node *parent)
{
    for (const struct smv_node *n = parent->first; n != NULL; n = n->next) {
        if (smv_export_sheet_is(n)) {
            need_key(x, smv_export_compiled(x, n));
            need_key(x, smv_export_carried(x, n));
        }
    }
}

void smv_export_find_keys(struct smv_export *x)
{
    keys_of_sheets(x, x->t->root);
    for (const struct smv_node *n = x->t->root->first; n != NULL; n = n->next) {
        if (n->kind == SMV_KIND_SESSION && !n->deleted) {
            need_key(x, smv_export_composition(x, n));
            keys_of_sheets(x, n);
        }
    }
}
