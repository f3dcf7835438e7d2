/* test_document_svg.c - a timeline drawn: well-formed whatever is written, no arrow through a card, no letter outside. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <expat.h>
#include <jansson.h>
#include "common/base/utf8.h"
#include "common/document/svg_text.h"
#include "common/document/timeline_svg.h"
#include "tests/lib/tree_make.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
enum { CARDS = 60, BOXES = 400, TEXTS = 4000, LEGS = 4000 };
static const char *list_path;

/* --- a board ------------------------------------------------------------------------------------------------ */

struct board {
    struct make m;
    smv_id sheet, phases[12], lanes[8], cards[CARDS];
    size_t n_phases, n_lanes, n_cards;
    struct smv_buf svg, alt;
    unsigned w, h;
};

static void board_init(struct board *b, size_t phases, size_t lanes)
{
    *b = (struct board){.n_phases = phases, .n_lanes = lanes};
    make_init(&b->m, 1, false);
    b->sheet = make_add(&b->m, SMV_KIND_SHEET, SMV_ROOT, 0);
    make_num(&b->m, b->sheet, SMV_SHEET_FORM, 1);
    smv_id after = 0;
    for (size_t i = 0; i < phases; i++) {
        b->phases[i] = after = make_add(&b->m, SMV_KIND_PHASE, b->sheet, after);
        make_text(&b->m, after, SMV_PHASE_TITLE, "Inför frigivningen");
    }
    for (size_t i = 0; i < lanes; i++) {
        b->lanes[i] = after = make_add(&b->m, SMV_KIND_LANE, b->sheet, after);
        make_text(&b->m, after, SMV_LANE_TITLE, "Andra myndigheter");
    }
}

static void board_finish(struct board *b)
{
    smv_buf_finish(&b->svg);
    smv_buf_finish(&b->alt);
    make_finish(&b->m);
}

static smv_id board_card(struct board *b, size_t phase, size_t lane, const char *title)
{
    const struct smv_node *last = smv_tree_find(&b->m.tree, b->phases[phase])->last;
    smv_id id = make_add(&b->m, SMV_KIND_CARD, b->phases[phase], last ? last->id : 0);
    make_text(&b->m, id, SMV_CARD_TITLE, title);
    if (lane < b->n_lanes) {
        make_num(&b->m, id, SMV_CARD_LANE, b->lanes[lane]);
    }
    b->cards[b->n_cards++] = id;
    return id;
}

static smv_id board_flow(struct board *b, smv_id from, smv_id to, const char *label)
{
    const struct smv_node *last = smv_tree_find(&b->m.tree, b->sheet)->last;
    smv_id id = make_add(&b->m, SMV_KIND_FLOW, b->sheet, last->id);
    make_num(&b->m, id, SMV_FLOW_FROM, from);
    make_num(&b->m, id, SMV_FLOW_TO, to);
    make_text(&b->m, id, SMV_FLOW_LABEL, label);
    return id;
}

static smv_id board_obstacle(struct board *b, smv_id on, const char *text)
{
    const struct smv_node *last = smv_tree_find(&b->m.tree, on)->last;
    smv_id id = make_add(&b->m, SMV_KIND_OBSTACLE, on, last ? last->id : 0);
    make_text(&b->m, id, SMV_OBSTACLE_TEXT, text);
    return id;
}

static void draw(struct board *b, const char *lang, bool empty)
{
    smv_buf_clear(&b->svg);
    smv_buf_clear(&b->alt);
    smv_timeline_svg(&b->svg, &b->alt, &b->w, &b->h, &b->m.tree,
                     smv_tree_find(&b->m.tree, b->sheet), lang, empty);
    assert_true(b->w > 0 && b->h > 0);
}

/* --- reading it with somebody else's reader -------------------------------------------------------------------- */

struct box {
    int x, y, w, h;
};
struct text {
    int x, y;
    unsigned size;
    bool middle;
    char said[400];
};
struct leg {
    int x1, y1, x2, y2;
    size_t arrow;
};
struct picture {
    struct box cards[BOXES];
    struct text texts[TEXTS];
    struct leg legs[LEGS];
    size_t n_cards, n_texts, n_legs, n_arrows;
    bool in_text;
};

static const char *attr(const char **all, const char *name)
{
    for (; *all != NULL; all += 2) {
        if (strcmp(all[0], name) == 0) {
            return all[1];
        }
    }
    return "";
}

/* "M1 2L3 4Q5 6 7 8": straight pieces; the small bends at corners are left out. */
static void read_path(struct picture *p, const char *d)
{
    int x = 0, y = 0;
    bool first = true;
    while (*d != '\0') {
        char command = *d++;
        char *end;
        int n[4] = {0};
        for (int i = 0; i < (command == 'Q' ? 4 : 2); i++) {
            n[i] = (int)strtol(d, &end, 10);
            d = end;
        }
        int to_x = command == 'Q' ? n[2] : n[0], to_y = command == 'Q' ? n[3] : n[1];
        if (!first && command == 'L') {
            assert_true(p->n_legs < LEGS);
            p->legs[p->n_legs++] = (struct leg){x, y, to_x, to_y, p->n_arrows};
        }
        first = false;
        x = to_x;
        y = to_y;
    }
    p->n_arrows++;
}

static void on_start(void *arg, const char *name, const char **all)
{
    struct picture *p = arg;
    if (strcmp(name, "rect") == 0 && strcmp(attr(all, "rx"), "6") == 0) {
        assert_true(p->n_cards < BOXES);
        p->cards[p->n_cards++] = (struct box){atoi(attr(all, "x")), atoi(attr(all, "y")),
                                              atoi(attr(all, "width")), atoi(attr(all, "height"))};
    }
    if (strcmp(name, "path") == 0 && strcmp(attr(all, "stroke"), "#45545f") == 0) {
        read_path(p, attr(all, "d"));
    }
    if (strcmp(name, "text") == 0) {
        assert_true(p->n_texts < TEXTS);
        p->texts[p->n_texts] = (struct text){atoi(attr(all, "x")), atoi(attr(all, "y")),
                                             (unsigned)atoi(attr(all, "font-size")),
                                             attr(all, "text-anchor")[0] != '\0', ""};
        p->in_text = true;
    }
}

static void on_end(void *arg, const char *name)
{
    struct picture *p = arg;
    p->n_texts += strcmp(name, "text") == 0;
    p->in_text = false;
}

static void on_letters(void *arg, const char *s, int len)
{
    struct picture *p = arg;
    if (p->in_text) {
        char *said = p->texts[p->n_texts].said;
        size_t at = strlen(said);
        assert_true(at + (size_t)len < sizeof p->texts[0].said);
        memcpy(said + at, s, (size_t)len);
    }
}

static struct picture *parse(const struct smv_buf *svg)
{
    struct picture *p = calloc(1, sizeof *p);
    XML_Parser x = XML_ParserCreate("UTF-8");
    assert_non_null(p);
    XML_SetUserData(x, p);
    XML_SetElementHandler(x, on_start, on_end);
    XML_SetCharacterDataHandler(x, on_letters);
    if (XML_Parse(x, (const char *)svg->data, (int)svg->len, 1) != XML_STATUS_OK) {
        fail_msg("not well-formed: %s at byte %ld", XML_ErrorString(XML_GetErrorCode(x)),
                 (long)XML_GetCurrentByteIndex(x));
    }
    XML_ParserFree(x);
    return p;
}

static size_t says(const struct picture *p, const char *text)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n_texts; i++) {
        n += strcmp(p->texts[i].said, text) == 0;
    }
    return n;
}

/* --- whatever is written --------------------------------------------------------------------------------------- */

static void fill_with(struct board *b, const char *text)
{
    make_text(&b->m, b->phases[0], SMV_PHASE_TITLE, text);
    make_text(&b->m, b->phases[0], SMV_PHASE_ABOUT, text);
    make_text(&b->m, b->lanes[0], SMV_LANE_TITLE, text);
    make_text(&b->m, b->cards[0], SMV_CARD_TITLE, text);
    make_text(&b->m, b->cards[0], SMV_CARD_WHO, text);
    make_text(&b->m, b->cards[0], SMV_CARD_WHEN, text);
    smv_id flow = board_flow(b, b->cards[0], b->cards[1], text);
    board_obstacle(b, flow, text);
    make_text(&b->m, b->sheet, SMV_SHEET_TITLE, text);
}

static void parses(struct board *b)
{
    struct smv_buf svg = {0}, alt = {0};
    unsigned w, h;
    draw(b, "sv", false);
    free(parse(&b->svg));
    draw(b, "sv", true);
    free(parse(&b->svg));
    smv_timeline_poster(&svg, &alt, &w, &h, &b->m.tree, smv_tree_find(&b->m.tree, b->sheet), "sv",
                        0);
    free(parse(&svg));
    smv_buf_finish(&svg);
    smv_buf_finish(&alt);
}

static void hostile_text_stays_text(void **state)
{
    (void)state;
    json_t *all = json_load_file(list_path, 0, NULL);
    assert_true(json_array_size(all) > 100);
    for (size_t i = 0; i < json_array_size(all); i++) {
        const char *text = json_string_value(json_array_get(all, i));
        struct smv_span s = smv_span(text, json_string_length(json_array_get(all, i)));
        if (!smv_utf8_clean(s) || smv_utf8_count(s) > 120) {
            continue; /* would not get into a tree */
        }
        struct board b;
        board_init(&b, 2, 1);
        (void)board_card(&b, 0, 0, "a");
        (void)board_card(&b, 1, 0, "b");
        fill_with(&b, text);
        parses(&b);
        board_finish(&b);
    }
    json_decref(all);
}

static void characters_that_xml_forbids_are_left_out(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "a\xC2\x85"
        "b", /* a control of the second kind */
        "a\xEF\xBF\xBE"
        "b", /* U+FFFE */
        "a\xF0\x9F\xBF\xBF"
        "b", /* U+1FFFF */
        "a\xE2\x80\xAE"
        "b", /* turns what follows around */
        "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xD8\xB3\xD9\x84\xD8\xA7\xD9\x85",
        "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7\xF0\x9F\x8F\xBD e\xCC\x81\xCC\x82",
        "]]>",
        "<![CDATA[",
        "&#0;",
        "\"'<>&",
        "\t\n \n",
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct board b;
        board_init(&b, 2, 1);
        (void)board_card(&b, 0, 0, "a");
        (void)board_card(&b, 1, 0, "b");
        fill_with(&b, texts[i]);
        parses(&b);
        if (i < 4) {
            draw(&b, "sv", false);
            struct picture *p = parse(&b.svg);
            assert_true(says(p, "ab") >= 2);
            free(p);
        }
        board_finish(&b);
    }
}

/* --- nothing on anything ----------------------------------------------------------------------------------------- */

static const char *const words[] = {
    "Första kontakten", "Missbruksbehandlingsprogrammets uppföljningssamtal", "Ny SIP",
    "Gemensam planering med socialtjänst, frivård och anstalt", "Arbetsmarknadsenheten kallar"};

static void fill_by_chance(struct board *b, struct smv_rng *rng, size_t cards, size_t flows)
{
    for (size_t i = 0; i < cards; i++) {
        smv_id id = board_card(b, smv_rng_below(rng, (uint32_t)b->n_phases),
                               smv_rng_below(rng, (uint32_t)b->n_lanes + 1),
                               words[smv_rng_below(rng, COUNT(words))]);
        if (smv_rng_below(rng, 2) == 0) {
            make_text(&b->m, id, SMV_CARD_WHO, words[smv_rng_below(rng, COUNT(words))]);
        }
        if (smv_rng_below(rng, 4) == 0) {
            board_obstacle(b, id, "Ingen svarar");
            make_num(&b->m, id, SMV_CARD_STAR, 1);
        }
    }
    for (size_t i = 0; i < flows; i++) {
        smv_id flow = board_flow(b, b->cards[smv_rng_below(rng, (uint32_t)cards)],
                                 b->cards[smv_rng_below(rng, (uint32_t)cards)],
                                 smv_rng_below(rng, 2) == 0 ? "" : "remiss");
        if (smv_rng_below(rng, 3) == 0) {
            board_obstacle(b, flow, "Kommer bort");
        }
    }
}

static int lower(int a, int b)
{
    return a < b ? a : b;
}

static int upper(int a, int b)
{
    return a > b ? a : b;
}

static void no_leg_crosses_a_card(const struct picture *p)
{
    for (size_t i = 0; i < p->n_legs; i++) {
        const struct leg *l = &p->legs[i];
        assert_true(l->x1 == l->x2 || l->y1 == l->y2);
        for (size_t k = 0; k < p->n_cards; k++) {
            const struct box *c = &p->cards[k];
            bool apart = upper(l->x1, l->x2) <= c->x || lower(l->x1, l->x2) >= c->x + c->w ||
                         upper(l->y1, l->y2) <= c->y || lower(l->y1, l->y2) >= c->y + c->h;
            assert_true(apart);
        }
    }
}

/* Two arrows may cross; they never run on the same line. */
static void no_arrow_lies_on_another(const struct picture *p)
{
    for (size_t i = 0; i < p->n_legs; i++) {
        for (size_t k = 0; k < i; k++) {
            const struct leg *a = &p->legs[i], *b = &p->legs[k];
            bool upright = a->x1 == a->x2 && b->x1 == b->x2 && a->x1 == b->x1 &&
                           lower(upper(a->y1, a->y2), upper(b->y1, b->y2)) >
                               upper(lower(a->y1, a->y2), lower(b->y1, b->y2)) + 2;
            assert_false(a->arrow != b->arrow && upright);
        }
    }
}

static void letters_stay_in_their_card(const struct picture *p)
{
    for (size_t i = 0; i < p->n_texts; i++) {
        const struct text *t = &p->texts[i];
        unsigned w = smv_svg_width(smv_span_str(t->said), t->size);
        for (size_t k = 0; k < p->n_cards && !t->middle; k++) {
            const struct box *c = &p->cards[k];
            if (t->x > c->x && t->x < c->x + c->w && t->y > c->y && t->y < c->y + c->h + 20) {
                assert_true(t->x + (int)w <= c->x + c->w);
                assert_true(t->y < c->y + c->h);
            }
        }
    }
}

static void cards_are_apart(const struct picture *p)
{
    for (size_t i = 0; i < p->n_cards; i++) {
        for (size_t k = 0; k < i; k++) {
            const struct box *a = &p->cards[i], *b = &p->cards[k];
            assert_true(a->x + a->w <= b->x || b->x + b->w <= a->x || a->y + a->h <= b->y ||
                        b->y + b->h <= a->y);
        }
    }
}

static void boards_by_chance(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        struct smv_rng rng;
        struct board b;
        smv_rng_seed(&rng, seed);
        board_init(&b, 1 + smv_rng_below(&rng, 8), smv_rng_below(&rng, 7));
        size_t cards = 2 + smv_rng_below(&rng, 40);
        fill_by_chance(&b, &rng, cards, smv_rng_below(&rng, 30));
        draw(&b, "sv", false);
        struct picture *p = parse(&b.svg);
        assert_int_equal(p->n_cards, cards);
        no_leg_crosses_a_card(p);
        no_arrow_lies_on_another(p);
        letters_stay_in_their_card(p);
        cards_are_apart(p);
        for (size_t i = 0; i < p->n_cards; i++) {
            assert_true(p->cards[i].x >= 0 && p->cards[i].x + p->cards[i].w <= (int)b.w);
        }
        free(p);
        board_finish(&b);
    }
}

/* --- what is told ------------------------------------------------------------------------------------------------- */

static void marks_are_told_below(void **state)
{
    (void)state;
    struct board b;
    board_init(&b, 2, 1);
    smv_id from = board_card(&b, 0, 0, "Lämnar"), to = board_card(&b, 1, 9, "Tar emot");
    smv_id plain = board_flow(&b, to, from, ""), told = board_flow(&b, from, to, "Samtycke");
    smv_id first = board_obstacle(&b, to, "Ingen svarar"), blank = board_obstacle(&b, to, " ");
    smv_id second = board_obstacle(&b, told, "Pappret kommer bort");
    smv_id third = board_obstacle(&b, b.sheet, "Sekretess");
    const struct smv_tree *t = &b.m.tree;
    const struct smv_node *sheet = smv_tree_find(t, b.sheet);
    const struct {
        smv_id id;
        unsigned number;
    } numbers[] = {{first, 1}, {blank, 0}, {second, 2}, {third, 3}};
    for (size_t i = 0; i < COUNT(numbers); i++) {
        assert_int_equal(smv_timeline_number(sheet, smv_tree_find(t, numbers[i].id)),
                         numbers[i].number);
    }
    char tag[12];
    smv_timeline_tag(sheet, smv_tree_find(t, told), tag);
    assert_string_equal(tag, "b");
    draw(&b, "sv", false);
    struct picture *p = parse(&b.svg);
    assert_int_equal(says(p, "b"), 2); /* at the arrow and below */
    assert_int_equal(says(p, "a"), 0); /* says nothing, so nothing is told */
    assert_int_equal(says(p, "1"), 2);
    assert_int_equal(says(p, "2"), 2);
    assert_int_equal(says(p, "3"), 1); /* on nothing: only told */
    assert_int_equal(says(p, "Samtycke (Lämnar \xE2\x86\x92 Tar emot)"), 1);
    assert_int_equal(says(p, "Sekretess"), 1);
    assert_int_equal(says(p, "Utan rad"), 1);
    assert_int_equal(p->n_arrows, 2);
    free(p);
    /* An arrow whose card is gone is not drawn, and its neighbours keep their letters. */
    make_del(&b.m, plain);
    make_del(&b.m, from);
    draw(&b, "sv", false);
    p = parse(&b.svg);
    assert_int_equal(p->n_arrows, 0);
    assert_int_equal(says(p, "Lämnar"), 0);
    free(p);
    board_finish(&b);
}

static void tags_go_on_behind_z(void **state)
{
    (void)state;
    struct board b;
    smv_id flow = 0;
    char tag[12];
    board_init(&b, 2, 0);
    smv_id from = board_card(&b, 0, 0, "a"), to = board_card(&b, 1, 0, "b");
    for (size_t i = 0; i < 28; i++) {
        flow = board_flow(&b, from, to, "x");
    }
    smv_timeline_tag(smv_tree_find(&b.m.tree, b.sheet), smv_tree_find(&b.m.tree, flow), tag);
    assert_string_equal(tag, "b1");
    board_finish(&b);
}

static void the_picture_in_words(void **state)
{
    (void)state;
    static const struct {
        const char *lang, *words;
    } langs[] = {{"sv", "Tidslinje, 2 skeden, 1 rad, 2 kort, 1 pil, 1 hinder. "},
                 {"nb", "Tidslinje, 2 faser, 1 rad, 2 kort, 1 pil, 1 hindring. "},
                 {"en", "Timeline, 2 phases, 1 row, 2 cards, 1 arrow, 1 obstacle. "}};
    struct board b;
    board_init(&b, 2, 1);
    (void)board_flow(&b, board_card(&b, 0, 0, "Lämnar"), board_card(&b, 1, 0, "Tar emot"), "");
    board_obstacle(&b, b.cards[0], "Ingen svarar");
    for (size_t i = 0; i < COUNT(langs); i++) {
        struct smv_buf again = {0};
        draw(&b, langs[i].lang, false);
        assert_memory_equal(b.alt.data, langs[i].words, strlen(langs[i].words));
        assert_non_null(strstr(smv_buf_cstr(&b.alt), "Inför frigivningen: Lämnar."));
        smv_buf_put_span(&again, smv_buf_span(&b.svg));
        draw(&b, langs[i].lang, false);
        assert_true(smv_span_eq(smv_buf_span(&again), smv_buf_span(&b.svg)));
        smv_buf_finish(&again);
    }
    draw(&b, "sv", true);
    assert_null(strstr(smv_buf_cstr(&b.svg), "Lämnar")); /* nothing that was written */
    board_finish(&b);
}

static void a_map_is_drawn_too(void **state)
{
    (void)state;
    struct board b;
    board_init(&b, 4, 3);
    make_num(&b.m, b.sheet, SMV_SHEET_FORM, 6);
    for (size_t i = 0; i < 2; i++) {
        smv_id c = make_add(&b.m, SMV_KIND_CHALLENGE, b.sheet, b.lanes[2]);
        make_text(&b.m, c, SMV_CHALLENGE_NUMBER, "1.2.3"); /* not unique */
        make_text(&b.m, c, SMV_CHALLENGE_TEXT, "Bolig");
        make_num(&b.m, c, SMV_CHALLENGE_PHASE, i == 0 ? b.phases[1] : 0);
        make_num(&b.m, c, SMV_CHALLENGE_LANE, i == 0 ? b.lanes[2] : 0);
    }
    draw(&b, "nb", false);
    struct picture *p = parse(&b.svg);
    assert_int_equal(says(p, "1.2.3 Bolig"), 2);
    assert_int_equal(says(p, "Uten rad"), 1);
    free(p);
    board_finish(&b);
}

static void a_board_without_grid(void **state)
{
    (void)state;
    struct board b;
    board_init(&b, 0, 0);
    draw(&b, "sv", false);
    free(parse(&b.svg));
    draw(&b, "sv", true);
    free(parse(&b.svg));
    assert_int_equal(smv_timeline_posters(smv_tree_find(&b.m.tree, b.sheet)), 0);
    board_finish(&b);
}

/* A note of 76 mm fits in every cell, however many there are. */
static void posters_have_room_for_notes(void **state)
{
    (void)state;
    static const struct {
        size_t phases, lanes;
        unsigned posters;
    } sizes[] = {{7, 6, 1}, {4, 3, 1}, {12, 6, 2}, {7, 8, 2}, {12, 8, 4}, {3, 0, 1}};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct board b;
        struct smv_buf svg = {0}, alt = {0};
        unsigned w, h, n;
        board_init(&b, sizes[i].phases, sizes[i].lanes);
        const struct smv_node *sheet = smv_tree_find(&b.m.tree, b.sheet);
        n = smv_timeline_posters(sheet);
        assert_int_equal(n, sizes[i].posters);
        size_t phases = 0;
        for (unsigned k = 0; k < n; k++) {
            smv_buf_clear(&svg);
            smv_timeline_poster(&svg, &alt, &w, &h, &b.m.tree, sheet, "sv", k);
            assert_true(w * 594 > h * 841 - w * 9 && w * 594 < h * 841 + w * 15);
            struct picture *p = parse(&svg);
            phases += says(p, "frigivningen") + says(p, "Inför frigivningen");
            free(p);
        }
        assert_int_equal(phases, sizes[i].phases * (sizes[i].lanes > 6 ? 2 : 1));
        smv_buf_finish(&svg);
        smv_buf_finish(&alt);
        board_finish(&b);
    }
}

/* --- lines ---------------------------------------------------------------------------------------------------------- */

static const char *wrapped(struct smv_buf *b, const char *text, unsigned width, unsigned most)
{
    smv_buf_clear(b);
    (void)smv_svg_wrap(b, smv_span_str(text), width, 20, most);
    return smv_buf_cstr(b);
}

static void words_break_where_people_break_them(void **state)
{
    (void)state;
    struct smv_buf b = {0};
    assert_string_equal(wrapped(&b, "  en   rad\n till ", 200, 9), "en rad till\n");
    assert_string_equal(wrapped(&b, "informationsöverlämning", 150, 9),
                        "informations-\növerlämning\n");
    assert_string_equal(wrapped(&b, "A/B-samtal-och-annat", 125, 9), "A/B-samtal-\noch-annat\n");
    assert_string_equal(wrapped(&b, "ett två tre fyra fem", 66, 2), "ett två\ntre \xE2\x80\xA6\n");
    assert_string_equal(wrapped(&b, "", 60, 2), "");
    assert_string_equal(wrapped(&b, " \n", 60, 2), "");
    assert_string_equal(wrapped(&b, "nu", 60, 0), "");
    smv_buf_finish(&b);
}

/* By chance: no line is wider than it may be, and nothing is lost without a sign. */
static void no_line_is_too_wide(void **state)
{
    (void)state;
    static const char *const letters[] = {"a",
                                          "k",
                                          "n",
                                          "s",
                                          "W",
                                          "\xC3\xA5",
                                          "-",
                                          " ",
                                          "\n",
                                          "1",
                                          "\xF0\x9F\x98\x80",
                                          "\xE6\xBC\xA2",
                                          "e\xCC\x81",
                                          "/"};
    struct smv_rng rng;
    smv_rng_seed(&rng, 4);
    for (size_t run = 0; run < 3000; run++) {
        struct smv_buf text = {0}, lines = {0};
        size_t n = smv_rng_below(&rng, 300), shown = 0, given = 0;
        unsigned width = 60 + (unsigned)smv_rng_below(&rng, 200),
                 most = 1 + (unsigned)smv_rng_below(&rng, 20);
        for (size_t i = 0; i < n; i++) {
            smv_buf_put_str(&text, letters[smv_rng_below(&rng, COUNT(letters))]);
        }
        unsigned got = smv_svg_wrap(&lines, smv_buf_span(&text), width, 20, most), counted = 0;
        assert_true(got <= most);
        bool cut = false;
        for (size_t from = 0; from < lines.len; counted++) {
            size_t to = from;
            while (lines.data[to] != '\n') {
                to++;
            }
            struct smv_span line = smv_span(lines.data + from, to - from);
            assert_true(line.len > 0 && smv_utf8_valid(line));
            assert_true(smv_svg_width(line, 20) <= width);
            cut = line.len >= 3 && memcmp(line.data + line.len - 3, "\xE2\x80\xA6", 3) == 0;
            from = to + 1;
        }
        assert_int_equal(counted, got);
        for (size_t i = 0; i < text.len; i++) {
            given += text.data[i] != ' ' && text.data[i] != '\n' && text.data[i] != '-';
        }
        for (size_t i = 0; i < lines.len; i++) {
            shown += lines.data[i] != ' ' && lines.data[i] != '\n' && lines.data[i] != '-';
        }
        assert_true(cut || shown == given);
        smv_buf_finish(&text);
        smv_buf_finish(&lines);
    }
}

static void twenty_thousand_letters(void **state)
{
    (void)state;
    struct smv_buf text = {0}, lines = {0};
    for (size_t i = 0; i < 20000; i++) {
        smv_buf_put_str(&text, "\xC3\xA5");
    }
    assert_int_equal(smv_svg_wrap(&lines, smv_buf_span(&text), 200, 17, 8), 8);
    assert_true(lines.len < 800);
    assert_memory_equal(lines.data + lines.len - 4, "\xE2\x80\xA6\n", 4);
    smv_buf_finish(&text);
    smv_buf_finish(&lines);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        return 2;
    }
    list_path = argv[1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_text_stays_text),
        cmocka_unit_test(characters_that_xml_forbids_are_left_out),
        cmocka_unit_test(boards_by_chance),
        cmocka_unit_test(marks_are_told_below),
        cmocka_unit_test(tags_go_on_behind_z),
        cmocka_unit_test(the_picture_in_words),
        cmocka_unit_test(a_map_is_drawn_too),
        cmocka_unit_test(a_board_without_grid),
        cmocka_unit_test(posters_have_room_for_notes),
        cmocka_unit_test(words_break_where_people_break_them),
        cmocka_unit_test(no_line_is_too_wide),
        cmocka_unit_test(twenty_thousand_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
