/** The bar under the choice of a community: what to read before, and the button that says where it leads. */
import { useLocation } from "preact-iso";

import { nameOf } from "../../../data/place";
import { servicesWords } from "../../../i18n/services";
import { enter, picked } from "./choosing";

export function EnterBar({ onEnter }: { onEnter?: () => void }) {
  const w = servicesWords.value;
  const { route } = useLocation();
  const go = (): void => {
    if (!enter()) return;
    onEnter?.();
    route("/");
  };
  return (
    <>
      <p class="tiny muted grow enter__privacy">
        <span class="only-std">{w.keptOnPhone}</span>
        {w.beforeEntering}
        <a href="/me/privacy">{w.privacy}</a>
      </p>
      <button type="button" class="btn btn--primary" aria-disabled={!picked.value} onClick={go}>
        {picked.value ? w.enter(nameOf(picked.value)) : w.pickFirst}
      </button>
    </>
  );
}
