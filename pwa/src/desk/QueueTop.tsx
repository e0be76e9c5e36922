/** Which part of the queue, and what in it. */
import { Icon } from "../components/Icon";
import { deskWords } from "../i18n/desk";
import { type View, VIEWS } from "./data";
import { counts, search, view } from "./queue";

export function Views() {
  const w = deskWords.value;
  const choose = (next: View) => (): void => {
    view.value = next;
  };
  return (
    <div class="chips chips--wrap" role="group" aria-label={w.queue}>
      {VIEWS.map((one) => (
        <button key={one} type="button" class="chip" aria-pressed={view.value === one} onClick={choose(one)}>
          {w.views[one]}
          {counts.value[one] !== undefined && <b class="num">{counts.value[one]}</b>}
        </button>
      ))}
    </div>
  );
}

export function SearchBox({ box }: { box: { current: HTMLInputElement | null } }) {
  const w = deskWords.value;
  return (
    <form
      class="search desk__search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        search.value = box.current?.value.trim() ?? "";
        box.current?.blur();
      }}
    >
      <Icon name="magnifying-glass" />
      <input
        ref={box}
        type="search"
        aria-label={w.search}
        placeholder={w.searchHint}
        defaultValue={search.value}
        onInput={(event) => {
          if (!event.currentTarget.value) search.value = "";
        }}
      />
      <kbd class="only-desk">/</kbd>
    </form>
  );
}
