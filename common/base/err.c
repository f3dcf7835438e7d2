/* err.c - names and sentences of enum smv_err, from the one list in err.h.
 *
 * Not:  no formatting of details; whoever reports adds those.
 * Uses: err.h.    Thread: pure. */
#include "common/base/err.h"
#include "common/base/check.h"

const char *smv_err_text(enum smv_err err)
{
    switch (err) {
#define X(name, text)                                                                              \
    case SMV_ERR_##name: return text;
        SMV_ERR_MAP(X)
#undef X
    }
    UNREACHABLE("a value outside enum smv_err");
}

/* The word is spelled once more here because C cannot lower the case of a macro argument; leaving a
 * value out is a compile error under -Wswitch-enum. */
const char *smv_err_name(enum smv_err err)
{
    switch (err) {
    case SMV_ERR_OK: return "ok";
    case SMV_ERR_MALFORMED: return "malformed";
    case SMV_ERR_TOO_BIG: return "too_big";
    case SMV_ERR_UTF8: return "utf8";
    case SMV_ERR_RANGE: return "range";
    case SMV_ERR_MISSING: return "missing";
    case SMV_ERR_EXISTS: return "exists";
    case SMV_ERR_STATE: return "state";
    case SMV_ERR_BUSY: return "busy";
    case SMV_ERR_FULL: return "full";
    case SMV_ERR_IO: return "io";
    case SMV_ERR_UNKNOWN: return "unknown";
    case SMV_ERR_CORRUPT: return "corrupt";
    case SMV_ERR_DENIED: return "denied";
    case SMV_ERR_VERSION: return "version";
    }
    UNREACHABLE("a value outside enum smv_err");
}
