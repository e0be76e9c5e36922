/** Ask again when the page is seen again or the network is back: the city may have gone on meanwhile. */
import { useEffect } from "preact/hooks";

export function useSeenAgain(look: () => void): void {
  useEffect(() => {
    const again = (): void => {
      if (!document.hidden) look();
    };
    addEventListener("online", again);
    document.addEventListener("visibilitychange", again);
    return () => {
      removeEventListener("online", again);
      document.removeEventListener("visibilitychange", again);
    };
  }, [look]);
}
