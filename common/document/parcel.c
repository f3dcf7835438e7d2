/* parcel.c - see parcel.h. */
#include "common/document/parcel.h"
#include "common/base/heap.h"
#include "common/base/limits.h"
#include "common/base/utf8.h"
#include "common/pack/writer.h"

enum { VERSION = 1, ITEMS = 10, NAME_BYTES = 64, MOST_MINUTES = 24 * 60 };
#define NUMBER_MAX UINT64_C(9007199254740991) /* as in the tree: what JavaScript counts to */

/* --- writing ------------------------------------------------------------------------------------ */

/* The next node that is not below n. */
static const struct smv_node *pass_over(const struct smv_node *n)
{
    while (n->next == NULL && n->parent != NULL) {
        n = n->parent;
    }
    return n->next;
}

struct filter {
    bool (*include)(const struct smv_node *, void *);
    void *arg;
};

static const struct smv_node *next_in(const struct smv_tree *t, const struct smv_node *at,
                                      const struct filter *f)
{
    const struct smv_node *n = smv_tree_walk(t->root, at);
    while (n != NULL && n != t->root && f->include != NULL && !f->include(n, f->arg)) {
        n = pass_over(n);
    }
    return n;
}

/* As smv_tree_write, of the nodes that are in; a parent stands before its children there too. */
static void write_tree(struct smv_buf *b, const struct smv_tree *t, const struct filter *f)
{
    size_t count = 0;
    for (const struct smv_node *n = next_in(t, NULL, f); n != NULL; n = next_in(t, n, f)) {
        count++;
    }
    smv_write_array(b, 2);
    smv_write_uint(b, t->own);
    smv_write_array(b, count);
    for (const struct smv_node *n = next_in(t, NULL, f); n != NULL; n = next_in(t, n, f)) {
        smv_node_write(b, n, /* with_history */ false);
    }
}

void smv_parcel_write(struct smv_buf *b, const struct smv_tree *t,
                      const struct smv_doc_facts *facts,
                      bool (*include)(const struct smv_node *, void *), void *arg)
{
    smv_write_array(b, ITEMS);
    smv_write_uint(b, VERSION);
    smv_write_str(b, facts->name);
    smv_write_bin(b, smv_span(facts->epoch, sizeof facts->epoch));
    smv_write_uint(b, facts->seq);
    smv_write_uint(b, facts->now);
    smv_write_int(b, facts->utc_offset_min);
    smv_write_uint(b, facts->role);
    smv_write_array(b, facts->n_authors);
    for (size_t i = 0; i < facts->n_authors; i++) {
        smv_write_array(b, 2);
        smv_write_uint(b, facts->authors[i].ord);
        smv_write_str(b, facts->authors[i].name);
    }
    smv_write_bin(b, facts->ballots);
    write_tree(b, t, &(struct filter){include, arg});
}

/* --- reading ------------------------------------------------------------------------------------ */

static struct smv_span read_line(struct smv_reader *r, size_t most)
{
    struct smv_span s = smv_read_str(r, most);
    if (r->err == SMV_OK && !smv_utf8_clean_line(s)) {
        smv_reader_fail(r, SMV_ERR_UTF8);
    }
    return s;
}

static struct smv_doc_author *read_authors(struct smv_reader *r, size_t *ret_n)
{
    uint32_t n = smv_read_array(r);
    struct smv_doc_author *list = NULL;
    size_t cap = 0, done = 0;
    for (uint32_t i = 0; i < n && r->err == SMV_OK; i++) {
        struct smv_doc_author a = {0};
        smv_read_array_of(r, 2);
        a.ord = (uint32_t)smv_read_uint_max(r, SMV_MAX_CLIENTS);
        a.name = read_line(r, SMV_MAX_NAME);
        if (r->err == SMV_OK && done > 0 && a.ord <= list[done - 1].ord) {
            smv_reader_fail(r, SMV_ERR_MALFORMED);
        }
        list = smv_grow(list, &cap, done + 1, sizeof *list);
        list[done++] = a;
    }
    *ret_n = done;
    return list;
}

static int32_t read_offset(struct smv_reader *r)
{
    int64_t minutes = smv_read_int(r);
    if (minutes < -MOST_MINUTES || minutes > MOST_MINUTES) {
        smv_reader_fail(r, SMV_ERR_RANGE);
    }
    return r->err == SMV_OK ? (int32_t)minutes : 0;
}

enum smv_err smv_parcel_read(struct smv_span bytes, struct smv_tree *t,
                             struct smv_doc_facts *ret_facts)
{
    struct smv_reader r;
    struct smv_doc_facts f = {0};
    smv_reader_init(&r, bytes);
    uint32_t items = smv_read_array(&r);
    uint64_t version = smv_read_uint(&r);
    SMV_TRY(r.err);
    if (version != VERSION) {
        return SMV_ERR_VERSION;
    }
    if (items != ITEMS) {
        return SMV_ERR_MALFORMED;
    }
    f.name = read_line(&r, NAME_BYTES);
    smv_read_bin_exact(&r, f.epoch, sizeof f.epoch);
    f.seq = smv_read_uint_max(&r, NUMBER_MAX);
    f.now = smv_read_uint_max(&r, NUMBER_MAX);
    f.utc_offset_min = read_offset(&r);
    f.role = (unsigned)smv_read_uint_max(&r, SMV_ROLE_PARTICIPANT);
    struct smv_doc_author *authors = read_authors(&r, &f.n_authors);
    f.authors = authors;
    f.ballots = smv_read_bin(&r, SIZE_MAX);
    enum smv_err err = r.err == SMV_OK ? smv_tree_read(&r, t) : r.err;
    err = err == SMV_OK ? smv_reader_done(&r) : err;
    if (err != SMV_OK) {
        smv_free(authors);
        return err;
    }
    *ret_facts = f;
    return SMV_OK;
}

void smv_parcel_finish(struct smv_doc_facts *facts)
{
    smv_free((void *)(uintptr_t)facts->authors);
    facts->authors = NULL;
    facts->n_authors = 0;
}
