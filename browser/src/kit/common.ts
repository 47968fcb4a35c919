/**
 * What nearly every script needs, so that it is one file: on a slow line, each file more costs as much as a kilobyte and a half. The
 * build cuts files by who imports what; each of the scripts that need any of this imports all of it.
 */

import "../record/canonical.js";
import "../record/statements.js";
import "../record/words.js";
import "../sign/keys.js";
import "../sign/paperform.js";
import "../sign/spoken.js";
import "../sign/unlock.js";
import "../witness/contradicted.js";
import "./bytes.js";
import "./chosen.js";
import "./db.js";
import "./dom.js";
