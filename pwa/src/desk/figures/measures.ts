/** What can be shown of a row: a number, a time, or a share as "so many of so many"; and whose requests stand behind it. */
import { figuresWords } from "../../i18n/figures";
import type { Figures } from "./data";

type Share = { kind: "share"; count: (f: Figures) => number; of: (f: Figures) => number; figure: string; all: string };
type Number_ = { kind: "number"; count: (f: Figures) => number; figure: string };
type Time = { kind: "time"; seconds: (f: Figures) => number | null | undefined; figure: string };
export type Measure = Share | Number_ | Time;

export const MEASURES = {
  received: { kind: "number", count: (f) => f.received, figure: "received" },
  answer: { kind: "share", count: (f) => f.answer_owed - f.answer_late, of: (f) => f.answer_owed, figure: "answered_in_time", all: "answer_owed" },
  answerTime: { kind: "time", seconds: (f) => f.answer_seconds, figure: "answered" },
  done: { kind: "share", count: (f) => f.done_owed - f.done_late, of: (f) => f.done_owed, figure: "done_in_time", all: "done_owed" },
  doneTime: { kind: "time", seconds: (f) => f.done_seconds, figure: "done" },
  solved: { kind: "share", count: (f) => f.solved, of: (f) => f.heard, figure: "solved", all: "heard" },
  satisfied: { kind: "share", count: (f) => f.satisfied, of: (f) => f.rated, figure: "satisfied", all: "rated" },
  reopened: { kind: "number", count: (f) => f.reopened, figure: "reopened" },
  open: { kind: "number", count: (f) => f.open, figure: "open" },
  overdue: { kind: "number", count: (f) => f.overdue, figure: "overdue" },
} as const satisfies Record<string, Measure>;

export type MeasureName = keyof typeof MEASURES;
export const NAMES = Object.keys(MEASURES) as MeasureName[];

/** 12,345. */
export const plain = (n: number): string => n.toLocaleString("en-US");

/** Whole percent, but never 100 % of what is not all, nor 0 % of what is not nothing. */
export function percentOf(count: number, of: number): number {
  const rounded = Math.round((100 * count) / of);
  if (count < of && rounded === 100) return 99;
  return count > 0 && rounded === 0 ? 1 : rounded;
}

/** "3.5 小时", "40 分"; working time. */
export function timeOf(seconds: number | null | undefined): string {
  const w = figuresWords.value;
  if (seconds === null || seconds === undefined) return w.none;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? w.minutes(minutes) : w.hours((seconds / 3600).toFixed(1).replace(/\.0$/, ""));
}

/** As it stands in a cell: "41 / 46 件". */
export function said(name: MeasureName, figures: Figures): string {
  const w = figuresWords.value;
  const measure: Measure = MEASURES[name];
  if (measure.kind === "time") return timeOf(measure.seconds(figures));
  if (measure.kind === "number") return plain(measure.count(figures));
  const of = measure.of(figures);
  return of ? w.of(plain(measure.count(figures)), plain(of)) : w.none;
}
