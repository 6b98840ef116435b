import { define } from "@qinghe/elements";
import { createApp } from "vue";
import Page from "./Page.vue";

define();
createApp(Page).mount("#app");
