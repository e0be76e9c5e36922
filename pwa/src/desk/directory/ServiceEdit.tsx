import { Editor } from "./Editor";
import { SERVICE } from "./kinds";
import { Preview } from "./Preview";
import { ServiceFields } from "./ServiceFields";

export default function ServiceEdit() {
  return <Editor kind={SERVICE} Fields={ServiceFields} Preview={Preview} />;
}
