/** What holds the record against what this device has seen, and hears what is new: one file, for whoever needs any of it. */

import "../sign/spell.js";
import "../witness/cosign.js";
import "../witness/standing.js";
import "./common.js";
import "./live.js";
