/* many.test.ts - 300 people: read in, seated, and the page answers all the while. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { World, type WatchedPage } from "../world.ts";

let world: World;
let page: WatchedPage;
before(async () => {
  world = await World.start({ rooms: 12 });
  page = await world.page("organiser");
  await page.locator(".org-nav").waitFor();
});
after(() => world.stop());

/** ms from the press until that is so. */
async function takes(what: string, press: () => Promise<unknown>, so: () => Promise<unknown>, most: number): Promise<void> {
  const began = performance.now();
  await press();
  await so();
  const ms = performance.now() - began;
  console.log(`# ${what}: ${Math.round(ms)} ms`);
  assert.ok(ms < most, `${what} took ${Math.round(ms)} ms`);
}
const nav = (words: string): Promise<void> => page.locator(".org-nav button", { hasText: words }).click();

test("300 people are read in and saved", { timeout: 120_000 }, async () => {
  await nav("Människor");
  await page.getByRole("button", { name: "Läs in lista" }).click();
  const rows = Array.from({ length: 300 }, (_, i) => `Deltagare ${i + 1};Organisation ${i % 40};sektor ${i % 3};Ort ${i % 9};d${i + 1}@example.se`);
  await page.getByLabel(/^Eller klistra in/).fill(["Namn;Organisation;Sektor;Ort;E-post", ...rows].join("\n"));
  await page.getByRole("button", { name: "Använd det inklistrade" }).click();
  await takes("300 people saved", () => page.getByRole("button", { name: "Läs in 300 personer" }).click(), () => page.getByText("300 personer är sparade").waitFor(), 30_000);
  await takes("the list is drawn", () => page.getByRole("button", { name: "Till listan" }).click(), () => page.getByText("300 personer, 40 organisationer").waitFor(), 5000);
  await takes("the list is searched", () => page.getByLabel("Sök i listan").fill("deltagare 299"), () => page.getByText("1 av 300 personer").waitFor(), 3000);
});

test("and seated in twelve rooms", { timeout: 120_000 }, async () => {
  await nav("Grupper");
  await takes("300 people are proposed for", () => page.getByRole("button", { name: "Föreslå grupper" }).click(), () => page.getByText("12 grupper med 25 personer").waitFor(), 10_000);
  await takes("the proposal is saved", async () => undefined, () => page.locator('.save-state[data-pending="0"][data-state="live"]').waitFor(), 30_000);
  await page.locator(".org-groups .org-person").first().focus();
  await takes("one person is moved", () => page.keyboard.press("Alt+ArrowRight"), () => page.getByText("12 grupper med 24–26 personer").waitFor(), 3000);
  assert.deepEqual(page.problems, []);
});
