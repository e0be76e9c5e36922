/** What the help side does whenever the app is open, on any screen: it sends what waits (also what somebody said is wrong in
 *  the directory), and counts what needs the resident. Fetched after the first paint. */
import { effect } from "@preact/signals";

import { hasNews, needsYou as counts } from "../../components/Tabs";
import { Refused, Unreachable } from "../../data/api";
import { listMine, needsYou, news } from "../../data/mine";
import { refreshMine } from "../../data/requests";
import { startReports } from "../../data/mistakes";
import { startSending } from "../../data/sending";

export function startHelp(): void {
  startSending();
  startReports();
  effect(() => {
    counts.value = { ...counts.peek(), help: needsYou.value };
    hasNews.value = { ...hasNews.peek(), help: news.value.length > 0 };
    void (navigator as Badged).setAppBadge?.(needsYou.value + news.value.length).catch(() => {});
  });
  document.addEventListener("visibilitychange", () => void hear());
  void hear();
}

/** On the icon of an installed app. */
type Badged = { setAppBadge?: (count: number) => Promise<void> };

const AGAIN_MS = 5 * 60_000;
let heardAt = 0;

/** What the city has done meanwhile, so that the tab can say that something is new; not more often than every five minutes. */
async function hear(): Promise<void> {
  if (document.hidden || Date.now() - heardAt < AGAIN_MS) return;
  heardAt = Date.now();
  await listMine();
  await refreshMine().catch((error: unknown) => {
    if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
  });
}
