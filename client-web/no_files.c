/* no_files.c - the table of daemon/io/web.h in a build without the browser clients (SMV_WEB=OFF). */
#include "daemon/io/web.h"

const struct smv_web_file smv_web_files[] = {{NULL}};
const size_t smv_web_count = 0;
