/** What is slow follows what is typed, one painted frame later: the letters appear first, and no key waits for a search. */
import { useEffect, useState } from "preact/hooks";

/** A value as it was before the last paint; while others come faster than that, only the last one counts. */
export function useAfterPaint<T>(value: T): T {
  const [seen, see] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => see(value)); // an effect runs after the paint, or before the next key: then it is taken back
    return () => clearTimeout(timer);
  }, [value]);
  return seen;
}
