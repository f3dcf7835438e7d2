/* docx_styles.c - how a DOCX looks: styles, lists, fonts, settings; see docx_int.h.
 *
 * The styles keep Word's own names, so that they have their place in its menus, follow a template that an office lays
 * over them, and are what assistive technology calls a heading or a list. Children stand in the schema's order, about
 * which Word is strict. */
#include "common/format/docx_int.h"

#define INK    "14212B"
#define QUIET  "45545F"
#define ACCENT "0B5A6B"
#define WASH   "E9F3F5"
#define LINE   "C9D0D4"

struct style {
    bool own; /* not one of Word's */
    const char *id, *name, *based, *next;
    const char *ppr, *rpr;
};
/* Paragraph styles after Normal. */
static const struct style styles[] = {
    {false, "Title", "Title", "Normal", "Subtitle",
     "<w:keepNext/><w:keepLines/><w:spacing w:before=\"720\" w:after=\"80\" w:line=\"240\" "
     "w:lineRule=\"auto\"/><w:contextualSpacing/>",
     "<w:b/><w:bCs/><w:color w:val=\"" ACCENT "\"/><w:sz w:val=\"56\"/><w:szCs w:val=\"56\"/>"},
    {false, "Subtitle", "Subtitle", "Normal", "BodyText",
     "<w:keepLines/><w:spacing w:before=\"0\" w:after=\"320\"/>",
     "<w:color w:val=\"" QUIET "\"/><w:sz w:val=\"30\"/><w:szCs w:val=\"30\"/>"},
    {true, "Fact", "Fact", "Normal", NULL,
     "<w:tabs><w:tab w:val=\"left\" w:pos=\"2268\"/></w:tabs><w:spacing w:after=\"60\"/>"
     "<w:ind w:left=\"2268\" w:hanging=\"2268\"/>",
     NULL},
    {false, "BodyText", "Body Text", "Normal", NULL, "<w:spacing w:after=\"140\"/>", NULL},
    {false, "ListBullet", "List Bullet", "Normal", NULL,
     "<w:numPr><w:numId w:val=\"2\"/></w:numPr><w:spacing w:after=\"60\"/>", NULL},
    {false, "ListBullet2", "List Bullet 2", "Normal", NULL,
     "<w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"2\"/></w:numPr><w:spacing w:after=\"60\"/>",
     NULL},
    {false, "ListBullet3", "List Bullet 3", "Normal", NULL,
     "<w:numPr><w:ilvl w:val=\"2\"/><w:numId w:val=\"2\"/></w:numPr><w:spacing w:after=\"60\"/>",
     NULL},
    {true, "Note", "Note", "Normal", "BodyText",
     "<w:keepLines/><w:spacing w:after=\"120\" w:line=\"252\" w:lineRule=\"auto\"/>",
     "<w:color w:val=\"" QUIET "\"/><w:sz w:val=\"19\"/><w:szCs w:val=\"19\"/>"},
    {true, "Notice", "Notice", "Normal", "BodyText",
     "<w:keepLines/><w:pBdr><w:top w:val=\"single\" w:sz=\"4\" w:space=\"8\" w:color=\"" WASH
     "\"/><w:left w:val=\"single\" w:sz=\"36\" w:space=\"10\" w:color=\"" ACCENT
     "\"/><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"8\" w:color=\"" WASH
     "\"/><w:right w:val=\"single\" w:sz=\"4\" w:space=\"10\" w:color=\"" WASH
     "\"/></w:pBdr><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"" WASH
     "\"/><w:spacing w:before=\"240\" w:after=\"280\"/><w:ind w:left=\"284\" w:right=\"227\"/>",
     NULL},
    {false, "Caption", "caption", "Normal", "BodyText",
     "<w:keepLines/><w:spacing w:before=\"60\" w:after=\"240\"/>",
     "<w:color w:val=\"" QUIET "\"/><w:sz w:val=\"19\"/><w:szCs w:val=\"19\"/>"},
    {true, "Picture", "Picture", "Normal", "Caption",
     "<w:spacing w:before=\"160\" w:after=\"60\" w:line=\"240\" w:lineRule=\"auto\"/>", NULL},
    {true, "RuledLine", "Ruled Line", "Normal", NULL,
     "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"9AA5AC\"/>"
     "<w:between w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"9AA5AC\"/></w:pBdr>"
     "<w:spacing w:after=\"0\" w:line=\"510\" w:lineRule=\"exact\"/>",
     NULL},
    {true, "TableText", "Table Text", "Normal", NULL,
     "<w:spacing w:after=\"0\" w:line=\"252\" w:lineRule=\"auto\"/>",
     "<w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/>"},
    {true, "TableHead", "Table Head", "TableText", NULL, "<w:keepNext/>",
     "<w:b/><w:bCs/><w:color w:val=\"" ACCENT "\"/>"},
    {true, "TableGap", "Table Gap", "Normal", "BodyText",
     "<w:spacing w:after=\"0\" w:line=\"240\" w:lineRule=\"exact\"/>", NULL},
    {false, "TOCHeading", "TOC Heading", "Normal", "BodyText",
     "<w:keepNext/><w:keepLines/><w:spacing w:before=\"480\" w:after=\"160\"/>",
     "<w:b/><w:bCs/><w:color w:val=\"" ACCENT "\"/><w:sz w:val=\"34\"/><w:szCs w:val=\"34\"/>"},
    {false, "Header", "header", "Normal", NULL,
     "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"4\" w:color=\"B7791F\"/></w:pBdr>"
     "<w:spacing w:after=\"0\"/><w:jc w:val=\"right\"/>",
     "<w:b/><w:bCs/><w:color w:val=\"7A4B00\"/><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>"},
    {false, "Footer", "footer", "Normal", NULL,
     "<w:pBdr><w:top w:val=\"single\" w:sz=\"4\" w:space=\"6\" w:color=\"" LINE
     "\"/></w:pBdr><w:spacing w:after=\"0\"/>",
     "<w:color w:val=\"" QUIET "\"/><w:sz w:val=\"17\"/><w:szCs w:val=\"17\"/>"},
};
static const struct {
    unsigned before, after, half_points;
    const char *colour;
} headings[4] = {
    {480, 140, 34, ACCENT}, {360, 100, 27, INK}, {280, 80, 23, INK}, {220, 60, 22, QUIET}};

static void put_style(struct smv_buf *b, const struct style *s)
{
    smv_buf_put_str(b, "<w:style w:type=\"paragraph\" ");
    smv_buf_put_str(b, s->own ? "w:customStyle=\"1\" w:styleId=\"" : "w:styleId=\"");
    smv_buf_put_str(b, s->id);
    smv_buf_put_str(b, "\"><w:name w:val=\"");
    smv_buf_put_str(b, s->name);
    smv_buf_put_str(b, "\"/><w:basedOn w:val=\"");
    smv_buf_put_str(b, s->based);
    smv_buf_put_str(b, "\"/>");
    if (s->next) {
        smv_buf_put_str(b, "<w:next w:val=\"");
        smv_buf_put_str(b, s->next);
        smv_buf_put_str(b, "\"/>");
    }
    smv_buf_put_str(b, "<w:qFormat/>");
    if (s->ppr) {
        smv_buf_put_str(b, "<w:pPr>");
        smv_buf_put_str(b, s->ppr);
        smv_buf_put_str(b, "</w:pPr>");
    }
    if (s->rpr) {
        smv_buf_put_str(b, "<w:rPr>");
        smv_buf_put_str(b, s->rpr);
        smv_buf_put_str(b, "</w:rPr>");
    }
    smv_buf_put_str(b, "</w:style>");
}

static void put_heading(struct smv_buf *b, unsigned level, bool numbered)
{
    smv_buf_put_str(b, "<w:style w:type=\"paragraph\" w:styleId=\"Heading");
    smv_buf_put_u64(b, level);
    smv_buf_put_str(b, "\"><w:name w:val=\"heading ");
    smv_buf_put_u64(b, level);
    smv_buf_put_str(b, "\"/><w:basedOn w:val=\"Normal\"/><w:next w:val=\"BodyText\"/>"
                       "<w:uiPriority w:val=\"9\"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/>");
    if (numbered) {
        smv_buf_put_str(b, "<w:numPr><w:ilvl w:val=\"");
        smv_buf_put_u64(b, level - 1);
        smv_buf_put_str(b, "\"/><w:numId w:val=\"1\"/></w:numPr>");
    }
    smv_buf_put_str(b, "<w:spacing w:before=\"");
    smv_buf_put_u64(b, headings[level - 1].before);
    smv_buf_put_str(b, "\" w:after=\"");
    smv_buf_put_u64(b, headings[level - 1].after);
    smv_buf_put_str(b, "\" w:line=\"252\" w:lineRule=\"auto\"/><w:outlineLvl w:val=\"");
    smv_buf_put_u64(b, level - 1);
    smv_buf_put_str(b, "\"/></w:pPr><w:rPr><w:b/><w:bCs/><w:color w:val=\"");
    smv_buf_put_str(b, headings[level - 1].colour);
    smv_buf_put_str(b, "\"/><w:sz w:val=\"");
    smv_buf_put_u64(b, headings[level - 1].half_points);
    smv_buf_put_str(b, "\"/><w:szCs w:val=\"");
    smv_buf_put_u64(b, headings[level - 1].half_points);
    smv_buf_put_str(b, "\"/></w:rPr></w:style>");
}

/* The contents' lines: with a right tab, where Word puts the page number when it updates the field. */
static void put_contents(struct smv_buf *b, unsigned level, unsigned right)
{
    /* where a level's number stands, and where its text does: under which the next level begins */
    static const unsigned begin[4] = {0, 567, 1247, 2098};
    smv_buf_put_str(b, "<w:style w:type=\"paragraph\" w:styleId=\"TOC");
    smv_buf_put_u64(b, level);
    smv_buf_put_str(b, "\"><w:name w:val=\"toc ");
    smv_buf_put_u64(b, level);
    smv_buf_put_str(b, "\"/><w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/>"
                       "<w:uiPriority w:val=\"39\"/><w:unhideWhenUsed/><w:pPr><w:tabs>"
                       "<w:tab w:val=\"left\" w:pos=\"");
    smv_buf_put_u64(b, begin[level]);
    smv_buf_put_str(b, "\"/><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"");
    smv_buf_put_u64(b, right);
    smv_buf_put_str(b, "\"/></w:tabs><w:spacing w:before=\"");
    smv_buf_put_u64(b, level == 1 ? 100 : 0);
    smv_buf_put_str(b, "\" w:after=\"40\"/><w:ind w:left=\"");
    smv_buf_put_u64(b, begin[level - 1]);
    smv_buf_put_str(b, "\"/></w:pPr>");
    smv_buf_put_str(b, level == 1 ? "<w:rPr><w:b/><w:bCs/></w:rPr></w:style>" : "</w:style>");
}

void smv_docx_styles(struct smv_buf *b, const struct smv_docx *x)
{
    smv_buf_put_str(b, SMV_DOCX_XML "<w:styles " SMV_DOCX_NS "><w:docDefaults><w:rPrDefault><w:rPr>"
                                    "<w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" "
                                    "w:eastAsia=\"Calibri\" w:cs=\"Arial\"/>"
                                    "<w:sz w:val=\"22\"/><w:szCs w:val=\"22\"/><w:lang w:val=\"");
    smv_buf_put_str(b, x->words->tag);
    smv_buf_put_str(
        b, "\" w:eastAsia=\"en-US\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault>"
           "<w:pPrDefault><w:pPr><w:spacing w:after=\"120\" w:line=\"276\" "
           "w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>"
           "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">"
           "<w:name w:val=\"Normal\"/><w:qFormat/></w:style>"
           "<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\">"
           "<w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/>"
           "<w:semiHidden/><w:unhideWhenUsed/></w:style>"
           "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\">"
           "<w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/><w:semiHidden/>"
           "<w:unhideWhenUsed/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar>"
           "<w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/>"
           "<w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/>"
           "</w:tblCellMar></w:tblPr></w:style>"
           "<w:style w:type=\"numbering\" w:default=\"1\" w:styleId=\"NoList\">"
           "<w:name w:val=\"No List\"/><w:uiPriority w:val=\"99\"/><w:semiHidden/>"
           "<w:unhideWhenUsed/></w:style>");
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
        put_style(b, &styles[i]);
    }
    for (unsigned level = 1; level <= 4; level++) {
        put_heading(b, level, x->numbered);
    }
    for (unsigned level = 1; level <= 3; level++) {
        put_contents(b, level, smv_docx_text_width(x->upright));
    }
    smv_buf_put_str(
        b, "<w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"SamverkaTable\">"
           "<w:name w:val=\"Samverka Table\"/><w:basedOn w:val=\"TableNormal\"/><w:qFormat/>"
           "<w:tblPr><w:tblBorders><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" "
           "w:color=\"" LINE "\"/><w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" "
           "w:color=\"" LINE "\"/></w:tblBorders><w:tblCellMar>"
           "<w:top w:w=\"85\" w:type=\"dxa\"/><w:left w:w=\"85\" w:type=\"dxa\"/>"
           "<w:bottom w:w=\"85\" w:type=\"dxa\"/><w:right w:w=\"85\" w:type=\"dxa\"/>"
           "</w:tblCellMar></w:tblPr><w:tblStylePr w:type=\"firstRow\"><w:tblPr/><w:tcPr>"
           "<w:tcBorders><w:bottom w:val=\"single\" w:sz=\"12\" w:space=\"0\" w:color=\"" ACCENT
           "\"/></w:tcBorders><w:vAlign w:val=\"bottom\"/></w:tcPr></w:tblStylePr></w:style>"
           "</w:styles>");
}

/* The number before a heading: "2.1", of the levels down to its own. */
static void put_number_level(struct smv_buf *b, unsigned level)
{
    static const unsigned hang[4] = {510, 680, 851, 1021};
    smv_buf_put_str(b, "<w:lvl w:ilvl=\"");
    smv_buf_put_u64(b, level - 1);
    smv_buf_put_str(b, "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/>"
                       "<w:pStyle w:val=\"Heading");
    smv_buf_put_u64(b, level);
    smv_buf_put_str(b, "\"/><w:suff w:val=\"tab\"/><w:lvlText w:val=\"");
    for (unsigned i = 1; i <= level; i++) {
        smv_buf_put_str(b, i > 1 ? ".%" : "%");
        smv_buf_put_u64(b, i);
    }
    smv_buf_put_str(b, "\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:tabs><w:tab w:val=\"num\" w:pos=\"");
    smv_buf_put_u64(b, hang[level - 1]);
    smv_buf_put_str(b, "\"/></w:tabs><w:ind w:left=\"");
    smv_buf_put_u64(b, hang[level - 1]);
    smv_buf_put_str(b, "\" w:hanging=\"");
    smv_buf_put_u64(b, hang[level - 1]);
    smv_buf_put_str(b, "\"/></w:pPr></w:lvl>");
}

static void put_bullet_level(struct smv_buf *b, unsigned level)
{
    static const char *const signs[3] = {"•", "–", "·"}, *const digits[3] = {"", "2", "3"};
    smv_buf_put_str(b, "<w:lvl w:ilvl=\"");
    smv_buf_put_u64(b, level - 1);
    smv_buf_put_str(b, "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"bullet\"/>"
                       "<w:pStyle w:val=\"ListBullet");
    smv_buf_put_str(b, digits[level - 1]);
    smv_buf_put_str(b, "\"/><w:lvlText w:val=\"");
    smv_buf_put_str(b, signs[level - 1]);
    smv_buf_put_str(b, "\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"");
    smv_buf_put_u64(b, 340 * level);
    smv_buf_put_str(b, "\" w:hanging=\"284\"/></w:pPr><w:rPr><w:color w:val=\"" ACCENT
                       "\"/></w:rPr></w:lvl>");
}

void smv_docx_numbering(struct smv_buf *b)
{
    smv_buf_put_str(b, SMV_DOCX_XML "<w:numbering " SMV_DOCX_NS "><w:abstractNum "
                                    "w:abstractNumId=\"1\"><w:multiLevelType "
                                    "w:val=\"multilevel\"/>");
    for (unsigned level = 1; level <= 4; level++) {
        put_number_level(b, level);
    }
    smv_buf_put_str(b, "</w:abstractNum><w:abstractNum w:abstractNumId=\"2\">"
                       "<w:multiLevelType w:val=\"hybridMultilevel\"/>");
    for (unsigned level = 1; level <= 3; level++) {
        put_bullet_level(b, level);
    }
    smv_buf_put_str(b, "</w:abstractNum>"
                       "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num>"
                       "<w:num w:numId=\"2\"><w:abstractNumId w:val=\"2\"/></w:num></w:numbering>");
}

void smv_docx_settings(struct smv_buf *b, const struct smv_docx *x)
{
    smv_buf_put_str(b, SMV_DOCX_XML "<w:settings " SMV_DOCX_NS "><w:zoom w:percent=\"100\"/>"
                                    "<w:defaultTabStop w:val=\"567\"/>"
                                    "<w:characterSpacingControl w:val=\"doNotCompress\"/><w:compat>"
                                    "<w:compatSetting w:name=\"compatibilityMode\" "
                                    "w:uri=\"http://schemas.microsoft.com/office/word\" "
                                    "w:val=\"15\"/></w:compat><w:themeFontLang w:val=\"");
    smv_buf_put_str(b, x->words->tag);
    smv_buf_put_str(b, x->words->lang[0] == 'e' ? "\"/><w:decimalSymbol w:val=\".\"/>"
                                                : "\"/><w:decimalSymbol w:val=\",\"/>");
    smv_buf_put_str(b, "<w:listSeparator w:val=\";\"/></w:settings>");
}

/* Calibri is on Windows and Macs; Carlito has its measures elsewhere. */
void smv_docx_fonts(struct smv_buf *b)
{
    smv_buf_put_str(b, SMV_DOCX_XML
                    "<w:fonts " SMV_DOCX_NS
                    "><w:font w:name=\"Calibri\"><w:altName w:val=\"Carlito\"/>"
                    "<w:panose1 w:val=\"020F0502020204030204\"/><w:charset w:val=\"00\"/>"
                    "<w:family w:val=\"swiss\"/><w:pitch w:val=\"variable\"/></w:font>"
                    "<w:font w:name=\"Arial\"><w:altName w:val=\"Liberation Sans\"/>"
                    "<w:panose1 w:val=\"020B0604020202020204\"/><w:charset w:val=\"00\"/>"
                    "<w:family w:val=\"swiss\"/><w:pitch w:val=\"variable\"/></w:font></w:fonts>");
}
