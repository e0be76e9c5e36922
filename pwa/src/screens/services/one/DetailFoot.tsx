/** Below the facts: the way to a person who helps, when and by whom this was last checked, and how to say that it is wrong. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Icon } from "../../../components/Icon";
import { Row } from "../../../components/Row";
import { type Entry, entryText } from "../../../data/catalogue";
import { readReports, type Report, reports } from "../../../data/mistakes";
import { civilDay, date, day } from "../../../i18n/dates";
import { detailWords } from "../../../i18n/detail";
import { servicesWords } from "../../../i18n/services";
import { termOf } from "../around";
import type { Full } from "./full";
import { MistakeSheet } from "./MistakeSheet";

export function DetailFoot({ full }: { full: Full }) {
  const w = servicesWords.value;
  const words = detailWords.value;
  const { entry, keptBy = "" } = full;
  const isOpen = useSignal(false);
  const said = reports.value.find(({ service }) => service === entry.id);

  useEffect(() => {
    void readReports().catch(() => {}); // no database: then nothing was said either
  }, [entry.id]);

  return (
    <>
      <div class="no-print">
        <Row
          href={askFor(entry)}
          icon={<Icon name="hand-heart" weight="duotone" size="l" />}
          title={w.askForHelp}
          sub={w.askForHelpHint}
          card
        />
      </div>
      <div class="between small muted">
        <span>{checked(entry, keptBy)}</span>
        <button type="button" class="textbtn no-print" aria-haspopup="dialog" onClick={() => (isOpen.value = true)}>
          {words.mistake}
        </button>
      </div>
      {said && <p class="small muted no-print" role="status">{saidWords(said)}</p>}
      <MistakeSheet entry={entry} keptBy={keptBy} open={isOpen.value} onClose={() => (isOpen.value = false)} />
    </>
  );
}

/** A request about this service, begun. */
function askFor(entry: Entry): string {
  const term = termOf(entry.category);
  const query = new URLSearchParams({ service: entry.id, words: servicesWords.value.wantThis(entryText(entry, "name")) });
  if (term?.requests) query.set("category", term.code);
  return `/help/new?${query.toString()}`;
}

function checked({ verifiedOn }: Entry, keptBy: string): string {
  const w = servicesWords.value;
  if (!verifiedOn) return w.notVerified;
  const on = date(verifiedOn, !civilDay(Date.now()).startsWith(verifiedOn.slice(0, 4)));
  return keptBy ? detailWords.value.checkedBy(on, keptBy) : w.verified(on);
}

function saidWords({ kind, at, sent }: Report): string {
  const w = detailWords.value;
  const on = day(at);
  const what = kind === "closed" ? w.mistakeSaidClosed(on) : kind === "other" ? w.mistakeSaidOther(on) : w.mistakeSaid(on, w.kinds[kind]);
  return what + (sent ? w.mistakeSent : w.mistakeUnsent);
}
