/* Arrive.tsx - tells the desk that a field is drawn, so that a caret that was asked for lands in it. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { at, type Desk } from "../boards/desk.ts";
import type { Id } from "../state/seminar.ts";

export function Arrive(p: { desk: Desk; id: Id; field: string; children: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  const key = at(p.id, p.field);
  useLayoutEffect(() => {
    if (box.current) p.desk.arrived(key, box.current);
  }, [key]);
  return (
    <div class="arrive" ref={box} data-at={key}>
      {p.children}
    </div>
  );
}
