/* fields.c - values read and shown. See fields.h. */
#include "client-cli/cmd/fields.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include "common/base/heap.h"
#include "common/base/utf8.h"

/* --- the words in schema.def's docs --------------------------------------------------------------------- */
/* The next "N word" behind *at; it ends at a comma or semicolon. */
static bool next_word(const char **at, uint64_t *ret_num, struct smv_span *ret_word)
{
    for (const char *p = *at; *p != '\0'; p++) {
        size_t digits = strspn(p, "0123456789");
        bool starts = p == *at || p[-1] == ' ';
        if (digits == 0 || !starts) {
            continue;
        }
        if (digits <= 2 && p[digits] == ' ') {
            const char *word = p + digits + 1;
            size_t len = strcspn(word, ",;");
            *ret_num = strtoull(p, NULL, 10);
            *ret_word = smv_span(word, len);
            *at = word + len;
            return true;
        }
        p += digits - 1;
    }
    return false;
}

bool smv_doc_word(const struct smv_field_info *info, uint64_t num, struct smv_span *ret_word)
{
    const char *at = info->doc;
    uint64_t n;
    struct smv_span word;
    while (info->type == SMV_TYPE_INT && next_word(&at, &n, &word)) {
        if (n == num) {
            *ret_word = word;
            return true;
        }
    }
    return false;
}

static char plain(uint8_t c)
{
    return c == '-' || c == '_' ? ' ' : c >= 'A' && c <= 'Z' ? (char)(c + 32) : (char)c;
}

/* 0 no, 1 begins with it, 2 is it */
static int says(struct smv_span word, const char *text, size_t len)
{
    if (len == 0 || len > word.len) {
        return 0;
    }
    for (size_t i = 0; i < len; i++) {
        if (plain(word.data[i]) != plain((uint8_t)text[i])) {
            return 0;
        }
    }
    return len == word.len ? 2 : 1;
}

static bool word_number(const struct smv_field_info *info, const char *text, size_t len,
                        uint64_t *ret)
{
    const char *at = info->doc;
    uint64_t n, found = 0;
    unsigned begins = 0;
    struct smv_span word;
    while (next_word(&at, &n, &word)) {
        int how = says(word, text, len);
        if (how == 2) {
            *ret = n;
            return true;
        }
        begins += how == 1 && len >= 3;
        found = how == 1 ? n : found;
    }
    *ret = found;
    return begins == 1;
}

/* --- numbers ---------------------------------------------------------------------------------------------- */
static bool has(const struct smv_field_info *info, const char *what)
{
    return strstr(info->doc, what) != NULL;
}

static bool is_date(const struct smv_field_info *info)
{
    return info->type == SMV_TYPE_INT && info->bound == 99991231;
}

static bool is_hour(const struct smv_field_info *info)
{
    return info->type == SMV_TYPE_INT && has(info, "hhmm");
}

static bool is_time(const struct smv_field_info *info)
{
    return info->type == SMV_TYPE_INT && info->bound == 9007199254740991U &&
           strncmp(info->doc, "ms", 2) == 0;
}

static bool is_role(const struct smv_field_info *info)
{
    return info->kind == SMV_KIND_LINK && info->number == SMV_LINK_ROLE;
}

static bool is_kind(const struct smv_field_info *info)
{
    return info->kind == SMV_KIND_SHEET &&
           (info->number == SMV_SHEET_CARRY_KIND || info->number == SMV_SHEET_CARRY_AS);
}

static bool is_audience(const struct smv_field_info *info)
{
    return info->kind == SMV_KIND_SHEET && info->number == SMV_SHEET_AUDIENCE;
}

static bool is_mask(const struct smv_field_info *info)
{
    return is_audience(info) ||
           (info->kind == SMV_KIND_SEMINAR && info->number == SMV_SEMINAR_READS);
}

static const struct {
    const char *name;
    uint64_t bit;
} audiences[] = {{"own", SMV_AUDIENCE_OWN},
                 {"places", SMV_AUDIENCE_PLACES},
                 {"group", SMV_AUDIENCE_GROUP},
                 {"all", SMV_AUDIENCE_ALL}};
enum { N_AUDIENCES = sizeof audiences / sizeof *audiences };

static bool read_mask(const struct smv_field_info *info, const char *text, uint64_t *ret)
{
    uint64_t mask = 0;
    while (*text != '\0') {
        size_t len = strcspn(text, ",+");
        uint64_t bit = 0;
        for (size_t i = 0; is_audience(info) && i < N_AUDIENCES; i++) {
            if (strlen(audiences[i].name) == len &&
                strncasecmp(text, audiences[i].name, len) == 0) {
                bit = audiences[i].bit;
            }
        }
        if (bit == 0 && (is_audience(info) || !word_number(info, text, len, &bit))) {
            return false;
        }
        mask |= bit;
        text += len + (text[len] != '\0');
    }
    *ret = mask;
    return mask != 0;
}

static bool read_date(const char *text, uint64_t *ret)
{
    static const unsigned days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    unsigned y, m, d;
    int used = 0;
    if ((sscanf(text, "%4u-%2u-%2u%n", &y, &m, &d, &used) != 3 || text[used] != '\0') &&
        (sscanf(text, "%4u%2u%2u%n", &y, &m, &d, &used) != 3 || text[used] != '\0' || used != 8)) {
        return false;
    }
    bool leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
    if (y < 1900 || m < 1 || m > 12 || d < 1 || d > days[m - 1] || (m == 2 && d == 29 && !leap)) {
        return false;
    }
    *ret = (uint64_t)y * 10000 + m * 100 + d;
    return true;
}

static bool read_hour(const char *text, uint64_t *ret)
{
    unsigned h, m;
    int used = 0;
    if (sscanf(text, "%2u:%2u%n", &h, &m, &used) != 2 &&
        sscanf(text, "%2u.%2u%n", &h, &m, &used) != 2) {
        return false;
    }
    *ret = (uint64_t)h * 100 + m;
    return text[used] == '\0' && h < 24 && m < 60;
}

/* "2026-11-21 18:00" here, or "+8h", "+90m", "+3d" from now */
static bool read_time(const char *text, int64_t now, uint64_t *ret)
{
    struct tm tm = {.tm_isdst = -1};
    int used = 0;
    unsigned n;
    char unit;
    if (sscanf(text, "+%6u%c%n", &n, &unit, &used) == 2 && text[used] == '\0' &&
        strchr("mhd", unit) != NULL) {
        *ret = (uint64_t)now + (uint64_t)n * (unit == 'm'   ? 60000U
                                              : unit == 'h' ? 3600000U
                                                            : 86400000U);
        return true;
    }
    if (sscanf(text, "%4d-%2d-%2d%*1[ T]%2d:%2d%n", &tm.tm_year, &tm.tm_mon, &tm.tm_mday,
               &tm.tm_hour, &tm.tm_min, &used) != 5 ||
        text[used] != '\0') {
        return false;
    }
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    time_t t = mktime(&tm);
    *ret = (uint64_t)t * 1000U;
    return t > 0;
}

static bool read_yes(const char *text, uint64_t *ret)
{
    static const char *const words[2][6] = {{"no", "nej", "nei", "false", "off", "0"},
                                            {"yes", "ja", "on", "true", "1", "y"}};
    for (size_t i = 0; i < 12; i++) {
        if (strcasecmp(words[i / 6][i % 6], text) == 0) {
            *ret = i / 6;
            return true;
        }
    }
    return false;
}

static bool special_number(const struct smv_fields *f, const struct smv_field_info *info,
                           const char *text, uint64_t *ret)
{
    if (is_role(info)) {
        int role = smv_role_by_name(text);
        *ret = role > 0 ? (uint64_t)role : 0;
        return role >= 0;
    }
    if (is_kind(info)) {
        *ret = smv_kind_by_name(text);
        return *ret != 0;
    }
    return is_date(info)   ? read_date(text, ret)
           : is_hour(info) ? read_hour(text, ret)
           : is_time(info) ? read_time(text, f->now_ms, ret)
           : is_mask(info) ? read_mask(info, text, ret)
                           : info->bound == 1 && read_yes(text, ret);
}

static void expected(const struct smv_field_info *info, char why[200])
{
    snprintf(why, 200, "%s",
             is_date(info)      ? "a date such as 2026-11-21, or \"none\""
             : is_hour(info)    ? "a time such as 09:30"
             : is_time(info)    ? "a time such as \"2026-11-21 18:00\" or +8h, or \"none\""
             : info->bound == 1 ? "yes or no"
                                : info->doc);
}

static bool read_number(const struct smv_fields *f, const struct smv_field_info *info,
                        const char *text, uint64_t *ret, char why[200])
{
    size_t digits = strspn(text, "0123456789");
    if (special_number(f, info, text, ret) || word_number(info, text, strlen(text), ret)) {
        return true;
    }
    if (*text == '\0' || strcasecmp(text, "none") == 0) {
        *ret = 0;
        return true;
    }
    if (digits == 0 || digits > 16 || text[digits] != '\0' ||
        (is_date(info) && strcmp(text, "0") != 0)) {
        expected(info, why);
        return false;
    }
    *ret = strtoull(text, NULL, 10);
    if (*ret > info->bound) {
        snprintf(why, 200, "a number up to %" PRIu64, info->bound);
        return false;
    }
    return true;
}

/* --- other types -------------------------------------------------------------------------------------------- */
static bool read_ref(const struct smv_fields *f, const struct smv_field_info *info,
                     const char *text, uint64_t *ret, char why[200])
{
    struct smv_finding found;
    const struct smv_kind_info *kind = smv_kind_info((unsigned)info->bound);
    if (*text == '\0' || strcmp(text, "none") == 0) {
        *ret = 0;
        return true;
    }
    enum smv_found how =
        f->client != NULL ? smv_find(f->client, f->place, text, &found) : SMV_FOUND_NONE;
    if (how == SMV_FOUND_MANY) {
        smv_finding_finish(&found);
        snprintf(why, 200, "one node; several are called that");
        return false;
    }
    if (how == SMV_FOUND_NONE ||
        (kind != NULL && smv_client_kind(f->client, found.id) != kind->number)) {
        snprintf(why, 200, "the address of a %s, or \"none\"", kind != NULL ? kind->name : "node");
        return false;
    }
    *ret = found.id;
    return true;
}

static bool read_list(const struct smv_fields *f, const struct smv_field_info *info,
                      const char *text, struct smv_value *v, char why[200])
{
    while (*text != '\0') {
        size_t len = strcspn(text, ",");
        char *part = smv_span_dup_cstr(smv_span(text, len));
        struct smv_field_info any = *info;
        any.bound = 0;
        bool ok = v->n_list < 16 && v->n_list < info->bound &&
                  read_ref(f, &any, part, &v->list[v->n_list], why);
        smv_free(part);
        if (!ok) {
            snprintf(why, 200, "addresses with commas between, at most %u",
                     (unsigned)(info->bound < 16 ? info->bound : 16));
            return false;
        }
        v->n_list++;
        text += len + (text[len] == ',');
    }
    return true;
}

bool smv_field_read(const struct smv_fields *f, const struct smv_field_info *info, const char *text,
                    struct smv_value *ret_value, char why[200])
{
    struct smv_value v = {.type = (enum smv_type)info->type, .str = smv_span_str(text)};
    why[0] = '\0';
    switch (v.type) {
    case SMV_TYPE_TEXT:
        if (!smv_utf8_clean(v.str) || smv_utf8_count(v.str) > info->bound) {
            snprintf(why, 200, "text of at most %" PRIu64 " characters", info->bound);
            return false;
        }
        break;
    case SMV_TYPE_STR:
        if (!smv_utf8_clean_line(v.str) || v.str.len > info->bound) {
            snprintf(why, 200, "one line of at most %" PRIu64 " bytes", info->bound);
            return false;
        }
        break;
    case SMV_TYPE_INT:
        if (!read_number(f, info, text, &v.num, why)) {
            return false;
        }
        break;
    case SMV_TYPE_REF:
        if (!read_ref(f, info, text, &v.num, why)) {
            return false;
        }
        break;
    case SMV_TYPE_LIST:
        if (!read_list(f, info, text, &v, why)) {
            return false;
        }
        break;
    case SMV_TYPE_BYTES: snprintf(why, 200, "nothing that can be typed"); return false;
    }
    *ret_value = v;
    return true;
}

/* --- names ----------------------------------------------------------------------------------------------------- */
static const struct smv_field_info *column_named(const struct smv_fields *f, smv_id sheet,
                                                 const char *name, size_t len)
{
    size_t n;
    const struct smv_field_info *found = NULL;
    struct smv_buf title = {0};
    smv_id *kids = smv_children(f->client, sheet, false, &n);
    for (size_t i = 0; found == NULL && i < n; i++) {
        if (smv_client_kind(f->client, kids[i]) != SMV_KIND_COLUMN) {
            continue;
        }
        smv_title(f->client, kids[i], &title);
        if (says(smv_buf_span(&title), name, len) == 2) {
            uint64_t slot = smv_num(f->client, kids[i], SMV_COLUMN_SLOT);
            uint64_t type = smv_num(f->client, kids[i], SMV_COLUMN_TYPE);
            unsigned base = type == 0 || type == 5 ? SMV_ROW_T1 : SMV_ROW_V1;
            found = smv_field_info(SMV_KIND_ROW, base + (unsigned)slot - 1);
        }
    }
    smv_buf_finish(&title);
    smv_free(kids);
    return found;
}

const struct smv_field_info *smv_field_named(const struct smv_fields *f, unsigned kind,
                                             smv_id sheet, const char *name, size_t len)
{
    char lower[64];
    if (len < sizeof lower) {
        for (size_t i = 0; i < len; i++) {
            char c = plain((uint8_t)name[i]);
            lower[i] = c == ' ' ? '_' : c;
        }
        lower[len] = '\0';
        const struct smv_field_info *info = smv_field_by_name(kind, lower);
        if (info != NULL) {
            return info;
        }
    }
    return kind == SMV_KIND_ROW && sheet != 0 && f->client != NULL
               ? column_named(f, sheet, name, len)
               : NULL;
}

static int by_number(const void *a, const void *b)
{
    const struct smv_assign *x = a, *y = b;
    return (int)x->info->number - (int)y->info->number;
}

bool smv_fields_read(const struct smv_fields *f, unsigned kind, smv_id sheet, char **args, size_t n,
                     struct smv_assign ret[SMV_ASSIGNS], size_t *ret_n, char why[300])
{
    char expect[200];
    for (size_t i = 0; i < n; i++) {
        const char *eq = strchr(args[i], '=');
        if (eq == NULL || eq == args[i] || i >= SMV_ASSIGNS) {
            snprintf(why, 300, "\"%.60s\" is not field=value", args[i]);
            return false;
        }
        size_t len = (size_t)(eq - args[i]);
        ret[i].info = smv_field_named(f, kind, sheet, args[i], len);
        if (ret[i].info == NULL) {
            snprintf(why, 300, "a %s has no field \"%.*s\"; see: samverka help fields %s",
                     smv_kind_info(kind)->name, (int)(len < 60 ? len : 60), args[i],
                     smv_kind_info(kind)->name);
            return false;
        }
        if (!smv_field_read(f, ret[i].info, eq + 1, &ret[i].value, expect)) {
            snprintf(why, 300, "%s takes %s; not \"%.60s\"", ret[i].info->name, expect, eq + 1);
            return false;
        }
    }
    if (n > 1) {
        qsort(ret, n, sizeof *ret, by_number);
    }
    for (size_t i = 1; i < n; i++) {
        if (ret[i].info == ret[i - 1].info) {
            snprintf(why, 300, "%s is given twice", ret[i].info->name);
            return false;
        }
    }
    *ret_n = n;
    return true;
}
