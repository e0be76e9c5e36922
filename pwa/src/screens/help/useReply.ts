/** A reply while it is being written: its words survive reloads and crashes, and go through the outbox when they are sent. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { withShelf } from "../../data/db";
import { REPLIES } from "../../data/draft";
import { PhoneFull } from "../../data/keep";
import type { Mine } from "../../data/mine";
import { keepRating, keepStep } from "../../data/outbox";
import type { Picture } from "../../data/photos";
import type { ResidentAct, StepWords } from "../../data/words";
import { helpWords } from "../../i18n/help";

type Said = Partial<Pick<StepWords, "rating" | "solved" | "reasons" | "offer">>;

export type Reply = {
  note: Signal<string>;
  picture: Signal<Picture | null>;
  error: Signal<string>;
  write: (note: string) => void;
  send: (act: ResidentAct, said?: Said) => Promise<boolean>; // true: it is on disk
  rate: (follower: string, said: Said) => Promise<boolean>; // the same, of what a neighbour asked for
};

/** `purpose` tells apart what is half written for one and the same request. */
export function useReply(request: Pick<Mine, "id" | "key">, purpose: string): Reply {
  const kept = `${REPLIES}${request.id}.${purpose}`;
  const note = useSignal("");
  const picture = useSignal<Picture | null>(null);
  const error = useSignal("");

  useEffect(() => {
    void withShelf((db) => db.get("kv", kept)).then((text) => {
      if (typeof text === "string" && !note.peek()) note.value = text;
    });
  }, [kept]);

  async function store(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
    } catch (caught) {
      if (!(caught instanceof PhoneFull)) throw caught;
      error.value = helpWords.value.photoTrouble.full;
      return false;
    }
    await withShelf((db) => db.delete("kv", kept));
    note.value = "";
    picture.value = null;
    return true;
  }

  return {
    note,
    picture,
    error,
    write(text) {
      note.value = text;
      error.value = "";
      void withShelf((db) => db.put("kv", text, kept)).catch(() => {}); // no room: then only on the screen
    },
    send: (act, said = {}) => store(() => keepStep(request, { act, note: note.value.trim(), rating: null, photo: null, ...said }, picture.value)),
    rate: (follower, { rating = null, ...said }) => store(() => keepRating(request, follower, { note: note.value.trim(), rating, ...said })),
  };
}
