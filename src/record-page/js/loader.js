// The one script of <qinghe-record>.
import { register } from "../../element/js/tag.js";
import { QingheRecord } from "./tag.js";

register("qinghe-record", QingheRecord);
