/** A drawing from the sprites. Says nothing to a screen reader: the words stand beside it, or in the button's label. */
import { DESK, FIRST, PATHS } from "virtual:icons";

export type Weight = "regular" | "bold" | "fill" | "duotone";

const WEIGHT = /-(regular|bold|fill|duotone)$/;

/** `name` as Phosphor has it ("phone"), with a weight, or both in one ("phone-fill"). Names must stand in the source as
 *  literals: the sprites hold what is found there (scripts/sprite.ts). */
export function Icon({ name, weight, size }: { name: string; weight?: Weight; size?: "s" | "l" }) {
  const id = weight ? `${name}-${weight}` : WEIGHT.test(name) ? name : `${name}-regular`;
  return (
    <svg class={size ? `i i--${size}` : "i"} aria-hidden="true">
      <use href={`${PATHS[FIRST.has(id) ? "first" : DESK.has(id) ? "desk" : "more"]}#${id}`} />
    </svg>
  );
}
