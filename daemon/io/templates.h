/* templates.h - the templates that this daemon offers.
 *
 * What: those that it was built with, and the host's own in DATA/templates, which go before one of the same name.
 * Uses: common/template.    Thread: the loop's; small files are read at once. */
#ifndef SMV_DAEMON_TEMPLATES_H
#define SMV_DAEMON_TEMPLATES_H
#include <jansson.h>
#include "common/base/buf.h"

struct smv_template_file {
    const char *name;
    const uint8_t *from, *to;
};
extern const struct smv_template_file smv_template_files[]; /* by name; ends with NULL */

/* [{"name","title","about","lang","sessions","questions","minutes","own"}...], by name; one that has mistakes is
 * told with "mistakes": true. */
json_t *smv_templates_json(const char *data);
/* The text of one; false: there is none. */
bool smv_templates_find(const char *data, const char *name, struct smv_buf *ret_yaml);

#endif
