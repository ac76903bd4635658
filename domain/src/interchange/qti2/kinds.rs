//! The interactions of QTI 2: how an item is answered, and its text without them.

use std::collections::BTreeMap;

use super::answers::{self, Declared};
use super::body::{Place, around, strip};
use super::identifier::own_id;
use crate::catalog::Partial;
use crate::interchange::answers::{leave_out_word_bank, note_weights, number};
use crate::interchange::item::{Choice, Kind};
use crate::interchange::rich::Reading;
use crate::interchange::xml::{Element, Node};

/// What an item's body gave.
pub(crate) struct Read {
    pub blocks: Vec<String>,
    pub kind: Kind,
    pub shuffle: Option<bool>,
    pub partial: Option<Partial>,
}

/// An item while it is read.
pub(crate) struct Source<'e> {
    pub(crate) item: &'e Element,
    pub(crate) own: &'e BTreeMap<&'e str, &'e str>,
}

pub(crate) fn read(
    reading: &mut Reading<'_>,
    item: &Element,
    body: &Element,
    own: &BTreeMap<&str, &str>,
) -> Option<Read> {
    let source = Source { item, own };
    let mut interactions = Vec::new();
    body.collect(
        &|element| element.name.ends_with("Interaction"),
        &mut interactions,
    );
    let Some(first) = interactions.first() else {
        reading.leave_out(
            "答え方がない文なので、入れていません。",
            "There is no way to answer it.",
        );
        return None;
    };
    let written = |name: &str| matches!(name, "textEntryInteraction" | "inlineChoiceInteraction");
    let gaps = interactions.iter().all(|interaction| written(&interaction.name));
    if interactions.len() > 1 && !gaps {
        reading.leave_out(
            "1つの問題に答え方が2つ以上あります。分けてから、やり直してください。",
            "It has several interactions; please part it into several items.",
        );
        return None;
    }
    if interactions
        .iter()
        .any(|interaction| interaction.name == "inlineChoiceInteraction")
    {
        leave_out_word_bank(reading);
        return None;
    }
    let declared = answers::declared(item, first.attribute("responseIdentifier"));
    let mut shuffle = (first.attribute("shuffle") == "false").then_some(false);
    let mut partial = None;
    let mut place = Place::Prompt;
    let kind = match first.name.as_str() {
        "choiceInteraction" => {
            let (kind, weighed) = source.choices(reading, first, &declared, "simpleChoice");
            partial = weighed;
            kind
        }
        "hottextInteraction" => {
            reading.note(
                "文の中の言葉を選ぶ問題は、ふつうの選択問題になりました。",
                "Choosing words within the text became an ordinary choice.",
            );
            place = Place::Content;
            let (kind, weighed) = source.choices(reading, first, &declared, "hottext");
            partial = weighed;
            kind
        }
        "textEntryInteraction" | "inlineChoiceInteraction" => {
            shuffle = None;
            match source.single(reading, body, &interactions, &declared)? {
                Some((kind, line)) => {
                    place = match &kind {
                        _ if line => Place::Line,
                        Kind::Number { unit, .. } => Place::Nothing(unit.clone()),
                        _ => Place::Nothing(None),
                    };
                    kind
                }
                None => {
                    let gaps = source.gaps(reading, &interactions);
                    place = Place::Gaps(gaps);
                    partial = Some(Partial::Proportional);
                    let exact = interactions
                        .iter()
                        .all(|one| answers::declared(item, one.attribute("responseIdentifier")).exact());
                    Kind::Blanks {
                        exact: self::exact(own, exact),
                    }
                }
            }
        }
        "extendedTextInteraction" => {
            if own.get("type") == Some(&"survey") {
                Kind::Survey {
                    many: false,
                    choices: Vec::new(),
                }
            } else {
                Kind::Essay {
                    rubric: source.rubric(reading, body),
                }
            }
        }
        "uploadInteraction" => source.upload(reading, body),
        "orderInteraction" => {
            shuffle = None;
            source.order(reading, first, &declared)
        }
        "matchInteraction" => {
            partial = (!declared.mapped.is_empty()).then_some(Partial::Proportional);
            source.matching(reading, first, &declared, "simpleAssociableChoice")
        }
        "associateInteraction" => {
            reading.note(
                "組を自由に作る問題は、左と右を組み合わせる問題になりました。",
                "Free pairing became matching of left and right.",
            );
            source.matching(reading, first, &declared, "simpleAssociableChoice")
        }
        "gapMatchInteraction" => {
            leave_out_word_bank(reading);
            return None;
        }
        "sliderInteraction" => {
            reading.note(
                "目盛りで答える問題は、数を書く問題になりました。",
                "A slider became a number to write.",
            );
            source.number(reading, &declared, None)?
        }
        name => {
            reading.leave_out(
                format!("答え方「{name}」（画像の上の点、図、プログラムなど）は入れられません。"),
                format!("Answers by \"{name}\" (places on images, drawings, scripts) cannot be held."),
            );
            return None;
        }
    };
    let mut nodes = Vec::new();
    let mut removed = Vec::new();
    strip(&body.children, &place, &mut nodes, &mut removed);
    for name in removed {
        if name != "rubricBlock" || !matches!(kind, Kind::Essay { .. } | Kind::Upload { .. }) {
            reading.note(
                format!("問題文の中の「{name}」は外しました。"),
                format!("\"{name}\" in the text was taken out."),
            );
        }
    }
    Some(Read {
        blocks: reading.nodes(&nodes),
        kind,
        shuffle,
        partial,
    })
}

fn exact(own: &BTreeMap<&str, &str>, declared: bool) -> bool {
    if own.is_empty() {
        declared
    } else {
        own.contains_key("exact")
    }
}

impl Source<'_> {
    /// The id of something with this identifier.
    pub(crate) fn id(&self, identifier: &str) -> Option<String> {
        let id = if self.own.is_empty() {
            identifier
        } else {
            own_id(identifier)
        };
        (!id.is_empty()).then(|| id.to_owned())
    }

    /// A choice with its inline feedback apart.
    pub(crate) fn choice(&self, reading: &mut Reading<'_>, element: &Element, correct: bool) -> Choice {
        let is_feedback = |node: &&Node| matches!(node, Node::Element(inner) if inner.name == "feedbackInline" || inner.name == "feedbackBlock");
        let (feedback, text): (Vec<&Node>, Vec<&Node>) = element.children.iter().partition(is_feedback);
        let text: Vec<Node> = text.into_iter().cloned().collect();
        let feedback: Vec<Node> = feedback.into_iter().cloned().collect();
        Choice {
            id: self.id(element.attribute("identifier")),
            blocks: reading.nodes(&text),
            correct,
            feedback: reading.nodes(&feedback),
        }
    }

    fn choices(
        &self,
        reading: &mut Reading<'_>,
        interaction: &Element,
        declared: &Declared,
        name: &str,
    ) -> (Kind, Option<Partial>) {
        let right = declared.right();
        let many = declared.cardinality == "multiple"
            || right.len() > 1
            || interaction.get("maxChoices").is_some_and(|most| most != "1");
        let elements = interaction.every(name);
        let keys: Vec<String> = elements
            .iter()
            .map(|element| element.attribute("identifier").to_owned())
            .collect();
        let mut choices = Vec::new();
        for element in elements {
            let correct = right.iter().any(|id| id == element.attribute("identifier"));
            choices.push(self.choice(reading, element, correct));
        }
        if right.is_empty() {
            if self.own.is_empty() {
                reading.note(
                    "正解がないので、アンケートにしました。",
                    "Nothing is right, so it became a survey.",
                );
            }
            return (Kind::Survey { many, choices }, None);
        }
        let mut partial = None;
        if !declared.mapped.is_empty() && self.adds_up() {
            partial = many.then_some(Partial::Proportional);
            if self.own.is_empty() {
                let weights = declared.weights(&keys);
                let right: Vec<bool> = choices.iter().map(|choice| choice.correct).collect();
                note_weights(reading, many, &weights, &right);
            }
        } else if many && self.adds_up() {
            partial = Some(Partial::Proportional);
        }
        (Kind::Choices { many, choices }, partial)
    }

    /// Whether the points of the choices are added up, by a formula of its own or by the standard one.
    fn adds_up(&self) -> bool {
        let standard = || {
            let processing = self.item.find("responseProcessing")?;
            let name = processing.attribute("template").rsplit('/').next()?;
            Some(name.trim_end_matches(".xml") == "map_response")
        };
        self.item.find("mapResponse").is_some() || standard().unwrap_or_default()
    }

    /// A text or a number, if the item is one; and whether its line stands within the text.
    fn single(
        &self,
        reading: &mut Reading<'_>,
        body: &Element,
        interactions: &[&Element],
        declared: &Declared,
    ) -> Option<Option<(Kind, bool)>> {
        let [interaction] = interactions else {
            return Some(None);
        };
        if interaction.name != "textEntryInteraction" || self.own.get("type") == Some(&"blanks") {
            return Some(None);
        }
        let around = around(body, interaction);
        let numeric =
            matches!(declared.base.as_str(), "float" | "integer") && self.own.get("type") != Some(&"text");
        if numeric {
            let alone = around.as_ref().is_some_and(|(before, _)| before.is_empty());
            let unit = around
                .map(|(_, after)| after)
                .filter(|unit| alone && !unit.is_empty() && unit.chars().count() <= 12);
            let kind = self.number(reading, declared, unit)?;
            return Some(Some((kind, !alone)));
        }
        let alone = around.is_some_and(|(before, after)| before.is_empty() && after.is_empty());
        let right = declared.right();
        if right.is_empty() {
            return Some(Some((Kind::Essay { rubric: Vec::new() }, !alone)));
        }
        if !alone {
            return Some(None);
        }
        self.note_partly(reading, declared);
        let exact = exact(self.own, declared.exact());
        Some(Some((
            Kind::Text {
                accepted: right,
                exact,
            },
            false,
        )))
    }

    pub(crate) fn note_partly(&self, reading: &mut Reading<'_>, declared: &Declared) {
        for answer in declared.partly() {
            reading.note(
                format!("一部だけ点になる答え「{answer}」は、外しました。"),
                format!("The answer \"{answer}\", worth a part of the points, was left out."),
            );
        }
        if self.item.find("patternMatch").is_some() {
            reading.note(
                "正規表現での採点は入れられません。",
                "Scoring by regular expressions cannot be held.",
            );
        }
    }

    fn number(&self, reading: &mut Reading<'_>, declared: &Declared, unit: Option<String>) -> Option<Kind> {
        let right = declared.right();
        let Some(value) = right.iter().find_map(|value| number(value)) else {
            reading.leave_out("答えが数ではありません。", "Its answer is not a number.");
            return None;
        };
        if right.len() > 1 {
            reading.note(
                "数の答えは1つだけ使えます。最初のものを残しました。",
                "A number has one answer; the first was kept.",
            );
        }
        Some(Kind::Number {
            value,
            tolerance: answers::tolerance(self.item, value),
            unit,
        })
    }
}
