/** The code of a letter, in four groups of four. */
import type { Signal } from "@preact/signals";
import type { RefObject } from "preact";

import { Field } from "../../components/Field";
import { surveyWords } from "../../i18n/survey";

type CodeFieldProps = { code: Signal<string>; error: string | undefined; hint: string; box: RefObject<HTMLInputElement> };

export function CodeField({ code, error, hint, box }: CodeFieldProps) {
  return (
    <Field id="code" label={surveyWords.value.code} hint={hint} error={error}>
      {(control) => (
        <input
          class="input num survey__code"
          ref={box}
          autocapitalize="characters"
          autocomplete="off"
          spellcheck={false}
          value={code.value}
          onInput={(event) => (code.value = event.currentTarget.value)}
          {...control}
        />
      )}
    </Field>
  );
}
