// The tag that draws the record in a portal's page.
import { pageTag, shared } from "../../element/js/pages.js";

export var QingheRecord = pageTag({ en: "My growth record", "zh-Hans": "成长档案", "zh-Hant": "成長檔案", narrow: 880, path: "/record", query: shared });
