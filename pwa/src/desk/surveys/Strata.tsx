/** The strata of a frame, a page at a time. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { lang } from "../../i18n";
import { wavesWords } from "../../i18n/waves";
import { plain } from "../figures/measures";
import { type FramePage, listFrame, type Wave } from "./data";

export function Strata({ wave }: { wave: Wave }) {
  const w = wavesWords.value;
  const items = useSignal<FramePage["items"]>([]);
  const next = useSignal<string | null>(null);
  const load = (cursor: string | null): void =>
    void listFrame(wave.id, cursor).then(
      (page) => {
        items.value = [...(cursor ? items.peek() : []), ...page.items];
        next.value = page.next_cursor;
      },
      () => (next.value = cursor ?? ""),
    );
  useEffect(() => load(null), []);
  const heads = w.strataHeads;
  return (
    <section class="card stack">
      <h2>{w.strata}</h2>
      <div class="waves__wide" role="region" aria-label={w.strata} tabIndex={0}>
        <table class="table">
          <thead>
            <tr><th scope="col">{heads.division}</th><th scope="col">{heads.group}</th><th scope="col" class="n">{heads.population}</th><th scope="col" class="n">{heads.sampled}</th></tr>
          </thead>
          <tbody>
            {items.value.map((row) => (
              <tr key={row.division + row.audience}>
                <td>{lang.value === "en" ? row.name_en : row.name} <small class="muted num waves__code">{row.division}</small></td>
                <td>{w.groups[row.audience]}{row.listed && <> <span class="badge badge--line">{w.listed}</span></>}</td>
                <td class="n">{plain(row.population)}</td>
                <td class="n">{plain(row.sampled)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {next.value !== null && <button type="button" class="btn btn--small" onClick={() => load(next.value || null)}>{w.more}</button>}
    </section>
  );
}
