/** Questions read out by the browser's own voice, where it has one that speaks the language. */
import { signal } from "@preact/signals";

import { type Question, type Texts, textIn } from "../../data/questionnaire";

type Voice = Pick<SpeechSynthesisVoice, "lang" | "localService">;

const speech: SpeechSynthesis | undefined = globalThis.speechSynthesis;
const voices = signal<readonly SpeechSynthesisVoice[]>([]);
const look = (): void => {
  voices.value = speech?.getVoices() ?? [];
};
look();
speech?.addEventListener?.("voiceschanged", look); // many browsers fetch their voices late

/** Whether somebody is being read to. */
export const isReading = signal(false);

/** Which of the voices speaks a language: the very one before a cousin, one on the phone before one that needs a network. */
export function voiceFor<T extends Voice>(all: readonly T[], language: string): T | undefined {
  const wanted = language === "zh" ? "zh-cn" : language.toLowerCase();
  const tag = (voice: T): string => voice.lang.replace("_", "-").toLowerCase();
  const rank = (voice: T): number => (tag(voice) === wanted ? 0 : 2) + (voice.localService ? 0 : 1);
  return all.filter((voice) => tag(voice).split("-")[0] === wanted.split("-")[0]).sort((a, b) => rank(a) - rank(b))[0];
}

export const canRead = (language: string): boolean => voiceFor(voices.value, language) !== undefined;

/** Everything of a question, in the order in which it stands on the screen. */
export function spokenWords({ text, hint, items, options, parts, unit }: Question, language: string): string {
  const listed = (some: readonly { text: Texts }[] = []): Texts[] => some.map((one) => one.text);
  const texts = [text, hint, unit, ...listed(items), ...listed(options)];
  const inParts = (parts ?? []).flatMap((part) => [part.text, ...listed(part.options), ...listed(part.items)]);
  const words = [...texts, ...inParts].flatMap((one) => (one ? textIn(one, language) : [])).filter(Boolean);
  return words.join(language === "zh" ? "。" : ". ");
}

/** Read a question, or stop. Over when the last word is said. */
export function readAloud(question: Question, language: string): void {
  if (isReading.value) return stopReading();
  const words = new SpeechSynthesisUtterance(spokenWords(question, language));
  const voice = voiceFor(voices.value, language);
  words.lang = voice?.lang ?? language;
  if (voice) words.voice = voice;
  words.onend = words.onerror = () => (isReading.value = false);
  isReading.value = true;
  speech?.speak(words);
}

export function stopReading(): void {
  isReading.value = false;
  speech?.cancel();
}
