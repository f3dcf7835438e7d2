/* index.tsx - the secretary's screen. */
import type { RoleProps } from "../../main.tsx";

export default function Screen({ s }: RoleProps) {
  return <main><h1>{s.text(1, "seminar", "title")}</h1></main>;
}
