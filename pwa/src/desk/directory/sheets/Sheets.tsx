/** The directory as a spreadsheet: get it, send it back, see what it would change, then let it. */
import "../../../screens/help/form.css";
import "./sheets.css";

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Banner } from "../../../components/Banner";
import { Icon } from "../../../components/Icon";
import { say } from "../../../components/Toast";
import { Refused } from "../../../data/api";
import { me } from "../../../data/session";
import { directoryWords } from "../../../i18n/directory";
import { Frame } from "../../Frame";
import { Sections } from "../Sections";
import { Earlier } from "./Earlier";
import { Outcome } from "./Outcome";
import { applySheet, downloadSheet, type Format, listSheets, sendSheet, settled, type Sheet } from "./sheets";

const EDITORS = ["clerk", "manager"];

export default function Sheets() {
  const { sheets: w, edit, sections } = directoryWords.value;
  const desks = (me.value?.rights ?? []).flatMap(({ role, division, division_name }) =>
    EDITORS.includes(role) && division ? [{ division, name: division_name }] : [],
  );
  const chosen = useSignal("");
  const sheet = useSignal<Sheet | null>(null);
  const isBusy = useSignal(false);
  const trouble = useSignal("");
  const earlier = useSignal<readonly Sheet[]>([]);
  const desk = chosen.value || desks[0]?.division || "";

  const look = (): Promise<void> => listSheets().then((items) => void (earlier.value = items), () => undefined);
  useEffect(() => void look(), []);

  /** One thing at a time; what fails says why and leaves everything as it is. */
  async function doing(work: () => Promise<void>): Promise<void> {
    if (isBusy.peek()) return;
    isBusy.value = true;
    trouble.value = "";
    try {
      await work();
    } catch (error) {
      trouble.value = error instanceof Refused ? error.message : edit.failed;
    }
    isBusy.value = false;
  }
  const show = (at: Sheet): void => void (sheet.value = at);
  const upload = (input: HTMLInputElement): Promise<void> =>
    doing(async () => {
      const file = input.files?.[0];
      input.value = ""; // the same file again is sent again: it was mended meanwhile
      if (!file) return;
      sheet.value = null;
      await settled(await sendSheet(file, desk), show);
      await look();
    });
  const carryOut = (at: Sheet) => (): Promise<void> =>
    doing(async () => {
      const done = await settled(await applySheet(at), show);
      if (done.state === "applied") say(w.applied(done.added, done.changed));
      await look();
    });
  const download = (format: Format, empty = false) => () => void doing(() => downloadSheet(desk, format, empty));

  return (
    <Frame title={sections.sheets} at="directory">
      <div class="desk__head">
        <h1>{sections.label}</h1>
      </div>
      <Sections />
      {trouble.value && <Banner kind="bad">{trouble.value}</Banner>}
      {desks.length > 1 && (
        <label class="field sheets__desk">
          <span>{w.whose}</span>
          <select class="input" value={desk} onChange={(event) => (chosen.value = event.currentTarget.value)}>
            {desks.map(({ division, name }) => <option key={division} value={division}>{name}</option>)}
          </select>
        </label>
      )}
      <ol class="sheets__steps">
        <li class="card stack">
          <h2>{w.get}</h2>
          <p class="muted">{w.getHint}</p>
          <div class="cluster">
            <button type="button" class="btn btn--small" onClick={download("xlsx")}><Icon name="download-simple" size="s" />{w.getXlsx}</button>
            <button type="button" class="btn btn--small" onClick={download("csv")}>{w.getCsv}</button>
            <button type="button" class="btn btn--small" onClick={download("xlsx", true)}>{w.getEmpty}</button>
          </div>
        </li>
        <li class="card stack">
          <h2>{w.send}</h2>
          <p class="muted">{w.sendHint}</p>
          <label class="btn btn--primary sheets__file" aria-busy={isBusy.value}>
            <Icon name="upload-simple" size="s" />
            {w.choose}
            <input class="vh" type="file" accept=".xlsx,.csv" disabled={isBusy.value} onChange={(event) => void upload(event.currentTarget)} />
          </label>
        </li>
      </ol>
      {sheet.value && <Outcome key={sheet.value.id} sheet={sheet.value} isBusy={isBusy.value} onApply={() => void carryOut(sheet.value as Sheet)()} />}
      <Earlier sheets={earlier.value.filter(({ id }) => id !== sheet.value?.id)} onOpen={show} />
    </Frame>
  );
}
