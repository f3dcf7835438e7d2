/* index.tsx - the scribe's screen. */
import type { RoleProps } from "../../main.tsx";

export default function Screen({ s }: RoleProps) {
  return <main><h1>{s.text(1, "seminar", "title")}</h1></main>;
}
