/** Communities to choose from, each with its street and district: 143 names occur more than once. */
import { Choice } from "../../../components/Choice";
import type { Division } from "../../../data/divisions";
import { nameOf, whereabouts } from "../../../data/place";
import { picked } from "./choosing";

export function CommunityChoices({ legend, items }: { legend: string; items: readonly Division[] }) {
  return (
    <fieldset class="choices">
      <legend class="vh">{legend}</legend>
      {items.map((item) => (
        <Choice
          key={item.code}
          name="community"
          value={item.code}
          checked={picked.value?.code === item.code}
          onChange={() => {
            picked.value = item;
          }}
          sub={whereabouts(item)}
        >
          {nameOf(item)}
        </Choice>
      ))}
    </fieldset>
  );
}
