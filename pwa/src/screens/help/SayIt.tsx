/** A few words, and a photo if there is one: what every reply of a resident is made of. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Field } from "../../components/Field";
import { Icon } from "../../components/Icon";
import type { Danger } from "../../data/danger";
import { BadPhoto, type Picture, shrink } from "../../data/photos";
import { helpWords } from "../../i18n/help";
import { DangerPanel } from "./DangerPanel";
import { LocalPhoto } from "./Photo";
import { usePickers } from "./PickPhotos";
import type { Reply } from "./useReply";

/** `plain`: words only. */
type SayItProps = { id: string; reply: Reply; label: string; hint?: string; plain?: boolean };

export function SayIt({ id, reply, label, hint, plain = false }: SayItProps) {
  const w = helpWords.value;
  const trouble = useSignal("");
  const seen = useSignal<readonly Danger[]>([]);
  const [open, inputs] = usePickers(take);

  useEffect(() => {
    if (reply.error.value) document.getElementById(id)?.focus();
  }, [reply.error.value]);

  async function take([file]: File[]) {
    if (!file) return;
    try {
      reply.picture.value = await shrink(file);
      trouble.value = "";
    } catch (error) {
      if (!(error instanceof BadPhoto)) throw error;
      trouble.value = w.photoTrouble[error.why];
    }
  }

  return (
    <>
      <DangerPanel words={reply.note.value} seen={seen.value} onSeen={(dangers) => (seen.value = [...seen.value, ...dangers])} />
      <Field id={id} label={label} hint={hint} error={reply.error.value || undefined}>
        {(control) => (
          <textarea
            {...control}
            class="input"
            rows={3}
            maxLength={4000}
            value={reply.note.value}
            onInput={(event) => reply.write(event.currentTarget.value)}
          />
        )}
      </Field>
      {inputs}
      {!plain && <div class="cluster">
        {reply.picture.value && <Chosen picture={reply.picture.value} onRemove={() => (reply.picture.value = null)} />}
        <button type="button" class="btn btn--small" onClick={open.album}>
          <Icon name="camera" size="s" />
          {reply.picture.value ? w.photoReplace : w.addPhoto}
        </button>
      </div>}
      {trouble.value && <p class="error" role="status">{trouble.value}</p>}
    </>
  );
}

function Chosen({ picture, onRemove }: { picture: Picture; onRemove: () => void }) {
  const w = helpWords.value;
  return (
    <span class="photo photo--s">
      <LocalPhoto bytes={picture.thumb} alt={w.photo(1)} />
      <button type="button" class="photo__x" aria-label={w.removePhoto(1)} onClick={onRemove}>
        <span>
          <Icon name="x" weight="bold" size="s" />
        </span>
      </button>
    </span>
  );
}
