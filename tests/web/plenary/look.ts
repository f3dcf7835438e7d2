/* look.ts - what a stage looks like, measured in the page: sizes of letters, contrast, overflow, words per page. */
import type { WatchedPage } from "../world.ts";

export interface Look {
  /** Smallest letters, in points of a page of 1080; with their words. */
  readonly smallest: { size: number; words: string };
  /** Smallest letters of what people wrote. */
  readonly body: { size: number; words: string } | null;
  readonly contrast: { ratio: number; words: string };
  /** Of what is over-full or hangs out. */
  readonly over: readonly string[];
}

export const look = (page: WatchedPage): Promise<Look> =>
  page.evaluate(() => {
    const stage = document.querySelector<HTMLElement>(".stage")!;
    const scale = stage.getBoundingClientRect().width / 1920;
    const parse = (c: string): number[] => (c.match(/[\d.]+/g) ?? []).map(Number);
    const light = (c: number[]): number => {
      const [r, g, b] = c.slice(0, 3).map((v) => (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4)) as [number, number, number];
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ratio = (a: number[], b: number[]): number => {
      const [x, y] = [light(a), light(b)].sort((m, n) => n - m) as [number, number];
      return (x + 0.05) / (y + 0.05);
    };
    const opaque = (c: number[]): boolean => c.length === 3 || (c[3] ?? 1) > 0.99;
    const ground = (e: Element | null): number[] => {
      for (let up = e; up; up = up.parentElement) {
        const c = parse(getComputedStyle(up).backgroundColor);
        if (c.length >= 3 && opaque(c)) return c;
      }
      return [255, 255, 255];
    };
    /** Letters in a drawing stand on the shape drawn before them in their group, else on a row. */
    const behind = (t: SVGElement): number[] => {
      if (t.closest(".badge")) return parse(getComputedStyle(t.ownerSVGElement!.querySelector("g")!).fill);
      const shape = t.parentElement?.querySelector("rect, path, circle");
      return shape && !t.matches(".tl-lane, .tl-phase") ? parse(getComputedStyle(shape).fill) : [241, 239, 233];
    };
    let smallest = { size: 1e9, words: "" };
    let body: { size: number; words: string } | null = null;
    let contrast = { ratio: 99, words: "" };
    const walk = document.createTreeWalker(stage, NodeFilter.SHOW_TEXT);
    for (let n = walk.nextNode(); n; n = walk.nextNode()) {
      const e = n.parentElement!;
      const words = n.textContent!.trim().slice(0, 40);
      if (!words || e.closest(".sr, .st-measure, desc, title, [hidden]") || !e.checkVisibility()) continue;
      const style = getComputedStyle(e);
      const svg = e.namespaceURI?.includes("svg") ? (e as unknown as SVGElement) : null;
      let size = Number.parseFloat(style.fontSize);
      if (svg) size *= svg.getBoundingClientRect().width / ((svg as SVGGraphicsElement).getBBox().width || 1) / scale;
      if (size < smallest.size) smallest = { size, words };
      if (e.closest("[data-split], .st-quote, .st-what:not(.st-minor *)") && !e.closest(".st-cont") && (!body || size < body.size)) body = { size, words };
      const r = ratio(parse(svg ? style.fill : style.color), svg ? behind(svg) : ground(e));
      if (r < contrast.ratio) contrast = { ratio: r, words };
    }
    const over: string[] = [];
    for (const room of stage.querySelectorAll<HTMLElement>(".st-room, .st-body")) {
      if (room.scrollHeight > room.clientHeight + 1) over.push(`${room.className} ${room.scrollHeight} > ${room.clientHeight}`);
      if (room.scrollWidth > room.clientWidth + 1) over.push(`${room.className} wide ${room.scrollWidth} > ${room.clientWidth}`);
    }
    const box = stage.getBoundingClientRect();
    for (const e of stage.querySelectorAll("h1, h2, h3, p, li, td, svg")) {
      const r = e.getBoundingClientRect();
      if (r.width && !e.closest(".sr, .st-measure") && (r.right > box.right + 1 || r.bottom > box.bottom + 1 || r.left < box.left - 1)) over.push(`${e.tagName} ${e.textContent?.slice(0, 30)}`);
    }
    return { smallest, body, contrast, over };
  });

/** Every page from the first: what look() finds and the words that stand there. */
export async function pages(page: WatchedPage): Promise<{ look: Look; words: string; items: readonly string[] }[]> {
  const out: { look: Look; words: string; items: readonly string[] }[] = [];
  const at = (): Promise<{ page: number; pages: number }> =>
    page.evaluate(() => {
      const s = document.querySelector<HTMLElement>(".stage")!;
      return { page: Number(s.dataset["page"]), pages: Number(s.dataset["pages"]) };
    });
  for (let guard = 0; (await at()).page > 1 && guard < 100; guard++) await page.keyboard.press("PageUp");
  for (;;) {
    const { page: n, pages: all } = await at();
    const words = await page.evaluate(() => {
      const clone = document.querySelector(".st-body")!.cloneNode(true) as HTMLElement;
      for (const gone of clone.querySelectorAll(".st-measure, .sr, .st-cont")) gone.remove();
      return clone.textContent!.replaceAll("\u00ad", "");
    });
    const items = await page.evaluate(() => [...document.querySelectorAll(".st-room [data-key]")].map((e) => (e as HTMLElement).dataset["key"]!));
    out.push({ look: await look(page), words, items });
    if (n >= all) return out;
    await page.keyboard.press("PageDown");
    await page.waitForFunction((was) => Number(document.querySelector<HTMLElement>(".stage")!.dataset["page"]) > was, n);
  }
}
