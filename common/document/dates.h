/* dates.h - dates, times of day and the order of names, as each language has them.
 *
 * What: yyyymmdd, hhmm and milliseconds in words; comparing names by the language's alphabet.
 * Not:  knows no clock: the time comes from the caller, and so does the offset from UTC.
 * Uses: ICU (in dates.c only).    Thread: one owner at a time.
 * Invariants: never fails: a number that is no date is put as its digits, and without ICU's data a date is put as
 *       2027-05-03 and names are compared by code point. */
#ifndef SMV_DOCUMENT_DATES_H
#define SMV_DOCUMENT_DATES_H
#include "common/base/buf.h"

struct smv_dates;
struct smv_dates *smv_dates_create(const char *lang); /* sv, nb or en */
void smv_dates_destroy(struct smv_dates *d);          /* NULL is fine */

bool smv_date_valid(uint64_t yyyymmdd); /* 1583-01-01..9999-12-31, and there is such a day */
/* Each appends. */
void smv_date_put(struct smv_buf *b, const struct smv_dates *d,
                  uint64_t yyyymmdd); /* 3 maj 2027; 3. mai 2027; 3 May 2027; 0: nothing */
void smv_clock_put(struct smv_buf *b, uint64_t hhmm); /* 09:30 */
/* 22 november 2026 10:42 */
void smv_moment_put(struct smv_buf *b, const struct smv_dates *d, uint64_t ms,
                    int32_t utc_offset_min);
void smv_date_put_iso(struct smv_buf *b, uint64_t yyyymmdd); /* 2027-05-03 */
uint64_t smv_date_of(uint64_t ms, int32_t utc_offset_min);   /* yyyymmdd */
uint64_t smv_date_read_iso(struct smv_span text);            /* 2027-05-03; 0: no such date */
uint64_t smv_clock_of(uint64_t ms, int32_t utc_offset_min);  /* hhmm */
/* <0, 0, >0 by the language's alphabet: sv a..z å ä ö, nb a..z æ ø å. Not 0 unless the bytes are equal. */
int smv_name_cmp(const struct smv_dates *d, struct smv_span a, struct smv_span b);
/* Appends text with its first letter a capital: kommun, Kommun. */
void smv_name_put_title(struct smv_buf *b, struct smv_span text);

#endif
