/* screen_side.h - a day with every form of sheet, a client that holds it, and a view on a grid; golden screens.
 *
 * What: screen_init makes the tree and lets the client catch up; a test changes the tree before that (screen_make) or
 *       talks as the daemon afterwards; keys go in, the screen comes out as text and is compared with a file.
 * Uses: client_side.h, tree_make.h, client-cli/tui, cmocka.    Thread: one.
 * SMV_GOLDEN=write in the environment writes the files instead of comparing. */
#ifndef SMV_TESTS_SCREEN_SIDE_H
#define SMV_TESTS_SCREEN_SIDE_H
#include "client-cli/tui/view.h"
#include "tests/lib/client_side.h"
#include "tests/lib/tree_make.h"

enum screen_sheet {
    SCREEN_QUESTIONS,
    SCREEN_TIMELINE,
    SCREEN_TABLE,
    SCREEN_ACTIONS,
    SCREEN_PARKING,
    SCREEN_MAP,
    SCREEN_PLAN,
    SCREEN_POLL,
    SCREEN_SYNTHESIS,
    SCREEN_MATRIX,
    SCREEN_SHEETS
};
struct screen {
    struct make m;
    struct side s;
    struct smv_scene scene;
    struct smv_view *v;
    smv_id rooms[2], sessions[3], sheets[SCREEN_SHEETS], earlier, questions[3], points[3], cards[4];
    smv_id phases[3], lanes[2];
    struct smv_buf out;
};

#define SCREEN_LOG_MS INT64_C(1795171320000) /* 2026-11-20 10:42:00 UTC */

void screen_make(struct screen *d);                              /* the tree */
void screen_live(struct screen *d, unsigned role, smv_id place); /* the client catches up */
void screen_view(struct screen *d, struct smv_view *(*create)(struct smv_client *c));
void screen_finish(struct screen *d);
void screen_fields(struct smv_buf *ret, const struct smv_field_value *fields,
                   size_t n); /* an ADD's */
/* Before screen_live: a text in a field, cut at the bound. */
void screen_text(struct screen *d, smv_id id, unsigned field, struct smv_span text, size_t bound);
void screen_told(
    struct screen *d); /* what the last step of the client brought is news to the view */

/* --- keys: a mask of smv_did */
unsigned screen_press(struct screen *d, enum smv_key_code code, unsigned mods);
unsigned screen_f(struct screen *d, unsigned number);
unsigned screen_ctrl(struct screen *d, const char *letter);
unsigned screen_alt(struct screen *d, const char *letter);
void screen_type(struct screen *d, const char *text); /* cluster by cluster */
unsigned screen_paste(struct screen *d, const char *text);

/* Draws at that size; the text lives until the next call. with styles, see smv_grid_print. */
const char *screen_draw(struct screen *d, int w, int h, bool styles);
/* Compares with golden/NAME.txt of the folder given to screen_goldens. */
void screen_goldens(const char *folder, const char *locale);
/* The views' words from here on: "en", or one of the catalogues in the folder locale. */
void screen_language(const char *lang);
void screen_golden(struct screen *d, const char *name, int w, int h);
/* Every cell is whole and harmless, the caret inside. */
void screen_check(struct screen *d, int w, int h);

#endif
