import { area } from ".";
import { zh } from "./zh/tasks";

export const tasksWords = area(zh, async () => (await import("./en/tasks")).en);
