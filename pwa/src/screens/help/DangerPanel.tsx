/** What was typed sounds like danger to life: numbers to call, before anything else. Needs no network, holds nothing back; one tap
 *  closes it, and the words stay. */
import { Icon } from "../../components/Icon";
import { city, inWords } from "../../data/city";
import { type Danger, dangersIn } from "../../data/danger";
import { helpWords } from "../../i18n/help";

type DangerPanelProps = { words: string; seen: readonly Danger[]; onSeen: (dangers: Danger[], isCalm: boolean) => void };

/** `seen`: the dangers whose panel was closed already. */
export function DangerPanel({ words, seen, onSeen }: DangerPanelProps) {
  const w = helpWords.value;
  const dangers = dangersIn(words);
  const first = dangers.find((danger) => !seen.includes(danger));
  if (!first) return null;
  const heard = first === "despair" ? city.lines.filter((line) => line.despair) : [];
  const numbers = [...heard, ...city.emergency];
  return (
    <section class="dangerpanel" role="alert" aria-labelledby="danger-title">
      <h2 id="danger-title">
        <Icon name="warning" weight="fill" />
        {w.dangerTitle}
      </h2>
      <p>{w.dangerDo[first]}</p>
      <div class="dangerpanel__calls">
        {numbers.map(({ number, name }) => (
          <a key={number} class="btn btn--bad" href={`tel:${number}`}>
            <Icon name="phone" weight="fill" />
            {w.callNumber(inWords(name), number)}
          </a>
        ))}
      </div>
      {numbers.map(({ number, text }) => text && <a key={number} class="dangerpanel__text" href={`sms:${text}`}>{w.textNumber(text)}</a>)}
      <p class="small">{w.dangerOffline}</p>
      <div class="pair">
        <button type="button" class="btn" onClick={() => onSeen(dangers, false)}>{w.goOnUrgent}</button>
        <button type="button" class="btn btn--quiet" onClick={() => onSeen(dangers, true)}>{w.noDanger}</button>
      </div>
    </section>
  );
}
