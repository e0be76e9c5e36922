/** The guided cases, and how far one is. Each call throws Refused or Unreachable. */
import { answer, api } from "../../data/api";
import type { components } from "../../data/api.gen";

export type Practice = components["schemas"]["Practice"];
export type Case = components["schemas"]["CaseSeen"];

/** The sheets of paper for residents, one a tab. */
export const GUIDES = ["services", "help", "survey", "me"] as const;

export const isDone = ({ goals }: Case): boolean => goals.every(({ at }) => at !== null);

export async function readPractice(): Promise<Practice> {
  return answer(api.GET("/api/desk/practice"));
}

/** The made-up resident asks for help, or answers what was asked back. */
export async function goOn(code: string): Promise<Case> {
  return answer(api.POST("/api/desk/practice/{case}", { params: { path: { case: code } } }));
}
