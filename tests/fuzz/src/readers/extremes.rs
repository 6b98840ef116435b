//! Inputs that are too large to be kept and are made when they are needed: nested without end, as long as
//! a file may be and longer, full of things that differ so that comparing all with all would show.

use super::packs;
use qinghe_content::Condition;

/// One mebibyte: what a reader has to be through with in a second.
pub const LARGE: usize = 1024 * 1024;
/// More than any reader takes as a whole.
const HUGE: usize = 5 * LARGE;
const DEEP: usize = 10_000;

/// The extreme inputs of a reader.
pub fn of(reader: &str) -> Vec<Vec<u8>> {
    // The data rooms open their files by the same rules, so one of them stands for all.
    let room = ["wording", "cases", "battery", "battery-cases", "region", "locale"].contains(&reader);
    let mut all = if room { Vec::new() } else { anything() };
    match reader {
        "instrument" => all.extend(instruments()),
        "cases" => all.extend(cases()),
        "battery" => all.extend(batteries()),
        "battery-cases" => {
            all.extend(texts(&[("[[case]]\nname = \"#\"\nresponses = { tea = \"#\" }\n", "")]))
        }
        "wording" => all.extend(texts(&[("i# = \"x\"\n", "locale = \"zh-Hans\"\n[items]\n")])),
        "region" => all.extend(texts(&[("[[line]]\nnumber = \"#\"\n", "id = \"aa\"\n")])),
        "locale" => all.extend(texts(&[("i# = \"{a} {b}\"\n", "[frame]\n"), ("[t#]\n", "")])),
        "fhir" => all.extend(questionnaires()),
        "osd" => all.extend(definitions()),
        "table" => all.extend(tables()),
        "pack" => all.extend(lengths().into_iter().chain(conditions())),
        "text-pack" | "definition" => all.extend(lengths()),
        _ => {}
    }
    all
}

fn anything() -> Vec<Vec<u8>> {
    let mut all =
        vec![Vec::new(), vec![0], vec![0xFF; LARGE], vec![0; HUGE], "青禾".repeat(LARGE / 6).into()];
    for part in ["[", "{", "(", "a.", "a = [", "{\"a\":", "{\"item\":[", "a = {b = ", "\"", "\"\"\"", "'''"] {
        all.push(part.repeat(DEEP).into());
    }
    for part in ["9", "\"", "\r\n", "\n", ",", "#", "x = 1\r\n", "\u{feff}", "\\u0000"] {
        all.push(part.repeat(LARGE / part.len()).into());
    }
    for mark in [&[0xFF, 0xFE][..], &[0xFE, 0xFF], &[0xEF, 0xBB, 0xBF]] {
        all.push([mark, &[b'a'; 4096]].concat());
    }
    all
}

/// `part` as often as it goes into a mebibyte, `#` numbered, behind `front`.
fn many(front: &str, part: &str, behind: &str, most: usize) -> Vec<u8> {
    let mut text = front.to_owned();
    for nth in 0..most {
        if text.len() + part.len() + 8 + behind.len() > LARGE {
            break;
        }
        text += &part.replace('#', &nth.to_string());
    }
    (text + behind).into()
}

/// Each once as long as it goes and once as long as a list may be.
fn texts(parts: &[(&str, &str)]) -> Vec<Vec<u8>> {
    let both =
        |(part, front): &(&str, &str)| [many(front, part, "", 1_999), many(front, part, "", usize::MAX)];
    parts.iter().flat_map(both).collect()
}

const HEAD: &str = "id = \"tea\"\nversion = \"1.0.0\"\nrelease = \"draft\"\ninformant = \"student\"\nages = { min = 9 }\n\
    recall_days = 7\n\n[rights]\nholder = \"x\"\npermission = \"free\"\nstatement = \"x\"\nsource = \"x\"\n\n\
    [[response_set]]\nid = \"s\"\nvalues = [0, 1, 2, 3]\n\n";
const ITEM: &str = "[[item]]\nid = \"i#\"\nresponse_set = \"s\"\n";
const SCORE: &str = "[[score]]\nid = \"s#\"\nmethod = \"sum\"\nitems = [\"*\"]\n\
    missing = { rule = \"prorate\", at_most = 9, rounding = \"half-up\", source = \"x\" }\n\
    [[score.band_set]]\nid = \"b\"\nsource = \"x\"\nbands = [{ id = \"a\", from = 0 }, { id = \"b\", from = 3 }]\n";

fn instruments() -> Vec<Vec<u8>> {
    let items = String::from_utf8(many(HEAD, ITEM, "", 512)).unwrap();
    let mut all = texts(&[
        (ITEM, HEAD),
        ("[[response_set]]\nid = \"r#\"\nvalues = [0, 1]\n", HEAD),
        (ITEM, ""),
        ("field# = 1\n", HEAD),
        ("[[order]]\nid = \"o#\"\nsource = \"x\"\nitems = [\"i1\", \"i2\", \"i#\"]\n", &items),
    ]);
    all.push(many(&items, SCORE, "", 128));
    // In a text, TOML can write what it cannot hold.
    let two = String::from_utf8(many(HEAD, ITEM, "", 2)).unwrap() + &SCORE.replace('#', "0");
    all.push(two.replace("\"x\"", "\"\\u001b[2J\"").into());
    all.push(many(&items, SCORE, "", usize::MAX));
    // A tower of scores, each over all below it.
    let mut tower = items.clone() + &SCORE.replace('#', "0");
    for nth in 1..128 {
        let below: Vec<String> = (0..nth).map(|below| format!("\"s{below}\"")).collect();
        let one = SCORE.replace('#', &nth.to_string());
        tower += &one.replace("items = [\"*\"]", &format!("scores = [{}]", below.join(", ")));
    }
    all.push(tower.into());
    let steps: String = (0..1_999).map(|nth| format!("[{nth}, {}], ", nth + 1)).collect();
    let norm = format!(
        "[[score.norm]]\nid = \"n#\"\nmetric = \"T\"\nsource = \"x\"\nsample = \"x\"\nsteps = [{steps}]\n"
    );
    all.push(many(&(items.clone() + &SCORE.replace('#', "0")), &norm, "", usize::MAX));
    let bands: String = (0..1_999).map(|nth| format!("{{ id = \"b{nth}\", from = {nth} }}, ")).collect();
    let set = format!("[[score.band_set]]\nid = \"set-#\"\nsource = \"x\"\nbands = [{bands}]\n");
    all.push(many(&(items + &SCORE.replace('#', "0")), &set, "", usize::MAX));
    all
}

fn cases() -> Vec<Vec<u8>> {
    let long = format!("[[case]]\nname = \"#\"\nresponses = \"{}\"\nscores = {{}}\n", "1,".repeat(5_000));
    let mut all = texts(&[
        ("[[case]]\nname = \"#\"\nresponses = \"000000\"\nscores = { total = # }\n", ""),
        ("[[case]]\nname = \"x\"\nresponses = \"#\"\n", ""),
        (&long, ""),
    ]);
    all.push(many("[[case]]\nname = \"x\"\nresponses = \"0\"\n", "scores.s# = 1\n", "", usize::MAX));
    all
}

const BATTERY: &str = "id = \"every-form\"\nversion = \"1.2.3\"\ninformant = \"student\"\nages = { min = 10, max = 18 }\n\
    stage = \"any\"\nminutes = 3\ndisclosure = \"must\"\nregion = \"aa\"\nsign_off = \"open: x\"\n";

fn batteries() -> Vec<Vec<u8>> {
    let deep = |levels: usize| {
        let when =
            ["{ all = [".repeat(levels), "{ critical = true }".to_owned(), "] }".repeat(levels)].concat();
        format!("{BATTERY}[[rule]]\ntier = \"urgent\"\nwhy = \"x\"\nwhen = {when}\n").into_bytes()
    };
    let front = format!("{BATTERY}[[rule]]\ntier = \"watch\"\nwhy = \"x\"\nwhen = {{ any = [\n");
    let part = "{ at_least = \"tea/total/room-2020/high\" },\n";
    let blocks = format!("{BATTERY}instruments = [\"tea\"]\n");
    let mut all = texts(&[
        ("[[block]]\ninstrument = \"tea\"\nitems = [\"hot\", \"i#\"]\n", BATTERY),
        ("[[rule]]\ntier = \"watch\"\nwhy = \"#\"\nwhen = { critical = true }\n", &blocks),
        ("[[domain]]\ndomain = \"mood\"\nwhen = { at_least = \"tea/total/room-2020/high\" }\n", &blocks),
        ("i# = \"x\"\n", &format!("{blocks}[may_be_missing]\n")),
    ]);
    all.extend([1, 7, 8, 16, 17, DEEP].map(deep));
    all.extend([many(&front, part, "] }\n", 1_999), many(&front, part, "] }\n", usize::MAX)]);
    all
}

/// Different faults, as many as possible, in every list that is walked.
fn questionnaires() -> Vec<Vec<u8>> {
    let front = "{\"resourceType\":\"Questionnaire\",\"item\":[";
    let nest = "{\"linkId\":\"a\",\"type\":\"group\",\"item\":[";
    let mut all: Vec<Vec<u8>> = [
        "{\"linkId\":\"#\",\"type\":\"odd\"},",
        "{\"linkId\":\"#\"},",
        "{\"linkId\":\"#\",\"type\":\"group\",\"enableWhen\":[{}],\"item\":[]},",
        "{\"linkId\":\"#\",\"type\":\"choice\",\"answerOption\":[{\"valueInteger\":0},{\"valueInteger\":#}]},",
        "{\"linkId\":\"same\",\"type\":\"choice\",\"answerOption\":[{\"valueInteger\":0},{\"valueInteger\":1}]},",
    ]
    .iter()
    .map(|part| many(front, part, "{}]}", usize::MAX))
    .collect();
    for levels in [20, 60, DEEP] {
        all.push([front, &nest.repeat(levels), &"]}".repeat(levels), "]}"].concat().into());
    }
    all.push(format!("{front}{{\"linkId\":\"\\u001b[2J\\n\",\"type\":\"odd\"}}]}}").into());
    let extension = "{\"url\":\"x#\",\"valueString\":\"#\"},";
    all.push(many("{\"resourceType\":\"Questionnaire\",\"extension\":[", extension, "{}]}", usize::MAX));
    for expression in ["(", "-", "1+", "iif(true,", "%a."] {
        all.push(with_expression(&expression.repeat(DEEP)));
        all.push(with_expression(&expression.repeat(LARGE / 2 / expression.len())));
    }
    all
}

fn with_expression(expression: &str) -> Vec<u8> {
    format!(
        "{{\"resourceType\":\"Questionnaire\",\"item\":[{{\"linkId\":\"a\",\"type\":\"choice\",\"answerOption\":\
         [{{\"valueInteger\":0}},{{\"valueInteger\":1}}]}},{{\"linkId\":\"s\",\"type\":\"integer\",\"readOnly\":true,\
         \"extension\":[{{\"url\":\"http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression\",\
         \"valueExpression\":{{\"language\":\"text/fhirpath\",\"expression\":\"{expression}\"}}}}]}}]}}"
    )
    .into()
}

fn definitions() -> Vec<Vec<u8>> {
    let front = "{\"definition\":{\"scale_info\":{},\"likert_options\":{\"points\":3},\"items\":[";
    let likert = "{\"id\":\"a\",\"type\":\"likert\"}],\"scoring\":{";
    let mut all: Vec<Vec<u8>> = [
        "{\"id\":\"#\",\"type\":\"odd\"},",
        "{\"id\":\"#\",\"type\":\"likert\",\"visible_when\":1},",
        "{\"id\":\"i-#\",\"type\":\"likert\"},",
        "{\"id\":\"é#\",\"type\":\"likert\",\"likert_points\":3},",
        "{\"id\":\"#\",\"type\":\"grid\",\"columns\":[\"a\",\"b\"],\"rows\":[\"a\",\"b\",\"c\"]},",
    ]
    .iter()
    .map(|part| many(front, part, "{}]}}", usize::MAX))
    .collect();
    let scores = "\"s#\":{\"method\":\"sum_coded\",\"items\":[\"a\",\"b#\"]},";
    all.push(many(&[front, likert].concat(), scores, "\"z\":{}}}}", usize::MAX));
    all.push(many(
        "{\"definition\":{\"scale_info\":{},\"items\":[]},\"translations\":{",
        "\"x#\":{},",
        "\"en\":{}}}",
        usize::MAX,
    ));
    let markup = ["<".repeat(DEEP), "<b>".repeat(DEEP)].map(|text| {
        format!(
            "{front}{{\"id\":\"a\",\"type\":\"likert\",\"text_key\":\"t\"}}]}},\"translations\":{{\"en\":{{\"t\":\"{text}\"}}}}}}"
        )
        .into_bytes()
    });
    all.extend(markup);
    all
}

/// The header of the table fixture.
pub const HEADER: &str = "id,hot,sweet,strong,again,spill\n";

fn tables() -> Vec<Vec<u8>> {
    let rows = [
        "a#,1,2,3,1,0\n",
        "\"a#\n\",1,2,3,1,0\n",
        "a#,9,x,-1,99999999999,\n",
        "\"#,1,2\n",
        "#\n",
        ",,,,,,,,,,,,\n",
        "张#,1,2,3,1,0\r\n",
        "#,1,2\0,3,1,0\n",
    ];
    let mut all: Vec<Vec<u8>> = rows.iter().map(|row| many(HEADER, row, "", usize::MAX)).collect();
    let row = "a,1,2,3,1,0\n";
    all.push([HEADER, &row.repeat(HUGE / row.len())].concat().into());
    all.push([HEADER, "\"", &"x".repeat(HUGE)].concat().into());
    all.push([HEADER, &"x".repeat(HUGE), "\n", row].concat().into());
    all.push(many("id", ",c#", "\n", usize::MAX));
    let wide: Vec<u8> =
        [HEADER, &row.repeat(1_000)].concat().encode_utf16().flat_map(u16::to_le_bytes).collect();
    all.extend([[&[0xFF, 0xFE], wide.as_slice()].concat(), wide]);
    all
}

/// A pack of the fixtures with conditions in conditions, without its seal.
fn conditions() -> Vec<Vec<u8>> {
    let Some(mut pack) = packs::fixtures().into_iter().next() else { return Vec::new() };
    let all = Condition::All(vec![Condition::Any(vec![Condition::All(vec![Condition::AnyCritical])])]);
    pack.battery.policy.rules[0].when = all;
    let bytes = pack.encode().expect("a condition in a condition");
    let (nest, seal) = ([7, 1, 8, 1, 7, 1, 0], 8);
    let at = bytes.windows(nest.len()).position(|part| part == nest).expect("the condition is in the pack");
    let (front, behind) = (&bytes[..at], &bytes[at + nest.len()..bytes.len() - seal]);
    let deep = |levels: usize| [front, &[7, 1].repeat(levels), &[0], behind].concat();
    [31, 32, 33, DEEP, LARGE / 2].map(deep).into()
}

/// Lengths that promise more than there is.
fn lengths() -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for format in [1u8, 2, 3] {
        all.push([&[format][..], &[0xFF; 64]].concat());
        all.push([&[format, 0][..], &[0xFF, 0xFF, 0xFF, 0xFF, 0x7F].repeat(1_000)].concat());
        all.push([&[format][..], &vec![1; LARGE]].concat());
    }
    all
}
