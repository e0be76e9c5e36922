/** What a whole number asked before: looked up apart from the words, for that is written down. */
import { Banner } from "../components/Banner";
import { moment } from "../i18n/dates";
import { queueWords } from "../i18n/queue";
import type { Caller } from "./data";
import { termName } from "./QueueTable";
import { StateBadge } from "./StateBadge";

/** A mobile number or a landline with its area code, however it is grouped. */
const WHOLE = /^(\+?86)?(1[3-9]\d{9}|0\d{9,11})$/;

export const isPhone = (words: string): boolean => WHOLE.test(words.replace(/[\s-]/g, ""));

/** 138****0001. */
const masked = (phone: string): string => phone.replace(/[\s-]/g, "").replace(/^(\+?86)?(\d{3})\d+(\d{4})$/, "$2****$3");

export function ByPhone({ phone, found }: { phone: string; found: Caller }) {
  const w = queueWords.value;
  return (
    <section class="card stack" aria-label={w.byPhone(masked(phone))}>
      <h2>{w.byPhone(masked(phone))}</h2>
      {found.items.length === 0 && <p>{w.byPhoneNone}</p>}
      <ul class="rows">
        {found.items.map((item) => (
          <li key={item.id}>
            <a class="row" href={`/desk/r/${item.id}`}>
              <span class="row__body">
                <span class="row__title">{termName(item.category)} <StateBadge state={item.state} /></span>
                <span class="row__sub num">{item.number} · {item.place_name} · {moment(item.sent_at)}</span>
              </span>
            </a>
          </li>
        ))}
      </ul>
      <Banner kind="info">{w.byPhoneNote}</Banner>
    </section>
  );
}
