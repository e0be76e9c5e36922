import { Editor } from "./Editor";
import { LOCATION } from "./kinds";
import { LocationFields } from "./LocationFields";

export default function LocationEdit() {
  return <Editor kind={LOCATION} Fields={LocationFields} />;
}
