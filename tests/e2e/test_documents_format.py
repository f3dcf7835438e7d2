"""Documents as other programs read them: Word's own rules, python-docx, LibreOffice, pandoc, an HTML validator, Chromium.

FORMAT_DRIVER  writes the sample documents.    SMV_REPO  the checkout.
"""
import io
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
import zipfile

import docx

from docx_rules import mistakes

DRIVER, REPO = os.environ["FORMAT_DRIVER"], os.environ["SMV_REPO"]
LIST = os.path.join(REPO, "tests/lib/nasty.json")
SAMPLES = ("full", "full-nb", "full-en", "empty", "wide", "poster", "hostile")
# what the full sample says, in order
SENTENCES = """Samverkan mot återfall|Dokumentation från seminariet|Folkets hus, Malmö|till deltagarna
Detta är ett utkast. Läs det, och säg till om något.|Innehåll|Vad fungerar redan?|Deltagande organisationer
Samverkan från första dagen|Grupp 1–4, eftermiddagen. Referent: Siv Ek.|får en kontaktperson
finns kvar hela vägen.|(två grupper)|Vad fungerar redan?|Täta möten mellan kommun och region
varje vecka det första halvåret|digitalt när vägen är lång|därefter en gång i månaden
En väg in: ett telefonnummer, en brevlåda|Diskussionen rörde först tiden.|Sedan talade vi om plats.|Grupp 2
Gruppen hann inte med frågan; svaret är från passet före.|Källor|Punkterna kommer från grupp 1 och 3.|Vad hindrar?
Tidslinjen|Tidslinje för grupp 2: två kort och en pil|Hela vägen|Samma tidslinje på en bredare sida
Här står sidan upp igen.|Handlingsplan|Åtgärd|Gemensam mall för samtycke
Deltagande organisationer|Region Skåne|och 𝒜 hör också till""".replace("\n", "|").split("|")


def run(*command, **more):
    return subprocess.run(command, check=True, timeout=240, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more).stdout


def in_order(case, text, parts, what):
    """Each part after the one before it, whatever the lines."""
    text, at = re.sub(r"\s+", " ", text), 0
    for part in parts:
        found = text.find(part, at)
        case.assertGreaterEqual(found, 0, f"{what} lacks, after {text[max(0, at - 60):at]!r}: {part}")
        at = found + len(part)


def left(text, one_line=False):
    """What of a typed text markup can hold."""
    text = re.sub("[\u0085\u2028\u2029]", "\n", text)
    text = "".join(c for c in text if c in "\n\t" or not (ord(c) < 32 or 0x7f <= ord(c) < 0xa0 or ord(c) == 0xfeff
                                                          or 0xfdd0 <= ord(c) <= 0xfdef or ord(c) & 0xfffe == 0xfffe))
    return text.replace("\n", " ") if one_line else text


class Documents(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="smv-format.")
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.typed = json.load(open(LIST, encoding="utf-8"))
        for sample in SAMPLES:
            for ending in ("docx", "html"):
                with open(cls.path(sample, ending), "wb") as f:
                    f.write(run(DRIVER, sample, ending, LIST))

    @classmethod
    def path(cls, sample, ending):
        return os.path.join(cls.folder, f"{sample}.{ending}")

    # --- DOCX ---------------------------------------------------------------------------------------
    def test_word_would_open_them(self):
        for sample in SAMPLES:
            self.assertEqual(mistakes(self.path(sample, "docx")), [], sample)

    def test_the_rules_notice(self):
        """Each kind of damage is seen by the rules above."""
        damage = {
            "too late": ("word/document.xml", '<w:pStyle w:val="Title"/>', '<w:bidi/><w:pStyle w:val="Title"/>'),
            "in tblPr": ("word/document.xml", "<w:tblCaption", "<w:caption"),
            "a style that": ("word/document.xml", 'w:val="Subtitle"', 'w:val="Undertitel"'),
            "a link to": ("word/document.xml", 'w:anchor="_Toc100000001"', 'w:anchor="x"'),
            "is no relation": ("word/document.xml", "rIdPng1", "rIdPng9"),
            "is not there": ("word/_rels/document.xml.rels", "styles.xml", "style.xml"),
            "no content type": ("[Content_Types].xml", 'Extension="png"', 'Extension="gif"'),
            "only XML": ("[Content_Types].xml", "/word/numbering.xml", "/word/other.xml"),
            "not ended": ("word/footer1.xml", 'w:fldCharType="end"', 'w:fldCharType="separate"'),
            "bookmarks": ("word/document.xml", '<w:bookmarkEnd w:id="1"/>', ""),
            "a cell that": ("word/document.xml", "</w:tc>", "<w:tcPr/></w:tc>"),
            "a list that": ("word/styles.xml", '<w:numId w:val="2"/>', '<w:numId w:val="7"/>'),
        }
        for sentence, (part, old, new) in damage.items():
            changed = self.path("damaged", "docx")
            with zipfile.ZipFile(self.path("full", "docx")) as a, zipfile.ZipFile(changed, "w") as b:
                for name in a.namelist():
                    data = a.read(name)
                    if name == part:
                        self.assertIn(old.encode(), data, sentence)
                        data = data.replace(old.encode(), new.encode())
                    b.writestr(name, data)
            self.assertIn(sentence, " ".join(mistakes(changed)))

    def test_the_texts_come_back(self):
        document = docx.Document(self.path("hostile", "docx"))
        by_style = {}
        for p in document.paragraphs:
            by_style.setdefault(p.style.name, []).append(p.text)
        self.assertEqual(by_style["Body Text"][:-1], [left(t) for t in self.typed])
        self.assertEqual(len(by_style["Body Text"][-1]), 20000)
        self.assertEqual(by_style["Note"], [left(t) for t in self.typed])
        self.assertEqual(by_style["Notice"], [left(t) for t in self.typed])
        self.assertEqual(by_style["Fact"], ["\t" + left(t) for t in self.typed])
        bullets = [p.text for p in document.paragraphs if p.style.name.startswith("List Bullet")]
        self.assertEqual(bullets, [left(t, True) for t in self.typed])
        headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
        self.assertEqual([h.split("\t")[-1] if i % 4 and "\t" not in self.typed[i] else "" for i, h in enumerate(headings)],
                         [left(t, True) if i % 4 and "\t" not in t else "" for i, t in enumerate(self.typed)])
        column = [row.cells[0].text for row in document.tables[0].rows]
        self.assertEqual(column, ["</th>"] + [left(t) for t in self.typed])

    def test_structure_and_properties(self):
        document = docx.Document(self.path("full", "docx"))
        headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
        self.assertEqual(headings[:4], [("Heading 1", "Samverkan från första dagen"), ("Heading 2", "Vad fungerar redan?"),
                                        ("Heading 3", "Grupp 2"), ("Heading 4", "Källor")])
        self.assertEqual([len(t.rows) for t in document.tables], [32, 32])
        self.assertEqual([c.text for c in document.tables[0].rows[0].cells], ["Åtgärd", "Ansvarig", "Senast", "Röster", "Läge"])
        core, section = document.core_properties, document.sections[0]
        self.assertEqual((core.title, core.language), ("Samverkan mot återfall: dokumentation", "sv-SE"))
        self.assertEqual(core.created.isoformat(), "2026-11-22T09:42:00")
        self.assertEqual(section.header.paragraphs[0].text, "Utkast 22 november 2026 10:42")
        self.assertEqual(section.footer.paragraphs[0].text,
                         "Samverkan mot återfall · dokumentation · utkast till version 2\tSida 1 av 1")
        self.assertEqual(docx.Document(self.path("full-nb", "docx")).core_properties.language, "nb-NO")
        self.assertEqual(docx.Document(self.path("empty", "docx")).paragraphs[0].text, "")

    def test_libreoffice_and_pandoc_read_all_of_it(self):
        home = os.path.join(self.folder, "office")
        for sample, width in (("full", 595), ("hostile", 595), ("empty", 595), ("poster", 1190)):
            run("soffice", f"-env:UserInstallation=file://{home}", "--headless", "--convert-to", "pdf", "--outdir", self.folder,
                self.path(sample, "docx"))
            info = run("pdfinfo", self.path(sample, "pdf")).decode()
            self.assertEqual(int(float(re.search(r"Page size:\s+([\d.]+)", info)[1])), width, sample)
        text = run("pdftotext", "-layout", self.path("full", "pdf"), "-").decode()
        in_order(self, run("pdftotext", self.path("full", "pdf"), "-").decode(), SENTENCES, "LibreOffice's PDF")
        pages = text.rstrip("\f").split("\f")
        for n, page in enumerate(pages, 1):
            self.assertIn("Utkast 22 november 2026 10:42", page)
            self.assertIn(f"Sida {n} av {len(pages)}", page)
        sizes = re.findall(r"Page\s+\d+ size:\s+(\d+)", run("pdfinfo", "-l", "99", self.path("full", "pdf")).decode())
        on_side = [page for page, size in zip(pages, sizes) if size == "841"]
        self.assertEqual(len(on_side), 1, sizes)  # the wide picture, with its heading, alone
        self.assertRegex(on_side[0], r"2\.1\s+Hela vägen")
        self.assertIn("Samma tidslinje på en bredare sida", on_side[0])
        self.assertNotIn("Här står sidan upp igen.", on_side[0])
        self.assertRegex(text, r"1\.2\s+Vad hindrar\?")  # counted by LibreOffice, not in the text
        self.assertGreaterEqual(sum(bool(re.search(r"Åtgärd\s+Ansvarig", page)) for page in pages), 4)  # repeated heads
        hostile = run("pdftotext", self.path("hostile", "pdf"), "-").decode()
        in_order(self, hostile, ["</w:t></w:r></w:p>", "]]>", "<script>alert(1)</script>", "=cmd|' /C calc'!A0"], "the hostile PDF")
        in_order(self, run("pandoc", "-s", "-t", "plain", "--wrap=none", self.path("full", "docx")).decode(),
                 [s for s in SENTENCES if s not in ("Dokumentation från seminariet", "Innehåll")], "pandoc's text")

    # --- HTML ---------------------------------------------------------------------------------------
    def test_a_validator_finds_nothing(self):
        oracle = os.path.join(REPO, "tests/oracle/run.sh")
        good = [self.path(s, "html") for s in SAMPLES if s != "hostile"]
        run(oracle, "html_valid.mjs", *good)
        run(oracle, "html_valid.mjs", self.path("hostile", "html"), env=dict(os.environ, HOSTILE="1"))
        page = open(self.path("full", "html"), encoding="utf-8").read()
        for old, new in (("</main>", ""), (' lang="sv-SE"', ""), ("<h3 id=\"h2\">", "<h5 id=\"h2\">"), ('id="h2"', 'id="h1"')):
            self.assertIn(old, page)
            with open(self.path("damaged", "html"), "w", encoding="utf-8") as f:
                f.write(page.replace(old, new))
            with self.assertRaises(subprocess.CalledProcessError, msg=f"without {old}"):
                run(oracle, "html_valid.mjs", self.path("damaged", "html"))

    def test_nothing_from_elsewhere(self):
        for sample in SAMPLES:
            page = open(self.path(sample, "html"), encoding="utf-8").read()
            tags = re.sub(r">[^<]*<", "><", page[page.index("</style>"):])
            for attribute in re.findall(r"\s(?:src|href|srcset|action|data|poster)=\"([^\"]*)\"", tags):
                self.assertRegex(attribute, r"^(#|data:image/svg\+xml;base64,)")
            style = page[page.index("<style>"):page.index("</style>")]
            self.assertNotRegex(style, r"url\(|@import|expression")

    def test_chromium_prints_tagged_pages(self):
        for sample, size in (("full", (595, 842)), ("wide", (842, 595)), ("poster", (2384, 1684)), ("hostile", (595, 842))):
            pdf = self.path(sample, "pdf")
            run("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                f"--user-data-dir={self.folder}/chromium", f"--print-to-pdf={pdf}", "file://" + self.path(sample, "html"))
            info = run("pdfinfo", pdf).decode()
            self.assertRegex(info, r"Tagged:\s+yes", sample)
            found = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", info)
            self.assertEqual(tuple(round(float(x)) for x in found.groups()), size, sample)
        pdf = self.path("full", "pdf")
        info = run("pdfinfo", pdf).decode()
        self.assertIn("Samverkan mot återfall: dokumentation", info)
        pages = run("pdftotext", "-layout", pdf, "-").decode().rstrip("\f").split("\f")
        for n, page in enumerate(pages, 1):
            self.assertEqual(page.count("Utkast 22 november 2026 10:42"), 1, f"page {n}")
            self.assertIn(f"Sida {n} av {len(pages)}", page)
        in_order(self, run("pdftotext", pdf, "-").decode(), SENTENCES, "Chromium's PDF")
        tree = run("pdfinfo", "-struct", pdf).decode()
        for tag in ("H1", "H2", "H3", "H4", "L (block)", "Table", "TH", "Figure"):
            self.assertIn(tag, tree)

    def test_where_the_paper_turns_one_break_is_enough(self):
        page = io.open(self.path("full", "html"), encoding="utf-8").read()
        at = page.rindex("</figure>", 0, page.index("Här står sidan upp igen.")) + len("</figure>")
        counts = []
        for name, text in (("one", page), ("two", page[:at] + '<div class="break"></div>' + page[at:])):
            path = os.path.join(self.folder, name)
            with open(path + ".html", "w", encoding="utf-8") as f:
                f.write(text)
            run("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                f"--user-data-dir={self.folder}/chromium", f"--print-to-pdf={path}.pdf", f"file://{path}.html")
            counts.append(re.search(r"Pages:\s+(\d+)", run("pdfinfo", path + ".pdf").decode()).group(1))
        self.assertEqual(*counts)

    # --- both -----------------------------------------------------------------------------------------
    def test_equal_bytes(self):
        for sample in SAMPLES:
            for ending in ("docx", "html"):
                env = dict(os.environ, TZ="Asia/Kathmandu", LANG="C")
                self.assertEqual(io.open(self.path(sample, ending), "rb").read(),
                                 run(DRIVER, sample, ending, LIST, env=env), (sample, ending))


if __name__ == "__main__":
    unittest.main(verbosity=1)
