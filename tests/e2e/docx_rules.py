"""docx_rules.py - what Word insists on in the parts of a DOCX that we write (ECMA-376, transitional).

What: mistakes(path): sentences, none if all is well: every relation's target is there, every part has a content type,
      every element is one that the schema allows where it stands, in the schema's order.
Not:  attribute values; those are tried by opening the file.
"""
import posixpath
import zipfile
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPE = "{http://schemas.openxmlformats.org/package/2006/content-types}"

# Children that must stand in this order; another one is a mistake.
SEQUENCE = {key: value.split() for key, value in {
    "document": "body",
    "p": "pPr *",
    "r": "rPr *",
    "tbl": "tblPr tblGrid tr",
    "tr": "trPr tc",
    "tc": "tcPr p",
    "sdt": "sdtPr sdtContent",
    "sdtPr": "docPartObj",
    "docPartObj": "docPartGallery docPartUnique",
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
           "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
           "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
           "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
           "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang "
           "eastAsianLayout specVanish oMath",
    "numPr": "ilvl numId",
    "pBdr": "top left bottom right between bar",
    "tabs": "tab",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
             "tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tblGrid": "gridCol",
    "tblBorders": "top left bottom right insideH insideV",
    "tblCellMar": "top left bottom right",
    "trPr": "cantSplit trHeight tblHeader",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "tcBorders": "top left bottom right insideH insideV tl2br tr2bl",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType "
              "cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "styles": "docDefaults latentStyles style",
    "docDefaults": "rPrDefault pPrDefault",
    "rPrDefault": "rPr",
    "pPrDefault": "pPr",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal "
             "personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "tblStylePr": "pPr rPr tblPr trPr tcPr",
    "numbering": "numPicBullet abstractNum num",
    "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "num": "abstractNumId lvlOverride",
    "settings": "writeProtection view zoom removePersonalInformation defaultTabStop autoHyphenation characterSpacingControl "
                "footnotePr endnotePr compat docVars rsids mathPr themeFontLang clrSchemeMapping decimalSymbol listSeparator",
    "compat": "compatSetting",
    "fonts": "font",
    "font": "altName panose1 charset family notTrueType pitch sig",
    "hdr": "p tbl",
    "ftr": "p tbl",
}.items()}
# Children in any order.
ANY = {key: set(value.split()) for key, value in {
    "body": "p tbl sdt sectPr",
    "sdtContent": "p",
    "p": "r hyperlink bookmarkStart bookmarkEnd",
    "r": "t br tab fldChar instrText drawing",
    "hyperlink": "r",
    "drawing": "inline",
}.items()}
PARTS = ("word/document.xml", "word/styles.xml", "word/numbering.xml", "word/settings.xml", "word/fontTable.xml",
         "word/header1.xml", "word/footer1.xml", "word/footer2.xml")


def order(parent, name, say):
    """parent's children against the tables, and theirs."""
    known = SEQUENCE.get(name, [])
    at = 0
    for child in parent:
        if not child.tag.startswith(W):
            if name != "drawing":
                say(f"{child.tag} in {name}")
            continue
        kind = child.tag[len(W):]
        if kind in known[at:]:
            at = known.index(kind, at)
        elif kind in ANY.get(name, ()):
            at = known.index("*") if "*" in known else at
        else:
            say(f"{kind} {'too late ' if kind in known else ''}in {name}")
        order(child, kind, say)
    if name == "tc" and (len(parent) == 0 or parent[-1].tag != W + "p"):
        say("a cell that does not end with a paragraph")
    if name == "body" and (len(parent) == 0 or parent[-1].tag != W + "sectPr"):
        say("a body that does not end with its section")


def references(parts, say):
    """Bookmarks, lists, styles and pictures that are referred to are there, identifiers are unique."""
    document, styles = parts["word/document.xml"], parts["word/styles.xml"]
    marks = [e.get(W + "name") for e in document.iter(W + "bookmarkStart")]
    ends = [e.get(W + "id") for e in document.iter(W + "bookmarkEnd")]
    if len(set(marks)) != len(marks) or ends != [e.get(W + "id") for e in document.iter(W + "bookmarkStart")]:
        say("bookmarks that are not pairs, or not unique")
    for e in document.iter(W + "hyperlink"):
        if e.get(W + "anchor") not in marks:
            say(f"a link to nothing: {e.get(W + 'anchor')}")
    known = {e.get(W + "styleId") for e in styles.iter(W + "style")}
    for part in parts.values():
        for kind in ("pStyle", "rStyle", "tblStyle", "basedOn", "next"):
            for e in part.iter(W + kind):
                if e.get(W + "val") not in known:
                    say(f"a style that is not there: {e.get(W + 'val')}")
        for e in part.iter(W + "numId"):
            lists = {n.get(W + "numId") for n in parts["word/numbering.xml"].iter(W + "num")} | {"0"}
            if e.get(W + "val") not in lists:
                say(f"a list that is not there: {e.get(W + 'val')}")
        open_fields = 0
        for e in part.iter(W + "fldChar"):
            open_fields += {"begin": 1, "separate": 0, "end": -1}[e.get(W + "fldCharType")]
            if open_fields not in (0, 1):
                say("fields that are not pairs")
        if open_fields:
            say("a field that is not ended")
    pictures = [e.get("id") for e in document.iter() if e.tag.endswith("}docPr")]
    if len(set(pictures)) != len(pictures):
        say("two pictures with one number")


def relations(archive, names, say):
    for name in names:
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        ids = set()
        for e in ElementTree.fromstring(archive.read(name)).iter(REL + "Relationship"):
            target = posixpath.normpath(posixpath.join(folder, e.get("Target")))
            if e.get("TargetMode") == "External" or target not in names:
                say(f"{name}: {e.get('Target')} is not there")
            ids.add(e.get("Id"))
        if folder:
            part = posixpath.join(folder, posixpath.basename(name)[:-len(".rels")])
            used = {v for e in ElementTree.fromstring(archive.read(part)).iter()
                    for k, v in e.attrib.items() if k.startswith(R)}
            for one in used - ids:
                say(f"{part}: {one} is no relation")


def mistakes(path):
    found = []
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if archive.testzip() or len(set(names)) != len(names) or names[0] != "[Content_Types].xml":
            found.append("the archive is not as Word wants it")
        types = ElementTree.fromstring(archive.read("[Content_Types].xml"))
        defaults = {e.get("Extension") for e in types.iter(TYPE + "Default")}
        overrides = {e.get("PartName") for e in types.iter(TYPE + "Override")}
        for name in names[1:]:
            if "/" + name not in overrides and name.rsplit(".", 1)[-1] not in defaults:
                found.append(f"{name} has no content type")
            if name.startswith("word/") and name.endswith(".xml") and "/" + name not in overrides:
                found.append(f"{name} is only XML to Word")
        found += [f"{name} is named and not there" for name in overrides if name[1:] not in names]
        relations(archive, names, found.append)
        parts = {name: ElementTree.fromstring(archive.read(name)) for name in PARTS if name in names}
        for name, root in parts.items():
            order(root, root.tag[len(W):], lambda what, name=name: found.append(f"{name}: {what}"))
        references(parts, found.append)
    return sorted(set(found))
