/** The link of an invitation: shown this once. */
import { Field } from "../../components/Field";
import { Icon } from "../../components/Icon";
import { Sheet } from "../../components/Sheet";
import { say } from "../../components/Toast";
import { moment } from "../../i18n/dates";
import { peopleWords } from "../../i18n/people";
import type { Link } from "./People";

export function LinkSheet({ link, onClose }: { link: Link | null; onClose: () => void }) {
  const w = peopleWords.value;
  const url = link?.invited.url ?? "";
  const copy = (): void => void (navigator.clipboard?.writeText(url) ?? Promise.reject(new Error())).then(() => say(w.copied), select);
  return (
    <Sheet open={link !== null} onClose={onClose} title={w.linkTitle}>
      <p>{url && link ? w.linkFor(link.name, moment(link.invited.expires_at)) : w.linkGone}</p>
      {url && (
        <Field id="staff-link" label={w.link}>
          {(control) => <input class="input" readOnly {...control} value={url} onFocus={select} />}
        </Field>
      )}
      <div class="cluster">
        {url && <button type="button" class="btn btn--primary" onClick={copy}><Icon name="copy-regular" size="s" />{w.copy}</button>}
        <button type="button" class="btn" onClick={onClose}>{w.close}</button>
      </div>
    </Sheet>
  );
}

function select(): void {
  const field = document.getElementById("staff-link");
  if (field instanceof HTMLInputElement) field.select();
}
