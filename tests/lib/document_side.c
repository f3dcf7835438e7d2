/* document_side.c - see document_side.h. */
#include "tests/lib/document_side.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "common/base/utf8.h"
#include "common/model/spread.h"
#include "common/template/template.h"

enum { TEMPLATE_MOST = 200000 };

/* --- the day ------------------------------------------------------------------------------------ */

static void facts(struct day *d)
{
    /* 22 November 2026, 10:42 in Stockholm. */
    d->facts = (struct smv_doc_facts){.name = smv_span_str("prov"),
                                      .seq = d->m.seq,
                                      .now = UINT64_C(1795340520000),
                                      .utc_offset_min = 60};
}

static enum smv_err emit(void *arg, const struct smv_change *c)
{
    return make_apply(arg, c);
}

void day_init(struct day *d, const char *folder, const char *template_file)
{
    struct smv_template_mistake mistakes[4];
    struct smv_template_params params = {.date = 20261122, .code = ""};
    size_t n = 0;
    char path[1024];
    *d = (struct day){0};
    make_init(&d->m, 1, true);
    (void)snprintf(path, sizeof path, "%s/%s", folder, template_file);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    char *text = malloc(TEMPLATE_MOST);
    assert_non_null(text);
    size_t len = fread(text, 1, TEMPLATE_MOST, f);
    assert_int_equal(fclose(f), 0);
    enum smv_err err =
        smv_template_build(smv_span(text, len), &params, &d->m.tree, mistakes, 4, &n);
    free(text);
    assert_int_equal(err, SMV_OK);
    facts(d);
    make_num(&d->m, SMV_ROOT, SMV_SEMINAR_CONTENTS, 0);
    for (struct smv_node *s = NULL; (s = smv_tree_walk(d->m.tree.root, s)) != NULL;) {
        if (s->kind == SMV_KIND_SHEET) {
            make_num(&d->m, s->id, SMV_SHEET_PRINT, 0);
        }
    }
}

void day_init_empty(struct day *d)
{
    *d = (struct day){0};
    make_init(&d->m, 1, true);
    facts(d);
}

void day_finish(struct day *d)
{
    make_finish(&d->m);
    smv_buf_finish(&d->outline);
}

smv_id day_found(struct day *d, const char *name)
{
    smv_id composition = day_child(d, SMV_ROOT, SMV_KIND_COMPOSITION, 0);
    smv_id group = day_write(d, composition, SMV_KIND_GROUP, SMV_GROUP_NAME, name);
    assert_int_equal(smv_spread_place(&d->m.tree, group, emit, &d->m), SMV_OK);
    return group;
}

static bool named(const struct day *d, smv_id place, const char *name)
{
    const struct smv_node *n = place == 0 ? NULL : smv_tree_find(&d->m.tree, place);
    return n != NULL && smv_span_is(smv_node_str(n, SMV_ROOM_NAME), name);
}

static smv_id find_sheet(struct day *d, const char *title, const char *place, bool pattern)
{
    for (struct smv_node *s = NULL; (s = smv_tree_walk(d->m.tree.root, s)) != NULL;) {
        if (s->kind != SMV_KIND_SHEET || (smv_node_num(s, SMV_SHEET_EACH) != 0) != pattern ||
            !smv_span_is(smv_node_str(s, SMV_SHEET_TITLE), title)) {
            continue;
        }
        smv_id room = smv_node_num(s, SMV_SHEET_ROOM), group = smv_node_num(s, SMV_SHEET_GROUP);
        if (pattern || (place == NULL ? room == 0 && group == 0
                                      : named(d, room, place) || named(d, group, place))) {
            return s->id;
        }
    }
    fail_msg("no sheet %s of %s", title, place == NULL ? "nobody" : place);
    return 0;
}

smv_id day_sheet(struct day *d, const char *title, const char *place)
{
    return find_sheet(d, title, place, false);
}

smv_id day_pattern(struct day *d, const char *title)
{
    return find_sheet(d, title, NULL, true);
}

smv_id day_question(struct day *d, smv_id sheet, size_t at)
{
    const struct smv_node *top = smv_tree_find(&d->m.tree, sheet);
    for (struct smv_node *q = NULL; (q = smv_tree_walk(top, q)) != NULL;) {
        if (q->kind == SMV_KIND_QUESTION && at-- == 0) {
            return q->id;
        }
    }
    fail_msg("no such question");
    return 0;
}

smv_id day_child(struct day *d, smv_id parent, unsigned kind, size_t at)
{
    for (struct smv_node *n = smv_tree_find(&d->m.tree, parent)->first; n != NULL; n = n->next) {
        if (n->kind == kind && at-- == 0) {
            return n->id;
        }
    }
    fail_msg("no such child");
    return 0;
}

smv_id day_write(struct day *d, smv_id parent, unsigned kind, unsigned field, const char *text)
{
    const struct smv_node *p = smv_tree_find(&d->m.tree, parent);
    smv_id id = make_add(&d->m, kind, parent, p->last == NULL ? 0 : p->last->id);
    make_text(&d->m, id, field, text);
    if (kind == SMV_KIND_OBSTACLE) {
        assert_int_equal(smv_carry_over(&d->m.tree, id, emit, &d->m), SMV_OK);
    }
    return id;
}

void day_print(struct day *d, const char *title, unsigned print)
{
    for (struct smv_node *s = NULL; (s = smv_tree_walk(d->m.tree.root, s)) != NULL;) {
        if (s->kind == SMV_KIND_SHEET && smv_span_is(smv_node_str(s, SMV_SHEET_TITLE), title)) {
            make_num(&d->m, s->id, SMV_SHEET_PRINT, print);
        }
    }
}

/* --- the outline -------------------------------------------------------------------------------- */

static void put_cell(struct smv_buf *b, struct smv_span text)
{
    smv_buf_put_str(b, text.len > 0 ? " " : "");
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '\n') {
            smv_buf_put_str(b, " / ");
        } else {
            smv_buf_put_byte(b, text.data[i]);
        }
    }
    smv_buf_put_str(b, " |");
}

static void put_table(struct smv_buf *b, const struct smv_doc_table *t)
{
    smv_buf_put_str(b, "table ");
    smv_buf_put_span(b, t->name);
    smv_buf_put_str(b, t->data ? " (data)\n|" : "\n|");
    for (size_t i = 0; i < t->n_columns; i++) {
        put_cell(b, t->columns[i].title);
    }
    for (size_t i = 0; i < t->n_rows * t->n_columns; i++) {
        smv_buf_put_str(b, i % t->n_columns == 0 ? "\n|" : "");
        put_cell(b, t->cells[i].text);
    }
}

static void put_block(struct smv_buf *b, const struct smv_block *block)
{
    static const char *const marks[] = {[SMV_BLOCK_TITLE] = "TITLE ",
                                        [SMV_BLOCK_SUBTITLE] = "SUBTITLE ",
                                        [SMV_BLOCK_FACT] = "FACT ",
                                        [SMV_BLOCK_CONTENTS] = "CONTENTS",
                                        [SMV_BLOCK_HEADING] = "",
                                        [SMV_BLOCK_PARA] = "",
                                        [SMV_BLOCK_BULLET] = "- ",
                                        [SMV_BLOCK_NOTE] = "note: ",
                                        [SMV_BLOCK_NOTICE] = "NOTICE ",
                                        [SMV_BLOCK_TABLE] = "",
                                        [SMV_BLOCK_PICTURE] = "PICTURE",
                                        [SMV_BLOCK_RULED] = "RULED",
                                        [SMV_BLOCK_BREAK] = "----- page -----"};
    if (block->kind == SMV_BLOCK_HEADING) {
        smv_buf_put_str(b, &"#### "[4 - block->level]);
    }
    smv_buf_put_str(b, marks[block->kind]);
    if (block->label.len > 0) {
        smv_buf_put_span(b, block->label);
        smv_buf_put_str(b, block->kind == SMV_BLOCK_FACT ? ": " : " ");
    }
    bool bold =
        block->kind == SMV_BLOCK_PARA && block->n_runs == 1 && block->runs[0].style == SMV_RUN_BOLD;
    smv_buf_put_str(b, bold ? "**" : "");
    smv_block_text(b, block);
    smv_buf_put_str(b, bold ? "**" : "");
    if (block->kind == SMV_BLOCK_TABLE) {
        put_table(b, block->table);
    }
    smv_buf_put_str(b, "\n");
}

void document_outline(struct smv_buf *b, const struct smv_doc *doc)
{
    for (size_t i = 0; i < doc->n_blocks; i++) {
        put_block(b, &doc->blocks[i]);
    }
}

/* What doc.h and make_int.h promise of any document. */
static void check_document(const struct smv_doc *doc)
{
    assert_true(smv_utf8_clean_line(doc->title) && doc->title.len > 0);
    for (size_t i = 0; i < doc->n_blocks; i++) {
        const struct smv_block *b = &doc->blocks[i];
        assert_true(b->kind != SMV_BLOCK_HEADING || (b->level >= 1 && b->level <= 4));
        bool lines =
            b->kind == SMV_BLOCK_PARA || b->kind == SMV_BLOCK_NOTE || b->kind == SMV_BLOCK_NOTICE;
        for (size_t k = 0; k < b->n_runs; k++) {
            assert_true(lines ? smv_utf8_clean(b->runs[k].text)
                              : smv_utf8_clean_line(b->runs[k].text));
        }
        const struct smv_doc_table *t = b->table;
        assert_true((b->kind == SMV_BLOCK_TABLE) == (t != NULL));
        for (size_t k = 0; t != NULL && k < t->n_rows * t->n_columns; k++) {
            assert_true(smv_utf8_clean(t->cells[k].text));
        }
        for (size_t k = 0; t != NULL && k < i; k++) {
            const struct smv_doc_table *other = doc->blocks[k].table;
            assert_true(other == NULL || !smv_span_eq(other->name, t->name));
        }
        assert_true(t == NULL ||
                    (t->n_columns > 0 && t->name.len > 0 && smv_utf8_count(t->name) <= 31));
    }
}

const char *day_outline(struct day *d)
{
    struct smv_doc doc;
    smv_buf_clear(&d->outline);
    d->facts.seq = d->m.seq;
    assert_int_equal(smv_document_make(&doc, &d->m.tree, &d->facts, &d->wish), SMV_OK);
    check_document(&doc);
    document_outline(&d->outline, &doc);
    smv_doc_finish(&doc);
    const char *text = smv_buf_cstr(&d->outline);
    if (getenv("SHOW_OUTLINE") != NULL) {
        (void)fputs(text, stdout);
    }
    return text;
}

/* --- questions to it ---------------------------------------------------------------------------- */

static const char *outline_of(const struct day *d)
{
    return (const char *)d->outline.data;
}

size_t day_times(const struct day *d, const char *text)
{
    size_t n = 0;
    for (const char *at = outline_of(d); (at = strstr(at, text)) != NULL; at += strlen(text)) {
        n++;
    }
    return n;
}

void day_has(const struct day *d, const char *text)
{
    size_t n = day_times(d, text);
    if (n != 1) {
        fail_msg("%zu times \"%s\" in:\n%s", n, text, outline_of(d));
    }
}

void day_has_not(const struct day *d, const char *text)
{
    if (day_times(d, text) != 0) {
        fail_msg("\"%s\" in:\n%s", text, outline_of(d));
    }
}

void day_in_order(const struct day *d, const char *const *texts, size_t n)
{
    const char *at = outline_of(d);
    for (size_t i = 0; i < n; i++) {
        const char *found = strstr(at, texts[i]);
        if (found == NULL) {
            fail_msg("\"%s\" is not behind \"%s\" in:\n%s", texts[i], i == 0 ? "" : texts[i - 1],
                     outline_of(d));
            return;
        }
        at = found + strlen(texts[i]);
    }
}
