/** Who holds which certificate: by state, with what ends soon first; issuing, suspending, revoking. */
import "../../../screens/help/form.css";

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Banner } from "../../../components/Banner";
import { Empty } from "../../../components/Empty";
import { Icon } from "../../../components/Icon";
import { SkeletonRows } from "../../../components/Skeleton";
import { say } from "../../../components/Toast";
import { Refused } from "../../../data/api";
import { me } from "../../../data/session";
import { civilDay } from "../../../i18n/dates";
import { directoryWords } from "../../../i18n/directory";
import { RadioChips } from "../../../screens/help/RadioChips";
import { Frame } from "../../Frame";
import type { Errors } from "../editing";
import { Sections } from "../Sections";
import { Card } from "./Card";
import { type Certificate, type CertificateState, endingCertificates, issueCertificate, moveCertificate, type Paper, readCertificates, type Show } from "./certificates";
import { IssueForm } from "./IssueForm";
import { MoveSheet, type Stop } from "./MoveSheet";

const SHOWS: readonly Show[] = ["valid", "ending", "over", "stopped", "all"];
const YEAR_MS = 365 * 86_400_000;

export default function Certificates() {
  const { certificates: w, edit, sections, list, troubles } = directoryWords.value;
  const show = useSignal<Show>("valid");
  const items = useSignal<readonly Certificate[] | null>(null);
  const cursor = useSignal<string | null>(null);
  const paper = useSignal<Paper | null>(null); // being written
  const errors = useSignal<Errors>(new Map());
  const stop = useSignal<Stop | null>(null);
  const isBusy = useSignal(false);
  const trouble = useSignal("");
  const mayIssue = me.value?.rights.some(({ role }) => role === "manager") ?? false;

  async function load(from: string | null = null): Promise<void> {
    const wanted = show.peek();
    try {
      const page = await readCertificates(wanted, from);
      if (wanted !== show.peek()) return; // another was chosen meanwhile
      items.value = from ? [...(items.peek() ?? []), ...page.items] : page.items;
      cursor.value = page.next_cursor;
      trouble.value = "";
    } catch (error) {
      trouble.value = edit.failed;
      if (error instanceof Refused && error.status === 401) me.value = null;
    }
  }
  useEffect(() => {
    items.value = null;
    if (me.value?.kind === "staff") void load();
  }, [show.value]);

  const begin = (): void => {
    errors.value = new Map();
    paper.value = { organization: "", number: "", kind: "", grade: "", issued_on: civilDay(Date.now()), expires_on: civilDay(Date.now() + YEAR_MS) };
  };
  async function issue(): Promise<void> {
    const written = paper.peek();
    if (!written || isBusy.peek()) return;
    const missing = (["organization", "number", "kind", "issued_on", "expires_on"] as const).filter((name) => !written[name].trim());
    errors.value = new Map(missing.map((name) => [`f-${name}`, troubles.required]));
    if (missing[0]) return void document.getElementById(`f-${missing[0]}`)?.focus();
    isBusy.value = true;
    try {
      const { number } = await issueCertificate(written);
      paper.value = null;
      say(w.said.issued(number));
      await load();
    } catch (error) {
      const told = error instanceof Refused ? (error.problem.errors ?? []) : [];
      errors.value = new Map(told.map(({ field, message }) => [`f-${field}`, message]));
      if (error instanceof Refused && error.status === 409) errors.value = new Map([["f-number", w.taken]]);
      else if (!told.length) say(error instanceof Refused ? error.message : edit.failed);
    }
    isBusy.value = false;
  }
  async function move(certificate: Certificate, to: CertificateState, reason = ""): Promise<void> {
    isBusy.value = true;
    try {
      await moveCertificate(certificate, to, reason);
      say(w.said[to](certificate.number));
    } catch (error) {
      say(error instanceof Refused ? error.message : edit.failed);
    }
    isBusy.value = false;
    await load();
  }

  return (
    <Frame title={sections.certificates} at="directory">
      <div class="desk__head">
        <h1>{sections.label}</h1>
        <span class="grow" />
        {mayIssue && !paper.value && <button type="button" class="btn btn--primary" onClick={begin}><Icon name="plus" size="s" />{w.add}</button>}
      </div>
      <Sections />
      {paper.value && <IssueForm paper={paper.value} errors={errors.value} isBusy={isBusy.value} onChange={(part) => paper.value && (paper.value = { ...paper.value, ...part })} onSubmit={() => void issue()} onClose={() => (paper.value = null)} />}
      <div class="shows">
        <RadioChips name="certificates-show" legend={list.state} hideLegend options={SHOWS.map((value) => ({ value, label: w.shows[value] }))} value={show.value} onChange={(value) => (show.value = value)} />
      </div>
      {show.value === "valid" && !!endingCertificates.value && <Banner kind="info" action={<button type="button" class="textbtn" onClick={() => (show.value = "ending")}>{w.look}</button>}>{w.ending(endingCertificates.value)}</Banner>}
      {trouble.value && <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void load()}>{edit.retry}</button>}>{trouble.value}</Banner>}
      {!items.value && !trouble.value && <SkeletonRows rows={5} />}
      {items.value?.length === 0 && <Empty art="row" title={w.empty[show.value]}>{w.emptyHint}</Empty>}
      {items.value && items.value.length > 0 && (
        <ul class="stack mistakes">
          {items.value.map((certificate) => (
            <li key={certificate.number}>
              <Card certificate={certificate} isBusy={isBusy.value} onMove={(to) => (to === "active" ? void move(certificate, to) : (stop.value = { certificate, to }))} />
            </li>
          ))}
        </ul>
      )}
      {cursor.value && <button type="button" class="btn" onClick={() => void load(cursor.value)}>{list.more}</button>}
      <MoveSheet stop={stop.value} onClose={() => (stop.value = null)} onMove={({ certificate, to }, reason) => void move(certificate, to, reason)} />
    </Frame>
  );
}
