/** Danger is transferred before anything is written: what to say first, and where to. Needs no network, holds nothing back. */
import { Icon } from "../../components/Icon";
import { city, inWords } from "../../data/city";
import { dangersIn } from "../../data/danger";
import { intakeWords } from "../../i18n/intake";
import { call, write } from "./call";

/** Always there. */
export function DangerLine() {
  const despair = city.lines.find((line) => line.despair)?.number ?? "";
  return (
    <p class="danger">
      <Icon name="warning" weight="fill" />
      <span>{intakeWords.value.danger(city.emergency.map(({ number }) => number).join(" / "), despair)}</span>
    </p>
  );
}

/** When the words name one. */
export function Danger() {
  const w = intakeWords.value;
  const { words, dangersSeen } = call.value;
  const dangers = dangersIn(words);
  const first = dangers.find((danger) => !dangersSeen.includes(danger));
  if (!first) return null;
  const numbers = [...(first === "despair" ? city.lines.filter((line) => line.despair) : []), ...city.emergency];
  const seen = (isCalm: boolean): void => write({ dangersSeen: [...dangersSeen, ...dangers], calm: isCalm, urgent: !isCalm });
  return (
    <section class="intake__danger stack" role="alert" aria-labelledby="danger-title">
      <h2 id="danger-title"><Icon name="warning" weight="fill" /> {w.dangerTitle}</h2>
      <p>{w.dangerDo[first]}</p>
      <div class="cluster">
        {numbers.map(({ number, name }) => <a key={number} class="btn btn--bad" href={`tel:${number}`}>{w.transfer(inWords(name), number)}</a>)}
      </div>
      <div class="cluster">
        <button type="button" class="btn btn--small" onClick={() => seen(false)}>{w.transferred}</button>
        <button type="button" class="btn btn--small btn--quiet" onClick={() => seen(true)}>{w.noDanger}</button>
      </div>
    </section>
  );
}
