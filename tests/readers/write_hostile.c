/* write_hostile.c HOSTILE.json FORMAT - a document made of the worst that people can type, written in FORMAT to standard
 * output; "ics": a tree with an action for each text that a tree can hold.
 *
 * The readers beside this compare what a foreign program reads with the same HOSTILE.json; nothing is shared but that file.
 * Each text is a paragraph under a heading "H<number>", a bullet, and a row: number, text, day, choice. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "common/base/heap.h"
#include "common/base/utf8.h"
#include "common/format/format.h"
#include "proto/msg.h"

enum { MADE_S = 1795344000, DAY = 20261122 };
static const char choices[] = "Föreslagen\nÖverenskommen\nPåbörjad\nKlar";
static const char long_choices[] =
    "Ja, genast\nNej\nVi behöver tala med de andra först, och det kan ta sin lilla tid\n"
    "Vi behöver tala med de andra först, och det kan ta sin lilla tid, men inte länge\n"
    "Vi behöver tala med de andra först, och det kan ta sin lilla tid, och sedan någon dag till";

static char **texts;
static size_t *lengths, n_texts;

static void keep(const char *text, size_t len)
{
    static size_t cap, cap_lengths;
    texts = smv_grow(texts, &cap, n_texts + 1, sizeof *texts);
    lengths = smv_grow(lengths, &cap_lengths, n_texts + 1, sizeof *lengths);
    texts[n_texts] = smv_dup(text, len + 1);
    lengths[n_texts++] = len;
}

static bool read_texts(const char *path)
{
    json_error_t error;
    json_t *whole = json_load_file(path, JSON_ALLOW_NUL, &error), *item;
    size_t i;
    json_array_foreach(json_object_get(whole, "strings"), i, item)
    {
        keep(json_string_value(item), json_string_length(item));
    }
    json_array_foreach(json_object_get(whole, "long"), i, item)
    {
        struct smv_buf b = {0};
        for (json_int_t k = json_integer_value(json_array_get(item, 1)); k > 0; k--) {
            smv_buf_put_str(&b, json_string_value(json_array_get(item, 0)));
        }
        keep(smv_buf_cstr(&b), b.len);
        smv_buf_finish(&b);
    }
    json_decref(whole);
    return n_texts > 0;
}

static void fill(struct smv_doc *d)
{
    struct smv_doc_column columns[] = {
        {smv_span_str("Nr"), SMV_CELL_NUMBER, 1, {0}},
        {smv_span_str("=Text; \"så\" | *här*"), SMV_CELL_TEXT, 6, {0}},
        {smv_span_str("Senast"), SMV_CELL_DATE, 1, {0}},
        {smv_span_str("Läge"), SMV_CELL_CHOICE, 1, smv_span_str(choices)},
        {smv_span_str("Svar"), SMV_CELL_CHOICE, 1, smv_span_str(long_choices)}};
    smv_doc_init(d, "sv");
    d->title = smv_doc_keep(d, smv_span_str("=Titel & \"mer\""));
    d->mark = smv_doc_keep(d, smv_span_str("Utkast & 22 november"));
    d->footer = smv_doc_keep(d, smv_span_str("Dokumentation, version 2 &P"));
    d->made_ms = UINT64_C(1000) * MADE_S;
    smv_doc_str(d, SMV_BLOCK_TITLE, 0, "=Titel & \"mer\"");
    smv_doc_fact(d, "Datum", smv_span_str("22 november 2026"));
    for (size_t i = 0; i < n_texts; i++) {
        char head[32];
        snprintf(head, sizeof head, "H%zu", i);
        smv_doc_str(d, SMV_BLOCK_HEADING, 1 + (unsigned)i % 4, head);
        smv_doc_add(d, SMV_BLOCK_PARA, 0, smv_span(texts[i], lengths[i]));
        struct smv_block *b = smv_doc_str(d, SMV_BLOCK_BULLET, 1 + (unsigned)i % 3, "p ");
        smv_doc_run(d, b, SMV_RUN_BOLD, smv_span(texts[i], lengths[i]));
        smv_doc_run(d, b, 0, smv_span_str(" q"));
    }
    struct smv_doc_table *t = smv_doc_table(d, "'Plan [x]: a/b?*\\ slut'", columns, 5);
    t->data = true;
    for (size_t i = 0; i < n_texts; i++) {
        struct smv_doc_cell *row = smv_doc_row(t);
        row[0].num = i;
        row[0].text = smv_doc_keep(d, smv_span_str(i == 0 ? "0" : "n"));
        row[1].text = smv_doc_keep(d, smv_span(texts[i], lengths[i]));
        row[2].num = i % 2 == 0 ? DAY + i % 8 : i % 3 == 0 ? 20260231 : 0;
        row[2].text = smv_doc_keep(d, smv_span_str(i % 2 == 0 ? "22 nov" : "snart"));
        row[3].text = smv_doc_keep(d, smv_span_str("Påbörjad"));
        row[4].text = smv_doc_keep(d, smv_span_str("Ja, genast"));
    }
    t = smv_doc_table(d, "PLAN X A B SLUT", columns, 2); /* the same, for a workbook */
    t->data = true;
    smv_doc_picture(d, smv_span_str("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
                    smv_span_str("En tidslinje med *tre* rader"), 10, 10);
}

static void add(struct smv_tree *t, smv_id id, unsigned kind, smv_id parent, smv_id after)
{
    if (smv_tree_apply(t,
                       &(struct smv_change){.kind = SMV_CHANGE_ADD,
                                            .id = id,
                                            .node_kind = kind,
                                            .parent = parent,
                                            .after = after},
                       &(struct smv_stamp){id, id * 1000, 1}) != SMV_OK) {
        abort();
    }
}

static void set(struct smv_tree *t, smv_id id, unsigned field, const struct smv_value *v)
{
    if (smv_tree_apply(
            t, &(struct smv_change){.kind = SMV_CHANGE_SET, .id = id, .field = field, .value = v},
            &(struct smv_stamp){id, UINT64_C(1000) * MADE_S, 1}) != SMV_OK) {
        abort();
    }
}

static void set_num(struct smv_tree *t, smv_id id, unsigned field, uint64_t num)
{
    set(t, id, field, &(struct smv_value){.type = SMV_TYPE_INT, .num = num});
}

static void set_text(struct smv_tree *t, smv_id id, unsigned field, struct smv_span text,
                     size_t most)
{
    set(t, id, field,
        &(struct smv_value){.type = SMV_TYPE_TEXT,
                            .str = smv_span(text.data, smv_utf8_offset(text, most))});
}

/* Action i: status i % 5; every seventh without a day, every eleventh with a day that there is not. */
static void write_calendar(struct smv_buf *b)
{
    struct smv_tree t;
    smv_tree_init(&t, false);
    set_text(&t, SMV_ROOT, SMV_SEMINAR_TITLE, smv_span_str("Dag; ett, två\\tre"), 200);
    add(&t, 2, SMV_KIND_SHEET, SMV_ROOT, 0);
    smv_id after = 0;
    for (size_t i = 0; i < n_texts; i++) {
        struct smv_span text = smv_span(texts[i], lengths[i]);
        smv_id id = (UINT64_C(5) << SMV_ID_COUNTER_BITS) + 1 + i;
        if (!smv_utf8_clean(text)) {
            continue;
        }
        add(&t, id, SMV_KIND_ACTION, 2, after);
        after = id;
        set_text(&t, id, SMV_ACTION_WHAT, text, 2000);
        set_text(&t, id, SMV_ACTION_WHO, smv_span_str("Åsa; Öst, \\ \"x\""), 200);
        set_num(&t, id, SMV_ACTION_NUMBER, i + 1);
        set_num(&t, id, SMV_ACTION_STATUS, i % 5);
        set_num(&t, id, SMV_ACTION_BY, i % 7 == 0 ? 0 : i % 11 == 0 ? 20260231 : 20261231);
    }
    struct smv_doc_facts facts = {.name = smv_span_str("dag"), .now = UINT64_C(1000) * MADE_S};
    smv_write_ics(b, &t, &facts, "sv");
    smv_tree_finish(&t);
}

int main(int argc, char **argv)
{
    struct smv_buf b = {0};
    struct smv_doc d;
    const struct smv_format *f = argc == 3 ? smv_format_by_name(argv[2]) : NULL;
    if (f == NULL || !read_texts(argv[1])) {
        fprintf(stderr, "usage: write_hostile HOSTILE.json FORMAT\n");
        return 2;
    }
    if (strcmp(f->name, "ics") == 0) {
        write_calendar(&b);
    } else {
        fill(&d);
        enum smv_err err = f->write(&b, &d);
        smv_doc_finish(&d);
        if (err != SMV_OK) {
            fprintf(stderr, "write_hostile: %s\n", smv_err_text(err));
            return 1;
        }
    }
    bool all = fwrite(b.data, 1, b.len, stdout) == b.len && fflush(stdout) == 0;
    smv_buf_finish(&b);
    for (size_t i = 0; i < n_texts; i++) {
        smv_free(texts[i]);
    }
    smv_free(texts);
    smv_free(lengths);
    return all ? 0 : 1;
}
