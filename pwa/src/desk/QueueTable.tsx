/** The rows of the queue: a table on a desk, cards on a phone. A thousand of them stand in parts; what is far from the
 *  screen is only as high as it was, or would be. */
import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";

import { Icon } from "../components/Icon";
import { TERMS } from "../data/taxonomy.gen";
import { lang } from "../i18n";
import { deskWords } from "../i18n/desk";
import { queueWords } from "../i18n/queue";
import type { Card } from "./data";
import { Due } from "./Due";
import { current, pick, picked } from "./queue";
import { StateBadge } from "./StateBadge";

const PART = 25; // rows that come and go together
const NEAR = "1200px"; // from the screen: there before one sees it
const ROW_PX = 64; // until one was measured

/** How high a row was, on average, when rows were last measured. */
const usual = signal(ROW_PX);

/** The id of the link in the row of a request. */
export const linkOf = (card: Card): string => `open-${card.id}`;

export function QueueTable({ cards, now }: { cards: readonly Card[]; now: number }) {
  const w = deskWords.value;
  const parts = Array.from({ length: Math.ceil(cards.length / PART) }, (_, at) => cards.slice(at * PART, (at + 1) * PART));
  return (
    <div class="card card--flush queue__box">
      <table class="table queue" aria-rowcount={cards.length + 1}>
        <thead>
          <tr>
            <th><span class="vh">{queueWords.value.keys.select}</span></th>
            <th>{w.head.due}</th>
            <th>{w.head.request}</th>
            <th>{w.head.category}</th>
            <th>{w.head.place}</th>
            <th>{w.head.source}</th>
            <th>{w.head.state}</th>
            <th>{w.head.clerk}</th>
          </tr>
        </thead>
        {parts.map((part, at) => <Part key={at} cards={part} first={at * PART} now={now} />)}
      </table>
    </div>
  );
}

function Part({ cards, first, now }: { cards: readonly Card[]; first: number; now: number }) {
  const box = useRef<HTMLTableSectionElement>(null);
  const [isNear, setNear] = useState(first === 0);
  const [height, setHeight] = useState(0);
  const isShown = isNear || cards.some((card) => card.id === current.value);
  useEffect(() => {
    if (!box.current) return;
    const watch = new IntersectionObserver(([seen]) => setNear(seen?.isIntersecting ?? true), { rootMargin: NEAR });
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    const measured = isShown ? (box.current?.offsetHeight ?? 0) : 0;
    if (!measured) return;
    setHeight(measured);
    if (cards.length === PART) usual.value = measured / PART;
  });
  const gap = useRef<HTMLTableCellElement>(null);
  useEffect(() => {
    if (gap.current) gap.current.style.height = `${height || cards.length * usual.peek()}px`;
  });
  return (
    <tbody ref={box} aria-hidden={!isShown}>
      {isShown ? (
        cards.map((card, at) => <Line key={card.id} card={card} row={first + at} now={now} />)
      ) : (
        <tr class="queue__gap"><td ref={gap} colSpan={8} /></tr>
      )}
    </tbody>
  );
}

function Line({ card, row: index, now }: { card: Card; row: number; now: number }) {
  const w = deskWords.value;
  const { route } = useLocation();
  const row = useRef<HTMLTableRowElement>(null);
  const isCurrent = current.value === card.id;
  const isPicked = picked.value.has(card.id);
  const isLate = card.due_at !== null && Date.parse(card.due_at) <= now && card.state !== "resolved";
  useEffect(() => {
    if (isCurrent) row.current?.scrollIntoView({ block: "nearest" });
  }, [isCurrent]);
  const open = (): void => {
    current.value = card.id;
    route(`/desk/r/${card.id}`);
  };
  return (
    <tr ref={row} class={isLate ? "queue__late" : ""} aria-selected={isCurrent} aria-rowindex={index + 2} onClick={open}>
      <td class="queue__pick" onClick={(event) => event.stopPropagation()}>
        <label><input type="checkbox" checked={isPicked} aria-label={queueWords.value.choose(card.number)} onChange={() => pick(card.id)} /></label>
      </td>
      <td>
        {card.urgent && <span class="badge badge--bad">{w.urgent}</span>}
        {card.pressed && <span class="badge badge--bad">{queueWords.value.pressed[card.pressed]}</span>}
        <Due at={card.due_at ?? null} now={now} />
      </td>
      <td class="queue__what">
        <div class="queue__pair">
          <Thumb card={card} />
          <span class="grow">
            <a id={linkOf(card)} class="queue__title clip2" href={`/desk/r/${card.id}`} onClick={() => (current.value = card.id)}>{card.description}</a>
            <span class="small muted">{[card.number, card.address].filter(Boolean).join(" · ")}{card.photos_expected > card.photos_received && ` · ${w.photosComing(card.photos_received, card.photos_expected)}`}</span>
          </span>
        </div>
      </td>
      <td>{termName(card.category)}</td>
      <td>{card.place_name}</td>
      <td class="muted">{card.source_name || (w.source[card.source] ?? card.source)}</td>
      <td><StateBadge state={card.state} /></td>
      <td class="muted">{card.clerk_name || w.nobody}</td>
    </tr>
  );
}

/** The first photo, small; or an icon of where it came from. */
function Thumb({ card }: { card: Card }) {
  if (!card.first_photo) return <span class="photo queue__photo queue__none"><Icon name="chat-text" size="s" /></span>;
  return (
    <img
      class="photo queue__photo"
      src={`/api/requests/${card.id}/photos/${card.first_photo}/400`}
      alt={deskWords.value.photos(card.photos_received)}
      loading="lazy"
      width="40"
      height="40"
    />
  );
}

/** The one name of a category. */
export function termName(code: string): string {
  const term = TERMS.find((one) => one.code === code);
  return term ? (lang.value === "en" ? term.en : term.zh) : code;
}
