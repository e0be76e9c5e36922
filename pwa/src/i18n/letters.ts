import { area } from ".";
import { zh } from "./zh/letters";

export const lettersWords = area(zh, () => import("./en/letters").then((words) => words.en));
