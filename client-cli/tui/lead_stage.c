/* lead_stage.c - what a plenary screen is told to show, its queue, polls; see lead.h. */
#include <string.h>
#include "client-cli/tui/lead_int.h"
#include "common/base/limits.h"

/* Ids end below clients * 2^30, so what is above is free for pages without a node: QUEUED + mode. */
#define QUEUED ((smv_id)SMV_MAX_CLIENTS << SMV_ID_COUNTER_BITS)
enum { IDENTIFY_MS = 10000 };

static bool without_node(enum smv_pic_mode mode)
{
    return mode == SMV_PIC_JOIN || mode == SMV_PIC_AGENDA || mode == SMV_PIC_BLANK;
}

bool smv_lead_entry(struct smv_client *c, smv_id entry, enum smv_pic_mode *ret_mode,
                    smv_id *ret_show)
{
    *ret_show = entry;
    if (entry >= QUEUED) {
        *ret_show = 0;
        *ret_mode =
            entry - QUEUED < SMV_PIC_MODES ? (enum smv_pic_mode)(entry - QUEUED) : SMV_PIC_TITLE;
        return without_node(*ret_mode);
    }
    if (smv_client_kind(c, entry) == 0 || smv_client_deleted(c, entry)) {
        return false;
    }
    switch (smv_client_kind(c, entry)) {
    case SMV_KIND_SEMINAR: *ret_mode = SMV_PIC_TITLE; break;
    case SMV_KIND_SHEET: *ret_mode = SMV_PIC_SHEETS; break;
    case SMV_KIND_QUESTION: *ret_mode = SMV_PIC_QUESTION; break;
    case SMV_KIND_POLL: *ret_mode = SMV_PIC_POLL; break;
    case SMV_KIND_SESSION: *ret_mode = SMV_PIC_COUNTDOWN; break;
    default: return false;
    }
    return true;
}

smv_id smv_lead_entry_of(enum smv_pic_mode mode, const smv_id *show, size_t n)
{
    return mode == SMV_PIC_TITLE ? SMV_ROOT
           : without_node(mode)  ? QUEUED + mode
           : n == 1              ? show[0]
                                 : 0;
}

void smv_lead_picture_words(struct smv_client *c, enum smv_pic_mode mode, const smv_id *show,
                            size_t n, struct smv_buf *ret)
{
    struct smv_buf b = {0};
    if (mode != SMV_PIC_SHEETS || n == 0) {
        smv_buf_put_str(ret, smv_pic_mode_word(mode));
    }
    bool named = mode == SMV_PIC_QUESTION || mode == SMV_PIC_POLL || mode == SMV_PIC_COUNTDOWN;
    if (named && n > 0 && smv_client_kind(c, show[0]) != 0) {
        smv_buf_put_str(ret, ": ");
        smv_buf_put_str(ret, smv_day_short(c, show[0], 60, &b));
    }
    for (size_t i = 0; mode == SMV_PIC_SHEETS && i < n; i++) {
        smv_id owner = smv_day_owner(c, show[i]);
        smv_buf_put_str(ret, i > 0 ? " \xc2\xb7 " : "");
        if (owner != 0) {
            smv_day_place_name(c, owner, &b);
            smv_buf_put(ret, b.data, b.len);
            smv_buf_put_str(ret, ": ");
        }
        smv_buf_put_str(ret, smv_day_short(c, show[i], 40, &b));
    }
    smv_buf_finish(&b);
}

static bool put(struct smv_lead *l, smv_id stage, enum smv_pic_mode mode, const smv_id *show,
                size_t n)
{
    struct smv_value list = {.type = SMV_TYPE_LIST};
    for (size_t i = 0; i < n && i < sizeof list.list / sizeof *list.list; i++) {
        list.list[list.n_list++] = show[i];
    }
    return stage != 0 && smv_lead__set(l, stage, SMV_STAGE_SHOW, &list) &&
           smv_lead__set_num(l, stage, SMV_STAGE_MODE, mode) &&
           smv_lead__set_num(l, stage, SMV_STAGE_PAGE, 0);
}

static void say_shown(struct smv_lead *l, enum smv_pic_mode mode, const smv_id *show, size_t n)
{
    struct smv_buf b = {0};
    smv_lead_picture_words(l->c, mode, show, n, &b);
    smv_put_words(&l->said, _("On the screen: %s"), smv_buf_cstr(&b));
    smv_buf_finish(&b);
}

bool smv_lead_show(struct smv_lead *l, smv_id stage, enum smv_pic_mode mode, const smv_id *show,
                   size_t n)
{
    smv_lead__begin(l);
    if (!put(l, stage, mode, show, n)) {
        return false;
    }
    say_shown(l, mode, show, n);
    return true;
}

bool smv_lead_blank(struct smv_lead *l, smv_id stage)
{
    uint64_t mode = smv_day_num(l->c, stage, SMV_STAGE_MODE);
    smv_lead__begin(l);
    if (stage == 0) {
        return false;
    }
    if (mode != SMV_PIC_BLANK) { /* SHOW stays: what was there comes back as it was */
        l->before_blank = mode;
        smv_buf_put_str(&l->said, _("The screen is blank"));
        return smv_lead__set_num(l, stage, SMV_STAGE_MODE, SMV_PIC_BLANK);
    }
    struct smv_value show;
    enum smv_pic_mode back = SMV_PIC_TITLE;
    smv_id node;
    smv_client_value(l->c, stage, SMV_STAGE_SHOW, &show);
    if (l->before_blank < SMV_PIC_MODES) {
        back = (enum smv_pic_mode)l->before_blank;
    } else if (show.n_list == 0 || !smv_lead_entry(l->c, show.list[0], &back, &node)) {
        back = SMV_PIC_TITLE;
    }
    l->before_blank = SMV_PIC_MODES;
    say_shown(l, back, show.list, show.n_list);
    return smv_lead__set_num(l, stage, SMV_STAGE_MODE, back);
}

bool smv_lead_turn(struct smv_lead *l, smv_id stage, int by, int pages)
{
    int page = (int)smv_day_num(l->c, stage, SMV_STAGE_PAGE) + by;
    smv_lead__begin(l);
    if (stage == 0 || page < 0 || (pages > 0 && page >= pages)) {
        return false;
    }
    smv_put_words(&l->said, _("Page %d"), page + 1);
    return smv_lead__set_num(l, stage, SMV_STAGE_PAGE, (uint64_t)page);
}

/* --- the queue -------------------------------------------------------------------------------------------------------- */
static void read_queue(struct smv_client *c, smv_id stage, struct smv_value *ret)
{
    struct smv_value all;
    enum smv_pic_mode mode;
    smv_id show;
    *ret = (struct smv_value){.type = SMV_TYPE_LIST};
    smv_client_value(c, stage, SMV_STAGE_NEXT, &all);
    for (uint32_t i = 0; i < all.n_list; i++) {
        if (smv_lead_entry(c, all.list[i], &mode, &show)) {
            ret->list[ret->n_list++] = all.list[i];
        }
    }
}

bool smv_lead_enqueue(struct smv_lead *l, smv_id stage, smv_id entry)
{
    struct smv_value queue;
    enum smv_pic_mode mode;
    smv_id show;
    smv_lead__begin(l);
    if (stage == 0 || entry == 0 || !smv_lead_entry(l->c, entry, &mode, &show)) {
        return false;
    }
    read_queue(l->c, stage, &queue);
    if (queue.n_list >= SMV_LEAD_QUEUE) {
        return false;
    }
    queue.list[queue.n_list++] = entry;
    struct smv_buf b = {0};
    smv_lead_picture_words(l->c, mode, &show, show != 0, &b);
    smv_put_words(&l->said, _("In the queue: %s"), smv_buf_cstr(&b));
    smv_buf_finish(&b);
    return smv_lead__set(l, stage, SMV_STAGE_NEXT, &queue);
}

bool smv_lead_unqueue(struct smv_lead *l, smv_id stage)
{
    struct smv_value queue;
    smv_lead__begin(l);
    read_queue(l->c, stage, &queue);
    if (stage == 0 || queue.n_list == 0) {
        return false;
    }
    queue.n_list--;
    smv_buf_put_str(&l->said, _("Taken out of the queue"));
    return smv_lead__set(l, stage, SMV_STAGE_NEXT, &queue);
}

bool smv_lead_show_next(struct smv_lead *l, smv_id stage)
{
    struct smv_value queue;
    enum smv_pic_mode mode;
    smv_id show;
    smv_lead__begin(l);
    read_queue(l->c, stage, &queue);
    if (stage == 0 || queue.n_list == 0 || !smv_lead_entry(l->c, queue.list[0], &mode, &show)) {
        return false;
    }
    memmove(queue.list, queue.list + 1, (queue.n_list - 1) * sizeof *queue.list);
    queue.n_list--;
    if (!smv_lead__set(l, stage, SMV_STAGE_NEXT, &queue)) {
        return false;
    }
    bool node = mode != SMV_PIC_TITLE && show != 0;
    say_shown(l, mode, &show, node);
    return put(l, stage, mode, &show, node);
}

bool smv_lead_identify(struct smv_lead *l, const struct smv_scene *s, smv_id stage)
{
    smv_lead__begin(l);
    if (stage == 0 ||
        !smv_lead__set_num(l, stage, SMV_STAGE_IDENTIFY, (uint64_t)(s->log_ms + IDENTIFY_MS))) {
        return false;
    }
    smv_buf_put_str(&l->said, _("The screen shows its name"));
    return true;
}

/* --- polls ------------------------------------------------------------------------------------------------------------- */
bool smv_lead_poll(struct smv_lead *l, smv_id poll, bool reveal)
{
    uint64_t state = smv_day_num(l->c, poll, SMV_POLL_STATE);
    smv_lead__begin(l);
    if (smv_client_kind(l->c, poll) != SMV_KIND_POLL) {
        return false;
    }
    if (reveal) {
        bool on = smv_day_num(l->c, poll, SMV_POLL_REVEALED) == 0;
        smv_buf_put_str(&l->said, on ? _("The answers are shown") : _("The answers are hidden"));
        return smv_lead__set_num(l, poll, SMV_POLL_REVEALED, on);
    }
    if (state >= 2) {
        return false;
    }
    smv_buf_put_str(&l->said, state == 0 ? _("The poll is open") : _("The poll is closed"));
    return smv_lead__set_num(l, poll, SMV_POLL_STATE, state + 1);
}
