/* dates.c - see dates.h. */
#include "common/document/dates.h"
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ucol.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>
#include "common/base/heap.h"
#include "common/base/utf8.h"

struct smv_dates {
    UDateFormat *date;  /* NULL: ICU has no data */
    UCollator *collate; /* likewise */
};
enum { DAY_MS = 86400000, FIRST_YEAR = 1583, LAST_YEAR = 9999 };

/* --- days, by arithmetic ------------------------------------------------------------------------ */

static bool leap(uint64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static uint64_t days_in(uint64_t year, uint64_t month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && leap(year) ? 29 : days[month - 1];
}

bool smv_date_valid(uint64_t yyyymmdd)
{
    uint64_t year = yyyymmdd / 10000, month = yyyymmdd / 100 % 100, day = yyyymmdd % 100;
    return year >= FIRST_YEAR && year <= LAST_YEAR && month >= 1 && month <= 12 && day >= 1 &&
           day <= days_in(year, month);
}

/* Days since 1970-01-01; the date is valid. Counts the years from March on, so that the leap day is the last one. */
static int64_t days_of(uint64_t yyyymmdd)
{
    int64_t year = (int64_t)(yyyymmdd / 10000), month = (int64_t)(yyyymmdd / 100 % 100);
    int64_t day = (int64_t)(yyyymmdd % 100);
    year -= month <= 2;
    int64_t from_march = (month + 9) % 12;
    int64_t of_year = (153 * from_march + 2) / 5 + day - 1;
    return 365 * year + year / 4 - year / 100 + year / 400 + of_year - 719468;
}

uint64_t smv_date_of(uint64_t ms, int32_t utc_offset_min)
{
    int64_t local = (int64_t)(ms / 60000) + utc_offset_min;
    uint64_t days = local < 0 ? 0 : (uint64_t)local / 1440;
    uint64_t year = 1970;
    while (year < LAST_YEAR && days >= (leap(year) ? 366U : 365U)) {
        days -= leap(year) ? 366 : 365;
        year++;
    }
    uint64_t month = 1;
    while (month < 12 && days >= days_in(year, month)) {
        days -= days_in(year, month++);
    }
    uint64_t day = days < days_in(year, month) ? days + 1 : days_in(year, month);
    return year * 10000 + month * 100 + day;
}

uint64_t smv_clock_of(uint64_t ms, int32_t utc_offset_min)
{
    int64_t minute = (int64_t)(ms / 60000) + utc_offset_min;
    uint64_t of_day = minute < 0 ? 0 : (uint64_t)minute % 1440;
    return of_day / 60 * 100 + of_day % 60;
}

static void put_padded(struct smv_buf *b, uint64_t v, uint64_t unit)
{
    for (; unit > 0; unit /= 10) {
        smv_buf_put_byte(b, (uint8_t)('0' + v / unit % 10));
    }
}

void smv_date_put_iso(struct smv_buf *b, uint64_t yyyymmdd)
{
    put_padded(b, yyyymmdd / 10000, 1000);
    smv_buf_put_byte(b, '-');
    put_padded(b, yyyymmdd / 100 % 100, 10);
    smv_buf_put_byte(b, '-');
    put_padded(b, yyyymmdd % 100, 10);
}

uint64_t smv_date_read_iso(struct smv_span text)
{
    static const char form[] = "dddd-dd-dd";
    uint64_t v = 0;
    if (text.len != sizeof form - 1) {
        return 0;
    }
    for (size_t i = 0; i < text.len; i++) {
        bool digit = text.data[i] >= '0' && text.data[i] <= '9';
        if (form[i] == 'd' ? !digit : text.data[i] != '-') {
            return 0;
        }
        v = digit ? v * 10 + (uint64_t)(text.data[i] - '0') : v;
    }
    return smv_date_valid(v) ? v : 0;
}

/* --- in words ----------------------------------------------------------------------------------- */

struct smv_dates *smv_dates_create(const char *lang)
{
    struct smv_dates *d = smv_zalloc(sizeof *d);
    /* The day before the month, as in Europe. */
    const char *locale = strcmp(lang, "en") == 0 ? "en_GB" : lang;
    UErrorCode err = U_ZERO_ERROR;
    static const UChar utc[] = {'U', 'T', 'C', 0};
    d->date = udat_open(UDAT_NONE, UDAT_LONG, locale, utc, -1, NULL, 0, &err);
    if (U_FAILURE(err)) {
        d->date = NULL;
    }
    err = U_ZERO_ERROR;
    d->collate = ucol_open(locale, &err);
    if (U_FAILURE(err)) {
        d->collate = NULL;
    }
    return d;
}

void smv_dates_destroy(struct smv_dates *d)
{
    if (d == NULL) {
        return;
    }
    if (d->date != NULL) {
        udat_close(d->date);
    }
    if (d->collate != NULL) {
        ucol_close(d->collate);
    }
    smv_free(d);
}

void smv_date_put(struct smv_buf *b, const struct smv_dates *d, uint64_t yyyymmdd)
{
    UChar wide[64];
    char text[sizeof wide / sizeof wide[0] * 3 + 1];
    if (yyyymmdd == 0) {
        return;
    }
    if (!smv_date_valid(yyyymmdd)) {
        smv_buf_put_u64(b, yyyymmdd);
        return;
    }
    if (d->date != NULL) {
        UErrorCode err = U_ZERO_ERROR;
        int32_t n = udat_format(d->date, (double)days_of(yyyymmdd) * DAY_MS, wide,
                                (int32_t)(sizeof wide / sizeof wide[0]), NULL, &err);
        int32_t bytes = 0;
        if (err == U_ZERO_ERROR) {
            (void)u_strToUTF8(text, (int32_t)sizeof text, &bytes, wide, n, &err);
        }
        if (U_SUCCESS(err)) {
            smv_buf_put(b, text, (size_t)bytes);
            return;
        }
    }
    smv_date_put_iso(b, yyyymmdd);
}

void smv_clock_put(struct smv_buf *b, uint64_t hhmm)
{
    put_padded(b, hhmm / 100 % 100, 10);
    smv_buf_put_byte(b, ':');
    put_padded(b, hhmm % 100, 10);
}

void smv_moment_put(struct smv_buf *b, const struct smv_dates *d, uint64_t ms,
                    int32_t utc_offset_min)
{
    smv_date_put(b, d, smv_date_of(ms, utc_offset_min));
    smv_buf_put_byte(b, ' ');
    smv_clock_put(b, smv_clock_of(ms, utc_offset_min));
}

/* --- the order of names ------------------------------------------------------------------------- */

int smv_name_cmp(const struct smv_dates *d, struct smv_span a, struct smv_span b)
{
    int order = 0;
    if (d->collate != NULL && a.len <= INT32_MAX && b.len <= INT32_MAX) {
        UErrorCode err = U_ZERO_ERROR;
        /* ICU wants no NULL, not even for nothing. */
        const char *left = a.len == 0 ? "" : (const char *)a.data;
        const char *right = b.len == 0 ? "" : (const char *)b.data;
        UCollationResult r =
            ucol_strcollUTF8(d->collate, left, (int32_t)a.len, right, (int32_t)b.len, &err);
        order = U_FAILURE(err) ? 0 : (int)r;
    }
    return order != 0 ? order : smv_span_cmp(a, b);
}

void smv_name_put_title(struct smv_buf *b, struct smv_span text)
{
    size_t first = 0;
    if (text.len > 0) {
        uint32_t cp = smv_utf8_next(text, &first);
        smv_utf8_put(b, (uint32_t)u_totitle((UChar32)cp));
    }
    smv_buf_put_span(b, smv_span_from(text, first));
}
