/* linear.h - the scribe's work without a screen: changes are spoken line by line, commands are taken line by line.
 *
 * What: for screen readers, braille lines, very slow connections and scripts that talk. Every field and every place
 *       where something can be added has a number that it keeps until the sheet is listed again.
 * Not:  paints nothing, moves no cursor: plain lines of text, in and out.
 * Uses: page.h, boards.h, desk.h; linear_run.c also session.h.    Thread: one. */
#ifndef SMV_TUI_LINEAR_H
#define SMV_TUI_LINEAR_H
#include "client-cli/io/session.h"
#include "client-cli/tui/view.h"

struct smv_linear;
/* c is borrowed; place: as it was told last time, 0 never. */
struct smv_linear *smv_linear_create(struct smv_client *c, smv_id place);
void smv_linear_destroy(struct smv_linear *l);
/* What is new, in words, appended to out: connection, notices, sessions, what others did on the open sheet. */
void smv_linear_news(struct smv_linear *l, const struct smv_scene *s, unsigned news,
                     struct smv_buf *out);
/* One command (without its line feed). Returns a mask of smv_did. */
unsigned smv_linear_line(struct smv_linear *l, const struct smv_scene *s, struct smv_span line,
                         struct smv_buf *out);

/* Work that is spoken: what is new is appended to out, one command gives a mask of smv_did. */
struct smv_spoken {
    void *self;
    void (*news)(void *self, const struct smv_scene *s, unsigned news, struct smv_buf *out);
    unsigned (*line)(void *self, const struct smv_scene *s, struct smv_span line,
                     struct smv_buf *out);
};
/* As below, for other roles' work. */
enum smv_session_end smv_spoken_run(struct smv_session *session, const struct smv_spoken *spoken,
                                    const char *person);
/* From standard input to standard output, until "q", the end of the input, or a signal. */
enum smv_session_end smv_linear_run(struct smv_session *session, const struct smv_profile *profile);

#endif
