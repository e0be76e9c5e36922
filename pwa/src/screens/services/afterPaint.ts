/** What is slow follows what is typed, one painted frame later: the letters appear first, and no key waits for a search. */
import { useEffect, useState } from "preact/hooks";

/** A value as it was before the last paint; while others come faster than that, only the last one counts. */
export function useAfterPaint<T>(value: T): T {
  const [seen, see] = useState(value);
  useEffect(() => {
    let timer = 0;
    const frame = requestAnimationFrame(() => {
      timer = window.setTimeout(() => see(value)); // the frame is on the screen by then
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [value]);
  return seen;
}
