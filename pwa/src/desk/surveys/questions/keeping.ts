/** A questionnaire that saves itself while it is written. Each change is first kept on this machine; it goes to the server
 *  shortly after, one save at a time, and what cannot be sent waits here and is tried again. Nothing typed is ever dropped. */
import { batch, signal } from "@preact/signals";

import { Refused } from "../../../data/api";
import { withShelf } from "../../../data/db";
import { TYPED } from "../../../data/typed";
import { type Held, readHeld, save } from "./data";
import type { Questionnaire, Remark } from "./editing";

/** How what is on the screen stands with the server. */
export type Standing = "saved" | "saving" | "waiting" | "wrong" | "overtaken" | "frozen";
export type Stage = "loading" | "gone" | "failed" | "ready";

const SOON_MS = 600;
const AGAIN_MS = 5_000;
type Kept = { draft: Questionnaire; base: number };

export class Keeping {
  readonly stage = signal<Stage>("loading");
  readonly held = signal<Held | null>(null);
  readonly draft = signal<Questionnaire | null>(null);
  readonly remarks = signal<readonly Remark[]>([]);
  readonly errors = signal<ReadonlyMap<string, string>>(new Map()); // what the server cannot take, by field
  readonly standing = signal<Standing>("saved");
  #base = 0; // the version that the draft began from
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isSending = false;

  constructor(readonly wave: string) {}

  async load(): Promise<void> {
    try {
      const [held, kept] = [await readHeld(this.wave), await this.#kept()];
      this.#base = held.questionnaire.version;
      batch(() => {
        this.held.value = held;
        this.remarks.value = held.remarks;
        this.draft.value = held.questionnaire;
        this.errors.value = new Map();
        this.standing.value = held.may_edit ? "saved" : "frozen";
        this.stage.value = "ready";
      });
      if (kept && held.may_edit) this.#takeUp(kept);
    } catch (error) {
      this.stage.value = error instanceof Refused && [403, 404].includes(error.status) ? "gone" : "failed";
    }
  }

  /** What was typed here before a reload, or when no network came back. */
  #takeUp(kept: Kept): void {
    this.draft.value = kept.draft;
    if (kept.base === this.#base) this.#soon(0);
    else this.standing.value = "overtaken";
  }

  change(draft: Questionnaire): void {
    if (this.standing.peek() === "frozen") return;
    this.draft.value = draft;
    void this.#keep({ draft, base: this.#base });
    if (this.standing.peek() !== "overtaken") this.#soon(SOON_MS);
  }

  /** Leaving the page: what waits is sent at once. */
  leave(): void {
    clearTimeout(this.#timer);
    if (this.standing.peek() === "saving" || this.standing.peek() === "waiting") void this.#send();
  }

  /** A colleague saved meanwhile: theirs stands, mine goes. */
  async takeTheirs(): Promise<void> {
    await this.#forget();
    await this.load();
  }

  /** A colleague saved meanwhile: mine is written over theirs. */
  async keepMine(): Promise<void> {
    const theirs = await readHeld(this.wave).catch(() => null);
    if (!theirs) return;
    this.#base = theirs.questionnaire.version;
    this.#soon(0);
  }

  #soon(ms: number): void {
    clearTimeout(this.#timer);
    this.standing.value = ms === AGAIN_MS ? "waiting" : "saving";
    this.#timer = setTimeout(() => void this.#send(), ms);
  }

  async #send(): Promise<void> {
    const draft = this.draft.peek();
    if (!draft || this.#isSending) return;
    this.#isSending = true;
    try {
      const saved = await save(this.wave, draft, this.#base);
      this.#base = saved.version;
      batch(() => {
        this.remarks.value = saved.remarks;
        this.errors.value = new Map();
      });
      if (this.draft.peek() === draft) await this.#done();
      else this.#soon(SOON_MS);
    } catch (error) {
      this.#refused(error);
    } finally {
      this.#isSending = false;
    }
  }

  async #done(): Promise<void> {
    this.standing.value = "saved";
    await this.#forget();
  }

  #refused(error: unknown): void {
    if (!(error instanceof Refused) || error.status >= 500 || error.status === 429) return this.#soon(AGAIN_MS);
    this.errors.value = new Map((error.problem.errors ?? []).map(({ field, message }) => [field, message]));
    this.standing.value = error.status === 412 ? "overtaken" : error.status === 409 ? "frozen" : "wrong";
  }

  get #key(): string {
    return `${TYPED}questions:${this.wave}`;
  }

  async #kept(): Promise<Kept | null> {
    const kept = await withShelf((db) => db.get("kv", this.#key)).catch(() => undefined);
    return (kept as Kept | undefined) ?? null;
  }

  /** With no room on the machine it stays on the screen only. */
  async #keep(kept: Kept): Promise<void> {
    await withShelf((db) => db.put("kv", kept, this.#key)).catch(() => {});
  }

  async #forget(): Promise<void> {
    await withShelf((db) => db.delete("kv", this.#key)).catch(() => {});
  }
}
