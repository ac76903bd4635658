//! Interactions and their choices in QTI 2, as elements.

use crate::catalog::QuestionText;
use crate::interchange::outgoing::Outgoing;
use crate::interchange::qti2::identifier::identifier;
use crate::interchange::xml::{Element, Node, inner_text};

pub(crate) fn interaction(name: &str, response: &str) -> Element {
    Element::new(name).with("responseIdentifier", response)
}

/// A choice, step or side with our HTML.
pub(crate) fn holder(out: &mut Outgoing<'_>, name: &str, id: String, html: &str) -> Element {
    let mut holder = Element::new(name).with("identifier", id);
    holder.children = out.html(html);
    holder
}

pub(crate) fn text_of<'w>(words: &'w QuestionText, id: &str) -> &'w str {
    words
        .choices
        .get(id)
        .map(|choice| choice.html.as_str())
        .unwrap_or_default()
}

pub(crate) fn choices<'i>(
    out: &mut Outgoing<'_>,
    words: &QuestionText,
    ids: impl Iterator<Item = &'i String>,
    into: Element,
) -> Element {
    let mut into = into;
    for id in ids {
        let mut choice = holder(out, "simpleChoice", identifier(id), text_of(words, id));
        let feedback = words
            .choices
            .get(id)
            .and_then(|choice| choice.feedback_html.as_ref());
        if let Some(feedback) = feedback {
            let nodes = out.html(feedback);
            let inline: Vec<Node> = nodes.into_iter().flat_map(unwrapped).collect();
            let mut inline_feedback = Element::new("feedbackInline")
                .with("outcomeIdentifier", "FEEDBACK")
                .with("identifier", identifier(id))
                .with("showHide", "show");
            inline_feedback.children = inline;
            choice = choice.child(inline_feedback);
        }
        into = into.child(choice);
    }
    into
}

/// Feedback stands in a line: a paragraph gives its content, with a break after it.
fn unwrapped(node: Node) -> Vec<Node> {
    match node {
        Node::Element(element) if element.name == "p" => element.children,
        Node::Element(element) if crate::interchange::xml::html::is_block(&element.name) => {
            vec![Node::Text(inner_text(&element.children))]
        }
        node => vec![node],
    }
}
