//! The text of a QTI 2 item without its interactions.

use std::collections::BTreeMap;

use crate::interchange::rich::GAP;
use crate::interchange::xml::html::is_block;
use crate::interchange::xml::{Element, Node, inner_text};

/// Whether a rubric block is for who answers: then it is part of the question's text.
pub(crate) fn is_instruction(block: &Element) -> bool {
    block
        .attribute("view")
        .split_whitespace()
        .any(|view| view == "candidate")
}

/// What takes the place of an interaction in the text.
pub(crate) enum Place {
    /// Its prompt.
    Prompt,
    /// Its own content, as text.
    Content,
    /// Nothing, and its unit goes too.
    Nothing(Option<String>),
    /// A line for what is typed.
    Line,
    /// A gap with these answers by response.
    Gaps(BTreeMap<String, Vec<String>>),
}

/// The body without its interactions.
pub(crate) fn strip(nodes: &[Node], place: &Place, out: &mut Vec<Node>, removed: &mut Vec<String>) {
    let mut typed = false;
    for node in nodes {
        let element = match node {
            Node::Element(element) => element,
            Node::Text(text) => {
                let unit = matches!(place, Place::Nothing(Some(unit)) if unit == text.trim());
                if !(typed && unit) {
                    out.push(node.clone());
                }
                continue;
            }
        };
        let name = element.name.as_str();
        match name {
            "rubricBlock" if is_instruction(element) => {
                let mut block = Element::new("div");
                strip(&element.children, place, &mut block.children, removed);
                out.push(Node::Element(block));
            }
            "rubricBlock" | "feedbackBlock" | "feedbackInline" | "templateBlock" | "templateInline"
            | "printedVariable" | "infoControl" | "stylesheet" => removed.push(name.to_owned()),
            _ if name.ends_with("Interaction") => match place {
                Place::Nothing(_) => typed = true,
                Place::Line => out.push(Node::Text("_____".to_owned())),
                Place::Gaps(_) => out.extend(gap(place, element.attribute("responseIdentifier"))),
                Place::Content => strip(&element.children, place, out, removed),
                Place::Prompt => {
                    if let Some(prompt) = element.first("prompt") {
                        let mut block = Element::new("div");
                        strip(&prompt.children, place, &mut block.children, removed);
                        out.push(Node::Element(block));
                    }
                }
            },
            _ => {
                let mut copy = Element {
                    name: if name == "prompt" {
                        "div".to_owned()
                    } else {
                        name.to_owned()
                    },
                    attributes: element.attributes.clone(),
                    children: Vec::new(),
                };
                strip(&element.children, place, &mut copy.children, removed);
                out.push(Node::Element(copy));
            }
        }
    }
}

fn gap(place: &Place, id: &str) -> Option<Node> {
    let Place::Gaps(gaps) = place else { return None };
    let answers = gaps.get(id)?.iter();
    Some(Node::Element(Element {
        name: GAP.to_owned(),
        attributes: answers
            .map(|answer| ("answer".to_owned(), answer.clone()))
            .collect(),
        children: Vec::new(),
    }))
}

/// The text before and after an interaction in the element that holds it.
pub(crate) fn around(parent: &Element, interaction: &Element) -> Option<(String, String)> {
    let here = |node: &Node| matches!(node, Node::Element(child) if child == interaction);
    if let Some(at) = parent.children.iter().position(here) {
        let clean = |nodes: &[Node]| inner_text(nodes).trim().to_owned();
        if parent.name == "itemBody" || is_block(&parent.name) && parent.name == "div" {
            // Blocks beside it are not of its line.
            let block = |node: &Node| matches!(node, Node::Element(child) if is_block(&child.name));
            let start = parent.children[..at]
                .iter()
                .rposition(block)
                .map_or(0, |last| last + 1);
            let after = &parent.children[at + 1..];
            let end = after.iter().position(block).unwrap_or(after.len());
            return Some((clean(&parent.children[start..at]), clean(&after[..end])));
        }
        return Some((clean(&parent.children[..at]), clean(&parent.children[at + 1..])));
    }
    parent.elements().find_map(|child| around(child, interaction))
}
