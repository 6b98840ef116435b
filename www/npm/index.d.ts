// What the tags expose. Written by hand; a test holds it to the elements in both directions. docs/host-api.md tells it in words.

/** Version of this package, and of the tags that it registers. */
export declare const version: string;

export type TagName = "qinghe-screening" | "qinghe-training" | "qinghe-family" | "qinghe-record";

/**
 * Registers the tags, or only those that are named. A tag that is there in this version stays as it is. A tag that is there in
 * another version stays too: then `qinghe-error` with code `version` comes at `document`, and nothing else happens.
 * On a server it does nothing.
 */
export declare function define(names?: readonly TagName[]): void;

/** Attributes are read when the element enters the page. */
export interface FrameAttributes {
  /** Origin of the gateway, such as `https://xinli.school.edu.cn`. */
  gateway: string;
  /** `en…` gives English, `zh-Hant`, `zh-TW`, `zh-HK` and `zh-MO` Chinese in its traditional script, anything else Simplified Chinese; without it the page's own `lang` decides. */
  lang?: string;
  /** `lazy`: the frame is fetched when it comes near the window (iframe only). */
  loading?: "lazy" | "eager";
}

export interface ScreeningAttributes extends FrameAttributes {
  /** Battery id; must equal the token's `battery`. */
  battery: string;
  /** A launch token, made for this page view. */
  token: string;
  /** `inline` runs the element in your page, where each of your scripts can read what is chosen; otherwise an iframe. */
  mount?: "inline" | "frame";
  /** Keeps the element at hand without a network, on a device that is the student's own (iframe only). */
  offline?: "" | boolean;
}

export interface TrainingAttributes extends FrameAttributes {
  /** A launch token, so that skills can be counted after the student's own yes. */
  token?: string;
  /** `p` grades 1 to 3, `P` 4 to 6, `J` junior, `S` senior and university. */
  stage?: "p" | "P" | "J" | "S" | "U";
  /** A shared computer: nothing stays. */
  shared?: "" | boolean;
}

export interface FamilyAttributes extends FrameAttributes {
  /** A shared computer: nothing stays. */
  shared?: "" | boolean;
}

export interface RecordAttributes extends FrameAttributes {
  /** A shared computer: nothing stays. */
  shared?: "" | boolean;
}

export type ErrorCode =
  | "attribute"
  | "token"
  | "battery"
  | "gateway"
  | "not-ready"
  | "paused"
  | "insecure"
  | "age-not-eligible"
  | "consent-missing"
  | "role"
  | "wasm"
  | "version";

/** All bubble and are composed. None tells what was chosen or what came out; each is the same for every student. */
export interface QingheEventMap {
  /** The help numbers stand in your page, because the element is not there yet or cannot be. */
  "qinghe-help": CustomEvent<null>;
  /** The element has been fetched and starts. Nothing of this kind comes later: steps of a sitting would tell what was chosen. */
  "qinghe-progress": CustomEvent<null>;
  /** The first screen stands. */
  "qinghe-ready": CustomEvent<null>;
  /** The last item is done, or the student chose "not today": the same for both and for every result. */
  "qinghe-finished": CustomEvent<null>;
  /** Somebody pressed "leave now" on a page for practising or in a record. */
  "qinghe-left": CustomEvent<null>;
  /** It cannot start, or has stopped for good. */
  "qinghe-error": CustomEvent<{ code: ErrorCode }>;
}

interface FrameElement extends HTMLElement {}
interface FrameElementConstructor<T> {
  new (): T;
  readonly prototype: T;
  /** Version that registered the tag. */
  readonly version: string;
}

/** Parts `frame`, `help`, `message`. Events: all but `qinghe-left`. */
export interface QingheScreening extends FrameElement {}
export declare const QingheScreening: FrameElementConstructor<QingheScreening>;
/** Parts `frame`, `message`. Events: `qinghe-ready`, `qinghe-left`, `qinghe-error`. */
export interface QingheTraining extends FrameElement {}
export declare const QingheTraining: FrameElementConstructor<QingheTraining>;
/** Parts `frame`, `message`. Events: `qinghe-ready`, `qinghe-error`. */
export interface QingheFamily extends FrameElement {}
export declare const QingheFamily: FrameElementConstructor<QingheFamily>;
/** Parts `frame`, `message`. Events: `qinghe-ready`, `qinghe-left`, `qinghe-error`. */
export interface QingheRecord extends FrameElement {}
export declare const QingheRecord: FrameElementConstructor<QingheRecord>;

declare global {
  interface HTMLElementTagNameMap {
    "qinghe-screening": QingheScreening;
    "qinghe-training": QingheTraining;
    "qinghe-family": QingheFamily;
    "qinghe-record": QingheRecord;
  }
  // `GlobalEventHandlersEventMap` is what elements, documents and windows share.
  interface GlobalEventHandlersEventMap extends QingheEventMap {}
}
