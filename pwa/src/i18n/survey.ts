import { area } from ".";
import { zh } from "./zh/survey";

export const surveyWords = area(zh, async () => (await import("./en/survey")).en);
