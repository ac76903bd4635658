//! How an item of QTI 1.2 is answered.

use std::collections::BTreeMap;

use super::source::{Source, own_material};
use crate::catalog::Partial;
use crate::interchange::answers;
use crate::interchange::answers::{note_weights, number};
use crate::interchange::item::{Choice, Kind, Pair};
use crate::interchange::rich::{GAP, Reading};
use crate::interchange::xml::{Element, Node, inner_text};

impl Source<'_> {
    pub(crate) fn kind(
        &self,
        reading: &mut Reading<'_>,
        kind: &str,
        nodes: &mut Vec<Node>,
    ) -> Option<(Kind, Option<Partial>)> {
        let first = self.responses.first();
        match kind {
            "text_only_question" => {
                reading.leave_out(
                    "説明文は問題ではないので、入れていません。",
                    "A text without a question was left out.",
                );
                return None;
            }
            "calculated_question" => {
                reading.leave_out(
                    "計算問題（数が毎回変わる問題）は入れられません。",
                    "Calculated questions, whose numbers change, cannot be held.",
                );
                return None;
            }
            "file_upload_question" => {
                let kind = Kind::Upload {
                    rubric: Vec::new(),
                    accept: Vec::new(),
                    max_bytes: None,
                };
                return Some((kind, None));
            }
            "essay_question" => return Some((Kind::Essay { rubric: Vec::new() }, None)),
            "matching_question" => return Some((self.matching(reading), Some(Partial::Proportional))),
            "multiple_dropdowns_question" => {
                answers::leave_out_word_bank(reading);
                return None;
            }
            "fill_in_multiple_blanks_question" => {
                self.gaps(reading, nodes);
                return Some((Kind::Blanks { exact: false }, Some(Partial::Proportional)));
            }
            _ => {}
        }
        let Some(first) = first else {
            reading.leave_out("答え方がありません。", "There is no way to answer it.");
            return None;
        };
        let labels = first.find("render_choice").is_some();
        let typed = |response: &&Element| matches!(response.name.as_str(), "response_str" | "response_num");
        if self.responses.len() > 1 && self.responses.iter().any(typed) {
            if !self.responses.iter().all(typed) {
                answers::leave_out_word_bank(reading);
                return None;
            }
            *nodes = self.cloze(reading)?;
            return Some((Kind::Blanks { exact: false }, Some(Partial::Proportional)));
        }
        match first.name.as_str() {
            "response_lid" if labels && self.responses.len() > 1 => {
                Some((self.matching(reading), Some(Partial::Proportional)))
            }
            "response_lid" if labels => Some(self.choices(reading, first, kind)),
            "response_str" | "response_num" => self.written(reading, first, kind).map(|kind| (kind, None)),
            name => {
                reading.leave_out(
                    format!("答え方「{name}」は入れられません。"),
                    format!("Answers by \"{name}\" cannot be held."),
                );
                None
            }
        }
    }

    fn choices(&self, reading: &mut Reading<'_>, response: &Element, kind: &str) -> (Kind, Option<Partial>) {
        let ident = response.attribute("ident");
        let many = response
            .attribute("rcardinality")
            .eq_ignore_ascii_case("multiple")
            || kind == "multiple_answers_question";
        let mut choices = Vec::new();
        for label in response.every("response_label") {
            let id = label.attribute("ident");
            choices.push(Choice {
                id: Some(id.to_owned()),
                blocks: reading.nodes(&own_material(label)),
                correct: self.score.right(ident, id),
                ..Choice::default()
            });
        }
        if self.score.hits.is_empty() && !self.score.off {
            reading.note(
                "正解がないので、アンケートにしました。",
                "Nothing is right, so it became a survey.",
            );
            return (Kind::Survey { many, choices }, None);
        }
        if self.score.off {
            note_weights(reading, many, &[100.0, -7.0], &[true, false]);
        }
        if !many {
            let best = self.score.values(ident).map(|hit| hit.points).fold(0.0, f64::max);
            let partly = self.score.values(ident).any(|hit| hit.points + 1e-9 < best);
            if partly {
                note_weights(reading, false, &[100.0, 50.0], &[true, false]);
                for choice in &mut choices {
                    let id = choice.id.clone().unwrap_or_default();
                    choice.correct = self
                        .score
                        .values(ident)
                        .any(|hit| hit.value == id && hit.points + 1e-9 >= best);
                }
            }
        }
        // Points added for each right choice are partial credit; points for all of them are not.
        let added = self.score.values(ident).count() > 1 && self.element.find("and").is_none();
        (
            Kind::Choices { many, choices },
            (many && added).then_some(Partial::Proportional),
        )
    }

    fn written(&self, reading: &mut Reading<'_>, response: &Element, kind: &str) -> Option<Kind> {
        let ident = response.attribute("ident");
        let score = &self.score;
        let numeric = kind == "numerical_question" || response.name == "response_num" || score.low.is_some();
        let hits: Vec<_> = score.values(ident).collect();
        if numeric {
            let value = hits.iter().find_map(|hit| number(&hit.value));
            let middle = score.low.zip(score.high).map(|(low, high)| (low + high) / 2.0);
            let Some(value) = value.or(middle).or(score.low).or(score.high) else {
                reading.leave_out("答えが数ではありません。", "Its answer is not a number.");
                return None;
            };
            let below = score.low.map_or(0.0, |low| value - low);
            let above = score.high.map_or(0.0, |high| high - value);
            if (below - above).abs() > 1e-9 * value.abs().max(1.0) && score.low.is_some() {
                reading.note(
                    "許す幅が上と下でちがうので、広いほうにそろえました。",
                    "The tolerance differed below and above; the wider one was taken.",
                );
            }
            if hits.len() > 1 {
                reading.note(
                    "数の答えは1つだけ使えます。最初のものを残しました。",
                    "A number has one answer; the first was kept.",
                );
            }
            // Sums of tenths are not exact in binary.
            let tolerance = (below.max(above).max(0.0) * 1e9).round() / 1e9;
            return Some(Kind::Number {
                value,
                tolerance,
                unit: None,
            });
        }
        if hits.is_empty() {
            return Some(Kind::Essay { rubric: Vec::new() });
        }
        Some(Kind::Text {
            accepted: hits.iter().map(|hit| hit.value.clone()).collect(),
            exact: hits.iter().all(|hit| hit.exact) && kind.is_empty(),
        })
    }

    fn matching(&self, reading: &mut Reading<'_>) -> Kind {
        let mut pairs = Vec::new();
        let mut extra: BTreeMap<String, String> = BTreeMap::new();
        let mut used = Vec::new();
        for response in &self.responses {
            let ident = response.attribute("ident");
            let left = reading.cell(&own_material(response));
            let mut right = String::new();
            for label in response.every("response_label") {
                let id = label.attribute("ident");
                let text = reading.cell(&own_material(label));
                if self.score.right(ident, id) {
                    used.push(text.clone());
                    right = text;
                } else {
                    extra.insert(text, id.to_owned());
                }
            }
            pairs.push(Pair {
                id: Some(ident.strip_prefix("response_").unwrap_or(ident).to_owned()),
                left,
                right,
            });
        }
        let extra = extra
            .into_iter()
            .filter(|(text, _)| !used.contains(text))
            .map(|(text, id)| Choice {
                id: Some(id),
                blocks: vec![text],
                ..Choice::default()
            })
            .collect();
        Kind::Match { pairs, extra }
    }

    /// The text of an item whose responses stand in it, as ILIAS writes them, with a gap for each.
    fn cloze(&self, reading: &mut Reading<'_>) -> Option<Vec<Node>> {
        let presentation = self.element.first("presentation")?;
        let mut nodes = Vec::new();
        let mut gaps = Vec::new();
        for response in &self.responses {
            let ident = response.attribute("ident");
            let accepted: Vec<String> = self.score.values(ident).map(|hit| hit.value.clone()).collect();
            if accepted.is_empty() {
                reading.leave_out(
                    format!("空欄「{ident}」に正解がありません。"),
                    format!("The gap \"{ident}\" has no right answer."),
                );
                return None;
            }
            let gap = gap_of(reading, &accepted);
            gaps.push((ident.to_owned(), gap));
        }
        within(presentation, &gaps, &mut nodes);
        Some(nodes)
    }

    /// Puts the gaps into the text, where `[name]` stands.
    fn gaps(&self, reading: &mut Reading<'_>, nodes: &mut [Node]) {
        for response in &self.responses {
            let ident = response.attribute("ident");
            let name = inner_text(&own_material(response));
            let accepted: Vec<String> = response
                .every("response_label")
                .into_iter()
                .filter(|label| self.score.right(ident, label.attribute("ident")))
                .map(|label| inner_text(&own_material(label)))
                .collect();
            let gap = gap_of(reading, &accepted);
            if !replace(nodes, &format!("[{}]", name.trim()), &gap) {
                reading.note(
                    format!("空欄「{name}」の場所が文の中にありません。"),
                    format!("The text has no place for the gap \"{name}\"."),
                );
            }
        }
    }
}

/// A gap with its answers; those that cannot be written are noted.
fn gap_of(reading: &mut Reading<'_>, accepted: &[String]) -> Element {
    let (kept, lost) = answers::gap(accepted);
    for answer in lost {
        reading.note(
            format!("空欄の答え「{answer}」は記号があって書けないので、外しました。"),
            format!("The answer \"{answer}\" of a gap cannot be written and was left out."),
        );
    }
    Element {
        name: GAP.to_owned(),
        attributes: kept
            .into_iter()
            .map(|answer| ("answer".to_owned(), answer))
            .collect(),
        children: Vec::new(),
    }
}

/// The materials below an element, and the gaps where their responses stand. A text and a gap beside each
/// other are one line.
fn within(element: &Element, gaps: &[(String, Element)], nodes: &mut Vec<Node>) {
    for child in element.elements() {
        if let Some((_, gap)) = gaps
            .iter()
            .find(|(ident, _)| child.name.starts_with("response_") && child.attribute("ident") == ident)
        {
            nodes.push(Node::Element(gap.clone()));
        } else if child.name == "material" {
            for node in own_material(child) {
                match node {
                    // The paragraphs of plain material, so that its line goes on.
                    Node::Element(block) if block.name == "p" => nodes.extend(block.children),
                    node => nodes.push(node),
                }
            }
        } else {
            within(child, gaps, nodes);
        }
    }
}

/// Puts an element where a mark stands in the text; says whether it does.
fn replace(nodes: &mut [Node], mark: &str, gap: &Element) -> bool {
    let mut found = false;
    for node in nodes {
        match node {
            Node::Text(text) => {
                if let Some((before, after)) = text.split_once(mark) {
                    *node = Node::Element(Element::new("span").text(before).child(gap.clone()).text(after));
                    found = true;
                }
            }
            Node::Element(element) => found |= replace(&mut element.children, mark, gap),
        }
    }
    found
}
