//! Gaps, orders, pairs and rubrics of QTI 2.

use std::collections::BTreeMap;

use super::answers::{self, Declared};
use super::body::is_instruction;
use super::kinds::Source;
use crate::interchange::item::{Choice, Kind, Pair};
use crate::interchange::rich::Reading;
use crate::interchange::xml::Element;

impl Source<'_> {
    /// The accepted answers of each gap.
    pub(crate) fn gaps(
        &self,
        reading: &mut Reading<'_>,
        interactions: &[&Element],
    ) -> BTreeMap<String, Vec<String>> {
        let mut gaps = BTreeMap::new();
        for interaction in interactions {
            let response = interaction.attribute("responseIdentifier");
            let declared = answers::declared(self.item, response);
            self.note_partly(reading, &declared);
            let accepted = declared.right();
            let (kept, lost) = crate::interchange::answers::gap(&accepted);
            for answer in lost {
                reading.note(
                    format!("空欄の答え「{answer}」は記号があって書けないので、外しました。"),
                    format!("The answer \"{answer}\" of a gap cannot be written and was left out."),
                );
            }
            gaps.insert(response.to_owned(), kept);
        }
        gaps
    }

    pub(crate) fn order(
        &self,
        reading: &mut Reading<'_>,
        interaction: &Element,
        declared: &Declared,
    ) -> Kind {
        let mut steps = Vec::new();
        for id in &declared.correct {
            let found = interaction
                .all("simpleChoice")
                .find(|choice| choice.attribute("identifier") == id);
            if let Some(found) = found {
                steps.push(self.choice(reading, found, false));
            }
        }
        if steps.len() < interaction.all("simpleChoice").count() && !steps.is_empty() {
            reading.note(
                "並べる必要のないものは、外しました。",
                "Things that need no place in the order were left out.",
            );
        }
        Kind::Order { steps }
    }

    pub(crate) fn matching(
        &self,
        reading: &mut Reading<'_>,
        interaction: &Element,
        declared: &Declared,
        name: &str,
    ) -> Kind {
        let elements = interaction.every(name);
        let find = |id: &str| {
            elements
                .iter()
                .find(|element| element.attribute("identifier") == id)
        };
        let mut pairs = Vec::new();
        let mut used = Vec::new();
        for pair in declared.right() {
            let mut ids = pair.split_whitespace();
            let (Some(left), Some(right)) = (ids.next().and_then(find), ids.next().and_then(find)) else {
                continue;
            };
            used.extend([left.attribute("identifier"), right.attribute("identifier")]);
            pairs.push(Pair {
                id: self.id(right.attribute("identifier")),
                left: reading.cell(&left.children),
                right: reading.cell(&right.children),
            });
        }
        let mut extra = Vec::new();
        for element in interaction
            .all("simpleMatchSet")
            .nth(1)
            .iter()
            .flat_map(|set| set.all(name))
        {
            if !used.contains(&element.attribute("identifier")) {
                extra.push(Choice {
                    id: self.id(element.attribute("identifier")),
                    blocks: vec![reading.cell(&element.children)],
                    ..Choice::default()
                });
            }
        }
        let lefts = interaction
            .first("simpleMatchSet")
            .iter()
            .flat_map(|set| set.all(name))
            .count();
        if lefts > pairs.len() {
            reading.note(
                "相手のない左の項目は、外しました。",
                "Left items that belong to nothing were left out.",
            );
        }
        Kind::Match { pairs, extra }
    }

    pub(crate) fn rubric(&self, reading: &mut Reading<'_>, body: &Element) -> Vec<Choice> {
        let mut rubric = Vec::new();
        for block in body
            .every("rubricBlock")
            .into_iter()
            .filter(|block| !is_instruction(block))
        {
            let points = block.every("li");
            for point in &points {
                rubric.push(Choice {
                    id: self.id(point.attribute("id")),
                    blocks: reading.nodes(&point.children),
                    ..Choice::default()
                });
            }
            if points.is_empty() {
                rubric.extend(reading.nodes(&block.children).into_iter().map(|block| Choice {
                    blocks: vec![block],
                    ..Choice::default()
                }));
            }
        }
        rubric
    }

    pub(crate) fn upload(&self, reading: &mut Reading<'_>, body: &Element) -> Kind {
        let accept = self
            .own
            .get("accept")
            .map(|accept| accept.split(',').map(str::to_owned).collect());
        Kind::Upload {
            rubric: self.rubric(reading, body),
            accept: accept.unwrap_or_default(),
            max_bytes: self.own.get("max").and_then(|max| max.parse().ok()),
        }
    }
}
