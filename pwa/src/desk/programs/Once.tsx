/** What is shown once: to be copied now, and never to be seen again. */
import { Sheet } from "../../components/Sheet";
import { say } from "../../components/Toast";
import { keysWords } from "../../i18n/keys";

type OnceProps = { secret: string; why: string; onGone: () => void };

export function Once({ secret, why, onGone }: OnceProps) {
  const w = keysWords.value;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(secret);
    say(w.copied);
  };
  return (
    <Sheet open={secret !== ""} onClose={onGone} title={w.shownOnce}>
      <p>{why}</p>
      <output class="programs__secret">{secret}</output>
      <div class="pair">
        <button type="button" class="btn" onClick={() => void copy()}>{w.copy}</button>
        <button type="button" class="btn btn--primary" onClick={onGone}>{w.gone}</button>
      </div>
    </Sheet>
  );
}
