/* media.ts - a media query as something components read; one listener each. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

export function useMedia(query: string): boolean {
  const hit = useSignal(matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const follow = (): void => {
      hit.value = list.matches;
    };
    follow();
    list.addEventListener("change", follow);
    return () => list.removeEventListener("change", follow);
  }, [query]);
  return hit.value;
}
