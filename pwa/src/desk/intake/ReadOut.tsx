/** What is said to the caller, in the order in which it is said. The number only after the server gave it. */
import { Icon } from "../../components/Icon";
import { nameOf } from "../../data/place";
import { moment } from "../../i18n/dates";
import { intakeWords } from "../../i18n/intake";
import { call } from "./call";
import type { Finished } from "./kept";
import { Receipt } from "./Receipt";
import { readBack, readNumber } from "./spoken";

export function ReadOut({ row }: { row: Finished | undefined }) {
  const w = intakeWords.value;
  const { words, place, address, phone, wish } = call.value;
  const taken = row?.taken;
  const told = { words: words.trim(), place: place ? nameOf(place) : "", address: address.trim(), phone, wish };
  const said = taken ? readNumber(w.say, givenOf(taken)) : row ? w.sayCut : readBack(w.say, told);
  return (
    <section class="card stack readout" aria-labelledby="readout-title" data-done={taken ? "" : undefined}>
      <h2 id="readout-title">{w.readOut}</h2>
      {row && !taken && <p class="readout__cut"><Icon name="wifi-slash" size="s" /> {w.readOutCut}</p>}
      {said.length > 0 && <ol class="readout__said" lang={undefined}>{said.map((one, at) => <li key={at}>{one}</li>)}</ol>}
      {!row && <p class="small muted">{w.readOutLater}</p>}
      {row && !taken && <p class="small muted">{w.cutKept}</p>}
      {taken && (
        <>
          {row.call.answered !== null && taken.state === "submitted" && <p class="small">{w.notClosed(taken.holder_name)}</p>}
          <button type="button" class="btn btn--small" onClick={() => print()}>
            <Icon name="printer" size="s" />
            {w.print}
          </button>
          <Receipt row={row} taken={taken} />
        </>
      )}
    </section>
  );
}

function givenOf({ number, lookup_code, holder_name, due_at, state, texted }: NonNullable<Finished["taken"]>) {
  return { number, code: lookup_code, holder: holder_name, due: moment(due_at), answered: state === "resolved", texted };
}
