/* html_style.c - how an HTML document looks, on a screen and on paper; see html_int.h.
 *
 * Running lines and page numbers are margin boxes of @page (Chromium and what prints by it); a browser without them still
 * shows the mark at the top of the document. */
#include "common/format/html_int.h"
#include "common/base/utf8.h"

static const char BASE[] =
    ":root{color-scheme:light;--ink:#14212b;--quiet:#45545f;--line:#c9d0d4;--accent:#0b5a6b;"
    "--wash:#e9f3f5;--warn:#7a4b00}\n"
    "*{box-sizing:border-box}\n"
    "html{font:100%/1.5 \"Segoe UI\",Inter,\"Helvetica Neue\",\"Liberation Sans\",Arial,sans-serif;"
    "color:var(--ink);background:#fff;-webkit-text-size-adjust:100%}\n"
    "body{max-width:50rem;margin:0 auto;padding:1.5rem 1.25rem 4rem;overflow-wrap:break-word}\n"
    "body.wide{max-width:72rem}\n"
    "h1,h2,h3,h4,h5{line-height:1.2;margin:2.2em 0 .6em;text-wrap:balance}\n"
    "h1,h2{color:var(--accent)}\n"
    "h1{font-size:2.1rem;margin:.6em 0 .2em}\n"
    "h2{font-size:1.5rem}\n"
    "h3{font-size:1.2rem;margin-top:1.8em}\n"
    "h4{font-size:1.05rem;margin-top:1.6em}\n"
    "h5{font-size:1rem;margin-top:1.4em;color:var(--quiet)}\n"
    "h2+h3,h3+h4,h4+h5,section>h3:first-child{margin-top:1em}\n"
    ".number{margin-right:.5em;font-variant-numeric:tabular-nums}\n"
    "p{margin:0 0 .8em}\n"
    "p.subtitle{font-size:1.2rem;color:var(--quiet);margin:0 0 1.4em}\n"
    "p.title{font-size:1.5rem;font-weight:700;color:var(--accent)}\n"
    "p.mark{color:var(--warn);font-weight:700;border-bottom:2px solid "
    "#b7791f;padding-bottom:.4em}\n"
    "dl{margin:0 0 1.6em}\n"
    "dl div{display:grid;grid-template-columns:11rem 1fr;gap:0 1rem;padding:.15em 0}\n"
    "dt{font-weight:700}\n"
    "dd{margin:0}\n"
    "ul{margin:0 0 1em;padding-left:1.3em}\n"
    "ul ul{margin:.2em 0 .3em}\n"
    "li{margin:.2em 0}\n"
    "li::marker{color:var(--accent)}\n"
    ".note,figcaption{font-size:.875rem;color:var(--quiet)}\n"
    ".quiet{color:#5a6872}\n"
    ".notice{background:var(--wash);border-left:.3rem solid var(--accent);padding:.8em 1.1em;"
    "margin:1.4em 0}\n"
    ".notice p{margin:0}\n"
    "nav{margin:2.5em 0 3em}\n"
    "nav h2{margin:0 0 .6em}\n"
    "nav ul{list-style:none;padding-left:0}\n"
    "nav ul ul{padding-left:1.5em}\n"
    "nav>ul>li{margin:.5em 0;font-weight:700}\n"
    "nav>ul>li li{font-weight:400}\n"
    "nav a{color:inherit;text-decoration:none}\n"
    "nav a:hover{text-decoration:underline}\n"
    "a:focus-visible,.table:focus-visible{outline:3px solid var(--accent);outline-offset:2px}\n"
    ".table{overflow-x:auto;margin:1em 0 1.8em}\n"
    "table{width:100%;border-collapse:collapse;font-size:.9375rem;line-height:1.4}\n"
    "th,td{text-align:left;vertical-align:top;padding:.55em .7em;"
    "border-bottom:1px solid var(--line)}\n"
    ".anywhere{overflow-wrap:anywhere}\n"
    ".date{white-space:nowrap}\n"
    "th{vertical-align:bottom;color:var(--accent);border-bottom:2px solid var(--accent)}\n"
    ".count{text-align:right;font-variant-numeric:tabular-nums}\n"
    "tr.write td{height:3.2em}\n"
    ".unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);"
    "white-space:nowrap}\n"
    "figure{margin:1.4em 0 1.8em}\n"
    "figure svg,figure img{display:block;width:100%;height:auto}\n"
    "figcaption{margin-top:.5em}\n"
    ".ruled{margin:.4em 0 1.6em}\n"
    ".ruled div{height:2.2em;border-bottom:1px solid #9aa5ac}\n"
    "body>footer{margin-top:4em;padding-top:.8em;border-top:1px solid var(--line);"
    "font-size:.875rem;color:var(--quiet)}\n"
    "@media screen and (max-width:34rem){h1{font-size:1.7rem}h2{font-size:1.35rem}"
    "dl div{grid-template-columns:1fr;padding:.3em 0}table{min-width:32rem}"
    "figure{overflow-x:auto}figure svg{min-width:36rem}}\n";

static const char PRINT[] = "@media print{"
                            "html{font-size:10.5pt;line-height:1.42}"
                            "html.poster{font-size:26pt}"
                            "body,body.wide{max-width:none;margin:0;padding:0}"
                            "h1,h2,h3,h4,h5,figcaption{break-after:avoid}"
                            "h1,h2,h3,h4,h5,.notice,figure,li>p{break-inside:avoid}"
                            "h1{margin-top:1.2em}"
                            "p,li,dd{orphans:3;widows:3}"
                            "thead{display:table-header-group;break-after:avoid}"
                            "tbody tr:first-child{break-before:avoid}"
                            "tr{break-inside:avoid}"
                            "tr.long{break-inside:auto}"
                            ".table{overflow:visible;margin:.8em 0 1.4em}"
                            "table{font-size:9.5pt}"
                            "html.poster table{font-size:.9em}"
                            "html.poster header,html.poster figcaption{display:none}"
                            "html.poster figure{margin:0}"
                            "figure svg,figure img{max-height:var(--room)}"
                            "@page wide{size:297mm 210mm;margin:17mm 15mm 16mm}"
                            ".side{page:wide}"
                            ".side svg,.side img{max-height:138mm}"
                            ".side.low svg,.side.low img{max-height:114mm}"
                            ".side.lowest svg,.side.lowest img{max-height:100mm}"
                            ".lead{break-after:avoid}"
                            ".small{break-inside:avoid}"
                            ".break{display:none}"
                            ".break+*{break-before:page}"
                            ".ruled div{break-inside:avoid}"
                            "nav li{break-inside:avoid}"
                            "nav ul ul li{margin:.1em 0}"
                            "body>footer{display:none}"
                            ".notice{print-color-adjust:exact;-webkit-print-color-adjust:exact}"
                            "}\n";

/* A text as a CSS string: everything but letters, digits and spaces by number. */
static void put_string(struct smv_buf *b, struct smv_span s)
{
    uint32_t cp;
    smv_buf_put_byte(b, '"');
    for (size_t pos = 0; smv_markup_next(s, &pos, &cp);) {
        bool plain = cp >= 0x80 || cp == ' ' || (cp >= '0' && cp <= '9') ||
                     (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z');
        if (plain) {
            smv_utf8_put(b, cp);
        } else if (cp == '\n' || cp == '\t') {
            smv_buf_put_byte(b, ' ');
        } else {
            const uint8_t byte = (uint8_t)cp;
            smv_buf_put_byte(b, '\\');
            smv_buf_put_hex(b, smv_span(&byte, 1));
            smv_buf_put_byte(b, ' ');
        }
    }
    smv_buf_put_byte(b, '"');
}

static void put_page(struct smv_buf *b, const struct smv_doc *d)
{
    static const struct {
        const char *size, *room, *small;
    } papers[] = {
        [SMV_PAPER_A4] = {"210mm 297mm;margin:24mm 21mm 23mm", "205mm", "8pt"},
        [SMV_PAPER_A4_WIDE] = {"297mm 210mm;margin:22mm 19mm 20mm", "135mm", "8pt"},
        [SMV_PAPER_A1_WIDE] = {"841mm 594mm;margin:15mm", "563mm", "20pt"},
    };
    const struct smv_markup_words *w = smv_markup_words(d->lang);
    const char *small = papers[d->paper].small, *first = "";
    smv_buf_put_str(b, ":root{--room:");
    smv_buf_put_str(b, papers[d->paper].room);
    smv_buf_put_str(b, "}\n@page{size:");
    smv_buf_put_str(b, papers[d->paper].size);
    smv_buf_put_str(b, ";font:");
    smv_buf_put_str(b, small);
    smv_buf_put_str(b,
                    " \"Segoe UI\",Inter,\"Helvetica Neue\",\"Liberation Sans\",Arial,sans-serif");
    if (d->mark.len > 0) {
        smv_buf_put_str(b, ";@top-right{width:100%;text-align:right;font-weight:700;color:#7a4b00;"
                           "vertical-align:bottom;padding-bottom:4mm;content:");
        put_string(b, d->mark);
        smv_buf_put_byte(b, '}');
        first = "@page:first{@top-right{content:none}}\n"; /* it stands in the header there */
    }
    if (d->paper == SMV_PAPER_A1_WIDE && d->footer.len == 0) {
        smv_buf_put_str(b, "}\n"); /* on a wall it is the picture alone, to its edges */
        smv_buf_put_str(b, first);
        return;
    }
    smv_buf_put_str(b, ";@bottom-left{width:78%;text-align:left;vertical-align:top;"
                       "padding-top:5mm;color:#45545f;content:");
    put_string(b, d->footer);
    smv_buf_put_str(b, "}@bottom-right{width:22%;text-align:right;vertical-align:top;"
                       "padding-top:5mm;color:#45545f;content:\"");
    smv_buf_put_str(b, w->page);
    smv_buf_put_str(b, " \" counter(page) \" ");
    smv_buf_put_str(b, w->of);
    smv_buf_put_str(b, " \" counter(pages)}}\n");
    smv_buf_put_str(b, first);
}

static void put_widths(struct smv_buf *b, const struct smv_doc_table *t, size_t nth)
{
    uint64_t all = 0;
    for (size_t i = 0; i < t->n_columns; i++) {
        all += t->columns[i].weight ? t->columns[i].weight : 1;
    }
    for (size_t i = 0; i < t->n_columns; i++) {
        uint64_t share = 1000ull * (t->columns[i].weight ? t->columns[i].weight : 1) / all;
        smv_buf_put_str(b, "#t");
        smv_buf_put_u64(b, nth);
        smv_buf_put_str(b, " col:nth-child(");
        smv_buf_put_u64(b, i + 1);
        smv_buf_put_str(b, "){width:");
        smv_buf_put_u64(b, share / 10);
        smv_buf_put_byte(b, '.');
        smv_buf_put_u64(b, share % 10);
        smv_buf_put_str(b, "%}");
    }
    smv_buf_put_byte(b, '\n');
}

void smv_html_style(struct smv_buf *b, const struct smv_doc *d)
{
    size_t tables = 0;
    smv_buf_put_str(b, BASE);
    smv_buf_put_str(b, PRINT);
    put_page(b, d);
    for (size_t i = 0; i < d->n_blocks; i++) {
        if (d->blocks[i].kind == SMV_BLOCK_TABLE && d->blocks[i].table->n_columns > 0) {
            put_widths(b, d->blocks[i].table, ++tables);
        }
    }
}
