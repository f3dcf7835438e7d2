/* gone.test.ts - an address without a seminar: a sentence that says so, whether it never was or has been erased. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { audit } from "../a11y/crawl.ts";
import { watched, World } from "../world.ts";

let world: World;
before(async () => {
  world = await World.start({ rooms: 1, args: ["--unlimited"] });
});
after(() => world?.stop());

/** Asks twice, as the host does for what cannot be taken back. */
async function sure(verb: string, what: Record<string, unknown>): Promise<void> {
  const asked = (await world.ask(verb, what)) as { confirm: string };
  const done = (await world.ask(verb, { ...what, confirm: asked.confirm })) as { ok: boolean };
  assert.ok(done.ok, JSON.stringify(done));
}

test("a name that nobody has used; one that is there; one that has been erased", async () => {
  const context = await (await world.browser()).newContext({ locale: "sv-SE", viewport: { width: 390, height: 844 } });
  const page = await watched(context);
  await page.goto(`http://${world.address}/finnsinte/`);
  await page.getByText("Här finns inget seminarium som heter ”finnsinte”.", { exact: false }).waitFor();
  assert.ok(await page.getByLabel("Kod").isVisible(), "the code is the way on");
  assert.deepEqual(await audit(page, "unknown"), []);
  await page.goto(`http://${world.address}/${world.name}/`);
  await page.getByText("Den här adressen behöver en länk eller en kod.", { exact: false }).waitFor();
  // a device that was in before
  const other = await watched(await (await world.browser()).newContext({ locale: "sv-SE", viewport: { width: 390, height: 844 } }));
  await other.goto(world.link("facilitator"));
  await other.locator(".talk-question, .talk .empty").first().waitFor();
  await other.goto(`http://${world.address}/`);
  await sure("erase", { name: world.name });
  await page.reload();
  await page.getByText("Här finns inget seminarium", { exact: false }).waitFor();
  // A new tab, as from a bookmark: what the device remembers is offered, with the sentence.
  const tab = await watched(other.context());
  await tab.goto(`http://${world.address}/${world.name}/`);
  await tab.getByText("finns inte längre på den här servern", { exact: false }).first().waitFor();
  assert.deepEqual(await audit(tab, "erased"), []);
  for (const p of [page, other, tab]) assert.deepEqual(p.problems, []);
  for (const p of [page, other]) await p.context().close();
});
