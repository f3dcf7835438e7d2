/* err.h - the one vocabulary of failures inside the programs.
 *
 * What: an enum with a stable name and an English sentence per value.
 * Not:  the verdicts that travel on the wire (those are enum smv_code, proto/messages.def).
 * Uses: nothing.    Thread: pure.
 * Rule: 0 is success. Outputs named ret_* are untouched unless the result is SMV_OK. */
#ifndef SMV_BASE_ERR_H
#define SMV_BASE_ERR_H

#define SMV_ERR_MAP(X)                                                                             \
    X(OK, "ok")                                                                                    \
    X(MALFORMED, "the bytes are not what the format says")                                         \
    X(TOO_BIG, "larger than the limit allows")                                                     \
    X(UTF8, "not valid UTF-8, or a character that is not allowed")                                 \
    X(RANGE, "a number outside its bounds")                                                        \
    X(MISSING, "something needed is not there")                                                    \
    X(EXISTS, "it is already there")                                                               \
    X(STATE, "not possible in this state")                                                         \
    X(BUSY, "somebody else holds it")                                                              \
    X(FULL, "the disk is full")                                                                    \
    X(IO, "reading or writing failed")                                                             \
    X(UNKNOWN, "the outcome is not known")                                                         \
    X(CORRUPT, "stored data does not check out")                                                   \
    X(DENIED, "permission denied")                                                                 \
    X(VERSION, "made by a version that this one does not understand")

enum smv_err {
#define X(name, text) SMV_ERR_##name,
    SMV_ERR_MAP(X)
#undef X
};
#define SMV_OK SMV_ERR_OK

/* Stable lower-case word ("malformed") and English sentence. Static strings; never NULL. */
const char *smv_err_name(enum smv_err err);
const char *smv_err_text(enum smv_err err);

#define SMV_CHECKED __attribute__((warn_unused_result))

/* Return early from a function that owns nothing yet. */
#define SMV_TRY(expr)                                                                              \
    do {                                                                                           \
        enum smv_err smv_try_err_ = (expr);                                                        \
        if (smv_try_err_ != SMV_OK) {                                                              \
            return smv_try_err_;                                                                   \
        }                                                                                          \
    } while (0)

#endif
