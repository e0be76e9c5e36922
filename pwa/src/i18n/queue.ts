import { area } from ".";
import { zh } from "./zh/queue";

export const queueWords = area(zh, () => import("./en/queue").then(({ en }) => en));
