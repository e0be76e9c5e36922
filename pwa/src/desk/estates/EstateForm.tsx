/** An estate as the desk writes it: its name and community, its company, and a line for each of its roads. */
import { Field } from "../../components/Field";
import { Icon } from "../../components/Icon";
import { estatesWords } from "../../i18n/estates";
import { rulesWords } from "../../i18n/rules";
import { divisionOption, findDivisions, findOrganizations, organizationOption } from "../directory/finders";
import { Picker } from "../directory/Picker";
import type { Road, WriteEstate } from "./data";

type EstateFormProps = {
  wish: WriteEstate;
  errors: ReadonlyMap<string, string>;
  isBusy: boolean;
  onChange: (part: Partial<WriteEstate>) => void;
  onSave: () => void;
  onRemove: (() => void) | null;
};

export function EstateForm({ wish, errors, isBusy, onChange, onSave, onRemove }: EstateFormProps) {
  const w = estatesWords.value;
  const marked = new Map([...errors].map(([field, message]) => [`f-${field}`, message]));
  const roads = wish.roads ?? [];
  const submit = (event: Event): void => {
    event.preventDefault();
    onSave();
  };
  const write = (at: number, part: Partial<Road>): void => onChange({ roads: roads.map((road, n) => (n === at ? { ...road, ...part } : road)) });
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <Field id="estate-name" label={w.name} error={errors.get("name")}>
        {(control) => <input class="input" maxLength={80} {...control} value={wish.name} onInput={(event) => onChange({ name: event.currentTarget.value })} />}
      </Field>
      <Picker name="community" label={w.community} chosen={wish.community ? [divisionOption(wish.community)] : []} errors={marked} add={rulesWords.value.change} find={findDivisions} onChange={([community]) => community && onChange({ community })} />
      <Picker name="organization" label={w.company} chosen={wish.organization ? [organizationOption(wish.organization)] : []} errors={marked} add={w.companyAdd} find={findOrganizations} onChange={([organization]) => organization && onChange({ organization })} />
      {wish.organization && <button type="button" class="textbtn" onClick={() => onChange({ organization: null })}>{w.companyNone}</button>}
      <fieldset class={errors.get("roads") ? "field field--bad" : "field"}>
        <legend class="label">{w.roads}</legend>
        <p class="hint">{w.numbersHint}</p>
        {roads.map((road, at) => (
          <div key={at} class="roadline">
            <Field id={`road-${at}`} label={w.road}>
              {(control) => <input class="input" maxLength={60} {...control} value={road.road} onInput={(event) => write(at, { road: event.currentTarget.value })} />}
            </Field>
            <Field id={`numbers-${at}`} label={w.numbers} error={errors.get(`roads.${at}.numbers`)}>
              {(control) => <input class="input" maxLength={400} {...control} value={road.numbers ?? ""} onInput={(event) => write(at, { numbers: event.currentTarget.value })} />}
            </Field>
            <button type="button" class="iconbtn" aria-label={w.dropRoad(road.road)} onClick={() => onChange({ roads: roads.filter((_, n) => n !== at) })}><Icon name="x" /></button>
          </div>
        ))}
        <button type="button" class="btn btn--small" onClick={() => onChange({ roads: [...roads, { road: "", numbers: "" }] })}><Icon name="plus-regular" size="s" />{w.addRoad}</button>
        {errors.get("roads") && <p class="error" role="alert">{errors.get("roads")}</p>}
      </fieldset>
      <div class="pair">
        {onRemove && <button type="button" class="btn" disabled={isBusy} onClick={onRemove}>{w.remove}</button>}
        <button type="submit" class="btn btn--primary" aria-busy={isBusy}>{w.save}</button>
      </div>
    </form>
  );
}
