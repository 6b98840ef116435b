//! The page of a browser.

use crate::placed::Page;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, HtmlInputElement, Node};

impl Page for Document {
    type Node = Node;

    fn element(&self, name: &'static str) -> Node {
        let made = match name {
            "svg" | "path" => self.create_element_ns(Some("http://www.w3.org/2000/svg"), name),
            _ => self.create_element(name),
        };
        made.unwrap_or_else(refused).into()
    }

    fn text(&self, said: &str) -> Node {
        self.create_text_node(said).into()
    }

    fn put(&self, parent: &Node, node: &Node, next: Option<&Node>) {
        parent.insert_before(node, next).map(drop).unwrap_or_else(refused);
    }

    fn take(&self, node: &Node) {
        // An element and a text take themselves away in the same words.
        node.unchecked_ref::<web_sys::Element>().remove();
    }

    fn say(&self, text: &Node, said: &str) {
        text.set_node_value(Some(said));
    }

    /// What a person ticks and types changes the property and not the attribute.
    fn set(&self, node: &Node, element: &'static str, name: &'static str, value: &str) {
        match (element, name) {
            ("input", "checked") => node.unchecked_ref::<HtmlInputElement>().set_checked(value == "true"),
            ("input", "value") => node.unchecked_ref::<HtmlInputElement>().set_value(value),
            _ => node.unchecked_ref::<web_sys::Element>().set_attribute(name, value).unwrap_or_else(refused),
        }
    }

    fn holds(&self, node: &Node, target: &Node) -> bool {
        node.contains(Some(target))
    }
}

fn refused<T>(why: JsValue) -> T {
    wasm_bindgen::throw_val(why)
}
