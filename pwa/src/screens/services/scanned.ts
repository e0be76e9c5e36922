/** The community of the poster whose code opened the app ("/?c=330106005055"): read once, and taken out of the address, so
 *  that neither a reload nor a shared link asks again. */
import { signal } from "@preact/signals";

export const scanned = signal<string | null>(take());

function take(): string | null {
  if (!globalThis.location || location.pathname !== "/") return null;
  const query = new URLSearchParams(location.search);
  const code = query.get("c");
  if (code === null) return null;
  query.delete("c");
  const rest = query.toString();
  history.replaceState(history.state, "", rest ? `/?${rest}` : "/");
  return /^\d{12}$/.test(code) ? code : null;
}
