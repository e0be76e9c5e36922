/** Who works here? Invited, moved and ended by the managers of this part of the network. */
import "../../screens/help/form.css";
import "./people.css";

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Banner } from "../../components/Banner";
import { Empty } from "../../components/Empty";
import { Field } from "../../components/Field";
import { Icon } from "../../components/Icon";
import { SkeletonRows } from "../../components/Skeleton";
import { Refused } from "../../data/api";
import { me } from "../../data/session";
import { peopleWords } from "../../i18n/people";
import { RadioChips } from "../../screens/help/RadioChips";
import { Frame } from "../Frame";
import { findPeople, type Invited, type Person, type Show } from "./data";
import { InviteSheet } from "./InviteSheet";
import { LinkSheet } from "./LinkSheet";
import { PersonCard } from "./PersonCard";

const SHOWS: readonly Show[] = ["working", "ended"];
export type Link = { name: string; invited: Invited };

export default function People() {
  const w = peopleWords.value;
  const show = useSignal<Show>("working");
  const q = useSignal("");
  const items = useSignal<readonly Person[] | null>(null);
  const cursor = useSignal("");
  const trouble = useSignal("");
  const isInviting = useSignal(false);
  const link = useSignal<Link | null>(null);

  async function load(from = ""): Promise<void> {
    const asked = `${show.peek()} ${q.peek()}`;
    try {
      const page = await findPeople(q.peek().trim(), show.peek(), from);
      if (asked !== `${show.peek()} ${q.peek()}`) return; // something else was asked meanwhile
      items.value = from ? [...(items.peek() ?? []), ...page.items] : page.items;
      cursor.value = page.next_cursor ?? "";
      trouble.value = "";
    } catch (error) {
      if (error instanceof Refused && error.status === 401) me.value = null;
      trouble.value = error instanceof Refused && error.status === 403 ? w.notManager : w.failed;
    }
  }
  useEffect(() => {
    if (me.value?.kind !== "staff") return;
    const timer = setTimeout(() => void load(), q.value ? 200 : 0);
    return () => clearTimeout(timer);
  }, [show.value, q.value]);

  const shown = (made: Link): void => {
    isInviting.value = false;
    link.value = made;
    void load();
  };
  return (
    <Frame title={w.title} at="people">
      <div class="desk__head">
        <h1>{w.title}</h1>
        <span class="grow" />
        <button type="button" class="btn btn--primary btn--small" onClick={() => (isInviting.value = true)}><Icon name="plus" size="s" />{w.invite}</button>
      </div>
      <p class="muted people__lead">{w.lead}</p>
      <div class="people__top">
        <Field id="people-q" label={w.search}>
          {(control) => <input class="input" type="search" maxLength={80} {...control} value={q.value} onInput={(event) => (q.value = event.currentTarget.value)} />}
        </Field>
        <RadioChips name="people-show" legend={w.shows} hideLegend look="seg" options={SHOWS.map((value) => ({ value, label: w.show[value] }))} value={show.value} onChange={(value) => (show.value = value)} />
      </div>
      {trouble.value && <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void load()}>{w.retry}</button>}>{trouble.value}</Banner>}
      {!items.value && !trouble.value && <SkeletonRows rows={5} />}
      {items.value?.length === 0 && <Empty art="row" title={w.none} />}
      <ul class="stack people">
        {items.value?.map((person) => (
          <li key={person.id}><PersonCard person={person} onChanged={() => void load()} onLink={shown} /></li>
        ))}
      </ul>
      {cursor.value && <button type="button" class="btn" onClick={() => void load(cursor.peek())}>{w.more}</button>}
      <InviteSheet open={isInviting.value} onClose={() => (isInviting.value = false)} onMade={shown} />
      <LinkSheet link={link.value} onClose={() => (link.value = null)} />
    </Frame>
  );
}
