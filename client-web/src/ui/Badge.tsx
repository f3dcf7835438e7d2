/* Badge.tsx - a room or group: letter, shape and colour, so that colour is never alone. */
const SHAPES = [
  <circle key="0" cx="12" cy="12" r="11" />,
  <rect key="1" x="1.5" y="1.5" width="21" height="21" rx="3" />,
  <path key="2" d="M12 .8 23.2 12 12 23.2.8 12z" />,
  <path key="3" d="M12 1 22.4 6.9v10.2L12 23 1.6 17.1V6.9z" />,
  <path key="4" d="M12 1.2 23.3 9.5 19 22.8H5L.7 9.5z" />,
  <path key="5" d="M7 1.5h10L22.5 7v10L17 22.5H7L1.5 17V7z" />,
  <path key="6" d="M3 2h18a2 2 0 0 1 2 2v9.5C23 19 17 22 12 23.5 7 22 1 19 1 13.5V4a2 2 0 0 1 2-2z" />,
  <path key="7" d="M6.5 3h11L24 12l-6.5 9h-11L0 12z" />,
];

/** index: 0-based place among the rooms; letter: what stands in it (one or two signs). Decorative: say the name beside it. */
export function Badge({ index, letter, size = "1.75em" }: { index: number; letter: string; size?: string }) {
  const n = ((index % 8) + 8) % 8;
  return (
    <svg class="badge" viewBox="0 0 24 24" style={{ width: size, height: size, flex: "none" }} aria-hidden="true">
      <g style={{ fill: `var(--group-${n + 1})` }}>{SHAPES[n]}</g>
      <text x="12" y="12.6" text-anchor="middle" dominant-baseline="central"
        style={{ fill: "#fff", fontWeight: 700, fontSize: letter.length > 1 ? "10px" : "13px" }}>
        {letter}
      </text>
    </svg>
  );
}
