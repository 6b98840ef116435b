// Registers the four tags. One file with everything, so that one `integrity` covers it.
import { define } from "./index.js";

define();
