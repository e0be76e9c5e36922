/** Third step: where, whether neighbours said it already, how to reach the resident, for whom; and below, all that will be sent. */
import { AlikeCard } from "./AlikeCard";
import type { Trouble } from "./check";
import { Contact } from "./Contact";
import { Next } from "./Next";
import { Review } from "./Review";
import { When } from "./When";
import { Where } from "./Where";

export function StepPlace({ trouble }: { trouble: Trouble }) {
  return (
    <>
      <Where trouble={trouble} />
      <AlikeCard />
      <When />
      <Contact trouble={trouble} />
      <Next />
      <Review />
    </>
  );
}
