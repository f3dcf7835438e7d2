/* typing.test.ts - the merging field: two at once, undo beside others, composition, pasting, bounds. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { counted, discussion, held, isLive, isSaved, rng, sound, start, Witness } from "./kit.ts";
import type { WatchedPage, World } from "../world.ts";

let w: World;
let witness: Witness;
let a: WatchedPage;
let b: WatchedPage;
before(async () => {
  w = await start();
  witness = new Witness(w);
  a = await w.page("scribe", "Ek");
  b = await w.page("scribe", "Ek");
  await Promise.all([isLive(a), isLive(b)]);
});
after(async () => {
  witness?.end();
  await w?.stop();
});

test("what is typed is saved, and the other sees it", async () => {
  await discussion(a).pressSequentially("Gärna en gemensam lista över kontaktpersoner.");
  await isSaved(a);
  assert.equal(await discussion(b).inputValue(), "Gärna en gemensam lista över kontaktpersoner.");
  held("one typist", witness, "Gärna en gemensam lista över kontaktpersoner.");
  sound(a, b);
});

test("two in one field at random: equal at the end, every character counted", async () => {
  const seed = Number(process.env["SMV_SEED"] ?? 7);
  const next = rng(seed);
  console.log(`seed ${seed}`);
  const fields = [discussion(a, 2), discussion(b, 2)];
  const counts = [new Map<string, number>(), new Map<string, number>()];
  // Each types letters of an alphabet of its own anywhere in the text, and now and then erases one of its own.
  const alphabets = ["abcdefghåäö", "0123456789🚲"];
  const act = async (i: 0 | 1): Promise<void> => {
    const field = fields[i]!;
    const own = [...alphabets[i]!];
    const erased = await field.evaluate((el: HTMLTextAreaElement, [roll, letters]: [number, string[]]) => {
      el.focus();
      const at = Math.floor((roll / 1000) * (el.value.length + 1));
      const pair = /[\uDC00-\uDFFF]/.test(el.value[at] ?? "") ? 1 : 0;
      el.setSelectionRange(at + pair, at + pair);
      if (roll % 5 !== 0) return "";
      const sign = [...el.value.slice(0, at + pair)].at(-1) ?? "";
      if (!letters.includes(sign)) return "";
      el.setSelectionRange(at + pair - sign.length, at + pair);
      document.execCommand("delete");
      return sign;
    }, [next(1000), own] as [number, string[]]);
    const add = (sign: string, n: number): void => void counts[i]!.set(sign, (counts[i]!.get(sign) ?? 0) + n);
    if (erased) return add(erased, -1);
    const word = Array.from({ length: 1 + next(6) }, () => own[next(own.length)]!);
    for (const sign of word) add(sign, 1);
    await field.pressSequentially(word.join(""));
  };
  for (let step = 0; step < 120; step++) await Promise.all([act(0), act(1)]);
  await Promise.all([isSaved(a), isSaved(b)]);
  const [left, right] = await Promise.all(fields.map((f) => f.inputValue()));
  await a.waitForFunction(([t]) => document.querySelector<HTMLTextAreaElement>('[data-question="2"] > .field textarea')!.value === t, [right]);
  assert.equal(await fields[0]!.inputValue(), right, `equal at the end; was ${left}`);
  const signs = new Map<string, number>();
  for (const sign of right!) signs.set(sign, (signs.get(sign) ?? 0) + 1);
  for (const m of counts) for (const [sign, n] of m) assert.equal(signs.get(sign) ?? 0, n, `${sign}: found ${signs.get(sign) ?? 0}, typed ${n}`);
  held("two typists", witness, right!);
  sound(a, b);
});

test("the caret stays where this person has it", async () => {
  const f = discussion(a, 3);
  await f.pressSequentially("ett tre");
  await isSaved(a);
  await f.evaluate((el: HTMLTextAreaElement) => el.setSelectionRange(4, 7));
  const g = discussion(b, 3);
  await g.focus();
  await g.evaluate((el: HTMLTextAreaElement) => el.setSelectionRange(4, 4));
  await g.pressSequentially("två ");
  await a.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('[data-question="3"] > .field textarea')!.value === "ett två tre");
  const at = await f.evaluate((el: HTMLTextAreaElement) => [el.value.slice(el.selectionStart, el.selectionEnd), document.activeElement === el]);
  assert.deepEqual(at, ["två tre", true], "what was selected still is, with what came exactly at its edge");
});

test("undo takes back own edits only, beside those of others, word by word; redo brings them again", async () => {
  const f = discussion(a, 3);
  const g = discussion(b, 3);
  await f.fill("");
  await isSaved(a);
  await f.pressSequentially("mitt ");
  await f.pressSequentially("eget ");
  await isSaved(a);
  await g.focus();
  await g.evaluate((el: HTMLTextAreaElement) => el.setSelectionRange(7, 7)); // in the middle of "eget"
  await g.pressSequentially("XYZ");
  await isSaved(b);
  await a.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('[data-question="3"] > .field textarea')!.value.includes("XYZ"));
  await f.focus();
  await f.press("Control+z");
  assert.equal(await f.inputValue(), "mitt XYZ");
  await f.press("Control+z");
  assert.equal(await f.inputValue(), "XYZ");
  await f.press("Control+Shift+z");
  await f.press("Control+y");
  const again = await f.inputValue();
  assert.ok(again.includes("XYZ") && again.replace("XYZ", "") === "mitt eget ", again);
  // the other one's undo
  await g.press("Control+z");
  await isSaved(b);
  await isSaved(a);
  assert.equal(await g.inputValue(), "mitt eget ");
  held("after undo and redo", witness, "mitt eget ");
});

test("undo still works after the connection was gone", async () => {
  const f = discussion(a, 3);
  await f.focus();
  await f.press("End");
  await f.pressSequentially("kvar");
  await w.kill();
  await f.pressSequentially(" bort");
  await w.again();
  await isSaved(a);
  await f.press("Control+z");
  await isSaved(a);
  assert.equal(await f.inputValue(), "mitt eget kvar ");
  held("undo after a crash", witness, "mitt eget kvar ");
});

test("composition: dead keys and input methods; nothing leaves or comes in until it is done", async () => {
  const point = async (page: WatchedPage): Promise<void> => {
    await page.locator('[data-add="1"]').click();
    await page.waitForFunction(() => document.activeElement?.tagName === "TEXTAREA");
  };
  await point(a);
  const mine = a.getByLabel("Punkt 1.1", { exact: true });
  await mine.pressSequentially("Se ");
  await isSaved(a);
  const cdp = await a.context().newCDPSession(a);
  await cdp.send("Input.imeSetComposition", { text: "´", selectionStart: 1, selectionEnd: 1 });
  const theirs = b.getByLabel("Punkt 1.1", { exact: true });
  await theirs.focus();
  await theirs.press("Home");
  await theirs.pressSequentially("Obs! ");
  await isSaved(b);
  await a.waitForFunction(() => (globalThis as unknown as { probe: { people: { value: unknown[] } } }).probe.people.value.length > 1);
  assert.equal(await mine.inputValue(), "Se ´", "what is being composed is left alone");
  assert.equal(await theirs.inputValue(), "Obs! Se ", "and does not leave");
  await cdp.send("Input.insertText", { text: "é" });
  for (const [dead, sign] of [["¨", "ö"], ["°", "å"], ["¨", "ä"]] as const) {
    await cdp.send("Input.imeSetComposition", { text: dead, selectionStart: 1, selectionEnd: 1 });
    await cdp.send("Input.insertText", { text: sign });
  }
  await mine.pressSequentially(" på");
  await isSaved(a);
  assert.equal(await mine.inputValue(), "Obs! Se éöåä på");
  held("composed", witness, "Obs! Se éöåä på");
  sound(a, b);
});

test("pasting: controls are cleaned, lines become points, what is too long is refused and said", async () => {
  const paste = (label: string, text: string) =>
    a.getByLabel(label, { exact: true }).evaluate((el: HTMLTextAreaElement, t: string) => {
      el.focus();
      el.setSelectionRange(el.value.length, el.value.length);
      const data = new DataTransfer();
      data.setData("text/plain", t);
      el.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }, text);
  await paste("Punkt 1.1", "\u0007 ett\r\n två \r\ntre\r\n");
  await isSaved(a);
  assert.equal(await a.getByLabel("Punkt 1.1", { exact: true }).inputValue(), "Obs! Se éöåä påett");
  assert.equal(await a.getByLabel("Punkt 1.2", { exact: true }).inputValue(), "två");
  assert.equal(await a.getByLabel("Punkt 1.3", { exact: true }).inputValue(), "tre");
  const before = await discussion(a, 1).inputValue();
  await paste("Diskussion 1", "rad 1\r\nrad 2\u0000\uFEFF\rrad 3");
  assert.equal(await discussion(a, 1).inputValue(), `${before}rad 1\nrad 2\nrad 3`);
  await paste("Punkt 1.2", "🚲".repeat(2010));
  const told = a.locator('[role="alert"]', { hasText: "får inte plats" });
  assert.equal(await told.innerText(), "Texten är för lång: 13 tecken får inte plats.");
  assert.equal(await a.getByLabel("Punkt 1.2", { exact: true }).inputValue(), "två", "refused as a whole");
  await paste("Punkt 1.2", "🚲".repeat(1997));
  assert.equal(await told.count(), 0);
  await a.getByLabel("Punkt 1.2", { exact: true }).pressSequentially("xyz");
  assert.equal(await told.innerText(), "Texten är för lång: ett tecken får inte plats.");
  await isSaved(a);
  held("filled to the bound", witness, `två${"🚲".repeat(1997)}`);
  sound(a);
});

test("a slow press is a press: what a field said stays under it until the finger is up", async () => {
  const told = a.locator('[role="alert"]', { hasText: "får inte plats" });
  await told.waitFor();
  await a.getByLabel("Punkt 1.2", { exact: true }).focus();
  const add = a.locator('[data-add="1"]');
  const before = await a.locator('[data-question="1"] [data-point]').count();
  await add.scrollIntoViewIfNeeded();
  const box = (await add.boundingBox())!;
  await a.mouse.move(box.x + box.width / 2, box.y + 3); // at its edge: it need not move far
  await a.mouse.down();
  await a.evaluate(() => new Promise((done) => setTimeout(done, 1500))); // how long it lasts is what is tried
  assert.deepEqual(await add.boundingBox(), box, "nothing moves under a finger");
  await a.mouse.up();
  await a.waitForFunction((n) => document.querySelectorAll('[data-question="1"] [data-point]').length > n, before);
  await told.waitFor({ state: "detached" });
});

test("Enter makes points as fast as one types; each is there once", async () => {
  await a.locator('[data-add="2"]').click();
  await a.waitForFunction(() => document.activeElement?.tagName === "TEXTAREA");
  const marks: string[] = [];
  for (let i = 0; i < 25; i++) {
    const mark = `punkt nummer ${i} är här`;
    marks.push(mark);
    const before = await a.locator('[data-question="2"] [data-point]').count();
    await a.keyboard.type(mark);
    if (i === 24) break;
    await a.keyboard.press("Enter");
    await a.waitForFunction((n) => document.querySelectorAll('[data-question="2"] [data-point]').length > n
      && (document.activeElement as HTMLTextAreaElement | null)?.value === "", before);
  }
  await isSaved(a);
  counted("points by Enter", witness, marks);
  sound(a, b);
});
