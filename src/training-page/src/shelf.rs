//! What came from the gateway in one language: the catalogue, and the packs as they arrive.

use crate::words::Locale;
use qinghe_content::{
    asked::{KnowledgePack, ProbePack},
    exercise::{Catalogue, ExercisePack, LessonListing, Lessons, Listing, Together},
};
use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

/// Whose page it is, and so which catalogue comes to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Students practise.
    Students,
    /// A family learns.
    Families,
}

enum Stock {
    Exercises(Catalogue),
    Lessons(Lessons),
}

/// Catalogue and packs of one language. A pack is read when it is opened for the first time.
pub struct Shelf {
    /// The language.
    pub locale: Locale,
    stock: Stock,
    bytes: BTreeMap<String, Vec<u8>>,
    read: RefCell<BTreeMap<String, Rc<ExercisePack>>>,
}

impl Shelf {
    /// A shelf of this catalogue; `None` when it is damaged or in another language. In which script stands in the pack alone.
    #[must_use]
    pub fn new(whose: Whose, locale: Locale, catalogue: &[u8]) -> Option<Shelf> {
        let (stock, of) = match whose {
            Whose::Students => {
                let found = Catalogue::decode(catalogue).ok()?;
                let of = found.locale;
                (Stock::Exercises(found), of)
            }
            Whose::Families => {
                let found = Lessons::decode(catalogue).ok()?;
                let of = found.locale;
                (Stock::Lessons(found), of)
            }
        };
        ((of == Locale::En) == (locale == Locale::En)).then_some(Shelf {
            locale,
            stock,
            bytes: BTreeMap::new(),
            read: RefCell::default(),
        })
    }

    /// A pack has arrived.
    pub fn put(&mut self, id: String, bytes: Vec<u8>) {
        self.bytes.insert(id, bytes);
    }

    /// Every exercise of students there is, arrived or not.
    #[must_use]
    pub fn listings(&self) -> &[Listing] {
        match &self.stock {
            Stock::Exercises(catalogue) => &catalogue.listings,
            Stock::Lessons(_) => &[],
        }
    }

    /// One of them.
    #[must_use]
    pub fn listing(&self, id: &str) -> Option<&Listing> {
        self.listings().iter().find(|listing| listing.id == id)
    }

    /// Every family lesson there is, arrived or not.
    #[must_use]
    pub fn lessons(&self) -> &[LessonListing] {
        match &self.stock {
            Stock::Lessons(lessons) => &lessons.listings,
            Stock::Exercises(_) => &[],
        }
    }

    /// One of them.
    #[must_use]
    pub fn lesson(&self, id: &str) -> Option<&LessonListing> {
        self.lessons().iter().find(|listing| listing.id == id)
    }

    /// What parent and child can do at two seats.
    #[must_use]
    pub fn together(&self) -> &[Together] {
        match &self.stock {
            Stock::Lessons(lessons) => &lessons.together,
            Stock::Exercises(_) => &[],
        }
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
