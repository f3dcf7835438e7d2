/* Qr.tsx - a QR code as one SVG path, dark on white with its quiet zone. */
import { encode } from "uqr";
import { useMemo } from "preact/hooks";

/** label: what a screen reader says; the address itself must stand in text beside it. */
export function Qr({ text, label, class: name = "qr" }: { text: string; label: string; class?: string }) {
  const { size, path } = useMemo(() => {
    const { data, size } = encode(text, { ecc: "M", border: 4 });
    let path = "";
    data.forEach((row, y) => {
      for (let x = 0; x < row.length; x++) {
        let run = 0;
        while (row[x + run]) run++;
        if (run) path += `M${x} ${y}h${run}v1h-${run}z`;
        x += run;
      }
    });
    return { size, path };
  }, [text]);
  return (
    <svg class={name} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
