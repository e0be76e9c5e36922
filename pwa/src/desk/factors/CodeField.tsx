/** Six digits, or, for whoever has recovery codes by now, one of these: large, and the keyboard of numbers first. */
import { useEffect, useRef } from "preact/hooks";

import { Field } from "../../components/Field";
import { factorsWords } from "../../i18n/factors";

export function CodeField({ error, isNew = false }: { error: string; isNew?: boolean }) {
  const w = factorsWords.value;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <Field id="otp" label={w.code} hint={isNew ? undefined : w.codeHint} error={error}>
      {(control) => (
        <input
          class="input"
          name="otp"
          ref={input}
          inputMode="numeric"
          autocomplete="one-time-code"
          autocapitalize="none"
          maxLength={19}
          {...control}
        />
      )}
    </Field>
  );
}
