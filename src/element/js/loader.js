// The one script a portal adds.
import { QingheScreening } from "./screening.js";
import { register } from "./tag.js";

register("qinghe-screening", QingheScreening);
