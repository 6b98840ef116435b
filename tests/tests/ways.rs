//! What the ways into an exercise are called on the menu, in the words that ship.

use qinghe_content::{
    Locale,
    exercise::{Catalogue, Listing, Variant},
};
use qinghe_tests::training::exercises;
use qinghe_training_page::{
    room::Room,
    shelf::{Shelf, Whose},
};

#[test]
fn a_way_back_is_called_by_its_own_name_and_the_first_one_by_none() {
    let packs = exercises();
    let listings = packs.iter().filter_map(|pack| Listing::of(&pack.exercise, &pack.text.forms)).collect();
    let catalogue = Catalogue::new(Locale::ZhHans, listings).encode().unwrap();
    let mut room = Room { shelf: Shelf::new(Whose::Students, Locale::ZhHans, &catalogue), ..Room::default() };
    room.book.settings.variant = Some(Variant::Junior);
    let help = "e35-one-step-to-help";
    assert_eq!(room.way(help, "did-it"), None, "its pack has not come");
    let mut named = 0;
    for pack in &packs {
        room.shelf.as_mut().unwrap().put(pack.exercise.id.clone(), pack.encode().unwrap());
        let Some(form) = pack.exercise.form(Variant::Junior) else { continue };
        let ways = form.entries.iter().map(|entry| room.way(&pack.exercise.id, &entry.id));
        for (nth, way) in ways.enumerate() {
            assert_eq!(way.is_some(), nth > 0, "{}: way {nth}", pack.exercise.id);
            named += usize::from(nth > 0);
        }
    }
    assert!(named > 20, "most exercises are come back to");
    assert_eq!(room.way(help, "did-it").as_deref(), Some("后来怎么样了"));
    assert_eq!(room.way("e34-safety-plan", "review").as_deref(), Some("回来改一改"));
    assert_eq!((room.way(help, "open"), room.way("e99", "did-it")), (None, None));
    room.book.settings.variant = Some(Variant::Adult);
    assert_eq!(room.way(help, "did-it"), None, "not for this stage");
}
