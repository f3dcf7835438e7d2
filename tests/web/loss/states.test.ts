/* states.test.ts - what Status and Field say in each state, in the three languages: axe-core finds nothing. */
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { audit } from "../a11y/crawl.ts";
import { discussion, isKept, isLive, isSaved, newPoint, sound, start } from "./kit.ts";
import type { World } from "../world.ts";

let w: World;
before(async () => {
  w = await start();
});
afterEach(() => w.thaw());
after(() => w?.stop());

for (const [lang, offline, elsewhere, tooLong] of [
  ["sv-SE", "Frånkopplad", "Öppen i en annan flik.", "Texten är för lång"], ["nb-NO", "Frakoblet", "Åpen i en annen fane.", "Teksten er for lang"],
  ["en-GB", "Offline", "Open in another tab.", "The text is too long"],
] as const) {
  test(`saved, too long, no connection, open elsewhere: ${lang}`, async () => {
    const page = await w.page("scribe", "Ek", { lang });
    const clean = async (what: string): Promise<void> => assert.deepEqual(await audit(page, `${lang}, ${what}`), []);
    await isLive(page);
    await newPoint(page, 1);
    await page.keyboard.insertText("x");
    await isSaved(page);
    await clean("saved");
    await page.keyboard.insertText("y".repeat(2010));
    await page.locator('[role="alert"]', { hasText: tooLong }).waitFor();
    await clean("too long");
    await w.kill();
    await discussion(page, 1).pressSequentially("kvar");
    await isKept(page);
    await page.locator(".bar", { hasText: offline }).waitFor({ timeout: 60_000 });
    await clean("offline");
    await w.again();
    await isSaved(page);
    await page.evaluate(() => new Promise<void>((done) => {
      const open = indexedDB.open("samverka");
      open.onsuccess = () => {
        const tx = open.result.transaction("outboxes", "readwrite");
        const rows = tx.objectStore("outboxes");
        rows.getAll().onsuccess = (e) => {
          for (const r of (e.target as IDBRequest<{ turn: number }[]>).result) rows.put({ ...r, owner: "another", turn: r.turn + 1 });
        };
        tx.oncomplete = () => (open.result.close(), done());
      };
    }));
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await page.locator(".bar", { hasText: elsewhere }).waitFor();
    await clean("elsewhere");
    sound(page);
    await page.context().close();
  });
}
