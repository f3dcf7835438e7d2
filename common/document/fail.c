/* fail.c - see fail.h. */
#include "common/document/fail.h"

static const struct {
    int code;
    const char *text;
} fails[] = {{0, ""},
#define X(name, code, text) {code, text},
             SMV_DOCUMENT_FAIL_MAP(X)
#undef X
};

const char *smv_document_fail_text(enum smv_document_fail fail)
{
    return fails[fail].text;
}

int smv_document_fail_code(enum smv_document_fail fail)
{
    return fails[fail].code;
}
