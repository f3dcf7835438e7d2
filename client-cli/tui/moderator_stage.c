/* moderator_stage.c - the list of what can be shown in the hall, and what its keys do; see moderator_int.h. */
#include "client-cli/tui/moderator_int.h"

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

void smv_mod_fill_stage(struct smv_moderator *m, struct smv_list *l)
{
    struct smv_ids places = {0}, sheets = {0};
    struct smv_buf b = {0}, title = {0};
    smv_id session = smv_mod_list_session(m);
    smv_rooms_places(m->c, &places);
    smv_put_words(&b, _("%s   (left, right: another session)"),
                  session != 0 ? smv_day_short(m->c, session, 40, &title) : "");
    smv_mod_head(l, smv_buf_cstr(&b));
    for (size_t i = 0; i < places.n; i++) {
        smv_day_sheets(m->c, session, places.ids[i], SMV_WHOSE_PLACE, &sheets);
        for (size_t k = 0; k < sheets.n; k++) {
            put_sheet(m, l, sheets.ids[k], places.ids[i]);
        }
    }
    smv_mod_head(l, _("Question across groups"));
    if (places.n > 0) {
        put_across(m, l, session, places.ids[0]);
    }
    smv_mod_head(l, _("Everybody's"));
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
    smv_mod_head(l, _("Pages"));
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
bool smv_mod_show_sheet(struct smv_moderator *m, smv_id sheet)
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
        return smv_mod_show_sheet(m, line->id);
    }
    if (mode == SMV_PIC_BLANK) {
        return smv_day_num(m->c, stage, SMV_STAGE_MODE) != SMV_PIC_BLANK &&
               smv_lead_blank(&m->lead, stage);
    }
    return smv_lead_show(&m->lead, stage, mode, &line->id, line->id != 0);
}

bool smv_mod_stage_key(struct smv_moderator *m, const struct smv_scene *s, const struct smv_key *k,
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
