/** Below the facts: the way to a person who helps, when this was last checked, and the way to say that it is wrong. */
import { Icon } from "../../components/Icon";
import { Row } from "../../components/Row";
import { date } from "../../i18n/dates";
import { servicesWords } from "../../i18n/services";
import type { ServiceInFull } from "./full";

export function DetailFoot({ service }: { service: ServiceInFull }) {
  const w = servicesWords.value;
  const about = (words: string, category: string): string => {
    const query = new URLSearchParams({ service: service.id, words });
    if (category) query.set("category", category);
    return `/help/new?${query.toString()}`;
  };
  const category = service.term?.requests ? service.term.code : "";
  return (
    <>
      <Row
        href={about(w.wantThis(service.name), category)}
        icon={<Icon name="hand-heart" weight="duotone" size="l" />}
        title={w.askForHelp}
        sub={w.askForHelpHint}
        card
      />
      <div class="between small muted">
        <span>{service.verifiedOn ? w.verified(date(service.verifiedOn, true)) : w.notVerified}</span>
        <a class="textbtn no-print" href={about(w.wrongAbout(service.name), "other")}>
          {w.wrong}
        </a>
      </div>
    </>
  );
}
