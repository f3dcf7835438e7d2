/* web.c - see web.h. */
#include "daemon/io/web.h"
#include <string.h>
#include <strings.h>

const struct smv_web_file *smv_web_find(const char *path)
{
    size_t low = 0, high = smv_web_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(path, smv_web_files[middle].path);
        if (order == 0) {
            return &smv_web_files[middle];
        }
        *(order < 0 ? &high : &low) = order < 0 ? middle : middle + 1;
    }
    return NULL;
}

/* "q=0", "q=0.000": not this one, please */
static bool is_unwanted(const char *parameters, size_t len)
{
    const char *q = memchr(parameters, '=', len);
    if (!q) {
        return false;
    }
    size_t n = len - (size_t)(q + 1 - parameters), zeros = 0;
    while (zeros < n && strchr("0. \t", q[1 + zeros])) {
        zeros++;
    }
    return n > 0 && zeros == n;
}

static bool takes(const char *accept, const char *encoding)
{
    size_t wanted = strlen(encoding);
    for (const char *at = accept; *at;) {
        at += strspn(at, " ,\t");
        size_t len = strcspn(at, ","), name = strcspn(at, " \t;,");
        if (name == wanted && strncasecmp(at, encoding, name) == 0) {
            return !is_unwanted(at + name, len - name);
        }
        at += len;
    }
    return false;
}

struct smv_span smv_web_form(const struct smv_web_file *f, const char *accept,
                             const char **ret_encoding)
{
    if (f->brotli.len > 0 && takes(accept, "br")) {
        *ret_encoding = "br";
        return f->brotli;
    }
    if (f->gzip.len > 0 && takes(accept, "gzip")) {
        *ret_encoding = "gzip";
        return f->gzip;
    }
    *ret_encoding = NULL;
    return f->plain;
}
