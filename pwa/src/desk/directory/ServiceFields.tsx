/** Everything of a service in plain groups: what, for whom, when, where, cost, how, contact, names, English, areas. */
import { Field } from "../../components/Field";
import { directoryWords } from "../../i18n/directory";
import { CategoryOptions } from "./Categories";
import type { Checked } from "./bodies";
import type { Errors } from "./editing";
import { divisionOption, findDivisions, findLocations, findOrganizations, fresh, locationOption, organizationOption } from "./finders";
import { HoursEditor } from "./hours/HoursEditor";
import { writeTimetable } from "./hours/rules";
import type { ServiceForm } from "./kinds";
import { Folded, Group, ManyOf, OneOf, Switch, Text, Warning } from "./parts";
import { Picker } from "./Picker";
import { Reading } from "./Reading";

const LANGUAGES = ["zh", "en", "ja", "ko"];
const ENGLISH = ["name", "description", "eligibility", "documents", "application", "fee_note", "wait", "accessibility"] as const;
const LONG: readonly string[] = ["description", "eligibility", "documents", "application"];

export type FieldsProps<F> = { form: F; errors: Errors; checked: Checked | null; change: (part: Partial<F>) => void };

export function ServiceFields({ form, errors, checked, change }: FieldsProps<ServiceForm>) {
  const w = directoryWords.value.service;
  const names = directoryWords.value.fields;
  const warnings = checked?.warnings ?? [];
  const troubles = errors.size ? writeTimetable(form.timetable).troubles : new Map<string, never>();
  const text = (name: "name" | "description" | "eligibility" | "documents" | "application" | "fee_note" | "wait" | "accessibility" | "phone") => ({
    name, label: names[name] ?? name, value: form[name], errors, onChange: (value: string) => change({ [name]: value }),
  });
  const english = form.texts.en ?? {};
  return (
    <>
      <Group id="what" title={w.what}>
        <Text {...text("name")} most={120} />
        {checked && checked.duplicates.length > 0 && (
          <div class="warns">
            <p>{w.duplicates}</p>
            <ul>{checked.duplicates.map(({ id, name }) => <li key={id}><a href={`/desk/directory/s/${id}`}>{name}</a></li>)}</ul>
          </div>
        )}
        <Field id="f-category" label={names.category ?? ""} error={errors.get("f-category")}>
          {(control) => (
            <select class="input" {...control} value={form.category} onChange={(event) => change({ category: event.currentTarget.value })}>
              <option value="">{w.chooseCategory}</option>
              <CategoryOptions />
            </select>
          )}
        </Field>
        <Picker
          name="organization"
          label={names.organization ?? ""}
          chosen={form.organization ? [organizationOption(form.organization)] : []}
          errors={errors}
          add={form.organization ? w.otherOrganization : w.chooseOrganization}
          find={findOrganizations}
          more={{ words: w.newOrganization, href: fresh("o") }}
          onChange={([organization = ""]) => change({ organization })}
        />
        <Text {...text("description")} rows={4} most={2000} hint={w.descriptionHint} />
        <OneOf name="status" label={names.status ?? ""} value={form.status} options={Object.entries(w.statuses)} errors={errors} onChange={(status) => change({ status })} />
      </Group>
      <Group id="whom" title={w.forWhom}>
        <Text {...text("eligibility")} rows={2} most={2000} hint={w.eligibilityHint} />
        <ManyOf name="audience" label={names.audience ?? ""} chosen={form.audience} options={Object.entries(w.audiences)} errors={errors} onChange={(audience) => change({ audience })} />
        <ManyOf name="languages" label={names.languages ?? ""} chosen={form.languages} options={LANGUAGES.map((code) => [code, w.languages[code] ?? code] as const)} errors={errors} onChange={(languages) => change({ languages })} />
      </Group>
      <Group id="when" title={w.when}>
        <HoursEditor value={form.timetable} troubles={troubles} onChange={(timetable) => change({ timetable })} />
        {["hours", ...[...errors.keys()].filter((id) => /^(week|monthly|except)-\d+$/.test(id))].map((id) => errors.has(id) && <p key={id} class="error" id={`${id}-error`}>{errors.get(id)}</p>)}
        <Warning of={warnings} about="hours" />
        <Text {...text("wait")} most={80} hint={w.waitHint} />
      </Group>
      <Group id="where" title={w.where}>
        <Picker
          name="locations"
          label={names.locations ?? ""}
          many
          chosen={form.locations.map(locationOption)}
          errors={errors}
          add={w.addLocation}
          find={findLocations}
          more={{ words: w.newLocation, href: fresh("l") }}
          onChange={(locations) => change({ locations })}
        />
        <Warning of={warnings} about="locations" />
        <Switch name="home_visit" label={names.home_visit ?? ""} checked={form.home_visit} onChange={(home_visit) => change({ home_visit })} />
        <Text {...text("accessibility")} most={200} hint={w.accessibilityHint} />
      </Group>
      <Group id="cost" title={w.cost}>
        <OneOf name="fee" label={names.fee ?? ""} value={form.fee} options={Object.entries(w.fees)} errors={errors} onChange={(fee) => change({ fee: fee as ServiceForm["fee"] })} />
        {form.fee === "paid" && (
          <Field id="f-fee-yuan" label={w.yuan} error={errors.get("f-fee-yuan")}>
            {(control) => <input class="input num" {...control} inputMode="decimal" autocomplete="off" value={form.yuan} onInput={(event) => change({ yuan: event.currentTarget.value })} />}
          </Field>
        )}
        <Text {...text("fee_note")} most={200} hint={w.feeNoteHint} />
        <Warning of={warnings} about="fee" />
      </Group>
      <Group id="how" title={w.how}>
        <Text {...text("documents")} rows={2} most={2000} hint={w.documentsHint} />
        <Text {...text("application")} rows={2} most={2000} />
      </Group>
      <Group id="contact" title={w.contact}>
        <Text {...text("phone")} most={20} mode="tel" hint={w.phoneHint} />
        <Warning of={warnings} about="phone" />
      </Group>
      <Group id="names" title={w.names} hint={w.namesHint}>
        <Reading name={form.name} pinyin={form.pinyin} byRule={checked?.pinyin ?? ""} errors={errors} onChange={(pinyin) => change({ pinyin })} />
        <Text name="aka" label={names.aka ?? ""} hint={w.akaHint} rows={2} value={form.aka} errors={errors} onChange={(aka) => change({ aka })} />
      </Group>
      <Folded id="english" title={w.english} hint={w.englishHint} isOpen={[...errors.keys()].some((id) => id.startsWith("f-texts"))}>
        {ENGLISH.map((name) => (
          <Text
            key={name}
            name={`texts-en-${name}`}
            label={names[name] ?? name}
            lang="en"
            value={english[name] ?? ""}
            errors={errors}
            {...(LONG.includes(name) && { rows: 2 })}
            onChange={(value) => change({ texts: { ...form.texts, en: { ...english, [name]: value } } })}
          />
        ))}
      </Folded>
      <Group id="areas" title={w.areas} hint={w.areasHint}>
        <Picker name="areas" label={names.areas ?? ""} many chosen={form.areas.map(divisionOption)} errors={errors} add={w.addArea} find={findDivisions} onChange={(areas) => change({ areas })} />
        <Picker name="owner" label={names.owner ?? ""} chosen={form.owner ? [divisionOption(form.owner)] : []} errors={errors} add={w.otherOwner} find={findDivisions} hint={w.ownerHint} onChange={([owner = ""]) => change({ owner })} />
      </Group>
    </>
  );
}
