//! An item of QTI 1.2 while it is read: its materials and its feedback.

use super::score::Score;
use crate::interchange::answers::number;
use crate::interchange::rich::{Reading, plain_nodes};
use crate::interchange::xml::{Element, Node, html};

/// The nodes of the materials below an element, not of those within responses.
fn material(element: &Element, nodes: &mut Vec<Node>) {
    for child in element.elements() {
        match child.name.as_str() {
            "mattext" => {
                let text = child.inner_text();
                if child.attribute("texttype") == "text/html" || text.contains("</") {
                    nodes.extend(html::parse(&text));
                } else {
                    nodes.extend(plain_nodes(&text));
                }
            }
            "matimage" => {
                let source = child.get("uri").unwrap_or_default();
                nodes.push(Node::Element(
                    Element::new("img")
                        .with("src", source)
                        .with("alt", child.attribute("label")),
                ));
            }
            "matvideo" | "mataudio" | "matapplet" | "matapplication" => {
                let source = child.get("uri").unwrap_or_default();
                nodes.push(Node::Element(Element::new("object").with("src", source)));
            }
            "response_lid" | "response_str" | "response_num" | "response_xy" | "response_grp"
            | "render_choice" => {}
            _ => material(child, nodes),
        }
    }
}

pub(crate) fn own_material(element: &Element) -> Vec<Node> {
    let mut nodes = Vec::new();
    material(element, &mut nodes);
    nodes
}

/// An item while it is read.
pub(crate) struct Source<'e> {
    pub(crate) element: &'e Element,
    pub(crate) responses: Vec<&'e Element>,
    pub(crate) score: Score,
}

impl Source<'_> {
    /// The most points that the item declares.
    pub fn most(&self) -> Option<f64> {
        let declared = self.element.find("decvar")?;
        // Canvas counts in percent and says the points elsewhere.
        number(declared.attribute("maxvalue")).filter(|most| *most > 0.0 && *most < 100.0)
    }

    pub fn feedback(&self, reading: &mut Reading<'_>, link: &str) -> Vec<String> {
        let found = self
            .element
            .every("itemfeedback")
            .into_iter()
            .find(|feedback| feedback.attribute("ident") == link);
        found
            .map(|feedback| reading.nodes(&own_material(feedback)))
            .unwrap_or_default()
    }
}
