/* Stage.tsx - what a plenary screen shows: 1920 x 1080 points, scaled to any frame with even borders.
 *
 * What: <Stage s stage/> fills its frame; on a projector the frame is the window, in the moderator's page it is a
 *       small box and shows the same picture. Paging, highlight, clock, identification, the mark for a lost line.
 * Not:  no keys, no wake lock, no presence: roles/screen.
 * Invariants: the picture depends on the tree, the page asked for and the letters, on nothing else. The last picture
 *       stays, whatever the connection does. */
import { useComputed, useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { asLanguage, type Language } from "../text/index.ts";
import { readIn } from "../text/read.ts";
import { stageIn } from "../text/stage.ts";
import { placeIndex, placeLetter, stages } from "../state/model.ts";
import type { Id, Seminar } from "../state/seminar.ts";
import { Badge } from "../ui/Badge.tsx";
import "../ui/font.ts";
import { figuresOf } from "./figures.tsx";
import type { HeadingTag } from "./items.tsx";
import { Blank, CornerClock, Countdown, Join, PollState, Title } from "./whole.tsx";
import { Paged } from "./Pages.tsx";
import { Settle } from "./settle.ts";
import { type Context, freshOf, SIDE_BY_SIDE, type View, viewOf } from "./views.tsx";
import "./stage.css";

const WIDTH = 1920;
const HEIGHT = 1080;

export interface StageProps {
  readonly s: Seminar;
  readonly stage: Id;
  /** Inside another page: no headings of its own, no mark for the connection. */
  readonly preview?: boolean;
  /** Pages turned at the screen itself, on top of the moderator's choice. */
  readonly offset?: number;
  readonly onPages?: (page: number, pages: number) => void;
  /** Words in the corner when the line is lost. */
  readonly mark?: string;
}

/** 0 until Inter is here (or will not come); a new number whenever more letters have arrived. */
function useLetters(): number {
  const [letters, setLetters] = useState(0);
  useEffect(() => {
    let alive = true;
    const fonts = document.fonts as FontFaceSet | undefined;
    const here = (): void => {
      if (alive) setLetters((n) => n + 1);
    };
    if (!fonts) {
      here();
      return;
    }
    const patience = setTimeout(here, 3000);
    void Promise.all(["400", "650"].map((w) => fonts.load(`${w} 44px "Inter Variable"`, "aå"))).then(here, here).then(() => clearTimeout(patience));
    fonts.addEventListener("loadingdone", here);
    return () => {
      alive = false;
      clearTimeout(patience);
      fonts.removeEventListener("loadingdone", here);
    };
  }, []);
  return letters;
}

/** The frame's size, for the scale and the borders. */
function useFrame() {
  const ref = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const frame = ref.current;
    if (!frame) return;
    const measure = (): void => setSize({ width: frame.clientWidth, height: frame.clientHeight });
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(frame);
    return () => watch.disconnect();
  }, []);
  const scale = Math.min(size.width / WIDTH, size.height / HEIGHT) || 0;
  return { ref, scale, x: (size.width - WIDTH * scale) / 2, y: (size.height - HEIGHT * scale) / 2 };
}

const Real: HeadingTag = ({ depth, ...rest }) => (depth < 0 ? <h1 {...rest} /> : depth === 0 ? <h2 {...rest} /> : <h3 {...rest} />);
const Quiet: HeadingTag = ({ depth: _depth, ...rest }) => <p {...rest} />;

function titleSize(text: string): string {
  return text.length > 150 ? "st-t4" : text.length > 84 ? "st-t3" : text.length > 40 ? "st-t2" : "st-t1";
}
function Header({ s, view, H }: { s: Seminar; view: View; H: HeadingTag }) {
  const head = view.head;
  if (!head) return null;
  const drawn = view.drawing;
  return (
    <header class={drawn ? "st-header st-low" : "st-header"}>
      {head.place > 0 && <Badge index={placeIndex(s, head.place)} letter={placeLetter(s, head.place)} size={drawn ? "88px" : "128px"} />}
      <div class="st-header-words">
        {head.kicker && <p class="st-kicker">{head.kicker}</p>}
        <H depth={-1} class={`st-title ${drawn ? "st-t4" : titleSize(head.title)}`}>{head.title}</H>
      </div>
    </header>
  );
}

export function Stage({ s, stage, preview = false, offset = 0, onPages, mark = "" }: StageProps) {
  const { ref, scale, x, y } = useFrame();
  const letters = useLetters();
  const settle = useMemo(() => new Settle(), []);
  useEffect(() => () => settle.close(), []);
  const room = useSignal({ page: 0, pages: 1, height: 0 });
  const lang: Language = asLanguage(s.str(1, "seminar", "lang")) ?? "sv";
  const t = stageIn(lang);
  const r = readIn(lang);
  const H = preview ? Quiet : Real;

  const seen = useRef("");
  const height = room.value.height;
  const context: Context = { s, stage, t, r, settle, figures: (sheet, o) => figuresOf(s, sheet, o, r, { width: WIDTH - 144, height, letters }, (id) => freshOf(context, id)) };
  const raw = `${s.num(stage, "stage", "mode")}:${s.list(stage, "stage", "show").join()}`;
  if (seen.current !== raw) {
    settle.reset();
    seen.current = raw;
  }
  const view = viewOf(context);

  const asked = s.num(stage, "stage", "page") + offset;
  // More groups than fit beside each other: the sets follow one another.
  const sets = Math.max(1, Math.ceil(view.columns.length / SIDE_BY_SIDE));
  const [counts, setCounts] = useState<{ of: string; pages: number[] }>({ of: "", pages: [] });
  const known = counts.of === view.identity ? counts.pages : [];
  let set = 0;
  let before = 0;
  while (set < sets - 1 && known[set] !== undefined && asked >= before + known[set]!) before += known[set++]!;
  const columns = view.columns.slice(set * SIDE_BY_SIDE, (set + 1) * SIDE_BY_SIDE);
  const onPage = (page: number, pages: number, high: number): void => {
    if (known[set] !== pages) {
      const next = [...known];
      next[set] = pages;
      setCounts({ of: view.identity, pages: next });
    }
    const total = Array.from({ length: sets }, (_, i) => (i === set ? pages : (known[i] ?? 1))).reduce((a, b) => a + b, 0);
    const now = room.peek();
    if (now.page !== before + page || now.pages !== total || now.height !== high) room.value = { page: before + page, pages: total, height: high };
  };
  const paged = columns.length > 0;
  const page = paged ? room.value.page : 0;
  const pages = paged ? room.value.pages : 1;
  useLayoutEffect(() => onPages?.(page, pages), [page, pages]);

  const identify = useComputed(() => identifyUntil(s, stage) > s.clock.value);
  const words = { continued: t("continued"), now: t("now"), starred: r("starred"), obstacle: r("obstacles") };
  const title = view.head?.title ?? "";

  let whole: VNode | null = null;
  switch (view.mode) {
    case "title":
      whole = <Title s={s} t={t} lang={lang} H={H} />;
      break;
    case "countdown":
      whole = <Countdown s={s} stage={stage} t={t} H={H} lang={lang} />;
      break;
    case "join":
      whole = <Join s={s} t={t} H={H} />;
      break;
    case "blank":
      whole = <Blank t={t} H={H} />;
      break;
    case "poll":
      whole = paged ? null : <PollState s={s} poll={Number(view.head?.sub ?? 0)} t={t} />;
      break;
    default:
      whole = paged ? null : <p class="st-empty st-middle">{t("gone")}</p>;
  }
  return (
    <div class={`stage-frame${view.mode === "blank" ? " st-dark" : ""}`} ref={ref} lang={lang}
      role={preview ? "group" : undefined} aria-label={preview ? t("preview") : undefined}>
      <div class="stage" data-mode={view.mode} data-page={page + 1} data-pages={pages} data-ready={letters > 0 && (!paged || height > 0) ? "" : undefined}
        style={{ transform: `translate(${x}px, ${y}px) scale(${scale})`, visibility: scale > 0 ? "visible" : "hidden" }}>
        <Header s={s} view={view} H={H} />
        <div class="st-body">
          {paged && letters > 0 && (
            <Paged key={`${view.identity}.${set}`} columns={columns} most={view.most} page={asked - before} asked={`${raw}/${asked}/${height > 0}`} words={words}
              H={H} frame={`${letters}.${title.length}.${view.head?.kicker.length ?? 0}.${height}.${lang}`} onPage={onPage} />
          )}
          {whole}
        </div>
        {view.head && (
          <footer class="st-footer">
            <CornerClock s={s} t={t} />
            {view.mode === "poll" && paged && <PollCount s={s} poll={Number(view.head.sub)} words={t} />}
            {pages > 1 && (
              <p class="st-page">
                <span aria-hidden="true">{page + 1}/{pages}</span>
                <span class="sr">{t("pageOf", { page: page + 1, pages })}</span>
              </p>
            )}
          </footer>
        )}
        {mark && !preview && <p class="st-mark">{mark}</p>}
        {identify.value && (
          <div class="st-identify">
            <p class="st-identify-number">{stages(s).indexOf(stage) + 1}</p>
            <p class="st-identify-name">{s.text(stage, "stage", "name")}</p>
          </div>
        )}
      </div>
    </div>
  );
}
function PollCount({ s, poll, words }: { s: Seminar; poll: Id; words: Context["t"] }) {
  return <p class="st-count">{words("answerCount", { n: s.num(poll, "poll", "count") })}</p>;
}
/** The log's clock until which this screen says which one it is. */
const identifyUntil = (s: Seminar, stage: Id): number => s.num(stage, "stage", "identify");
