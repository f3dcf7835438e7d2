/* strings.ts - what people paste, and what somebody might try: to be shown as text, every one.
 *
 * What: our own short list in the manner of naughty-string collections: markup, templates, formats, paths, numbers,
 *       directions, combining marks, widths, astral letters, lengths.
 * Not:  control characters other than tab and line feed are refused by the protocol; they are in REFUSED. */
const many = (s: string, n: number): string => Array.from({ length: n }, () => s).join("");

/** Each would set globalThis.__owned if it ran. */
export const MARKUP: readonly string[] = [
  "<script>globalThis.__owned=1</script>",
  "<ScRiPt>globalThis.__owned=1</ScRiPt>",
  "</textarea><script>globalThis.__owned=1</script>",
  "</title><script>globalThis.__owned=1</script>",
  "</style><script>globalThis.__owned=1</script>",
  "--><script>globalThis.__owned=1</script><!--",
  "]]><script>globalThis.__owned=1</script>",
  "\"><img src=x onerror=globalThis.__owned=1>",
  "'><img src=x onerror=globalThis.__owned=1>",
  "<img src=x onerror=\"globalThis.__owned=1\">",
  "<img/src/onerror=globalThis.__owned=1>",
  "<svg onload=globalThis.__owned=1>",
  "<svg><script>globalThis.__owned=1</script></svg>",
  "<svg><animate onbegin=globalThis.__owned=1 attributeName=x dur=1s>",
  "<math><mtext><table><mglyph><style><img src=x onerror=globalThis.__owned=1>",
  "<iframe srcdoc=\"<script>parent.__owned=1</script>\"></iframe>",
  "<iframe src=\"javascript:parent.__owned=1\"></iframe>",
  "<a href=\"javascript:globalThis.__owned=1\">klicka</a>",
  "<a href=\"data:text/html,<script>opener.__owned=1</script>\" target=_blank>klicka</a>",
  "<form action=\"javascript:globalThis.__owned=1\"><button>Spara</button></form>",
  "<details open ontoggle=globalThis.__owned=1>",
  "<video><source onerror=globalThis.__owned=1></video>",
  "<body onload=globalThis.__owned=1>",
  "<input autofocus onfocus=globalThis.__owned=1>",
  "<marquee onstart=globalThis.__owned=1>",
  "<object data=\"javascript:globalThis.__owned=1\"></object>",
  "<embed src=\"javascript:globalThis.__owned=1\">",
  "<base href=\"//annat.example/\">",
  "<meta http-equiv=refresh content=\"0;url=//annat.example/\">",
  "<link rel=stylesheet href=\"//annat.example/x.css\">",
  "<style>*{background:url(//annat.example/x)}</style>",
  "<div style=\"position:fixed;inset:0;background:red\">hela sidan</div>",
  "javascript:globalThis.__owned=1",
  "JaVaScRiPt://%0aglobalThis.__owned=1",
  "data:text/html;base64,PHNjcmlwdD5vcGVuZXIuX19vd25lZD0xPC9zY3JpcHQ+",
  "&lt;script&gt;globalThis.__owned=1&lt;/script&gt;",
  "&#60;script&#62;globalThis.__owned=1&#60;/script&#62;",
  "\\u003cscript\\u003eglobalThis.__owned=1\\u003c/script\\u003e",
  "<scr\tipt>globalThis.__owned=1</scr\tipt>",
  "＜script＞globalThis.__owned=1＜/script＞",
];
export const TEMPLATES: readonly string[] = [
  "{{constructor.constructor('globalThis.__owned=1')()}}",
  "${globalThis.__owned=1}",
  "#{globalThis.__owned=1}",
  "<%= globalThis.__owned=1 %>",
  "{n|en|# stycken}", "{n}", "{name}", "{0}", "$&", "$1", "$`", "$'", "%s %d %n %x", "%", "%%", "%00", "%0d%0aSet-Cookie: a=b",
  "__proto__", "constructor", "toString", "hasOwnProperty", "{\"__proto__\":{\"x\":1}}",
  "'; DROP TABLE log; --", "\" OR 1=1 --", "\\", "\\\\", "\\n", "`", "$(touch /tmp/x)", "| cat /etc/passwd", "../../../etc/passwd",
  "=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0",
  "- lista", "* lista", "# rubrik", "1. ett", "[länk](javascript:globalThis.__owned=1)", "![bild](x)", "|a|b|", "> citat", "---",
];
export const LETTERS: readonly string[] = [
  "åäö ÅÄÖ æøå ÆØÅ é ü ß ŋ đ", "e\u0301 a\u030a o\u0308", "Å Å Å", "İıIi ǅ ﬁ ﬀ", "Straße ſ ẞ", "Ⅷ ½ ① ™",
  "بسم الله الرحمن", "שלום עולם", "\u202eohcs tkatab\u202c", "\u2066isolerad\u2069 \u2067רtl\u2069", "a\u200bb\u200cc\u200dd\u2060e", "mjukt\u00adbindestreck",
  "日本語テキスト", "한국어", "ไทยไม่มีช่องว่าง", "हिन्दी", "ᚠᚢᚦᚨᚱᚲ",
  "👩‍👩‍👧‍👦👨🏽‍🚀🏳️‍🌈🇸🇪🇳🇴", "🚲🚲🚲", "😀\u{1F3FF}", "\u{10FFFF}", "\u{1D54F}\u{1D4C8}",
  `Z${many("\u0335\u0321\u0322\u0347\u0353\u0301\u0304", 12)}algo`, many("\u0301", 40), "a\u0489b\u0489",
  "\u00a0\u2003\u3000 blanka \u2028 \u2029", " ledande och följande ", "\t\ttabbar\t", "rad ett\nrad två\n\n\nrad fem", "\n", " ",
  "﷽", "꧅꧅꧅", "ٱلسَّلَامُ عَلَيْكُمْ", "\ud7ff\ue000\ufffd", "\uffff", "(╯°□°)╯︵ ┻━┻",
];
export const NUMBERS: readonly string[] = [
  "0", "-0", "1e309", "NaN", "Infinity", "undefined", "null", "true", "None", "nil", "0x7fffffff", "9007199254740993", "1.2.3", "1,5", "2026-02-30", "00:00", "24:60",
];
export const LONG: readonly string[] = [
  many("Återfallsförebyggandesamverkansöverenskommelsehandläggarkonferens", 4), many("x", 300), many("långt ord ", 60), many("W", 200), many("iiii ", 80), many("👩‍👩‍👧‍👦", 40),
  many("<b>", 60), many("rad\n", 40),
];
export const STRINGS: readonly string[] = [...MARKUP, ...TEMPLATES, ...LETTERS, ...NUMBERS, ...LONG];
/** Not allowed in a text; what a person types of it is left out or refused, and nothing breaks. */
export const REFUSED: readonly string[] = ["\u0000", "a\u0007b", "\u001b[31mröd\u001b[0m", "\u007f", "\ufeffBOM", "\r\n", "\u0001\u0002\u0003"];
