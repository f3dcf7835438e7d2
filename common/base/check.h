/* check.h - assertions that stay on in release builds.
 *
 * What: PRE, POST, INVARIANT and UNREACHABLE for our own mistakes; a wrong broadcast is worse than a
 *       restart, because the log holds everything that was confirmed.
 * Not:  for input, disk or network: those get an error value.
 * Thread: any. */
#ifndef SMV_BASE_CHECK_H
#define SMV_BASE_CHECK_H

/* Writes nothing and never returns: traps with the arguments in registers for the debugger. The text
 * is handed to the hook that the program's main() installed, if any. */
_Noreturn void smv_check_failed(const char *what, const char *file, int line);
void smv_check_set_hook(void (*hook)(const char *what, const char *file, int line));

#define SMV_CHECK_(cond, text) ((cond) ? (void)0 : smv_check_failed(text, __FILE__, __LINE__))
#define PRE(cond)              SMV_CHECK_(cond, "precondition: " #cond)
#define POST(cond)             SMV_CHECK_(cond, "postcondition: " #cond)
#define INVARIANT(cond)        SMV_CHECK_(cond, "invariant: " #cond)
#define UNREACHABLE(why)       smv_check_failed("unreachable: " why, __FILE__, __LINE__)

#endif
