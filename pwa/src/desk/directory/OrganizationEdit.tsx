import { Editor } from "./Editor";
import { ORGANIZATION } from "./kinds";
import { OrganizationFields } from "./OrganizationFields";

export default function OrganizationEdit() {
  return <Editor kind={ORGANIZATION} Fields={OrganizationFields} />;
}
