/* table.test.ts - one of a table becomes its writer, from the participants' page. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { audit } from "../a11y/crawl.ts";
import { Day, all } from "../plenary/kit.ts";
import { World } from "../world.ts";

const TEMPLATE = `
name: bord
language: sv
title: Bordssamtal
participants: {read: [agenda, stage, group], found_groups: yes}
compositions: [{key: egna, name: Bordsgrupper, rule: self}]
rooms: {count: 1}
sessions:
  - title: Samtal vid borden
    form: groups
    composition: egna
    start: "09:00"
    minutes: 60
    sheets:
      - {title: Bordets svar, form: questions, each: group, audience: [own, group], questions: [Vad gör vi nu?]}
`;
let world: World;
before(async () => {
  world = await World.start({ template: TEMPLATE, rooms: 1, args: ["--unlimited"] });
});
after(() => world?.stop());

test("the table's sign is enough; a second phone follows the group by reading", async () => {
  const day = await Day.open(world);
  try {
    const p = await world.page("participant", "", { width: 390, height: 844 });
    await p.getByText("Skriv för ett bord").click();
    assert.deepEqual(await audit(p, "table"), []);
    await p.getByRole("button", { name: "Börja skriva" }).click();
    await p.getByText("Ange bordet först.").waitFor();
    await p.getByLabel("Bord", { exact: true }).fill("3 B");
    await p.getByLabel("Gruppens namn").fill("Trean");
    await p.getByRole("button", { name: "Börja skriva" }).click();
    await p.waitForFunction(() => document.documentElement.dataset["role"] === "secretary");
    const m = day.mod.store;
    await day.mod.until("the group", () => all(m, "group").some((g) => m.text(g, "group", "name") === "Trean"));
    await p.getByText("Vad gör vi nu?").first().waitFor();
    const other = await world.page("participant", "", { width: 390, height: 844, browser: p.context().browser()! });
    await other.getByRole("button", { name: "Min grupp" }).click();
    await other.getByRole("button", { name: /Trean/ }).click();
    await other.getByRole("heading", { name: "Bordets svar" }).waitFor();
    assert.deepEqual([...p.problems, ...other.problems], []);
  } finally {
    day.stop();
  }
});
