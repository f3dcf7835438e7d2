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
