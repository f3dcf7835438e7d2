/* index.tsx - the machine owner's page: make a seminar, restore one. */
export default function Host({ secret }: { secret: string }) {
  return <main><h1>samverka</h1><p>{secret ? "" : ""}</p></main>;
}
