//! Brings the nodes of a page up to date with a screen: what differs from the screen before is touched, and nothing else.
//! What has the focus keeps it, what is being typed stays, and a screen reader hears what is new.

use crate::{
    On,
    dom::{Element, Node, Part},
};

/// What can be done to a page. A page that refuses is left as it is, by a throw: whoever asked mounts the element anew.
pub trait Page {
    /// A node of the page.
    type Node: Clone;
    /// A new element, nowhere yet.
    fn element(&self, name: &'static str) -> Self::Node;
    /// A new text, nowhere yet.
    fn text(&self, said: &str) -> Self::Node;
    /// Puts a new node inside `parent` and before `next`, or last.
    fn put(&self, parent: &Self::Node, node: &Self::Node, next: Option<&Self::Node>);
    /// Takes a node away, with what is inside.
    fn take(&self, node: &Self::Node);
    /// Lets a text say something else.
    fn say(&self, text: &Self::Node, said: &str);
    /// Gives an element of this name an attribute.
    fn set(&self, node: &Self::Node, element: &'static str, name: &'static str, value: &str);
    /// Whether `target` is `node` or inside it.
    fn holds(&self, node: &Self::Node, target: &Self::Node) -> bool;
}

/// What stands on a page.
#[derive(Default)]
pub enum Placed<N> {
    /// Nothing.
    #[default]
    Nothing,
    /// A text, and what it says.
    Text(N, String),
    /// An element.
    Element(Box<Standing<N>>),
    /// Several, one after the other.
    List(Vec<Placed<N>>),
}

/// An element on a page: `said` has nothing inside any more, `inside` has.
pub struct Standing<N> {
    node: N,
    said: Element,
    inside: Placed<N>,
}

/// Puts `new` in the place of `old`, inside `parent` and before `next`; afterwards `next` is the first node of it, if it
/// has one.
pub fn place<P: Page>(
    page: &P,
    parent: &P::Node,
    old: Placed<P::Node>,
    new: Node,
    next: &mut Option<P::Node>,
) -> Placed<P::Node> {
    match (new.0.map(|part| *part), old) {
        (Some(Part::Text(new)), Placed::Text(node, old)) => {
            if new != old {
                page.say(&node, &new);
            }
            *next = Some(node.clone());
            Placed::Text(node, new)
        }
        (Some(Part::Element(new)), Placed::Element(old)) if old.said.is_like(&new) => {
            let Standing { node, said, inside } = *old;
            for ((name, value), before) in new.names.iter().zip(&new.values).zip(&said.values) {
                if value != before {
                    page.set(&node, new.name, name, value);
                }
            }
            let placed = standing(page, node.clone(), new, inside);
            *next = Some(node);
            placed
        }
        (Some(Part::List(new)), Placed::List(old)) => several(page, parent, old, new.into_vec(), next),
        (new, old) => {
            take(page, old);
            match new {
                None => Placed::Nothing,
                Some(Part::Text(new)) => {
                    let node = page.text(&new);
                    page.put(parent, &node, next.as_ref());
                    *next = Some(node.clone());
                    Placed::Text(node, new)
                }
                Some(Part::Element(new)) => {
                    let node = page.element(new.name);
                    for (name, value) in new.names.iter().zip(&new.values) {
                        page.set(&node, new.name, name, value);
                    }
                    // Filled first: it comes to the page whole.
                    let placed = standing(page, node.clone(), new, Placed::Nothing);
                    page.put(parent, &node, next.as_ref());
                    *next = Some(node);
                    placed
                }
                Some(Part::List(new)) => several(page, parent, Vec::new(), new.into_vec(), next),
            }
        }
    }
}

fn standing<P: Page>(page: &P, node: P::Node, mut said: Element, inside: Placed<P::Node>) -> Placed<P::Node> {
    let inside = place(page, &node, inside, std::mem::take(&mut said.inside), &mut None);
    Placed::Element(Box::new(Standing { node, said, inside }))
}

/// From the end: each is put before what follows it.
fn several<P: Page>(
    page: &P,
    parent: &P::Node,
    mut old: Vec<Placed<P::Node>>,
    new: Vec<Node>,
    next: &mut Option<P::Node>,
) -> Placed<P::Node> {
    while old.len() > new.len() {
        take(page, old.pop().unwrap_or_default());
    }
    old.resize_with(new.len(), Placed::default);
    for (new, place_of) in new.into_iter().zip(&mut old).rev() {
        *place_of = place(page, parent, std::mem::take(place_of), new, next);
    }
    Placed::List(old)
}

fn take<P: Page>(page: &P, old: Placed<P::Node>) {
    match old {
        Placed::Nothing => {}
        Placed::Text(node, _) => page.take(&node),
        Placed::Element(standing) => page.take(&standing.node),
        Placed::List(all) => all.into_iter().for_each(|one| take(page, one)),
    }
}

/// What the innermost element around `target` reports, if one of them does.
pub fn on<P: Page>(page: &P, placed: &Placed<P::Node>, target: &P::Node) -> Option<On> {
    match placed {
        Placed::Nothing | Placed::Text(..) => None,
        Placed::List(all) => all.iter().find_map(|one| on(page, one, target)),
        Placed::Element(standing) => on(page, &standing.inside, target)
            .or_else(|| standing.said.on.filter(|_| page.holds(&standing.node, target))),
    }
}

impl Element {
    /// Whether the one can become the other by other values and another inside.
    fn is_like(&self, other: &Element) -> bool {
        (self.name, self.key, self.names) == (other.name, other.key, other.names)
    }
}
