//! XML as a small tree. A document type is passed over and nothing it declares is read: entities are how
//! files attack their readers.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

mod entities;
pub(crate) mod html;

use super::Refused;
use crate::catalog::Message;

/// How deep elements may lie in each other.
const DEEPEST: usize = 200;

/// A piece of a document.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

/// An element, its names without their prefixes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

impl Element {
    pub fn new(name: &str) -> Element {
        Element {
            name: name.to_owned(),
            ..Element::default()
        }
    }

    /// With one more attribute.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Element {
        self.attributes.push((name.to_owned(), value.into()));
        self
    }

    /// With one more child.
    pub fn child(mut self, child: Element) -> Element {
        self.children.push(Node::Element(child));
        self
    }

    /// With these children after the others.
    pub fn children(mut self, children: impl IntoIterator<Item = Element>) -> Element {
        self.children.extend(children.into_iter().map(Node::Element));
        self
    }

    /// With some text after its children.
    pub fn text(mut self, text: impl Into<String>) -> Element {
        self.children.push(Node::Text(text.into()));
        self
    }

    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The value of an attribute, nothing if there is none.
    pub fn attribute(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// The child elements.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The child elements of a name.
    pub fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.elements().filter(move |child| child.name == name)
    }

    /// The first child element of a name.
    pub fn first(&self, name: &str) -> Option<&Element> {
        self.elements().find(|child| child.name == name)
    }

    /// The first element of a name at any depth, itself included.
    pub fn find(&self, name: &str) -> Option<&Element> {
        if self.name == name {
            return Some(self);
        }
        self.elements().find_map(|child| child.find(name))
    }

    /// All elements of a name at any depth, itself included, in document order.
    pub fn every(&self, name: &str) -> Vec<&Element> {
        let mut found = Vec::new();
        self.collect(&|element| element.name == name, &mut found);
        found
    }

    /// All elements that fit, at any depth, itself included, in document order.
    pub fn collect<'e>(&'e self, fits: &dyn Fn(&Element) -> bool, found: &mut Vec<&'e Element>) {
        if fits(self) {
            found.push(self);
        }
        for child in self.elements() {
            child.collect(fits, found);
        }
    }

    /// All text within.
    pub fn inner_text(&self) -> String {
        inner_text(&self.children)
    }

    /// The trimmed text of the first child of a name.
    pub fn text_of(&self, name: &str) -> Option<String> {
        self.first(name).map(|child| child.inner_text().trim().to_owned())
    }
}

/// All text of some nodes.
pub(crate) fn inner_text(nodes: &[Node]) -> String {
    let mut text = String::new();
    for node in nodes {
        match node {
            Node::Text(own) => text.push_str(own),
            Node::Element(element) => text.push_str(&element.inner_text()),
        }
    }
    text
}

/// Reads a document; returns its root.
pub(crate) fn parse(text: &str) -> Result<Element, Refused> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    let mut open = vec![Element::default()];
    loop {
        let event = reader.read_event().map_err(|error| broken(&error.to_string()))?;
        match event {
            Event::Start(start) => {
                if open.len() > DEEPEST {
                    return Err(Message::new(
                        format!("XMLの入れ子が深すぎます（{DEEPEST}段まで）。"),
                        format!("The XML is nested too deeply (at most {DEEPEST} levels)."),
                    ));
                }
                open.push(element(&start)?);
            }
            Event::Empty(start) => {
                let element = element(&start)?;
                push(&mut open, Node::Element(element));
            }
            Event::End(_) => {
                if open.len() > 1
                    && let Some(element) = open.pop()
                {
                    push(&mut open, Node::Element(element));
                }
            }
            Event::Text(content) => push_text(&mut open, &content),
            Event::CData(content) => push_text(&mut open, &content),
            Event::GeneralRef(name) => push_text(&mut open, &entities::resolve(&name)),
            // What it declares is never read: an entity of its own stays as it is written.
            Event::DocType(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    if open.len() > 1 {
        return Err(broken("end of file inside an element"));
    }
    let root = open.pop().unwrap_or_default();
    let elements = root.children.into_iter().find_map(|child| match child {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    });
    elements.ok_or_else(|| broken("no element"))
}

fn broken(cause: &str) -> Refused {
    Message::new(
        format!("XMLとして読めません（{cause}）。"),
        format!("This is not well-formed XML ({cause})."),
    )
}

fn element(start: &BytesStart<'_>) -> Result<Element, Refused> {
    let mut element = Element::new(start.local_name().into_inner());
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| broken(&error.to_string()))?;
        let name = match attribute.key.prefix() {
            // `xml:lang` and `xsi:type` would otherwise be mixed up with `lang` and `type`.
            Some(_) => attribute.key.into_inner(),
            None => attribute.key.local_name().into_inner(),
        };
        let value = entities::decode(&attribute.value);
        element.attributes.push((name.to_owned(), value));
    }
    Ok(element)
}

fn push(open: &mut [Element], node: Node) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(node);
    }
}

fn push_text(open: &mut [Element], text: &str) {
    let Some(parent) = open.last_mut() else { return };
    match parent.children.last_mut() {
        Some(Node::Text(before)) => before.push_str(text),
        _ => parent.children.push(Node::Text(text.to_owned())),
    }
}

/// Elements in which white space is text.
const LINES: [&str; 12] = [
    "p", "pre", "td", "th", "li", "dt", "dd", "h3", "value", "prompt", "caption", "summary",
];

/// Elements beside which white space is text.
const INLINE: [&str; 22] = [
    "a",
    "b",
    "br",
    "code",
    "em",
    "i",
    "img",
    "kbd",
    "q",
    "rp",
    "rt",
    "ruby",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "var",
    "feedbackInline",
    "textEntryInteraction",
    "qti-text-entry-interaction",
];

/// Writes a document with its declaration.
pub(crate) fn write(root: &Element) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    write_element(root, 0, true, &mut out);
    out.push('\n');
    out
}

/// Writes nodes without any white space of its own.
pub(crate) fn write_nodes(nodes: &[Node]) -> String {
    let mut out = String::new();
    for node in nodes {
        match node {
            Node::Text(text) => escape_into(text, false, &mut out),
            Node::Element(element) => write_element(element, 0, false, &mut out),
        }
    }
    out
}

fn write_element(element: &Element, depth: usize, pretty: bool, out: &mut String) {
    out.push('<');
    out.push_str(&element.name);
    for (name, value) in &element.attributes {
        out.push_str(&format!(" {name}=\""));
        escape_into(value, true, out);
        out.push('"');
    }
    if element.children.is_empty() {
        out.push_str("/>");
        return;
    }
    out.push('>');
    let text = element
        .children
        .iter()
        .any(|child| matches!(child, Node::Text(_)));
    let inline = element
        .elements()
        .any(|child| INLINE.contains(&child.name.as_str()));
    let pretty = pretty && !text && !inline && !LINES.contains(&element.name.as_str());
    for child in &element.children {
        if pretty {
            out.push('\n');
            out.push_str(&"  ".repeat(depth + 1));
        }
        match child {
            Node::Text(text) => escape_into(text, false, out),
            Node::Element(child) => write_element(child, depth + 1, pretty, out),
        }
    }
    if pretty {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    }
    out.push_str(&format!("</{}>", element.name));
}

fn escape_into(text: &str, attribute: bool, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\n' if attribute => out.push_str("&#10;"),
            '\t' if attribute => out.push_str("&#9;"),
            // XML 1.0 has no such characters.
            '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            '\r' => out.push_str("&#13;"),
            _ => out.push(letter),
        }
    }
}
