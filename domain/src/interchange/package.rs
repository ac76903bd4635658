//! The XML documents of a package.

use super::encoding;
use super::item::Loss;
use super::xml::{self, Element};
use super::{Files, Refused};

/// An XML document of a package.
pub(crate) struct Document {
    pub path: String,
    /// QTI 3.0 is written with the names of QTI 2.
    pub root: Element,
}

impl Document {
    pub fn new(path: &str, root: Element) -> Document {
        let root = if root.name.starts_with("qti-") {
            older(root)
        } else {
            root
        };
        Document {
            path: path.to_owned(),
            root,
        }
    }

    /// The folder, with `/` at its end if it is not the root.
    pub fn folder(&self) -> String {
        self.path
            .rfind('/')
            .map_or(String::new(), |at| self.path[..=at].to_owned())
    }

    pub fn is_qti2(&self) -> bool {
        matches!(
            self.root.name.as_str(),
            "assessmentItem" | "assessmentTest" | "assessmentSection"
        )
    }
}

/// All documents that can be read. One that cannot is the whole package's problem: better no import
/// than half of one.
pub(crate) fn documents(files: &Files) -> Result<Vec<Document>, Refused> {
    let mut documents = Vec::new();
    for (path, bytes) in files {
        let lower = path.to_ascii_lowercase();
        if !(lower.ends_with(".xml") || lower.ends_with(".qti")) {
            continue;
        }
        let named = |refused: Refused| {
            Refused::new(
                format!("{path}: {}", refused.ja),
                format!("{path}: {}", refused.en),
            )
        };
        let text = encoding::decode(bytes).map_err(named)?;
        let root = xml::parse(&text).map_err(named)?;
        documents.push(Document::new(path, root));
    }
    Ok(documents)
}

/// QTI 3.0 in the names of QTI 2: `qti-choice-interaction` is `choiceInteraction`.
fn older(element: Element) -> Element {
    let ours = element.name.starts_with("qti-");
    let name = match element.name.strip_prefix("qti-") {
        Some(name) => camel(name),
        None => element.name,
    };
    let attributes = element
        .attributes
        .into_iter()
        .map(|(key, value)| {
            if ours && !key.starts_with("data-") {
                (camel(&key), value)
            } else {
                (key, value)
            }
        })
        .collect();
    let children = element
        .children
        .into_iter()
        .map(|child| match child {
            xml::Node::Element(child) => xml::Node::Element(older(child)),
            xml::Node::Text(text) => xml::Node::Text(text),
        })
        .collect();
    Element {
        name,
        attributes,
        children,
    }
}

fn camel(name: &str) -> String {
    let mut out = String::new();
    let mut upper = false;
    for letter in name.chars() {
        if letter == '-' {
            upper = true;
        } else if upper {
            out.extend(letter.to_uppercase());
            upper = false;
        } else {
            out.push(letter);
        }
    }
    out
}

/// The name of QTI 2 in QTI 3.0's writing, without its prefix.
pub(crate) fn kebab(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            out.push('-');
            out.push(letter.to_ascii_lowercase());
        } else {
            out.push(letter);
        }
    }
    out
}

/// Notes that a file of the package is not read.
pub(crate) fn unread(losses: &mut Vec<Loss>, path: &str, ja: &str, en: &str) {
    losses.push(Loss {
        item: path.to_owned(),
        left_out: true,
        what: crate::catalog::Message::new(ja, en),
    });
}
