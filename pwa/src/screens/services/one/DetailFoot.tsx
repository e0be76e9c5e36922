/** Below the facts: the way to a person who helps, when this was last checked, and the way to say that it is wrong. */
import { Icon } from "../../../components/Icon";
import { Row } from "../../../components/Row";
import { civilDay, date } from "../../../i18n/dates";
import { servicesWords } from "../../../i18n/services";
import { type Entry, entryText } from "../../../data/catalogue";
import { termOf } from "../around";

export function DetailFoot({ entry }: { entry: Entry }) {
  const w = servicesWords.value;
  const about = (words: string, category: string): string => {
    const query = new URLSearchParams({ service: entry.id, words });
    if (category) query.set("category", category);
    return `/help/new?${query.toString()}`;
  };
  const term = termOf(entry.category);
  const category = term?.requests ? term.code : "";
  const name = entryText(entry, "name");
  return (
    <>
      <Row
        href={about(w.wantThis(name), category)}
        icon={<Icon name="hand-heart" weight="duotone" size="l" />}
        title={w.askForHelp}
        sub={w.askForHelpHint}
        card
      />
      <div class="between small muted">
        <span>{entry.verifiedOn ? w.verified(date(entry.verifiedOn, !civilDay(Date.now()).startsWith(entry.verifiedOn.slice(0, 4)))) : w.notVerified}</span>
        <a class="textbtn no-print" href={about(w.wrongAbout(name), "other")}>
          {w.wrong}
        </a>
      </div>
    </>
  );
}
