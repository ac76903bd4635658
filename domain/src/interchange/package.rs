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

/// All documents that can be read, and why others cannot. One that cannot is told, and does not sink the
/// rest; where none can, the first one's reason is the package's.
pub(crate) fn documents(files: &Files) -> Result<(Vec<Document>, Vec<Loss>), Refused> {
    let mut documents = Vec::new();
    let mut losses = Vec::new();
    let mut first = None;
    for (path, bytes) in files {
        let lower = path.to_ascii_lowercase();
        if !(lower.ends_with(".xml") || lower.ends_with(".qti")) {
            continue;
        }
        let read = encoding::read(bytes).and_then(|read| Ok((xml::parse(&read.text)?, read)));
        match read {
            Ok((root, read)) => {
                documents.push(Document::new(path, root));
                losses.extend(odd_signs(path, &read));
            }
            Err(refused) => {
                first.get_or_insert_with(|| {
                    Refused::new(
                        format!("{path}: {}", refused.ja),
                        format!("{path}: {}", refused.en),
                    )
                });
                unread(&mut losses, path, &refused.ja, &refused.en);
            }
        }
    }
    match first {
        Some(first) if documents.iter().all(|document| document.root.name == "manifest") => Err(first),
        Some(_) | None => Ok((documents, losses)),
    }
}

/// What was taken out of a text, or looks damaged in it.
pub(crate) fn odd_signs(item: &str, read: &encoding::Read) -> Vec<Loss> {
    let mut losses = Vec::new();
    let mut lose = |ja: String, en: String| {
        losses.push(Loss {
            item: item.to_owned(),
            left_out: false,
            what: crate::catalog::Message::new(ja, en),
        });
    };
    if read.controls > 0 {
        let count = read.controls;
        lose(
            format!("見えない制御文字を{count}個、外しました。"),
            format!("Control characters that nobody sees were taken out ({count})."),
        );
    }
    if read.damaged {
        lose(
            "文字化けの印「\u{fffd}」があります。元のファイルの文字が失われています。".to_owned(),
            "It has the sign \u{fffd} of letters that were lost before.".to_owned(),
        );
    }
    losses
}

/// Whether a file is what a system keeps for itself: macOS packs a shadow of each file into a zip.
pub(crate) fn is_shadow(path: &str) -> bool {
    path.split('/').any(|part| {
        part == "__MACOSX" || part.starts_with("._") || part == ".DS_Store" || part == "Thumbs.db"
    })
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
