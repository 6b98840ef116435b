//! One score: how it is made, what blanks do, what it is compared with.

use super::{
    keying::special,
    voice::{Page, Voice},
};
use crate::{
    decimal::decimal,
    library::{AboutBandSet, AboutScore, Method, Noise, Reliability, Sourced},
};
use qinghe_content::{BandSet, Combine, Input, Instrument, MissingRule, Score};
use qinghe_scoring::range;

pub(super) fn explain(
    page: &mut Page,
    instrument: &Instrument,
    at: usize,
    score: &Score,
    about: &AboutScore,
) {
    let voice = page.voice;
    page.heading(3, &score.id);
    page.line(made(voice, instrument, score, about));
    // A trait estimate takes its points from the bank.
    if about.method != Method::Theta {
        for sentence in special(instrument, score, about.method == Method::Count, voice) {
            page.line(sentence);
        }
    }
    patterns(page, instrument, score);
    if let Some(from) = &about.scale {
        page.line(scaled(voice, instrument, score, from));
    }
    let (low, high) = range(instrument, at);
    let (low, high) = (decimal(low, score.scaling.decimals), voice.points(high, score.scaling.decimals));
    page.line(
        voice
            .say(|| format!("It lies between {low} and {high}."), || format!("最低 {low} 分，最高 {high}。")),
    );
    page.line(missing(voice, score.missing, about));
    norms(page, score, about);
    for (set, about) in score.band_sets.iter().zip(&about.band_sets) {
        bands(page, instrument, at, score, set, about);
    }
    change(page, score, about);
}

/// Positions of the items that enter.
fn entering(score: &Score) -> Vec<usize> {
    let item = |input: &Input| match input {
        Input::Item { item, .. } => Some(usize::from(item.0)),
        Input::Score { .. } => None,
    };
    score.inputs.iter().filter_map(item).collect()
}

/// Everything that enters, in words.
fn what_enters(voice: Voice, instrument: &Instrument, score: &Score) -> String {
    let items = entering(score);
    let scores: Vec<String> = score
        .inputs
        .iter()
        .filter_map(|input| match input {
            Input::Score { score, weight } => {
                let id = instrument.scores.get(usize::from(*score)).map_or("", |score| score.id.as_str());
                Some(if *weight == 1 { format!("`{id}`") } else { format!("`{id}` × {weight}") })
            }
            Input::Item { .. } => None,
        })
        .collect();
    let mut parts = Vec::new();
    match items.len() {
        0 => {}
        many if many == instrument.items.len() && many > 1 => {
            parts.push(voice.say(|| format!("all {many} items"), || format!("全部 {many} 题")));
        }
        _ => parts.push(voice.items(&items)),
    }
    if !scores.is_empty() {
        let list = voice.list(&scores);
        let s = if scores.len() == 1 { "" } else { "s" };
        parts.push(voice.say(|| format!("the score{s} {list}"), || format!("分数 {list}")));
    }
    parts.join(voice.pick(" and ", "和"))
}

/// What enters, and how it is put together.
fn made(voice: Voice, instrument: &Instrument, score: &Score, about: &AboutScore) -> String {
    let (items, what) = (entering(score), what_enters(voice, instrument, score));
    match about.method {
        Method::Sum | Method::Weighted if score.inputs.len() == 1 => match items.len() {
            1 => voice.say(|| format!("The value of {what}."), || format!("就是{}的得分。", of(&what))),
            _ => voice.say(|| format!("It is {what}."), || format!("就是{what}。")),
        },
        Method::Sum | Method::Weighted if items.is_empty() => {
            voice.say(|| format!("The sum of {what}."), || format!("把{}相加。", of(&what)))
        }
        Method::Sum | Method::Weighted => {
            voice.say(|| format!("The sum of {what}."), || format!("把{}的得分相加。", of(&what)))
        }
        Method::Mean => {
            let (places, rule) = (voice.places(score.scaling.decimals), voice.rounding(score.scaling.rounding));
            voice.say(
                || format!("The mean of {what}, {places}, {rule}."),
                || format!("求{}的平均分，{places}，{rule}。", of(&what)),
            )
        }
        Method::Count => voice.say(
            || format!("How many of {what} reach the mark below."),
            || format!("数一数{}里有几题达到下面的标准。", of(&what)),
        ),
        Method::Maximum => {
            voice.say(|| format!("The largest value among {what}."), || format!("取{}里最大的一个得分。", of(&what)))
        }
        Method::Pattern => voice.say(
            || format!("A screening pattern over {what}; it is no diagnosis. The first that holds gives the value, none gives 0:"),
            || format!("由{}组合判断。这只是筛查用的组合，不是诊断。从上往下，先符合哪条就取哪条的值，都不符合取 0：", of(&what)),
        ),
        Method::Theta => theta(voice, instrument, &what),
    }
}

/// A phrase in the middle of a Chinese sentence, with a blank where it begins or ends in Latin script.
fn of(what: &str) -> String {
    let blank = |edge: Option<char>| if edge.is_some_and(|edge| edge.is_ascii()) { " " } else { "" };
    format!("{}{what}{}", blank(what.chars().next()), blank(what.chars().next_back()))
}

fn theta(voice: Voice, instrument: &Instrument, what: &str) -> String {
    let metric = instrument.bank.as_ref().map_or("", |bank| bank.metric.as_str());
    voice.say(
        || format!("A trait estimate from {what} by item response theory (expected a posteriori, metric `{metric}`)."),
        || format!("用项目反应理论从{}估计（期望后验法，量尺 `{metric}`）。", of(what)),
    )
}

fn patterns(page: &mut Page, instrument: &Instrument, score: &Score) {
    let Combine::First(all) = &score.combine else { return };
    let voice = page.voice;
    for pattern in all {
        let parts = pattern.all.iter().filter_map(|within| {
            let Some(Input::Score { score, .. }) = score.inputs.get(usize::from(within.input)) else {
                return None;
            };
            let input = instrument.scores.get(usize::from(*score))?;
            let places = input.scaling.decimals;
            let (from, to) = (decimal(within.from, places), decimal(within.to, places));
            let id = &input.id;
            Some(match (within.from, within.to) {
                (i32::MIN, _) => {
                    voice.say(|| format!("`{id}` is at most {to}"), || format!("`{id}` 不超过 {to}"))
                }
                (_, i32::MAX) => {
                    voice.say(|| format!("`{id}` is at least {from}"), || format!("`{id}` 不低于 {from}"))
                }
                (a, b) if a == b => {
                    voice.say(|| format!("`{id}` is {from}"), || format!("`{id}` 等于 {from}"))
                }
                _ => voice
                    .say(|| format!("`{id}` is {from} to {to}"), || format!("`{id}` 在 {from} 到 {to} 之间")),
            })
        });
        let parts: Vec<String> = parts.collect();
        let when = parts.join(voice.pick(" and ", "，并且 "));
        page.point(
            0,
            voice.say(|| format!("{when}: {}", pattern.value), || format!("{when}：取 {}", pattern.value)),
        );
    }
}

fn scaled(voice: Voice, instrument: &Instrument, score: &Score, from: &Sourced) -> String {
    let scaling = score.scaling;
    // Theta is counted in thousandths, a score in units of its decimals, and everything here in ones.
    let inner: i64 = match (&score.combine, score.inputs.first()) {
        (Combine::Theta, _) => 1000,
        (_, Some(Input::Score { score, .. })) => {
            let places = instrument.scores.get(usize::from(*score)).map_or(0, |score| score.scaling.decimals);
            10i64.pow(u32::from(places))
        }
        _ => 1,
    };
    let unit = 10i64.pow(u32::from(scaling.decimals));
    let (mut above, mut below) = (i64::from(scaling.multiply) * inner, i64::from(scaling.divide) * unit);
    let (mut a, mut b) = (above.abs().max(1), below);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    (above, below) = (above / a, below / a);
    let theta = matches!(score.combine, Combine::Theta);
    let mut formula = if theta { "theta" } else { voice.pick("raw score", "原始分") }.to_owned();
    if above != 1 {
        formula += &format!(" × {above}");
    }
    if below != 1 {
        formula += &format!(" ÷ {below}");
    }
    let places = voice.places(scaling.decimals);
    let rule = if scaling.divide == 1 {
        String::new()
    } else {
        format!("{}{}", voice.pick(", ", "，"), voice.rounding(scaling.rounding))
    };
    let add = match scaling.add {
        0 => String::new(),
        add if add > 0 => voice.say(
            || format!(", then plus {}", decimal(add, scaling.decimals)),
            || format!("，再加 {}", decimal(add, scaling.decimals)),
        ),
        add => voice.say(
            || format!(", then minus {}", decimal(-add, scaling.decimals)),
            || format!("，再减 {}", decimal(-add, scaling.decimals)),
        ),
    };
    let source = voice.source(from);
    voice.say(
        || format!("It is transformed: {formula}, {places}{rule}{add}. {source}"),
        || format!("再换算：{formula}，{places}{rule}{add}。{source}"),
    )
}

fn missing(voice: Voice, rule: MissingRule, about: &AboutScore) -> String {
    let source = voice.source(&about.missing);
    let told = match rule {
        _ if about.method == Method::Theta => voice.pick(
            "Blanks: the estimate uses the responses that are there, at least one.",
            "缺答：有几题算几题，至少要有一题。",
        )
        .to_owned(),
        MissingRule::Complete if about.method == Method::Pattern => voice.pick(
            "Blanks: where a score is missing there is a value only if it is the same whatever the score had been.",
            "缺答：有分数算不出来时，只有无论它是多少结果都一样，才给出结果。",
        )
        .to_owned(),
        MissingRule::Complete => {
            voice.pick("Blanks: every part has to be there, else there is no score.", "缺答：缺一题就不算分。").to_owned()
        }
        MissingRule::Prorate { at_most, rounding } => {
            let rule = match rounding {
                Some(rule) => voice.say(
                    || format!("; the total is then {}", voice.whole(rule)),
                    || format!("，补完以后{}", voice.whole(rule)),
                ),
                None => voice.pick("; the fraction is kept until the last step", "，中间不取整").to_owned(),
            };
            voice.say(
                || format!("Blanks: up to {at_most} are replaced by the person's own mean of the rest{rule}. With more there is no score."),
                || format!("缺答：最多可以缺 {at_most} 题，用本人其余题目的平均分补上{rule}；缺得再多就不算分。"),
            )
        }
        MissingRule::BlanksAsZero { at_most } => voice.say(
            || format!("Blanks: up to {at_most} count 0. With more there is no score."),
            || format!("缺答：最多可以缺 {at_most} 题，缺的按 0 分算；缺得再多就不算分。"),
        ),
    };
    format!("{told}{}{source}", voice.pick(" ", ""))
}

fn norms(page: &mut Page, score: &Score, about: &AboutScore) {
    let voice = page.voice;
    if score.norms.is_empty() {
        return;
    }
    page.gap();
    page.line(voice.pick(
        "It is read from a norm: the first table made for the person; without one there is no score.",
        "要查常模才能读：从上往下用第一张适合本人的表，没有适合的表就不给分。",
    ));
    for (norm, about) in score.norms.iter().zip(&about.norms) {
        let whom = voice.group(norm.group).unwrap_or_else(|| voice.pick("everybody", "所有人").to_owned());
        let (id, metric, sample, source) =
            (&norm.id, &about.metric, &about.sample, voice.source(&about.from));
        page.point(
            0,
            voice.say(
                || format!("`{id}`, for {whom}: {metric}. Sample: {sample}. {source}"),
                || format!("`{id}`，适用于{}：{metric}。样本：{sample}。{source}", voice.behind(&whom)),
            ),
        );
    }
}

fn bands(
    page: &mut Page,
    instrument: &Instrument,
    at: usize,
    score: &Score,
    set: &BandSet,
    about: &AboutBandSet,
) {
    let voice = page.voice;
    let places = score.scaling.decimals;
    page.gap();
    let mut whom = Vec::new();
    whom.extend(
        voice
            .group(about.group)
            .map(|group| voice.say(|| format!("for {group}"), || format!("适用于{}", voice.behind(&group)))),
    );
    if let Some(population) = &about.population {
        whom.push(voice.say(|| format!("found in {population}"), || format!("划界分来自：{population}")));
    } else if set.bands.len() > 1 {
        whom.push(voice.pick("the population is not named", "没有写明取自什么人群").to_owned());
    }
    let whom = whom.join(voice.pick(", ", "，"));
    let (id, source) = (&set.id, voice.source(&about.from));
    if set.bands.len() < 2 {
        page.line(voice.say(
            || format!("There is no cut score (`{id}`): nothing follows from its height. {source}"),
            || format!("没有划界分（`{id}`）：分数高低不分段。{source}"),
        ));
        return;
    }
    page.line(
        voice.say(|| format!("Bands `{id}`, {whom}. {source}"), || format!("分段 `{id}`，{whom}。{source}")),
    );
    page.gap();
    let high = range(instrument, at).1;
    for (nth, band) in set.bands.iter().enumerate() {
        let to = set.bands.get(nth + 1).map_or(high, |next| next.from - 1);
        let (from, to) = (decimal(band.from, places), decimal(to, places));
        let span = match &from {
            from if *from == to => to,
            from if from.starts_with('-') => format!("{from}{}{to}", voice.pick(" to ", " 至 ")),
            from => format!("{from}–{to}"),
        };
        page.point(0, voice.say(|| format!("{span}: {}", band.id), || format!("{span} 分：{}", band.id)));
    }
}

fn change(page: &mut Page, score: &Score, about: &AboutScore) {
    let (Some(change), Some(about)) = (score.change, &about.change) else { return };
    let voice = page.voice;
    let mut basis = noise(voice, about.noise);
    if let Some(population) = &about.population {
        basis.push_str(&voice.say(|| format!(", found in {population}"), || format!("，取自：{population}")));
    }
    let least = voice.points(change.reliable, score.scaling.decimals);
    let worse = if change.higher_is_worse {
        voice.pick("higher", "越高越差")
    } else {
        voice.pick("lower", "越低越差")
    };
    let source = voice.source(&about.from);
    page.gap();
    page.line(voice.say(
        || format!("Two occasions differ by more than noise from {least} on ({basis}); {worse} is worse. {source}"),
        || format!("两次相差 {least}或以上，才能说不是测量误差（{basis}）；{worse}。{source}"),
    ));
}

/// What a difference rests on.
fn noise(voice: Voice, noise: Noise) -> String {
    let Noise::Index { reliability, kind, sd } = noise else {
        return voice.pick("given by the source", "来源给出的界值").to_owned();
    };
    let kind = match kind {
        Reliability::Retest => voice.pick("retest reliability", "重测信度"),
        Reliability::Alpha => voice.pick("internal consistency (alpha)", "内部一致性（α）"),
    };
    let trim = |text: String| text.trim_end_matches('0').trim_end_matches('.').to_owned();
    let (r, sd) = (trim(decimal(reliability, 4)), trim(decimal(sd, 4)));
    voice.say(|| format!("{kind} {r}, standard deviation {sd}"), || format!("{kind} {r}，标准差 {sd}"))
}
