/** The rows of the queue: a table on a desk, cards on a phone. */
import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";

import { Icon } from "../components/Icon";
import { TERMS } from "../data/taxonomy.gen";
import { lang } from "../i18n";
import { deskWords } from "../i18n/desk";
import type { Card } from "./data";
import { Due } from "./Due";
import { current } from "./queue";
import { StateBadge } from "./StateBadge";

/** The id of the link in the row of a request. */
export const linkOf = (card: Card): string => `open-${card.id}`;

export function QueueTable({ cards, now }: { cards: readonly Card[]; now: number }) {
  const w = deskWords.value;
  return (
    <div class="card card--flush queue__box">
      <table class="table queue">
        <thead>
          <tr>
            <th>{w.head.due}</th>
            <th>{w.head.request}</th>
            <th>{w.head.category}</th>
            <th>{w.head.place}</th>
            <th>{w.head.state}</th>
            <th>{w.head.clerk}</th>
          </tr>
        </thead>
        <tbody>
          {cards.map((card) => (
            <Line key={card.id} card={card} now={now} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ card, now }: { card: Card; now: number }) {
  const w = deskWords.value;
  const { route } = useLocation();
  const row = useRef<HTMLTableRowElement>(null);
  const isChosen = current.value === card.id;
  useEffect(() => {
    if (isChosen) row.current?.scrollIntoView({ block: "nearest" });
  }, [isChosen]);
  const open = (): void => {
    current.value = card.id;
    route(`/desk/r/${card.id}`);
  };
  return (
    <tr ref={row} aria-selected={isChosen} onClick={open}>
      <td>
        {card.urgent && <span class="badge badge--bad">{w.urgent}</span>}
        <Due at={card.due_at ?? null} now={now} />
      </td>
      <td class="queue__what">
        <div class="queue__pair">
          <Thumb card={card} />
          <span class="grow">
            <a id={linkOf(card)} class="queue__title clip2" href={`/desk/r/${card.id}`} onClick={() => (current.value = card.id)}>{card.description}</a>
            <span class="small muted">{card.number}{card.photos_expected > card.photos_received && ` · ${w.photosComing(card.photos_received, card.photos_expected)}`}</span>
          </span>
        </div>
      </td>
      <td>{termName(card.category)}</td>
      <td>{card.place_name}</td>
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
