// Uses everything that the types promise, and everything that they must refuse. Compiled only, never run.
import { QingheFamily, QingheRecord, QingheScreening, QingheTraining, define, version } from "@qinghe/elements";
import type {
  ErrorCode,
  FamilyAttributes,
  FrameAttributes,
  QingheEventMap,
  RecordAttributes,
  ScreeningAttributes,
  TagName,
  TrainingAttributes,
} from "@qinghe/elements";
import "@qinghe/elements/define";
import { load } from "@qinghe/elements/headless";
import type { BatteryInfo, Files, Headless, InstrumentInfo, Problem, Scored, Tier, Who } from "@qinghe/elements/headless";
import type {} from "@qinghe/elements/react";
import type {} from "@qinghe/elements/vue";
import type { GlobalComponents } from "vue";

define();
define(["qinghe-screening", "qinghe-family"] satisfies TagName[]);
// @ts-expect-error: no such tag
define(["qinghe-desk"]);
const said: string = version + QingheScreening.version + QingheTraining.version + QingheFamily.version + QingheRecord.version;
// @ts-expect-error: fixed
QingheScreening.version = said;

const screening: QingheScreening = document.createElement("qinghe-screening");
const training: QingheTraining = document.createElement("qinghe-training");
const family: QingheFamily = document.createElement("qinghe-family");
const record: QingheRecord = document.querySelector("qinghe-record") ?? new QingheRecord();
document.body.append(screening, training, family, record, new QingheScreening(), new QingheTraining(), new QingheFamily());

screening.addEventListener("qinghe-ready", (event) => event.detail satisfies null);
screening.addEventListener("qinghe-progress", (event) => event.detail satisfies null);
screening.addEventListener("qinghe-finished", (event) => event.detail satisfies null);
screening.addEventListener("qinghe-help", (event) => event.detail satisfies null);
training.addEventListener("qinghe-left", (event) => event.detail satisfies null);
document.addEventListener("qinghe-error", (event) => {
  const code: ErrorCode = event.detail.code;
  // @ts-expect-error: no such code
  return code === "tier";
});
window.addEventListener("qinghe-finished", (event: QingheEventMap["qinghe-finished"]) => event.preventDefault());
// @ts-expect-error: the result is nobody's here
screening.addEventListener("qinghe-finished", (event) => event.detail.tier);

const frame: FrameAttributes = { gateway: "https://xinli.school.edu.cn", lang: "en", loading: "lazy" };
const one: ScreeningAttributes = { ...frame, battery: "mood-and-anxiety", token: "e30.e30.AA", mount: "inline" };
const two: TrainingAttributes = { ...frame, token: "e30.e30.AA", stage: "J", shared: true };
const three: FamilyAttributes & RecordAttributes = { ...frame, shared: "" };
// @ts-expect-error: the token is missing
const four: ScreeningAttributes = { ...frame, battery: "mood-and-anxiety" };
// @ts-expect-error: no such stage
const five: TrainingAttributes = { ...frame, stage: "K" };

export const Page = () => (
  <main>
    <qinghe-screening {...one} id="here" className="wide" onqinghe-finished={(event) => event.detail satisfies null} onqinghe-error={({ detail }) => detail.code satisfies ErrorCode} />
    <qinghe-training {...two} onqinghe-left={() => {}} />
    <qinghe-family {...three} />
    <qinghe-record {...three} ref={(tag) => void (tag satisfies QingheRecord | null)} />
    {/* @ts-expect-error: a screening needs a battery and a token */}
    <qinghe-screening gateway="https://xinli.school.edu.cn" />
    {/* @ts-expect-error: nothing is told with it */}
    <qinghe-screening {...one} onqinghe-finished={(event) => event.detail.tier} />
  </main>
);

type Props<Name extends keyof GlobalComponents> = InstanceType<GlobalComponents[Name]>["$props"];
export const vue: Props<"qinghe-screening"> = { ...one, onQingheFinished: (event) => event.detail satisfies null };
export const others: [Props<"qinghe-training">, Props<"qinghe-family">, Props<"qinghe-record">] = [two, three, three];
export const unused = [four, five];

export async function scored(files: Files): Promise<Tier> {
  const engine: Headless = await load(files);
  const [one]: InstrumentInfo[] = engine.instruments();
  const [whole]: BatteryInfo[] = engine.batteries();
  const problems: Problem[] = engine.validate(one!.id, [0, null]);
  const who: Who = { age: 15, sex: "female", grade: 9 };
  const { scores, critical }: Scored = engine.score(one!.id, one!.items.map(({ values }) => values[0] ?? null), who);
  // @ts-expect-error: there may be no score
  const sum: number = scores[0]!.value;
  // @ts-expect-error: skipped is null
  engine.validate(one!.id, [undefined]);
  engine.validateBattery(whole!.id, { "phq-9": [0, null, undefined] })[0]?.instrument satisfies string | undefined;
  const told: string = await engine.explain(one!.id, "en");
  return engine.tier(whole!.id, {}, { who, quick: { "phq-9": [true] }, earlier: { "phq-9/total": sum + told.length + problems.length + Number(critical) } }).tier;
}
