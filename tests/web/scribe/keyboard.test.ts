/* keyboard.test.ts - a scribe's whole work with the keyboard alone, form by form, as somebody else in the room reads it. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { World, type WatchedPage } from "../world.ts";
import { active, clean, DAY, Hall, openStep, saved, scribePage, writes } from "./kit.ts";

let w: World;
let h: Hall;
let page: WatchedPage;
before(async () => {
  w = await World.start({ template: DAY, rooms: ["Rum 1", "Rum 2"] });
  h = await Hall.open(w);
  await h.clock("Pass 1", "start");
  page = await scribePage(w);
});
after(async () => {
  h?.stop();
  await w?.stop();
});
const press = async (...keys: string[]): Promise<void> => {
  for (const k of keys) await page.keyboard.press(k);
};
const type = (text: string): Promise<void> => page.keyboard.type(text);
const texts = (kind: "point" | "obstacle" | "parked", title: string): string[] =>
  h.of(kind, title).map((id) => h.mate.store.text(id, kind as "point", "text"));

test("questions: bullets, line break, order, removal, next question, word, stuck", async () => {
  await press("Alt+2");
  await page.waitForFunction(() => document.querySelector(".sheet h1")?.textContent?.startsWith("Vägledande"));
  await press("Control+Enter");
  await writes(page, "");
  await type("Bostad");
  await press("Enter");
  await writes(page, "");
  await type("Arbete");
  await press("Shift+Enter");
  await type("och skola");
  await press("Enter", "Enter");
  await type("Hälsa");
  await press("Alt+ArrowUp", "Alt+ArrowUp", "Alt+ArrowUp");
  await writes(page, "Hälsa");
  await h.reads("the order", () => texts("point", "Vägledande")[0] === "Hälsa");
  assert.deepEqual(texts("point", "Vägledande"), ["Hälsa", "Bostad", "Arbete\noch skola", ""]);
  // The empty bullet goes, and the caret stands at the end of the one before it.
  await press("ArrowDown");
  await writes(page, "Bostad");
  await press("ArrowDown");
  await writes(page, "Arbete\noch skola");
  await press("Control+End", "ArrowDown");
  await writes(page, "");
  await press("Backspace");
  await writes(page, "Arbete\noch skola");
  await type("!");
  await writes(page, "Arbete\noch skola!");
  await press("Backspace");
  // Enter in the middle of a bullet splits nothing.
  await press("Home", "ArrowRight", "Enter");
  await writes(page, "");
  await press("Backspace", "Tab");
  await press("Control+Enter");
  await page.waitForFunction(() => document.activeElement?.closest(".question")?.id === document.querySelectorAll(".question")[1]?.id);
  await type("SIP");
  await h.reads("the second question", () => texts("point", "Vägledande").includes("SIP"));
  await press("Control+Shift+Enter");
  await writes(page, "Arbete\noch skola");
  // Tab walks from the bullet over its tools to the discussion and the group's word.
  for (let i = 0; i < 6 && !(await active(page)).startsWith("Ny punkt"); i++) await press("Tab");
  assert.equal(await active(page), "Ny punkt");
  await press("Tab");
  await type("Alla var överens.");
  await press("Tab", "Enter"); // the question is done
  const q = h.of("question", "Vägledande")[0]!;
  await h.reads("the word", () => h.mate.store.num(q, "question", "word") === 1);
  assert.equal(h.mate.store.text(q, "question", "discussion"), "Alla var överens.");
  await press("Tab", "Tab", "Enter");
  await h.reads("stuck", () => h.mate.store.num(q, "question", "stuck") === 1);
});

test("many pasted lines become many bullets", async () => {
  await page.locator(".question").nth(2).locator(".add").first().focus();
  await press("Enter");
  await writes(page, "");
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/plain", "- ett\n- två\r\n3. tre\n\n");
    document.activeElement?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await h.reads("three bullets", () => ["ett", "två", "tre"].every((t) => texts("point", "Vägledande").includes(t)));
  await writes(page, "tre");
});

test("timeline: cards, cells, flow and obstacle by keys", async () => {
  await press("Alt+1");
  await page.waitForSelector(".timeline");
  for (let i = 0; i < 8 && !(await active(page)).startsWith("Nytt kort"); i++) await press("Tab");
  assert.equal(await active(page), "Nytt kort: Häktet, Klienten");
  await press("ArrowDown", "ArrowDown", "ArrowRight");
  assert.equal(await active(page), "Nytt kort: Straffets början, Kriminalvården");
  await press("Enter");
  await writes(page, "");
  await type("Kartläggning");
  await press("Tab");
  await type("Anstalten");
  await press("Tab");
  await type("vecka ett");
  await press("Enter");
  await writes(page, "");
  await type("Samtycke");
  await press("Control+Enter");
  await writes(page, "");
  await type("SIP-möte");
  const s = h.mate.store;
  const cards = (): number[] => h.of("card", "Tidslinje, bästa");
  const card = (title: string): number => cards().find((c) => s.text(c, "card", "title") === title) ?? 0;
  await h.reads("three cards", () => card("SIP-möte") !== 0 && card("Samtycke") !== 0);
  const phase = (title: string): string => s.text(s.parent(card(title)), "phase", "title");
  const lane = (title: string): string => s.text(s.num(card(title), "card", "lane"), "lane", "title");
  assert.deepEqual([phase("Kartläggning"), lane("Kartläggning"), phase("SIP-möte"), lane("SIP-möte")], ["Straffets början", "Kriminalvården", "Under straffet", "Kriminalvården"]);
  assert.deepEqual([s.text(card("Kartläggning"), "card", "who"), s.text(card("Kartläggning"), "card", "when")], ["Anstalten", "vecka ett"]);
  // Moving: while writing, the caret stays in the title.
  await press("Alt+ArrowDown");
  await writes(page, "SIP-möte");
  await h.reads("the lane below", () => lane("SIP-möte") === "Kommunen");
  await type(" i god tid");
  await h.reads("typing goes on", () => card("SIP-möte i god tid") !== 0);
  await press("Escape");
  await page.waitForFunction(() => document.activeElement?.matches(".t-card:not(.open)"));
  await press("s");
  await h.reads("the star", () => s.num(card("SIP-möte i god tid"), "card", "star") === 1);
  // Closed cards are walked with the arrows.
  await press("ArrowUp", "ArrowLeft");
  await page.waitForFunction(() => document.activeElement?.textContent?.includes("Samtycke") || document.activeElement?.textContent?.includes("Kartläggning"));
  if (!(await active(page)).includes("Samtycke")) await press("ArrowDown");
  await press("f");
  await page.waitForSelector("dialog[open] [role=combobox]");
  await type("sip");
  await press("Enter");
  await page.waitForFunction(() => document.activeElement?.closest("[data-at]")?.getAttribute("data-at")?.endsWith(":label"));
  await type("samtycket");
  await h.reads("a flow", () => h.of("flow", "Tidslinje, bästa").some((f) => s.text(f, "flow", "label") === "samtycket" && s.num(f, "flow", "to") === card("SIP-möte i god tid")));
  await press("Escape", "o");
  await writes(page, "");
  await type("Blanketten saknas");
  await h.reads("an obstacle", () => texts("obstacle", "Tidslinje, bästa").includes("Blanketten saknas"));
  assert.equal(s.parent(h.of("obstacle", "Tidslinje, bästa")[0]!), card("Samtycke"));
  await press("Escape", "Alt+ArrowRight");
  await h.reads("another phase", () => phase("Samtycke") === "Under straffet");
  await page.waitForFunction(() => document.activeElement?.matches(".t-card") && document.activeElement.textContent?.includes("Samtycke"));
  // Delete, and taking it back.
  await press("Delete");
  await h.reads("in the bin", () => card("Samtycke") === 0);
  await press("Control+z");
  await h.reads("back", () => card("Samtycke") !== 0);
});

test("an obstacle is put on an arrow through its menu", async () => {
  await page.locator(".loose .add").focus();
  await press("Enter");
  await writes(page, "");
  await type("Ingen tar emot");
  await press("Tab");
  for (let i = 0; i < 4 && !(await active(page)).startsWith("Mer om"); i++) await press("Tab");
  await press("Enter", "s", "s"); // by first letters: Stort hinder, Stoppar helt … Sätt på
  await page.waitForFunction(() => document.activeElement?.getAttribute("role")?.startsWith("menuitem"));
  for (let i = 0; i < 8 && !(await active(page)).startsWith("Sätt på"); i++) await press("ArrowDown");
  await press("Enter");
  await page.waitForSelector("dialog[open] [role=combobox]");
  await type("samtycke →");
  await press("Enter");
  const s = h.mate.store;
  await h.reads("on the arrow", () => h.of("obstacle", "Tidslinje, bästa").some((o) => s.text(o, "obstacle", "text") === "Ingen tar emot" && s.kind(s.parent(o)) === "flow"));
});

test("actions, table, map, plan: the other forms", async () => {
  const s = h.mate.store;
  const go = async (title: string): Promise<void> => openStep(page, title);
  await page.locator(".other-sessions summary").click();
  await page.locator(".other-sessions .step", { hasText: "Pass 2" }).click();
  await go("Förslag");
  await page.locator(".actions > .add").focus();
  await press("Enter");
  await writes(page, "");
  await type("Kalla till SIP");
  await press("Tab", "Tab", "Tab");
  await type("Per Nordin");
  await press("Tab");
  await type("Kommunen");
  const action = (): number => h.of("action", "Förslag")[0] ?? 0;
  await h.reads("an action", () => s.text(action(), "action", "where") === "Kommunen");
  await page.locator(".action input[type=date]").fill("2027-01-31");
  await h.reads("its date", () => s.num(action(), "action", "by") === 20270131);
  assert.deepEqual([s.text(action(), "action", "what"), s.text(action(), "action", "who")], ["Kalla till SIP", "Per Nordin"]);
  assert.match((await page.locator(".missing-marks").textContent()) ?? "", /första steg saknas/);

  await go("Bidrag");
  await page.locator(".add-row .add").nth(1).focus();
  await press("Enter");
  await writes(page, "");
  await type("Kamratstöd");
  await press("Tab");
  await type("Pengar");
  await press("Tab");
  await type("KRIS");
  const row = (): number => h.of("row", "Bidrag")[0] ?? 0;
  await h.reads("a row", () => s.text(row(), "row", "t3") === "KRIS");
  assert.equal(s.text(s.num(row(), "row", "lane"), "lane", "title"), "Idéburna organisationer");
  await press("Tab", "Tab", "Enter");
  await page.waitForFunction(() => document.activeElement?.textContent === "Gör det sämre");
  await press("Enter");
  await h.reads("negative", () => s.num(row(), "row", "negative") === 1);
  await page.waitForSelector(".row-line.negative .worse");

  await go("Utprövning");
  await page.locator(".add-row .add").focus();
  await press("Enter");
  await writes(page, "");
  await type("Trepartssamtal");
  await press("Tab");
  await page.keyboard.type("Tr");
  await press("Tab");
  await type("1,5");
  await press("Tab");
  await page.locator(".rows input[type=date]").fill("2027-02-01");
  await page.locator(".rows select").nth(1).selectOption("yes");
  const trial = (): number => h.of("row", "Utprövning")[0] ?? 0;
  await h.reads("chosen cells", () => s.str(trial(), "row", "v5") === "yes" && s.str(trial(), "row", "v4") === "2027-02-01");
  assert.deepEqual([s.text(trial(), "row", "t1"), s.str(trial(), "row", "v2"), s.str(trial(), "row", "v3")], ["Trepartssamtal", "Troligt", "1,5"]);

  await go("Tillbaka");
  await page.locator(".t-cell .add").first().focus();
  await press("Enter");
  await writes(page, "");
  await type("Straffet avtjänas långt hemifrån");
  await press("Enter");
  await type("Skulder");
  await press("Alt+ArrowRight");
  const challenge = (text: string): number => h.of("challenge", "Tillbaka").find((c) => s.text(c, "challenge", "text") === text) ?? 0;
  await h.reads("moved a phase", () => s.text(s.num(challenge("Skulder"), "challenge", "phase"), "phase", "title") === "Genomföra planen");
  await writes(page, "Skulder");
  await press("Shift+Tab", "Shift+Tab");
  await page.locator(`[data-at="${challenge("Skulder")}:number"] textarea`).focus();
  await type("1.2.3");
  await h.reads("its number", () => s.text(challenge("Skulder"), "challenge", "number") === "1.2.3");

  await go("Plan för");
  await page.locator(".contacts .add").focus();
  await press("Enter");
  await writes(page, "");
  await type("Handläggaren");
  await press("Tab");
  await type("Socialtjänsten");
  await press("Tab", "Tab");
  await type("Kontaktmannen");
  await h.reads("a contact, and who makes it", () => h.of("contact", "Plan för").some((c) => s.text(c, "contact", "agency") === "Socialtjänsten" && s.text(c, "contact", "by") === "Kontaktmannen"));
  await page.locator(".meetings .add").focus();
  await press("Enter");
  await writes(page, "");
  await type("Med kommunen");
  await press("Tab");
  await type("Fängelset");
  await h.reads("who convenes", () => h.of("meeting", "Plan för").some((m) => s.text(m, "meeting", "calls") === "Fängelset"));
  const meeting = h.of("meeting", "Plan för")[0]!;
  await page.locator(`[data-at="${meeting}:place"] textarea`).focus();
  await type("Besöksrummet");
  const clock = page.locator(`[data-at="${meeting}:time"] input`);
  await clock.focus();
  await type("1430");
  await press("Tab");
  await h.reads("when and where", () => s.num(meeting, "meeting", "time") === 1430 && s.text(meeting, "meeting", "place") === "Besöksrummet");
  await clock.fill("");
  await clock.blur(); // Tab goes from hours to minutes first
  await h.reads("no time any more", () => s.num(meeting, "meeting", "time") === 0);
  await page.locator(".checks select").first().selectOption("1");
  await h.reads("a tick", () => s.num(h.of("check", "Plan för")[0]!, "check", "tick") === 1);
  await page.locator(".consents select").first().selectOption("3");
  await h.reads("a consent withdrawn", () => s.num(h.of("consent", "Plan för")[0]!, "consent", "state") === 3);
});

test("parking from where one is, and back to the caret; taken up again", async () => {
  await openStep(page, "Fritt");
  await page.locator(".questions .add").first().focus();
  await press("Enter");
  await writes(page, "");
  await type("Vem betalar");
  await press("Home", "Alt+p");
  await page.waitForSelector(".park-bar");
  await page.waitForFunction(() => document.activeElement?.closest(".park-bar"));
  await type("Pengarna");
  await press("Enter");
  await writes(page, "Vem betalar");
  assert.equal(await page.evaluate(() => (document.activeElement as HTMLTextAreaElement).selectionStart), 0);
  const s = h.mate.store;
  const parked = (): number => h.of("parked", "Parkering")[0] ?? 0;
  await h.reads("parked", () => s.text(parked(), "parked", "text") === "Pengarna");
  assert.equal(s.kind(s.num(parked(), "parked", "about")), "question");
  await openStep(page, "Parkering");
  await page.locator(".parked button", { hasText: "Ta upp igen" }).focus();
  await press("Enter");
  await h.reads("taken up", () => s.num(parked(), "parked", "taken") === 1);
});

test("Ctrl+S answers, ? shows the keys, Alt+H calls and the call can be withdrawn", async () => {
  await saved(page);
  await page.locator("#sheet").focus();
  await press("Control+s");
  await page.waitForFunction(() => document.querySelector(".scribe-said")?.textContent?.startsWith("Allt är sparat"));
  await press("?");
  await page.waitForSelector("dialog[open] .key-sheet");
  await press("Escape");
  await page.waitForSelector("dialog[open]", { state: "detached" });
  await press("Alt+h");
  await page.waitForFunction(() => document.activeElement?.matches(".call-form input[type=radio]"));
  await press("ArrowRight", "Tab");
  await type("Vi hinner inte");
  await press("Enter");
  const m = h.mod.store;
  const call = (): number => m.children(1, "call").at(-1) ?? 0;
  await h.mod.until("the call", () => m.text(call(), "call", "text") === "Vi hinner inte");
  assert.equal(m.num(call(), "call", "about"), 2);
  m.set(call(), "call", "state", 1);
  await page.waitForFunction(() => document.querySelector(".call-words")?.textContent === "Moderatorn är på väg");
  await page.locator(".call-state button").focus();
  await press("Enter");
  await h.mod.until("over", () => m.num(call(), "call", "state") === 2);
  clean(page);
});
