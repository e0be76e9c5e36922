/** One thing of the directory while it is edited: as its desk has it, as it stands on the form, and what is wrong with it.
 *  Each change is kept on this machine before anything is sent. */
import { batch, signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";

import { Refused } from "../../data/api";
import { directoryWords } from "../../i18n/directory";
import type { Body, Checked, Held, Meanwhile } from "./bodies";
import * as data from "./data";
import { forgetForm, keepForm, keptForm } from "./kept";
import type { Form, Kind } from "./kinds";
import { fieldName } from "./said";

export type Errors = ReadonlyMap<string, string>;
export type Stage = "loading" | "gone" | "failed" | "ready";
export type Busy = "" | "drafting" | "publishing" | "other";

export class Editing<B extends Body, F extends Form> {
  readonly stage = signal<Stage>("loading");
  readonly held = signal<Held<B> | null>(null);
  readonly form = signal<F | null>(null);
  readonly base = signal(0); // the published version that the form began from
  readonly errors = signal<Errors>(new Map());
  readonly checked = signal<Checked | null>(null);
  readonly conflict = signal<Meanwhile<B> | null>(null);
  readonly busy = signal<Busy>("");
  readonly notice = signal(""); // one sentence about what did not work
  readonly keptAt = signal<number | null>(null); // on this machine, not yet with the server
  readonly isFull = signal(false);
  #known: ReadonlySet<string> = new Set(); // what was to be seen already in what is published
  #over: number | null = null; // the version of another's draft that one has looked at
  #checking: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly kind: Kind<B, F>, readonly id: string, readonly isNew: boolean) {}

  async load(): Promise<void> {
    try {
      const held = await this.#read();
      const kept = await keptForm(this.kind.noun, this.id);
      batch(() => {
        this.held.value = held;
        this.keptAt.value = kept?.at ?? null;
        this.base.value = kept?.base ?? held.draft?.base_version ?? held.version;
        this.form.value = kept ? (kept.form as F) : this.kind.read(held.draft?.body ?? held.published ?? this.kind.blank());
        this.#over = kept || !held.draft || held.draft.is_mine ? this.#over : held.draft.version; // it stands on the form
        this.stage.value = "ready";
      });
      this.#checkSoon();
      this.#known = new Set();
      if (held.published) this.#known = new Set(remarksOf(await data.check(this.kind.noun, this.id, held.published)).map(([key]) => key));
    } catch (error) {
      if (this.stage.peek() === "ready") return; // only the check did not come
      this.stage.value = error instanceof Refused && error.status === 404 ? "gone" : "failed";
    }
  }

  async #read(): Promise<Held<B>> {
    try {
      return await data.readHeld<B>(this.kind.noun, this.id);
    } catch (error) {
      if (!this.isNew || !(error instanceof Refused) || error.status !== 404) throw error;
      return { id: this.id, owner: "", version: 0, published: null, draft: null, deleted_at: null, changed_at: null, may_edit: true, public_url: null };
    }
  }

  /** A change of the form: on the screen, and on this machine. */
  change(part: Partial<F>): void {
    const before = this.form.peek();
    if (!before) return;
    const form = { ...before, ...part };
    const now = Date.now();
    batch(() => {
      this.form.value = form;
      this.keptAt.value = now;
      if (this.errors.peek().size) this.errors.value = new Map([...this.errors.peek()].filter(([id]) => !Object.keys(part).some((field) => isAt(id, field))));
    });
    void keepForm(this.kind.noun, this.id, { form, base: this.base.peek(), at: now }).then((isKept) => {
      this.isFull.value = !isKept;
    });
    this.#checkSoon();
  }

  /** What was typed here goes; the draft, or what is published, stands again. */
  async forget(): Promise<void> {
    await forgetForm(this.kind.noun, this.id);
    this.errors.value = new Map();
    await this.load();
  }

  /** As a draft for the colleagues of this desk: it may lack anything. */
  async saveDraft(): Promise<boolean> {
    return this.#send("drafting", async (body) => {
      await data.putDraft(this.kind.noun, this.id, body, this.base.peek(), this.#over);
      this.#over = null;
      await forgetForm(this.kind.noun, this.id);
      await this.load();
    });
  }

  /** Gives the new version; null when it was not published, and the form says why. */
  async publish(): Promise<number | null> {
    let version: number | null = null;
    await this.#send("publishing", async (body) => {
      version = await data.publish(this.kind.noun, this.id, body, this.base.peek());
      await forgetForm(this.kind.noun, this.id);
      await this.load();
    });
    return version;
  }

  /** The errors and warnings of the form as it stands; null when it cannot be asked. */
  async look(): Promise<Checked | null> {
    const form = this.form.peek();
    if (!form) return null;
    const asked = await data.check(this.kind.noun, this.id, this.kind.write(form).body).catch(() => null);
    this.checked.value = asked ?? this.checked.peek();
    return asked;
  }

  /** Of what a check says: what was not to be seen already before this change. */
  newIn(checked: Checked): string[] {
    return remarksOf(checked).filter(([key]) => !this.#known.has(key)).map(([, words]) => words);
  }

  /** What the form wants of both versions: from now on it begins from theirs. */
  settle(form: F, meanwhile: Meanwhile<B>): void {
    if (meanwhile.draft_version !== null) this.#over = meanwhile.draft_version;
    batch(() => {
      this.base.value = meanwhile.version;
      this.conflict.value = null;
      this.notice.value = "";
    });
    this.change(form);
  }

  /** Anything else that is done to it: deleting, restoring, marking as checked. Gives whether it was. */
  async act(work: () => Promise<unknown>): Promise<boolean> {
    this.busy.value = "other";
    this.notice.value = "";
    try {
      await work();
      await this.load();
      return true;
    } catch (error) {
      this.notice.value = error instanceof Refused ? error.message : directoryWords.peek().edit.notSent;
      return false;
    } finally {
      this.busy.value = "";
    }
  }

  /** The draft goes, here and on the server; what is published stands again. */
  async dropDraft(): Promise<boolean> {
    return this.act(async () => {
      await data.dropDraft(this.kind.noun, this.id, this.#over);
      await forgetForm(this.kind.noun, this.id);
    });
  }

  /** Whether the form can be written at all; else each problem stands at its field. A draft may lack anything. */
  isWhole(asDraft = false): boolean {
    const form = this.form.peek();
    if (!form) return false;
    const { problems } = this.kind.write(form);
    const words = directoryWords.peek().troubles;
    const told = [...problems].filter(([, trouble]) => !asDraft || trouble !== "required");
    this.notice.value = "";
    this.errors.value = new Map(told.map(([id, trouble]) => [id, words[trouble]]));
    const [first] = told;
    if (first) this.#show(first[0]);
    return !first;
  }

  async #send(busy: Busy, work: (body: B) => Promise<void>): Promise<boolean> {
    const form = this.form.peek();
    if (!form || this.busy.peek() || !this.isWhole(busy === "drafting")) return false;
    this.busy.value = busy;
    try {
      await work(this.kind.write(form).body);
      return true;
    } catch (error) {
      this.#say(error);
      return false;
    } finally {
      this.busy.value = "";
    }
  }

  /** Each error at its field, and the first of them under the cursor; somebody else's version beside ours. */
  #say(error: unknown): void {
    const words = directoryWords.peek().edit;
    if (!(error instanceof Refused)) {
      this.notice.value = words.notSent;
      return;
    }
    if (error.status === 412) {
      this.conflict.value = error.problem as unknown as Meanwhile<B>;
      return;
    }
    const form = this.form.peek();
    const places = form ? this.kind.write(form).places : new Map<string, string>();
    const errors = new Map<string, string>();
    for (const { field, message } of error.problem.errors ?? []) errors.set(places.get(field) ?? placeOf(field, places), message);
    this.errors.value = errors;
    const elsewhere = [...errors].filter(([id]) => !document.getElementById(id)).map(([, message]) => message);
    this.notice.value = errors.size ? [words.refused, ...elsewhere].join(" ") : error.message;
    const [first] = errors.keys();
    if (first) this.#show(first);
  }

  #show(id: string): void {
    requestAnimationFrame(() => {
      const field = document.getElementById(id);
      field?.scrollIntoView({ block: "center" });
      field?.focus({ preventScroll: true });
    });
  }

  #checkSoon(): void {
    clearTimeout(this.#checking);
    this.#checking = setTimeout(() => void this.look(), 700);
  }

  stop(): void {
    clearTimeout(this.#checking);
  }
}

/** Warnings and likely duplicates, each with a key and in words. */
function remarksOf({ warnings, duplicates }: Checked): [key: string, words: string][] {
  const { edit, service } = directoryWords.peek();
  return [
    ...warnings.map(({ field, message }): [string, string] => [`${field} ${message}`, `${fieldName(field.split(".")[0] ?? "")}${edit.colon}${message}`]),
    ...duplicates.map(({ id, name }): [string, string] => [id, `${service.duplicates}${name}`]),
  ];
}

/** hours.2.byday stands where the third rule came from; texts.en.name has a field of its own; else the field's first word. */
function placeOf(field: string, places: ReadonlyMap<string, string>): string {
  const parts = field.split(".");
  if (parts[0] === "hours") return places.get(parts.slice(0, 2).join(".")) ?? "hours";
  return parts[0] === "texts" ? `f-${parts.join("-")}` : `f-${parts[0]}`;
}

/** Whether an error's place belongs to a part of the form: what is being mended is not told again. */
function isAt(id: string, part: string): boolean {
  if (part === "timetable") return /^(hours|week-|monthly-|except-)/.test(id);
  return id === `f-${part}` || id.startsWith(`f-${part}-`) || (part === "yuan" && id.startsWith("f-fee"));
}

export function useEditing<B extends Body, F extends Form>(kind: Kind<B, F>, id: string, isNew: boolean): Editing<B, F> {
  const editing = useMemo(() => new Editing(kind, id, isNew), [kind, id]);
  useEffect(() => {
    void editing.load();
    return () => editing.stop();
  }, [editing]);
  return editing;
}
