/* moderator_lists.c - the moderator's lists and what their keys do: proposals and clusters, messages
 * with receipts, the day as planned and as it went; see moderator_int.h. */
#include "client-cli/tui/moderator_int.h"

struct smv_list_line *smv_mod_head(struct smv_list *l, const char *text)
{
    struct smv_list_line *line = smv_list_put(l, 0, 0, smv_span_str(text), false);
    line->style = SMV_STYLE_STRONG;
    return line;
}

/* --- proposals ------------------------------------------------------------------------------------------------------------ */
smv_id smv_mod_synthesis(struct smv_moderator *m)
{
    return smv_lead_synthesis(m->c);
}

static void put_proposal(struct smv_moderator *m, struct smv_list *l, smv_id id, unsigned tag)
{
    struct smv_buf b = {0}, part = {0};
    unsigned kind = smv_client_kind(m->c, id);
    unsigned star = kind == SMV_KIND_ACTION ? SMV_ACTION_STAR : 0;
    uint64_t priority = kind == SMV_KIND_ACTION ? smv_day_num(m->c, id, SMV_ACTION_PRIORITY) : 0;
    smv_id place = smv_day_owner(m->c, smv_day_above(m->c, id, SMV_KIND_SHEET));
    smv_buf_put_str(&b, tag == SMV_TAG_GATHERED ? "    " : "  ");
    smv_buf_put_str(&b, star == 0 || smv_day_num(m->c, id, star) != 0 ? "* " : "");
    if (priority > 0) {
        smv_put_words(&b, "%u. ", (unsigned)priority);
    }
    smv_buf_put_str(&b, smv_day_short(m->c, id, 200, &part));
    smv_day_place_name(m->c, place, &part);
    if (part.len > 0) {
        smv_put_words(&b, "  (%s)", smv_buf_cstr(&part));
    }
    smv_list_put(l, id, tag, smv_buf_span(&b), true);
    smv_buf_finish(&b);
    smv_buf_finish(&part);
}

static void fill_proposals(struct smv_moderator *m, struct smv_list *l)
{
    struct smv_ids all = {0}, clusters = {0}, in = {0};
    struct smv_buf b = {0}, title = {0};
    smv_id sheet = smv_mod_synthesis(m);
    if (sheet == 0) {
        smv_mod_head(l, _("There is no synthesis sheet. The organiser makes one."))->style =
            SMV_STYLE_QUIET;
    }
    smv_day_children(m->c, sheet, SMV_KIND_CLUSTER, &clusters);
    for (size_t i = 0; i < clusters.n; i++) {
        uint64_t priority = smv_day_num(m->c, clusters.ids[i], SMV_CLUSTER_PRIORITY);
        smv_buf_clear(&b);
        smv_buf_put_str(&b, smv_day_num(m->c, clusters.ids[i], SMV_CLUSTER_STAR) != 0 ? "* " : "");
        if (priority > 0) {
            smv_put_words(&b, "%u. ", (unsigned)priority);
        }
        smv_buf_put_str(&b, smv_day_short(m->c, clusters.ids[i], 100, &title));
        smv_list_put(l, clusters.ids[i], SMV_TAG_CLUSTER, smv_buf_span(&b), true)->style =
            SMV_STYLE_STRONG;
        smv_day_children(m->c, clusters.ids[i], SMV_KIND_GATHERED, &in);
        for (size_t k = 0; k < in.n; k++) {
            smv_id what = smv_day_num(m->c, in.ids[k], SMV_GATHERED_WHAT);
            if (smv_client_kind(m->c, what) != 0 && !smv_client_deleted(m->c, what)) {
                put_proposal(m, l, what, SMV_TAG_GATHERED);
            }
        }
    }
    smv_mod_head(l, _("Not gathered yet"));
    smv_lead_proposals(m->c, &all);
    for (size_t i = 0; i < all.n; i++) {
        if (sheet == 0 || smv_lead_cluster_of(m->c, sheet, all.ids[i]) == 0) {
            put_proposal(m, l, all.ids[i], SMV_TAG_LOOSE);
        }
    }
    smv_ids_finish(&all);
    smv_ids_finish(&clusters);
    smv_ids_finish(&in);
    smv_buf_finish(&b);
    smv_buf_finish(&title);
}

static bool proposal_key(struct smv_moderator *m, const struct smv_key *k,
                         const struct smv_list_line *line, bool *ret_did)
{
    smv_id sheet = smv_mod_synthesis(m);
    bool on_cluster = line != NULL && line->tag == SMV_TAG_CLUSTER;
    if (smv_key_is(k, 0, "c") && sheet != 0) {
        smv_mod_ask(m, SMV_ASK_CLUSTER, line != NULL && !on_cluster ? line->id : 0);
    } else if (line == NULL) {
        return false;
    } else if (k->code == SMV_KEY_ENTER && !on_cluster && sheet != 0) {
        smv_mod_ask(m, SMV_ASK_INTO, line->id);
    } else if (smv_key_is(k, 0, "t") && on_cluster) {
        smv_mod_ask(m, SMV_ASK_TITLE, line->id);
    } else if (smv_key_is(k, 0, "d") && on_cluster) {
        smv_mod_ask(m, SMV_ASK_REMOVE, line->id);
    } else if (smv_key_is(k, 0, "*")) {
        *ret_did = smv_lead_star(&m->lead, line->id);
    } else if (smv_key_is(k, 0, "s")) {
        *ret_did = sheet != 0 && smv_mod_show_sheet(m, sheet);
    } else if (k->code == SMV_KEY_TEXT && k->mods == 0 && k->text.len == 1 &&
               k->text.data[0] >= '0' && k->text.data[0] <= '9') {
        *ret_did = smv_lead_priority(&m->lead, line->id, k->text.data[0] - (unsigned)'0');
    } else {
        return false;
    }
    return true;
}

void smv_mod_fill_pick(struct smv_moderator *m)
{
    struct smv_ids all = {0};
    struct smv_buf b = {0};
    struct smv_list *l = &m->pick;
    smv_list_clear(l);
    smv_buf_clear(&l->title);
    if (m->ask == SMV_ASK_INTO) {
        smv_buf_put_str(&l->title, smv_day_short(m->c, m->ask_about, 40, &b));
        smv_day_children(m->c, smv_mod_synthesis(m), SMV_KIND_CLUSTER, &all);
        for (size_t i = 0; i < all.n; i++) {
            smv_day_short(m->c, all.ids[i], 100, &b);
            smv_list_put(l, all.ids[i], SMV_TAG_CLUSTER, smv_buf_span(&b), true);
        }
        smv_list_put(l, 0, SMV_TAG_NEW, smv_span_str(_("A new cluster")), true);
        smv_list_put(l, 0, SMV_TAG_LOOSE, smv_span_str(_("None")), true);
    } else {
        smv_day_place_name(m->c, m->ask_about, &l->title);
        smv_day_sheets(m->c, smv_day_working(m->c, m->ask_about), m->ask_about, SMV_WHOSE_PLACE,
                       &all);
        for (size_t i = 0; i < all.n; i++) {
            smv_day_short(m->c, all.ids[i], 100, &b);
            smv_list_put(l, all.ids[i], SMV_TAG_MODE + SMV_PIC_SHEETS, smv_buf_span(&b), true);
        }
    }
    smv_list_settle(l);
    smv_ids_finish(&all);
    smv_buf_finish(&b);
}

/* --- messages and the day ---------------------------------------------------------------------------------------------------- */
static void fill_messages(struct smv_moderator *m, const struct smv_scene *s, struct smv_list *l)
{
    struct smv_ids all = {0}, places = {0};
    struct smv_buf b = {0}, seen = {0}, not_yet = {0}, name = {0};
    smv_day_children(m->c, SMV_ROOT, SMV_KIND_NOTICE, &all);
    smv_rooms_places(m->c, &places);
    if (all.n == 0) {
        smv_mod_head(l, _("No messages yet. N writes to all rooms, n to the chosen one."))->style =
            SMV_STYLE_QUIET;
    }
    for (size_t i = all.n; i-- > 0;) {
        smv_id to = smv_day_num(m->c, all.ids[i], SMV_NOTICE_PLACE);
        const struct smv_node *n = smv_tree_find(smv_client_confirmed(m->c), all.ids[i]);
        bool withdrawn = smv_day_num(m->c, all.ids[i], SMV_NOTICE_WITHDRAWN) != 0;
        smv_buf_clear(&b);
        smv_buf_clear(&seen);
        smv_buf_clear(&not_yet);
        if (n != NULL) {
            smv_day_time(s, (int64_t)n->touched_ms, &name);
            smv_put_words(&b, "%s  ", smv_buf_cstr(&name));
        }
        smv_day_place_name(m->c, to, &name);
        smv_put_words(&b, "%s: ", to != 0 ? smv_buf_cstr(&name) : _("All"));
        smv_client_text(m->c, all.ids[i], SMV_NOTICE_TEXT, &name);
        smv_buf_put(&b, name.data, name.len);
        for (size_t k = 0; k < places.n && !withdrawn; k++) {
            if (to == 0 || to == places.ids[k]) {
                bool read = smv_day_seen(m->c, all.ids[i], places.ids[k]);
                struct smv_buf *in = read ? &seen : &not_yet;
                smv_day_place_name(m->c, places.ids[k], &name);
                smv_buf_put_str(in, in->len > 0 ? ", " : "");
                smv_buf_put(in, name.data, name.len);
            }
        }
        struct smv_list_line *line = smv_list_put(l, all.ids[i], 0, smv_buf_span(&b), true);
        line->style = withdrawn ? SMV_STYLE_QUIET : SMV_STYLE_TEXT;
        if (withdrawn) {
            smv_buf_put_str(&line->detail, _("withdrawn"));
        } else {
            smv_put_words(&line->detail, _("seen: %s   not yet: %s"),
                          seen.len > 0 ? smv_buf_cstr(&seen) : "-",
                          not_yet.len > 0 ? smv_buf_cstr(&not_yet) : "-");
        }
    }
    smv_ids_finish(&all);
    smv_ids_finish(&places);
    smv_buf_finish(&b);
    smv_buf_finish(&seen);
    smv_buf_finish(&not_yet);
    smv_buf_finish(&name);
}

static void fill_day(struct smv_moderator *m, const struct smv_scene *s, struct smv_list *l)
{
    struct smv_ids all = {0};
    struct smv_buf b = {0}, part = {0};
    struct smv_value code;
    smv_client_value(m->c, SMV_ROOT, SMV_SEMINAR_CODE, &code);
    if (smv_day_num(m->c, SMV_ROOT, SMV_SEMINAR_DOOR) == 0) {
        smv_buf_put_str(&b, _("The door is shut: nobody new comes in with the code. D opens it."));
    } else {
        smv_put_words(&b,
                      _("The door is open: participants come in with the code %.*s. D shuts it."),
                      (int)code.str.len, (const char *)code.str.data);
    }
    smv_mod_head(l, smv_buf_cstr(&b))->style = SMV_STYLE_QUIET;
    smv_day_children(m->c, SMV_ROOT, SMV_KIND_SESSION, &all);
    for (size_t i = 0; i < all.n; i++) {
        smv_id id = all.ids[i];
        uint64_t planned = smv_day_num(m->c, id, SMV_SESSION_PLANNED);
        uint64_t state = smv_day_num(m->c, id, SMV_SESSION_STATE);
        smv_buf_clear(&b);
        smv_put_words(&b, planned > 0 ? "%02u:%02u  " : "       ", (unsigned)(planned / 100),
                      (unsigned)(planned % 100));
        smv_buf_put_str(&b, smv_day_short(m->c, id, 100, &part));
        struct smv_list_line *line = smv_list_put(l, id, 0, smv_buf_span(&b), true);
        unsigned minutes = (unsigned)smv_day_num(m->c, id, SMV_SESSION_MINUTES);
        smv_put_words(&line->detail,
                      ngettext("     %u min planned", "     %u min planned", minutes), minutes);
        if (state != SMV_PLANNED) {
            smv_day_time(s, (int64_t)smv_day_num(m->c, id, SMV_SESSION_STARTED), &part);
            smv_put_words(&line->detail, _(", began %s"), smv_buf_cstr(&part));
        }
        if (state == SMV_ENDED) {
            smv_day_time(s, (int64_t)smv_day_num(m->c, id, SMV_SESSION_ENDED), &part);
            smv_put_words(&line->detail, _(", ended %s"), smv_buf_cstr(&part));
        } else if (state == SMV_RUNNING) {
            smv_day_time(s, (int64_t)smv_day_num(m->c, id, SMV_SESSION_ENDS), &part);
            smv_put_words(&line->detail, _(", runs until %s"), smv_buf_cstr(&part));
        } else if (state == SMV_PAUSED) {
            smv_buf_put_str(&line->detail, _(", paused"));
        }
        line->current = state == SMV_RUNNING || state == SMV_PAUSED;
        line->style = state == SMV_ENDED ? SMV_STYLE_QUIET : SMV_STYLE_TEXT;
    }
    smv_ids_finish(&all);
    smv_buf_finish(&b);
    smv_buf_finish(&part);
}

void smv_mod_fill(struct smv_moderator *m, const struct smv_scene *s)
{
    struct smv_list *l = &m->lists[m->tab];
    smv_list_clear(l);
    switch (m->tab) {
    case SMV_MOD_STAGE: smv_mod_fill_stage(m, l); break;
    case SMV_MOD_PROPOSALS: fill_proposals(m, l); break;
    case SMV_MOD_MESSAGES: fill_messages(m, s, l); break;
    case SMV_MOD_DAY: fill_day(m, s, l); break;
    case SMV_MOD_COMPILE:
    case SMV_MOD_ROOMS:
    case SMV_MOD_TABS: return;
    }
    smv_list_settle(l);
}

unsigned smv_mod_list_key(struct smv_moderator *m, const struct smv_scene *s,
                          const struct smv_key *k)
{
    struct smv_list *l = &m->lists[m->tab];
    smv_mod_fill(m, s);
    if (smv_list_key(l, k, 10)) {
        return SMV_DID_DRAW;
    }
    const struct smv_list_line *line = smv_list_at(l);
    bool did = false, own = false;
    switch (m->tab) {
    case SMV_MOD_STAGE: own = smv_mod_stage_key(m, s, k, line, &did); break;
    case SMV_MOD_PROPOSALS: own = proposal_key(m, k, line, &did); break;
    case SMV_MOD_MESSAGES:
        own = smv_key_is(k, 0, "w") && line != NULL;
        did = own && smv_lead_withdraw(&m->lead, line->id);
        break;
    case SMV_MOD_DAY:
        own = k->code == SMV_KEY_ENTER && line != NULL;
        if (own) {
            smv_mod_ask(m, SMV_ASK_START, line->id);
        }
        break;
    case SMV_MOD_COMPILE:
    case SMV_MOD_ROOMS:
    case SMV_MOD_TABS: break;
    }
    return did ? SMV_DID_WORK | SMV_DID_DRAW : own ? SMV_DID_DRAW : SMV_DID_NOTHING;
}
