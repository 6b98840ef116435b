// Scoring without a screen, in a page, a worker or Node. Written by hand and held to the module by a test.
// Whoever uses it holds responses: the promises of the elements do not cover what is done with them here.

/** Version of this package. */
export declare const version: string;

export interface Range {
  min: number;
  /** `null`: no upper limit. */
  max: number | null;
}
export type Informant = "student" | "parent" | "teacher";

export interface Item {
  id: string;
  /** Values of the options, in the order shown. */
  values: number[];
  /** Whether a response to it can call for a person at once. */
  critical: boolean;
}

/** `min`, `max` and `from` stand in units of `10^-decimals`. */
export interface ScoreDefinition {
  id: string;
  decimals: number;
  min: number;
  max: number;
  bandSets: { id: string; bands: { id: string; from: number }[] }[];
}

export interface InstrumentInfo {
  id: string;
  version: string;
  release: "draft" | "released";
  /** What may be done with the wording, which is not in this package. */
  permission: "free" | "share-alike" | "non-commercial" | "bring-your-own";
  informant: Informant;
  /** Whole years. */
  ages: Range;
  recallDays: number;
  items: Item[];
  scores: ScoreDefinition[];
}

export interface BatteryInfo {
  id: string;
  version: string;
  informant: Informant;
  /** Whole years. */
  ages: Range;
  minutes: number;
  /** In order; of the scores those that the battery reads, with their decimals. */
  instruments: { id: string; items: number; scores: [string, number][] }[];
}

/** The chosen option's value for every item, in their order. `null`: skipped. */
export type Responses = (number | null)[];
/** In a battery `undefined` is "not asked". */
export type AskedResponses = (number | null | undefined)[];

export interface Problem {
  /** `null`: the list as a whole. */
  item: string | null;
  problem: "not-a-list" | "length" | "no-option";
}
export interface BatteryProblem {
  instrument: string;
  item: string | null;
  problem: Problem["problem"] | "no-instrument";
}

/** What norms need to know. What is not known fits no norm that asks for it. */
export interface Who {
  /** Whole years. */
  age?: number;
  sex?: "female" | "male";
  /** School year, from the first grade of primary school (1). */
  grade?: number;
}

export interface Score {
  id: string;
  /** `null` where there is none; never zero for "not computed". */
  value: number | null;
  why?: "missing" | "not-asked" | "no-norm" | "open";
  /** How many responses are missing, where that is the reason. */
  missing?: number;
  /** Band set → band. */
  bands: Record<string, string | null>;
}

export interface Scored {
  scores: Score[];
  /** Whether a response calls for a person at once. */
  critical: boolean;
}

export type Tier = "routine" | "watch" | "priority" | "urgent" | "unclear";

export interface Occasion {
  who?: Who;
  /** By instrument: whether the response came sooner than anybody reads. */
  quick?: Record<string, boolean[]>;
  /** `instrument/score` → value at an earlier occasion. */
  earlier?: Record<string, number>;
}

export interface Headless {
  instruments(): InstrumentInfo[];
  batteries(): BatteryInfo[];
  /** Everything that is wrong, at once; empty when it can be scored. Throws a `RangeError` for an unknown id, as all do. */
  validate(instrument: string, responses: Responses): Problem[];
  /** Every score with its bands. Throws a `RangeError` when `validate` finds something. */
  score(instrument: string, responses: Responses, who?: Who): Scored;
  validateBattery(battery: string, responses: Record<string, AskedResponses>): BatteryProblem[];
  /** Tier and domains of a whole sitting; instruments that are left out were not asked. */
  tier(battery: string, responses: Record<string, AskedResponses>, occasion?: Occasion): { tier: Tier; domains: string[] };
  /** What an instrument or battery does, in plain words. `en…` gives English, anything else Simplified Chinese. */
  explain(id: string, lang?: string): Promise<string>;
}

export interface Files {
  /** `headless.wasm`. */
  wasm?: BufferSource | WebAssembly.Module | Response;
  /** `content.json`. */
  names?: string | Uint8Array;
  /** `content.bin`. */
  content?: ArrayBuffer | Uint8Array;
  /** `explain.zh-Hans.json` and `explain.en.json`. */
  explain?: Partial<Record<"zh-Hans" | "en", string | Uint8Array>>;
}

/** Starts the engine. `files`: what does not lie beside this module. */
export declare function load(files?: Files): Promise<Headless>;
