/* index.tsx - the short code, and the roles that this device remembers. */
import type { Arrival } from "../../shell/arrive.ts";

export default function Landing({ arrival }: { arrival: Arrival }) {
  return <main><h1>samverka</h1><p>{arrival.at}</p></main>;
}
