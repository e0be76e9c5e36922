/** Which request of how many, and the ways to the list and its neighbours. */
import { Icon } from "../components/Icon";
import { deskWords } from "../i18n/desk";
import { address, list } from "./queue";

export function RequestHead({ id, number, go }: { id: string; number: string; go: (by: 1 | -1) => () => void }) {
  const w = deskWords.value;
  const index = list.value.findIndex((card) => card.id === id);
  return (
    <div class="desk__head">
      <a class="iconbtn" href={address.value} aria-label={w.backToQueue}><Icon name="arrow-left" /></a>
      <span class="muted num grow">
        {w.number(number)}
        {index >= 0 && <span class="only-desk">{w.position(index + 1, list.value.length)}</span>}
      </span>
      <button type="button" class="btn btn--small only-desk" onClick={go(-1)}>{w.previous} <kbd>K</kbd></button>
      <button type="button" class="btn btn--small only-desk" onClick={go(1)}>{w.next} <kbd>J</kbd></button>
    </div>
  );
}
