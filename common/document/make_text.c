/* make_text.c - texts, headings and tables as the documents put them.
 *
 * What: the trimming and keeping of texts; blocks with the house's habits (numbers on headings, stars, typed bullets);
 *       tables with names that differ.
 * Not:  knows no nodes: make_look.c.
 * Uses: make_int.h.    Thread: one owner. */
#include <string.h>
#include "common/base/hash.h"
#include "common/base/utf8.h"
#include "common/document/make_int.h"

/* What a spreadsheet allows for a sheet's name, counted in characters. */
enum { TABLE_NAME = 31, TABLE_WHAT = 14 };
static const char star_mark[] = "★ ";

/* --- texts -------------------------------------------------------------------------------------- */

static bool white(uint8_t c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

struct smv_span smv_make_trim(struct smv_span text)
{
    while (text.len > 0 && white(text.data[text.len - 1])) {
        text.len--;
    }
    size_t from = 0;
    while (from < text.len && white(text.data[from])) {
        from++;
    }
    return smv_span_from(text, from);
}

bool smv_make_blank(struct smv_span text)
{
    return smv_make_trim(text).len == 0;
}

static struct smv_span keep_scratch(struct smv_making *m)
{
    struct smv_span kept = smv_doc_keep(m->doc, smv_buf_span(&m->scratch));
    smv_buf_clear(&m->scratch);
    return kept;
}

struct smv_span smv_make_line(struct smv_making *m, struct smv_span text)
{
    text = smv_make_trim(text);
    for (size_t i = 0; i < text.len; i++) {
        if (!white(text.data[i])) {
            smv_buf_put_byte(&m->scratch, text.data[i]);
        } else if (!white(text.data[i - 1])) {
            smv_buf_put_byte(&m->scratch, ' ');
        }
    }
    return keep_scratch(m);
}

struct smv_span smv_make_word(const struct smv_making *m, enum smv_word_id word)
{
    return smv_span_str(smv_word(m->lang, word));
}

struct smv_span smv_make_say(struct smv_making *m, enum smv_word_id word, uint64_t n,
                             struct smv_span a, struct smv_span b)
{
    smv_word_put(&m->scratch, m->lang, word, n, a, b);
    return keep_scratch(m);
}

struct smv_span smv_make_date(struct smv_making *m, uint64_t yyyymmdd)
{
    smv_date_put(&m->scratch, m->dates, yyyymmdd);
    return keep_scratch(m);
}

struct smv_span smv_make_number(struct smv_making *m, uint64_t n)
{
    smv_buf_put_u64(&m->scratch, n);
    return keep_scratch(m);
}

struct smv_span smv_make_join(struct smv_making *m, const struct smv_span *texts, size_t n,
                              const char *gap)
{
    for (size_t i = 0; i < n; i++) {
        if (texts[i].len == 0) {
            continue;
        }
        if (m->scratch.len > 0) {
            smv_buf_put_str(&m->scratch, gap);
        }
        smv_buf_put_span(&m->scratch, texts[i]);
    }
    return keep_scratch(m);
}

struct smv_span smv_make_names(struct smv_making *m, const struct smv_span *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && i == n - 1) {
            smv_buf_put_byte(&m->scratch, ' ');
            smv_buf_put_span(&m->scratch, smv_make_word(m, SMV_WORD_AND));
            smv_buf_put_byte(&m->scratch, ' ');
        } else if (i > 0) {
            smv_buf_put_str(&m->scratch, ", ");
        }
        smv_buf_put_span(&m->scratch, names[i]);
    }
    return keep_scratch(m);
}

struct smv_span smv_make_numbered(struct smv_making *m, uint64_t n, struct smv_span text)
{
    smv_buf_put_u64(&m->scratch, n);
    smv_buf_put_str(&m->scratch, ". ");
    smv_buf_put_span(&m->scratch, text);
    return keep_scratch(m);
}

/* --- blocks ------------------------------------------------------------------------------------- */

/* The heading's number: its own and those above it. */
static void put_number(struct smv_making *m, struct smv_block *heading, unsigned level)
{
    const unsigned deepest = sizeof m->number / sizeof m->number[0];
    if (!m->numbered || level > deepest) {
        return;
    }
    m->number[level - 1]++;
    for (unsigned i = level; i < deepest; i++) {
        m->number[i] = 0;
    }
    for (unsigned i = 0; i < level; i++) {
        if (i > 0) {
            smv_buf_put_byte(&m->scratch, '.');
        }
        smv_buf_put_u64(&m->scratch, m->number[i]);
    }
    heading->label = keep_scratch(m);
}

void smv_make_heading(struct smv_making *m, unsigned level, struct smv_span text)
{
    struct smv_span line = smv_make_line(m, text);
    if (level > SMV_MAKE_HEADINGS) {
        smv_make_bold(m, line);
        return;
    }
    put_number(m, smv_doc_add(m->doc, SMV_BLOCK_HEADING, level, line), level);
}

void smv_make_bold(struct smv_making *m, struct smv_span text)
{
    struct smv_block *b = smv_doc_add(m->doc, SMV_BLOCK_PARA, 0, smv_span(NULL, 0));
    smv_doc_run(m->doc, b, SMV_RUN_BOLD, smv_make_line(m, text));
}

void smv_make_note(struct smv_making *m, struct smv_span text)
{
    (void)smv_doc_add(m->doc, SMV_BLOCK_NOTE, 0, smv_make_trim(text));
}

void smv_make_note_word(struct smv_making *m, enum smv_word_id word)
{
    smv_make_note(m, smv_make_word(m, word));
}

void smv_make_bullet(struct smv_making *m, unsigned level, struct smv_span text,
                     struct smv_span quiet, bool star)
{
    struct smv_span line = smv_make_line(m, text), behind = smv_make_line(m, quiet);
    struct smv_block *b = smv_doc_add(m->doc, SMV_BLOCK_BULLET, level, smv_span(NULL, 0));
    if (star) {
        m->stars = true;
        smv_doc_run(m->doc, b, SMV_RUN_BOLD, smv_span_str(star_mark));
    }
    smv_doc_run(m->doc, b, 0, line);
    if (behind.len > 0) {
        smv_doc_run(m->doc, b, SMV_RUN_QUIET, smv_span_str(line.len > 0 ? " (" : "("));
        smv_doc_run(m->doc, b, SMV_RUN_QUIET, behind);
        smv_doc_run(m->doc, b, SMV_RUN_QUIET, smv_span_str(")"));
    }
}

/* Behind the mark of a bullet that somebody typed; unchanged: it is none. An en dash begins speech, not a list. */
static struct smv_span typed_bullet(struct smv_span line)
{
    static const char *const marks[] = {"- ", "* ", "• ", "•\t", "-\t", "*\t"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        size_t len = strlen(marks[i]);
        if (line.len > len && memcmp(line.data, marks[i], len) == 0) {
            return smv_make_trim(smv_span_from(line, len));
        }
    }
    return line;
}

void smv_make_paras(struct smv_making *m, struct smv_span text)
{
    text = smv_make_trim(text);
    while (text.len > 0) {
        const uint8_t *end = memchr(text.data, '\n', text.len);
        size_t len = end == NULL ? text.len : (size_t)(end - text.data);
        struct smv_span line = smv_make_trim(smv_span(text.data, len));
        struct smv_span item = typed_bullet(line);
        if (item.len < line.len) {
            smv_make_bullet(m, 1, item, smv_span(NULL, 0), false);
        } else if (line.len > 0) {
            (void)smv_doc_add(m->doc, SMV_BLOCK_PARA, 0, smv_make_line(m, line));
        }
        text = smv_span_from(text, end == NULL ? len : len + 1);
    }
}

/* --- tables ------------------------------------------------------------------------------------- */

static void put_at_most(struct smv_buf *b, struct smv_span text, size_t cps)
{
    struct smv_span cut = smv_span(text.data, smv_utf8_offset(text, cps));
    smv_buf_put_span(b, smv_make_trim(cut));
}

/* Taken: remembers it. False: somebody has it. */
static bool take_name(struct smv_making *m, struct smv_span name)
{
    uint64_t hash = smv_fnv64(1, name) | 1;
    if (smv_map_get(&m->table_names, hash) != NULL) {
        return false;
    }
    (void)smv_map_set(&m->table_names, hash, m);
    return true;
}

static struct smv_span table_name(struct smv_making *m, struct smv_span name, struct smv_span what)
{
    struct smv_span line = smv_make_line(m, name), of = smv_make_line(m, what);
    size_t room = TABLE_NAME - 4; /* a number may follow */
    size_t tail = smv_utf8_count(of);
    tail = tail < TABLE_WHAT ? tail : TABLE_WHAT;
    for (uint64_t n = 1;; n++) {
        put_at_most(&m->scratch, line, tail == 0 ? room : room - tail - 1);
        if (tail > 0) {
            smv_buf_put_byte(&m->scratch, ' ');
            put_at_most(&m->scratch, of, tail);
        }
        if (n > 1) {
            smv_buf_put_byte(&m->scratch, ' ');
            smv_buf_put_u64(&m->scratch, n);
        }
        struct smv_span kept = keep_scratch(m);
        if (take_name(m, kept)) {
            return kept;
        }
    }
}

struct smv_doc_table *smv_make_table(struct smv_making *m, struct smv_span name,
                                     struct smv_span what, const struct smv_doc_column *columns,
                                     size_t n)
{
    struct smv_span unique = table_name(m, name, what);
    struct smv_doc_table *t = smv_doc_table(m->doc, "", columns, n);
    t->name = unique;
    return t;
}

struct smv_doc_column smv_make_column(const struct smv_making *m, enum smv_word_id title,
                                      enum smv_cell_type type, unsigned weight)
{
    return (struct smv_doc_column){
        .title = smv_make_word(m, title), .type = type, .weight = weight};
}

void smv_make_cell(struct smv_making *m, struct smv_doc_cell *cell, struct smv_span text)
{
    cell->text = smv_doc_keep(m->doc, smv_make_trim(text));
}

void smv_make_cell_word(const struct smv_making *m, struct smv_doc_cell *cell,
                        enum smv_word_id word)
{
    cell->text = smv_make_word(m, word);
}

void smv_make_cell_date(struct smv_making *m, struct smv_doc_cell *cell, uint64_t yyyymmdd)
{
    cell->text = smv_make_date(m, yyyymmdd);
    cell->num = smv_date_valid(yyyymmdd) ? yyyymmdd : 0;
}

void smv_make_cell_number(struct smv_making *m, struct smv_doc_cell *cell, uint64_t n)
{
    cell->text = smv_make_number(m, n);
    cell->num = n;
}
