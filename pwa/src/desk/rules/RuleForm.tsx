/** A rule as a manager writes it. */
import { Choice } from "../../components/Choice";
import { Field } from "../../components/Field";
import { rulesWords } from "../../i18n/rules";
import { divisionOption, findDivisions, findOrganizations, organizationOption } from "../directory/finders";
import { Picker } from "../directory/Picker";
import { LEVELS, type WriteRule } from "./data";
import { KindTicks } from "./Kinds";

type RuleFormProps = {
  wish: WriteRule;
  errors: ReadonlyMap<string, string>;
  isBusy: boolean;
  remove: string; // the words of its second button; "": there is none
  onChange: (part: Partial<WriteRule>) => void;
  onSave: () => void;
  onRemove: () => void;
};

export function RuleForm({ wish, errors, isBusy, remove, onChange, onSave, onRemove }: RuleFormProps) {
  const w = rulesWords.value;
  const submit = (event: Event): void => {
    event.preventDefault();
    onSave();
  };
  const marked = new Map([...errors].map(([field, message]) => [`f-${field}`, message]));
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <Picker name="scope" label={w.scope} chosen={[divisionOption(wish.scope)]} errors={marked} add={w.change} find={findDivisions} onChange={([scope]) => scope && onChange({ scope })} />
      <KindTicks label={w.categories} hint={w.categoriesHint} error={errors.get("categories")} chosen={wish.categories} onChange={(categories) => onChange({ categories })} />
      <Field id="rule-level" label={w.level} error={errors.get("level")}>
        {(control) => (
          <select class="input" {...control} value={wish.level} onChange={(event) => onChange({ level: event.currentTarget.value as WriteRule["level"] })}>
            {LEVELS.map((level) => <option key={level} value={level}>{w.levels[level]}</option>)}
          </select>
        )}
      </Field>
      <Choice name="estate" value="estate" many checked={wish.estate ?? false} sub={w.estateHint} onChange={(estate) => onChange({ estate })}>{w.estate}</Choice>
      <Picker name="organization" label={w.organization} chosen={wish.organization ? [organizationOption(wish.organization)] : []} errors={marked} add={w.organizationAdd} find={findOrganizations} onChange={([organization]) => organization && onChange({ organization })} />
      {wish.organization && <button type="button" class="textbtn" onClick={() => onChange({ organization: null })}>{w.organizationNone}</button>}
      <Field id="rule-zh" label={w.zh} error={errors.get("zh")}>
        {(control) => <textarea class="input" lang="zh-CN" maxLength={500} {...control} value={wish.zh} onInput={(event) => onChange({ zh: event.currentTarget.value })} />}
      </Field>
      <Field id="rule-en" label={w.en} error={errors.get("en")}>
        {(control) => <textarea class="input" lang="en" maxLength={500} {...control} value={wish.en} onInput={(event) => onChange({ en: event.currentTarget.value })} />}
      </Field>
      <Field id="rule-position" label={w.position} hint={w.positionHint} error={errors.get("position")}>
        {(control) => <input class="input" type="number" min={0} max={9999} {...control} value={wish.position ?? 0} onInput={(event) => onChange({ position: Number(event.currentTarget.value) })} />}
      </Field>
      <div class="pair">
        {remove && <button type="button" class="btn" disabled={isBusy} onClick={onRemove}>{remove}</button>}
        <button type="submit" class="btn btn--primary" aria-busy={isBusy}>{w.save}</button>
      </div>
    </form>
  );
}
