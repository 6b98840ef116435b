// The tag that draws the family's page in a portal's page. It takes no token.
import { pageTag, shared } from "../../../src/element/js/pages.js";

export var QingheFamily = pageTag({ en: "At home", "zh-Hans": "家里", "zh-Hant": "家裡", narrow: 720, path: "/family", query: shared });
