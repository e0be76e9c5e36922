/** Put in order by tapping one after the other. What stands in the list can be moved, or taken out again; every act is a
 *  button, so that fingers, keys and a voice reach it alike. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";

import { Icon } from "../../components/Icon";
import type { Option, Question } from "../../data/questionnaire";
import { surveyWords } from "../../i18n/survey";
import { ordered } from "./ordered";
import { useText } from "./texts";

type RankingProps = { question: Question; value: string[]; onAnswer: (codes: string[]) => void };

export function Ranking({ question, value, onAnswer }: RankingProps) {
  const w = surveyWords.value;
  const say = useText();
  const box = useRef<HTMLFieldSetElement>(null);
  const next = useRef(""); // where the focus goes when the buttons have moved
  const told = useSignal("");
  const order = useMemo(() => ordered(question).map((option) => option.code), [question.id]);
  const byCode = new Map((question.options ?? []).map((option) => [option.code, option]));
  const ranked = value.flatMap((code) => byCode.get(code) ?? []);
  const left = order.flatMap((code) => byCode.get(code) ?? []).filter((option) => !value.includes(option.code));
  const most = question.max ?? byCode.size;
  const isFull = ranked.length >= most;
  useLayoutEffect(() => {
    const button = next.current && box.current?.querySelector<HTMLElement>(`[data-to="${next.current}"]`);
    if (button) button.focus({ preventScroll: true });
    next.current = "";
  });

  function change(codes: string[], said: string, focus: string): void {
    next.current = focus;
    told.value = said;
    onAnswer(codes);
  }
  function add(option: Option): void {
    const isAlone = option.exclusive || ranked.some((other) => other.exclusive);
    const codes = isAlone ? [option.code] : [...ranked.map((other) => other.code), option.code];
    const after = left[left.indexOf(option) + 1] ?? left[left.indexOf(option) - 1];
    const goesOn = after && codes.length < most && !isAlone;
    change(codes, w.rankedAt(say(option.text), codes.length), goesOn ? `add-${after.code}` : `out-${option.code}`);
  }
  function move(from: number, by: -1 | 1): void {
    const codes = ranked.map((option) => option.code);
    const [code] = codes.splice(from, 1);
    if (code === undefined || from + by < 0 || from + by > codes.length) return;
    codes.splice(from + by, 0, code);
    change(codes, w.rankedAt(say(byCode.get(code)?.text ?? {}), from + by + 1), `${by < 0 ? "up" : "down"}-${code}`);
  }
  const takeOut = (option: Option): void => {
    change(ranked.filter((other) => other !== option).map((other) => other.code), w.takenOut(say(option.text)), `add-${option.code}`);
  };

  return (
    <fieldset class="answers" ref={box}>
      <legend class="hint">{question.max ? w.rankUpTo(question.max) : w.rankAll}</legend>
      {ranked.length > 0 && (
        <ol class="ranked">
          {ranked.map((option, index) => (
            <li key={option.code} class="ranked__row">
              <b class="ranked__place num" aria-hidden="true">{index + 1}</b>
              <span class="choice__t">{say(option.text)}</span>
              {ranked.length > 1 && (
                <>
                  <button type="button" class="iconbtn" data-to={`up-${option.code}`} aria-disabled={index === 0} aria-label={w.forward(say(option.text))} onClick={() => move(index, -1)}>
                    <Icon name="arrow-up" />
                  </button>
                  <button type="button" class="iconbtn" data-to={`down-${option.code}`} aria-disabled={index === ranked.length - 1} aria-label={w.backward(say(option.text))} onClick={() => move(index, 1)}>
                    <Icon name="arrow-down" />
                  </button>
                </>
              )}
              <button type="button" class="iconbtn" data-to={`out-${option.code}`} aria-label={w.takeOut(say(option.text))} onClick={() => takeOut(option)}>
                <Icon name="x" />
              </button>
            </li>
          ))}
        </ol>
      )}
      {left.map((option) => {
        const isOver = isFull && !option.exclusive && !ranked.some((other) => other.exclusive);
        return (
          <button key={option.code} type="button" class="choice ranked__add" data-to={`add-${option.code}`} aria-disabled={isOver} onClick={() => (isOver ? (told.value = w.tooMany(most)) : add(option))}>
            <span class="choice__t">
              {say(option.text)}
              {isOver && <span class="row__sub choice__sub">{w.tooMany(most)}</span>}
            </span>
          </button>
        );
      })}
      <p class="vh" role="status">{told.value}</p>
    </fieldset>
  );
}
