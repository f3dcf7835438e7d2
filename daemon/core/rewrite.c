/* rewrite.c - see rewrite.h. */
#include "daemon/core/rewrite.h"
#include <string.h>
#include "common/base/check.h"
#include "common/base/heap.h"
#include "common/model/printed.h"
#include "common/model/rights.h"

/* --- taking out ----------------------------------------------------------------------------------------- */

/* Nodes for which out says yes, tops only; the list is the caller's to free. */
static smv_id *tops(const struct smv_state *s, bool (*out)(const struct smv_node *), size_t *ret_n)
{
    smv_id *ids = NULL;
    size_t n = 0, cap = 0;
    const struct smv_node *root = s->tree.root;
    for (const struct smv_node *at = root; at != NULL; at = smv_tree_walk(root, at)) {
        bool above = false;
        for (const struct smv_node *p = at->parent; p != NULL && !above; p = p->parent) {
            above = out(p);
        }
        if (!above && out(at)) {
            ids = smv_grow(ids, &cap, n + 1, sizeof *ids);
            ids[n++] = at->id;
        }
    }
    *ret_n = n;
    return ids;
}

static size_t subtree(const struct smv_state *s, const struct smv_node *top, size_t *ret_printed)
{
    size_t n = 0;
    for (const struct smv_node *at = top; at != NULL; at = smv_tree_walk(top, at)) {
        n++;
        *ret_printed += !smv_node_gone(at) && smv_printed(&s->tree, at);
    }
    return n;
}

static void take_out(struct smv_state *s, const smv_id *ids, size_t n, struct smv_rewritten *ret)
{
    for (size_t i = 0; i < n; i++) {
        const struct smv_node *top = smv_tree_find(&s->tree, ids[i]);
        if (top != NULL) { /* may have gone with one above it */
            ret->nodes += subtree(s, top, &ret->printed);
            smv_tree_forget(&s->tree, ids[i]);
        }
    }
}

static void empty_field(struct smv_state *s, smv_id id, unsigned field, struct smv_rewritten *ret)
{
    const struct smv_node *n = smv_tree_find(&s->tree, id);
    const struct smv_field_info *info = smv_field_info(n->kind, field);
    struct smv_value none = {.type = info->type};
    if (smv_node_slot(n, field) == NULL || info->type == SMV_TYPE_BYTES) {
        return;
    }
    enum smv_err err = smv_tree_apply(
        &s->tree,
        &(struct smv_change){.kind = SMV_CHANGE_SET, .id = id, .field = field, .value = &none},
        &(struct smv_stamp){.seq = s->seq, .ts = s->ts});
    INVARIANT(err == SMV_OK);
    ret->fields++;
    ret->printed +=
        !smv_node_gone(n) && smv_printed(&s->tree, n) && smv_printed_field(n->kind, field);
}

/* --- what goes -------------------------------------------------------------------------------------------- */

static bool in_bin(const struct smv_node *n)
{
    return n->deleted;
}

static const struct smv_node *root_of(const struct smv_node *n)
{
    while (n->parent != NULL) {
        n = n->parent;
    }
    return n;
}

/* Is place a group that a participant founded? There are few compositions, so looking is cheap enough. */
static bool is_founded(const struct smv_node *root, smv_id place)
{
    for (const struct smv_node *c = root->first; place != 0 && c != NULL; c = c->next) {
        const struct smv_node *g = c->kind == SMV_KIND_COMPOSITION ? c->first : NULL;
        for (; g != NULL; g = g->next) {
            if (g->id == place) {
                return smv_node_str(g, SMV_GROUP_TABLE).len > 0;
            }
        }
    }
    return false;
}

/* A founded group, its sheets and the links to it. */
static bool founded(const struct smv_node *n)
{
    unsigned field = n->kind == SMV_KIND_SHEET  ? (unsigned)SMV_SHEET_GROUP
                     : n->kind == SMV_KIND_LINK ? (unsigned)SMV_LINK_PLACE
                                                : 0;
    if (n->seq == 0 || (field == 0 && n->kind != SMV_KIND_GROUP)) {
        return false;
    }
    return is_founded(root_of(n), field == 0 ? n->id : smv_node_num(n, field));
}

/* The group goes last: the others are known by it. */
static bool founded_group(const struct smv_node *n)
{
    return n->kind == SMV_KIND_GROUP && founded(n);
}

static bool founded_sheet_or_link(const struct smv_node *n)
{
    return n->kind != SMV_KIND_GROUP && founded(n);
}

static bool written(const struct smv_node *n)
{
    const struct smv_kind_info *k = smv_kind_info(n->kind);
    bool led = n->kind == SMV_KIND_NOTICE || n->kind == SMV_KIND_ANSWER ||
               n->kind == SMV_KIND_VERSION; /* of what was written for practice */
    const struct smv_node *sheet = smv_node_sheet(n);
    bool asked = n->kind == SMV_KIND_POLL || n->kind == SMV_KIND_CHOICE;
    /* A poll was prepared, unless it is a round that a group held on its own sheet. */
    bool own = (k->writers & W_OWN) != 0 &&
               (!asked || (smv_is_round(n) && sheet != NULL && smv_place_of(sheet) != 0));
    bool plan = sheet != NULL && smv_node_num(sheet, SMV_SHEET_EACH) != 0;
    /* What a template put on a sheet (a check list) was there before the first position. */
    return led || (own && !plan && n->seq > 0);
}

/* Boards that a start opened to all rooms are read again by whom their pattern says. */
static void shut_boards(struct smv_state *s)
{
    const struct smv_node *root = s->tree.root;
    for (const struct smv_node *n = root; n != NULL; n = smv_tree_walk(root, n)) {
        const struct smv_slot *slot =
            n->kind == SMV_KIND_SHEET ? smv_node_slot(n, SMV_SHEET_AUDIENCE) : NULL;
        const struct smv_node *pattern =
            slot == NULL ? NULL : smv_tree_find(&s->tree, smv_node_num(n, SMV_SHEET_PATTERN));
        if (pattern == NULL || slot->seq == 0) {
            continue;
        }
        struct smv_value v = {.type = SMV_TYPE_INT,
                              .num = smv_node_num(pattern, SMV_SHEET_AUDIENCE)};
        enum smv_err err = smv_tree_apply(
            &s->tree,
            &(struct smv_change){
                .kind = SMV_CHANGE_SET, .id = n->id, .field = SMV_SHEET_AUDIENCE, .value = &v},
            &(struct smv_stamp){.seq = s->seq, .ts = s->ts});
        INVARIANT(err == SMV_OK);
    }
}

static void clear_written(struct smv_state *s, struct smv_rewritten *ret)
{
    const struct smv_node *root = s->tree.root;
    for (const struct smv_node *n = root; n != NULL; n = smv_tree_walk(root, n)) {
        const struct smv_kind_info *k = smv_kind_info(n->kind);
        for (size_t i = 0; i < k->n_fields; i++) {
            const struct smv_field_info *f = &k->fields[i];
            const struct smv_slot *slot = smv_node_slot(n, f->number);
            bool clock = n->kind == SMV_KIND_SESSION && f->writers == W_FOLD;
            bool lock = n->kind == SMV_KIND_SHEET &&
                        (f->number == SMV_SHEET_LOCKED || f->number == SMV_SHEET_LOCK_SEQ);
            bool poll = n->kind == SMV_KIND_POLL &&
                        (f->number == SMV_POLL_STATE || f->number == SMV_POLL_COUNT ||
                         f->number == SMV_POLL_REVEALED || f->number == SMV_POLL_ENDS);
            /* Prepared, though a group may have a word in it. */
            bool set_up =
                n->kind == SMV_KIND_GROUP || n->kind == SMV_KIND_POLL || n->kind == SMV_KIND_CHOICE;
            bool own = (f->writers & W_OWN) != 0 && !set_up;
            if (slot != NULL && slot->seq > 0 && (own || clock || lock || poll)) {
                empty_field(s, n->id, f->number, ret);
            }
        }
    }
    shut_boards(s);
    s->n_ballots = 0;
    s->next_action = 1;
}

/* Where a line of a change log says who became responsible for an action (see words_own.def, CH_WHO), without the last
 * word; from there on it may name people, of whom nothing else here may know any more. len: the line's, when it does not. */
static size_t before_responsible(const uint8_t *line, size_t len)
{
    static const struct {
        const char *says;
        size_t keep;
    } phrases[] = {{"ansvarig ändrad till ", sizeof "ansvarig ändrad" - 1},
                   {"ansvarlig endret til ", sizeof "ansvarlig endret" - 1},
                   {"responsible changed to ", sizeof "responsible changed" - 1}};
    for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++) {
        size_t n = strlen(phrases[i].says);
        for (size_t at = 0; at + n <= len; at++) {
            if (memcmp(line + at, phrases[i].says, n) == 0) {
                return at + phrases[i].keep;
            }
        }
    }
    return len;
}

/* A line of a change log ends with who did it, in brackets. */
static void clear_log(struct smv_state *s, const struct smv_node *version)
{
    struct smv_span log = smv_node_str(version, SMV_VERSION_LOG);
    struct smv_buf kept = {0};
    for (size_t from = 0, to = 0; from < log.len; from = to + 1) {
        const uint8_t *nl = memchr(log.data + from, '\n', log.len - from);
        size_t end = to = nl == NULL ? log.len : (size_t)(nl - log.data);
        for (size_t i = end; i > from + 1 && log.data[to - 1] == ')' && end == to; i--) {
            end = log.data[i - 1] == '(' && log.data[i - 2] == ' ' ? i - 2 : end;
        }
        smv_buf_put_str(&kept, from > 0 ? "\n" : "");
        smv_buf_put(&kept, log.data + from, before_responsible(log.data + from, end - from));
    }
    struct smv_value v = {.type = SMV_TYPE_TEXT, .str = smv_buf_span(&kept)};
    if (kept.len != log.len) {
        enum smv_err err = smv_tree_apply(
            &s->tree,
            &(struct smv_change){
                .kind = SMV_CHANGE_SET, .id = version->id, .field = SMV_VERSION_LOG, .value = &v},
            &(struct smv_stamp){.seq = s->seq, .ts = s->ts});
        INVARIANT(err == SMV_OK);
    }
    smv_buf_finish(&kept);
}

/* The cells of a row that stand in columns for a person or an organisation. */
static void clear_people(struct smv_state *s, const struct smv_node *row, struct smv_rewritten *ret)
{
    enum { PERSON = 5, SLOTS = 12 };
    const struct smv_node *sheet = smv_node_sheet(row);
    for (const struct smv_node *c = sheet == NULL ? NULL : sheet->first; c != NULL; c = c->next) {
        uint64_t slot = smv_node_num(c, SMV_COLUMN_SLOT);
        if (c->kind == SMV_KIND_COLUMN && smv_node_num(c, SMV_COLUMN_TYPE) == PERSON && slot >= 1 &&
            slot <= SLOTS) {
            empty_field(s, row->id, SMV_ROW_T1 + (unsigned)slot - 1, ret);
            empty_field(s, row->id, SMV_ROW_V1 + (unsigned)slot - 1, ret);
        }
    }
}

static void clear_names(struct smv_state *s, struct smv_rewritten *ret)
{
    const struct smv_node *root = s->tree.root;
    for (const struct smv_node *n = root; n != NULL; n = smv_tree_walk(root, n)) {
        if (n->kind == SMV_KIND_PARTICIPANT) {
            empty_field(s, n->id, SMV_PARTICIPANT_NAME, ret);
            empty_field(s, n->id, SMV_PARTICIPANT_EMAIL, ret);
        } else if (n->kind == SMV_KIND_LINK) {
            empty_field(s, n->id, SMV_LINK_LABEL, ret);
        } else if (n->kind == SMV_KIND_VERSION) {
            empty_field(s, n->id, SMV_VERSION_WHO, ret);
            clear_log(s, n);
        } else if (n->kind == SMV_KIND_ACTION) {
            empty_field(s, n->id, SMV_ACTION_WHO, ret);
        } else if (n->kind == SMV_KIND_CONTACT) {
            empty_field(s, n->id, SMV_CONTACT_NAME, ret);
            empty_field(s, n->id, SMV_CONTACT_REACH, ret);
            empty_field(s, n->id, SMV_CONTACT_BY, ret);
        } else if (n->kind == SMV_KIND_MEETING) {
            empty_field(s, n->id, SMV_MEETING_CALLS, ret);
        } else if (n->kind == SMV_KIND_REVISION) {
            empty_field(s, n->id, SMV_REVISION_WHO, ret);
        } else if (n->kind == SMV_KIND_ROW) {
            clear_people(s, n, ret);
        }
    }
}

/* --- without a past ------------------------------------------------------------------------------------------ */

static void flatten_node(struct smv_node *n)
{
    n->seq = n->place_seq = n->del_seq = n->touched = 0;
    for (uint16_t i = 0; i < n->n_slots; i++) {
        n->slots[i].seq = n->slots[i].old = 0;
        n->slots[i].ord = 0;
        if (n->kind == SMV_KIND_SHEET && n->slots[i].field == SMV_SHEET_LOCK_SEQ) {
            n->slots[i].u.num = 0;
        }
    }
}

/* Positions are the only sign that something changed after a version: what they say goes with them, so the number of
 * changes is kept (docs/decisions/0008). */
static void keep_draft(struct smv_state *s, uint64_t changes)
{
    const struct smv_node *version = smv_last_version(&s->tree);
    uint64_t most = smv_field_info(SMV_KIND_VERSION, SMV_VERSION_SINCE)->bound;
    struct smv_value v = {.type = SMV_TYPE_INT, .num = changes < most ? changes : most};
    if (version == NULL || changes == smv_node_num(version, SMV_VERSION_SINCE)) {
        return;
    }
    enum smv_err err = smv_tree_apply(
        &s->tree,
        &(struct smv_change){
            .kind = SMV_CHANGE_SET, .id = version->id, .field = SMV_VERSION_SINCE, .value = &v},
        &(struct smv_stamp){.seq = s->seq, .ts = s->ts});
    INVARIANT(err == SMV_OK);
}

/* Ballots whose poll was taken out go with it; one whose answer was taken out can be cast anew. */
static void prune_ballots(struct smv_state *s)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->n_ballots; i++) {
        struct smv_ballot v = s->ballots[i];
        if (smv_tree_find(&s->tree, v.poll) != NULL) {
            v.answer = smv_tree_find(&s->tree, v.answer) == NULL ? 0 : v.answer;
            s->ballots[kept++] = v;
        }
    }
    s->n_ballots = kept;
}

/* Position 0, no clients, no history: what a file that begins now would hold. */
static enum smv_err flatten(struct smv_state *s)
{
    struct smv_buf tree = {0};
    struct smv_state fresh;
    prune_ballots(s);
    for (struct smv_node *n = s->tree.root; n != NULL; n = smv_tree_walk(s->tree.root, n)) {
        flatten_node(n);
    }
    smv_state_init(&fresh);
    memcpy(fresh.epoch, s->epoch, sizeof fresh.epoch);
    memcpy(fresh.ended, s->ended, sizeof fresh.ended);
    fresh.n_ended = s->n_ended;
    fresh.next_ord = s->next_ord;
    fresh.next_action = s->next_action;
    smv_tree_write(&tree, &s->tree, /* with_history */ false);
    struct smv_reader r;
    smv_reader_init(&r, smv_buf_span(&tree));
    enum smv_err err = smv_tree_read(&r, &fresh.tree);
    fresh.ballots = s->ballots;
    fresh.n_ballots = s->n_ballots;
    fresh.cap_ballots = s->cap_ballots;
    s->ballots = NULL;
    s->n_ballots = s->cap_ballots = 0;
    smv_state_finish(s);
    *s = fresh;
    smv_buf_finish(&tree);
    return err == SMV_OK ? SMV_OK : SMV_ERR_CORRUPT;
}

enum smv_err smv_rewrite_state(struct smv_state *s, unsigned what, const smv_id *ids, size_t n,
                               struct smv_rewritten *ret)
{
    struct smv_rewritten done = {0};
    for (size_t i = 0; (what & SMV_REWRITE_PASSAGES) != 0 && i < n; i++) {
        if (ids[i] == SMV_ROOT || smv_tree_find(&s->tree, ids[i]) == NULL) {
            return SMV_ERR_MISSING;
        }
    }
    uint64_t changes = smv_changes_since_version(&s->tree);
    if ((what & SMV_REWRITE_PASSAGES) != 0) {
        take_out(s, ids, n, &done);
    }
    bool (*const rules[])(const struct smv_node *) = {
        (what & SMV_REWRITE_BIN) != 0 ? in_bin : NULL,
        (what & SMV_REWRITE_REHEARSAL) != 0 ? written : NULL,
        (what & SMV_REWRITE_REHEARSAL) != 0 ? founded_sheet_or_link : NULL,
        (what & SMV_REWRITE_REHEARSAL) != 0 ? founded_group : NULL,
    };
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        if (rules[i] != NULL) {
            size_t n_tops = 0;
            smv_id *gone = tops(s, rules[i], &n_tops);
            take_out(s, gone, n_tops, &done);
            smv_free(gone);
        }
    }
    if ((what & SMV_REWRITE_REHEARSAL) != 0) {
        clear_written(s, &done);
    }
    if ((what & SMV_REWRITE_NAMES) != 0) {
        clear_names(s, &done);
    }
    keep_draft(s, changes + done.printed);
    *ret = done;
    return flatten(s);
}
