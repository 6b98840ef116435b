//! What came from the gateway in one language: the catalogue, and the packs as they arrive.

use crate::words::Locale;
use qinghe_content::{
    asked::{KnowledgePack, ProbePack},
    exercise::{Catalogue, ExercisePack, Listing},
};
use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

/// Catalogue and packs of one language. A pack is read when it is opened for the first time.
pub struct Shelf {
    /// The language.
    pub locale: Locale,
    catalogue: Catalogue,
    bytes: BTreeMap<String, Vec<u8>>,
    read: RefCell<BTreeMap<String, Rc<ExercisePack>>>,
}

impl Shelf {
    /// A shelf of this catalogue; `None` when it is damaged or in another language.
    #[must_use]
    pub fn new(locale: Locale, catalogue: &[u8]) -> Option<Shelf> {
        let catalogue = Catalogue::decode(catalogue).ok().filter(|found| found.locale == locale)?;
        Some(Shelf { locale, catalogue, bytes: BTreeMap::new(), read: RefCell::default() })
    }

    /// A pack has arrived.
    pub fn put(&mut self, id: String, bytes: Vec<u8>) {
        self.bytes.insert(id, bytes);
    }

    /// Everything there is, arrived or not.
    #[must_use]
    pub fn listings(&self) -> &[Listing] {
        &self.catalogue.listings
    }

    /// One of them.
    #[must_use]
    pub fn listing(&self, id: &str) -> Option<&Listing> {
        self.catalogue.listing(id)
    }

    /// The exercise that calms.
    #[must_use]
    pub fn calm(&self) -> Option<&Listing> {
        self.listings().iter().find(|listing| listing.calm)
    }

    /// The pack of an exercise; `None` until it has arrived, or when it is damaged.
    #[must_use]
    pub fn pack(&self, id: &str) -> Option<Rc<ExercisePack>> {
        if let Some(pack) = self.read.borrow().get(id) {
            return Some(pack.clone());
        }
        let pack = Rc::new(ExercisePack::decode(self.bytes.get(id)?).ok()?);
        self.read.borrow_mut().insert(id.to_owned(), pack.clone());
        Some(pack)
    }

    /// A bank; `None` until it has arrived, or when it is damaged.
    #[must_use]
    pub fn probes(&self, id: &str) -> Option<ProbePack> {
        ProbePack::decode(self.bytes.get(id)?).ok()
    }

    /// Core knowledge of a stage; `None` until it has arrived, or when it is damaged.
    #[must_use]
    pub fn knowledge(&self, id: &str) -> Option<KnowledgePack> {
        KnowledgePack::decode(self.bytes.get(id)?).ok()
    }
}
