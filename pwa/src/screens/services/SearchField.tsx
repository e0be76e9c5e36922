/** The search field, with a way to empty it. */
import { useRef } from "preact/hooks";

import { Icon } from "../../components/Icon";
import { servicesWords } from "../../i18n/services";

type SearchFieldProps = {
  label: string;
  placeholder: string;
  value: string;
  onInput: (text: string) => void;
  autofocus?: boolean;
};

export function SearchField({ label, placeholder, value, onInput, autofocus = false }: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const empty = (): void => {
    onInput("");
    field.current?.focus();
  };
  return (
    <div class="search grow">
      <Icon name="magnifying-glass" />
      <input
        ref={field}
        type="text"
        inputMode="search"
        enterkeyhint="search"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        autofocus={autofocus}
        aria-label={label}
        placeholder={placeholder}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {value && (
        <button type="button" class="iconbtn search__empty" aria-label={servicesWords.value.emptyField} onClick={empty}>
          <Icon name="x-circle" weight="fill" />
        </button>
      )}
    </div>
  );
}
