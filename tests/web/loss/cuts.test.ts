/* cuts.test.ts - the daemon is silent, dies, or the page sleeps: every change is there afterwards, once. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { counted, discussion, isKept, isLive, isSaved, marks, newPoint, pending, sound, start, typePoints, Witness } from "./kit.ts";
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

test("more than 300 unsent changes of each of two scribes while the daemon is silent", async () => {
  const typed = [marks("ek", 160), marks("tall", 160)];
  await newPoint(a, 1);
  await newPoint(b, 2);
  await Promise.all([isSaved(a), isSaved(b)]);
  w.freeze();
  await Promise.all([typePoints(a, 1, typed[0]!), typePoints(b, 2, typed[1]!)]);
  await discussion(a, 1).pressSequentially("under tystnaden");
  await discussion(b, 1).pressSequentially("samtidigt");
  const unsent = [await pending(a), await pending(b)];
  console.log(`unsent: ${unsent.join(" and ")}`);
  assert.ok(unsent.every((n) => n >= 300), String(unsent));
  const bar = a.locator(".bar", { hasText: "Frånkopplad – skriv vidare" });
  await bar.waitFor({ timeout: 60_000 });
  assert.match(await bar.innerText(), /\d+ ändringar finns kvar på den här datorn/);
  w.thaw();
  await Promise.all([isSaved(a, 60_000), isSaved(b, 60_000)]);
  await bar.waitFor({ state: "detached" });
  counted("a silent daemon", witness, [...typed[0]!, ...typed[1]!, "under tystnaden", "samtidigt"]);
  sound(a, b);
});

test("the daemon killed in the middle of words, three times", async () => {
  const f = discussion(a, 2);
  const g = discussion(b, 2);
  let mine = "";
  let theirs = "";
  for (let round = 0; round < 3; round++) {
    const word = `förstahandsuppgifter${round} `;
    const other = `ANDRAHANDSUPPGIFTER${round} `;
    await Promise.all([f.pressSequentially(word.slice(0, 8)), g.press("Control+Home").then(() => g.pressSequentially(other.slice(0, 8)))]);
    await w.kill();
    await Promise.all([f.pressSequentially(word.slice(8)), g.pressSequentially(other.slice(8))]);
    await w.again();
    await Promise.all([isSaved(a), isSaved(b)]);
    mine += word;
    theirs += other;
  }
  const text = await f.inputValue();
  assert.equal(await g.inputValue(), text);
  const letters = (s: string): string => [...s].sort().join("");
  assert.equal(letters(text), letters(mine + theirs), text);
  counted("a killed daemon", witness, [text]);
  sound(a, b);
});

test("the page frozen by the browser while others write; what was typed before and after is there", async () => {
  const cdp = await a.context().newCDPSession(a);
  await newPoint(a, 3);
  const typed = marks("fryst", 3);
  await a.keyboard.insertText(typed[0]!);
  await isKept(a);
  await cdp.send("Page.setWebLifecycleState", { state: "frozen" });
  await newPoint(b, 3);
  await b.keyboard.insertText(typed[1]!);
  await isSaved(b);
  await w.kill(); // the frozen page cannot notice
  await w.again();
  await isSaved(b);
  await cdp.send("Page.setWebLifecycleState", { state: "active" });
  await a.locator('[data-question="3"] [data-point] textarea').first().focus();
  await a.keyboard.press("End");
  await a.keyboard.insertText(typed[2]!);
  await isSaved(a);
  counted("a frozen page", witness, typed);
  sound(a, b);
});

test("the network of the browser gone and back", async () => {
  await a.context().setOffline(true);
  w.freeze(); // an open WebSocket does not notice the browser's switch
  const typed = marks("nät", 20);
  await newPoint(a, 3);
  await typePoints(a, 3, typed);
  w.thaw();
  await a.context().setOffline(false);
  await isSaved(a);
  counted("a network that was gone", witness, typed);
  sound(a);
});

const minutes = process.env["SMV_SOAK"] ? 5 : 0;
test("five real minutes without a daemon", { skip: minutes === 0 && "SMV_SOAK=1 runs it" }, async () => {
  const until = Date.now() + minutes * 60_000;
  const typed: string[] = [];
  await newPoint(a, 1);
  await newPoint(b, 2);
  await w.kill();
  for (let round = 0; Date.now() < until; round++) {
    const mine = marks(`lång ek ${round}.`, 3);
    const theirs = marks(`lång tall ${round}.`, 3);
    await Promise.all([typePoints(a, 1, mine), typePoints(b, 2, theirs)]);
    await Promise.all([newPoint(a, 1), newPoint(b, 2)]);
    typed.push(...mine, ...theirs);
    await a.waitForTimeout(2000); // real minutes are what this is about
  }
  await w.again();
  await Promise.all([isSaved(a, 120_000), isSaved(b, 120_000)]);
  counted("five minutes", witness, typed);
  sound(a, b);
});
