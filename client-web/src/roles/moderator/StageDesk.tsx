/* StageDesk.tsx - what the plenary screens show, and what they show next.
 *
 * What: a true preview, pages, blank and back, the queue, a chooser for every mode; names, redirection and
 *       identification of screens; which of them are alive.
 * Not:  the picture itself is stage/Stage.tsx, the same as on the screen.
 * Uses: stage.ts. */
import { useSignal } from "@preact/signals";
import {
  allQuestions, currentSession, liveSessions, placeName, pollsOf, ROOT, sessions, sheetsOf, stages, moderatedSheets, commonSheets,
} from "../../state/model.ts";
import type { Id } from "../../state/seminar.ts";
import { KINDS, ROLES } from "../../protocol.gen.ts";
import { common } from "../../text/common.ts";
import { m } from "../../text/moderator.ts";
import {
  CrossIcon, DownIcon, DragIcon, EyeIcon, LeftIcon, RightIcon, ScreenIcon, UpIcon,
} from "../../ui/icons.tsx";
import { afterDrawing } from "../../ui/focus.ts";
import { Preview } from "./Preview.tsx";
import { shorten } from "./describe.ts";
import type { Desk } from "./desk.ts";
import { places } from "./places.ts";
import {
  blank, current, enqueue, entryOf, pagesOf, type Picture, pictureOf, pictureWords, queue, QUEUE_MOST, screensOf, setQueue, show,
  showNext, SIDE_BY_SIDE, turn,
} from "./stage.ts";
import { warnings } from "./fits.ts";

const IDENTIFY_MS = 15_000;
const SCREEN_ROLE = ROLES.screen.number;

export function Alive({ desk, stage }: { desk: Desk; stage: Id }) {
  const n = screensOf(desk.s, stage).length;
  return (
    <span class={n ? "chip good" : "chip warn"}>
      <ScreenIcon />
      {n === 0 ? m("noScreen") : m("screensAlive", { n })}
    </span>
  );
}

/** Preview with what belongs right beside it: what is shown, pages, blank, next. */
export function StagePanel({ desk, level = 2 }: { desk: Desk; level?: 2 | 3 }) {
  const { s } = desk;
  const stage = desk.stage.value;
  const H = `h${level}` as "h2";
  if (!stage) return <p class="empty">{m("noStage")}</p>;
  const picture = current(s, stage);
  const pages = pagesOf(desk, stage);
  const page = s.num(stage, "stage", "page");
  const next = queue(s, stage);
  const first = pictureOf(s, next[0] ?? 0);
  const dark = picture.mode === "blank";
  return (
    <section class="mod-stage card" aria-label={m("stageNamed", { name: s.text(stage, "stage", "name") })}>
      <div class="mod-stage-head">
        <H>{s.text(stage, "stage", "name")}</H>
        <Alive desk={desk} stage={stage} />
        {stages(s).length > 1 && (
          <label class="mod-inline">
            <span class="sr">{m("whichStage")}</span>
            <select class="button quiet" value={stage} onChange={(e) => (desk.chosenStage.value = Number(e.currentTarget.value))}>
              {stages(s).map((id) => <option key={id} value={id}>{s.text(id, "stage", "name")}</option>)}
            </select>
          </label>
        )}
      </div>
      <Preview s={s} stage={stage} onPages={(_, pages) => (desk.pages.value = pages)} />
      <p class="mod-shown"><span class="mod-quiet">{m("showsNow")}</span> {pictureWords(s, picture)}</p>
      <div class="mod-stage-acts">
        <span class="mod-pages">
          <button type="button" class="button icon" aria-label={m("previousPage")} disabled={page === 0} onClick={() => turn(desk, -1)}><LeftIcon /></button>
          <span class="mod-page">{pages > 0 ? m("pageOf", { page: page + 1, pages }) : m("page", { page: page + 1 })}</span>
          <button type="button" class="button icon" aria-label={m("nextPage")} disabled={pages > 0 && page + 1 >= pages} onClick={() => turn(desk, 1)}><RightIcon /></button>
        </span>
        <button type="button" class="button" aria-pressed={dark} onClick={() => blank(desk)}>{dark ? m("unblank") : m("blank")}</button>
      </div>
      <div class="mod-upnext">
        <button type="button" class={first ? "button primary" : "button"} disabled={!first} onClick={() => showNext(desk)}>{m("showNext")}</button>
        <p class="note">{first ? m("upNext", { what: shorten(pictureWords(s, first), 70) }) : m("queueEmptyShort")}</p>
      </div>
    </section>
  );
}

function Queue({ desk }: { desk: Desk }) {
  const { s } = desk;
  const stage = desk.stage.value;
  const dragged = useSignal(-1);
  const next = queue(s, stage);
  const moveTo = (from: number, to: number): void => {
    if (to < 0 || to >= next.length || from === to) return;
    const list = [...next];
    const [one] = list.splice(from, 1);
    list.splice(to, 0, one!);
    setQueue(desk, list);
    afterDrawing(() => document.querySelector<HTMLElement>(`[data-queue="${to}"]`)?.focus());
  };
  const drop = (at: number): void => {
    const gone = next[at];
    setQueue(desk, next.filter((_, i) => i !== at));
    const picture = pictureOf(s, gone ?? 0);
    if (picture) desk.did(m("didUnqueue", { what: pictureWords(s, picture) }), () => setQueue(desk, next));
  };
  return (
    <section class="card mod-queue" aria-labelledby="mod-queue-title">
      <h3 id="mod-queue-title">{m("queueTitle")} {next.length > 0 && <span class="mod-count">{next.length}</span>}</h3>
      {!next.length && <p class="mod-quiet">{m("queueEmpty")}</p>}
      <ol class="plain">
        {next.map((entry, i) => {
          const picture = pictureOf(s, entry);
          if (!picture) return null;
          const what = pictureWords(s, picture);
          return (
            <li key={`${entry}.${i}`} class="mod-queued" draggable data-over={dragged.value >= 0 && dragged.value !== i}
              onDragStart={(e) => { dragged.value = i; e.dataTransfer?.setData("text/plain", what); }}
              onDragOver={(e) => dragged.value >= 0 && e.preventDefault()}
              onDrop={(e) => { e.preventDefault(); moveTo(dragged.value, i); dragged.value = -1; }}
              onDragEnd={() => (dragged.value = -1)}>
              <DragIcon />
              <span class="mod-queued-words" tabIndex={0} role="group" aria-label={m("queuePlace", { n: i + 1, what })} data-queue={i}
                onKeyDown={(e) => {
                  if (!e.altKey || (e.key !== "ArrowUp" && e.key !== "ArrowDown")) return;
                  e.preventDefault();
                  moveTo(i, e.key === "ArrowUp" ? i - 1 : i + 1);
                }}>
                {what}
              </span>
              <button type="button" class="button quiet icon" aria-label={m("moveUp", { what })} disabled={i === 0} onClick={() => moveTo(i, i - 1)}><UpIcon /></button>
              <button type="button" class="button quiet icon" aria-label={m("moveDown", { what })} disabled={i === next.length - 1} onClick={() => moveTo(i, i + 1)}><DownIcon /></button>
              <button type="button" class="button quiet icon" aria-label={m("unqueue", { what })} onClick={() => drop(i)}><CrossIcon /></button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** One thing that can be shown: show now, or put in the queue. of: whose it is, for those who do not see the heading. */
function Choice({ desk, picture, words, of = "", sub = false }: { desk: Desk; picture: Picture; words?: string; of?: string; sub?: boolean }) {
  const { s } = desk;
  const what = words ?? pictureWords(s, picture);
  const named = of ? `${what}, ${of}` : what;
  const entry = entryOf(picture);
  const full = queue(s, desk.stage.value).length >= QUEUE_MOST;
  const on = JSON.stringify(current(s, desk.stage.value)) === JSON.stringify(picture);
  const warn = warnings(s, picture);
  return (
    <li class="mod-choice" data-on={on} data-sub={sub}>
      <span class="mod-choice-words">
        {what}
        {on && <span class="chip good">{m("onScreen")}</span>}
        {warn.map((w) => <span key={w} class="mod-warn">{w}</span>)}
      </span>
      <button type="button" class="button" aria-label={m("showWhat", { what: named })} onClick={() => show(desk, picture)}><EyeIcon />{common("show")}</button>
      {entry !== 0 && (
        <button type="button" class="button quiet" aria-label={m("queueWhat", { what: named })} disabled={full} onClick={() => void enqueue(desk, entry)}>{m("toQueue")}</button>
      )}
    </li>
  );
}

function Sheets({ desk, session }: { desk: Desk; session: Id }) {
  const { s } = desk;
  const together = useSignal<readonly Id[]>([]);
  const rows = places(s).map((place) => ({ place, sheets: sheetsOf(s, session, place) })).filter((r) => r.sheets.length);
  const own = [...moderatedSheets(s, session), ...commonSheets(s, session)].filter((id) => s.num(id, "sheet", "form") !== 8);
  const picked = together.value.filter((id) => s.exists(id));
  const toggle = (id: Id): void =>
    void (together.value = picked.includes(id) ? picked.filter((x) => x !== id) : [...picked, id].slice(-SIDE_BY_SIDE));
  const picture: Picture = { mode: "sheets", show: picked };
  if (!rows.length && !own.length) return <p class="mod-quiet">{m("noSheetsHere")}</p>;
  return (
    <>
      {rows.map((r) => (
        <div key={r.place} class="mod-choose-place">
          <h4>{placeName(s, r.place)}</h4>
          <ul class="plain">
            {r.sheets.map((id) => (
              <li key={id} class="mod-choose-row">
                <label class="mod-check">
                  <input type="checkbox" checked={picked.includes(id)} onChange={() => toggle(id)} />
                  <span class="sr">{m("beside", { what: `${placeName(s, r.place)}: ${s.text(id, "sheet", "title")}` })}</span>
                </label>
                <ul class="plain mod-grow"><Choice desk={desk} picture={{ mode: "sheets", show: [id] }} of={placeName(s, r.place)} words={s.text(id, "sheet", "title")} /></ul>
              </li>
            ))}
          </ul>
        </div>
      ))}
      {own.length > 0 && <ul class="plain">{own.map((id) => <Choice key={id} desk={desk} picture={{ mode: "sheets", show: [id] }} />)}</ul>}
      <div class="mod-together row">
        <span>{picked.length ? m("together", { n: picked.length, most: SIDE_BY_SIDE }) : m("togetherHint")}</span>
        <button type="button" class="button" disabled={picked.length < 2} onClick={() => show(desk, picture)}><EyeIcon />{m("showTogether")}</button>
        {picked.length >= 2 && warnings(s, picture).map((w) => <span key={w} class="mod-warn">{w}</span>)}
      </div>
    </>
  );
}

export function StageDesk({ desk }: { desk: Desk }) {
  const { s } = desk;
  const stage = desk.stage.value;
  const session = useSignal<Id>(0);
  const all = sessions(s);
  const shown = all.includes(session.value) ? session.value : currentSession(s);
  if (!stage) return <p class="empty">{m("noStage")}</p>;
  const patterns = s.children(shown, "sheet").filter((id) => s.num(id, "sheet", "each") !== 0);
  const questions = patterns.flatMap((id) => allQuestions(s, id).map((q) => ({ q, sub: s.kind(s.parent(q)) === "question" })));
  const polls = [...pollsOf(s, shown), ...pollsOf(s, 0)];
  return (
    <div class="mod-stage-desk">
      <div class="mod-stage-left stack">
        <StagePanel desk={desk} />
        <Queue desk={desk} />
        <Screens desk={desk} />
      </div>
      <section class="card mod-chooser stack" aria-labelledby="mod-chooser-title">
        <div class="row spread">
          <h2 id="mod-chooser-title">{m("chooser")}</h2>
          <label class="mod-inline">
            <span class="sr">{m("session")}</span>
            <select class="button" value={shown} onChange={(e) => (session.value = Number(e.currentTarget.value))}>
              {all.map((id) => <option key={id} value={id}>{s.text(id, "session", "title")}</option>)}
            </select>
          </label>
        </div>
        <section>
          <h3>{m("always")}</h3>
          <ul class="plain">
            <Choice desk={desk} picture={{ mode: "title", show: [] }} />
            <Choice desk={desk} picture={{ mode: "agenda", show: [] }} />
            <Choice desk={desk} picture={{ mode: "join", show: [] }} />
            <Choice desk={desk} picture={{ mode: "countdown", show: [liveSessions(s)[0] ?? shown] }} />
          </ul>
        </section>
        <section><h3>{m("sheetsOfGroups")}</h3><Sheets desk={desk} session={shown} /></section>
        {questions.length > 0 && (
          <section>
            <h3>{m("questionsAcross")}</h3>
            <ul class="plain">
              {questions.map(({ q, sub }) => <Choice key={q} desk={desk} sub={sub} picture={{ mode: "question", show: [q] }} words={s.text(q, "question", "text")} />)}
            </ul>
          </section>
        )}
        {polls.length > 0 && (
          <section>
            <h3>{m("polls")}</h3>
            <ul class="plain">{polls.map((p) => <Choice key={p} desk={desk} picture={{ mode: "poll", show: [p] }} words={s.text(p, "poll", "text")} />)}</ul>
          </section>
        )}
      </section>
    </div>
  );
}

/** Every screen by name: rename, identify, redirect, what is alive. */
function Screens({ desk }: { desk: Desk }) {
  const { s } = desk;
  const all = stages(s);
  const links = s.children(ROOT, "link").filter((l) => s.num(l, "link", "role") === SCREEN_ROLE && !s.num(l, "link", "revoked"));
  return (
    <section class="card mod-screens" aria-labelledby="mod-screens-title">
      <div class="row spread">
        <h3 id="mod-screens-title">{m("screens")}</h3>
        <button type="button" class="button" onClick={() => {
          for (const id of all) s.set(id, "stage", "identify", Math.round(s.now()) + IDENTIFY_MS);
          desk.did(m("didIdentify"));
        }}>{m("identify")}</button>
      </div>
      <ul class="plain">
        {all.map((id) => (
          <li key={id} class="mod-screen">
            <label>
              <span class="sr">{m("stageName")}</span>
              <input class="input" value={s.text(id, "stage", "name")} maxLength={KINDS.stage.fields.name.bound}
                onChange={(e) => e.currentTarget.value.trim() && s.write(id, "stage", "name", e.currentTarget.value.trim())} />
            </label>
            <Alive desk={desk} stage={id} />
            <span class="mod-detail">{screensOf(s, id).map((p) => (p.head > 0 ? m("pageOf", { page: p.anchor + 1, pages: p.head }) : "")).filter(Boolean).join(", ")}</span>
          </li>
        ))}
      </ul>
      {all.length > 1 && links.length > 0 && (
        <>
          <h4>{m("redirect")}</h4>
          <ul class="plain">
            {links.map((l) => (
              <li key={l} class="mod-screen">
                <span>{s.text(l, "link", "label") || m("screenLink")}</span>
                <label class="mod-inline">
                  <span class="sr">{m("redirectTo")}</span>
                  <select class="button" value={s.num(l, "link", "place")} disabled={!s.mayWrite(l, "link", "place")}
                    onChange={(e) => {
                      const before = s.num(l, "link", "place");
                      const to = Number(e.currentTarget.value);
                      if (s.set(l, "link", "place", to)) {
                        desk.did(m("didRedirect", { name: s.text(to, "stage", "name") }), () => s.set(l, "link", "place", before));
                      }
                    }}>
                    {all.map((id) => <option key={id} value={id}>{s.text(id, "stage", "name")}</option>)}
                  </select>
                </label>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
