/* moderator_lists.c - the moderator's lists and what their keys do: what can be shown, proposals and clusters, messages
 * with receipts, the day as planned and as it went; see moderator_int.h. */
#include "client-cli/tui/moderator_int.h"

static struct smv_list_line *head(struct smv_list *l, const char *text)
{
    struct smv_list_line *line = smv_list_put(l, 0, 0, smv_span_str(text), false);
    line->style = SMV_STYLE_STRONG;
    return line;
}

/* --- the stage -------------------------------------------------------------------------------------------------------- */
smv_id smv_mod_list_session(struct smv_moderator *m)
{
    bool there = m->session != 0 && smv_client_kind(m->c, m->session) == SMV_KIND_SESSION;
    return there ? m->session : smv_day_session(m->c);
}

static void put_mode(struct smv_moderator *m, struct smv_list *l, enum smv_pic_mode mode, smv_id id)
{
    struct smv_buf b = {0};
    smv_buf_put_str(&b, "  ");
    smv_lead_picture_words(m->c, mode, &id, id != 0, &b);
    smv_list_put(l, id, SMV_TAG_MODE + (unsigned)mode, smv_buf_span(&b), true);
    smv_buf_finish(&b);
}

static void put_sheet(struct smv_moderator *m, struct smv_list *l, smv_id sheet, smv_id place)
{
    struct smv_buf b = {0}, name = {0};
    bool marked = smv_ids_find(&m->side, sheet) < m->side.n;
    smv_buf_put_str(&b, marked ? "+ " : "  ");
    smv_day_place_name(m->c, place, &name);
    smv_buf_put(&b, name.data, name.len);
    smv_buf_put_str(&b, name.len > 0 ? ": " : "");
    smv_buf_put_str(&b, smv_day_short(m->c, sheet, 40, &name));
    smv_day_progress(m->c, sheet, &name);
    smv_buf_put_str(&b, name.len > 0 ? "  " : "");
    smv_buf_put(&b, name.data, name.len);
    struct smv_list_line *line =
        smv_list_put(l, sheet, SMV_TAG_MODE + SMV_PIC_SHEETS, smv_buf_span(&b), true);
    line->style = marked ? SMV_STYLE_HERE : SMV_STYLE_TEXT;
    smv_buf_finish(&b);
    smv_buf_finish(&name);
}

static void put_polls(struct smv_moderator *m, struct smv_list *l, smv_id sheet)
{
    struct smv_ids polls = {0};
    smv_day_children(m->c, sheet, SMV_KIND_POLL, &polls);
    for (size_t i = 0; i < polls.n; i++) {
        uint64_t state = smv_day_num(m->c, polls.ids[i], SMV_POLL_STATE);
        unsigned long n = (unsigned long)smv_day_num(m->c, polls.ids[i], SMV_POLL_COUNT);
        put_mode(m, l, SMV_PIC_POLL, polls.ids[i]);
        struct smv_buf *b = &l->lines[l->n - 1].text;
        smv_buf_put_str(b, state == 0 ? _("  not open") : state == 1 ? _("  open") : _("  closed"));
        smv_put_words(b, ngettext(", %lu answer", ", %lu answers", n), n);
        if (smv_day_num(m->c, polls.ids[i], SMV_POLL_REVEALED) != 0) {
            smv_buf_put_str(b, _(", shown"));
        }
    }
    smv_ids_finish(&polls);
}

/* The questions of the session's first place: each stands for the same one of all groups. */
static void put_across(struct smv_moderator *m, struct smv_list *l, smv_id session, smv_id place)
{
    struct smv_ids sheets = {0}, questions = {0};
    smv_day_sheets(m->c, session, place, SMV_WHOSE_PLACE, &sheets);
    for (size_t i = 0; i < sheets.n; i++) {
        smv_day_questions(m->c, sheets.ids[i], &questions);
        for (size_t k = 0; k < questions.n; k++) {
            smv_id pattern = smv_day_num(m->c, questions.ids[k], SMV_QUESTION_PATTERN);
            if (pattern != 0) {
                struct smv_buf b = {0}, text = {0};
                smv_buf_put_str(&b, "  ");
                smv_buf_put_str(&b, smv_day_short(m->c, questions.ids[k], 90, &text));
                smv_list_put(l, pattern, SMV_TAG_MODE + SMV_PIC_QUESTION, smv_buf_span(&b), true);
                smv_buf_finish(&b);
                smv_buf_finish(&text);
            }
        }
    }
    smv_ids_finish(&sheets);
    smv_ids_finish(&questions);
}

static void fill_stage(struct smv_moderator *m, struct smv_list *l)
{
    struct smv_ids places = {0}, sheets = {0};
    struct smv_buf b = {0}, title = {0};
    smv_id session = smv_mod_list_session(m);
    smv_rooms_places(m->c, &places);
    smv_put_words(&b, _("%s   (left, right: another session)"),
                  session != 0 ? smv_day_short(m->c, session, 40, &title) : "");
    head(l, smv_buf_cstr(&b));
    for (size_t i = 0; i < places.n; i++) {
        smv_day_sheets(m->c, session, places.ids[i], SMV_WHOSE_PLACE, &sheets);
        for (size_t k = 0; k < sheets.n; k++) {
            put_sheet(m, l, sheets.ids[k], places.ids[i]);
        }
    }
    head(l, _("Question across groups"));
    if (places.n > 0) {
        put_across(m, l, session, places.ids[0]);
    }
    head(l, _("Everybody's"));
    smv_day_sheets(m->c, session, 0, SMV_WHOSE_COMMON, &sheets);
    for (size_t k = 0; k < sheets.n; k++) {
        if (smv_day_form(m->c, sheets.ids[k]) != SMV_FORM_POLL) {
            put_sheet(m, l, sheets.ids[k], 0);
        }
        put_polls(m, l, sheets.ids[k]);
    }
    smv_day_sheets(m->c, session, 0, SMV_WHOSE_MODERATORS, &sheets);
    for (size_t k = 0; k < sheets.n; k++) {
        put_sheet(m, l, sheets.ids[k], 0);
    }
    smv_id synthesis = smv_mod_synthesis(m);
    if (synthesis != 0 && smv_ids_find(&sheets, synthesis) == sheets.n) {
        put_sheet(m, l, synthesis, 0);
    }
    head(l, _("Pages"));
    put_mode(m, l, SMV_PIC_TITLE, 0);
    put_mode(m, l, SMV_PIC_AGENDA, 0);
    put_mode(m, l, SMV_PIC_COUNTDOWN, session);
    put_mode(m, l, SMV_PIC_JOIN, 0);
    put_mode(m, l, SMV_PIC_BLANK, 0);
    smv_ids_finish(&places);
    smv_ids_finish(&sheets);
    smv_buf_finish(&b);
    smv_buf_finish(&title);
}

static void other_session(struct smv_moderator *m, int by)
{
    struct smv_ids all = {0};
    smv_day_children(m->c, SMV_ROOT, SMV_KIND_SESSION, &all);
    size_t at = smv_ids_find(&all, smv_mod_list_session(m));
    if (all.n > 0 && at < all.n) {
        m->session = all.ids[(at + all.n + (by > 0 ? 1 : all.n - 1)) % all.n];
    }
    smv_ids_finish(&all);
}

static void mark(struct smv_moderator *m, smv_id sheet)
{
    size_t at = smv_ids_find(&m->side, sheet);
    if (at == m->side.n) {
        if (m->side.n < SMV_LEAD_QUEUE) {
            smv_ids_put(&m->side, sheet);
        }
        return;
    }
    for (size_t i = at + 1; i < m->side.n; i++) {
        m->side.ids[i - 1] = m->side.ids[i];
    }
    m->side.n--;
}

/* What a synthesis gathers is read by the screen only if it is shown: its sheets go along. */
static bool show_sheet(struct smv_moderator *m, smv_id sheet)
{
    struct smv_ids show = {0}, all = {0};
    smv_ids_put(&show, sheet);
    if (smv_day_form(m->c, sheet) == SMV_FORM_SYNTHESIS) {
        smv_lead_proposals(m->c, &all);
        for (size_t i = 0; i < all.n; i++) {
            smv_id from = smv_day_above(m->c, all.ids[i], SMV_KIND_SHEET);
            if (smv_lead_cluster_of(m->c, sheet, all.ids[i]) != 0 && show.n < SMV_LEAD_QUEUE &&
                smv_ids_find(&show, from) == show.n) {
                smv_ids_put(&show, from);
            }
        }
    }
    bool ok = smv_lead_show(&m->lead, smv_mod_stage(m), SMV_PIC_SHEETS, show.ids, show.n);
    smv_ids_finish(&show);
    smv_ids_finish(&all);
    return ok;
}

static bool show_line(struct smv_moderator *m, const struct smv_list_line *line)
{
    enum smv_pic_mode mode = (enum smv_pic_mode)(line->tag - SMV_TAG_MODE);
    smv_id stage = smv_mod_stage(m);
    if (mode == SMV_PIC_SHEETS && m->side.n > 0) {
        if (smv_ids_find(&m->side, line->id) == m->side.n) {
            mark(m, line->id);
        }
        bool ok = smv_lead_show(&m->lead, stage, mode, m->side.ids, m->side.n);
        m->side.n = 0;
        return ok;
    }
    if (mode == SMV_PIC_SHEETS) {
        return show_sheet(m, line->id);
    }
    if (mode == SMV_PIC_BLANK) {
        return smv_day_num(m->c, stage, SMV_STAGE_MODE) != SMV_PIC_BLANK &&
               smv_lead_blank(&m->lead, stage);
    }
    return smv_lead_show(&m->lead, stage, mode, &line->id, line->id != 0);
}

static bool stage_key(struct smv_moderator *m, const struct smv_scene *s, const struct smv_key *k,
                      const struct smv_list_line *line, bool *ret_did)
{
    smv_id stage = smv_mod_stage(m), poll = 0;
    if (line != NULL && line->tag == SMV_TAG_MODE + SMV_PIC_POLL) {
        poll = line->id;
    }
    if (k->code == SMV_KEY_LEFT || k->code == SMV_KEY_RIGHT) {
        other_session(m, k->code == SMV_KEY_RIGHT ? 1 : -1);
        m->lists[SMV_MOD_STAGE].at = 1;
    } else if (k->code == SMV_KEY_ENTER && line != NULL) {
        *ret_did = show_line(m, line);
    } else if (smv_key_is(k, 0, " ") && line != NULL) {
        if (line->tag == SMV_TAG_MODE + SMV_PIC_SHEETS) {
            mark(m, line->id);
        }
    } else if (smv_key_is(k, 0, "k") && line != NULL) {
        *ret_did = smv_lead_enqueue(&m->lead, stage,
                                    smv_lead_entry_of((enum smv_pic_mode)(line->tag - SMV_TAG_MODE),
                                                      &line->id, line->id != 0));
    } else if (smv_key_is(k, 0, "x")) {
        *ret_did = smv_lead_unqueue(&m->lead, stage);
    } else if (smv_key_is(k, 0, "n")) {
        *ret_did = smv_lead_show_next(&m->lead, stage);
    } else if (smv_key_is(k, 0, "b")) {
        *ret_did = smv_lead_blank(&m->lead, stage);
    } else if (smv_key_is(k, 0, "<") || smv_key_is(k, 0, ">")) {
        *ret_did = smv_lead_turn(&m->lead, stage, smv_key_is(k, 0, ">") ? 1 : -1, smv_mod_pages(m));
    } else if (smv_key_is(k, 0, "i")) {
        *ret_did = smv_lead_identify(&m->lead, s, stage);
    } else if (smv_key_is(k, 0, "o") || smv_key_is(k, 0, "r")) {
        *ret_did = smv_lead_poll(&m->lead, poll, smv_key_is(k, 0, "r"));
    } else if (k->code == SMV_KEY_TAB) { /* the next screen */
        struct smv_ids all = {0};
        smv_day_children(m->c, SMV_ROOT, SMV_KIND_STAGE, &all);
        size_t at = smv_ids_find(&all, stage);
        m->stage = all.n > 0 ? all.ids[(at + 1) % all.n] : 0;
        smv_ids_finish(&all);
    } else {
        return false;
    }
    return true;
}

/* --- proposals ------------------------------------------------------------------------------------------------------------ */
smv_id smv_mod_synthesis(struct smv_moderator *m)
{
    struct smv_ids all = {0};
    smv_lead_syntheses(m->c, &all);
    smv_id found = all.n > 0 ? all.ids[all.n - 1] : 0;
    for (size_t i = 0; i < all.n; i++) { /* the one that is worked on: with clusters */
        found = smv_day_count(m->c, all.ids[i], SMV_KIND_CLUSTER) > 0 ? all.ids[i] : found;
    }
    smv_ids_finish(&all);
    return found;
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
        head(l, _("There is no synthesis sheet. The organiser makes one."))->style =
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
    head(l, _("Not gathered yet"));
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
        *ret_did = sheet != 0 && show_sheet(m, sheet);
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
        head(l, _("No messages yet. N writes to all rooms, n to the chosen one."))->style =
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
    case SMV_MOD_STAGE: fill_stage(m, l); break;
    case SMV_MOD_PROPOSALS: fill_proposals(m, l); break;
    case SMV_MOD_MESSAGES: fill_messages(m, s, l); break;
    case SMV_MOD_DAY: fill_day(m, s, l); break;
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
    case SMV_MOD_STAGE: own = stage_key(m, s, k, line, &did); break;
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
    case SMV_MOD_ROOMS:
    case SMV_MOD_TABS: break;
    }
    return did ? SMV_DID_WORK | SMV_DID_DRAW : own ? SMV_DID_DRAW : SMV_DID_NOTHING;
}
