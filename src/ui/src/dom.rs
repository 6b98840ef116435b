//! A screen as a value. Views build what a screen says anew at every change; `placed.rs` brings the page up to date
//! with it. Together they are all that the element needs of a component library, and a third of its first load less
//! (decision 0010).

use crate::On;
use std::borrow::Cow;

/// A part of a screen, or nothing, which holds a place among its neighbours, so that they stay who they are. As wide as
/// a pointer: a screen is put together by moving a few hundred of these.
#[derive(Default)]
pub struct Node(pub(crate) Option<Box<Part>>);

pub(crate) enum Part {
    Text(String),
    Element(Element),
    /// Several, one after the other.
    List(Box<[Node]>),
}

/// An element with what is inside.
pub(crate) struct Element {
    pub name: &'static str,
    /// Two elements with different keys are never taken for one another.
    pub key: usize,
    pub names: &'static [&'static str],
    /// In the order of `names`.
    pub values: Box<[Cow<'static, str>]>,
    pub on: Option<On>,
    pub inside: Node,
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
    Part::Element(Element { name, key: 0, names, values, on, inside: list(children) }).into()
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
    Part::Text(said.to_owned()).into()
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
}
