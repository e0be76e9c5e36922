/** Is it this? What neighbours reported nearby already, to be followed instead of sent again. It never stands in the way: whoever goes
 *  on below has answered it too. */
import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";
import { useEffect } from "preact/hooks";

import { Icon } from "../../components/Icon";
import { say } from "../../components/Toast";
import { type Alike, alikeTo, followInstead } from "../../data/alike";
import { Refused, Unreachable } from "../../data/api";
import { draft, write } from "../../data/draft";
import { offline } from "../../data/network";
import { categoryOf } from "../../data/words";
import { day } from "../../i18n/dates";
import { helpWords } from "../../i18n/help";
import { termName } from "./say";

const PAUSE_MS = 300;

export function AlikeCard() {
  const w = helpWords.value;
  const { route } = useLocation();
  const found = useSignal<readonly Alike[]>([]);
  const busy = useSignal("");
  const { place, location, notAlike = [] } = draft.value;
  const category = categoryOf(draft.value);

  useEffect(() => {
    const timer = setTimeout(() => void look(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [place?.code, category, location, offline.value]);

  async function look() {
    const asked = draft.peek().id;
    const next = offline.peek() ? [] : await alikeTo(draft.peek());
    if (draft.peek().id === asked) found.value = next;
  }

  async function follow(alike: Alike) {
    busy.value = alike.id;
    try {
      const title = { description: w.followTitle(termName(alike.category), alike.place_name), category: alike.category, place: alike.place_name };
      await followInstead(draft.peek(), alike, title);
      route(`/help/r/${alike.id}`, true);
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
      say(error instanceof Unreachable ? w.followOffline : w.followOver);
      await look();
    } finally {
      busy.value = "";
    }
  }

  const shown = found.value.filter(({ id }) => !notAlike.includes(id));
  if (shown.length === 0) return null;
  return (
    <section class="card stack alike" aria-labelledby="alike-title">
      <h2 id="alike-title">{w.alikeTitle}</h2>
      <ul class="stack">
        {shown.map((alike) => (
          <li key={alike.id} class="alike__one">
            <p>
              <b>{termName(alike.category)}</b> {[alike.street_name, alike.place_name].filter(Boolean).join(" ")}
              {alike.distance_m !== null && w.away(alike.distance_m)}
            </p>
            <p class="small muted">{w.alikeFacts(day(alike.sent_at), w.state[alike.state as keyof typeof w.state], alike.households)}</p>
            <div class="pair">
              <button type="button" class="btn btn--small" aria-busy={busy.value === alike.id} onClick={() => void follow(alike)}>
                <Icon name="eye" size="s" />
                {w.follow}
              </button>
              <button type="button" class="btn btn--small" onClick={() => write({ notAlike: [...notAlike, alike.id] })}>{w.notAlike}</button>
            </div>
          </li>
        ))}
      </ul>
      <p class="small muted">{w.alikeHint}</p>
    </section>
  );
}
