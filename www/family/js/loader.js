// The one script of <qinghe-family>.
import { register } from "../../../src/element/js/tag.js";
import { QingheFamily } from "./tag.js";

register("qinghe-family", QingheFamily);
