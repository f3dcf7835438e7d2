/* screen_side.c - see screen_side.h. */
#define _POSIX_C_SOURCE 200809L
#include <libintl.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "tests/lib/screen_side.h"
#include "common/base/heap.h"
#include "common/base/utf8.h"
#include "common/pack/writer.h"

static char golden_folder[512];

/* --- the day ---------------------------------------------------------------------------------------------- */
static smv_id last_under(struct screen *d, smv_id parent)
{
    const struct smv_node *p = smv_tree_find(&d->m.tree, parent);
    return p->last != NULL ? p->last->id : 0;
}

static smv_id put(struct screen *d, unsigned kind, smv_id parent, unsigned field, const char *text)
{
    smv_id id = make_add(&d->m, kind, parent, last_under(d, parent));
    if (text != NULL) {
        make_text(&d->m, id, field, text);
    }
    return id;
}

static smv_id sheet(struct screen *d, smv_id under, const char *title, unsigned form, smv_id room)
{
    smv_id id = put(d, SMV_KIND_SHEET, under, SMV_SHEET_TITLE, title);
    make_num(&d->m, id, SMV_SHEET_FORM, form);
    if (room != 0) {
        make_num(&d->m, id, SMV_SHEET_ROOM, room);
    }
    return id;
}

static void make_frame(struct screen *d)
{
    static const char *const titles[] = {"Pass 1: B\xc3\xa4sta utg\xc3\xa5ngen", "Pass 2: I detalj",
                                         "Pass 3: L\xc3\xb6sningar"};
    make_text(&d->m, SMV_ROOT, SMV_SEMINAR_TITLE, "Seminariedagen");
    make_num(&d->m, SMV_ROOT, SMV_SEMINAR_STATE, 1);
    d->rooms[0] = put(d, SMV_KIND_ROOM, SMV_ROOT, SMV_ROOM_NAME, "Rum 1");
    d->rooms[1] = put(d, SMV_KIND_ROOM, SMV_ROOT, SMV_ROOM_NAME, "Rum 2");
    for (int i = 0; i < 3; i++) {
        d->sessions[i] = put(d, SMV_KIND_SESSION, SMV_ROOT, SMV_SESSION_TITLE, titles[i]);
        make_num(&d->m, d->sessions[i], SMV_SESSION_FORM, 1);
        make_num(&d->m, d->sessions[i], SMV_SESSION_MINUTES, 60);
    }
    make_num(&d->m, d->sessions[0], SMV_SESSION_STATE, 3);
    make_num(&d->m, d->sessions[1], SMV_SESSION_STATE, 1);
    make_num(&d->m, d->sessions[1], SMV_SESSION_ENDS, (uint64_t)(SCREEN_LOG_MS + 724000));
}

static void make_questions(struct screen *d)
{
    static const char *const texts[] = {"Vad fungerar redan i dag, och f\xc3\xb6r vem?",
                                        "Vad saknas mellan anstalten och kommunen?",
                                        "Vem g\xc3\xb6r vad?"};
    smv_id s = d->sheets[SCREEN_QUESTIONS] =
        sheet(d, d->sessions[1], "V\xc3\xa4gledande fr\xc3\xa5gor", 0, d->rooms[0]);
    make_text(&d->m, s, SMV_SHEET_GUIDE_SCRIBE,
              "Skriv s\xc3\xa5 att den som inte var i rummet f\xc3\xb6rst\xc3\xa5r.");
    for (int i = 0; i < 3; i++) {
        d->questions[i] = put(d, SMV_KIND_QUESTION, s, SMV_QUESTION_TEXT, texts[i]);
    }
    d->points[0] =
        put(d, SMV_KIND_POINT, d->questions[0], SMV_POINT_TEXT, "Bostad f\xc3\xb6re frigivningen");
    d->points[1] =
        put(d, SMV_KIND_POINT, d->questions[0], SMV_POINT_TEXT,
            "En samordnare som f\xc3\xb6ljer med hela v\xc3\xa4gen, fr\xc3\xa5n h\xc3\xa4ktet till "
            "det f\xc3\xb6rsta \xc3\xa5ret i bostaden, och som alla k\xc3\xa4nner till");
    d->points[2] = put(d, SMV_KIND_POINT, d->questions[0], SMV_POINT_TEXT, "Studier under tiden");
    make_num(&d->m, d->points[0], SMV_POINT_STAR, 1);
    make_text(&d->m, d->questions[0], SMV_QUESTION_DISCUSSION,
              "Alla var \xc3\xb6verens om att det b\xc3\xb6rjar f\xc3\xb6r sent.\nN\xc3\xa5gon "
              "sade: vi ringer varandra f\xc3\xb6rst n\xc3\xa4r det har h\xc3\xa4nt.");
    make_num(&d->m, d->questions[1], SMV_QUESTION_STUCK, 1);
    make_num(&d->m, d->questions[2], SMV_QUESTION_WORD, 1);
    smv_id sub = put(d, SMV_KIND_QUESTION, d->questions[2], SMV_QUESTION_TEXT, "Och n\xc3\xa4r?");
    (void)sub;
}

static void make_timeline(struct screen *d)
{
    static const char *const phases[] = {"F\xc3\xb6re", "Under verkst\xc3\xa4llighet",
                                         "Efter frigivning"};
    static const char *const lanes[] = {"Boende", "Arbete"};
    smv_id s = d->sheets[SCREEN_TIMELINE] = sheet(d, d->sessions[1], "Tidslinje", 1, d->rooms[0]);
    for (int i = 0; i < 3; i++) {
        d->phases[i] = put(d, SMV_KIND_PHASE, s, SMV_PHASE_TITLE, phases[i]);
    }
    for (int i = 0; i < 2; i++) {
        d->lanes[i] = put(d, SMV_KIND_LANE, s, SMV_LANE_TITLE, lanes[i]);
    }
    d->cards[0] = put(d, SMV_KIND_CARD, d->phases[0], SMV_CARD_TITLE, "Bostadsplan");
    d->cards[1] = put(d, SMV_KIND_CARD, d->phases[1], SMV_CARD_TITLE, "M\xc3\xb6te med kommunen");
    d->cards[2] = put(d, SMV_KIND_CARD, d->phases[1], SMV_CARD_TITLE, "Jobbcoach p\xc3\xa5 plats");
    d->cards[3] = put(d, SMV_KIND_CARD, d->phases[2], SMV_CARD_TITLE, "Egen l\xc3\xa4genhet");
    for (int i = 0; i < 4; i++) {
        make_num(&d->m, d->cards[i], SMV_CARD_LANE, d->lanes[i == 2]);
    }
    make_text(&d->m, d->cards[1], SMV_CARD_WHO, "Kriminalv\xc3\xa5rden");
    make_text(&d->m, d->cards[1], SMV_CARD_BODY,
              "Tre m\xc3\xa5nader f\xc3\xb6re, alla vid samma bord.");
    make_num(&d->m, d->cards[3], SMV_CARD_STAR, 1);
    smv_id flow = put(d, SMV_KIND_FLOW, s, SMV_FLOW_LABEL, "beslut om boende");
    make_num(&d->m, flow, SMV_FLOW_FROM, d->cards[1]);
    make_num(&d->m, flow, SMV_FLOW_TO, d->cards[3]);
    put(d, SMV_KIND_OBSTACLE, d->cards[1], SMV_OBSTACLE_TEXT,
        "Sekretess: ingen vet vad man f\xc3\xa5r s\xc3\xa4ga");
    put(d, SMV_KIND_OBSTACLE, flow, SMV_OBSTACLE_TEXT, "Tar f\xc3\xb6r l\xc3\xa5ng tid");
}

static void make_rows(struct screen *d)
{
    static const char *const heads[] = {"Vad", "Vem", "Datum", "Klart?"};
    static const unsigned types[] = {0, 5, 2, 4};
    smv_id s = d->sheets[SCREEN_TABLE] = sheet(d, d->sessions[1], "Tabell", 2, d->rooms[0]), id;
    for (unsigned i = 0; i < 4; i++) {
        id = put(d, SMV_KIND_COLUMN, s, SMV_COLUMN_TITLE, heads[i]);
        make_num(&d->m, id, SMV_COLUMN_SLOT, i + 1);
        make_num(&d->m, id, SMV_COLUMN_TYPE, types[i]);
    }
    id = put(d, SMV_KIND_ROW, s, SMV_ROW_T1, "Ring hyresv\xc3\xa4rden");
    make_text(&d->m, id, SMV_ROW_T2, "Kommunen");
    make_text(&d->m, id, SMV_ROW_V3, "2026-12-01");
    make_text(&d->m, id, SMV_ROW_V4, "yes");
    put(d, SMV_KIND_ROW, s, SMV_ROW_T1,
        "Skriv ett gemensamt underlag om vad som f\xc3\xa5r delas mellan myndigheterna");
    s = d->sheets[SCREEN_ACTIONS] = sheet(d, d->sessions[1], "F\xc3\xb6rslag", 3, d->rooms[0]);
    id = put(d, SMV_KIND_ACTION, s, SMV_ACTION_WHAT, "En kontaktperson i varje kommun");
    make_text(&d->m, id, SMV_ACTION_WHO, "Eva Ek");
    make_text(&d->m, id, SMV_ACTION_WHERE, "Socialtj\xc3\xa4nsten");
    make_num(&d->m, id, SMV_ACTION_BY, 20270131);
    make_num(&d->m, id, SMV_ACTION_STATUS, 1);
    make_text(&d->m, id, SMV_ACTION_FIRST, "Lista dem som redan finns");
    id = put(d, SMV_KIND_ACTION, s, SMV_ACTION_WHAT, NULL);
    make_num(&d->m, id, SMV_ACTION_ORIGIN, d->cards[1]);
    s = d->sheets[SCREEN_MATRIX] = sheet(d, d->sessions[1], "Matris", 2, d->rooms[0]);
    id = put(d, SMV_KIND_LANE, s, SMV_LANE_TITLE, "Skolan");
    smv_id column = put(d, SMV_KIND_COLUMN, s, SMV_COLUMN_TITLE, "Hinder");
    make_num(&d->m, column, SMV_COLUMN_SLOT, 1);
    smv_id row = put(d, SMV_KIND_ROW, s, SMV_ROW_T1, "Ingen ser");
    make_num(&d->m, row, SMV_ROW_LANE, id);
    make_num(&d->m, row, SMV_ROW_NEGATIVE, 1);
}

static void make_rest(struct screen *d)
{
    smv_id s = d->sheets[SCREEN_PARKING] = sheet(d, SMV_ROOT, "Parkering", 4, d->rooms[0]), id;
    id = put(d, SMV_KIND_PARKED, s, SMV_PARKED_TEXT, "Vem betalar?");
    make_num(&d->m, id, SMV_PARKED_ABOUT, d->questions[1]);
    s = d->sheets[SCREEN_MAP] = sheet(d, d->sessions[1], "Karta", 6, d->rooms[0]);
    smv_id phase = put(d, SMV_KIND_PHASE, s, SMV_PHASE_TITLE, "F\xc3\xa4ngelset");
    smv_id lane = put(d, SMV_KIND_LANE, s, SMV_LANE_TITLE, "Bostad");
    id = put(d, SMV_KIND_CHALLENGE, s, SMV_CHALLENGE_TEXT, "Ingen adress");
    make_text(&d->m, id, SMV_CHALLENGE_NUMBER, "1.2.3");
    make_num(&d->m, id, SMV_CHALLENGE_PHASE, phase);
    make_num(&d->m, id, SMV_CHALLENGE_LANE, lane);
    put(d, SMV_KIND_CHALLENGE, s, SMV_CHALLENGE_TEXT, "Skulder");
    s = d->sheets[SCREEN_PLAN] = sheet(d, d->sessions[1], "Plan", 7, d->rooms[0]);
    make_text(&d->m, s, SMV_SHEET_NOTICE, "P\xc3\xa5hittat fall: inga riktiga namn.");
    put(d, SMV_KIND_QUESTION, s, SMV_QUESTION_TEXT, "M\xc3\xa5l");
    put(d, SMV_KIND_CHECK, s, SMV_CHECK_TEXT, "Bostad ordnad");
    id = put(d, SMV_KIND_CONTACT, s, SMV_CONTACT_NAME, "Handl\xc3\xa4ggare");
    make_text(&d->m, id, SMV_CONTACT_BY, "Kontaktmannen");
    id = put(d, SMV_KIND_MEETING, s, SMV_MEETING_ABOUT, "Uppstart");
    make_num(&d->m, id, SMV_MEETING_WHEN, 20261201);
    make_num(&d->m, id, SMV_MEETING_TIME, 1330);
    make_text(&d->m, id, SMV_MEETING_PLACE, "Rum 4");
    make_text(&d->m, id, SMV_MEETING_CALLS, "Kommunen");
    put(d, SMV_KIND_CONSENT, s, SMV_CONSENT_WHAT, "Dela med skolan");
    put(d, SMV_KIND_REVISION, s, SMV_REVISION_VERSION, "1");
    s = d->sheets[SCREEN_POLL] = sheet(d, d->sessions[1], "R\xc3\xb6ster", 8, 0);
    id = put(d, SMV_KIND_POLL, s, SMV_POLL_TEXT, "Vad \xc3\xa4r viktigast?");
    put(d, SMV_KIND_CHOICE, id, SMV_CHOICE_TEXT, "Bostad");
    s = d->sheets[SCREEN_SYNTHESIS] = sheet(d, d->sessions[1], "Syntes", 5, 0);
    id = put(d, SMV_KIND_CLUSTER, s, SMV_CLUSTER_TITLE, "Kontaktpersoner");
    smv_id of = put(d, SMV_KIND_GATHERED, id, 0, NULL);
    make_num(&d->m, of, SMV_GATHERED_WHAT, d->cards[1]);
    s = d->earlier = sheet(d, d->sessions[0], "Tidslinje", 1, d->rooms[0]);
    phase = put(d, SMV_KIND_PHASE, s, SMV_PHASE_TITLE, "F\xc3\xb6re");
    put(d, SMV_KIND_CARD, phase, SMV_CARD_TITLE, "Tidig kontakt");
    s = sheet(d, d->sessions[0], "Tidslinje", 1, d->rooms[1]);
    phase = put(d, SMV_KIND_PHASE, s, SMV_PHASE_TITLE, "F\xc3\xb6re");
    put(d, SMV_KIND_CARD, phase, SMV_CARD_TITLE, "Rum 2:s kort");
    (void)sheet(d, d->sessions[2], "L\xc3\xb6sningar", 3, d->rooms[0]);
}

void screen_make(struct screen *d)
{
    memset(d, 0, sizeof *d);
    make_init(&d->m, 1, false);
    make_frame(d);
    make_questions(d);
    make_timeline(d);
    make_rows(d);
    make_rest(d);
}

void screen_fields(struct smv_buf *ret, const struct smv_field_value *fields, size_t n)
{
    smv_write_array(ret, n);
    for (size_t i = 0; i < n; i++) {
        smv_write_array(ret, 2);
        smv_write_uint(ret, fields[i].field);
        smv_write_str(ret, fields[i].value.str);
    }
}

void screen_text(struct screen *d, smv_id id, unsigned field, struct smv_span text, size_t bound)
{
    struct smv_buf clean = {0};
    size_t n = 0;
    for (size_t at = 0; at < text.len && n < bound;) {
        uint32_t cp = smv_utf8_next(text, &at);
        if (cp >= 0x20 || cp == '\n') { /* the tree takes no C0 controls; C1 and the rest it does */
            smv_utf8_put(&clean, cp);
            n++;
        }
    }
    make_text(&d->m, id, field, smv_buf_cstr(&clean));
    smv_buf_finish(&clean);
}

/* --- the client -------------------------------------------------------------------------------------------- */
void screen_live(struct screen *d, unsigned role, smv_id place)
{
    static const uint8_t h8[8] = {8};
    struct smv_buf nodes = {0};
    struct smv_msg m = {.kind = SMV_MSG_KIND_WELCOME};
    side_init(&d->s);
    d->s.now = 5000;
    side_open(&d->s, NULL);
    m.u.welcome = (struct smv_msg_welcome){.version = 1,
                                           .epoch = smv_span(d->s.epoch, 16),
                                           .head = d->m.seq,
                                           .mode = 1,
                                           .ord = SIDE_ORD,
                                           .role = role,
                                           .place = place,
                                           .clock = (uint64_t)SCREEN_LOG_MS,
                                           .ping_ms = 10000,
                                           .frame_max = 65536,
                                           .unconfirmed_max = 128};
    side_say(&d->s, &m);
    smv_write_array(&nodes, smv_tree_count(&d->m.tree));
    for (const struct smv_node *n = smv_tree_walk(d->m.tree.root, NULL); n != NULL;
         n = smv_tree_walk(d->m.tree.root, n)) {
        smv_node_write(&nodes, n, false);
    }
    m = (struct smv_msg){.kind = SMV_MSG_KIND_SNAP};
    m.u.snap = (struct smv_msg_snap){d->m.seq, smv_span(h8, 8), 0, 1, smv_buf_span(&nodes)};
    side_say(&d->s, &m);
    smv_buf_finish(&nodes);
    assert_int_equal(smv_client_state(d->s.c), SMV_CLIENT_LIVE);
    d->scene = (struct smv_scene){
        .client = d->s.c, .mono = d->s.now, .log_ms = SCREEN_LOG_MS, .person = "Ana"};
}

void screen_view(struct screen *d, struct smv_view *(*create)(struct smv_client *c))
{
    d->v = create(d->s.c);
    d->v->impl->news(d->v, &d->scene, ~0U);
    (void)screen_draw(d, 80, 24, false);
}

void screen_finish(struct screen *d)
{
    if (d->v != NULL) {
        d->v->impl->destroy(d->v);
    }
    side_finish(&d->s);
    make_finish(&d->m);
    smv_buf_finish(&d->out);
}

void screen_told(struct screen *d)
{
    d->v->impl->news(d->v, &d->scene, d->s.u.news);
}

/* --- keys ---------------------------------------------------------------------------------------------------- */
static unsigned key(struct screen *d, struct smv_key k)
{
    unsigned did = d->v->impl->key(d->v, &d->scene, &k);
    if ((did & SMV_DID_WORK) != 0) {
        side_local(&d->s);
        d->v->impl->news(d->v, &d->scene, d->s.u.news);
    }
    return did;
}

unsigned screen_press(struct screen *d, enum smv_key_code code, unsigned mods)
{
    return key(d, (struct smv_key){.code = code, .mods = mods});
}
unsigned screen_f(struct screen *d, unsigned number)
{
    return key(d, (struct smv_key){.code = SMV_KEY_F, .number = number});
}
unsigned screen_ctrl(struct screen *d, const char *letter)
{
    return key(d, (struct smv_key){
                      .code = SMV_KEY_TEXT, .mods = SMV_MOD_CTRL, .text = smv_span_str(letter)});
}
unsigned screen_alt(struct screen *d, const char *letter)
{
    return key(d, (struct smv_key){
                      .code = SMV_KEY_TEXT, .mods = SMV_MOD_ALT, .text = smv_span_str(letter)});
}
unsigned screen_paste(struct screen *d, const char *text)
{
    return key(d, (struct smv_key){.code = SMV_KEY_PASTE, .text = smv_span_str(text)});
}

void screen_type(struct screen *d, const char *text)
{
    struct smv_span all = smv_span_str(text);
    for (size_t at = 0, to = 0; at < all.len; at = to) {
        (void)smv_utf8_next(all, &to);
        key(d, (struct smv_key){.code = SMV_KEY_TEXT, .text = smv_span(all.data + at, to - at)});
    }
}

/* --- screens --------------------------------------------------------------------------------------------------- */
const char *screen_draw(struct screen *d, int w, int h, bool styles)
{
    struct smv_grid g;
    smv_grid_init(&g, w, h, d->scene.ascii);
    d->v->impl->draw(d->v, &d->scene, &g);
    smv_buf_clear(&d->out);
    smv_grid_print(&g, styles, &d->out);
    smv_buf_put_str(&d->out, "caret ");
    smv_buf_put_i64(&d->out, g.caret_x);
    smv_buf_put_str(&d->out, ",");
    smv_buf_put_i64(&d->out, g.caret_y);
    smv_buf_put_str(&d->out, "\n");
    smv_grid_finish(&g);
    return smv_buf_cstr(&d->out);
}

void screen_check(struct screen *d, int w, int h)
{
    struct smv_grid g;
    smv_grid_init(&g, w, h, d->scene.ascii);
    d->v->impl->draw(d->v, &d->scene, &g);
    assert_true(g.caret_x < w && g.caret_y < h);
    for (int y = 0; y < h; y++) {
        for (int x = 0; x < w; x++) {
            const struct smv_glyph *c = &g.cells[y * w + x].glyph;
            bool behind_wide = x > 0 && g.cells[y * w + x - 1].glyph.columns == 2;
            assert_int_equal(c->len == 0, behind_wide);
            assert_true(c->columns != 2 || x + 1 < w);
            assert_true(smv_utf8_valid(smv_span(c->bytes, c->len)));
            for (size_t i = 0; i < c->len; i++) {
                uint8_t byte = (uint8_t)c->bytes[i];
                assert_true(byte >= 0x20 && byte != 0x7f && (!d->scene.ascii || byte < 0x80));
            }
        }
    }
    smv_grid_finish(&g);
}

void screen_goldens(const char *folder, const char *locale)
{
    snprintf(golden_folder, sizeof golden_folder, "%s", folder);
    bindtextdomain("samverka", locale);
    bind_textdomain_codeset("samverka", "UTF-8");
    textdomain("samverka");
    screen_language("en");
}

void screen_language(const char *lang)
{
    /* the C library looks for LANGUAGE again when the locale is set; "C" would hide the catalogues */
    assert_int_equal(setenv("LANGUAGE", lang, 1), 0);
    assert_non_null(setlocale(LC_MESSAGES, "C"));
    assert_non_null(setlocale(LC_MESSAGES, "C.UTF-8"));
}

void screen_golden(struct screen *d, const char *name, int w, int h)
{
    char path[700];
    const char *mode = getenv("SMV_GOLDEN"), *got = screen_draw(d, w, h, false);
    snprintf(path, sizeof path, "%s/%s-%dx%d.txt", golden_folder, name, w, h);
    bool write = mode != NULL && strcmp(mode, "write") == 0;
    FILE *f = fopen(path, write ? "wb" : "rb");
    if (f == NULL) {
        fail_msg("%s cannot be opened; SMV_GOLDEN=write makes it", path);
        return;
    }
    if (write) {
        assert_int_equal(fwrite(got, 1, strlen(got), f), strlen(got));
        assert_int_equal(fclose(f), 0);
        return;
    }
    struct smv_buf want = {0};
    size_t n = fread(smv_buf_reserve(&want, 1 << 20), 1, 1 << 20, f);
    want.len = n;
    fclose(f);
    if (!smv_span_is(smv_buf_span(&want), got)) {
        fail_msg("%s: the screen is now\n%s", path, got);
    }
    smv_buf_finish(&want);
}
