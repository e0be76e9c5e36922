/** What was searched in vain, the most frequent first; a tap asks what is meant. */
import { Icon } from "../../components/Icon";
import { date } from "../../i18n/dates";
import { directoryWords } from "../../i18n/directory";
import type { Query } from "./words";

type QueryListProps = { queries: readonly Query[]; onMean: ((words: string) => void) | null };

export function QueryList({ queries, onMean }: QueryListProps) {
  const { words: w } = directoryWords.value;
  if (!queries.length) return null;
  return (
    <ul class="card card--flush rows">
      {queries.map(({ words, count, last_on }) => {
        const inside = (
          <>
            <span class="row__body">
              <span class="row__title">{words}</span>
              <span class="row__sub">{w.asked(count, date(last_on))}</span>
            </span>
            {onMean && (
              <>
                <span class="textbtn">{w.give}</span>
                <Icon name="caret-right" weight="bold" />
              </>
            )}
          </>
        );
        return (
          <li key={words}>
            {onMean ? <button type="button" class="row" onClick={() => onMean(words)}>{inside}</button> : <div class="row">{inside}</div>}
          </li>
        );
      })}
    </ul>
  );
}
