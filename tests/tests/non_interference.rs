//! For any two sets of responses, what can be seen outside the core is the same: the same requests at
//! the same moments, the same sizes. The person's own timing is the same in both; only the choices differ.
//!
//! One thing is not blind and is not claimed to be: an early notice is written to the sealed outbox on
//! the device, so a sitting with one has more writes of the (constant-size) outbox row than one without.
//! When the rows go away is the same for everybody.

use qinghe_content::{Locale, Pack};
use qinghe_tests::{
    blind::{
        leaks::Leak,
        members::{Member, battery, group},
        outside, outside_and_disk, requests,
        script::Script,
        sizes_are_constant,
    },
    dice::Dice,
    pack,
    suite::Suite,
    walls::sources,
    world::Seen,
};
use std::{ops::Range, rc::Rc};

/// How many pairs were compared.
#[derive(Default)]
struct Pairs {
    same_tier: u32,
    other_tier: u32,
}

type Played = Vec<(Member, Vec<Seen>)>;

fn played(script: &Script, pack: &Rc<Pack>, suite: &Rc<Suite>, members: Vec<Member>) -> Played {
    let play = |member: Member| {
        let seen = script.play(pack, suite, &member.choices);
        assert!(sizes_are_constant(&seen), "seed {}: a size differs", script.seed);
        (member, seen)
    };
    members.into_iter().map(play).collect()
}

/// Compares all with all.
fn compare(script: &Script, played: &Played, pairs: &mut Pairs) {
    let seed = script.seed;
    for (nth, (one, seen)) in played.iter().enumerate() {
        for (other, also) in &played[nth + 1..] {
            let (left, right) = (outside(seen), outside(also));
            let first = left.iter().zip(&right).find(|(one, other)| one != other);
            assert!(left == right, "seed {seed}: {:?} and {:?} show: {first:?}", one.tier, other.tier);
            if one.critical == other.critical {
                let same = outside_and_disk(seen) == outside_and_disk(also);
                assert!(same, "seed {seed}: {:?} and {:?} show on the disk", one.tier, other.tier);
            }
            *(if one.tier == other.tier { &mut pairs.same_tier } else { &mut pairs.other_tier }) += 1;
        }
    }
}

/// What the centre is told differs exactly when there is something different to tell. Otherwise the
/// comparison above would compare nothing. Holds where an early notice has one cause and no choice.
fn told_apart(script: &Script, played: &Played) {
    for (nth, (one, seen)) in played.iter().enumerate() {
        for (other, also) in &played[nth + 1..] {
            let told = one.tier == other.tier && (!script.share_domains || one.domains == other.domains);
            // The same seed gives the same ids, so not even they are left out of the comparison.
            assert_eq!(
                seen == also,
                told,
                "seed {}: {:?} and {:?}, inside",
                script.seed,
                one.tier,
                other.tier
            );
        }
    }
}

/// The shipped battery: so many scripts, each with a group of twenty or so.
fn shipped(seeds: Range<u64>, share_domains: bool) {
    let (pack, suite) = (pack(Locale::ZhHans), Rc::new(Suite::Plain));
    let mut pairs = Pairs::default();
    for seed in seeds {
        let script = Script::new(&pack, seed, share_domains);
        let members = group(&pack, &mut Dice::new(seed ^ 0xA11), 3, 2);
        let played = played(&script, &pack, &suite, members);
        compare(&script, &played, &mut pairs);
        told_apart(&script, &played);
    }
    assert!(pairs.same_tier > 6_500 && pairs.other_tier > 30_000, "{} {}", pairs.same_tier, pairs.other_tier);
}

#[test]
fn nothing_outside_depends_on_the_responses_when_domains_are_shared() {
    shipped(0..190, true);
}

#[test]
fn nothing_outside_depends_on_the_responses_when_only_the_tier_is_told() {
    shipped(1_000..1_190, false);
}

#[test]
fn nothing_outside_depends_on_the_responses_in_batteries_that_nobody_wrote() {
    let suite = Rc::new(Suite::Plain);
    let mut pairs = Pairs::default();
    for seed in 2_000..2_130 {
        let pack = battery(seed);
        let script = Script::new(&pack, seed, seed % 2 == 0);
        let members = group(&pack, &mut Dice::new(seed), 3, 2);
        compare(&script, &played(&script, &pack, &suite, members), &mut pairs);
    }
    assert!(pairs.same_tier + pairs.other_tier > 20_000, "{} {}", pairs.same_tier, pairs.other_tier);
}

/// How often and when it is tried again is the same. Whoever had two notices waiting keeps the rows a slot
/// longer afterwards, which the disk shows and the network does not.
#[test]
fn no_request_depends_on_the_responses_while_the_network_is_down() {
    let (pack, suite) = (pack(Locale::ZhHans), Rc::new(Suite::Plain));
    let mut pairs = 0;
    for seed in 3_000..3_060 {
        let mut script = Script::new(&pack, seed, true);
        script.down_ms = Dice::new(seed).between(20_000, 400_000);
        let played = played(&script, &pack, &suite, group(&pack, &mut Dice::new(seed), 2, 2));
        for (nth, (one, seen)) in played.iter().enumerate() {
            for (other, also) in &played[nth + 1..] {
                assert!(requests(seen) == requests(also), "seed {seed}: {:?}, {:?}", one.tier, other.tier);
                pairs += 1;
            }
        }
    }
    assert!(pairs > 5_000, "{pairs}");
}

#[test]
fn the_same_with_real_envelopes() {
    let (pack, suite) = (pack(Locale::ZhHans), Rc::new(Suite::hpke()));
    let script = Script::new(&pack, 4_000, true);
    let played = played(&script, &pack, &suite, group(&pack, &mut Dice::new(4_000), 1, 1));
    compare(&script, &played, &mut Pairs::default());
    told_apart(&script, &played);
}

#[test]
fn every_planted_leak_is_seen() {
    let (pack, suite) = (pack(Locale::ZhHans), Rc::new(Suite::Plain));
    let script = Script::new(&pack, 5_000, true);
    let played = played(&script, &pack, &suite, group(&pack, &mut Dice::new(5_000), 3, 2));
    for leak in Leak::ALL {
        let leaking: Vec<_> =
            played.iter().map(|(member, seen)| (member, leak.plant(seen.clone(), &member.choices))).collect();
        let shows = leaking.iter().enumerate().any(|(nth, (one, seen))| {
            leaking[nth + 1..].iter().any(|(other, also)| {
                outside(seen) != outside(also)
                    || one.critical == other.critical && outside_and_disk(seen) != outside_and_disk(also)
            })
        });
        let sizes = leaking.iter().all(|(_, seen)| sizes_are_constant(seen));
        assert!(shows || !sizes, "{leak:?} is not noticed");
    }
}

/// What is typed stays out of the browser's memory: no name to fill in by, nothing to complete, no spelling
/// service that would get the text.
#[test]
fn every_field_keeps_to_itself() {
    let mut fields = 0;
    for source in
        ["src/ui", "src/element"].into_iter().flat_map(|room| sources(room, &[".rs", ".js", ".html"]))
    {
        let text = &source.text;
        assert!(
            !text.contains("<input") && !text.contains("<textarea"),
            "{}: fields by another way",
            source.path
        );
        for (at, _) in text.match_indices("tag!(\"input\"").chain(text.match_indices("tag!(\"textarea\"")) {
            let tag = &text[at..];
            let tag = &tag[..tag.find(';').unwrap_or(tag.len())];
            fields += 1;
            if tag.contains("\"checkbox\"") || tag.contains("\"radio\"") {
                continue;
            }
            for wanted in ["\"autocomplete\" = \"off\"", "\"spellcheck\" = \"false\""] {
                assert!(tag.contains(wanted), "{}: a field without {wanted}: {tag}", source.path);
            }
            assert!(!tag.contains("\"name\" ="), "{}: a field with a name: {tag}", source.path);
        }
    }
    assert!(fields > 0, "the fields are written in another form now");
}
