/* Compile.tsx - one text per question over all groups, beside what the groups wrote.
 *
 * What: the groups' bullets and discussions to the left, the compiled bullets and discussion to the right. A bullet is
 *       copied over with one key and keeps its source; what was used is marked.
 * Not:  the groups' text stays as it is.    Uses: Field.
 * Invariants: a copy is a new bullet with ORIGIN; editing it changes the compiled text alone. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { acrossPlaces, allQuestions, moderatedSheets, placeName, sessions } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { m } from "../../text/moderator.ts";
import { Field } from "../../ui/Field.tsx";
import { CheckIcon, DownIcon, EyeIcon, PlusIcon, RightIcon, TrashIcon, UpIcon } from "../../ui/icons.tsx";
import type { Desk } from "./desk.ts";
import { shorten } from "./describe.ts";
import { placeOf } from "./gather.ts";
import { PlaceBadge } from "./parts.tsx";
import { show } from "./stage.ts";

export const compiledSheets = (s: Seminar): readonly Id[] =>
  [0, ...sessions(s)].flatMap((id) => moderatedSheets(s, id).filter((sheet) => s.num(sheet, "sheet", "compiles") !== 0));

/** The pattern's questions and the compiled sheet's go together by pattern, else by their place in the order. */
function pairs(s: Seminar, sheet: Id): { own: Id; sources: { place: Id; question: Id }[] }[] {
  const pattern = s.num(sheet, "sheet", "compiles");
  const asked = allQuestions(s, pattern);
  const across = acrossPlaces(s, pattern);
  return allQuestions(s, sheet).map((own, i) => {
    const linked = s.num(own, "question", "pattern");
    const of = asked.includes(linked) ? linked : (asked[i] ?? 0);
    const sources = across.flatMap(({ place, sheet: theirs }) => {
      const found = allQuestions(s, theirs).find((q) => s.num(q, "question", "pattern") === of);
      return found ? [{ place, question: found }] : [];
    });
    return { own, sources };
  });
}
const points = (s: Seminar, q: Id): readonly Id[] => s.children(q, "point").filter((p) => s.text(p, "point", "text").trim());

export function Compile({ desk }: { desk: Desk }) {
  const { s } = desk;
  const chosen = useSignal<Id>(0);
  const at = useSignal(0);
  const sources = useRef<HTMLDivElement>(null);
  const sheets = compiledSheets(s);
  const written = [...sheets].reverse().find((id) => pairs(s, id).some((p) => p.sources.some((x) => points(s, x.question).length)));
  const sheet = sheets.includes(chosen.value) ? chosen.value : (written ?? sheets[0] ?? 0);
  if (!sheet) return <p class="empty">{m("noCompiled")}</p>;
  const all = pairs(s, sheet);
  const index = Math.min(at.value, Math.max(0, all.length - 1));
  const pair = all[index];
  const go = (n: number): void => void (at.value = Math.max(0, Math.min(all.length - 1, n)));
  const arrows = (e: KeyboardEvent): void => {
    if (e.key !== "ArrowDown" && e.key !== "ArrowUp") return;
    const buttons = [...(sources.current?.querySelectorAll<HTMLElement>("button.mod-source") ?? [])];
    const here = buttons.indexOf(document.activeElement as HTMLElement);
    if (here < 0) return;
    e.preventDefault();
    buttons[here + (e.key === "ArrowDown" ? 1 : -1)]?.focus();
  };
  return (
    <div class="mod-compile">
      <header class="row spread">
        <div class="row">
          <h2>{m("compile")}</h2>
          <select class="button" aria-label={m("whichCompiled")} value={sheet} onChange={(e) => { chosen.value = Number(e.currentTarget.value); at.value = 0; }}>
            {sheets.map((id) => <option key={id} value={id}>{s.text(id, "sheet", "title")}</option>)}
          </select>
        </div>
        <button type="button" class="button" onClick={() => show(desk, { mode: "sheets", show: [sheet] })}><EyeIcon />{m("toStage")}</button>
      </header>
      {!pair && <p class="empty">{m("noQuestions")}</p>}
      {pair && (
        <>
          <nav class="mod-compile-nav" aria-label={m("questions")}>
            {all.map((p, i) => (
              <button key={p.own} type="button" class="button quiet" aria-current={i === index ? "step" : undefined} onClick={() => go(i)}
                title={s.text(p.own, "question", "text")}>
                {i + 1}{points(s, p.own).length > 0 && <CheckIcon />}
                <span class="sr">{s.text(p.own, "question", "text")}{points(s, p.own).length > 0 ? `, ${m("begunCompiling")}` : ""}</span>
              </button>
            ))}
          </nav>
          <h3 class="mod-compile-question">{index + 1}. {s.text(pair.own, "question", "text")}</h3>
          <div class="mod-compile-two">
            <section class="mod-sources" aria-label={m("groupsText")} ref={sources} onKeyDown={arrows}>
              <h4>{m("groupsText")}</h4>
              <p class="note" id="mod-compile-help">{m("compileHelp")}</p>
              <Sources desk={desk} own={pair.own} sources={pair.sources} />
            </section>
            <Own desk={desk} own={pair.own} />
          </div>
        </>
      )}
    </div>
  );
}

function Sources({ desk, own, sources }: { desk: Desk; own: Id; sources: readonly { place: Id; question: Id }[] }) {
  const { s } = desk;
  const used = new Set(s.children(own, "point").map((p) => s.num(p, "point", "origin")).filter(Boolean));
  const copy = (from: Id): void => {
    const last = s.children(own, "point", true).at(-1) ?? 0;
    const id = s.add("point", own, last, { text: s.text(from, "point", "text"), origin: from });
    if (id) desk.did(m("didCopy"), () => s.remove(id));
  };
  return (
    <>
      {sources.map(({ place, question }) => {
        const bullets = points(s, question);
        const discussion = s.text(question, "question", "discussion").trim();
        return (
          <section key={question} class="mod-source-place" aria-label={placeName(s, place)}>
            <h5><PlaceBadge s={s} place={place} size="1.35rem" /> {placeName(s, place)}</h5>
            {!bullets.length && !discussion && <p class="mod-quiet">{m("nothingWritten")}</p>}
            <ul class="plain">
              {bullets.map((p) => {
                const text = s.text(p, "point", "text");
                const done = used.has(p);
                return (
                  <li key={p}>
                    <button type="button" class="mod-source" data-used={done} aria-describedby="mod-compile-help" onClick={() => copy(p)}
                      onKeyDown={(e) => { if (e.key === "ArrowRight") { e.preventDefault(); copy(p); } }}>
                      <span class="mod-source-mark">{done ? <CheckIcon /> : <RightIcon />}</span>
                      <span>{text}{done && <span class="mod-used"> {m("used")}</span>}</span>
                    </button>
                  </li>
                );
              })}
            </ul>
            {discussion && <details><summary>{m("discussion")}</summary><p class="mod-discussion">{discussion}</p></details>}
          </section>
        );
      })}
    </>
  );
}

function Own({ desk, own }: { desk: Desk; own: Id }) {
  const { s } = desk;
  const box = useRef<HTMLElement>(null);
  const bullets = s.children(own, "point");
  // Given in the drawing that brings the bullet, before the next key: a letter typed right after Enter belongs to it.
  const want = useRef<Id>(0);
  useLayoutEffect(() => {
    const field = want.current && box.current?.querySelector<HTMLElement>(`[data-field^="${want.current}:"]`);
    if (!field) return;
    want.current = 0;
    field.focus();
  });
  const addAfter = (after: Id): void => {
    want.current = s.add("point", own, after);
  };
  const shift = (i: number, by: 1 | -1): void => {
    const to = i + by;
    if (to < 0 || to >= bullets.length) return;
    const after = by > 0 ? bullets[to]! : (bullets[to - 1] ?? 0);
    if (s.move(bullets[i]!, own, after)) want.current = bullets[i]!;
  };
  const take = (p: Id, i: number): void => {
    const text = shorten(s.text(p, "point", "text"), 40);
    if (s.remove(p)) desk.did(m("didRemoveBullet", { text }), () => s.restore(p));
    want.current = bullets[i - 1] ?? bullets[i + 1] ?? 0;
  };
  return (
    <section class="mod-own" aria-label={m("compiledText")} ref={box}>
      <h4>{m("compiledText")}</h4>
      <ul class="plain">
        {bullets.map((p, i) => {
          const from = s.num(p, "point", "origin");
          const place = from ? placeOf(s, from) : 0;
          return (
            <li key={p} class="mod-own-point">
              <Field s={s} id={p} kind="point" field="text" label={m("bullet", { n: i + 1 })} hideLabel
                note={place ? m("fromPlace", { name: placeName(s, place) }) : undefined}
                onKey={(e) => {
                  if (e.key === "Enter" && !e.shiftKey) {
                    e.preventDefault();
                    addAfter(p);
                  } else if (e.altKey && (e.key === "ArrowUp" || e.key === "ArrowDown")) {
                    e.preventDefault();
                    shift(i, e.key === "ArrowUp" ? -1 : 1);
                  } else if (e.key === "Backspace" && s.text(p, "point", "text") === "") {
                    e.preventDefault();
                    take(p, i);
                  }
                }} />
              <span class="mod-own-acts">
                <button type="button" class="button quiet icon" aria-label={m("bulletUp", { n: i + 1 })} disabled={i === 0} onClick={() => shift(i, -1)}><UpIcon /></button>
                <button type="button" class="button quiet icon" aria-label={m("bulletDown", { n: i + 1 })} disabled={i === bullets.length - 1} onClick={() => shift(i, 1)}><DownIcon /></button>
                <button type="button" class="button quiet icon" aria-label={m("bulletRemove", { n: i + 1 })} onClick={() => take(p, i)}><TrashIcon /></button>
              </span>
            </li>
          );
        })}
      </ul>
      <button type="button" class="button quiet" onClick={() => addAfter(bullets.at(-1) ?? 0)}><PlusIcon />{m("newBullet")}</button>
      <Field s={s} id={own} kind="question" field="discussion" label={m("discussionAll")} multiline rows={4} />
    </section>
  );
}
