/** Which of them: in which state, of which kind, with which letters. */
import { useEffect } from "preact/hooks";

import { Icon } from "../../components/Icon";
import { directoryWords } from "../../i18n/directory";
import type { Noun } from "./bodies";
import { CategoryOptions } from "./Categories";
import { lists, SHOWS } from "./rows";

const PAUSE_MS = 250;

export function ListTop({ noun, box }: { noun: Noun; box: { current: HTMLInputElement | null } }) {
  const w = directoryWords.value.list;
  const { show, q, category } = lists[noun];
  let timer: ReturnType<typeof setTimeout> | undefined;
  useEffect(() => () => clearTimeout(timer), []);
  const look = (): void => {
    clearTimeout(timer);
    q.value = box.current?.value.trim() ?? "";
  };
  const shows = SHOWS.filter((each) => noun === "services" || each !== "stale");
  return (
    <div class="listtop">
      <div class="chips chips--wrap" role="group" aria-label={w.state}>
        {shows.map((each) => (
          <button key={each} type="button" class="chip" aria-pressed={show.value === each} onClick={() => (show.value = each)}>{w.shows[each]}</button>
        ))}
      </div>
      <div class="listtop__find">
        {noun === "services" && (
          <select class="input" aria-label={w.category} value={category.value} onChange={(event) => (category.value = event.currentTarget.value)}>
            <option value="">{w.allCategories}</option>
            <CategoryOptions />
          </select>
        )}
        <form
          class="search desk__search"
          role="search"
          onSubmit={(event) => {
            event.preventDefault();
            look();
            box.current?.blur();
          }}
        >
          <Icon name="magnifying-glass" />
          <input
            ref={box}
            type="search"
            aria-label={w.search}
            placeholder={w.searchHint}
            defaultValue={q.value}
            onInput={() => {
              clearTimeout(timer);
              timer = setTimeout(look, PAUSE_MS);
            }}
          />
          <kbd class="only-desk">/</kbd>
        </form>
      </div>
    </div>
  );
}
