/** Who must act: the rules as they are read, tried and changed. All throw Refused, Unreachable. */
import { answer, api } from "../../data/api";
import type { components } from "../../data/api.gen";

type Schemas = components["schemas"];
export type Rule = Schemas["RuleShown"];
export type RulePage = Schemas["RulePage"];
export type WriteRule = Schemas["WriteRule"];
export type Whose = Schemas["Whose"];
export type WouldGo = Schemas["WouldGo"];

export const LEVELS = ["community", "street", "district", "city"] as const;

export const readRules = (): Promise<RulePage> => answer(api.GET("/api/desk/rules"));

/** Where it would go. The address stands in the body: in no URL, in no log. */
export const tryOut = (body: WouldGo): Promise<Whose> => answer(api.POST("/api/responsible", { body }));

export async function saveRule(rule_id: string, body: WriteRule): Promise<void> {
  await answer(api.PUT("/api/desk/rules/{rule_id}", { params: { path: { rule_id } }, body }));
}

export async function removeRule({ id, version }: Rule): Promise<void> {
  await answer(api.DELETE("/api/desk/rules/{rule_id}", { params: { path: { rule_id: id }, query: { version } } }));
}
