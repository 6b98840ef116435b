//! A page that is a list of nodes, and screens by chance.

use crate::{
    Action, On,
    dom::{Node, element, list, text},
    placed::{Page, Placed, on, place},
};
use proptest::prelude::*;
use std::{cell::RefCell, fmt::Write};

#[derive(Default)]
struct Thing {
    name: &'static str,
    said: String,
    attributes: Vec<(&'static str, String)>,
    inside: Vec<usize>,
    parent: Option<usize>,
}

/// Nodes are numbered in the order in which they were made; the first is the root.
struct Fake(RefCell<Vec<Thing>>);

impl Fake {
    fn new() -> Fake {
        Fake(RefCell::new(vec![Thing::default()]))
    }

    fn make(&self, thing: Thing) -> usize {
        self.0.borrow_mut().push(thing);
        self.0.borrow().len() - 1
    }

    fn made(&self) -> usize {
        self.0.borrow().len()
    }

    fn show(&self, node: usize) -> String {
        let mut out = String::new();
        self.write(node, &mut out);
        out
    }

    fn write(&self, node: usize, out: &mut String) {
        let things = self.0.borrow();
        let thing = &things[node];
        let _ = write!(out, "<{} {:?} {:?}", thing.name, thing.said, thing.attributes);
        for inside in &thing.inside {
            self.write(*inside, out);
        }
        out.push('>');
    }
}

impl Page for Fake {
    type Node = usize;

    fn element(&self, name: &'static str) -> usize {
        self.make(Thing { name, ..Thing::default() })
    }

    fn text(&self, said: &str) -> usize {
        self.make(Thing { said: said.to_owned(), ..Thing::default() })
    }

    fn put(&self, parent: &usize, node: &usize, next: Option<&usize>) {
        let mut things = self.0.borrow_mut();
        assert!(things[*node].parent.is_none(), "only new nodes are put");
        things[*node].parent = Some(*parent);
        let inside = &mut things[*parent].inside;
        let at = next.map_or(inside.len(), |next| {
            inside.iter().position(|one| one == next).expect("what follows stands in the same parent")
        });
        inside.insert(at, *node);
    }

    fn take(&self, node: &usize) {
        let mut things = self.0.borrow_mut();
        let parent = things[*node].parent.take().expect("it stands somewhere");
        things[parent].inside.retain(|one| one != node);
    }

    fn say(&self, text: &usize, said: &str) {
        self.0.borrow_mut()[*text].said = said.to_owned();
    }

    fn set(&self, node: &usize, _element: &'static str, name: &'static str, value: &str) {
        let attributes = &mut self.0.borrow_mut()[*node].attributes;
        attributes.retain(|(one, _)| *one != name);
        attributes.push((name, value.to_owned()));
        attributes.sort_unstable();
    }

    fn holds(&self, node: &usize, target: &usize) -> bool {
        let mut at = Some(*target);
        while let Some(one) = at {
            if one == *node {
                return true;
            }
            at = self.0.borrow()[one].parent;
        }
        false
    }
}

/// What a screen is made of, so that it can be built twice.
#[derive(Clone, Debug)]
enum Plan {
    Nothing,
    Text(u8),
    Element { name: u8, key: usize, value: u8, on: bool, inside: Vec<Plan> },
    List(Vec<Plan>),
}

fn plan() -> impl Strategy<Value = Plan> {
    let leaf = prop_oneof![Just(Plan::Nothing), (0..3_u8).prop_map(Plan::Text)];
    leaf.prop_recursive(4, 40, 5, |inner| {
        let inside = prop::collection::vec(inner, 0..5);
        prop_oneof![
            inside.clone().prop_map(Plan::List),
            (0..4_u8, 0..2_usize, 0..3_u8, any::<bool>(), inside)
                .prop_map(|(name, key, value, on, inside)| Plan::Element { name, key, value, on, inside }),
        ]
    })
}

fn build(plan: &Plan) -> Node {
    let all = |plans: &[Plan]| plans.iter().map(build).collect::<Box<[Node]>>();
    match plan {
        Plan::Nothing => Node::default(),
        Plan::Text(said) => text(&said.to_string()),
        Plan::List(plans) => list(all(plans)),
        Plan::Element { name, key, value, on, inside } => {
            let (name, names): (_, &[&str]) = match name {
                0 => ("p", &[]),
                1 => ("p", &["class"]),
                2 => ("div", &["class"]),
                _ => ("button", &["class", "type"]),
            };
            let values = names.iter().map(|_| value.to_string().into()).collect();
            element(name, names, values, on.then_some(On::Press(Action::Stay)), all(inside)).keyed(*key)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Whatever came before, the page says what it would say if nothing had come before; and the same screen again
    /// makes nothing.
    #[test]
    fn every_screen_after_every_other_is_as_if_it_were_the_first(screens in prop::collection::vec(plan(), 1..4)) {
        let page = Fake::new();
        let mut placed = Placed::Nothing;
        for screen in &screens {
            placed = place(&page, &0, placed, build(screen), &mut None);
            let alone = Fake::new();
            let _ = place(&alone, &0, Placed::Nothing, build(screen), &mut None);
            prop_assert_eq!(page.show(0), alone.show(0));
            let made = page.made();
            placed = place(&page, &0, placed, build(screen), &mut None);
            prop_assert_eq!(page.made(), made);
        }
    }
}

#[test]
fn what_stays_is_the_same_node_whatever_comes_and_goes_beside_it() {
    let page = Fake::new();
    let field = || element("input", &["type"], Box::new(["text".into()]), Some(On::Name), Box::new([]));
    let screen =
        |hint: Node| element("div", &[], Box::new([]), None, Box::new([hint, field(), text("below")]));
    let first = place(&page, &0, Placed::Nothing, screen(Node::default()), &mut None);
    let made = page.made();
    let more = place(&page, &0, first, screen(list(Box::new([text("one"), text("two")]))), &mut None);
    assert_eq!(page.made(), made + 2, "two texts are new, and nothing else");
    let last = place(&page, &0, more, screen(Node::default()), &mut None);
    assert_eq!(page.made(), made + 2);
    let field = page.0.borrow().iter().position(|thing| thing.name == "input").expect("it was made");
    assert!(matches!(on(&page, &last, &field), Some(On::Name)), "the field is the node that it was");
}

#[test]
fn another_key_is_another_element() {
    let page = Fake::new();
    let screen = |key| element("div", &[], Box::new([]), None, Box::new([text("one")])).keyed(key);
    let first = place(&page, &0, Placed::Nothing, screen(1), &mut None);
    let made = page.made();
    let _ = place(&page, &0, first, screen(2), &mut None);
    assert_eq!(page.made(), made + 2);
}

#[test]
fn the_innermost_element_reports() {
    let page = Fake::new();
    let inner = element("button", &[], Box::new([]), Some(On::Press(Action::Stay)), Box::new([text("in")]));
    let outer = element("label", &[], Box::new([]), Some(On::Name), Box::new([inner, text("beside")]));
    let placed = place(&page, &0, Placed::Nothing, outer, &mut None);
    let things: Vec<String> = page.0.borrow().iter().map(|thing| thing.said.clone()).collect();
    let node = |said: &str| things.iter().position(|one| one == said).expect("it was made");
    assert!(matches!(on(&page, &placed, &node("in")), Some(On::Press(_))));
    assert!(matches!(on(&page, &placed, &node("beside")), Some(On::Name)));
    assert!(on(&page, &placed, &0).is_none());
}
