/** Before anything else: danger is not written, it is called. The city's numbers, in its order. */
import { Icon } from "../../components/Icon";
import { city } from "../../data/city";
import { helpWords } from "../../i18n/help";

export function DangerLine() {
  if (city.emergency.length === 0) return null;
  return (
    <p class="danger">
      <Icon name="warning" weight="fill" />
      <span>
        {helpWords.value.danger}{" "}
        <span class="nowrap">
          {city.emergency.map(({ number }, index) => (
            <span key={number}>
              {index > 0 && " / "}
              <a href={`tel:${number}`}>{number}</a>
            </span>
          ))}
        </span>
      </span>
    </p>
  );
}
