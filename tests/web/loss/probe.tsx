/* probe.tsx - a bare screen for the tests of this folder, in the place of the scribe's: every question of the own
 * room's sheet with its discussion and its points as merging fields. Enter in a point makes the next one. */
import { useRef } from "preact/hooks";
import type { RoleProps } from "../../../client-web/src/main.tsx";
import { allQuestions, sessions, sheetForm, sheetsOf } from "../../../client-web/src/state/model.ts";
import type { Id, Seminar } from "../../../client-web/src/state/seminar.ts";
import { Field } from "../../../client-web/src/ui/Field.tsx";
import { Status } from "../../../client-web/src/ui/Status.tsx";

function Question({ s, id, n }: { s: Seminar; id: Id; n: number }) {
  const box = useRef<HTMLElement>(null);
  const next = (after: Id): void => {
    const point = s.add("point", id, after, { text: "" });
    queueMicrotask(() => requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-point="${point}"] textarea`)?.focus()));
  };
  return (
    <section ref={box} data-question={n}>
      <h2>{s.text(id, "question", "text")}</h2>
      {s.children(id, "point").map((p, i) => (
        <div key={p} data-point={p}>
          <Field s={s} id={p} kind="point" field="text" label={`Punkt ${n}.${i + 1}`} hideLabel
            onKey={(e) => {
              if (e.key !== "Enter" || e.isComposing) return;
              e.preventDefault();
              next(p);
            }}
            onPasteLines={(rest) => rest.reduce((after, text) => s.add("point", id, after, { text }), p)} />
        </div>
      ))}
      <button type="button" class="button" data-add={n} onClick={() => next(s.children(id, "point", true).at(-1) ?? 0)}>Ny punkt</button>
      <Field s={s} id={id} kind="question" field="discussion" label={`Diskussion ${n}`} multiline />
    </section>
  );
}

export default function Probe({ s }: RoleProps) {
  Object.assign(globalThis, { probe: s }); // for the tests to look at what the page knows
  const sheet = sessions(s).flatMap((x) => sheetsOf(s, x, s.me.value.place)).find((x) => sheetForm(s, x) === "questions");
  return (
    <main class="stack" style={{ maxWidth: "44rem", margin: "2rem auto", padding: "0 1rem" }}>
      <h1>{s.text(1, "seminar", "title")}</h1>
      <Status s={s} />
      {sheet && allQuestions(s, sheet).map((q, i) => <Question key={q} s={s} id={q} n={i + 1} />)}
    </main>
  );
}
