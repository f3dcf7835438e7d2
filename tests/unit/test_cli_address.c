/* test_cli_address.c - what people type at the terminal: addresses, values, tables, links, verbs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "client-cli/cmd/cmd.h"
#include "client-cli/cmd/csv.h"
#include "client-cli/cmd/fields.h"
#include "client-cli/cmd/roster.h"
#include "common/base/hash.h"
#include "common/pack/writer.h"

static smv_id add(struct smv_tree *t, unsigned kind, smv_id parent, unsigned text_field,
                  const char *text, unsigned field, uint64_t num)
{
    struct smv_field_value f[2];
    size_t n = 0;
    const struct smv_node *p = smv_tree_find(t, parent);
    const struct smv_field_info *info = field != 0 ? smv_field_info(kind, field) : NULL;
    struct smv_field_value value = {(uint8_t)field, {.num = num}};
    if (info != NULL) {
        value.value.type = (enum smv_type)info->type;
    }
    if (info != NULL && field < text_field) {
        f[n++] = value;
    }
    if (text != NULL) {
        f[n++] = (struct smv_field_value){(uint8_t)text_field,
                                          {.type = SMV_TYPE_TEXT, .str = smv_span_str(text)}};
    }
    if (info != NULL && field >= text_field) {
        f[n++] = value;
    }
    struct smv_change c = {.kind = SMV_CHANGE_ADD,
                           .id = smv_tree_own_id(t),
                           .node_kind = kind,
                           .parent = parent,
                           .after = p->last != NULL ? p->last->id : 0,
                           .fields = f,
                           .n_fields = n};
    struct smv_stamp stamp = {0, 0, 0};
    assert_int_equal(smv_tree_apply(t, &c, &stamp), SMV_OK);
    return c.id;
}

/* Two rooms, two sessions; each room has a sheet of questions in both and a pattern stands beside them. */
struct day {
    struct smv_client *client;
    smv_id room[2], pass[2], sheet[2][2], pattern, question, point[2], table, row[2];
};

static smv_id add_sheet(struct smv_tree *t, smv_id session, smv_id room, const char *title)
{
    return add(t, SMV_KIND_SHEET, session, SMV_SHEET_TITLE, title, SMV_SHEET_ROOM, room);
}

static void make_tree(struct smv_tree *t, struct day *d)
{
    d->room[0] = add(t, SMV_KIND_ROOM, SMV_ROOT, SMV_ROOM_NAME, "Rum 1", 0, 0);
    d->room[1] = add(t, SMV_KIND_ROOM, SMV_ROOT, SMV_ROOM_NAME, "Rum 2", 0, 0);
    d->pass[0] = add(t, SMV_KIND_SESSION, SMV_ROOT, SMV_SESSION_TITLE, "Pass 1: Vägen", 0, 0);
    d->pass[1] = add(t, SMV_KIND_SESSION, SMV_ROOT, SMV_SESSION_TITLE, "Pass 2: I detalj", 0, 0);
    d->pattern = add(t, SMV_KIND_SHEET, d->pass[0], SMV_SHEET_TITLE, "Frågor", SMV_SHEET_EACH, 1);
    for (int p = 0; p < 2; p++) {
        for (int r = 0; r < 2; r++) {
            d->sheet[p][r] = add_sheet(t, d->pass[p], d->room[r], "Frågor");
        }
    }
    (void)add(t, SMV_KIND_QUESTION, d->sheet[0][0], SMV_QUESTION_TEXT, "Vad?", 0, 0);
    d->question = add(t, SMV_KIND_QUESTION, d->sheet[0][0], SMV_QUESTION_TEXT, "Vem?", 0, 0);
    d->point[0] = add(t, SMV_KIND_POINT, d->question, SMV_POINT_TEXT, "Öppna dörren", 0, 0);
    d->point[1] = add(t, SMV_KIND_POINT, d->question, SMV_POINT_TEXT, "Stäng", 0, 0);
    d->table = add(t, SMV_KIND_SHEET, d->pass[1], SMV_SHEET_TITLE, "Tabell", SMV_SHEET_FORM, 2);
    (void)add(t, SMV_KIND_COLUMN, d->table, SMV_COLUMN_TITLE, "Vem gör det", SMV_COLUMN_SLOT, 1);
    smv_id choice = add(t, SMV_KIND_COLUMN, d->table, SMV_COLUMN_TITLE, "Läge", SMV_COLUMN_SLOT, 2);
    struct smv_value three = {.type = SMV_TYPE_INT, .num = 3};
    struct smv_change set = {
        .kind = SMV_CHANGE_SET, .id = choice, .field = SMV_COLUMN_TYPE, .value = &three};
    struct smv_stamp stamp = {0, 0, 0};
    assert_int_equal(smv_tree_apply(t, &set, &stamp), SMV_OK);
    d->row[0] = add(t, SMV_KIND_ROW, d->table, SMV_ROW_T1, "a", 0, 0);
    d->row[1] = add(t, SMV_KIND_ROW, d->table, SMV_ROW_T1, "b", 0, 0);
}

/* A client that knows a tree without ever having been connected: what smv_client_keep would have written. */
static void load(struct day *d, const struct smv_tree *t)
{
    static const uint8_t zero[16] = {0};
    struct smv_buf payload = {0}, kept = {0};
    uint8_t hash[SMV_HASH_SHORT];
    smv_write_array(&payload, 5);
    smv_write_uint(&payload, 1);
    smv_write_bin(&payload, smv_span(zero, 16));
    smv_write_uint(&payload, 7);
    smv_write_bin(&payload, smv_span(zero, 8));
    smv_tree_write(&payload, t, false);
    struct smv_span part = smv_buf_span(&payload);
    smv_hash(hash, sizeof hash, smv_span(NULL, 0), &part, 1);
    smv_write_array(&kept, 2);
    smv_write_bin(&kept, smv_span(hash, sizeof hash));
    smv_write_bin(&kept, part);
    struct smv_client_config config = {.token = "", .name = "", .build = ""};
    d->client = smv_client_create(&config);
    kept.data[kept.len - 1] ^= 1; /* a broken one is not taken */
    assert_int_equal(smv_client_take_kept(d->client, smv_buf_span(&kept)), SMV_ERR_MALFORMED);
    assert_int_equal(smv_client_kind(d->client, SMV_ROOT), 0);
    kept.data[kept.len - 1] ^= 1;
    assert_int_equal(smv_client_take_kept(d->client, smv_buf_span(&kept)), SMV_OK);
    struct smv_buf again = {0};
    assert_true(smv_client_keep(d->client, &again));
    assert_true(smv_span_eq(smv_buf_span(&again), smv_buf_span(&kept)));
    smv_buf_finish(&again);
    smv_buf_finish(&payload);
    smv_buf_finish(&kept);
}

static int setup(void **state)
{
    static struct day d;
    struct smv_tree t;
    memset(&d, 0, sizeof d);
    smv_tree_init(&t, false);
    make_tree(&t, &d);
    load(&d, &t);
    smv_tree_finish(&t);
    *state = &d;
    return 0;
}

static int teardown(void **state)
{
    struct day *d = *state;
    smv_client_destroy(d->client);
    return 0;
}

/* One node, or 0 for none, or UINT64_MAX for several. */
static smv_id found(struct day *d, smv_id place, const char *address)
{
    struct smv_finding f;
    switch (smv_find(d->client, place, address, &f)) {
    case SMV_FOUND: return f.id;
    case SMV_FOUND_NONE: return 0;
    case SMV_FOUND_MANY: smv_finding_finish(&f); return UINT64_MAX;
    }
    return 0;
}

static void addresses(void **state)
{
    struct day *d = *state;
    char id[SMV_ID_TEXT];
    smv_id_text(id, d->point[1]);
    assert_int_equal(found(d, 0, id), d->point[1]);
    assert_int_equal(found(d, 0, "0.9999"), 0);
    assert_int_equal(found(d, 0, "/"), SMV_ROOT);
    assert_int_equal(found(d, 0, "Pass 1: Vägen"), d->pass[0]);
    assert_int_equal(found(d, 0, "pass 2"), d->pass[1]);
    assert_int_equal(found(d, 0, "PASS 1: VÄGEN"), d->pass[0]);
    assert_int_equal(found(d, 0, "pass"), UINT64_MAX);
    assert_int_equal(found(d, 0, "2"), d->pass[1]); /* sessions are what a number counts there */
    assert_int_equal(found(d, 0, "Rum 2"), d->room[1]);
    assert_int_equal(found(d, 0, "Pass 1/Rum 2/Frågor"), d->sheet[0][1]);
    assert_int_equal(found(d, 0, "Pass 1/rum 2"), d->sheet[0][1]);
    assert_int_equal(found(d, 0, "Pass 1/Rum 1/frå/2/öppna"), d->point[0]);
    assert_int_equal(found(d, 0, "Pass 1/Rum 1/Frågor/Vem?/2"), d->point[1]);
    assert_int_equal(found(d, 0, "Pass 1/Rum 1/Frågor/Vem?/3"), 0);
    assert_int_equal(found(d, 0, "Pass 2/Tabell/2"), d->row[1]); /* columns do not count */
    assert_int_equal(found(d, 0, "Pass 2/Tabell/row:1"), d->row[0]);
    assert_int_equal(found(d, 0, "Pass 2/Tabell/cow:1"), 0);
    assert_int_equal(found(d, 0, "Pass 3"), 0);
    assert_int_equal(found(d, 0, ""), 0);
    assert_int_equal(found(d, 0, "Pass 1//Rum 2/Frågor/"), d->sheet[0][1]);
}

static void own_room_goes_first_and_patterns_last(void **state)
{
    struct day *d = *state;
    assert_int_equal(found(d, 0, "Pass 1/Frågor"), UINT64_MAX);
    assert_int_equal(found(d, d->room[0], "Pass 1/Frågor"), d->sheet[0][0]);
    assert_int_equal(found(d, d->room[1], "Pass 2/Frågor"), d->sheet[1][1]);
    struct smv_finding f;
    assert_int_equal(smv_find(d->client, 0, "Pass 1/Frågor", &f), SMV_FOUND_MANY);
    assert_int_equal(f.n_many, 2); /* not the pattern */
    assert_int_equal(f.many[0], d->sheet[0][0]);
    smv_finding_finish(&f);
}

static void ids(void **state)
{
    (void)state;
    static const char *const bad[] = {"",    ".",   "5",    "5.",        ".5",
                                      "5.0", "a.1", "5.1x", "8388608.1", "1.1073741824"};
    smv_id id;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(smv_id_read(bad[i], &id));
    }
    assert_true(smv_id_read("5.12", &id));
    assert_int_equal(id, (UINT64_C(5) << 30) + 12);
    assert_true(smv_id_read("8388607.1073741823", &id));
}

/* --- values ------------------------------------------------------------------------------------------- */
static uint64_t num(struct day *d, unsigned kind, const char *field, const char *text)
{
    struct smv_value v;
    char why[200];
    struct smv_fields f = {d->client, 0, 1000};
    const struct smv_field_info *info = smv_field_named(&f, kind, 0, field, strlen(field));
    assert_non_null(info);
    if (!smv_field_read(&f, info, text, &v, why)) {
        assert_true(strlen(why) > 0);
        return UINT64_MAX;
    }
    return v.num;
}

static void numbers_and_words(void **state)
{
    struct day *d = *state;
    assert_int_equal(num(d, SMV_KIND_ACTION, "by", "2026-11-21"), 20261121);
    assert_int_equal(num(d, SMV_KIND_ACTION, "by", "20261121"), 20261121);
    assert_int_equal(num(d, SMV_KIND_ACTION, "by", "2028-02-29"), 20280229);
    assert_int_equal(num(d, SMV_KIND_ACTION, "by", "2026-02-29"), UINT64_MAX);
    assert_int_equal(num(d, SMV_KIND_ACTION, "by", "2026-13-01"), UINT64_MAX);
    assert_int_equal(num(d, SMV_KIND_ACTION, "by", "12"), UINT64_MAX);
    assert_int_equal(num(d, SMV_KIND_ACTION, "by", "none"), 0);
    assert_int_equal(num(d, SMV_KIND_ACTION, "status", "done"), 3);
    assert_int_equal(num(d, SMV_KIND_ACTION, "status", "agr"), 1);
    assert_int_equal(num(d, SMV_KIND_ACTION, "status", "d"), UINT64_MAX); /* done, dropped */
    assert_int_equal(num(d, SMV_KIND_ACTION, "status", "4"), 4);
    assert_int_equal(num(d, SMV_KIND_ACTION, "status", "5"), UINT64_MAX);
    assert_int_equal(num(d, SMV_KIND_ACTION, "star", "ja"), 1);
    assert_int_equal(num(d, SMV_KIND_ACTION, "star", "No"), 0);
    assert_int_equal(num(d, SMV_KIND_ACTION, "star", "2"), UINT64_MAX);
    assert_int_equal(num(d, SMV_KIND_SESSION, "planned", "09:30"), 930);
    assert_int_equal(num(d, SMV_KIND_SESSION, "planned", "24:00"), UINT64_MAX);
    assert_int_equal(num(d, SMV_KIND_SHEET, "audience", "own,places"), 3);
    assert_int_equal(num(d, SMV_KIND_SHEET, "audience", "own,elsewhere"), UINT64_MAX);
    assert_int_equal(num(d, SMV_KIND_SEMINAR, "reads", "agenda,own group"), 5);
    assert_int_equal(num(d, SMV_KIND_SEMINAR, "state", "closed"), 2);
    assert_int_equal(num(d, SMV_KIND_LINK, "role", "scribe"), SMV_ROLE_SCRIBE);
    assert_int_equal(num(d, SMV_KIND_LINK, "expires", "+2h"), 1000 + 2 * 3600000);
    assert_int_equal(num(d, SMV_KIND_CONSENT, "state", "not-asked"), 0);
    assert_int_equal(num(d, SMV_KIND_CHECK, "tick", "does not apply"), 2);
    assert_int_equal(num(d, SMV_KIND_SHEET, "room", "Rum 2"), d->room[1]);
    assert_int_equal(num(d, SMV_KIND_SHEET, "room", "Pass 2"), UINT64_MAX);
    assert_int_equal(num(d, SMV_KIND_SHEET, "guide-lead", "x"), 0); /* a hyphen will do */
}

static void columns_by_their_headings(void **state)
{
    struct day *d = *state;
    struct smv_fields f = {d->client, 0, 0};
    struct smv_assign a[SMV_ASSIGNS];
    size_t n = 0;
    char why[300];
    char mode[] = "Läge=klart", who[] = "Vem gör det=Bo", part[] = "Vem=Bo", t1[] = "t1=a";
    char *args[] = {mode, who}, *wrong[] = {part}, *twice[] = {t1, t1};
    assert_true(smv_fields_read(&f, SMV_KIND_ROW, d->table, args, 2, a, &n, why));
    assert_int_equal(n, 2);
    assert_int_equal(a[0].info->number, SMV_ROW_T1);
    assert_int_equal(a[1].info->number, SMV_ROW_V2);
    assert_false(smv_fields_read(&f, SMV_KIND_ROW, d->table, wrong, 1, a, &n, why));
    assert_non_null(strstr(why, "\"Vem\""));
    assert_false(smv_fields_read(&f, SMV_KIND_ROW, d->table, twice, 2, a, &n, why));
}

/* Every word in schema.def's docs comes back as the number that it stands for. */
static void every_word_of_the_schema(void **state)
{
    struct day *d = *state;
    unsigned words = 0;
    for (unsigned k = 1; k <= SMV_KIND_MAX; k++) {
        const struct smv_kind_info *kind = smv_kind_info(k);
        for (size_t i = 0; kind != NULL && i < kind->n_fields; i++) {
            const struct smv_field_info *info = &kind->fields[i];
            struct smv_span word;
            for (uint64_t n = 0; n < 10 && info->bound < 100; n++) {
                if (!smv_doc_word(info, n, &word)) {
                    continue;
                }
                char text[100];
                assert_true(word.len > 0 && word.len < sizeof text && n <= info->bound);
                memcpy(text, word.data, word.len);
                text[word.len] = '\0';
                assert_int_equal(num(d, k, info->name, text), n);
                words++;
            }
        }
    }
    assert_true(words > 60);
}

/* --- the rest ---------------------------------------------------------------------------------------------- */
static void csv_tables(void **state)
{
    (void)state;
    static const char text[] = "\xef\xbb\xbfnamn;ort\r\n\"A; \"\"B\"\"\n\";  L\xe5ng  \r\nc;";
    struct smv_csv csv;
    struct smv_csv_row row = {0};
    smv_csv_init(&csv, smv_span(text, sizeof text - 1));
    assert_true(smv_csv_next(&csv, &row));
    assert_int_equal(row.n, 2);
    assert_string_equal(row.cells[0], "namn");
    assert_true(smv_csv_next(&csv, &row));
    assert_string_equal(row.cells[0], "A; \"B\"");
    assert_string_equal(row.cells[1], "L\xc3\xa5ng"); /* Windows-1252 */
    assert_int_equal(csv.line, 2);
    assert_true(smv_csv_next(&csv, &row));
    assert_int_equal(csv.line, 4);
    assert_int_equal(row.n, 2);
    assert_string_equal(row.cells[1], "");
    assert_false(smv_csv_next(&csv, &row));
    smv_csv_row_finish(&row);
    smv_csv_finish(&csv);
}

/* The same person, however a spreadsheet wrote it. */
static void people_tables(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t len;
    } files[] = {
#define FILE_OF(s) {s, sizeof(s) - 1}
        FILE_OF("\xef\xbb\xbfNamn;Organisation;Sektor;Ort;E-post\r\n"
                "\xc3\x85sa \xc3\x96;V\xc3\xa5rd;stat;Lund;a@b.se\r\n;;;;\r\n"),
        FILE_OF("Namn;Organisation;Sektor;Omr\xe5"
                "de;Mejl\r\n\xc5sa \xd6;V\xe5rd;stat;Lund;a@b.se\r\n"),
        FILE_OF("sep=,\r\nMejl,Efternamn,F\xc3\xb6rnamn,KOMMUN,Arbetsplats,Bransch\r\n"
                "a@b.se,\xc3\x96,\xc3\x85sa,Lund,V\xc3\xa5rd,stat"),
        FILE_OF("Navn\tVirksomhet\tSektor\tKommune\tE-postadresse\r"
                "\xc3\x85sa\xc2\xa0 \xc3\x96\tV\xc3\xa5rd\tstat\t Lund\ta@b.se\r"),
        FILE_OF(
            "\xff\xfeN\0a\0m\0n\0\t\0o\0r\0g\0\t\0s\0e\0k\0t\0o\0r\0\t\0o\0r\0t\0\t\0m\0a\0i\0l\0\r"
            "\0\n\0"
            "\xc5\0s\0a\0 "
            "\0\xd6\0\t\0V\0\xe5\0r\0d\0\t\0s\0t\0a\0t\0\t\0L\0u\0n\0d\0\t\0a\0@\0b\0.\0s\0e\0")};
    static const char *const asa[] = {"\xc3\x85sa \xc3\x96", "V\xc3\xa5rd", "stat", "Lund",
                                      "a@b.se"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct smv_roster p;
        smv_roster_read(&p, smv_span(files[i].text, files[i].len));
        assert_int_equal(p.n, 1);
        assert_int_equal(p.n_findings, 0);
        for (size_t c = 0; c < SMV_N_COLS; c++) {
            assert_string_equal(p.list[0].cells[c], asa[c]);
        }
        smv_roster_finish(&p);
    }
}

/* No row disappears silently. */
static void people_findings(void **state)
{
    (void)state;
    struct smv_roster p;
    smv_roster_read(
        &p,
        smv_span_str("name,organisation,area,mail\n"
                     "Bo,X,,bo at x\n"
                     ",Y,,\n"
                     "\"Cia\nB\",Z,"
                     "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggg,c@z.se\n"
                     "BO,x,,\n"
                     "Other,Z,,C@z.se\n"));
    static const enum smv_roster_code codes[] = {SMV_BAD_EMAIL, SMV_NO_NAME, SMV_TOO_LONG,
                                                 SMV_TWICE, SMV_TWICE};
    static const size_t lines[] = {2, 3, 4, 6, 7};
    assert_int_equal(p.n, 2);
    assert_string_equal(p.list[0].cells[SMV_COL_EMAIL], "");
    assert_string_equal(p.list[1].cells[SMV_COL_NAME], "Cia B");
    assert_int_equal(strlen(p.list[1].cells[SMV_COL_AREA]), 64);
    assert_int_equal(p.n_findings, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(p.findings[i].code, codes[i]);
        assert_int_equal(p.findings[i].line, lines[i]);
    }
    smv_roster_finish(&p);
    smv_roster_read(&p, smv_span_str("name;mail\n\"Bo;b@x.se\nCia;\n"));
    assert_int_equal(p.n, 2);
    assert_int_equal(p.findings[0].code, SMV_OPEN_QUOTE);
    assert_int_equal(p.findings[0].line, 2);
    smv_roster_finish(&p);
    smv_roster_read(&p, smv_span_str("Foo;Bar\nx;y\n"));
    assert_string_equal(p.heads, "Foo, Bar");
    assert_int_equal(p.n, 0);
    smv_roster_finish(&p);
    smv_roster_read(&p, smv_span_str("\xef\xbb\xbf\r\n"));
    assert_true(p.empty);
    smv_roster_finish(&p);
}

static void links(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "dag-1",        "https://",         "https://h",       "https://h/",    "ftp://h/s#x",
        "http://h:0/s", "http://h:99999/s", "https://h/s/x#y", "https://h/S#y", "http://[::1/s"};
    struct smv_url u;
    const char *why;
    char base[300];
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(smv_url_read(bad[i], &u, &why));
        assert_true(strlen(why) > 0);
    }
    assert_true(smv_url_read("https://example.org/dag-1/#abc", &u, &why));
    assert_true(u.tls && u.port == 443);
    assert_string_equal(u.seminar, "dag-1");
    assert_string_equal(u.secret, "abc");
    smv_url_base(&u, base, sizeof base);
    assert_string_equal(base, "https://example.org");
    assert_true(smv_url_read("http://[::1]:8440/x#s", &u, &why));
    assert_string_equal(u.host, "::1");
    smv_url_base(&u, base, sizeof base);
    assert_string_equal(base, "http://[::1]:8440");
    assert_true(smv_url_read("ws://h/x", &u, &why));
    assert_string_equal(u.secret, "");
}

static void verbs(void **state)
{
    (void)state;
    for (size_t i = 0; smv_cmds[i] != NULL; i++) {
        assert_ptr_equal(smv_cmd_find(smv_cmds[i]->name), smv_cmds[i]);
        assert_true(i == 0 || strcmp(smv_cmds[i - 1]->name, smv_cmds[i]->name) < 0);
        assert_non_null(smv_cmds[i]->about);
        assert_true(smv_cmds[i]->min_args <= smv_cmds[i]->max_args);
    }
    assert_string_equal(smv_cmd_nearest("shwo")->name, "show");
    assert_string_equal(smv_cmd_nearest("summery")->name, "summary");
    assert_null(smv_cmd_nearest("teleport"));
}

static void nothing_of_others_reaches_the_terminal_raw(void **state)
{
    (void)state;
    struct smv_buf b = {0};
    smv_one_line(smv_span_str("a\nb\tc\x1b[31m\xc2\x9bx\xe2\x80\xae"), 0, &b);
    assert_string_equal(smv_buf_cstr(&b), "a / b c?[31m?x?");
    smv_one_line(smv_span_str("åäöåäö"), 4, &b);
    assert_string_equal(smv_buf_cstr(&b), "åäö…");
    assert_int_equal(smv_width(smv_span_str("a\xcc\x8a\xe4\xb8\xad")), 3);
    smv_buf_finish(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(addresses, setup, teardown),
        cmocka_unit_test_setup_teardown(own_room_goes_first_and_patterns_last, setup, teardown),
        cmocka_unit_test(ids),
        cmocka_unit_test_setup_teardown(numbers_and_words, setup, teardown),
        cmocka_unit_test_setup_teardown(columns_by_their_headings, setup, teardown),
        cmocka_unit_test_setup_teardown(every_word_of_the_schema, setup, teardown),
        cmocka_unit_test(csv_tables),
        cmocka_unit_test(people_tables),
        cmocka_unit_test(people_findings),
        cmocka_unit_test(links),
        cmocka_unit_test(verbs),
        cmocka_unit_test(nothing_of_others_reaches_the_terminal_raw)};
    smv_hash_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
