/* template_file.h - finding a template by file or by name. */
#ifndef SMV_CLIENT_TEMPLATE_FILE_H
#define SMV_CLIENT_TEMPLATE_FILE_H
#include "client-cli/cmd/cmd.h"

/* A path, or a name looked for in $SAMVERKA_TEMPLATES and the installed folder. Appends the text; otherwise a
 * sentence has been written. */
enum smv_cli_exit smv_template_find(const char *name, struct smv_buf *ret_yaml);

#endif
