/** Whether a code can be the one of a door: at once by what it looks like, and by the server where there is a network. */
import { answer, api, Refused, Unreachable } from "../../data/api";
import { type Code, readCode } from "../../data/codes";
import { offline } from "../../data/network";
import type { Mode } from "../../data/visit-rows";
import { isKeptHere } from "../../data/visits";
import { visitsWords } from "../../i18n/visits";

const PATIENCE_MS = 4_000; // a household stands in its door

type Asked = { typed: string; group: Code["group"] | null; wave: string; unit: string; mode: Mode };

/** The code, or what is wrong with it in a sentence. */
export async function checkCode({ typed, group, wave, unit, mode }: Asked): Promise<{ code: Code } | { trouble: string }> {
  const w = visitsWords.value;
  if (!typed.trim()) return { trouble: w.codeMissing };
  const code = readCode(codeIn(typed));
  if (!code) return { trouble: w.codeWrong };
  if (group && code.group !== group) return { trouble: w.codeOfGroup(w.groups[code.group]) };
  if (isKeptHere(code.code)) return { trouble: w.codeHere };
  const state = await seen(code.code, wave, unit, mode);
  return state === "good" ? { code } : { trouble: w.codes[state] };
}

/** A scanner types the letter's whole link; its code stands in the fragment. */
export const codeIn = (typed: string): string => typed.slice(typed.indexOf("#") + 1);

/** Without a network, or a quick answer, a code that looks right is taken: the server says the rest when the sheet arrives. */
async function seen(code: string, wave_id: string, unit: string, mode: Mode) {
  if (offline.peek()) return "good";
  try {
    const call = api.POST("/api/desk/waves/{wave_id}/codes", { params: { path: { wave_id } }, body: { code, unit, mode } });
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE_MS));
    return (await Promise.race([answer(call), late]))?.state ?? "good";
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
    return "good";
  }
}
