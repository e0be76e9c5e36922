/** The door of a category: its colour, its drawing. */
import { Icon } from "../../components/Icon";
import type { Term } from "../../data/taxonomy.gen";

export function Door({ term, small = false }: { term: Term | undefined; small?: boolean }) {
  return (
    <span class={`door ${term ? `t-${term.family}` : ""} ${small ? "door--s" : ""}`}>
      <Icon name={term ? `${term.icon}-duotone` : "squares-four-duotone"} />
    </span>
  );
}
