/* tabs.test.ts - tabs and browsers that go away, come back, or are two; links that stay out of sight. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { counted, discussion, hasReplica, isKept, isLive, isSaved, marks, newPoint, pending, Profile, sound, start, tab, typePoints, Witness } from "./kit.ts";
import type { World } from "../world.ts";

let w: World;
let witness: Witness;
let a: Page;
before(async () => {
  w = await start();
  witness = new Witness(w);
  a = await w.page("scribe", "Ek");
  await isLive(a);
});
after(async () => {
  witness?.end();
  await w?.stop();
});

const cidOf = (page: Page): Promise<string> =>
  page.evaluate(() => JSON.parse(sessionStorage.getItem("samverka.tab.dag") ?? "{}").cid as string);
const outboxes = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((done) => {
        const open = indexedDB.open("samverka");
        open.onsuccess = () => {
          const all = open.result.transaction("outboxes").objectStore("outboxes").getAll();
          all.onsuccess = () => {
            open.result.close();
            done(all.result.filter((r: { owner: string }) => r.owner !== "").length);
          };
        };
      }),
  );

test("the secret leaves the address bar; the tab keeps it over a reload", async () => {
  assert.equal(new URL(a.url()).hash, "");
  assert.equal(new URL(a.url()).pathname, "/dag/");
  const cid = await cidOf(a);
  await a.reload();
  await isLive(a);
  assert.equal(await cidOf(a), cid, "the same outbox");
  sound(a);
});

test("two tabs of one link: two outboxes, both write; a third that was duplicated has its own", async () => {
  const second = await tab(a.context(), w);
  await isLive(second);
  const [popup] = await Promise.all([
    a.context().waitForEvent("page"),
    a.evaluate(() => void window.open(location.href)), // takes a copy of the tab's own storage along
  ]);
  await isLive(popup);
  const cids = await Promise.all([a, second, popup].map(cidOf));
  assert.equal(new Set(cids).size, 3, cids.join(" "));
  const typed = marks("flikar", 3);
  for (const [i, page] of [a, second, popup].entries()) {
    await newPoint(page, 1);
    await page.keyboard.insertText(typed[i]!);
  }
  await Promise.all([a, second, popup].map((p) => isSaved(p)));
  counted("three tabs", witness, typed);
  await second.close();
  await popup.close();
});

test("tabs closed with unsent work; one that is opened later delivers all of it", async () => {
  const context = a.context();
  await hasReplica(a, "<flikar 2");
  w.freeze();
  const typed: string[] = [];
  for (let i = 0; i < 3; i++) {
    const page = i === 0 ? a : await tab(a.context(), w);
    if (i > 0) await page.locator('[data-add="2"]').waitFor(); // shown from what is kept, without a daemon
    const mine = marks(`stängd ${i}.`, 4);
    await newPoint(page, 2);
    await typePoints(page, 2, mine);
    await isKept(page);
    typed.push(...mine);
    if (i > 0) await page.close();
  }
  await a.close();
  w.thaw();
  const again = await tab(context, w);
  await isSaved(again);
  await again.waitForFunction((all) => all.every((m) => [...document.querySelectorAll("textarea")].some((t) => t.value === m)), typed);
  await again.locator(".bar", { hasText: "från en stängd flik" }).waitFor({ state: "detached" });
  counted("three closed tabs", witness, typed);
  await again.waitForFunction(() => navigator.locks.query().then((q) => q.held!.filter((l) => l.name!.startsWith("samverka.outbox.")).length === 1));
  assert.equal(await outboxes(again), 1, "what was delivered is cleared away");
  a = again;
});

test("the browser killed with unsent work, and opened again with the same profile", async () => {
  const profile = new Profile();
  try {
    const typed = marks("batteriet", 12);
    let context = await profile.open();
    let page = await tab(context, w);
    await isLive(page);
    await newPoint(page, 3);
    await isSaved(page);
    await page.keyboard.type("§");
    await isSaved(page);
    await hasReplica(page, "§");
    await page.keyboard.press("Backspace");
    w.freeze();
    await typePoints(page, 3, typed);
    await discussion(page, 3).pressSequentially("sista ordet");
    await isKept(page);
    assert.ok((await pending(page)) > 0);
    await profile.kill();
    // Opened by a bookmark, without the secret, while the daemon is still silent.
    context = await profile.open();
    page = await context.newPage();
    await page.goto(`http://${w.address}/dag/`);
    await page.getByRole("button", { name: /Fortsätt som/ }).first().click();
    await page.waitForFunction((all) => all.every((m) => [...document.querySelectorAll("textarea")].some((t) => t.value === m)), typed);
    assert.equal(await discussion(page, 3).inputValue(), "sista ordet");
    await discussion(page, 3).press("End");
    await discussion(page, 3).pressSequentially(", och ett till");
    w.thaw();
    await isSaved(page);
    counted("a killed browser", witness, [...typed, "sista ordet, och ett till"]);
  } finally {
    w.thaw();
    await profile.end();
  }
});

test("over plain HTTP, without locks and service worker, the same holds", async () => {
  const profile = new Profile();
  try {
    const context = await profile.open("--host-resolver-rules=MAP samverka.test 127.0.0.1");
    const link = w.link("scribe", "Tall").replace(/127\.0\.0\.1/, "samverka.test");
    let page = await context.newPage();
    await page.goto(link);
    await isLive(page);
    assert.equal(await page.evaluate(() => isSecureContext || "locks" in navigator || "serviceWorker" in navigator), false);
    const cid = await cidOf(page);
    await page.reload();
    await isLive(page);
    assert.equal(await cidOf(page), cid, "a reload keeps the outbox");
    const [popup] = await Promise.all([context.waitForEvent("page"), page.evaluate(() => void window.open(location.href))]);
    await isLive(popup);
    assert.notEqual(await cidOf(popup), cid, "a duplicated tab has its own");
    w.freeze();
    const typed = marks("http", 5);
    await newPoint(popup, 1);
    await typePoints(popup, 1, typed);
    await isKept(popup);
    await popup.close();
    await page.close();
    w.thaw();
    page = await context.newPage();
    await page.goto(link);
    await isSaved(page);
    await page.waitForFunction((all) => all.every((m) => [...document.querySelectorAll("textarea")].some((t) => t.value === m)), typed);
    await isSaved(page);
    counted("plain HTTP", witness, typed);
  } finally {
    w.thaw();
    await profile.end();
  }
});

/** As a tab does that believes this one to be gone: what is in the outbox goes with it. */
const takeOver = (page: Page, cid: string): Promise<void> =>
  page.evaluate(
    (key) =>
      new Promise<void>((done) => {
        const open = indexedDB.open("samverka");
        open.onsuccess = () => {
          const tx = open.result.transaction("outboxes", "readwrite");
          const rows = tx.objectStore("outboxes");
          rows.get(key).onsuccess = (e) => {
            const row = (e.target as IDBRequest<{ turn: number }>).result;
            rows.put({ ...row, owner: "another", turn: row.turn + 1 });
          };
          tx.oncomplete = () => {
            open.result.close();
            done();
          };
        };
      }),
    cid,
  );

test("an outbox that was taken over under somebody who writes: an own one is taken, every letter is in it", async () => {
  const cid = await cidOf(a);
  await newPoint(a, 1);
  await a.keyboard.insertText("<övertagen");
  await isSaved(a);
  await takeOver(a, cid);
  // Whenever something is drawn, the caret is in a field: no letter has nowhere to go.
  await a.evaluate(() => {
    const g = globalThis as unknown as { nowhere: number };
    g.nowhere = 0;
    new MutationObserver(() => {
      if (!(document.activeElement instanceof HTMLTextAreaElement)) g.nowhere++;
    }).observe(document.getElementById("app")!, { childList: true, subtree: true });
  });
  await a.keyboard.insertText(" mitt i ordet");
  await a.waitForFunction((was) => JSON.parse(sessionStorage.getItem("samverka.tab.dag") ?? "{}").cid !== was, cid);
  await isLive(a);
  await a.waitForFunction(() => document.activeElement instanceof HTMLTextAreaElement && document.activeElement.value === "<övertagen mitt i ordet");
  await a.keyboard.type(" och vidare>"); // the caret is where it was
  await isSaved(a);
  assert.notEqual(await cidOf(a), cid, "nobody knows what that one has used up");
  await a.waitForFunction(() => sessionStorage.getItem("samverka.typed.dag") === null);
  assert.equal(await a.evaluate(() => (globalThis as unknown as { nowhere: number }).nowhere), 0, "drawn anew with the caret in it");
  counted("taken over while writing", witness, ["<övertagen mitt i ordet och vidare>"]);
});

test("an outbox that was taken over while its tab slept: said in words before anything is typed, and one goes on here", async () => {
  await newPoint(a, 1);
  await isSaved(a);
  await takeOver(a, await cidOf(a));
  await a.evaluate(() => document.dispatchEvent(new Event("visibilitychange"))); // looked at again
  const on = a.getByRole("button", { name: "Fortsätt här" });
  await on.waitFor();
  assert.equal(await discussion(a, 1).getAttribute("readonly"), "", "what would be typed now would be nobody's");
  await on.click();
  await isLive(a);
  const typed = marks("fortsatt", 2);
  await newPoint(a, 1);
  await typePoints(a, 1, typed);
  await isSaved(a);
  counted("after a take-over", witness, typed);
});

test("over plain HTTP: a frozen tab whose outbox another one took loses none of what is typed when it wakes", async () => {
  const profile = new Profile();
  try {
    const context = await profile.open("--host-resolver-rules=MAP samverka.test 127.0.0.1");
    const link = w.link("scribe", "Tall").replace(/127\.0\.0\.1/, "samverka.test");
    const sleeper = await context.newPage();
    await sleeper.goto(link);
    await isLive(sleeper);
    await newPoint(sleeper, 2);
    await sleeper.keyboard.insertText("<före sömnen");
    await isSaved(sleeper);
    await hasReplica(sleeper, "<före sömnen");
    const cid = await cidOf(sleeper);
    w.freeze();
    await sleeper.keyboard.insertText(", oskickat");
    await isKept(sleeper);
    const cdp = await context.newCDPSession(sleeper);
    await cdp.send("Debugger.enable"); // halts the page as a frozen tab is halted: no answer, no event
    const halted = new Promise((done) => cdp.once("Debugger.paused", done));
    await cdp.send("Debugger.pause");
    await halted;
    const other = await context.newPage();
    await other.goto(link);
    await other.waitForFunction(() => [...document.querySelectorAll("textarea")].some((t) => t.value === "<före sömnen, oskickat"));
    assert.equal(await cidOf(other), cid, "nobody answered for it");
    await cdp.send("Debugger.resume");
    await cdp.send("Debugger.disable");
    // In one go, before the page can have found out: in the old text, and in a point of its own.
    await sleeper.evaluate(() => {
      const el = document.activeElement as HTMLTextAreaElement;
      el.setSelectionRange(0, 0);
      document.execCommand("insertText", false, "<vaken>");
      type S = { add(...x: unknown[]): number; write(...x: unknown[]): boolean; parent(id: number): number };
      const s = (globalThis as unknown as { probe: S }).probe;
      const here = Number(el.dataset["field"]!.split(":")[0]);
      const made = s.add("point", s.parent(here), here, { text: "<ny" });
      s.write(made, "point", "text", "<ny punkt av den vakna>");
    });
    await sleeper.waitForFunction((was) => JSON.parse(sessionStorage.getItem("samverka.tab.dag") ?? "{}").cid !== was, cid);
    await sleeper.keyboard.insertText("<under bytet>"); // on the screen that is still there
    w.thaw();
    const all = ["<vaken><under bytet><före sömnen, oskickat", "<ny punkt av den vakna>"];
    for (const page of [sleeper, other]) {
      await page.waitForFunction((texts) => texts.every((x) => [...document.querySelectorAll("textarea")].some((t) => t.value === x)), all);
      await isSaved(page);
    }
    await sleeper.waitForFunction(() => sessionStorage.getItem("samverka.typed.dag") === null);
    counted("plain HTTP, a frozen tab", witness, all);
  } finally {
    w.thaw();
    await profile.end();
  }
});
