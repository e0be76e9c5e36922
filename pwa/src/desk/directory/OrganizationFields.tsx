/** Everything of an organization. */
import { directoryWords } from "../../i18n/directory";
import { divisionOption, findDivisions } from "./finders";
import type { OrganizationForm } from "./kinds";
import { Group, OneOf, Text, Warning } from "./parts";
import { Picker } from "./Picker";
import type { FieldsProps } from "./ServiceFields";

export function OrganizationFields({ form, errors, checked, change }: FieldsProps<OrganizationForm>) {
  const w = directoryWords.value.organization;
  const service = directoryWords.value.service;
  const names = directoryWords.value.fields;
  return (
    <>
      <Group id="what" title={w.what}>
        <Text name="name" label={names.name ?? ""} most={120} value={form.name} errors={errors} onChange={(name) => change({ name })} />
        <OneOf name="kind" label={names.kind ?? ""} value={form.kind} options={Object.entries(w.kinds)} errors={errors} onChange={(kind) => change({ kind })} />
        <Text name="description" label={names.description ?? ""} rows={3} most={2000} value={form.description} errors={errors} onChange={(description) => change({ description })} />
      </Group>
      <Group id="contact" title={service.contact}>
        <Text name="phone" label={names.phone ?? ""} most={20} mode="tel" hint={w.phoneHint} value={form.phone} errors={errors} onChange={(phone) => change({ phone })} />
        <Warning of={checked?.warnings ?? []} about="phone" />
      </Group>
      <Group id="owner" title={w.keeper}>
        <Picker name="owner" label={names.owner ?? ""} chosen={form.owner ? [divisionOption(form.owner)] : []} errors={errors} add={service.otherOwner} find={findDivisions} hint={service.ownerHint} onChange={([owner = ""]) => change({ owner })} />
      </Group>
    </>
  );
}
