/** One certificate: whose, what for, until when, and how it stands. */
import { Icon } from "../../../components/Icon";
import { date, moment } from "../../../i18n/dates";
import { directoryWords } from "../../../i18n/directory";
import { type Certificate, type CertificateState, pageOf } from "./certificates";

const LOOK: Record<Certificate["standing"], string> = { valid: "good", not_yet: "wait", expired: "bad", suspended: "wait", revoked: "bad", listed: "line" };

type CardProps = { certificate: Certificate; isBusy: boolean; onMove: (to: CertificateState) => void };

export function Card({ certificate, isBusy, onMove }: CardProps) {
  const { certificates: w } = directoryWords.value;
  const { number, state, standing, may_issue: mayIssue } = certificate;
  return (
    <article class="card stack" aria-busy={isBusy}>
      <div class="between">
        <h2 class="mistake__name num">{number}</h2>
        <span class={`badge badge--${LOOK[standing]}`}>{w.standings[standing]}</span>
      </div>
      <p>
        <a href={`/desk/directory/o/${certificate.organization}`}>{certificate.organization_name}</a>
        {` · ${[certificate.kind, certificate.grade && w.gradeOf(certificate.grade)].filter(Boolean).join(" · ")}`}
      </p>
      <p class="num">{w.days(date(certificate.issued_on, true), date(certificate.expires_on, true))}</p>
      {certificate.reason && <p>{w.because(certificate.reason)}</p>}
      <p class="small muted">{w.by(certificate.changed_by_name || directoryWords.value.history.system, moment(certificate.changed_at))}</p>
      <div class="cluster">
        <a class="btn btn--small" href={pageOf(number)} target="_blank" rel="noopener">
          <Icon name="qr-code-regular" size="s" />
          {w.page}
        </a>
        {mayIssue && state === "active" && standing !== "expired" && <button type="button" class="btn btn--small" onClick={() => onMove("suspended")}>{w.suspend}</button>}
        {mayIssue && state === "suspended" && <button type="button" class="btn btn--small" onClick={() => onMove("active")}>{w.resume}</button>}
        {mayIssue && state !== "revoked" && <button type="button" class="btn btn--small" onClick={() => onMove("revoked")}>{w.revoke}</button>}
      </div>
    </article>
  );
}
