/** The form of opening hours: what it shows, what it writes, and that nothing is lost in between. */
import { describe, expect, test } from "vitest";

import { UNKNOWN } from "../../../data/calendar";
import { type Rule, windowsOn } from "../../../data/hours";
import { isOvernight, readTime, withDay, withLunch, writeTimetable } from "./rules";
import { newException, newMonthly, newWeek, readTimetable } from "./timetable";

const WEEKDAYS = "MO,TU,WE,TH,FR";
const office: Rule[] = [
  { opens_at: "08:30", closes_at: "12:00", byday: WEEKDAYS },
  { opens_at: "13:30", closes_at: "17:00", byday: "MO,TU,TH,FR" },
];
const odd: Rule[] = [
  { opens_at: "09:00", closes_at: "11:00", byday: "SA", interval: 2, dtstart: "2026-01-03" },
  { opens_at: "09:00", closes_at: "11:00", byday: "1MO,3WE", freq: "MONTHLY" },
  { closed: true, byday: "MO", valid_from: "2026-07-01", valid_to: "2026-08-31" },
];

describe("reading", () => {
  test("days with the same windows are one line", () => {
    const [week] = readTimetable(office).weeks;
    expect(week?.lines).toEqual([
      { days: [0, 1, 3, 4], windows: [{ from: "8:30", until: "12:00" }, { from: "13:30", until: "17:00" }] },
      { days: [2], windows: [{ from: "8:30", until: "12:00" }] },
    ]);
  });

  test("seasons and holiday policies stand apart", () => {
    const rules: Rule[] = [
      { byday: WEEKDAYS, valid_from: "2026-06-01", valid_to: "2026-09-30" },
      { byday: WEEKDAYS, valid_from: "2026-10-01", valid_to: "2027-05-31" },
      { byday: "SA", holidays: "closed" },
    ];
    expect(readTimetable(rules).weeks.map(({ from, policy }) => [from, policy])).toEqual([["2026-06-01", "work"], ["2026-10-01", "work"], ["", "closed"]]);
  });

  test("the first Friday, the last Friday and the 15th are things of a month", () => {
    const rules: Rule[] = [
      { freq: "MONTHLY", byday: "1FR", opens_at: "14:00", closes_at: "16:00" },
      { freq: "MONTHLY", byday: "-1FR", opens_at: "14:00", closes_at: "16:00" },
      { freq: "MONTHLY", bymonthday: "15,-1", opens_at: "09:00", closes_at: "11:00" },
    ];
    expect(readTimetable(rules).monthly.map(({ nth, days, dates }) => [nth, days, dates])).toEqual([[[1], [4], []], [[-1], [4], []], [[], [], [15, -1]]]);
  });

  test("dates that are shut, and dates that are open besides, are exceptions", () => {
    const rules: Rule[] = [
      { closed: true, valid_from: "2026-02-16", valid_to: "2026-02-20", note: "装修" },
      { byday: "MO,TU,WE,TH,FR,SA,SU", holidays: "plain", valid_from: "2026-03-07", valid_to: "2026-03-07", opens_at: "09:00", closes_at: "12:00" },
    ];
    expect(readTimetable(rules).exceptions.map(({ from, windows, note }) => [from, windows, note])).toEqual([
      ["2026-02-16", [], "装修"],
      ["2026-03-07", [{ from: "9:00", until: "12:00" }], ""],
    ]);
  });
});

describe("writing", () => {
  test.each([[office], [odd], [[...odd, ...office]], [[]]])("what nobody changed is written to the letter", (rules) => {
    expect(writeTimetable(readTimetable(rules)).rules).toEqual(rules);
  });

  test("what the form cannot show outlives a change of something else", () => {
    const timetable = readTimetable([...odd, ...office]);
    const [week] = timetable.weeks;
    const changed = { ...timetable, weeks: [{ ...week!, lines: week!.lines.slice(0, 1) }] };
    const { rules } = writeTimetable(changed);
    for (const rule of odd) expect(rules).toContainEqual(rule);
    expect(rules).toHaveLength(odd.length + 2);
  });

  test("a part that was left alone keeps its own rules while another changes", () => {
    const split: Rule[] = [{ byday: "MO,TU,WE", opens_at: "09:00" }, { byday: "TH,FR", opens_at: "09:00" }];
    const timetable = readTimetable([...split, { closed: true, valid_from: "2026-02-16" }]);
    const { rules } = writeTimetable({ ...timetable, exceptions: [] });
    expect(rules).toEqual(split);
  });

  test("the hours of a working week stay one rule a window, so that a make-up workday has them", () => {
    const timetable = readTimetable([]);
    const { rules } = writeTimetable({ ...timetable, weeks: [newWeek()] });
    expect(rules).toEqual([
      { opens_at: "08:30", closes_at: "12:00", byday: WEEKDAYS },
      { opens_at: "13:30", closes_at: "17:30", byday: WEEKDAYS },
    ]);
  });

  test("another Wednesday is another Wednesday and nothing else", () => {
    const timetable = readTimetable([{ opens_at: "08:30", closes_at: "17:00", byday: WEEKDAYS }]);
    const [week] = timetable.weeks;
    const lines = withDay([...week!.lines, { days: [], windows: [{ from: "9", until: "12点半" }] }], 1, 2);
    const { rules } = writeTimetable({ ...timetable, weeks: [{ ...week!, lines }] });
    const wednesday = 20_558; // 15 April 2026
    expect([0, 1].map((more) => windowsOn(rules, UNKNOWN, wednesday - 1 + more))).toEqual([[[510, 1020]], [[540, 750]]]);
  });

  test("a month, a day without hours, an end before its beginning", () => {
    const { rules, troubles } = writeTimetable({
      ...readTimetable([]),
      monthly: [newMonthly(), { ...newMonthly(), by: "date", dates: [15] }],
      exceptions: [{ ...newException(), from: "2026-05-02", to: "2026-05-01" }],
      weeks: [{ ...newWeek(), lines: [{ days: [], windows: [{ from: "25:00", until: "" }] }] }],
    });
    expect(rules.filter((rule) => rule.freq === "MONTHLY").map(({ byday, bymonthday }) => byday ?? bymonthday)).toEqual(["1FR", "15"]);
    expect(Object.fromEntries(troubles)).toEqual({
      "week-0-line-0-days": "days",
      "week-0-line-0-from-0": "time",
      "week-0-line-0-until-0": "time",
      "except-0-to": "order",
    });
  });
});

describe("times", () => {
  test.each([
    ["8:30", "08:30"], ["830", "08:30"], ["0830", "08:30"], ["8：30", "08:30"], ["8点半", "08:30"], ["8", "08:00"], ["17点", "17:00"], ["24:00", "24:00"], ["0:00", "00:00"],
  ])("%s is understood", (typed, time) => expect(readTime(typed)).toBe(time));

  test.each(["", "25", "8:75", "2500", "早上", "8:3"])("%s is not", (typed) => expect(readTime(typed)).toBeNull());

  test("a night lasts into the next day, midnight does not", () => {
    expect(isOvernight({ from: "22:00", until: "6:00" })).toBe(true);
    expect(isOvernight({ from: "18:00", until: "0:00" })).toBe(false);
  });

  test("lunch is taken out of the window that lasts over noon", () => {
    expect(withLunch([{ from: "8:30", until: "17:30" }])).toEqual([{ from: "8:30", until: "12:00" }, { from: "13:30", until: "17:30" }]);
    expect(withLunch([{ from: "14:00", until: "17:30" }])).toHaveLength(1);
  });
});
