/** As what, and where: a role, and a division of the manager's own part of the network. */
import { useEffect } from "preact/hooks";

import { Field } from "../../components/Field";
import { peopleWords } from "../../i18n/people";
import { findDivisions } from "../directory/finders";
import { divisionName, learn } from "../directory/names";
import { Picker } from "../directory/Picker";
import { type Given, isMine, managed, rolesToGive } from "./data";

export type As = { role: Given; division: string };
type WhereProps = { name: string; value: As; errors: ReadonlyMap<string, string>; onChange: (as: As) => void };

export function Where({ name, value, errors, onChange }: WhereProps) {
  const w = peopleWords.value;
  useEffect(() => managed().forEach((mine) => learn(mine.code, mine.name)), []);
  const find = async (q: string) =>
    q ? (await findDivisions(q)).filter(({ id }) => isMine(id)) : managed().map((mine) => ({ id: mine.code, title: mine.name, sub: "" }));
  return (
    <>
      <Field id={`f-${name}-role`} label={w.role} hint={w.roleHints[value.role]} error={errors.get("role")}>
        {(control) => (
          <select class="input" {...control} value={value.role} onChange={(event) => onChange({ ...value, role: event.currentTarget.value as Given })}>
            {rolesToGive().map((role) => <option key={role} value={role}>{w.roles[role]}</option>)}
          </select>
        )}
      </Field>
      <Picker
        name={`${name}-division`}
        label={w.division}
        chosen={value.division ? [{ id: value.division, title: divisionName(value.division), sub: "" }] : []}
        errors={new Map(errors.has("division") ? [[`f-${name}-division`, errors.get("division") ?? ""]] : [])}
        add={w.chooseDivision}
        find={find}
        onChange={([division]) => onChange({ ...value, division: division ?? value.division })}
      />
    </>
  );
}
