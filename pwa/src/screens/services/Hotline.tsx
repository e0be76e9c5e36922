/** The telephone, never more than one tap away: a full way in, not a fallback. Below it who else answers. */
import { Icon } from "../../components/Icon";
import { city, inWords } from "../../data/city";
import { servicesWords } from "../../i18n/services";

export function Hotline({ large }: { large: boolean }) {
  const w = servicesWords.value;
  if (large) {
    return (
      <a class="hotline hotline--first" href={`tel:${city.hotline}`}>
        <Icon name="phone-call" weight="fill" size="l" />
        <span class="grow">
          <span class="hotline__for">{w.hotlineFor}</span>
          <b class="num">{city.hotline}</b>
        </span>
        <Icon name="caret-right" weight="bold" />
      </a>
    );
  }
  return (
    <a class="hotline" href={`tel:${city.hotline}`}>
      <span class="door door--s">
        <Icon name="phone-call" weight="fill" />
      </span>
      <span class="grow">
        <b class="num">{city.hotline}</b>
        <span class="row__sub">{w.hotlineFor}</span>
      </span>
      <span class="textbtn">{w.callShort}</span>
    </a>
  );
}

export function OtherLines() {
  const w = servicesWords.value;
  const first = city.lines[0];
  return (
    <p class="small muted other-lines">
      {first && (
        <>
          {w.lineFor(inWords(first.name))} <a class="nowrap" href={`tel:${first.number}`}>{first.number}</a>
          {w.andInDanger}
        </>
      )}
      {city.emergency.map(({ number }) => number).sort().map((number, index) => (
        <>
          {index > 0 && w.listComma}
          <a key={number} class="nowrap" href={`tel:${number}`}>{number}</a>
        </>
      ))}
      {w.fullStop}
    </p>
  );
}
