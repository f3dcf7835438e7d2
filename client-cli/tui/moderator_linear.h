/* moderator_linear.h - the moderator's work line by line: changes are spoken, simple commands are taken.
 *
 * What: calls, sessions, what rooms write, coming and going of the connection as lines of text; commands of one letter.
 *       For screen readers, braille lines, very slow connections.
 * Not:  paints nothing; the loop is linear.h's.
 * Uses: rooms.h, lead.h.    Thread: one. */
#ifndef SMV_TUI_MODERATOR_LINEAR_H
#define SMV_TUI_MODERATOR_LINEAR_H
#include "client-cli/tui/view.h"

struct smv_mod_linear;
struct smv_mod_linear *smv_mod_linear_create(struct smv_client *c); /* c is borrowed */
void smv_mod_linear_destroy(struct smv_mod_linear *l);
/* self is the smv_mod_linear: as the loop of linear.h calls them. line ends before its line feed. */
void smv_mod_linear_news(void *self, const struct smv_scene *s, unsigned news, struct smv_buf *out);
unsigned smv_mod_linear_line(void *self, const struct smv_scene *s, struct smv_span line,
                             struct smv_buf *out);

#endif
