/** What the help side does whenever the app is open, on any screen: it sends what waits, and counts what needs the resident.
 *  Fetched after the first paint. */
import { effect } from "@preact/signals";

import { needsYou as counts } from "../../components/Tabs";
import { needsYou } from "../../data/mine";
import { startSending } from "../../data/sending";

export function startHelp(): void {
  startSending();
  effect(() => {
    counts.value = { ...counts.peek(), help: needsYou.value };
  });
}
