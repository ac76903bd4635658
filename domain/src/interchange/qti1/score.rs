//! What the response processing of a QTI 1.2 item says about its answers.

use std::collections::BTreeMap;

use crate::interchange::answers::number;
use crate::interchange::xml::Element;

/// A value that earns points.
pub(crate) struct Hit {
    /// The response that it is a value of.
    pub response: String,
    pub value: String,
    pub points: f64,
    pub exact: bool,
}

/// The item's scoring.
#[derive(Default)]
pub(crate) struct Score {
    pub hits: Vec<Hit>,
    /// Values that take points off.
    pub off: bool,
    /// The range that earns points.
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// The feedback ids by the value that shows them; without a value, by an empty text.
    pub feedback: BTreeMap<String, Vec<String>>,
}

impl Score {
    pub fn read(item: &Element) -> Score {
        let mut score = Score::default();
        for condition in item.every("respcondition") {
            score.condition(condition);
        }
        score
    }

    fn condition(&mut self, condition: &Element) {
        let Some(vars) = condition.first("conditionvar") else {
            return;
        };
        let points: f64 = condition
            .all("setvar")
            .filter_map(|set| number(&set.inner_text()))
            .sum();
        let mut values = Vec::new();
        collect(vars, &mut values);
        for feedback in condition.all("displayfeedback") {
            let link = feedback.attribute("linkrefid").to_owned();
            let keys: Vec<String> = if values.len() == 1 {
                values
                    .iter()
                    .map(|value| value.inner_text().trim().to_owned())
                    .collect()
            } else {
                vec![String::new()]
            };
            for key in keys {
                self.feedback.entry(key).or_default().push(link.clone());
            }
        }
        if condition.first("setvar").is_none() || points == 0.0 {
            return;
        }
        if points < 0.0 {
            self.off = true;
            return;
        }
        for value in values {
            let response = value.attribute("respident").to_owned();
            let written = value.inner_text().trim().to_owned();
            match value.name.as_str() {
                "varequal" => self.hits.push(Hit {
                    response,
                    value: written,
                    points,
                    exact: value.attribute("case").eq_ignore_ascii_case("yes"),
                }),
                "vargte" | "vargt" => self.low = self.low.or(number(&written)),
                "varlte" | "varlt" => self.high = self.high.or(number(&written)),
                _ => {}
            }
        }
    }

    /// Whether a value of a response is right.
    pub fn right(&self, response: &str, value: &str) -> bool {
        let mut hits = self.hits.iter();
        hits.any(|hit| hit.response == response && hit.value == value)
    }

    /// The right values of a response.
    pub fn values<'s>(&'s self, response: &'s str) -> impl Iterator<Item = &'s Hit> {
        self.hits.iter().filter(move |hit| hit.response == response)
    }
}

/// The comparisons of a condition that must hold; not those that must not.
fn collect<'e>(element: &'e Element, values: &mut Vec<&'e Element>) {
    for child in element.elements() {
        match child.name.as_str() {
            "not" => {}
            "and" | "or" => collect(child, values),
            _ => values.push(child),
        }
    }
}
