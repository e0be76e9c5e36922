/** Everything of a place: where it is in words, and as a point that a map knows. */
import { Field } from "../../components/Field";
import { Icon } from "../../components/Icon";
import { directoryWords } from "../../i18n/directory";
import { directionsTo } from "../../screens/services/one/directions";
import { divisionOption, findDivisions } from "./finders";
import { type LocationForm, pointOf } from "./kinds";
import { Group, Text, Warning } from "./parts";
import { Picker } from "./Picker";
import type { FieldsProps } from "./ServiceFields";

export function LocationFields({ form, errors, checked, change }: FieldsProps<LocationForm>) {
  const w = directoryWords.value.location;
  const names = directoryWords.value.fields;
  const point = pointOf(form.point);
  const map = directionsTo({ name: form.name, address: form.address, entrance: "", latitude: point?.[0] ?? null, longitude: point?.[1] ?? null });
  return (
    <Group id="where" title={w.where}>
      <Text name="name" label={names.name ?? ""} most={120} hint={w.nameHint} value={form.name} errors={errors} onChange={(name) => change({ name })} />
      <Text name="address" label={names.address ?? ""} most={200} hint={w.addressHint} value={form.address} errors={errors} onChange={(address) => change({ address })} />
      <Warning of={checked?.warnings ?? []} about="address" />
      <Text name="entrance" label={names.entrance ?? ""} most={200} hint={w.entranceHint} value={form.entrance} errors={errors} onChange={(entrance) => change({ entrance })} />
      <Field id="f-point" label={w.point} hint={w.pointHint} error={errors.get("f-point")}>
        {(control) => <input class="input num" {...control} autocomplete="off" placeholder="30.2541, 120.1632" value={form.point} onInput={(event) => change({ point: event.currentTarget.value })} />}
      </Field>
      <Warning of={checked?.warnings ?? []} about="latitude" />
      {map && (
        <a class="btn btn--small" href={map} target="_blank" rel="noopener noreferrer">
          <Icon name="map-pin" size="s" />
          {point ? w.seeOnMap : w.searchOnMap}
        </a>
      )}
      <Picker name="division" label={names.division ?? ""} chosen={form.division ? [divisionOption(form.division)] : []} errors={errors} add={w.otherDivision} find={findDivisions} onChange={([division = ""]) => change({ division })} />
    </Group>
  );
}
