/* announce.ts - the one polite voice of a page, for screen readers.
 *
 * What: announce(text) says a sentence once, through a single live region that is there, empty, from the start.
 * Not:  no ticking clocks, no editable text: who calls says so once per event.
 * Invariants: the same key is never said twice in a row; two sentences at once are joined, none is swallowed. */
let region: HTMLElement | null = null;
let lastKey = "";
let waiting: string[] = [];

function place(): HTMLElement | null {
  if (typeof document === "undefined") return null;
  if (!region) {
    region = document.createElement("div");
    region.className = "sr";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  return region;
}
place();

/** key tells the same event seen by several components apart from the same words said again. */
export function announce(text: string, key = ""): void {
  const to = place();
  if (!to || (key && key === lastKey)) return;
  lastKey = key;
  waiting.push(text);
  if (waiting.length > 1) return;
  // Emptied first and filled in the next task: the same sentence said again is a change, too.
  to.textContent = "";
  setTimeout(() => {
    to.textContent = waiting.join(" ");
    waiting = [];
  }, 60);
}
