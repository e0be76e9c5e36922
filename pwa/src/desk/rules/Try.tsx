/** Where would this go? Asks the rules as they are, and says which of them answered. */
import { useSignal } from "@preact/signals";

import { Choice } from "../../components/Choice";
import { Field } from "../../components/Field";
import { Refused } from "../../data/api";
import { moment } from "../../i18n/dates";
import { rulesWords } from "../../i18n/rules";
import { divisionOption, findDivisions } from "../directory/finders";
import { Picker } from "../directory/Picker";
import { tryOut, type Whose, type WouldGo } from "./data";
import { KindOptions } from "./Kinds";

const FIRST_KIND = "lifts";

export function Try({ place }: { place: string }) {
  const w = rulesWords.value;
  const wish = useSignal<WouldGo>({ place, category: FIRST_KIND, address: "", urgent: false });
  const found = useSignal<Whose | null>(null);
  const errors = useSignal<ReadonlyMap<string, string>>(new Map());
  const trouble = useSignal("");
  const isBusy = useSignal(false);
  const change = (part: Partial<WouldGo>): void => {
    wish.value = { ...wish.peek(), ...part };
    found.value = null;
  };
  async function ask(event: Event): Promise<void> {
    event.preventDefault();
    isBusy.value = true;
    trouble.value = "";
    errors.value = new Map();
    try {
      found.value = await tryOut(wish.peek());
    } catch (error) {
      const fields = error instanceof Refused ? (error.problem.errors ?? []) : [];
      errors.value = new Map(fields.map(({ field, message }) => [field, message]));
      trouble.value = fields.length ? "" : w.failed;
    }
    isBusy.value = false;
  }
  return (
    <form class="card stack" onSubmit={(event) => void ask(event)} noValidate>
      <h2>{w.tryTitle}</h2>
      <p class="small muted">{w.tryHint}</p>
      <Picker
        name="place"
        label={w.tryPlace}
        chosen={wish.value.place ? [divisionOption(wish.value.place)] : []}
        errors={new Map([...errors.value].map(([field, message]) => [`f-${field}`, message]))}
        add={w.change}
        find={findDivisions}
        onChange={([code]) => code && change({ place: code })}
      />
      <Field id="try-category" label={w.tryCategory} error={errors.value.get("category")}>
        {(control) => (
          <select class="input" {...control} value={wish.value.category} onChange={(event) => change({ category: event.currentTarget.value })}><KindOptions /></select>
        )}
      </Field>
      <Field id="try-address" label={w.tryAddress} hint={w.tryAddressHint} error={errors.value.get("address")}>
        {(control) => <input class="input" autocomplete="off" maxLength={200} {...control} value={wish.value.address ?? ""} onInput={(event) => change({ address: event.currentTarget.value })} />}
      </Field>
      <Choice name="urgent" value="urgent" many checked={wish.value.urgent ?? false} onChange={(urgent) => change({ urgent })}>{w.tryUrgent}</Choice>
      <button type="submit" class="btn btn--primary" aria-busy={isBusy.value}>{w.tryGo}</button>
      <div role="status">{found.value && <Found whose={found.value} />}{trouble.value && <p class="error">{trouble.value}</p>}</div>
    </form>
  );
}

function Found({ whose }: { whose: Whose }) {
  const w = rulesWords.value;
  const when = moment(whose.due_at);
  return (
    <div class="whose__answer">
      <p><b>{w.goesTo(whose.holder_name)}</b></p>
      {whose.estate && <p>{w.inEstate(whose.estate)}</p>}
      {whose.is_property && !whose.estate && <p>{w.noEstate}</p>}
      {whose.passed.length > 0 && <p>{w.passedBy(whose.passed.join("、"))}</p>}
      <p class="small">{whose.words}</p>
      <p class="small">{whose.provisional ? w.answersAbout(when) : w.answersBy(when)}</p>
      <p class="small">{w.byRule(whose.rule, whose.version)}</p>
    </div>
  );
}
