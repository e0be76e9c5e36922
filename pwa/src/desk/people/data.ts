/** The staff of one's part of the network, and what is done about them. Each call throws Refused or Unreachable. */
import { answer, api } from "../../data/api";
import type { components } from "../../data/api.gen";
import { me } from "../../data/session";

type Schemas = components["schemas"];
export type Person = Schemas["PersonShown"];
export type People = Schemas["StaffList"];
export type Change = Schemas["ChangeShown"];
export type Handed = Schemas["Handed"];
export type Invited = Schemas["Invited"];
export type ForInvited = Schemas["ForInvited"];
export type Heir = Schemas["Heir"];
export type Invite = Schemas["Invite"];
export type Given = Invite["role"];
export type Show = "working" | "ended";

const GIVEN: readonly Given[] = ["clerk", "call_taker", "manager", "interviewer", "auditor"];

/** The roles that this manager may give: who counts the survey is the city's to appoint. */
export function rolesToGive(): Given[] {
  const isCity = me.value?.rights.some(({ role, level }) => role === "manager" && level === "city");
  return isCity ? [...GIVEN, "statistician"] : [...GIVEN];
}

/** The divisions that they manage. */
export const managed = (): { code: string; name: string }[] =>
  (me.value?.rights ?? []).filter(({ role }) => role === "manager").map(({ division, division_name }) => ({ code: division ?? "", name: division_name }));

/** Whether a division lies in what they manage: zeros at the end of a code stand for everything below it. */
export const isMine = (code: string): boolean => managed().some((mine) => code.startsWith(mine.code.replace(/(0{3}){0,2}$/, "").replace(/^(\d{4})00$/, "$1")));

export function findPeople(q: string, show: Show, cursor: string): Promise<People> {
  return answer(api.GET("/api/desk/people", { params: { query: { q, show, cursor } } }));
}

/** One of them, with what was done about them, and who could take over from them. */
export function readPerson(id: string): Promise<Schemas["PersonWithChanges"]> {
  return answer(api.GET("/api/desk/people/{person_id}", { params: { path: { person_id: id } } }));
}

/** The same id and words again are the same invitation. */
export function invite(id: string, body: Invite): Promise<Invited> {
  return answer(api.PUT("/api/desk/people/{person_id}", { params: { path: { person_id: id } }, body }));
}

export function inviteAgain(person: string, id: string): Promise<Invited> {
  return answer(api.PUT("/api/desk/people/{person_id}/invitations/{invitation_id}", { params: { path: { person_id: person, invitation_id: id } } }));
}

export function giveRole(person: string, grant: string, body: Schemas["GiveRole"]): Promise<Handed> {
  return answer(api.PUT("/api/desk/people/{person_id}/grants/{grant_id}", { params: { path: { person_id: person, grant_id: grant } }, body }));
}

export function endPerson(person: string, to: string): Promise<Handed> {
  return answer(api.PUT("/api/desk/people/{person_id}/ended", { params: { path: { person_id: person } }, body: { to: to || null } }));
}

/** The key stands behind the # of the link, which no server is sent; it leaves as a header only. */
export const keyHere = (): string => location.hash.slice(1);
const withKey = () => ({ "Linli-Key": keyHere() });

export function readInvitation(): Promise<ForInvited> {
  return answer(api.GET("/api/invitation", { headers: withKey() }));
}

export async function takeUp(password: string): Promise<void> {
  await answer(api.PUT("/api/invitation", { headers: withKey(), body: { password } }));
}
