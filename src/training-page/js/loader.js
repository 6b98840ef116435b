// The one script of <qinghe-training>.
import { register } from "../../element/js/tag.js";
import { QingheTraining } from "./tag.js";

register("qinghe-training", QingheTraining);
