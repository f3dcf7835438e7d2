/* moment.h - an instant as a date and time of day in UTC, for the properties that file formats want.
 *
 * What: smv_moment_of.    Not: no time zones, no words.    Uses: nothing.    Thread: pure. */
#ifndef SMV_FORMAT_MOMENT_H
#define SMV_FORMAT_MOMENT_H
#include <stdint.h>

struct smv_moment {
    uint64_t year;
    unsigned month, day, hour, minute, second; /* month and day from 1 */
};

static inline struct smv_moment smv_moment_of(uint64_t ms)
{
    uint64_t s = ms / 1000, in_day = s % 86400;
    /* Years that begin on 1 March, so that the leap day is the last one; eras of 400 years. */
    uint64_t z = s / 86400 + 719468, era = z / 146097, doe = z % 146097;
    uint64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    uint64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    uint64_t month = mp < 10 ? mp + 3 : mp - 9;
    return (struct smv_moment){.year = yoe + era * 400 + (month <= 2),
                               .month = (unsigned)month,
                               .day = (unsigned)(doy - (153 * mp + 2) / 5 + 1),
                               .hour = (unsigned)(in_day / 3600),
                               .minute = (unsigned)(in_day / 60 % 60),
                               .second = (unsigned)(in_day % 60)};
}

#endif
