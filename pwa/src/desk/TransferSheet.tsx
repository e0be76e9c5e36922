/** To whom? Any division, found by name or pinyin. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Sheet } from "../components/Sheet";
import { type Division, searchDivisions } from "../data/divisions";
import { nameOf, whereabouts } from "../data/place";
import { deskWords } from "../i18n/desk";

type TransferSheetProps = { open: boolean; onClose: () => void; onGo: (to: string) => Promise<void> };

export function TransferSheet({ open, onClose, onGo }: TransferSheetProps) {
  const w = deskWords.value;
  const q = useSignal("");
  const found = useSignal<Division[]>([]);
  useEffect(() => {
    const timer = setTimeout(() => void look(), 150);
    return () => clearTimeout(timer);
  }, [q.value]);

  async function look(): Promise<void> {
    if (!q.value.trim()) return;
    found.value = await searchDivisions(q.value.trim()).catch(() => []); // no network: the list stays empty
  }
  return (
    <Sheet open={open} onClose={onClose} title={w.transferTitle}>
      <input
        class="input"
        type="search"
        aria-label={w.transferSearch}
        placeholder={w.transferSearch}
        value={q.value}
        onInput={(event) => (q.value = event.currentTarget.value)}
      />
      <div class="rows">
        {found.value.slice(0, 6).map((division) => (
          <button key={division.code} type="button" class="row" onClick={() => void onGo(division.code)}>
            <span class="row__body">
              <span class="row__title">{nameOf(division)}</span>
              <span class="row__sub">{whereabouts(division)}</span>
            </span>
          </button>
        ))}
      </div>
    </Sheet>
  );
}
