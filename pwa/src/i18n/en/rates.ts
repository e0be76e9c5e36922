import type { Widen } from "..";
import type { zh } from "../zh/rates";

export const en: Widen<typeof zh> = {
  title: "How requests are looked after",
  lead: (month) => `Requests of ${month}`,
  monthName: (year, month) => `${["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"][Number(month) - 1]} ${year}`,
  month: "Month",
  rates: { answer: "Answered in time", solved: "Solved, residents say", satisfied: "Satisfied with the case (rated afterwards)" },
  hints: {
    answer: "somebody answered within the promised time",
    solved: "of the residents who replied, those who said solved",
    satisfied: "of the residents who rated, those who were satisfied or very satisfied",
  },
  of: (count, all) => `${count} of ${all}`,
  none: "no such request",
  withheld: "withheld",
  why: (least) => `Fewer than ${least} are withheld, and so is what could be worked out from the rest.`,
  parts: "Its parts",
  noneYet: "Nothing has been published yet.",
  noneYetHint: "The numbers of a month are published once, 15 days after its end, and stay as they are.",
  released: (day) => `Published ${day}; it stays as it is. Silence is neither solved nor satisfied.`,
  apart: "This is not the resident satisfaction of the sample survey.",
  apartLink: "See resident satisfaction",
  failed: "No network: it cannot be read.",
  retry: "Try again",
};
