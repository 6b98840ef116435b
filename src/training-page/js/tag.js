// The tag that draws the training page in a portal's page.
import { pageTag, shared } from "../../element/js/pages.js";

export var QingheTraining = pageTag({
  en: "Practice",
  "zh-Hans": "练习",
  "zh-Hant": "練習",
  narrow: 720,
  allow: "screen-wake-lock; autoplay",
  path: "/training",
  query: function (tag) {
    var stage = tag.getAttribute("stage");
    // The launch stands behind the #, which no server sees; the page takes it from there and removes it.
    var token = tag.getAttribute("token");
    return (stage ? "&stage=" + encodeURIComponent(stage) : "") + shared(tag) + (token ? "#t=" + encodeURIComponent(token) : "");
  },
});
