/* roster.c - see roster.h. */
#include "client-cli/cmd/roster.h"
#include <string.h>
#include "client-cli/cmd/csv.h"
#include "common/base/heap.h"
#include "common/base/utf8.h"
#include "common/model/schema.h"

/* Two columns more than a person has: the halves of a name. */
enum { FIRST = SMV_N_COLS, LAST, N_HEADS };

static uint32_t lower(uint32_t c)
{
    bool upper = (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7);
    return upper ? c + 0x20 : c;
}

/* Small letters and digits only, without dots and rings, as the words below are written. */
static void plain(struct smv_buf *b, const char *head)
{
    struct smv_span s = smv_span_str(head);
    for (size_t at = 0; at < s.len;) {
        uint32_t c = lower(smv_utf8_next(s, &at));
        c = c >= 0xe0 && c <= 0xe5                             ? 'a'
            : (c >= 0xf2 && c <= 0xf6) || c == 0xf8            ? 'o'
            : c >= 0xe8 && c <= 0xeb                           ? 'e'
            : (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c
                                                               : 0;
        if (c != 0) {
            smv_buf_put_byte(b, (uint8_t)c);
        }
    }
}

static int column_of(const char *head)
{
    static const char *const words[N_HEADS] = {
        [SMV_COL_NAME] = " namn fullstandigtnamn forochefternamn deltagare person navn fulltnavn "
                         "deltaker name fullname "
                         "participant ",
        [SMV_COL_ORG] = " organisation org arbetsplats arbetsgivare myndighet verksamhet foretag "
                        "forening organisasjon "
                        "virksomhet etat arbeidssted arbeidsgiver bedrift organization company "
                        "employer agency workplace ",
        [SMV_COL_SECTOR] = " sektor bransch sector bransje branch industry ",
        [SMV_COL_AREA] = " ort omrade kommun stad region lan stadsdel geografisktomrade geografi "
                         "sted kommune bydel fylke "
                         "geografiskomrade area municipality city town district county ",
        [SMV_COL_EMAIL] = " epost epostadress mejl mejladress mail mailadress email emailaddress "
                          "epostadresse mailaddress ",
        [FIRST] = " fornamn tilltalsnamn fornavn firstname givenname ",
        [LAST] = " efternamn etternavn lastname surname familyname "};
    struct smv_buf word = {0};
    int found = -1;
    smv_buf_put_byte(&word, ' ');
    plain(&word, head);
    smv_buf_put_byte(&word, ' ');
    for (int c = 0; c < N_HEADS && word.len > 2; c++) {
        found = found < 0 && strstr(words[c], smv_buf_cstr(&word)) != NULL ? c : found;
    }
    smv_buf_finish(&word);
    return found;
}

bool smv_roster_same(const char *a, const char *b)
{
    struct smv_span x = smv_span_str(a), y = smv_span_str(b);
    size_t i = 0, j = 0;
    while (i < x.len && j < y.len) {
        if (lower(smv_utf8_next(x, &i)) != lower(smv_utf8_next(y, &j))) {
            return false;
        }
    }
    return i == x.len && j == y.len;
}

static void find(struct smv_roster *p, enum smv_roster_code code, size_t line, const char *what)
{
    p->findings = smv_grow(p->findings, &p->cap_findings, p->n_findings + 1, sizeof *p->findings);
    p->findings[p->n_findings++] = (struct smv_roster_finding){
        .code = code, .line = line, .what = smv_span_dup_cstr(smv_span_str(what))};
}

/* The cell as the seminar can hold it. */
static char *fitted(struct smv_roster *p, enum smv_person_column column, size_t line,
                    const char *text)
{
    static const struct {
        uint8_t kind, field;
    } where[SMV_N_COLS] = {[SMV_COL_NAME] = {SMV_KIND_PARTICIPANT, SMV_PARTICIPANT_NAME},
                           [SMV_COL_ORG] = {SMV_KIND_ORGANISATION, SMV_ORGANISATION_NAME},
                           [SMV_COL_SECTOR] = {SMV_KIND_PARTICIPANT, SMV_PARTICIPANT_SECTOR},
                           [SMV_COL_AREA] = {SMV_KIND_PARTICIPANT, SMV_PARTICIPANT_AREA},
                           [SMV_COL_EMAIL] = {SMV_KIND_PARTICIPANT, SMV_PARTICIPANT_EMAIL}};
    const struct smv_field_info *info = smv_field_info(where[column].kind, where[column].field);
    struct smv_span s = smv_span_str(text);
    size_t end = 0, chars = 0;
    for (size_t at = 0; at < s.len && chars < info->bound; chars++) {
        (void)smv_utf8_next(s, &at);
        if (info->type == SMV_TYPE_TEXT || at <= info->bound) {
            end = at;
        }
    }
    if (end < s.len) {
        find(p, SMV_TOO_LONG, line, text);
    }
    return smv_span_dup_cstr(smv_span(s.data, end));
}

static bool is_address(const char *text)
{
    const char *at = strchr(text, '@'), *dot = at != NULL ? strrchr(at, '.') : NULL;
    return at != NULL && at > text && strchr(at + 1, '@') == NULL && strchr(text, ' ') == NULL &&
           dot != NULL && dot > at + 1 && dot[1] != '\0';
}

static bool again(const struct smv_roster *p, const struct smv_person *q)
{
    for (size_t i = 0; i < p->n; i++) {
        char *const *cells = p->list[i].cells;
        bool mail = *q->cells[SMV_COL_EMAIL] != '\0' &&
                    smv_roster_same(cells[SMV_COL_EMAIL], q->cells[SMV_COL_EMAIL]);
        if (mail || (smv_roster_same(cells[SMV_COL_NAME], q->cells[SMV_COL_NAME]) &&
                     smv_roster_same(cells[SMV_COL_ORG], q->cells[SMV_COL_ORG]))) {
            return true;
        }
    }
    return false;
}

static void person_finish(struct smv_person *q)
{
    for (size_t c = 0; c < SMV_N_COLS; c++) {
        smv_free(q->cells[c]);
    }
}

static const char *cell(const struct smv_csv_row *row, int at)
{
    return at >= 0 && (size_t)at < row->n ? row->cells[at] : "";
}

static void read_person(struct smv_roster *p, const struct smv_csv_row *row, const int *columns,
                        size_t line)
{
    struct smv_person q = {.line = line};
    struct smv_buf name = {0};
    smv_buf_put_str(&name, cell(row, columns[SMV_COL_NAME]));
    for (int half = FIRST; half <= LAST && *cell(row, columns[SMV_COL_NAME]) == '\0'; half++) {
        const char *text = cell(row, columns[half]);
        smv_buf_put_str(&name, name.len > 0 && *text != '\0' ? " " : "");
        smv_buf_put_str(&name, text);
    }
    if (name.len == 0) {
        const char *what = "";
        for (size_t i = 0; i < row->n; i++) {
            what = *what == '\0' ? row->cells[i] : what;
        }
        find(p, SMV_NO_NAME, line, what);
        smv_buf_finish(&name);
        return;
    }
    for (int c = 0; c < SMV_N_COLS; c++) {
        const char *text = c == SMV_COL_NAME ? smv_buf_cstr(&name) : cell(row, columns[c]);
        if (c == SMV_COL_EMAIL && *text != '\0' && !is_address(text)) {
            find(p, SMV_BAD_EMAIL, line, text);
            text = "";
        }
        q.cells[c] = fitted(p, (enum smv_person_column)c, line, text);
    }
    smv_buf_finish(&name);
    if (again(p, &q)) {
        find(p, SMV_TWICE, line, q.cells[SMV_COL_NAME]);
        person_finish(&q);
        return;
    }
    p->list = smv_grow(p->list, &p->cap, p->n + 1, sizeof *p->list);
    p->list[p->n++] = q;
}

static bool read_heads(struct smv_roster *p, const struct smv_csv_row *row, int *columns)
{
    struct smv_buf heads = {0};
    for (int c = 0; c < N_HEADS; c++) {
        columns[c] = -1;
    }
    for (size_t i = 0; i < row->n; i++) {
        int c = column_of(row->cells[i]);
        if (c >= 0 && columns[c] < 0) {
            columns[c] = (int)i;
        }
        smv_buf_put_str(&heads, i > 0 ? ", " : "");
        smv_buf_put_str(&heads, row->cells[i]);
    }
    bool named = columns[SMV_COL_NAME] >= 0 || columns[FIRST] >= 0 || columns[LAST] >= 0;
    size_t most = smv_utf8_offset(smv_buf_span(&heads), 200);
    p->heads = named ? NULL : smv_span_dup_cstr(smv_span(heads.data, most));
    smv_buf_finish(&heads);
    return named;
}

void smv_roster_read(struct smv_roster *ret, struct smv_span bytes)
{
    struct smv_csv csv;
    struct smv_csv_row row = {0};
    int columns[N_HEADS];
    memset(ret, 0, sizeof *ret);
    smv_csv_init(&csv, bytes);
    ret->empty = !smv_csv_next(&csv, &row);
    if (!ret->empty && read_heads(ret, &row, columns)) {
        if (csv.broken != 0) {
            find(ret, SMV_OPEN_QUOTE, csv.broken, "");
        }
        while (smv_csv_next(&csv, &row)) {
            read_person(ret, &row, columns, csv.line);
        }
    }
    smv_csv_row_finish(&row);
    smv_csv_finish(&csv);
}

void smv_roster_finish(struct smv_roster *p)
{
    for (size_t i = 0; i < p->n; i++) {
        person_finish(&p->list[i]);
    }
    for (size_t i = 0; i < p->n_findings; i++) {
        smv_free(p->findings[i].what);
    }
    smv_free(p->list);
    smv_free(p->findings);
    smv_free(p->heads);
    memset(p, 0, sizeof *p);
}
