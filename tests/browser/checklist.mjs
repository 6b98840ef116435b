// The leak checklist: everything by which somebody outside could learn a response or a tier, and the test that
// looks there. A plain text is the reason why an entry has no test. N: network. H: the page around. D: the disk.
// A: ears. S: eyes. `checklist.test.mjs` checks that every entry is here and every named test exists.
const NI = "tests/browser/non-interference.test.mjs";
const LEAKS = "tests/browser/leaks.test.mjs";
const EXITS = "tests/browser/exits.test.mjs";
const SHARED = "tests/browser/shared-computer.test.mjs";
const TRAFFIC = "tests/browser/traffic.test.mjs";
const NATIVE = "tests/tests/non_interference.rs";
const ENVELOPES = "src/gateway/tests/envelopes.rs";

const same = [NI, "different tiers"];
const requests = [TRAFFIC, "a whole sitting makes the requests of PRIVACY.md and no other"];
const searched = [SHARED, "on a shared computer nothing is found, finished or not"];
const planted = [LEAKS, "planted: "];
const outside = [NATIVE, "nothing_outside_depends_on_the_responses"];

export const CHECKLIST = {
  "N01 request count": [same, planted, outside],
  "N02 order": [same, outside],
  "N03 address, query, path": [same, planted],
  "N04 method": [same, planted],
  "N05 header set and order": [same, planted],
  "N06 request bytes": [same, outside, ["tests/browser/sealed.test.mjs", "ten thousand envelopes of two tiers cannot be told apart"]],
  "N07 response bytes": [same, [ENVELOPES, "a_cover_leaves_nothing_behind_and_looks_the_same"]],
  "N08 response delay class": [[ENVELOPES, "no_answer_comes_before_the_floor_and_a_flood_is_slowed"]],
  "N09 retry count and back-off": [[NATIVE, "no_request_depends_on_the_responses_while_the_network_is_down"]],
  "N10 keepalive on close": [same, planted],
  "N11 names looked up, connections ahead": [[EXITS, "in a page around without any policy"], requests],
  "N12 TLS record sizes": "TLS ends at the school's proxy. Its records follow the sizes of N06 and N07, which are equal.",
  "N13 cache hits and conditional requests": [same, planted],
  "N14 cookies": [requests, same, planted],
  "N15 referrer": [requests, planted],
  "N16 service-worker traffic": [same, [EXITS, "in the portal's page"]],
  "N17 reports of policies": [same, requests],
  "N18 favicon and manifest": [requests],
  "H01 pointer coordinates": [same],
  "H02 key values": [same],
  "H03 input and composition data": [same],
  "H04 event sequence": [same],
  "H05 paths and targets": [same],
  "H06 custom events": [same],
  "H07 focus": [same, planted],
  "H08 scrolling of the page around": [same, [NI, "the page around does not move when the help card comes instead of the next item"]],
  "H09 size messages": [same],
  "H10 messages": [same, planted, [NI, "the watchers see what they should"]],
  "H11 history length": [same, planted, [EXITS, "nothing is left where the page around or the next person finds it"]],
  "H12 address": [same, planted],
  "H13 title": [same, planted],
  "H14 frames": [same, planted],
  "H15 what lies at a point": [same],
  "H16 selection, copy, cut": [same],
  "H17 find in page": [same],
  "H18 style and font probes": [same],
  "H19 animations": [same],
  "H20 performance": [same, [NI, "moments, which hang on the machine, tell no tier from the others"]],
  "H21 patched globals": [same],
  "H22 console and errors": [same, planted],
  "H23 storage": [same, planted],
  "H24 channels, workers, locks": [same],
  "H25 wake lock, vibration, sound, speech": [same],
  "H26 full screen, pointer lock, picture in picture": [same],
  "H27 autofill": [same, [NATIVE, "every_field_keeps_to_itself"]],
  "H28 drag": [same],
  "H29 sight": [same],
  "H30 session replay": [same, [NI, "the session recorder and the page's accessibility tree end at the frame"]],
  "H31 covering the frame":
    "A cover deceives as a look-alike page does (SECURITY.md) and learns nothing from the frame. Refusing input while covered exists in Chromium only, and a false alarm would take the help button away.",
  "D01 history": [searched, [SHARED, "as a page of its own the link stays in the history, and nothing else"]],
  "D02 form autofill": [searched, [NATIVE, "every_field_keeps_to_itself"]],
  "D03 cache": [searched, planted],
  "D04 rows in plain form": [searched, planted, [SHARED, "on a personal device the sealed rows are found, and nothing in plain form"]],
  "D05 crash dumps": [searched],
  "D06 names of downloads and prints": [[EXITS, "nothing is left where the page around or the next person finds it"]],
  "D07 spelling and input methods": [[NATIVE, "every_field_keeps_to_itself"]],
  "D08 pictures of tabs": [searched],
  "D09 clipboard": [same, [ENVELOPES.replace("envelopes", "desk"), "pages_carry_their_policies"]],
  "D10 browser sync": "It carries history, forms and passwords; none of them holds anything (D01, D02).",
  "A01 labels": [same, planted],
  "A02 announcements": [[NI, "nothing about the result is announced unasked"], planted],
  "A03 tab stops": [same, planted],
  "A04 the page's accessibility tree": [[NI, "the session recorder and the page's accessibility tree end at the frame"]],
  "S01 the last page": [same, ["tests/browser/way.test.mjs", "every tier ends in the same frame and reaches the desk as itself"]],
  "S02 its length": [same, planted],
  "S03 time to read it": "The same text for everybody (S01); how long somebody looks at it is theirs. The result itself opens on request only.",
  "S04 print": "The sandbox refuses to print from inside. Printed from the browser, the page shows what the screen shows (S01).",
};
