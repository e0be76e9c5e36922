/** A survey's questionnaire with the server. All throw Refused, Unreachable. */
import { answer, api } from "../../../data/api";
import type { components } from "../../../data/api.gen";
import type { Questionnaire } from "./editing";

export type Held = components["schemas"]["QuestionnaireShown"];
export type Saved = components["schemas"]["QuestionnaireSaved"];
export type Reviewed = components["schemas"]["QuestionnaireReviewed"];

const at = (wave_id: string) => ({ path: { wave_id } });

export const readHeld = (wave: string): Promise<Held> => answer(api.GET("/api/desk/waves/{wave_id}/questionnaire", { params: at(wave) }));

/** `version`: the one that was read. Refused 412: there is another; 409: the survey is open. */
export const save = (wave: string, body: Questionnaire, version: number): Promise<Saved> =>
  answer(api.PUT("/api/desk/waves/{wave_id}/questionnaire", { params: { ...at(wave), header: { "If-Match": `"${version}"` } }, body }));

/** A file, looked through; nothing is kept. */
export const review = (wave: string, body: Record<string, unknown>): Promise<Reviewed> =>
  answer(api.POST("/api/desk/waves/{wave_id}/questionnaire/check", { params: at(wave), body }));
