/* words.c - the names and sentences of messages, operations, changes and codes, and a code's class.
 *
 * Uses: messages.def.    Thread: pure; static strings. */
#include "proto/msg.h"

static const char unknown[] = "unknown";

const char *smv_msg_name(enum smv_msg_kind kind)
{
    switch (kind) {
#define M(NAME, name, number, direction, doc)                                                      \
    case SMV_MSG_KIND_##NAME: return #name;
        SMV_MESSAGE_MAP(M)
#undef M
    }
    return unknown;
}

const char *smv_op_name(enum smv_op_kind op)
{
    switch (op) {
#define O(NAME, name, number, who, doc)                                                            \
    case SMV_OP_##NAME: return #name;
        SMV_OP_MAP(O)
#undef O
    }
    return unknown;
}

const char *smv_change_name(enum smv_change_kind change)
{
    switch (change) {
#define C(NAME, name, number, doc)                                                                 \
    case SMV_CHANGE_##NAME: return #name;
        SMV_CHANGE_MAP(C)
#undef C
    }
    return unknown;
}

const char *smv_code_name(enum smv_code code)
{
    switch (code) {
#define X(NAME, number, class, text)                                                               \
    case SMV_CODE_##NAME: return #NAME;
        SMV_CODE_MAP(X)
#undef X
    }
    return unknown;
}

const char *smv_code_text(enum smv_code code)
{
    switch (code) {
#define X(NAME, number, class, text)                                                               \
    case SMV_CODE_##NAME: return text;
        SMV_CODE_MAP(X)
#undef X
    }
    return unknown;
}

/* A code from a newer daemon is treated as a final no: taken back, kept as a copy. */
enum smv_code_class smv_code_class(enum smv_code code)
{
    switch (code) {
#define X(NAME, number, class, text)                                                               \
    case SMV_CODE_##NAME: return SMV_CLASS_##class;
        SMV_CODE_MAP(X)
#undef X
    }
    return SMV_CLASS_STOP;
}

const char *smv_close_text(enum smv_close code)
{
    switch (code) {
#define X(NAME, number, again, text)                                                               \
    case SMV_CLOSE_##NAME: return text;
        SMV_CLOSE_MAP(X)
#undef X
    }
    return unknown;
}

int smv_close_again(unsigned code)
{
    switch (code) {
#define X(NAME, number, again, text)                                                               \
    case number: return again;
        SMV_CLOSE_MAP(X)
#undef X
    default: return 1;
    }
}
