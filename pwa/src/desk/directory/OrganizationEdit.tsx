import { Editor } from "./Editor";
import { ORGANIZATION } from "./kinds";
import { OrganizationFields } from "./OrganizationFields";
import { Links } from "./proposals/Links";

export default function OrganizationEdit() {
  return <Editor kind={ORGANIZATION} Fields={OrganizationFields} After={Links} />;
}
