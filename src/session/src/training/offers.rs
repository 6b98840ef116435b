//! What is offered: at most three things, and one of them is always somebody to talk to.

use super::record::Record;
use crate::practice::Now;
use qinghe_content::{
    Domain, Tier,
    exercise::{Listing, OfferRule, Variant},
};

/// Exercises that are offered beside somebody to talk to.
const MOST: usize = 2;

/// One offer.
#[derive(Clone, PartialEq, Eq)]
pub enum Offer {
    /// An exercise, by its id.
    Exercise(String),
    /// Somebody to talk to: the counsellor, a trusted adult, a help line.
    Talk,
}

/// The offers for this tier and these domains, the most fitting first. When somebody is needed, talking comes
/// first; else it comes last, and it is never missing.
#[must_use]
pub fn offers(
    all: &[Listing],
    record: &Record,
    tier: Tier,
    domains: &[Domain],
    variant: Variant,
    now: Now,
) -> Vec<Offer> {
    let urgent = tier == Tier::Urgent || record.is_urgent(now);
    let fits = |listing: &&Listing| {
        listing.face(variant).is_some()
            && (!urgent || listing.after_urgent)
            && record.may_start(listing, now).is_ok()
    };
    let open: Vec<&Listing> = all.iter().filter(fits).collect();
    let mut ranked: Vec<(u8, usize, &str)> = if urgent {
        // What calms comes first.
        open.iter().map(|one| (u8::from(!one.calm), 0, one.id.as_str())).collect()
    } else {
        let tier = if tier == Tier::Unclear { Tier::Routine } else { tier };
        open.iter().filter_map(|one| rank(one, tier, domains, variant)).collect()
    };
    ranked.sort_unstable();
    let exercises = ranked.into_iter().take(MOST).map(|(.., id)| Offer::Exercise(id.to_owned()));
    let first = urgent || tier == Tier::Priority;
    let talk = |here: bool| here.then_some(Offer::Talk);
    talk(first).into_iter().chain(exercises).chain(talk(!first)).collect()
}

/// Its best rank, and where its domain stands; whoever has no domain that stands out is offered what is good
/// for anybody.
fn rank<'a>(
    listing: &'a Listing,
    tier: Tier,
    domains: &[Domain],
    variant: Variant,
) -> Option<(u8, usize, &'a str)> {
    let fits = |rule: &&OfferRule| rule.tiers.contains(&tier) && rule.variants.contains(&variant);
    let rules = listing.offers.iter().filter(fits);
    let one = |rule: &OfferRule| {
        let place = domains.iter().position(|domain| *domain == rule.domain);
        // Behind everything that a domain asks for.
        let place = place.or((rule.domain == Domain::Wellbeing).then_some(domains.len()))?;
        let behind = if place == domains.len() && !domains.is_empty() { 100 } else { 0 };
        Some((rule.rank.saturating_add(behind), place, listing.id.as_str()))
    };
    rules.filter_map(one).min()
}
