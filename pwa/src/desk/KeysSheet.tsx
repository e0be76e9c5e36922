/** All keys, behind "?". */
import type { Signal } from "@preact/signals";

import { Sheet } from "../components/Sheet";
import { deskWords } from "../i18n/desk";
import { queueWords } from "../i18n/queue";
import { intakeWords } from "../i18n/intake";

export function KeysSheet({ open }: { open: Signal<boolean> }) {
  const w = deskWords.value;
  const keys: [string[], string][] = [
    [["J", "K"], w.keys.upDown],
    [["Enter"], w.keys.open],
    [["A"], w.keys.accept],
    [["C"], intakeWords.value.key],
    [["R"], queueWords.value.keys.reply],
    [["X"], queueWords.value.keys.select],
    [["/"], w.keys.search],
    [["Ctrl", "Enter"], w.keys.send],
    [["Esc"], w.keys.back],
    [["?"], w.keys.all],
  ];
  const close = (): void => {
    open.value = false;
  };
  return (
    <Sheet open={open.value} onClose={close} title={w.keys.title}>
      <ul class="stack">
        {keys.map(([caps, words]) => (
          <li class="between" key={words}><span>{words}</span><span>{caps.map((cap) => <kbd key={cap}>{cap}</kbd>)}</span></li>
        ))}
      </ul>
      <button type="button" class="btn btn--wide" onClick={close}>{w.keys.close}</button>
    </Sheet>
  );
}
