//! A question of ours as a QTI item, in the names of QTI 2.1; QTI 3.0 is the same with other names.

use super::choices::{choices, holder, interaction, text_of};
use super::rules::{base, declaration, entry, outcome, score, set, typed, when, whole};
use crate::catalog::{Blank, Partial, Question, QuestionKind, QuestionText};
use crate::interchange::outgoing::{Outgoing, hint_cost};
use crate::interchange::qti2::identifier::identifier;
use crate::interchange::xml::{Element, Node};

/// The parts of an item while it is written.
#[derive(Default)]
struct Parts {
    declarations: Vec<Element>,
    body: Vec<Node>,
    /// What earns points; nothing where a person grades or nobody does.
    processing: Vec<Element>,
    /// Notes for ourselves, in the item's label.
    label: Vec<String>,
}

/// Writes a question.
pub(crate) fn item(out: &mut Outgoing<'_>, question: &Question, words: &QuestionText) -> Element {
    let mut parts = Parts {
        body: out.body(words),
        ..Parts::default()
    };
    parts.label.push(format!("type={}", question.kind.word()));
    if question.partial == Partial::Proportional {
        parts.label.push("partial=proportional".to_owned());
    }
    if let Some(cost) = hint_cost(question) {
        parts.label.push(format!("hint_cost={cost}"));
        out.note(
            "ヒントを見たときの減点は、ほかの製品では引かれません。",
            "What a hint costs is not taken off elsewhere.",
        );
    }
    out.note_tests(words);
    kind(out, question, words, &mut parts);
    let mut feedback = Vec::new();
    for (number, hint) in words.hints.iter().enumerate() {
        feedback.push(modal(out, "HINT", &format!("hint-{}", number + 1), hint));
    }
    if !words.hints.is_empty() {
        out.note(
            "ヒントは入れましたが、たいていの製品では表示されません。",
            "The hints are in the file, but most systems do not show them.",
        );
    }
    if let Some(explanation) = &words.explanation_html {
        feedback.push(modal(out, "EXPLANATION", "explanation", explanation));
    }
    let mut root = Element::new("assessmentItem")
        .with("identifier", identifier(&question.id))
        .with("title", words.title.chars().take(200).collect::<String>())
        .with("label", format!("kakehashi {}", parts.label.join(" ")))
        .with("xml:lang", out.lang.code())
        .with("adaptive", "false")
        .with("timeDependent", "false")
        .with("toolName", "Kakehashi")
        .with("toolVersion", env!("CARGO_PKG_VERSION"))
        .children(parts.declarations);
    let points = f64::from(question.points);
    root = root
        .child(outcome("SCORE", "float", Some("0")).with("normalMaximum", points.to_string()))
        .child(outcome("MAXSCORE", "float", Some(&points.to_string())));
    if words.explanation_html.is_some() {
        root = root.child(outcome("EXPLANATION", "identifier", None));
        parts
            .processing
            .push(set("EXPLANATION", "identifier", "explanation"));
    }
    if !words.hints.is_empty() {
        root = root.child(outcome("HINT", "identifier", None));
    }
    if words
        .choices
        .values()
        .any(|choice| choice.feedback_html.is_some())
    {
        root = root.child(Element {
            attributes: vec![
                ("identifier".to_owned(), "FEEDBACK".to_owned()),
                ("cardinality".to_owned(), "multiple".to_owned()),
                ("baseType".to_owned(), "identifier".to_owned()),
            ],
            ..Element::new("outcomeDeclaration")
        });
        let chosen = Element::new("variable").with("identifier", "RESPONSE");
        let chosen = match question.kind {
            QuestionKind::Multiple { .. } => chosen,
            _ => Element::new("multiple").child(chosen),
        };
        parts.processing.push(
            Element::new("setOutcomeValue")
                .with("identifier", "FEEDBACK")
                .child(chosen),
        );
    }
    let mut body = Element::new("itemBody");
    body.children = parts.body;
    root = root.child(body);
    if !parts.processing.is_empty() {
        root = root.child(Element::new("responseProcessing").children(parts.processing));
    }
    root.children(feedback)
}

fn modal(out: &mut Outgoing<'_>, outcome: &str, id: &str, html: &str) -> Element {
    let mut modal = Element::new("modalFeedback")
        .with("outcomeIdentifier", outcome)
        .with("identifier", id)
        .with("showHide", "show");
    modal.children = out.html(html);
    modal
}

fn kind(out: &mut Outgoing<'_>, question: &Question, words: &QuestionText, parts: &mut Parts) {
    let points = f64::from(question.points);
    let proportional = question.partial == Partial::Proportional;
    let shuffle = question.shuffle.to_string();
    match &question.kind {
        QuestionKind::Single { choices: list } | QuestionKind::Multiple { choices: list } => {
            let many = matches!(question.kind, QuestionKind::Multiple { .. });
            let right: Vec<&String> = list
                .iter()
                .filter(|choice| choice.correct)
                .map(|choice| &choice.id)
                .collect();
            let mut declared = declaration(
                "RESPONSE",
                if many { "multiple" } else { "single" },
                "identifier",
                right.iter().map(|id| identifier(id)),
            );
            if many && proportional {
                let share = points / right.len().max(1) as f64;
                let mut mapping = Element::new("mapping")
                    .with("lowerBound", "0")
                    .with("upperBound", points.to_string())
                    .with("defaultValue", "0");
                for choice in list {
                    mapping = mapping.child(entry(
                        &identifier(&choice.id),
                        if choice.correct { share } else { -share },
                    ));
                }
                declared = declared.child(mapping);
                parts
                    .processing
                    .push(score(Element::new("mapResponse").with("identifier", "RESPONSE")));
            } else {
                parts.processing.push(whole(points));
            }
            parts.declarations.push(declared);
            let into = interaction("choiceInteraction", "RESPONSE")
                .with("shuffle", shuffle)
                .with("maxChoices", if many { "0" } else { "1" });
            let interaction = choices(out, words, list.iter().map(|choice| &choice.id), into);
            parts.body.push(Node::Element(interaction));
        }
        QuestionKind::Text { accepted, exact } => {
            folding(out, *exact, parts);
            parts
                .declarations
                .push(typed("RESPONSE", accepted, *exact, points));
            parts
                .processing
                .push(score(Element::new("mapResponse").with("identifier", "RESPONSE")));
            let entry = interaction("textEntryInteraction", "RESPONSE").with("expectedLength", "20");
            parts.body.push(Node::Element(Element::new("p").child(entry)));
        }
        QuestionKind::Number { value, tolerance, .. } => {
            parts
                .declarations
                .push(declaration("RESPONSE", "single", "float", [value.to_string()]));
            let test = Element::new("equal")
                .with("toleranceMode", "absolute")
                .with("tolerance", format!("{tolerance} {tolerance}"))
                .child(Element::new("variable").with("identifier", "RESPONSE"))
                .child(Element::new("correct").with("identifier", "RESPONSE"));
            parts.processing.push(when(test, points));
            let mut line = Element::new("p")
                .child(interaction("textEntryInteraction", "RESPONSE").with("expectedLength", "10"));
            if let Some(unit) = &words.unit {
                line = line.text(format!(" {unit}"));
            }
            parts.body.push(Node::Element(line));
        }
        QuestionKind::Blanks { blanks, exact } => gaps(out, blanks, *exact, points, proportional, parts),
        QuestionKind::Match { pairs, extra } => {
            out.note_columns(words);
            matching(out, words, (pairs, extra), (points, proportional, shuffle), parts)
        }
        QuestionKind::Order { steps } => {
            parts.declarations.push(declaration(
                "RESPONSE",
                "ordered",
                "identifier",
                steps.iter().map(|id| identifier(id)),
            ));
            parts.processing.push(whole(points));
            if proportional {
                out.note(
                    "順番が一部だけ合っているときの点は、ほかの製品では付きません。",
                    "A partly right order earns nothing elsewhere.",
                );
            }
            // Shown in another order than the right one, for systems that do not shuffle.
            let mut shown: Vec<&String> = steps.iter().collect();
            shown.sort_by_key(|id| crate::interchange::ids::hash(id.as_bytes()));
            let mut interaction = interaction("orderInteraction", "RESPONSE").with("shuffle", "true");
            for id in shown {
                interaction =
                    interaction.child(holder(out, "simpleChoice", identifier(id), text_of(words, id)));
            }
            parts.body.push(Node::Element(interaction));
        }
        QuestionKind::Essay { rubric } => {
            parts
                .declarations
                .push(declaration("RESPONSE", "single", "string", []));
            parts.body.push(Node::Element(
                interaction("extendedTextInteraction", "RESPONSE").with("expectedLines", "10"),
            ));
            graded(out, words, rubric, parts);
        }
        QuestionKind::Upload {
            rubric,
            accept,
            max_bytes,
        } => {
            parts
                .declarations
                .push(declaration("RESPONSE", "single", "file", []));
            parts
                .body
                .push(Node::Element(interaction("uploadInteraction", "RESPONSE")));
            if !accept.is_empty() {
                parts.label.push(format!("accept={}", accept.join(",")));
            }
            parts.label.push(format!("max={max_bytes}"));
            out.note(
                "受け取るファイルの種類と大きさは、ほかの製品では調べられません。",
                "The kind and size of the file are not checked elsewhere.",
            );
            graded(out, words, rubric, parts);
        }
        QuestionKind::Survey { choices: list, many } => {
            if list.is_empty() {
                parts
                    .declarations
                    .push(declaration("RESPONSE", "single", "string", []));
                parts
                    .body
                    .push(Node::Element(interaction("extendedTextInteraction", "RESPONSE")));
                return;
            }
            let cardinality = if *many { "multiple" } else { "single" };
            parts
                .declarations
                .push(declaration("RESPONSE", cardinality, "identifier", []));
            let into = interaction("choiceInteraction", "RESPONSE")
                .with("shuffle", shuffle)
                .with("maxChoices", if *many { "0" } else { "1" });
            let interaction = choices(out, words, list.iter(), into);
            parts.body.push(Node::Element(interaction));
        }
    }
}

fn folding(out: &mut Outgoing<'_>, exact: bool, parts: &mut Parts) {
    if exact {
        parts.label.push("exact=true".to_owned());
    } else {
        out.note(
            "半角と全角、ひらがなとカタカナのちがいを、ほかの製品は区別します。",
            "Other systems tell apart widths and kana, which are folded here.",
        );
    }
}

fn gaps(
    out: &mut Outgoing<'_>,
    blanks: &[Blank],
    exact: bool,
    points: f64,
    proportional: bool,
    parts: &mut Parts,
) {
    folding(out, exact, parts);
    let share = points / blanks.len().max(1) as f64;
    let response = |id: &str| format!("RESPONSE_{id}");
    for blank in blanks {
        parts
            .declarations
            .push(typed(&response(&blank.id), &blank.accepted, exact, share));
    }
    replace_gaps(&mut parts.body);
    let mapped = blanks
        .iter()
        .map(|blank| Element::new("mapResponse").with("identifier", response(&blank.id)));
    if proportional {
        parts.processing.push(score(Element::new("sum").children(mapped)));
    } else {
        let tests = mapped.map(|mapped| Element::new("gt").child(mapped).child(base("float", "0")));
        parts
            .processing
            .push(when(Element::new("and").children(tests), points));
    }
}

fn replace_gaps(nodes: &mut [Node]) {
    for node in nodes {
        if let Node::Element(element) = node {
            if element.name == "x-blank" {
                let response = format!("RESPONSE_{}", element.attribute("id"));
                *element = interaction("textEntryInteraction", &response).with("expectedLength", "12");
            } else {
                replace_gaps(&mut element.children);
            }
        }
    }
}

fn matching(
    out: &mut Outgoing<'_>,
    words: &QuestionText,
    (pairs, extra): (&[String], &[String]),
    (points, proportional, shuffle): (f64, bool, String),
    parts: &mut Parts,
) {
    let left = |id: &str| format!("left-{}", identifier(id));
    let pair = |id: &String| format!("{} {}", left(id), identifier(id));
    let mut declared = declaration("RESPONSE", "multiple", "directedPair", pairs.iter().map(pair));
    if proportional {
        let share = points / pairs.len().max(1) as f64;
        let entries = pairs.iter().map(|id| entry(&pair(id), share));
        declared = declared.child(
            Element::new("mapping")
                .with("defaultValue", "0")
                .children(entries),
        );
        parts
            .processing
            .push(score(Element::new("mapResponse").with("identifier", "RESPONSE")));
    } else {
        parts.processing.push(whole(points));
    }
    parts.declarations.push(declared);
    let mut lefts = Element::new("simpleMatchSet");
    for id in pairs {
        let html = words.lefts.get(id).map(String::as_str).unwrap_or_default();
        lefts = lefts.child(holder(out, "simpleAssociableChoice", left(id), html).with("matchMax", "1"));
    }
    let mut rights = Element::new("simpleMatchSet");
    for id in pairs.iter().chain(extra) {
        rights = rights.child(
            holder(out, "simpleAssociableChoice", identifier(id), text_of(words, id)).with("matchMax", "1"),
        );
    }
    let interaction = interaction("matchInteraction", "RESPONSE")
        .with("shuffle", shuffle)
        .with("maxAssociations", pairs.len().to_string())
        .child(lefts)
        .child(rights);
    parts.body.push(Node::Element(interaction));
}

/// The rubric, for those who grade.
fn graded(out: &mut Outgoing<'_>, words: &QuestionText, rubric: &[String], parts: &mut Parts) {
    let mut list = Element::new("ul");
    for id in rubric {
        let mut point = Element::new("li").with("id", identifier(id));
        point.children = out.html(text_of(words, id));
        list = list.child(point);
    }
    parts.body.push(Node::Element(
        Element::new("rubricBlock").with("view", "scorer").child(list),
    ));
}
