/** A new certificate: whose, what for, from when until when. */
import { Field } from "../../../components/Field";
import { directoryWords } from "../../../i18n/directory";
import type { Errors } from "../editing";
import { findOrganizations, organizationOption } from "../finders";
import { Text } from "../parts";
import { Picker } from "../Picker";
import type { Paper } from "./certificates";

type IssueFormProps = { paper: Paper; errors: Errors; isBusy: boolean; onChange: (part: Partial<Paper>) => void; onSubmit: () => void; onClose: () => void };

export function IssueForm({ paper, errors, isBusy, onChange, onSubmit, onClose }: IssueFormProps) {
  const { certificates: w } = directoryWords.value;
  const submit = (event: Event): void => {
    event.preventDefault();
    onSubmit();
  };
  const day = (name: "issued_on" | "expires_on", label: string) => (
    <Field id={`f-${name}`} label={label} error={errors.get(`f-${name}`)}>
      {(control) => <input class="input" type="date" {...control} value={paper[name]} onInput={(event) => onChange({ [name]: event.currentTarget.value })} />}
    </Field>
  );
  return (
    <form class="card stack" onSubmit={submit} noValidate aria-labelledby="issue-title">
      <h2 id="issue-title">{w.title}</h2>
      <Picker
        name="organization"
        label={w.organization}
        chosen={paper.organization ? [organizationOption(paper.organization)] : []}
        errors={errors}
        add={paper.organization ? w.other : w.choose}
        find={findOrganizations}
        onChange={([organization = ""]) => onChange({ organization })}
      />
      <Text name="number" label={w.number} hint={w.numberHint} most={40} value={paper.number} errors={errors} onChange={(number) => onChange({ number })} />
      <div class="pair">
        <Text name="kind" label={w.kind} most={40} value={paper.kind} errors={errors} onChange={(kind) => onChange({ kind })} />
        <Text name="grade" label={w.grade} most={8} value={paper.grade ?? ""} errors={errors} onChange={(grade) => onChange({ grade })} />
      </div>
      <div class="pair">
        {day("issued_on", w.issued)}
        {day("expires_on", w.expires)}
      </div>
      <div class="cluster">
        <button type="submit" class="btn btn--primary" aria-busy={isBusy}>{w.issue}</button>
        <button type="button" class="btn" onClick={onClose}>{w.not}</button>
      </div>
    </form>
  );
}
