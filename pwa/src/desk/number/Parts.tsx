/** What a division's number is made of: its parts, both groups, kinds of service, needs, and the units of its area. */
import { numberWords } from "../../i18n/numberdesk";
import type { Figure, Shown } from "./data";
import { FigureTable } from "./FigureTable";
import { aboutOf, groupOf, inLanguage } from "./said";

const PARTICIPATION = 0.9; // the plan's goal for organisations

type PartsProps = { shown: Shown; linkOf?: (figure: Figure) => string | null };

export function Parts({ shown, linkOf }: PartsProps) {
  const w = numberWords.value;
  const below = w.sections[shown.level as "city"];
  const item = (figure: Figure): string => aboutOf(figure) + (figure.group === "all" || figure.group === "units" ? "" : w.onlyOf(groupOf(figure.group)));
  return (
    <>
      {shown.rows.length > 0 && (
        <>
          <h2>{below}</h2>
          <FigureTable caption={below} first={w.columns.name} figures={shown.rows} nameOf={inLanguage} {...(linkOf && { linkOf })} goal={shown.goal} />
        </>
      )}
      <Section name="groups" figures={shown.groups} first={w.columns.group} nameOf={(figure) => groupOf(figure.group)} goal={shown.goal} />
      <Section name="needs" figures={shown.needs} first={w.columns.item} nameOf={item} goal={null} hint={w.needsHint} />
      <Section name="services" figures={shown.services} first={w.columns.item} nameOf={item} goal={null} hint={w.servicesHint} />
      <Section name="units" figures={shown.units.filter(({ statistic }) => statistic === "took_part")} first={w.columns.item} nameOf={aboutOf} goal={PARTICIPATION} hint={w.unitsHint("90")} />
      {shown.units.some(({ statistic }) => statistic === "satisfied") && (
        <FigureTable caption={w.sections.units} first={w.columns.item} figures={shown.units.filter(({ statistic }) => statistic === "satisfied")} nameOf={aboutOf} goal={shown.goal} />
      )}
    </>
  );
}

type SectionProps = { name: "groups" | "needs" | "services" | "units"; figures: readonly Figure[]; first: string; nameOf: (figure: Figure) => string; goal: number | null; hint?: string };

function Section({ name, figures, first, nameOf, goal, hint }: SectionProps) {
  const title = numberWords.value.sections[name];
  if (!figures.length) return null;
  return (
    <>
      <h2>{title}</h2>
      {hint && <p class="small muted">{hint}</p>}
      <FigureTable caption={title} first={first} figures={figures} nameOf={nameOf} goal={goal} />
    </>
  );
}
