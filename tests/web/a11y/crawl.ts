/* crawl.ts - goes through a page as a curious person does, and looks at each state.
 *
 * What: every tab, disclosure, menu and view button is opened once; axe-core looks at what is there then; nothing may
 *       stick out sideways or be cut. Acts that change the seminar are never pressed.
 * Uses: axe-core, run in the page over the debugger: the page's own content policy stays as it is. */
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const axe = createRequire(import.meta.url)("axe-core") as { source: string };
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
/** What only shows: views, tabs, disclosures, menus. */
const OPENERS = [
  "nav button", "nav a[href^='#']", "[role=tab]", "summary", "[aria-haspopup]", "[aria-expanded=false]",
].join(",");
const MOST = 40;

interface Axe {
  run(context: unknown, options: unknown): Promise<{ violations: { id: string; help: string; nodes: { target: unknown; failureSummary?: string }[] }[] }>;
}

/** Two frames: what a press has caused is drawn. */
export const drawn = (page: Page): Promise<void> =>
  page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30)))));

export async function audit(page: Page, where: string): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  const found = await page.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as { axe: Axe };
    const { violations } = await axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
    return violations.flatMap((v) => v.nodes.slice(0, 3).map((n) => `${v.id}: ${JSON.stringify(n.target)} ${n.failureSummary ?? v.help}`));
  }, RULES);
  return found.map((f) => `${where}: ${f.replace(/\s+/g, " ").slice(0, 400)}`);
}

/** What sticks out of the page, and words that are cut off where nothing says so. */
export async function fits(page: Page, where: string): Promise<string[]> {
  const found = await page.evaluate(() => {
    const out: string[] = [];
    const name = (e: Element): string => `${e.tagName.toLowerCase()}${[...e.classList].map((c) => `.${c}`).join("")}`;
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth + 1) {
      const guilty = [...document.querySelectorAll("body *")].filter((e) => {
        const r = e.getBoundingClientRect();
        if (r.width === 0 || r.right <= root.clientWidth + 1) return false;
        for (let up = e.parentElement; up; up = up.parentElement) {
          if (/auto|scroll|hidden|clip/.test(getComputedStyle(up).overflowX) && up !== document.body && up !== root) return false;
        }
        return true;
      });
      out.push(`scrolls sideways by ${root.scrollWidth - root.clientWidth} px: ${guilty.slice(0, 4).map(name).join(", ")}`);
    }
    for (const e of document.querySelectorAll<HTMLElement>("body *")) {
      if (!e.checkVisibility() || e.matches(".sr, .sr *, [data-fit], [data-fit] *, svg, svg *, textarea, select, input")) continue;
      const style = getComputedStyle(e);
      if (style.clipPath !== "none" || style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none") continue;
      const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent!.trim() !== "");
      if (own && /hidden|clip/.test(style.overflowX) && e.scrollWidth > e.clientWidth + 1) out.push(`cut: ${name(e)} "${e.textContent!.slice(0, 40)}"`);
      if (own && /hidden|clip/.test(style.overflowY) && e.scrollHeight > e.clientHeight + 2) out.push(`cut below: ${name(e)} "${e.textContent!.slice(0, 40)}"`);
    }
    return out;
  });
  return found.map((f) => `${where}: ${f}`);
}

/** look is called in each state; returns how many there were. */
export async function crawl(page: Page, look: (where: string) => Promise<void>, most = MOST): Promise<number> {
  await look("as opened");
  const seen = new Set<string>();
  let states = 1;
  for (let round = 0; round < most; round++) {
    const next = await page.evaluate(([selector, known]) => {
      for (const old of document.querySelectorAll("[data-crawl]")) old.removeAttribute("data-crawl");
      const within = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
      for (const e of within.querySelectorAll<HTMLElement>(selector as string)) {
        if (!e.checkVisibility() || (e as HTMLButtonElement).disabled || e.getAttribute("aria-disabled") === "true") continue;
        const words = (e.getAttribute("aria-label") ?? e.textContent ?? "").replace(/\s+/g, " ").trim();
        const key = `${e.tagName}|${e.className}|${words.replace(/\d+/g, "#")}`;
        if ((known as string[]).includes(key)) continue;
        e.setAttribute("data-crawl", "");
        return { key, words };
      }
      return null;
    }, [OPENERS, [...seen]] as const);
    if (!next) break;
    seen.add(next.key);
    const pressed = await page.locator("[data-crawl]").first().click({ timeout: 3000 }).then(() => true, () => false);
    if (!pressed) continue;
    await drawn(page);
    await look(next.words.slice(0, 50));
    states++;
    // menus and disclosures that Escape closes; views stay where they are
    await page.keyboard.press("Escape");
    await drawn(page);
  }
  return states;
}
