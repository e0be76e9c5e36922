/** The code of a letter stands in its link's fragment, which no server sees. It is taken out of the address at once, so that
 *  neither the history nor a picture of the screen holds it. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** The code that came with a link; "" if none did. */
export const letter = signal("");

/** Take the code while this screen stands, also when the link is opened while the app is. */
export function useLetter(): void {
  useEffect(() => {
    take();
    addEventListener("hashchange", take);
    return () => removeEventListener("hashchange", take);
  }, []);
}

function take(): void {
  const code = location.hash.slice(1);
  if (!code) return;
  letter.value = decoded(code);
  history.replaceState(history.state, "", location.pathname + location.search);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // no link of ours; the field shows it as it is
  }
}
