//! Elements without `html!`, which writes out at every element how one is put together. Here that stands
//! once, and an element costs a call: 2 kB less of 70 kB brotli on a student's phone. What needs a key, a
//! reference or an event's content still uses `html!`.

use std::rc::Rc;
use yew::{
    Callback, Html,
    events::Event,
    virtual_dom::{AttrValue, AttributeOrProperty, Attributes, Listener, ListenerKind, VList, VTag, VText},
};

/// One element with what is inside: `tag!("p", "class" = "lead"; text("…"))`. A listener comes last:
/// `tag!("button", "type" = "button", on props.on(event); text("…"))`.
#[macro_export]
macro_rules! tag {
    ($name:literal; $($child:expr),* $(,)?) => {
        $crate::dom::plain($name, "", Box::new([$($child),*]))
    };
    ($name:literal, "class" = $class:expr; $($child:expr),* $(,)?) => {
        $crate::dom::plain($name, $class, Box::new([$($child),*]))
    };
    ($name:literal $(, $key:literal = $value:expr)+; $($child:expr),* $(,)?) => {
        $crate::dom::element($name, &[$($key),+], vec![$($value.into()),+], None, Box::new([$($child),*]))
    };
    ($name:literal $(, $key:literal = $value:expr)+, on $listener:expr; $($child:expr),* $(,)?) => {
        $crate::dom::element(
            $name,
            &[$($key),+],
            vec![$($value.into()),+],
            Some($listener),
            Box::new([$($child),*]),
        )
    };
}
pub use tag;

/// An element with a class (`""`: none) and no other attribute.
pub fn plain(name: &'static str, class: &'static str, children: Box<[Html]>) -> Html {
    if class.is_empty() {
        element(name, &[], Vec::new(), None, children)
    } else {
        element(name, &["class"], vec![class.into()], None, children)
    }
}

/// A plain element with nothing but a text inside.
pub fn line(name: &'static str, class: &'static str, said: &str) -> Html {
    plain(name, class, Box::new([text(said)]))
}

/// Several nodes, one after the other, as one.
#[macro_export]
macro_rules! all {
    ($($child:expr),* $(,)?) => {
        $crate::dom::list(Box::new([$($child),*]))
    };
}
pub use all;

/// What [`tag!`] calls; `values` stand in the order of `keys`.
pub fn element(
    name: &'static str,
    keys: &'static [&'static str],
    values: Vec<AttrValue>,
    listener: Option<Rc<dyn Listener>>,
    children: Box<[Html]>,
) -> Html {
    let mut tag = VTag::new(name);
    let values = values.into_iter().map(|value| Some(AttributeOrProperty::Attribute(value)));
    tag.attributes = Attributes::Dynamic { keys, values: values.collect() };
    if listener.is_some() {
        tag.set_listeners(Box::new([listener]));
    }
    if let Some(inside) = tag.children_mut() {
        *inside = list(children);
    }
    tag.into()
}

/// What [`all!`] calls.
pub fn list(children: Box<[Html]>) -> Html {
    VList::with_children(children.into_vec(), None).into()
}

/// A text as a node.
pub fn text(text: &str) -> Html {
    VText::new(Rc::<str>::from(text)).into()
}

/// A click that stands for an action.
pub struct Press<T> {
    /// Who is told.
    pub act: Callback<T>,
    /// What.
    pub action: T,
}

impl<T: Clone> Listener for Press<T> {
    fn kind(&self) -> ListenerKind {
        ListenerKind::onclick
    }

    fn handle(&self, _: Event) {
        self.act.emit(self.action.clone());
    }

    fn passive(&self) -> bool {
        false
    }
}
