/** What the help side does whenever the app is open, on any screen: it sends what waits (also what somebody said is wrong in
 *  the directory), and counts what needs the resident. Fetched after the first paint. */
import { effect } from "@preact/signals";

import { needsYou as counts } from "../../components/Tabs";
import { needsYou } from "../../data/mine";
import { startReports } from "../../data/mistakes";
import { startSending } from "../../data/sending";

export function startHelp(): void {
  startSending();
  startReports();
  effect(() => {
    counts.value = { ...counts.peek(), help: needsYou.value };
  });
}
