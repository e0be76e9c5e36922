/** One of the staff: what they may do, when they were last here, and what a manager can do about it. */
import { useSignal } from "@preact/signals";

import { Icon } from "../../components/Icon";
import { say } from "../../components/Toast";
import { Refused } from "../../data/api";
import { newId } from "../../data/ids";
import { moment } from "../../i18n/dates";
import { factorsWords } from "../../i18n/factors";
import { peopleWords } from "../../i18n/people";
import { ResetSheet } from "../factors/ResetSheet";
import { type Change, inviteAgain, type Person, readPerson } from "./data";
import { EndSheet } from "./EndSheet";
import { MoveSheet } from "./MoveSheet";
import type { Link } from "./People";

type PersonCardProps = { person: Person; onChanged: () => void; onLink: (link: Link) => void };

export function PersonCard({ person, onChanged, onLink }: PersonCardProps) {
  const w = peopleWords.value;
  const sheet = useSignal<"" | "move" | "end" | "reset">("");
  const isBusy = useSignal(false);
  const next = useSignal(newId());
  const { name, roles } = person;

  async function again(): Promise<void> {
    if (isBusy.peek()) return;
    isBusy.value = true;
    try {
      const invited = await inviteAgain(person.id, next.peek());
      next.value = newId();
      onLink({ name, invited });
    } catch (error) {
      say(error instanceof Refused ? error.message : w.failed);
    }
    isBusy.value = false;
  }
  const done = (words: string): void => {
    sheet.value = "";
    say(words);
    onChanged();
  };
  return (
    <article class="card stack person" aria-label={name}>
      <div class="between">
        <div>
          <h2>{name}</h2>
          <p class="muted">{person.username}</p>
        </div>
        <ul class="person__roles">
          {roles.map((role) => <li key={role.id} class="badge badge--line">{w.at(w.roles[role.role] ?? role.role, role.division_name)}</li>)}
          {person.elsewhere && <li class="badge badge--line">{w.elsewhere}</li>}
        </ul>
      </div>
      <p class="person__facts muted num">
        <span>{person.signed_in_at ? w.signedIn(moment(person.signed_in_at)) : w.neverSignedIn}</span>
        {person.open > 0 && <span>{w.open(person.open)}</span>}
        {!person.ended_at && <Invitation person={person} />}
        {person.ended_at && <span>{w.left(moment(person.ended_at))}</span>}
      </p>
      {!person.ended_at && (person.may_change || roles.some((role) => role.may_end)) && (
        <div class="cluster">
          {roles.some((role) => role.may_end) && <button type="button" class="btn btn--small" onClick={() => (sheet.value = "move")}>{w.move}</button>}
          {person.may_change && <button type="button" class="btn btn--small" aria-busy={isBusy.value} title={w.againHint} onClick={() => void again()}>{w.again}</button>}
          {person.may_change && person.has_factor && <button type="button" class="btn btn--small" onClick={() => (sheet.value = "reset")}>{factorsWords.value.reset}</button>}
          {person.may_change && <button type="button" class="btn btn--small" onClick={() => (sheet.value = "end")}><Icon name="sign-out" size="s" />{w.end}</button>}
        </div>
      )}
      <History id={person.id} />
      <MoveSheet person={person} open={sheet.value === "move"} onClose={() => (sheet.value = "")} onDone={done} />
      <ResetSheet person={person} open={sheet.value === "reset"} onClose={() => (sheet.value = "")} onDone={done} />
      <EndSheet person={person} open={sheet.value === "end"} onClose={() => (sheet.value = "")} onDone={done} />
    </article>
  );
}

function Invitation({ person }: { person: Person }) {
  const w = peopleWords.value;
  const until = person.invited_until;
  if (until && Date.parse(until) > Date.now()) return <span>{w.invitedUntil(moment(until))}</span>;
  return person.has_password ? null : <span>{w.invitationOver}</span>;
}

function History({ id }: { id: string }) {
  const w = peopleWords.value;
  const changes = useSignal<readonly Change[] | null>(null);
  const open = (isOpen: boolean): void => {
    if (isOpen) void readPerson(id).then((found) => (changes.value = found.changes), () => say(w.failed));
  };
  return (
    <details onToggle={(event) => open((event.currentTarget as HTMLDetailsElement).open)}>
      <summary>{w.history}</summary>
      {changes.value?.length === 0 && <p class="muted">{w.noHistory}</p>}
      <ul class="stack stack--s">
        {changes.value?.map((change) => (
          <li key={change.at + change.what}>
            <span class="muted num">{moment(change.at)}</span> {w.change(change.by_name, said(change))}
          </li>
        ))}
      </ul>
    </details>
  );
}

function said({ what, role, division_name, given, unassigned }: Change): string {
  const w = peopleWords.value;
  const about = role ? w.at(w.roles[role] ?? role, division_name) : "";
  return [`${w.changes[what] ?? what}${about ? ` ${about}` : ""}`, given || unassigned ? w.handed(given, unassigned) : ""].filter(Boolean).join(" · ");
}
