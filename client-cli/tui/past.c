/* past.c - see past.h. */
#include "client-cli/tui/past.h"
#include <string.h>
#include "common/base/heap.h"
#include "common/base/limits.h"

enum { TOGETHER_MS = 60000, SHOWN = 300 };

/* Operations as they are read; typing is joined as it comes. */
struct deed {
    uint64_t ts, ord, last;
    unsigned op, field;
    struct smv_buf name, words; /* words: what was typed, or the value */
    uint32_t deleted;
};
struct deeds {
    struct deed *list;
    size_t n, cap;
};

const char *smv_past_field(unsigned kind, unsigned field)
{
    static const struct {
        const char *name, *word;
    } words[] = {{"text", N_("the text")},
                 {"title", N_("the title")},
                 {"body", N_("the details")},
                 {"who", N_("who")},
                 {"when", N_("when")},
                 {"what", N_("what")},
                 {"where", N_("the organisation")},
                 {"first", N_("the first step")},
                 {"note", N_("the follow-up")},
                 {"discussion", N_("the discussion")},
                 {"label", N_("what passes")},
                 {"by", N_("the date")},
                 {"status", N_("the status")},
                 {"star", N_("shown in the plenary")},
                 {"lane", N_("the lane")},
                 {"word", N_("the group's word")},
                 {"stuck", N_("stuck")},
                 {"weight", N_("the weight")},
                 {"number", N_("the number")},
                 {"taken", N_("taken up again")},
                 {"flag", N_("look at it again")},
                 {"done", N_("done")}};
    const struct smv_field_info *info = smv_field_info(kind, field);
    for (size_t i = 0; info != NULL && i < sizeof words / sizeof *words; i++) {
        if (strcmp(info->name, words[i].name) == 0) {
            return _(words[i].word);
        }
    }
    return kind == SMV_KIND_ROW ? _("a cell") : _("a field");
}

/* --- reading -------------------------------------------------------------------------------------------- */
static void read_typing(struct smv_reader *r, struct deed *d)
{
    struct smv_ot op = {0};
    if (smv_ot_read(r, SMV_MAX_TEXT_BYTES, &op) == SMV_OK) {
        smv_buf_put_span(&d->words, smv_buf_span(&op.text));
        for (size_t i = 0; i < op.n_comps; i++) {
            d->deleted += op.comps[i].type == SMV_OT_DELETE ? op.comps[i].n : 0;
        }
    }
    smv_ot_finish(&op);
}

static void read_value(struct smv_reader *r, struct deed *d)
{
    switch ((int)smv_reader_peek(r)) {
    case SMV_PACK_INT: smv_buf_put_u64(&d->words, smv_read_uint(r)); break;
    case SMV_PACK_STR: smv_buf_put_span(&d->words, smv_read_str(r, SMV_MAX_STRING)); break;
    default: (void)smv_read_skip(r);
    }
}

static bool joins(const struct deed *d, const struct deed *with)
{
    return d->op == SMV_OP_TXT && with->op == SMV_OP_TXT && d->field == with->field &&
           d->ord == with->ord && with->ts - d->last < TOGETHER_MS;
}

static void take(struct deeds *all, struct deed *d)
{
    struct deed *last = all->n > 0 ? &all->list[all->n - 1] : NULL;
    d->last = d->ts;
    if (last != NULL && joins(last, d)) {
        smv_buf_put_span(&last->words, smv_buf_span(&d->words));
        last->deleted += d->deleted;
        last->last = d->ts;
        smv_buf_finish(&d->words);
        smv_buf_finish(&d->name);
        return;
    }
    all->list = smv_grow(all->list, &all->cap, all->n + 1, sizeof *all->list);
    all->list[all->n++] = *d;
}

static void read_all(struct smv_span list, struct deeds *all)
{
    struct smv_reader r;
    smv_reader_init(&r, list);
    for (uint32_t n = smv_read_array(&r); n-- > 0 && r.err == SMV_OK;) {
        struct deed d = {0};
        uint32_t parts = smv_read_array(&r), read = 6;
        (void)smv_read_uint(&r);
        d.ts = smv_read_uint(&r);
        d.ord = smv_read_uint(&r);
        smv_buf_put_span(&d.name, smv_read_str(&r, SMV_MAX_NAME));
        d.op = (unsigned)smv_read_uint_max(&r, 63);
        (void)smv_read_uint(&r); /* the node */
        if ((d.op == SMV_OP_TXT || d.op == SMV_OP_SET) && parts >= 8) {
            d.field = (unsigned)smv_read_uint_max(&r, SMV_FIELD_MAX);
            if (d.op == SMV_OP_TXT) {
                read_typing(&r, &d);
            } else {
                read_value(&r, &d);
            }
            read = 8;
        }
        for (; read < parts; read++) {
            (void)smv_read_skip(&r);
        }
        take(all, &d);
    }
}

/* --- words ------------------------------------------------------------------------------------------------ */
static void clip(struct smv_buf *b)
{
    for (size_t i = 0; i < b->len; i++) {
        b->data[i] = b->data[i] == '\n' || b->data[i] == '\t' ? ' ' : b->data[i];
    }
    if (b->len > SHOWN) {
        b->len = SHOWN;
        while (b->len > 0 && (b->data[b->len - 1] & 0xC0) == 0x80) {
            b->len--;
        }
        b->len -= b->len > 0;
        smv_buf_put_str(b, "\xe2\x80\xa6");
    }
}

static void say(struct smv_buf *b, unsigned kind, struct deed *d)
{
    const char *field = smv_past_field(kind, d->field);
    clip(&d->words);
    const char *words = smv_buf_cstr(&d->words);
    switch (d->op) {
    case SMV_OP_ADD: smv_buf_put_str(b, _("added it")); break;
    case SMV_OP_DEL: smv_buf_put_str(b, _("removed it")); break;
    case SMV_OP_UNDEL: smv_buf_put_str(b, _("brought it back")); break;
    case SMV_OP_MOVE: smv_buf_put_str(b, _("moved it")); break;
    case SMV_OP_SET:
        smv_put_words(b, d->words.len > 0 ? _("changed %s to %s") : _("cleared %s%s"), field,
                      words);
        break;
    case SMV_OP_TXT:
        if (d->words.len > 0) {
            smv_put_words(b, _("wrote in %s: \"%s\""), field, words);
        }
        if (d->deleted > 0) {
            smv_put_words(b, "%s", d->words.len > 0 ? "; " : "");
            smv_put_words(
                b,
                ngettext("removed %lu character in %s", "removed %lu characters in %s", d->deleted),
                (unsigned long)d->deleted, field);
        }
        break;
    default: smv_buf_put_str(b, _("changed something"));
    }
}

bool smv_past_lines(struct smv_list *l, const struct smv_scene *s, smv_id node)
{
    const struct smv_msg *msg = smv_client_last(s->client, SMV_MSG_KIND_PAST);
    struct deeds all = {0};
    struct smv_buf line = {0}, time = {0};
    if (msg == NULL || msg->u.past.what != 1 || msg->u.past.node != node) {
        return false;
    }
    read_all(msg->u.past.list, &all);
    for (size_t i = all.n; i-- > 0;) {
        struct deed *d = &all.list[i];
        smv_buf_clear(&line);
        smv_day_time(s, (int64_t)d->ts, &time);
        smv_put_words(&line, "%s  %s ", smv_buf_cstr(&time),
                      d->name.len > 0 ? smv_buf_cstr(&d->name)
                      : d->ord != 0   ? _("Somebody")
                                      : _("The system"));
        say(&line, smv_client_kind(s->client, node), d);
        smv_list_put(l, 0, 0, smv_buf_span(&line), true);
        smv_buf_finish(&d->name);
        smv_buf_finish(&d->words);
    }
    smv_free(all.list);
    smv_buf_finish(&line);
    smv_buf_finish(&time);
    return true;
}
