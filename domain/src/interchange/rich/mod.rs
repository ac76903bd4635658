//! Texts of any system as our markdown, with their images.

mod blocks;
pub(crate) mod images;
mod line;
mod reading;
pub(crate) mod rubies;

pub(crate) use blocks::{is_paragraph, list_mark, one_line, prefixed, quoted};
pub(crate) use line::GAP;
pub(crate) use reading::Reading;

use super::xml::{Element, Node, html};

impl Reading<'_> {
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
        line::line(self, nodes, true)
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
pub(crate) fn plain_nodes(text: &str) -> Vec<Node> {
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
pub(crate) fn format_nodes(format: &str, text: &str) -> Vec<Node> {
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
