/* day.c - see day.h: nodes, sessions, places, sheets. Questions, people and words are day_words.c's. */
#include "client-cli/tui/day.h"
#include <stdlib.h>
#include <string.h>
#include "common/base/heap.h"
#include "common/model/rights.h"

/* --- lists --------------------------------------------------------------------------------------------- */
void smv_ids_put(struct smv_ids *l, smv_id id)
{
    l->ids = smv_grow(l->ids, &l->cap, l->n + 1, sizeof *l->ids);
    l->ids[l->n++] = id;
}

size_t smv_ids_find(const struct smv_ids *l, smv_id id)
{
    size_t i = 0;
    while (i < l->n && l->ids[i] != id) {
        i++;
    }
    return i;
}

void smv_ids_finish(struct smv_ids *l)
{
    smv_free(l->ids);
    *l = (struct smv_ids){0};
}

/* --- nodes ------------------------------------------------------------------------------------------- */
void smv_day_children(struct smv_client *c, smv_id parent, unsigned kind, struct smv_ids *ret)
{
    const smv_id *ids;
    ret->n = 0;
    size_t n = parent != 0 ? smv_client_children(c, parent, false, &ids) : 0;
    for (size_t i = 0; i < n; i++) {
        if (kind == 0 || smv_client_kind(c, ids[i]) == kind) {
            smv_ids_put(ret, ids[i]);
        }
    }
}

size_t smv_day_count(struct smv_client *c, smv_id parent, unsigned kind)
{
    const smv_id *ids;
    size_t count = 0, n = parent != 0 ? smv_client_children(c, parent, false, &ids) : 0;
    for (size_t i = 0; i < n; i++) {
        count += kind == 0 || smv_client_kind(c, ids[i]) == kind;
    }
    return count;
}

uint64_t smv_day_num(struct smv_client *c, smv_id id, unsigned field)
{
    struct smv_value v;
    if (id == 0) {
        return 0;
    }
    smv_client_value(c, id, field, &v);
    return v.num;
}

static bool blank_text(struct smv_span t)
{
    for (size_t i = 0; i < t.len; i++) {
        if (t.data[i] != ' ' && t.data[i] != '\n' && t.data[i] != '\t') {
            return false;
        }
    }
    return true;
}

bool smv_day_has_text(struct smv_client *c, smv_id id, unsigned field)
{
    struct smv_buf b = {0};
    smv_client_text(c, id, field, &b);
    bool has = !blank_text(smv_buf_span(&b));
    smv_buf_finish(&b);
    return has;
}

smv_id smv_day_above(struct smv_client *c, smv_id id, unsigned kind)
{
    for (int depth = 0; id != 0 && depth < 16; depth++) {
        if (smv_client_kind(c, id) == kind) {
            return id;
        }
        id = smv_client_parent(c, id);
    }
    return 0;
}

size_t smv_day_texts(unsigned kind, unsigned ret_fields[SMV_FIELD_MAX])
{
    const struct smv_kind_info *info = smv_kind_info(kind);
    size_t n = 0;
    for (size_t i = 0; info != NULL && i < info->n_fields && n < SMV_FIELD_MAX; i++) {
        if (info->fields[i].type == SMV_TYPE_TEXT) {
            ret_fields[n++] = info->fields[i].number;
        }
    }
    return n;
}

bool smv_day_blank(struct smv_client *c, smv_id id)
{
    unsigned fields[SMV_FIELD_MAX];
    size_t n = smv_day_texts(smv_client_kind(c, id), fields);
    for (size_t i = 0; i < n; i++) {
        if (smv_day_has_text(c, id, fields[i])) {
            return false;
        }
    }
    return smv_day_count(c, id, 0) == 0;
}

static void first_text(struct smv_client *c, smv_id id, struct smv_buf *ret)
{
    unsigned fields[SMV_FIELD_MAX];
    struct smv_value v;
    size_t n = smv_day_texts(smv_client_kind(c, id), fields);
    for (size_t i = 0; i < n && blank_text(smv_buf_span(ret)); i++) {
        smv_client_text(c, id, fields[i], ret);
    }
    for (unsigned f = SMV_ROW_V1; smv_client_kind(c, id) == SMV_KIND_ROW && f <= SMV_ROW_V12 &&
                                  blank_text(smv_buf_span(ret));
         f++) {
        smv_client_value(c, id, f, &v);
        smv_buf_clear(ret);
        smv_buf_put_span(ret, v.str);
    }
}

static smv_id stands_for(struct smv_client *c, smv_id id)
{
    switch (smv_client_kind(c, id)) {
    case SMV_KIND_ACTION: return smv_day_num(c, id, SMV_ACTION_ORIGIN);
    case SMV_KIND_PARKED: return smv_day_num(c, id, SMV_PARKED_ABOUT);
    case SMV_KIND_GATHERED: return smv_day_num(c, id, SMV_GATHERED_WHAT);
    case SMV_KIND_ROW: return smv_day_num(c, id, SMV_ROW_ORIGIN);
    default: return 0;
    }
}

void smv_day_title(struct smv_client *c, smv_id id, struct smv_buf *ret)
{
    smv_buf_clear(ret);
    for (int hops = 0; id != 0 && hops < 4 && blank_text(smv_buf_span(ret)); hops++) {
        first_text(c, id, ret);
        if (smv_client_kind(c, id) == SMV_KIND_FLOW && blank_text(smv_buf_span(ret))) {
            struct smv_buf end = {0};
            smv_buf_clear(ret);
            smv_buf_put_str(ret, smv_day_short(c, smv_day_num(c, id, SMV_FLOW_FROM), 30, &end));
            smv_buf_put_str(ret, " \xe2\x86\x92 ");
            smv_buf_put_str(ret, smv_day_short(c, smv_day_num(c, id, SMV_FLOW_TO), 30, &end));
            smv_buf_finish(&end);
        }
        id = stands_for(c, id);
    }
    if (blank_text(smv_buf_span(ret))) {
        smv_buf_clear(ret);
    }
}

const char *smv_day_short(struct smv_client *c, smv_id id, size_t max, struct smv_buf *ret)
{
    struct smv_buf whole = {0};
    struct smv_glyphs g;
    struct smv_glyph glyph;
    enum smv_glyph_break kind;
    size_t columns = 0;
    smv_day_title(c, id, &whole);
    smv_buf_clear(ret);
    smv_glyphs_init(&g, smv_buf_span(&whole), false);
    while (smv_glyphs_next(&g, &glyph, &kind)) {
        bool gap = kind != SMV_GLYPH_TEXT;
        if (columns + (gap ? 1 : glyph.columns) >= max && g.byte < whole.len) {
            smv_buf_put_str(ret, "\xe2\x80\xa6");
            break;
        }
        if (gap && (ret->len == 0 || ret->data[ret->len - 1] == ' ')) {
            continue;
        }
        smv_buf_put(ret, gap ? " " : glyph.bytes, gap ? 1 : glyph.len);
        columns += gap ? 1 : glyph.columns;
    }
    if (ret->len == 0) {
        smv_buf_put_str(ret, smv_day_kind_word(smv_client_kind(c, id)));
    }
    smv_buf_finish(&whole);
    return smv_buf_cstr(ret);
}

/* --- sessions ------------------------------------------------------------------------------------------ */
static bool is_live(struct smv_client *c, smv_id session)
{
    uint64_t state = smv_day_num(c, session, SMV_SESSION_STATE);
    return state == SMV_RUNNING || state == SMV_PAUSED;
}

smv_id smv_day_session(struct smv_client *c)
{
    struct smv_ids all = {0};
    smv_id found = 0;
    smv_day_children(c, SMV_ROOT, SMV_KIND_SESSION, &all);
    for (size_t i = 0; i < all.n && found == 0; i++) {
        found = is_live(c, all.ids[i]) ? all.ids[i] : 0;
    }
    for (size_t i = all.n; i-- > 0 && found == 0;) {
        found = smv_day_num(c, all.ids[i], SMV_SESSION_STATE) == SMV_ENDED ? all.ids[i] : 0;
    }
    if (found == 0 && all.n > 0) {
        found = all.ids[0];
    }
    smv_ids_finish(&all);
    return found;
}

smv_id smv_day_working(struct smv_client *c, smv_id place)
{
    struct smv_ids all = {0}, sheets = {0};
    smv_id found = 0, first = 0, now = smv_day_session(c);
    bool passed = false;
    smv_day_children(c, SMV_ROOT, SMV_KIND_SESSION, &all);
    for (size_t i = 0; i < all.n; i++) {
        smv_day_sheets(c, all.ids[i], place, SMV_WHOSE_PLACE, &sheets);
        if (sheets.n > 0) {
            first = first == 0 ? all.ids[i] : first;
            found = passed ? found : all.ids[i];
        }
        passed |= all.ids[i] == now;
    }
    smv_ids_finish(&all);
    smv_ids_finish(&sheets);
    return found != 0 ? found : first;
}

bool smv_day_left(struct smv_client *c, smv_id session, int64_t log_ms, int64_t *ret_ms)
{
    switch (smv_day_num(c, session, SMV_SESSION_STATE)) {
    case SMV_RUNNING:
        *ret_ms = (int64_t)smv_day_num(c, session, SMV_SESSION_ENDS) - log_ms;
        return true;
    case SMV_PAUSED:
        *ret_ms = (int64_t)smv_day_num(c, session, SMV_SESSION_LEFT) - INT64_C(1000000000000);
        return true;
    case SMV_PLANNED:
        *ret_ms = (int64_t)smv_day_num(c, session, SMV_SESSION_MINUTES) * 60000;
        return session != 0;
    default: return false;
    }
}

static int64_t whole_seconds(
    int64_t ms) /* what is left is shown rounded up, as a kitchen clock does */
{
    return ms > 0 ? (ms + 999) / 1000 : -(-ms / 1000);
}

static void two_digits(struct smv_buf *b, int64_t n)
{
    if (n < 10) {
        smv_buf_put_str(b, "0");
    }
    smv_buf_put_i64(b, n);
}

void smv_day_countdown(int64_t ms, struct smv_buf *ret)
{
    int64_t s = whole_seconds(ms);
    smv_buf_clear(ret);
    if (s < 0) {
        smv_buf_put_str(ret, "-");
        s = -s;
    }
    if (s >= 3600) {
        smv_buf_put_i64(ret, s / 3600);
        smv_buf_put_str(ret, ":");
        two_digits(ret, s / 60 % 60);
    } else {
        smv_buf_put_i64(ret, s / 60);
    }
    smv_buf_put_str(ret, ":");
    two_digits(ret, s % 60);
}

smv_ms smv_day_next_second(struct smv_client *c, smv_id session, int64_t log_ms)
{
    int64_t left;
    if (smv_day_num(c, session, SMV_SESSION_STATE) != SMV_RUNNING ||
        !smv_day_left(c, session, log_ms, &left)) {
        return 0;
    }
    int64_t rest = left > 0 ? (left - 1) % 1000 + 1 : 1000 - -left % 1000;
    return (smv_ms)rest;
}

bool smv_day_behind(const struct smv_scene *s, int *ret_minutes)
{
    struct smv_client *c = s->client;
    smv_id session = smv_day_session(c);
    uint64_t planned = smv_day_num(c, session, SMV_SESSION_PLANNED);
    int64_t left;
    if (!is_live(c, session) || planned == 0 || !smv_day_left(c, session, s->log_ms, &left)) {
        return false;
    }
    int64_t end = (int64_t)(planned / 100 * 60 + planned % 100 +
                            smv_day_num(c, session, SMV_SESSION_MINUTES));
    int64_t expected = s->log_ms + (left > 0 ? left : 0) + s->utc_offset_s * 1000LL;
    *ret_minutes = (int)(expected / 60000 % 1440 - end);
    return true;
}

/* --- places -------------------------------------------------------------------------------------------- */
void smv_day_place_name(struct smv_client *c, smv_id place, struct smv_buf *ret)
{
    smv_buf_clear(ret);
    if (place != 0 && smv_client_kind(c, place) != 0) {
        smv_day_short(c, place, 40, ret);
    }
}

unsigned smv_day_place_index(struct smv_client *c, smv_id place)
{
    struct smv_ids all = {0};
    smv_day_children(c, smv_client_parent(c, place), smv_client_kind(c, place), &all);
    size_t at = smv_ids_find(&all, place);
    unsigned index = at < all.n ? (unsigned)at : 0;
    smv_ids_finish(&all);
    return index;
}

smv_id smv_day_group(struct smv_client *c, smv_id session, smv_id room)
{
    struct smv_ids all = {0};
    smv_id found = 0;
    smv_day_children(c, smv_day_num(c, session, SMV_SESSION_COMPOSITION), SMV_KIND_GROUP, &all);
    for (size_t i = 0; i < all.n && found == 0; i++) {
        found = smv_day_num(c, all.ids[i], SMV_GROUP_ROOM) == room ? all.ids[i] : 0;
    }
    smv_ids_finish(&all);
    return found;
}

/* --- sheets -------------------------------------------------------------------------------------------- */
enum smv_form smv_day_form(struct smv_client *c, smv_id sheet)
{
    uint64_t form = smv_day_num(c, sheet, SMV_SHEET_FORM);
    return form <= SMV_FORM_FREE ? (enum smv_form)form : SMV_FORM_FREE;
}

smv_id smv_day_owner(struct smv_client *c, smv_id sheet)
{
    smv_id room = smv_day_num(c, sheet, SMV_SHEET_ROOM);
    return room != 0 ? room : smv_day_num(c, sheet, SMV_SHEET_GROUP);
}

bool smv_day_may(struct smv_client *c, smv_id sheet)
{
    struct smv_client_info me;
    smv_client_info(c, &me);
    const struct smv_tree *tree = smv_client_confirmed(c);
    const struct smv_node *node = smv_tree_find(tree, sheet);
    struct smv_actor actor = {.role = me.role, .place = me.place};
    return node != NULL && !smv_node_gone(node) && smv_day_num(c, sheet, SMV_SHEET_LOCKED) == 0 &&
           !smv_day_closed(c) && smv_may_node(&actor, tree, node, SMV_KIND_PARKED);
}

bool smv_day_closed(struct smv_client *c)
{
    enum { CLOSED = 2 };
    return smv_client_kind(c, SMV_ROOT) != 0 &&
           smv_day_num(c, SMV_ROOT, SMV_SEMINAR_STATE) == CLOSED;
}

bool smv_day_follows_up(struct smv_client *c, smv_id id, unsigned field)
{
    struct smv_client_info me;
    smv_client_info(c, &me);
    const struct smv_node *node = smv_tree_find(smv_client_confirmed(c), id);
    struct smv_actor actor = {.role = me.role, .place = me.place};
    return smv_day_closed(c) && node != NULL && !smv_node_gone(node) &&
           smv_is_followed_up(node, field) && smv_may_field(&actor, node, field);
}

static bool is_whose(struct smv_client *c, smv_id sheet, smv_id place, enum smv_whose whose)
{
    if (smv_day_num(c, sheet, SMV_SHEET_EACH) != 0) {
        return false;
    }
    bool moderated = smv_day_num(c, sheet, SMV_SHEET_MODERATED) != 0;
    smv_id room = smv_day_num(c, sheet, SMV_SHEET_ROOM);
    smv_id group = smv_day_num(c, sheet, SMV_SHEET_GROUP);
    switch (whose) {
    case SMV_WHOSE_PLACE: return !moderated && place != 0 && (room == place || group == place);
    case SMV_WHOSE_COMMON: return !moderated && room == 0 && group == 0;
    case SMV_WHOSE_MODERATORS: return moderated;
    }
    return false;
}

void smv_day_sheets(struct smv_client *c, smv_id session, smv_id place, enum smv_whose whose,
                    struct smv_ids *ret)
{
    size_t kept = 0;
    smv_day_children(c, session != 0 ? session : SMV_ROOT, SMV_KIND_SHEET, ret);
    for (size_t i = 0; i < ret->n; i++) {
        if (is_whose(c, ret->ids[i], place, whose)) {
            ret->ids[kept++] = ret->ids[i];
        }
    }
    ret->n = kept;
}

void smv_day_across(struct smv_client *c, smv_id sheet, struct smv_ids *ret)
{
    smv_id pattern = smv_day_num(c, sheet, SMV_SHEET_PATTERN);
    size_t kept = 0;
    smv_day_children(c, smv_client_parent(c, sheet), SMV_KIND_SHEET, ret);
    for (size_t i = 0; i < ret->n; i++) {
        smv_id id = ret->ids[i];
        if (id == sheet || (pattern != 0 && smv_day_num(c, id, SMV_SHEET_PATTERN) == pattern)) {
            ret->ids[kept++] = id;
        }
    }
    ret->n = kept;
}

/* What a sheet grew out of comes first, then the same form, then the rest. */
static unsigned nearness(struct smv_client *c, smv_id sheet, smv_id earlier)
{
    smv_id source = smv_day_num(c, sheet, SMV_SHEET_CARRY);
    unsigned other = smv_day_owner(c, earlier) != smv_day_owner(c, sheet) ? 3 : 0;
    if (source != 0 && smv_day_num(c, earlier, SMV_SHEET_PATTERN) == source) {
        return other;
    }
    return other + (smv_day_form(c, earlier) == smv_day_form(c, sheet) ? 1U : 2U);
}

void smv_day_earlier(struct smv_client *c, smv_id sheet, struct smv_ids *ret)
{
    struct smv_ids sessions = {0}, sheets = {0}, found = {0};
    smv_day_children(c, SMV_ROOT, SMV_KIND_SESSION, &sessions);
    size_t before = smv_ids_find(&sessions, smv_client_parent(c, sheet));
    for (size_t i = before; i-- > 0;) {
        smv_day_children(c, sessions.ids[i], SMV_KIND_SHEET, &sheets);
        for (size_t k = 0; k < sheets.n; k++) {
            if (smv_day_owner(c, sheets.ids[k]) != 0 &&
                smv_day_num(c, sheets.ids[k], SMV_SHEET_EACH) == 0) {
                smv_ids_put(&found, sheets.ids[k]);
            }
        }
    }
    ret->n = 0;
    for (unsigned rank = 0; rank < 6; rank++) {
        for (size_t i = 0; i < found.n; i++) {
            if (nearness(c, sheet, found.ids[i]) == rank) {
                smv_ids_put(ret, found.ids[i]);
            }
        }
    }
    smv_ids_finish(&sessions);
    smv_ids_finish(&sheets);
    smv_ids_finish(&found);
}
