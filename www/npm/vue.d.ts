// The tags in templates of Vue 3. Tell the compiler that they are no components of yours:
// `compilerOptions: { isCustomElement: (tag) => tag.startsWith("qinghe-") }`.
import type { DefineComponent } from "vue";
import type { FamilyAttributes, QingheEventMap, RecordAttributes, ScreeningAttributes, TrainingAttributes } from "./index.js";

type Camel<Name extends string> = Name extends `${infer First}-${infer Rest}` ? `${First}${Capitalize<Rest>}` : Name;
type Listeners = { [Name in keyof QingheEventMap as `on${Capitalize<Camel<Name>>}`]?: (event: QingheEventMap[Name]) => void };

declare module "vue" {
  interface GlobalComponents {
    "qinghe-screening": DefineComponent<ScreeningAttributes & Listeners>;
    "qinghe-training": DefineComponent<TrainingAttributes & Listeners>;
    "qinghe-family": DefineComponent<FamilyAttributes & Listeners>;
    "qinghe-record": DefineComponent<RecordAttributes & Listeners>;
  }
}
