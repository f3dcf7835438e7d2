/* sheet_text.c - see sheet_text.h. */
#include "common/format/sheet_text.h"
#include <string.h>
#include <unicode/uchar.h>
#include "common/base/heap.h"
#include "common/base/utf8.h"

enum { CELL_MOST = 32767, NAME_MOST = 31, MARGIN_MOST = 100, LIST_MOST = 255 };

static unsigned units(uint32_t cp)
{
    return cp > 0xffff ? 2 : 1;
}

/* --- cells ---------------------------------------------------------------------------------------------------- */
static bool is_hex(uint8_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* "_x0041_" at i */
static bool is_numbered(struct smv_span s, size_t i)
{
    if (s.len - i < 7 || s.data[i] != '_' || s.data[i + 1] != 'x' || s.data[i + 6] != '_') {
        return false;
    }
    return is_hex(s.data[i + 2]) && is_hex(s.data[i + 3]) && is_hex(s.data[i + 4]) &&
           is_hex(s.data[i + 5]);
}

bool smv_sheet_piece(struct smv_buf *b, struct smv_span s, size_t *pos)
{
    static const char sign[] = "[…]";
    unsigned used = 0;
    if (*pos >= s.len) {
        return false;
    }
    if (*pos > 0) {
        smv_buf_put_str(b, sign);
        used += 3;
    }
    while (*pos < s.len) {
        size_t at = *pos;
        bool numbered = is_numbered(s, at);
        uint32_t cp = smv_plain_next(s, pos);
        unsigned n = numbered ? 7 : units(cp);
        if (used + n > CELL_MOST - 3) { /* room for the sign */
            *pos = at;
            smv_buf_put_str(b, sign);
            return true;
        }
        if (numbered) {
            smv_buf_put_str(b, "_x005F_");
        } else {
            smv_utf8_put(b, cp);
        }
        used += n;
    }
    return true;
}

void smv_sheet_margin(struct smv_buf *b, struct smv_span text)
{
    unsigned used = 0;
    for (size_t i = 0; i < text.len;) {
        uint32_t cp = smv_plain_next(text, &i);
        used += cp == '&' ? 2 : units(cp);
        if (used > MARGIN_MOST) {
            smv_buf_put_str(b, "…");
            return;
        }
        smv_buf_put_str(b, cp == '&' ? "&" : "");
        smv_utf8_put(b, cp == '\n' ? ' ' : cp);
    }
}

/* --- names ------------------------------------------------------------------------------------------------------ */
static void fold(struct smv_buf *b, struct smv_span s)
{
    for (size_t i = 0; i < s.len;) {
        uint32_t cp = smv_utf8_next(s, &i);
        smv_utf8_put(b, (uint32_t)u_foldCase((UChar32)cp, U_FOLD_CASE_DEFAULT));
    }
}

/* Appends at most most units of s, without what a name may not hold. */
static void put_name(struct smv_buf *b, struct smv_span s, unsigned most)
{
    unsigned used = 0;
    for (size_t i = 0; i < s.len;) {
        uint32_t cp = smv_plain_next(s, &i);
        bool bad = cp == '\n' || cp == 0xfffd || (cp < 0x80 && strchr("[]:*?/\\", (int)cp) != NULL);
        cp = bad ? ' ' : cp;
        bool edge = b->len == 0 ? cp == ' ' || cp == '\'' : cp == ' ' && b->data[b->len - 1] == ' ';
        if (used + units(cp) > most) {
            break;
        }
        if (!edge) {
            smv_utf8_put(b, cp);
            used += units(cp);
        }
    }
    while (b->len > 0 && (b->data[b->len - 1] == ' ' || b->data[b->len - 1] == '\'')) {
        b->len--;
    }
}

static bool is_taken(const struct smv_sheet_names *names, struct smv_span folded)
{
    bool taken = smv_span_is(folded, "history"); /* a workbook keeps this one for itself */
    for (size_t i = 0; i < names->n && !taken; i++) {
        taken = smv_span_is(folded, names->folded[i]);
    }
    return taken;
}

static unsigned digits(uint64_t n)
{
    return n > 9 ? 1 + digits(n / 10) : 1;
}

const char *smv_sheet_name(struct smv_sheet_names *names, struct smv_span wish,
                           const char *fallback)
{
    struct smv_buf name = {0}, folded = {0};
    for (uint64_t n = 1;; n++) {
        unsigned most = n == 1 ? NAME_MOST : NAME_MOST - 3 - digits(n);
        smv_buf_clear(&name);
        smv_buf_clear(&folded);
        put_name(&name, wish, most);
        if (name.len == 0) {
            put_name(&name, smv_span_str(fallback), most);
        }
        if (n > 1) {
            smv_buf_put_str(&name, " (");
            smv_buf_put_u64(&name, n);
            smv_buf_put_str(&name, ")");
        }
        fold(&folded, smv_buf_span(&name));
        if (!is_taken(names, smv_buf_span(&folded))) {
            break;
        }
    }
    names->names = smv_grow(names->names, &names->cap, names->n + 1, sizeof *names->names);
    names->folded =
        smv_grow(names->folded, &names->cap_folded, names->n + 1, sizeof *names->folded);
    names->names[names->n] = smv_span_dup_cstr(smv_buf_span(&name));
    names->folded[names->n] = smv_span_dup_cstr(smv_buf_span(&folded));
    smv_buf_finish(&name);
    smv_buf_finish(&folded);
    return names->names[names->n++];
}

void smv_sheet_names_finish(struct smv_sheet_names *names)
{
    for (size_t i = 0; i < names->n; i++) {
        smv_free(names->names[i]);
        smv_free(names->folded[i]);
    }
    smv_free(names->names);
    smv_free(names->folded);
    *names = (struct smv_sheet_names){0};
}

void smv_sheet_quote(struct smv_buf *b, const char *name)
{
    smv_buf_put_byte(b, '\'');
    for (; *name != '\0'; name++) {
        smv_buf_put_str(b, *name == '\'' ? "'" : "");
        smv_buf_put_byte(b, (uint8_t)*name);
    }
    smv_buf_put_byte(b, '\'');
}

/* --- choices ------------------------------------------------------------------------------------------------------- */
void smv_sheet_choices_init(struct smv_sheet_choices *list, struct smv_span lines)
{
    struct smv_span line;
    struct smv_buf item = {0};
    size_t cap = 0, used = 0;
    bool more = true;
    *list = (struct smv_sheet_choices){.inline_ok = true};
    while (smv_plain_cut(&lines, &more, &line)) {
        smv_buf_clear(&item);
        smv_plain_line(&item, line);
        if (item.len == 0) {
            continue;
        }
        /* The rule is one string with commas and doubled quotes; bytes are a safe count of its units. */
        used += item.len + 1;
        list->inline_ok &= memchr(item.data, ',', item.len) == NULL &&
                           memchr(item.data, '"', item.len) == NULL && used <= LIST_MOST;
        list->items = smv_grow(list->items, &cap, list->n + 2, sizeof *list->items);
        list->items[list->n++] = smv_span_dup_cstr(smv_buf_span(&item));
        list->items[list->n] = NULL;
    }
    smv_buf_finish(&item);
}

void smv_sheet_choices_finish(struct smv_sheet_choices *list)
{
    for (size_t i = 0; i < list->n; i++) {
        smv_free(list->items[i]);
    }
    smv_free(list->items);
    *list = (struct smv_sheet_choices){0};
}
