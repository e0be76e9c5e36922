/** Certificates on the desk: read by state, issued, suspended, revoked. */
import { signal } from "@preact/signals";

import { answer, api } from "../../../data/api";
import type { components } from "../../../data/api.gen";

export type Certificate = components["schemas"]["CertificateShown"];
export type CertificateState = Certificate["state"];
export type Show = "valid" | "ending" | "over" | "stopped" | "all";
export type Paper = components["schemas"]["IssueCertificate"] & { number: string };
type Page = components["schemas"]["CertificatePage"];

/** How many end within a month, for the row of pages; null: not known yet. */
export const endingCertificates = signal<number | null>(null);

const FRESH_MS = 60_000;
let countedAt = 0;

/** A page of a list. Throws Refused, Unreachable; as all below. */
export async function readCertificates(show: Show, cursor: string | null): Promise<Page> {
  const page = await answer(api.GET("/api/desk/certificates", { params: { query: { show, ...(cursor && { cursor }) } } }));
  endingCertificates.value = page.ending;
  return page;
}

/** Counts again, at most once a minute: the number stands on every page of the directory. */
export function countEnding(now = Date.now()): void {
  if (now - countedAt < FRESH_MS) return;
  countedAt = now;
  readCertificates("ending", null).catch(() => (countedAt = 0));
}

/** The same again is the same certificate. Refused with 409 when the number is another's. */
export async function issueCertificate({ number, ...body }: Paper): Promise<Certificate> {
  return answer(api.PUT("/api/desk/certificates/{number}", { params: { path: { number: number.trim() } }, body }));
}

/** Refused with 409 when somebody was faster. */
export async function moveCertificate({ number, version }: Certificate, state: CertificateState, reason: string): Promise<Certificate> {
  const body = { state, version, reason: reason.trim() };
  return answer(api.PUT("/api/desk/certificates/{number}/state", { params: { path: { number } }, body }));
}

/** Where everybody sees it, and from where it is printed. */
export const pageOf = (number: string): string => `/c/${encodeURIComponent(number)}`;
