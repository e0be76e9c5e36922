/** What one wants to know before going: where, how much, what to bring, for whom. What nobody wrote down is said so. */
import type { ComponentChildren } from "preact";

import { Icon } from "../../components/Icon";
import { servicesWords } from "../../i18n/services";
import type { ServiceInFull } from "./full";

export function Facts({ service }: { service: ServiceInFull }) {
  const w = servicesWords.value;
  return (
    <section class="card card--flush rows" aria-label={w.facts}>
      <Fact icon="map-pin-regular" lead={service.address || w.addressUnknown}>
        {[service.away, service.entrance].filter(Boolean).join(w.comma)}
      </Fact>
      <Fact icon="hand-coins-regular" lead={feeWords(service)}>
        {service.fee !== null && service.feeNote}
      </Fact>
      <Fact icon="identification-card-regular" lead={service.documents || w.bringUnknown}>
        {service.eligibility}
      </Fact>
      {service.application && (
        <Fact icon="list-checks-regular" lead={service.application}>
          {service.wait}
        </Fact>
      )}
      {service.accessibility && <Fact icon="wheelchair-regular" lead={service.accessibility} />}
      {service.homeVisit && <Fact icon="house-line-regular" lead={w.comes} />}
      {service.certificate && <Fact icon="seal-check-duotone" lead={w.certificate(service.certificate)} />}
    </section>
  );
}

function Fact({ icon, lead, children }: { icon: string; lead: string; children?: ComponentChildren }) {
  return (
    <div class="fact">
      <Icon name={icon} />
      <div class="grow">
        <b>{lead}</b>
        {children && <p class="row__sub">{children}</p>}
      </div>
    </div>
  );
}

function feeWords({ fee, feeNote }: ServiceInFull): string {
  const w = servicesWords.value;
  if (fee === 0) return w.free;
  if (fee === null) return feeNote || w.feeUnknown;
  return w.yuan((fee / 100).toFixed(fee % 100 ? 2 : 0));
}
