/** Says, when there is no network, what still works and how old it is; nothing when all is fresh. */
import { Banner } from "../../components/Banner";
import { catalogueAge } from "../../data/catalogue";
import { offline } from "../../data/network";
import { commonWords } from "../../i18n/common";
import { date, moment, weekday } from "../../i18n/dates";
import { servicesWords } from "../../i18n/services";

export function Freshness() {
  const w = servicesWords.value;
  const kept = catalogueAge.value;
  if (!offline.value) return null;
  return (
    <Banner kind="offline" lead={commonWords.value.noNetwork}>
      {kept ? w.offline(moment(kept)) : w.nothingKeptHint}
    </Banner>
  );
}

/** Below the list: what the clock of the phone cannot know; and in WeChat, how the app opens without a network. */
export function OfflineNotes() {
  const w = servicesWords.value;
  return (
    <>
      {offline.value && <p class="small muted">{w.offlineClock(`${date(Date.now())} ${weekday(Date.now())}`)}</p>}
      {inWeChatWithoutWorker() && <p class="small muted">{w.openInBrowser}</p>}
    </>
  );
}

/** The name only chooses the words; what is missing is found by looking for it. */
function inWeChatWithoutWorker(): boolean {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  return !workers && /MicroMessenger/.test(navigator.userAgent);
}
