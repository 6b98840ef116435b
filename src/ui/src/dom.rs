//! A screen as a value, and the nodes of the browser that follow it.
//!
//! Views build what a screen says anew at every change; [`Node::place`] then touches what differs from the screen
//! before, and nothing else: what has the focus keeps it, and a screen reader hears what is new. This is all that the
//! element needs of a component library, and a third of its first load less (decision 0010).

use crate::On;
use std::borrow::Cow;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, HtmlInputElement, Node as Placed};

/// A part of a screen, or nothing, which holds a place among its neighbours, so that they stay who they are. As wide as
/// a pointer: a screen is put together by moving a few hundred of these.
#[derive(Default)]
pub struct Node(Option<Box<Part>>);

enum Part {
    Text(Text),
    Element(Element),
    /// Several, one after the other.
    List(Box<[Node]>),
}

/// A text, and its node once it is placed.
struct Text {
    said: String,
    placed: Option<web_sys::Text>,
}

/// An element, and its node once it is placed.
struct Element {
    name: &'static str,
    /// Two elements with different keys are never taken for one another.
    key: usize,
    names: &'static [&'static str],
    /// In the order of `names`.
    values: Box<[Cow<'static, str>]>,
    on: Option<On>,
    inside: Node,
    placed: Option<web_sys::Element>,
}

/// One element with what is inside: `tag!("p", "class" = "lead"; text("…"))`. What it reports comes last:
/// `tag!("button", "type" = "button", on props.on(event); text("…"))`.
macro_rules! tag {
    ($name:literal, "class" = $class:literal; $($child:expr),* $(,)?) => {
        $crate::dom::plain($name, $class, Box::new([$($child),*]))
    };
    ($name:literal $(, $key:literal = $value:expr)*; $($child:expr),* $(,)?) => {
        $crate::dom::element($name, &[$($key),*], Box::new([$($value.into()),*]), None, Box::new([$($child),*]))
    };
    ($name:literal $(, $key:literal = $value:expr)*, on $on:expr; $($child:expr),* $(,)?) => {
        $crate::dom::element($name, &[$($key),*], Box::new([$($value.into()),*]), Some($on), Box::new([$($child),*]))
    };
}
pub(crate) use tag;

/// Several nodes, one after the other, as one.
macro_rules! all {
    ($($child:expr),* $(,)?) => {
        $crate::dom::list(Box::new([$($child),*]))
    };
}
pub(crate) use all;

/// What [`tag!`] calls; `values` stand in the order of `names`.
pub fn element(
    name: &'static str,
    names: &'static [&'static str],
    values: Box<[Cow<'static, str>]>,
    on: Option<On>,
    children: Box<[Node]>,
) -> Node {
    Part::Element(Element { name, key: 0, names, values, on, inside: list(children), placed: None }).into()
}

/// An element with a class (`""`: none) and nothing but a text inside.
pub fn line(name: &'static str, class: &'static str, said: &str) -> Node {
    plain(name, class, Box::new([text(said)]))
}

/// An element with a class (`""`: none) and no other attribute.
pub fn plain(name: &'static str, class: &'static str, children: Box<[Node]>) -> Node {
    if class.is_empty() {
        element(name, &[], Box::new([]), None, children)
    } else {
        element(name, &["class"], Box::new([class.into()]), None, children)
    }
}

/// What [`all!`] calls.
pub fn list(children: Box<[Node]>) -> Node {
    Part::List(children).into()
}

/// A text as a node.
pub fn text(said: &str) -> Node {
    Part::Text(Text { said: said.to_owned(), placed: None }).into()
}

impl From<Part> for Node {
    fn from(part: Part) -> Node {
        Node(Some(Box::new(part)))
    }
}

impl Node {
    /// The same element, never taken for one with another key.
    pub fn keyed(mut self, key: usize) -> Node {
        if let Some(Part::Element(element)) = self.0.as_deref_mut() {
            element.key = key;
        }
        self
    }

    /// Puts this in the place of `old`, inside `parent` and before `next`. Gives the first node of it, or `next` where
    /// it has none. A refusal of the browser is thrown: the page that asked mounts the element anew from its rows.
    pub fn place(
        &mut self,
        old: Node,
        page: &Document,
        parent: &Placed,
        next: Option<Placed>,
    ) -> Option<Placed> {
        let old = old.0.map(|old| *old);
        match self.0.as_deref_mut() {
            None => {
                old.map(Part::remove);
                next
            }
            Some(Part::Text(text)) => Some(text.place(old, page, parent, next)),
            Some(Part::Element(element)) => Some(element.place(old, page, parent, next)),
            Some(Part::List(children)) => {
                let mut before = match old {
                    Some(Part::List(before)) => before.into_vec(),
                    Some(other) => vec![other.into()],
                    None => Vec::new(),
                };
                for surplus in before.drain(children.len().min(before.len())..) {
                    surplus.remove();
                }
                before.resize_with(children.len(), Node::default);
                // From the end: each is put before what follows it.
                children
                    .iter_mut()
                    .zip(before)
                    .rev()
                    .fold(next, |next, (child, before)| child.place(before, page, parent, next))
            }
        }
    }

    fn remove(self) {
        self.0.map(|part| part.remove());
    }

    /// What the innermost element around `target` reports, if one of them does.
    pub fn on(&self, target: &Placed) -> Option<On> {
        match self.0.as_deref()? {
            Part::Text(_) => None,
            Part::List(children) => children.iter().find_map(|child| child.on(target)),
            Part::Element(element) => element.inside.on(target).or_else(|| {
                let placed = element.placed.as_ref()?;
                element.on.filter(|_| placed.contains(Some(target)))
            }),
        }
    }
}

impl Part {
    fn remove(self) {
        match self {
            Part::Text(text) => text.placed.iter().for_each(|placed| placed.remove()),
            Part::Element(element) => element.placed.iter().for_each(web_sys::Element::remove),
            Part::List(children) => children.into_vec().into_iter().for_each(Node::remove),
        }
    }
}

impl Text {
    fn place(&mut self, old: Option<Part>, page: &Document, parent: &Placed, next: Option<Placed>) -> Placed {
        let placed = match old {
            Some(Part::Text(Text { said, placed: Some(placed) })) => {
                if said != self.said {
                    placed.set_data(&self.said);
                }
                placed
            }
            old => {
                old.map(Part::remove);
                let fresh = page.create_text_node(&self.said);
                insert(parent, &fresh, next.as_ref());
                fresh
            }
        };
        self.placed.insert(placed).clone().into()
    }
}

impl Element {
    fn place(&mut self, old: Option<Part>, page: &Document, parent: &Placed, next: Option<Placed>) -> Placed {
        match old {
            Some(Part::Element(Element {
                name, key, names, values, inside, placed: Some(placed), ..
            })) if (name, key, names) == (self.name, self.key, self.names) => {
                for ((name, value), before) in self.names.iter().zip(&self.values).zip(&values) {
                    if value != before {
                        self.set(&placed, name, value);
                    }
                }
                self.inside.place(inside, page, &placed, None);
                self.placed.insert(placed).clone().into()
            }
            old => {
                old.map(Part::remove);
                self.fresh(page, parent, next)
            }
        }
    }

    fn fresh(&mut self, page: &Document, parent: &Placed, next: Option<Placed>) -> Placed {
        let made = match self.name {
            "svg" | "path" => page.create_element_ns(Some("http://www.w3.org/2000/svg"), self.name),
            name => page.create_element(name),
        };
        let placed = made.unwrap_or_else(refused);
        for (name, value) in self.names.iter().zip(&self.values) {
            self.set(&placed, name, value);
        }
        self.inside.place(Node::default(), page, &placed, None);
        insert(parent, &placed, next.as_ref());
        self.placed.insert(placed).clone().into()
    }

    /// What a person ticks and types changes the property and not the attribute.
    fn set(&self, placed: &web_sys::Element, name: &str, value: &str) {
        match (self.name, name) {
            ("input", "checked") => placed.unchecked_ref::<HtmlInputElement>().set_checked(value == "true"),
            ("input", "value") => placed.unchecked_ref::<HtmlInputElement>().set_value(value),
            _ => placed.set_attribute(name, value).unwrap_or_else(refused),
        }
    }
}

fn insert(parent: &Placed, node: &Placed, next: Option<&Placed>) {
    parent.insert_before(node, next).map(drop).unwrap_or_else(refused);
}

fn refused<T>(why: JsValue) -> T {
    wasm_bindgen::throw_val(why)
}
