/** Six digits, or a recovery code: large, and the keyboard of numbers first. */
import { useEffect, useRef } from "preact/hooks";

import { Field } from "../../components/Field";
import { factorsWords } from "../../i18n/factors";

export function CodeField({ error }: { error: string }) {
  const w = factorsWords.value;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <Field id="otp" label={w.code} hint={w.codeHint} error={error}>
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
