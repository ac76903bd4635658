//! What reading one file shares: its language, its images, and what could not be kept so far.

use std::collections::BTreeMap;

use super::images::Images;
use super::item::Loss;
use super::xml::Node;
use super::{Files, blocks, html, markdown};
use crate::Lang;
use crate::catalog::Message;

/// The state of reading.
pub(super) struct Reading<'a> {
    pub lang: Lang,
    /// The package.
    pub files: &'a Files,
    /// The folder of the document being read, with a `/` at its end if it is not the root.
    pub folder: String,
    /// Files that the item being read brings along.
    pub attached: BTreeMap<String, Vec<u8>>,
    pub images: Images,
    pub losses: Vec<Loss>,
    /// The item being read.
    pub item: String,
    /// How many items came before, for those without a name.
    pub number: usize,
}

impl<'a> Reading<'a> {
    pub fn new(lang: Lang, files: &'a Files) -> Reading<'a> {
        Reading {
            lang,
            files,
            folder: String::new(),
            attached: BTreeMap::new(),
            images: Images::default(),
            losses: Vec::new(),
            item: String::new(),
            number: 0,
        }
    }

    /// Begins an item; what is noted from now on is about it.
    pub fn begin(&mut self, name: &str) {
        self.number += 1;
        self.attached.clear();
        let name: String = name.split_whitespace().collect::<Vec<_>>().join(" ");
        self.item = if name.is_empty() {
            self.lang.t(
                format!("{}番目の問題", self.number),
                format!("Question {}", self.number),
            )
        } else {
            name.chars().take(80).collect()
        };
    }

    /// Notes something that could not be kept, once for each item.
    pub fn note(&mut self, ja: impl Into<String>, en: impl Into<String>) {
        self.lose(Message::new(ja, en), false);
    }

    /// Notes that the item is left out, and why.
    pub fn leave_out(&mut self, ja: impl Into<String>, en: impl Into<String>) {
        self.lose(Message::new(ja, en), true);
    }

    fn lose(&mut self, what: Message, left_out: bool) {
        let loss = Loss {
            item: self.item.clone(),
            left_out,
            what,
        };
        if !self.losses.contains(&loss) {
            self.losses.push(loss);
        }
    }

    /// HTML as blocks of markdown.
    pub fn html(&mut self, text: &str) -> Vec<String> {
        self.nodes(&html::parse(text))
    }

    /// Nodes as blocks of markdown.
    pub fn nodes(&mut self, nodes: &[Node]) -> Vec<String> {
        blocks::blocks(self, nodes)
    }

    /// Nodes as one line of markdown for a table's cell.
    pub fn cell(&mut self, nodes: &[Node]) -> String {
        markdown::line(self, nodes, true)
    }

    /// Plain text as blocks: an empty line parts paragraphs, a single one breaks the line.
    pub fn plain(&mut self, text: &str) -> Vec<String> {
        self.nodes(&plain_nodes(text))
    }

    /// A text whose format the source names.
    pub fn formatted(&mut self, format: &str, text: &str) -> Vec<String> {
        self.nodes(&format_nodes(format, text))
    }
}

/// Plain text as the nodes that show it.
pub(super) fn plain_nodes(text: &str) -> Vec<Node> {
    use super::xml::Element;
    let mut nodes = Vec::new();
    for paragraph in text.split("\n\n") {
        let mut element = Element::new("p");
        for (number, line) in paragraph.trim_matches('\n').split('\n').enumerate() {
            if number > 0 {
                element = element.child(Element::new("br"));
            }
            element = element.text(line);
        }
        nodes.push(Node::Element(element));
    }
    nodes
}

/// A text in one of Moodle's formats as nodes.
pub(super) fn format_nodes(format: &str, text: &str) -> Vec<Node> {
    match format {
        "plain" | "plain_text" => plain_nodes(text),
        "markdown" => {
            let options =
                pulldown_cmark::Options::ENABLE_TABLES | pulldown_cmark::Options::ENABLE_STRIKETHROUGH;
            let mut out = String::new();
            pulldown_cmark::html::push_html(&mut out, pulldown_cmark::Parser::new_ext(text, options));
            html::parse(&out)
        }
        "moodle" | "moodle_auto_format" => {
            // Moodle's own: HTML in which a new line is a new line.
            let text = text.trim().replace("\n\n", "<p>").replace('\n', "<br>");
            html::parse(&text)
        }
        _ => html::parse(text),
    }
}
