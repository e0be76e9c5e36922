/** What providers propose about their own entries, and the links by which they do. */
import { signal } from "@preact/signals";

import { answer, api } from "../../../data/api";
import type { components } from "../../../data/api.gen";

type Schemas = components["schemas"];
export type Proposal = Schemas["ProposalForDesk"];
export type Shown = "open" | "accepted" | "declined";
export type Link = Schemas["LinkShown"];
export type NewLink = Schemas["LinkMade"];

/** How many wait, for the row of pages; null: not known yet. */
export const openProposals = signal<number | null>(null);

const FRESH_MS = 60_000;
let countedAt = 0;

/** A page of a state. Throws Refused, Unreachable; as all below. */
export async function readProposals(state: Shown, cursor: string | null): Promise<Schemas["ProposalPage"]> {
  const page = await answer(api.GET("/api/desk/proposals", { params: { query: { state, ...(cursor && { cursor }) } } }));
  openProposals.value = page.open;
  return page;
}

/** Counts again, at most once a minute: the number stands on every page of the directory. */
export function countProposals(now = Date.now()): void {
  if (now - countedAt < FRESH_MS) return;
  countedAt = now;
  readProposals("open", null).catch(() => (countedAt = 0));
}

/** Publishes it. Refused with 412 when the entry is another than the one it was compared with. */
export async function acceptProposal({ id, version }: Proposal, words: string): Promise<void> {
  const header = { "If-Match": `"${version}"` };
  await answer(api.PUT("/api/desk/proposals/{proposal_id}/accepted", { params: { path: { proposal_id: id }, header }, body: { answer: words.trim() } }));
}

export async function declineProposal({ id }: Proposal, words: string): Promise<void> {
  await answer(api.PUT("/api/desk/proposals/{proposal_id}/declined", { params: { path: { proposal_id: id } }, body: { answer: words.trim() } }));
}

const at = (organization: string, link: string) => ({ params: { path: { organization_id: organization, link_id: link } } });

export async function readLinks(organization: string): Promise<Link[]> {
  return (await answer(api.GET("/api/desk/organizations/{organization_id}/links", { params: { path: { organization_id: organization } } }))).items;
}

/** The same id again is the same link: a lost answer is given once more. */
export async function makeLink(organization: string, id: string): Promise<NewLink> {
  return answer(api.PUT("/api/desk/organizations/{organization_id}/links/{link_id}", at(organization, id)));
}

export async function endLink(organization: string, id: string): Promise<void> {
  await answer(api.PUT("/api/desk/organizations/{organization_id}/links/{link_id}/ended", at(organization, id)));
}
