//! Conditions as sentences.

use super::voice::{Page, Voice};
use crate::{decimal::decimal, library::Read};
use qinghe_content::{Condition, ScoreRef};

/// The instruments of a battery, in its order.
pub(super) type Used<'a> = [&'a Read];

/// Says a condition: in one sentence, or as a list of its parts.
pub(super) fn explain(page: &mut Page, used: &Used<'_>, condition: &Condition, depth: usize) {
    let voice = page.voice;
    let parts = match condition {
        Condition::All(parts) => {
            page.point(depth, voice.pick("all of these hold:", "下面各条同时成立："));
            parts
        }
        Condition::Any(parts) => {
            page.point(depth, voice.pick("one of these holds:", "下面任何一条成立："));
            parts
        }
        one => {
            page.point(depth, simple(voice, used, one));
            return;
        }
    };
    for part in parts {
        explain(page, used, part, depth + 1);
    }
}

/// A condition without parts.
fn simple(voice: Voice, used: &Used<'_>, condition: &Condition) -> String {
    match condition {
        Condition::AnyCritical => {
            voice.pick("a critical response is given anywhere", "任何一个关键条目的作答达到标准").to_owned()
        }
        Condition::NotComputed(at) => {
            let name = name(voice, used, *at);
            voice.say(
                || format!("{name} cannot be computed, because too much is missing"),
                || format!("{name}缺答太多，算不出来"),
            )
        }
        Condition::BandAtLeast(at, band) => banded(voice, used, *at, *band, true),
        Condition::BandAtMost(at, band) => banded(voice, used, *at, *band, false),
        Condition::Doubtful => {
            voice.pick("the responses are doubtful or unusable", "作答存疑，或者不可用").to_owned()
        }
        Condition::Unusable => voice.pick("the responses are unusable", "作答不可用").to_owned(),
        Condition::Worsened(at) => worsened(voice, used, *at),
        Condition::All(_) | Condition::Any(_) => String::new(),
    }
}

/// `total` of `phq-9`.
pub(super) fn name(voice: Voice, used: &Used<'_>, at: ScoreRef) -> String {
    let read = used.get(usize::from(at.instrument));
    let instrument = read.map_or("", |read| read.instrument.id.as_str());
    let score = read.and_then(|read| read.instrument.scores.get(usize::from(at.score)));
    let score = score.map_or("", |score| score.id.as_str());
    voice.say(|| format!("`{score}` of {instrument}"), || format!("{instrument} 的 `{score}` "))
}

fn banded(voice: Voice, used: &Used<'_>, at: ScoreRef, band: u8, least: bool) -> String {
    let found = || {
        let read = used.get(usize::from(at.instrument))?;
        let score = read.instrument.scores.get(usize::from(at.score))?;
        let set = score.band_sets.get(usize::from(at.band_set))?;
        let about = read.about.scores.get(usize::from(at.score))?.band_sets.get(usize::from(at.band_set))?;
        let edge = if least { usize::from(band) } else { usize::from(band) + 1 };
        let edge = set.bands.get(edge).map(|band| if least { band.from } else { band.from - 1 });
        Some((
            set.bands.get(usize::from(band))?.id.as_str(),
            set.id.as_str(),
            about,
            edge,
            score.scaling.decimals,
        ))
    };
    let Some((band, set, about, edge, places)) = found() else { return String::new() };
    let name = name(voice, used, at);
    let mark = voice.unverified(about.from.unverified);
    let edge = edge.map(|edge| decimal(edge, places)).unwrap_or_default();
    if least {
        voice.say(
            || format!("{name} is {edge} or more: \"{band}\" or higher in `{set}`{mark}"),
            || format!("{name}在 {edge} 分及以上：`{set}` 的 {band} 或更高{mark}"),
        )
    } else {
        voice.say(
            || format!("{name} is {edge} or less: \"{band}\" or lower in `{set}`{mark}"),
            || format!("{name}在 {edge} 分及以下：`{set}` 的 {band} 或更低{mark}"),
        )
    }
}

fn worsened(voice: Voice, used: &Used<'_>, at: ScoreRef) -> String {
    let name = name(voice, used, at);
    let read = used.get(usize::from(at.instrument));
    let score = read.and_then(|read| read.instrument.scores.get(usize::from(at.score)));
    let least = score.and_then(|score| Some(voice.points(score.change?.reliable, score.scaling.decimals)));
    let least = least.unwrap_or_default();
    voice.say(
        || format!("{name} is worse than the last time by {least} or more, which is more than noise"),
        || format!("{name}比上一次差了 {least}或以上，超出测量误差"),
    )
}
