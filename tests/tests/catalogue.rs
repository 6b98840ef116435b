//! The catalogue of exercises, as a page reads it.

use qinghe_content::{
    Locale,
    exercise::{Catalogue, Listing},
};
use qinghe_tests::training::exercises;

#[test]
fn catalogues_are_read_back_as_they_were_written() {
    let packs = exercises();
    let all = packs.iter().filter_map(|pack| Listing::of(&pack.exercise, &pack.text.forms));
    let catalogue = Catalogue::new(Locale::ZhHans, all.collect());
    let bytes = catalogue.encode().unwrap();
    assert_eq!(Catalogue::decode(&bytes), Ok(catalogue));
}
