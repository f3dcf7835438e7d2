/* make_poster.c - the timelines and maps of the day, empty, on A1 for the wall.
 *
 * What: a picture a page: each pattern that has phases or lanes, on as many sheets as notes of paper need.
 * Not:  no drawing (timeline_poster.c); no cover: what hangs on a wall has none.
 * Uses: make_int.h, timeline_svg.h.    Thread: one owner. */
#include "common/document/make_int.h"
#include "common/document/timeline_svg.h"

static bool put_sheet(struct smv_making *m, const struct smv_node *sheet, bool any)
{
    uint64_t form = smv_node_num(sheet, SMV_SHEET_FORM);
    unsigned n = smv_timeline_posters(sheet);
    if ((form != SMV_FORM_TIMELINE && form != SMV_FORM_MAP) ||
        smv_node_num(sheet, SMV_SHEET_PATTERN) != 0) {
        return any;
    }
    for (unsigned i = 0; i < n; i++) {
        struct smv_buf svg = {0}, alt = {0};
        unsigned w = 0, h = 0;
        if (any) {
            (void)smv_doc_str(m->doc, SMV_BLOCK_BREAK, 0, "");
        }
        smv_timeline_poster(&svg, &alt, &w, &h, m->tree, sheet, m->lang, i);
        smv_doc_picture(m->doc, smv_buf_span(&svg), smv_buf_span(&alt), w, h);
        smv_buf_finish(&svg);
        smv_buf_finish(&alt);
        any = true;
    }
    return any;
}

enum smv_err smv_make_poster(struct smv_making *m)
{
    const struct smv_node *root = m->tree->root, *session = NULL, *sheet = NULL;
    bool any = false;
    m->doc->paper = SMV_PAPER_A1_WIDE;
    m->doc->mark = m->doc->footer = smv_span(NULL, 0);
    while ((session = smv_make_next(root, session, SMV_KIND_SESSION)) != NULL) {
        while ((sheet = smv_make_next(session, sheet, SMV_KIND_SHEET)) != NULL) {
            any = put_sheet(m, sheet, any);
        }
    }
    while ((sheet = smv_make_next(root, sheet, SMV_KIND_SHEET)) != NULL) {
        any = put_sheet(m, sheet, any);
    }
    return any ? SMV_OK : SMV_ERR_MISSING;
}
