// The tags in JSX, for React 19, which passes attributes and listens to `on` + the event's name by itself.
// Name it once: `"types": ["@qinghe/elements/react"]` in tsconfig.json, or `import type {} from "@qinghe/elements/react"`.
import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type {
  FamilyAttributes,
  QingheEventMap,
  QingheFamily,
  QingheRecord,
  QingheScreening,
  QingheTraining,
  RecordAttributes,
  ScreeningAttributes,
  TrainingAttributes,
} from "./index.js";

type Listeners = { [Name in keyof QingheEventMap as `on${Name}`]?: (event: QingheEventMap[Name]) => void };
type Tag<Element, Attributes> = Omit<DetailedHTMLProps<HTMLAttributes<Element>, Element>, keyof Attributes> & Attributes & Listeners;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "qinghe-screening": Tag<QingheScreening, ScreeningAttributes>;
      "qinghe-training": Tag<QingheTraining, TrainingAttributes>;
      "qinghe-family": Tag<QingheFamily, FamilyAttributes>;
      "qinghe-record": Tag<QingheRecord, RecordAttributes>;
    }
  }
}
