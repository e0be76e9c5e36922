/** How deep in the app a page of the history lies, so that "back" leads out of the app only where we came in. */
import { useLocation } from "preact-iso";
import { useLayoutEffect } from "preact/hooks";

type Deep = { depth: number } | null;

let depth = 0;

/** Whether an earlier page of ours lies behind this one. */
export const cameFromHere = (): boolean => ((history.state as Deep)?.depth ?? 0) > 0;

/** Write its depth on each new page of the history. Stands once, in the app. */
export function useDepth(): void {
  const { url, wasPush } = useLocation() as ReturnType<typeof useLocation> & { wasPush: boolean };
  useLayoutEffect(() => {
    const known = (history.state as Deep)?.depth;
    depth = known ?? (wasPush ? depth + 1 : depth);
    if (known === undefined) history.replaceState({ depth }, "");
  }, [url, wasPush]);
}
