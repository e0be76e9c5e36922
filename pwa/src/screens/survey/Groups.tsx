/** Whose form: asked only of those without a letter. */
import type { Signal } from "@preact/signals";
import type { RefObject } from "preact";

import { Choice } from "../../components/Choice";
import { FieldError } from "../../components/Field";
import type { Group } from "../../data/answers";
import { surveyWords } from "../../i18n/survey";

const GROUPS: Group[] = ["residents", "migrants", "units"];

type GroupsProps = { chosen: Signal<Group | null>; error: string | undefined; box: RefObject<HTMLFieldSetElement> };

export function Groups({ chosen, error, box }: GroupsProps) {
  const w = surveyWords.value;
  return (
    <fieldset class="survey__groups" ref={box} aria-describedby={error && "group-error"}>
      <legend class="label">{w.whichGroup}</legend>
      {GROUPS.map((one) => (
        <Choice key={one} name="group" value={one} checked={chosen.value === one} sub={w.groupHints[one]} onChange={() => (chosen.value = one)}>
          {w[one]}
        </Choice>
      ))}
      {error && <FieldError id="group-error">{error}</FieldError>}
    </fieldset>
  );
}
