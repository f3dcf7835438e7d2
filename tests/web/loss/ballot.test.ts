/* ballot.test.ts - an answer that is on its way while the phone's page goes: it is sent again by the same device, and
 * counted once. On the daemon's own pages. */
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import type { KindName } from "../../../client-web/src/protocol.gen.ts";
import { Peer } from "../core/peer.ts";
import { isLive, sound } from "./kit.ts";
import { type WatchedPage, World } from "../world.ts";

const TEMPLATE = `
name: prov
language: sv
title: Provdagen
participants: {read: [agenda, stage, group], found_groups: no}
rooms: {count: 1}
sessions:
  - title: Uppföljning
    form: survey
    minutes: 30
    sheets:
      - title: Enkät
        form: poll
        moderated: yes
        audience: [all]
        polls:
          - {text: Hur användbar var dagen?, form: choice, choices: [Mycket, Ganska, Inte alls]}
          - {text: Vad tar du med dig?, form: text}
`;
let w: World;
let mod: Peer;
before(async () => {
  delete process.env["WEB"];
  w = await World.start({ template: TEMPLATE, rooms: ["Ek"], args: ["--unlimited"] });
  mod = new Peer(() => `ws://${w.daemonAddress}/${w.name}/ws`, { token: w.secret("moderator"), name: "Mona", seed: 1 });
  mod.start();
  await mod.live();
});
afterEach(() => w.thaw());
after(async () => {
  mod?.stop();
  await w?.stop();
});
const all = (kind: KindName, top = 1): number[] => [
  ...(mod.store.kind(top) === kind ? [top] : []), ...mod.store.children(top).flatMap((k) => all(kind, k)),
];
async function phone(): Promise<WatchedPage> {
  const p = await w.page("participant", "", { width: 390, height: 844 });
  await p.waitForSelector(".phone");
  await isLive(p);
  return p;
}
const cidOf = (p: WatchedPage): Promise<string> =>
  p.evaluate((name) => (JSON.parse(localStorage.getItem(`samverka.device.${name}`) ?? "{}") as { cid: string }).cid, w.name);
async function open(poll: number): Promise<void> {
  mod.store.set(poll, "poll", "state", 1);
  await mod.settled();
}

test("sent, no receipt, the page loaded again: the first and the second arrive, one answer counts", async () => {
  const poll = all("poll")[0]!;
  await open(poll);
  const p = await phone();
  await p.getByLabel("Mycket").check();
  const cid = await cidOf(p);
  w.freeze(); // what is sent now is in the daemon's hands, and it says nothing
  await p.getByRole("button", { name: "Skicka" }).click();
  await p.getByText("Skickas så snart det finns kontakt").waitFor();
  await p.reload();
  await p.getByText("Skickas så snart det finns kontakt").waitFor();
  assert.equal(await cidOf(p), cid, "the same device");
  w.thaw();
  await p.getByText(/^Skickat \d\d:\d\d$/).waitFor({ timeout: 60_000 });
  await mod.until("an answer", () => mod.store.num(poll, "poll", "count") === 1);
  // Whatever else was on its way has been answered by the time that a later operation has.
  mod.store.set(poll, "poll", "state", 2);
  await mod.settled();
  assert.equal(mod.store.num(poll, "poll", "count"), 1, "counted once");
  await p.getByText("Frågan är stängd. Ditt svar är med.").waitFor();
  sound(p);
  await p.context().close();
});

test("sent as the daemon dies, the phone's tab closed and opened again: the answer arrives, once", async () => {
  const poll = all("poll")[1]!;
  await open(poll);
  const p = await phone();
  await p.getByLabel("Ditt svar").fill("Ett namn att ringa.");
  w.freeze();
  await p.getByRole("button", { name: "Skicka" }).click();
  await p.getByText("Skickas så snart det finns kontakt").waitFor();
  const cid = await cidOf(p);
  w.thaw();
  await w.kill();
  const context = p.context();
  await p.close();
  await w.again(["--unlimited"]);
  const next = await context.newPage();
  await next.goto(w.link("participant"));
  await next.getByText(/^Skickat/).waitFor({ timeout: 60_000 });
  assert.equal(await cidOf(next as WatchedPage), cid);
  mod.start();
  await mod.until("an answer", () => mod.store.children(poll, "answer").length === 1);
  assert.equal(mod.store.num(poll, "poll", "count"), 1, "counted once");
  assert.equal(mod.store.text(mod.store.children(poll, "answer")[0]!, "answer", "text"), "Ett namn att ringa.");
  await context.close();
});
